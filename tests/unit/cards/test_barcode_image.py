"""Real PDF417 symbols in real pictures, read back into people."""

import io

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from registrar_app.cards.barcode_image import one_of, read_gray, read_picture
from registrar_app.domain.errors import RegistrarError
from tests.policy_codes import TODAY, VECTORS

CODES = [bytes.fromhex(one["hex"]) for one in VECTORS]


def symbol(data: bytes, scale: int = 3) -> Image.Image:
    """A code on white paper."""
    made = zxingcpp.create_barcode(data, zxingcpp.PDF417, ec_level="5")
    return Image.fromarray(np.pad(np.array(made.to_image(scale=scale)), 40, constant_values=255))


def as_file(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def page(*pictures: Image.Image) -> Image.Image:
    """Several pictures one below the other."""
    paper = Image.new("L", (max(one.width for one in pictures), sum(one.height for one in pictures)), 255)
    top = 0
    for one in pictures:
        paper.paste(one, (0, top))
        top += one.height
    return paper


@pytest.mark.parametrize("code", CODES, ids=["type 2", "no patronymic", "type 1"])
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "TIFF"])
def test_policy_when_in_a_picture_file_is_read(code, kind):
    scan = one_of(read_picture(as_file(symbol(code), kind), TODAY))
    assert scan.policy_number == VECTORS[CODES.index(code)]["expect"]["policy_number"]
    assert scan.symbology == "]L2"


@pytest.mark.parametrize("degrees", [4, 10, -10, 90, 180])
def test_policy_when_photographed_askew_is_read(degrees):
    turned = symbol(CODES[0], 4).rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    assert one_of(read_picture(as_file(turned, "JPEG", quality=60), TODAY)).is_read


def test_policy_when_on_a_transparent_ground_is_read():
    black = symbol(CODES[0])
    clear = Image.new("RGBA", black.size, (0, 0, 0, 0))
    clear.paste((0, 0, 0, 255), (0, 0), Image.eval(black, lambda value: 255 - value))
    assert one_of(read_picture(as_file(clear), TODAY)).is_read


def test_pixels_when_given_are_read_without_a_file():
    picture = symbol(CODES[0])
    scans = read_gray(picture.tobytes(), picture.width, picture.height, TODAY)
    assert scans[0].policy_number == "7856510844330801"


def test_policy_when_beside_other_codes_comes_first():
    other = zxingcpp.create_barcode("https://example.org/check", zxingcpp.QRCode)
    square = Image.fromarray(np.pad(np.array(other.to_image(scale=6)), 40, constant_values=255))
    scans = read_picture(as_file(page(square, symbol(CODES[0]))), TODAY)
    assert [one.is_read for one in scans] == [True, False]
    assert scans[1].text == "https://example.org/check"


def test_two_policies_when_in_one_picture_are_none():
    scans = read_picture(as_file(page(symbol(CODES[0]), symbol(CODES[1]))), TODAY)
    with pytest.raises(RegistrarError) as refused:
        one_of(scans)
    assert refused.value.code == "SCAN-063"


def test_policy_when_twice_in_one_picture_is_one():
    assert one_of(read_picture(as_file(page(symbol(CODES[0]), symbol(CODES[0]))), TODAY)).is_read


def test_picture_when_without_a_code_says_so():
    scans = read_picture(as_file(Image.new("L", (300, 200), 255)), TODAY)
    with pytest.raises(RegistrarError) as refused:
        one_of(scans)
    assert refused.value.code == "SCAN-062"


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.7", as_file(symbol(CODES[0]))[:400], as_file(symbol(CODES[0]), "JPEG")[:30],
     as_file(Image.new("1", (9000, 9000)))],
    ids=["empty", "a PDF", "cut PNG", "cut JPEG", "too large"],
)  # fmt: skip
def test_file_when_no_picture_says_so(data):
    with pytest.raises(RegistrarError) as refused:
        read_picture(data, TODAY)
    assert refused.value.code == "SCAN-061"


def test_picture_when_of_no_size_has_no_codes():
    assert read_gray(b"", 0, 0, TODAY) == ()
