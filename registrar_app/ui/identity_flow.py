"""A person was read by chip, barcode or picture: the right page opens, what is being typed stays."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol, runtime_checkable
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from registrar_app.cards.photo import Picture, decode_photo
from registrar_app.domain.problems import Level
from registrar_app.domain.records import Identity, PersonRecord
from registrar_app.services.desk import Desk
from registrar_app.services.shapes import Differences, Found
from registrar_app.ui.messages import Messages
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.read_words import read_words
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role
from registrar_app.ui.widgets.banner import Action
from registrar_app.ui.widgets.form_field import FormField

SHOW_KEY = "Alt+9"


@runtime_checkable
class HoldsTyping(Protocol):
    """A page that may hold what was typed and not saved."""

    @property
    def has_typed(self) -> bool:
        """Whether something was typed that would be lost from sight."""


@dataclass(frozen=True, slots=True, repr=False)
class ReadAnswer:
    """What the records say of a person that was read; asked in the database thread."""

    identity: Identity
    found: Found
    differences: Differences | None = None
    """For a known person."""
    form: dict[str, str] = field(default_factory=dict)
    """Texts of a new record, for an unknown one."""
    name: str = ""
    """Who was read, for the offer beside a form."""


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


def ask_records(desk: Desk, identity: Identity) -> ReadAnswer:
    """Who it is and what differs; call it in the database thread."""
    found = desk.identification.identify(identity)
    name = identity.person.name.full
    if found.kind == "known" and found.person_id is not None:
        record = desk.people.peek(found.person_id)
        return ReadAnswer(identity, found, desk.identification.differences(record, identity), name=name)
    if found.kind == "unknown":
        return ReadAnswer(identity, found, form=desk.identification.to_form(identity), name=name)
    return ReadAnswer(identity, found, name=name)


@dataclass(frozen=True, slots=True, repr=False)
class LatestRead:
    """The person read last, for whoever shows the photo that comes behind the text."""

    identity: Identity
    person_id: UUID | None = None
    """Whose record it is, as far as it is known."""
    picture: Picture | None = None
    """The photo, decoded; its bytes are in the identity."""


class IdentityFlow(QObject):
    """The one way from an ``Identity`` to a page, whatever it was read from; the latest one wins."""

    photo_came = Signal(object)
    """``LatestRead`` with its picture."""

    choice_wanted = Signal(object, object, str)
    """``Found`` with several people, ``choose(person_id)`` to call with the one picked, and the question."""

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        messages: Messages,
        go: Navigation,
        is_typing: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        """Set up.

        Args:
            desk: Use cases.
            tasks: Threads.
            messages: Banners of the current page.
            go: Ways between pages.
            is_typing: Whether somebody is typing now (see ``holds_typing``): then what was read only offers.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._desk, self._tasks, self._messages, self._go = desk, tasks, messages, go
        self._is_typing = is_typing
        self._request = 0
        self._offered: Callable[[], object] | None = None
        self.latest: LatestRead | None = None

    def read(self, identity: Identity) -> None:
        """A person was read: ask the records who it is."""
        request = self.begin()
        self.latest = LatestRead(identity)
        self._tasks.run_query(
            lambda: ask_records(self._desk, identity),
            lambda answer: self._on_answer(request, answer),
            parent=self,
        )

    def add_photo(self, identity: Identity) -> None:
        """The photo of the person read last has come; that of anybody else is let go."""
        photo = identity.photo
        if photo is None or self.latest is None or self.latest.identity.person != identity.person:
            return
        self._tasks.run_job(
            lambda: decode_photo(photo), lambda picture: self._on_photo(identity, picture), parent=self
        )

    def _on_photo(self, identity: Identity, picture: Picture | None) -> None:
        latest = self.latest
        if latest is None or latest.identity.person != identity.person:
            return
        if picture is None:
            self._messages.status("Снимок на карте не открылся, остальное прочитано", Role.INFO)
            return
        self.latest = replace(latest, identity=identity, picture=picture)
        self.photo_came.emit(self.latest)

    def belongs_to(self, person_id: UUID) -> None:
        """What was read last belongs to this record."""
        if self.latest is not None:
            self.latest = replace(self.latest, person_id=person_id)

    def forget(self) -> None:
        """Nobody works here any more: what was read last is nobody's business."""
        self.latest = None

    def begin(self) -> int:
        """Something new was read: answers to what was read before are dropped. The number of this reading."""
        self._request += 1
        return self._request

    def is_latest(self, request: int) -> bool:
        """Whether nothing was read since."""
        return request == self._request

    def show_or_offer(self, show: Callable[[], object], title: str, text: str, words: str) -> None:
        """Go to what was read, or offer it beside the form while somebody types.

        Args:
            show: Goes there.
            title: First line of the offer.
            text: Second line.
            words: The offer's button.
        """
        if not self._is_typing():
            show()
            return
        self._offered = show
        self._messages.banner(Role.INFO, title, text, action=Action(words, self.show_offered, SHOW_KEY))

    def show_offered(self) -> None:
        """Alt+9: leave the form (its draft stays) and show what was read."""
        show, self._offered = self._offered, None
        if show is not None:
            show()

    def _on_answer(self, request: int, answer: ReadAnswer) -> None:
        """Show the person, or offer to; a later reading has made this one old."""
        if not self.is_latest(request):
            return
        if answer.found.kind == "known" and answer.found.person_id is not None:
            self.belongs_to(answer.found.person_id)
        words = read_words(answer.identity.source)
        self.show_or_offer(
            lambda: self._show(answer),
            f"{words.done}: {answer.name}" if answer.name else words.done,
            f"{words.free}Набранное не тронуто и останется черновиком.",
            f"Показать пациента {words.source}",
        )

    def _show(self, answer: ReadAnswer) -> None:
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

    def _show_same(self, person_id: UUID, answer: ReadAnswer) -> None:
        """Nothing differs: note that the record was checked against what was read, and open it."""
        identity = answer.identity
        self._tasks.run_change(
            lambda: self._desk.identification.accept(person_id, identity, ()),
            lambda record: self._on_verified(record, answer),
            parent=self,
        )

    def _on_verified(self, record: PersonRecord, answer: ReadAnswer) -> None:
        self._go.person(record.id)
        words = read_words(answer.identity.source)
        by = f", найдено {answer.found.by}" if answer.found.by else ""
        remarks = answer.identity.problems
        text = " ".join((words.same, *(one.full_text for one in remarks)))
        role = Role.WARN if any(one.level is Level.WARN for one in remarks) else Role.OK
        code = ", ".join(dict.fromkeys(one.code for one in remarks))
        self._messages.banner(role, f"{words.done_shown}{by}", text, code=code)

    def _ask_which(self, answer: ReadAnswer) -> None:
        """Several records fit: the person at the desk picks one."""
        words = read_words(answer.identity.source)
        self.choice_wanted.emit(
            answer.found, lambda person_id: self._on_chosen(person_id, answer.identity), words.whose
        )
        by = f" {answer.found.by}" if answer.found.by else ""
        self._messages.banner(
            Role.WARN,
            f"{words.done}, подходят несколько записей{by}",
            f"{words.free}Выберите пациента в списке слева, Enter — открыть.",
        )

    def _on_chosen(self, person_id: UUID, identity: Identity) -> None:
        self.belongs_to(person_id)
        self._go.differences(person_id, identity)
