"""Pages of a PDF as gray pixels, for finding codes in it; QtPdf draws, from any thread."""

from collections.abc import Iterator

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from registrar_app.cards.barcode_image import MAX_PAGES, GrayPage
from registrar_app.domain.errors import RegistrarError

_DPI = 300
"""A code of a policy printed on paper is read from 150 dots an inch on."""
_LONGEST_PX = 5000
"""Pixels of either side: a poster is drawn smaller."""


def gray_pages(data: bytes) -> Iterator[GrayPage]:
    """Draw the pages of a PDF one after another.

    Raises:
        RegistrarError: it is broken, or locked by a password (``SCAN-061``).
    """
    # QtPdf is a large library; a start pays only for what it shows.
    from PySide6.QtPdf import QPdfDocument

    octets = QByteArray(data)
    buffer = QBuffer(octets)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    try:
        if document.status() is not QPdfDocument.Status.Ready:
            raise RegistrarError("SCAN-061")
        for number in range(min(document.pageCount(), MAX_PAGES)):
            points = document.pagePointSize(number)
            longest = max(points.width(), points.height(), 1.0)
            scale = min(_DPI / 72, _LONGEST_PX / longest)
            size = QSize(max(round(points.width() * scale), 1), max(round(points.height() * scale), 1))
            yield gray_of(document.render(number, size))
    finally:
        document.close()
        buffer.close()


def gray_of(image: QImage) -> GrayPage:
    """A picture as gray pixels on white; what is transparent counts as paper."""
    paper = QImage(image.size(), QImage.Format.Format_RGB32)
    paper.fill(QColor("white"))
    painter = QPainter(paper)
    painter.drawImage(0, 0, image)
    painter.end()
    gray = paper.convertToFormat(QImage.Format.Format_Grayscale8)
    width, height, stride = gray.width(), gray.height(), gray.bytesPerLine()
    rows = bytes(gray.constBits())
    # Qt begins each row at a multiple of four bytes.
    return GrayPage(
        b"".join(rows[top : top + width] for top in range(0, stride * height, stride)), width, height
    )
