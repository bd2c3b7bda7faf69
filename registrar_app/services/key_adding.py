"""Taking a key file into the profile: opened first, then copied for its owner's eyes alone."""

import os
import tempfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from registrar_app.domain.errors import RegistrarError, SurroundingsError
from registrar_app.signing.key_files import open_key_file
from registrar_app.signing.pin import Pin
from registrar_app.signing.pkcs12 import looks_like_pkcs12, open_key
from registrar_app.signing.ports import SigningCertificate
from registrar_app.signing.x509_reader import read_signing_certificate, split_certificates

if TYPE_CHECKING:
    from registrar_app.signing.gost_engine import GostEngine
    from registrar_app.signing.gost_openssl import GostFileKey
    from registrar_app.signing.pkcs12 import Pkcs12Key

_MAY_BE_GOST = frozenset({"SIGN-002", "SIGN-004", "SIGN-008"})
"""What a GOST key without a password looks like to the library that knows none."""


def opened_file(
    path: Path, password: str, x509: Path | None, engine: "GostEngine | None", now: datetime
) -> "tuple[Pkcs12Key | GostFileKey, bytes]":
    """Open a key file and give what is to be copied: the file, its X.509 behind it where that lies apart.

    Raises:
        RegistrarError: SIGN-001..009, ``SIGN-067`` no certificate in the second file.
        SurroundingsError: ``SIGN-080`` a GOST key, and no OpenSSL that knows it.
    """
    try:
        content = path.read_bytes()
    except OSError:
        raise RegistrarError("SIGN-001") from None
    if x509 is None:
        if engine is None and b"PRIVATE KEY-----" in content:
            raise SurroundingsError("SIGN-080")
        return open_with(path, password, engine, now), content
    if engine is None:
        raise SurroundingsError("SIGN-080")
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509 import load_der_x509_certificate

    der = owner_in_file(x509).der
    whole = content.rstrip() + b"\n" + load_der_x509_certificate(der).public_bytes(Encoding.PEM)
    # The key itself is encrypted or not as it was given; the copy for the trial is its owner's alone (0700).
    with tempfile.TemporaryDirectory(prefix="registrar-") as folder:
        trial = Path(folder) / "key"
        _write(trial, whole)
        key = open_with(trial, password, engine, now)
    return key, whole


def open_with(
    path: Path, password: str, engine: "GostEngine | None", now: datetime
) -> "Pkcs12Key | GostFileKey":
    """Open a key file of whatever kind; an empty password is none.

    Raises:
        RegistrarError: SIGN-001..009.
        SurroundingsError: SIGN-080, SIGN-081 OpenSSL fails.
    """
    if password:
        return open_key_file(path, Pin(password), engine, now=now)
    try:
        return open_key(path, "", now=now)
    except RegistrarError as fault:
        if engine is None or fault.code not in _MAY_BE_GOST:
            raise
    from registrar_app.signing.gost_openssl import open_gost_key

    return open_gost_key(path, None, engine, now=now)


def copy_key_file(content: bytes, folder: Path, key_id: str) -> str:
    """Put a key into the folder of keys, readable by its owner alone; gives its name there.

    Raises:
        SurroundingsError: ``CERT-053`` it cannot be written.
    """
    name = f"{key_id}{'.p12' if looks_like_pkcs12(content) else '.key'}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = folder / f"{name}.part"
        part.unlink(missing_ok=True)
        _write(part, content)
        part.replace(folder / name)
    except OSError:
        raise SurroundingsError("CERT-053") from None
    return name


def owner_in_file(path: Path) -> SigningCertificate:
    """The owner's certificate of a PEM or DER file; authorities beside it are passed over.

    Raises:
        RegistrarError: ``SIGN-067`` there is none, ``SIGN-001`` the file does not open.
    """
    try:
        content = path.read_bytes()
    except OSError:
        raise RegistrarError("SIGN-001") from None
    found = [read_signing_certificate(der) for der in split_certificates([content])[0]]
    owner = next((one for one in found if not one.is_authority), None)
    if owner is None:
        raise RegistrarError("SIGN-067")
    return owner


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
