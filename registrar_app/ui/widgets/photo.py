"""A person's photo beside the name: small, framed, upright; nothing is shown where there is none."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from registrar_app.cards.photo import Picture
from registrar_app.ui.metrics import RADIUS
from registrar_app.ui.theme import Role, Theme

_HEIGHT, _WIDEST = 72, 84
_LOW = 30
"""Design pixels: usual height, greatest width, height where the page has no room."""


class PhotoView(QWidget):
    """Shows a ``Picture`` at the height of a page's head; hidden while there is none."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._image: QImage | None = None
        self._low = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.changed.connect(self._restyle)
        self.hide()

    @property
    def has_picture(self) -> bool:
        """Whether there is something to see."""
        return self._image is not None

    def show_picture(self, picture: Picture | None, words: str = "Снимок с карты") -> None:
        """Show a picture, or nothing.

        Args:
            picture: Decoded photo (``cards.photo.decode_photo``), None to show none.
            words: What it is, for screen readers and as a hint under the mouse.
        """
        self._image = None
        if picture is not None:
            view = QImage(
                picture.rgb, picture.width, picture.height, 3 * picture.width, QImage.Format.Format_RGB888
            )
            self._image = view.copy()  # of its own: the octets above may go
        self.setAccessibleName(words if picture is not None else "")
        self.setToolTip(words if picture is not None else "")
        self._restyle()
        self.setVisible(self._image is not None)

    def set_low(self, low: bool) -> None:
        """Less height, in windows without it."""
        if low != self._low:
            self._low = low
            self._restyle()

    def _restyle(self) -> None:
        if self._image is None:
            return
        box = QSize(self._theme.px(_WIDEST), self._theme.px(_LOW if self._low else _HEIGHT))
        size = self._image.size().scaled(box, Qt.AspectRatioMode.KeepAspectRatio)
        self.setFixedSize(size.expandedTo(QSize(1, 1)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """The picture with round corners and a hairline around it."""
        if self._image is None:
            return
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        path = QPainterPath()
        path.addRoundedRect(frame, RADIUS, RADIUS)
        painter.setClipPath(path)
        painter.drawImage(self.rect(), self._image)
        painter.setClipping(False)
        painter.setPen(QPen(self._theme.color(Role.LINE), 1))
        painter.drawPath(path)
