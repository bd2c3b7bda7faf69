"""Sentences of form text and blanks: words run on over the lines, a blank keeps to the word before it."""

from collections.abc import Sequence
from dataclasses import replace

from registrar_app.printing.board import Area, Board, Role
from registrar_app.printing.captions import split_caption
from registrar_app.printing.choices import Piece, mark_pieces
from registrar_app.printing.form import Field
from registrar_app.printing.rows import (
    GAP,
    MIN_BLANK,
    PAD,
    RULE_LIFT,
    UNDER_PT,
    Column,
    blank,
    caption,
    shared_row,
    text_row,
    value_face,
)
from registrar_app.printing.rows import cells_of as plain_cells
from registrar_app.printing.sentence_parts import LEAST, Part, blank_of, is_special, parts_of, words_of
from registrar_app.printing.shown import Shown
from registrar_app.printing.text import FLOOR_PT, Fit, is_held, sizes

CODE_MM = 18.0
"""Room for a code of a disease."""
BOX_MM = 4.4
"""Side of a box for one sign."""
FIELD_GAP = 2.0
"""Between two fields of one line, over a space, mm."""


def row(board: Board, column: Column, pairs: Sequence[tuple[Field, Shown]], y: float) -> float:
    """Fields that share a line: side by side if they fit, else running on; gives the y below."""
    cells = [cell for field, shown in pairs for cell in plain_cells(field, shown)]
    x1, x2 = column.span(y, column.pitch)
    pt = cells[0].field.caption_pt or column.body_pt
    wide = sum(
        column.fonts.regular.width(cell.caption, pt) + GAP + LEAST.get(cell.field.type, MIN_BLANK)
        for cell in cells
    )
    if not any(is_special(field) for field, _ in pairs) and wide + GAP * 1.5 * len(cells) <= x2 - x1:
        return shared_row(board, column, cells, y)
    parts = []
    for field, shown in pairs:
        own = parts_of(field, shown)
        own[0].is_first = True
        parts += own
    return flow(board, column, parts, pairs, y)


def text_and_code(board: Board, column: Column, field: Field, shown: Shown, y: float) -> float:
    """Words on their lines, then a caption and a code: the code on the last line if there is room."""
    before, after = split_caption(field.caption)[:2]
    text, code = shown.parts or (shown.text, "")
    face, pt = column.fonts.regular, field.caption_pt or column.body_pt
    tail = face.width(after, pt) + GAP + CODE_MM
    x1, x2 = column.span(y, column.pitch)
    words = replace(field, caption=before, type="text", under="")
    if tail > 0.4 * (x2 - x1):
        y = text_row(board, column, replace(words, lines=max(1, field.lines - 1)), Shown(text), y)
        parts = [*words_of(field, after), replace(blank_of(field, code), least=CODE_MM, weight=0.0)]
        return flow(board, column, parts, [(field, Shown(code))], y)
    y = text_row(board, column, words, Shown(text), y, tail_mm=tail + GAP)
    line = y - column.pitch
    x = board.words(column.page, x2 - tail, column.base(line), after, face, pt) + GAP
    blank(board, column, field, (x, x2), line, code, min(column.body_pt, pt))
    return y


def boxed(board: Board, column: Column, field: Field, shown: Shown, y: float) -> float:
    """A caption and one box for each sign of the value; gives the y below."""
    y, x = caption(board, column, field, y, field.boxes * BOX_MM)
    face = column.fonts.regular
    top = column.rule(y) - BOX_MM + 0.2
    start = x + GAP if field.caption else x
    for index in range(field.boxes):
        area = Area(column.page, start + index * BOX_MM, top, BOX_MM, BOX_MM)
        board.frame(area, pt=0.4)
        sign = shown.text[index : index + 1]
        board.box(field.id, area, is_filled=bool(sign))
        if sign:
            left = area.x + (BOX_MM - face.width(sign, column.body_pt)) / 2
            board.words(
                column.page, left, top + BOX_MM - 1.0, sign, face, column.body_pt, Role.VALUE, field.id
            )
    board.note_fit(field, shown.text, Fit((), column.body_pt, max(0, len(shown.text) - field.boxes)))
    return y + column.pitch + 0.4


def one(board: Board, column: Column, field: Field, shown: Shown, y: float) -> float:
    """One field as a sentence; gives the y below."""
    return flow(board, column, parts_of(field, shown), [(field, shown)], y)


def flow(
    board: Board, column: Column, parts: list[Part], pairs: Sequence[tuple[Field, Shown]], y: float
) -> float:
    """Set a sentence; values shrink before they make it longer. Gives the y below.

    Args:
        board: Where to write.
        column: Column of the side.
        parts: Words and blanks.
        pairs: The fields with what is shown of each, for marks.
        y: Top of the first line, mm.
    """
    caption_pt = pairs[0][0].caption_pt or column.body_pt
    wished = len(
        _lines(column, [replace(one, text="") if one.is_blank else one for one in parts], y, caption_pt, 0)
    )
    lines, pt = list[list[Part]](), column.body_pt
    for pt in sizes(column.body_pt, FLOOR_PT):
        lines = _lines(column, parts, y, caption_pt, pt)
        if len(lines) <= wished:
            break
    excess = _excess(column, parts, lines, wished, caption_pt, y)
    pieces: list[Piece] = []
    for line in lines:
        y = _draw_line(board, column, line, pieces, y, caption_pt, pt)
    for field, shown in pairs:
        own = [piece for piece in pieces if piece.tag.startswith(f"{field.id}:")]
        named = [replace(piece, tag=piece.tag.partition(":")[2]) for piece in own]
        mark_pieces(board, column, field, shown, named, caption_pt)
        if not named:
            over = excess.get(field.id, 0)
            board.note_fit(field, shown.text or " ".join(shown.parts), Fit((), pt, over))
    return y


