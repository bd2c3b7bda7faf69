"""The left list of requests: who waits, for what, from where, and how urgent it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout

from registrar_app.ui.metrics import ACTION_BAR
from registrar_app.ui.paint import elided, focus_ring
from registrar_app.ui.theme import STATUS_ICONS, Role, Theme, Use
from registrar_app.ui.widgets.badge import Badge, badge_size, draw_badge
from registrar_app.ui.widgets.button import Button
from registrar_app.ui.widgets.keycap import KeyCap
from registrar_app.ui.widgets.label import Hairline, Label, Panel
from registrar_app.ui.widgets.list_pane import plain_list
from registrar_app.ui.widgets.search_list import Index

_LineRole = Qt.ItemDataRole.UserRole
_ROW = 72
_WORDS = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True, repr=False)
class RequestLine:
    """One request as the list shows it."""

    id: object
    name: str
    what: str
    """«086/у для колледжа»."""
    whence: str
    """«по телефону, 19.11»."""
    badge: str
    badge_role: Role


class _Model(QAbstractListModel):
    """The lines."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[RequestLine, ...] = ()

    def show_lines(self, lines: Sequence[RequestLine]) -> None:
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        line = self.lines[index.row()]
        if role == _LineRole:
            return line
        return f"{line.name}, {line.what}, {line.whence}, {line.badge}" if role in _WORDS else None


