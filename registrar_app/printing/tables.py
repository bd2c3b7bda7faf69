"""Tables: grids of rows and columns, rows of cells, two-column rows with the caption at the left."""

import itertools
from collections.abc import Sequence
from dataclasses import replace

from registrar_app.domain.dates import plural
from registrar_app.domain.problems import problem
from registrar_app.printing import sentence
from registrar_app.printing.board import Area, Board, Role, Stroke
from registrar_app.printing.case import caption_of
from registrar_app.printing.choices import Run, paragraph
from registrar_app.printing.fonts import MM_PER_PT, Face
from registrar_app.printing.form import Field
from registrar_app.printing.rows import PAD, Column
from registrar_app.printing.shown import Shown
from registrar_app.printing.text import CELL_FLOOR_PT, Fit, fit, wrap

LEADING = 1.15
BELOW = 0.8
"""Left free below a table, mm."""
LINE_PT = 0.5
HEAD_SHARE = 0.85
"""Letters of the head of a table, share of the sheet's."""


def cell(
    board: Board,
    area: Area,
    text: str,
    face: Face,
    pt: float,
    *,
    field: Field | None = None,
    align: str = "left",
    framed: bool = True,
) -> int:
    """One cell; its text is wrapped and shrunk to fit. Gives the signs left over."""
    if framed:
        board.frame(area)
    width = area.w - 2 * PAD
    size, fitted = pt, Fit((), pt)
    while text and size >= CELL_FLOOR_PT - 1e-6:
        count = max(1, int((area.h - 0.4) / (size * MM_PER_PT * LEADING)))
        fitted = fit((text,), face, [width] * count, size, size)
        if not fitted.excess:
            break
        size -= 0.5
    pitch = fitted.pt * MM_PER_PT * LEADING
    y = area.y + (area.h - pitch * len(fitted.lines)) / 2
    role = Role.VALUE if field else Role.FORM
    for line in fitted.lines:
        wide = face.width(line, fitted.pt)
        x = area.x + (area.w - wide) / 2 if align == "center" else area.x + PAD
        board.words(area.page, x, y + 0.8 * pitch, line, face, fitted.pt, role, field.id if field else "")
        y += pitch
    if field:
        inner = Area(area.page, area.x + 0.2, area.y + 0.2, area.w - 0.4, area.h - 0.4)
        board.box(field.id, inner, is_filled=bool(text))
    return fitted.excess


def _refuse(board: Board, field: Field, excess: int) -> None:
    if excess:
        signs = f"{excess} {plural(excess, 'знак', 'знака', 'знаков')}"
        board.problems.append(problem("CERT-002", field.id, caption=caption_of(field), excess=signs))


def table(board: Board, column: Column, field: Field, shown: Shown, y: float) -> float:
    """A grid with a head and as many rows as the form has; gives the y below."""
    face, pt = column.fonts.regular, column.body_pt
    left, right = column.span(y, column.pitch)
    if field.ruled == "lines":
        return _ruled(board, column, field, shown, y)
    y = _titled(board, column, field, y)
    height = field.row_height_mm or column.pitch
    widths = _shares([one.width for one in field.columns], right - left)
    starts = _starts(left, widths)
    count = max(field.rows, len(shown.rows), len(field.prefilled))
    heads, tall = [one.caption for one in field.columns], _head_height(column, field, widths)
    top = y
    if tall:
        for x, width, text in zip(starts, widths, heads, strict=True):
            area = Area(column.page, x, y, width, tall)
            cell(board, area, text, face, HEAD_SHARE * pt, align="center", framed=False)
        y += tall
    _grid(board, column.page, (*starts, right), top, [y + index * height for index in range(count + 1)])
    excess = 0
    placed = _placed(field, shown, count)
    for index in range(count):
        row = placed.get(index, ("",) * len(widths))
        for place, (x, width) in enumerate(zip(starts, widths, strict=True)):
            area = Area(column.page, x, y, width, height)
            if place == 0 and index < len(field.prefilled):
                cell(board, area, field.prefilled[index], face, field.caption_pt or pt, framed=False)
            else:
                excess += cell(board, area, row[place], face, pt, field=field, framed=False)
        y += height
    # A row that finds no place of its own among the printed ones must not get lost.
    excess += sum(len(part) for index, row in placed.items() if index >= count for part in row)
    _refuse(board, field, excess)
    return y + BELOW


def height_of(column: Column, field: Field) -> float:
    """Height of a table with a grid, with its caption and what is left free below it, mm."""
    left, right = column.span(0.0, column.pitch)
    widths = _shares([one.width for one in field.columns], right - left)
    rows = max(field.rows, len(field.prefilled)) * (field.row_height_mm or column.pitch)
    return _titled(Board(), column, field, 0.0) + _head_height(column, field, widths) + rows + BELOW


def _titled(board: Board, column: Column, field: Field, y: float) -> float:
    """The caption over a table; gives the y below."""
    if not field.caption:
        return y
    face = column.fonts.bold if field.bold else column.fonts.regular
    return paragraph(board, column, [Run(field.caption)], y, face, field.caption_pt or column.body_pt)[0]


