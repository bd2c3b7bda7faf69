"""The manual of forms: every key it must explain is in it, every snippet in it can be printed."""

import re
from pathlib import Path

import pytest
from paper_boards import board_of

from registrar_app.printing import keys
from registrar_app.printing.board import Words
from registrar_app.printing.form import TYPES
from registrar_app.printing.parser import parse_form
from registrar_app.printing.rules import KINDS

MANUAL = (Path(__file__).parents[3] / "docs" / "forms.md").read_text(encoding="utf-8")
SNIPPETS = re.findall(r"```yaml\n(.*?)```", MANUAL, re.DOTALL)
ROWS = [one for one in SNIPPETS if one.startswith("- ")]
HEAD = """form:
  key: tried
  title: "Проба"
  sheet: {size: A5}
editions:
  - {id: one, issue_date_from: 2026-01-01}
fields:
"""
PAGES = re.compile(r"line_pitch_\d+_mm")


def test_manual_when_read_then_every_key_type_and_rule_is_named():
    named = set(re.findall(r"[a-z_0-9]+", MANUAL))
    groups = [value for name, value in vars(keys).items() if isinstance(value, frozenset) and name.isupper()]
    known = {one for group in groups for one in group if one and not PAGES.fullmatch(one)}
    assert known | set(TYPES) | set(KINDS) <= named
    assert len(known) > 150


def test_manual_when_read_then_it_has_a_whole_form_and_rows():
    assert len(ROWS) >= 5
    (whole,) = [one for one in SNIPPETS if one not in ROWS]
    assert parse_form(whole, "forms.md").key == "pass-note"


@pytest.mark.parametrize("snippet", ROWS)
def test_rows_of_the_manual_when_put_into_a_form_then_printed_whole(snippet):
    form = parse_form(HEAD + re.sub(r"^", "  ", snippet, flags=re.MULTILINE), "forms.md")
    board, shown = board_of(form, form.editions[0])
    assert not board.problems
    on_paper = {one.field for one in board.items if isinstance(one, Words)} | {
        one.field for one in board.boxes
    }
    wanted = {one.id for one in form.editions[0].fields if one.takes_value}
    assert wanted <= on_paper
    assert shown.keys() >= wanted


def test_all_rows_of_the_manual_when_in_one_form_then_on_one_sheet():
    text = HEAD + "".join(re.sub(r"^", "  ", one, flags=re.MULTILINE).rstrip(" ") for one in ROWS)
    form = parse_form(text, "forms.md")
    assert not board_of(form, form.editions[0])[0].problems
