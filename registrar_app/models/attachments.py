"""Attachment of persons to districts: one open main attachment at a time, history kept."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from registrar_app.domain.ids import new_id
from registrar_app.domain.records import AttachmentBasis, AttachmentView, DetachReason, DistrictKind
from registrar_app.domain.values import PersonName
from registrar_app.models.clinic import own_organization
from registrar_app.models.joined import survivor_id
from registrar_app.models.organization_tables import DistrictRow, OrganizationRow, StaffRow
from registrar_app.models.person_tables import AttachmentRow
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
    person_id = survivor_id(work.session, person_id)
    for old in work.session.scalars(_rows(person_id).where(AttachmentRow.ends.is_(None))):
        old.ends = max(begins - timedelta(days=1), old.begins)
        old.end_reason = str(close_reason)
    own = own_organization(work.session)
    row_id = new_id()
    work.add(
        AttachmentRow(
            id=row_id,
            person_id=person_id,
            organization_id=own.id if own else None,
            district_id=district_id,
            kind="main",
            basis=str(basis),
            begins=begins,
        )
    )
    return row_id


def _rows(person_id: UUID) -> Select[AttachmentRow]:
    return select(AttachmentRow).where(
        AttachmentRow.person_id == person_id, AttachmentRow.kind == "main", AttachmentRow.void_at.is_(None)
    )


def detach(work: UnitOfWork, attachment_id: UUID, ends: date, reason: DetachReason) -> None:
    """End an attachment; ``ends`` is its last day.

    Raises:
        LookupError: no such attachment (a bug of the caller).
    """
    row = work.session.get(AttachmentRow, attachment_id)
    if row is None or row.void_at is not None:
        raise LookupError("no such attachment")
    row.ends, row.end_reason = ends, str(reason)


def attachments_of(session: Session, person_id: UUID) -> tuple[AttachmentView, ...]:
    """All attachments of a person, newest first."""
    rows = session.execute(
        select(AttachmentRow, DistrictRow, StaffRow, OrganizationRow.short_name)
        .join(DistrictRow, DistrictRow.id == AttachmentRow.district_id)
        .outerjoin(StaffRow, StaffRow.id == DistrictRow.physician_id)
        .outerjoin(OrganizationRow, OrganizationRow.id == AttachmentRow.organization_id)
        .where(AttachmentRow.person_id == person_id, AttachmentRow.void_at.is_(None))
        .order_by(AttachmentRow.ends.is_not(None), AttachmentRow.begins.desc(), AttachmentRow.id.desc())
    )
    return tuple(_views(rows))


def _views(rows: Iterable[Any]) -> Iterable[AttachmentView]:
    for row, district, physician, organization in rows:
        name = (
            PersonName(physician.last_name, physician.first_name, physician.patronymic) if physician else None
        )
        yield AttachmentView(
            id=row.id,
            district_id=district.id,
            district_number=district.number,
            district_kind=DistrictKind(district.kind),
            physician=name.short if name else "",
            basis=AttachmentBasis(row.basis),
            begins=row.begins,
            ends=row.ends,
            end_reason=DetachReason(row.end_reason) if row.end_reason else None,
            organization=organization or "",
        )


def attached_in_year(
    session: Session, person_id: UUID, since: date, until: date
) -> tuple[AttachmentView, ...]:
    """Attachments by application that began in the span, newest first.

    Those by territory and those ended as a mistake of the record do not count.
    Source: the project's domain notes on attachment, L2 and L3.
    """
    return tuple(
        one
        for one in attachments_of(session, person_id)
        if since <= one.begins <= until
        and one.basis is not AttachmentBasis.TERRITORY
        and one.end_reason is not DetachReason.MISTAKE
    )
