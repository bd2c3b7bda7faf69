"""A simulated card service: readers into which simulated cards are put. Used in training and in tests.

It behaves like PC/SC where that matters: a context dies with the service, a connection dies with the card,
insertions are counted, a wait can be cancelled, another program may hold a reader.
"""

import threading
import time
from dataclasses import dataclass

from registrar_app.cards.backend import Slot, SlotState
from registrar_app.cards.card_model import SimulatedCard
from registrar_app.cards.connection import (
    CardGoneError,
    CardMuteError,
    NoCardError,
    ReaderBusyError,
    ReaderGoneError,
    ServiceDownError,
)

TRAINING_READER = "Учебный считыватель"


@dataclass
class _Bay:
    """One simulated reader."""

    name: str
    card: SimulatedCard | None = None
    counter: int = 0
    held: bool = False

    def slot(self) -> Slot:
        """The reader as a slot."""
        if self.card is None:
            return Slot(self.name, SlotState.EMPTY, b"", self.counter)
        state = SlotState.BUSY if self.held else SlotState.CARD if self.card.atr else SlotState.MUTE
        return Slot(self.name, state, self.card.atr, self.counter)


class SimulatedReader:
    """A card service with one reader or more; implements ``ReaderBackend``. Safe from any thread."""

    def __init__(self, *names: str) -> None:
        """Make the readers.

        Args:
            names: Readers that are there from the start, by default the training reader.
        """
        self._changed = threading.Condition()
        self._bays = {name: _Bay(name) for name in names or (TRAINING_READER,)}
        self._life: int | None = 1
        self._lives = 1

    @property
    def names(self) -> tuple[str, ...]:
        """Readers that are there."""
        with self._changed:
            return tuple(self._bays)

    def insert(self, card: SimulatedCard, reader: str | None = None) -> None:
        """Put a card in; one that is in already is taken out first (a swap without a pause)."""
        with self._changed:
            bay = self._bay(reader)
            if bay.card is not None:
                bay.counter += 1
            bay.card = card
            bay.counter += 1
            card.reset()
            self._changed.notify_all()

    def swap_unseen(self, card: SimulatedCard, reader: str | None = None) -> None:
        """Put another card in the place of one so quickly that the service notices nothing."""
        with self._changed:
            self._bay(reader).card = card
            card.reset()

    def remove(self, reader: str | None = None) -> None:
        """Take the card out; a command under way gets no valid answer."""
        with self._changed:
            bay = self._bay(reader)
            if bay.card is not None:
                bay.card = None
                bay.counter += 1
            self._changed.notify_all()

    def hold(self, held: bool, reader: str | None = None) -> None:
        """Play another program that holds the card exclusively, or lets it go."""
        with self._changed:
            self._bay(reader).held = held
            self._changed.notify_all()

    def plug(self, name: str) -> None:
        """Connect a further reader."""
        with self._changed:
            self._bays.setdefault(name, _Bay(name))
            self._changed.notify_all()

    def unplug(self, name: str) -> None:
        """Pull a reader's cable."""
        with self._changed:
            self._bays.pop(name, None)
            self._changed.notify_all()

    def stop_service(self) -> None:
        """Stop the service: every context and connection is dead for good."""
        with self._changed:
            self._life = None
            self._changed.notify_all()

    def start_service(self) -> None:
        """Start the service again; old contexts stay dead."""
        with self._changed:
            self._lives += 1
            self._life = self._lives
            self._changed.notify_all()

    def open(self) -> "SimulatedSession":
        """Make a new context."""
        with self._changed:
            if self._life is None:
                raise ServiceDownError
            return SimulatedSession(self, self._changed, self._life)

    def _bay(self, reader: str | None) -> _Bay:
        """A reader by name, or the first."""
        return self._bays[reader] if reader is not None else next(iter(self._bays.values()))

    def _slots(self, life: int) -> tuple[Slot, ...]:
        """All slots, for a context of a given life of the service."""
        if self._life != life:
            raise ServiceDownError
        return tuple(bay.slot() for bay in self._bays.values())

    def _find(self, reader: str, life: int) -> _Bay:
        """A reader for a context of a given life of the service."""
        if self._life != life:
            raise ServiceDownError
        if reader not in self._bays:
            raise ReaderGoneError
        return self._bays[reader]


class SimulatedSession:
    """A context of the simulated service."""

    def __init__(self, service: SimulatedReader, changed: threading.Condition, life: int) -> None:
        self._service = service
        self._changed = changed
        self._life = life
        self._cancelled = False
        self._listed: tuple[str, ...] = ()

    def readers(self) -> tuple[str, ...]:
        """Names of the readers that are there."""
        with self._changed:
            self._listed = tuple(slot.name for slot in self._service._slots(self._life))
            return self._listed

    def wait(self, known: tuple[Slot, ...], names: tuple[str, ...], timeout_s: float) -> tuple[Slot, ...]:
        """Wait for a change, also of the list of readers."""
        until = time.monotonic() + timeout_s
        with self._changed:
            while True:
                slots = self._service._slots(self._life)
                watched = tuple(slot for slot in slots if slot.name in names)
                is_new = watched != known or tuple(slot.name for slot in slots) != self._listed
                left = until - time.monotonic()
                if is_new or self._cancelled or left <= 0:
                    self._cancelled = False
                    return watched
                self._changed.wait(left)

    def connect(self, reader: str) -> "SimulatedLink":
        """Connect to the card in a reader."""
        with self._changed:
            bay = self._service._find(reader, self._life)
            if bay.card is None:
                raise NoCardError
            if bay.held:
                raise ReaderBusyError
            if not bay.card.atr:
                raise CardMuteError
            return SimulatedLink(self._service, self._changed, self._life, bay)

    def cancel(self) -> None:
        """End a wait of another thread."""
        with self._changed:
            self._cancelled = True
            self._changed.notify_all()

    def close(self) -> None:
        """Nothing is held."""


class SimulatedLink:
    """A connection to a simulated card."""

    def __init__(self, service: SimulatedReader, changed: threading.Condition, life: int, bay: _Bay) -> None:
        self._service = service
        self._changed = changed
        self._life = life
        self._bay = bay
        self._card = bay.card
        self._counter = bay.counter

    @property
    def atr(self) -> bytes:
        """Answer to reset."""
        return self._card.atr if self._card else b""

    def lock(self) -> None:
        """Nobody else is there."""

    def transmit(self, command: bytes) -> bytes:
        """Pass a command to the card; the card may be gone before, during or after it."""
        card = self._present()
        answer = card.respond(command)
        self._present()
        return answer

    def is_same_card(self) -> bool:
        """True if the card was not moved since the connection."""
        with self._changed:
            return self._bay.counter == self._counter and self._bay.card is self._card

    def close(self) -> None:
        """Nothing is held."""

    def _present(self) -> SimulatedCard:
        """The card, if service, reader and card are as they were."""
        with self._changed:
            self._service._find(self._bay.name, self._life)
            if self._card is None or self._bay.counter != self._counter:
                raise CardGoneError
            return self._card
