"""The photo of a card: two formats, everything else is none, and never an exception."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from registrar_app.cards.photo import LONGEST_PX, decode_photo


def picture(kind: str, size: tuple[int, int] = (120, 160), mode: str = "RGB", **options) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(out, kind, **options)
    return out.getvalue()


JPEG = picture("JPEG")
KINDS = {
    "JPEG": JPEG,
    "gray JPEG": picture("JPEG", mode="L"),
    "CMYK JPEG": picture("JPEG", mode="CMYK"),
    "JPEG 2000 in boxes": picture("JPEG2000"),
    "JPEG 2000 code stream": picture("JPEG2000", no_jp2=True),
}


@pytest.mark.parametrize("data", KINDS.values(), ids=KINDS)
def test_photo_when_of_a_known_format_is_decoded(data):
    shown = decode_photo(data)
    assert (shown.width, shown.height, len(shown.rgb)) == (120, 160, 120 * 160 * 3)


def test_photo_when_large_is_made_smaller():
    shown = decode_photo(picture("JPEG", (1500, 2000)))
    assert (shown.width, shown.height) == (360, LONGEST_PX)


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xd8\xff", JPEG[:600], b"\x00" * 500, picture("PNG"), picture("JPEG", (2500, 2500))],
    ids=["nothing", "beginning only", "cut off", "zeros", "another format", "too large"],
)
def test_photo_when_it_cannot_be_shown_is_none(data):
    assert decode_photo(data) is None


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(list(KINDS.values())), st.integers(0, 4000), st.binary(min_size=1, max_size=6))
def test_photo_when_damaged_anywhere_is_shown_or_none(data, at, put):
    at %= len(data)
    shown = decode_photo(data[:at] + put + data[at + len(put) :])
    assert shown is None or len(shown.rgb) == shown.width * shown.height * 3
