"""PKCS#11 tokens: which are in, whose certificates they hold, one login for one batch.

Certificates are listed without a login. A session is opened with a PIN, gives keys and always ends with a
logout; the PIN lives in a ``Pin`` of the caller, never here.

Source: project's domain notes on signing, section 7 (read in open-eid/DigiDoc4-Client: client/QPKCS11.cpp,
client/QSigner.cpp).
"""

import dataclasses
import functools
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pkcs11
from pkcs11 import Attribute, ObjectClass, SlotFlag, TokenFlag, exceptions

from registrar_app.domain.errors import RegistrarError, SurroundingsError
from registrar_app.signing.pin import Pin
from registrar_app.signing.ports import SigningCertificate
from registrar_app.signing.token_faults import PinState, pin_state, spoken
from registrar_app.signing.token_key import TokenKey, lenient_mapper
from registrar_app.signing.x509_reader import chain_of, read_signing_certificate

_WAIT_S = 30.0
"""How long a batch waits for another one that works with the same token."""
_CLOSE_S = 2.0
"""How long the end of the program waits for a call of a driver."""
_COMMITS = "content_commitment"


@dataclass(frozen=True, slots=True)
class TokenInfo:
    """A token that is in."""

    serial: str
    """The maker's number: how a token is named in settings."""
    label: str = dataclasses.field(repr=False)
    """What its owner called it; may hold a name."""
    model: str = dataclasses.field(repr=False)
    manufacturer: str = dataclasses.field(repr=False)
    """The maker's name, as the token gives it."""
    pin: PinState
    has_pin_pad: bool
    """The PIN is typed on the reader; the program asks for none."""
    is_removable: bool


@dataclass(frozen=True, slots=True)
class TokenCertificate:
    """A certificate on a token."""

    token: TokenInfo
    key_id: bytes = dataclasses.field(repr=False)
    """``CKA_ID``, shared with the private key."""
    signing_certificate: SigningCertificate
    is_for_signing: bool
    """Its usage lets it sign documents."""
    has_key: bool
    """A key of the same ``CKA_ID`` is seen without a login; many tokens show private keys only after it."""


@functools.cache
def _lock_of(path: str) -> Any:  # noqa: ANN401 - the type of a re-entrant lock has no public name
    """The lock of a library by its real path: one for the process, however many objects speak to it.

    ``python-pkcs11`` promises a library that no two threads ask it at once (a bare ``C_Initialize``)
    and lets one thread end it under another's call: either kills the process.
    """
    del path
    return threading.RLock()


def unload(path: Path) -> None:
    """Let a library go between two calls, never within one; its objects answer SIGN-076 from then on."""
    with _lock_of(os.path.realpath(path)):
        pkcs11.unload(str(path))


