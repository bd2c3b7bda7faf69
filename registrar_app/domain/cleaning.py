"""Cleaning of typed and pasted text before any rule looks at it.

Source: project's domain notes on identifiers, sections 0 and 6.
"""

import re
import unicodedata

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_APOSTROPHES = "'\u2019\u2018\u02bc`\u00b4\u2032"
_SPACES = " \t\n\r\v\f\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))

_NUMBER_TABLE = dict.fromkeys(map(ord, _INVISIBLE + _DASHES + _SPACES))
_TEXT_TABLE: dict[int, str | None] = {
    **dict.fromkeys(map(ord, _INVISIBLE)),
    **dict.fromkeys(map(ord, _DASHES), "-"),
    **dict.fromkeys(map(ord, _SPACES), " "),
}
_NAME_TABLE: dict[int, str | None] = {**_TEXT_TABLE, **dict.fromkeys(map(ord, _APOSTROPHES), "'")}

_UNUSUAL = re.compile(f"[{re.escape((_INVISIBLE + _DASHES + _SPACES).replace('-', '').replace(' ', ''))}]")
_AROUND_JOINT = re.compile(r" *(['-]) *")
_AFTER_DOT = re.compile(r"\. *(?=[^ ])")

CAPITAL_LOOKALIKES = str.maketrans("ABCEHKMOPTXY", "АВСЕНКМОРТХУ")
"""Latin capitals that look like Cyrillic ones, as ``str.translate`` takes it."""
LOOKALIKES = {**CAPITAL_LOOKALIKES, **str.maketrans("aceopxyk", "асеорхук")}
"""The same with the small letters that look alike."""


def clean_number(value: str) -> str:
    """Drop blanks of every kind, dashes and invisible characters; letters stay (a letter is an error)."""
    return value.translate(_NUMBER_TABLE)


def clean_text(value: str) -> str:
    """One line of text: invisible characters out, every blank and dash the usual one, ends trimmed."""
    # Most texts have nothing of it, and to look costs a third of the translation.
    if _UNUSUAL.search(value):
        value = value.translate(_TEXT_TABLE)
    return " ".join(value.split())


def clean_name(value: str) -> str:
    """A name with the usual hyphen, apostrophe and blanks, case and letters untouched."""
    if not value.isalpha():
        value = " ".join(unicodedata.normalize("NFC", value).translate(_NAME_TABLE).split())
        value = _AROUND_JOINT.sub(r"\1", _AFTER_DOT.sub(". ", value))
    return value


def is_digits(text: str) -> bool:
    """True for one or more ASCII digits; other scripts' digits do not count."""
    return text.isascii() and text.isdigit()


def first_strange(text: str) -> str:
    """The first character that is not an ASCII digit, empty if there is none."""
    return next((char for char in text if not "0" <= char <= "9"), "")
