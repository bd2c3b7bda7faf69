"""The left list of the settings: an icon and a word a row; ↑ ↓ move, the page follows."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from registrar_app.ui.paint import focus_ring
from registrar_app.ui.theme import Role, Theme, Use
from registrar_app.ui.widgets.label import Panel
from registrar_app.ui.widgets.list_pane import plain_list
from registrar_app.ui.widgets.search_list import Index

_ROW = 42


@dataclass(frozen=True, slots=True)
class Group:
    """One row."""

    id: str
    icon: str
    word: str


class _Delegate(QStyledItemDelegate):
    """Draws a row."""

    def __init__(self, theme: Theme, groups: Sequence[Group], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._groups = theme, groups

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        """42 high."""
        return QSize(self._theme.px(120), self._theme.px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Tint and bar of the current row, icon, word."""
        theme, px, group = self._theme, self._theme.px, self._groups[index.row()]
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        is_current = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if is_current:
            painter.fillRect(rect, theme.color(Role.ACCENT_TINT))
            painter.fillRect(rect.x(), rect.y(), 4, rect.height(), theme.color(Role.ACCENT))
        color = theme.color(Role.ACCENT if is_current else Role.TEXT2)
        edge = px(20)
        icon = QRect(rect.x() + px(18), rect.y() + (rect.height() - edge) // 2, edge, edge)
        theme.icons.paint(painter, icon, group.icon, color)
        painter.setFont(theme.font(Use.BOLD if is_current else Use.BODY))
        painter.setPen(theme.color(Role.ACCENT if is_current else Role.TEXT))
        place = rect.adjusted(px(50), 0, -px(8), 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, group.word)
        if is_current and state & QStyle.StateFlag.State_HasFocus:
            focus_ring(painter, rect, theme, 4)
        painter.restore()


class GroupList(Panel):
    """Groups of settings."""

    chosen = Signal(str)
    """Id of the group under the cursor."""

    def __init__(self, theme: Theme, groups: Sequence[Group], name: str) -> None:
        super().__init__(theme, Role.SURFACE, ("right",))
        self._groups = tuple(groups)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, theme.px(12), 1, 0)
        self.list = plain_list(theme)
        self.list.setAccessibleName(name)
        model = QStandardItemModel(self)
        for group in self._groups:
            item = QStandardItem(group.word)
            item.setEditable(False)
            model.appendRow(item)
        self.list.setModel(model)
        self.list.setItemDelegate(_Delegate(theme, self._groups, self.list))
        self.list.selectionModel().currentChanged.connect(self._on_current)
        box.addWidget(self.list)
        theme.changed.connect(self.list.doItemsLayout)

    def _on_current(self, current: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(self._groups[current.row()].id)

    def choose(self, group_id: str) -> None:
        """Put the cursor on a group."""
        for number, group in enumerate(self._groups):
            if group.id == group_id:
                self.list.setCurrentIndex(self.list.model().index(number, 0))
