"""Which record a joined one lives on in, and which records live on in one: the chain of merges."""

from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from registrar_app.models.unit_of_work import link_of

_INTO = "SELECT merged_into FROM person WHERE id = ?"
_FROM = """
WITH RECURSIVE member(id) AS (
  VALUES (?) UNION
  SELECT m.from_id FROM person_merge m JOIN member ON m.into_id = member.id WHERE m.void_at IS NULL)
SELECT id FROM member"""


def survivor_id(session: Session, person_id: UUID) -> UUID:
    """The record an id leads to: itself, unless it was joined with another one; an unknown id is itself."""
    return UUID(bytes=survivor(link_of(session), person_id.bytes))


def merged_set(session: Session, person_id: UUID) -> tuple[UUID, ...]:
    """The record and all that live on in it, itself first.

    What never changes (issued papers, answers, audit) keeps the id it was written under and is read
    through this.
    """
    return tuple(UUID(bytes=one) for one in members(link_of(session), person_id.bytes))


def survivor(link: Connection, person_id: bytes) -> bytes:
    """The same on raw ids."""
    seen = {person_id}
    while True:
        target = link.exec_driver_sql(_INTO, (person_id,)).scalar()
        # Two desks that join crosswise while offline would make a ring: it ends where it began.
        if target is None or target in seen:
            return person_id
        seen.add(target)
        person_id = target


def members(link: Connection, person_id: bytes) -> list[bytes]:
    """The same on raw ids."""
    return [row[0] for row in link.exec_driver_sql(_FROM, (person_id,))]
