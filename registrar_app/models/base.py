"""What every table is made of: column types, the synced row, the append-only row."""

from datetime import UTC, date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Date, Dialect, ForeignKey, LargeBinary, MetaData, Text
from sqlalchemy import text as literal
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column
from sqlalchemy.types import TypeDecorator


class Id(TypeDecorator[UUID]):
    """A UUIDv7 in 16 bytes."""

    impl = LargeBinary(16)
    cache_ok = True

    @property
    def python_type(self) -> type[UUID]:
        """Type in Python."""
        return UUID

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        """To the database."""
        return None if value is None else value.bytes

    def process_result_value(self, value: Any, dialect: Dialect) -> UUID | None:  # noqa: ANN401, ARG002
        """From the database."""
        return None if value is None else UUID(bytes=value)


class UtcTime(TypeDecorator[datetime]):
    """A moment as ISO text in UTC with milliseconds, ``2026-11-21T10:42:15.123+00:00``."""

    impl = Text
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """Type in Python."""
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """To the database."""
        return None if value is None else iso(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ANN401, ARG002
        """From the database."""
        return None if value is None else datetime.fromisoformat(value)


def iso(moment: datetime) -> str:
    """The stored text of a moment; such texts sort as the moments do."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


class Base(DeclarativeBase):
    """Base of all mapped classes."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        UUID: Id,
        datetime: UtcTime,
        date: Date,
        str: Text,
        bytes: LargeBinary,
    }


class Synced(Base):
    """A row that travels to the centre. Add a subclass and a migration: the unit of work does the rest.

    Its operations, audit and row version come by themselves; it is voided, never deleted.
    Source: the project's synchronisation design, 4.1.
    """

    __abstract__ = True
    root_column: ClassVar[str] = "id"
    """Column that names the aggregate the row belongs to."""
    is_append_only: ClassVar[bool] = False
    insert_kind: ClassVar[str] = "insert"
    """Kind of the operation that brings a row."""

    id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-10)
    row_ver: Mapped[int] = mapped_column(default=0, sort_order=-9)
    """The centre's counter of the row; 0: never been there."""


class Voidable(Synced):
    """A synced row that may be voided."""

    __abstract__ = True

    void_at: Mapped[datetime | None] = mapped_column(sort_order=90)
    void_reason: Mapped[str | None] = mapped_column(sort_order=91)


class AppendOnly(Synced):
    """A synced row that never changes once it is written."""

    __abstract__ = True
    is_append_only: ClassVar[bool] = True


def link(target: str, *, index: bool = False) -> MappedColumn[Any]:
    """A foreign key column; checked at the end of the transaction, because the centre may send
    children before parents.
    """  # noqa: D205
    return mapped_column(ForeignKey(target, deferrable=True, initially="DEFERRED"), index=index)


def later(default: str | bool | None = None, *, index: bool = False) -> MappedColumn[Any]:
    """A column that came with a later version: at the end of the table, with a default of its own."""
    if default is None:
        return mapped_column(sort_order=100, index=index)
    stored = literal(str(int(default)) if isinstance(default, bool) else f"'{default}'")
    return mapped_column(sort_order=100, default=default, server_default=stored, index=index)
