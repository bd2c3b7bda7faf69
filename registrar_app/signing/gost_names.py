"""Names of ГОСТ Р 34.10-2012 and 34.11-2012: object identifiers, curves, words.

Source: RFC 9215, sections 2-4; RFC 4357, 10.8 for the older names of the 256-bit curves.
"""

from dataclasses import dataclass

from asn1crypto import algos, core, parser


@dataclass(frozen=True, slots=True)
class GostKind:
    """One of the two lengths."""

    bits: int
    key_oid: str
    signature_oid: str
    """Signature with its digest, as certificates name it."""
    digest_oid: str
    engine_digest: str
    """Name of the digest inside gost-engine."""

    @property
    def digest_words(self) -> str:
        """The digest in words."""
        return f"ГОСТ Р 34.11-2012, {self.bits} бит"


GOST_256 = GostKind(256, "1.2.643.7.1.1.1.1", "1.2.643.7.1.1.3.2", "1.2.643.7.1.1.2.2", "md_gost12_256")
GOST_512 = GostKind(512, "1.2.643.7.1.1.1.2", "1.2.643.7.1.1.3.3", "1.2.643.7.1.1.2.3", "md_gost12_512")
KINDS = (GOST_256, GOST_512)
BY_KEY = {one.key_oid: one for one in KINDS}
BY_DIGEST = {one.digest_oid: one for one in KINDS}
_VERSION_TAG = 0xA0
_CRYPTOPRO = "1.2.643.2.2"
CURVES = {
    "1.2.643.7.1.2.1.1.1": "id-tc26-gost-3410-2012-256-paramSetA",
    "1.2.643.7.1.2.1.1.2": "id-tc26-gost-3410-2012-256-paramSetB",
    "1.2.643.7.1.2.1.1.3": "id-tc26-gost-3410-2012-256-paramSetC",
    "1.2.643.7.1.2.1.1.4": "id-tc26-gost-3410-2012-256-paramSetD",
    f"{_CRYPTOPRO}.35.1": "id-tc26-gost-3410-2012-256-paramSetB",
    f"{_CRYPTOPRO}.35.2": "id-tc26-gost-3410-2012-256-paramSetC",
    f"{_CRYPTOPRO}.35.3": "id-tc26-gost-3410-2012-256-paramSetD",
    f"{_CRYPTOPRO}.36.0": "id-tc26-gost-3410-2012-256-paramSetB",
    f"{_CRYPTOPRO}.36.1": "id-tc26-gost-3410-2012-256-paramSetD",
    "1.2.643.7.1.2.1.2.1": "id-tc26-gost-3410-12-512-paramSetA",
    "1.2.643.7.1.2.1.2.2": "id-tc26-gost-3410-12-512-paramSetB",
    "1.2.643.7.1.2.1.2.3": "id-tc26-gost-3410-2012-512-paramSetC",
}
"""Parameter sets by what a public key names; values are names of the library ``gostcrypto``."""


@dataclass(frozen=True, slots=True)
class GostPublicKey:
    """A public key as a certificate carries it."""

    kind: GostKind
    curve: str
    """Object identifier of the parameter set."""
    point: bytes
    """x‖y, each little-endian."""
    der: bytes
    """The whole SubjectPublicKeyInfo."""


def gost_public_key(certificate: bytes) -> GostPublicKey | None:
    """The GOST key of an X.509, None when its key is of another kind.

    Args:
        certificate: DER.

    Raises:
        ValueError: the bytes are no X.509, or its GOST key is put together wrong.
    """
    try:
        # Read by place: the library knows no names for these keys and refuses to look inside.
        fields = _inside(_inside(certificate)[0])
        return read_public_key(fields[6 if fields[0][0] == _VERSION_TAG else 5])
    except IndexError as fault:
        raise ValueError("an X.509 of missing parts") from fault


def read_public_key(der: bytes) -> GostPublicKey | None:
    """A GOST key out of a SubjectPublicKeyInfo, None when it is of another kind.

    Raises:
        ValueError: it is put together wrong.
    """
    try:
        algorithm, bits = _inside(der)
        kind = BY_KEY.get(_oid(_inside(algorithm)[0]))
        if kind is None:
            return None
        curve = _oid(_inside(_inside(algorithm)[1])[0])
        point = bytes(core.OctetString.load(parser.parse(bits)[4][1:]).native)
    except IndexError as fault:
        raise ValueError("a public key of missing parts") from fault
    if len(point) != kind.bits // 4:
        raise ValueError("a GOST key of the wrong length")
    return GostPublicKey(kind, curve, point, der)


def _oid(der: bytes) -> str:
    return str(core.ObjectIdentifier.load(der).dotted)


def _inside(der: bytes) -> list[bytes]:
    """The values inside a constructed one."""
    _, _, _, _, content, _ = parser.parse(der)
    found = []
    while content:
        _, _, _, header, body, end = parser.parse(content)
        found.append(header + body + end)
        content = content[len(found[-1]) :]
    return found


def bare_algorithm(oid: str) -> algos.DigestAlgorithm:
    """A digest named by an object identifier, with NULL as gost-engine and CryptoPro write it."""
    return algos.DigestAlgorithm({"algorithm": oid, "parameters": core.Null()})
