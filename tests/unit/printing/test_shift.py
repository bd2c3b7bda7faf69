"""Shifts of a printer and the sheet that shows them."""

import io

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from paper_tools import paper_of, sample, words_of

from registrar_app.printing.ruler import ruler_sheet
from registrar_app.printing.shift import Shift, SideShifts, shifted

MM = st.floats(-20, 20).map(lambda value: round(value, 1))


@pytest.fixture(scope="module")
def two_sided() -> bytes:
    return paper_of(sample("086u-a1")).pdf


def places(pdf: bytes) -> dict[tuple[int, str, int], tuple[float, float]]:
    found: dict[tuple[int, str, int], tuple[float, float]] = {}
    for one in words_of(pdf):
        count = sum(key[:2] == (one.page, one.text) for key in found)
        found[one.page, one.text, count] = (one.x, one.y)
    return found


def test_shifted_when_there_is_no_shift_then_the_very_file(two_sided):
    assert shifted(two_sided, SideShifts(), 2) is two_sided


def test_shifted_when_sides_differ_then_every_word_of_a_side_moves_by_its_own(two_sided):
    before = places(two_sided)
    after = places(shifted(two_sided, SideShifts(Shift(3.0, -1.5), Shift(-2.0, 4.0)), 2))
    pages = sorted({key[0] for key in before})
    assert len(pages) == 2
    assert before.keys() == after.keys()
    for key, (x, y) in before.items():
        right, down = (3.0, -1.5) if key[0] == pages[0] else (-2.0, 4.0)
        assert after[key][0] - x == pytest.approx(right, abs=0.02)
        assert after[key][1] - y == pytest.approx(down, abs=0.02)


def test_shifted_when_a_page_has_a_stamp_then_the_stamp_moves_along():
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(200, 100))
        rect = pikepdf.Array([10, 10, 60, 40])
        hidden = pikepdf.Array([0, 0, 0, 0])
        page.Annots = pikepdf.Array(
            [
                document.make_indirect(pikepdf.Dictionary(Subtype=pikepdf.Name.Stamp, Rect=one))
                for one in (rect, hidden)
            ]
        )
        out = io.BytesIO()
        document.save(out)
    moved = shifted(out.getvalue(), SideShifts(Shift(25.4, 12.7)))
    with pikepdf.open(io.BytesIO(moved)) as document:
        stamp, invisible = document.pages[0].Annots
        assert [round(float(edge)) for edge in stamp.Rect] == [82, -26, 132, 4]
        assert [float(edge) for edge in invisible.Rect] == [0, 0, 0, 0]


@given(right=MM, down=MM, sides=st.integers(1, 2))
def test_offsets_of_an_overprint_are_one_pair_a_side(right, down, sides):
    offsets = SideShifts(Shift(right, down), Shift(down, right)).as_offsets(sides)
    assert offsets == ((right, down), (down, right))[:sides]


@pytest.mark.parametrize(("width", "height", "sides"), [(210, 297, 1), (210, 148, 2), (70, 30, 1)])
def test_ruler_sheet_has_the_size_of_the_paper_and_a_page_a_side(width, height, sides):
    pdf = ruler_sheet(width, height, sides, "003-В/у на HP LaserJet", SideShifts(Shift(2.0, -1.5)))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) == sides
        box = [float(edge) / 72 * 25.4 for edge in document.pages[0].MediaBox]
    assert box[2:] == pytest.approx([width, height], abs=0.01)


def test_ruler_sheet_when_shifted_then_scale_stands_moved_by_it():
    straight = next(one for one in words_of(ruler_sheet(210, 297, 1, "лист")) if one.text == "100")
    moved = ruler_sheet(210, 297, 1, "лист", SideShifts(Shift(2.0, -1.5)))
    found = next(one for one in words_of(moved) if one.text == "100")
    assert (found.x - straight.x, found.y - straight.y) == pytest.approx((2.0, -1.5), abs=0.02)
