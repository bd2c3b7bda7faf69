"""003-В/у: the clinic's full page, the overprint onto protected stock, the rules between its values."""

import pytest
from paper_tools import LIBRARY, form_of, paper_of, sample, text_of, words_of

from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.printing.board import Role, Stroke, Words
from registrar_app.printing.case import read_case
from registrar_app.printing.checks import shown_values
from registrar_app.printing.form import Mode
from registrar_app.printing.layout import lay_out

NAMES = ("003-vu-b1", "003-vu-b2", "003-vu-b3")


def full_page(case, **options):
    return paper_of(case, **{"mode": "draft", **options})


def board_of(case):
    form, edition = form_of(case)
    shown, problems = shown_values(form, edition, read_case(edition, case).values, Mode.DRAFT)
    assert not problems
    return lay_out(form, edition, shown, is_fixed=True)


def refusals(case, **options):
    with pytest.raises(RefusedError) as caught:
        full_page(case, **options)
    return [(one.code, one.field) for one in caught.value.problems]


@pytest.fixture(params=NAMES)
def case(request):
    return sample(request.param)


@pytest.mark.parametrize("mode", ["draft", "overprint"])
def test_sample_when_printed_then_one_page_and_all_it_expects(case, mode):
    paper = full_page(case, mode=mode)
    text = text_of(words_of(paper.pdf))
    expect = case["expect"]
    assert paper.pages == 1
    assert case["certificate"]["number"] in text
    assert f"{expect['issue_day']}" in text.split()
    assert {expect["issue_month"], expect["issue_year"]} <= set(text.split())
    assert (expect["series_and_number_text"] in text) is (mode == "draft")
    assert ("Экземпляр медицинской организации" in text) is (mode == "draft")
    assert "черновик" not in text


def test_sample_when_laid_out_then_letters_of_the_categories_stand_below_their_names(case):
    board = board_of(case)
    items = [one for one in board.items if isinstance(one, Words)]
    letters = [one for one in items if one.field == "categories"]
    assert [one.text for one in letters] == list(case["fields"]["categories"].values())
    assert sum(one.text == "V" for one in letters) == case["expect"]["v_count"]
    for letter, name in zip(letters, case["fields"]["categories"], strict=True):
        middle = letter.area.x + letter.area.w / 2
        above = [one for one in items if one.text == name and one.role is Role.FORM]
        assert any(abs(one.area.x + one.area.w / 2 - middle) < 0.1 for one in above), name


@pytest.mark.parametrize("name", NAMES)
def test_sample_when_laid_out_then_the_chosen_words_are_underlined(name):
    case = sample(name)
    board = board_of(case)
    lines = [one for one in board.items if isinstance(one, Stroke) and one.role is Role.MARK]
    assert len(lines) == 4
    for field, word in case["expect"]["underlined"].items():
        box = next(one for one in board.boxes if one.field == field and one.is_filled)
        hits = [
            one
            for one in lines
            if abs(one.x1 - box.x_mm) < 0.1 and abs(one.x2 - box.x_mm - box.width_mm) < 0.1
        ]
        assert [one for one in hits if box.y_mm < one.y1 < box.y_mm + 5], (field, word)


def test_result_when_empty_then_the_words_of_the_order_stand_there():
    case = sample("003-vu-b1")
    case["fields"]["results"] = {}
    assert text_of(words_of(full_page(case, mode="draft").pdf)).count("не установлено") == 8
    assert full_page(case, mode="overprint").pages == 1


def test_overprint_when_compared_with_the_full_page_then_values_stand_at_the_same_places():
    for case in map(sample, NAMES):
        full = {(one.text, round(one.x, 1), round(one.y, 1)) for one in words_of(full_page(case).pdf)}
        over = {
            (one.text, round(one.x, 1), round(one.y, 1))
            for one in words_of(full_page(case, mode="overprint").pdf)
        }
        assert over < full
        assert not {one for one, _, _ in over} & {"Форма", "Лицензия", "МП", "район", "комната"}


def test_overprint_when_the_clinic_has_a_long_name_then_no_line_below_moves():
    places = []
    for name in ("003-vu-b1", "003-vu-b3"):
        board = board_of(sample(name))
        places.append(next(one.y_mm for one in board.boxes if one.field == "full_name"))
    assert places[0] == places[1]


def test_overprint_when_a_value_is_missing_then_refused_because_the_stock_is_numbered():
    case = sample("003-vu-b1")
    del case["fields"]["issuing_doctor"]
    assert refusals(case, mode="overprint") == [("CERT-008", "issuing_doctor")]
    assert refusals(case, mode="draft", copy_mark=True) == [("CERT-008", "issuing_doctor")]
    assert full_page(case, mode="draft").pages == 1


def test_final_when_asked_for_then_refused():
    with pytest.raises(RegistrarError) as caught:
        full_page(sample("003-vu-b1"), mode="final")
    assert caught.value.code == "CERT-023"
    assert LIBRARY.get("003-vu").default_mode is Mode.DRAFT


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"restrictions": "present"}, "restrictions"),
        ({"indications": "absent"}, "indications"),
        ({"contraindications": "present"}, "contraindications"),
    ],
)
def test_rules_when_words_and_tables_differ_then_refused_at_the_words(changes, field):
    case = sample("003-vu-b1")
    case["fields"].update(changes)
    assert refusals(case) == [("CERT-013", field)]


@pytest.mark.parametrize(
    ("letters", "count"),
    [
        ({}, 0),
        ({"M": "Z"}, 1),
        ({"B1": "Z"}, 1),
        ({"C": "V"}, 1),
        ({"C": "V", "C1": "V"}, 0),
        ({"DE": "V"}, 1),
    ],
)
def test_rules_when_a_category_brings_another_then_only_a_warning(letters, count):
    case = sample("003-vu-b1")
    case["fields"]["categories"].update(letters)
    remarks = full_page(case).remarks
    assert [one.code for one in remarks] == ["CERT-014"] * count


@pytest.mark.parametrize(("field", "value"), [("series", "2"), ("number", "17"), ("number", "00000001А")])
def test_number_when_not_of_the_order_then_refused(field, value):
    case = sample("003-vu-b1")
    case["certificate"][field] = value
    assert field in {name for _, name in refusals(case, mode="overprint")}


def test_categories_when_a_letter_is_unknown_then_refused():
    case = sample("003-vu-b1")
    case["fields"]["categories"]["B"] = "X"
    assert refusals(case) == [("CERT-004", "categories")]


def test_birth_date_when_whole_and_parts_differ_then_refused():
    case = sample("003-vu-b1")
    case["fields"]["birth_day"] = "15"
    form, edition = form_of(case)
    with pytest.raises(RefusedError) as caught:
        read_case(edition, case)
    assert [(one.code, one.field) for one in caught.value.problems] == [("CERT-007", "birth_date")]
    del case["person"]["birth_date"]
    assert read_case(edition, case).values["birth_date"] == "1987-02-15"
    assert form.key == "003-vu"
