"""What the monitor needs of a card service; PC/SC and the simulated reader both offer it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from registrar_app.cards.connection import CardConnection


class SlotState(StrEnum):
    """What a reader says of itself; the words of ``card readers``."""

    EMPTY = "empty"
    CARD = "card"
    MUTE = "mute"
    """A card that gives no answer to reset."""
    BUSY = "busy"
    """A card held exclusively by another program."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A reader at one moment."""

    name: str
    state: SlotState
    atr: bytes = b""
    counter: int = 0
    """Grows with each insertion and removal, where the service counts them."""
    raw: int = 0
    """The service's own word for the state, given back at the next wait."""

    @property
    def has_card(self) -> bool:
        """True if something is in the reader."""
        return self.state is not SlotState.EMPTY


class CardLink(CardConnection, Protocol):
    """An open connection to a card; close it whatever happens."""

    @property
    def atr(self) -> bytes:
        """Answer to reset."""
        ...

    def lock(self) -> None:
        """Keep other programs out until ``close``; waits while one is in.

        Raises:
            CardLineError: the line failed.
        """
        ...

    def is_same_card(self) -> bool:
        """True if the card is still the one that was connected, as far as the service knows."""
        ...

    def close(self) -> None:
        """Give the card back as it is; never raises."""
        ...


class ReaderSession(Protocol):
    """A context of the card service. One thread waits on it; another may only ``cancel``."""

    def readers(self) -> tuple[str, ...]:
        """Names of the readers that are there, none is an empty tuple.

        Raises:
            ServiceDownError: the service is gone.
        """
        ...

    def wait(self, known: tuple[Slot, ...], names: tuple[str, ...], timeout_s: float) -> tuple[Slot, ...]:
        """Wait until a reader differs from what is known of it, or the time is over.

        Args:
            known: Slots of the last call; a name that is not among them is reported at once.
            names: The readers to watch.
            timeout_s: Seconds to wait at most.

        Returns:
            The present slots, in the order of ``names``; a reader that vanished is left out.

        Raises:
            ServiceDownError: the service is gone.
        """
        ...

    def connect(self, reader: str) -> CardLink:
        """Connect to the card in a reader, shared with other programs.

        Raises:
            NoCardError: there is no card.
            CardMuteError: the card gives no answer to reset.
            ReaderBusyError: another program holds it.
            ReaderGoneError: there is no such reader.
            CardGoneError: the card went while connecting.
            ServiceDownError: the service is gone.
        """
        ...

    def cancel(self) -> None:
        """End a ``wait`` of another thread; never raises."""
        ...

    def close(self) -> None:
        """Release the context; never raises."""
        ...


class ReaderBackend(Protocol):
    """A card service."""

    def open(self) -> ReaderSession:
        """Make a new context.

        Raises:
            ServiceDownError: the service does not run or refuses this user.
        """
        ...
