"""The steps of a work: number, a tick when done, the present one filled. Shows, is not pressed."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from registrar_app.ui.paint import elided, round_box
from registrar_app.ui.theme import Role, Theme, Use

_HEIGHT, _CIRCLE, _GAP = 34, 24, 8


class StepBar(QWidget):
    """«1 Файл — 2 Столбцы — 3 Проба — 4 Загрузка»."""

    def __init__(self, theme: Theme, steps: Sequence[str], current: int = 0) -> None:
        """Make the bar.

        Args:
            theme: Colours and fonts.
            steps: Words of the steps.
            current: Place of the present one, from 0; ``len(steps)``: all are done.
        """
        super().__init__()
        self._theme, self._steps, self._current = theme, tuple(steps), current
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.changed.connect(self._restyle)
        self.set_current(current)

    def set_current(self, current: int) -> None:
        """Another step is the present one."""
        self._current = current
        words = self._steps[current] if current < len(self._steps) else "готово"
        self.setAccessibleName(f"Шаг {min(current + 1, len(self._steps))} из {len(self._steps)}: {words}")
        self.update()

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for all words."""
        px = self._theme.px
        words = QFontMetrics(self._theme.font(Use.BOLD))
        width = sum(px(_CIRCLE + _GAP * 4) + words.horizontalAdvance(one) for one in self._steps)
        return QSize(width, px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Words may be cut in very narrow windows; the numbers stay."""
        return QSize(self._theme.px(_CIRCLE * 2) * len(self._steps), self._theme.px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the steps, equally wide."""
        painter = QPainter(self)
        step = self.width() / max(len(self._steps), 1)
        for place, words in enumerate(self._steps):
            self._paint_step(painter, round(place * step), round(step), place, words)

    def _paint_step(self, painter: QPainter, x: int, width: int, place: int, words: str) -> None:
        theme, px = self._theme, self._theme.px
        edge, middle = px(_CIRCLE), self.height() // 2
        is_current, is_done = place == self._current, place < self._current
        circle = QRect(x, middle - edge // 2, edge, edge)
        fill = Role.ACCENT if is_current else Role.OK_TINT if is_done else Role.NEUTRAL_TINT
        round_box(painter, QRectF(circle), edge / 2, theme.color(fill))
        ink = theme.color(Role.ON_ACCENT if is_current else Role.OK if is_done else Role.NEUTRAL)
        if is_done:
            inner = px(16)
            theme.icons.paint(
                painter, QRect(x + (edge - inner) // 2, middle - inner // 2, inner, inner), "check", ink
            )
        else:
            painter.setFont(theme.font(Use.SMALL_BOLD))
            painter.setPen(ink)
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(place + 1))
        painter.setFont(theme.font(Use.BOLD if is_current else Use.BODY))
        painter.setPen(theme.color(Role.TEXT if is_current else Role.TEXT2))
        left = x + edge + px(_GAP)
        room = width - edge - px(_GAP * 3)
        text = elided(painter, words, room)
        painter.drawText(
            QRect(left, 0, room, self.height()),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            text,
        )
        if place < len(self._steps) - 1:
            begins = left + painter.fontMetrics().horizontalAdvance(text) + px(_GAP)
            painter.fillRect(begins, middle, max(x + width - px(_GAP) - begins, 0), 1, theme.color(Role.LINE))
