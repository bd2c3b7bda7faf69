"""Watches tokens for the page that lists them: a plain thread below, a Qt signal above."""

import threading
from functools import partial

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from registrar_app.signing.token import TokenInfo, TokenLibrary
from registrar_app.signing.token_watch import TokenWatch


class TokenBridge(QObject):
    """Tells in the GUI thread that the tokens that are in have changed; connect to bound methods."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None, *, every_s: float = 2.0) -> None:
        super().__init__(parent)
        self._every_s = every_s
        self._watch: TokenWatch | None = None
        self._library: TokenLibrary | None = None
        # A page that goes takes its watch along: a driver asked by nobody's thread may fall over its own end.
        self._running: list[TokenWatch] = []
        self.destroyed.connect(partial(_end_all, self._running))

    @property
    def library(self) -> TokenLibrary | None:
        """The library that is watched now."""
        return self._library

    def watch(self, library: TokenLibrary | None) -> None:
        """Watch a library, none with None; the same one again changes nothing."""
        if library is self._library and (library is None or self._watch is not None):
            return
        self.stop()
        self._library = library
        if library is not None:
            self._watch = TokenWatch(library, self._on_change, self._every_s)
            self._watch.start()
            self._running.append(self._watch)

    def stop(self) -> None:
        """End the thread without waiting for a driver that hangs."""
        self._watch, self._library = None, None
        _end_all(self._running)

    def _on_change(self, tokens: tuple[TokenInfo, ...]) -> None:
        """Called in the watching thread."""
        del tokens
        if isValid(self):
            self.changed.emit()


def _end_all(running: list[TokenWatch], *_: object) -> None:
    """End the watches without waiting for a driver that hangs."""
    while running:
        threading.Thread(target=running.pop().stop, name="tokens-end", daemon=True).start()
