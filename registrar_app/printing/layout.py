"""Lays a paper out: header, title, rows, signatures, foot; page after page."""

import dataclasses
import itertools
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from registrar_app.domain.problems import Problem, problem
from registrar_app.printing import choices, further, header, places, repeated, rows, sentence, strip, tables
from registrar_app.printing.board import Area, Board
from registrar_app.printing.case import caption_of
from registrar_app.printing.fonts import family
from registrar_app.printing.form import Edition, Field, Form
from registrar_app.printing.rows import Column
from registrar_app.printing.sentence_parts import is_inline
from registrar_app.printing.shown import EMPTY, Shown

_HEAD_BLOCKS = frozenset({"header_left", "header_right", "title"})
_GROUPED = frozenset({"table_cell"})
LINES_SHARE = 0.88
"""Of the height of a sheet as a rule, the rest is head, title and small words: a first guess."""
PITCH_STEP = 0.1
"""How much tighter lines are tried at a time, mm."""

RowMaker = Callable[[Board, Column, Field, Shown, float], float]

_ROWS: Mapping[str, RowMaker] = {
    "fio_signature": rows.signature_row,
    "signature": rows.signature_row,
    "date_and_signature": rows.signature_row,
    "choices": choices.choice_row,
    "choice_and_text": choices.choice_row,
    "table": tables.table,
    "table_row_16": tables.cell_row,
}


def lay_out(form: Form, edition: Edition, shown: Mapping[str, Shown], *, is_fixed: bool = False) -> Board:
    """Lay out the whole paper; what does not fit is in ``problems`` of the result.

    Args:
        form: The form.
        edition: Its edition.
        shown: Values as ``checks.shown_values`` gives them.
        is_fixed: Every line stays where it is whatever the values are, as stock that is printed over asks.
    """
    board = Board(is_fixed=is_fixed)
    sides = form.sheet.side_names
    board.pages = len(sides)
    spread = {one.id: repeated.spread(form, one, shown[one.id]) for one in edition.fields if one.repeat_for}
    for page, side in enumerate(sides):
        fields = [one for one in edition.fields if one.side == side and not one.repeat_for]
        here, more = repeated.on_page(spread, side)
        _side(board, form, edition, {**shown, **more}, page, side, [*fields, *here])
    if form.counterfoil:
        strip.counterfoil(board, form, shown)
    for rest in list(board.rests):
        further.further_sheets(board, form, shown, rest)
    if form.barcode is not None:
        number = shown.get(form.barcode.field, EMPTY).text
        places.foot_barcode(board, form.sheet, form.barcode, int(form.barcode.side == "back"), number)
    places.mark_places(board, form.sheet, form.places)
    return board


def _side(
    board: Board,
    form: Form,
    edition: Edition,
    shown: Mapping[str, Shown],
    page: int,
    side: str,
    fields: Sequence[Field],
) -> None:
    """One side, its lines as far apart as the form says or as near as it allows."""
    sheet = form.sheet
    bottom = sheet.height_mm - sheet.bottom
    widest = sheet.pitch(side)

    def tried(step: int) -> _Attempt:
        attempt = Board(is_fixed=board.is_fixed)
        left, right = sheet.body_left, sheet.width_mm - sheet.right
        pitch = widest - step * PITCH_STEP
        column = Column(page, left, right, pitch, sheet.body_pt, family(sheet.family), [])
        return _Attempt(step, attempt, _flow(attempt, column, form, edition, shown, fields, bottom))

    last = 0 if board.is_fixed else int((widest - min(sheet.min_pitch_mm, widest)) / PITCH_STEP + 1e-6)
    best = _widest_that_fits(tried, last, bottom + 0.01, LINES_SHARE * (bottom - sheet.top) / widest)
    attempt, low = best.board, best.low
    board.items += attempt.items
    board.boxes += attempt.boxes
    board.blocked += attempt.blocked
    board.fills.update(attempt.fills)
    board.problems += attempt.problems
    board.rests += attempt.rests
    if low > bottom + 0.01 and not attempt.problems:
        board.problems.append(_no_room(form, fields, attempt))


