"""The strip at the left that is cut off and stays in the clinic."""

import dataclasses
from collections.abc import Mapping

from registrar_app.printing import choices, rows
from registrar_app.printing.board import Board, Role, Stroke
from registrar_app.printing.checks import STRIP
from registrar_app.printing.fonts import family
from registrar_app.printing.form import Form
from registrar_app.printing.rows import Column
from registrar_app.printing.shown import EMPTY, Shown

CUT_MM = 3.0
"""Air at each side of the line that is cut along."""
DASH_MM = 2.0


def counterfoil(board: Board, form: Form, shown: Mapping[str, Shown]) -> None:
    """Rows of the strip from the top, and the dashed line."""
    sheet = form.sheet
    cut = sheet.body_left - CUT_MM
    column = Column(
        0, sheet.left, cut - CUT_MM, sheet.pitch("front"), sheet.body_pt, family(sheet.family), []
    )
    y = sheet.top
    for field in form.counterfoil:
        value = shown.get(STRIP + field.id, EMPTY)
        if field.type in {"heading", "constant"}:
            face = column.fonts.bold if field.bold else column.fonts.regular
            y, _ = choices.paragraph(board, column, [choices.Run(value.text)], y, face, column.body_pt)
        elif field.type in {"signature", "fio_signature"}:
            below = dataclasses.replace(field, own_line=True, type="signature")
            y = rows.signature_row(board, column, below, EMPTY, y)
            if field.type == "fio_signature":
                y = rows.text_row(
                    board, column, dataclasses.replace(field, caption="", type="text"), value, y
                )
        elif field.type == "date_range":
            y = rows.shared_row(board, column, rows.cells_of(field, value), y)
        else:
            y = rows.text_row(board, column, field, value, y)
    at = 3.0
    while at < sheet.height_mm - 3.0:
        end = min(at + DASH_MM, sheet.height_mm - 3.0)
        board.items.append(Stroke(0, cut, at, cut, end, 0.4, Role.FORM))
        at += 2 * DASH_MM
