"""How files come in: chosen from the scanner's folder, dropped, pasted as files or as a picture."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from registrar_app.domain.errors import RegistrarError
from registrar_app.ui.pages.record_files_adding import MOST, Incoming
from registrar_app.ui.tasks import Tasks

_FILTER = "Сканы и снимки (*.pdf *.jpg *.jpeg *.png);;Все файлы (*)"


class FileIntake(QObject):
    """Gathers what the registrar gives, whichever way."""

    came = Signal(object)
    """List of ``Incoming``."""
    failed = Signal(object)
    """``RegistrarError``."""

    def __init__(self, tasks: Tasks, window: QWidget) -> None:
        super().__init__(window)
        self._tasks, self._window = tasks, window
        self.folder = ""
        """Where the scanner puts its files; empty: where the system likes."""

    def choose(self) -> None:
        """Ask for files, in the scanner's folder where one is set."""
        folder = self.folder if self.folder and Path(self.folder).is_dir() else ""
        if self.folder and not folder:
            self.failed.emit(RegistrarError("REC-109", folder=self.folder))
        dialog = QFileDialog(self._window, "Файлы пациента", folder, _FILTER)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._on_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_chosen(self, paths: Sequence[str]) -> None:
        self._give([Path(one) for one in paths])

    def _give(self, paths: Sequence[Path]) -> None:
        if len(paths) > MOST:
            self.failed.emit(RegistrarError("REC-108", count=str(len(paths)), most=str(MOST)))
        elif paths:
            self.came.emit([Incoming(one, one.name) for one in paths])

    def take(self, mime: QMimeData) -> None:
        """Files or a picture, dropped or pasted."""
        if paths := _paths(mime):
            self._give(paths)
            return
        image = QImage(mime.imageData()) if mime.hasImage() else QImage()
        if image.isNull():
            self.failed.emit(RegistrarError("REC-105"))
            return
        self._tasks.run_job(lambda: _png(image), self._on_png, self.failed.emit, parent=self)

    def _on_png(self, data: bytes) -> None:
        self.came.emit([Incoming(data, "картинка из буфера", "clipboard")])

    def paste(self) -> None:
        """The picture or the files that were copied."""
        mime = QGuiApplication.clipboard().mimeData()
        if may_be_taken(mime):
            self.take(mime)
        else:
            self.failed.emit(RegistrarError("REC-105"))


def may_be_taken(mime: QMimeData | None) -> bool:
    """Whether what is dragged or copied may hold a file."""
    return mime is not None and (mime.hasImage() or bool(_paths(mime)))


def _paths(mime: QMimeData) -> list[Path]:
    """Local files; a folder is none."""
    found = [Path(one.toLocalFile()) for one in mime.urls() if one.isLocalFile()]
    return [one for one in found if not one.is_dir()]


def _png(image: QImage) -> bytes:
    """A picture as a file; for a worker."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
