"""Two windows at one record: what both have changed, in words, and the form put onto what is saved now."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from registrar_app.domain.errors import RefusedError
from registrar_app.domain.problems import Problem, problem
from registrar_app.domain.records import PersonData, PersonRecord
from registrar_app.models import representatives as representing
from registrar_app.models.changes import last_change_of_group
from registrar_app.models.clinic import staff_names
from registrar_app.models.joined import survivor_id
from registrar_app.models.people import save_person
from registrar_app.models.person_groups import GROUPS, Collision, CollisionError, value
from registrar_app.models.unit_of_work import UnitOfWork
from registrar_app.services import representative_collisions as representatives
from registrar_app.services.group_words import differing, group_caption, shown
from registrar_app.services.merge_shapes import Rebased, SaveConflict
from registrar_app.services.shapes import Answer
from registrar_app.services.typed_person import TypedPerson
from registrar_app.services.words import refusal

CODE = "REC-070"
_NOTHING = "не заполнено"


def conflict_of(session: Session, person_id: UUID, found: Collision, zone: tzinfo | None) -> SaveConflict:
    """A collision as the screen shows it.

    Args:
        session: Any session.
        person_id: The record as it is now.
        found: What was changed on both sides.
        zone: Zone of the clinic.
    """
    staff_id, at = last_change_of_group(session, person_id, found.group) or (None, None)
    texts = differing(found.typed, found.now, found.group)
    return SaveConflict(
        key=found.group,
        caption=group_caption(found.group),
        field=next(iter(texts), found.group),
        mine=shown(found.typed, found.group) or _NOTHING,
        theirs=shown(found.now, found.group) or _NOTHING,
        their_values=texts,
        staff=staff_names(session).get(staff_id, "") if staff_id else "",
        at=at.astimezone(zone) if at else None,
    )


def save_over(
    work: UnitOfWork,
    person_id: UUID | None,
    typed: TypedPerson,
    base: PersonRecord | None,
    answers: Sequence[Answer],
    zone: tzinfo | None,
    **rest: Any,  # noqa: ANN401 - passed on
) -> UUID:
    """Save a form over a record; what both sides have changed is asked about, once for each value.

    Raises:
        RefusedError: ``REC-002`` with a question ``REC-070`` at each such field; nothing was saved.
        RegistrarError: the record was joined with another one and there is no ``base`` (``REC-071``).
    """

    def wins(found: Collision) -> bool:
        living = survivor_id(work.session, person_id) if person_id else None
        return living is not None and is_answered(conflict_of(work.session, living, found, zone), answers)

    data, clashes = base.data if base else None, []
    try:
        saved_id = save_person(work, person_id, typed.data, base=data, wins=wins, **rest)
    except CollisionError as error:
        saved_id = error.person_id
        clashes += [conflict_of(work.session, saved_id, one, zone) for one in error.collisions]
    clashes += _save_representatives(work, saved_id, typed, base, answers, zone)
    if clashes:
        questions = tuple(problem_of(one) for one in clashes)
        raise RefusedError("REC-002", questions, words=refusal(questions))
    return saved_id


def _save_representatives(
    work: UnitOfWork,
    person_id: UUID,
    typed: TypedPerson,
    base: PersonRecord | None,
    answers: Sequence[Answer],
    zone: tzinfo | None,
) -> list[SaveConflict]:
    """Write those the form has touched; gives what must be asked first."""
    if base is None:
        representing.save_representatives(work, person_id, typed.representatives)
        return []
    met = representatives.meetings(work.session, person_id, typed, base.representatives)
    clashes = [
        representatives.clash_of(work.session, person_id, slot, one, zone)
        for slot, one in met
        if one.is_clash
    ]
    touched = [one.typed for _slot, one in met if one.is_touched]
    representing.save_representatives(work, person_id, touched)
    return [one for one in clashes if not is_answered(one, answers)]


def problem_of(found: SaveConflict) -> Problem:
    """The question at the field."""
    return problem(
        CODE, found.field, caption=found.caption, theirs=found.theirs, mine=found.mine,
        who=who_when(found.staff, found.at),
    )  # fmt: skip


def who_when(staff: str, at: datetime | None) -> str:
    """«Лебедева Н. П., 21.11.2026 10:42»; «кто-то другой» when nobody knows."""
    return ", ".join(filter(None, (staff, f"{at:%d.%m.%Y %H:%M}" if at else ""))) or "кто-то другой"


def is_answered(found: SaveConflict, answers: Sequence[Answer]) -> bool:
    """Whether the registrar let his value stand over the saved one he was shown."""
    return any(
        (one.code, one.field) == (CODE, found.field) and one.value in (None, found.theirs) for one in answers
    )


def rebased_form(
    typed_texts: Mapping[str, str], typed: PersonData, base: PersonData, now: PersonRecord
) -> tuple[dict[str, str], list[Collision]]:
    """The form's texts with the saved value in each group that was not touched, and what collides."""
    values, collisions = dict(typed_texts), []
    for group in GROUPS:
        was, mine, theirs = value(base, group), value(typed, group), value(now.data, group)
        if mine == was:
            values |= differing(typed, now.data, group)
        elif theirs not in (was, mine):
            collisions.append(Collision(group, base, typed, now.data))
    return values, collisions


def rebased(
    session: Session,
    values: Mapping[str, str],
    typed: TypedPerson,
    base: PersonRecord,
    now: PersonRecord,
    zone: tzinfo | None,
) -> Rebased:
    """See ``People.rebase``."""
    texts, collisions = rebased_form(values, typed.data, base.data, now)
    met = representatives.meetings(session, now.id, typed, base.representatives)
    texts |= representatives.rebased_texts(session, now.id, base.representatives, met)
    conflicts = (
        *(conflict_of(session, now.id, one, zone) for one in collisions),
        *(representatives.clash_of(session, now.id, slot, one, zone) for slot, one in met if one.is_clash),
    )
    return Rebased(texts, now, conflicts)
