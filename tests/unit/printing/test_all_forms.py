"""Every form of the library: captions, values whole in their boxes, pages, edges, editions, long values."""

import io
from collections import Counter
from datetime import timedelta

import pikepdf
import pytest
from paper_boards import EDITIONS, IDS, board_of, first_day, form_words, tokens
from paper_tools import LIBRARY
from paper_values import case_for, name, words

from registrar_app.domain.errors import RegistrarError
from registrar_app.printing.board import Area, Bars, Ring, Role, Stroke, Words
from registrar_app.printing.captions import caption_words
from registrar_app.printing.case import read_case
from registrar_app.printing.checks import shown_values
from registrar_app.printing.form import Mode
from registrar_app.printing.layout import lay_out
from registrar_app.printing.render import render
from registrar_app.printing.specimen import specimen


@pytest.fixture(scope="module", params=EDITIONS, ids=IDS)
def pair(request):
    return request.param


@pytest.fixture(scope="module", params=[False, True], ids=["usual", "long"])
def laid(request, pair):
    form, edition = pair
    board, shown = board_of(form, edition, is_long=request.param)
    return form, edition, board, shown


def test_form_text_when_full_then_each_word_as_often_as_the_table_has_it(laid):
    form, edition, board, _ = laid
    sides = len(form.sheet.side_names)  # further sheets repeat who it is
    printed = Counter(
        word
        for one in board.items
        if isinstance(one, Words) and one.role is Role.FORM and one.area.page < sides
        for word in tokens(one.text)
    )
    assert printed == form_words(form, edition)


def whole_text(shown, field):
    rows = [row for group in (shown.rows, *shown.groups) for row in group]
    if rows:
        skips = [1] * len(field.prefilled) + [0] * len(rows)
        return "".join(cell for row, skip in zip(rows, skips, strict=False) for cell in row[skip:])
    return "".join(shown.parts) or shown.text


def is_written(field):
    if field.type in {"hidden", "stamp_place", "heading", "constant", "signature", "flag", "barcode"}:
        return field.type == "flag" and field.mark == "cell"
    return field.mark not in {"underline", "strike_out", "tick", "circle"} or field.type == "choice_and_text"


def test_values_when_full_then_whole_and_inside_their_boxes(laid):
    form, edition, board, shown = laid
    assert not board.problems
    strip = {one.id for one in form.counterfoil}
    for field in edition.fields:
        own = [one for one in board.items if isinstance(one, Words) and one.role is Role.VALUE]
        own = [one for one in own if one.field == field.id]
        if is_written(field) and not (field.block == "header_left" and edition.header_left):
            expected = whole_text(shown[field.id], field).replace(" ", "")
            printed = "".join(one.text for one in own).replace(" ", "")
            is_whole = (
                expected in printed if field.id in strip or field.block == "title" else printed == expected
            )
            is_whole = is_whole or printed == shown[field.id].shorter.replace(" ", "") != ""
            assert is_whole, (field.id, expected, printed)
        for one in own:
            if one.text.strip() and not field.boxes:
                assert any(holds(box, one.area) for box in board.boxes if box.field == field.id), field.id


def holds(box, area):
    return (
        box.page == area.page
        and box.x_mm - 0.05 <= area.x
        and area.x + area.w <= box.x_mm + box.width_mm + 0.05
        and box.y_mm - 1.0 <= area.y
        and area.y + area.h <= box.y_mm + box.height_mm + 1.0
    )


def edges(item):
    if isinstance(item, Stroke):
        return item.page, item.x1, item.y1, item.x2, item.y2
    if isinstance(item, Ring):
        return item.page, item.x - item.r, item.y - item.r, item.x + item.r, item.y + item.r
    area = item.area
    return area.page, area.x, area.y, area.x + area.w, area.y + area.h


