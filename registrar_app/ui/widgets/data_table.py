"""The journal table: hairlines, badges, columns that drop in narrow windows."""

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from registrar_app.ui.metrics import HEAD_TABLE, ROW_TABLE
from registrar_app.ui.paint import elided, focus_ring
from registrar_app.ui.theme import STATUS_ICONS, Role, Theme, Use
from registrar_app.ui.widgets.badge import badge_size, draw_badge
from registrar_app.ui.widgets.search_list import Index
from registrar_app.ui.widgets.tables import BadgeCell, Cell, Column, TableRow, plain_table

_CellRole = Qt.ItemDataRole.UserRole


class _Model(QAbstractTableModel):
    """Rows of frozen cells."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.rows: tuple[TableRow, ...] = ()

    def show_rows(self, rows: Sequence[TableRow]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def append_rows(self, rows: Sequence[TableRow]) -> None:
        first = len(self.rows)
        self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
        self.rows = (*self.rows, *rows)
        self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        cell = self.rows[index.row()].cells[index.column()]
        if role == _CellRole:
            return cell
        text = cell.text if isinstance(cell, BadgeCell) else cell
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.columns[index.column()].title}: {text}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = self.columns[section].right
            return Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        return None


class _Delegate(QStyledItemDelegate):
    """Draws a cell; the first one also the bar of the chosen row, the table its ring."""

    def __init__(self, theme: Theme, model: _Model) -> None:
        super().__init__()
        self._theme, self._model = theme, model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        return QSize(0, self._theme.px(ROW_TABLE))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, px = self._theme, self._theme.px
        rect: QRect = option.rect  # type: ignore[attr-defined]
        selected = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        column = self._model.columns[index.column()]
        cell: Cell = index.data(_CellRole)
        painter.save()
        if selected:
            painter.fillRect(rect, theme.color(Role.ACCENT_TINT))
            if index.column() == 0:
                painter.fillRect(rect.x(), rect.y(), 4, rect.height(), theme.color(Role.ACCENT))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme.color(Role.LINE))
        pad = px(10)
        place = rect.adjusted(pad, 0, -pad, 0)
        if isinstance(cell, BadgeCell):
            self._badge(painter, place, cell, selected)
        else:
            painter.setFont(theme.font(Use.BOLD if column.bold else Use.BODY))
            painter.setPen(theme.color(Role.TEXT))
            align = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            text = elided(painter, cell, place.width())
            painter.drawText(place, align | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

    def _badge(self, painter: QPainter, place: QRect, cell: BadgeCell, selected: bool) -> None:
        icon = STATUS_ICONS.get(cell.role, "") if cell.icon is None else cell.icon
        size = badge_size(self._theme, cell.text, icon)
        left = place.x() - self._theme.px(4)
        width = min(size.width(), place.right() - left + self._theme.px(8))
        box = QRect(left, place.y() + (place.height() - size.height()) // 2, width, size.height())
        draw_badge(painter, box, self._theme, cell.text, cell.role, icon=icon, on_selected=selected)


class DataTable(QTableView):
    """Whole rows are chosen with ↑ ↓ Home End; Enter or a double click opens."""

    row_selected = Signal(object)
    """Id of the row under the cursor, or None."""
    row_activated = Signal(object)
    """Id of the row that Enter or a double click was made on."""
    end_reached = Signal()
    """The last rows came into sight, by cursor or by scrolling."""

    def __init__(
        self,
        theme: Theme,
        columns: Sequence[Column],
        name: str,
        *,
        fit_height: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make a table.

        Args:
            theme: Colours.
            columns: The columns.
            name: What a screen reader calls the table.
            fit_height: As high as its rows (a short table inside a page); otherwise it scrolls.
            parent: Parent widget.
        """
        super().__init__(parent)
        self._theme, self._fit = theme, fit_height
        self._omitted: set[str] = set()
        self._model = _Model(columns)
        self._delegate = _Delegate(theme, self._model)
        plain_table(theme, self)
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if fit_height:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.doubleClicked.connect(self._on_double)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.px(ROW_TABLE))
        self._fit_columns()
        self._fit_height()

    def _fit_height(self) -> None:
        if self._fit:
            rows = len(self._model.rows)
            self.setFixedHeight(self._theme.px(HEAD_TABLE) + rows * self._theme.px(ROW_TABLE))

    def set_rows(self, rows: Sequence[TableRow]) -> None:
        """Show rows; the same row stays chosen if it is still there."""
        kept = self.current()
        self._model.show_rows(rows)
        self._fit_height()
        self.select(kept)

    def omit(self, columns: Collection[str]) -> None:
        """Leave out columns, by id, in which nothing would stand; the others get their room."""
        if set(columns) != self._omitted:
            self._omitted = set(columns)
            self._fit_columns()

    def append_rows(self, rows: Sequence[TableRow]) -> None:
        """Show further rows below; cursor and place stay."""
        if rows:
            self._model.append_rows(rows)

    def _on_scrolled(self, value: int) -> None:
        bar = self.verticalScrollBar()
        if bar.maximum() and value >= bar.maximum() - bar.pageStep():
            self.end_reached.emit()

    @property
    def rows(self) -> tuple[TableRow, ...]:
        """The rows shown."""
        return self._model.rows

    def current(self) -> object | None:
        """Id of the chosen row."""
        index = self.currentIndex()
        return self._model.rows[index.row()].id if index.isValid() else None

    def select(self, row_id: object | None) -> None:
        """Choose a row by its id."""
        for number, row in enumerate(self._model.rows):
            if row_id is not None and row.id == row_id:
                self.setCurrentIndex(self._model.index(number, 0))

    def _on_current(self, current: QModelIndex) -> None:
        self.row_selected.emit(self._model.rows[current.row()].id if current.isValid() else None)
        self.viewport().update()

    def _on_double(self, index: QModelIndex) -> None:
        self.row_activated.emit(self._model.rows[index.row()].id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the chosen row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self._on_double(self.currentIndex())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns follow the width."""
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Drop columns by priority until the rest fits, then give the open column what is left."""
        px, columns = self._theme.px, self._model.columns
        shown = [number for number, column in enumerate(columns) if column.id not in self._omitted]
        room = self.viewport().width()

        def need() -> int:
            return sum(px(columns[i].width or columns[i].least) for i in shown)

        while need() > room and any(columns[i].priority for i in shown):
            shown.remove(max(shown, key=lambda i: columns[i].priority))
        open_ones = [i for i in shown if not columns[i].width]
        fixed = sum(px(columns[i].width) for i in shown)
        for number, column in enumerate(columns):
            self.setColumnHidden(number, number not in shown)
            if column.width:
                self.setColumnWidth(number, px(column.width))
            elif number in shown:
                self.setColumnWidth(number, max((room - fixed) // len(open_ones), px(column.least)))

    def paintEvent(self, event: Any) -> None:  # noqa: ANN401
        """The rows, then one ring around the chosen row when the table has the focus."""
        super().paintEvent(event)
        index = self.currentIndex()
        if self.hasFocus() and index.isValid():
            row = self.visualRect(index)
            ring = QRect(0, row.y(), self.viewport().width(), row.height())
            focus_ring(QPainter(self.viewport()), ring, self._theme, 4)
