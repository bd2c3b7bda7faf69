"""Lists of drawn lines: what the lists of requests, of pairs and of commands have in common."""

from collections.abc import Sequence
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from registrar_app.ui.paint import elided, focus_ring
from registrar_app.ui.theme import Role, Theme, Use
from registrar_app.ui.widgets.list_pane import plain_list
from registrar_app.ui.widgets.search_list import Index

LINE = Qt.ItemDataRole.UserRole
"""Role under which a model gives the line itself."""
_WORDS = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)


class Line(Protocol):
    """What stands in such a list."""

    @property
    def id(self) -> object:
        """Whose line it is."""

    @property
    def words(self) -> str:
        """All of it, for screen readers and the tooltip."""


T = TypeVar("T", bound=Line)


class LineModel(QAbstractListModel, Generic[T]):
    """The lines of a list, in one piece."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[T, ...] = ()

    def show_lines(self, lines: Sequence[T]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many lines there are."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """The line itself under ``LINE``, else its words."""
        line = self.lines[index.row()]
        if role == LINE:
            return line
        return line.words if role in _WORDS else None


class LineDelegate(QStyledItemDelegate):
    """Draws the ground of a line, its mark and its focus; what stands on it is ``draw``'s."""

    HEIGHT: ClassVar[int]
    """Height of a line at 100 %."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme

    def draw(self, painter: QPainter, rect: QRect, line: Any, selected: bool) -> None:  # noqa: ANN401
        """Draw one line into its rectangle."""
        raise NotImplementedError

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        """All lines are equally high; the list gives the width."""
        return QSize(10, self.theme.px(self.HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line."""
        theme = self.theme
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected:
            painter.fillRect(rect, theme.color(Role.ACCENT_TINT))
            painter.fillRect(rect.x(), rect.y(), 4, rect.height(), theme.color(Role.ACCENT))
        painter.fillRect(rect.x() + theme.px(14), rect.bottom(), rect.width(), 1, theme.color(Role.LINE))
        self.draw(painter, rect, index.data(LINE), selected)
        if selected and state & QStyle.StateFlag.State_HasFocus:
            focus_ring(painter, rect, theme, 4)
        painter.restore()

    def text(self, painter: QPainter, use: Use, role: Role, rect: QRect, text: str) -> None:
        """One line of text, cut with «…» where it does not fit."""
        painter.setFont(self.theme.font(use))
        painter.setPen(self.theme.color(role))
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, elided(painter, text, rect.width()))


class LineList(QObject, Generic[T]):
    """The list itself; its ``view`` goes into a layout."""

    moved = Signal(object)
    """Id of the line under the cursor, moved by a person."""

    def __init__(self, theme: Theme, delegate: LineDelegate, name: str) -> None:
        super().__init__()
        self._model, self._delegate, self._silent = LineModel[T](), delegate, False
        self.view = plain_list(theme)
        self.view.setModel(self._model)
        self.view.setItemDelegate(delegate)
        self.view.setAccessibleName(name)
        self.view.selectionModel().currentChanged.connect(self._on_current)
        theme.changed.connect(self.view.doItemsLayout)

    @property
    def lines(self) -> tuple[T, ...]:
        """What is shown."""
        return self._model.lines

    @property
    def ids(self) -> list[object]:
        """Ids of the lines, in order."""
        return [line.id for line in self.lines]

    def current(self) -> object | None:
        """Id of the line under the cursor."""
        index = self.view.currentIndex()
        return self.lines[index.row()].id if index.isValid() else None

    def show_lines(self, lines: Sequence[T]) -> None:
        """Show other lines; the cursor stays on the same one if it is still there, and nothing is emitted."""
        kept = self.current()
        self._silent = True
        self._model.show_lines(lines)
        self._silent = False
        self.select(kept)

    def select(self, line_id: object) -> None:
        """Put the cursor on a line, if it is there; nothing is emitted."""
        if line_id in self.ids:
            self._silent = True
            self.choose(self.ids.index(line_id))
            self._silent = False

    def choose(self, place: int) -> None:
        """Put the cursor on a place of the list."""
        self.view.setCurrentIndex(self._model.index(place))

    def _on_current(self, current: QModelIndex) -> None:
        if not self._silent and current.isValid():
            self.moved.emit(self.lines[current.row()].id)
