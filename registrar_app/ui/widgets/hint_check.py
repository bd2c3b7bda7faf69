"""A tick so small that it fits beside a field's label: «нет отчества»."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from registrar_app.ui.paint import round_box
from registrar_app.ui.theme import Role, Theme, Use

_BOX, _GAP = 13, 5


class HintCheck(QAbstractButton):
    """Box and words as high as a label line, for the mouse: Tab does not stop here."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setText(text)
        self.setCheckable(True)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Box and words in one line of small type."""
        metrics = QFontMetrics(self._theme.font(Use.SMALL))
        return QSize(
            metrics.horizontalAdvance(self.text()) + self._theme.px(_BOX + _GAP + 4), metrics.height()
        )

    def minimumSizeHint(self) -> QSize:
        """The same: words are never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw box, tick and words."""
        theme, painter, px = self._theme, QPainter(self), self._theme.px
        edge = px(_BOX)
        box = QRect(1, (self.height() - edge) // 2, edge, edge)
        strong = self.hasFocus() or self.isChecked()
        fill = theme.color(Role.ACCENT if self.isChecked() else Role.FIELD)
        width = 2 if self.hasFocus() else 1
        round_box(painter, box, 3, fill, theme.color(Role.FOCUS if strong else Role.BORDER), width)
        if self.isChecked():
            theme.icons.paint(painter, box.adjusted(1, 1, -1, -1), "check", theme.color(Role.ON_ACCENT))
        painter.setFont(theme.font(Use.SMALL))
        painter.setPen(theme.color(Role.TEXT if strong else Role.TEXT2))
        words = self.rect().adjusted(edge + px(_GAP) + 1, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
