import io

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from paper_tools import LIBRARY, SAMPLE_NAMES, changed, form_of, paper_of, sample, text_of, words_of

from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.printing.board import Area, Role, Words
from registrar_app.printing.case import read_case
from registrar_app.printing.checks import shown_values
from registrar_app.printing.form import Mode
from registrar_app.printing.layout import lay_out
from registrar_app.printing.render import render

OWN_ROW = {"heading", "constant", "stamp_place"}
TEXTS = ("full_name", "place_of_study_or_work", "past_diseases", "therapist", "conclusion", "issuing_doctor")


def refusals(case, **options):
    with pytest.raises(RefusedError) as caught:
        paper_of(case, **options)
    assert caught.value.code == "CERT-001"
    return [(one.code, one.field) for one in caught.value.problems]


def inside(paper, words, field):
    """The words whose middle stands in the boxes of a field."""
    return [
        word.text
        for box in paper.boxes
        for word in words
        if box.field == field
        and word.page == box.page
        and box.x_mm - 0.2 <= (word.x + word.x2) / 2 <= box.x_mm + box.width_mm + 0.2
        and box.y_mm - 0.5 <= (word.y + word.y2) / 2 <= box.y_mm + box.height_mm + 0.5
    ]


@pytest.fixture(scope="module", params=SAMPLE_NAMES)
def printed(request):
    case = sample(request.param)
    paper = paper_of(case)
    return case, paper, words_of(paper.pdf)


def test_samples_are_three():
    assert len(SAMPLE_NAMES) == 3


def test_render_when_sample_then_pages_header_and_date_as_expected(printed):
    case, paper, words = printed
    text = text_of(words)
    assert paper.pages == case["expect"]["pages"] == len(pikepdf.open(io.BytesIO(paper.pdf)).pages)
    assert ("086/у" in text) is ("834н" in text) is case["expect"]["header_has_form_number"]
    assert case["expect"]["issue_date_text"] in text
    assert f"МЕДИЦИНСКАЯ СПРАВКА № {case['certificate']['number']}" in text


def test_render_when_sample_then_each_caption_stands_once(printed):
    case, _, words = printed
    text = f" {text_of(words)} "
    _, edition = form_of(case)
    lines = " ".join((*edition.header_right, *edition.title_lines))
    for field in edition.fields:
        if not field.caption or (field.block == "header_right" and field.caption not in lines):
            continue
        assert text.count(f" {field.caption} ") == 1, field.id


def test_render_when_sample_then_each_value_stands_in_its_boxes_after_its_caption(printed):
    case, paper, words = printed
    form, edition = form_of(case)
    values = read_case(edition, case).values
    for field in edition.fields:
        if field.type in OWN_ROW or not values.get(field.id) or field.id == "issue_date":
            continue
        assert " ".join(inside(paper, words, field.id)) == str(values[field.id]), field.id
    assert all(one.x >= 0 and one.x2 <= form.sheet.width_mm for one in words)
    assert all(one.y >= 0 and one.y2 <= form.sheet.height_mm for one in words)


def overlapping(paper):
    boxes = [Area(one.page, one.x_mm, one.y_mm, one.width_mm, one.height_mm) for one in paper.boxes]
    places = [Area(one.page, one.x, one.y, one.w, one.h) for one in paper.places]
    areas = boxes + places
    return [
        (one, other)
        for index, one in enumerate(areas)
        for other in areas[index + 1 :]
        if one.meets(other, -0.01)
    ]


