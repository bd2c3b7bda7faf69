"""Breaks a text into lines of given widths and shrinks it until it fits; never clips."""

from collections.abc import Sequence
from dataclasses import dataclass

from registrar_app.printing.fonts import Face

STEP_PT = 0.5
FLOOR_PT = 8.0
"""Smallest letters of a value in a line of the form. Source: project's domain notes, certificates 9.3."""
CELL_FLOOR_PT = 6.5
"""Smallest letters in table cells and header blocks."""


@dataclass(frozen=True, slots=True, repr=False)
class Fit:
    """A text laid on lines."""

    lines: tuple[str, ...]
    pt: float
    excess: int = 0
    """Signs that found no place at the smallest size."""


def sizes(start: float, floor: float) -> list[float]:
    """Letter sizes to try, largest first."""
    out = [start]
    while out[-1] - STEP_PT >= floor - 1e-6:
        out.append(out[-1] - STEP_PT)
    return out


def fit(texts: Sequence[str], face: Face, widths: Sequence[float], start: float, floor: float) -> Fit:
    """Lay a text on lines, at the largest size that takes it whole.

    Args:
        texts: The text, then shorter wordings of it, tried at each size in this order.
        face: Typeface.
        widths: Free width of each line, mm.
        start: Full letter size, pt.
        floor: Smallest letter size, pt.
    """
    best = Fit((), floor)
    for pt in sizes(start, floor):
        for text in texts:
            lines, rest = wrap(text, face, pt, widths)
            if not rest:
                return Fit(tuple(lines), pt)
            best = Fit(tuple(lines), pt, len(rest))
    return best


def wrap(text: str, face: Face, pt: float, widths: Sequence[float]) -> tuple[list[str], str]:
    """Put whole words on each line while they fit; a word longer than the widest line is broken.

    Returns:
        The lines, and what is left over when the lines are used up.
    """
    lines: list[str] = []
    widest = max(widths, default=0.0)
    words = [word for word in text.split(" ") if word]
    space = face.width(" ", pt)
    for width in widths:
        line, used = "", 0.0
        while words:
            wide = face.width(words[0], pt)
            lead = space if line else 0.0
            if used + lead + wide <= width + 1e-9:
                line += (" " if line else "") + words.pop(0)
                used += lead + wide
                continue
            if wide > widest:
                head = _head(words[0], face, pt, width - used - lead)
                if head:
                    line += (" " if line else "") + head
                    words[0] = words[0][len(head) :]
            break
        lines.append(line)
        if not words:
            break
    return lines, " ".join(words)


def _head(word: str, face: Face, pt: float, width: float) -> str:
    """The longest beginning of a word that fits, after a hyphen or slash if there is one in its last half."""
    count, used = 0, 0.0
    for sign in word:
        used += face.width(sign, pt)
        if used > width:
            break
        count += 1
    if count < 3:  # two letters at the end of a line help nobody
        return ""
    seam = max(word.rfind(sign, 0, count) for sign in "-/,;")
    return word[: seam + 1] if seam + 1 > count // 2 else word[:count]
