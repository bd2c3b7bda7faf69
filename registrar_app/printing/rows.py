"""Rows of a form: caption and ruled blank, several fields on one line, names with room for a signature."""

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass

from registrar_app.printing.board import Area, Board, Rest, Role
from registrar_app.printing.fonts import MM_PER_PT, Face, Family
from registrar_app.printing.form import Field
from registrar_app.printing.shown import Shown
from registrar_app.printing.text import FLOOR_PT, Fit, fit, sizes, wrap

GAP = 1.2
"""Between a caption and its blank, mm."""
PAD = 0.7
"""Between the end of a blank and its value, mm."""
RULE_LIFT = 0.25
"""Rule above the bottom of its line, mm."""
BASE_LIFT = 0.9
"""Base line of letters above the rule, mm: descenders stay clear of it."""
MIN_BLANK = 7.0
"""Narrowest blank worth ruling, mm."""
UNDER_PT = 6.5


@dataclass(slots=True)
class Column:
    """The column of text a side is set in, narrowed beside a seal."""

    page: int
    left: float
    right: float
    pitch: float
    body_pt: float
    fonts: Family
    floats: list[Area]

    def span(self, y: float, height: float) -> tuple[float, float]:
        """Left and right end of a line at a height."""
        left, right = self.left, self.right
        for one in self.floats:
            if one.y < y + height and y < one.y + one.h:
                if one.x > (self.left + self.right) / 2:
                    right = min(right, one.x - GAP)
                else:
                    left = max(left, one.x + one.w + GAP)
        return left, right

    def base(self, y: float) -> float:
        """Base line of the line that begins at y."""
        return self.rule(y) - BASE_LIFT

    def rule(self, y: float) -> float:
        """Height of the rule of the line that begins at y."""
        return y + self.pitch - RULE_LIFT


def value_face(column: Column, field: Field) -> Face:
    """The cut a value is set in."""
    return column.fonts.bold if field.bold else column.fonts.regular


def blank(
    board: Board,
    column: Column,
    field: Field,
    ends: tuple[float, float],
    y: float,
    text: str,
    pt: float,
    *,
    ruled: bool = True,
) -> None:
    """One blank with the part of the value that stands on it."""
    x1, x2 = ends
    if ruled:
        board.rule(column.page, x1, x2, column.rule(y))
    area = Area(column.page, x1, y + 0.05, x2 - x1, column.pitch - RULE_LIFT - 0.1)
    board.box(field.id, area, is_filled=bool(text))
    if text:
        face = value_face(column, field)
        wide = face.width(text, pt)
        free = x2 - x1 - wide
        x = {"center": x1 + free / 2, "right": x2 - PAD - wide}.get(field.align, x1 + PAD)
        board.words(column.page, x, column.base(y), text, face, pt, Role.VALUE, field.id)


def caption(board: Board, column: Column, field: Field, y: float, reserve: float) -> tuple[float, float]:
    """Write the caption of a field from the left end on, on several lines if it must.

    Args:
        board: Where to write.
        column: Column of the side.
        field: The field.
        y: Top of the line, mm.
        reserve: Room that should be left after it on its last line, mm.

    Returns:
        y of the caption's last line and x of its end.
    """
    x1, x2 = column.span(y, column.pitch)
    if not field.caption:
        return y, x1
    pt, face = field.caption_pt or column.body_pt, column.fonts.regular
    wide = face.width(field.caption, pt)
    if wide <= x2 - x1 - min(reserve, 0.4 * (x2 - x1)):
        return y, board.words(column.page, x1, column.base(y), field.caption, face, pt)
    fitted = fit((field.caption,), face, [x2 - x1] * 6, pt, pt)
    end = x1
    for index, line in enumerate(fitted.lines):
        y += column.pitch if index else 0.0
        end = board.words(column.page, x1, column.base(y), line, face, pt)
    return y, end


