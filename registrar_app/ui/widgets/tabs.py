"""Tabs of a page: words with key and count, a 3 px line under the current one."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QWidget

from registrar_app.ui.paint import focus_ring, round_box
from registrar_app.ui.theme import Role, Theme, Use
from registrar_app.ui.widgets.keycap import draw_keycap, keycap_size
from registrar_app.ui.widgets.layouts import FlowLayout

_PAD = 7
"""Room for the focus ring at both sides of a tab's words."""


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab."""

    id: str
    title: str
    key: str = ""
    count: int | None = None


class _TabButton(QAbstractButton):
    """A tab as a button that can be current."""

    def __init__(self, theme: Theme, tab: Tab, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.tab = tab
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_count(tab.count)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def set_count(self, count: int | None) -> None:
        """Another number, None for none."""
        self._count = "" if count is None else str(count)
        self.setAccessibleName(f"{self.tab.title} {self._count}".strip())
        self.updateGeometry()
        self.update()

    def _widths(self) -> tuple[int, int, int]:
        theme = self._theme
        text = QFontMetrics(theme.font(Use.BOLD)).horizontalAdvance(self.tab.title)
        cap = keycap_size(theme, self.tab.key).width()
        advance = QFontMetrics(theme.font(Use.SMALL_BOLD)).horizontalAdvance(self._count)
        count = max(advance + theme.px(12), theme.px(19)) if self._count else 0
        return text, cap, count

    def sizeHint(self) -> QSize:
        """Words, cap and count."""
        px = self._theme.px
        text, cap, count = self._widths()
        inner = text + (cap + px(8) if cap else 0) + (count + px(8) if count else 0)
        return QSize(inner + 2 * px(_PAD), px(40))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw words, cap, count and the line."""
        theme, painter = self._theme, QPainter(self)
        text, cap, count = self._widths()
        height = self.height() - 3
        current = self.isChecked()
        painter.setFont(theme.font(Use.BOLD if current else Use.BODY))
        painter.setPen(theme.color(Role.ACCENT if current else Role.TEXT))
        pad = theme.px(_PAD)
        painter.drawText(QRect(pad, 0, text + 2, height), Qt.AlignmentFlag.AlignVCenter, self.tab.title)
        x = pad + text + theme.px(8)
        if not current:
            x -= text - QFontMetrics(theme.font(Use.BODY)).horizontalAdvance(self.tab.title)
        if cap:
            size = keycap_size(theme, self.tab.key)
            place = QRect(x, (height - size.height()) // 2, cap, size.height())
            draw_keycap(
                painter, place, theme, self.tab.key, theme.color(Role.TEXT3), theme.color(Role.BORDER)
            )
            x += cap + theme.px(8)
        if count:
            edge = theme.px(19)
            place = QRect(x, (height - edge) // 2, count, edge)
            round_box(painter, place, edge / 2, theme.color(Role.NEUTRAL_TINT))
            painter.setFont(theme.font(Use.SMALL_BOLD))
            painter.setPen(theme.color(Role.NEUTRAL))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._count)
        if current:
            painter.fillRect(pad, self.height() - 3, self.width() - 2 * pad, 3, theme.color(Role.ACCENT))
        if self.hasFocus():
            focus_ring(painter, self.rect().adjusted(0, 2, 0, -4), theme, 4)


class TabBar(QWidget):
    """The tabs; left and right move between them, the page's key router presses them by key."""

    chosen = Signal(str)
    """Id of the tab that is current now."""

    def __init__(self, theme: Theme, tabs: tuple[Tab, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.overhang = theme.px(_PAD)
        flow = FlowLayout(self, gap=theme.px(28) - 2 * self.overhang)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._group = QButtonGroup(self)
        self._buttons: list[_TabButton] = []
        for tab in tabs:
            button = _TabButton(theme, tab, self)
            flow.addWidget(button)
            self._group.addButton(button)
            self._buttons.append(button)
        if self._buttons:
            self._buttons[0].setChecked(True)
        self._group.buttonClicked.connect(self._on_clicked)

    def _on_clicked(self, button: QAbstractButton) -> None:
        if isinstance(button, _TabButton):
            self.chosen.emit(button.tab.id)

    @property
    def current(self) -> str:
        """Id of the current tab."""
        return next((one.tab.id for one in self._buttons if one.isChecked()), "")

    def set_current(self, tab_id: str) -> None:
        """Make a tab current without a signal."""
        for button in self._buttons:
            if button.tab.id == tab_id:
                button.setChecked(True)

    def set_count(self, tab_id: str, count: int | None) -> None:
        """Another number at a tab."""
        for button in self._buttons:
            if button.tab.id == tab_id:
                button.set_count(count)

    def press(self, key: str) -> bool:
        """Choose the tab with this key; whether there is one."""
        for button in self._buttons:
            if button.tab.key == key:
                button.click()
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right move to the neighbour."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        index = next((i for i, one in enumerate(self._buttons) if one.hasFocus()), None)
        if step is None or index is None:
            super().keyPressEvent(event)
            return
        button = self._buttons[(index + step) % len(self._buttons)]
        button.setFocus(Qt.FocusReason.TabFocusReason)
        button.click()
