"""The head of a paper: header blocks left and right, title."""

import re
from collections.abc import Mapping, Sequence

from registrar_app.printing.board import Area, Board, Fill, Role
from registrar_app.printing.fonts import MM_PER_PT, Face
from registrar_app.printing.form import Edition, Field, Form
from registrar_app.printing.rows import PAD, Column
from registrar_app.printing.text import CELL_FLOOR_PT, Fit, fit
from registrar_app.printing.values import Shown

HEADER_LEADING = 1.18
MAX_LINES = 4
"""Lines that a value of the header may take."""
BLANK_MM = 18.0


def header(
    board: Board, column: Column, form: Form, edition: Edition, shown: Mapping[str, Shown], y: float
) -> float:
    """The header blocks side by side; gives the y below both."""
    width = column.right - column.left
    left_wide = width * form.header_left_percent / 100
    right_x = column.left + left_wide + 0.04 * width
    pt = form.sheet.header_pt
    for line in edition.header_top_right:
        y = _inline(board, column, (right_x, column.right), line, shown, y, pt, form.header_align)
    low = y
    fields = [one for one in edition.fields if one.block == "header_left"]
    if edition.header_left:
        for line in edition.header_left:
            low = _inline(board, column, (column.left, column.left + left_wide), line, shown, low, pt, "left")
    else:
        for field in fields:
            low = _header_field(board, column, field, shown[field.id], left_wide, low, pt)
    right = y
    for line in edition.header_right:
        right = _inline(board, column, (right_x, column.right), line, shown, right, pt, form.header_align)
    return max(low, right)


def _header_field(
    board: Board, column: Column, field: Field, shown: Shown, width: float, y: float, pt: float
) -> float:
    """Caption and value in the header column; the value grows to four lines, then shrinks."""
    face = column.fonts.regular
    pitch = pt * MM_PER_PT * HEADER_LEADING + 0.35
    base = y + pitch - 1.0
    lead = 0.0
    if field.caption:
        lead = board.words(column.page, column.left, base, field.caption, face, pt) - column.left + 0.8
    fitted = _grow(field, shown, face, width, lead, pt)
    count = max(1, len(fitted.lines))
    for index in range(count):
        line = fitted.lines[index] if index < len(fitted.lines) else ""
        x = column.left + (0.0 if index else lead)
        low = y + pitch * (index + 1)
        board.rule(column.page, x, column.left + width, low - 0.25, pt=0.3)
        area = Area(column.page, x, low - pitch + 0.1, column.left + width - x, pitch - 0.45)
        board.box(field.id, area, is_filled=bool(line))
        if line:
            board.words(column.page, x + PAD, low - 1.0, line, face, fitted.pt, Role.VALUE, field.id)
    board.note_fit(field, shown.text, fitted)
    return y + count * pitch


def _grow(field: Field, shown: Shown, face: Face, width: float, lead: float, pt: float) -> Fit:
    fitted = Fit((), pt)
    for count in range(field.lines, MAX_LINES + 1):
        fitted = fit((shown.text,), face, _widths(width, lead, count), pt, pt)
        if not fitted.excess:
            return fitted
    return fit((shown.text,), face, _widths(width, lead, MAX_LINES), pt, CELL_FLOOR_PT)


def _widths(width: float, lead: float, count: int) -> list[float]:
    return [width - lead - 2 * PAD] + [width - 2 * PAD] * (count - 1)


def _inline(
    board: Board,
    column: Column,
    ends: tuple[float, float],
    line: str,
    shown: Mapping[str, Shown],
    y: float,
    pt: float,
    align: str,
    *,
    bold: bool = False,
) -> float:
    """One printed line with ``{name}`` and ``____`` in it; gives the y below."""
    face = column.fonts.bold if bold else column.fonts.regular
    pitch = pt * MM_PER_PT * HEADER_LEADING + (0.35 if not bold else 0.0)
    room = ends[1] - ends[0]
    size = pt
    while True:
        pieces = _pieces(line, shown, face, size)
        wide = sum(width for _, _, width in pieces)
        if wide <= room or size <= CELL_FLOOR_PT:
            break
        size -= 0.5
    x = ends[0] + {"center": (room - wide) / 2, "right": room - wide}.get(align, 0.0)
    base = y + pitch - 1.0
    for name, text, width in pieces:
        is_value = bool(name)
        if text:
            role = Role.VALUE if is_value else Role.FORM
            board.words(column.page, x, base, text, face, size, role, name)
        else:
            board.rule(column.page, x, x + width - 0.5, base + 0.5, pt=0.3)
        if is_value:
            board.box(
                name, Area(column.page, x, base - 0.75 * pitch, width, 0.95 * pitch), is_filled=bool(text)
            )
            board.fills[name] = Fill(len(text), 0, size)
        x += width
    if wide > room + 0.01:
        _too_wide(board, pieces, face, size, wide - room)
    return y + pitch


def _pieces(line: str, shown: Mapping[str, Shown], face: Face, pt: float) -> list[tuple[str, str, float]]:
    """Name of the value (empty: form text), its text, its width; an empty text is a ruled blank."""
    out = []
    for part in re.split(r"(\{[a-z_0-9]+\}|_{2,})", line):
        if part.startswith("{"):
            text = shown[part[1:-1]].text if part[1:-1] in shown else ""
            out.append((part[1:-1], text, face.width(text, pt) if text else BLANK_MM))
        elif part.startswith("__"):
            out.append(("", "", len(part) * face.width("_", pt)))
        elif part:
            out.append(("", part, face.width(part, pt)))
    return out


def _too_wide(
    board: Board, pieces: Sequence[tuple[str, str, float]], face: Face, pt: float, over: float
) -> None:
    values = [one for one in pieces if one[0] and one[1]]
    if not values:
        board.reach(-1, 1.0)
        return
    name, text, _width = max(values, key=lambda one: one[2])
    count = 0
    while text and over > 0:
        over -= face.width(text[-1], pt)
        text, count = text[:-1], count + 1
    stand_in = Field(id=name, caption="", type="text", line=0)
    board.note_fit(stand_in, text, Fit((), pt, count))


def title(
    board: Board, column: Column, form: Form, edition: Edition, shown: Mapping[str, Shown], y: float
) -> float:
    """The title, centred; its first line bold, the lines in brackets below it plain."""
    y += 1.6
    for index, line in enumerate(edition.title_lines):
        is_bold = index == 0 or not (line.startswith("(") and line.endswith(")"))
        pt = form.sheet.title_pt if is_bold else form.sheet.body_pt
        ends = (column.left, column.right)
        y = _inline(board, column, ends, line, shown, y, pt, "center", bold=is_bold) + 0.2
    return y + 1.2
