"""Two or more values of each differing field side by side; the person chooses, Space marks.

Keys: ↑ ↓ row, ← → side, Space chooses. A cell shows the value and, under it, who and when.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QScrollArea,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from registrar_app.ui.metrics import HEAD_TABLE, RADIUS
from registrar_app.ui.paint import round_box
from registrar_app.ui.style import draw_radio
from registrar_app.ui.theme import Role, Theme, Use
from registrar_app.ui.widgets.search_list import Index
from registrar_app.ui.widgets.tables import plain_table

_WRAP = int(Qt.TextFlag.TextWordWrap.value)


@dataclass(frozen=True, slots=True, repr=False)
class Side:
    """One source's value."""

    text: str
    """Empty: «не заполнено»."""
    note: str = ""
    """Who and when."""


@dataclass(frozen=True, slots=True, repr=False)
class DifferenceRow:
    """A field whose sources differ."""

    id: str
    label: str
    sides: tuple[Side, ...]
    chosen: int | None = None
    """Preset side, counted from 0; None when the person has to decide."""


class _Model(QAbstractTableModel):
    """Field in column 0, sides behind it, and what is chosen."""

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__()
        self.titles = ("Поле", *titles)
        self.rows: tuple[DifferenceRow, ...] = ()
        self.chosen: dict[str, int | None] = {}

    def show_rows(self, rows: Sequence[DifferenceRow]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.chosen = {row.id: row.chosen for row in rows}
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.titles)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        row = self.rows[index.row()]
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if index.column() == 0:
            return row.label
        side = row.sides[index.column() - 1]
        text = side.text or "не заполнено"
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        marked = "выбрано" if self.chosen[row.id] == index.column() - 1 else "не выбрано"
        return ", ".join(
            part for part in (row.label, self.titles[index.column()], text, side.note, marked) if part
        )

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.titles[section]
        return None

    def choose(self, row: int, side: int) -> None:
        self.chosen[self.rows[row].id] = side
        self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))


