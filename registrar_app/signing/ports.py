"""The two doors through which keys come in, and what is known of a key's owner.

A token or a key file signs bytes (``RawSigner``); CryptoPro and other external programs hand out a finished
CMS only (``CmsSigner``). ``pades.sign`` takes either.

Source: project's domain notes on signing, decisions D5 and D6.
"""

import dataclasses
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable


class SignatureLevel(StrEnum):
    """How much a signature carries to be checked later without us (ETSI EN 319 142-1)."""

    CMS = "CMS"
    """A signature without the attributes of PAdES."""
    B_B = "B-B"
    """The signature alone; the time is the workplace's own."""
    B_T = "B-T"
    """With a timestamp token."""
    B_LT = "B-LT"
    """With the data to check revocation later."""
    B_LTA = "B-LTA"
    """With a document timestamp over that data."""

    @property
    def word(self) -> str:
        """Russian words of the level."""
        return {
            "CMS": "подпись без признаков PAdES",
            "B-B": "подпись без метки времени",
            "B-T": "подпись с меткой времени",
            "B-LT": "подпись с меткой времени и данными проверки",
            "B-LTA": "подпись для долгого хранения",
        }[self]


@dataclass(frozen=True, slots=True, repr=False)
class SigningCertificate:
    """What a signer's X.509 says, read once; ``repr`` shows no personal data."""

    owner: str
    """Full name of the person, or the organisation's name where no person is named."""
    organization: str
    """Attribute O of the subject, empty if none."""
    snils: str
    """Eleven digits, empty if none (OID 1.2.643.100.3)."""
    ogrn: str
    """Thirteen digits, empty if none (OID 1.2.643.100.1)."""
    serial_hex: str
    """Serial number, lower-case hexadecimal, an even number of digits."""
    issuer: str
    """Common name of the issuer."""
    valid_from: datetime
    """Aware, UTC."""
    valid_to: datetime
    """Aware, UTC."""
    algorithm: str
    """Kind and size of the key in words: «RSA-2048», «ECDSA P-256», «ГОСТ Р 34.10-2012, 256 бит»."""
    key_usage: frozenset[str]
    """Names of RFC 5280 in snake case (``digital_signature``, ``content_commitment``); empty: not limited."""
    is_authority: bool
    """The X.509 belongs to an authority that issues others."""
    fingerprint: str
    """SHA-256 of the DER, lower-case hexadecimal: how a key is named in settings."""
    der: bytes = dataclasses.field(compare=False)

    def __repr__(self) -> str:
        return f"SigningCertificate(fingerprint={self.fingerprint[:12]}…)"


@runtime_checkable
class RawSigner(Protocol):
    """A key that signs bytes: a key file, a PKCS#11 token."""

    @property
    def signing_certificate(self) -> SigningCertificate:
        """Whose key it is."""

    @property
    def chain(self) -> tuple[bytes, ...]:
        """DER of the authorities between the owner and a root, in any order, the root may be missing."""

    def sign_raw(self, data: bytes, digest: str) -> bytes:
        """Sign.

        Args:
            data: The bytes to sign, not hashed yet.
            digest: Name of the digest as hashlib writes it: ``sha256``.

        Returns:
            RSA: PKCS#1 v1.5, as long as the modulus. ECDSA: DER sequence (r, s).

        Raises:
            RegistrarError: the device or its owner refused.
        """


@runtime_checkable
class CmsSigner(Protocol):
    """A program that gives a finished detached CMS."""

    @property
    def signing_certificate(self) -> SigningCertificate:
        """Whose key it uses."""

    def sign_cms(self, data: bytes) -> bytes:
        """Sign.

        Args:
            data: The signed parts of the file, one after the other.

        Returns:
            DER of ContentInfo(SignedData), detached, with the attribute signing-certificate-v2.

        Raises:
            RegistrarError: the program or its owner refused.
        """


Signer = RawSigner | CmsSigner
