"""A sheet that shows how far a printer misses: scales from the edges and crosses at known places.

It is laid on the blank or measured with a ruler; what is read off goes into the settings as a shift.
"""

import io
from collections.abc import Iterator

from reportlab.pdfgen.canvas import Canvas

from registrar_app.printing.fonts import family
from registrar_app.printing.shift import PT_PER_MM, Shift, SideShifts

STEP_MM = 5
INSET_MM = 20
"""Where the crosses stand, from the two nearest edges."""
_SCALE_MM = 8.0
_FAMILY = "Liberation Sans"
_SIDES = ("лицевая сторона", "оборот")


def ruler_sheet(
    width_mm: float, height_mm: float, sides: int, title: str, shifts: SideShifts | None = None
) -> bytes:
    """The sheet as a PDF, a page a side.

    Args:
        width_mm: Width of the form's sheet.
        height_mm: Height.
        sides: 1 or 2.
        title: Which form and printer, words for the middle of the sheet.
        shifts: Shifts to prove: the crosses are moved by them, so that a right one hits.
    """
    shifts = shifts or SideShifts()
    regular = family(_FAMILY).regular.name
    buffer = io.BytesIO()
    canvas = Canvas(
        buffer,
        pagesize=(width_mm * PT_PER_MM, height_mm * PT_PER_MM),
        initialFontName=regular,
        lang="ru-RU",
    )
    canvas.setTitle("Лист с линейкой")
    for side, shift in zip(range(max(1, sides)), shifts.of_pages(2), strict=False):
        _page(canvas, width_mm, height_mm, f"{title}, {_SIDES[side]}" if sides > 1 else title, shift)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _page(canvas: Canvas, width: float, height: float, title: str, shift: Shift) -> None:
    """Everything of one side, in millimetres from the upper left corner, moved by the shift."""
    canvas.translate(shift.right * PT_PER_MM, (height - shift.down) * PT_PER_MM)
    canvas.scale(PT_PER_MM, -PT_PER_MM)
    canvas.setLineWidth(0.1)
    for along in _ticks(width):
        canvas.line(along, 0, along, _length(along))
    for down in _ticks(height):
        canvas.line(0, down, _length(down), down)
    for along in range(10, int(width) - 4, 10):
        _words(canvas, along, _SCALE_MM + 3, str(along), 7)
    for down in range(20, int(height) - 4, 10):
        _words(canvas, _SCALE_MM + 3, down + 0.9, str(down), 7)
    for x in (INSET_MM, width - INSET_MM):
        for y in (INSET_MM, height - INSET_MM):
            _cross(canvas, x, y)
    lines = (
        title,
        f"Центр левого верхнего креста: ровно {INSET_MM} мм от левого края и {INSET_MM} мм от верхнего.",
        "Измерьте линейкой. Вышло больше — впишите разницу со знаком минус,",
        "вышло меньше — со знаком плюс. Отдельно вправо и вниз.",
        f"Сдвиг этого листа: вправо {_mm(shift.right)}, вниз {_mm(shift.down)}",
    )
    middle = height / 2 - 8
    for place, text in enumerate(lines):
        _words(canvas, width / 2, middle + place * 6, text, 10 if width > 120 else 7)


def _ticks(length: float) -> Iterator[int]:
    return iter(range(int(length) + 1))


def _length(at: int) -> float:
    """Tens are long, fives shorter, ones short."""
    if at % 10 == 0:
        return _SCALE_MM
    return 5.5 if at % STEP_MM == 0 else 3.0


def _cross(canvas: Canvas, x: float, y: float) -> None:
    canvas.line(x - 6, y, x + 6, y)
    canvas.line(x, y - 6, x, y + 6)
    canvas.circle(x, y, 2)


def _words(canvas: Canvas, x: float, y: float, text: str, points: float) -> None:
    """Centred words, turned back upright: the sheet's axis points down."""
    face = family(_FAMILY).regular
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(1 / PT_PER_MM, -1 / PT_PER_MM)
    canvas.setFont(face.name, points)
    canvas.drawCentredString(0, 0, text)
    canvas.restoreState()


def _mm(value: float) -> str:
    sign = "\u2212" if value < 0 else ""
    return f"{sign}{abs(value):.1f}".replace(".", ",") + "\u00a0мм"
