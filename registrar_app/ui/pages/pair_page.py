"""Two records that may be one person: what every page that decides such a pair shows and does.

Keys: ↑ ↓ row, ← → side, Space chooses; Ctrl+Enter joins (or leaves the pair to the senior registrar).
"""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Qt

from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.problems import Level
from registrar_app.services.desk import Desk
from registrar_app.services.merge_shapes import PairAnswer
from registrar_app.services.shapes import Clock
from registrar_app.ui.messages import ROLES, Messages
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.pages.beside import KEYS_NOTE, lower
from registrar_app.ui.pages.pair_view import SURVIVOR, Pair, pair_rows, promise_words, read_pair, swap_pair
from registrar_app.ui.pages.record_rows import NBSP
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.badge import Badge
from registrar_app.ui.widgets.banner import NoteLine
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.difference_table import DifferenceTable
from registrar_app.ui.widgets.form_field import FormField
from registrar_app.ui.widgets.form_spec import FieldSpec
from registrar_app.ui.widgets.page import Page
from registrar_app.ui.widgets.section import SectionTitle

TITLE = "Две записи — один человек?"
_SENIOR = "решает старший регистратор"
_NO_RIGHT = (
    "Объединяют записи старший регистратор и администратор. Оставьте пару старшему: она попадёт в его список"
    " с вашим пояснением."
)


