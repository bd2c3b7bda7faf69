"""The shipped typefaces: registered once, measured fast, checked for missing signs.

The files are Liberation 2.1.5 as distributed, not subsets of ours: the name Liberation is reserved by the
licence (SIL OFL 1.1, section 3), so a stripped copy would have to carry another name, and a test can compare
an untouched file with Debian's. ReportLab embeds subsets of them in each document, which the licence allows.
"""

import functools
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from reportlab import rl_config
from reportlab.graphics import shapes
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from registrar_app.paths import resource

MM_PER_PT = 25.4 / 72

_FILES = {
    "LiberationSerif": "LiberationSerif-Regular.ttf",
    "LiberationSerif-Bold": "LiberationSerif-Bold.ttf",
    "LiberationSerif-Italic": "LiberationSerif-Italic.ttf",
    "LiberationSans": "LiberationSans-Regular.ttf",
    "LiberationSans-Bold": "LiberationSans-Bold.ttf",
}
_FAMILIES = {
    "Liberation Serif": ("LiberationSerif", "LiberationSerif-Bold"),
    "Liberation Sans": ("LiberationSans", "LiberationSans-Bold"),
}
_WHITE = dict.fromkeys(map(ord, "\t\n\r\v\f\u2028\u2029"), " ")
_SAFE = {
    "\u2011": "-",
    "\u2010": "-",
    "\u2212": "-",
    "\u202f": "\u00a0",
    "\u2009": " ",
    "\u200a": " ",
    "₽": "руб.",
    "\u200b": "",
    "\u200c": "",
    "\u200d": "",
    "\u2060": "",
    "\ufeff": "",
    "\ufe0f": "",
    "\u02bc": "’",
    "✓": "V",
    "✔": "V",
}
"""Signs that lose nothing when another stands for them; used only where the typeface has none."""
_ALWAYS = {"\u00ad": "", "\u200b": "", "\ufeff": "", "\u2060": ""}
"""Signs that must never reach the paper: they print nothing and spoil the text that is copied from it."""


def font_file(name: str) -> Path:
    """The file of a shipped cut by its name in a PDF.

    Raises:
        KeyError: no such cut is shipped.
    """
    return resource("fonts", _FILES[name])


class Face:
    """One typeface: its widths and its signs."""

    def __init__(self, name: str) -> None:
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(font_file(name))))
        face = pdfmetrics.getFont(name).face
        self.name = name
        self._widths: dict[str, float] = {
            chr(code): face.charWidths.get(code, face.defaultWidth) * MM_PER_PT / 1000
            for code in face.charToGlyph
            if code <= 0x10FFFF
        }

    def width(self, text: str, pt: float) -> float:
        """Width of a text in mm; a sign the typeface lacks is an error of the caller."""
        return pt * sum(map(self._widths.__getitem__, text))

    def missing(self, text: str) -> str:
        """The first sign that the typeface lacks, or an empty string."""
        widths = self._widths
        for sign in text:
            if sign not in widths:
                return sign
        return ""


@dataclass(frozen=True, slots=True)
class Family:
    """The cuts of a typeface that forms use."""

    regular: Face
    bold: Face


@functools.cache
def family(name: str) -> Family:
    """A typeface family by its name in a table; registered with ReportLab on first use.

    Raises:
        KeyError: no such family is shipped (the loader of forms checks it before).
    """
    # Base-85 text round compressed streams costs a quarter of their size and a fifth of the time for nothing.
    rl_config.useA85 = 0
    rl_config.pdfComments = 0
    # Drawings of ReportLab name Helvetica in the page resources; a file of ours has embedded fonts only.
    shapes.STATE_DEFAULTS["fontName"] = _FAMILIES[name][0]
    return Family(*(Face(one) for one in _FAMILIES[name]))


def printable(text: str, face: Face) -> str:
    """The text with white space and missing signs replaced where that loses nothing.

    What is still missing afterwards is found by ``Face.missing``.
    """
    out = text.translate(_WHITE)
    if face.missing(out):
        out = unicodedata.normalize("NFC", out)
        out = "".join(_SAFE.get(sign, sign) if face.missing(sign) else sign for sign in out)
    for sign, other in _ALWAYS.items():
        if sign in out:
            out = out.replace(sign, other)
    return out.strip(" ")
