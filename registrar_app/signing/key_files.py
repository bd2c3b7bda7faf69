"""Opening a key file of whatever kind: RSA and ECDSA in this process, GOST by OpenSSL."""

from datetime import datetime
from pathlib import Path

from registrar_app.domain.errors import RegistrarError
from registrar_app.signing.gost_engine import GostEngine
from registrar_app.signing.gost_openssl import GostFileKey, open_gost_key
from registrar_app.signing.pin import Pin
from registrar_app.signing.pkcs12 import Pkcs12Key, looks_like_pkcs12, open_key

_MAY_BE_GOST = frozenset({"SIGN-002", "SIGN-008"})
"""What a container with a GOST key looks like to the library that knows none."""


def open_key_file(
    path: Path, pin: Pin, engine: GostEngine | None, *, now: datetime | None = None
) -> Pkcs12Key | GostFileKey:
    """Open a key file and check that it may sign.

    Args:
        path: PKCS#12; with an engine also PEM with a GOST key and its X.509.
        pin: The password. Wiped here, except for a GOST key: that one keeps it until its ``close``.
        engine: From ``gost_engine.find_engine``; None: GOST keys cannot be opened here.
        now: Aware time to judge the term by, the clock's own when None.

    Raises:
        RegistrarError: SIGN-001..009 as ``pkcs12.open_key``. Without an engine a GOST container looks like
            one with a wrong password (SIGN-002).
        SurroundingsError: SIGN-081 OpenSSL does not answer.
    """
    try:
        key: Pkcs12Key = open_key(path, pin.reveal(), now=now)
    except RegistrarError as fault:
        if engine is None or not _may_be_gost(path, fault.code):
            pin.wipe()
            raise
        return open_gost_key(path, pin, engine, now=now)
    pin.wipe()
    return key


def _may_be_gost(path: Path, code: str) -> bool:
    if code in _MAY_BE_GOST:
        return True
    try:
        content = path.read_bytes()
    except OSError:
        return False
    return code == "SIGN-004" and not looks_like_pkcs12(content) and b"PRIVATE KEY-----" in content