def text_row(
    board: Board, column: Column, field: Field, shown: Shown, y: float, *, tail_mm: float = 0.0
) -> float:
    """A caption and the blanks of its value, the first one after the caption; gives the y below.

    Args:
        board: Where to write.
        column: Column of the side.
        field: The field.
        shown: Its value.
        y: Top of the first line, mm.
        tail_mm: Room kept free at the end of the last line.
    """
    top = y
    y, x = caption(board, column, field, y, 25.0)
    first = column.span(y, column.pitch)
    if field.caption and (field.own_line or first[1] - x < MIN_BLANK + GAP):
        y += column.pitch
        first = column.span(y, column.pitch)
    elif field.caption:
        first = (x + GAP, first[1])
    width = field.width_mm or (_WIDTHS.get(field.print or field.type, 0.0) if field.caption else 0.0)
    if width:
        first = (first[0], min(first[1], first[0] + max(width, _wanted(column, field, shown))))
    ends = [first]
    for index in range(1, field.lines):
        ends.append(column.span(y + index * column.pitch, column.pitch))
    ends[-1] = (ends[-1][0], ends[-1][1] - tail_mm)
    widths = [x2 - x1 - 2 * PAD for x1, x2 in ends]
    fitted = _overflowing(board, field, shown, column, widths) or _fit(field, shown, column, widths)
    for index, one in enumerate(ends):
        line = fitted.lines[index] if index < len(fitted.lines) else ""
        blank(board, column, field, one, y + index * column.pitch, line, fitted.pt)
    board.note_fit(field, shown.text, fitted)
    y += len(ends) * column.pitch
    if field.framed:
        x1, x2 = column.span(top, y - top)
        board.frame(Area(column.page, x1 - 1, top, x2 - x1 + 2, y - top))
    return y + _under(board, column, field, ends[-1], y)


def _overflowing(
    board: Board, field: Field, shown: Shown, column: Column, widths: Sequence[float]
) -> Fit | None:
    """A value that may go on to further sheets: full letters here, the rest is noted; None if it fits."""
    if not field.overflow:
        return None
    lines, rest = wrap(shown.text, value_face(column, field), column.body_pt, widths)
    if not rest:
        return None
    board.rests.append(Rest(field, rest))
    return Fit(tuple(lines), column.body_pt)


_WIDTHS = {"words": 48.0, "date": 30.0, "datetime": 40.0, "snils": 40.0, "code": 20.0, "day2": 18.0}
"""Blanks of values that are always short, mm: a rule to the end of the line would say «write more»."""


def _wanted(column: Column, field: Field, shown: Shown) -> float:
    return value_face(column, field).width(shown.text, column.body_pt) + 2 * PAD if shown.text else 0.0


def _fit(field: Field, shown: Shown, column: Column, widths: Sequence[float]) -> Fit:
    texts = [shown.text, shown.shorter] if shown.shorter else [shown.text]
    return fit(texts, value_face(column, field), widths, column.body_pt, field.min_pt or FLOOR_PT)


def under_words(text: str, count: int) -> list[str]:
    """The words under a row cut into those of each blank: «(подпись) (Ф.И.О.)» makes two."""
    found = re.findall(r"\((?:[^()]|\([^()]*\))*\)", text)
    if len(found) <= 1 or count == 1:
        return [text]
    return [*found[: count - 1], " ".join(found[count - 1 :])]


def _under(board: Board, column: Column, field: Field, ends: tuple[float, float], y: float) -> float:
    """The small words under a blank; gives the height they take."""
    if not field.under:
        return 0.0
    face = column.fonts.regular
    wide = face.width(field.under, UNDER_PT)
    x = max(column.left, (ends[0] + ends[1] - wide) / 2)
    board.words(column.page, x, y + UNDER_PT * MM_PER_PT * 0.8, field.under, face, UNDER_PT)
    return UNDER_PT * MM_PER_PT * 1.1


@dataclass(slots=True)
class Cell:
    """One caption and blank of a shared line."""

    field: Field
    caption: str
    text: str = dataclasses.field(repr=False)
    weight: float
    fixed: float
    """Width of the blank if it is fixed, else 0."""
    wide: float = 0.0
    """Width of the blank as laid out."""
    pt: float = 0.0


def cells_of(field: Field, shown: Shown) -> list[Cell]:
    """The blanks of a field: one, or one for each part of a date or a range."""
    count = len(shown.parts) or (
        3 if field.print == "three_parts" else 2 if field.type == "date_range" else 1
    )
    if count == 1:
        weight = float(field.max_chars or 12)
        return [Cell(field, field.caption, shown.text, weight, field.width_mm)]
    captions = [part.strip() for part in field.caption.split(" / ")]
    if field.type == "date_range" and len(captions) == 1:
        captions = [f"{field.caption.replace('__', '').replace(' по', '').strip()}", "по"]
    captions += [""] * (count - len(captions))
    parts = shown.parts or ("",) * count
    return [
        Cell(field, word, part, 8.0, 30.0 if field.type == "date_range" else (18.0, 34.0, 22.0)[index])
        for index, (word, part) in enumerate(zip(captions, parts, strict=False))
    ]


