"""Every edition: the file is what was laid out, in the table's order; nothing long is lost on the way."""

import itertools

import pytest
from paper_boards import EDITIONS, IDS, board_of, first_day, laid_out
from paper_tools import words_of
from paper_values import ADDRESS, CLINIC, case_for, name, words

from registrar_app.printing.board import Words
from registrar_app.printing.case import read_case
from registrar_app.printing.fonts import family
from registrar_app.printing.form import Mode
from registrar_app.printing.render import render

FACES = {
    face.name: face
    for one in ("Liberation Serif", "Liberation Sans")
    for face in (family(one).regular, family(one).bold)
}
REFUSED = {"CERT-002", "CERT-009"}
LONG = words(900)


@pytest.fixture(scope="module", params=EDITIONS, ids=IDS)
def pair(request):
    return request.param


def test_file_when_read_back_then_every_word_stands_where_it_was_laid(pair):
    form, edition = pair
    values = read_case(edition, case_for(edition, first_day(edition), is_long=True)).values
    mode = Mode.DRAFT if form.default_mode is Mode.DRAFT else Mode.FINAL
    board, _ = board_of(form, edition, is_long=True)
    found = words_of(render(form, edition, values, mode=mode, agree=False).pdf)
    for item in board.items:
        if not isinstance(item, Words):
            continue
        x = item.area.x
        for part in item.text.replace("\u00a0", " ").split(" "):
            wide = FACES[item.face].width(part, item.pt)
            assert not part or any(covers(one, item, part, x, x + wide) for one in found), (part, item.text)
            x += FACES[item.face].width(part + " ", item.pt)


def covers(word, item, part, x1, x2):
    """Whether a word of the file stands over a part of a text of the sheet; a comma may be joined to it."""
    return (
        word.page == item.area.page
        and part in word.text
        and word.x - 0.3 <= x1
        and x2 <= word.x2 + 0.3
        and word.y - 0.3 <= item.base <= word.y2 + 0.3
    )


def test_fields_when_full_then_one_below_or_beside_the_other_as_in_the_table(pair):
    form, edition = pair
    if form.sheet.is_label:
        return  # every field of a label has its own fixed place
    board, _ = board_of(form, edition)
    places = {}
    for box in board.boxes:
        places.setdefault(box.field, (box.page, box.y_mm + box.height_mm, box.x_mm))
    in_flow = [
        one.id
        for one in edition.fields
        if one.id in places and one.block not in {"header_left", "header_right", "title", "signatures"}
    ]
    for before, after in itertools.pairwise(in_flow):
        (page, low, left), (other_page, other_low, other_left) = places[before], places[after]
        is_below = (other_page, other_low) > (page, low + 1.5)
        is_beside = other_page == page and abs(other_low - low) <= 1.5 and other_left > left
        assert is_below or is_beside, (before, after)


CLINIC_LENGTHS = {
    "full_name": words(400),
    "address": words(300),
    "head": name(100),
    "phone": "+7 " + "9" * 60,
}


@pytest.mark.parametrize("part", CLINIC_LENGTHS)
def test_clinic_when_its_words_are_too_long_then_whole_or_refused_by_name(pair, part):
    form, edition = pair
    case = case_for(edition, first_day(edition))
    case["organization"] = {**CLINIC, part: CLINIC_LENGTHS[part]}
    board, shown = laid_out(form, edition, case)
    bearers = {key for key, one in shown.items() if one.text and CLINIC_LENGTHS[part] in one.text}
    if board.problems:
        assert {one.code for one in board.problems} <= REFUSED
        assert {one.field for one in board.problems} <= bearers
        assert not [one for one in board.problems if "org_" in one.text]  # told in words
        return
    on_paper = {one.field for one in board.items if isinstance(one, Words)} & bearers
    for key in on_paper:
        printed = "".join(one.text for one in board.items if isinstance(one, Words) and one.field == key)
        assert CLINIC_LENGTHS[part].replace(" ", "") in printed.replace(" ", "")


def long_value(field):
    """A value far too long in one of the parts of a field; None if its type has no free words."""
    if field.type == "address8":
        return {**ADDRESS, "street": LONG}
    if field.type in {"text_icd", "date_and_text", "choice_and_text"}:
        rest = {"icd": "K21.0", "date": "2020-01-01", "choice": next(iter(field.values), None)}
        return {"text": LONG, **rest}
    if field.type == "table":
        free = [one.id for one in field.columns if one.type == "text"]
        row = {one.id: LONG if one.id == free[-1] else "" for one in field.columns}
        return {key: [row] for key in field.repeat_for} if field.repeat_for else [row]
    return None


def test_parts_of_a_value_when_too_long_then_refused_by_their_field(pair):
    form, edition = pair
    for field in edition.fields:
        value = long_value(field)
        if value is not None:
            board, _ = board_of(form, edition, **{field.id: value})
            assert (field.id, "CERT-002") in {(one.field, one.code) for one in board.problems}, field.id


def test_table_when_a_row_has_no_place_among_the_printed_ones_then_refused(pair):
    form, edition = pair
    for field in edition.fields:
        if field.type != "table" or len(field.prefilled) < max(field.rows, 1):
            continue
        first = field.columns[0].id
        board, _ = board_of(form, edition, **{field.id: [{first: "Гинеколог"}]})
        assert {one.field for one in board.problems} == {field.id}
        board, _ = board_of(form, edition, **{field.id: [{first: field.prefilled[-1].upper()}]})
        assert not board.problems
