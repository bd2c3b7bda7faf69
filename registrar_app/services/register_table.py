"""A register as a table for the office: dates are days, counts are numbers, words stay words."""

import importlib
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

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


def write_table(head: TableHead, rows: Iterable[Sequence[Value]], tally: Tally) -> tuple[bytes, int]:
    """An XLSX book with the rows on the first sheet and the totals on the second.

    Args:
        head: What stands over the rows.
        rows: Values in the order of the columns; read once, one after the other.
        tally: Filled by whoever gives the rows; read after the last one.

    Returns:
        The file and how many rows it has.
    """
    openpyxl = importlib.import_module("openpyxl")  # has no types of its own
    cell = importlib.import_module("openpyxl.cell").WriteOnlyCell
    font = importlib.import_module("openpyxl.styles").Font
    letter = importlib.import_module("openpyxl.utils").get_column_letter
    book = openpyxl.Workbook(write_only=True)

    def fitted(sheet: object, value: Value, *, bold: bool = False) -> object:
        if isinstance(value, str):
            value = _CONTROL.sub(" ", value)
        made = cell(sheet, value=value)
        if isinstance(value, str):
            made.data_type = "s"  # a surname that begins with «=» is no formula
        elif isinstance(value, date):
            made.number_format = _DAY
        if bold:
            made.font = font(bold=True)
        return made

    sheet = book.create_sheet("Журнал")
    sheet.freeze_panes = "A2"
    for place, (_title, width) in enumerate(head.columns, 1):
        sheet.column_dimensions[letter(place)].width = width / 2
    sheet.append([fitted(sheet, title, bold=True) for title, _width in head.columns])
    count = 0
    for row in rows:
        sheet.append([fitted(sheet, value) for value in row])
        count += 1
    sheet.auto_filter.ref = f"A1:{letter(len(head.columns))}{count + 1}"
    sums = book.create_sheet("Итоги")
    for place, (width, _title) in enumerate(_TOTALS, 1):
        sums.column_dimensions[letter(place)].width = width
    for line in (head.title, *head.about):
        sums.append([fitted(sums, line, bold=line == head.title)])
    sums.append([])
    sums.append([fitted(sums, title, bold=True) for _width, title in _TOTALS])
    for kind in tally.lines():
        sums.append([fitted(sums, value) for value in kind])
    total = sum(tally.counts.values())
    sums.append([fitted(sums, value, bold=True) for value in ("Всего", "", total)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), count
