"""Operations as data: values in JSON form, patches ``{field: [base, new]}`` and their folding.

Pure functions; the outbox is written with them, and whoever replays it reads with them.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from registrar_app.models.base import Synced, iso

Plain = str | int | bool | None
Patch = dict[str, list[Plain]]

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def plain(value: object) -> Plain:
    """A column's value as JSON holds it: UUID as 32 hex digits, dates and moments as ISO text.

    Raises:
        TypeError: a value no column of ours has (a bug).
    """
    if value is None or type(value) in (str, int, bool):
        return value  # type: ignore[return-value]
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return str(value)
    raise TypeError(f"no plain form for {type(value).__name__}")


def restore(row_class: type[Synced], field: str, value: Plain) -> Any:  # noqa: ANN401 - of the column's type
    """The Python value of a field from its plain form."""
    if value is None:
        return None
    kind = row_class.__table__.c[field].type.python_type
    if kind is UUID:
        return UUID(hex=str(value))
    if kind is datetime:
        return datetime.fromisoformat(str(value))
    if kind is date:
        return date.fromisoformat(str(value))
    return value


def dump(patch: Patch) -> str:
    """JSON text of a patch."""
    return _ENCODER.encode(patch)


def load(text: str) -> Patch:
    """A patch from its JSON text."""
    patch: Patch = json.loads(text)
    return patch


def fold(patches: Iterable[Patch], start: Mapping[str, Plain] | None = None) -> dict[str, Plain]:
    """The row that patches make one after the other, in plain form; absent fields are None.

    Args:
        patches: In the order of their making, the insert first.
        start: The row before them.
    """
    row = dict(start or {})
    for patch in patches:
        row.update((field, pair[1]) for field, pair in patch.items())
    return row


def join(first: Patch, second: Patch) -> Patch:
    """One patch that does what two do one after the other; a field that came back to its base is left out."""
    out = {field: list(pair) for field, pair in first.items()}
    for field, (base, new) in second.items():
        out[field] = [out[field][0], new] if field in out else [base, new]
    return {field: pair for field, pair in out.items() if pair[0] != pair[1]}
