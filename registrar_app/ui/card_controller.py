"""What happens when a card was read: the right page opens, what is being typed is never touched."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol, runtime_checkable
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from registrar_app.cards.record import CardReading
from registrar_app.cards.states import ReaderState, ReaderStatus
from registrar_app.domain.problems import Level, problem
from registrar_app.domain.records import Identity, PersonRecord
from registrar_app.services.desk import Desk
from registrar_app.services.shapes import Differences, Found
from registrar_app.ui.messages import ROLES, Messages
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role
from registrar_app.ui.widgets.banner import Action
from registrar_app.ui.widgets.form_field import FormField

SHOW_KEY = "Alt+9"

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


@runtime_checkable
class HoldsTyping(Protocol):
    """A page that may hold what was typed and not saved."""

    @property
    def has_typed(self) -> bool:
        """Whether something was typed that would be lost from sight."""


@dataclass(frozen=True, slots=True, repr=False)
class CardAnswer:
    """What the records say of a card; read in the database thread."""

    identity: Identity
    found: Found
    differences: Differences | None = None
    """For a known person."""
    form: dict[str, str] = field(default_factory=dict)
    """Texts of a new record, for an unknown one."""
    name: str = ""
    """Who is on the card, for the offer beside a form."""


def reader_cell(status: ReaderStatus) -> tuple[str, str, Role]:
    """Icon, words and role of the reader's cell in the status bar."""
    icon, role = _CELLS[status.state]
    words = _QUIET_WORDS.get(status.state)
    if status.state is ReaderState.READING and status.progress is not None:
        words = f"Карта читается… {status.progress} %"
    if words is None:
        words = f"{status.problem.text.partition('. ')[0].rstrip('.')} · F12"
    return icon, words, role


def holds_typing(page: QWidget | None) -> bool:
    """Whether a page holds unsaved typing, or one of its form fields has the focus."""
    if page is None:
        return False
    if isinstance(page, HoldsTyping):
        return page.has_typed
    here = QApplication.focusWidget()
    while here is not None and here is not page:
        if isinstance(here, FormField):
            return True
        here = here.parentWidget()
    return False


def ask_records(desk: Desk, identity: Identity) -> CardAnswer:
    """Whose card it is and what differs; call it in the database thread."""
    found = desk.identification.identify(identity)
    name = identity.person.name.full
    if found.kind == "known" and found.person_id is not None:
        record = desk.people.peek(found.person_id)
        return CardAnswer(identity, found, desk.identification.differences(record, identity), name=name)
    if found.kind == "unknown":
        return CardAnswer(identity, found, form=desk.identification.to_form(identity), name=name)
    return CardAnswer(identity, found, name=name)


class CardController(QObject):
    """Connect ``on_status`` and ``on_reading`` with the cards bridge; F5 goes through ``read_again``."""

    status_shown = Signal(str, str, object)
    """Icon, words, ``Role`` for the reader's cell of the status bar."""
    choice_wanted = Signal(object, object)
    """``Found`` with several people, and ``choose(person_id)`` to call with the one that was picked."""

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        messages: Messages,
        go: Navigation,
        is_typing: Callable[[], bool],
        order_reading: Callable[[], object],
        parent: QObject | None = None,
    ) -> None:
        """Set up.

        Args:
            desk: Use cases.
            tasks: Threads.
            messages: Banners of the current page.
            go: Ways between pages.
            is_typing: Whether somebody is typing now (see ``holds_typing``): then the card only offers.
            order_reading: Reads the card that is in once more (``CardMonitor.read_again``).
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._desk, self._tasks, self._messages, self._go = desk, tasks, messages, go
        self._is_typing, self._order_reading = is_typing, order_reading
        self._asked = False
        self._complained = False
        self._request = 0
        self._status: ReaderStatus | None = None
        self._offered: CardAnswer | None = None

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
        """A card was read: ask the records whose it is."""
        identity = reading.identity()
        if identity is None:
            return
        self._asked = False
        self._request += 1
        request = self._request
        self._tasks.run_query(
            lambda: ask_records(self._desk, identity),
            lambda answer: self._on_answer(request, answer),
            parent=self,
        )

    def _on_answer(self, request: int, answer: CardAnswer) -> None:
        """Show the person, or offer to while somebody types; a later card has made this one old."""
        if request != self._request:
            return
        if self._is_typing():
            self._offer(answer)
        else:
            self._show(answer)

    def _offer(self, answer: CardAnswer) -> None:
        """A banner beside the form: what is typed and where the cursor stands stay as they are."""
        self._offered = answer
        whose = f": {answer.name}" if answer.name else ""
        self._messages.banner(
            Role.INFO,
            f"Карта прочитана{whose}",
            "Карту можно вынуть. Набранное не тронуто и останется черновиком.",
            action=Action("Показать пациента с карты", self.show_offered, SHOW_KEY),
        )

    def show_offered(self) -> None:
        """Alt+9: leave the form (its draft stays) and show whom the card belongs to."""
        answer, self._offered = self._offered, None
        if answer is not None:
            self._show(answer)

    def _show(self, answer: CardAnswer) -> None:
        found = answer.found
        if found.kind == "known" and found.person_id is not None:
            if answer.differences is not None and answer.differences.rows:
                self._go.differences(found.person_id, answer.identity)
            else:
                self._show_same(found.person_id, answer)
        elif found.kind == "several":
            self._ask_which(answer)
        else:
            self._go.new_person(answer.form, answer.identity)

    def _show_same(self, person_id: UUID, answer: CardAnswer) -> None:
        """Nothing differs: note that the record was checked against the card, and open it."""
        identity = answer.identity
        self._tasks.run_change(
            lambda: self._desk.identification.accept(person_id, identity, ()),
            lambda record: self._on_verified(record, answer),
            parent=self,
        )

    def _on_verified(self, record: PersonRecord, answer: CardAnswer) -> None:
        self._go.person(record.id)
        by = f", найдено {answer.found.by}" if answer.found.by else ""
        remarks = answer.identity.problems
        text = " ".join(("Данные карты и записи совпадают.", *(one.full_text for one in remarks)))
        role = Role.WARN if any(one.level is Level.WARN for one in remarks) else Role.OK
        code = ", ".join(dict.fromkeys(one.code for one in remarks))
        self._messages.banner(role, f"Карта прочитана · можно вынуть{by}", text, code=code)

    def _ask_which(self, answer: CardAnswer) -> None:
        """Several records carry the same number: the person at the desk picks one."""
        self.choice_wanted.emit(answer.found, lambda person_id: self._on_chosen(person_id, answer.identity))
        by = f" {answer.found.by}" if answer.found.by else ""
        self._messages.banner(
            Role.WARN,
            f"Карта прочитана, подходят несколько записей{by}",
            "Карту можно вынуть. Выберите пациента в списке слева, Enter — открыть.",
        )

    def _on_chosen(self, person_id: UUID, identity: Identity) -> None:
        self._go.differences(person_id, identity)
