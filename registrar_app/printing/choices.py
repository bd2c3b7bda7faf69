"""Choices: all words are printed and the chosen ones underlined, ticked, or the others struck out."""

import dataclasses
import re
from dataclasses import dataclass

from registrar_app.printing.board import Area, Board, Ring, Role, Stroke
from registrar_app.printing.fonts import MM_PER_PT, Face
from registrar_app.printing.form import Field
from registrar_app.printing.rows import GAP, UNDER_PT, Column, text_row
from registrar_app.printing.shown import Shown
from registrar_app.printing.text import is_held

BOX_MM = 2.8
"""Side of a tick box."""
RING, RING_SHIFT = 0.44, 0.03
"""Radius of the ring around a digit and its way to the left, ems: dash and comma beside it stay free."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of form text; a tag marks the words of one choice."""

    text: str = dataclasses.field(repr=False)
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Where the words of a tag came to stand on a line."""

    tag: str
    x1: float
    x2: float
    base: float


def paragraph(
    board: Board, column: Column, runs: list[Run], y: float, face: Face, pt: float
) -> tuple[float, list[Piece]]:
    """Set runs as one paragraph; gives the y below and the places of the tagged words."""
    words = [(word, run.tag) for run in runs for word in re.findall(r"\S+\s*|\s+", run.text)]
    held = _held(words, face, pt)
    pieces: list[Piece] = []
    x, (left, right) = 0.0, column.span(y, column.pitch)
    x = left
    line, start = "", left
    for index, (word, tag) in enumerate(words):
        wide = face.width(word.rstrip(), pt)
        may_break = index == 0 or _may_break(words[index - 1][0], word)
        if x + held[index] > right and x > left and may_break:
            board.words(column.page, start, column.base(y), line.rstrip(), face, pt)
            y += column.pitch
            left, right = column.span(y, column.pitch)
            x, line, start = left, "", left
        if tag:
            pieces.append(Piece(tag, x, x + wide, column.base(y)))
        line += word
        x += face.width(word, pt)
    if line.strip():
        board.words(column.page, start, column.base(y), line.rstrip(), face, pt)
    return y + column.pitch, pieces


def _held(words: list[tuple[str, str]], face: Face, pt: float) -> list[float]:
    """Width of each word with all that follows it without a space: «(наличие)» is not torn apart."""
    out: list[float] = []
    for index, (word, _tag) in reversed(list(enumerate(words))):
        is_tight = index + 1 < len(words) and not _may_break(word, words[index + 1][0])
        out.append(face.width(word if is_tight else word.rstrip(), pt) + (out[-1] if is_tight else 0.0))
    return out[::-1]


def _may_break(before: str, word: str) -> bool:
    return before[-1:].isspace() and not is_held(before.rstrip(), word.rstrip())


def choice_runs(field: Field) -> list[Run]:
    """The caption of a choice cut at the words of its values; words that are not in it follow it.

    Of a code the caption holds the digit («муж. - 1»): it is cut there.
    """
    if field.mark == "circle":
        return _code_runs(field)
    words = {key: word for key, word in field.values.items() if word}
    found: list[tuple[int, int, str]] = []
    for key, word in sorted(words.items(), key=lambda item: -len(item[1])):
        for hit in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", field.caption):
            if all(hit.end() <= start or hit.start() >= end for start, end, _ in found):
                found.append((hit.start(), hit.end(), key))
                break
    runs, at = [], 0
    for start, end, key in sorted(found):
        runs += [Run(field.caption[at:start]), Run(field.caption[start:end], key)]
        at = end
    runs.append(Run(field.caption[at:]))
    named = {key for _, _, key in found}
    later = [(key, word) for key, word in words.items() if key not in named]
    for index, (key, word) in enumerate(later):
        runs += [Run(", " if index else " "), Run(word, key)]
    return [run for run in runs if run.text]


def _code_runs(field: Field) -> list[Run]:
    runs, at = [], 0
    for hit in re.finditer(r"[-–]\s*(\d+)(?!\d)", field.caption):
        if hit[1] in field.values:
            runs += [Run(field.caption[at : hit.start(1)]), Run(hit[1], hit[1])]
            at = hit.end(1)
    runs.append(Run(field.caption[at:]))
    return [run for run in runs if run.text]


def choice_row(board: Board, column: Column, field: Field, shown: Shown, y: float) -> float:
    """A choice with its marks; gives the y below."""
    if field.mark == "tick" or field.layout == "rows":
        y = _ticks(board, column, field, shown, y)
    else:
        face, pt = column.fonts.regular, field.caption_pt or column.body_pt
        y, pieces = paragraph(board, column, choice_runs(field), y, face, pt)
        mark_pieces(board, column, field, shown, pieces, pt)
        y += small_words(board, column, field, y)
    if field.type == "choice_and_text":
        return text_row(board, column, _text_part(field), Shown(shown.text), y)
    return y


def _text_part(field: Field) -> Field:
    return dataclasses.replace(field, caption="", under="", lines=max(1, field.lines - 1))


def small_words(board: Board, column: Column, field: Field, y: float) -> float:
    """The small words under a whole row, such as «(нужное подчеркнуть)»; gives the height they take."""
    if not field.under:
        return 0.0
    face = column.fonts.regular
    left, right = column.span(y, column.pitch)
    x = (left + right - face.width(field.under, UNDER_PT)) / 2
    board.words(column.page, x, y + UNDER_PT * MM_PER_PT * 0.8, field.under, face, UNDER_PT)
    return UNDER_PT * MM_PER_PT * 1.1


def mark_pieces(
    board: Board, column: Column, field: Field, shown: Shown, pieces: list[Piece], pt: float
) -> None:
    """Mark the chosen words and note where the words of each choice stand."""
    _mark(board, column, field, shown, pieces, pt)
    _boxes(board, column, field, shown, pieces)


def _boxes(board: Board, column: Column, field: Field, shown: Shown, pieces: list[Piece]) -> None:
    for piece in pieces:
        top = piece.base - 3.2
        area = Area(column.page, piece.x1, top, piece.x2 - piece.x1, 4.0)
        board.box(field.id, area, is_filled=piece.tag in shown.chosen)


def _mark(board: Board, column: Column, field: Field, shown: Shown, pieces: list[Piece], pt: float) -> None:
    if field.mark == "circle":
        for piece in pieces:
            if piece.tag in shown.chosen:
                em = pt * MM_PER_PT
                x, y = (piece.x1 + piece.x2) / 2 - RING_SHIFT * em, piece.base - 0.33 * em
                board.items.append(Ring(column.page, x, y, RING * em, Role.MARK))
    if not shown.chosen or field.mark not in {"underline", "strike_out"}:
        return
    by_line: dict[tuple[str, float], list[Piece]] = {}
    for piece in pieces:
        by_line.setdefault((piece.tag, piece.base), []).append(piece)
    for (tag, base), row in by_line.items():
        is_chosen = tag in shown.chosen
        x1, x2 = row[0].x1, row[-1].x2
        if field.mark == "underline" and is_chosen:
            board.rule(column.page, x1, x2, base + 0.5, pt=0.7, role=Role.MARK)
        if field.mark == "strike_out" and not is_chosen:
            board.rule(column.page, x1, x2, base - 0.25 * pt * MM_PER_PT, pt=0.7, role=Role.MARK)


def _ticks(board: Board, column: Column, field: Field, shown: Shown, y: float) -> float:
    """One row for each value, a box before its words."""
    face, pt = column.fonts.regular, field.caption_pt or column.body_pt
    if field.caption:
        y, _ = paragraph(board, column, [Run(field.caption)], y, face, pt)
    for key, word in field.values.items():
        left, _right = column.span(y, column.pitch)
        base = column.base(y)
        area = Area(column.page, left, base - BOX_MM + 0.3, BOX_MM, BOX_MM)
        is_chosen = key in shown.chosen
        tick(board, area, is_chosen=is_chosen)
        board.box(field.id, area, is_filled=is_chosen)
        indented = Column(
            column.page, left + BOX_MM + GAP, column.right, column.pitch, column.body_pt, column.fonts,
            column.floats,
        )  # fmt: skip
        y, _ = paragraph(board, indented, [Run(word)], y, face, pt)
    return y


def tick(board: Board, area: Area, *, is_chosen: bool) -> None:
    """A box, with a tick drawn as a shape: the typeface has no such sign."""
    board.frame(area, pt=0.5)
    if is_chosen:
        x, y, size = area.x, area.y, area.w
        low = (x + 0.42 * size, y + 0.8 * size)
        ends = ((x + 0.18 * size, y + 0.5 * size), (x + 0.85 * size, y + 0.15 * size))
        for end in ends:
            board.items.append(Stroke(area.page, *end, *low, 0.9, Role.MARK))


def flag_row(board: Board, column: Column, field: Field, shown: Shown, y: float) -> float:
    """A yes-or-no with its caption: a box with a tick, or the caption underlined."""
    face, pt = column.fonts.regular, field.caption_pt or column.body_pt
    if field.mark == "underline":
        y, pieces = paragraph(board, column, [Run(field.caption, "yes")], y, face, pt)
        mark_pieces(board, column, field, shown, pieces, pt)
        return y
    top = y
    left, _right = column.span(y, column.pitch)
    area = Area(column.page, left, column.base(y) - BOX_MM + 0.3, BOX_MM, BOX_MM)
    tick(board, area, is_chosen="yes" in shown.chosen)
    board.box(field.id, area, is_filled="yes" in shown.chosen)
    indented = Column(
        column.page,
        left + BOX_MM + GAP,
        column.right,
        column.pitch,
        column.body_pt,
        column.fonts,
        column.floats,
    )
    y = paragraph(board, indented, [Run(field.caption)], y, face, pt)[0]
    if field.framed:
        x1, x2 = column.span(top, y - top)
        board.frame(Area(column.page, x1 - 1, top, x2 - x1 + 2, y - top + 0.6))
        y += 1.2
    return y
