"""The rows that were not loaded, as a table of their own: mended there, it is loaded like any other list."""

import importlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from registrar_app.domain.errors import SurroundingsError
from registrar_app.services import import_reading
from registrar_app.services.import_lines import why
from registrar_app.services.import_prepare import prepare
from registrar_app.services.import_shapes import Plan

WHY = "Почему"
"""Heading of the added column; a load does not take it."""
_WIDTH, _WHY_WIDTH = 18, 60


def export_rows(plan: Plan, reasons: Mapping[int, str], target: Path, today: date) -> int:
    """Write rows of a list with the reason behind each; needs no database.

    Args:
        plan: The list.
        reasons: Words by number of the row, for rows that are right in themselves.
        today: For looking at the rows once more.
        target: The XLSX file to write.

    Returns:
        How many rows were written.

    Raises:
        SurroundingsError: the list cannot be read any more, or the file cannot be written (``REC-167``).
    """
    openpyxl = importlib.import_module("openpyxl")  # has no types of its own
    new_cell = importlib.import_module("openpyxl.cell").WriteOnlyCell

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Не загружено")
    places = sorted(plan.headings)
    for number in range(1, len(places) + 2):
        letter = openpyxl.utils.get_column_letter(number)
        sheet.column_dimensions[letter].width = _WIDTH if number <= len(places) else _WHY_WIDTH

    def text(value: str) -> object:
        cell = new_cell(sheet, value=value)
        # Always text: leading zeros stay, and what begins with «=» is no formula.
        cell.data_type = "s"
        cell.number_format = "@"
        return cell

    sheet.append([text(words) for words in (*(plan.headings[one] for one in places), WHY)])
    written = 0
    for row in import_reading.rows(plan.file, plan.sheet):
        if row.number in reasons:
            found = prepare(row, plan, today).problems
            told = why(found) or reasons[row.number]
            sheet.append([text(value) for value in (*(row.cell(one) for one in places), told)])
            written += 1
    try:
        book.save(target)
    except OSError:
        raise SurroundingsError("REC-167", name=target.name) from None
    return written
