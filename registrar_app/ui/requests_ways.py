"""The ways around requests: the queue at the left of «Справки», its pages, F7 from anywhere, the counter.

Made by the navigator; adds its own commands and pages, so that the navigator does not grow.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.records.requests import OPEN, RequestFilter, RequestState
from registrar_app.services.desk import Desk
from registrar_app.services.requests import RequestQueue
from registrar_app.services.shapes import Clock
from registrar_app.ui.commands import Command
from registrar_app.ui.main_window import MainWindow
from registrar_app.ui.messages import Messages
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.pages.journal_words import RUNNING_OUT_KEY
from registrar_app.ui.pages.request_words import line_of
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.widgets.command_palette import PaletteLine
from registrar_app.ui.widgets.page import Page
from registrar_app.ui.widgets.request_list import RequestPane

PAPERS = "papers"
_WAITING = tuple(one for one in OPEN if one is not RequestState.READY)
TAKEN = "CERT-143"
_FIRST = "Сначала откройте пациента: F3 и фамилия"


if TYPE_CHECKING:
    from registrar_app.ui.pages.journal import JournalPage


class RequestsWays(QObject):
    """Keeps the queue true and opens its pages over the journal."""

    def __init__(
        self, window: MainWindow, desk: Desk, tasks: Tasks, messages: Messages, go: Navigation, clock: Clock,
        parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._window, self._desk, self._tasks, self._messages = window, desk, tasks, messages
        self._usual = (window.theme, desk, tasks, messages, go, clock)
        self._pane: RequestPane | None = None
        self._journal: JournalPage | None = None
        self._request = 0
        self._ready = self._wants_focus = False
        add = window.commands.add
        add(
            Command("requests.list", "Запросы на справки", self.show, ("F7",), "Работа"),
            Command("requests.new", "Принять запрос на справку", self.new, ("Shift+F7",), "Работа"),
            Command(
                "requests.person", "Запросы этого пациента", self._of_person, (), "Пациент", self._why_nobody
            ),
        )
        add(
            Command(
                "papers.ending", "Бумаги, у которых срок на исходе", self.running_out, (RUNNING_OUT_KEY,),
                "Работа",
            )
        )  # fmt: skip
        tasks.data_changed.connect(self.refresh)
        window.section_changed.connect(lambda _section: self.refresh())

    # -- the pane -------------------------------------------------------------------------------

    def pane(self) -> RequestPane:
        """The left pane of «Справки»."""
        self._pane = RequestPane(self._window.theme)
        self._pane.opened.connect(self.open)
        self._pane.moved.connect(self._on_moved)
        self._pane.take_wanted.connect(self.take)
        self._pane.new_wanted.connect(self.new)
        self._pane.shown_changed.connect(self._on_shown)
        self.refresh()
        return self._pane

    def _on_shown(self, ready: bool) -> None:
        self._ready, self._wants_focus = ready, True
        self.refresh()

    def refresh(self) -> None:
        """Read queue and counts; only the latest answer counts."""
        self._request += 1
        request = self._request
        wanted = RequestFilter(states=(RequestState.READY,) if self._ready else _WAITING)
        self._tasks.run_query(
            lambda: self._desk.requests.queue(wanted),
            lambda found: self._on_read(request, found),
            self._on_failed,
            parent=self,
        )

    def _on_read(self, request: int, found: RequestQueue) -> None:
        if request != self._request:
            return
        counts = found.counts
        self._window.rail.set_count(PAPERS, counts.overdue + counts.today)
        if self._pane is not None:
            empty = "Готовых справок нет" if self._ready else "Запросов нет. Новый запрос: Shift+F7"
            self._pane.set_lines([line_of(one) for one in found.rows], empty)
            shown = getattr(self._window.page(), "request_id", None)
            if shown is not None:  # Ins takes what stands at the right, also when it has just come
                self._pane.select(shown)
            waiting = counts.open - counts.ready
            self._pane.set_counts(waiting, counts.ready, counts.overdue, counts.today)
            if self._wants_focus:
                self._pane.focus_list()
        self._wants_focus = False

    def journal(self, page: "JournalPage") -> "JournalPage":
        """The journal beside the queue; its registers are shown over it."""
        self._journal = page
        page.page_made.connect(lambda made: self._window.push_page(made, PAPERS))
        return page

    def running_out(self) -> None:
        """The journal with the papers that run out soon."""
        self._window.open_section(PAPERS)
        self._window.pop_to_root()
        if self._journal is not None:
            self._journal.show_running_out()

    # -- ways -----------------------------------------------------------------------------------

    def show(self) -> None:
        """F7: the queue, from anywhere, as it is now."""
        self._window.open_section(PAPERS)
        self._wants_focus = True
        self.refresh()
        page = self._window.page()
        if page is not None and page.takes_whole_width:
            self._window.pop_to_root()
        if self._pane is not None:
            self._pane.focus_list()

    def open(self, request_id: UUID) -> None:
        """A request at the right of the list."""
        from registrar_app.ui.pages.request import RequestPage

        self._window.open_section(PAPERS)
        page = self._window.page()
        if isinstance(page, RequestPage):
            page.show_request(request_id)
            page.activate()
        else:
            self._window.push_page(self._made(request_id), PAPERS)
        if self._pane is not None:
            self._pane.select(request_id)

    def _made(self, request_id: UUID) -> Page:
        from registrar_app.ui.pages.request import RequestPage

        page = RequestPage(*self._usual, request_id)
        page.choice_wanted.connect(self._on_choice)
        page.close_requested.connect(self._focus_later)
        return page

    def _focus_later(self) -> None:
        """Esc leads from a request back to the list it was opened from, not to the journal beside it."""
        if self._pane is not None and self._pane.ids:
            QTimer.singleShot(0, self._pane, self._pane.focus_list)

    def _on_moved(self, request_id: UUID) -> None:
        from registrar_app.ui.pages.request import RequestPage

        page = self._window.page()
        if isinstance(page, RequestPage) and not page.reason.is_open:
            page.show_request(request_id)

    def _on_choice(self, title: str, lines: Sequence[PaletteLine]) -> None:
        self._window.open_choice(title, "Что сделать", lines)

    def take(self, request_id: UUID) -> None:
        """Ins in the list: take it and open it; what a colleague has is opened and asked about."""
        self._take(request_id, over=False)

    def _take(self, request_id: UUID, *, over: bool) -> None:
        self._tasks.run_change(
            lambda: self._desk.requests.take(request_id, over=over), lambda _: self.open(request_id),
            lambda error: self._on_not_taken(request_id, error), parent=self,
        )  # fmt: skip

    def _on_not_taken(self, request_id: UUID, error: RegistrarError) -> None:
        if error.code != TAKEN:
            self._on_failed(error)
            self.refresh()
            return
        self.open(request_id)
        lines = [
            PaletteLine("Не забирать, только посмотреть", "", "", lambda: None),
            PaletteLine("Забрать себе", "", "", lambda: self._take(request_id, over=True)),
        ]
        self._on_choice("Запрос уже ведёт другой регистратор", lines)

    def new(self) -> None:
        """Shift+F7: a new request, for the person in view where there is one."""
        from registrar_app.ui.pages.request_new import NewRequestPage

        page = NewRequestPage(*self._usual, self._person_id())
        page.taken.connect(self._on_taken)
        page.former_wanted.connect(self._on_former)
        self._window.push_page(page)

    def _on_taken(self, request_id: UUID) -> None:
        """Back where it was asked for; in «Справки» the new request is shown."""
        self._window.pop_page()
        if self._window.section == PAPERS:
            self.open(request_id)

    def _on_former(self, request_id: UUID) -> None:
        """Nothing new is taken: what was asked for before is looked at."""
        self._window.pop_page()
        self.open(request_id)

    def _person_id(self) -> UUID | None:
        if self._window.section == PAPERS:
            return None
        person_id = getattr(self._window.page(), "person_id", None)
        return person_id if isinstance(person_id, UUID) else None

    def _why_nobody(self) -> str:
        return "" if self._person_id() else _FIRST

    def _of_person(self) -> None:
        """The requests of the person in view, to open one."""
        person_id = self._person_id()
        wanted = RequestFilter(states=tuple(RequestState), person_id=person_id)
        self._tasks.run_query(
            lambda: self._desk.requests.queue(wanted), self._on_person, self._on_failed, parent=self
        )

    def _on_person(self, found: RequestQueue) -> None:
        if not found.rows:
            self._messages.status("Запросов у этого пациента не было: новый — Shift+F7")
            return
        lines = [
            PaletteLine(one.form_title, "", f"{one.request.state.word}, {one.due_words}", _Open(self, one.id))
            for one in found.rows
        ]
        self._window.open_choice("Запросы пациента", "Справка", lines)

    def _on_failed(self, error: RegistrarError) -> None:
        self._messages.problem(error.problem)


class _Open:
    """Opens a request; keeps its id, not a loop variable."""

    def __init__(self, ways: RequestsWays, request_id: UUID) -> None:
        self._ways, self._request_id = ways, request_id

    def __call__(self) -> None:
        self._ways.open(self._request_id)
