"""Drafts: what was typed and not yet saved. Local to the workplace, never synchronised."""

from uuid import UUID

from sqlalchemy.orm import Session

from registrar_app.domain.records import Draft
from registrar_app.models.unit_of_work import UnitOfWork


def save_draft(work: UnitOfWork, kind: str, key: str, payload: str) -> None:
    """Keep a draft, replacing the one of the same kind and key. ``payload`` is JSON text."""
    raise NotImplementedError


def load_draft(session: Session, kind: str, key: str) -> Draft | None:
    """A draft, or None."""
    raise NotImplementedError


def list_drafts(session: Session, kind: str = "", staff_id: UUID | None = None) -> tuple[Draft, ...]:
    """Drafts, newest first; of a kind and of a staff member where given."""
    raise NotImplementedError


def drop_draft(work: UnitOfWork, kind: str, key: str) -> None:
    """Forget a draft; none is no error."""
    raise NotImplementedError
