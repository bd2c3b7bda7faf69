"""Representatives in a form beside those saved meanwhile: each of them is one value, as a field group is.

Source: the project's synchronisation design, section 6 (groups merge as one value).
"""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from registrar_app.domain.records import RepresentativeData
from registrar_app.domain.search_keys import fold
from registrar_app.models.representatives import stored_values


@dataclass(frozen=True, slots=True, repr=False)
class Meeting:
    """A representative of a form and what became of his row."""

    typed: RepresentativeData
    """As typed, with the id of the row that is his now; None: he would be a new one."""
    now: RepresentativeData | None
    """As he is saved; None: nobody is."""
    is_touched: bool
    """The form says something else than what it was opened with."""
    is_clash: bool
    """Both sides have changed him, to different values."""


def meet(
    base: Sequence[RepresentativeData],
    typed: Sequence[RepresentativeData],
    now: Sequence[RepresentativeData],
) -> tuple[Meeting, ...]:
    """Put the representatives of a form beside the saved ones.

    Args:
        base: As the form was opened with.
        typed: As the form says now; an emptied one is to be taken away.
        now: As they are saved.

    Returns:
        One answer for each typed one, in order. Somebody whom both sides have added is one person.
    """
    before = {one.id: one for one in base}
    saved = {one.id: one for one in now}
    added = [one for one in now if one.id not in before]
    return tuple(
        _known(one, before.get(one.id), saved) if one.id else _new(one, added, list(typed)) for one in typed
    )


def _known(
    typed: RepresentativeData, was: RepresentativeData | None, saved: Mapping[UUID | None, RepresentativeData]
) -> Meeting:
    """Somebody who had a row when the form was opened."""
    now = saved.get(typed.id)
    is_touched = was is None or not _is_same(typed, was)
    if now is None:
        gone = dataclasses.replace(typed, id=None)
        wanted = is_touched and not typed.is_empty
        return Meeting(gone, None, is_touched=wanted, is_clash=wanted)
    is_clash = is_touched and was is not None and not _is_same(now, was) and not _is_same(now, typed)
    return Meeting(typed, now, is_touched=is_touched, is_clash=is_clash)


def _new(
    typed: RepresentativeData, added: Sequence[RepresentativeData], others: Sequence[RepresentativeData]
) -> Meeting:
    """Somebody the form has added: perhaps another window has added the same one."""
    taken = {one.id for one in others}
    twin = next((one for one in added if one.id not in taken and _is_one_person(one, typed)), None)
    if twin is None:
        return Meeting(typed, None, is_touched=True, is_clash=False)
    typed = dataclasses.replace(typed, id=twin.id)
    is_other = not _is_same(typed, twin)
    return Meeting(typed, twin, is_touched=is_other, is_clash=is_other)


def _is_same(one: RepresentativeData, other: RepresentativeData) -> bool:
    return stored_values(one) == stored_values(other)


def _is_one_person(one: RepresentativeData, other: RepresentativeData) -> bool:
    if one.person_id or other.person_id:
        return one.person_id == other.person_id
    return (fold(one.last_name), fold(one.first_name)) == (fold(other.last_name), fold(other.first_name))
