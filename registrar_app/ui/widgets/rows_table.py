"""A quiet table of frozen rows: head 30 px, rows 36 px, hairlines, a badge where a column says a state."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from registrar_app.ui.metrics import HEAD_TABLE, ROW_TABLE
from registrar_app.ui.paint import elided, focus_ring
from registrar_app.ui.theme import Role, Theme, Use
from registrar_app.ui.widgets.badge import badge_size, draw_badge

_AnyIndex = QModelIndex | QPersistentModelIndex
_CELL = Qt.ItemDataRole.UserRole
_PAD = 10
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place of the table."""

    text: str = ""
    role: Role | None = None
    """A status: the text stands in a badge of this role."""
    icon: str | None = None
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column."""

    title: str
    weight: int = 0
    """Share of the spare width; 0: as wide as its widest cell."""
    priority: int = 0
    """Columns with the highest number go first when there is no room; 0 always stays."""


class _Model(QAbstractTableModel):
    """Cells by row and column."""

    def __init__(self, columns: Sequence[Column], parent: QWidget) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: tuple[tuple[Cell, ...], ...] = ()

    def set_rows(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Other rows."""
        self.beginResetModel()
        self.rows = tuple(tuple(row) for row in rows)
        self.endResetModel()

    def rowCount(self, parent: _AnyIndex = _ROOT) -> int:
        """Number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _AnyIndex = _ROOT) -> int:
        """Number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:  # noqa: ANN401
        """Titles of the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        return None

    def data(self, index: _AnyIndex, role: int = 0) -> Any:  # noqa: ANN401
        """The cell, its words for the screen reader and as a tool tip."""
        cell = self.rows[index.row()][index.column()]
        if role == _CELL:
            return cell
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return cell.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.columns[index.column()].title}: {cell.text}"
        return None


class _Delegate(QStyledItemDelegate):
    """Draws a cell."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _AnyIndex) -> None:
        """Background of the chosen row, hairline, words or badge."""
        theme, px, cell = self._theme, self._theme.px, index.data(_CELL)
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if is_chosen:
            painter.fillRect(rect, theme.color(Role.ACCENT_TINT))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme.color(Role.LINE))
        place = rect.adjusted(px(_PAD), 0, -px(_PAD), 0)
        if cell.role is not None and cell.text:
            size = badge_size(theme, cell.text, cell.icon or "")
            box = QRect(place.x(), place.center().y() - size.height() // 2, size.width(), size.height())
            draw_badge(painter, box, theme, cell.text, cell.role, icon=cell.icon or "", on_selected=is_chosen)
        else:
            painter.setFont(theme.font(Use.BOLD if cell.bold else Use.BODY))
            painter.setPen(theme.color(Role.TEXT))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, elided(painter, cell.text, place.width()))
        painter.restore()


class _Head(QHeaderView):
    """The head in caption type on the subtle background."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(10)

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:  # noqa: N802
        """Title of one column."""
        theme = self._theme
        painter.save()
        painter.fillRect(rect, theme.color(Role.SUBTLE))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme.color(Role.LINE))
        painter.setFont(theme.font(Use.SMALL))
        painter.setPen(theme.color(Role.TEXT2))
        place = rect.adjusted(theme.px(_PAD), 0, -2, 0)
        title = str(self.model().headerData(logical, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, title)
        painter.restore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rest of the line behind the last column."""
        QPainter(self.viewport()).fillRect(self.viewport().rect(), self._theme.color(Role.SUBTLE))
        super().paintEvent(event)


class RowsTable(QTableView):
    """Rows to look through; Enter opens one. Columns of low worth go when the room is short."""

    opened = Signal(int)
    """Number of the row: Enter or a double click."""

    def __init__(
        self, theme: Theme, name: str, columns: Sequence[Column], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = _Model(columns, self)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(theme, self))
        self.setHorizontalHeader(_Head(theme, self))
        self.verticalHeader().hide()
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.viewport().setAutoFillBackground(False)
        self.doubleClicked.connect(self._on_double)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        px = self._theme.px
        self.setFont(self._theme.font(Use.BODY))
        self.horizontalHeader().setFixedHeight(px(HEAD_TABLE))
        self.verticalHeader().setDefaultSectionSize(px(ROW_TABLE))
        self.setMinimumHeight(px(HEAD_TABLE + ROW_TABLE * 4))
        self._fit()

    def set_rows(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Show these rows, the first one chosen."""
        kept = self.currentIndex().row()
        self._model.set_rows(rows)
        self._fit()
        if rows:
            self.selectRow(min(max(kept, 0), len(rows) - 1))

    @property
    def row_count(self) -> int:
        """Number of rows shown."""
        return len(self._model.rows)

    def cell_text(self, row: int, column: int) -> str:
        """Words of a cell."""
        return self._model.rows[row][column].text

    def _need(self, column: int) -> int:
        """Width a column's widest cell needs."""
        theme, pad = self._theme, self._theme.px(2 * _PAD)
        title = QFontMetrics(theme.font(Use.SMALL)).horizontalAdvance(self._model.columns[column].title)
        widths = [title]
        plain, bold = QFontMetrics(theme.font(Use.BODY)), QFontMetrics(theme.font(Use.BOLD))
        for row in self._model.rows:
            cell = row[column]
            if cell.role is not None and cell.text:
                widths.append(badge_size(theme, cell.text, cell.icon or "").width())
            else:
                widths.append((bold if cell.bold else plain).horizontalAdvance(cell.text))
        return max(widths) + pad + 2

    def _fit(self) -> None:
        """Give the columns their widths; drop the least needed ones when they do not fit."""
        columns = self._model.columns
        needs = [self._need(at) for at in range(len(columns))]
        least = [
            min(need, self._theme.px(150)) if columns[at].weight else need for at, need in enumerate(needs)
        ]
        room = self.viewport().width()
        shown = set(range(len(columns)))
        for at in sorted(shown, key=lambda one: -columns[one].priority):
            if columns[at].priority and sum(least[one] for one in shown) > room:
                shown.discard(at)
        spare = max(room - sum(least[at] for at in shown), 0)
        weights = sum(columns[at].weight for at in shown)
        for at, column in enumerate(columns):
            self.setColumnHidden(at, at not in shown)
            extra = spare * column.weight // weights if weights else 0
            self.setColumnWidth(at, least[at] + extra)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, and the ring when the table has the focus."""
        super().paintEvent(event)
        if self.hasFocus():
            focus_ring(QPainter(self.viewport()), self.viewport().rect(), self._theme, 3)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def _on_double(self, index: QModelIndex) -> None:
        self.opened.emit(index.row())
