"""Watching which tokens are in, in a plain thread; the window turns the callback into a signal."""

import logging
import threading
from collections.abc import Callable

from registrar_app.domain.errors import RegistrarError
from registrar_app.signing.token import TokenInfo, TokenLibrary

_log = logging.getLogger(__name__)
_BUSY = "SIGN-078"
EVERY_S = 5.0
"""As DigiDoc4 polls: a token is put in by hand, a few seconds are soon enough."""


class TokenWatch:
    """Tells of every change of the tokens that are in; a batch that works holds the poll up.

    Args:
        library: The token library.
        changed: Called in the watching thread with the tokens that are in; an empty tuple when the library
            fails. First called at the start.
        every_s: Seconds between polls.
    """

    def __init__(
        self,
        library: TokenLibrary,
        changed: Callable[[tuple[TokenInfo, ...]], None],
        every_s: float = EVERY_S,
    ) -> None:
        self._library = library
        self._changed = changed
        self._every_s = every_s
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="tokens", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self, timeout_s: float = 2.0) -> bool:
        """End; a driver that hangs leaves its thread behind.

        Returns:
            Whether the thread ended in time.
        """
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        before: tuple[TokenInfo, ...] | None = None
        while not self._stop.is_set():
            try:
                now = self._library.tokens()
            except RegistrarError as fault:
                _log.info("tokens cannot be listed: %s", fault.code)
                # A long batch works with its token: it is in.
                now = (before or ()) if fault.code == _BUSY else ()
            if now != before:
                before = now
                self._changed(now)
            self._stop.wait(self._every_s)
