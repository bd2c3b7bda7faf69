"""The head of a paper: header blocks left and right, title."""

import re
from collections.abc import Mapping, Sequence

from registrar_app.printing.board import Area, Board, Fill, Role, Words
from registrar_app.printing.fonts import MM_PER_PT, Face
from registrar_app.printing.form import Edition, Field, Form
from registrar_app.printing.rows import PAD, Column
from registrar_app.printing.shown import Shown
from registrar_app.printing.text import CELL_FLOOR_PT, Fit, fit, hold, sizes

HEADER_LEADING = 1.18
MAX_LINES = 4
"""Lines that a value of the header may take."""
BLANK_MM = 18.0
OGRN_SIGNS = 13
"""Digits of the state number of an organisation; a sole practitioner's has 15."""


BOX_MM = 4.0
"""Side of a box for one sign."""


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
            ends = (column.left, column.left + left_wide)
            low = _inline(board, column, ends, line, shown, low, pt, form.header_left_align)
    else:
        for field in fields:
            low = _header_field(board, column, field, shown[field.id], left_wide, low, pt)
    right = y + form.header_drop_mm
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
    most = field.lines if board.is_fixed else MAX_LINES
    fitted = _grow(field, shown, face, width, lead, pt, most)
    count = max(field.lines if board.is_fixed else 1, len(fitted.lines))
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


def _grow(field: Field, shown: Shown, face: Face, width: float, lead: float, pt: float, most: int) -> Fit:
    fitted = Fit((), pt)
    for count in range(field.lines, most + 1):
        fitted = fit((shown.text,), face, _widths(width, lead, count), pt, pt)
        if not fitted.excess:
            return fitted
    return fit((shown.text,), face, _widths(width, lead, most), pt, CELL_FLOOR_PT)


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
    size, rows = pt, list[list[_Piece]]()
    for size in sizes(pt, CELL_FLOOR_PT):
        rows = _break(_pieces(line, shown, face, size), room, face, size)
        if len(rows) <= MAX_LINES and all(_wide(row) <= room + 0.01 for row in rows):
            break
    if len(rows) > MAX_LINES:
        rows = [*rows[: MAX_LINES - 1], [piece for row in rows[MAX_LINES - 1 :] for piece in row]]
    for row in rows:
        _line(board, column, ends, row, y, face, size, pitch, align)
        if _wide(row) > room + 0.01:
            _too_wide(board, row, face, size, _wide(row) - room)
        y += pitch
    return y


_Piece = tuple[str, str, float]
"""Name of a value (empty: form text), text (empty: a blank), width in mm."""


def _wide(row: Sequence[_Piece]) -> float:
    return sum(width for _, _, width in row)


def _break(pieces: Sequence[_Piece], room: float, face: Face, pt: float) -> list[list[_Piece]]:
    """The pieces of a printed line on as many lines as it takes; one line stays as it is."""
    if _wide(pieces) <= room:
        return [list(pieces)]
    rows: list[list[_Piece]] = [[]]
    for name, text, width in pieces:
        words = re.findall(r"\S+\s*|\s+", text) if text and not name.endswith("_boxes") else [text]
        for word in hold(words):
            wide = face.width(word.rstrip(), pt) if text else width
            if rows[-1] and _wide(rows[-1]) + wide > room:
                last = rows[-1][-1]
                rows[-1][-1] = (
                    last[0],
                    last[1].rstrip(),
                    face.width(last[1].rstrip(), pt) if last[1] else last[2],
                )
                rows.append([])
            full = face.width(word, pt) if text else width
            row = rows[-1]
            if row and text and row[-1][0] == name and row[-1][1]:
                row[-1] = (name, row[-1][1] + word, row[-1][2] + full)
            else:
                row.append((name, word, full))
    return rows


def _line(
    board: Board,
    column: Column,
    ends: tuple[float, float],
    pieces: Sequence[_Piece],
    y: float,
    face: Face,
    size: float,
    pitch: float,
    align: str,
) -> None:
    room, wide = ends[1] - ends[0], _wide(pieces)
    x = ends[0] + {"center": (room - wide) / 2, "right": room - wide}.get(align, 0.0)
    base = y + pitch - 1.0
    for name, text, width in pieces:
        is_value = bool(name)
        if name.endswith("_boxes"):
            boxes(board, column, name, text, (x, base - BOX_MM + 0.8), face, size)
        elif text:
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


def boxes(
    board: Board, column: Column, name: str, text: str, corner: tuple[float, float], face: Face, pt: float
) -> None:
    """A row of boxes, one for each sign of a value; as many as the longest number has that it is for."""
    x, y = corner
    for index in range(max(OGRN_SIGNS, len(text))):
        area = Area(column.page, x + index * BOX_MM, y, BOX_MM, BOX_MM)
        board.frame(area, pt=0.4)
        if text[index : index + 1]:
            wide = face.width(text[index], pt)
            left = area.x + (BOX_MM - wide) / 2
            board.words(column.page, left, y + BOX_MM - 1.0, text[index], face, pt, Role.VALUE, name)


def _pieces(line: str, shown: Mapping[str, Shown], face: Face, pt: float) -> list[_Piece]:
    """Name of the value (empty: form text), its text, its width; an empty text is a ruled blank."""
    out = []
    for part in re.split(r"(\{[a-z_0-9]+\}|_{2,})", line):
        if part.endswith("_boxes}"):
            text = shown[part[1:-7]].text if part[1:-7] in shown else ""
            out.append((part[1:-1], text, BOX_MM * max(OGRN_SIGNS, len(text))))
        elif part.startswith("{"):
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
    board.note_fit(stand_in(name), text, Fit((), pt, count))


def stand_in(name: str) -> Field:
    """A field for a standard name that is printed in a line of the header."""
    return Field(id=name, caption="", type="text", line=0)


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
    for field in edition.fields:
        if field.block == "title" and field.mark == "underline":
            _mark_title(board, column, field, shown[field.id])
    return y + 1.2


def _mark_title(board: Board, column: Column, field: Field, shown: Shown) -> None:
    """Underline the chosen words of a choice where they stand in the title."""
    for key, words in field.values.items():
        hits = [
            one for one in board.items
            if isinstance(one, Words) and one.area.page == column.page and not one.field and words in one.text
        ]  # fmt: skip
        if not hits:
            continue
        item = hits[-1]
        face = column.fonts.bold if item.face == column.fonts.bold.name else column.fonts.regular
        x = item.area.x + face.width(item.text[: item.text.index(words)], item.pt)
        wide = face.width(words, item.pt)
        is_chosen = key in shown.chosen
        if is_chosen:
            board.rule(column.page, x, x + wide, item.base + 0.5, pt=0.7, role=Role.MARK)
        board.box(field.id, Area(column.page, x, item.base - 3.2, wide, 4.0), is_filled=is_chosen)
