"""Making the code of a paper policy, for the training clinic and for tests: the reverse of ``block``."""

import hashlib
from datetime import date

from registrar_app.cards.barcode.alphabet import SEPARATOR, pack
from registrar_app.cards.barcode.content import (
    FIRST_DAY,
    LAYOUTS,
    NUMBER,
    OGRN,
    OKATO,
    SEX_CODES,
    SIGNATURE,
    SIZE,
    PolicyContent,
)


def write_policy(content: PolicyContent) -> bytes:
    """The 130 bytes of a code.

    Names too long for the room are cut, as the issuing software does. Without a signature of 65 bytes an
    invented one is put in, always the same for the same fields.

    Args:
        content: What to write; dates from 01.01.1900 to 06.06.2079.

    Raises:
        KeyError: a type other than 1 and 2.
        OverflowError: a date or a number that does not fit.
    """
    layout = LAYOUTS[content.kind]
    code = bytearray(SIZE)
    code[0] = content.kind
    code[NUMBER] = _number(content.policy_number, NUMBER)
    parts = [getattr(content, field) or "" for field in layout.name_fields]
    room = layout.names.stop - layout.names.start
    code[layout.names] = pack(SEPARATOR.join(parts), room, layout.order)
    code[layout.sex] = next(number for number, sex in SEX_CODES.items() if sex is content.sex)
    code[layout.birth_date] = _days(content.birth_date)
    code[layout.expires] = _days(content.expires or FIRST_DAY)
    if layout.has_insurer:
        code[OGRN] = _number(content.smo_ogrn or "0", OGRN)
        code[OKATO] = _number(content.smo_okato or "0", OKATO)
    code[SIGNATURE] = content.signature if len(content.signature) == 65 else _invented(bytes(code))
    return bytes(code)


def _number(digits: str, place: slice) -> bytes:
    return int(digits).to_bytes(place.stop - place.start, "big")


def _days(day: date) -> bytes:
    return (day - FIRST_DAY).days.to_bytes(2, "big")


def _invented(code: bytes) -> bytes:
    """65 bytes that look like a signature: a small number and 64 bytes, some of them above 7F."""
    digest = bytearray(hashlib.sha512(code).digest())
    digest[0] |= 0x80  # a code without a high byte would look like one from a line of seven bits
    return b"\x01" + bytes(digest)
