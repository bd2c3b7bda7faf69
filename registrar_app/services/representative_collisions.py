"""Representatives that this form and another window have both changed: in words, and put into the form."""

from collections.abc import Sequence
from datetime import tzinfo
from uuid import UUID

from sqlalchemy.orm import Session

from registrar_app.domain.dates import ru_date
from registrar_app.domain.documents import DOCUMENT_KINDS
from registrar_app.domain.phones import format_phone
from registrar_app.domain.records import RepresentativeData, RepresentativeView
from registrar_app.domain.representative_form import SLOTS, slot_texts
from registrar_app.models.changes import last_change
from registrar_app.models.clinic import staff_names
from registrar_app.models.person_tables import RepresentativeRow
from registrar_app.models.representative_meeting import Meeting, meet
from registrar_app.models.representatives import representatives_of, views_of
from registrar_app.services.merge_shapes import SaveConflict
from registrar_app.services.typed_person import TypedPerson

_NOBODY = "никого нет"
_CAPTIONS = dict(zip(SLOTS, ("Представитель", "Второй представитель"), strict=True))


def meetings(
    session: Session, person_id: UUID, typed: TypedPerson, base: Sequence[RepresentativeView]
) -> tuple[tuple[str, Meeting], ...]:
    """The representatives of a form by the prefix of their fields, beside the saved ones.

    Args:
        session: Any session.
        person_id: The record as it is now.
        typed: The form.
        base: As the form was opened with.
    """
    now = [view.data for view in representatives_of(session, person_id)]
    found = meet([view.data for view in base], typed.representatives, now)
    return tuple(zip(typed.slots, found, strict=True))


def clash_of(
    session: Session, person_id: UUID, slot: str, found: Meeting, zone: tzinfo | None
) -> SaveConflict:
    """A representative changed on both sides, as the screen shows it."""
    row_id = found.now.id if found.now else None
    who, at = last_change(session, person_id, RepresentativeRow.__tablename__, (), row_id) or (None, None)
    theirs = _view(session, found.now)
    return SaveConflict(
        key=slot,
        caption=_CAPTIONS[slot],
        field=f"{slot}last_name",
        mine=words(_view(session, found.typed)),
        theirs=words(theirs),
        their_values=slot_texts(slot, theirs),
        staff=staff_names(session).get(who, "") if who else "",
        at=at.astimezone(zone) if at else None,
    )


def rebased_texts(
    session: Session,
    person_id: UUID,
    base: Sequence[RepresentativeView],
    met: Sequence[tuple[str, Meeting]],
) -> dict[str, str]:
    """Texts of the fields that change when the form goes onto what is saved now.

    An untouched representative is taken as he is saved; one whom another window has added stands in a slot
    that is free.
    """
    texts: dict[str, str] = {}
    for slot, found in met:
        if found.is_touched:
            texts[f"{slot}id"] = str(found.typed.id or "")
        else:
            texts |= slot_texts(slot, _view(session, found.now))
    known = {view.data.id for view in base} | {found.typed.id for _slot, found in met}
    free = [slot for slot in SLOTS if slot not in dict(met)]
    others = [view for view in representatives_of(session, person_id) if view.data.id not in known]
    for slot, view in zip(free, others, strict=False):
        texts |= slot_texts(slot, view)
    return texts


def words(view: RepresentativeView | None) -> str:
    """«опекун Ёлкина Вера Ильинична, +7 900 123-45-67, акт об опеке № 14, до 19.06.2037»."""
    if view is None or view.data.is_empty:
        return _NOBODY
    one = view.data
    document = one.document
    kind = DOCUMENT_KINDS.get(document.kind)
    paper = (kind.name if kind else "", document.series, document.number) if document.number else ()
    born = f"{ru_date(one.birth_date)} г. р." if one.birth_date else ""
    since = f"с {ru_date(one.valid_from)}" if one.valid_from else ""
    until = f"до {ru_date(one.valid_to)}" if one.valid_to else ""
    who = f"{one.relation.word} {view.name.full}"
    parts = (who, born, format_phone(one.phone), " ".join(filter(None, paper)), one.authority, since, until)
    return ", ".join(filter(None, parts))


def _view(session: Session, one: RepresentativeData | None) -> RepresentativeView | None:
    return views_of(session, (one,))[0] if one else None
