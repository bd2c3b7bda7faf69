"""Keys that are open now: private keys of files, PINs of tokens, one login for one batch.

Everything here lives in memory and on the database thread. PINs are overwritten when the program is locked,
a token refuses one or is pulled out, and when nobody signed for the time the clinic allows.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from registrar_app.domain.errors import RegistrarError, SurroundingsError
from registrar_app.services.key_shapes import KeyKind, KeySource
from registrar_app.services.shapes import Clock

if TYPE_CHECKING:
    from datetime import datetime

    from registrar_app.signing.gost_engine import GostEngine
    from registrar_app.signing.gost_openssl import GostFileKey
    from registrar_app.signing.pin import Pin
    from registrar_app.signing.pkcs12 import Pkcs12Key
    from registrar_app.signing.ports import Signer
    from registrar_app.signing.token import TokenInfo, TokenLibrary, TokenSession

_Place = tuple[str, str]
"""Library and serial number of a token."""
_PIN_ENDS = frozenset({"SIGN-071", "SIGN-072", "SIGN-073", "SIGN-074", "SIGN-075"})
"""After these a PIN is not used again by itself: wrong, locked, cancelled, the token was pulled out."""


class KeyRing:
    """Opens keys and forgets them.

    Args:
        clock: Present moment.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._files: dict[str, Pkcs12Key | GostFileKey] = {}
        """Opened key files by the id of their source."""
        self._pins: dict[_Place, Pin] = {}
        self._libraries: dict[str, TokenLibrary] = {}
        self._engine: GostEngine | None = None
        self._has_looked = False
        self._used_at: datetime | None = None
        self._batch: ExitStack | None = None
        self._sessions: dict[_Place, TokenSession] = {}
        """Open sessions: of the batch, else of the paper being signed."""
        self._token_keys: dict[str, Signer] = {}
        """Keys found in them."""

    def is_open(self, source: KeySource) -> bool:
        """Whether a key signs without being asked for anything."""
        if source.kind is KeyKind.FILE:
            return source.id in self._files
        return source.kind is KeyKind.PROGRAM or source.has_pin_pad or _place(source) in self._pins

    def file_key(self, source: KeySource) -> "Pkcs12Key | GostFileKey | None":
        """An opened key file, None while it is closed."""
        return self._files.get(source.id)

    def open_file(self, key_id: str, path: Path, secret: str) -> "Pkcs12Key | GostFileKey":
        """Open a key file and keep it under an id.

        Raises:
            RegistrarError: SIGN-001..009.
        """
        from registrar_app.services.key_adding import open_with

        key = open_with(path, secret, self.engine(), self._clock())
        self.keep_file(key_id, key)
        return key

    def keep_file(self, key_id: str, key: "Pkcs12Key | GostFileKey") -> None:
        """Keep an opened key file; the one before it is closed."""
        self._close(self._files.pop(key_id, None))
        self._files[key_id] = key
        self._used_at = self._clock()

    def open_token(self, source: KeySource, pin: "Pin | None", authorities: Sequence[bytes]) -> None:
        """Log in once to see that the PIN is right and the key is there; then keep the PIN.

        Raises:
            RegistrarError: SIGN-071 no PIN, SIGN-072 wrong, SIGN-074 locked, SIGN-079 no such key.
            SurroundingsError: SIGN-070 no library, SIGN-073 no token, SIGN-076, SIGN-078.
        """
        place = _place(source)
        self._drop_pin(place)
        if pin is not None:
            self._pins[place] = pin
        try:
            with self.opened([source], authorities):
                pass
        except RegistrarError:
            self._drop_pin(place)
            raise

    @contextmanager
    def opened(
        self, sources: Sequence[KeySource], authorities: Sequence[bytes]
    ) -> "Iterator[Mapping[str, Signer]]":
        """Signers by the ids of their sources; every token is opened before anything is signed.

        Raises:
            RegistrarError: CERT-052 a key file is closed, SIGN-071 a token wants its PIN; as the keys.
        """
        with ExitStack() as own:
            stack = self._batch or own
            try:
                found = {one.id: self._signer(one, stack, authorities) for one in sources}
                yield found
            except RegistrarError as fault:
                self._end_sessions()
                if fault.code in _PIN_ENDS:
                    for one in sources:
                        self._drop_pin(_place(one))
                raise
            finally:
                if self._batch is None:
                    self._forget_sessions()
        self._used_at = self._clock()

    @property
    def is_in_batch(self) -> bool:
        """Whether a batch holds its login now."""
        return self._batch is not None

    @contextmanager
    def batch(self) -> Iterator[None]:
        """One login for all papers signed inside; a token that fails ends its login at once."""
        if self._batch is not None:
            yield
            return
        with ExitStack() as stack:
            self._batch = stack
            try:
                yield
            finally:
                self._batch = None
                self._forget_sessions()

    def forget_idle(self, limit: timedelta) -> bool:
        """Forget PINs, and passwords that were kept, when nobody signed for that long.

        Args:
            limit: Zero: for each paper anew.

        Returns:
            Whether something was forgotten.
        """
        kept = [key for key, one in self._files.items() if hasattr(one, "close")]
        if self._batch is not None or self._used_at is None or not (self._pins or kept):
            return False
        if self._clock() - self._used_at < limit:
            return False
        for key in kept:
            self._close(self._files.pop(key))
        self._wipe_pins()
        return True

    def forget(self, source: KeySource) -> None:
        """Close one key."""
        self._close(self._files.pop(source.id, None))
        self._drop_pin(_place(source))

    def lock(self) -> None:
        """Forget everything that is open."""
        for one in self._files.values():
            self._close(one)
        self._files.clear()
        self._wipe_pins()

    def close(self) -> None:
        """Forget everything and let no thread into a token's library any more."""
        self.lock()
        for one in self._libraries.values():
            one.close()

    def library(self, path: str) -> "TokenLibrary":
        """The library of a token's maker, one object for each in the program; any thread may use it.

        Raises:
            SurroundingsError: SIGN-070 it is not there or does not load.
        """
        if path not in self._libraries:
            from registrar_app.signing.token import TokenLibrary

            self._libraries[path] = TokenLibrary(Path(path))
        return self._libraries[path]

    def engine(self) -> "GostEngine | None":
        """OpenSSL with a GOST engine, where there is one; looked for once."""
        if not self._has_looked:
            from registrar_app.signing.gost_engine import find_engine

            self._engine, self._has_looked = find_engine(), True
        return self._engine

    def _signer(self, source: KeySource, stack: ExitStack, authorities: Sequence[bytes]) -> "Signer":
        if source.kind is KeyKind.FILE:
            key = self._files.get(source.id)
            if key is None:
                raise RegistrarError("CERT-052")
            return key
        from registrar_app.signing.default_math import default_math

        if source.kind is KeyKind.PROGRAM:
            return _external(source)
        from registrar_app.signing.gost_token import token_signer

        if source.id not in self._token_keys:
            session = self._session(source, stack)
            held = session.key(source.fingerprint, authorities)
            self._token_keys[source.id] = token_signer(held, default_math())
        return self._token_keys[source.id]

    def _session(self, source: KeySource, stack: ExitStack) -> "TokenSession":
        """A session of the token: two roles on one token share it."""
        place = _place(source)
        if place not in self._sessions:
            pin = self._pins.get(place)
            if pin is None and not source.has_pin_pad:
                raise RegistrarError("SIGN-071")
            library = self.library(source.library)
            self._sessions[place] = stack.enter_context(library.session(self._token(library, source), pin))
        return self._sessions[place]

    def _token(self, library: "TokenLibrary", source: KeySource) -> "TokenInfo":
        """The token of a key, found by its serial number.

        Raises:
            SurroundingsError: ``SIGN-073`` it is not in.
        """
        for is_last in (False, True):
            found = next((one for one in library.tokens() if one.serial == source.token_serial), None)
            if found is not None:
                return found
            # Some libraries show a token that was put in again only after a new start; that would end the
            # sessions of others.
            if is_last or self._sessions:
                break
            library.reload()
        raise SurroundingsError("SIGN-073")

    def _end_sessions(self) -> None:
        """After a failure nobody stays logged in; the next paper logs in anew."""
        if self._batch is not None:
            self._batch.close()
        self._forget_sessions()

    def _forget_sessions(self) -> None:
        self._sessions.clear()
        self._token_keys.clear()

    def _drop_pin(self, place: _Place) -> None:
        pin = self._pins.pop(place, None)
        if pin is not None:
            pin.wipe()

    def _wipe_pins(self) -> None:
        for place in tuple(self._pins):
            self._drop_pin(place)

    @staticmethod
    def _close(key: "Pkcs12Key | GostFileKey | None") -> None:
        """A GOST key keeps its password for the child process; a parsed key has none."""
        close = getattr(key, "close", None)
        if close is not None:
            close()


def _external(source: KeySource) -> "Signer":
    """The other program as a signer."""
    import base64

    from registrar_app.signing.default_math import default_math
    from registrar_app.signing.external import ExternalSigner
    from registrar_app.signing.external_command import parse_command
    from registrar_app.signing.x509_reader import read_signing_certificate

    owner = read_signing_certificate(base64.b64decode(source.x509))
    return ExternalSigner(parse_command(source.command, source.result), owner, default_math())


def _place(source: KeySource) -> _Place:
    return source.library, source.token_serial
