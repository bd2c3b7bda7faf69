"""QR codes on papers: whole dots of a printer, read from the sheet and from the file."""

import io
import os
import re
import shutil
import subprocess
from datetime import date

import pikepdf
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from paper_tools import LIBRARY
from paper_values import case_for
from PIL import Image

from registrar_app.printing.board import StampPlace
from registrar_app.printing.case import read_case
from registrar_app.printing.form import Mode
from registrar_app.printing.matrix import LEAST_DOTS, matrix_in, qr_modules
from registrar_app.printing.paper_reader import PaperContent, read_paper
from registrar_app.printing.pdfa import finish
from registrar_app.printing.render import RenderedPaper, render

CODE = "HTTPS://CLINIC.EXAMPLE/V/" + "2KCE3IQBE4CEQ5X44JAWZHPUDWQFQ4ABCD" * 9
"""As long as a paper's code is: 331 characters of the short mode."""
WITH_PLACE = tuple(
    one.key for one in LIBRARY.forms() if not one.not_offered and "qr" in {each.id for each in one.places}
)


def _paper(key: str, mode: Mode | None = None) -> RenderedPaper:
    form = LIBRARY.get(key)
    edition = next(one for one in reversed(form.editions) if one.has_layout)
    case = case_for(edition, edition.issue_date_from or date(2026, 3, 1))
    return render(
        form, edition, read_case(edition, case).values, mode=mode or form.default_mode, codes={"qr": CODE}
    )


def _picture(pdf: bytes, dpi: int) -> Image.Image:
    if not shutil.which("pdftoppm"):
        if os.environ.get("CI"):
            pytest.fail("pdftoppm (poppler-utils) is missing")
        pytest.skip("pdftoppm (poppler-utils) is missing")
    command = ["pdftoppm", "-r", str(dpi), "-f", "1", "-l", "1", "-png", "-"]
    return Image.open(io.BytesIO(subprocess.run(command, input=pdf, capture_output=True, check=True).stdout))


@pytest.mark.parametrize("key", WITH_PLACE)
def test_code_when_form_has_a_place_then_it_is_read_from_sheet_and_file(key: str) -> None:
    pdf = finish(_paper(key).pdf, "Справка")
    assert read_paper(pdf).codes == (CODE,)
    seen = zxingcpp.read_barcodes(_picture(pdf, 300), formats=zxingcpp.BarcodeFormat.QRCode)
    assert [one.text for one in seen] == [CODE]


def test_code_when_form_has_no_place_then_none_is_drawn() -> None:
    assert "003-vu" not in WITH_PLACE
    assert read_paper(_paper("003-vu").pdf).codes == ()
    assert read_paper(_paper("003-vu", Mode.OVERPRINT).pdf).codes == ()


@settings(max_examples=60, deadline=None)
@given(side=st.floats(10, 40), length=st.integers(1, 500))
def test_modules_when_drawn_then_whole_dots_inside_the_place(side: float, length: int) -> None:
    place = StampPlace("qr", 0, 20, 30, side, side)
    found = matrix_in(place, "A" * length)
    if found is None:
        assert length > 20 or side < 11
        return
    module = found.dots * 25.4 / 600
    assert found.dots >= LEAST_DOTS
    assert found.dots % 2 == 0
    assert found.area.w == pytest.approx(len(found.modules) * module)
    assert found.area.x - 4 * module >= 20 - 1e-6
    assert found.area.x + found.area.w + 4 * module <= 20 + side + 1e-6
    assert found.picture().size == (len(found.modules) * found.dots,) * 2


def test_modules_when_nothing_to_hold_then_refused() -> None:
    with pytest.raises(ValueError, match="nothing"):
        qr_modules("")
    with pytest.raises(ValueError, match=r".+"):
        qr_modules("A" * 5000)


def test_letters_when_read_from_the_file_then_name_and_number_are_among_them() -> None:
    pdf = _paper("free-form-note").pdf
    letters = read_paper(pdf).letters
    assert "Константинопольский-Задунайский" in letters
    assert not re.search(r"\s", letters)


@pytest.mark.parametrize("junk", [b"", b"%PDF-1.7", b"\x00" * 3000, b"PK\x03\x04"])
def test_file_when_it_is_none_then_nothing_is_read(junk: bytes) -> None:
    assert read_paper(junk) == PaperContent()


def test_file_when_its_pictures_are_broken_then_the_rest_is_read() -> None:
    with pikepdf.open(io.BytesIO(_paper("free-form-note").pdf)) as document:
        page = document.pages[0]
        bad = pikepdf.Stream(document, b"no picture", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image,
                             Width=9, Height=9, Filter=pikepdf.Name.DCTDecode)  # fmt: skip
        huge = pikepdf.Stream(document, b"0", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image,
                              Width=99_999, Height=99_999, BitsPerComponent=8)  # fmt: skip
        page.Resources.XObject["/Bad"] = document.make_indirect(bad)
        page.Resources.XObject["/Huge"] = document.make_indirect(huge)
        out = io.BytesIO()
        document.save(out)
    assert read_paper(out.getvalue()).codes == (CODE,)


def test_code_when_the_number_of_a_page_is_cut_then_never_raises() -> None:
    pdf = finish(_paper("free-form-note").pdf, "Справка")
    for length in range(0, len(pdf), 1499):
        assert read_paper(pdf[:length]).codes in ((), (CODE,))
