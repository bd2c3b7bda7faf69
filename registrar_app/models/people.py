"""Persons: load, save, find by identifiers, doubles, history."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from registrar_app.domain.records import (
    Confirmation,
    Double,
    HistoryLine,
    PersonData,
    PersonRecord,
    SearchRow,
)
from registrar_app.domain.values import Source
from registrar_app.models.unit_of_work import UnitOfWork


def load_person(session: Session, person_id: UUID) -> PersonRecord | None:
    """The whole record, or None if there is none (or it is voided)."""
    raise NotImplementedError


def save_person(
    work: UnitOfWork,
    person_id: UUID | None,
    data: PersonData,
    *,
    source: Source = Source.TYPED,
    sources: Mapping[str, Source] | None = None,
    confirmations: Sequence[Confirmation] = (),
) -> UUID:
    """Save a person's record; only what differs is written.

    Args:
        work: The change.
        person_id: The record, or None for a new one, which gets the next record number.
        data: The whole state to save, already validated and normalised.
        source: How changed field groups were verified.
        sources: The same by field group (fio, birth, snils, enp, policy, document, address) where it
            differs. A group named here gets its mark even if its values have not changed.
        confirmations: Answered warnings to keep; one already kept for the same value is not doubled.

    Returns:
        The id of the record.

    Raises:
        LookupError: no such record (a bug of the caller).
    """
    raise NotImplementedError


def mark_died(work: UnitOfWork, person_id: UUID, died_on: object) -> None:
    """Set or, with None, take away the day of death."""
    raise NotImplementedError


def by_enp(session: Session, enp: str) -> tuple[SearchRow, ...]:
    """Records with this ENP, 16 digits."""
    raise NotImplementedError


def by_snils(session: Session, snils: str) -> tuple[SearchRow, ...]:
    """Records with this SNILS, eleven digits."""
    raise NotImplementedError


def by_document(session: Session, kind: str, series: str, number: str) -> tuple[SearchRow, ...]:
    """Records with this identity document; kind by F011."""
    raise NotImplementedError


def recent(session: Session, staff_id: UUID | None, limit: int = 20) -> tuple[SearchRow, ...]:
    """Records this staff member opened last, newest first."""
    raise NotImplementedError


def note_opened(work: UnitOfWork, person_id: UUID) -> None:
    """Remember that the actor opened a record, for the recent list and the audit."""
    raise NotImplementedError


def doubles(session: Session, data: PersonData, exclude_id: UUID | None = None) -> tuple[Double, ...]:
    """Other records that may be the same person, the surest first.

    Args:
        session: A reading session.
        data: What is typed so far; incomplete parts are not compared.
        exclude_id: The record being edited.
    """
    raise NotImplementedError


def history(session: Session, person_id: UUID) -> tuple[HistoryLine, ...]:
    """Every kept change of every field of a record, newest first."""
    raise NotImplementedError
