"""Row ids: UUIDv7 (RFC 9562, 5.7), monotonic within the process."""

import secrets
import threading
import time
from uuid import UUID

_lock = threading.Lock()
_last = 0


def new_id() -> UUID:
    """A new UUIDv7: 48-bit milliseconds, version, 74 random bits; later calls sort after earlier ones."""
    global _last
    with _lock:
        stamp = time.time_ns() // 1_000_000
        value = (
            (stamp << 80) | (0x7 << 76) | (secrets.randbits(12) << 64) | (0b10 << 62) | secrets.randbits(62)
        )
        if value <= _last:
            # Same millisecond (or the clock stepped back): count up in the low random bits.
            value = _last + 1 + secrets.randbits(20)
        _last = value
    return UUID(int=value)
