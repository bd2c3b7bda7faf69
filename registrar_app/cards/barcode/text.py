"""What came from a scanner, whatever its spelling: raw bytes, hexadecimal, base64, spoiled text, a number.

Source: project's domain notes on the policy barcode, sections 3, 4 and 6.
"""

import base64
import binascii
import re
from datetime import date

from stdnum import luhn

from registrar_app.cards.barcode.scan import PolicyScan, ScanError, ScanStatus
from registrar_app.cards.barcode.stream import decode_stream, is_binary, symbology_of
from registrar_app.domain.cleaning import is_digits
from registrar_app.domain.enp import decode_enp
from registrar_app.domain.problems import problem

LIMIT = 16 * 1024
"""Characters or bytes at most; the densest PDF417 symbol written as hexadecimal has 2,216."""

_EDGES = "".join(map(chr, range(0x21))) + "\ufeff"
"""White space and control characters that scanners put around a code."""
_LONGEST_NUMBER = 48
"""Digits of the longest linear code (GS1-128); some of these begin like a policy."""
_HEXADECIMAL = re.compile(r"[0-9A-Fa-f]+")
_HEX_HEADER = re.compile(r"0?[12]00[0-2]", re.ASCII)
"""Beginning of a code, its first digit lost or not."""
_CODE_IN_HEX = 200
"""So many hexadecimal digits are no digest of a file any more, but a code."""
_BASE64 = re.compile(r"([A-Za-z0-9+/_-]{16,})(={0,2})")
_CODE_IN_BASE64 = range(150, 370)
_CODE_START = re.compile(rb"(?:\][A-Za-z][0-9A-Za-z])?\x02?.\x00[\x00-\x23]", re.DOTALL)
"""Prefixes, a type, known or not, and the high bytes of a number."""
_PRESCRIPTION = re.compile(r"p(?:[A-Za-z0-9+/]{4}){5,}(?:[A-Za-z0-9+/]{2,3}={1,2})?")
_SIXTEEN_DIGITS = re.compile(r"(?<![0-9])[0-9]{16}(?![0-9])")
_TO_STANDARD = str.maketrans("-_", "+/")
_RUSSIAN_KEYS = str.maketrans(
    "йцукенгшщзфывапролдячсмитьЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ.",
    "qwertyuiopasdfghjklzxcvbnmQWERTYUIOPASDFGHJKLZXCVBNM/",
)
"""Keys of a keyboard scanner's Latin text when the Russian layout was on."""


def decode_policy(data: bytes, today: date) -> PolicyScan:
    """Decode what a scanner or a file gave.

    Args:
        data: Raw bytes of the code, with or without prefix and suffix; or UTF-8 text of it, see
            ``decode_policy_text``.
        today: For the checks of dates.

    Returns:
        The scan; errors are answers, never exceptions.
    """
    if len(data) > LIMIT:
        return _other(len(data))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        if is_binary(data):
            return decode_stream(data, today)
        return _decode_plain(data.decode("cp1251", errors="replace"), today)
    scan = decode_policy_text(text, today)
    if scan.is_read or text.isascii():
        return scan
    # Bytes of a code may happen to be UTF-8 too; then only the code as a whole can tell.
    raw = decode_stream(data, today)
    return raw if raw.is_read else scan


def decode_policy_text(text: str, today: date) -> PolicyScan:
    """Decode text from the keyboard, the clipboard or a text file.

    Args:
        text: Hexadecimal or base64 of the code, sixteen digits of a policy number, or bytes of the code
            that a terminal program took for cp1251 or latin-1.
        today: For the checks of dates.

    Returns:
        The scan; errors are answers, never exceptions.
    """
    if len(text) > LIMIT:
        return _other(len(text))
    stream = bytes_of_text(text.removeprefix("\ufeff"))
    if stream is not None and is_binary(stream):
        return decode_stream(stream, today)
    return _decode_plain(text, today)


def bytes_of_text(text: str) -> bytes | None:
    """The bytes behind text that a program made of them; None if no program makes such text.

    A character above U+00FF tells cp1251 (or its western sister on a Windows without Russian), else it is
    latin-1. What a code page leaves undefined comes as the control character of the same number.
    """
    if all(ord(char) <= 0xFF for char in text):
        return text.encode("latin-1")
    for page in ("cp1251", "cp1252"):
        try:
            return b"".join(_byte(char, page) for char in text)
        except UnicodeEncodeError:
            continue
    return None


