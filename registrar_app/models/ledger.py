"""The ledger of a change: what every flush of the session does, gathered until the commit.

It sees rows, not use cases, so that nothing a use case forgets can be missing from the outbox.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast
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

Raw = str | int | bytes | None


class BypassError(RuntimeError):
    """A change tried to pass by the unit of work; always a bug of ours."""


@dataclass(slots=True)
class Operation:
    """One change of one row within a save."""

    tbl: str
    row_id: UUID
    root_id: UUID
    kind: str
    patch: Patch = dataclasses.field(repr=False)
    base_row_ver: int


@dataclass(frozen=True, slots=True, repr=False)
class StoredRow:
    """A synced row as it is stored, without a mapped object; a copy, which a change leaves as it is."""

    row_class: type[Synced]
    id: UUID
    row_ver: int
    values: Mapping[str, Any]
    """All fields but the id and the row version, by name, as in Python."""

    def __getitem__(self, field: str) -> Any:  # noqa: ANN401 - of the column's type
        """The value of a field."""
        return self.values[field]


@cache
def insert_sql(row_class: type[Synced]) -> str:
    """The statement that inserts a row of the class: id, then the fields in order; row version 0."""
    names = ", ".join(f'"{name}"' for name in ("id", *fields_of(row_class), "row_ver"))
    marks = ", ".join("?" * (len(fields_of(row_class)) + 1))
    return f"INSERT INTO {row_class.__tablename__} ({names}) VALUES ({marks}, 0)"  # noqa: S608 - our own names


@cache
def _defaults(row_class: type[Synced]) -> dict[str, object]:
    """What each field holds when it is not given."""
    columns = row_class.__table__.columns
    return {name: getattr(columns[name].default, "arg", None) for name in fields_of(row_class)}


@cache
def fields_of(row_class: type[Synced]) -> tuple[str, ...]:
    """Names of the fields that travel: all columns but the id and the row version."""
    return tuple(c.name for c in row_class.__table__.columns if c.name not in ("id", "row_ver"))


class Ledger:
    """Operations of one change, one a row, in the order in which the rows were first touched."""

    def __init__(self) -> None:
        self.operations: dict[tuple[str, UUID], Operation] = {}

    def insert(self, row_class: type[Synced], row_id: UUID, values: Mapping[str, object]) -> tuple[Raw, ...]:
        """Note a row that is inserted without a mapped object; gives its values for ``insert_sql``.

        Raises:
            BypassError: the class is written by the unit of work alone (a bug).
            TypeError: a field the table has not (a bug).
        """
        if row_class.__tablename__ == "audit_event":
            raise BypassError("the audit is written by the unit of work alone")
        whole = {**_defaults(row_class), **values}
        if len(whole) != len(fields_of(row_class)):
            raise TypeError(f"no such field of {row_class.__tablename__}")
        patch: Patch = {name: [None, plain(value)] for name, value in whole.items() if value is not None}
        root = whole[row_class.root_column] if row_class.root_column != "id" else row_id
        self._note(row_class, row_id, cast("UUID", root), row_class.insert_kind, patch, 0)
        return row_id.bytes, *map(_raw, whole.values())

    def patch(self, row: StoredRow, changes: Mapping[str, object]) -> tuple[Raw, ...]:
        """Note fields of a stored row that change without a mapped object; gives their raw values.

        Raises:
            BypassError: rows of the class never change (a bug).
            KeyError: a field the table has not (a bug).
        """
        if row.row_class.is_append_only:
            raise BypassError(f"rows of {row.row_class.__name__} never change")
        patch: Patch = {name: [plain(row[name]), plain(value)] for name, value in changes.items()}
        column = row.row_class.root_column
        # A row that moves to another aggregate belongs to where it goes.
        root = row.id if column == "id" else changes.get(column, row[column])
        kind = "void" if changes.get("void_at") else "patch"
        self._note(row.row_class, row.id, cast("UUID", root), kind, patch, row.row_ver)
        return tuple(map(_raw, changes.values()))

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
        for field, default in _defaults(type(row)).items():
            if field not in values:
                # The default is set here, so that the operation holds what the row will hold.
                setattr(row, field, default)
            value = _checked(values[field])
            if value is not None:
                patch[field] = [None, plain(value)]
        self._add(row, type(row).insert_kind, patch)

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
        root = getattr(row, row.root_column) or row.id
        self._note(type(row), row.id, root, kind, patch, row.row_ver or 0)

    def _note(
        self, row_class: type[Synced], row_id: UUID, root: UUID, kind: str, patch: Patch, row_ver: int
    ) -> None:
        tbl = row_class.__tablename__
        known = self.operations.get((tbl, row_id))
        if known is None:
            self.operations[(tbl, row_id)] = Operation(tbl, row_id, root, kind, patch, row_ver)
            return
        known.patch, known.root_id = join(known.patch, patch), root
        if known.kind not in ("insert", "merge"):
            known.kind = kind

    def effective(self) -> list[Operation]:
        """Operations that change something."""
        return [op for op in self.operations.values() if op.patch or op.kind == "insert"]


def _is_local(row: object) -> bool:
    from registrar_app.models.tables import LOCAL

    return isinstance(row, Base) and row.__tablename__ in LOCAL


def _raw(value: object) -> Raw:
    """A value as the driver takes it."""
    if isinstance(value, UUID):
        return value.bytes
    return plain(value)


def _checked(value: object) -> object:
    if isinstance(value, ClauseElement):
        raise TypeError("a value, not an SQL expression, so that the operation can name it")
    return value
