"""The ways around the search: left pane of the patients, similar people, the page that says nobody fits."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject

from registrar_app.domain.records import SearchResult
from registrar_app.services.desk import Desk
from registrar_app.services.shapes import Clock, Found
from registrar_app.ui.identity_flow import holds_typing
from registrar_app.ui.main_window import MainWindow
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.page_maker import PageMaker
from registrar_app.ui.pages.nothing_found import NothingFoundPage
from registrar_app.ui.pages.record import RecordPage
from registrar_app.ui.pages.search_controller import SearchController
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.list_pane import ListPane

PATIENTS = "patients"


class SearchWays(QObject):
    """Made before its pane is; until somebody opens the patients there is nothing to search."""

    def __init__(
        self, window: MainWindow, desk: Desk, tasks: Tasks, pages: PageMaker, go: Navigation, clock: Clock,
        read_card: Callable[[], object], parent: QObject,
    ) -> None:  # fmt: skip
        """Set up.

        Args:
            window: The window.
            desk: Use cases.
            tasks: Threads.
            pages: Makes the page that says nobody fits.
            go: Ways between pages.
            clock: Present moment.
            read_card: Reads the card in the reader once more.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._window, self._desk, self._tasks, self._pages = window, desk, tasks, pages
        self._go, self._clock, self._read_card = go, clock, read_card
        self._search: SearchController | None = None

    def pane(self) -> ListPane:
        """Make the left pane of the patients."""
        theme = self._window.theme
        new = Button(theme, "Новый пациент", icon="user-plus", key="Ctrl+N", handler=self.new_person)
        more = Button(
            theme, "Похожие, если опечатка", kind=ButtonKind.QUIET, icon="search", key="Ctrl+F",
            small=True, left=True, handler=self.similar,
        )  # fmt: skip
        pane = ListPane(theme, self._clock().date(), foot=new, more=more)
        self._search = SearchController(pane, self._desk, self._tasks, self._go, self._clock)
        self._search.nothing_found.connect(self._on_nothing_found)
        self._search.cleared.connect(self._on_cleared)
        self._search.found.connect(self._on_found)
        return pane

    @property
    def typed_lately(self) -> bool:
        """Whether somebody is typing in the search this moment."""
        return self._search is not None and self._search.typed_lately

    # -- commands -------------------------------------------------------------------------------

    def _at_hand(self) -> SearchController | None:
        """The search, the patients in view."""
        if self._window.section != PATIENTS:
            self._window.open_section(PATIENTS)
        return self._search

    def focus(self) -> None:
        """F3 from anywhere."""
        search = self._at_hand()
        if search is not None:
            search.focus()

    def similar(self) -> None:
        """Ctrl+F: people whom a mistyped search may have meant."""
        search = self._at_hand()
        if search is not None:
            search.similar()

    def new_person(self) -> None:
        """Ctrl+N: a new record with what was typed."""
        search = self._at_hand()
        if search is not None:
            search.new_person()

    def clear(self) -> None:
        """Esc on a record shown in passing."""
        if self._search is not None:
            self._search.clear()
        self._go.home()

    # -- what others tell -----------------------------------------------------------------------

    def look_up(self, text: str) -> None:
        """Search for a scanned code."""
        self._window.open_section(PATIENTS)
        if self._search is not None:
            self._search.look_up(text)

    def show_choice(self, found: Found, choose: Callable[[UUID], object], question: str) -> None:
        """Several people fit what was read."""
        self._window.open_section(PATIENTS)
        if self._search is not None:
            self._search.show_choice(found, choose, question)

    def forget_typing(self) -> None:
        """What was typed last was a scanner's."""
        if self._search is not None:
            self._search.forget_typing()

    def refresh(self) -> None:
        """Data changed: the list reads them anew."""
        if self._search is not None:
            self._search.refresh()

    def hide(self) -> None:
        """Nobody's names stay on the screen."""
        if self._search is not None:
            self._search.hide_recent()

    def show(self) -> None:
        """Somebody works here: the list is back."""
        if self._search is not None:
            self._search.show_recent()

    def select(self, person_id: UUID) -> None:
        """A record is in view: mark its row."""
        if self._search is not None:
            self._search.select(person_id)

    def focus_list(self, person_id: UUID) -> None:
        """A record was opened: the list keeps the keys."""
        if self._search is not None:
            self._search.focus_list(person_id)

    def on_record_closed(self) -> None:
        """Esc on an opened record."""
        if self._search is not None:
            self._search.on_record_closed()
        self._go.home()

    # -- what the search tells ------------------------------------------------------------------

    def _on_nothing_found(self, result: SearchResult, typed: str) -> None:
        page = self._window.page()
        if holds_typing(page):
            return
        if not isinstance(page, NothingFoundPage):
            page = self._pages.nothing_found()
            page.search_wanted.connect(self.focus)
            page.new_wanted.connect(self.new_person)
            page.read_wanted.connect(self._read_card)
            self._window.replace_page(page, PATIENTS, activate=False)
        page.show_result(result, typed)

    def _on_found(self) -> None:
        if self._window.section == PATIENTS and isinstance(self._window.page(), NothingFoundPage):
            self._window.pop_to_root(activate=False)

    def _on_cleared(self) -> None:
        page = self._window.page()
        passing = isinstance(page, RecordPage) and page.is_preview
        if self._window.section == PATIENTS and (passing or isinstance(page, NothingFoundPage)):
            self._window.pop_to_root(activate=False)
