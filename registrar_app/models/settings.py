"""Settings of the workplace: a typed constant each, value as JSON. Local, never synchronised."""

import json
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from registrar_app.models.fetching import Reader, reader_of
from registrar_app.models.local_tables import SettingRow
from registrar_app.models.unit_of_work import UnitOfWork

_VALUE = f"SELECT value FROM {SettingRow.__tablename__} WHERE key = ?"  # noqa: S608 - our own name
T = TypeVar("T", bool, int, str, list[str], dict[str, str])


@dataclass(frozen=True)
class Setting(Generic[T]):
    """A setting: its key in the database and its value when it was never set.

    Example: ``YEAR_RULE = Setting("attachment.year_rule", "calendar")``.
    """

    key: str
    default: T


def get(source: Session | Reader, setting: Setting[T]) -> T:
    """The value; the default if it is not set or of another type."""
    # Read a dozen times for each paper: as a mapped object it would cost five times as much.
    found = reader_of(source).fetch(_VALUE, (setting.key,))
    if not found:
        return setting.default
    value: T = json.loads(found[0][0])
    return value if type(value) is type(setting.default) else setting.default


def put(work: UnitOfWork, setting: Setting[T], value: T) -> None:
    """Set the value."""
    text = json.dumps(value, ensure_ascii=False)
    row = work.session.get(SettingRow, setting.key)
    if row is None:
        work.add(SettingRow(key=setting.key, value=text))
    else:
        row.value = text
