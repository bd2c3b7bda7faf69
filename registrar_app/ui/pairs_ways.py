"""The ways around «one person, one record»: typed values carried over, pairs joined, saves undone.

Made by the navigator; adds its own commands and pages, so that the navigator does not grow.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QEvent, QObject

from registrar_app.domain.draft import from_person
from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.records import Identity, PersonRecord, SearchResult, SearchRow
from registrar_app.services.desk import Desk
from registrar_app.services.shapes import Clock
from registrar_app.ui.commands import Command
from registrar_app.ui.main_window import MainWindow
from registrar_app.ui.messages import Messages
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.pages.record import RecordPage
from registrar_app.ui.record_ways import RecordWays
from registrar_app.ui.sweep import Sweep
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role
from registrar_app.ui.undo_ways import CELL as UNDO_CELL
from registrar_app.ui.undo_ways import UndoWays
from registrar_app.ui.widgets.command_palette import PaletteLine
from registrar_app.ui.widgets.page import Page

PATIENTS = "patients"
PAIRS_KEY = "Shift+F3"
_CELL = "pairs"
_FOUND = 20
"""How many people are listed to be compared with."""


class PairsWays(QObject):
    """Opens the pages of this subject over the patients, and keeps its cells of the status bar."""

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
        self.undo = UndoWays(window, desk, tasks, messages, go, clock, self)
        self.records = RecordWays(window, desk, tasks, messages, go, clock, self)
        self.sweep = Sweep(window, desk, tasks, messages, self)
        self._commands()
        tasks.data_changed.connect(self.ask)
        window.status.cell_clicked.connect(self._on_cell)
        window.installEventFilter(self)

    def _commands(self) -> None:
        self._window.commands.add(
            Command("pairs.list", "Возможные двойники: список", self.pairs, (PAIRS_KEY,), "Работа"),
            Command(
                "person.compare", "Сравнить с другой записью", self.choose_other, (), "Пациент",
                self.records.why_nobody,
            ),
        )  # fmt: skip

    def leave(self) -> None:
        """The program ends: the sweep stops at its next step."""
        self.sweep.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Another window or desk may have changed the record in view: it is read anew when ours comes up."""
        if event.type() == QEvent.Type.WindowActivate and watched is self._window:
            page = self._window.page()
            if isinstance(page, RecordPage):
                page.refresh()
        return super().eventFilter(watched, event)

    # -- what is asked after each change --------------------------------------------------------

    def ask(self) -> None:
        """Numbers and offers of the status bar, for the one who works here."""
        self._tasks.run_query(self._read, lambda found: self._on_read(*found), parent=self)
        self.undo.ask()

    def _read(self) -> tuple[int, bool, str, bool]:
        staff = self._desk.staff_now
        pairs = self._desk.pairs
        return pairs.count(), self._desk.merging.is_allowed, staff.role if staff else "", pairs.needs_rebuild

    def _on_read(self, count: int, is_senior: bool, role: str, needs_sweep: bool) -> None:
        self.sweep.role = role
        words = f"Двойники: {count}" if count and is_senior else ""
        self._window.status.cell(_CELL).set_state("git-merge" if words else "", words, Role.WARN)
        if needs_sweep and role:
            self.sweep.begin_once()

    def _on_cell(self, cell_id: str) -> None:
        if cell_id == _CELL:
            self.pairs()
        elif cell_id == UNDO_CELL:
            self._window.commands.run("save.undo")

    # -- pages ----------------------------------------------------------------------------------

    def carry(
        self, person_id: UUID, typed: Mapping[str, str], draft_key: str, identity: Identity | None = None
    ) -> None:
        """A record in place of a new one: what was typed is offered to it."""
        from registrar_app.ui.pages.carry import CarryPage

        self._show(CarryPage(*self._usual, person_id, typed, draft_key, identity))

    def compare(self, person_id: UUID, other_id: UUID) -> None:
        """Two records that may be one person, side by side."""
        from registrar_app.ui.pages.compare import ComparePage

        page = ComparePage(*self._usual, person_id, other_id)
        page.records_joined.connect(self._on_joined)
        self._show(page)

    def pairs(self) -> None:
        """The work list of suspected pairs."""
        from registrar_app.ui.pages.pairs import PairsPage

        if not isinstance(self._window.page(), PairsPage):
            self._show(PairsPage(*self._usual))

    def _show(self, page: Page) -> None:
        self._window.replace_page(page, PATIENTS)

    def attach(self, page: RecordPage) -> None:
        """Connect a record page with the ways of this subject."""
        page.more_wanted.connect(self.records.more)
        page.part_wanted.connect(self.part)
        page.back_wanted.connect(self.records.back)

    # -- joining and parting --------------------------------------------------------------------

    def _on_joined(self, person_id: UUID, merge_id: UUID) -> None:
        self.undo.offer_parting(person_id, partial(self.part, merge_id))

    def part(self, merge_id: UUID) -> None:
        """Take a joining back."""
        self._tasks.run_change(
            lambda: self._desk.merging.undo(merge_id), self._on_parted, self._on_failed, parent=self
        )

    def _on_parted(self, record: PersonRecord) -> None:
        self._messages.clear_banner()
        self._go.refresh()
        self._go.person(record.id)
        self._messages.status("Записи разделены: их снова две")

    def choose_other(self) -> None:
        """Compare the open record with one that looks alike, was opened lately or is searched for."""
        person_id = self.records.open_id()
        if person_id is None:
            return

        def read() -> tuple[tuple[SearchRow, ...], tuple[SearchRow, ...]]:
            record = self._desk.people.peek(person_id)
            alike = self._desk.people.doubles(from_person(record.data), person_id)
            return tuple(one.row for one in alike), self._desk.people.recent()

        self._tasks.run_query(read, lambda found: self._on_others(person_id, *found), parent=self)

    def _on_others(
        self, person_id: UUID, alike: tuple[SearchRow, ...], recent: tuple[SearchRow, ...]
    ) -> None:  # fmt: skip
        found = {row.id: (row, "недавняя") for row in recent} | {row.id: (row, "похожая") for row in alike}
        found.pop(person_id, None)
        ranked = sorted(found.values(), key=lambda one: one[1] != "похожая")
        lines = [self._other(person_id, row, kind) for row, kind in ranked]
        self._window.palette_sheet.open(
            "С какой записью сравнить?", lines, "Фамилия, полис, СНИЛС, дата", partial(self._find, person_id)
        )

    def _find(self, person_id: UUID, text: str, answer: Callable[[Sequence[PaletteLine]], None]) -> None:
        """Everybody the typed text may mean, as in the search field."""

        def on_found(result: SearchResult) -> None:
            rows = [row for row in result.rows if row.id != person_id]
            nobody = [PaletteLine("Никого не нашли", "", "", _nothing, "наберите иначе")]
            answer([self._other(person_id, row, "найдена") for row in rows] or nobody)

        self._tasks.run_query(lambda: self._desk.people.search(text, _FOUND), on_found, parent=self)

    def _other(self, person_id: UUID, row: SearchRow, kind: str) -> PaletteLine:
        handler = partial(self.compare, person_id, row.id)
        tail = f"полис …{row.policy_tail}" if row.policy_tail else ""
        group = ", ".join(filter(None, (kind, tail)))
        return PaletteLine(row_words(row), "", group, handler, id=row.id)

    def _on_failed(self, error: RegistrarError) -> None:
        self._messages.problem(error.problem)


def row_words(row: SearchRow) -> str:
    """«Гарипова Зульфия Ильдусовна, 16.04.1991»."""
    return f"{row.name.full}, {row.birth_words}"


def _nothing() -> None:
    """A line that cannot be chosen."""
