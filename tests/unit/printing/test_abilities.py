"""What the renderer can do beyond the shipped forms: a made-up form with everything on it."""

from pathlib import Path

import pytest
from paper_tools import text_of, words_of

from registrar_app.domain.errors import RefusedError
from registrar_app.printing.board import Ring, Role, Stroke, Words
from registrar_app.printing.case import read_case
from registrar_app.printing.checks import shown_values
from registrar_app.printing.form import Mode
from registrar_app.printing.layout import lay_out
from registrar_app.printing.parser import parse_form
from registrar_app.printing.render import render

TABLE = (Path(__file__).parents[2] / "data" / "forms" / "everything.yaml").read_text(encoding="utf-8")
VALUES = {
    "org_full_name": "ГБУЗ «ГП № 7»",
    "found": "present",
    "method": ["a"],
    "reason": "moved",
    "contact": {"choice": "yes", "text": "ветряная оспа, 12.03.2026"},
    "alone": True,
    "boxed": True,
    "born": "1969-12-31",
    "away": {"from": "2026-03-01", "to": "2026-03-10"},
    "visits": [{"day": "2026-03-01", "what": "осмотр"}, {"day": "2026-03-05", "what": "выписка"}],
    "ear": "шёпотная речь AD 3 м, AS 3 м, слуховой аппарат, Фомина Т. Г.",
    "letters": {"A": "V", "B": "Z", "C": "Z"},
    "sight": True,
    "doctor": {"position": "Терапевт", "name": "Орлов Д. В."},
    "secret": "прочитано со сканера",
}


@pytest.fixture(scope="module")
def form():
    return parse_form(TABLE, "everything.yaml")


@pytest.fixture(scope="module")
def board(form):
    edition = form.editions[0]
    shown, problems = shown_values(form, edition, VALUES, Mode.FINAL)
    assert not problems
    board = lay_out(form, edition, shown)
    assert not board.problems
    return board


def place_of(board, word):
    """Left end, right end and base line of a word inside the text that holds it."""
    item = next(one for one in board.items if isinstance(one, Words) and word in one.text)
    per_sign = item.area.w / len(item.text)
    at = item.text.index(word)
    return item.area.x + at * per_sign, item.area.x + (at + len(word)) * per_sign, item.base


def marks(board):
    return [one for one in board.items if isinstance(one, Stroke) and one.role is Role.MARK]


@pytest.mark.parametrize(
    ("word", "shift"), [("наличие", 0.5), ("да,", 0.5), ("Не прикреплён", 0.5), ("заочный", -0.93)]
)
def test_marks_when_chosen_then_line_runs_at_the_right_word(board, word, shift):
    x1, x2, base = place_of(board, word)
    hits = [one for one in marks(board) if one.y1 == one.y2 and abs(one.y1 - base - shift) < 0.1]
    assert len(hits) == 1, word
    assert abs(hits[0].x1 - x1) < 4
    assert hits[0].x2 <= x2 + 4


def test_marks_when_all_choices_then_no_others(board):
    level = [one for one in marks(board) if one.y1 == one.y2]
    ticks = [one for one in marks(board) if one.y1 != one.y2]
    assert (len(level), len(ticks)) == (4, 4)


def test_tick_when_chosen_then_it_stands_before_its_words(board):
    _, _, base = place_of(board, "сменой места жительства")
    ticks = [one for one in marks(board) if one.y1 != one.y2 and abs(one.y2 - base) < 2]
    assert len(ticks) == 2


def test_paper_when_read_back_then_all_words_stand_in_order(form):
    text = text_of(words_of(render(form, form.editions[0], VALUES).pdf))
    for words in (
        "ГБУЗ «ГП № 7»", "СВОДНЫЙ ЛИСТ № ———",
        "число 31 месяц декабря год 1969", "с 01.03.2026 по 10.03.2026",
        "01.03.2026 осмотр", "ветряная оспа, 12.03.2026", "A B C V Z Z", "С коррекцией зрения V",
        "Терапевт Орлов Д. В.", "(подпись)", "М.П.",
    ):  # fmt: skip
        assert words in text
    assert "прочитано" not in text
    for caption in ("Подпись", "Согласен", "Посещения", "Категории", "Показания", "Врач"):
        assert text.count(caption) == 1, caption


def test_seal_when_rows_follow_then_they_keep_clear_of_it(board):
    ring = next(one for one in board.items if isinstance(one, Ring))
    box = next(one for one in board.boxes if one.field == "doctor")
    assert ring.y - ring.r < box.y_mm < ring.y + ring.r
    assert box.x_mm + box.width_mm <= ring.x - ring.r


