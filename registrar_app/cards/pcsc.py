"""PC/SC through pyscard's plain functions; no other module imports ``smartcard``.

pyscard's own monitors are not used: their threads end for good when the service stops. The import is late, so
that the program starts where the library is missing.
Source: project's domain notes on the virtual reader, sections 5-7 (codes as observed with pcsc-lite 1.9.9).
"""

import threading
from typing import Any

from registrar_app.cards.backend import Slot, SlotState
from registrar_app.cards.connection import (
    CardGoneError,
    CardLineError,
    CardMuteError,
    NoCardError,
    ReaderBusyError,
    ReaderGoneError,
    ServiceDownError,
)

_PNP = "\\\\?PnP?\\Notification"
"""Pseudo reader that reports readers coming and going."""
_OK = 0
_TIMEOUT = 0x8010000A
_CANCELLED = 0x80100002
_SECURITY = 0x8010006A
_SHARING = 0x8010000B
_SERVICE_DOWN = frozenset({
    0x8010001D,  # NO_SERVICE: pcscd does not run; also every call on a context older than its restart
    0x8010001E,  # SERVICE_STOPPED: Windows stops the service with the last reader
    0x80100013,  # F_COMM_ERROR: pcscd died while a call was waiting
    0x80100003,  # INVALID_HANDLE: macOS and Windows after the service came back
    0x80100001,  # F_INTERNAL_ERROR: pcsc-lite with a half-closed socket
    0x80100018,  # P_SHUTDOWN: Windows is going down
    0x80100006,  # NO_MEMORY: pcsc-lite out of contexts (16 by default)
})  # fmt: skip
_READER_GONE = frozenset({0x80100009, 0x80100017, 0x8010002E})
_NO_CARD = frozenset({0x8010000C, 0x80100069})
_MUTE = frozenset({0x80100066, 0x80100067, 0x80100065, 0x8010000F, 0x80100015})

_PRESENT, _MUTE_FLAG, _EXCLUSIVE, _UNAVAILABLE, _UNKNOWN, _CHANGED = 0x20, 0x200, 0x80, 0x8, 0x4, 0x2


def _error(result: int, *, connecting: bool = False) -> CardLineError:
    """The error of a result code.

    Args:
        result: What a PC/SC call gave.
        connecting: True for ``SCardConnect``, where a removed card means that there is none.
    """
    code = result & 0xFFFFFFFF
    if code == _SECURITY:
        # polkit (pcsc-lite 2.x) refuses users outside an active desktop login.
        return ServiceDownError("CARD-003")
    if code in _SERVICE_DOWN:
        return ServiceDownError()
    if code in _READER_GONE:
        return ReaderGoneError()
    if connecting and code in _NO_CARD:
        return NoCardError()
    if connecting and code in _MUTE:
        return CardMuteError()
    if connecting and code == _SHARING:
        return ReaderBusyError()
    return CardGoneError(f"{code:08X}")


def _slot(name: str, event: int, atr: list[int]) -> Slot:
    """A slot from the words of the service."""
    state = SlotState.EMPTY
    if event & _PRESENT:
        state = SlotState.CARD
        if event & _EXCLUSIVE:
            state = SlotState.BUSY
        elif event & _MUTE_FLAG:
            state = SlotState.MUTE
    return Slot(name, state, bytes(atr), event >> 16 & 0xFFFF, event & ~_CHANGED)


class PcscBackend:
    """The card service of the system: pcsc-lite on Linux, winscard on Windows, the framework on macOS."""

    def open(self) -> "PcscSession":
        """Make a new context.

        Raises:
            ServiceDownError: the service does not run, refuses this user, or its library is missing.
        """
        try:
            from smartcard import scard
        except ImportError:
            raise ServiceDownError from None
        result, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
        if result != _OK:
            raise _error(result)
        return PcscSession(scard, context)


