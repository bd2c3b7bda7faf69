"""A register into a table while the desk works on: rows in short steps, the file in a worker.

It goes on when the page is left: what was asked for is done, and the status bar says so.
"""

from pathlib import Path

from PySide6.QtCore import QObject

from registrar_app.domain.dates import plural
from registrar_app.domain.errors import RegistrarError
from registrar_app.services.desk import Desk
from registrar_app.services.paper_shapes import JournalFilter
from registrar_app.services.registers import ExportProgress, RegisterExport
from registrar_app.ui.messages import Messages
from registrar_app.ui.step_runner import StepRunner
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role

_TOLD_EACH = 2000
"""Rows after which the status bar is told how far it is."""


class TableSaver(QObject):
    """Saves one register; belongs to the threads, not to the page, and goes when it is done."""

    def __init__(self, desk: Desk, tasks: Tasks, messages: Messages) -> None:
        super().__init__(tasks)
        self._desk, self._tasks, self._messages = desk, tasks, messages
        self._runner = StepRunner(tasks, self)
        self._runner.progressed.connect(self._on_progress)
        self._runner.finished.connect(self._on_read)
        self._runner.failed.connect(self._on_failed)
        self._told = 0

    def save(self, key: str, wanted: JournalFilter, path: Path) -> None:
        """Begin."""
        self._runner.start(lambda: self._desk.registers.begin_export(key, wanted, path))

    def _on_progress(self, progress: ExportProgress) -> None:
        if not progress.finished and progress.done >= self._told + _TOLD_EACH:
            self._told = progress.done
            self._messages.status(f"Выгружается: {progress.done}", Role.INFO)

    def _on_read(self, progress: ExportProgress) -> None:
        work = self._runner.work
        if isinstance(work, RegisterExport):
            self._tasks.run_job(
                work.write, lambda _: self._on_saved(progress.done), self._on_failed, parent=self
            )

    def _on_saved(self, count: int) -> None:
        self._messages.status(exported_words(count))
        self.deleteLater()

    def _on_failed(self, error: RegistrarError) -> None:
        self._messages.problem(error.problem)
        self.deleteLater()


def exported_words(count: int) -> str:
    """«Выгружено 214 строк»."""
    return f"Выгружено {count} {plural(count, 'строка', 'строки', 'строк')}"
