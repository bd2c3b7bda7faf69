"""Timestamp tokens on their way into files: for the library's own signing, and into finished messages."""

from datetime import datetime

from asn1crypto import cms
from pyhanko.sign.timestamps import TimeStamper

from registrar_app.signing.gost_names import BY_DIGEST
from registrar_app.signing.hanko_trust import digest_of
from registrar_app.signing.timestamps import BadDigestError, TimestampClient

_ATTRIBUTE = "signature_time_stamp_token"
_PLAIN_DIGEST = "sha256"


class Stamper(TimeStamper):
    """pyHanko's view of a ``TimestampClient``.

    Args:
        client: The service.
        near: Aware; this computer's time, compared with the service's.
    """

    def __init__(self, client: TimestampClient, near: datetime | None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._client = client
        self._near = near

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """A token. It blocks: each file is made in a loop of its own, in a worker thread."""
        return self._client.token(message_digest, md_algorithm, self._near)


def with_timestamp(message: bytes, client: TimestampClient, near: datetime) -> bytes:
    """A finished message with a token over its signature value (RFC 3161, appendix A).

    A GOST signature is stamped by its own digest; where the service does not take it, by SHA-256.

    Args:
        message: DER of ContentInfo(SignedData) of one signer.
        client: The service.
        near: Aware; this computer's time.

    Raises:
        RegistrarError, SurroundingsError: as ``TimestampClient.token``.
    """
    whole = cms.ContentInfo.load(message)
    (signer,) = whole["content"]["signer_infos"]
    digest = digest_of(signer["signature"].native)
    kind = BY_DIGEST.get(signer["digest_algorithm"]["algorithm"].dotted)
    names = [kind.digest_oid, _PLAIN_DIGEST] if kind else [_PLAIN_DIGEST]
    for name in names[:-1]:
        try:
            token = client.token(digest(name), name, near)
            break
        except BadDigestError:
            continue
    else:
        token = client.token(digest(names[-1]), names[-1], near)
    signer["unsigned_attrs"] = cms.CMSAttributes([cms.CMSAttribute({"type": _ATTRIBUTE, "values": [token]})])
    return bytes(whole.dump())
