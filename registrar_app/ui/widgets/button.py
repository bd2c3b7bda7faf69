"""Buttons: verb first, the key on a cap; primary, secondary, quiet and danger."""

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from registrar_app.ui.metrics import BUTTON, BUTTON_SMALL, RADIUS
from registrar_app.ui.paint import focus_ring, round_box
from registrar_app.ui.theme import Role, Theme, Use
from registrar_app.ui.widgets.keycap import draw_keycap, key_words, keycap_size


class ButtonKind(StrEnum):
    """How much a button weighs; at most one PRIMARY on a page."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    QUIET = "quiet"
    DANGER = "danger"


class Button(QAbstractButton):
    """A button with an icon, words and the cap of its key.

    The window's key router presses the visible button of the current page whose ``key`` was typed; nothing
    else has to be connected for the key. ``numbered`` asks the page for the next free Alt+digit.
    """

    def __init__(
        self,
        theme: Theme,
        text: str,
        *,
        kind: ButtonKind = ButtonKind.SECONDARY,
        icon: str = "",
        key: str = "",
        role: Role | None = None,
        small: bool = False,
        numbered: bool = False,
        left: bool = False,
        handler: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Make a button.

        Args:
            theme: Colours and fonts.
            text: The words, verb first.
            kind: Weight.
            icon: Name of an icon.
            key: Canonical key, ``"Ctrl+Enter"``, ``"F8"``.
            role: Status role for edge and words (warn, error, info), for answers and advice.
            small: 32 instead of 36 high, for side column and banners.
            numbered: The page gives it Alt+1 … Alt+9.
            left: Contents stand at the left when the button is wider than they are.
            handler: Called when pressed.
            parent: Parent widget.
        """
        super().__init__(parent)
        self._theme, self._kind, self._icon_name, self._role = theme, kind, icon, role
        self._small, self._left = small, left
        self.is_numbered = numbered
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._key = ""
        self.set_key(key)
        self.setAccessibleName(text)
        if handler is not None:
            self._handler = handler
            self.clicked.connect(self._on_clicked)
        theme.changed.connect(self._restyle)

    def _on_clicked(self) -> None:
        self._handler()

    @property
    def key(self) -> str:
        """Canonical key, empty if none."""
        return self._key

    @property
    def kind(self) -> ButtonKind:
        """Weight of the button."""
        return self._kind

    def set_key(self, key: str) -> None:
        """Another key on the cap."""
        if key == self._key:
            return
        self._key = key
        self.setAccessibleDescription(f"клавиша {key_words(key)}" if key else "")
        self._restyle()

    def set_text(self, text: str) -> None:
        """Other words («Записать 3 изменения»)."""
        self.setText(text)
        self.setAccessibleName(text)
        self._restyle()

    def _restyle(self) -> None:
        self.setAccessibleName(self.text())
        self.updateGeometry()
        self.update()

    def _font(self) -> QFont:
        return self._theme.font(Use.BOLD if self._kind is ButtonKind.PRIMARY else Use.BODY)

    def _widths(self) -> tuple[int, int, int, int]:
        """Padding, icon with its gap, text, gap with cap."""
        px = self._theme.px
        pad = px(4 if self._kind is ButtonKind.QUIET else 13)
        icon = px(19 + 8) if self._icon_name else 0
        text = QFontMetrics(self._font()).horizontalAdvance(self.text())
        cap = keycap_size(self._theme, self._key).width()
        return pad, icon, text, px(9) + cap if cap else 0

    def sizeHint(self) -> QSize:
        """What icon, words and cap need."""
        pad, icon, text, cap = self._widths()
        return QSize(pad * 2 + icon + text + cap + 1, self._theme.px(BUTTON_SMALL if self._small else BUTTON))

    def minimumSizeHint(self) -> QSize:
        """The same: words of a button are never cut."""
        return self.sizeHint()

    def _color(self) -> QColor:
        if not self.isEnabled():
            return self._theme.color(Role.DISABLED)
        if self._kind is ButtonKind.PRIMARY:
            return self._theme.color(Role.ON_ACCENT)
        if self._kind is ButtonKind.DANGER:
            return self._theme.color(Role.ERROR)
        if self._kind is ButtonKind.QUIET or self.isChecked():
            return self._theme.color(Role.ACCENT)
        return self._theme.color(self._role or Role.TEXT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw box, icon, words and cap."""
        painter = QPainter(self)
        color = self._color()
        self._paint_box(painter)
        pad, icon, text, cap = self._widths()
        total = icon + text + cap
        x = pad if self._left else max((self.width() - total) // 2, 0)
        height = self.height()
        if icon:
            size = self._theme.px(19)
            role = color if self._kind is not ButtonKind.SECONDARY else self._icon_color(color)
            box = QRect(x, (height - size) // 2, size, size)
            self._theme.icons.paint(painter, box, self._icon_name, role)
            x += icon
        painter.setFont(self._font())
        painter.setPen(color)
        painter.drawText(QRect(x, 0, text + 2, height), Qt.AlignmentFlag.AlignVCenter, self.text())
        if cap:
            self._paint_cap(painter, x + text + self._theme.px(9), color)

    def _icon_color(self, color: QColor) -> QColor:
        plain = self._role is None and self.isEnabled() and not self.isChecked()
        return self._theme.color(Role.TEXT2) if plain else color

    def _paint_cap(self, painter: QPainter, x: int, color: QColor) -> None:
        size = keycap_size(self._theme, self._key)
        strong = self._kind is ButtonKind.PRIMARY
        edge = color if strong else self._theme.color(Role.BORDER)
        words = color if strong else self._theme.color(Role.TEXT3)
        place = QRect(x, (self.height() - size.height()) // 2, size.width(), size.height())
        draw_keycap(painter, place, self._theme, self._key, words, edge)

    def _paint_box(self, painter: QPainter) -> None:
        theme, rect = self._theme, self.rect()
        hot = self.isDown() or self.underMouse()
        if self._kind is ButtonKind.PRIMARY:
            round_box(
                painter, rect, RADIUS, theme.color(Role.ACCENT if self.isEnabled() else Role.NEUTRAL_TINT)
            )
            if self.hasFocus():
                inner = QRectF(rect).adjusted(3, 3, -3, -3)
                round_box(painter, inner, RADIUS - 2, None, theme.color(Role.ON_ACCENT), 1.5)
            return
        if self._kind is ButtonKind.QUIET:
            if hot:
                round_box(painter, rect, RADIUS, theme.color(Role.ACCENT_TINT))
        elif self.isChecked():
            round_box(painter, rect, RADIUS, theme.color(Role.ACCENT_TINT), theme.color(Role.ACCENT), 1.5)
        else:
            edge = Role.ERROR if self._kind is ButtonKind.DANGER else self._role or Role.BORDER
            fill = Role.SUBTLE if hot else Role.SURFACE
            round_box(painter, rect, RADIUS, theme.color(fill), theme.color(edge))
        if self.hasFocus():
            focus_ring(painter, rect, theme)