@dataclasses.dataclass(frozen=True, slots=True)
class _Attempt:
    """A side laid out with its lines nearer to each other by a number of steps."""

    step: int
    board: Board
    low: float
    """Lowest line, mm."""


def _widest_that_fits(tried: Callable[[int], _Attempt], last: int, bottom: float, lines: float) -> _Attempt:
    """The attempt with the fewest steps that ends above the bottom; the last one if none does.

    Each attempt lays out the whole side, so few are made: the height falls with each step by as much as the
    side has lines, and two attempts tell how many.

    Args:
        tried: Makes an attempt.
        last: The most steps the form allows.
        bottom: Where the sheet ends, mm.
        lines: Lines on a full side, to guess the first step by.
    """
    loose = tried(0)
    if loose.low <= bottom or not last:
        return loose
    tight: _Attempt | None = None
    fall = lines * PITCH_STEP
    while True:
        end = last if tight is None else tight.step - 1
        if end <= loose.step:
            return tight or loose
        step = min(max(loose.step + math.ceil((loose.low - bottom) / fall - 1e-6), loose.step + 1), end)
        found = tried(step)
        between = step - loose.step
        fall = max((loose.low - found.low) / between, PITCH_STEP)
        if found.low > bottom:
            loose = found
        elif found.low + fall > bottom:
            return found
        else:
            tight = found


def _no_room(form: Form, fields: Sequence[Field], board: Board) -> Problem:
    """Whose value took more lines than its own: of the header, of a signatory; else the table is wrong."""
    lines = Counter(box.field for box in board.boxes)
    grown = [one for one in fields if one.block == "header_left" or one.type == "fio_signature"]
    known = {one.id for one in fields}
    grown += [header.stand_in(name) for name in lines if name not in known]
    if any(lines[one.id] > one.lines for one in grown):
        field = max(grown, key=lambda one: lines[one.id] - one.lines)
        return problem("CERT-009", field.id, caption=caption_of(field))
    return problem("CERT-028", title=form.title, file=form.file)


def _flow(
    board: Board,
    column: Column,
    form: Form,
    edition: Edition,
    shown: Mapping[str, Shown],
    fields: Sequence[Field],
    bottom: float,
) -> float:
    """All of one side from the top; gives the y of its lowest line."""
    for field in fields:
        if field.at is not None:
            places.placed(board, column, field, shown[field.id])
    y = form.sheet.top
    if column.page == 0:
        y = header.header(board, column, form, edition, shown, y)
    body = [one for one in fields if one.at is None and one.block not in _HEAD_BLOCKS]
    addressee = [one for one in body if one.block == "addressee_right"]
    if addressee:
        y = max(y, _addressee(board, column, addressee, shown, form.sheet.top))
    if column.page == 0 and form.has_title:
        y = header.title(board, column, form, edition, shown, y)
    body = [one for one in body if one.block != "addressee_right"]
    plain = [one for one in body if one.block not in {"signatures", "footer"}]
    y = _rows(board, column, plain, shown, y)
    signatures = [one for one in body if one.block == "signatures"]
    for field in signatures:
        if field.type == "stamp_place":
            places.seal(board, column, field, y)
    y = _rows(board, column, [one for one in signatures if one.type != "stamp_place"], shown, y)
    footer = [one for one in body if one.block == "footer"]
    if footer:
        y = _footer(board, column, footer, shown, y, bottom)
    return max([y, *(one.y + one.h for one in column.floats)])


def _addressee(
    board: Board, column: Column, fields: Sequence[Field], shown: Mapping[str, Shown], y: float
) -> float:
    """To whom and from whom, in the right half above the title; gives the y below."""
    left = column.left + 0.42 * (column.right - column.left)
    half = dataclasses.replace(column, left=left)
    return _rows(board, half, fields, shown, y) + 2.0


