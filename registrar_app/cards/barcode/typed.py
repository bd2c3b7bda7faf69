"""A code from a scanner that types: text, or what a keyboard leaves of bytes.

Source: project's domain notes on the policy barcode, section 3: bytes below 32 and above 127 are lost or
changed by the keyboard layout, hexadecimal and base64 text comes through. The thresholds are ours, not yet
tried on a real scanner.
"""

import re
from datetime import date

from registrar_app.cards.barcode.scan import PolicyScan, ScanError
from registrar_app.cards.barcode.text import decode_policy_text

LOST = "�"
"""Stands for a key without a character."""
_SPOILED = re.compile(r"[\x00-\x03\x05-\x08\x0b\x0c\x0e-\x1b\x1f\x7f-\x9f�]")
"""Control characters that no text code holds; a medicine's DataMatrix has 1D, 1E and 04."""
_ODD = frozenset("`~!@$^*()[]{}|\\<>\"'№")
"""Rare in texts and addresses of the web, common among random bytes."""
_RANDOM_CASE = re.compile(r"[а-яё][А-ЯЁ]")
_LONG = 20
_MANY_ODD, _MANY_TURNS = 3, 4


def decode_typed(text: str, today: date) -> PolicyScan:
    """Decode the keys of a scanner.

    Args:
        text: Characters in their order, ``LOST`` for keys without one, line feeds for Enter inside.
        today: For the checks of dates.

    Returns:
        The scan; bytes that the keyboard has spoiled are ``SCAN-041``.
    """
    scan = decode_policy_text(text, today)
    if scan.is_read or not looks_spoiled(text):
        return scan
    failed = PolicyScan.failed(ScanError.DAMAGED, "SCAN-041")
    return failed.seen_as(symbology=scan.symbology, length=len(text))


def looks_spoiled(text: str) -> bool:
    """Whether this is what a keyboard leaves of bytes, not a text that a code holds."""
    if _SPOILED.search(text):
        return True
    if len(text) < _LONG:
        return False
    return len(_ODD & set(text)) >= _MANY_ODD or len(_RANDOM_CASE.findall(text)) >= _MANY_TURNS
