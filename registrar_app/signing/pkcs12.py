"""Keys in PKCS#12 files (.p12, .pfx): opened once with the password, held in memory, never the password.

Source: project's domain notes on signing, sections 4.4 and 7.
"""

import os
import stat
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.problems import Problem, problem
from registrar_app.signing.key_checks import expiry_problem, require_usable
from registrar_app.signing.pin import forbid_core_dumps
from registrar_app.signing.ports import SigningCertificate
from registrar_app.signing.x509_reader import read_signing_certificate

_SHORTEST_RSA_BITS = 2048
_PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
_HASHES: dict[str, type[hashes.SHA256] | type[hashes.SHA384] | type[hashes.SHA512]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}


class Pkcs12Key:
    """An opened key file, a ``RawSigner``.

    The parsed private key is kept: parsing an RSA key anew costs more than the rest of a signature.
    """

    def __init__(
        self,
        private_key: _PrivateKey,
        signing_certificate: SigningCertificate,
        chain: tuple[bytes, ...] = (),
        problems: tuple[Problem, ...] = (),
    ) -> None:
        self._private_key = private_key
        self._signing_certificate = signing_certificate
        self._chain = chain
        self.problems = problems
        """What the opening remarked: loose permissions, an end that comes near, a file as a carrier."""

    @property
    def signing_certificate(self) -> SigningCertificate:
        """Whose key it is."""
        return self._signing_certificate

    @property
    def chain(self) -> tuple[bytes, ...]:
        """DER of the other X.509 in the file."""
        return self._chain

    def sign_raw(self, data: bytes, digest: str) -> bytes:
        """Sign; see ``RawSigner.sign_raw``."""
        algorithm = _HASHES[digest]()
        if isinstance(self._private_key, rsa.RSAPrivateKey):
            return self._private_key.sign(data, padding.PKCS1v15(), algorithm)
        return self._private_key.sign(data, ec.ECDSA(algorithm))

    def __repr__(self) -> str:
        return f"Pkcs12Key({self._signing_certificate!r})"

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("a key is not copied, stored or sent")


def open_key(path: Path, password: str, *, now: datetime | None = None) -> Pkcs12Key:
    """Open a key file and check that it may sign.

    Args:
        path: File .p12 or .pfx.
        password: As typed; used here and forgotten.
        now: Aware time to judge the term by, the clock's own when None.

    Returns:
        The key, with remarks in ``problems``.

    Raises:
        RegistrarError: SIGN-001 no file, 002 wrong password, 003 no key, 004 damaged, 005 expired,
            006 not yet valid, 007 wrong usage, 008 kind of key, 009 key and X.509 differ.
    """
    forbid_core_dumps()
    now = now or datetime.now(UTC)
    try:
        content = path.read_bytes()
        mode = path.stat().st_mode
    except OSError:
        # "from None" here and below: a path may hold a name, a library's text may hold anything.
        raise RegistrarError("SIGN-001") from None
    private_key, owner, chain = _load(content, password)
    require_usable(owner, now)
    remarks = [problem("SIGN-016")]
    if is_loose(mode):
        remarks.insert(0, problem("SIGN-010"))
    if ending := expiry_problem(owner, now.date()):
        remarks.insert(0, ending)
    return Pkcs12Key(private_key, owner, chain, tuple(remarks))


def _load(content: bytes, password: str) -> tuple[_PrivateKey, SigningCertificate, tuple[bytes, ...]]:
    if not looks_like_pkcs12(content):
        raise RegistrarError("SIGN-004")
    try:
        bundle = pkcs12.load_pkcs12(content, password.encode("utf-8"))
    except ValueError:
        raise RegistrarError("SIGN-002") from None
    except (UnsupportedAlgorithm, TypeError):
        raise RegistrarError("SIGN-008", algorithm="неизвестное шифрование файла") from None
    if bundle.key is None:
        raise RegistrarError("SIGN-003")
    if bundle.cert is None:
        # The library pairs a key with its X.509 by the public key; none of those inside fits.
        raise RegistrarError("SIGN-009")
    owner = read_signing_certificate(_der(bundle.cert.certificate))
    private_key = bundle.key
    if not isinstance(private_key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise RegistrarError("SIGN-008", algorithm=owner.algorithm)
    if isinstance(private_key, rsa.RSAPrivateKey) and private_key.key_size < _SHORTEST_RSA_BITS:
        raise RegistrarError("SIGN-008", algorithm=owner.algorithm)
    return private_key, owner, tuple(_der(other.certificate) for other in bundle.additional_certs)


def looks_like_pkcs12(content: bytes) -> bool:
    """A wrong password and damage give one and the same error later; the outer frame tells them apart."""
    from asn1crypto import pkcs12 as asn1_pkcs12

    try:
        frame = asn1_pkcs12.Pfx.load(content, strict=True)
        return bool(frame["version"].native == "v3" and frame["auth_safe"]["content_type"].native)
    except (ValueError, TypeError, KeyError):
        return False


def _der(one: x509.Certificate) -> bytes:
    return one.public_bytes(serialization.Encoding.DER)


def is_loose(mode: int) -> bool:
    """Others may read the file. On Windows the mode says nothing; the profile folder protects it."""
    return os.name == "posix" and bool(mode & (stat.S_IRWXG | stat.S_IRWXO))