def _footer(
    board: Board, column: Column, fields: Sequence[Field], shown: Mapping[str, Shown], y: float, bottom: float
) -> float:
    """The lines at the foot of the sheet, as low as the margin lets them stand."""
    trial = Board()
    height = _rows(trial, column, fields, shown, 0.0)
    start = max(y, bottom - height)
    return _rows(board, column, fields, shown, start)


def _rows(
    board: Board, column: Column, fields: Sequence[Field], shown: Mapping[str, Shown], y: float
) -> float:
    """Fields one below the other; those that share a ``row`` or a table go together."""
    for key, group in itertools.groupby(fields, key=_group_key):
        members = [one for one in group if not (one.omit_when_empty and shown[one.id].is_empty)]
        if not members:
            continue
        if key.startswith("row:") and len(members) > 1:
            seals = [one for one in members if one.type == "stamp_place"]
            for one in seals:
                places.seal(board, column, one, y)
            pairs = [(one, shown[one.id]) for one in members if one not in seals]
            y = sentence.row(board, column, pairs, y)
        elif key.startswith(("cells:", "table:")):
            y = _grouped(board, column, members, shown, y)
        else:
            for one in members:
                y = _one(board, column, one, shown[one.table or one.id], y)
    return y


def _group_key(field: Field) -> str:
    if field.row:
        return f"row:{field.row}"
    if field.type in _GROUPED:
        return f"cells:{field.item}"
    if field.type == "flag" and field.mark == "cell":
        return f"table:{field.table}"
    return f"one:{field.id}"


def _grouped(
    board: Board, column: Column, members: Sequence[Field], shown: Mapping[str, Shown], y: float
) -> float:
    pairs = [(one, shown[one.id]) for one in members]
    if members[0].type in _GROUPED:
        return tables.two_columns(board, column, pairs, y)
    left, right = column.span(y, column.pitch)
    area = Area(column.page, left, y, right - left, column.pitch)
    tables.cell(board, area, members[0].table, column.fonts.regular, column.body_pt)
    return tables.two_columns(board, column, pairs, y + column.pitch, (7.0, 1.0))


def _one(board: Board, column: Column, field: Field, shown: Shown, y: float) -> float:
    if field.type == "hidden":
        return y
    if field.type == "stamp_place":
        places.seal(board, column, field, y)
        return y
    if field.type in {"heading", "constant"}:
        return _constant(board, column, field, shown, y)
    if field.type == "flag":
        return choices.flag_row(board, column, field, shown, y)
    if field.type == "choice" and field.mark and field.mark != "none":
        return choices.choice_row(board, column, field, shown, y)
    if field.type in {"code", "codes"} and field.mark == "circle":
        return choices.choice_row(board, column, field, shown, y)
    if field.boxes:
        return sentence.boxed(board, column, field, shown, y)
    if field.type == "text_icd" and "…" in field.caption:
        return sentence.text_and_code(board, column, field, shown, y)
    if field.type not in {"heading", "constant", "table"} and is_inline(field):
        return sentence.one(board, column, field, shown, y)
    if field.type in {"date", "date_range"}:
        cells = rows.cells_of(field, shown)
        if len(cells) > 1:
            return rows.shared_row(board, column, cells, y)
    return _ROWS.get(field.type, rows.text_row)(board, column, field, shown, y)


def _constant(board: Board, column: Column, field: Field, shown: Shown, y: float) -> float:
    """Form text; the clinic's own wording comes as the shown value."""
    if not shown.text:
        return y
    face = column.fonts.bold if field.bold else column.fonts.regular
    pt = field.caption_pt or column.body_pt
    return choices.paragraph(board, column, [choices.Run(shown.text)], y, face, pt)[0]
