"""A key on a PKCS#11 token: RSA and ECDSA by their bare mechanisms, which every token has."""

import hashlib
from typing import Any

from asn1crypto import algos, core
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from pkcs11 import Attribute, KeyType, Mechanism
from pkcs11.attributes import AttributeMapper, handle_ulong

from registrar_app.domain.errors import RegistrarError
from registrar_app.signing.ports import SigningCertificate
from registrar_app.signing.token_faults import spoken


def lenient_mapper() -> AttributeMapper:
    """How a session reads attributes: kinds of keys that only a vendor knows stay bare numbers.

    The library itself dies of them (``KeyType(0xD4321003)``), at each signature of a 512-bit GOST key.
    """
    mapper = AttributeMapper()
    pack, unpack = handle_ulong
    known = frozenset(int(one) for one in KeyType)

    def kind_of(value: bytes) -> int:
        number = int(unpack(value))
        return KeyType(number) if number in known else number

    mapper.register_handler(Attribute.KEY_TYPE, lambda kind: pack(int(kind)), kind_of)
    return mapper


class TokenKey:
    """A ``RawSigner`` inside an open session; of no use after it.

    The digest is made here: SoftHSM2 and several tokens have no mechanism that hashes and signs at once.
    """

    def __init__(
        self,
        private: Any,  # noqa: ANN401 - a private key object of the library
        signing_certificate: SigningCertificate,
        chain: tuple[bytes, ...] = (),
    ) -> None:
        self.private = private
        self._signing_certificate = signing_certificate
        self._chain = chain

    @property
    def signing_certificate(self) -> SigningCertificate:
        """Whose key it is."""
        return self._signing_certificate

    @property
    def chain(self) -> tuple[bytes, ...]:
        """DER of the authorities kept on the token."""
        return self._chain

    def sign_raw(self, data: bytes, digest: str) -> bytes:
        """Sign; see ``RawSigner.sign_raw``.

        Raises:
            SurroundingsError: SIGN-073 the token is gone, SIGN-076 its library fails.
            RegistrarError: SIGN-077 the token cannot sign this way, SIGN-008 kind of key.
        """
        hashed = hashlib.new(digest, data).digest()
        with spoken():
            kind = self.private[Attribute.KEY_TYPE]
            if kind == KeyType.RSA:
                return bytes(self.private.sign(_digest_info(hashed, digest), mechanism=Mechanism.RSA_PKCS))
            if kind == KeyType.EC:
                return _der(bytes(self.private.sign(hashed, mechanism=Mechanism.ECDSA)))
        raise RegistrarError("SIGN-008", algorithm=self._signing_certificate.algorithm)

    def __repr__(self) -> str:
        return f"TokenKey({self._signing_certificate!r})"

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("a key is not copied, stored or sent")


def _digest_info(hashed: bytes, digest: str) -> bytes:
    """What RSASSA-PKCS1-v1_5 pads and signs (RFC 8017, 9.2)."""
    algorithm = algos.DigestAlgorithm({"algorithm": digest, "parameters": core.Null()})
    return bytes(algos.DigestInfo({"digest_algorithm": algorithm, "digest": hashed}).dump())


def _der(halves: bytes) -> bytes:
    """``CKM_ECDSA`` gives r‖s, CMS wants a sequence (RFC 5753, 2.1.1)."""
    middle = len(halves) // 2
    return encode_dss_signature(
        int.from_bytes(halves[:middle], "big"), int.from_bytes(halves[middle:], "big")
    )
