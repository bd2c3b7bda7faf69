"""What the reader and its cards do in the window: its cell, banners for who just used it, cards read."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from registrar_app.cards.record import CardReading
from registrar_app.cards.states import ReaderState, ReaderStatus
from registrar_app.domain.problems import Level, problem
from registrar_app.ui.identity_flow import IdentityFlow
from registrar_app.ui.messages import ROLES, Messages
from registrar_app.ui.theme import Role
from registrar_app.ui.widgets.banner import Action

_CELLS: dict[ReaderState, tuple[str, Role]] = {
    ReaderState.SERVICE_OFF: ("plug-x", Role.ERROR),
    ReaderState.NO_READER: ("device-usb", Role.WARN),
    ReaderState.READY: ("credit-card", Role.OK),
    ReaderState.READING: ("loader-2", Role.INFO),
    ReaderState.READ: ("credit-card", Role.OK),
    ReaderState.NOT_READ: ("credit-card-off", Role.WARN),
    ReaderState.NOT_OMS: ("help-circle", Role.WARN),
    ReaderState.BUSY: ("lock", Role.WARN),
    ReaderState.TAKEN_EARLY: ("credit-card-off", Role.WARN),
}
_QUIET_WORDS = {
    ReaderState.READY: "Считыватель готов",
    ReaderState.READING: "Карта читается…",
    ReaderState.READ: "Карта прочитана · можно вынуть",
}
_BY_HAND = frozenset((ReaderState.NOT_READ, ReaderState.NOT_OMS, ReaderState.TAKEN_EARLY))
"""States that follow from a card somebody has just put in or pulled out."""
_ANSWERS = frozenset(_CELLS) - {ReaderState.READING}
"""States that answer a wish to read the card again."""


def reader_cell(status: ReaderStatus) -> tuple[str, str, Role]:
    """Icon, words and role of the reader's cell in the status bar."""
    icon, role = _CELLS[status.state]
    words = _QUIET_WORDS.get(status.state)
    if status.state is ReaderState.READING and status.progress is not None:
        words = f"Карта читается… {status.progress} %"
    if status.state is ReaderState.READ and status.progress is not None:
        words = f"Карта прочитана · снимок {status.progress} %"
    if words is None:
        words = f"{status.problem.text.partition('. ')[0].rstrip('.')} · F12"
    return icon, words, role


class CardController(QObject):
    """Connect ``on_status`` and ``on_reading`` with the cards bridge; F5 goes through ``read_again``."""

    status_shown = Signal(str, str, object)
    """Icon, words, ``Role`` for the reader's cell of the status bar."""

    def __init__(
        self,
        flow: IdentityFlow,
        messages: Messages,
        is_typing: Callable[[], bool],
        order_reading: Callable[[], object],
        parent: QObject | None = None,
    ) -> None:
        """Set up.

        Args:
            flow: Takes the person on a card to the right page.
            messages: Banners of the current page.
            is_typing: Whether somebody is typing now: then a card that cannot be read gets no banner.
            order_reading: Reads the card that is in once more (``CardMonitor.read_again``).
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._flow, self._messages = flow, messages
        self._is_typing, self._order_reading = is_typing, order_reading
        self._asked = False
        self._complained = False
        self._status: ReaderStatus | None = None

    # -- the reader -----------------------------------------------------------------------------

    def read_again(self) -> None:
        """F5: read the card again; whatever comes of it is told, for somebody asked.

        Where there is nothing to read no change of state will come: then the answer is given at once.
        """
        self._order_reading()
        status = self._status
        if status is not None and status.state is ReaderState.READY:
            self._complain(replace(status, problem=problem("CARD-016")))
        elif status is not None and status.state in (ReaderState.NO_READER, ReaderState.SERVICE_OFF):
            self._complain(status)
        else:
            self._asked = True

    def on_status(self, status: ReaderStatus) -> None:
        """The reader's state changed: the status bar always, a banner only for who just used the reader."""
        self.status_shown.emit(*reader_cell(status))
        before, self._status = self._status.state if self._status else None, status
        if status.state in (ReaderState.READING, ReaderState.READ) and self._complained:
            self._complained = False
            self._messages.clear_banner()
        by_hand = status.state in _BY_HAND and before not in (None, status.state) and not self._is_typing()
        wanted = self._asked and status.state in _ANSWERS and status.problem.level is not Level.OK
        if by_hand or wanted:
            self._complain(status)
        if status.state in _ANSWERS:
            self._asked = False

    def _complain(self, status: ReaderStatus) -> None:
        first, _, rest = status.problem.text.partition(". ")
        self._complained = True
        retry = status.state not in (ReaderState.SERVICE_OFF, ReaderState.NO_READER)
        action = Action("Прочитать ещё раз", self.read_again, "F5") if retry else None
        self._messages.banner(
            ROLES[status.problem.level],
            first.rstrip("."),
            f"{rest} {status.problem.way_out}".strip(),
            code=status.problem.code,
            action=action,
        )

    # -- the card -------------------------------------------------------------------------------

    def on_reading(self, reading: CardReading) -> None:
        """A card was read: whose it is and where to go is the same for all ways of reading."""
        identity = reading.identity()
        if identity is not None:
            self._asked = False
            self._flow.read(identity)
            self._flow.add_photo(identity)

    def on_photo(self, reading: CardReading) -> None:
        """The photo of a card has come behind its text; one that nobody can show is worth a word, no more."""
        identity = reading.identity()
        if identity is None:
            return
        if identity.photo is None:
            self._messages.status(problem("CARD-037").text, Role.INFO)
        else:
            self._flow.add_photo(identity)