def test_render_when_sample_then_boxes_and_places_overlap_nothing(printed):
    case, paper, words = printed
    _, edition = form_of(case)
    assert not overlapping(paper)
    assert {one.id for one in paper.places} >= {"signature_doctor", "signature_organization"}
    for place in paper.places:
        area = Area(place.page, place.x, place.y, place.w, place.h)
        assert not [
            one for one in words if area.meets(Area(one.page, one.x, one.y, one.x2 - one.x, one.y2 - one.y))
        ]
    captions = {word for field in edition.fields for word in field.caption.split()}
    for box in paper.boxes:
        area = Area(box.page, box.x_mm + 0.1, box.y_mm + 1.5, box.width_mm - 0.2, box.height_mm - 3)
        hit = [one.text for one in words if area.meets(Area(one.page, one.x, one.y + 1, one.x2 - one.x, 1))]
        if not box.is_filled:
            assert not captions & set(hit), box.field


def test_render_when_sample_then_only_embedded_fonts(printed):
    _, paper, _ = printed
    names = set()
    for page in pikepdf.open(io.BytesIO(paper.pdf)).pages:
        for font in page.Resources.Font.values():
            names.add(str(font.BaseFont).split("+")[-1])
            assert "/FontFile2" in font.FontDescriptor
    assert names == {"LiberationSerif", "LiberationSerif-Bold"}


def test_render_when_same_input_then_same_bytes():
    assert paper_of(sample("086u-a1"), invariant=True).pdf == paper_of(sample("086u-a1"), invariant=True).pdf


@pytest.mark.parametrize("length", [100, 150])
def test_render_when_name_is_long_then_whole_on_paper(length):
    name = ("Константинопольская-Задунайская Александра-Екатерина Всеволодовна " * 3)[:length].strip()
    paper = paper_of(changed("086u-a1", full_name=name))
    text = text_of([one for one in words_of(paper.pdf) if one.page == 0])
    assert name.replace(" ", "") in text.replace(" ", "")


def test_render_when_address_of_the_clinic_has_300_signs_then_whole_in_four_lines():
    case = sample("086u-a1")
    case["organization"]["address"] = ("Северореченская область, улица Больничная, " * 9)[:300].strip(", ")
    case["organization"]["full_name"] = ("Областное государственное учреждение здравоохранения " * 6)[
        :300
    ].strip()
    paper = paper_of(case)
    lines = [one for one in paper.boxes if one.field == "org_address"]
    assert 2 < len(lines) <= 4
    assert paper.fills["org_address"].pt >= 6.5
    for name, key in (("org_address", "address"), ("org_full_name", "full_name")):
        printed = "".join(inside(paper, words_of(paper.pdf), name))
        assert printed == case["organization"][key].replace(" ", "")
    assert not overlapping(paper)


def test_render_when_place_of_registration_has_300_signs_then_refused_by_field():
    case = sample("086u-a1")
    case["fields"]["registration"]["street"] = "улица Октябрьской революции " * 11
    assert refusals(case) == [("CERT-002", "reg_street")]


@pytest.mark.parametrize("field", TEXTS)
def test_render_when_value_is_far_too_long_then_refused_naming_field_and_signs(field):
    case = changed("086u-a1", **{field: "слово " * 150})
    with pytest.raises(RefusedError) as caught:
        paper_of(case)
    (problem,) = caught.value.problems
    assert (problem.code, problem.field) == ("CERT-002", field)
    assert "не поместится" in problem.text
    assert "знак" in problem.text


