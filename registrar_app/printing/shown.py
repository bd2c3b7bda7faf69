"""A value ready for the paper, and the shapes it may have in a case.

Source: ``docs/forms.md``, types of fields.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from registrar_app.domain.dates import ru_date

Raw: TypeAlias = (
    "str | bool | int | float | date | Mapping[str, Raw] | Sequence[Raw] | None"  # the shapes of a case
)
"""A value as it stands in a case."""

NO_NUMBER = "———"
"""What stands in place of the number until it is given."""


class WrongValueError(ValueError):
    """A value has not the shape of its field; the text says in Russian what was expected."""


@dataclass(frozen=True, slots=True, repr=False)
class Shown:
    """A value ready for the paper."""

    text: str = ""
    shorter: str = ""
    """Another wording of the same value for a place that is too narrow."""
    parts: tuple[str, ...] = ()
    """Words for several blanks of one field."""
    chosen: frozenset[str] = frozenset()
    """Keys of the choices made."""
    rows: tuple[tuple[str, ...], ...] = ()
    """Cells of a table."""
    groups: tuple[tuple[tuple[str, ...], ...], ...] = ()
    """Rows of each of several tables that one field repeats."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was given."""
        return not (self.text or any(self.parts) or self.chosen or self.rows or any(self.groups))


EMPTY = Shown()


def plain(raw: Raw) -> str:
    """A value that is words or a number, as it is printed.

    Raises:
        WrongValueError: it is neither.
    """
    if isinstance(raw, date):
        return ru_date(raw)
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        raise WrongValueError("строку")
    return str(raw).strip()


def parse_day(raw: Raw) -> date:
    """A date of a case.

    Raises:
        WrongValueError: it is not ``YYYY-MM-DD``.
    """
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    try:
        if isinstance(raw, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", raw.strip()):
            return date.fromisoformat(raw.strip())
    except ValueError:
        pass
    raise WrongValueError("дату вида 2025-06-16")


def as_mapping(raw: Raw, expected: str) -> Mapping[str, Raw]:
    """A value that has parts with names.

    Raises:
        WrongValueError: it has none; ``expected`` says in Russian what was.
    """
    if not isinstance(raw, Mapping):
        raise WrongValueError(expected)
    return raw
