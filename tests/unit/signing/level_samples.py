"""What the tests of levels share: kinds of keys, a page signed at a level, the parts of a signed file."""

import re
from datetime import UTC, datetime

from asn1crypto import parser
from authority_bench import Authorities
from gost_bench import PASSWORD as GOST_PASSWORD
from gost_bench import GostBench
from signing_samples import FIELD, SECOND, page

from registrar_app.signing.gost_openssl import open_gost_key
from registrar_app.signing.levels import TrustServices, sign_at_level, upgrade
from registrar_app.signing.pin import Pin
from registrar_app.signing.ports import SignatureLevel, Signer

B_B, B_T, B_LT, B_LTA = SignatureLevel.B_B, SignatureLevel.B_T, SignatureLevel.B_LT, SignatureLevel.B_LTA
LEVELS = [B_B, B_T, B_LT, B_LTA]
HIGHER = LEVELS[1:]
ROW = {"rsa": "rsa", "p256": "p256", "gost256": "gost", "gost512": "gost"}
"""Which services serve a kind of key."""


def now() -> datetime:
    return datetime.now(UTC)


def open_keys(authorities: Authorities, gost: GostBench) -> dict[str, Signer]:
    """A key of each kind; those of a second signer end with ``/2`` (of GOST there is one of each length)."""
    found: dict[str, Signer] = {
        f"{kind}{role}": authorities.key(kind, name)
        for kind in ("rsa", "p256")
        for role, name in (("", "doctor"), ("/2", "clinic"))
    }
    doctor, clinic = (
        open_gost_key(gost.path(f"online-{name}.p12"), Pin(GOST_PASSWORD), gost.engine)
        for name in ("doctor", "clinic")
    )
    return {**found, "gost256": doctor, "gost512": clinic, "gost256/2": doctor, "gost512/2": clinic}


def signed(key: Signer, level: SignatureLevel, services: TrustServices, pdf: bytes = b"") -> bytes:
    """One signature at a level, a second field waiting."""
    return sign_at_level(
        pdf or page(), key, level, services, field=FIELD, stamp_lines=(), signing_time=now(),
        more_fields=[SECOND],
    )  # fmt: skip


def signed_twice(first: Signer, second: Signer, level: SignatureLevel, services: TrustServices) -> bytes:
    """Two signatures, as the desk makes them: at B-T at the most, what is above is added to both after."""
    at_signing = min(level, B_T, key=LEVELS.index)
    pdf = signed(first, at_signing, services)
    pdf = sign_at_level(
        pdf, second, at_signing, services, field=SECOND, stamp_lines=(), signing_time=now(), certify=False
    )
    return pdf if level is at_signing else upgrade(pdf, level, services, now=now())


def all_signed_parts(pdf: bytes) -> list[tuple[bytes, bytes]]:
    """(signed bytes, DER) of every signature and timestamp of a file; read without any PDF library."""
    found = []
    for match in re.finditer(rb"/ByteRange ?\[ ?(\d+) +(\d+) +(\d+) +(\d+) *\]", pdf):
        start, length, rest, tail = (int(number) for number in match.groups())
        filled = bytes.fromhex(pdf[start + length + 1 : rest - 1].decode())
        _, _, _, header, body, end = parser.parse(filled)
        found.append((pdf[start : start + length] + pdf[rest : rest + tail], header + body + end))
    return found
