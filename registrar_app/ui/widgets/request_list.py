"""The left list of requests: who waits, for what, from where, and how urgent it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from registrar_app.ui.metrics import ACTION_BAR
from registrar_app.ui.theme import STATUS_ICONS, Role, Theme, Use
from registrar_app.ui.widgets.badge import Badge, badge_size, draw_badge
from registrar_app.ui.widgets.button import Button
from registrar_app.ui.widgets.keycap import KeyCap
from registrar_app.ui.widgets.label import Hairline, Label, Panel
from registrar_app.ui.widgets.line_list import LineDelegate, LineList

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

    @property
    def words(self) -> str:
        """All of it, for screen readers."""
        return f"{self.name}, {self.what}, {self.whence}, {self.badge}"


class _Delegate(LineDelegate):
    """Draws name, paper, and whence with the badge of the term."""

    HEIGHT = 72

    def draw(self, painter: QPainter, rect: QRect, line: RequestLine, selected: bool) -> None:
        theme, px = self.theme, self.theme.px
        left, width = rect.x() + px(16), rect.width() - px(26)
        self.text(painter, Use.BOLD, Role.TEXT, QRect(left, rect.y() + px(6), width, px(19)), line.name)
        self.text(painter, Use.BODY, Role.TEXT, QRect(left, rect.y() + px(26), width, px(19)), line.what)
        icon = STATUS_ICONS.get(line.badge_role, "") if line.badge_role in (Role.ERROR, Role.WARN) else ""
        size = badge_size(theme, line.badge, icon)
        top = rect.y() + px(46)
        box = QRect(rect.right() - px(10) - size.width(), top, size.width(), size.height())
        draw_badge(painter, box, theme, line.badge, line.badge_role, icon=icon, on_selected=selected)
        room = QRect(left, top, box.x() - px(6) - left, size.height())
        self.text(painter, Use.SMALL, Role.TEXT2, room, line.whence)


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
        box.addLayout(self._make_head())
        box.addLayout(self._make_kinds())
        box.addLayout(self._make_urgent())
        box.addWidget(Hairline(theme))
        self._lines: LineList[RequestLine] = LineList(theme, _Delegate(theme), "Запросы на справки")
        self._lines.moved.connect(self.moved)
        self.list = self._lines.view
        self.list.doubleClicked.connect(lambda index: self.opened.emit(self.lines[index.row()].id))
        self.list.installEventFilter(self)
        box.addWidget(self.list, 1)
        self._empty = Label(theme, "", role=Role.TEXT2, wrap=True)
        self._empty.setContentsMargins(theme.px(16), theme.px(12), theme.px(12), 0)
        self._empty.hide()
        box.addWidget(self._empty)
        box.addStretch(0)
        box.addWidget(self._make_foot())

    def _make_head(self) -> QHBoxLayout:
        theme = self._theme
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(16), theme.px(10), theme.px(12), theme.px(6))
        head.setSpacing(theme.px(8))
        head.addWidget(Label(theme, "Запросы", use=Use.SECTION))
        head.addWidget(KeyCap(theme, "F7"))
        head.addStretch(1)
        self._new = Button(theme, "Новый", small=True, key="Shift+F7", handler=self.new_wanted.emit)
        head.addWidget(self._new)
        return head

    def _make_kinds(self) -> QHBoxLayout:
        theme = self._theme
        kinds = QHBoxLayout()
        kinds.setSpacing(theme.px(8))
        kinds.setContentsMargins(theme.px(12), 0, theme.px(12), theme.px(6))
        self._waiting = Button(theme, "Ждут", key="Alt+1", handler=lambda: self._choose(ready=False))
        self._ready = Button(theme, "Готовы", key="Alt+2", handler=lambda: self._choose(ready=True))
        for button in (self._waiting, self._ready):
            button.setCheckable(True)
            kinds.addWidget(button)
        kinds.addStretch(1)
        self._waiting.setChecked(True)
        return kinds

    def _make_urgent(self) -> QHBoxLayout:
        theme = self._theme
        urgent = QHBoxLayout()
        urgent.setContentsMargins(theme.px(12), 0, theme.px(12), theme.px(8))
        urgent.setSpacing(theme.px(8))
        self._late, self._today = Badge(theme, "", Role.ERROR), Badge(theme, "", Role.WARN)
        for badge in (self._late, self._today):
            badge.hide()
            urgent.addWidget(badge)
        urgent.addStretch(1)
        return urgent

    def _make_foot(self) -> Panel:
        theme = self._theme
        foot = Panel(theme, Role.SUBTLE, ("top",))
        foot.setFixedHeight(theme.px(ACTION_BAR))
        row = QHBoxLayout(foot)
        row.setContentsMargins(theme.px(12), 0, theme.px(12), 0)
        take = Button(theme, "Взять в работу", icon="clipboard-check", key="Ins", handler=self._take)
        row.addWidget(take, 1)
        return foot

    # -- contents -------------------------------------------------------------------------------

    @property
    def ids(self) -> list[object]:
        """Ids of the requests, in order."""
        return self._lines.ids

    @property
    def lines(self) -> tuple[RequestLine, ...]:
        """What is shown."""
        return self._lines.lines

    def current(self) -> object | None:
        """Id of the request under the cursor."""
        return self._lines.current()

    def set_lines(self, lines: Sequence[RequestLine], empty: str) -> None:
        """Show lines; the cursor stays on the same request, or near where it was.

        Args:
            lines: The requests.
            empty: What is said when there are none.
        """
        place = max(self.list.currentIndex().row(), 0)
        self._lines.show_lines(lines)
        if lines and self.current() is None:
            self.select(lines[min(place, len(lines) - 1)].id)
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
        """Put the cursor on a request, nothing is emitted; on none when it is not in this list."""
        if request_id in self.ids:
            self._lines.select(request_id)
        else:
            self.list.setCurrentIndex(QModelIndex())

    def focus_list(self) -> None:
        """F7: the queue; while it is empty, the button of a new request."""
        target = self.list if self.ids else self._new
        if self.ids and self.current() is None:
            self.select(self.ids[0])
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # -- keys -----------------------------------------------------------------------------------

    def _choose(self, *, ready: bool) -> None:
        self._waiting.setChecked(not ready)
        self._ready.setChecked(ready)
        self.shown_changed.emit(ready)

    def _take(self) -> None:
        if self.current() is not None:
            self.take_wanted.emit(self.current())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter opens."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _ENTER:
            if self.current() is not None:
                self.opened.emit(self.current())
            return True
        return super().eventFilter(watched, event)
