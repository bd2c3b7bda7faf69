"""Rows read without mapped objects: several times cheaper where one use case looks at many tables."""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from registrar_app.models.base import Synced
from registrar_app.models.ledger import StoredRow, fields_of
from registrar_app.models.unit_of_work import link_of

_FROM_RAW: dict[type, Callable[[Any], Any]] = {
    UUID: lambda raw: UUID(bytes=raw),
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    bool: bool,
}


def stored_rows(session: Session, row_class: type[Synced], key: UUID) -> list[StoredRow]:
    """Rows that are not voided, oldest first; in a change they can be given to ``UnitOfWork.patch``.

    Args:
        session: Any session; what it has pending is written first.
        row_class: The mapped class, one with ``void_at``.
        key: The root of the rows: the person they belong to, or the person himself.
    """
    return [
        _row(row_class, raw) for raw in link_of(session).exec_driver_sql(_select(row_class), (key.bytes,))
    ]


def stored_row(session: Session, row_class: type[Synced], row_id: UUID) -> StoredRow | None:
    """One row by its id, voided or not; None if there is none."""
    raw = link_of(session).exec_driver_sql(_select(row_class, by_id=True), (row_id.bytes,)).first()
    return _row(row_class, raw) if raw is not None else None


@cache
def _select(row_class: type[Synced], *, by_id: bool = False) -> str:
    names = ", ".join(f'"{name}"' for name in ("id", "row_ver", *fields_of(row_class)))
    if by_id:
        return f"SELECT {names} FROM {row_class.__tablename__} WHERE id = ?"  # noqa: S608 - our own names
    return (
        f"SELECT {names} FROM {row_class.__tablename__}"  # noqa: S608 - our own names
        f" WHERE {row_class.root_column} = ? AND void_at IS NULL ORDER BY id"
    )


@cache
def _converters(row_class: type[Synced]) -> tuple[tuple[int, str, Callable[[Any], Any]], ...]:
    """Fields that the database holds in another form: place in the statement, name, way back."""
    columns = row_class.__table__.columns
    kinds = ((name, columns[name].type.python_type) for name in fields_of(row_class))
    return tuple(
        (place, name, _FROM_RAW[kind]) for place, (name, kind) in enumerate(kinds, 2) if kind in _FROM_RAW
    )


def _row(row_class: type[Synced], raw: Any) -> StoredRow:  # noqa: ANN401 - a row of the driver
    values = dict(zip(fields_of(row_class), raw[2:], strict=True))
    for place, name, convert in _converters(row_class):
        if raw[place] is not None:
            values[name] = convert(raw[place])
    return StoredRow(row_class, UUID(bytes=raw[0]), raw[1], values)
