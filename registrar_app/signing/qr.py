"""The QR code of a paper: a signed compact message that any copy of the program checks without a network.

``HTTPS://HOST/V/`` + base32 of a COSE_Sign1 with an Ed25519 key of the clinic, all in upper case so that the
code is in its short mode; without an address the base32 alone. It proves «issued by this clinic's program»,
the electronic signature of the file proves the rest. What is signed is the data of the paper, not the file:
the code is inside the file.

Source: project's domain notes on signing, section 6; RFC 9052 (COSE_Sign1), RFC 8392 (claims), RFC 8037.
"""

import base64
import binascii
import dataclasses
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from registrar_app.domain.problems import Level, Problem, problem
from registrar_app.signing.qr_keys import QrKey, key_id

_EDDSA = -8
_ALGORITHM, _KEY_ID = 1, 4
_ISSUER, _ISSUED, _EXPIRES, _PAPER = 1, 6, 4, -65537
_NUMBER, _FORM, _OWNER, _BORN, _HASH = 1, 2, 3, 4, 5
_SIGN1_TAG = 18
_HASH_BYTES = 8
_LARGEST = 2000
"""Characters of a code; the fullest of ours has 550."""
_WAY = "/V/"
_RUSSIAN_KEYS = str.maketrans("ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ.", "QWERTYUIOPASDFGHJKLZXCVBNM/")
"""What a scanner types while the keyboard is set to Russian."""
_BASE32 = re.compile(r"[A-Z2-7]+")


@dataclass(frozen=True, slots=True)
class QrClaims:
    """What the code says of a paper."""

    issuer: str = dataclasses.field(repr=False)
    """Object identifier of the organisation, or its OGRN."""
    issued: date
    expires: date | None
    number: str = dataclasses.field(repr=False)
    form: str = dataclasses.field(repr=False)
    """Key of the form."""
    owner: str = dataclasses.field(repr=False)
    """Full name, or initials where the clinic wants the code slim."""
    born: date | None = dataclasses.field(repr=False)
    fingerprint: bytes = dataclasses.field(repr=False)
    """First bytes of ``paper_hash``."""


@dataclass(frozen=True, slots=True)
class QrReport:
    """The verdict over a code."""

    claims: QrClaims | None
    """None: it cannot be read, or nobody known signed it."""
    key: QrKey | None
    """The key that signed it."""
    problems: tuple[Problem, ...] = ()

    @property
    def is_valid(self) -> bool:
        """Signed by a known key in its term, and nothing of weight against it."""
        return self.claims is not None and not any(one.level is Level.ERROR for one in self.problems)

    def as_json(self) -> dict[str, Any]:
        """The shape of ``qr`` in the command line contract."""
        claims = self.claims
        return {
            "valid": self.is_valid,
            "issuer": claims.issuer if claims else None,
            "number": claims.number if claims else None,
            "form": claims.form if claims else None,
            "owner": claims.owner if claims else None,
            "birth_date": claims.born.isoformat() if claims and claims.born else None,
            "issued": claims.issued.isoformat() if claims else None,
            "expires": claims.expires.isoformat() if claims and claims.expires else None,
            "problems": [one.as_json() for one in self.problems],
        }


def is_paper_code(text: str) -> bool:
    """Whether a text has the shape of such a code, whoever signed it."""
    return _parsed(text) is not None


def paper_hash(values: Mapping[str, Any]) -> bytes:
    """SHA-256 of a paper's data in their canonical form.

    Args:
        values: Values of the paper by field id, as JSON takes them; dates as ISO text.
    """
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode("utf-8")).digest()


def make_qr(claims: QrClaims, key: Ed25519PrivateKey, address: str = "") -> str:
    """The text of a code.

    Args:
        claims: What it says; ``fingerprint`` is cut to eight bytes.
        key: The clinic's key.
        address: ``https://host`` of the page that checks codes, or empty.

    Returns:
        Upper-case text of the QR alphanumeric set.
    """
    protected = cbor2.dumps({_ALGORITHM: _EDDSA, _KEY_ID: key_id(key.public_key())}, canonical=True)
    payload = cbor2.dumps(_packed(claims), canonical=True)
    signature = key.sign(_to_be_signed(protected, payload))
    message = cbor2.dumps(cbor2.CBORTag(_SIGN1_TAG, [protected, {}, payload, signature]))
    code = base64.b32encode(message).decode("ascii").rstrip("=")
    return f"{address.rstrip('/').upper()}{_WAY}{code}" if address else code


