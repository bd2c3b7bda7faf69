"""Further sheets for the end of a value that a form lets run on."""

import re
from collections.abc import Mapping

from registrar_app.printing.board import Area, Board, Rest, Role
from registrar_app.printing.fonts import family
from registrar_app.printing.form import Form
from registrar_app.printing.rows import PAD, Column
from registrar_app.printing.shown import Shown
from registrar_app.printing.text import Fit, wrap

MAX_SHEETS = 20
"""More is no extract any more but a mistake: the value is refused."""


def further_sheets(board: Board, form: Form, shown: Mapping[str, Shown], rest: Rest) -> None:
    """Ruled sheets, each headed as the form says, until the value is whole."""
    sheet, field = form.sheet, rest.field
    faces = family(sheet.family)
    pitch = sheet.pitch(sheet.side_names[-1])
    text, number = rest.text, board.pages
    while text and number < MAX_SHEETS:
        page, number = board.pages, number + 1
        board.pages += 1
        column = Column(page, sheet.left, sheet.width_mm - sheet.right, pitch, sheet.body_pt, faces, [])
        y = _heading(board, column, field.overflow, shown, number, sheet.top)
        count = int((sheet.height_mm - sheet.bottom - y) / pitch)
        left, right = column.left, column.right
        lines, text = wrap(text, faces.regular, sheet.body_pt, [right - left - 2 * PAD] * count)
        for line in lines:
            board.rule(page, left, right, column.rule(y))
            board.box(field.id, Area(page, left, y + 0.05, right - left, pitch - 0.35), is_filled=True)
            board.words(
                page, left + PAD, column.base(y), line, faces.regular, sheet.body_pt, Role.VALUE, field.id
            )
            y += pitch
    if text:
        board.note_fit(field, text, Fit((), sheet.body_pt, len(text)))


def _heading(
    board: Board, column: Column, pattern: str, shown: Mapping[str, Shown], number: int, y: float
) -> float:
    """The heading with its values, on as many lines as it takes; gives the y below."""

    def filled(hit: re.Match[str]) -> str:
        return str(number) if hit[1] == "n" else shown[hit[1]].text if hit[1] in shown else ""

    text = re.sub(r"\{([a-z_0-9]+)\}", filled, pattern)
    lines, _rest = wrap(text, column.fonts.bold, column.body_pt, [column.right - column.left] * 3)
    for line in lines:
        board.words(column.page, column.left, column.base(y), line, column.fonts.bold, column.body_pt)
        y += column.pitch
    return y + 1.0
