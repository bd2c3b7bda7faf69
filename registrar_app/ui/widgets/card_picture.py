"""A painted policy card: shows at a glance what to put into the reader."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QLinearGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from registrar_app.ui.theme import Role, Theme, Use

_WIDTH, _HEIGHT = 132, 84
_FROM, _TO, _CHIP, _CHIP_LINE = QColor("#D5E8F0"), QColor("#8FC3D8"), QColor("#E3B04B"), QColor("#8C6412")
_INK = QColor("#1A2530")


class CardPicture(QWidget):
    """A drawing, no photograph; the same in both themes, as a real card is."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self.setFixedSize(QSize(self._theme.px(_WIDTH), self._theme.px(_HEIGHT)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw card, chip and captions."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = self._theme.scale
        painter.scale(scale, scale)
        sweep = QLinearGradient(QPointF(0, 0), QPointF(_WIDTH, _HEIGHT))
        sweep.setColorAt(0, _FROM)
        sweep.setColorAt(1, _TO)
        painter.setBrush(sweep)
        painter.setPen(QPen(self._theme.color(Role.BORDER), 1))
        painter.drawRoundedRect(QRectF(0.5, 0.5, _WIDTH - 1, _HEIGHT - 1), 8, 8)
        painter.setBrush(_CHIP)
        painter.setPen(QPen(_CHIP_LINE, 1))
        painter.drawRoundedRect(QRectF(13.5, 30.5, 25, 20), 3, 3)
        for x in (22.0, 30.0):
            painter.drawLine(QPointF(x, 31), QPointF(x, 50))
        painter.drawLine(QPointF(14, 40.5), QPointF(38, 40.5))
        font = QFont(self._theme.font(Use.KEYCAP))
        font.setPixelSize(8)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(_INK)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(11, 7, 110, 14), flags, "ПОЛИС ОМС")
        font.setBold(False)
        font.setPixelSize(10)
        painter.setFont(font)
        painter.drawText(QRectF(11, 61, 115, 16), flags, "0000 0000 0000 0000")
