"""GOST inside the validation library: certificates by its own path building, messages by our hands."""

from asn1crypto import algos
from asn1crypto.keys import PublicKeyInfo
from cryptography.exceptions import InvalidSignature
from pyhanko_certvalidator.sig_validate import (
    DEFAULT_VALIDATION_CONTEXT,
    DefaultSignatureValidator,
    SignatureValidationContext,
)

from registrar_app.signing.default_math import default_math
from registrar_app.signing.gost_names import read_public_key


class GostSignatureValidator(DefaultSignatureValidator):
    """Signatures of X.509, CRL and OCSP answers, GOST ones included; others as the library does."""

    def validate_signature(
        self,
        signature: bytes,
        signed_data: bytes,
        public_key_info: PublicKeyInfo,
        signature_algorithm: algos.SignedDigestAlgorithm,
        context: SignatureValidationContext = DEFAULT_VALIDATION_CONTEXT,
    ) -> None:
        """As the library's own.

        Raises:
            InvalidSignature: it does not hold.
        """
        try:
            key = read_public_key(public_key_info.dump())
        except ValueError as fault:
            raise InvalidSignature("a GOST key put together wrong") from fault
        if key is None:
            super().validate_signature(signature, signed_data, public_key_info, signature_algorithm, context)
        elif not default_math().is_signed(key, signed_data, signature):
            raise InvalidSignature("a GOST signature does not hold")
