"""A line of text that ends in «…» where there is no room; the whole stands in the tool tip."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from registrar_app.ui.paint import elided
from registrar_app.ui.theme import Role, Theme, Use


class CutLabel(QWidget):
    """Words that take the room they get; a screen reader hears all of them."""

    def __init__(
        self, theme: Theme, words: str = "", *, role: Role = Role.TEXT, use: Use = Use.BANNER
    ) -> None:
        super().__init__()
        self._theme, self._role, self._use = theme, role, use
        self._words = ""
        theme.changed.connect(self.update)
        self.set_words(words)

    def set_words(self, words: str) -> None:
        """Another text."""
        self._words = words
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        """One line high, as narrow as it must be."""
        return QSize(self._theme.px(20), self._theme.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw what fits."""
        painter = QPainter(self)
        painter.setFont(self._theme.font(self._use))
        painter.setPen(self._theme.color(self._role))
        text = elided(painter, self._words, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, text)
