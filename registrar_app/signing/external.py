"""Signing by another program (CryptoPro): the bytes in a private file, a finished message back, checked.

Source: project's domain notes on signing, section 5.4. Tried with a faithful stand-in, not with CryptoPro.
"""

import base64
import binascii
import hashlib
import logging
import os
import re
import subprocess
import tempfile
from pathlib import Path

from asn1crypto import cms

from registrar_app.domain.errors import RegistrarError, SurroundingsError
from registrar_app.signing.external_command import ExternalCommand, fill
from registrar_app.signing.gost_cms import check_gost_cms
from registrar_app.signing.gost_math import GostMath
from registrar_app.signing.gost_names import gost_public_key
from registrar_app.signing.ports import SigningCertificate
from registrar_app.signing.token_faults import PinState

_log = logging.getLogger(__name__)
_ERROR_CODE = re.compile(rb"(?:ErrorCode|Error)\W{1,4}0x([0-9A-Fa-f]{8})")
_CANCELLED = {0x8010006E, 0x800704C7, 0x000004C7}
"""SCARD_W_CANCELLED_BY_USER, ERROR_CANCELLED: the signer closed the PIN window."""
_WRONG_PIN, _LOCKED = 0x8010006B, 0x8010006C
"""SCARD_W_WRONG_CHV, SCARD_W_CHV_BLOCKED."""
_GONE = {0x8010000C, 0x80100069, 0x80100017}
"""SCARD_E_NO_SMARTCARD, SCARD_W_REMOVED_CARD, SCARD_E_READER_UNAVAILABLE."""
_NO_KEY = {0x80090016, 0x8009000D, 0x80092004, 0x8009200B}
"""NTE_BAD_KEYSET, NTE_NO_KEY, CRYPT_E_NOT_FOUND, CRYPT_E_NO_KEY_PROPERTY."""


class ExternalSigner:
    """A ``CmsSigner`` that calls another program for each document.

    Args:
        command: How it is called.
        signing_certificate: The X.509 chosen; the program finds its key by the thumbprint.
        math: To check GOST answers at once.
    """

    def __init__(
        self, command: ExternalCommand, signing_certificate: SigningCertificate, math: GostMath
    ) -> None:
        self._command = command
        self._signing_certificate = signing_certificate
        self._math = math

    @property
    def signing_certificate(self) -> SigningCertificate:
        """Whose key it uses."""
        return self._signing_certificate

    def sign_cms(self, data: bytes) -> bytes:
        """Sign; see ``CmsSigner.sign_cms``.

        Raises:
            SurroundingsError: SIGN-081 no answer in time, SIGN-082 the program does not start, SIGN-073 the
                token is gone.
            RegistrarError: SIGN-024 the answer is no message, SIGN-072 wrong PIN, SIGN-074 locked,
                SIGN-083 the signature does not hold, SIGN-084 cancelled, SIGN-086 no key, SIGN-088 refused,
                SIGN-089 another key signed.
        """
        with tempfile.TemporaryDirectory(prefix="registrar-") as folder:
            answer = self._run(Path(folder), data)
        der = _der(answer)
        self._require_own(der, data)
        return der

    def _run(self, folder: Path, data: bytes) -> bytes:
        # TemporaryDirectory makes the folder for its owner alone; so are the files in it.
        given, heard = folder / "document.bin", folder / "heard"
        _write(given, data)
        places = {
            "in": str(given),
            "out": str(folder / "signature.bin"),
            "folder": str(folder),
            "thumbprint": hashlib.sha1(self._signing_certificate.der, usedforsecurity=False)
            .hexdigest()
            .upper(),
        }
        words = [fill(word, places) for word in self._command.words]
        try:
            # Into a file: a helper that outlives the program would hold a pipe open.
            with heard.open("wb") as file:
                done = subprocess.run(  # noqa: S603 - a list of words, no shell
                    words,
                    stdin=subprocess.DEVNULL,
                    stdout=file,
                    stderr=subprocess.STDOUT,
                    check=False,
                    timeout=self._command.timeout_s,
                    creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                )
        except subprocess.TimeoutExpired:
            raise SurroundingsError("SIGN-081", seconds=f"{self._command.timeout_s:g}") from None
        except OSError:
            raise SurroundingsError("SIGN-082", file=Path(words[0]).name) from None
        result = Path(fill(self._command.result, places))
        if done.returncode or not result.is_file():
            raise _refusal(done.returncode, heard.read_bytes())
        return result.read_bytes()

    def _require_own(self, der: bytes, data: bytes) -> None:
        """The message is by the chosen key, and a GOST one holds."""
        try:
            signed = cms.ContentInfo.load(der, strict=True)["content"]
            (signer,) = signed["signer_infos"]
            named = signer["sid"].chosen
            serial = named["serial_number"].native if signer["sid"].name == "issuer_and_serial_number" else -1
            if serial != int(self._signing_certificate.serial_hex, 16):
                raise RegistrarError("SIGN-089")
            attributes = {one["type"].native for one in signer["signed_attrs"]}
            if "signing_certificate_v2" not in attributes:
                raise RegistrarError("SIGN-024", reason="нет признака сертификата")
            if gost_public_key(self._signing_certificate.der) is None:
                return
            check = check_gost_cms(signed, data, self._math)
        except (ValueError, TypeError, KeyError):
            raise RegistrarError("SIGN-024", reason="ответ не читается") from None
        if not check.is_intact or not check.is_by_owner:
            raise RegistrarError("SIGN-083")

    def __repr__(self) -> str:
        return f"ExternalSigner({self._signing_certificate!r})"


def _refusal(status: int, heard: bytes) -> RegistrarError:
    """The program's own number in our words; its text is not kept, it may name people."""
    codes = [int(found, 16) for found in _ERROR_CODE.findall(heard)]
    code = next((one for one in reversed(codes) if one), status & 0xFFFFFFFF)
    _log.info("the signing program refused with 0x%08X", code)
    if code in _CANCELLED:
        return RegistrarError("SIGN-084")
    if code == _WRONG_PIN:
        return RegistrarError("SIGN-072", left=PinState.GOOD.words)
    if code == _LOCKED:
        return RegistrarError("SIGN-074")
    if code in _GONE:
        return SurroundingsError("SIGN-073")
    if code in _NO_KEY:
        return RegistrarError("SIGN-086")
    return RegistrarError("SIGN-088", answer=f"0x{code:08X}")


def _der(answer: bytes) -> bytes:
    """The message in DER; programs also write base64, with or without the lines of PEM."""
    if answer[:1] == b"\x30":
        return answer
    text = b"".join(line.strip() for line in answer.splitlines() if not line.startswith(b"-----"))
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise RegistrarError("SIGN-024", reason="ответ не читается") from None


def _write(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
