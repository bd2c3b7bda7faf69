"""The alphabet of the names: characters of six bits.

Source: project's domain notes on the policy barcode, sections 2.2 and 2.3.
"""

from typing import Literal

BitOrder = Literal["big", "little"]
"""``big``: the high bit of the first byte comes first (type 2); ``little``: the low one (type 1)."""

SEPARATOR = "|"
APOSTROPHE = "‘"
"""The only apostrophe of the alphabet, U+2018."""
# The signs stand in the order Ь Ъ Ы, unlike in the alphabet of the language.
LETTERS = f" .-{APOSTROPHE}0123456789АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЬЪЫЭЮЯ"
"""Characters of the codes 0 to 46; 47 to 62 are reserved, 63 is the separator."""

_BITS = 6
_SEPARATOR_CODE = 63
_BY_CODE: dict[int, str] = {**dict(enumerate(LETTERS)), _SEPARATOR_CODE: SEPARATOR}
_BY_LETTER: dict[str, int] = {letter: code for code, letter in _BY_CODE.items()}


class ReservedCodeError(Exception):
    """A reserved code stands among the letters."""


def unpack(data: bytes, order: BitOrder) -> str:
    """The text packed into bytes, padding included.

    Args:
        data: A multiple of three bytes, four characters in each three.
        order: Which bit comes first.

    Raises:
        ReservedCodeError: a code that means no character.
    """
    number = int.from_bytes(data, order)
    codes = [number >> shift & 0x3F for shift in range(0, len(data) * 8, _BITS)]
    if order == "big":
        codes.reverse()
    try:
        return "".join(_BY_CODE[code] for code in codes)
    except KeyError:
        # "from None": what was read so far is part of a name.
        raise ReservedCodeError from None


def pack(text: str, size: int, order: BitOrder) -> bytes:
    """The reverse of ``unpack``: cut or padded with blanks to the room there is.

    Args:
        text: Any text; small letters become capitals, every usual apostrophe the alphabet's own, and what
            the alphabet does not have becomes a blank, as the issuing software does.
        size: Bytes, a multiple of three.
        order: Which bit comes first.
    """
    room = size * 8 // _BITS
    spelled = text.upper().replace("'", APOSTROPHE)[:room].ljust(room)
    codes = [_BY_LETTER.get(letter, 0) for letter in spelled]
    if order == "little":
        codes.reverse()
    number = 0
    for code in codes:
        number = number << _BITS | code
    return number.to_bytes(size, order)
