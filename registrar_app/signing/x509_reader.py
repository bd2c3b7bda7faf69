"""Reading a signer's X.509 into ``SigningCertificate``: names, numbers, term, usage. Pure functions."""

import re
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from registrar_app.signing.ports import SigningCertificate

OID_SNILS = x509.ObjectIdentifier("1.2.643.100.3")
OID_OGRN = x509.ObjectIdentifier("1.2.643.100.1")
_CURVES = {"secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521"}
_GOST_KEYS = {
    "1.2.643.7.1.1.1.1": "ГОСТ Р 34.10-2012, 256 бит",
    "1.2.643.7.1.1.1.2": "ГОСТ Р 34.10-2012, 512 бит",
}
_USAGES = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
    "key_agreement", "key_cert_sign", "crl_sign",
)  # fmt: skip
_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


def read_signing_certificate(der: bytes) -> SigningCertificate:
    """Read one X.509.

    The owner is SN + G as qualified ones carry them (приказ ФСБ 27.12.2011 № 795), else CN.

    Args:
        der: The whole X.509 in DER.

    Raises:
        ValueError: the bytes are no X.509.
    """
    parsed = x509.load_der_x509_certificate(der)
    with lenient_names():
        subject, issuer = parsed.subject, parsed.issuer
    person = " ".join(filter(None, (_first(subject, NameOID.SURNAME), _first(subject, NameOID.GIVEN_NAME))))
    organization = _first(subject, NameOID.ORGANIZATION_NAME)
    serial = f"{parsed.serial_number:x}"
    return SigningCertificate(
        owner=person or _first(subject, NameOID.COMMON_NAME) or organization,
        organization=organization,
        snils=_first(subject, OID_SNILS),
        ogrn=_first(subject, OID_OGRN),
        serial_hex=serial.rjust(len(serial) + len(serial) % 2, "0"),
        issuer=_first(issuer, NameOID.COMMON_NAME) or issuer.rfc4514_string(),
        valid_from=parsed.not_valid_before_utc,
        valid_to=parsed.not_valid_after_utc,
        algorithm=_key_words(parsed),
        key_usage=_key_usage(parsed),
        is_authority=_is_authority(parsed),
        fingerprint=parsed.fingerprint(hashes.SHA256()).hex(),
        der=der,
    )


def split_certificates(blobs: Iterable[bytes]) -> tuple[tuple[bytes, ...], int]:
    """All X.509 of PEM bundles and DER files, and how many of the given blobs held none.

    Args:
        blobs: Contents of files, PEM with any number of entries or one DER each.

    Returns:
        DERs in the order met, and the number of blobs that could not be read.
    """
    found: list[bytes] = []
    unreadable = 0
    for blob in blobs:
        try:
            if pems := _PEM.findall(blob):
                ders = [x509.load_pem_x509_certificate(pem).public_bytes(_DER) for pem in pems]
            else:
                ders = [x509.load_der_x509_certificate(blob).public_bytes(_DER)]
        except ValueError:
            unreadable += 1
        else:
            found += ders
    return tuple(found), unreadable


def chain_of(owner: SigningCertificate, authorities: Iterable[bytes]) -> tuple[bytes, ...]:
    """The authorities above an owner, by their names alone, nearest first; a root is left out.

    Args:
        owner: Whose chain it is.
        authorities: DER of X.509 in any order, of anybody.
    """
    by_name: dict[bytes, tuple[bytes, bytes]] = {}
    with lenient_names():
        for der in authorities:
            parsed = x509.load_der_x509_certificate(der)
            by_name[parsed.subject.public_bytes()] = parsed.issuer.public_bytes(), der
        above = x509.load_der_x509_certificate(owner.der).issuer.public_bytes()
    found: list[bytes] = []
    while above in by_name:
        issuer, der = by_name.pop(above)
        if issuer == above:
            break
        found.append(der)
        above = issuer
    return tuple(found)


_DER = serialization.Encoding.DER


@contextmanager
def lenient_names() -> Iterator[None]:
    """Let names of up to 64 letters pass: cryptography counts bytes and warns of a long Cyrillic name."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Attribute's length", category=UserWarning)
        yield


def _first(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    values = name.get_attributes_for_oid(oid)
    return str(values[0].value).strip() if values else ""


def _key_words(parsed: x509.Certificate) -> str:
    oid = parsed.public_key_algorithm_oid.dotted_string
    if oid in _GOST_KEYS:
        return _GOST_KEYS[oid]
    try:
        key = parsed.public_key()
    except (UnsupportedAlgorithm, ValueError):
        return oid
    if isinstance(key, rsa.RSAPublicKey):
        return f"RSA-{key.key_size}"
    if isinstance(key, ec.EllipticCurvePublicKey):
        return f"ECDSA {_CURVES.get(key.curve.name, key.curve.name)}"
    return oid


def _key_usage(parsed: x509.Certificate) -> frozenset[str]:
    try:
        usage = parsed.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return frozenset()
    return frozenset(name for name in _USAGES if getattr(usage, name))


def _is_authority(parsed: x509.Certificate) -> bool:
    try:
        return parsed.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False
