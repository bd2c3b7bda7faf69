"""GOST keys in files, used by OpenSSL with gost-engine: PKCS#12 containers and PEM.

The private key never enters this process. The password is handed over by a pipe for each signature and lives
in a ``Pin`` until the key is closed.

Source: project's domain notes on signing, section 5.1.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.problems import Problem, problem
from registrar_app.signing.gost_cms import make_gost_cms, require_gost_key
from registrar_app.signing.gost_engine import EngineError, GostEngine
from registrar_app.signing.gost_names import GostPublicKey, gost_public_key
from registrar_app.signing.key_checks import expiry_problem, require_usable
from registrar_app.signing.pin import Pin
from registrar_app.signing.pkcs12 import is_loose, looks_like_pkcs12
from registrar_app.signing.ports import SigningCertificate
from registrar_app.signing.x509_reader import chain_of, read_signing_certificate, split_certificates

_TRIAL = b"trial"


class GostFileKey:
    """An opened GOST key file, a ``CmsSigner``. Close it at the end of the batch.

    Args:
        engine: OpenSSL with the engine.
        path: The key file.
        pin: Its password; owned by the key from now on and wiped by ``close``.
        signing_certificate: Whose key it is.
        chain: DER of the authorities to carry along.
        problems: What the opening remarked.
    """

    def __init__(
        self,
        engine: GostEngine,
        path: Path,
        pin: Pin | None,
        signing_certificate: SigningCertificate,
        chain: tuple[bytes, ...] = (),
        problems: tuple[Problem, ...] = (),
    ) -> None:
        self._engine = engine
        self._path = path
        self._pin = pin
        self._signing_certificate = signing_certificate
        self._chain = chain
        self._key = require_gost_key(signing_certificate)
        self.problems = problems
        """What the opening remarked: loose permissions, an end that comes near, an engine not certified."""

    @property
    def signing_certificate(self) -> SigningCertificate:
        """Whose key it is."""
        return self._signing_certificate

    def sign_cms(self, data: bytes) -> bytes:
        """Sign; see ``CmsSigner.sign_cms``. Checked before it is given out.

        Raises:
            RegistrarError: SIGN-023 OpenSSL refused, SIGN-083 the signature does not hold.
            SurroundingsError: SIGN-080 no OpenSSL, SIGN-081 no answer.
        """
        return make_gost_cms(data, self._signing_certificate, self._chain, self._sign, self._engine)

    def close(self) -> None:
        """Wipe the password; the key signs no more."""
        if self._pin:
            self._pin.wipe()

    def _sign(self, attributes: bytes) -> bytes:
        if self._pin is not None and self._pin.is_wiped:
            raise RegistrarError("CERT-052")
        try:
            return _raw_signature(self._engine, self._path, self._pin, self._key, attributes)
        except EngineError:
            raise RegistrarError("SIGN-023", reason="OpenSSL ответил отказом") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"GostFileKey({self._signing_certificate!r})"

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("a key is not copied, stored or sent")


def open_gost_key(
    path: Path,
    pin: Pin | None,
    engine: GostEngine,
    *,
    certificates: Sequence[bytes] = (),
    now: datetime | None = None,
) -> GostFileKey:
    """Open a GOST key file and check that it may sign, with a trial signature.

    Args:
        path: PKCS#12, or PEM with the private key and, if at hand, the X.509.
        pin: The password, None for a key without one. Wiped when the opening fails, else by ``close``.
        engine: OpenSSL with the engine.
        certificates: PEM or DER of the owner's X.509 and authorities, when they are not in the file.
        now: Aware time to judge the term by, the clock's own when None.

    Raises:
        RegistrarError: SIGN-001 no file, 002 wrong password, 003 no key, 004 damaged, 005 expired,
            006 not yet valid, 007 wrong usage, 008 kind of key, 009 key and X.509 differ.
        SurroundingsError: SIGN-080 no OpenSSL, SIGN-081 no answer.
    """
    try:
        return _opened(path, pin, engine, certificates, now or datetime.now(UTC))
    except RegistrarError:
        if pin:
            pin.wipe()
        raise


def _opened(
    path: Path, pin: Pin | None, engine: GostEngine, certificates: Sequence[bytes], now: datetime
) -> GostFileKey:
    try:
        content = path.read_bytes()
        mode = path.stat().st_mode
    except OSError:
        raise RegistrarError("SIGN-001") from None
    inside = _certificates_inside(path, content, pin, engine)
    found, _ = split_certificates([*inside, *certificates])
    held = [read_signing_certificate(der) for der in dict.fromkeys(found)]
    owner = _owner(path, content, pin, engine, [one for one in held if gost_public_key(one.der)])
    require_usable(owner, now)
    remarks = [problem("SIGN-085"), problem("SIGN-016")]
    if is_loose(mode):
        remarks.insert(0, problem("SIGN-010"))
    if ending := expiry_problem(owner, now.date()):
        remarks.insert(0, ending)
    chain = chain_of(owner, [one.der for one in held if one.is_authority])
    return GostFileKey(engine, path, pin, owner, chain, tuple(remarks))


def _certificates_inside(path: Path, content: bytes, pin: Pin | None, engine: GostEngine) -> list[bytes]:
    if looks_like_pkcs12(content):
        try:
            return [engine.run("pkcs12", "-in", path, "-nokeys", "-passin", *_passing(pin), secret=pin)]
        except EngineError:
            raise RegistrarError("SIGN-002") from None
    if b"-----BEGIN" not in content:
        raise RegistrarError("SIGN-004")
    return [content] if b"BEGIN CERTIFICATE" in content else []


def _owner(
    path: Path, content: bytes, pin: Pin | None, engine: GostEngine, candidates: list[SigningCertificate]
) -> SigningCertificate:
    """The X.509 whose key made a trial signature; this also tries the password."""
    if not looks_like_pkcs12(content) and b"PRIVATE KEY-----" not in content:
        raise RegistrarError("SIGN-003")
    if not candidates:
        raise RegistrarError("SIGN-009")
    kinds = {key.kind: key for one in candidates if (key := gost_public_key(one.der))}
    values: list[bytes] = []
    for key in kinds.values():
        try:
            values.append(_raw_signature(engine, path, pin, key, _TRIAL))
        except EngineError:
            continue
    if not values:
        raise RegistrarError("SIGN-002" if b"ENCRYPTED" in content else "SIGN-003")
    for one in candidates:
        key_of = gost_public_key(one.der)
        if key_of and any(engine.is_signed(key_of, _TRIAL, value) for value in values):
            return one
    raise RegistrarError("SIGN-009")


def _raw_signature(engine: GostEngine, path: Path, pin: Pin | None, key: GostPublicKey, data: bytes) -> bytes:
    """s‖r of the data; the data are attributes of a message, no secret and nobody's name."""
    return engine.run(
        "dgst", f"-{key.kind.engine_digest}", "-sign", path, "-passin", *_passing(pin), "-binary", "data",
        files={"data": data}, secret=pin,
    )  # fmt: skip


def _passing(pin: Pin | None) -> tuple[str]:
    """How the password is handed over; without one an empty one, or OpenSSL would ask the terminal."""
    return ("stdin",) if pin else ("pass:",)
