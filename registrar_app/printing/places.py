"""Things that stand at a fixed or a free place: seals, marks of signatures, codes, labels."""

import itertools
from collections.abc import Sequence
from typing import TypeAlias

from registrar_app.domain.problems import problem
from registrar_app.printing.barcodes import code128_modules
from registrar_app.printing.board import Area, Bars, Board, Ring, Role, StampPlace
from registrar_app.printing.case import caption_of
from registrar_app.printing.fonts import MM_PER_PT
from registrar_app.printing.form import Field, FootBarcode, MarkPlace, SheetSpec
from registrar_app.printing.rows import Column
from registrar_app.printing.shown import NO_NUMBER, Shown
from registrar_app.printing.text import FLOOR_PT, fit

CLEAR_MM = 1.0
"""Air round a mark."""
HEIGHT_STEP_MM = 0.5
QUIET_MODULES = 10
"""White at each side of a code. Source: ISO/IEC 15417."""
_Ends: TypeAlias = tuple[float, float, float, float]
"""Left, right, upper and lower end of what is printed, with the air round it."""


def seal(board: Board, column: Column, field: Field, y: float) -> None:
    """A free circle for a seal at the right end of the lines, its caption in the middle.

    With ``align: center`` it stands at the left end: the lines that follow keep clear of it either way.
    """
    size = field.circle_mm or 40.0
    top = y + 1.0
    left, right = column.span(top, size)
    x = left if field.align == "center" else right - size
    board.items.append(Ring(column.page, x + size / 2, top + size / 2, size / 2))
    pt, face = field.caption_pt or column.body_pt, column.fonts.regular
    wide = face.width(field.caption, pt)
    board.words(column.page, x + (size - wide) / 2, top + size / 2 + 1.2, field.caption, face, pt)
    column.floats.append(Area(column.page, x, top, size, size))


def foot_barcode(board: Board, sheet: SheetSpec, spec: FootBarcode, page: int, content: str) -> None:
    """The code of the number in the foot, where nothing else stands; left out where there is no room."""
    if not content or content == NO_NUMBER:
        return
    try:
        modules = code128_modules(content)
    except ValueError:
        return  # the number's own pattern refuses such a content; a code is an aid, not a part of the form
    width, quiet = len(modules) * spec.module_mm, QUIET_MODULES * spec.module_mm
    y = sheet.height_mm - sheet.bottom - spec.height_mm
    # The bars stand at the margin; the quiet zone may reach into it.
    x = sheet.body_left if spec.anchor == "bottom_left" else sheet.width_mm - sheet.right - width
    whole = Area(page, x - quiet, y, width + 2 * quiet, spec.height_mm)
    if whole.x < 1.0 or whole.x + whole.w > sheet.width_mm - 1.0 or _meets(board, whole):
        return
    inner = Area(page, x, y, width, spec.height_mm)
    board.items.append(Bars(inner, modules, spec.module_mm, spec.field))
    board.blocked.append(whole)


def _meets(board: Board, area: Area, gap: float = CLEAR_MM) -> bool:
    return any(area.meets(one, gap) for one in board.obstacles())


def mark_places(board: Board, sheet: SheetSpec, specs: tuple[MarkPlace, ...]) -> None:
    """Find a free rectangle for each mark that is put on later; one without room has no place."""
    taken = board.obstacles()
    for spec in specs:
        page = 1 if spec.side == "back" else 0
        on_page = [one for one in taken if one.page == page]
        blocked = [one for one in board.blocked if one.page == page]
        area = _free(sheet, spec, page, on_page, blocked)
        if area is not None:
            board.places.append(StampPlace(spec.id, page, area.x, area.y, area.w, area.h))
            board.blocked.append(area)
            taken.append(area)


