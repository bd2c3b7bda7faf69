"""A small table that is filled by keyboard: a line editor in each cell, rows come and go by a key."""

import json
from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from registrar_app.ui.theme import Role, Theme, Use
from registrar_app.ui.widgets.cut_label import CutLabel
from registrar_app.ui.widgets.form_spec import GridColumn, GridSpec
from registrar_app.ui.widgets.label import Label
from registrar_app.ui.widgets.plain_editors import ComboEditor, LineEditor

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_QUIET = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
_CTRL = Qt.KeyboardModifier.ControlModifier
_CELL = 30
Cell = LineEditor | ComboEditor


class TableEditor(QWidget):
    """Rows of cells: Enter goes to the next cell, Ins adds a row, Ctrl+Del takes one out.

    The value is JSON: a list of rows, each a mapping of column to text; empty rows are left out, an empty
    table is the empty string. Dates and codes are kept in their normal form where their check reads them.
    """

    edited = Signal()
    entered = Signal()
    """A cell got the focus from outside."""
    left = Signal()
    """The focus went out of the table."""
    passed = Signal()
    """Enter behind the last cell."""

    def __init__(self, theme: Theme, spec: GridSpec, label: str, parent: QWidget | None = None) -> None:
        """Make it with one empty row, or with the printed ones.

        Args:
            theme: Colours.
            spec: Columns and rows.
            label: What a screen reader calls it.
            parent: Parent widget.
        """
        super().__init__(parent)
        self._theme, self._spec, self._label = theme, spec, label
        self.rows: list[dict[str, Cell]] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(4))
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.px(4))
        box.addLayout(self._grid)
        self._head()
        if not spec.printed:
            box.addWidget(
                Label(theme, "Ins — ещё строка, Ctrl+Del — убрать строку", role=Role.TEXT3, use=Use.SMALL)
            )
        self.put("")

    def _head(self) -> None:
        for place, column in enumerate(self._spec.columns):
            self._grid.setColumnStretch(place, max(round(column.width * 10), 1))
            head = CutLabel(self._theme, column.caption, role=Role.TEXT2, use=Use.SMALL)
            head.setFixedHeight(self._theme.px(18))
            self._grid.addWidget(head, 0, place)

    # -- value ----------------------------------------------------------------------------------

    def value(self) -> str:
        """Rows as JSON; empty when nothing was filled."""
        found = []
        for index, row in enumerate(self.rows):
            given = {
                column.id: self._normal(column, row) for column in self._spec.columns if column.id in row
            }
            texts = {key: text for key, text in given.items() if key not in self._given_by_itself}
            if not any(texts.values()):
                continue
            if self._spec.printed:
                given = {self._spec.columns[0].id: self._spec.printed[index], **given}
            found.append({key: text for key, text in given.items() if text})
        return json.dumps(found, ensure_ascii=False) if found else ""

    @property
    def _given_by_itself(self) -> frozenset[str]:
        """Columns that a new row takes from the one above: they alone do not fill a row."""
        return frozenset(one.id for one in self._spec.columns if one.choices)

    def _normal(self, column: GridColumn, row: Mapping[str, Cell]) -> str:
        cell = row[column.id]
        if isinstance(cell, ComboEditor):
            return str(cell.currentData() or "")
        text = cell.text().strip()
        check = column.check(text) if column.check is not None and text else None
        return check.normal if check is not None and check.normal is not None else text

    def put(self, value: str) -> None:
        """Other rows by program."""
        wanted: list[dict[str, str]] = json.loads(value) if value else []
        if self._spec.printed:
            first = self._spec.columns[0].id
            by_name = {row.get(first, "").casefold(): row for row in wanted}
            wanted = [by_name.get(name.casefold(), {}) for name in self._spec.printed]
        else:
            wanted = wanted or [{}]
        while len(self.rows) > len(wanted):
            self._drop(len(self.rows) - 1)
        while len(self.rows) < len(wanted):
            self._append()
        for row, values in zip(self.rows, wanted, strict=True):
            for column in self._spec.columns:
                if column.id in row:
                    self._put_cell(column, row[column.id], str(values.get(column.id, "")))

    @staticmethod
    def _put_cell(column: GridColumn, cell: Cell, text: str) -> None:
        cell.blockSignals(True)
        if isinstance(cell, ComboEditor):
            cell.setCurrentIndex(cell.findData(text))
        else:
            cell.put(column.show(text) if column.show is not None and text else text)
        cell.blockSignals(False)

    # -- rows -----------------------------------------------------------------------------------

    @property
    def has_room(self) -> bool:
        """Whether a row may be added."""
        return not self._spec.printed and (not self._spec.rows or len(self.rows) < self._spec.rows)

    def _append(self) -> None:
        index = len(self.rows)
        row: dict[str, Cell] = {}
        for place, column in enumerate(self._spec.columns):
            if place == 0 and self._spec.printed:
                name = CutLabel(self._theme, self._spec.printed[index], use=Use.SMALL)
                self._grid.addWidget(name, index + 1, 0)
                continue
            row[column.id] = self._cell(column, index)
            self._grid.addWidget(row[column.id], index + 1, place)
        self.rows.append(row)
        self._set_proxy()

    def _cell(self, column: GridColumn, index: int) -> Cell:
        cell: Cell
        if column.choices:
            cell = ComboEditor()
            for key, words in column.choices:
                cell.addItem(words, key)
            cell.setCurrentIndex(-1)
            cell.activated.connect(self.edited)
        else:
            cell = LineEditor()
            cell.setTextMargins(4, 0, 4, 0)
            cell.textEdited.connect(self.edited)
        cell.setFont(self._theme.font(Use.BODY))
        cell.setFixedHeight(self._theme.px(_CELL))
        cell.setMinimumWidth(self._theme.px(20))
        cell.setAccessibleName(f"{self._label}, строка {index + 1}, {column.caption}".rstrip(", "))
        cell.installEventFilter(self)
        return cell

    def _drop(self, index: int) -> None:
        for cell in self.rows.pop(index).values():
            self._grid.removeWidget(cell)
            cell.hide()
            cell.deleteLater()
        for place, row in enumerate(self.rows[index:], index):
            for column in self._spec.columns:
                if column.id in row:
                    self._grid.addWidget(row[column.id], place + 1, self._spec.columns.index(column))

    def _set_proxy(self) -> None:
        first = next(iter(self.rows[0].values()), None) if self.rows else None
        if first is not None:
            self.setFocusProxy(first)

    def add_row(self) -> None:
        """Ins: one more row below, with the cursor in it; what is chosen above is chosen again."""
        if not self.has_room:
            return
        self._append()
        row = self.rows[-1]
        if len(self.rows) > 1:
            for column in self._spec.columns:
                above = self.rows[-2].get(column.id)
                if column.choices and isinstance(above, ComboEditor):
                    self._put_cell(column, row[column.id], str(above.currentData() or ""))
        self._start_of(row).setFocus()
        self.edited.emit()

    def remove_row(self) -> None:
        """Ctrl+Del: the row with the cursor goes; the only one is emptied."""
        index = self._row_of(QApplication.focusWidget())
        if index is None or self._spec.printed:
            return
        if len(self.rows) == 1:
            self.put("")
        else:
            self._start_of(self.rows[index - 1 if index else 1]).setFocus()
            self._drop(index)
            self._set_proxy()
        self.edited.emit()

    def _start_of(self, row: Mapping[str, Cell]) -> Cell:
        """The first cell that is typed into."""
        typed = [cell for cell in row.values() if isinstance(cell, LineEditor)]
        return typed[0] if typed else next(iter(row.values()))

    def _row_of(self, cell: QObject | None) -> int | None:
        return next((place for place, row in enumerate(self.rows) if cell in row.values()), None)

    # -- keys -----------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the table; focus that comes from outside or goes out."""
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(watched, event)
        if kind == QEvent.Type.FocusIn:
            self.entered.emit()
        if kind == QEvent.Type.FocusOut and isinstance(event, QFocusEvent) and event.reason() not in _QUIET:
            self._on_left(watched)
        return super().eventFilter(watched, event)

    def _on_key(self, cell: QObject, event: QKeyEvent) -> bool:
        key = event.key()
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in _ENTER and plain == Qt.KeyboardModifier.NoModifier:
            self._pass(cell)
            return True
        if key == Qt.Key.Key_Insert and plain == Qt.KeyboardModifier.NoModifier:
            self.add_row()
            return True
        if key == Qt.Key.Key_Delete and plain == _CTRL:
            self.remove_row()
            return True
        index = self._row_of(cell)
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(key))
        if step is not None and index is not None and isinstance(cell, LineEditor):
            return self._move(cell, index, index + step)
        return False

    def _move(self, cell: Cell, index: int, wanted: int) -> bool:
        """The same column of the row above or below."""
        if 0 <= wanted < len(self.rows):
            name = next(key for key, one in self.rows[index].items() if one is cell)
            self.rows[wanted][name].setFocus()
        return True

    def _pass(self, cell: QObject) -> None:
        """Enter: the next cell; past a filled last row a new one, past an empty one out of the table."""
        index = self._row_of(cell)
        if index is None:
            return
        row = list(self.rows[index].values())
        place = row.index(cell)  # type: ignore[arg-type]
        is_empty = not any(one.text().strip() for one in row if isinstance(one, LineEditor))
        if not (is_empty and not self._spec.printed) and place + 1 < len(row):
            row[place + 1].setFocus()
        elif index + 1 < len(self.rows):
            self._start_of(self.rows[index + 1]).setFocus()
        elif not is_empty and self.has_room:
            self.add_row()
        else:
            self.passed.emit()

    def _on_left(self, cell: QObject) -> None:
        index = self._row_of(cell)
        if index is not None and isinstance(cell, LineEditor):
            name = next(key for key, one in self.rows[index].items() if one is cell)
            column = next(one for one in self._spec.columns if one.id == name)
            text = cell.text().strip()
            found = column.check(text) if column.check is not None and text else None
            if found is not None and found.normal is not None:
                self._put_cell(column, cell, found.normal)
        now = QApplication.focusWidget()
        if now is None or not self.isAncestorOf(now):
            self.left.emit()
