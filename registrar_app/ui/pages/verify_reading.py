"""What is brought to be checked: files that are dropped, the code of a paper in a picture."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QMimeData

from registrar_app.cards.scan_folder import SUFFIXES
from registrar_app.domain.errors import RegistrarError


def dropped_files(mime: QMimeData) -> list[Path]:
    """Local files of a drag."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def is_picture(path: Path) -> bool:
    """Whether a file is looked at as a picture of a code; a PDF is looked at as a signed file."""
    return path.suffix.lower() in SUFFIXES and path.suffix.lower() != ".pdf"


def code_in_picture(content: bytes, today: date) -> str:
    """The text of the code in a picture, that of a paper first; in a worker thread.

    Raises:
        RegistrarError: no picture (``SCAN-061``), no code in it (``SCAN-062``).
    """
    from registrar_app.cards.barcode_image import read_picture
    from registrar_app.signing.qr import is_paper_code

    texts = [one.text for one in read_picture(content, today) if one.text]
    if not texts:
        raise RegistrarError("SCAN-062")
    return next((one for one in texts if is_paper_code(one)), texts[0])