class PairPage(Page):
    """Base of the pages that decide a pair; sub-classes say what comes after an answer."""

    def __init__(
        self, theme: Theme, desk: Desk, tasks: Tasks, messages: Messages, go: Navigation, clock: Clock
    ) -> None:
        super().__init__(theme)
        self.desk, self.tasks, self.messages, self.go, self.clock = desk, tasks, messages, go, clock
        self.pair: Pair | None = None
        self._chosen: dict[str, int | None] = {}
        self._request = 0
        self._busy = False
        self._build_body()
        self._build_bar()
        self.show_nothing()

    def _build_body(self) -> None:
        theme = self.theme
        self._table_title = SectionTitle(theme, "Что верно", note=KEYS_NOTE, note_right=True, hairline=False)
        self.body.addWidget(self._table_title)
        self.table = DifferenceTable(theme, ("Первая запись", "Вторая запись"))
        self.table.changed.connect(self._on_choice)
        self.body.addWidget(self.table)
        self._notes: list[NoteLine] = []
        self._promise = NoteLine(theme, Role.INFO, "", "")
        self.body.addWidget(self._promise)
        self._same = NoteLine(theme, Role.OK, "Совпадает", "")
        self.body.addWidget(self._same)
        spec = FieldSpec(
            "reason", "Пояснение", hint="можно не писать", placeholder="почему так: останется в истории"
        )
        self.reason = FormField(theme, spec)
        self.body.addWidget(self.reason)

    def _build_bar(self) -> None:
        self._join = Button(
            self.theme, "Объединить записи", kind=ButtonKind.PRIMARY, key="Ctrl+Enter", handler=self.decide,
        )  # fmt: skip
        self._different = Button(self.theme, "Это разные люди", key="Alt+1", handler=self.say_different)
        self._later = Button(self.theme, "Позже", key="Alt+2", handler=self.say_later)
        self._open = Button(self.theme, "Открыть", key="F4", handler=self.open_record)
        self.bar.add(self._join, self._different, self._later, self._open)
        self.bar.add_right(
            Button(self.theme, "Закрыть", kind=ButtonKind.QUIET, key="Esc", handler=self.leave)
        )

    # -- showing --------------------------------------------------------------------------------

    def load_pair(self, first: UUID, second: UUID) -> None:
        """Read a pair and show it; what was chosen for the one before is forgotten."""
        self._chosen = {}
        self.reason.set_value("")
        self._read(lambda: read_pair(self.desk, first, second))

    def _read(self, work: Callable[[], Pair]) -> None:
        self._request += 1
        request = self._request
        self.tasks.run_query(
            work,
            lambda pair: self._on_read(request, pair),
            lambda error: self._on_unread(request, error),
            parent=self,
        )

    def _on_read(self, request: int, pair: Pair) -> None:
        if request != self._request:
            return
        self.pair = pair
        view = pair.view
        self.table.set_rows(pair_rows(pair, self._chosen, self.clock().date()))
        self._same.set_texts("Совпадает:", ", ".join(lower(one) for one in view.same))
        self._show_notes(pair)
        self._promise.set_texts("", promise_words(pair) if pair.is_allowed else _NO_RIGHT)
        for widget in (self._table_title, self.table, self._promise, self.reason, self._join):
            widget.show()
        self._same.setVisible(bool(view.same))
        for button in (self._different, self._later, self._open):
            button.show()
        badges = [] if pair.is_allowed else [Badge(self.theme, _SENIOR, Role.INFO, icon="user-shield")]
        self.head.set_badges([*self.badges(), *badges])
        self._on_choice()
        self.set_width_class(self.width_class)
        waiting = self.undecided()
        if waiting and not self._chosen:
            self.table.go_to(waiting[0])
        self.on_shown()

    def _show_notes(self, pair: Pair) -> None:
        """What stops or wants a second look stands over the table, what will happen under it."""
        for note in self._notes:
            self.body.removeWidget(note)
            note.hide()
            note.deleteLater()
        self._notes = []
        for one in pair.view.problems:
            note = NoteLine(self.theme, ROLES[one.level], "", one.full_text)
            beside = self._promise if one.level is Level.INFO else self._table_title
            self.body.insertWidget(self.body.indexOf(beside), note)
            self._notes.append(note)

    def show_nothing(self) -> None:
        """Nothing to decide: the body is empty but for what the sub-class puts there."""
        self.pair = None
        self._request += 1
        for note in self._notes:
            note.hide()
        for widget in (
            self._table_title, self.table, self._same, self._promise, self.reason, self._join,
            self._different, self._later, self._open,
        ):  # fmt: skip
            widget.hide()

    def _on_unread(self, request: int, error: RegistrarError) -> None:
        if request == self._request:
            self.show_nothing()
            self.on_failed(error)

    def badges(self) -> list[Badge]:
        """Badges before the one of the right to decide. Override."""
        return []

    def on_shown(self) -> None:
        """A pair stands on the page. Override."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def activate(self) -> None:
        """The table has the focus."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- choosing -------------------------------------------------------------------------------

    def undecided(self) -> list[str]:
        """Keys of the rows that wait for a choice."""
        return [key for key, column in self.table.choices().items() if column is None]

    def _on_choice(self) -> None:
        pair = self.pair
        if pair is None:
            return
        choices = dict(self.table.choices())
        if choices.pop(SURVIVOR, pair.survivor_column) != pair.survivor_column:
            self._swap(pair)
            return
        presets = {row.key: pair.preset(row) for row in pair.view.rows}
        self._chosen = {key: side for key, side in choices.items() if side != presets.get(key)}
        waiting = len(self.undecided())
        if not pair.is_allowed:
            self._join.set_text("Оставить старшему")
        elif waiting:
            asked = sum(row.is_open for row in pair.view.rows)
            self._join.set_text(f"Объединить: решено {asked - waiting} из {asked}")
        else:
            number = pair.view.first.record_number
            self._join.set_text(f"Объединить в карту{NBSP}{number}" if number else "Объединить записи")

    def _swap(self, pair: Pair) -> None:
        """The other record is to stay: presets may be others, what was chosen by hand remains."""
        self._read(lambda: swap_pair(self.desk, pair))

    # -- answering ------------------------------------------------------------------------------

    def decide(self) -> None:
        """Ctrl+Enter: join, or go to the row that waits; without the right leave it to the senior."""
        pair = self.pair
        if pair is None or self._busy:
            return
        if not pair.is_allowed:
            self._answer("senior", "Пара отмечена для старшего регистратора")
            return
        waiting = self.undecided()
        if waiting:
            self.table.go_to(waiting[0])
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.messages.status("Выберите, что верно: строки без отметки", Role.INFO)
            return
        into, gone = pair.view.first.id, pair.view.second.id
        choices, reason = pair.choices(self.table.choices()), self.reason.value().strip()

        def work() -> tuple[UUID, UUID]:
            record = self.desk.merging.merge(into, gone, choices, reason)
            return record.id, self.desk.merging.merges_of(record.id)[0].merge_id

        self._busy = True
        self.tasks.run_change(work, lambda ids: self._on_joined(*ids), self._on_refused, parent=self)

    def say_different(self) -> None:
        """Alt+1: two people; remembered until an identifier of either changes."""
        self._answer("different", "Отмечено: это разные люди")

    def say_later(self) -> None:
        """Alt+2: not today."""
        self._answer("later", "Отложено до завтра")

    def _answer(self, answer: PairAnswer, words: str) -> None:
        pair = self.pair
        if pair is None or self._busy:
            return
        first, second, reason = pair.view.first.id, pair.view.second.id, self.reason.value().strip()
        self._busy = True
        self.tasks.run_change(
            lambda: self.desk.pairs.answer(first, second, answer, reason),
            lambda _: self._on_answered(words),
            self._on_refused,
            parent=self,
        )

    def _on_joined(self, survivor: UUID, merge_id: UUID) -> None:
        self._busy = False
        self.joined(survivor, merge_id)

    def _on_answered(self, words: str) -> None:
        self._busy = False
        self.messages.status(words)
        self.answered()

    def _on_refused(self, error: RegistrarError) -> None:
        """What could not be done stands in the banner; choice and reason stay."""
        self._busy = False
        self.on_failed(error)

    def on_failed(self, error: RegistrarError) -> None:
        """Say what could not be done."""
        one = error.problem
        text = one.way_out
        if isinstance(error, RefusedError):
            text = " ".join(problem.full_text for problem in error.problems)
        self.banner.show_message(ROLES[one.level], one.text, text, code=one.code)
        self.body_area.verticalScrollBar().setValue(0)

    def joined(self, survivor: UUID, merge_id: UUID) -> None:
        """The records are one now. Override."""

    def answered(self) -> None:
        """The pair was answered otherwise. Override."""

    # -- ways -----------------------------------------------------------------------------------

    def open_record(self) -> None:
        """F4: open the record of the column the cursor stands in."""
        if self.pair is not None:
            column = 1 if self.table.currentIndex().column() == 2 else 0
            self.go.person(self.pair.columns[column].id)

    def leave(self) -> None:
        """Esc. Override."""
        self.go.home()
