"""Persons: load, save, find by identifiers, doubles, history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.ids import new_id
from registrar_app.domain.records import Confirmation, Mark, PersonData, PersonRecord, SearchRow
from registrar_app.domain.values import Source
from registrar_app.models import person_shapes as shapes
from registrar_app.models.attachments import attachments_of
from registrar_app.models.base import Synced
from registrar_app.models.clinic import staff_names
from registrar_app.models.doubles import doubles
from registrar_app.models.history import history
from registrar_app.models.joined import merged_set, survivor_id
from registrar_app.models.journal_tables import AuditRow
from registrar_app.models.key_rows import Kind, document_token
from registrar_app.models.ledger import StoredRow
from registrar_app.models.local_tables import RecentPersonRow
from registrar_app.models.numbers import next_record_number
from registrar_app.models.person_groups import CollisionError, Wins, rebased
from registrar_app.models.person_rows import search_rows, with_key
from registrar_app.models.person_tables import (
    AddressRow,
    ConfirmationRow,
    ContactRow,
    DocumentRow,
    MarkRow,
    PersonRow,
    PolicyRow,
)
from registrar_app.models.representatives import representatives_of, represented_by
from registrar_app.models.stored_rows import stored_rows
from registrar_app.models.unit_of_work import UnitOfWork

__all__ = [
    "by_document", "by_enp", "by_snils", "doubles", "history", "load_person", "note_opened",
    "recent", "save_person",
]  # fmt: skip


def load_person(session: Session, person_id: UUID) -> PersonRecord | None:
    """The whole record, or None if there is none (or it is voided).

    The id of a record that was joined with another one gives that other one.
    """
    parts = _parts(session, person_id)
    if parts is not None and parts.person["merged_into"] is not None:
        return load_own(session, survivor_id(session, person_id))
    return _record(session, person_id, parts)


def person_data(session: Session, person_id: UUID) -> PersonData | None:
    """What is known of a person, without attachments, marks and answers: for going through many records."""
    parts = _parts(session, survivor_id(session, person_id))
    return parts.data() if parts else None


def load_own(session: Session, person_id: UUID) -> PersonRecord | None:
    """The record under its own id, even if it was joined with another one; for looking back."""
    return _record(session, person_id, _parts(session, person_id))


def _record(session: Session, person_id: UUID, parts: "_Parts | None") -> PersonRecord | None:
    if parts is None:
        return None
    attachments = attachments_of(session, person_id)
    names = staff_names(session)
    saved_at = session.scalar(
        select(func.max(AuditRow.at)).where(AuditRow.root_id == person_id, AuditRow.action == "save")
    )
    return PersonRecord(
        id=person_id,
        data=parts.data(),
        record_number=parts.person["record_number"],
        attachment=next((one for one in attachments if one.ends is None), None),
        attachments=attachments,
        marks=_marks(session, person_id, names),
        confirmations=_confirmations(session, person_id, names),
        died_on=parts.person["died_on"],
        saved_at=saved_at,
        representatives=representatives_of(session, person_id),
        represents=represented_by(session, person_id),
        archived_on=parts.person["archived_on"],
        archive_reason=parts.person["archive_reason"],
    )


@dataclass(frozen=True, slots=True)
class _Parts:
    """Rows of a person as they stand, the newest of each sort."""

    person: StoredRow
    document: StoredRow | None
    policy: StoredRow | None
    registration: StoredRow | None
    residence: StoredRow | None
    phones: tuple[StoredRow, ...]
    """The main one first."""

    def children(self) -> tuple[StoredRow | None, ...]:
        """The rows in the order of ``_wanted``."""
        return self.document, self.policy, self.registration, self.residence

    def data(self) -> PersonData:
        """The frozen data of the rows."""
        return shapes.to_data(
            self.person, self.document, self.policy, self.registration, self.residence, self.phones
        )


def _parts(session: Session, person_id: UUID) -> _Parts | None:
    """The rows, or None if there is no such person (or he is voided)."""
    person = _newest(session, PersonRow, person_id)
    if person is None:
        return None
    places = {row["kind"]: row for row in _current(session, AddressRow, person_id)}
    return _Parts(
        person,
        _newest(session, DocumentRow, person_id),
        _newest(session, PolicyRow, person_id),
        places.get("registration"),
        places.get("residence"),
        _phones(session, person_id),
    )


def _phones(session: Session, person_id: UUID) -> tuple[StoredRow, ...]:
    rows = _current(session, ContactRow, person_id)
    return tuple(row for kind in (shapes.PHONE, shapes.OTHER_PHONE) for row in rows if row["kind"] == kind)


def _newest(session: Session, row_class: type[Synced], person_id: UUID) -> StoredRow | None:
    rows = _current(session, row_class, person_id)
    return rows[-1] if rows else None


def _current(session: Session, row_class: type[Synced], person_id: UUID) -> list[StoredRow]:
    """Rows of the record without those kept of joined ones."""
    rows = stored_rows(session, row_class, person_id)
    return [row for row in rows if not row.values.get("is_former")]


def _marks(session: Session, person_id: UUID, names: Mapping[UUID, str]) -> tuple[Mark, ...]:
    made = sorted(stored_rows(session, MarkRow, person_id), key=lambda row: row["made_at"])
    latest = {row["field_group"]: row for row in made}
    return tuple(
        Mark(group, Source(row["source"]), row["made_at"], names.get(row["staff_id"] or person_id, ""))
        for group, row in latest.items()
    )


def _confirmations(session: Session, person_id: UUID, names: Mapping[UUID, str]) -> tuple[Confirmation, ...]:
    rows = session.scalars(
        select(ConfirmationRow)
        .where(ConfirmationRow.person_id.in_(merged_set(session, person_id)))
        .order_by(ConfirmationRow.id)
    )
    return tuple(
        Confirmation(
            row.code,
            row.field,
            row.value,
            row.staff_id,
            names.get(row.staff_id or person_id, ""),
            row.made_at,
            row.reason,
        )
        for row in rows
    )


def save_person(
    work: UnitOfWork,
    person_id: UUID | None,
    data: PersonData,
    *,
    base: PersonData | None = None,
    wins: Wins | None = None,
    source: Source = Source.TYPED,
    sources: Mapping[str, Source] | None = None,
    confirmations: Sequence[Confirmation] = (),
    record_number: str = "",
) -> UUID:
    """Save a person's record; only what differs is written.

    Args:
        work: The change.
        person_id: The record, or None for a new one, which gets the next record number.
        data: The whole state to save, already validated and normalised.
        base: What the screen had loaded before the typing. With it, a field group that was not touched on
            the screen keeps what another desk or window has saved meanwhile.
        wins: Asked for each group that both the screen and somebody else have changed: True lets the typed
            value stand. None lets all stand.
        source: How changed field groups were verified.
        sources: The same by field group (fio, birth, snils, enp, policy, document, address) where it
            differs. A group named here gets its mark even if its values have not changed.
        confirmations: Answered warnings to keep; one already kept for the same value is not doubled.
        record_number: Number that a new record's paper has already; empty gives the next one.

    Returns:
        The id of the record: the one that stayed, where it was joined with another.

    Raises:
        CollisionError: groups changed on both sides, of which ``wins`` did not let the typed value stand.
        RegistrarError: the record was joined with another one and there is no ``base`` (REC-071).
        LookupError: no such record (a bug of the caller).
    """
    special = dict(sources or {})
    if person_id is None:
        person_id, before = _insert(work, data, record_number), PersonData()
    else:
        person_id, data, before = _update(work, person_id, data, base, wins)
    changed = [name for name in shapes.changed_groups(before, data) if name not in special]
    _write_marks(
        work, person_id, {**dict.fromkeys(changed, source), **special}, is_new=before == PersonData()
    )
    keep_confirmations(work, person_id, confirmations)
    work.note_sources({**dict.fromkeys(changed, source), **special})
    return person_id


def _insert(work: UnitOfWork, data: PersonData, record_number: str) -> UUID:
    person_id = new_id()
    number = record_number or next_record_number(work)
    work.insert(PersonRow, person_id, record_number=number, **shapes.person_values(data))
    for row_class, fixed, values in _wanted(data):
        if values is not None:
            work.insert(row_class, None, person_id=person_id, **fixed, **values)
    _write_phones(work, person_id, (), data)
    return person_id


def _wanted(data: PersonData) -> tuple[tuple[type[Any], dict[str, str], dict[str, Any] | None], ...]:
    """Child rows a person should have: class, what tells the row from its sisters, columns or None."""
    return (
        (DocumentRow, {}, shapes.document_values(data.document)),
        (PolicyRow, {}, shapes.policy_values(data.policy)),
        (AddressRow, {"kind": "registration"}, shapes.address_values(data.registration)),
        (AddressRow, {"kind": "residence"}, shapes.address_values(data.residence)),
    )


def put_data(work: UnitOfWork, person_id: UUID, data: PersonData) -> None:
    """Write the data of a person and nothing besides: no marks, no answers.

    Raises:
        LookupError: no such record (a bug of the caller).
    """
    _update(work, person_id, data, None, None)


def _living(session: Session, person_id: UUID, *, is_based: bool) -> UUID:
    """The record to write: what was typed over a joined one goes into the one that stayed."""
    living = survivor_id(session, person_id)
    if not is_based:
        raise RegistrarError(
            "REC-071", who=", ".join(row.name.full for row in search_rows(session, [living]))
        )
    return living


def _update(
    work: UnitOfWork, person_id: UUID, data: PersonData, base: PersonData | None, wins: Wins | None
) -> tuple[UUID, PersonData, PersonData]:
    """Write what differs; gives the record that was written, the saved data and the data before."""
    parts = _parts(work.session, person_id)
    if parts is not None and parts.person["merged_into"] is not None:
        person_id = _living(work.session, person_id, is_based=base is not None)
        parts = _parts(work.session, person_id)
    if parts is None:
        raise LookupError("no such person")
    before = parts.data()
    if base is not None:
        data, collisions = rebased(base, data, before)
        lost = [one for one in collisions if wins is not None and not wins(one)]
        if lost:
            raise CollisionError(person_id, lost)
    work.patch(parts.person, **shapes.person_values(data))
    for row, (row_class, fixed, values) in zip(parts.children(), _wanted(data), strict=True):
        if row is None and values is not None:
            work.insert(row_class, None, person_id=person_id, **fixed, **values)
        elif row is not None and values is not None:
            work.patch(row, **values)
        elif row is not None:
            work.patch(row, void_at=work.made_at, void_reason="cleared")
    _write_phones(work, person_id, parts.phones, data)
    return person_id, data, before


def _write_phones(work: UnitOfWork, person_id: UUID, rows: Sequence[StoredRow], data: PersonData) -> None:
    """Telephones: a number keeps its row whatever its place, a corrected number takes the row it stood in."""
    left = list(rows)
    wanted = shapes.phone_values(data)
    kept = {row["value"]: row for row in reversed(left)}
    for values in wanted:
        row = kept.get(values["value"])
        if row is not None:
            left.remove(row)
            work.patch(row, **values)
    for values in wanted:
        if values["value"] in kept:
            continue
        same_kind = next((row for row in left if row["kind"] == values["kind"]), None)
        if same_kind is None:
            work.insert(ContactRow, None, person_id=person_id, **values)
        else:
            left.remove(same_kind)
            work.patch(same_kind, **values)
    for row in left:
        work.patch(row, void_at=work.made_at, void_reason="cleared")


def _write_marks(work: UnitOfWork, person_id: UUID, sources: Mapping[str, Source], *, is_new: bool) -> None:
    rows = [] if is_new or not sources else stored_rows(work.session, MarkRow, person_id)
    known = {row["field_group"]: row for row in rows}
    for group, source in sources.items():
        values = {"source": str(source), "made_at": work.made_at, "staff_id": work.actor.staff_id}
        row = known.get(group)
        if row is None:
            work.insert(MarkRow, None, person_id=person_id, field_group=group, **values)
        else:
            work.patch(row, **values)


def keep_confirmations(work: UnitOfWork, person_id: UUID, confirmations: Sequence[Confirmation]) -> None:
    """Keep answered warnings; one already kept for the same value is not doubled."""
    if not confirmations:
        return
    known = {(one.code, one.field, one.value) for one in _confirmations(work.session, person_id, {})}
    for one in confirmations:
        if (one.code, one.field, one.value) in known:
            continue
        known.add((one.code, one.field, one.value))
        work.insert(
            ConfirmationRow,
            person_id=person_id,
            code=one.code,
            field=one.field,
            value=one.value,
            reason=one.reason,
            staff_id=one.staff_id or work.actor.staff_id,
            made_at=one.made_at or work.made_at,
        )


def by_enp(session: Session, enp: str) -> tuple[SearchRow, ...]:
    """Records with this ENP, 16 digits."""
    return search_rows(session, with_key(session, Kind.ENP, enp)) if enp else ()


def by_snils(session: Session, snils: str) -> tuple[SearchRow, ...]:
    """Records with this SNILS, eleven digits."""
    return search_rows(session, with_key(session, Kind.SNILS, snils)) if snils else ()


def by_document(session: Session, kind: str, series: str, number: str) -> tuple[SearchRow, ...]:
    """Records with this identity document; kind by F011."""
    if not number:
        return ()
    return search_rows(session, with_key(session, Kind.DOCUMENT, document_token(kind, series, number)))


def recent(session: Session, staff_id: UUID | None, limit: int = 20) -> tuple[SearchRow, ...]:
    """Records this staff member opened last, newest first."""
    opened = select(RecentPersonRow.person_id).order_by(RecentPersonRow.opened_at.desc()).limit(limit)
    if staff_id is not None:
        opened = opened.where(RecentPersonRow.staff_id == staff_id)
    living = (survivor_id(session, one) for one in session.scalars(opened).all())
    return search_rows(session, list(dict.fromkeys(living)))


def note_opened(work: UnitOfWork, person_id: UUID) -> None:
    """Remember that the actor opened a record, for the recent list and the audit."""
    work.note("open", person_id)
    staff_id = work.actor.staff_id
    if staff_id is None:
        return
    row = work.session.get(RecentPersonRow, (staff_id, person_id))
    if row is None:
        work.add(RecentPersonRow(staff_id=staff_id, person_id=person_id, opened_at=work.made_at))
    else:
        row.opened_at = work.made_at