class _Delegate(QStyledItemDelegate):
    """Draws name, paper, and whence with the badge of the term."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        return QSize(10, self._theme.px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, px = self._theme, self._theme.px
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        line: RequestLine = index.data(_LineRole)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected:
            painter.fillRect(rect, theme.color(Role.ACCENT_TINT))
            painter.fillRect(rect.x(), rect.y(), 4, rect.height(), theme.color(Role.ACCENT))
        painter.fillRect(rect.x() + px(14), rect.bottom(), rect.width(), 1, theme.color(Role.LINE))
        left, width = rect.x() + px(16), rect.width() - px(26)
        self._text(painter, Use.BOLD, Role.TEXT, QRect(left, rect.y() + px(6), width, px(19)), line.name)
        self._text(painter, Use.BODY, Role.TEXT, QRect(left, rect.y() + px(26), width, px(19)), line.what)
        icon = STATUS_ICONS.get(line.badge_role, "") if line.badge_role in (Role.ERROR, Role.WARN) else ""
        size = badge_size(theme, line.badge, icon)
        top = rect.y() + px(46)
        box = QRect(rect.right() - px(10) - size.width(), top, size.width(), size.height())
        draw_badge(painter, box, theme, line.badge, line.badge_role, icon=icon, on_selected=selected)
        room = QRect(left, top, box.x() - px(6) - left, size.height())
        self._text(painter, Use.SMALL, Role.TEXT2, room, line.whence)
        if selected and state & QStyle.StateFlag.State_HasFocus:
            focus_ring(painter, rect, theme, 4)
        painter.restore()

    def _text(self, painter: QPainter, use: Use, role: Role, rect: QRect, text: str) -> None:
        painter.setFont(self._theme.font(use))
        painter.setPen(self._theme.color(role))
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, elided(painter, text, rect.width()))


class RequestPane(Panel):
    """The queue: what waits and what is ready, the most urgent first."""

    moved = Signal(object)
    """Id of the request under the cursor, moved by the registrar."""
    opened = Signal(object)
    """Id: Enter or a double click."""
    shown_changed = Signal(bool)
    """True: those that are ready are wanted, False: all that wait."""
    take_wanted = Signal(object)
    """Id of the request to be taken."""
    new_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, Role.SURFACE, ("right",))
        self._theme = theme
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 1, 0)
        box.setSpacing(0)
        pad = theme.px(12)
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(16), theme.px(10), pad, theme.px(6))
        head.setSpacing(theme.px(8))
        head.addWidget(Label(theme, "Запросы", use=Use.SECTION))
        head.addWidget(KeyCap(theme, "F7"))
        head.addStretch(1)
        head.addWidget(
            Button(theme, "Новый", small=True, key="Shift+F7", handler=self.new_wanted.emit)
        )  # fmt: skip
        box.addLayout(head)
        kinds = QHBoxLayout()
        kinds.setSpacing(theme.px(8))
        kinds.setContentsMargins(pad, 0, pad, theme.px(6))
        self._waiting = Button(theme, "Ждут", key="Alt+1", handler=lambda: self._choose(ready=False))
        self._ready = Button(theme, "Готовы", key="Alt+2", handler=lambda: self._choose(ready=True))
        for button in (self._waiting, self._ready):
            button.setCheckable(True)
            kinds.addWidget(button)
        kinds.addStretch(1)
        self._waiting.setChecked(True)
        box.addLayout(kinds)
        self._urgent = QHBoxLayout()
        self._urgent.setContentsMargins(pad, 0, pad, theme.px(8))
        self._urgent.setSpacing(theme.px(8))
        self._late, self._today = Badge(theme, "", Role.ERROR), Badge(theme, "", Role.WARN)
        for badge in (self._late, self._today):
            badge.hide()
            self._urgent.addWidget(badge)
        self._urgent.addStretch(1)
        box.addLayout(self._urgent)
        box.addWidget(Hairline(theme))
        self._model, self._delegate = _Model(), _Delegate(theme)
        self.list = plain_list(theme)
        self.list.setModel(self._model)
        self.list.setItemDelegate(self._delegate)
        self.list.setAccessibleName("Запросы на справки")
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.doubleClicked.connect(lambda index: self.opened.emit(self._model.lines[index.row()].id))
        self.list.installEventFilter(self)
        box.addWidget(self.list, 1)
        self._empty = Label(theme, "", role=Role.TEXT2, wrap=True)
        self._empty.setContentsMargins(theme.px(16), theme.px(12), pad, 0)
        self._empty.hide()
        box.addWidget(self._empty)
        box.addStretch(0)
        foot = Panel(theme, Role.SUBTLE, ("top",))
        foot.setFixedHeight(theme.px(ACTION_BAR))
        row = QHBoxLayout(foot)
        row.setContentsMargins(pad, 0, pad, 0)
        take = Button(theme, "Взять в работу", icon="clipboard-check", key="Ins", handler=self._take)
        row.addWidget(take, 1)
        box.addWidget(foot)
        self._silent = False
        theme.changed.connect(self.list.doItemsLayout)

    # -- contents -------------------------------------------------------------------------------

    @property
    def ids(self) -> list[object]:
        """Ids of the requests, in order."""
        return [line.id for line in self._model.lines]

    @property
    def lines(self) -> tuple[RequestLine, ...]:
        """What is shown."""
        return self._model.lines

    def current(self) -> object | None:
        """Id of the request under the cursor."""
        index = self.list.currentIndex()
        return self._model.lines[index.row()].id if index.isValid() else None

    def set_lines(self, lines: Sequence[RequestLine], empty: str) -> None:
        """Show lines; the cursor stays on the same request, or near where it was.

        Args:
            lines: The requests.
            empty: What is said when there are none.
        """
        kept, place = self.current(), max(self.list.currentIndex().row(), 0)
        self._silent = True
        self._model.show_lines(lines)
        if lines:
            ids = self.ids
            row = ids.index(kept) if kept in ids else min(place, len(ids) - 1)
            self.list.setCurrentIndex(self._model.index(row))
        self._silent = False
        self.list.setVisible(bool(lines))
        self._empty.setText(empty)
        self._empty.setVisible(not lines)

    def set_counts(self, waiting: int, ready: int, overdue: int, today: int) -> None:
        """Numbers on the two buttons and under them."""
        self._waiting.set_text(f"Ждут {waiting}")
        self._ready.set_text(f"Готовы {ready}")
        self._late.set_state(f"просрочено {overdue}", Role.ERROR)
        self._late.setVisible(overdue > 0)
        self._today.set_state(f"сегодня {today}", Role.WARN)
        self._today.setVisible(today > 0)

    def select(self, request_id: object) -> None:
        """Put the cursor on a request, nothing is emitted."""
        if request_id in self.ids:
            self._silent = True
            self.list.setCurrentIndex(self._model.index(self.ids.index(request_id)))
            self._silent = False

    def focus_list(self) -> None:
        """F7."""
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # -- keys -----------------------------------------------------------------------------------

    def _choose(self, *, ready: bool) -> None:
        self._waiting.setChecked(not ready)
        self._ready.setChecked(ready)
        self.shown_changed.emit(ready)

    def _take(self) -> None:
        if self.current() is not None:
            self.take_wanted.emit(self.current())

    def _on_current(self, current: QModelIndex) -> None:
        if not self._silent and current.isValid():
            self.moved.emit(self._model.lines[current.row()].id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter opens."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _ENTER:
            if self.current() is not None:
                self.opened.emit(self.current())
            return True
        return super().eventFilter(watched, event)
