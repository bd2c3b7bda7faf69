"""What a finished file says itself: its QR codes and the letters on its pages. Never raises for a bad file.

Codes are read from the pictures the pages are made of, letters by the tables that PDF/A-2u asks for; nothing
is drawn. So a code is read exactly as it was put into the file, and a signature over the file is over it too.
"""

import io
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf
from PIL import Image, ImageOps

_log = logging.getLogger(__name__)
_MOST_PAGES = 20
_MOST_PICTURES = 12
"""Of one page; a photograph album is no paper."""
_MOST_PIXELS = 4_000_000
_EDGE = 40
"""White put round a picture, pixels: a code needs it, and its picture has none."""
_LARGEST_TABLE = 200_000
"""Bytes of a font's table of letters."""
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(<[0-9A-Fa-f]+>|\[[^\]]*\])")
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_WORD = re.compile(rb"<([0-9A-Fa-f]+)>")
_Table = dict[int, str]


@dataclass(frozen=True, slots=True)
class PaperContent:
    """What can be read in a file."""

    codes: tuple[str, ...] = field(default=(), repr=False)
    """Texts of its QR codes, each once."""
    letters: str = field(default="", repr=False)
    """Letters of all pages as they were drawn, without blanks; those of unknown fonts are left out."""


def read_paper(pdf: bytes) -> PaperContent:
    """Read codes and letters; what cannot be read is left out.

    Args:
        pdf: Any bytes.
    """
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            pages = list(document.pages)[:_MOST_PAGES]
            codes = dict.fromkeys(one for page in pages for one in _codes(page))
            letters = "".join(_letters(page) for page in pages) if codes else ""
            return PaperContent(tuple(codes), letters)
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        _log.info("a file is not read for its codes: %s", type(error).__name__)
        return PaperContent()


def _codes(page: pikepdf.Page) -> Iterator[str]:
    import zxingcpp

    for stream in list(page.get_images().values())[:_MOST_PICTURES]:
        if not isinstance(stream, pikepdf.Stream):
            continue
        if int(stream.get("/Width", 0)) * int(stream.get("/Height", 0)) > _MOST_PIXELS:
            continue
        try:
            picture = pikepdf.PdfImage(stream).as_pil_image()
        except (pikepdf.PdfError, pikepdf.models.image.UnsupportedImageTypeError, OSError, ValueError,
                NotImplementedError, Image.DecompressionBombError):  # fmt: skip
            continue
        gray = ImageOps.expand(picture.convert("L"), _EDGE, fill=255)
        view = memoryview(gray.tobytes()).cast("B", (gray.height, gray.width))
        for one in zxingcpp.read_barcodes(
            view, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
        ):
            yield one.text


def _letters(page: pikepdf.Page) -> str:
    fonts = page.resources.get("/Font") if "/Resources" in page.obj else None
    tables = {name: _table(font) for name, font in fonts.items()} if fonts is not None else {}
    current: _Table = {}
    found: list[str] = []
    for drawn in pikepdf.parse_content_stream(page, "Tf Tj TJ ' \""):
        if str(drawn.operator) == "Tf":
            current = tables.get(str(drawn.operands[0]), {})
            continue
        last = drawn.operands[-1]
        parts = list(last) if isinstance(last, pikepdf.Array) else [last]
        for part in parts:
            if isinstance(part, pikepdf.String):
                found += (current.get(code, "") for code in bytes(part))
    return "".join("".join(found).split())


def _table(font: pikepdf.Object) -> _Table:
    """Letters of a font of one byte a sign, as ours are; of others nothing."""
    if font.get("/Subtype") == "/Type0" or "/ToUnicode" not in font:
        return {}
    raw = font.ToUnicode.read_bytes()[:_LARGEST_TABLE]
    table: _Table = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", raw, re.DOTALL):
        table |= {int(code, 16): _text(letters) for code, letters in _PAIR.findall(block)}
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", raw, re.DOTALL):
        for first, last, target in _RANGE.findall(block):
            begin, count = int(first, 16), min(int(last, 16) - int(first, 16) + 1, 256)
            words = _WORD.findall(target)
            if target.startswith(b"["):
                table |= {begin + place: _text(word) for place, word in enumerate(words[:count])}
            else:
                start = int(words[0], 16)
                last_code = min(count, 0x110000 - start)
                table |= {begin + place: chr(start + place) for place in range(last_code)}
    return table


def _text(digits: bytes) -> str:
    return bytes.fromhex(digits.decode().rjust(-(-len(digits) // 4) * 4, "0")).decode("utf-16-be", "ignore")
