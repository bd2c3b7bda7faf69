"""The left pane at work: search as you type, recent people, preview while the list moves, a new patient."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from registrar_app.domain.records import SearchResult, SearchRow
from registrar_app.domain.records.search import COUNTED
from registrar_app.services.desk import Desk
from registrar_app.services.settings import HIDE_RECENT
from registrar_app.services.shapes import Clock, Found
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.pages.typed_search import form_values
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.widgets.list_pane import ListPane

_LIMIT = 50
_HIDE_AFTER_MS = 60_000
_TYPING_MS = 1500


class SearchController(QObject):
    """Connects a ``ListPane`` with the people; keeps only the answer to the latest text."""

    nothing_found = Signal(object, str)
    """``SearchResult`` without rows, and what was typed: the window shows the empty state."""
    cleared = Signal()
    """The search text was emptied."""
    found = Signal()
    """Somebody fits exactly, after nobody did: what was said of that holds no more."""

    def __init__(
        self, pane: ListPane, desk: Desk, tasks: Tasks, go: Navigation, clock: Clock
    ) -> None:  # fmt: skip
        super().__init__(pane)
        self._pane, self._desk, self._tasks, self._go, self._clock = pane, desk, tasks, go, clock
        self._request = 0
        self._found: SearchResult | None = None
        self._found_before: SearchResult | None = None
        self._asked_empty = False
        self._hidden = False
        self._choose: Callable[[UUID], object] | None = None
        self._opened: UUID | None = None
        self._left_focus: QWidget | None = None
        self._since_key = QElapsedTimer()
        self._hide_timer = QTimer(self)
        self._hide_timer.setSingleShot(True)
        self._hide_timer.setInterval(_HIDE_AFTER_MS)
        self._hide_timer.timeout.connect(self.hide_recent)
        pane.query_changed.connect(self._on_query)
        pane.row_selected.connect(self._on_selected)
        pane.row_opened.connect(self._on_opened)

    @property
    def text(self) -> str:
        """What is typed in the search field."""
        return self._pane.search.text()

    # -- commands -------------------------------------------------------------------------------

    def focus(self) -> None:
        """F3: the search field, its text selected."""
        self._pane.focus_search()

    def clear(self) -> None:
        """Empty the search and show the recent people."""
        self._pane.search.clear()
        self._on_query("")

    @property
    def typed_lately(self) -> bool:
        """Whether somebody is typing in the search this moment; a card then only offers itself."""
        is_recent = self._since_key.isValid() and self._since_key.elapsed() < _TYPING_MS
        return is_recent and self._pane.search.hasFocus() and bool(self.text)

    def forget_typing(self) -> None:
        """What was typed last was a scanner's, not a person's."""
        self._since_key.invalidate()

    def look_up(self, text: str) -> None:
        """Search for a text that was not typed, a scanned code."""
        self._pane.search.setText(text)
        self._pane.focus_search()
        self._on_query(text)
        self.forget_typing()

    def show_choice(self, found: Found, choose: Callable[[UUID], object], question: str) -> None:
        """Several people fit what was read: list them; Enter gives the chosen one to ``choose``."""
        self._request += 1
        self._choose = choose
        self._pane.offer_more(False)
        self._pane.set_rows(found.rows, header=question, note="↑↓ выбор")
        self._pane.focus_search()

    def refresh(self) -> None:
        """Data changed: the list is read anew for the same text."""
        self._ask()

    def new_person(self) -> None:
        """Ctrl+N: a new record with what was typed; with nothing typed the search is asked for first.

        A second Ctrl+N on the empty field opens an empty form, so nobody is held up.
        """
        text = self.text.strip()
        if not text and not self._asked_empty:
            self._asked_empty = True
            self._pane.set_rows(self._pane.model.rows, header="Сначала поиск", note="ещё раз Ctrl+N — форма")
            self.focus()
            return
        if self._asked_empty:
            self._asked_empty = False
            self._ask()  # the list gets its own header back
        self._go.new_person(form_values(text, self._clock().date()))

    def similar(self) -> None:
        """Ctrl+F: people whom the text may mean if it is mistyped, behind those who fit exactly."""
        text = self.text
        if not text.strip():
            self.focus()
            return
        self._request += 1
        self._ask_similar(self._request, text, self._found)

    def select(self, person_id: UUID) -> None:
        """Mark an opened person in the list without a preview; also when the list learns of him later."""
        self._opened = person_id
        self._pane.select(person_id, silent=True)

    def focus_list(self, person_id: UUID) -> None:
        """Mark a person and, if he stands in the list, give the list the focus.

        So the next surname can be typed at once: letters typed in the list go to the search field. The way of
        ``RecordPage.activated``.
        """
        self.select(person_id)
        if self._pane.current_row() is not None:
            self._pane.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._left_focus = QApplication.focusWidget()

    # -- privacy --------------------------------------------------------------------------------

    def on_record_closed(self) -> None:
        """A record was closed: if the clinic wishes, the recent people disappear after a minute."""
        self._tasks.run_query(lambda: self._desk.settings.get(HIDE_RECENT), self._on_hide_wanted, parent=self)

    def _on_hide_wanted(self, wanted: bool) -> None:
        if wanted:
            self._hide_timer.start()

    def hide_recent(self) -> None:
        """Take other people's names off the screen (lock, or a minute after the record was closed)."""
        self._hide_timer.stop()
        if not self.text.strip():
            self._hidden = True
            self._request += 1
            self._pane.offer_more(False)
            self._pane.set_rows((), header="Недавние скрыты", note="начните печатать")

    def show_recent(self) -> None:
        """Undo the hiding: the list as it was for the text in the field."""
        self._hidden = False
        self._ask()

    # -- answers --------------------------------------------------------------------------------

    def _on_query(self, text: str) -> None:
        self._asked_empty = False
        self._found = None
        self._hidden = False
        self._choose = None
        self._opened = None
        self._since_key.start()
        self._hide_timer.stop()
        if not text.strip():
            self.cleared.emit()
        self._ask()

    def _ask(self) -> None:
        """Ask for the present text; answers to older texts will be dropped."""
        self._request += 1
        request, text = self._request, self.text
        if text.strip():
            self._tasks.run_query(
                lambda: self._desk.people.search(text, _LIMIT),
                lambda result: self._on_found(request, text, result),
                parent=self,
            )
        elif not self._hidden:
            self._tasks.run_query(
                self._desk.people.recent, lambda rows: self._on_recent(request, rows), parent=self
            )

    def _on_recent(self, request: int, rows: tuple[SearchRow, ...]) -> None:
        if request == self._request:
            self._found = None
            self._pane.offer_more(False)
            self._pane.set_rows(rows, header="Недавние" if rows else "Недавних пока нет")
            self._mark_opened()

    def _on_found(self, request: int, typed: str, result: SearchResult) -> None:
        if request != self._request:
            return
        if result.rows and not (self._found_before and self._found_before.rows):
            self.found.emit()
        self._found = self._found_before = result
        header, note = header_words(result)
        self._pane.set_rows(result.rows, query=result.query, header=header, note=note)
        self._pane.offer_more(bool(result.rows))
        self._mark_opened()
        if not result.rows:
            self._ask_similar(request, typed, result)

    def _ask_similar(self, request: int, typed: str, found: SearchResult | None) -> None:
        """The second answer to a text; ``found`` is the first one, None when it has not come yet."""

        def ask() -> tuple[SearchResult, SearchResult]:
            exact = found or self._desk.people.search(typed, _LIMIT)
            return exact, self._desk.people.similar(exact.query, _LIMIT)

        self._tasks.run_query(ask, lambda both: self._on_similar(request, typed, *both), parent=self)

    def _on_similar(self, request: int, typed: str, exact: SearchResult, near: SearchResult) -> None:
        if request != self._request:
            return
        header, note = header_words(exact, near)
        self._pane.set_rows((*exact.rows, *near.rows), query=exact.query, header=header, note=note)
        self._pane.offer_more(False)
        self._mark_opened()
        if near.rows and exact.rows:
            self._pane.show_from(len(exact.rows))
        if not exact.rows:
            self.nothing_found.emit(replace(exact, similar=near.total), typed)

    def _mark_opened(self) -> None:
        """A person saved a moment ago stands in the new rows only."""
        if self._opened is not None and self._pane.current_row() is None:
            self._pane.select(self._opened, silent=True)
            rests = self._left_focus is not None and self._left_focus is QApplication.focusWidget()
            if rests and self._pane.current_row() is not None:
                self._pane.list.setFocus(Qt.FocusReason.OtherFocusReason)
                self._left_focus = None

    # -- the list -------------------------------------------------------------------------------

    def _on_selected(self, row: SearchRow | None) -> None:
        self._opened = None
        if row is not None:
            self._go.preview(row.id)

    def _on_opened(self, row: SearchRow) -> None:
        choose, self._choose = self._choose, None
        if choose is not None:
            choose(row.id)
        else:
            self._go.person(row.id)


def header_words(result: SearchResult, near: SearchResult | None = None) -> tuple[str, str]:
    """Header of the list and the note at its right: («Найдено 8», «↑↓ выбор»).

    Args:
        result: Who fits exactly.
        near: Who is similar, if that was asked.
    """
    searched = f"искали «{result.query}»"
    if near is not None:
        similar = f"похожих {near.total}" if near.rows else "похожих нет"
        if result.rows:
            return f"Найдено {result.total if result.total <= COUNTED else len(result.rows)}", similar
        if near.rows:
            return "Точно таких нет", similar
    if not result.rows:
        return "Никого не нашли", searched if result.turned_layout else ""
    header = f"Найдено {result.total}" if result.total <= COUNTED else f"Найдено более {COUNTED}"
    if result.total > len(result.rows):
        return header, f"показано {len(result.rows)}, уточните"
    return header, searched if result.turned_layout else "↑↓ выбор"
