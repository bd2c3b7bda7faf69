"""Tables that a field repeats for a list of names, spread over the pages of a booklet."""

import dataclasses
import re
from collections.abc import Mapping, Sequence

from registrar_app.printing import tables
from registrar_app.printing.fonts import family
from registrar_app.printing.form import Field, Form
from registrar_app.printing.rows import Column
from registrar_app.printing.shown import Shown

Pages = Mapping[str, Sequence[tuple[Field, Shown]]]
"""Side name to the tables on it."""


def spread(form: Form, field: Field, shown: Shown) -> Pages:
    """Put the tables on the pages of the field, as many on each as fit."""
    sheet = form.sheet
    names = sheet.side_names
    sides = names[names.index(field.side) : names.index(field.last_side or field.side) + 1]
    room = sheet.height_mm - sheet.top - sheet.bottom
    pages: dict[str, list[tuple[Field, Shown]]] = {side: [] for side in sides}
    at, used = 0, 0.0
    groups = shown.groups or ((),) * len(field.repeat_for)
    for name, rows in zip(field.repeat_for, groups, strict=True):
        one = dataclasses.replace(field, caption=re.sub(r"\{\w+\}", name, field.caption), repeat_for=())
        pair = (one, Shown(rows=rows))
        column = Column(
            0,
            sheet.left,
            sheet.width_mm - sheet.right,
            sheet.pitch(sides[at]),
            sheet.body_pt,
            family(sheet.family),
            [],
        )
        height = tables.height_of(column, one)
        if used + height > room and pages[sides[at]] and at + 1 < len(sides):
            at, used = at + 1, 0.0
        pages[sides[at]].append(pair)
        used += height
    return pages


def on_page(spread_fields: Mapping[str, Pages], side: str) -> tuple[list[Field], dict[str, Shown]]:
    """The tables on one page under names of their own, and what is shown in them."""
    fields, shown = [], {}
    for name, pages in spread_fields.items():
        for index, (field, rows) in enumerate(pages.get(side, ())):
            key = f"{name}:{side}.{index}"
            fields.append(dataclasses.replace(field, table=key))
            shown[key] = rows
    return fields, shown
