"""The last save of a worker at a desk, and what it did; for taking it back."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from registrar_app.models.base import iso
from registrar_app.models.journal_tables import AuditRow, OutboxRow
from registrar_app.models.patches import Patch, load
from registrar_app.models.unit_of_work import link_of

UNDO = "undo"
"""Action of the audit that names an undone save."""
_NEWEST = """
SELECT id FROM audit_event WHERE staff_id = ? AND desk = ? AND at >= ?
AND action IN ('save', 'undo') AND source <> 'import' ORDER BY rowid DESC LIMIT 40"""
"""What a worker did by hand, by the index of just these rows; the saves of a load are undone as a whole."""


@dataclass(frozen=True, slots=True, repr=False)
class SavedOperation:
    """One operation of a save."""

    tbl: str
    row_id: UUID
    root_id: UUID
    kind: str
    patch: Patch


@dataclass(frozen=True, slots=True, repr=False)
class LastSave:
    """The newest save of a worker."""

    group_id: UUID
    at: datetime
    operations: tuple[SavedOperation, ...]


def last_save(session: Session, staff_id: UUID, desk: str, since: datetime) -> LastSave | None:
    """What a worker saved last at a desk since a moment; None when that was an undo, or nothing."""
    rows = link_of(session).exec_driver_sql(_NEWEST, (staff_id.bytes, desk, iso(since))).fetchall()
    events = [session.get(AuditRow, UUID(bytes=row[0])) for row in rows]
    undoing = {event.group_id for event in events if event is not None and event.action == UNDO}
    for event in events:
        if event is None or event.action != "save":
            continue
        if set(json.loads(event.detail).get("changed", ())) <= {"pair_answer"}:
            continue
        if event.group_id in undoing:
            return None
        return LastSave(event.group_id, event.at, operations_of(session, event.group_id))
    return None


def operations_of(session: Session, group_id: UUID) -> tuple[SavedOperation, ...]:
    """Operations of a save in the order of their making, without the audit."""
    rows = session.execute(
        select(OutboxRow.tbl, OutboxRow.row_id, OutboxRow.root_id, OutboxRow.kind, OutboxRow.patch)
        .where(OutboxRow.group_id == group_id, OutboxRow.kind != "audit")
        .order_by(OutboxRow.op_seq)
    )
    return tuple(
        SavedOperation(tbl, row_id, root, kind, load(patch)) for tbl, row_id, root, kind, patch in rows
    )


def tables_of(save: LastSave) -> Collection[str]:
    """Tables the save touched."""
    return {one.tbl for one in save.operations}
