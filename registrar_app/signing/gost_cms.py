"""A detached CAdES message with a GOST signature, made and checked by hand: pyHanko has no Streebog.

Source: приказ Минцифры 14.09.2020 № 472, пп. 5.6.1-5.6.2 (issuer and serial number name the signer,
digest Streebog); RFC 5652; RFC 5035 (signing-certificate-v2); no signing-time, PAdES leaves it to the file.
"""

import functools
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from asn1crypto import cms, core, tsp
from asn1crypto import x509 as asn1_x509

from registrar_app.domain.errors import RegistrarError
from registrar_app.signing.gost_math import GostMath
from registrar_app.signing.gost_names import (
    BY_DIGEST,
    GostKind,
    GostPublicKey,
    bare_algorithm,
    gost_public_key,
)
from registrar_app.signing.ports import SigningCertificate

_SET = 0x31


def require_gost_key(owner: SigningCertificate) -> GostPublicKey:
    """The owner's GOST key.

    Raises:
        RegistrarError: SIGN-008 its key is of another kind.
    """
    try:
        key = gost_public_key(owner.der)
    except ValueError:
        key = None
    if key is None:
        raise RegistrarError("SIGN-008", algorithm=owner.algorithm)
    return key


def make_gost_cms(
    data: bytes,
    owner: SigningCertificate,
    chain: Sequence[bytes],
    sign: Callable[[bytes], bytes],
    math: GostMath,
) -> bytes:
    """Sign and check at once.

    Args:
        data: The signed parts of the file.
        owner: The signer's X.509.
        chain: DER of the authorities to carry along.
        sign: Gives the signature of the bytes handed to it (the attributes, about 200 bytes, nothing of the
            document), s‖r; when it gives r‖s, as some tokens may, the halves are changed.
        math: Digests and checks.

    Returns:
        DER of ContentInfo(SignedData).

    Raises:
        RegistrarError: SIGN-008 no GOST key, SIGN-083 the signature does not hold; and those of ``sign``.
    """
    key = require_gost_key(owner)
    attributes = _attributes(data, owner, key, math)
    signed = attributes.dump()
    value = _checked(sign(signed), key, signed, math)
    certificate = asn1_x509.Certificate.load(owner.der)
    digest = bare_algorithm(key.kind.digest_oid)
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                "issuer_and_serial_number",
                {"issuer": certificate.issuer, "serial_number": certificate.serial_number},
            ),
            "digest_algorithm": digest,
            "signed_attrs": attributes,
            "signature_algorithm": {"algorithm": key.kind.key_oid, "parameters": core.Null()},
            "signature": value,
        }
    )
    inside = [certificate, *(asn1_x509.Certificate.load(one) for one in chain if one != owner.der)]
    message = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [digest],
            "encap_content_info": {"content_type": "data"},
            "certificates": [cms.CertificateChoices("certificate", one) for one in inside],
            "signer_infos": [signer],
        }
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": message}).dump())


@dataclass(frozen=True, slots=True)
class GostCmsCheck:
    """What is true of a GOST message."""

    is_intact: bool
    """The digest in it is that of the data."""
    is_by_owner: bool
    """The signature is by the key of the X.509 it names, and names it in its signed attributes."""


def check_gost_cms(signed: cms.SignedData, data: bytes, math: GostMath) -> GostCmsCheck:
    """Check a message of one signer against its data.

    Args:
        signed: The SignedData.
        data: The signed bytes.
        math: Digests and checks.

    Raises:
        ValueError: the message is put together wrong, or has no X.509 of its signer.
        KeyError: an attribute that must be there is not.
    """
    (signer,) = signed["signer_infos"]
    kind = BY_DIGEST.get(signer["digest_algorithm"]["algorithm"].dotted)
    owner = signer_certificate(signed)
    key = gost_public_key(owner.dump())
    if kind is None or key is None or key.kind is not kind:
        raise ValueError("key and digest do not fit")
    attributes = {one["type"].native: one["values"] for one in signer["signed_attrs"]}
    if len(attributes) != len(signer["signed_attrs"]):
        raise ValueError("an attribute stands twice")
    (kind_said,) = attributes["content_type"]
    if kind_said.native != signed["encap_content_info"]["content_type"].native:
        raise ValueError("the attributes speak of other content")
    (said,) = attributes["message_digest"]
    is_intact = said.native == math.digest(kind, data)
    # Signed is the SET itself, in the file it stands under an implicit tag (RFC 5652, 5.4).
    raw = bytes([_SET]) + signer["signed_attrs"].dump()[1:]
    by_key = math.is_signed(key, raw, signer["signature"].native)
    return GostCmsCheck(is_intact, by_key and _names(attributes, owner, math))


def signer_certificate(signed: cms.SignedData) -> asn1_x509.Certificate:
    """The X.509 inside the message that its signer names.

    Raises:
        ValueError: it is not there.
    """
    (signer,) = signed["signer_infos"]
    if signer["sid"].name != "issuer_and_serial_number":
        raise ValueError("the signer is not named by issuer and serial number")
    named = signer["sid"].chosen
    for one in signed["certificates"]:
        if (
            one.name == "certificate"
            and one.chosen.serial_number == named["serial_number"].native
            and one.chosen.issuer.dump() == named["issuer"].dump()
        ):
            return one.chosen
    raise ValueError("the signer's X.509 is not in the message")


def _attributes(
    data: bytes, owner: SigningCertificate, key: GostPublicKey, math: GostMath
) -> cms.CMSAttributes:
    named = tsp.ESSCertIDv2(
        {
            "hash_algorithm": bare_algorithm(key.kind.digest_oid),
            "cert_hash": _certificate_hash(math, key.kind, owner.der),
        }
    )
    return cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": "content_type", "values": ["data"]}),
            cms.CMSAttribute({"type": "message_digest", "values": [math.digest(key.kind, data)]}),
            cms.CMSAttribute(
                {"type": "signing_certificate_v2", "values": [tsp.SigningCertificateV2({"certs": [named]})]}
            ),
        ]
    )


@functools.lru_cache(maxsize=64)
def _certificate_hash(math: GostMath, kind: GostKind, certificate: bytes) -> bytes:
    """The same few X.509 come again with each document."""
    return math.digest(kind, certificate)


def _checked(value: bytes, key: GostPublicKey, signed: bytes, math: GostMath) -> bytes:
    """The value as CMS wants it; every GOST signature is checked before it goes anywhere."""
    middle = len(value) // 2
    for one in (value, value[middle:] + value[:middle]):
        if math.is_signed(key, signed, one):
            return one
    raise RegistrarError("SIGN-083")


def _names(attributes: dict[str, core.SetOf], owner: asn1_x509.Certificate, math: GostMath) -> bool:
    """The signed attributes name this X.509 by its hash, so that it cannot be changed for another's."""
    if "signing_certificate_v2" not in attributes:
        return False
    (value,) = attributes["signing_certificate_v2"]
    named = value["certs"][0]
    algorithm = named["hash_algorithm"]["algorithm"]
    kind = BY_DIGEST.get(algorithm.dotted)
    if kind:
        return bool(named["cert_hash"].native == _certificate_hash(math, kind, owner.dump()))
    if algorithm.native in ("sha256", "sha384", "sha512"):
        return bool(named["cert_hash"].native == hashlib.new(algorithm.native, owner.dump()).digest())
    return False
