"""Marks at the end of a record's use: death, archive."""

from datetime import date
from uuid import UUID

from registrar_app.domain.records import DetachReason
from registrar_app.models.joined import survivor_id
from registrar_app.models.ledger import StoredRow
from registrar_app.models.person_tables import AttachmentRow, PersonRow
from registrar_app.models.stored_rows import stored_row, stored_rows
from registrar_app.models.unit_of_work import UnitOfWork


def mark_died(work: UnitOfWork, person_id: UUID, died_on: date | None) -> None:
    """Set or, with None, take away the day of death.

    An open attachment ends on that day; without the mark it is open again, and with another day it ends then.

    Raises:
        LookupError: no such record (a bug of the caller).
    """
    person = _living(work, person_id)
    former = person["died_on"]
    for row in stored_rows(work.session, AttachmentRow, person.id):
        if row["ends"] is None or _ended_by(row, former):
            ends = max(died_on, row["begins"]) if died_on else None
            work.patch(row, ends=ends, end_reason=str(DetachReason.DIED) if died_on else None)
    work.patch(person, died_on=died_on)


def _ended_by(row: StoredRow, died_on: date | None) -> bool:
    """Whether it was this death that ended an attachment."""
    died = row["end_reason"] == DetachReason.DIED
    return died_on is not None and died and row["ends"] == max(died_on, row["begins"])


def archive(work: UnitOfWork, person_id: UUID, day: date | None, reason: str) -> None:
    """Put a record into the archive or, without a day, take it out.

    Raises:
        LookupError: no such record (a bug of the caller).
    """
    work.patch(_living(work, person_id), archived_on=day, archive_reason=reason)


def _living(work: UnitOfWork, person_id: UUID) -> StoredRow:
    row = stored_row(work.session, PersonRow, survivor_id(work.session, person_id))
    if row is None or row["void_at"] is not None:
        raise LookupError("no such person")
    return row
