"""Asking a timestamp service (RFC 3161) over HTTP: one request, one token that answers it.

The token's own signature is judged where the whole file is verified.

Source: RFC 3161; project's domain notes on signing, sections 2 and 5.1.
"""

import http.client
import logging
import secrets
import urllib.error
import urllib.request
from datetime import datetime, timedelta

from asn1crypto import algos, cms, core, tsp

from registrar_app.domain.errors import RegistrarError, SurroundingsError

_log = logging.getLogger(__name__)
CLOCK_TOLERANCE = timedelta(minutes=5)
"""So far this computer's clock and the service's may differ; a wrong date would be printed and signed."""
_LARGEST = 200_000
"""Bytes of an answer; a token with its chain takes 3 to 8 KB."""


class BadDigestError(RegistrarError):
    """The service does not take this digest (failInfo badAlg): another may be asked for."""


class TimestampClient:
    """A timestamp service.

    Args:
        url: Its address, ``http`` or ``https``.
        timeout_s: How long it is waited for.

    Raises:
        RegistrarError: SIGN-093 no address of this kind.
    """

    def __init__(self, url: str, timeout_s: float = 10.0) -> None:
        if not url.lower().startswith(("http://", "https://")):
            raise RegistrarError("SIGN-093")
        self._url = url
        self._timeout_s = timeout_s

    def token(self, imprint: bytes, algorithm: str, near: datetime | None = None) -> cms.ContentInfo:
        """Ask for a token.

        Args:
            imprint: Digest of what is to be stamped; nothing else leaves the computer.
            algorithm: The digest's name (``sha256``) or object identifier.
            near: Aware; this computer's time, to be compared with the token's.

        Raises:
            SurroundingsError: SIGN-090 the service does not answer.
            RegistrarError: SIGN-091 it refused or its answer is none to this request, SIGN-092 the clocks
                differ.
            BadDigestError: SIGN-091, because of the digest alone.
        """
        nonce = secrets.randbits(63)
        answer = self._ask(_request(imprint, algorithm, nonce))
        token, info = _token(answer)
        same = info["message_imprint"]["hashed_message"].native == imprint
        if not same or info["nonce"].native != nonce:
            raise RegistrarError("SIGN-091", reason="ответ не на этот запрос")
        stamped: datetime = info["gen_time"].native
        if near is not None and abs(stamped - near) > CLOCK_TOLERANCE:
            raise RegistrarError(
                "SIGN-092",
                service=f"{stamped.astimezone(near.tzinfo):%d.%m.%Y %H:%M}",
                here=f"{near:%d.%m.%Y %H:%M}",
            )
        return token

    def _ask(self, request: bytes) -> bytes:
        headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
        # The scheme was looked at in the constructor.
        asked = urllib.request.Request(self._url, request, headers)  # noqa: S310
        try:
            with urllib.request.urlopen(asked, timeout=self._timeout_s) as answer:  # noqa: S310
                return bytes(answer.read(_LARGEST))
        except urllib.error.HTTPError as fault:
            fault.close()
            raise SurroundingsError("SIGN-090") from None
        except (OSError, http.client.HTTPException) as fault:
            _log.info("the timestamp service does not answer: %s", type(fault).__name__)
            raise SurroundingsError("SIGN-090") from None


def _request(imprint: bytes, algorithm: str, nonce: int) -> bytes:
    digest = algos.DigestAlgorithm({"algorithm": algorithm, "parameters": core.Null()})
    wanted = tsp.MessageImprint({"hash_algorithm": digest, "hashed_message": imprint})
    request = tsp.TimeStampReq({"version": 1, "message_imprint": wanted, "nonce": nonce, "cert_req": True})
    return bytes(request.dump())


def _token(answer: bytes) -> tuple[cms.ContentInfo, tsp.TSTInfo]:
    try:
        response = tsp.TimeStampResp.load(answer, strict=True)
        status = response["status"]["status"].native
        faults = response["status"]["fail_info"].native or ()
        if status in ("granted", "granted_with_mods"):
            token = response["time_stamp_token"]
            info = token["content"]["encap_content_info"]["content"].parsed
            if isinstance(info, tsp.TSTInfo) and info["gen_time"].native:
                return token, info
    except (ValueError, TypeError, KeyError):
        raise RegistrarError("SIGN-091", reason="ответ не читается") from None
    kind = BadDigestError if "bad_alg" in faults else RegistrarError
    raise kind("SIGN-091", reason=str(status))
