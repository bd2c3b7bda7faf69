"""«Сохранить протокол обмена»: the last reading's commands in a file for support, without personal data."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from registrar_app import __version__
from registrar_app.cards.exchange_report import exchange_report
from registrar_app.cards.record import CardReading
from registrar_app.cards.states import ReaderStatus
from registrar_app.domain.errors import RegistrarError
from registrar_app.ui.messages import Messages
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role


class ExchangeSaver(QObject):
    """Asks where and writes; the text is made when it is asked for, and kept nowhere else."""

    def __init__(
        self,
        tasks: Tasks,
        messages: Messages,
        now: Callable[[], datetime],
        latest: Callable[[], CardReading | None],
        parent: QWidget,
    ) -> None:
        """Set up.

        Args:
            tasks: Threads.
            messages: Words in the status bar.
            now: Present moment, for the name of the file.
            latest: The last finished reading (``CardMonitor.latest``).
            parent: The window.
        """
        super().__init__(parent)
        self._tasks, self._messages, self._now, self._latest = tasks, messages, now, latest
        self._window = parent
        self.status: ReaderStatus | None = None
        """What the readers are doing, kept up to date by whoever knows."""

    def ask(self) -> None:
        """The system's dialogue for a place."""
        name = f"Протокол обмена с картой {self._now():%Y-%m-%d %H-%M}.txt"
        dialog = QFileDialog(self._window, "Сохранить протокол обмена", name, "Текст (*.txt)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("txt")
        dialog.fileSelected.connect(self._on_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_chosen(self, path: str) -> None:
        self.save(Path(path))

    def save(self, path: Path) -> None:
        """Write the report."""
        text = exchange_report(f"registrar-app {__version__}", self.status, self._latest())

        def work() -> None:
            try:
                path.write_text(text, encoding="utf-8", newline="\r\n")
            except OSError as error:
                raise RegistrarError("CARD-061") from error

        self._tasks.run_job(work, lambda _: self._on_saved(), parent=self)

    def _on_saved(self) -> None:
        self._messages.status("Протокол обмена сохранён, личных данных в нём нет", Role.OK)
