"""Codes in a picture: a photograph of a paper policy, a scan, a screenshot from a telephone.

Every code found is decoded as if a scanner had sent its bytes. Source: project's domain notes on the test
bench, section 8.
"""

import io
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from PIL import Image, ImageSequence, UnidentifiedImageError

from registrar_app.cards.barcode import PolicyScan, decode_policy
from registrar_app.cards.barcode.scan import ScanError, ScanStatus
from registrar_app.domain.errors import RegistrarError

MAX_BYTES = 30_000_000
"""Of a picture file."""
_MAX_PIXELS = 60_000_000
"""An A4 page at 600 dpi has 35 million."""
_TILTS = (-4, 4, -8, 8, -13, 13)
"""Degrees; a code tilted by ten is not found as it lies, and hands are never straight."""
_TILT_WIDTH = 2000
"""Pixels; a larger picture is made smaller before it is turned."""
MAX_PAGES = 20
"""Of a file with several; a policy is on the first ones or nowhere."""
_PDF = b"%PDF-"
_PDF_WITHIN = 1024
"""Readers look for the beginning of a PDF in so many bytes."""


class GrayPage(NamedTuple):
    """A page as pixels: one byte each, 0 black, rows without padding."""

    pixels: bytes
    width: int
    height: int

    def __repr__(self) -> str:
        """Without the pixels."""
        return f"GrayPage({self.width}×{self.height})"


PdfPages = Callable[[bytes], Iterable[GrayPage]]
"""Draws the pages of a PDF file one after another, the first ``MAX_PAGES``.

Raises:
    RegistrarError: it is broken or locked (``SCAN-061``).
"""


def read_picture(data: bytes, today: date, pdf_pages: PdfPages | None = None) -> tuple[PolicyScan, ...]:
    """Decode the codes of a picture file; of one with several pages those of the first page that has any.

    Args:
        data: PNG, JPEG, BMP, TIFF, GIF or WEBP; PDF where there is something to draw it.
        today: For the checks of dates.
        pdf_pages: Draws a PDF.

    Returns:
        One scan for each code found, policies first; empty when there is none.

    Raises:
        RegistrarError: this is no picture, or too large a one (``SCAN-061``).
    """
    if len(data) > MAX_BYTES:
        raise RegistrarError("SCAN-061")
    is_pdf = pdf_pages is not None and _PDF in data[:_PDF_WITHIN]
    for page in pdf_pages(data) if pdf_pages and is_pdf else _pages(data):
        scans = read_gray(page.pixels, page.width, page.height, today)
        if scans:
            return scans
    return ()


def _pages(data: bytes) -> Iterator[GrayPage]:
    """The pages of a picture file: one, or the frames of a TIFF."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            for number, frame in enumerate(ImageSequence.Iterator(picture)):
                if number == MAX_PAGES or (number and picture.format != "TIFF"):
                    return
                if frame.width * frame.height > _MAX_PIXELS:
                    raise RegistrarError("SCAN-061")
                gray = _gray(frame)
                yield GrayPage(gray.tobytes(), gray.width, gray.height)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise RegistrarError("SCAN-061") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise RegistrarError("SCAN-061") from error


def read_gray(pixels: bytes, width: int, height: int, today: date) -> tuple[PolicyScan, ...]:
    """Decode the codes of a picture in memory.

    Args:
        pixels: One byte a pixel, 0 black, rows without padding: ``width * height`` bytes.
        width: Pixels.
        height: Pixels.
        today: For the checks of dates.

    Returns:
        As ``read_picture``.
    """
    if width < 1 or height < 1:
        return ()
    scans = _found(pixels, width, height, today)
    if not scans:
        scans = _tilted(Image.frombytes("L", (width, height), pixels), today)
    order = {ScanStatus.OK: 0, ScanStatus.NUMBER_ONLY: 1, ScanStatus.ERROR: 2}
    return tuple(sorted(scans, key=lambda one: (order[one.status], one.error is ScanError.NOT_POLICY)))


def one_of(scans: tuple[PolicyScan, ...]) -> PolicyScan:
    """The one scan that a picture is about.

    Raises:
        RegistrarError: there is no code (``SCAN-062``), or there are two policies (``SCAN-063``).
    """
    if not scans:
        raise RegistrarError("SCAN-062")
    if len({one.policy_number for one in scans if one.is_read}) > 1:
        raise RegistrarError("SCAN-063")
    return scans[0]


def _gray(picture: Image.Image) -> Image.Image:
    """Gray on white: what is transparent counts as paper."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        paper = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(paper, layer).convert("L")
    return picture.convert("L")


def _found(pixels: bytes, width: int, height: int, today: date) -> tuple[PolicyScan, ...]:
    """The codes of a picture as it lies. Always the bytes of a code, never its text: that loses bytes."""
    import zxingcpp

    view = memoryview(pixels).cast("B", (height, width))
    return tuple(
        decode_policy(one.bytes, today).seen_as(symbology=one.symbology_identifier)
        for one in zxingcpp.read_barcodes(view)
    )


def _tilted(picture: Image.Image, today: date) -> tuple[PolicyScan, ...]:
    """The same after turning the picture a little each way."""
    if picture.width > _TILT_WIDTH:
        picture = picture.resize((_TILT_WIDTH, max(picture.height * _TILT_WIDTH // picture.width, 1)))
    for degrees in _TILTS:
        turned = picture.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
        scans = _found(turned.tobytes(), turned.width, turned.height, today)
        if scans:
            return scans
    return ()
