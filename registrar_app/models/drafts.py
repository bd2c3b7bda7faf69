"""Drafts: what was typed and not yet saved. Local to the workplace, never synchronised."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from registrar_app.domain.records import Draft
from registrar_app.models.local_tables import DraftRow
from registrar_app.models.unit_of_work import UnitOfWork


def save_draft(work: UnitOfWork, kind: str, key: str, payload: str) -> None:
    """Keep a draft, replacing the one of the same kind and key. ``payload`` is JSON text."""
    row = work.session.get(DraftRow, (kind, key))
    if row is None:
        row = work.add(DraftRow(kind=kind, key=key))
    row.payload, row.saved_at, row.staff_id = payload, work.made_at, work.actor.staff_id


def load_draft(session: Session, kind: str, key: str) -> Draft | None:
    """A draft, or None."""
    row = session.get(DraftRow, (kind, key))
    return _draft(row) if row is not None else None


def _draft(row: DraftRow) -> Draft:
    return Draft(row.kind, row.key, row.payload, row.saved_at, row.staff_id)


def list_drafts(session: Session, kind: str = "", staff_id: UUID | None = None) -> tuple[Draft, ...]:
    """Drafts, newest first; of a kind and of a staff member where given."""
    wanted = select(DraftRow).order_by(DraftRow.saved_at.desc())
    if kind:
        wanted = wanted.where(DraftRow.kind == kind)
    if staff_id is not None:
        wanted = wanted.where(DraftRow.staff_id == staff_id)
    return tuple(_draft(row) for row in session.scalars(wanted))


def drop_draft(work: UnitOfWork, kind: str, key: str) -> None:
    """Forget a draft; none is no error."""
    row = work.session.get(DraftRow, (kind, key))
    if row is not None:
        work.session.delete(row)
