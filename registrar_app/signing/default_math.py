"""Which judge of GOST signatures this computer has: OpenSSL where its engine is there, else pure Python."""

import functools

from registrar_app.signing.gost_engine import find_engine
from registrar_app.signing.gost_math import GostMath, PureMath


@functools.lru_cache(maxsize=1)
def default_math() -> GostMath:
    """The faster one that is there; looked for once, with one child process."""
    return find_engine() or PureMath()
