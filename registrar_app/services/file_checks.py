"""What a file is by its content, and whether it may be kept. No database: call it in a worker.

A PDF may hold scripts, attachments and links that leave the page. They are taken out, and it is said; where
the file is signed it is refused instead, for taking them out would break the signature.
"""

import io
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf.models.ctm import get_objects_with_ctm
from pikepdf.sanitize import Sanitizer
from PIL import Image

from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.files import FILE_KINDS, LEAST_DPI, effective_dpi, is_too_coarse
from registrar_app.domain.problems import Problem, problem

PDF, JPG, PNG = "application/pdf", "image/jpeg", "image/png"
SUFFIXES = {PDF: ".pdf", JPG: ".jpg", PNG: ".png"}
_MAX_PIXELS = 80_000_000
"""A2 at 400 dpi in one picture is less; more costs hundreds of megabytes to draw."""
_MAX_SIDE_PT = 3371.0
"""Long side of A0, in points."""
_POINTS_PER_INCH = 72.0
_COVERED = 0.5
"""A page half covered by pictures is a scan; less is a text with a logo."""
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, LookupError, struct.error, zlib.error)
"""What the picture library raises at damaged data."""
_HARMFUL = Sanitizer().remove_javascript().remove_attachments().remove_multimedia()
_OUTWARD = Sanitizer().remove_external_access()


@dataclass(frozen=True, slots=True)
class Scan:
    """A picture that fills a page."""

    width_px: int
    height_px: int
    declared_dpi: int | None
    """As the file says it, None where it does not."""


@dataclass(frozen=True, slots=True, repr=False)
class CheckedFile:
    """A file that may be kept."""

    data: bytes
    """As it will be kept: without scripts and attachments."""
    mime: str
    pages: int
    scans: tuple[Scan, ...]
    """Its scanned pages; for a picture the picture itself."""
    is_cleaned: bool = False
    """Something that may be executed or was hidden inside has been taken out."""

    def dpi(self, kind: str) -> int | None:
        """Points per inch of the worst scanned page as a file of this kind; None where none is a scan."""
        sheet = FILE_KINDS[kind].sheet_mm
        found = [effective_dpi(one.width_px, one.height_px, one.declared_dpi, sheet) for one in self.scans]
        return min(found, default=None)

    def resolution_problem(self, kind: str) -> Problem | None:
        """``REC-098`` where a page is meant and its scan is too coarse."""
        dpi = self.dpi(kind)
        if not is_too_coarse(FILE_KINDS[kind], dpi):
            return None
        return problem("REC-098", dpi=str(dpi), least=str(LEAST_DPI))


def read_source(source: Path | bytes, limit: int) -> bytes:
    """The bytes of a file, never more than may be kept.

    Args:
        source: A path, or the bytes themselves.
        limit: Bytes allowed.

    Raises:
        RegistrarError: empty (``REC-090``), too large (``REC-092``), not to be read (``REC-104``).
    """
    if isinstance(source, Path):
        try:
            with source.open("rb") as file:
                data = file.read(limit + 1)
        except OSError as error:
            raise RegistrarError("REC-104") from error
    else:
        data = source
    if not data:
        raise RegistrarError("REC-090")
    if len(data) > limit:
        raise RegistrarError("REC-092", limit=f"{limit / 2**20:g}".replace(".", ","))
    return data


def check_file(data: bytes) -> CheckedFile:
    """Look into a file.

    Raises:
        RegistrarError: what is wrong with it, ``REC-091`` to ``REC-099``.
    """
    if b"%PDF-" in data[:1024]:
        return _check_pdf(data)
    if data.startswith(b"\xff\xd8\xff"):
        return _check_picture(data, JPG)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _check_picture(data, PNG)
    raise RegistrarError("REC-091")


# -- pictures -----------------------------------------------------------------------------------


def _check_picture(data: bytes, mime: str) -> CheckedFile:
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as picture:
            _check_pixels(picture.width, picture.height)
            # Telephones put a second picture behind a JPEG; that is one photograph all the same.
            if mime == PNG and getattr(picture, "is_animated", False):
                raise RegistrarError("REC-095")
            if picture.mode == "CMYK":
                raise RegistrarError("REC-096")
            picture.load()
            scan = Scan(picture.width, picture.height, _declared(picture.info.get("dpi")))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise RegistrarError("REC-097", size="больше 80 мегапикселей") from error
    except _BROKEN as error:
        raise RegistrarError("REC-093") from error
    return CheckedFile(data, mime, 1, (scan,))


def _check_pixels(width: int, height: int) -> None:
    if width * height > _MAX_PIXELS:
        raise RegistrarError("REC-097", size=f"{width} × {height} точек")