class TokenLibrary:
    """A PKCS#11 library of a maker. One object for one library in the whole program; any thread.

    Args:
        path: The library, ``rtpkcs11ecp.dll``, ``libjcPKCS11-2.so``.
        load: Loads it; tests put their own there.

    Raises:
        SurroundingsError: SIGN-070 it is not there or does not load.
    """

    def __init__(self, path: Path, load: Callable[[str], Any] = pkcs11.lib) -> None:
        self.path = path
        self._lock = _lock_of(os.path.realpath(path))
        self._is_closed = False
        try:
            with self._lock:
                self._library = load(str(path))
        except (exceptions.PKCS11Error, OSError):
            raise SurroundingsError("SIGN-070", file=path.name) from None

    def tokens(self) -> tuple[TokenInfo, ...]:
        """The tokens that are in and set up, in the order of slots.

        Raises:
            SurroundingsError: SIGN-076 the library fails, SIGN-078 a batch works with the token.
        """
        with self._alone(), spoken():
            return tuple(_info(token) for token in self._present())

    def certificates(self, token: TokenInfo) -> tuple[TokenCertificate, ...]:
        """Certificates of people and organisations on a token, without a login; authorities left out.

        Raises:
            SurroundingsError: SIGN-073 the token is gone, SIGN-076 the library fails.
        """
        with self._alone(), spoken():
            session = self._find(token.serial).open()
            try:
                keys = {_value(one, Attribute.ID) for one in _keys(session)}
                found = [
                    (_value(one, Attribute.ID), _value(one, Attribute.VALUE))
                    for one in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})
                ]
            finally:
                _close(session)
        return tuple(_certificates(token, found, keys))

    @contextmanager
    def session(self, token: TokenInfo, pin: Pin | None) -> Iterator["TokenSession"]:
        """One login for one batch. Any number of keys of the token may be used inside.

        Args:
            token: As listed; found again by its serial number.
            pin: The PIN; None for a token whose PIN is typed on the reader.

        Raises:
            RegistrarError: SIGN-071 no PIN given, SIGN-072 wrong PIN (never tried again by itself),
                SIGN-074 locked, SIGN-075 cancelled on the reader.
            SurroundingsError: SIGN-073 the token is gone, SIGN-076 the library fails, SIGN-078 busy.
        """
        with self._alone():
            opened = self._login(token, pin)
            try:
                yield TokenSession(self, token, opened)
            finally:
                self._logout(opened)

    def reload(self) -> None:
        """Start the library anew: some show a token that was put in only then.

        Raises:
            SurroundingsError: SIGN-076 the library fails, SIGN-078 a batch works with the token.
        """
        with self._alone(), spoken():
            self._library.reinitialize()

    def close(self, timeout_s: float = _CLOSE_S) -> bool:
        """No call of this object begins any more; the one that runs is waited for.

        The interpreter ends libraries when it ends itself: nobody may be inside then.

        Returns:
            Whether nobody is inside; a driver that hangs keeps its caller.
        """
        self._is_closed = True
        is_alone: bool = self._lock.acquire(timeout=timeout_s)
        if is_alone:
            self._lock.release()
        return is_alone

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One operation at a time: tokens take no two, and a poll must not disturb a batch."""
        if not self._lock.acquire(timeout=_WAIT_S):
            raise SurroundingsError("SIGN-078")
        try:
            self._require_alive()
            yield
        finally:
            self._lock.release()

    def _require_alive(self) -> None:
        """One that was let go must not be called at all; one that did not come up is asked to once more."""
        if not self._is_closed and not self._library.initialized:
            with spoken():
                self._library.initialize()
        if self._is_closed or not self._library.initialized:
            raise SurroundingsError("SIGN-076")

    def _present(self) -> list[Any]:
        """Tokens set up: a library also lists slots whose token has neither label nor PIN."""
        found = []
        for slot in self._library.get_slots(token_present=True):
            # A token pulled out this moment is still listed, but cannot be read any more.
            with suppress(exceptions.PKCS11Error):
                found.append(slot.get_token())
        return [token for token in found if token.flags & TokenFlag.TOKEN_INITIALIZED]

    def _find(self, serial: str) -> Any:  # noqa: ANN401 - a token of the library
        for token in self._present():
            if _serial(token) == serial:
                return token
        raise SurroundingsError("SIGN-073")

    def _login(self, token: TokenInfo, pin: Pin | None) -> Any:  # noqa: ANN401 - a session of the library
        with spoken():
            found = self._find(token.serial)
            if pin_state(found.flags) is PinState.LOCKED:
                raise RegistrarError("SIGN-074")
            by_reader = bool(found.flags & TokenFlag.PROTECTED_AUTHENTICATION_PATH)
            if pin is None and not by_reader:
                raise RegistrarError("SIGN-071")
            try:
                return found.open(
                    user_pin=pkcs11.PROTECTED_AUTH if pin is None else pin.reveal(),
                    attribute_mapper=lenient_mapper(),
                )
            except (exceptions.PinIncorrect, exceptions.PinLenRange, exceptions.PinInvalid):
                left = self._after_wrong_pin(token.serial)
            except exceptions.PinLocked:
                left = PinState.LOCKED
            except exceptions.UserAlreadyLoggedIn:
                # Somebody's session is left over; the library then does not even look at the PIN.
                self._library.reinitialize()
                raise SurroundingsError("SIGN-078") from None
        # Outside of the "except": the library's exception must not hang on ours with the PIN in its frames.
        raise (
            RegistrarError("SIGN-074")
            if left is PinState.LOCKED
            else RegistrarError("SIGN-072", left=left.words)
        )

    def _after_wrong_pin(self, serial: str) -> PinState:
        """What is left; ``python-pkcs11`` leaves the session of a refused login open, a new start ends it."""
        self._library.reinitialize()
        return pin_state(self._find(serial).flags)

    def _logout(self, opened: Any) -> None:  # noqa: ANN401 - a session of the library
        try:
            opened.close()
        except exceptions.PKCS11Error:
            # The token is gone: nothing to log out of, but the library may still think somebody is.
            with suppress(exceptions.PKCS11Error):
                self._library.reinitialize()


class TokenSession:
    """An opened token; it ends with the ``with`` of ``TokenLibrary.session``."""

    def __init__(self, library: TokenLibrary, token: TokenInfo, opened: Any) -> None:  # noqa: ANN401
        self._library = library
        self._token = token
        self._opened = opened

    def key(self, fingerprint: str, authorities: Sequence[bytes] = ()) -> TokenKey:
        """The key of a certificate.

        The certificate is read again: a token may have been changed for another since it was chosen.

        Args:
            fingerprint: SHA-256 of the X.509, lower-case hexadecimal.
            authorities: DER of authorities known otherwise: most tokens hold the owner's X.509 only, and a
                signature without its issuing authority is trusted by nobody.

        Returns:
            A ``RawSigner`` for RSA and ECDSA; for a GOST key give it to ``gost_token.GostTokenSigner``.

        Raises:
            RegistrarError: SIGN-079 the certificate or its key is not on this token.
            SurroundingsError: SIGN-073 the token is gone, SIGN-076 the library fails.
        """
        with spoken():
            held = [
                (_value(one, Attribute.ID), _value(one, Attribute.VALUE))
                for one in self._opened.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})
            ]
            owners = [(key_id, owner) for key_id, owner in _read(held) if owner.fingerprint == fingerprint]
            if not owners:
                raise RegistrarError("SIGN-079")
            key_id, owner = owners[0]
            wanted = {Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.ID: key_id}
            # All of them: a search left in its middle would be ended whenever its memory is cleared.
            private = next(iter(list(self._opened.get_objects(wanted))), None)
        if private is None:
            raise RegistrarError("SIGN-079")
        chain = {other.der for _, other in _read(held) if other.is_authority} | set(authorities)
        return TokenKey(private, owner, chain_of(owner, chain))


def _info(token: Any) -> TokenInfo:  # noqa: ANN401 - a token of the library
    return TokenInfo(
        serial=_serial(token),
        label=token.label.strip(),
        model=token.model.strip(),
        manufacturer=token.manufacturer_id.strip(),
        pin=pin_state(token.flags),
        has_pin_pad=bool(token.flags & TokenFlag.PROTECTED_AUTHENTICATION_PATH),
        is_removable=bool(token.slot.flags & SlotFlag.REMOVABLE_DEVICE),
    )


def _serial(token: Any) -> str:  # noqa: ANN401 - a token of the library
    return bytes(token.serial).decode("ascii", "replace").strip()


def _certificates(
    token: TokenInfo, found: list[tuple[bytes, bytes]], keys: set[bytes]
) -> Iterator[TokenCertificate]:
    for key_id, owner in _read(found):
        if not owner.is_authority:
            usage = owner.key_usage
            yield TokenCertificate(token, key_id, owner, not usage or _COMMITS in usage, key_id in keys)


def _read(found: list[tuple[bytes, bytes]]) -> Iterator[tuple[bytes, SigningCertificate]]:
    """Certificates that can be read; a token may hold anything beside them."""
    for key_id, der in found:
        with suppress(ValueError):
            yield key_id, read_signing_certificate(der)


def _keys(session: Any) -> Iterator[Any]:  # noqa: ANN401 - objects of the library
    for kind in (ObjectClass.PRIVATE_KEY, ObjectClass.PUBLIC_KEY):
        yield from session.get_objects({Attribute.CLASS: kind})


def _value(one: Any, attribute: Attribute) -> bytes:  # noqa: ANN401 - an object of the library
    try:
        return bytes(one[attribute])
    except (exceptions.AttributeTypeInvalid, exceptions.AttributeSensitive, TypeError):
        return b""


def _close(session: Any) -> None:  # noqa: ANN401 - a session of the library
    with suppress(exceptions.PKCS11Error):
        session.close()