def _byte(char: str, page: str) -> bytes:
    """One byte of a character; a control character stands for itself."""
    return bytes([ord(char)]) if "\x80" <= char <= "\x9f" else char.encode(page)


def _decode_plain(text: str, today: date) -> PolicyScan:
    """Text without control characters inside: a number, hexadecimal, base64, or something else."""
    words = text.strip(_EDGES)
    symbology = symbology_of(words.encode("ascii", errors="replace"))
    if symbology:
        words = words[len(symbology) :].strip(_EDGES)
    scan = _decode_words(words, today)
    shown = "" if scan.is_read or scan.error is not ScanError.NOT_POLICY else words
    return scan.seen_as(text=shown, symbology=symbology, length=len(text))


def _decode_words(words: str, today: date) -> PolicyScan:
    """The same without what stands around it."""
    if not words:
        return PolicyScan.failed(ScanError.NOT_POLICY, "SCAN-006")
    if _PRESCRIPTION.fullmatch(words):
        return PolicyScan.failed(ScanError.NOT_POLICY, "SCAN-005")
    solid = "".join(words.split()).translate(_RUSSIAN_KEYS)
    if is_digits(solid) and len(solid) <= _LONGEST_NUMBER:
        return _number(solid, today)
    scan = _hexadecimal(solid, today) or _base64(solid, today)
    if scan:
        return scan
    numbers = _SIXTEEN_DIGITS.findall(words)
    if len(numbers) == 1 and _number_problem(numbers[0], today) is None:
        return _only(numbers[0], "SCAN-035")
    return PolicyScan.failed(ScanError.NOT_POLICY, "SCAN-001")


def _hexadecimal(solid: str, today: date) -> PolicyScan | None:
    """The code from hexadecimal digits; None if there are other characters, or too few for a code."""
    if not _HEXADECIMAL.fullmatch(solid):
        return None
    looks_like_a_code = bool(_HEX_HEADER.match(solid)) or len(solid) >= _CODE_IN_HEX
    if len(solid) % 2:
        return PolicyScan.failed(ScanError.DAMAGED, "SCAN-022") if looks_like_a_code else None
    scan = decode_stream(bytes.fromhex(solid), today, is_surely_a_code=True)
    return None if scan.error is ScanError.NOT_POLICY and not looks_like_a_code else scan


def _base64(solid: str, today: date) -> PolicyScan | None:
    """The code from base64 of either alphabet, padded or not; None if it is no code."""
    found = _BASE64.fullmatch(solid)
    if found is None:
        return None
    body = found[1].translate(_TO_STANDARD)
    has_odd_one = len(body) % 4 == 1  # no number of bytes gives this
    try:
        stream = base64.b64decode(body[:-1] if has_odd_one else body + "=" * (-len(body) % 4))
    except binascii.Error:
        return None
    # Any long word is base64 of something; only a code's own beginning makes it one.
    begins_like_a_code = bool(_CODE_START.match(stream))
    is_short_of_padding = bool(found[2]) and len(solid) % 4 != 0 and len(solid) in _CODE_IN_BASE64
    if is_short_of_padding or (has_odd_one and begins_like_a_code):
        return PolicyScan.failed(ScanError.DAMAGED, "SCAN-022")
    scan = decode_stream(stream, today)
    return scan if scan.is_read or begins_like_a_code else None


def _number(digits: str, today: date) -> PolicyScan:
    """A code that is nothing but digits."""
    if len(digits) != 16:
        return PolicyScan.failed(ScanError.NOT_POLICY, "SCAN-002")
    wrong = _number_problem(digits, today)
    return PolicyScan.failed(ScanError.NOT_POLICY, wrong) if wrong else _only(digits, "SCAN-034")


def _number_problem(digits: str, today: date) -> str | None:
    """Why sixteen digits are no policy number: a code of the catalogue, or None."""
    if not luhn.is_valid(digits) or not digits.strip("0"):
        return "SCAN-003"
    facts = decode_enp(digits)
    return None if facts and facts.birth_date <= today else "SCAN-004"


def _only(digits: str, remark: str) -> PolicyScan:
    """A policy number without a person."""
    return PolicyScan(ScanStatus.NUMBER_ONLY, policy_number=digits, problems=(problem(remark),))


def _other(length: int) -> PolicyScan:
    """Something that is no code of a policy."""
    return PolicyScan.failed(ScanError.NOT_POLICY, "SCAN-001").seen_as(length=length)
