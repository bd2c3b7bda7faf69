"""Decoding of single fields: strict, by tag, never a guess. Pure functions over bytes.

Source: project's domain notes on the card, section 5, decoding rules 2-4.
"""

import unicodedata
from datetime import date

from registrar_app.domain.values import Sex

MAX_TEXT = 255
"""Octets of a text value at most."""
_EARLIEST_YEAR = 1800
_NO_DATE = date(1900, 1, 1)


class FieldError(Exception):
    """A field's bytes do not follow its encoding; the text names the rule and no contents."""


def decode_text(value: bytes) -> str | None:
    """UTF-8 text of at most 255 octets; empty or blank is None.

    Raises:
        FieldError: not UTF-8, control characters inside, or too long.
    """
    if len(value) > MAX_TEXT:
        raise FieldError("text too long")
    try:
        text = value.decode("utf-8", errors="strict")
    except UnicodeDecodeError:
        # "from None": the decoding error carries the bytes, which are personal data.
        raise FieldError("not UTF-8") from None
    if not text.isprintable() and any(unicodedata.category(char) in ("Cc", "Cn", "Co") for char in text):
        raise FieldError("control characters")
    return text.strip() or None


def decode_ascii(value: bytes) -> str | None:
    """ASCII text; empty is None.

    Raises:
        FieldError: an octet above 7F, control characters, or too long.
    """
    text = decode_text(value)
    if text is not None and not text.isascii():
        raise FieldError("not ASCII")
    return text


def decode_digits(value: bytes, shortest: int, longest: int) -> str | None:
    """ASCII digits with a length in a range; empty is None.

    Raises:
        FieldError: other characters or another length.
    """
    text = decode_ascii(value)
    if text is not None and not (text.isdigit() and shortest <= len(text) <= longest):
        raise FieldError("not digits of the expected length")
    return text


def decode_snils(value: bytes) -> str | None:
    """Eleven digits; hyphens and blanks between them are dropped.

    Raises:
        FieldError: anything else.
    """
    text = decode_ascii(value)
    if text is None:
        return None
    digits = text.replace("-", "").replace(" ", "")
    if not (digits.isdigit() and len(digits) == 11):
        raise FieldError("not eleven digits")
    return digits


def decode_date(value: bytes) -> date | None:
    """Four octets of BCD, DDMMYYYY; empty, all zero and 01.01.1900 are None.

    Raises:
        FieldError: another length, a nibble above 9, or no such day.
    """
    if not value:
        return None
    if len(value) != 4:
        raise FieldError("a date has four octets")
    digits = value.hex()
    if not digits.isdecimal():
        raise FieldError("not BCD")
    if digits == "00000000":
        return None
    try:
        day = date(int(digits[4:]), int(digits[2:4]), int(digits[:2]))
    except ValueError:
        raise FieldError("no such day") from None
    if day.year < _EARLIEST_YEAR:
        raise FieldError("year out of range")
    return None if day == _NO_DATE else day


def decode_sex(value: bytes) -> Sex | None:
    """One octet: 1 male, 2 female; empty is None.

    Raises:
        FieldError: anything else. Never guess: programs that took "not 1" for female made mistakes.
    """
    if not value:
        return None
    if value == b"\x01":
        return Sex.MALE
    if value == b"\x02":
        return Sex.FEMALE
    raise FieldError("sex is neither 1 nor 2")


def decode_number(value: bytes) -> int | None:
    """A number of at most four octets, high octet first; empty is None.

    Raises:
        FieldError: more octets.
    """
    if len(value) > 4:
        raise FieldError("number too long")
    return int.from_bytes(value, "big") if value else None
