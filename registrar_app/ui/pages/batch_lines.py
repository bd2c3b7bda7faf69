"""The lines of a batch: those that want attention, or all; the whole text of the chosen one below."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from registrar_app.services.batch_shapes import BatchLine, BatchOutcome
from registrar_app.ui.pages.batch_words import ATTENTION, outcome_cell, trouble_words
from registrar_app.ui.pages.import_words import number_words
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.button import Button
from registrar_app.ui.widgets.data_table import DataTable
from registrar_app.ui.widgets.label import Label
from registrar_app.ui.widgets.section import SectionTitle
from registrar_app.ui.widgets.tables import Column, TableRow

_PAPER = Column("paper", "Номер", 104, priority=3)
_COLUMNS = (
    Column("row", "Строка", 76, right=True),
    Column("who", "Пациент", 300, bold=True),
    Column("born", "Родился", 108, priority=2),
    _PAPER,
    Column("outcome", "Что с ней", 140),
    Column("text", "Что случилось и что сделать", least=330),
    Column("code", "Код", 96, priority=1),
)


class BatchLinesView(QWidget):
    """Two choices with Alt+1 and Alt+2, the table, the sentence."""

    wanted = Signal()
    """Another choice: who shows this brings the lines."""
    activated = Signal(object)
    """Number of the line that Enter was pressed on."""

    def __init__(self, theme: Theme, *, is_trial: bool = False) -> None:
        """Make the view.

        Args:
            theme: Colours.
            is_trial: Nothing is issued yet.
        """
        super().__init__()
        self._is_trial = is_trial
        self._lines: dict[object, BatchLine] = {}
        self.shows_all = False
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(8))
        head = QHBoxLayout()
        self._title = SectionTitle(theme, "Требуют внимания", hairline=False)
        head.addWidget(self._title, 1)
        self._few = Button(
            theme, "Только они", small=True, numbered=True, handler=partial(self.choose, False)
        )
        self._all = Button(theme, "Все", small=True, numbered=True, handler=partial(self.choose, True))
        for button in (self._few, self._all):
            button.setCheckable(True)
            head.addWidget(button)
        box.addLayout(head)
        # Before the issue nothing has a number.
        columns = tuple(one for one in _COLUMNS if not is_trial or one is not _PAPER)
        self.table = DataTable(theme, columns, "Строки пачки")
        self.table.setMinimumHeight(theme.px(150))
        self.table.row_selected.connect(self._on_selected)
        self.table.row_activated.connect(self.activated)
        box.addWidget(self.table, 1)
        self._whole = Label(theme, role=Role.TEXT2, wrap=True)
        box.addWidget(self._whole)
        self.show_counts(0, 0)

    @property
    def outcomes(self) -> tuple[BatchOutcome, ...]:
        """Which lines are wanted; empty: all."""
        return () if self.shows_all else ATTENTION

    def choose(self, everything: bool) -> None:
        """Alt+1, Alt+2."""
        self.shows_all = everything
        self.wanted.emit()

    def show_counts(self, attention: int, total: int) -> None:
        """How many lines there are of each choice."""
        self._title.set_text(f"Требуют внимания: {number_words(attention)}")
        self._all.set_text(f"Все {number_words(total)}")
        self._few.setChecked(not self.shows_all)
        self._all.setChecked(self.shows_all)

    def show_lines(self, lines: Sequence[BatchLine], empty: str) -> None:
        """Show lines, or a sentence when there are none."""
        self._lines = {one.number: one for one in lines}
        self.table.set_rows([self._row(one) for one in lines])
        self.table.setVisible(bool(lines))
        if lines and self.table.current() is None:
            self.table.select(lines[0].number)
        if lines:
            self._on_selected(self.table.current())
        else:
            self._whole.setText(empty)

    def current(self) -> BatchLine | None:
        """The chosen line."""
        return self._lines.get(self.table.current()) if self.table.isVisibleTo(self) else None

    def _on_selected(self, number: object) -> None:
        line = self._lines.get(number)
        if line is not None:
            told = "  ".join(f"{one.full_text} {one.code}" for one in line.problems)
            self._whole.setText(f"Строка {line.number}. {told}" if told else "")

    def _row(self, line: BatchLine) -> TableRow:
        first = line.problems[0] if line.problems else None
        name, _, born = line.who.partition(", ")
        paper = () if self._is_trial else (line.paper,)
        return TableRow(
            line.number,
            (
                number_words(line.number), name or "—", born, *paper,
                outcome_cell(line, is_trial=self._is_trial), trouble_words(line),
                first.code if first else "",
            ),
        )  # fmt: skip