def _declared(dpi: object) -> int | None:
    """The smaller of both directions; some programs declare 0 or 1."""
    if not isinstance(dpi, tuple) or len(dpi) != 2:
        return None
    least = round(min(float(one) for one in dpi))
    return least if least > 1 else None


# -- PDF ----------------------------------------------------------------------------------------


def _check_pdf(data: bytes) -> CheckedFile:
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            is_cut = b"%%EOF" not in data[-2048:] and bool(pdf.get_warnings())
            if is_cut or not len(pdf.pages):
                raise RegistrarError("REC-093")
            scans = tuple(scan for page in pdf.pages if (scan := _page_scan(page)) is not None)
            pages = len(pdf.pages)
            cleaned = _cleaned(pdf)
    except pikepdf.PasswordError as error:
        raise RegistrarError("REC-094") from error
    except (pikepdf.PdfError, pikepdf.DataDecodingError, TypeError, *_BROKEN) as error:
        raise RegistrarError("REC-093") from error
    return CheckedFile(cleaned or data, PDF, pages, scans, is_cleaned=cleaned is not None)


def _cleaned(pdf: pikepdf.Pdf) -> bytes | None:
    """The file without what may be executed or is hidden inside; None if there is nothing of that.

    Raises:
        RegistrarError: it is signed and there is something (``REC-099``).
    """
    before = _saved(pdf)
    _HARMFUL.apply(pdf)
    is_harmful = _saved(pdf) != before
    if _is_signed(pdf):
        if is_harmful:
            raise RegistrarError("REC-099")
        return None  # links of a signed file stay: they do nothing by themselves
    _OUTWARD.apply(pdf)
    after = _saved(pdf)
    return after if after != before else None


def _saved(pdf: pikepdf.Pdf) -> bytes:
    buffer = io.BytesIO()
    # Pictures are copied as they stand: packing them anew would cost most of a second.
    keep = pikepdf.StreamDecodeLevel.none
    pdf.save(
        buffer, deterministic_id=True, encryption=False, compress_streams=False, stream_decode_level=keep
    )
    return buffer.getvalue()


def _is_signed(pdf: pikepdf.Pdf) -> bool:
    form = pdf.Root.get("/AcroForm")
    return isinstance(form, pikepdf.Dictionary) and bool(int(form.get("/SigFlags", 0)) & 1)


def _page_scan(page: pikepdf.Page) -> Scan | None:
    """The picture of a scanned page with its resolution on the paper; None for a page of text.

    Raises:
        RegistrarError: the page or a picture is too large (``REC-097``).
    """
    width, height = _page_size(page)
    if max(width, height) > _MAX_SIDE_PT:
        raise RegistrarError("REC-097", size=f"лист длиной {max(width, height) / 72 * 25.4:.0f} мм")
    placed = _placed(page)
    nested = [one for one in page.get_images().values() if isinstance(one, pikepdf.Stream)]
    for one in nested:
        _check_pixels(int(one["/Width"]), int(one["/Height"]))
    if not placed and len(nested) == 1:
        # Some programs wrap the picture of a page once more; it then fills the page as well.
        placed = [(_scan(nested[0], width, height), width * height)]
    if sum(area for _scan_, area in placed) < _COVERED * width * height:
        return None
    # Layers of one page (text above its background): the finest one carries the writing.
    return max((scan for scan, _area in placed), key=lambda one: one.declared_dpi or 0)


def _placed(page: pikepdf.Page) -> list[tuple[Scan, float]]:
    """Pictures drawn by the page itself, each with the area it covers in square points."""
    pictures = page.get_images(recursive=False)
    found = []
    for name, matrix in get_objects_with_ctm(page):
        picture = pictures.get(name)
        across, up = abs(complex(matrix.a, matrix.b)), abs(complex(matrix.c, matrix.d))
        if isinstance(picture, pikepdf.Stream) and min(across, up) > 0:
            found.append((_scan(picture, across, up), across * up))
    return found


def _scan(picture: pikepdf.Stream, across: float, up: float) -> Scan:
    """A picture on its place, whose sides are in points."""
    width, height = int(picture["/Width"]), int(picture["/Height"])
    return Scan(width, height, round(min(width / across, height / up) * _POINTS_PER_INCH))


def _page_size(page: pikepdf.Page) -> tuple[float, float]:
    """Width and height in points."""
    left, bottom, right, top = (float(one) for one in page.mediabox)
    unit = float(page.obj.get("/UserUnit", 1))
    return abs(right - left) * unit, abs(top - bottom) * unit
