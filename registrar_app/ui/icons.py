"""Tabler outline icons, recoloured and cached.

Source: @tabler/icons 3.51.0, MIT, licence in ``resources/icons``; only the drawings used are shipped.
"""

from PySide6.QtCore import QByteArray, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from registrar_app.paths import resource


def _stroke(size: float) -> str:
    """Width of the pen on the 24 px grid for a drawn size: fine icons need a heavier line."""
    if size < 20:
        return "1.9"
    return "1.4" if size > 36 else "1.7"


class Icons:
    """Draws icons by name; pixmaps are kept by (name, colour, size, device pixel ratio)."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._pixmaps: dict[tuple[str, int, int, float], QPixmap] = {}

    def _text(self, name: str) -> str:
        if name not in self._texts:
            self._texts[name] = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
        return self._texts[name]

    def pixmap(self, name: str, color: QColor, size: int, dpr: float = 1.0) -> QPixmap:
        """The icon as a pixmap.

        Args:
            name: Name of the file without ``.svg``.
            color: Colour of the lines.
            size: Edge in logical pixels.
            dpr: Device pixel ratio of the screen it is drawn on.

        Raises:
            FileNotFoundError: no such icon is shipped (a bug of ours).
        """
        key = (name, color.rgba(), size, dpr)
        if key not in self._pixmaps:
            svg = self._text(name).replace("currentColor", color.name())
            svg = svg.replace('stroke-width="2"', f'stroke-width="{_stroke(size)}"')
            pixmap = QPixmap(round(size * dpr), round(size * dpr))
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(pixmap.rect()))
            painter.end()
            pixmap.setDevicePixelRatio(dpr)
            self._pixmaps[key] = pixmap
        return self._pixmaps[key]

    def paint(self, painter: QPainter, rect: QRect, name: str, color: QColor) -> None:
        """Draw the icon centred in a rectangle, as large as its shorter edge."""
        size = min(rect.width(), rect.height())
        pixmap = self.pixmap(name, color, size, painter.device().devicePixelRatioF())
        painter.drawPixmap(
            rect.x() + (rect.width() - size) // 2, rect.y() + (rect.height() - size) // 2, pixmap
        )

    def icon(self, name: str, color: QColor, size: int = 24) -> QIcon:
        """The icon for Qt's own places (window, line edit action)."""
        icon = QIcon()
        for dpr in (1.0, 2.0):
            icon.addPixmap(self.pixmap(name, color, size, dpr))
        return icon
