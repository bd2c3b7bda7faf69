"""Which record a joined one lives on in, and which records live on in one."""

from uuid import UUID

from sqlalchemy.orm import Session

from registrar_app.models import chains
from registrar_app.models.unit_of_work import link_of


def survivor_id(session: Session, person_id: UUID) -> UUID:
    """The record an id leads to: itself, unless it was joined with another one; an unknown id is itself."""
    return UUID(bytes=chains.survivor(link_of(session), person_id.bytes))


def merged_set(session: Session, person_id: UUID) -> tuple[UUID, ...]:
    """The record and all that live on in it, itself first.

    What never changes (issued papers, answers, audit) keeps the id it was written under and is read
    through this.
    """
    return tuple(UUID(bytes=one) for one in chains.members(link_of(session), person_id.bytes))
