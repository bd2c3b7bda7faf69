"""A booklet: each page once, in order when the sheets are folded, at full size and at its place."""

import io
from datetime import date

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from paper_tools import LIBRARY, words_of

from registrar_app.printing.booklet import folded, turns
from registrar_app.printing.specimen import specimen

BOOKLETS = [one for one in LIBRARY.forms() if one.sheet.is_booklet]


def read_when_folded(sides):
    """The page numbers in the order of turning the leaves of sheets laid in each other."""
    fronts, backs = sides[::2], sides[1::2]
    first = [number for front, back in zip(fronts, backs, strict=True) for number in (front[1], back[0])]
    second = [number for front, back in zip(fronts, backs, strict=True) for number in (front[0], back[1])]
    return first + second[::-1]


@given(st.integers(1, 60))
def test_turns_when_folded_then_pages_follow_each_other(count):
    sides = list(turns(count))
    assert len(sides) % 2 == 0
    assert read_when_folded(sides) == list(range(1, 2 * len(sides) + 1))
    assert count <= 2 * len(sides) < count + 4


def test_turns_of_eight_pages():
    assert list(turns(8)) == [(8, 1), (2, 7), (6, 3), (4, 5)]


@pytest.mark.parametrize("form", BOOKLETS, ids=lambda one: one.key)
def test_folded_when_read_back_then_every_word_stands_as_far_from_its_edge(form):
    edition = LIBRARY.edition(form.key, date(2026, 3, 1))
    whole = specimen(form, edition, is_filled=True)
    pages, sheets = words_of(whole), words_of(folded(whole))
    assert len(pages) == len(sheets)
    width = form.sheet.width_mm
    for side, pair in enumerate(turns(len(form.sheet.side_names))):
        for place, number in enumerate(pair):
            there = {(one.text, round(one.x + place * width, 1), round(one.y, 1)) for one in pages
                     if one.page == number - 1}  # fmt: skip
            here = {(one.text, round(one.x, 1), round(one.y, 1)) for one in sheets
                    if one.page == side and (one.x >= width) == bool(place)}  # fmt: skip
            assert {one[0] for one in here} == {one[0] for one in there}
            assert near(here, there)


def near(here, there):
    return all(
        any(text == other and abs(x - x2) < 0.2 and abs(y - y2) < 0.2 for other, x2, y2 in there)
        for text, x, y in here
    )


def test_folded_when_pages_have_stamps_then_they_are_kept():
    form = BOOKLETS[0]
    edition = LIBRARY.edition(form.key, date(2026, 3, 1))
    with pikepdf.open(io.BytesIO(specimen(form, edition, is_filled=True))) as pdf:
        look = pdf.make_stream(b"0 0 20 20 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        look.BBox = [0, 0, 20, 20]
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Stamp, Rect=[10, 10, 30, 30], F=4, AP={"/N": look}
        )
        pdf.pages[0].Annots = pdf.make_indirect([pdf.make_indirect(note)])
        out = io.BytesIO()
        pdf.save(out)
    with pikepdf.open(io.BytesIO(folded(out.getvalue()))) as pdf:
        forms = [one for one in pdf.objects if isinstance(one, pikepdf.Stream)]
        assert any(b"20 20 re" in one.read_bytes() for one in forms)
        assert len(pdf.pages) == 4
        assert [round(float(edge) / 72 * 25.4) for edge in pdf.pages[0].mediabox] == [0, 0, 210, 148]
