"""The chain of merges on raw ids, and the keys that lead along it: numbers that never change their owner."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Connection

from registrar_app.models.ledger import Operation

_INTO = "SELECT merged_into FROM person WHERE id = ?"
_FROM = """
WITH RECURSIVE member(id) AS (
  VALUES (?) UNION
  SELECT m.from_id FROM person_merge m JOIN member ON m.into_id = member.id WHERE m.void_at IS NULL)
SELECT id FROM member"""


def survivor(link: Connection, person_id: bytes) -> bytes:
    """The record an id leads to: itself, unless it was joined with another one; an unknown id is itself."""
    seen = {person_id}
    while True:
        target = link.exec_driver_sql(_INTO, (person_id,)).scalar()
        # Two desks that join crosswise while offline would make a ring: it ends where it began.
        if target is None or target in seen:
            return person_id
        seen.add(target)
        person_id = target


def members(link: Connection, person_id: bytes) -> list[bytes]:
    """The record and all that live on in it, itself first."""
    return [row[0] for row in link.exec_driver_sql(_FROM, (person_id,))]


def survivors(link: Connection) -> dict[bytes, bytes]:
    """Every joined record with the one that it lives on in."""
    rows = link.exec_driver_sql("SELECT from_id FROM person_merge WHERE void_at IS NULL").fetchall()
    return {row[0]: survivor(link, row[0]) for row in rows}


def families(link: Connection, operations: Iterable[Operation]) -> dict[bytes, bytes]:
    """Every record whose chain the operations have changed -> the one it lives on in now."""
    touched: set[bytes] = set()
    for op in operations:
        if op.tbl == "person" and "merged_into" in op.patch:
            ends = (UUID(hex=str(one)).bytes for one in op.patch["merged_into"] if one)
            touched |= {op.row_id.bytes, *(survivor(link, one) for one in ends)}
    found = {member for one in touched for member in members(link, one)}
    return {one: survivor(link, one) for one in found}
