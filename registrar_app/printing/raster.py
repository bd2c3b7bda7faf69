"""A paper as black dots at the resolution of a label printer: bars are whole dots, letters are not grey.

A thermal head knows dots alone. Whoever turns a vector file into them decides which dot an edge falls on, and
a bar of 2.4 dots comes out as 2 or 3: unreadable. So the module becomes a whole number of dots here, its
first bar begins on a dot, and the page is exactly as many dots as the picture.
"""

import dataclasses
import functools
import io

from PIL import Image, ImageDraw, ImageFont
from PIL.ImageFont import FreeTypeFont

from registrar_app.printing.board import Bars, Board, Ring, Stroke, Words
from registrar_app.printing.fonts import font_file
from registrar_app.printing.form import SheetSpec

MM_PER_INCH = 25.4
_HAIR = 1.0001
RESOLUTIONS = (203, 300)
"""Dots an inch of the label printers in use."""


def snapped(board: Board, sheet: SheetSpec, dpi: int) -> None:
    """Make the bars of a board whole dots.

    The module is the nearest number of dots, one less where the code would then leave the sheet.

    Args:
        board: What is drawn; changed.
        sheet: Its sheet.
        dpi: Dots an inch.
    """
    for index, item in enumerate(board.items):
        if isinstance(item, Bars):
            board.items[index] = _snapped(item, sheet, dpi)


def _snapped(bars: Bars, sheet: SheetSpec, dpi: int) -> Bars:
    dot = MM_PER_INCH / dpi
    dots = max(1, round(bars.module_mm / dot))
    centre = bars.area.x + bars.area.w / 2
    # The quiet zone may reach over the margin, for nothing stands beside a code, never over the sheet.
    room = 2 * min(centre, sheet.width_mm - centre)
    while dots > 1 and (len(bars.modules) + 2) * dots * dot > room:
        dots -= 1
    width = len(bars.modules) * dots * dot
    left = round((centre - width / 2) / dot) * dot
    area = dataclasses.replace(bars.area, x=left, w=width)
    return dataclasses.replace(bars, area=area, module_mm=dots * dot)


def pictures(board: Board, sheet: SheetSpec, dpi: int) -> tuple[Image.Image, ...]:
    """The pages as pictures of one bit a dot, white ground.

    Args:
        board: What is drawn, ``snapped``.
        sheet: Its sheet.
        dpi: Dots an inch.
    """
    size = (round(sheet.width_mm / MM_PER_INCH * dpi), round(sheet.height_mm / MM_PER_INCH * dpi))
    pages = tuple(Image.new("1", size, 1) for _ in range(board.pages))
    pens = [ImageDraw.Draw(one) for one in pages]
    for pen in pens:
        pen.fontmode = "1"
    scale = dpi / MM_PER_INCH
    for item in board.items:
        pen = pens[item.page if isinstance(item, Stroke | Ring) else item.area.page]
        if isinstance(item, Words):
            at = (item.area.x * scale, item.base * scale)
            pen.text(at, item.text, fill=0, font=_face(item.face, item.pt * dpi / 72), anchor="ls")
        elif isinstance(item, Bars):
            _draw_bars(pen, item, scale)
        elif isinstance(item, Stroke):
            ends = (item.x1 * scale, item.y1 * scale, item.x2 * scale, item.y2 * scale)
            pen.line(ends, fill=0, width=max(1, round(item.pt * dpi / 72)))
        else:
            pen.circle((item.x * scale, item.y * scale), item.r * scale, outline=0)
    return pages


def as_pdf(pages: tuple[Image.Image, ...], dpi: int) -> bytes:
    """The pictures as a PDF whose pages are exactly their dots, for a spool that takes PDF."""
    out = io.BytesIO()
    # A page of 464.0000001 dots would be drawn on 465 and every dot with it: a hair less, never a hair more.
    pages[0].save(
        out, "PDF", resolution=dpi * _HAIR, save_all=True, append_images=list(pages[1:]), title="Label"
    )
    return out.getvalue()


def _draw_bars(pen: ImageDraw.ImageDraw, item: Bars, scale: float) -> None:
    dots, left = round(item.module_mm * scale), round(item.area.x * scale)
    top, bottom = round(item.area.y * scale), round((item.area.y + item.area.h) * scale) - 1
    for index, sign in enumerate(item.modules):
        if sign == "1":
            pen.rectangle((left + index * dots, top, left + (index + 1) * dots - 1, bottom), fill=0)


@functools.cache
def _face(name: str, pixels: float) -> FreeTypeFont:
    return ImageFont.truetype(str(font_file(name)), pixels, layout_engine=ImageFont.Layout.BASIC)
