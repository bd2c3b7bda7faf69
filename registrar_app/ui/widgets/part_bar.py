"""One bar in parts: done, not done, waiting for an answer; the rest is still ahead."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from registrar_app.ui.metrics import RADIUS_BADGE
from registrar_app.ui.theme import Role, Theme

_HEIGHT = 18


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the bar."""

    number: int
    role: Role
    words: str
    """«готово», for screen readers; the badges below say the same."""


class PartBar(QWidget):
    """A bar of coloured parts in proportion to their numbers."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._parts: tuple[Part, ...] = ()
        self._total = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_parts(self, parts: Sequence[Part], total: int) -> None:
        """Show other numbers.

        Args:
            parts: From the left.
            total: What the whole width stands for.
        """
        self._parts, self._total = tuple(parts), total
        words = ", ".join(f"{one.words} {one.number}" for one in parts if one.number)
        self.setAccessibleName(f"Из {total}: {words or 'ещё ничего'}")
        self.update()

    def sizeHint(self) -> QSize:
        """18 high."""
        return QSize(self._theme.px(200), self._theme.px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the whole, then its parts."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QPainterPath()
        whole.addRoundedRect(QRectF(self.rect()), RADIUS_BADGE, RADIUS_BADGE)
        painter.setClipPath(whole)
        painter.fillRect(self.rect(), self._theme.color(Role.NEUTRAL_TINT))
        x = 0.0
        for part in self._parts:
            width = self.width() * part.number / max(self._total, 1)
            if part.number:
                width = max(width, 3.0)
            painter.fillRect(QRectF(x, 0, width, self.height()), self._theme.color(part.role))
            x += width
