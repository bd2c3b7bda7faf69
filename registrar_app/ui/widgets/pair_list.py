"""The left list of suspected pairs: both names, how sure, what agrees."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout

from registrar_app.ui.paint import elided, focus_ring
from registrar_app.ui.theme import Role, Theme, Use
from registrar_app.ui.widgets.badge import badge_size, draw_badge
from registrar_app.ui.widgets.label import Hairline, Label, Panel
from registrar_app.ui.widgets.list_pane import plain_list
from registrar_app.ui.widgets.search_list import Index

_LineRole = Qt.ItemDataRole.UserRole
_WORDS = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.ToolTipRole,
)
_ROW = 78


@dataclass(frozen=True, slots=True, repr=False)
class PairLine:
    """One pair as the list shows it."""

    id: object
    first: str
    second: str
    badge: str
    badge_role: Role
    matched: str
    """What agrees, in words."""


class _Model(QAbstractListModel):
    """The lines."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[PairLine, ...] = ()

    def show_lines(self, lines: Sequence[PairLine]) -> None:
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        line = self.lines[index.row()]
        if role == _LineRole:
            return line
        if role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return f"{line.first} и {line.second}, {line.badge}. Совпало: {line.matched}"
        return None


class _Delegate(QStyledItemDelegate):
    """Draws both names, then the badge and what agrees."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        return QSize(10, self._theme.px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, px = self._theme, self._theme.px
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        line: PairLine = index.data(_LineRole)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected:
            painter.fillRect(rect, theme.color(Role.ACCENT_TINT))
            painter.fillRect(rect.x(), rect.y(), 4, rect.height(), theme.color(Role.ACCENT))
        painter.fillRect(rect.x() + px(14), rect.bottom(), rect.width(), 1, theme.color(Role.LINE))
        left, width = rect.x() + px(16), rect.width() - px(26)
        self._text(painter, Use.BOLD, Role.TEXT, QRect(left, rect.y() + px(7), width, px(19)), line.first)
        self._text(painter, Use.BODY, Role.TEXT, QRect(left, rect.y() + px(27), width, px(19)), line.second)
        size = badge_size(theme, line.badge, use=Use.TINY)
        top = rect.y() + px(51)
        box = QRect(left - px(2), top, size.width(), size.height())
        draw_badge(painter, box, theme, line.badge, line.badge_role, use=Use.TINY, on_selected=selected)
        start = box.right() + px(8)
        room = QRect(start, top, rect.right() - px(10) - start, size.height())
        self._text(painter, Use.SMALL, Role.TEXT2, room, line.matched)
        if selected and state & QStyle.StateFlag.State_HasFocus:
            focus_ring(painter, rect, theme, 4)
        painter.restore()

    def _text(self, painter: QPainter, use: Use, role: Role, rect: QRect, text: str) -> None:
        painter.setFont(self._theme.font(use))
        painter.setPen(self._theme.color(role))
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, elided(painter, text, rect.width()))


class PairList(Panel):
    """Pairs that wait for an answer; the page follows the cursor."""

    chosen = Signal(object)
    """Id of the pair under the cursor."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, Role.SURFACE, ("right",))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 1, 0)
        box.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(16), theme.px(12), theme.px(12), theme.px(10))
        self._head = Label(theme, "", use=Use.SECTION)
        self._note = Label(theme, "", role=Role.TEXT2, use=Use.SMALL)
        head.addWidget(self._head)
        head.addStretch(1)
        head.addWidget(self._note)
        box.addLayout(head)
        box.addWidget(Hairline(theme))
        self._model = _Model()
        self._delegate = _Delegate(theme)
        self.list = plain_list(theme)
        self.list.setModel(self._model)
        self.list.setItemDelegate(self._delegate)
        self.list.setAccessibleName("Пары похожих записей")
        self.list.selectionModel().currentChanged.connect(self._on_current)
        box.addWidget(self.list, 1)
        self._silent = False
        theme.changed.connect(self.list.doItemsLayout)

    @property
    def ids(self) -> list[object]:
        """Ids of the pairs, in order."""
        return [line.id for line in self._model.lines]

    def current(self) -> object | None:
        """Id of the pair under the cursor."""
        index = self.list.currentIndex()
        return self._model.lines[index.row()].id if index.isValid() else None

    def set_lines(self, lines: Sequence[PairLine], header: str, note: str) -> None:
        """Show lines; the cursor stays on the same pair if it is still there, and nothing is emitted."""
        kept = self.current()
        self._silent = True
        self._model.show_lines(lines)
        self._head.setText(header)
        self._note.setText(note)
        if kept in self.ids:
            self.list.setCurrentIndex(self._model.index(self.ids.index(kept)))
        self._silent = False

    def choose(self, place: int) -> None:
        """Put the cursor on a place of the list."""
        self.list.setCurrentIndex(self._model.index(place))

    def _on_current(self, current: QModelIndex) -> None:
        if not self._silent and current.isValid():
            self.chosen.emit(self._model.lines[current.row()].id)
