"""A kept file leaves the program: to the printer or as a copy."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from registrar_app.domain.records import PersonFile
from registrar_app.services.desk import Desk
from registrar_app.services.paper_shapes import Printed
from registrar_app.ui.paper_printing import PaperPrinter, PrintWish, printed_words
from registrar_app.ui.tasks import Tasks

_SUFFIXES = {"application/pdf": "pdf", "image/png": "png"}


class FileUse(QObject):
    """Prints and copies; each is noted in the audit by the service."""

    told = Signal(str)
    failed = Signal(object)
    """``RegistrarError``."""

    def __init__(self, desk: Desk, tasks: Tasks, printer: PaperPrinter, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._tasks, self._printer, self._window = desk, tasks, printer, window

    def print_file(self, file: PersonFile) -> None:
        """Through the system's dialogue."""
        self._tasks.run_change(
            lambda: self._desk.files.for_printing(file.id), self._on_printable, self.failed.emit, parent=self
        )

    def _on_printable(self, pdf: bytes) -> None:
        wish = PrintWish(pdf, "file", self._on_printed, self.failed.emit)
        self._printer.print_by_dialog(wish, self._window)

    def _on_printed(self, printed: Printed) -> None:
        self.told.emit(printed_words(printed))

    def save_copy(self, file: PersonFile) -> None:
        """Ask where. No name of a person in the file's name: copies end up in mails."""
        suffix = _SUFFIXES.get(file.mime, "jpg")
        name = f"{file.kind_word}.{suffix}"
        dialog = QFileDialog(self._window, "Сохранить копию", name, f"Файл (*.{suffix})")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        dialog.fileSelected.connect(lambda path: self.write_copy(file, Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write_copy(self, file: PersonFile, path: Path) -> None:
        """Write the copy."""
        self._tasks.run_change(
            lambda: self._desk.files.write_copy(file.id, path),
            lambda _: self.told.emit("Копия сохранена"),
            self.failed.emit,
            parent=self,
        )
