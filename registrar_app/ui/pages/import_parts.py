"""Parts that the pages of a load share: how far it is, and the rows that want attention."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from registrar_app.services.import_shapes import Outcome, Progress, RowLine
from registrar_app.ui.pages.import_words import badge_words, number_words, outcome_cell, parts
from registrar_app.ui.theme import Role, Theme, Use
from registrar_app.ui.widgets.badge import Badge
from registrar_app.ui.widgets.button import Button
from registrar_app.ui.widgets.data_table import DataTable
from registrar_app.ui.widgets.label import Label
from registrar_app.ui.widgets.layouts import FlowLayout
from registrar_app.ui.widgets.part_bar import Part, PartBar
from registrar_app.ui.widgets.section import SectionTitle
from registrar_app.ui.widgets.tables import Column, TableRow

_COLUMNS = (
    Column("row", "Строка", 76, right=True),
    Column("who", "Пациент", bold=True, least=280),
    Column("born", "Родился", 108, priority=3),
    Column("outcome", "Что с ней", 150),
    Column("column", "Столбец", 140, priority=2),
    Column("text", "Что случилось и что сделать", least=240),
    Column("code", "Код", 92, priority=1),
)


class ProgressView(QWidget):
    """«137 из 200», whose row it is, the bar in three parts, badges, time left."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(6))
        first = QHBoxLayout()
        self._number = Label(theme, use=Use.BIG)
        self._left = Label(theme, use=Use.BOLD)
        first.addWidget(self._number)
        first.addStretch(1)
        first.addWidget(self._left, 0, Qt.AlignmentFlag.AlignBottom)
        box.addLayout(first)
        second = QHBoxLayout()
        self._current = Label(theme, role=Role.TEXT2)
        self._note = Label(theme, role=Role.TEXT2, use=Use.SMALL)
        second.addWidget(self._current)
        second.addStretch(1)
        second.addWidget(self._note)
        box.addLayout(second)
        self.bar = PartBar(theme)
        box.addWidget(self.bar)
        holder = QWidget()
        self._flow = FlowLayout(holder, gap=8)
        box.addWidget(holder)
        self._badges: list[Badge] = []

    def show_progress(self, progress: Progress, *, left: str = "", current: str = "", note: str = "") -> None:
        """Show how far it is.

        Args:
            progress: Numbers.
            left: Time left in words.
            current: What is being done.
            note: A sentence at the right.
        """
        total = max(progress.total, progress.done)
        ahead = 0 if progress.finished else total - progress.done
        self.show_numbers(progress.done, total, parts(progress.totals), badge_words(progress.totals, ahead))
        self.show_words(left=left, current=current, note=note)

    def show_numbers(
        self, done: int, total: int, shown: Sequence[Part], badges: Sequence[tuple[str, Role]]
    ) -> None:
        """Show numbers of any work.

        Args:
            done: How many are done.
            total: Of how many.
            shown: Parts of the bar.
            badges: Words and role of the badges below.
        """
        self._number.setText(f"{number_words(done)} из {number_words(total)}")
        self.bar.show_parts(shown, total)
        self._show_badges(badges)

    def show_words(self, *, left: str = "", current: str = "", note: str = "") -> None:
        """Show the sentences around the bar; an empty one goes."""
        for label, text in ((self._left, left), (self._current, current), (self._note, note)):
            label.setText(text)
            label.setVisible(bool(text))

    def _show_badges(self, wanted: Sequence[tuple[str, Role]]) -> None:
        while len(self._badges) > len(wanted):
            badge = self._badges.pop()
            self._flow.removeWidget(badge)
            badge.hide()
            badge.deleteLater()
        for number, (words, role) in enumerate(wanted):
            if number == len(self._badges):
                badge = Badge(self._theme, words, role)
                self._badges.append(badge)
                self._flow.addWidget(badge)
                badge.show()
            else:
                self._badges[number].set_state(words, role)


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice of rows."""

    words: str
    outcomes: tuple[Outcome, ...]
    code: str = ""


FILTERS = (
    Filter("Все с замечаниями", ()),
    Filter("Не приняты", (Outcome.REFUSED,)),
    Filter("Повторы", (Outcome.DOUBLE,)),
    Filter("Отличаются", (Outcome.DIFFERS,)),
    Filter("С тёзкой", (Outcome.CREATED,), "REC-156"),
    Filter("Остались", (Outcome.KEPT,)),
)


class LinesView(QWidget):
    """The rows that want attention: filters with Alt+digits, the table, the whole text of the chosen row."""

    filter_chosen = Signal(object)
    """A ``Filter``; who shows this brings the rows."""
    opened = Signal(object)
    """Id of a record to look at."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._lines: dict[object, RowLine] = {}
        self.filter = FILTERS[0]
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(8))
        self._title = SectionTitle(theme, "Строки с замечаниями", hairline=False)
        box.addWidget(self._title)
        holder = QWidget()
        flow = FlowLayout(holder, gap=8)
        self._buttons = []
        for one in FILTERS:
            button = Button(theme, one.words, small=True, numbered=True, handler=_Choose(self, one))
            button.setCheckable(True)
            flow.addWidget(button)
            self._buttons.append((one, button))
        box.addWidget(holder)
        self.table = DataTable(theme, _COLUMNS, "Строки с замечаниями")
        self.table.setMinimumHeight(theme.px(150))
        self.table.row_selected.connect(self._on_selected)
        self.table.row_activated.connect(self._on_activated)
        box.addWidget(self.table, 1)
        self._whole = Label(theme, role=Role.TEXT2, wrap=True)
        box.addWidget(self._whole)

    def show_filters(self, counts: Callable[[Filter], int]) -> None:
        """Show the filters that have rows, with their numbers."""
        for one, button in self._buttons:
            number = counts(one)
            button.setVisible(number > 0 and one is not FILTERS[0])
            button.setChecked(one is self.filter)
            button.set_text(f"{one.words} {number_words(number)}")
        everything = self._buttons[0][1]
        everything.set_text(FILTERS[0].words)
        everything.setVisible(any(button.isVisibleTo(self) for one, button in self._buttons[1:]))

    def choose(self, chosen: Filter) -> None:
        """Another choice of rows."""
        self.filter = chosen
        for one, button in self._buttons:
            button.setChecked(one is chosen)
        self.filter_chosen.emit(chosen)

    def show_lines(self, lines: Sequence[RowLine], empty: str = "Замечаний нет.") -> None:
        """Show rows."""
        self._lines = {one.number: one for one in lines}
        self.table.set_rows([_row(one) for one in lines])
        self.table.setVisible(bool(lines))
        if lines and self.table.current() is None:
            self.table.select(lines[0].number)
        if not lines:
            self._whole.setText(empty)

    def current(self) -> RowLine | None:
        """The chosen row."""
        return self._lines.get(self.table.current())

    def _on_selected(self, number: object) -> None:
        line = self._lines.get(number)
        if line is not None:
            told = "  ".join(f"{one.full_text} {one.code}" for one in line.problems)
            self._whole.setText(f"Строка {line.number}. {told}")

    def _on_activated(self, number: object) -> None:
        line = self._lines.get(number)
        if line is not None and line.person_id is not None:
            self.opened.emit(line.person_id)


class _Choose:
    """Handler of a filter."""

    def __init__(self, view: LinesView, chosen: Filter) -> None:
        self._view, self._chosen = view, chosen

    def __call__(self) -> None:
        self._view.choose(self._chosen)


def _row(line: RowLine) -> TableRow:
    first = line.problems[0] if line.problems else None
    name, _, born = line.who.partition(", ")
    return TableRow(
        line.number,
        (
            number_words(line.number), name or "—", born, outcome_cell(line), line.heading,
            first.full_text if first else "", first.code if first else "",
        ),
    )  # fmt: skip
