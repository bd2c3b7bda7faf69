"""The tab «История»: every change of every field, with a search in it where it has grown long."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from registrar_app.domain.dates import plural, ru_date
from registrar_app.services.shapes import HistoryLine
from registrar_app.ui.pages.record_rows import NBSP
from registrar_app.ui.pages.record_tables import HISTORY_COLUMNS, history_table
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.data_table import DataTable
from registrar_app.ui.widgets.form_grid import FormGrid
from registrar_app.ui.widgets.form_spec import FieldSpec
from registrar_app.ui.widgets.label import Label
from registrar_app.ui.widgets.section import SectionTitle
from registrar_app.ui.widgets.tables import TableRow

_LONG = 20
"""From so many lines on there is a search."""
_FILTER_MS = 120


class HistoryView(QWidget):
    """A table that scrolls by itself, so that a thousand lines cost what is seen of them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(6))
        self._title = SectionTitle(theme, "История записи", hairline=False)
        box.addWidget(self._title)
        self.filter = FormGrid(
            theme,
            (
                FieldSpec(
                    "text", "Найти в истории", 8, placeholder="поле, значение, кто, день"
                ),
            ),
        )  # fmt: skip
        self.filter.edited.connect(self._on_edited)
        self.filter.last_passed.connect(self._focus_table)
        box.addWidget(self.filter)
        self._empty = Label(theme, role=Role.TEXT2, wrap=True)
        box.addWidget(self._empty)
        self.table = DataTable(theme, HISTORY_COLUMNS, "История записи")
        self.table.setMinimumHeight(theme.px(180))
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.table.row_selected.connect(self._tell_whole)
        box.addWidget(self.table, 1000)
        self._whole = Label(theme, role=Role.TEXT2, wrap=True)
        box.addWidget(self._whole)
        box.addStretch(1)  # an empty history keeps its words at the top
        self._lines: tuple[HistoryLine, ...] = ()
        self._rows: list[tuple[str, TableRow]] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_FILTER_MS)
        self._timer.timeout.connect(self._show)

    def set_lines(self, lines: Sequence[HistoryLine], now: datetime) -> None:
        """Show another history, newest first; the search stays while it is the same person's."""
        self._lines = tuple(lines)
        self._rows = [(_words(line), row) for line, row in zip(lines, history_table(lines, now), strict=True)]
        self.table.omit(() if any(line.note for line in lines) else ("how",))
        is_long = len(lines) >= _LONG
        if not is_long:
            self.filter.set_values({"text": ""})
        self.filter.setVisible(is_long)
        self._show()

    def forget(self) -> None:
        """Another person: the search begins anew."""
        self.filter.set_values({"text": ""})

    def _on_edited(self, field_id: str) -> None:
        del field_id
        self._timer.start()

    def _focus_table(self) -> None:
        self.table.setFocus()

    def _show(self) -> None:
        """The lines that have every word of the search in them."""
        wanted = _folded(self.filter.values()["text"]).split()
        rows = [row for words, row in self._rows if all(one in words for one in wanted)]
        self.table.set_rows(rows)
        self.table.setVisible(bool(rows))
        self._tell_whole(self.table.current())
        self._empty.setText("Изменений ещё не было." if not self._lines else "Ничего не нашлось.")
        self._empty.setVisible(not rows)
        count = len(self._lines)
        many = f"{len(rows)} из {count}" if wanted else f"{count}"
        noun = plural(count, "изменение", "изменения", "изменений")
        self._title.set_note(f"{many}{NBSP}{noun}" if count >= _LONG else "")

    def _tell_whole(self, row_id: object) -> None:
        """The chosen line in full: long values do not fit their columns."""
        words = ""
        if isinstance(row_id, int) and row_id < len(self._lines):
            line = self._lines[row_id]
            values = " → ".join(one or "—" for one in (line.before, line.after))
            words = " · ".join(one for one in (f"{line.what}: {values}", line.note, line.staff) if one)
        self._whole.setText(words)
        self._whole.setVisible(bool(words))


def _words(line: HistoryLine) -> str:
    """Everything of a line that can be searched, the day in figures."""
    parts = (ru_date(line.at.date()), line.what, line.before, line.after, line.note, line.staff)
    return _folded(" ".join(parts))


def _folded(text: str) -> str:
    return text.lower().replace("ё", "е").replace(NBSP, " ")