def test_overprint_when_printed_then_values_only_and_moved(form):
    edition = form.editions[0]
    full = words_of(render(form, edition, VALUES, mode="draft").pdf)
    over = words_of(render(form, edition, VALUES, mode="overprint", offsets_mm=[(3.0, 2.0)]).pdf)
    assert not {"СВОДНЫЙ", "Посещения", "Категории", "М.П.", "число"} & {one.text for one in over}
    before = next(one for one in full if one.text == "декабря")
    after = next(one for one in over if one.text == "декабря")
    assert (round(after.x - before.x, 2), round(after.y - before.y, 2)) == (3.0, 2.0)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("ear", "слово " * 60),
        ("visits", [{"what": "слово " * 60}]),
        ("contact", {"choice": "yes", "text": "слово " * 60}),
        ("doctor", "слово " * 60),
    ],
)
def test_cells_when_text_is_too_long_then_refused_by_field(form, field, value):
    with pytest.raises(RefusedError) as caught:
        render(form, form.editions[0], {**VALUES, field: value})
    assert [(one.code, one.field) for one in caught.value.problems] == [("CERT-002", field)]


def test_sheet_when_rows_do_not_fit_then_refused_as_the_tables_fault():
    rows = "".join(f'  - {{id: f{n}, caption: "Строка {n}", type: text, lines: 3}}\n' for n in range(30))
    form = parse_form(TABLE + rows, "long.yaml")
    with pytest.raises(RefusedError) as caught:
        render(form, form.editions[0], VALUES)
    assert "CERT-028" in {one.code for one in caught.value.problems}


@pytest.mark.parametrize(
    ("rule", "values", "asked"),
    [
        ("if found is present", {"found": "present"}, True),
        ("if found is present", {"found": "absent"}, False),
        ("if doctor is given", {"doctor": "Орлов Д. В."}, True),
        ("if doctor is given", {}, False),
        ("or alone", {"alone": True}, False),
        ("or alone", {}, True),
    ],
)
def test_mandatory_when_conditional_then_asked_only_if_it_holds(rule, values, asked):
    table = TABLE.replace("type: table_cell,", f'type: table_cell, mandatory: "{rule}",')
    form = parse_form(table, "everything.yaml")
    _, problems = shown_values(form, form.editions[0], values, Mode.FINAL)
    assert [one.field for one in problems] == (["ear"] if asked else [])


ABLE = """\
form:
  key: able
  title: "ПРОБА"
  sheet: {size: A5, orientation: portrait, sides: 1, counterfoil_width_mm: 40}
editions:
  - {id: only, issue_date_from: 2020-01-01, header_left: ["ОГРН {org_ogrn_boxes}"]}
fields:
  - {id: kind, caption: "Пол: муж. - 1, жен. - 2", type: code, mark: circle, values: {"1": муж., "2": жен.}, aliases: {female: "2"}}
  - {id: code, caption: "Код", type: digits, boxes: 6}
  - {id: where, caption: "Адрес: субъект … район … пункт … улица … дом … корпус … квартира … тел. …", type: address8}
  - {id: given, caption: "Выдано «__» ______ 20__ г. на руки", type: date, print: words}
  - {id: illness, caption: "Диагноз … код по МКБ …", type: text_icd, lines: 2}
  - {id: lines, caption: "Кому", type: table, rows: 2, ruled: lines, own_line: true, columns: [{id: who, caption: "имя", width: 3}, {id: tel, caption: "тел.", type: phone}]}
  - {id: seen, caption: "Врач", type: text, empty_text: "не установлено"}
  - {id: story, caption: "Ход", type: text, lines: 3, overflow: "Продолжение, {code}, лист {n}"}
counterfoil:
  - {id: strip, caption: "Корешок", type: constant}
  - {id: given, caption: "Дата", type: date}
rules:
  - {id: r, kind: not_after, field: given, others: [away.from, away.to], text: "первый день позже последнего"}
"""  # noqa: E501
ABLE_VALUES = {
    "org_ogrn": "1029990001238",
    "kind": "female",
    "code": "0042",
    "where": {"subject": "Область", "city": "Северореченск", "house": "5", "korpus": "2", "phone": "12-34"},
    "given": "2026-03-01",
    "illness": {"text": "гастрит", "icd": "K21.0"},
    "lines": [{"who": "Ли А.", "tel": "12-34"}],
    "story": "слово " * 400,
}


@pytest.fixture(scope="module")
def able():
    return parse_form(ABLE, "able.yaml")


def board_of(form, values):
    shown, problems = shown_values(form, form.editions[0], values, Mode.FINAL)
    assert not problems
    board = lay_out(form, form.editions[0], shown)
    assert not board.problems
    return board


