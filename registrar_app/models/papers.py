"""Papers: number ranges, issued certificates, their events, the journal."""

import dataclasses
import json
from datetime import date
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.ids import new_id
from registrar_app.domain.records import (
    CertificateEvent,
    CertificateEventKind,
    CertificateRecord,
    JournalRow,
    NewCertificate,
)
from registrar_app.models.clinic import staff_names
from registrar_app.models.joined import merged_set, survivor_id
from registrar_app.models.journal import copies_of, events_of, has_ended, journal, rows, state_of
from registrar_app.models.key_rows import name_key
from registrar_app.models.numbers import add_range, free_numbers, ranges, take_number
from registrar_app.models.paper_tables import CertificateEventRow, CertificateRow
from registrar_app.models.person_tables import PersonRow
from registrar_app.models.unit_of_work import UnitOfWork

__all__ = [
    "add_certificate", "add_event", "add_range", "by_number", "certificates_of", "ending", "free_numbers",
    "journal", "load_certificate", "ranges", "take_number",
]  # fmt: skip

_PLAIN = (
    "person_id", "form", "edition", "number", "issued_on", "person", "values", "series", "blob_sha256",
    "level", "signed_at", "physician", "valid_until",
)  # fmt: skip


def add_certificate(work: UnitOfWork, new: NewCertificate, note: str = "") -> UUID:
    """Keep an issued paper with its event «issued».

    Args:
        work: The change.
        new: The paper.
        note: A word for the event: «взамен № 000124».

    Raises:
        RegistrarError: number and series are already in the year's journal of the form (DB-033).
        LookupError: no such person (a bug of the caller).
    """
    new = dataclasses.replace(new, person_id=survivor_id(work.session, new.person_id))
    person = work.session.get(PersonRow, new.person_id)
    if person is None:
        raise LookupError("no such person")
    if new.number and _is_used(work.session, new):
        raise RegistrarError("DB-033", number=new.number)
    row_id = new.id or new_id()
    work.add(
        CertificateRow(
            id=row_id,
            **{name: getattr(new, name) for name in _PLAIN},
            signers=json.dumps(new.signers, ensure_ascii=False),
            last_name=person.last_name,
            first_name=person.first_name,
            patronymic=person.patronymic,
            birth_date=person.birth_date,
            name_key=name_key(person.last_name, person.first_name, person.patronymic),
            staff_id=work.actor.staff_id,
        )
    )
    _add_event(work, row_id, new.person_id, CertificateEventKind.ISSUED, note)
    return row_id


def _is_used(session: Session, new: NewCertificate) -> bool:
    year = new.issued_on.year
    same = exists().where(
        CertificateRow.number == new.number,
        CertificateRow.form == new.form,
        CertificateRow.series == new.series,
        CertificateRow.issued_on.between(date(year, 1, 1), date(year, 12, 31)),
    )
    return bool(session.scalar(select(same)))


def add_event(
    work: UnitOfWork, certificate_id: UUID, kind: CertificateEventKind, note: str = "", blob: str = ""
) -> UUID:
    """Add an event to an issued paper; ``blob`` names the file from now on, when it is another one.

    Raises:
        LookupError: no such paper (a bug of the caller).
    """
    row = work.session.get(CertificateRow, certificate_id)
    if row is None:
        raise LookupError("no such paper")
    return _add_event(work, certificate_id, row.person_id, kind, note, blob)


def _add_event(
    work: UnitOfWork, certificate_id: UUID, person_id: UUID, kind: CertificateEventKind, note: str,
    blob: str = "",
) -> UUID:  # fmt: skip
    row_id = new_id()
    work.add(
        CertificateEventRow(
            id=row_id,
            certificate_id=certificate_id,
            person_id=person_id,
            kind=str(kind),
            made_at=work.made_at,
            staff_id=work.actor.staff_id,
            note=note,
            blob_sha256=blob,
        )
    )
    return row_id


def load_certificate(session: Session, certificate_id: UUID) -> CertificateRecord | None:
    """A paper with its events, oldest first."""
    row = session.get(CertificateRow, certificate_id)
    return _record(session, row) if row is not None else None


def by_number(session: Session, form: str, number: str, series: str = "") -> CertificateRecord | None:
    """A paper by its number, the newest if the number came again in another year."""
    row = session.scalars(
        select(CertificateRow)
        .where(CertificateRow.number == number, CertificateRow.form == form, CertificateRow.series == series)
        .order_by(CertificateRow.issued_on.desc())
    ).first()
    return _record(session, row) if row is not None else None


def _record(session: Session, row: CertificateRow) -> CertificateRecord:
    names = staff_names(session)
    kinds = events_of(session, [row.id]).get(row.id, [])
    events = tuple(
        CertificateEvent(
            CertificateEventKind(one.kind),
            one.made_at,
            names.get(one.staff_id, "") if one.staff_id else "",
            one.note,
            one.blob_sha256,
        )
        for one in kinds
    )
    data = NewCertificate(
        id=row.id, signers=tuple(json.loads(row.signers)), **{name: getattr(row, name) for name in _PLAIN}
    )
    return CertificateRecord(row.id, data, state_of(kinds), events, copies_of(kinds))


def certificates_of(session: Session, person_id: UUID) -> tuple[JournalRow, ...]:
    """All papers of a person, newest first; those of records that were joined with his too."""
    return rows(session, [CertificateRow.person_id.in_(merged_set(session, person_id))], -1)


def ending(session: Session, person_id: UUID, until: date) -> tuple[tuple[str, date, UUID], ...]:
    """Valid papers without a number that have an end up to a day: (form, last day, id), by that day."""
    found = session.execute(
        select(CertificateRow.form, CertificateRow.valid_until, CertificateRow.id)
        .where(
            CertificateRow.person_id.in_(merged_set(session, person_id)),
            CertificateRow.number == "",
            CertificateRow.valid_until.is_not(None),
            ~has_ended(),
        )
        .order_by(CertificateRow.form, CertificateRow.valid_until.desc(), CertificateRow.id.desc())
    )
    newest: dict[str, tuple[str, date, UUID]] = {}
    for form, day, row_id in found:
        if day is not None:
            newest.setdefault(form, (form, day, row_id))
    return tuple(sorted((one for one in newest.values() if one[1] <= until), key=lambda one: one[1]))
