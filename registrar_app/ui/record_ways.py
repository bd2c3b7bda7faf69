"""What can be done with an open record beside its buttons: death, archive and back; the list «Ещё»."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject

from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.records import PersonRecord
from registrar_app.services.desk import Desk
from registrar_app.services.shapes import Clock
from registrar_app.ui.commands import Command
from registrar_app.ui.main_window import MainWindow
from registrar_app.ui.messages import Messages
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.pages.record import RecordPage
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.widgets.command_palette import PaletteLine
from registrar_app.ui.widgets.page import Page

PATIENTS = "patients"
_FIRST = "Сначала откройте пациента: F3 и фамилия"
_MORE = (
    "person.newborn", "person.compare", "person.death", "person.alive", "person.archive", "person.back",
    "requests.new", "requests.person",
)  # fmt: skip
"""Commands of the list «Ещё», those that can be done now."""


class RecordWays(QObject):
    """Commands on the record in view."""

    def __init__(
        self,
        window: MainWindow,
        desk: Desk,
        tasks: Tasks,
        messages: Messages,
        go: Navigation,
        clock: Clock,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window, self._desk, self._tasks = window, desk, tasks
        self._messages, self._go = messages, go
        self._usual = (window.theme, desk, tasks, messages, go, clock)
        for name, title, handler, keys, why in (
            ("newborn", "Зарегистрировать новорождённого ребёнка", self._newborn, (), self.why_nobody),
            ("more", "Ещё с этой записью", self.more, ("F2",), self.why_nobody),
            ("death", "Отметить смерть", self._death, (), self._why_no_death),
            ("alive", "Снять отметку о смерти", self._alive, (), self._why_not_dead),
            ("archive", "Убрать запись в архив", self._archive, (), self._why_no_archive),
            ("back", "Вернуть запись из архива", self.back, (), self._why_not_archived),
        ):
            window.commands.add(Command(f"person.{name}", title, handler, keys, "Пациент", why))

    def more(self) -> None:
        """F2: what can be done with the record beside the buttons of its bar."""
        known = {one.id: one for one in self._window.commands.all()}
        commands = [known[name] for name in _MORE if name in known]
        lines = [PaletteLine(one.title, one.key, "", one.handler) for one in commands if not one.why_not()]
        lines += self._people()
        self._window.open_choice("Ещё с этой записью", "Что сделать", lines)

    def _people(self) -> list[PaletteLine]:
        """Ways to the records of those who represent this person and of those he represents."""
        record = self._record()
        if record is None:
            return []
        return [
            PaletteLine(f"Открыть: {one.name.full}", "", words, partial(self._go.person, one.person_id))
            for views, words in (
                (record.representatives, "представитель"),
                (record.represents, "представляет"),
            )
            for one in views
            if one.person_id is not None
        ]

    def _newborn(self) -> None:
        """A child without papers, registered by the person in view: surname, address and parent are known."""
        person_id = self.open_id()
        if person_id is not None:
            self._tasks.run_query(
                lambda: self._desk.people.newborn_form(person_id), self._go.new_person, self._on_failed,
                parent=self,
            )  # fmt: skip

    def _record(self) -> PersonRecord | None:
        page = self._window.page()
        return page.record if isinstance(page, RecordPage) and not page.is_preview else None

    def open_id(self) -> UUID | None:
        """Id of the record in view, not one looked at in passing."""
        record = self._record()
        return record.id if record is not None else None

    def why_nobody(self) -> str:
        """Why nothing can be done; empty while a record is open."""
        return "" if self._record() is not None else _FIRST

    def _why(self, wrong: Callable[[PersonRecord], bool], words: str) -> str:
        record = self._record()
        if record is None:
            return _FIRST
        return words if wrong(record) else ""

    def _why_no_death(self) -> str:
        return self._why(lambda one: one.died_on is not None, "Смерть уже отмечена")

    def _why_not_dead(self) -> str:
        return self._why(lambda one: one.died_on is None, "Отметки о смерти нет")

    def _why_no_archive(self) -> str:
        return self._why(lambda one: one.archived_on is not None, "Запись уже в архиве")

    def _why_not_archived(self) -> str:
        return self._why(lambda one: one.archived_on is None, "Запись не в архиве")

    def _death(self) -> None:
        from registrar_app.ui.pages.person_marks import DeathPage

        self._push_mark(DeathPage)

    def _archive(self) -> None:
        from registrar_app.ui.pages.person_marks import ArchivePage

        self._push_mark(ArchivePage)

    def _push_mark(self, kind: Callable[..., Page]) -> None:
        person_id = self.open_id()
        if person_id is not None:
            self._window.push_page(kind(*self._usual, person_id), PATIENTS)

    def _alive(self) -> None:
        self._change(lambda one: self._desk.people.mark_died(one, None, ""), "Отметка о смерти снята")

    def back(self) -> None:
        """Take the open record out of the archive."""
        self._change(self._desk.people.unarchive, "Запись возвращена из архива")

    def _change(self, work: Callable[[UUID], PersonRecord], words: str) -> None:
        person_id = self.open_id()
        if person_id is not None:
            self._tasks.run_change(
                lambda: work(person_id), lambda record: self._show_again(record, words), self._on_failed,
                parent=self,
            )  # fmt: skip

    def _show_again(self, record: PersonRecord, words: str) -> None:
        self._go.refresh()
        self._go.person(record.id)
        self._messages.status(words)

    def _on_failed(self, error: RegistrarError) -> None:
        self._messages.problem(error.problem)
