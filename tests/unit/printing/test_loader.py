from datetime import date

import pytest
from paper_tools import LIBRARY

from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.paths import resource
from registrar_app.printing.loader import FormLibrary
from registrar_app.printing.parser import parse_form

GOOD = """\
form:
  key: note
  title: "СПРАВКА № {number}"
  sheet: {size: A5, orientation: landscape, sides: 1}
editions:
  - {id: one, issue_date_from: 2020-01-01, issue_date_to: 2020-12-31}
  - {id: two, issue_date_from: 2021-01-01}
  - {id: three, issue_date_from: 2030-01-01, layout: false}
fields:
  - {id: number, caption: "№", block: title, type: text}
  - {id: name, caption: "Дана", type: fio, mandatory: true}
"""


def problems_of(text: str) -> list[tuple[str, str | None, str]]:
    with pytest.raises(RefusedError) as caught:
        parse_form(text, "note.yaml")
    assert caught.value.code == "CERT-030"
    return [(one.code, one.field, one.text) for one in caught.value.problems]


@pytest.mark.parametrize(
    ("old", "new", "field", "line", "word"),
    [
        ("type: fio", "type: foi", "name", 11, "неизвестный тип «foi», возможно, «fio»"),
        ("mandatory: true", "mandatary: true", "name", 11, "возможно, «mandatory»"),
        ("mandatory: true", "mandatory: 3", "name", 11, "«mandatory»"),
        ("mandatory: true", "lines: two", "name", 11, "«lines» должно быть числом"),
        ("mandatory: true", "lines: 0", "name", 11, "не может быть нулём"),
        ("mandatory: true", "pattern: '['", "name", 11, "«pattern» не читается"),
        ("mandatory: true", "path: 'имя'", "name", 11, "«path»"),
        ("mandatory: true", "side: back", "name", 11, "стороны «back»"),
        ("mandatory: true", "type: text", "name", 11, "ключ «type» записан дважды"),
        ("{id: name", "{id: number", "number", 11, "уже есть"),
        ("{id: name, ", "{", None, 11, "нет имени «id»"),
        ("type: fio", "type: choice", "name", 11, "нет «values»"),
        ("size: A5", "size: A9", None, 4, "размер листа"),
        ("2020-12-31", "2019-12-31", None, 6, "раньше первого"),
        ("2020-01-01", "вчера", None, 6, "датой"),
        ("{number}", "{nomer}", None, 2, "поля «nomer» нет"),
        ("  key: note\n", "", None, 2, "нет ключа «key»"),
    ],
)
def test_parse_form_when_table_is_wrong_then_file_line_and_field_are_named(old, new, field, line, word):
    assert old in GOOD
    found = problems_of(GOOD.replace(old, new, 1))
    matching = [text for _, name, text in found if name == field and word in text]
    assert matching, found
    assert f"note.yaml, строка {line}" in matching[0]


@pytest.mark.parametrize("text", ["", "- 1", "form: 3", "form: {a: [}", "\x00", "form: {key: a}\n"])
def test_parse_form_when_not_a_table_then_refused(text):
    assert problems_of(text)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2015, 3, 9), "834n"),
        (date(2025, 8, 31), "834n"),
        (date(2025, 9, 1), "free-form"),
        (date(2040, 1, 1), "free-form"),
    ],
)
def test_edition_when_first_or_last_day_then_both_ends_are_in(day, expected):
    assert LIBRARY.edition("086u", day).id == expected


def test_edition_when_before_the_first_then_refused_at_the_date():
    with pytest.raises(RegistrarError) as caught:
        LIBRARY.edition("086u", date(2015, 3, 8))
    assert (caught.value.code, caught.value.problem.field) == ("CERT-021", "issue_date")


def test_edition_when_pinned_then_that_one_whatever_the_day():
    assert LIBRARY.edition("086u", date(2026, 1, 1), "834n").id == "834n"
    with pytest.raises(RegistrarError) as caught:
        LIBRARY.edition("086u", date(2026, 1, 1), "1092n")
    assert caught.value.code == "CERT-022"


def test_edition_when_newer_has_no_layout_then_older_is_taken_and_administrator_warned(tmp_path):
    (tmp_path / "note.yaml").write_text(GOOD, encoding="utf-8")
    library = FormLibrary([tmp_path])
    assert library.edition("note", date(2031, 1, 1)).id == "two"
    assert [one.code for one in library.notes("note", date(2031, 1, 1))] == ["CERT-024"]
    assert library.notes("note", date(2022, 1, 1)) == ()


def test_library_when_profile_has_the_same_key_then_its_form_wins(tmp_path):
    shipped = resource("forms", "086u.yaml").read_text(encoding="utf-8")
    (tmp_path / "086u.yaml").write_text(
        shipped.replace("4. Место учебы, работы", "4. Место учебы"), encoding="utf-8"
    )
    library = FormLibrary([resource("forms"), tmp_path])
    form = library.get("086u")
    assert form.field(form.editions[0], "place_of_study_or_work").caption == "4. Место учебы"
    assert {one.key for one in library.forms()} >= {"086u", "record-label"}


def test_get_when_unknown_then_refused():
    with pytest.raises(RegistrarError) as caught:
        LIBRARY.get("999")
    assert caught.value.code == "CERT-020"