def holds(box, area):
    """Whether a text stands in a box, sideways exactly and in height but for half a millimetre."""
    return (
        box.page == area.page
        and box.x_mm - 1e-6 <= area.x
        and area.x + area.w <= box.x_mm + box.width_mm + 1e-6
        and box.y_mm - 0.5 <= area.y
        and area.y + area.h <= box.y_mm + box.height_mm + 0.5
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(TEXTS), st.integers(1, 420), min_size=1))
def test_render_when_any_lengths_then_inside_the_boxes_or_refused(lengths):
    words = (
        "миопия слабой степени обоих глаз; консолидированный перелом лучевой кости, функция не нарушена; " * 5
    )
    case = changed("086u-a1", **{field: words[:count].strip() for field, count in lengths.items()})
    form, edition = form_of(case)
    values = read_case(edition, case).values
    board = lay_out(form, edition, shown_values(form, edition, values, Mode.FINAL)[0])
    if board.problems:
        assert {one.field for one in board.problems} <= set(lengths)
        return
    assert not overlapping(board)
    for box in board.boxes:
        assert box.x_mm >= 15 - 1e-6
        assert box.x_mm + box.width_mm <= 200 + 1e-6
        assert box.y_mm + box.height_mm <= 140 + 1e-6
    for item in board.items:
        if isinstance(item, Words) and item.role is Role.VALUE:
            assert any(holds(box, item.area) for box in board.boxes if box.field == item.field), item.field
    printed = "".join(one.text for one in board.items if isinstance(one, Words) and one.field == "conclusion")
    assert printed.replace(" ", "") == str(values["conclusion"]).replace(" ", "")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("past_diseases", "", "CERT-008"),
        ("past_diseases", "грипп ☐", "CERT-003"),
        ("past_diseases", ["грипп"], "CERT-004"),
        ("birth_month", "мартобря", "CERT-004"),
    ],
)
def test_render_when_a_value_is_wrong_then_refused_at_its_field(field, value, code):
    assert (code, field) in refusals(changed("086u-a1", **{field: value}))


def test_render_when_no_town_at_all_then_one_refusal():
    case = sample("086u-a1")
    case["fields"]["registration"]["city"] = ""
    assert refusals(case) == [("CERT-008", "reg_city")]


def test_render_when_number_is_cyrillic_then_refused_at_number():
    case = sample("086u-a1")
    case["certificate"]["number"] = "А-00124"
    assert refusals(case) == [("CERT-005", "number")]


def test_render_when_free_form_and_doctor_writes_the_old_number_then_refused_at_the_field():
    case = changed("086u-a3", conclusion="Годна, справка по форме 086/у")
    assert refusals(case) == [("CERT-006", "conclusion")]
    assert paper_of(changed("086u-a1", conclusion="Годна, справка по форме 086/у")).pages == 2


def test_render_when_draft_then_blanks_are_allowed_and_sheet_says_draft():
    form = LIBRARY.get("086u")
    paper = render(form, form.editions[0], {}, mode="draft")
    text = text_of(words_of(paper.pdf))
    assert "МЕДИЦИНСКАЯ СПРАВКА № ———" in text
    assert "черновик" in text
    with pytest.raises(RefusedError) as caught:
        render(form, form.editions[0], {}, mode="final")
    missing = {one.field for one in caught.value.problems}
    assert {"org_full_name", "full_name", "conclusion", "issue_date"} <= missing
    assert not {"number", "reg_street", "org_phone", "stamp"} & missing


def test_render_when_number_is_given_then_printed_and_before_it_dashes():
    case = sample("086u-a1")
    del case["certificate"]["number"]
    assert "СПРАВКА № ———" in text_of(words_of(paper_of(case).pdf))
    assert "СПРАВКА № 000902" in text_of(words_of(paper_of(case, number="000902").pdf))


def test_render_when_mode_is_not_of_the_form_then_refused():
    with pytest.raises(RegistrarError) as caught:
        paper_of(sample("086u-a1"), mode="overprint")
    assert (caught.value.code, caught.value.problem.field) == ("CERT-023", "mode")


def test_render_when_clinic_sets_the_line_of_validity_then_printed_only_in_the_free_form():
    form = LIBRARY.get("086u")
    for name, expected in (("086u-a3", True), ("086u-a1", False)):
        case = sample(name)
        _, edition = form_of(case)
        values = {**read_case(edition, case).values, "validity_note": "Действительна до {valid_until}."}
        text = text_of(words_of(render(form, edition, values).pdf))
        assert ("Действительна до 12.07.2026." in text) is expected
        assert ("в течение 6 месяцев" in text) is not expected


def test_render_when_copy_then_marked():
    assert "Копия медицинской организации" in text_of(
        words_of(paper_of(sample("086u-a1"), copy_mark=True).pdf)
    )
