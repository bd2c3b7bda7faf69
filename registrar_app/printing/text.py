"""Breaks a text into lines of given widths and shrinks it until it fits; never clips."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from registrar_app.printing.fonts import Face

STEP_PT = 0.5
FLOOR_PT = 8.0
"""Smallest letters of a value in a line of the form. Source: project's domain notes, certificates 9.3."""
CELL_FLOOR_PT = 6.5
"""Smallest letters in table cells and header blocks."""
_SHORT = re.compile(
    r"[(«\"]*(?:г|д|ул|кв|корп|стр|комн|пос|пгт|с|дер|обл|пер|просп|пл|наб|ш|мкр|тер|им|проф|ст|п|ч|оф|тел"
    r"|(?:[А-ЯЁ]\.)*[А-ЯЁ])\.|№|§"
)
"""A short word that goes with the one after it: «г. Северореченск», «А. Б. Петрова», «№ 7»."""
_YEAR = re.compile(r"\D?[12]\d{3}")


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


def is_held(before: str, word: str) -> bool:
    """Whether no line should end between two words: «д. 5», «№ 7», «А.Б. Петрова», «2011 г.»."""
    if before[-1:] not in ".№§":
        return word[:2] == "г." and bool(_YEAR.fullmatch(before))
    return bool(_SHORT.fullmatch(before))


def wrap(text: str, face: Face, pt: float, widths: Sequence[float]) -> tuple[list[str], str]:
    """Put whole words on each line while they fit; a word longer than the widest line is broken.

    Short words keep to the next one (``is_held``) where the lines have room for that.

    Returns:
        The lines, and what is left over when the lines are used up.
    """
    words = [word for word in text.split(" ") if word]
    held = hold(words, " ")
    if len(held) < len(words):
        lines, rest = _wrap(held, face, pt, widths)
        if not rest:
            return lines, rest
    return _wrap(words, face, pt, widths)


def hold(words: Sequence[str], between: str = "") -> list[str]:
    """Words joined with those before them that must not stand at the end of a line.

    Args:
        words: With or without the space after each.
        between: Put between two words that are joined.
    """
    out: list[str] = []
    last = ""
    for word in words:
        bare = word.rstrip()
        # «2011 г.» is whole: what comes after it is not held by its last letter.
        is_year = bare[:2] == "г." and bool(_YEAR.fullmatch(last))
        if out and is_held(last, bare):
            out[-1] += between + word
        else:
            out.append(word)
        last = "" if is_year else bare
    return out


def _wrap(words: Sequence[str], face: Face, pt: float, widths: Sequence[float]) -> tuple[list[str], str]:
    lines: list[str] = []
    widest = max(widths, default=0.0)
    words = list(words)
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
                    line += (" " if line else "") + head.rstrip(" ")
                    words[0] = words[0][len(head) :].lstrip(" ")
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
    seam = max(word.rfind(sign, 0, count) for sign in " -/,;")
    return word[: seam + 1] if seam + 1 > count // 2 else word[:count]
