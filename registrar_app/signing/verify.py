"""Verifying a signed PDF without a network: what was signed, by whom, whether it is whole and trusted.

A file that cannot be read is an answer here, not an exception.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from registrar_app.domain.problems import Level, Problem
from registrar_app.signing.ports import SignatureLevel, SigningCertificate

WHOLE = "whole"
REVISION = "revision"
CLOCK = "clock"
"""Where a time comes from: the signer's own clock."""
SIGNATURE_STAMP = "signature"
"""From a timestamp inside the signature."""
FILE_STAMP = "document"
"""From a timestamp over the whole file, put there later."""


class Changes(StrEnum):
    """What was added to a file after a signature, by its gravest part."""

    NONE = "none"
    PROOFS = "proofs"
    """Timestamps and data of verification only."""
    SIGNATURES = "signatures"
    """Fields that waited were filled and signed."""
    OTHER = "other"
    """Anything else; no signature of ours allows it."""


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """What is true of one signature."""

    field: str
    """Name of its field in the file."""
    signer: SigningCertificate | None
    """Whose it says it is; None when it cannot be read."""
    algorithm: str
    """Key and digest in words: «ECDSA P-256, SHA-256»; empty when not known."""
    level: SignatureLevel
    signed_at: datetime | None
    """The signer's own clock, aware."""
    timestamp: datetime | None
    """Time of a valid timestamp token, aware."""
    is_intact: bool
    """The signed bytes are those that were signed, by the owner's key."""
    is_trusted: bool
    """The owner's chain leads to a given root and held when it was signed."""
    covers: str
    """``whole`` file, or an earlier ``revision`` of it."""
    problems: tuple[Problem, ...] = ()
    time_source: str = dataclasses.field(default=CLOCK, repr=False)
    """``clock``, or which timestamp proves the time: ``signature``, ``document``."""
    changes: Changes = Changes.NONE
    """What came after this signature, as far as it can be told."""

    @property
    def is_valid(self) -> bool:
        """Whole, trusted, and nothing of weight against it."""
        return self.is_intact and self.is_trusted and not _has_error(self.problems)

    def as_json(self) -> dict[str, Any]:
        """The shape of the command line contract."""
        return {
            "field": self.field,
            "signer": self.signer.owner if self.signer else None,
            "serial": self.signer.serial_hex if self.signer else None,
            "algorithm": self.algorithm,
            "level": str(self.level),
            "signed_at": self.signed_at.isoformat() if self.signed_at else None,
            "timestamp": self.timestamp.isoformat() if self.timestamp else None,
            "intact": self.is_intact,
            "trusted": self.is_trusted,
            "covers": self.covers,
            "problems": [one.as_json() for one in self.problems],
            "time_source": self.time_source,
            "changes": str(self.changes),
        }


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """The verdict over a file."""

    signatures: tuple[SignatureReport, ...] = ()
    """In the order they were made."""
    problems: tuple[Problem, ...] = ()
    """Of the file as a whole."""
    qr: Mapping[str, Any] | None = dataclasses.field(default=None, repr=False)
    """What the QR code says; None: the file has none, or it is not read yet."""

    @property
    def is_valid(self) -> bool:
        """At least one signature, all of them valid, nothing against the file."""
        return (
            bool(self.signatures)
            and all(one.is_valid for one in self.signatures)
            and not _has_error(self.problems)
        )

    def as_json(self) -> dict[str, Any]:
        """The shape of the command line contract."""
        return {
            "valid": self.is_valid,
            "signatures": [one.as_json() for one in self.signatures],
            "qr": dict(self.qr) if self.qr is not None else None,
            "problems": [one.as_json() for one in self.problems],
        }


def verify(pdf: bytes, roots: Sequence[bytes], *, now: datetime | None = None) -> VerificationReport:
    """Verify every signature of a file. Never raises for a bad file; never in the window's thread.

    GOST signatures are judged by OpenSSL where it has its engine, else by ``gostcrypto`` (slower).
    Without a timestamp the owner's term is judged at the time the signature itself names: a paper stays valid
    when its key has run out since, and says so.

    Args:
        pdf: Any bytes.
        roots: Trusted X.509: PEM with any number of entries, or one DER each.
        now: Aware; the clock's own time when None.
    """
    from registrar_app.signing import hanko_verify

    return hanko_verify.verify_file(pdf, roots, now or datetime.now(UTC))


def _has_error(problems: Sequence[Problem]) -> bool:
    return any(one.level is Level.ERROR for one in problems)
