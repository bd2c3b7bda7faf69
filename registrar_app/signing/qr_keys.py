"""Keys of QR codes: the clinic's own, and lists of public ones with their days of validity."""

import base64
import binascii
import dataclasses
import hashlib
import json
import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from registrar_app.domain.errors import RegistrarError, SurroundingsError
from registrar_app.signing.authority import write_private

_log = logging.getLogger(__name__)
_ID_BYTES = 8
_KIND = "registrar-qr-keys"


@dataclass(frozen=True, slots=True)
class QrKey:
    """A public key of a clinic."""

    public: bytes = dataclasses.field(repr=False)
    """32 bytes, Ed25519."""
    issuer: str = dataclasses.field(repr=False)
    """Whose: object identifier or OGRN of the organisation."""
    valid_from: date
    valid_to: date | None = None
    """Last day; None: not known yet."""

    @property
    def id(self) -> bytes:
        """How codes name it: the first eight bytes of SHA-256."""
        return hashlib.sha256(self.public).digest()[:_ID_BYTES]

    def covers(self, day: date) -> bool:
        """Whether a paper issued on a day may bear it."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def key_id(key: Ed25519PublicKey) -> bytes:
    """How codes name a key."""
    return hashlib.sha256(key.public_bytes_raw()).digest()[:_ID_BYTES]


def open_or_make_key(path: Path) -> Ed25519PrivateKey:
    """The clinic's own key of QR codes; made at the first use, in a file only its owner can read.

    A file that others could read is closed to them before it is used; one that cannot be closed is refused.

    Raises:
        SurroundingsError: SIGN-118 the file cannot be read, written or closed, or is not such a key.
    """
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_private(path, Ed25519PrivateKey.generate().private_bytes_raw())
        _close_to_others(path)
        return Ed25519PrivateKey.from_private_bytes(path.read_bytes())
    except (OSError, ValueError):
        raise SurroundingsError("SIGN-118") from None


def _close_to_others(path: Path) -> None:
    """Mend loose permissions; where the system has others than Windows knows them.

    Raises:
        OSError: they cannot be mended.
    """
    if os.name == "posix" and path.stat().st_mode & 0o077:
        _log.warning("the key of QR codes could be read by others; closed now")
        path.chmod(0o600)


def format_key_list(keys: Sequence[QrKey], signer: Ed25519PrivateKey) -> bytes:
    """A list of public keys to hand to others, signed.

    Args:
        keys: The keys, in any order.
        signer: A key whose public half the receivers have.
    """
    rows = [
        {
            "key": base64.b64encode(one.public).decode("ascii"),
            "issuer": one.issuer,
            "from": one.valid_from.isoformat(),
            "to": one.valid_to.isoformat() if one.valid_to else None,
        }
        for one in keys
    ]
    body = json.dumps({"kind": _KIND, "keys": rows}, ensure_ascii=False, sort_keys=True)
    signature = base64.b64encode(signer.sign(body.encode("utf-8"))).decode("ascii")
    return json.dumps({"body": body, "signature": signature}, ensure_ascii=False).encode("utf-8")


def parse_key_list(content: bytes, trusted: bytes) -> tuple[QrKey, ...]:
    """Read a signed list of keys.

    Args:
        content: What ``format_key_list`` made.
        trusted: 32 bytes, the public key the list must be signed by.

    Raises:
        RegistrarError: SIGN-119 it is no such list, or another signed it.
    """
    try:
        outer = json.loads(content)
        body = outer["body"].encode("utf-8")
        Ed25519PublicKey.from_public_bytes(trusted).verify(base64.b64decode(outer["signature"]), body)
        inner = json.loads(body)
        if inner["kind"] != _KIND:
            raise RegistrarError("SIGN-119")
        return _rows(inner)
    except (InvalidSignature, binascii.Error, ValueError, TypeError, KeyError, AttributeError):
        raise RegistrarError("SIGN-119") from None


def open_key_list(content: bytes, known: Sequence[QrKey]) -> tuple[tuple[QrKey, ...], QrKey]:
    """Read a signed list of keys and say who signed it: a known key, else one of its own.

    A list that is signed by a key nobody knows yet proves only that it is whole: compare the key's id with
    the clinic before trusting it.

    Args:
        content: What ``format_key_list`` made.
        known: Keys known here; they go before those of the list.

    Returns:
        The keys of the list and the key that signed it.

    Raises:
        RegistrarError: SIGN-119 it is no such list, or none of these keys signed it.
    """
    for one in (*known, *_named_in(content)):
        try:
            return parse_key_list(content, one.public), one
        except RegistrarError:
            continue
    raise RegistrarError("SIGN-119")


def _named_in(content: bytes) -> tuple[QrKey, ...]:
    """Keys that a list names, nothing of it proved; empty when it cannot be read."""
    try:
        return _rows(json.loads(json.loads(content)["body"]))
    except (binascii.Error, ValueError, TypeError, KeyError, AttributeError):
        return ()


def _rows(inner: Any) -> tuple[QrKey, ...]:  # noqa: ANN401 - parsed JSON
    """The keys of a list's body.

    Raises:
        Exception: it is put together otherwise.
    """
    return tuple(
        QrKey(
            base64.b64decode(row["key"], validate=True),
            str(row["issuer"]),
            date.fromisoformat(row["from"]),
            date.fromisoformat(row["to"]) if row["to"] else None,
        )
        for row in inner["keys"]
    )