class _Delegate(QStyledItemDelegate):
    """Draws the label, or a radio with value and note in a box."""

    def __init__(self, theme: Theme, view: "DifferenceTable", model: _Model) -> None:
        super().__init__()
        self._theme, self._view, self._model = theme, view, model

    def height(self, index: Index, width: int) -> int:
        """Height a cell needs at a width."""
        px = self._theme.px
        if index.column() == 0:
            return px(45)
        side = self._model.rows[index.row()].sides[index.column() - 1]
        inner = QRect(0, 0, max(width - px(56), 40), 2000)
        value = QFontMetrics(self._theme.font(Use.BOLD)).boundingRect(inner, _WRAP, side.text or "—").height()
        note = 0
        if side.note:
            note = QFontMetrics(self._theme.font(Use.SMALL)).boundingRect(inner, _WRAP, side.note).height()
        return max(value + note + px(14), px(45))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        return QSize(0, self.height(index, self._view.columnWidth(index.column())))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, px = self._theme, self._theme.px
        rect: QRect = option.rect  # type: ignore[attr-defined]
        painter.save()
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme.color(Role.LINE))
        row = self._model.rows[index.row()]
        if index.column() == 0:
            painter.setFont(theme.font(Use.BOLD))
            painter.setPen(theme.color(Role.TEXT))
            place = rect.adjusted(px(10), 0, -px(8), -1)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter.value) | _WRAP, row.label)
        else:
            self._side(painter, rect.adjusted(0, 3, -px(4), -4), index, row)
        painter.restore()

    def _side(self, painter: QPainter, box: QRect, index: Index, row: DifferenceRow) -> None:
        theme, px = self._theme, self._theme.px
        side = row.sides[index.column() - 1]
        chosen = self._model.chosen[row.id] == index.column() - 1
        focused = self._view.hasFocus() and self._view.currentIndex() == index
        if chosen:
            round_box(painter, box, RADIUS, theme.color(Role.ACCENT_TINT), theme.color(Role.ACCENT), 1.3)
        if focused:
            outer = box.adjusted(-2, -2, 2, 2)
            round_box(painter, outer, RADIUS + 1, None, theme.color(Role.FOCUS), 2)
        edge = px(19)
        radio = QRect(box.x() + px(12), box.y() + (box.height() - edge) // 2, edge, edge)
        draw_radio(painter, radio, theme, on=chosen)
        left = radio.right() + px(9)
        room = QRect(left, box.y(), box.right() - left - px(6), box.height())
        # The room is that of the bold letters, so that a choice moves no row; the words stand in its middle.
        words, font = side.text or "не заполнено", theme.font(Use.BOLD if chosen else Use.BODY)
        value = QFontMetrics(font).boundingRect(room, _WRAP, words).height()
        note = 0
        if side.note:
            note = QFontMetrics(theme.font(Use.SMALL)).boundingRect(room, _WRAP, side.note).height()
        top = box.y() + (box.height() - value - note) // 2
        painter.setFont(font)
        painter.setPen(theme.color(Role.TEXT if side.text else Role.TEXT3))
        painter.drawText(QRect(left, top, room.width(), value), _WRAP, words)
        if side.note:
            painter.setFont(theme.font(Use.SMALL))
            painter.setPen(theme.color(Role.TEXT2))
            painter.drawText(QRect(left, top + value, room.width(), note), _WRAP, side.note)


class DifferenceTable(QTableView):
    """The table; as high as its rows."""

    changed = Signal()
    """Something was chosen."""

    def __init__(
        self,
        theme: Theme,
        titles: Sequence[str],
        *,
        fixed: frozenset[int] = frozenset(),
        parent: QWidget | None = None,
    ) -> None:
        """Make a table.

        Args:
            theme: Colours.
            titles: Words over the sides («В записи», «На карте»).
            fixed: Sides that are shown but cannot be chosen («Было»).
            parent: Parent widget.
        """
        super().__init__(parent)
        self._theme, self._fixed = theme, fixed
        self._model = _Model(titles)
        plain_table(theme, self)
        self.setModel(self._model)
        self._delegate = _Delegate(theme, self, self._model)
        self.setItemDelegate(self._delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Различия")
        theme.changed.connect(self._fit)

    def set_rows(self, rows: Sequence[DifferenceRow]) -> None:
        """Show rows with their presets; the cursor stands on the first row's last side.

        Rows for the same fields as before leave the cursor where it was.
        """
        here = self.currentIndex()
        place = (here.row(), here.column())
        if [row.id for row in rows] != [row.id for row in self._model.rows] or not here.isValid():
            place = (0, self._model.columnCount() - 1)
        self._model.show_rows(rows)
        if rows:
            self.setCurrentIndex(self._model.index(*place))
        self._fit()
        self.changed.emit()

    def choices(self) -> Mapping[str, int | None]:
        """Chosen side by field id; None where nothing is chosen yet."""
        return dict(self._model.chosen)

    def choose(self, row_id: str, side: int) -> None:
        """Choose a side of a field."""
        number = next(i for i, row in enumerate(self._model.rows) if row.id == row_id)
        self._choose(number, side)

    def go_to(self, row_id: str) -> None:
        """Put the cursor into a field's row, on its first side that can be chosen."""
        number = next(i for i, row in enumerate(self._model.rows) if row.id == row_id)
        side = next(one for one in range(len(self._model.titles) - 1) if one not in self._fixed)
        self.setCurrentIndex(self._model.index(number, side + 1))
        self.viewport().update()
        self._keep_in_sight()

    def choose_all(self, side: int) -> None:
        """Choose one side everywhere («Всё с карты»)."""
        for number in range(len(self._model.rows)):
            self._model.choose(number, side)
        self.changed.emit()

    def _choose(self, row: int, side: int) -> None:
        if side in self._fixed or side < 0:
            return
        self._model.choose(row, side)
        self.viewport().update()
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move between cells that can be chosen, Space chooses."""
        index = self.currentIndex()
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Space and index.isValid():
            self._choose(index.row(), index.column() - 1)
            return
        steps = {
            Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0),
            Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1),
        }  # fmt: skip
        if key not in steps or not index.isValid():
            super().keyPressEvent(event)
            return
        down, across = steps[key]
        row = min(max(index.row() + down, 0), len(self._model.rows) - 1)
        column = index.column() + across
        while 1 <= column < len(self._model.titles) and column - 1 in self._fixed:
            column += across
        if 1 <= column < len(self._model.titles):
            self.setCurrentIndex(self._model.index(row, column))
            self.viewport().update()
            self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        """The table is as high as its rows: what scrolls is the page around it."""
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        if parent is not None:
            rect = self.visualRect(self.currentIndex())
            spot = self.viewport().mapTo(parent.widget(), rect.center())
            parent.ensureVisible(spot.x(), spot.y(), 0, rect.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses the side."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() > 0 and index.column() - 1 not in self._fixed:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.setCurrentIndex(index)
            self._choose(index.row(), index.column() - 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns and rows follow the width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        sides = len(self._model.titles) - 1
        width = self.viewport().width()
        first = min(self._theme.px(180), width // (sides + 2))
        self.setColumnWidth(0, first)
        for column in range(1, sides + 1):
            self.setColumnWidth(column, (width - first) // sides)
        total = self._theme.px(HEAD_TABLE)
        for number in range(len(self._model.rows)):
            height = max(
                self._delegate.height(self._model.index(number, column), self.columnWidth(column))
                for column in range(sides + 1)
            )
            self.setRowHeight(number, height)
            total += height
        if self.height() != total:
            self.setFixedHeight(total)