def _grid(board: Board, page: int, xs: Sequence[float], top: float, ys: Sequence[float]) -> None:
    """The lines of a table: its head from the top to the first of the rows, the rows below it."""
    for y in (top, *ys) if ys[0] > top else ys:
        board.rule(page, xs[0], xs[-1], y, pt=LINE_PT)
    board.items += [Stroke(page, x, top, x, ys[-1], LINE_PT, Role.FORM) for x in xs]


def _head_height(column: Column, field: Field, widths: Sequence[float]) -> float:
    """Height of the head: the lines of its longest caption at the letters of the cells; 0 without them."""
    if not any(one.caption for one in field.columns):
        return 0.0
    face, pt = column.fonts.regular, HEAD_SHARE * column.body_pt
    counts = []
    for one, width in zip(field.columns, widths, strict=True):
        longest = max((face.width(word, pt) for word in one.caption.split()), default=0.0)
        size = max(CELL_FLOOR_PT, min(pt, pt * (width - 2 * PAD) / longest)) if longest else pt
        lines, _ = wrap(one.caption, face, size, [width - 2 * PAD] * 9)
        counts.append(len(lines) * size)
    return max(counts) * MM_PER_PT * LEADING + 1.0


def _placed(field: Field, shown: Shown, count: int) -> dict[int, tuple[str, ...]]:
    """Where each given row goes: beside its printed words, else the next free row; past the last: nowhere."""
    printed = {name.casefold(): index for index, name in enumerate(field.prefilled)}
    out: dict[int, tuple[str, ...]] = {}
    waiting = []
    for index, row in enumerate(shown.rows):
        at = printed.get(row[0].casefold()) if row[0] else (index if printed else None)
        if at is not None and at not in out:
            out[at] = row
        else:
            waiting.append(row)
    free = [index for index in range(count) if index not in out and index >= len(printed)]
    places = itertools.chain(free, itertools.count(count))
    out.update(zip(places, waiting, strict=False))
    return out


def _ruled(board: Board, column: Column, field: Field, shown: Shown, y: float) -> float:
    """Rows of captioned blanks without a grid; the field's caption begins the first one."""
    if (field.caption and any(one.caption for one in field.columns[:1])) or field.own_line:
        y, _ = paragraph(board, column, [Run(field.caption)], y, column.fonts.regular, column.body_pt)
        lead = ""
    else:
        lead = field.caption
    for index in range(max(field.rows, len(shown.rows), 1)):
        row = shown.rows[index] if index < len(shown.rows) else ("",) * len(field.columns)
        pairs = []
        for place, one in enumerate(field.columns):
            words = one.next_caption if index and one.next_caption else one.caption
            words = " ".join(word for word in ("" if index or place else lead, words) if word)
            stand_in = replace(
                field,
                caption=words,
                type="text" if one.type in {"text", "digits"} else one.type,
                print=one.print,
                columns=(),
                ruled="",
                max_chars=int(20 * one.width),
                under=field.under if not place and index == max(field.rows, 1) - 1 else "",
            )
            pairs.append((stand_in, Shown(row[place])))
        y = sentence.row(board, column, pairs, y)
    return y


def two_columns(
    board: Board,
    column: Column,
    rows: Sequence[tuple[Field, Shown]],
    y: float,
    shares: tuple[float, float] = (1.0, 1.0),
) -> float:
    """Rows with the caption at the left and the value at the right; gives the y below."""
    left, right = column.span(y, column.pitch)
    widths = _shares(shares, right - left)
    for field, shown in rows:
        height = field.row_height_mm or 1.6 * column.pitch
        face = column.fonts.regular
        cell(board, Area(column.page, left, y, widths[0], height), field.caption, face, column.body_pt)
        area = Area(column.page, left + widths[0], y, widths[1], height)
        align = "center" if field.type == "flag" else "left"
        excess = cell(board, area, shown.text, face, column.body_pt, field=field, align=align)
        _refuse(board, field, excess)
        y += height
    return y + BELOW


def cell_row(board: Board, column: Column, field: Field, shown: Shown, y: float) -> float:
    """Two rows of cells: the names of the cells, below them a letter for each; gives the y below."""
    left, right = column.span(y, column.pitch)
    height = field.row_height_mm or column.pitch
    face, pt = column.fonts.regular, column.body_pt
    if field.caption:
        cell(board, Area(column.page, left, y, right - left, height), field.caption, face, pt)
        y += height
    widths = _shares([1.0] * len(field.cells), right - left)
    letters = shown.parts or ("",) * len(field.cells)
    for x, width, name, letter in zip(_starts(left, widths), widths, field.cells, letters, strict=True):
        cell(board, Area(column.page, x, y, width, height), name, face, pt, align="center")
        below = Area(column.page, x, y + height, width, height)
        _refuse(board, field, cell(board, below, letter, face, pt, field=field, align="center"))
    return y + 2 * height + BELOW


def _shares(weights: Sequence[float], room: float) -> list[float]:
    total = sum(weights)
    return [room * one / total for one in weights]


def _starts(left: float, widths: Sequence[float]) -> list[float]:
    return [left + sum(widths[:index]) for index in range(len(widths))]
