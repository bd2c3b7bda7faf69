"""The load of a list that goes on behind the pages: runs it, shows it in the status bar, opens its page."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from registrar_app.domain.errors import RegistrarError
from registrar_app.services.desk import Desk
from registrar_app.services.import_shapes import Plan, Progress
from registrar_app.ui.messages import Messages
from registrar_app.ui.pages.import_words import number_words
from registrar_app.ui.step_runner import StepRunner
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role
from registrar_app.ui.widgets.status_bar import StatusCell

if TYPE_CHECKING:
    from registrar_app.services.import_jobs import Loading, Trial, Undoing

CELL = "import"
_REFRESH_S = 3.0


class ImportController(QObject):
    """One load, or one undoing, at a time; pages come and go."""

    progressed = Signal(object)
    """A ``Progress`` of the load or its undoing."""
    ended = Signal(object)
    """The last ``Progress``."""
    failed = Signal(object)
    """A ``RegistrarError``: the work stands and can be continued."""
    started = Signal(object)
    """Id of the load that is worked on now."""

    def __init__(
        self, desk: Desk, tasks: Tasks, messages: Messages, cell: StatusCell, parent: QObject | None = None
    ) -> None:
        """Make the controller.

        Args:
            desk: Use cases.
            tasks: Threads.
            messages: Words in the status bar.
            cell: The cell of the status bar.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._desk, self._tasks, self._messages, self._cell = desk, tasks, messages, cell
        self._runner = StepRunner(tasks, self)
        self._runner.progressed.connect(self._on_progress)
        self._runner.finished.connect(self._on_finished)
        self._runner.failed.connect(self._on_failed)
        self._refreshed = 0.0
        self.run_id: UUID | None = None
        """The load that is worked on, or was last."""
        self.is_undoing = False
        self.began = 0.0
        """When the work was begun, by the monotonic clock, and how far it was then."""
        self.begun_at = 0
        self.progress: Progress | None = None

    @property
    def is_running(self) -> bool:
        """Whether anything is loaded or taken back now."""
        return self._runner.is_running

    @property
    def work(self) -> object:
        """The work that goes on or was the last; belongs to the database thread."""
        return self._runner.work

    def load(self, plan: Plan, trial: "Trial", total: int) -> None:
        """Begin a load after its trial."""
        self._start(lambda: self._desk.imports.begin(plan, total, trial.highest_number), undoing=False)

    def resume(self, run_id: UUID, path: Path | None = None) -> None:
        """Go on with a load that was broken off."""
        self._start(lambda: self._desk.imports.resume(run_id, path), undoing=False)

    def undo(self, run_id: UUID) -> None:
        """Take a load back."""
        self.run_id = run_id
        self._start(lambda: self._desk.imports.undo(run_id), undoing=True)

    def _start(self, make: "Callable[[], Loading | Undoing]", *, undoing: bool) -> None:
        if self.is_running:
            self._messages.status("Сначала закончится то, что уже идёт", Role.INFO)
            return
        self.is_undoing, self.progress = undoing, None
        self.began, self.begun_at = time.monotonic(), -1
        self._runner.start(make)

    def cancel(self) -> None:
        """Stop between two transactions; what is done stays."""
        run_id, undoing = self.run_id, self.is_undoing
        self._runner.stop()
        self._cell.set_state("", "")
        if run_id is None:
            return
        if undoing:
            self.ended.emit(self.progress)
            return
        self._tasks.run_change(
            lambda: self._desk.imports.cancel(run_id),
            lambda _: self.ended.emit(self.progress),
            self.failed.emit,
            parent=self,
        )

    def _on_progress(self, progress: Progress) -> None:
        if self.progress is None and not self.is_undoing:
            self.run_id = getattr(self._runner.work, "run_id", None)
            self.started.emit(self.run_id)
        self.progress = progress
        if self.begun_at < 0:
            self.began, self.begun_at = time.monotonic(), progress.done
        verb = "Отмена загрузки" if self.is_undoing else "Загрузка"
        words = f"{verb} {number_words(progress.done)} из {number_words(progress.total)}"
        self._cell.set_state("database", words, Role.INFO)
        if time.monotonic() - self._refreshed > _REFRESH_S:
            self._refreshed = time.monotonic()
            self._tasks.data_changed.emit()
        self.progressed.emit(progress)

    def _on_finished(self, progress: Progress) -> None:
        self._cell.set_state("", "")
        self._messages.status("Загрузка отменена" if self.is_undoing else "Список загружен")
        self._tasks.data_changed.emit()
        self.ended.emit(progress)

    def _on_failed(self, error: RegistrarError) -> None:
        self._cell.set_state("alert-triangle", "Загрузка остановилась", Role.WARN)
        self._tasks.data_changed.emit()
        self.failed.emit(error)
