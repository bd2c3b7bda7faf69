"""A picture on a sheet of A4, so that a photograph or a scan goes the same way to the printer as a paper."""

import io

from PIL import Image, ImageOps
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

_MARGIN = 10 * mm
_INCH = 72.0
_BELIEVABLE_DPI = (100, 2400)


def picture_sheet(data: bytes) -> bytes:
    """A PDF of one page with the picture in its middle, at its own size where it fits.

    A picture that does not say its resolution, or says a camera's 72, fills the sheet within its margins.

    Args:
        data: JPG or PNG, checked before.

    Returns:
        PDF, A4 lying or standing as the picture does.
    """
    with Image.open(io.BytesIO(data)) as opened:
        declared = opened.info.get("dpi")
        picture = ImageOps.exif_transpose(opened)
        if picture.mode in ("RGBA", "LA", "P"):
            flat = Image.new("RGB", picture.size, "white")
            flat.paste(picture.convert("RGBA"), mask=picture.convert("RGBA").getchannel("A"))
            picture = flat
        sheet = landscape(A4) if picture.width > picture.height else A4
        width, height = _size(picture, declared, sheet)
        buffer = io.BytesIO()
        canvas = Canvas(buffer, pagesize=sheet, invariant=1)
        left, bottom = (sheet[0] - width) / 2, (sheet[1] - height) / 2
        canvas.drawImage(ImageReader(picture), left, bottom, width, height)
        canvas.showPage()
        canvas.save()
    return buffer.getvalue()


def _size(picture: Image.Image, declared: object, sheet: tuple[float, float]) -> tuple[float, float]:
    """Width and height on the sheet, points."""
    room_x, room_y = sheet[0] - 2 * _MARGIN, sheet[1] - 2 * _MARGIN
    fit = min(room_x / picture.width, room_y / picture.height)
    dpi = min(float(one) for one in declared) if isinstance(declared, tuple) and declared else 0.0
    if _BELIEVABLE_DPI[0] <= dpi <= _BELIEVABLE_DPI[1]:
        # A full A4 scan is a little larger than the room inside the margins: it may use the whole sheet.
        whole = min(sheet[0] / picture.width, sheet[1] / picture.height)
        return picture.width * min(_INCH / dpi, whole), picture.height * min(_INCH / dpi, whole)
    return picture.width * fit, picture.height * fit
