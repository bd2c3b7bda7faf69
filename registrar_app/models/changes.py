"""Who changed something last, read back from the operations."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from registrar_app.models.journal_tables import OutboxRow
from registrar_app.models.patches import load
from registrar_app.models.person_groups import GROUPS

_TABLES = {
    "enp": "policy", "policy": "policy", "document": "identity_document", "registration": "address",
    "residence": "address", "phone": "contact",
}  # fmt: skip
_LOOKED_BACK = 100

Change = tuple[UUID | None, datetime]
"""Staff member and moment (UTC)."""


def last_change(
    session: Session,
    root_id: UUID,
    tbl: str,
    fields: Collection[str] = (),
    row_id: UUID | None = None,
) -> Change | None:
    """The last operation of an aggregate on a table, if the operations are still kept.

    Args:
        session: Any session.
        root_id: The aggregate.
        tbl: The table.
        fields: Only operations that touch one of these; empty: any.
        row_id: Only operations of this row.
    """
    rows = session.execute(
        select(OutboxRow.user_id, OutboxRow.made_at, OutboxRow.row_id, OutboxRow.patch)
        .where(OutboxRow.root_id == root_id, OutboxRow.tbl == tbl)
        .order_by(OutboxRow.op_seq.desc())
        .limit(_LOOKED_BACK)
    )
    for staff_id, at, changed, patch in rows:
        is_row = row_id is None or changed == row_id
        if is_row and (not fields or not set(fields).isdisjoint(load(patch))):
            return staff_id, at
    return None


def last_change_of_group(session: Session, person_id: UUID, group: str) -> Change | None:
    """Who changed a field group of a person last."""
    tbl = _TABLES.get(group, "person")
    whole = tbl not in ("person", "policy")
    fields = () if whole else tuple(path.partition(".")[2] or path for path in GROUPS[group])
    return last_change(session, person_id, tbl, fields)