def test_sheet_when_full_then_nothing_reaches_over_its_margins(laid):
    form, _, board, _ = laid
    sheet = form.sheet
    for item in board.items:
        assert isinstance(item, Words | Stroke | Ring | Bars)
        page, x1, y1, x2, y2 = edges(item)
        assert 0 <= page < board.pages
        assert min(x1, x2) >= sheet.left - 1.3
        assert max(x1, x2) <= sheet.width_mm - sheet.right + 1.3
        assert min(y1, y2) >= sheet.top - 1.3 if not is_cut(form, item) else True
        assert max(y1, y2) <= sheet.height_mm - sheet.bottom + 1.3 or is_cut(form, item)


def is_cut(form, item):
    return form.sheet.counterfoil_mm > 0 and isinstance(item, Stroke) and item.x1 == item.x2


def letters_of(item):
    """The place of the small letters of a text: what must not be touched by another."""
    height = 0.45 * item.pt * 0.3528
    return Area(item.area.page, item.area.x + 0.15, item.base - height, max(item.area.w - 0.3, 0.1), height)


def test_words_when_full_then_none_stands_on_another(laid):
    _, _, board, _ = laid
    items = [one for one in board.items if isinstance(one, Words)]
    low = [letters_of(one) for one in items]
    for index, area in enumerate(low):
        for other, item in zip(low[index + 1 :], items[index + 1 :], strict=True):
            assert not area.meets(other, -0.05), (items[index].text, item.text)


def test_boxes_when_full_then_they_and_the_places_overlap_nothing(laid):
    _, _, board, _ = laid
    areas = [Area(one.page, one.x_mm, one.y_mm, one.width_mm, one.height_mm) for one in board.boxes]
    areas += [Area(one.page, one.x, one.y, one.w, one.h) for one in board.places]
    for index, one in enumerate(areas):
        assert not [other for other in areas[index + 1 :] if one.meets(other, -0.05)]


def test_numbered_forms_when_full_then_there_is_room_for_both_signatures(laid):
    form, edition, board, _ = laid
    wished = {one.id for one in form.places if not one.optional}
    assert wished <= {one.id for one in board.places}, edition.id


def test_places_of_marks_when_found_then_none_is_cut_off_with_the_counterfoil(laid):
    form, _, board, _ = laid
    assert not [one.id for one in board.places if one.x < form.sheet.body_left - 0.01]


def test_render_when_full_then_pages_as_the_sheet_has_sides(pair):
    form, edition = pair
    case = case_for(edition, first_day(edition))
    paper = render(form, edition, read_case(edition, case).values, mode=form.default_mode, invariant=True)
    assert paper.pages == len(form.sheet.side_names)
    with pikepdf.open(io.BytesIO(paper.pdf)) as pdf:
        assert len(pdf.pages) == paper.pages
        fonts = {
            str(font.BaseFont).split("+")[-1] for page in pdf.pages for font in page.Resources.Font.values()
        }
    assert fonts <= {"LiberationSerif", "LiberationSerif-Bold", "LiberationSans", "LiberationSans-Bold"}


def test_draft_when_empty_then_blanks_to_fill_by_hand(pair):
    form, edition = pair
    if Mode.DRAFT not in form.modes:
        pytest.skip("the form has no draft")
    assert render(form, edition, {}, mode="draft").pages == len(form.sheet.side_names)


LENGTHS = {"fio": (100, name), "fio_signature": (100, name), "address": (300, words), "text": (4000, words)}


def test_long_values_when_one_field_is_too_long_then_whole_or_refused_by_that_field(pair):
    form, edition = pair
    for field in edition.fields:
        if field.type not in LENGTHS or not field.takes_value or field.block.startswith("header"):
            continue
        if field.path and field.path[0].startswith(("organization", "certificate", "person")):
            continue
        count, make = LENGTHS[field.type]
        long = make(count)
        board, _ = board_of(form, edition, **{field.id: long, **at_path(field, long)})
        if board.problems:
            assert field.id in {one.field for one in board.problems}, field.id
            assert {one.code for one in board.problems} <= {"CERT-002", "CERT-009", "CERT-011"}
        else:
            own = [one.text for one in board.items if isinstance(one, Words) and one.field == field.id]
            assert long.replace(" ", "") in "".join(own).replace(" ", ""), field.id