def _free(
    sheet: SheetSpec, spec: MarkPlace, page: int, on_page: list[Area], blocked: list[Area]
) -> Area | None:
    """The free rectangle nearest to the anchor: heights from wished to least, edges of what is printed."""
    left, right = sheet.body_left, sheet.width_mm - sheet.right
    top, bottom = sheet.top, sheet.height_mm - sheet.bottom
    rights = sorted({round(one.x + one.w + CLEAR_MM, 2) for one in blocked})
    edges = sorted({edge for one in on_page if (edge := round(one.y - CLEAR_MM, 3)) < bottom}, reverse=True)
    steps = int((spec.height_mm - spec.min_height_mm) / HEIGHT_STEP_MM + 1e-6)
    heights = [spec.height_mm - step * HEIGHT_STEP_MM for step in range(steps + 1)]
    # An optional mark would rather be small in the foot than large in the middle of the sheet.
    tries = [(height, [bottom]) for height in heights] if spec.optional else []
    whole, gap = [bottom, *edges], CLEAR_MM - 0.01
    taken = [(one.x - gap, one.x + one.w + gap, one.y - gap, one.y + one.h + gap) for one in on_page]

    def found(height: float, lows: Sequence[float]) -> Area | None:
        width = height if spec.square else spec.width_mm
        inside = [one for one in lows if top + height <= one]
        starts = [x for x in _starts(spec, left, right - width, rights) if left <= x <= right - width + 1e-6]
        return _at_one_of(taken, Area(page, 0.0, 0.0, width, height), inside, starts)

    if found(heights[-1], whole) is None:  # where the least has no room, more has none
        return None
    return next(filter(None, itertools.starmap(found, [*tries, *((one, whole) for one in heights)])), None)


def _at_one_of(
    taken: Sequence[_Ends], size: Area, lows: Sequence[float], starts: Sequence[float]
) -> Area | None:
    """The first free rectangle of a size with one of the lower edges and one of the left ones."""
    for low in lows:
        high = low - size.h
        level = [(x1, x2) for x1, x2, y1, y2 in taken if y1 < low and high < y2]
        for x in starts:
            end = x + size.w
            if not any(x1 < end and x < x2 for x1, x2 in level):
                return Area(size.page, x, high, size.w, size.h)
    return None


def _starts(spec: MarkPlace, left: float, last: float, rights: list[float]) -> list[float]:
    """Left edges to try, the wished one first."""
    if spec.x_mm is not None:
        return [spec.x_mm]
    first = left if spec.anchor.endswith("left") else last
    return [first] if spec.optional else [first, left, *rights]


def placed(board: Board, column: Column, field: Field, shown: Shown) -> None:
    """A field at a place of its own, as on labels."""
    at = field.at
    if at is None:
        return
    area = Area(column.page, at.x, at.y, at.w, at.h)
    if field.omit_when_empty and shown.is_empty:
        return
    if field.type == "barcode":
        _placed_code(board, field, shown, area)
        return
    face = column.fonts.bold if at.bold else column.fonts.regular
    pt = at.pt or column.body_pt
    lead = face.width(f"{field.caption} ", pt) if field.caption else 0.0
    texts = [shown.text, shown.shorter] if shown.shorter else [shown.text]
    widths = [at.w - lead] + [at.w] * (field.lines - 1)
    fitted = fit(texts, face, widths, pt, field.min_pt or FLOOR_PT)
    board.note_fit(field, shown.text, fitted)
    pitch = pt * MM_PER_PT * 1.18
    block = lead + (face.width(fitted.lines[0], fitted.pt) if fitted.lines else 0.0)
    x = at.x + {"center": (at.w - block) / 2, "right": at.w - block}.get(at.align, 0.0)
    base = at.y + 0.8 * pt * MM_PER_PT
    if field.caption:
        board.words(column.page, x, base, field.caption, face, pt)
    for index, line in enumerate(fitted.lines):
        start = at.x if index else x + lead
        board.words(column.page, start, base + index * pitch, line, face, fitted.pt, Role.VALUE, field.id)
    first = (x + lead if field.caption else at.x) if fitted.lines else at.x
    rest = at.x + at.w - first if at.align != "center" else max(block - lead, 0.1)
    board.box(field.id, Area(column.page, first, area.y, rest, area.h), is_filled=not shown.is_empty)


def _placed_code(board: Board, field: Field, shown: Shown, area: Area) -> None:
    if shown.is_empty:
        board.box(field.id, area, is_filled=False)
        return
    try:
        modules = code128_modules(shown.text)
    except ValueError:
        board.problems.append(problem("CERT-011", field.id, caption=caption_of(field)))
        return
    width = len(modules) * field.module_mm
    free = area.w - width
    if free < 2 * field.quiet_modules * field.module_mm - 1e-6:
        over = -(-(2 * field.quiet_modules * field.module_mm - free) // (11 * field.module_mm))
        excess = f"{int(over)} зн."
        board.problems.append(problem("CERT-002", field.id, caption=caption_of(field), excess=excess))
        return
    inner = Area(area.page, area.x + free / 2, area.y, width, area.h)
    board.items.append(Bars(inner, modules, field.module_mm, field.id))
    board.box(field.id, area, is_filled=True)
