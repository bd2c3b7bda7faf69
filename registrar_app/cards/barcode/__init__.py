"""The PDF417 barcode of the paper policy: bytes or text of a scanner in, a frozen ``PolicyScan`` out.

The way of a code: ``typed`` and ``text`` turn what came into bytes, ``stream`` finds the 130 bytes of the
code among them, ``block`` decodes and checks these, ``scan`` is what leaves. ``writer`` makes codes for
training and tests.
Everything here is pure: no port, no picture, no clock.
"""

from registrar_app.cards.barcode.content import PolicyContent
from registrar_app.cards.barcode.scan import PolicyScan, ScanError, ScanStatus
from registrar_app.cards.barcode.text import decode_policy, decode_policy_text
from registrar_app.cards.barcode.typed import decode_typed
from registrar_app.cards.barcode.writer import write_policy

__all__ = [
    "PolicyContent",
    "PolicyScan",
    "ScanError",
    "ScanStatus",
    "decode_policy",
    "decode_policy_text",
    "decode_typed",
    "write_policy",
]
