"""The ledger of a change: what every flush of the session does, gathered until the commit.

It sees rows, not use cases, so that nothing a use case forgets can be missing from the outbox.
"""

from dataclasses import dataclass
from functools import cache
from uuid import UUID

from sqlalchemy import ClauseElement, inspect
from sqlalchemy.orm import InstanceState, Session
from sqlalchemy.orm.attributes import get_history
from sqlalchemy.orm.base import PASSIVE_NO_INITIALIZE

from registrar_app.domain.ids import new_id
from registrar_app.models.base import Base, Synced
from registrar_app.models.journal_tables import OutboxRow, SearchKeyRow
from registrar_app.models.patches import Patch, join, plain

_OWN_BY_UNIT = (OutboxRow, SearchKeyRow)


class BypassError(RuntimeError):
    """A change tried to pass by the unit of work; always a bug of ours."""


@dataclass(slots=True)
class Operation:
    """One change of one row within a save."""

    tbl: str
    row_id: UUID
    root_id: UUID
    kind: str
    patch: Patch
    base_row_ver: int
    is_append_only: bool = False


@cache
def fields_of(row_class: type[Synced]) -> tuple[str, ...]:
    """Names of the fields that travel: all columns but the id and the row version."""
    return tuple(c.name for c in row_class.__table__.columns if c.name not in ("id", "row_ver"))


class Ledger:
    """Operations of one change, one a row, in the order in which the rows were first touched."""

    def __init__(self) -> None:
        self.operations: dict[tuple[str, UUID], Operation] = {}

    def take(self, session: Session) -> None:
        """Note what the session is about to flush.

        Raises:
            BypassError: the change breaks a rule of the house (a bug): a synced row deleted, an issued thing
                changed, a row version set by hand, a side table written directly.
        """
        for row in session.deleted:
            if not _is_local(row):
                raise BypassError(f"rows of {type(row).__name__} are voided, never deleted")
        for row in session.new:
            self._inserted(row)
        for row in session.dirty:
            if isinstance(row, Synced):
                self._changed(row)

    def _inserted(self, row: object) -> None:
        if isinstance(row, _OWN_BY_UNIT):
            raise BypassError(f"{type(row).__name__} is written by the unit of work alone")
        if not isinstance(row, Synced):
            return
        if row.row_ver:
            raise BypassError("the row version belongs to the centre")
        if "id" not in row.__dict__:
            row.id = new_id()
        patch: Patch = {}
        values = row.__dict__
        columns = row.__table__.columns
        for field in fields_of(type(row)):
            if field in values:
                value = _checked(values[field])
            else:
                # The default is set here, so that the operation holds what the row will hold.
                default = columns[field].default
                value = getattr(default, "arg", None)
                setattr(row, field, value)
            if value is not None:
                patch[field] = [None, plain(value)]
        self._add(row, "insert", patch)

    def _changed(self, row: Synced) -> None:
        state: InstanceState[Synced] = inspect(row)
        patch: Patch = {}
        for field in set(state.mapper.column_attrs.keys()) - state.unmodified:
            history = get_history(row, field, PASSIVE_NO_INITIALIZE)
            if not history.added:
                continue
            if field in ("id", "row_ver"):
                raise BypassError(f"{field} is not for use cases to change")
            if not history.deleted:
                raise BypassError(f"{field} was changed without being loaded: its base is not known")
            patch[field] = [plain(history.deleted[0]), plain(_checked(history.added[0]))]
        if not patch:
            return
        if row.is_append_only:
            raise BypassError(f"rows of {type(row).__name__} never change")
        self._add(row, "void" if patch.get("void_at", [0, None])[1] else "patch", patch)

    def _add(self, row: Synced, kind: str, patch: Patch) -> None:
        tbl = row.__tablename__
        known = self.operations.get((tbl, row.id))
        if known is None:
            root = getattr(row, row.root_column) or row.id
            self.operations[(tbl, row.id)] = Operation(
                tbl, row.id, root, kind, patch, row.row_ver or 0, row.is_append_only
            )
            return
        known.patch = join(known.patch, patch)
        if known.kind != "insert":
            known.kind = kind

    def effective(self) -> list[Operation]:
        """Operations that change something."""
        return [op for op in self.operations.values() if op.patch or op.kind == "insert"]


def _is_local(row: object) -> bool:
    from registrar_app.models.tables import LOCAL

    return isinstance(row, Base) and row.__tablename__ in LOCAL


def _checked(value: object) -> object:
    if isinstance(value, ClauseElement):
        raise TypeError("a value, not an SQL expression, so that the operation can name it")
    return value
