"""A table on as many sheets of A4 as it needs: title, headings on each sheet, page numbers, totals.

General: what stands in the columns is data. The sheet lies when the columns are wider than a standing one.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from registrar_app.printing.fonts import Face, family, printable

_MARGIN, _FOOT = 12.0, 9.0
_TITLE_PT, _TEXT_PT, _HEAD_PT = 13.0, 8.5, 8.0
_LINE = 3.7
"""Millimetres between the lines of a cell."""
_PAD = 1.2
_STANDING = 186.0
"""Millimetres between the margins of a standing sheet."""


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """A column."""

    title: str
    width_mm: float
    right: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class TableReport:
    """What is printed."""

    title: str
    lines: tuple[str, ...]
    """Under the title: the clinic, the period, what was filtered."""
    columns: tuple[ReportColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[str, ...] = ()
    """Under the table."""
    foot: str = ""
    """At the left of each sheet's foot."""


@dataclass(frozen=True, slots=True, repr=False)
class _Row:
    """A row broken into lines."""

    cells: tuple[tuple[str, ...], ...]

    @property
    def height(self) -> float:
        return max(len(one) for one in self.cells) * _LINE + 2 * _PAD - 0.6


def table_report(report: TableReport) -> bytes:
    """Draw it.

    Returns:
        PDF, A4.
    """
    fonts = family("Liberation Sans")
    total = sum(one.width_mm for one in report.columns)
    size = landscape(A4) if total > _STANDING else A4
    scale = (size[0] / mm - 2 * _MARGIN) / total
    widths = [one.width_mm * scale for one in report.columns]
    head = _broken(tuple(one.title for one in report.columns), widths, fonts.bold, _HEAD_PT)
    rows = [_broken(one, widths, fonts.regular, _TEXT_PT) for one in report.rows]
    pages = _pages(report, head, rows, size[1] / mm)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, invariant=1)
    canvas.setTitle(report.title)
    sheet = _Sheet(canvas, report, widths, size[1] / mm)
    for number, page in enumerate(pages, 1):
        sheet.draw(head, page, number, len(pages))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _pages(report: TableReport, head: _Row, rows: Sequence[_Row], height: float) -> list[list[_Row]]:
    """Rows by sheet; the totals stay with the last row."""
    room = height - 2 * _MARGIN - _FOOT - head.height
    free = room - _top(report)
    pages: list[list[_Row]] = [[]]
    for row in rows:
        if row.height > free and pages[-1]:
            pages.append([])
            free = room
        pages[-1].append(row)
        free -= row.height
    if report.totals and free < len(report.totals) * 4.5 + 3:
        pages.append([])
    return pages


def _top(report: TableReport) -> float:
    return 8.0 + 4.5 * len(report.lines) + 2.0


def _broken(cells: Sequence[str], widths: Sequence[float], face: Face, pt: float) -> _Row:
    return _Row(
        tuple(
            tuple(_lines(printable(text, face), width - 2 * _PAD, face, pt))
            for text, width in zip(cells, widths, strict=True)
        )
    )


def _lines(text: str, width: float, face: Face, pt: float) -> list[str]:
    """The text in lines of a width; a word wider than the cell is broken."""
    text = "".join(sign for sign in text if not face.missing(sign))
    out: list[str] = []
    line = ""
    for word in text.split():
        tried = f"{line} {word}" if line else word
        if face.width(tried, pt) <= width:
            line = tried
            continue
        if line:
            out.append(line)
        while face.width(word, pt) > width and len(word) > 1:
            cut = next(n for n in range(len(word) - 1, 0, -1) if n == 1 or face.width(word[:n], pt) <= width)
            out.append(word[:cut])
            word = word[cut:]
        line = word
    return [*out, line]


class _Sheet:
    """Draws one sheet after the other."""

    def __init__(self, canvas: Canvas, report: TableReport, widths: Sequence[float], height: float) -> None:
        self._canvas, self._report, self._widths, self._height = canvas, report, widths, height
        self._fonts = family("Liberation Sans")

    def draw(self, head: _Row, rows: Sequence[_Row], number: int, count: int) -> None:
        """One sheet; the first with the title, the last with the totals."""
        self._canvas.setLineWidth(0.4)
        y = _MARGIN
        if number == 1:
            self._text(self._report.title, _MARGIN, y + 5, self._fonts.bold, _TITLE_PT)
            for place, line in enumerate(self._report.lines):
                self._text(line, _MARGIN, y + 10 + 4.5 * place, self._fonts.regular, 9.5)
            y += _top(self._report)
        y = self._row(head, y, self._fonts.bold, _HEAD_PT)
        for row in rows:
            y = self._row(row, y, self._fonts.regular, _TEXT_PT)
        if number == count:
            for place, line in enumerate(self._report.totals):
                self._text(line, _MARGIN, y + 5 + 4.5 * place, self._fonts.bold, 9.5)
        foot = self._height - _MARGIN
        self._text(self._report.foot, _MARGIN, foot, self._fonts.regular, 8)
        words = f"стр. {number} из {count}"
        right = _MARGIN + sum(self._widths)
        self._text(words, right - self._fonts.regular.width(words, 8), foot, self._fonts.regular, 8)

    def _row(self, row: _Row, y: float, face: Face, pt: float) -> float:
        x = _MARGIN
        for column, width, lines in zip(self._report.columns, self._widths, row.cells, strict=True):
            self._canvas.rect(x * mm, (self._height - y - row.height) * mm, width * mm, row.height * mm)
            for place, line in enumerate(lines):
                left = x + width - _PAD - face.width(line, pt) if column.right else x + _PAD
                self._text(line, left, y + _PAD + 2.6 + place * _LINE, face, pt)
            x += width
        return y + row.height

    def _text(self, text: str, x: float, y: float, face: Face, pt: float) -> None:
        if text:
            self._canvas.setFont(face.name, pt)
            self._canvas.drawString(x * mm, (self._height - y) * mm, printable(text, face))
