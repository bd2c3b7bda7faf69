"""GOST keys on PKCS#11 tokens (Rutoken ЭЦП, JaCarta ГОСТ). Not tried on the real thing.

The digest is made here and signed by one ``C_Sign``: Rutoken has no ``C_SignUpdate`` for these mechanisms.
The order of the halves a token gives is not known, so each signature is checked at once and the halves are
changed when only that makes it hold.

Source: project's domain notes on signing, section 5.2; constants as in the vendors' headers (rtpkcs11t.h).
"""

from asn1crypto import core
from pkcs11 import Mechanism

from registrar_app.signing.gost_cms import make_gost_cms, require_gost_key
from registrar_app.signing.gost_math import GostMath
from registrar_app.signing.gost_names import GostKind, gost_public_key
from registrar_app.signing.ports import Signer, SigningCertificate
from registrar_app.signing.token_faults import spoken
from registrar_app.signing.token_key import TokenKey

_SIGN_256 = 0x1201
"""CKM_GOSTR3410, PKCS#11 2.40."""
_SIGN_512 = 0xD4321006
"""CKM_GOSTR3410_512, a constant of the vendors."""


class GostTokenSigner:
    """A ``CmsSigner`` over a GOST key inside an open token session.

    Args:
        key: From ``TokenSession.key``.
        math: Digests, and the check after signing.

    Raises:
        RegistrarError: SIGN-008 the key is of another kind.
    """

    def __init__(self, key: TokenKey, math: GostMath) -> None:
        self._token_key = key
        self._math = math
        self._kind = require_gost_key(key.signing_certificate).kind

    @property
    def signing_certificate(self) -> SigningCertificate:
        """Whose key it is."""
        return self._token_key.signing_certificate

    def sign_cms(self, data: bytes) -> bytes:
        """Sign; see ``CmsSigner.sign_cms``. Checked before it is given out.

        Raises:
            SurroundingsError: SIGN-073 the token is gone, SIGN-076 its library fails.
            RegistrarError: SIGN-077 the token cannot sign this way, SIGN-083 the signature does not hold.
        """
        key = self._token_key
        return make_gost_cms(data, key.signing_certificate, key.chain, self._sign, self._math)

    def _sign(self, attributes: bytes) -> bytes:
        hashed = self._math.digest(self._kind, attributes)
        with spoken():
            value = self._token_key.private.sign(
                hashed, mechanism=mechanism(self._kind), mechanism_param=digest_parameter(self._kind)
            )
        return bytes(value)

    def __repr__(self) -> str:
        return f"GostTokenSigner({self.signing_certificate!r})"


def token_signer(key: TokenKey, math: GostMath) -> Signer:
    """The signer for a key of a token, whatever its kind.

    Args:
        key: From ``TokenSession.key``.
        math: For GOST keys.
    """
    is_gost = gost_public_key(key.signing_certificate.der) is not None
    return GostTokenSigner(key, math) if is_gost else key


def mechanism(kind: GostKind) -> Mechanism:
    """The signing mechanism; ``python-pkcs11`` has no names for it and takes no bare number."""
    return int.__new__(Mechanism, _SIGN_256 if kind.bits == 256 else _SIGN_512)


def digest_parameter(kind: GostKind) -> bytes:
    """DER of the digest's object identifier, the parameter of the mechanism."""
    return bytes(core.ObjectIdentifier(kind.digest_oid).dump())
