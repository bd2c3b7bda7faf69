"""Lists as XLSX: read row by row, values as the sheet shows them.

openpyxl is imported here alone and only when a workbook is opened.
"""

import importlib
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from registrar_app.domain.dates import ru_date
from registrar_app.domain.errors import SurroundingsError
from registrar_app.services.import_shapes import ListRow

MAX_UNPACKED = 2_000_000_000
"""Bytes that a workbook may have when it is unpacked; a list of a million people has a fifth of that."""
_EXACT = 10**15
"""A spreadsheet keeps fifteen digits of a number; the sixteenth of an ENP is gone."""
_PADDED = re.compile(r"0{2,}")


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """The workbook, read-only and with values instead of formulas."""
    openpyxl = importlib.import_module("openpyxl")  # has no types of its own
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(one.file_size for one in archive.infolist()) > MAX_UNPACKED:
                raise SurroundingsError("REC-149", name=path.name)
            if "xl/workbook.xml" not in archive.namelist():
                raise SurroundingsError("REC-145", name=path.name)
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except OSError:
        raise SurroundingsError("REC-140", name=path.name) from None
    except (
        zipfile.BadZipFile,
        openpyxl.utils.exceptions.InvalidFileException,
        KeyError,
        ValueError,
        SyntaxError,
        TypeError,
    ):
        # What openpyxl says of a file that is not what it should be; SyntaxError is the XML parser's.
        raise SurroundingsError("REC-143", name=path.name) from None
    try:
        yield book
    except (zipfile.BadZipFile, SyntaxError, EOFError):
        raise SurroundingsError("REC-143", name=path.name) from None
    finally:
        book.close()


def sheet_names(path: Path) -> tuple[str, ...]:
    """Names of the sheets that hold anything.

    Raises:
        SurroundingsError: the workbook is damaged (REC-143), no workbook (REC-145), too large (REC-149), or
            holds nothing (REC-144).
    """
    with _opened(path) as book:
        found = tuple(
            sheet.title
            for sheet in book.worksheets
            if any(cell is not None for row in sheet.iter_rows(max_row=50, values_only=True) for cell in row)
        )
    if not found:
        raise SurroundingsError("REC-144", name=path.name)
    return found


def row_count(path: Path, sheet: str) -> int:
    """How many rows the sheet says it has; 0 when it does not say."""
    with _opened(path) as book:
        return int(book[sheet].max_row or 0)


def rows(path: Path, sheet: str) -> Iterator[ListRow]:
    """The rows of a sheet, empty ones among them.

    Raises:
        SurroundingsError: the workbook is damaged (REC-143) or cannot be read (REC-140).
    """
    with _opened(path) as book:
        for number, cells in enumerate(book[sheet].iter_rows(), 1):
            texts, rounded = [], []
            for place, cell in enumerate(cells):
                value = cell.value
                if type(value) is str:
                    texts.append(" ".join(value.split()))
                    continue
                texts.append("" if value is None else _text(value, cell))
                if type(value) in (int, float) and abs(value) >= _EXACT:
                    rounded.append(place)
            yield ListRow(number, tuple(texts), tuple(rounded))


def _text(value: object, cell: Any) -> str:  # noqa: ANN401 - a cell of openpyxl
    """A value as a person reads it."""
    if isinstance(value, datetime):
        return ru_date(value.date())
    if isinstance(value, date):
        return ru_date(value)
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, float):
        if not value.is_integer():
            return repr(value).replace(".", ",")
        value = int(value)
    text = str(value)
    if isinstance(value, int) and _PADDED.fullmatch(cell.number_format or ""):
        # A number shown with leading zeros by its format: 000123.
        return text.zfill(len(cell.number_format))
    return text
