"""The line to a card: one protocol with one method, and what can go wrong on it."""

from typing import Protocol


class CardConnection(Protocol):
    """An open line to a card in a reader."""

    def transmit(self, command: bytes) -> bytes:
        """Send one command and wait for the answer.

        Args:
            command: Command APDU, short form.

        Returns:
            The response APDU, status word last, at least two bytes.

        Raises:
            CardLineError: a subclass says what happened to the line.
        """
        ...


class CardLineError(Exception):
    """The line to the service, the reader or the card failed."""


class ServiceDownError(CardLineError):
    """The PC/SC service does not run or refuses this user."""

    def __init__(self, code: str = "CARD-001") -> None:
        self.code = code
        """Code of the catalogue that explains it."""
        super().__init__(code)


class ReaderGoneError(CardLineError):
    """The reader is no longer there."""


class NoCardError(CardLineError):
    """There is no card in the reader."""


class CardMuteError(CardLineError):
    """A card is in the reader but gives no answer to reset."""


class ReaderBusyError(CardLineError):
    """Another program holds the reader."""


class CardGoneError(CardLineError):
    """The card was taken out, reset by somebody else, or gave no valid answer."""


class DeadlineError(CardLineError):
    """The card answers, but the time set for the whole reading is over."""