def at_path(field, long):
    """A value at the field's own place in the case, for fields that share it with another."""
    return {field.path[0].partition(".")[2]: long} if field.path and "." not in field.path[0][7:] else {}


@pytest.mark.parametrize(("form", "edition"), EDITIONS, ids=IDS)
def test_edition_when_first_and_last_day_then_both_are_in(form, edition):
    begins, ends = edition.issue_date_from, edition.issue_date_to
    assert LIBRARY.edition(form.key, begins).id == edition.id
    if ends:
        assert LIBRARY.edition(form.key, ends).id == edition.id
    begun = [one for one in form.editions if one.has_layout and one.has_begun(begins - timedelta(days=1))]
    if begun:
        assert LIBRARY.edition(form.key, begins - timedelta(days=1)).id != edition.id
    else:
        with pytest.raises(RegistrarError, match="CERT-021"):
            LIBRARY.edition(form.key, begins - timedelta(days=1))


def test_keys_are_all_there_and_each_has_a_plain_title():
    keys = Counter(form.key for form in LIBRARY.forms())
    assert set(keys.values()) == {1}
    assert keys.keys() >= {
        "086u", "003-vu", "record-label", "attachment-application", "pdn-consent", "pdn-withdrawal",
        "informed-consent", "intervention-refusal", "refusal-notice", "free-form-note", "pool",
        "preventive-exam",
        "095u", "027u", "082u", "026u", "156u-93", "1144n", "989n", "001-gsu",
        "070u", "079u", "29n-conclusion", "025u-title", "025-1u",
    }  # fmt: skip
    for form in LIBRARY.forms():
        assert "{" not in form.title
        assert form.title == caption_words(form.title)


@pytest.mark.parametrize("key", ["covid-cert", "072u-076u", "071u"])
def test_papers_that_are_not_ours_when_asked_for_then_the_reason_is_told(key):
    assert key not in {form.key for form in LIBRARY.forms()}
    with pytest.raises(RegistrarError) as caught:
        LIBRARY.get(key)
    assert caught.value.code == "CERT-029"


def days_of(edition):
    """First and last day of issue; of an open edition a day within it."""
    first = first_day(edition)
    return (first, edition.issue_date_to or first + timedelta(days=400))


def test_edition_when_printed_on_its_first_and_last_day_then_its_own_words_and_none_forbidden(pair):
    form, edition = pair
    for day in days_of(edition):
        chosen = LIBRARY.edition(form.key, day)
        if edition.issue_date_to:
            assert chosen.id == edition.id
        values = read_case(edition, case_for(edition, day)).values
        mode = Mode.DRAFT if Mode.DRAFT in form.modes else form.default_mode
        shown, problems = shown_values(form, edition, values, mode)
        assert not problems
        board = lay_out(form, edition, shown, is_fixed=Mode.FINAL not in form.modes)
        assert not board.problems
        text = " ".join(item.text for item in board.items if isinstance(item, Words))
        assert not [one for one in edition.must_not_print if one in text]


def test_fonts_when_rendered_then_all_are_embedded(pair):
    form, edition = pair
    paper = render(form, edition, read_case(edition, case_for(edition, first_day(edition))).values,
                   mode=form.default_mode, agree=False)  # fmt: skip
    with pikepdf.open(io.BytesIO(paper.pdf)) as pdf:
        for page in pdf.pages:
            for font in page.Resources.Font.values():
                whole = font.DescendantFonts[0] if "/DescendantFonts" in font else font
                assert "/FontFile2" in whole.FontDescriptor, font.BaseFont


def test_specimen_when_shown_then_empty_and_filled_sheets_have_the_same_pages(pair):
    form, edition = pair
    for is_filled in (False, True):
        with pikepdf.open(io.BytesIO(specimen(form, edition, is_filled=is_filled))) as pdf:
            assert len(pdf.pages) == len(form.sheet.side_names)


def test_label_forms_are_known_by_their_sheet():
    labels = {one.key for one in LIBRARY.forms() if one.sheet.is_label}
    assert labels == {"record-label", "record-label-60x40", "record-label-58x30"}
