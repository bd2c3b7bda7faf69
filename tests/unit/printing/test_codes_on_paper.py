"""Bar codes read back from pictures of the paper."""

import io
import os
import shutil
import subprocess

import pytest
import zxingcpp
from paper_tools import LIBRARY, paper_of, sample
from PIL import Image

from registrar_app.domain.errors import RefusedError
from registrar_app.printing.barcodes import code128_modules
from registrar_app.printing.render import render

PERSON = {"full_name": "Вышеславцев-Оболенский Всеволод Константинович", "birth_date": "1958-03-07"}


def picture(pdf: bytes, dpi: int) -> Image.Image:
    if not shutil.which("pdftoppm"):
        if os.environ.get("CI"):
            pytest.fail("pdftoppm (poppler-utils) is missing")
        pytest.skip("pdftoppm (poppler-utils) is missing")
    command = ["pdftoppm", "-r", str(dpi), "-f", "1", "-l", "1", "-png", "-"]
    return Image.open(io.BytesIO(subprocess.run(command, input=pdf, capture_output=True, check=True).stdout))


def read_codes(pdf: bytes, dpi: int) -> list[tuple[str, str]]:
    return [(str(one.format).replace(" ", ""), one.text) for one in zxingcpp.read_barcodes(picture(pdf, dpi))]


@pytest.mark.parametrize("number", ["000124", "17/2026", "1234567890-2026"])
def test_foot_code_when_page_is_scanned_then_the_number_is_read(number):
    found = read_codes(paper_of(sample("086u-a1"), number=number).pdf, 200)
    assert [text for _, text in found] == [number]
    assert "128" in found[0][0]


def test_foot_code_when_there_is_no_number_then_none():
    case = sample("086u-a1")
    del case["certificate"]["number"]
    assert read_codes(paper_of(case).pdf, 200) == []


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("number", ["014287", "AB/12-345678", "0123456789012345678901234567"])
def test_label_when_printed_then_the_record_number_is_read(number, dpi):
    form = LIBRARY.get("record-label")
    values = {**PERSON, "district": "12", "card_number": number}
    paper = render(form, form.editions[0], values)
    assert (paper.width_mm, paper.height_mm) == (58, 40)
    assert [text for _, text in read_codes(paper.pdf, dpi)] == [number]


@pytest.mark.parametrize("number", ["А-17", "ABCDEFGHIJKLMNOPQRS"])
def test_label_when_the_number_is_no_code_or_too_wide_then_refused(number):
    form = LIBRARY.get("record-label")
    with pytest.raises(RefusedError) as caught:
        render(form, form.editions[0], {**PERSON, "card_number": number})
    assert "card_number" in {one.field for one in caught.value.problems}


def test_label_when_name_is_long_then_initials():
    form = LIBRARY.get("record-label")
    long = "Константинопольская-Задунайская-Северская Александра-Екатерина-Мария Всеволодовна"
    paper = render(form, form.editions[0], {**PERSON, "full_name": long, "card_number": "1"})
    assert paper.fills["full_name"].pt >= 7


@pytest.mark.parametrize("content", ["", "номер", "a\nb"])
def test_code128_when_content_is_not_ascii_then_value_error(content):
    with pytest.raises(ValueError, match="128"):
        code128_modules(content)
