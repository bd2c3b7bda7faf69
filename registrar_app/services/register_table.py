"""A register as a table for the office: dates are days, counts are numbers, words stay words."""

import importlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

Value = str | int | date | None
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_DAY = "DD.MM.YYYY"
_TOTALS = ((40, "Вид"), (24, "Состояние"), (12, "Сколько"))


@dataclass(frozen=True, slots=True, repr=False)
class TableHead:
    """What stands over the rows."""

    title: str
    columns: tuple[tuple[str, float], ...]
    """(title, width in millimetres)."""
    about: tuple[str, ...]
    """Lines over the totals: the clinic, what was filtered, the day."""


@dataclass
class Tally:
    """How many of each kind went by."""

    counts: dict[tuple[str, str], int]

    def note(self, kind: tuple[str, str], many: int) -> None:
        """Count a row."""
        self.counts[kind] = self.counts.get(kind, 0) + many

    def lines(self) -> tuple[tuple[str, str, int], ...]:
        """(what, state, how many), the most frequent first."""
        return tuple(sorted(((*kind, many) for kind, many in self.counts.items()), key=lambda one: -one[2]))


class TableWriter:
    """An XLSX book that grows row by row: the rows on the first sheet, the totals on the second."""

    def __init__(self, head: TableHead) -> None:
        openpyxl = importlib.import_module("openpyxl")  # has no types of its own
        self._cell = importlib.import_module("openpyxl.cell").WriteOnlyCell
        self._font = importlib.import_module("openpyxl.styles").Font(bold=True)
        self._letter = importlib.import_module("openpyxl.utils").get_column_letter
        self._head = head
        self._book: Any = openpyxl.Workbook(write_only=True)
        self._sheet: Any = self._book.create_sheet("Журнал")
        self._sheet.freeze_panes = "A2"
        self._widen(self._sheet, [width / 2 for _title, width in head.columns])
        self._sheet.append([self._fitted(self._sheet, title, bold=True) for title, _width in head.columns])
        self.count = 0
        """Rows so far."""

    def add(self, row: Sequence[Value]) -> None:
        """One row more, in the order of the columns."""
        self._sheet.append([self._fitted(self._sheet, value) for value in row])
        self.count += 1

    def finish(self, tally: Tally) -> bytes:
        """The whole file; nothing can be added afterwards."""
        self._sheet.auto_filter.ref = f"A1:{self._letter(len(self._head.columns))}{self.count + 1}"
        sheet: Any = self._book.create_sheet("Итоги")
        self._widen(sheet, [width for width, _title in _TOTALS])
        sheet.append([self._fitted(sheet, self._head.title, bold=True)])
        for line in self._head.about:
            sheet.append([self._fitted(sheet, line)])
        sheet.append([])
        sheet.append([self._fitted(sheet, title, bold=True) for _width, title in _TOTALS])
        for kind in tally.lines():
            sheet.append([self._fitted(sheet, value) for value in kind])
        total = sum(tally.counts.values())
        sheet.append([self._fitted(sheet, value, bold=True) for value in ("Всего", "", total)])
        out = io.BytesIO()
        self._book.save(out)
        return out.getvalue()

    def _widen(self, sheet: Any, widths: Sequence[float]) -> None:  # noqa: ANN401
        for place, width in enumerate(widths, 1):
            sheet.column_dimensions[self._letter(place)].width = width

    def _fitted(self, sheet: Any, value: Value, *, bold: bool = False) -> Any:  # noqa: ANN401
        made = self._cell(sheet, value=_CONTROL.sub(" ", value) if isinstance(value, str) else value)
        if isinstance(value, str):
            made.data_type = "s"  # a surname that begins with «=» is no formula
        elif isinstance(value, date):
            made.number_format = _DAY
        if bold:
            made.font = self._font
        return made