def shared_row(board: Board, column: Column, cells: list[Cell], y: float) -> float:
    """Several fields on one printed line, left to right; blanks give way to each other before they shrink."""
    x1, x2 = column.span(y, column.pitch)
    face = column.fonts.regular
    pt = cells[0].field.caption_pt or column.body_pt
    captions = sum(face.width(cell.caption, pt) + GAP for cell in cells if cell.caption)
    room = x2 - x1 - captions - GAP * 1.5 * (len(cells) - 1)
    excess = _spread(column, cells, room)
    x = x1
    for cell in cells:
        if cell.caption:
            x = board.words(column.page, x, column.base(y), cell.caption, face, pt) + GAP
        blank(board, column, cell.field, (x, x + cell.wide), y, cell.text, cell.pt)
        x += cell.wide + GAP * 1.5
        fitted = Fit((cell.text,), cell.pt, excess.get(cell.field.id, 0) if cell.text else 0)
        board.note_fit(cell.field, cell.text, fitted)
    below = [cell.field for cell in cells if cell.field.under]
    x, extra = x1, 0.0
    for cell in cells:
        x += face.width(cell.caption, pt) + GAP if cell.caption else 0.0
        if cell.field in below:
            extra = max(extra, _under(board, column, cell.field, (x, x + cell.wide), y + column.pitch))
        x += cell.wide + GAP * 1.5
    return y + column.pitch + extra


def _spread(column: Column, cells: list[Cell], room: float) -> dict[str, int]:
    """Give each blank its width and letter size; returns the signs left over by field."""
    body = column.body_pt
    fixed = sum(cell.fixed for cell in cells)
    weights = sum(cell.weight for cell in cells if not cell.fixed)
    for cell in cells:
        cell.wide = cell.fixed or max(MIN_BLANK, (room - fixed) * cell.weight / weights)
        cell.pt = body
    if all(_need(column, cell, body) <= cell.wide for cell in cells):
        return {}
    for pt in sizes(body, FLOOR_PT):
        needs = [max(MIN_BLANK, _need(column, cell, pt)) for cell in cells]
        spare = room - sum(needs)
        if spare < 0:
            continue
        for cell, need in zip(cells, needs, strict=True):
            cell.wide = need + spare * cell.weight / sum(one.weight for one in cells)
            cell.pt = pt
        return {}
    return _left_over(column, cells, room)


def _need(column: Column, cell: Cell, pt: float) -> float:
    if not cell.text:
        return 0.0
    return value_face(column, cell.field).width(cell.text, pt) + 2 * PAD


def _left_over(column: Column, cells: list[Cell], room: float) -> dict[str, int]:
    """Nobody can give way any more: name the longest value and the signs it is too long by."""
    needs = {id(cell): max(MIN_BLANK, _need(column, cell, FLOOR_PT)) for cell in cells}
    worst = max(cells, key=lambda cell: needs[id(cell)])
    over = sum(needs.values()) - room
    face, count = value_face(column, worst.field), 0
    text = worst.text
    while text and over > 0:
        over -= face.width(text[-1], FLOOR_PT)
        text, count = text[:-1], count + 1
    for cell in cells:
        cell.pt, cell.wide = FLOOR_PT, min(needs[id(cell)], room)
    return {worst.field.id: max(count, 1)}


def signature_row(board: Board, column: Column, field: Field, shown: Shown, y: float) -> float:
    """A caption, a blank for a signature by hand, the name on one line or two; gives the y below."""
    pitch = max(field.row_height_mm, column.pitch)
    y += pitch - column.pitch
    y, x = caption(board, column, field, y, 60.0)
    x1, x2 = column.span(y, column.pitch)
    x = max(x, x1 + field.caption_mm) + GAP if field.caption else x1
    if x2 - x < 45.0 or (field.own_line and field.caption):
        y, x = y + column.pitch, x1
    sign = field.signature_mm or 28.0
    if field.type == "signature":
        board.rule(column.page, x, x2, column.rule(y))
        board.blocked.append(Area(column.page, x, y, x2 - x, column.pitch))
        return y + column.pitch + _under(board, column, field, (x, x2), y + column.pitch)
    name = (x + sign + GAP, x2)
    board.rule(column.page, x, x + sign, column.rule(y))
    board.blocked.append(Area(column.page, x, y, sign, column.pitch))
    width = name[1] - name[0] - 2 * PAD
    fitted = _fit(field, shown, column, [width])
    if fitted.excess:
        fitted = _fit(field, shown, column, [width, width])
    for index in range(max(1, len(fitted.lines))):
        line = fitted.lines[index] if index < len(fitted.lines) else ""
        blank(board, column, field, name, y + index * column.pitch, line, fitted.pt)
    board.note_fit(field, shown.text, fitted)
    first = y + column.pitch
    y += max(1, len(fitted.lines)) * column.pitch
    unders = under_words(field.under, 2)
    if len(unders) == 1:
        return y + _under(board, column, field, (x, x2), y)
    signed = dataclasses.replace(field, under=unders[0])
    _under(board, column, signed, (x, x + sign), first)
    return y + _under(board, column, dataclasses.replace(field, under=unders[1]), name, y)
