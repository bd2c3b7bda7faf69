"""Words and blanks of a field in their order: what a sentence of form text is made of."""

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass

from registrar_app.printing.addresses import ADDRESS8_LINES, ADDRESS8_PARTS
from registrar_app.printing.captions import split_caption
from registrar_app.printing.choices import Run, choice_runs
from registrar_app.printing.form import Field
from registrar_app.printing.rows import MIN_BLANK, under_words
from registrar_app.printing.rows import cells_of as plain_cells
from registrar_app.printing.shown import Shown

SIGN_MM = 26.0
"""Room for a signature by hand."""
SIGNED = frozenset({"fio_signature", "signature", "date_and_signature"})
BY_HAND = "«____»\u00a0________________\u00a020___\u00a0г."
"""A date that is left to be written."""
MARKED = frozenset({"underline", "strike_out", "circle"})
LEAST = {
    "date": 24.0,
    "datetime": 34.0,
    "snils": 32.0,
    "phone": 34.0,
    "oms": 40.0,
    "code": 12.0,
    "icd": 14.0,
}
"""Narrowest blank of a type, mm: what is written into it by hand must find room too."""


@dataclass(slots=True)
class Part:
    """A word of the form, or a blank with what stands on it."""

    field: Field
    text: str = dataclasses.field(default="", repr=False)
    is_blank: bool = False
    tag: str = ""
    least: float = MIN_BLANK
    weight: float = 1.0
    """Share of the spare room of its line; 0 keeps its width."""
    is_sign: bool = False
    """A blank for a signature: nothing is printed on it."""
    under: str = ""
    is_tight: bool = False
    """No space before it, and no new line."""
    is_first: bool = False
    """The first of its field: a wider space before it parts it from its neighbour."""
    is_end: bool = False
    """The sentence goes on with a new line after it."""
    wide: float = 0.0


def parts_of(field: Field, shown: Shown) -> list[Part]:
    """The words and blanks of a field in their order."""
    if field.mark in MARKED and field.type in {"choice", "code", "codes", "choices", "flag"}:
        runs = [Run(field.caption, "yes")] if field.type == "flag" else choice_runs(field)
        said: list[Part] = []
        is_open = True
        for run in runs:
            words = words_of(field, run.text, run.tag)
            if words and not (is_open or run.text[0].isspace()):
                words[0].is_tight = True
            is_open = run.text[-1].isspace()
            said += words
        said[-1].under = field.under
        return said
    if field.type == "address8":
        return _address8(field, shown)
    pieces = split_caption(field.caption, with_dates=field.type in {"date", "date_and_signature"})
    values = list(shown.parts or (shown.text,))
    if field.type in SIGNED:
        return _signed(field, pieces, shown)
    out: list[Part] = []
    if len(pieces) == 1:
        for index, cell in enumerate(plain_cells(field, shown)):
            out += words_of(field, cell.caption)
            out.append(blank_of(field, cell.text, fixed=cell.fixed, under="" if index else field.under))
        return out
    if field.type == "date" and shown.is_empty:
        return words_of(field, " ".join([pieces[0], _by_hand(field), *pieces[1:]]))
    for index, piece in enumerate(pieces):
        out += words_of(field, piece)
        if index < len(pieces) - 1:
            text = values[index] if index < len(values) else ""
            fixed = 46.0 if field.print == "words" else field.width_mm
            out.append(blank_of(field, text, fixed=fixed, under="" if index else field.under))
    return out


def words_of(field: Field, text: str, tag: str = "") -> list[Part]:
    """The words of a text; those joined by a hard space are one."""
    return [Part(field, word, tag=tag) for word in re.findall(r"[^\s\u00a0]+(?:\u00a0[^\s\u00a0]+)*", text)]


def _by_hand(field: Field) -> str:
    """The blank of a date; a day of birth may be of another century."""
    return (
        BY_HAND if "» 20" in field.caption or " 20_" in field.caption else BY_HAND.replace("20___", "_______")
    )


def blank_of(field: Field, text: str, *, fixed: float = 0.0, under: str = "") -> Part:
    """A blank with what stands on it, at least as wide as its type needs."""
    least = fixed or field.width_mm or LEAST.get(field.type, MIN_BLANK)
    if field.print == "words" and not fixed:
        least = 46.0
    weight = (
        0.0
        if fixed or field.width_mm or field.type in {"date", "code", "icd"}
        else float(field.max_chars or 12)
    )
    return Part(field, text, is_blank=True, least=least, weight=weight, under=under)


def _signed(field: Field, pieces: Sequence[str], shown: Shown) -> list[Part]:
    """A caption, a date if the caption has a place for one, room to sign, the name."""
    unders = under_words(field.under, 2 if field.type == "fio_signature" else 1)
    out = words_of(field, pieces[0])
    has_date = len(pieces) > 1
    if has_date:
        out += [blank_of(field, shown.text, fixed=46.0)] if shown.text else words_of(field, _by_hand(field))
        out += words_of(field, " ".join(pieces[1:]))
    sign = field.signature_mm or SIGN_MM
    out.append(Part(field, "", is_blank=True, least=sign, weight=0.0, is_sign=True, under=unders[0]))
    if field.type == "fio_signature" or (field.type == "date_and_signature" and not has_date):
        wide = 30.0 if field.type == "fio_signature" else 46.0
        name = Part(field, shown.text, is_blank=True, least=wide, weight=float(field.max_chars or 30))
        name.under = unders[1] if len(unders) > 1 else ""
        out.append(name)
    return out


def _address8(field: Field, shown: Shown) -> list[Part]:
    """Eight captioned blanks on three lines."""
    captions = split_caption(field.caption)
    values = dict(zip(ADDRESS8_PARTS, shown.parts or ("",) * len(ADDRESS8_PARTS), strict=True))
    out: list[Part] = []
    for line in ADDRESS8_LINES:
        for name in line:
            out += words_of(field, captions[ADDRESS8_PARTS.index(name)])
            weight = 1.0 if name in {"house", "building", "apartment"} else 3.0
            least = 11.0 if weight == 1.0 else 28.0
            out.append(Part(field, values[name], is_blank=True, least=least, weight=weight))
        out[-1].is_end = True
    return out


def is_special(field: Field) -> bool:
    """Whether a field on a shared line is more than a caption and blanks."""
    return (
        field.type in SIGNED
        or field.type == "address8"
        or field.mark in MARKED
        or len(split_caption(field.caption, with_dates=field.type in {"date", "date_and_signature"})) > 1
    )


def is_inline(field: Field) -> bool:
    """Whether a field alone on its line is a sentence: its values stand between words of the caption."""
    if field.type in {"address8", "date_and_signature"}:
        return True
    if field.type in {"date", "date_range"}:
        return len(split_caption(field.caption, with_dates=field.type == "date")) > 1
    return (
        field.type not in {"text", "fio_signature", "signature"}
        and field.mark not in MARKED
        and "…" in field.caption
    )
