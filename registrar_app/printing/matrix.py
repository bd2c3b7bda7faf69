"""QR codes: text to modules, modules to a picture whose every module is a whole number of printer dots.

zxing-cpp chooses the mode and the version. The picture has 600 dots an inch and each module is a whole number
of dots of 300: so a printer of either resolution draws edges where its dots are, without grey.
"""

import functools
from dataclasses import dataclass

from PIL import Image

from registrar_app.printing.board import Area, StampPlace

DOTS = 600
"""Dots an inch of the picture."""
_STEP = 2
"""Dots of the picture that are one dot of a printer of 300 dots an inch."""
_MM_PER_DOT = 25.4 / DOTS
QUIET_MODULES = 4
"""White at each side. Source: ISO/IEC 18004, 9.1."""
LEAST_DOTS = 6
"""Dots of a module at least, 0.25 mm: less is not read from a sheet by any telephone."""
_LEVELS = ("M", "L")
"""Correction of errors: 15 % of the code, where there is no room 7 %."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """A code on the sheet."""

    area: Area
    """Modules without the white round them."""
    modules: tuple[str, ...]
    """Rows from the top, ``1`` dark."""
    dots: int
    """Size of a module in dots of ``DOTS`` an inch."""

    def picture(self) -> Image.Image:
        """Gray, black on white, one pixel a dot, without the white round it."""
        size = len(self.modules)
        small = Image.frombytes(
            "L", (size, size), bytes(0 if one == "1" else 255 for row in self.modules for one in row)
        )
        return small.resize((size * self.dots, size * self.dots), Image.Resampling.NEAREST)


@functools.lru_cache(maxsize=16)
def qr_modules(text: str, level: str = "M") -> tuple[str, ...]:
    """Modules of a code without its white edge.

    Args:
        text: What it holds; letters, digits and signs of the short mode make the smallest one.
        level: ``L``, ``M``, ``Q`` or ``H``, how much damage it stands.

    Raises:
        ValueError: no code can hold this much, or there is nothing to hold.
    """
    import zxingcpp

    if not text:
        raise ValueError("a code of nothing")
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=level)
    picture = Image.fromarray(code.to_image(scale=1, add_quiet_zones=False))
    raw, width = picture.convert("L").tobytes(), picture.width
    rows = (raw[start : start + width] for start in range(0, len(raw), width))
    return tuple("".join("0" if one else "1" for one in row) for row in rows)


def matrix_in(place: StampPlace, text: str) -> Matrix | None:
    """A code as large as its place allows, at the lower right; None where it would be too fine to be read."""
    for level in _LEVELS:
        modules = qr_modules(text, level)
        room = min(place.w, place.h) / _MM_PER_DOT / (len(modules) + 2 * QUIET_MODULES)
        dots = int(room + 1e-6) // _STEP * _STEP
        if dots >= LEAST_DOTS:
            quiet, size = QUIET_MODULES * dots * _MM_PER_DOT, len(modules) * dots * _MM_PER_DOT
            x, y = place.x + place.w - quiet - size, place.y + place.h - quiet - size
            return Matrix(Area(place.page, x, y, size, size), modules, dots)
    return None
