"""One page of a PDF or a picture as pixels: the work of a preview, for a worker thread.

The document is opened and closed inside the job, so it never has a widget as its parent (a loaded
``QPdfDocument`` that dies with its view takes the process along).
"""

from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader, QPainter
from PySide6.QtPdf import QPdfDocument

POINT_PX = 96 / 72
"""Logical pixels of a point at 100 %."""
_A4_LONG_PT = 842.0
"""A picture counts as a sheet of A4: 100 % is the size of such a sheet."""
_MOST_PX = 12_000
"""Longest side of a drawn page."""


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A picture of one page."""

    image: QImage
    width_pt: float
    height_pt: float
    pages: int
    scale: float
    """Logical pixels of a point."""


def render_page(
    data: bytes, page: int, *, zoom: float | None, room: QSize, dpr: float
) -> RenderedPage | None:
    """Render a page; runs in a worker.

    Args:
        data: A PDF, or a picture (then it is one page).
        page: From 0; a page beyond the last is the last.
        zoom: 1.0 is the paper's own size at 96 dpi; None fits the page into ``room``.
        room: Logical pixels there are.
        dpr: Device pixel ratio of the screen.

    Returns:
        The picture on white, or None when the data cannot be shown.
    """
    if b"%PDF-" not in data[:1024]:
        return _render_picture(data, zoom, room, dpr)
    buffer = QBuffer()
    buffer.setData(QByteArray(_drawable(data)))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    if document.status() is not QPdfDocument.Status.Ready or document.pageCount() < 1:
        return None
    page = min(max(page, 0), document.pageCount() - 1)
    size = document.pagePointSize(page)
    scale = _scale(size, zoom, room)
    pixels = QSize(round(size.width() * scale * dpr), round(size.height() * scale * dpr))
    drawn = document.render(page, pixels)
    image = QImage(pixels, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.drawImage(0, 0, drawn)
    painter.end()
    image.setDevicePixelRatio(dpr)
    pages = document.pageCount()
    document.close()
    return RenderedPage(image, size.width(), size.height(), pages, scale)


def _drawable(data: bytes) -> bytes:
    """With the stamps of signatures, which QtPdf leaves out; the library comes with the first page."""
    from registrar_app.printing.flat import flat

    return flat(data)


def _scale(size: QSizeF, zoom: float | None, room: QSize) -> float:
    """Logical pixels of a point."""
    if zoom is not None:
        return zoom * POINT_PX
    return max(min(room.width() / size.width(), room.height() / size.height()), 0.1)


def _render_picture(data: bytes, zoom: float | None, room: QSize, dpr: float) -> RenderedPage | None:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    whole = reader.size()
    if whole.isEmpty():
        return None
    is_turned = bool(
        reader.transformation().value & QImageIOHandler.Transformation.TransformationRotate90.value
    )
    shown = whole.transposed() if is_turned else whole
    points = _A4_LONG_PT / max(shown.width(), shown.height())
    size = QSizeF(shown.width() * points, shown.height() * points)
    scale = _scale(size, zoom, room)
    pixels = QSize(round(size.width() * scale * dpr), round(size.height() * scale * dpr))
    pixels = pixels.expandedTo(QSize(1, 1)).boundedTo(QSize(_MOST_PX, _MOST_PX))
    # A JPEG is decoded at a fraction of its size where that is enough.
    reader.setScaledSize(pixels.transposed() if is_turned else pixels)
    drawn = reader.read()
    if drawn.isNull():
        return None
    image = QImage(pixels, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.drawImage(0, 0, drawn)
    painter.end()
    image.setDevicePixelRatio(dpr)
    return RenderedPage(image, size.width(), size.height(), 1, scale)