def test_code_when_chosen_by_another_spelling_then_its_digit_is_circled(able):
    board = board_of(able, ABLE_VALUES)
    rings = [one for one in board.items if isinstance(one, Ring) and one.role is Role.MARK]
    words = next(one for one in board.items if isinstance(one, Words) and "жен. - 2" in one.text)
    assert len(rings) == 1
    assert words.area.x + words.area.w - 3 < rings[0].x < words.area.x + words.area.w
    assert abs(rings[0].y - words.base) < 2


def test_boxes_when_value_is_shorter_then_the_last_stay_empty(able):
    board = board_of(able, ABLE_VALUES)
    boxes = [one for one in board.boxes if one.field == "code"]
    assert [one.is_filled for one in boxes] == [True] * 4 + [False] * 2
    digits = [one.text for one in board.items if isinstance(one, Words) and one.field == "org_ogrn_boxes"]
    assert "".join(digits) == "1029990001238"


def test_address_when_parts_have_no_blank_of_their_own_then_they_join_a_neighbour(able):
    text = text_of(words_of(render(able, able.editions[0], ABLE_VALUES).pdf))
    assert "пункт г. Северореченск" in text
    assert "корпус корп. 2" in text


def test_sentence_when_a_date_stands_in_it_then_words_run_on_and_by_hand_a_blank_stays(able):
    assert "Выдано «01» марта 2026 г. на руки" in text_of(
        words_of(render(able, able.editions[0], ABLE_VALUES).pdf)
    )
    empty = text_of(words_of(render(able, able.editions[0], {}, mode="draft").pdf))
    assert "«____»" in empty
    assert "на руки" in empty


def test_strip_when_given_then_it_stands_left_of_the_cut_in_its_own_manner(able):
    words = words_of(render(able, able.editions[0], ABLE_VALUES).pdf)
    dates = [one for one in words if one.text == "01.03.2026"]
    assert len(dates) == 1
    assert dates[0].x2 < 15 + 40
    cut = [
        one for one in board_of(able, ABLE_VALUES).items if isinstance(one, Stroke) and one.x1 == one.x2 == 52
    ]
    assert len(cut) > 10


def test_long_value_when_it_may_run_on_then_further_sheets_hold_the_rest(able):
    paper = render(able, able.editions[0], ABLE_VALUES)
    text = text_of(words_of(paper.pdf))
    assert paper.pages > 1
    assert f"Продолжение, 0042, лист {paper.pages}" in text
    assert text.count("слово") == 400
    with pytest.raises(RefusedError) as caught:
        render(able, able.editions[0], {**ABLE_VALUES, "story": "слово " * 20000})
    assert [one.field for one in caught.value.problems] == ["story"]


def test_empty_field_when_the_form_has_words_for_it_then_they_are_printed(able):
    assert "Врач не установлено" in text_of(words_of(render(able, able.editions[0], ABLE_VALUES).pdf))


@pytest.mark.parametrize(
    ("away", "is_refused"),
    [
        ({"from": "2026-03-02", "to": "2026-03-01"}, True),
        ({"from": "2026-03-01", "to": "2026-03-01"}, False),
        (None, False),
    ],
)  # fmt: skip
def test_rule_when_days_are_the_wrong_way_round_then_refused(able, away, is_refused):
    values = {**ABLE_VALUES, "away": away}
    if is_refused:
        with pytest.raises(RefusedError) as caught:
            render(able, able.editions[0], values)
        assert [(one.code, one.field) for one in caught.value.problems] == [("CERT-013", "given")]
    else:
        assert render(able, able.editions[0], values).remarks == ()


def test_rule_when_its_kind_is_unknown_then_the_table_is_refused():
    with pytest.raises(RefusedError) as caught:
        parse_form(ABLE.replace("kind: not_after", "kind: after"), "able.yaml")
    assert "вида правила «after» нет" in caught.value.problems[0].text


def test_value_when_it_is_like_another_then_its_blank_stays_empty():
    text = """form:
  key: tried
  title: "Проба"
  sheet: {size: A5}
editions:
  - {id: one, issue_date_from: 2026-01-01}
fields:
  - {id: here, caption: "Здесь", type: text}
  - {id: there, caption: "Там", type: text, unlike: here}
"""
    (edition,) = parse_form(text, "x.yaml").editions
    assert dict(read_case(edition, {"fields": {"here": "дом", "there": "дом"}}).values) == {"here": "дом"}
    other = {"here": "дом", "there": "дача"}
    assert dict(read_case(edition, {"fields": other}).values) == other
    with pytest.raises(RefusedError) as caught:
        parse_form(text.replace("unlike: here", "unlike: hree"), "x.yaml")
    assert "строка 9" in caught.value.problems[0].text
