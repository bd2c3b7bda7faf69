"""The mark of an electronic signature on the paper, drawn as a one-page PDF of exactly the field's size.

Source: ГОСТ Р 7.0.97-2016, item 5.23 and its sample: the phrase, number of the X.509, owner, term. The text,
the frame and the place are data, because the edition of 2025 changes them.
"""

import functools
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import pairwise

from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from registrar_app.domain.dates import ru_date
from registrar_app.domain.errors import RegistrarError
from registrar_app.paths import resource
from registrar_app.signing.ports import SigningCertificate

FACE = "RegistrarStamp"
"""A face of its own: ReportLab keys faces by PostScript name, the forms register theirs."""
DEFAULT_TEMPLATE = (
    "ДОКУМЕНТ ПОДПИСАН",
    "ЭЛЕКТРОННОЙ ПОДПИСЬЮ",
    "Сертификат {serial}",
    "Владелец {owner}",
    "Действителен с {valid_from} по {valid_to}",
)
_PT_STEP = 0.25
_LEADING = 1.18
_ASCENT = 0.78


@dataclass(frozen=True, slots=True)
class StampLook:
    """How the stamp is drawn; a setting of the clinic."""

    heading_lines: int = 2
    """So many first lines stand in the middle, the others at the left; in a low field they share one row."""
    largest_pt: float = 8.0
    smallest_pt: float = 4.5
    """Below this the mark is not readable at natural size: refuse."""
    has_frame: bool = True
    frame_pt: float = 0.8
    corner_mm: float = 1.5
    padding_mm: float = 0.8
    colour: tuple[float, float, float] = (0.10, 0.22, 0.55)
    """Red, green, blue of text and frame, 0..1. Dark enough for a black-and-white printer."""


DEFAULT_LOOK = StampLook()


def stamp_lines(
    owner: SigningCertificate,
    zone: tzinfo | None = None,
    template: Sequence[str] = DEFAULT_TEMPLATE,
    signing_time: datetime | None = None,
) -> tuple[str, ...]:
    """Fill the template's lines.

    Args:
        owner: Whose key it is.
        zone: Time zone of the dates printed, the workplace's own when None.
        template: Lines with ``{serial}``, ``{owner}``, ``{organization}``, ``{valid_from}``, ``{valid_to}``,
            ``{signed_at}``; anything else in braces is printed as it stands.
        signing_time: Aware; only for templates that name it.
    """
    words = {
        "serial": owner.serial_hex,
        "owner": owner.owner,
        "organization": owner.organization,
        "valid_from": ru_date(owner.valid_from.astimezone(zone).date()),
        "valid_to": ru_date(owner.valid_to.astimezone(zone).date()),
        "signed_at": f"{signing_time.astimezone(zone):%d.%m.%Y %H:%M}" if signing_time else "",
    }
    return tuple(_fill(line, words) for line in template)


def whole_points(length_mm: float) -> int:
    """A length in points, cut to whole ones: so pyHanko cuts the box of a stamp, and with it a frame."""
    return int(length_mm * mm)


@functools.lru_cache(maxsize=64)
def draw_stamp(
    lines: tuple[str, ...], width_mm: float, height_mm: float, look: StampLook = DEFAULT_LOOK
) -> bytes:
    """Draw a stamp; the same one again comes from memory, so each signer's is drawn once.

    Args:
        lines: Filled lines, top to bottom.
        width_mm: Width of the signature field, mm.
        height_mm: Its height, mm.
        look: Frame, sizes, colour.

    Returns:
        A PDF of one page of that size in whole points with one embedded face, fit for PDF/A-2u.

    Raises:
        RegistrarError: SIGN-021 the text does not fit at the smallest size.
    """
    _register_face()
    width, height, inset = whole_points(width_mm), whole_points(height_mm), look.padding_mm * mm
    fitted = _fit(lines, width - 2 * inset, height - 2 * inset, look)
    if fitted is None:
        raise RegistrarError("SIGN-021", width=f"{width_mm:g}", height=f"{height_mm:g}")
    size, rows = fitted
    sheet = io.BytesIO()
    canvas = Canvas(sheet, pagesize=(width, height), initialFontName=FACE, pageCompression=1, invariant=1)
    canvas.setStrokeColorRGB(*look.colour)
    canvas.setFillColorRGB(*look.colour)
    if look.has_frame:
        canvas.setLineWidth(look.frame_pt)
        edge = look.frame_pt / 2
        canvas.roundRect(edge, edge, width - 2 * edge, height - 2 * edge, look.corner_mm * mm)
    canvas.setFont(FACE, size)
    spare = height - 2 * inset - len(rows) * size * _LEADING
    baseline = height - inset - spare / 2 - size * (_ASCENT + (_LEADING - 1) / 2)
    for row, is_heading in rows:
        if is_heading:
            canvas.drawCentredString(width / 2, baseline, row)
        else:
            canvas.drawString(inset, baseline, row)
        baseline -= size * _LEADING
    canvas.save()
    return sheet.getvalue()


def _fill(line: str, words: dict[str, str]) -> str:
    for name, value in words.items():
        line = line.replace(f"{{{name}}}", value)
    return line


def _register_face() -> None:
    if FACE not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(FACE, str(resource("fonts", "RegistrarStamp-Regular.ttf"))))


def _fit(
    lines: Sequence[str], width: float, height: float, look: StampLook
) -> tuple[float, list[tuple[str, bool]]] | None:
    """The largest size at which all lines fit, with the wrapped rows; None: not even the smallest."""
    heading, rest = lines[: look.heading_lines], lines[look.heading_lines :]
    size = look.largest_pt
    while size >= look.smallest_pt:
        body = [(row, False) for line in rest for row in _wrap(line, size, width)]
        for one_heading in (heading, (" ".join(heading),)):
            top = [(row, True) for line in one_heading for row in _wrap(line, size, width)]
            if len(top + body) * size * _LEADING <= height:
                return size, top + body
        size -= _PT_STEP
    return None


def _wrap(line: str, size: float, width: float) -> list[str]:
    """Break a line at blanks, a word too long for a row of its own at any character."""
    rows: list[str] = []
    row = ""
    for word in line.split(" "):
        longer = f"{row} {word}" if row else word
        if _measure(longer, size) <= width:
            row = longer
            continue
        if row:
            rows.append(row)
        *full, row = _cut(word, size, width)
        rows += full
    return [*rows, row] if row else rows


def _cut(word: str, size: float, width: float) -> list[str]:
    bounds = [0]
    for end in range(1, len(word) + 1):
        if _measure(word[bounds[-1] : end], size) > width and end - 1 > bounds[-1]:
            bounds.append(end - 1)
    return [word[start:end] for start, end in pairwise([*bounds, len(word)])]


def _measure(text: str, size: float) -> float:
    return float(pdfmetrics.stringWidth(text, FACE, size))
