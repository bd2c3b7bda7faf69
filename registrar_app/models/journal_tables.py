"""Tables the unit of work writes by itself: audit, outbox, search keys."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from registrar_app.models.base import AppendOnly, Base

BY_HAND = "action IN ('save', 'undo') AND source <> 'import'"
"""Saves of a worker, without the many of a load that runs behind them."""


class AuditRow(AppendOnly):
    """Who did what and when: every save, opening, search, print and export.

    Source: 152-ФЗ, ст. 19 ч. 2 п. 8 (registration of all actions with personal data).
    """

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_by_hand", "staff_id", "desk", sqlite_where=text(BY_HAND)),)
    root_column: ClassVar[str] = "root_id"

    at: Mapped[datetime]
    action: Mapped[str]
    staff_id: Mapped[UUID | None]
    desk: Mapped[str]
    source: Mapped[str]
    root_id: Mapped[UUID | None] = mapped_column(index=True)
    group_id: Mapped[UUID]
    detail: Mapped[str]
    """JSON: names of tables and fields, sources by group; never values."""


class OutboxRow(Base):
    """One change of one row, waiting for the centre or acknowledged by it.

    Source: the project's synchronisation design, 4.1.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_root_id", "root_id", "op_seq"),
        Index("ix_outbox_group_id", "group_id"),
        Index("ix_outbox_open", "state", sqlite_where=text("state <> 2")),
        {"sqlite_autoincrement": True},
    )

    op_seq: Mapped[int] = mapped_column(primary_key=True)
    op_id: Mapped[UUID] = mapped_column(unique=True)
    group_id: Mapped[UUID]
    incarnation: Mapped[UUID]
    tbl: Mapped[str]
    row_id: Mapped[UUID]
    root_id: Mapped[UUID]
    kind: Mapped[str]
    """insert, patch, void, merge, resolve, audit."""
    patch: Mapped[str]
    """JSON ``{field: [base, new]}``."""
    base_row_ver: Mapped[int]
    schema_ver: Mapped[int]
    user_id: Mapped[UUID | None]
    made_at: Mapped[datetime]
    state: Mapped[int] = mapped_column(default=0)
    """0 pending, 1 in flight, 2 acknowledged, 3 conflict, 4 quarantined."""
    request_id: Mapped[UUID | None]
    ack_scope_ver: Mapped[int | None]
    result: Mapped[str | None]


class SearchKeyRow(Base):
    """One way to find a person: kind of key, folded token, person. Local, follows from the rows."""

    __tablename__ = "search_key"
    __table_args__ = ({"sqlite_with_rowid": False},)

    kind: Mapped[str] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
