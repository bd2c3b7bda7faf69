"""Attachment of persons to districts: one open main attachment at a time, history kept."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from registrar_app.domain.records import AttachmentBasis, AttachmentView, DetachReason
from registrar_app.models.unit_of_work import UnitOfWork


def attach(
    work: UnitOfWork,
    person_id: UUID,
    district_id: UUID,
    basis: AttachmentBasis,
    begins: date,
    close_reason: DetachReason = DetachReason.OTHER_DISTRICT,
) -> UUID:
    """Attach a person to a district of the clinic; an open attachment is closed the day before.

    The old one's end is never before its own beginning (Source: Samson/s11 practice, the project's domain
    notes on attachment, 2.2).

    Raises:
        RegistrarError: at the end of the change, if another change has attached the person (DB-030).
    """
    raise NotImplementedError


def detach(work: UnitOfWork, attachment_id: UUID, ends: date, reason: DetachReason) -> None:
    """End an attachment; ``ends`` is its last day."""
    raise NotImplementedError


def open_attachment(session: Session, person_id: UUID) -> AttachmentView | None:
    """The open main attachment of a person."""
    raise NotImplementedError


def attachments_of(session: Session, person_id: UUID) -> tuple[AttachmentView, ...]:
    """All attachments of a person, newest first."""
    raise NotImplementedError


def attached_in_year(
    session: Session, person_id: UUID, since: date, until: date
) -> tuple[AttachmentView, ...]:
    """Attachments by application that began in the span, newest first; those by territory do not count.

    Source: the project's domain notes on attachment, L2 and L3.
    """
    raise NotImplementedError
