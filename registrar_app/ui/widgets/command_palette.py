"""All commands as a searchable list over the window (F10); also the help of a page (F1)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from registrar_app.ui.paint import elided, round_box
from registrar_app.ui.theme import Role, Theme, Use
from registrar_app.ui.widgets.keycap import draw_keycap, key_words, keycap_size
from registrar_app.ui.widgets.label import Label, Panel
from registrar_app.ui.widgets.line_list import LINE, LineModel
from registrar_app.ui.widgets.list_pane import plain_list
from registrar_app.ui.widgets.search_field import SearchField
from registrar_app.ui.widgets.search_list import Index


@dataclass(frozen=True, slots=True)
class PaletteLine:
    """One thing in the list."""

    title: str
    key: str
    group: str
    handler: Callable[[], object]
    why_not: str = ""
    """Why it cannot be done now; then it is grey with the reason beside it."""
    remove: Callable[[], object] | None = None
    """Ctrl+Del takes the line off the list for good and calls this."""
    id: object = None
    """What the line stands for, so that it is listed once; None: nothing to tell."""

    @property
    def words(self) -> str:
        """All of it, for screen readers."""
        return ", ".join(part for part in (self.title, key_words(self.key), self.why_not) if part)


Ask = Callable[[str, Callable[[Sequence[PaletteLine]], None]], object]
"""Gets a typed text and the way to answer it, at once or later, with further lines."""


def fold(text: str) -> str:
    """Text for comparing: lower case, Ё as Е."""
    return text.casefold().replace("ё", "е")


class _Delegate(QStyledItemDelegate):
    """Draws title, group or reason, key."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        return QSize(10, self._theme.px(36))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, px = self._theme, self._theme.px
        rect: QRect = option.rect  # type: ignore[attr-defined]
        line: PaletteLine = index.data(LINE)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:  # type: ignore[attr-defined]
            painter.fillRect(rect, theme.color(Role.ACCENT_TINT))
            painter.fillRect(rect.x(), rect.y(), 4, rect.height(), theme.color(Role.ACCENT))
        cap = keycap_size(theme, line.key)
        right = rect.right() - px(14) - cap.width()
        painter.setFont(theme.font(Use.BODY))
        painter.setPen(theme.color(Role.TEXT3 if line.why_not else Role.TEXT))
        left = rect.x() + px(16)
        title = elided(painter, line.title, right - left - px(10))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(left, rect.y(), right - left, rect.height()), middle, title)
        left += painter.fontMetrics().horizontalAdvance(title) + px(14)
        painter.setFont(theme.font(Use.SMALL))
        painter.setPen(theme.color(Role.TEXT3))
        note = elided(painter, line.why_not or line.group, right - left - px(10))
        painter.drawText(QRect(left, rect.y(), max(right - left, 0), rect.height()), middle, note)
        if line.key:
            place = QRect(right, rect.y() + (rect.height() - cap.height()) // 2, cap.width(), cap.height())
            draw_keycap(painter, place, theme, line.key, theme.color(Role.TEXT3), theme.color(Role.BORDER))
        painter.restore()


class CommandPalette(Panel):
    """A sheet in the middle of the window; Esc closes it and the focus returns to where it was."""

    refused = Signal(str)
    """Why the chosen command cannot be done now."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, Role.SURFACE, (), parent)
        self._theme = theme
        self._all: tuple[PaletteLine, ...] = ()
        self._ask: Ask | None = None
        self._back: QWidget | None = None
        box = QVBoxLayout(self)
        pad = theme.px(14)
        box.setContentsMargins(pad, pad, pad, pad)
        box.setSpacing(theme.px(8))
        self._title = Label(theme, "", use=Use.SECTION)
        box.addWidget(self._title)
        self.search = SearchField(theme, "Что сделать", "Esc")
        self.search.textChanged.connect(self._on_typed)
        self.search.installEventFilter(self)
        box.addWidget(self.search)
        self._model = LineModel[PaletteLine]()
        self._delegate = _Delegate(theme)
        self.list = plain_list(theme)
        self.list.setModel(self._model)
        self.list.setItemDelegate(self._delegate)
        self.list.setAccessibleName("Команды")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.clicked.connect(self._run)
        box.addWidget(self.list, 1)
        self.hide()

    @property
    def lines(self) -> tuple[PaletteLine, ...]:
        """What is shown now."""
        return self._model.lines

    def open(
        self,
        title: str,
        lines: Sequence[PaletteLine],
        wanted: str = "Что сделать",
        ask: Ask | None = None,
    ) -> None:
        """Show the sheet.

        Args:
            title: What is asked.
            lines: What can be chosen at once.
            wanted: What may be typed, for the empty field.
            ask: Finds further lines for a text; they stand behind those of ``lines`` that fit it.
        """
        if not self.isVisible():
            self._back = QApplication.focusWidget()
        self._all, self._ask = tuple(lines), ask
        self._title.setText(title)
        self.search.setPlaceholderText(wanted)
        self.list.setAccessibleName(title)
        self.search.clear()
        self._on_typed("")
        self.place()
        self.show()
        self.raise_()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> None:
        """In the middle of the parent, at most 700 wide and 520 high."""
        parent = self.parentWidget()
        if parent is None:
            return
        room = parent.rect()
        width, height = (
            min(self._theme.px(700), room.width() - 40),
            min(self._theme.px(520), room.height() - 60),
        )
        self.setGeometry((room.width() - width) // 2, max((room.height() - height) // 3, 20), width, height)

    def close_sheet(self) -> None:
        """Hide it and give the focus back."""
        self.hide()
        if self._back is not None and self._back.isVisible():
            self._back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_typed(self, text: str) -> None:
        words = fold(text).split()
        fitting = [
            one
            for one in self._all
            if all(word in fold(f"{one.title} {one.group} {one.key}") for word in words)
        ]
        self._model.show_lines(fitting)
        if fitting:
            self.list.setCurrentIndex(self._model.index(0))
        if self._ask is not None and words:
            self._ask(text, partial(self._on_answer, text, fitting))

    def _on_answer(self, text: str, fitting: Sequence[PaletteLine], found: Sequence[PaletteLine]) -> None:
        """Further lines for the text as it still stands; the marked line stays marked."""
        if text != self.search.text() or not self.isVisible():
            return
        known = {one.id for one in fitting if one.id is not None}
        row = max(self.list.currentIndex().row(), 0)
        self._model.show_lines([*fitting, *(one for one in found if one.id not in known)])
        if self._model.lines:
            self.list.setCurrentIndex(self._model.index(row))

    def _run(self, index: QModelIndex) -> None:
        line = self._model.lines[index.row()]
        self.close_sheet()
        if line.why_not:
            self.refused.emit(line.why_not)
        else:
            line.handler()

    def _remove(self) -> None:
        """Take the current line off the list, where it may be."""
        index = self.list.currentIndex()
        line = self._model.lines[index.row()] if index.isValid() else None
        if line is not None and line.remove is not None:
            self._all = tuple(one for one in self._all if one is not line)
            self._on_typed(self.search.text())
            line.remove()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move the list, Enter runs."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {
                Qt.Key.Key_Up: -1,
                Qt.Key.Key_Down: 1,
                Qt.Key.Key_PageUp: -10,
                Qt.Key.Key_PageDown: 10,
            }.get(Qt.Key(event.key()))
            if step is not None and self._model.lines:
                row = min(max(self.list.currentIndex().row() + step, 0), len(self._model.lines) - 1)
                self.list.setCurrentIndex(self._model.index(row))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self.list.currentIndex().isValid():
                    self._run(self.list.currentIndex())
                return True
            if event.key() == Qt.Key.Key_Delete and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._remove()
                return True
            if event.key() == Qt.Key.Key_Tab:
                return True
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """A rounded sheet with an edge."""
        theme = self._theme
        round_box(QPainter(self), self.rect(), 6, theme.color(Role.SURFACE), theme.color(Role.BORDER))
