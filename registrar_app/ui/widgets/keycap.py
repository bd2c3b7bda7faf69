"""The small cap with a key's name that stands on every button."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from registrar_app.ui.metrics import KEYCAP, RADIUS_KEYCAP
from registrar_app.ui.paint import round_box
from registrar_app.ui.theme import Role, Theme, Use

_SHOWN = {"Space": "Пробел", "Left": "влево", "Right": "вправо", "Up": "вверх", "Down": "вниз"}


def key_words(key: str) -> str:
    """How a key is written on its cap: «Ctrl+Пробел»."""
    return "+".join(_SHOWN.get(part, part) for part in key.split("+"))


def keycap_size(theme: Theme, key: str) -> QSize:
    """Size of the cap, empty for no key."""
    if not key:
        return QSize(0, 0)
    width = QFontMetrics(theme.font(Use.KEYCAP)).horizontalAdvance(key_words(key))
    return QSize(width + theme.px(10), theme.px(KEYCAP))


def draw_keycap(painter: QPainter, rect: QRect, theme: Theme, key: str, color: QColor, edge: QColor) -> None:
    """Draw the cap centred in its rectangle."""
    painter.save()
    round_box(painter, rect, RADIUS_KEYCAP, None, edge, 1)
    painter.setFont(theme.font(Use.KEYCAP))
    painter.setPen(color)
    painter.drawText(rect, 0x84, key_words(key))
    painter.restore()


class KeyCap(QWidget):
    """A cap standing alone, beside a text."""

    def __init__(self, theme: Theme, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._key = theme, key
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self.setFixedSize(keycap_size(self._theme, self._key))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the cap."""
        theme = self._theme
        draw_keycap(
            QPainter(self), self.rect(), theme, self._key, theme.color(Role.TEXT3), theme.color(Role.BORDER)
        )
