"""Labels as dots: whole bars, one bit, read back as a scanner would."""

import io
import itertools
import os
import shutil
import subprocess

import pytest
import zxingcpp
from paper_tools import LIBRARY
from PIL import Image

from registrar_app.printing import raster
from registrar_app.printing.board import Bars
from registrar_app.printing.checks import shown_values
from registrar_app.printing.form import Mode
from registrar_app.printing.layout import lay_out
from registrar_app.printing.shift import Shift, SideShifts

LABELS = [one.key for one in LIBRARY.forms() if one.sheet.is_label]
PERSON = {
    "full_name": "Константинопольская-Забайкальская Александра Владиславовна",
    "birth_date": "1958-03-07",
    "district": "12",
}


def board_of(key, number, dpi):
    form = LIBRARY.get(key)
    edition = form.editions[-1]
    values = {**PERSON, "card_number": number, "number_text": number}
    shown, problems = shown_values(form, edition, values, Mode.FINAL)
    assert not problems
    board = lay_out(form, edition, shown)
    assert not board.problems
    raster.snapped(board, form.sheet, dpi)
    return form, board


def runs_of(row):
    return [len(list(group)) for _, group in itertools.groupby(row)]


@pytest.mark.parametrize("dpi", raster.RESOLUTIONS)
@pytest.mark.parametrize("key", LABELS)
@pytest.mark.parametrize("number", ["000124", "AB/12-345678", "0123456789012345678901234567"])
def test_label_when_made_of_dots_then_bars_are_whole_and_read_back(key, number, dpi):
    form, board = board_of(key, number, dpi)
    (page,) = raster.pictures(board, form.sheet, dpi)
    assert page.mode == "1"
    assert page.size == (round(form.sheet.width_mm / 25.4 * dpi), round(form.sheet.height_mm / 25.4 * dpi))
    bars = next(one for one in board.items if isinstance(one, Bars))
    dots = bars.module_mm * dpi / 25.4
    assert dots == pytest.approx(round(dots))
    assert (bars.area.x * dpi / 25.4) == pytest.approx(round(bars.area.x * dpi / 25.4))
    middle = round((bars.area.y + bars.area.h / 2) / 25.4 * dpi)
    row = [page.getpixel((x, middle)) for x in range(page.width)]
    inner = runs_of(row)[1:-1]
    assert sum(inner) == len(bars.modules) * round(dots)
    assert all(one % round(dots) == 0 for one in inner)
    assert [one.text for one in zxingcpp.read_barcodes(page.convert("L"))] == [number]


@pytest.mark.parametrize("dpi", raster.RESOLUTIONS)
def test_file_when_rasterised_at_the_printer_then_the_same_dots(dpi):
    if not shutil.which("pdftoppm"):
        if os.environ.get("CI"):
            pytest.fail("pdftoppm (poppler-utils) is missing")
        pytest.skip("pdftoppm (poppler-utils) is missing")
    form, board = board_of("record-label", "014287", dpi)
    pages = raster.pictures(board, form.sheet, dpi)
    pdf = raster.as_pdf(pages, dpi)
    command = ["pdftoppm", "-r", str(dpi), "-mono", "-"]
    out = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    with Image.open(io.BytesIO(out)) as printed:
        assert printed.size == pages[0].size
        assert printed.convert("1").tobytes() == pages[0].tobytes()


def test_code_when_too_wide_for_the_sheet_then_a_dot_less():
    form, board = board_of("record-label", "0123456789012345678901234567", 203)
    (wide,) = [one for one in board.items if isinstance(one, Bars)]
    raster.snapped(board, form.sheet, 100)
    (bars,) = [one for one in board.items if isinstance(one, Bars)]
    assert bars.module_mm == pytest.approx(0.254)
    assert wide.area.w <= form.sheet.width_mm


def test_shift_when_in_dots_then_the_nearest_whole_one():
    moved = SideShifts(Shift(0.3, -0.2)).in_dots(203)
    assert moved.front.right == pytest.approx(2 * 25.4 / 203)
    assert moved.front.down == pytest.approx(-2 * 25.4 / 203)
