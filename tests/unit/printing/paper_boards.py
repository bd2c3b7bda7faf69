"""Every edition of the library laid out with values, and the words of form text it must bear."""

import re
from collections import Counter
from datetime import date
from typing import Any

from paper_tools import LIBRARY
from paper_values import case_for

from registrar_app.printing.board import Board
from registrar_app.printing.captions import DATE_BLANK
from registrar_app.printing.case import read_case
from registrar_app.printing.checks import shown_values
from registrar_app.printing.choices import choice_runs
from registrar_app.printing.form import Edition, Field, Form, Mode
from registrar_app.printing.layout import lay_out
from registrar_app.printing.shown import Shown

EDITIONS = [(form, one) for form in LIBRARY.forms() for one in form.editions if one.has_layout]
IDS = [f"{form.key}-{one.id}" for form, one in EDITIONS]
_BLANKS = re.compile(r"_{2,}|…|\{[a-z_0-9]+\}")


def first_day(edition: Edition) -> date:
    return edition.issue_date_from or date(2026, 3, 1)


def board_of(
    form: Form, edition: Edition, *, is_long: bool = False, **changes: Any
) -> tuple[Board, dict[str, Shown]]:
    """The sheet with a value in every field.

    Args:
        form: The form.
        edition: Its edition.
        is_long: As much text as the table promises room for.
        changes: Other values of fields.
    """
    case = case_for(edition, first_day(edition), is_long=is_long)
    case["fields"].update(changes)
    return laid_out(form, edition, case)


def laid_out(form: Form, edition: Edition, case: dict[str, Any]) -> tuple[Board, dict[str, Shown]]:
    shown, problems = shown_values(form, edition, read_case(edition, case).values, Mode.DRAFT)
    assert not problems
    return lay_out(form, edition, shown, is_fixed=Mode.FINAL not in form.modes), shown


def tokens(text: str) -> list[str]:
    return text.replace("\u00a0", " ").split()


def form_words(form: Form, edition: Edition) -> Counter[str]:
    """Every word of form text on the sheets of an edition, as often as the table has it."""
    texts = [*edition.title_lines, *edition.header_top_right, *edition.header_left, *edition.header_right]
    group = ""
    for field in edition.fields:
        if stands_on_its_own(field, edition):
            texts += _words_of(field)
            texts += [field.table] if field.table and field.table != group else []
            group = field.table
    strip = " ".join(one.caption for one in form.counterfoil).replace("{number}", "000000124")
    return Counter(one for text in [*texts, strip] for one in tokens(_BLANKS.sub(" ", text)))


def stands_on_its_own(field: Field, edition: Edition) -> bool:
    """Whether a field has words of its own: no part of a printed header or of the title."""
    if field.type == "hidden" or field.block in {"title", "header_right"}:
        return False
    return field.block != "header_left" or not edition.header_left


def _words_of(field: Field) -> list[str]:
    caption = field.caption
    if field.mark in {"underline", "strike_out", "circle"} and field.values:
        caption = "".join(run.text for run in choice_runs(field))
    caption = DATE_BLANK.sub(" ", caption)
    if field.print == "three_parts":
        caption = caption.replace(" / ", " ")
    out = [re.sub(r"\{\w+\}", one, caption) for one in field.repeat_for] or [caption]
    for column in field.columns * len(out):
        again = field.rows - 1 if field.ruled == "lines" else 0
        out += [column.caption] + [column.next_caption or column.caption] * again
    ticked = field.values.values() if field.mark == "tick" else ()
    return [*out, *field.prefilled, *ticked, *field.cells, field.under]