def check_qr(
    text: str,
    keys: Sequence[QrKey],
    *,
    now: datetime,
    withdrawn: Sequence[str] = (),
    expected: Mapping[str, Any] | None = None,
) -> QrReport:
    """Check a code: never raises for a bad one.

    Args:
        text: What a scanner or a picture gave, or what was pasted: any case, with blanks or not.
        keys: The keys known, of any clinic.
        now: Aware.
        withdrawn: Numbers of papers known here to be withdrawn.
        expected: Data of the paper at hand, when known: then a code moved from another paper is found.
    """
    parsed = _parsed(text)
    if parsed is None:
        return QrReport(None, None, (problem("SIGN-110"),))
    protected, payload, signature, named = parsed
    key = next((one for one in keys if one.id == named), None)
    if key is None:
        return QrReport(None, None, (problem("SIGN-111"),))
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, _to_be_signed(protected, payload))
    except (InvalidSignature, ValueError):
        return QrReport(None, key, (problem("SIGN-112"),))
    claims = _unpacked(payload)
    if claims is None:
        return QrReport(None, key, (problem("SIGN-110"),))
    return QrReport(claims, key, tuple(_remarks(claims, key, now, withdrawn, expected)))


def _remarks(
    claims: QrClaims, key: QrKey, now: datetime, withdrawn: Sequence[str], expected: Mapping[str, Any] | None
) -> list[Problem]:
    found = []
    if not key.covers(claims.issued):
        found.append(problem("SIGN-113"))
    if claims.issued > now.date():
        found.append(problem("SIGN-117"))
    if claims.number in withdrawn:
        found.append(problem("SIGN-114", number=claims.number))
    if expected is not None and paper_hash(expected)[: len(claims.fingerprint)] != claims.fingerprint:
        found.append(problem("SIGN-115"))
    if claims.expires and claims.expires < now.date():
        found.append(problem("SIGN-116", expires=f"{claims.expires:%d.%m.%Y}"))
    return found


def _packed(claims: QrClaims) -> dict[int, Any]:
    paper = {
        _NUMBER: claims.number,
        _FORM: claims.form,
        _OWNER: claims.owner,
        _BORN: claims.born.isoformat() if claims.born else None,
        _HASH: claims.fingerprint[:_HASH_BYTES],
    }
    dates = {_ISSUED: _seconds(claims.issued), _EXPIRES: _seconds(claims.expires) if claims.expires else None}
    packed = {_ISSUER: claims.issuer, **dates, _PAPER: {name: one for name, one in paper.items() if one}}
    return {name: one for name, one in packed.items() if one is not None}


def _unpacked(payload: bytes) -> QrClaims | None:
    """Signed by a key we know, but of whatever version: what is not there is empty."""
    try:
        packed = cbor2.loads(payload)
        paper = packed[_PAPER]
        born, expires = paper.get(_BORN), packed.get(_EXPIRES)
        return QrClaims(
            issuer=str(packed[_ISSUER]),
            issued=_day(packed[_ISSUED]),
            expires=_day(expires) if expires is not None else None,
            number=str(paper.get(_NUMBER, "")),
            form=str(paper.get(_FORM, "")),
            owner=str(paper.get(_OWNER, "")),
            born=date.fromisoformat(born) if born else None,
            fingerprint=bytes(paper[_HASH]),
        )
    except (cbor2.CBORDecodeError, ValueError, TypeError, KeyError, AttributeError, OverflowError, OSError):
        return None


def _parsed(text: str) -> tuple[bytes, bytes, bytes, bytes] | None:
    """Protected header, payload, signature and id of the key; None when it is no code of this kind."""
    code = "".join(text.split()).upper()
    if not code.isascii():
        code = code.translate(_RUSSIAN_KEYS)
    code = code.rsplit(_WAY, 1)[-1].rstrip("=")
    if len(code) > _LARGEST or not _BASE32.fullmatch(code):
        return None
    try:
        raw = base64.b32decode(code + "=" * (-len(code) % 8))
        # One text for one message: spare bits at the end would be free to turn.
        if base64.b32encode(raw).decode("ascii").rstrip("=") != code:
            return None
        message = cbor2.loads(raw)
        if not isinstance(message, cbor2.CBORTag) or message.tag != _SIGN1_TAG or cbor2.dumps(message) != raw:
            return None
        protected, unprotected, payload, signature = message.value
        header = cbor2.loads(protected)
        # An empty list or text would be empty, too: one message, one spelling.
        if unprotected != {} or header[_ALGORITHM] != _EDDSA:
            return None
        return bytes(protected), bytes(payload), bytes(signature), bytes(header[_KEY_ID])
    except (binascii.Error, cbor2.CBORDecodeError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _to_be_signed(protected: bytes, payload: bytes) -> bytes:
    """Sig_structure of COSE_Sign1 (RFC 9052, 4.4)."""
    return cbor2.dumps(["Signature1", protected, b"", payload])


def _seconds(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def _day(seconds: int) -> date:
    return datetime.fromtimestamp(seconds, UTC).date()