class PcscSession:
    """One context. Calls on one context wait for each other, so each thread has its own."""

    def __init__(self, scard: Any, context: int) -> None:  # noqa: ANN401 - a C extension without types
        self._scard = scard
        self._context = context
        self._pnp_state = 0
        self._closed = False
        self._guard = threading.Lock()

    def readers(self) -> tuple[str, ...]:
        """Names of the readers that are there."""
        result, names = self._scard.SCardListReaders(self._context, [])
        if result == _OK:
            return tuple(names)
        error = _error(result)
        if isinstance(error, ReaderGoneError):
            return ()
        raise error

    def wait(self, known: tuple[Slot, ...], names: tuple[str, ...], timeout_s: float) -> tuple[Slot, ...]:
        """Wait for a change; the answer is always a fresh look at all readers.

        The fresh look has a reason: after a time-out the states that come back need not carry the ATR, and a
        swap of cards within the service's poll shows in nothing but the ATR.
        """
        raws = {slot.name: slot.raw for slot in known}
        asked = [*((name, raws.get(name, 0)) for name in names), (_PNP, self._pnp_state)]
        result, states = self._scard.SCardGetStatusChange(self._context, int(timeout_s * 1000), asked)
        code = result & 0xFFFFFFFF
        if code == _OK and states:
            self._pnp_state = states[-1][1] & ~_CHANGED
        elif code not in (_TIMEOUT, _CANCELLED):
            self._raise_unless_reader_gone(result)
        return self._look(names)

    def _look(self, names: tuple[str, ...]) -> tuple[Slot, ...]:
        """The present slots without waiting."""
        if not names:
            return ()
        result, states = self._scard.SCardGetStatusChange(self._context, 0, [(name, 0) for name in names])
        if result & 0xFFFFFFFF not in (_OK, _TIMEOUT, _CANCELLED):
            # One reader went between listing and looking; the next round lists again.
            self._raise_unless_reader_gone(result)
            return ()
        return tuple(_slot(*state) for state in states if not state[1] & (_UNKNOWN | _UNAVAILABLE))

    @staticmethod
    def _raise_unless_reader_gone(result: int) -> None:
        """A reader that vanished is no failure of the service."""
        error = _error(result)
        if not isinstance(error, ReaderGoneError):
            # Anything unforeseen is answered by a new context; nothing is lost by that.
            raise error if isinstance(error, ServiceDownError) else ServiceDownError

    def connect(self, reader: str) -> "PcscLink":
        """Connect shared, with the protocol that the card offers."""
        scard = self._scard
        result, card, protocol = scard.SCardConnect(
            self._context, reader, scard.SCARD_SHARE_SHARED, scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
        )
        if result != _OK:
            raise _error(result, connecting=True)
        pci = scard.SCARD_PCI_T0 if protocol == scard.SCARD_PROTOCOL_T0 else scard.SCARD_PCI_T1
        return PcscLink(scard, card, pci)

    def cancel(self) -> None:
        """End a wait of another thread."""
        with self._guard:
            if not self._closed:
                self._scard.SCardCancel(self._context)

    def close(self) -> None:
        """Release the context; the answer does not matter, a dead one cannot be released."""
        with self._guard:
            if not self._closed:
                self._closed = True
                self._scard.SCardReleaseContext(self._context)


class PcscLink:
    """One connection to a card."""

    def __init__(self, scard: Any, card: int, pci: int) -> None:  # noqa: ANN401 - a C extension without types
        self._scard = scard
        self._card = card
        self._pci = pci
        self._locked = False
        self._is_broken = False
        self._first = self._status()

    def _status(self) -> tuple[bytes, int] | None:
        """ATR and event counter as the service knows them now; None if the card is gone."""
        result, _, state, _, atr = self._scard.SCardStatus(self._card)
        # The upper half is pcsc-lite's event counter; elsewhere it is zero.
        return (bytes(atr), state >> 16) if result == _OK else None

    @property
    def atr(self) -> bytes:
        """Answer to reset, empty if the card went at once."""
        return self._first[0] if self._first else b""

    def lock(self) -> None:
        """Begin a transaction; blocks while another program is inside one."""
        result = self._scard.SCardBeginTransaction(self._card)
        if result != _OK:
            raise _error(result)
        self._locked = True

    def transmit(self, command: bytes) -> bytes:
        """Send one command."""
        result, answer = self._scard.SCardTransmit(self._card, self._pci, list(command))
        self._is_broken = result != _OK or len(answer) < 2
        if result != _OK:
            raise _error(result)
        if len(answer) < 2:
            # pcsc-lite: a card pulled during a command gives success and no bytes at all.
            raise CardGoneError("no valid answer")
        return bytes(answer)

    def is_same_card(self) -> bool:
        """True if neither ATR nor event counter changed since the connection."""
        return self._first is not None and self._status() == self._first

    def close(self) -> None:
        """End the transaction and leave the card powered for other programs.

        A card that stopped answering loses its power instead: it may be another one, put in unseen, and only
        a start from cold tells the service so.
        """
        leave = self._scard.SCARD_UNPOWER_CARD if self._is_broken else self._scard.SCARD_LEAVE_CARD
        if self._locked:
            self._scard.SCardEndTransaction(self._card, self._scard.SCARD_LEAVE_CARD)
        self._scard.SCardDisconnect(self._card, leave)