def _need(column: Column, part: Part, pt: float) -> float:
    text = value_face(column, part.field).width(part.text, pt) + 2 * PAD if part.text and pt else 0.0
    return max(part.least, text)


def _lines(column: Column, parts: Sequence[Part], y: float, caption_pt: float, pt: float) -> list[list[Part]]:
    """Break a sentence into lines; every blank has its least width or the width of its value."""
    face = column.fonts.regular
    space = face.width(" ", caption_pt)
    lines: list[list[Part]] = [[]]
    used, place = 0.0, y
    atoms = _atoms(parts)
    for atom in atoms:
        for part in atom:
            part.wide = _need(column, part, pt) if part.is_blank else face.width(part.text, caption_pt)
        wide = sum(part.wide + (GAP if part.is_blank else 0.0) for part in atom)
        wide += space * sum(not part.is_tight for part in atom) + (FIELD_GAP if atom[0].is_first else 0.0)
        left, right = column.span(place, column.pitch)
        if lines[-1] and used + wide > right - left + space + GAP:
            lines.append([])
            used, place = 0.0, place + column.pitch
        lines[-1] += atom
        used += wide
        if atom[-1].is_end:
            lines.append([])
            used, place = 0.0, place + column.pitch
    return [line for line in lines if line]


def _atoms(parts: Sequence[Part]) -> list[list[Part]]:
    """A blank goes with the word before it; room to sign goes with the name after it."""
    atoms: list[list[Part]] = []
    for part in parts:
        before = atoms[-1][-1] if atoms else None
        keeps = part.is_tight or (part.is_blank and (before is None or not before.is_blank or before.is_sign))
        if before is not None and (keeps or is_held(before.text, part.text)):
            atoms[-1].append(part)
        else:
            atoms.append([part])
    return atoms


def _excess(
    column: Column,
    parts: Sequence[Part],
    lines: Sequence[Sequence[Part]],
    wished: int,
    caption_pt: float,
    y: float,
) -> dict[str, int]:
    """Signs too many in the longest value, when even the smallest letters do not do."""
    left, right = column.span(y, column.pitch)
    too_wide = [one for line in lines for one in line if one.is_blank and one.wide > right - left]
    if len(lines) <= wished and not too_wide:
        return {}
    worst = max((one for one in parts if one.is_blank), key=lambda one: len(one.text))
    count, text = 0, worst.text
    while text:
        count += 1
        text = text[:-1]
        trial = [replace(one, text=text) if one is worst else one for one in parts]
        if len(_lines(column, trial, y, caption_pt, FLOOR_PT)) <= wished:
            break
    _lines(column, parts, y, caption_pt, FLOOR_PT)
    return {worst.field.id: max(count, 1)}


def _draw_line(
    board: Board,
    column: Column,
    line: Sequence[Part],
    pieces: list[Piece],
    y: float,
    caption_pt: float,
    pt: float,
) -> float:
    """One line: words as they come, blanks with the room that is left over; gives the y below."""
    face = column.fonts.regular
    space = face.width(" ", caption_pt)
    left, right = column.span(y, column.pitch)
    used = sum(one.wide + (GAP if one.is_blank else 0.0) for one in line)
    used += space * sum(not one.is_tight for one in line[1:])
    used += FIELD_GAP * sum(one.is_first for one in line[1:])
    weights = sum(one.weight for one in line if one.is_blank)
    spare = max(0.0, right - left - used)
    x, words, start, below = left, "", left, 0.0
    base = column.base(y)
    for index, part in enumerate(line):
        x += FIELD_GAP if part.is_first and index else 0.0
        if not part.is_blank:
            if not words:
                start = x
            after = line[index + 1] if index + 1 < len(line) else None
            if part.tag:
                tag = f"{part.field.id}:{part.tag}"
                is_same = after is not None and (after.tag, after.field) == (part.tag, part.field)
                is_on = is_same and after is not None and not after.is_tight
                pieces.append(Piece(tag, x, x + part.wide + (space if is_on else 0.0), base))
            words += ("" if not words or part.is_tight else " ") + part.text
            x += part.wide + (0.0 if after is not None and after.is_tight else space)
            if after is None or after.is_blank or after.is_first:
                board.words(column.page, start, base, words, face, caption_pt)
                words = ""
            below = max(below, _small(board, column, part.under, (left, x), y))
            continue
        x += GAP - space if index and not line[index - 1].is_blank else 0.0
        wide = part.wide + (spare * part.weight / weights if weights else 0.0)
        if part.is_sign:
            board.rule(column.page, x, x + wide, column.rule(y))
            board.blocked.append(Area(column.page, x, y, wide, column.pitch - RULE_LIFT))
        else:
            blank(board, column, part.field, (x, x + wide), y, part.text, pt)
        below = max(below, _small(board, column, part.under, (x, x + wide), y))
        x += wide + GAP + space
    return y + column.pitch + below


def _small(board: Board, column: Column, text: str, ends: tuple[float, float], y: float) -> float:
    """Small words under a blank; gives the height they take."""
    if not text:
        return 0.0
    face = column.fonts.regular
    wide = face.width(text, UNDER_PT)
    x = min(max(column.left, (ends[0] + ends[1] - wide) / 2), column.right - wide)
    step = UNDER_PT * 25.4 / 72
    board.words(column.page, x, y + column.pitch + step * 0.8, text, face, UNDER_PT)
    return step * 1.1
