"""OpenSSL with gost-engine as a child process: our own configuration, secrets by a pipe, a time limit.

The engine is not certified: it serves verification and unqualified signatures.

Source: project's domain notes on signing, section 5.1.
"""

import logging
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from asn1crypto import pem

from registrar_app.domain.errors import SurroundingsError
from registrar_app.paths import resource
from registrar_app.signing.gost_names import GOST_256, GostKind, GostPublicKey
from registrar_app.signing.pin import Pin

_log = logging.getLogger(__name__)
_LIMIT_S = 15.0
_EMPTY = bytes.fromhex("3f539a213e97c802cc229d474c6aa32a825a360b2a933a949fd925208d9ce1bb")
"""Streebog-256 of nothing (ГОСТ Р 34.11-2012, also RFC 6986)."""
_SET_ASIDE = ("OPENSSL_CONF", "OPENSSL_MODULES", "SSL_CERT_FILE", "SSL_CERT_DIR")
"""What the user's environment says of OpenSSL is not for our child."""


class EngineError(Exception):
    """The child said no; what it wrote is not kept, it may quote anything."""


class GostEngine:
    """A ``GostMath`` and the runner of everything else GOST needs from OpenSSL.

    Args:
        program: The program ``openssl``.
    """

    name = "openssl"

    def __init__(self, program: Path) -> None:
        self._program = program

    def run(
        self,
        *words: str | Path,
        given: bytes = b"",
        files: Mapping[str, bytes] | None = None,
        secret: Pin | None = None,
    ) -> bytes:
        """Run one command of OpenSSL.

        Args:
            words: Command and its words; nothing secret, every process of the machine can read them. A word
                that is a name in ``files`` becomes that file's path.
            given: Standard input. With ``secret`` it must be empty: the password takes its place.
            files: Names and contents of files that the command reads; written for it alone (0700, 0600),
                never a secret, and gone afterwards.
            secret: A password, read by the command from ``-passin stdin`` among the words.

        Returns:
            Standard output.

        Raises:
            EngineError: the command refused.
            SurroundingsError: SIGN-080 the program is gone, SIGN-081 it did not answer in time.
        """
        with tempfile.TemporaryDirectory(prefix="registrar-") as folder:
            places = {name: Path(folder) / name for name in files or {}}
            for name, place in places.items():
                handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(handle, "wb") as file:
                    file.write((files or {})[name])
            command = [str(self._program), *(str(places.get(str(word), word)) for word in words)]
            return self._child(command, secret.line() if secret else given)

    def digest(self, kind: GostKind, data: bytes) -> bytes:
        """See ``GostMath.digest``."""
        return self.run("dgst", f"-{kind.engine_digest}", "-binary", given=data)

    def is_signed(self, key: GostPublicKey, data: bytes, value: bytes) -> bool:
        """See ``GostMath.is_signed``."""
        armored = pem.armor("PUBLIC KEY", key.der)
        try:
            self.run(
                "dgst", f"-{key.kind.engine_digest}", "-verify", "key.pem", "-signature", "value",
                given=data, files={"key.pem": armored, "value": value},
            )  # fmt: skip
        except EngineError:
            return False
        return True

    def _child(self, command: list[str], given: bytes) -> bytes:
        environment = {name: value for name, value in os.environ.items() if name not in _SET_ASIDE}
        environment["OPENSSL_CONF"] = str(resource("signing", "openssl-gost.cnf"))
        try:
            done = subprocess.run(  # noqa: S603 - a list of words, no shell
                command,
                input=given,
                capture_output=True,
                check=False,
                timeout=_LIMIT_S,
                env=environment,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except subprocess.TimeoutExpired:
            raise SurroundingsError("SIGN-081", seconds=f"{_LIMIT_S:g}") from None
        except OSError:
            raise SurroundingsError("SIGN-080") from None
        if done.returncode:
            _log.info("openssl %s refused with %d", command[1], done.returncode)
            raise EngineError(command[1])
        return done.stdout


def find_engine(program: Path | None = None) -> GostEngine | None:
    """OpenSSL with a GOST engine that works, or None. One child process; keep the answer.

    Args:
        program: Where ``openssl`` is, when not on the path.
    """
    found = program or shutil.which("openssl")
    if found is None:
        return None
    engine = GostEngine(Path(found))
    try:
        return engine if engine.digest(GOST_256, b"") == _EMPTY else None
    except (EngineError, SurroundingsError):
        return None
