"""The batch that goes on behind the pages: issues, prints and saves; shows it in the status bar."""

import time
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from registrar_app.domain.errors import RegistrarError
from registrar_app.services.batch_jobs import BatchIssuing, BatchTrial
from registrar_app.services.batch_shapes import BatchLine, BatchProgress
from registrar_app.services.desk import Desk
from registrar_app.services.paper_shapes import Printed
from registrar_app.ui.messages import Messages
from registrar_app.ui.paper_printing import PaperPrinter, PrintWish
from registrar_app.ui.step_runner import StepRunner
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role
from registrar_app.ui.widgets.status_bar import StatusCell

_REFRESH_S = 3.0


class BatchController(QObject):
    """One batch at a time; pages come and go."""

    progressed = Signal(object)
    """A ``BatchProgress`` of the issuing."""
    ended = Signal(object)
    """The batch is over, paused or stopped: its last ``BatchProgress``, or None."""
    failed = Signal(object)
    """A ``RegistrarError``: what is done stays, the batch can go on."""
    started = Signal(object)
    """Id of the batch that is worked on now."""
    carried = Signal(str, int, int)
    """What is done with finished papers, how many are done, of how many; both equal: over."""

    def __init__(
        self, desk: Desk, tasks: Tasks, messages: Messages, cell: StatusCell, printer: PaperPrinter,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        """Make the controller.

        Args:
            desk: Use cases.
            tasks: Threads.
            messages: Words in the status bar.
            cell: The cell of the status bar.
            printer: Prints papers.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._desk, self._tasks, self._messages = desk, tasks, messages
        self._cell, self._printer = cell, printer
        self._runner = StepRunner(tasks, self)
        self._runner.progressed.connect(self._on_progress)
        self._runner.finished.connect(self._on_finished)
        self._runner.failed.connect(self._on_failed)
        self._saver = StepRunner(tasks, self)
        self._saver.progressed.connect(lambda one: self.carried.emit("Сохранено", one.done, one.total))
        self._saver.failed.connect(self.failed)
        self._refreshed = 0.0
        self._queue: list[BatchLine] = []
        self._printed, self._form = 0, ""
        self.run_id: UUID | None = None
        """The batch that is worked on, or was last."""
        self.began, self.begun_at = 0.0, -1
        """When it was begun or taken up, by the monotonic clock, and how far it was then."""
        self.progress: BatchProgress | None = None

    @property
    def is_running(self) -> bool:
        """Whether papers are issued now."""
        return self._runner.is_running

    @property
    def is_printing(self) -> bool:
        """Whether papers go to the printer now."""
        return bool(self._queue)

    # -- issuing --------------------------------------------------------------------------------

    def issue(self, trial: BatchTrial) -> None:
        """Begin after a trial."""
        if self._may_start():
            self.run_id = None
            self._runner.start(lambda: self._desk.batches.begin(trial))

    def resume(self, run_id: UUID) -> None:
        """«Выдавать дальше»."""
        if self._may_start():
            self.run_id = run_id
            self._runner.start(lambda: self._desk.batches.resume(run_id))

    def _may_start(self) -> bool:
        if self.is_running:
            self._messages.status("Сначала закончится пачка, которая идёт", Role.INFO)
            return False
        self.progress, self.begun_at = None, -1
        self.began = time.monotonic()
        return True

    def stop(self, *, for_good: bool = False) -> None:
        """Pause, or stop; between two papers."""
        run_id, work = self.run_id, self._runner.work
        self._runner.stop()
        self._cell.set_state("", "")
        if run_id is None or not isinstance(work, BatchIssuing):
            return

        def stop() -> None:
            work.rest()
            self._desk.batches.stop(run_id, for_good=for_good)

        self._tasks.run_change(stop, lambda _: self.ended.emit(self.progress), self.failed.emit, parent=self)

    def leave(self) -> None:
        """The program ends: no further paper; the batch can be taken up again."""
        self._runner.stop()
        self._saver.stop()
        self._queue.clear()

    def _on_progress(self, progress: BatchProgress) -> None:
        if self.begun_at < 0:
            self.run_id = getattr(self._runner.work, "run_id", self.run_id)
            self.began, self.begun_at = time.monotonic(), progress.done
            self.started.emit(self.run_id)
        self.progress = progress
        self._cell.set_state("certificate", f"Пачка {progress.done} из {progress.total}", Role.INFO)
        if time.monotonic() - self._refreshed > _REFRESH_S:
            self._refreshed = time.monotonic()
            self._tasks.data_changed.emit()
        self.progressed.emit(progress)

    def _on_finished(self, progress: BatchProgress) -> None:
        self._cell.set_state("", "")
        self._messages.status(f"Пачка закончена: {progress.done} из {progress.total}")
        self._tasks.data_changed.emit()
        self.ended.emit(progress)

    def _on_failed(self, error: RegistrarError) -> None:
        self._cell.set_state("alert-triangle", "Пачка остановилась", Role.WARN)
        self._tasks.data_changed.emit()
        self.failed.emit(error)

    # -- afterwards -----------------------------------------------------------------------------

    def save(self, run_id: UUID, folder: str) -> None:
        """All files into a folder."""
        self._saver.start(lambda: self._desk.batches.saving(run_id, Path(folder)))

    def print_lines(self, lines: list[BatchLine], form_key: str) -> None:
        """Papers to the printer in the order of the list, one job each.

        Two papers never share a sheet, the printer keeps their order, each is noted in its journal when it
        goes, and after a jam it is known which ones are on paper.
        """
        if self._queue or not lines:
            return
        self._queue, self._printed, self._form = list(lines), 0, form_key
        self._print_next()

    def stop_printing(self) -> None:
        """What has gone to the printer stays there."""
        done, self._queue = self._printed, []
        self.carried.emit("Отправлено на печать", done, done)

    def _print_next(self) -> None:
        if not self._queue:
            return
        paper_id = self._queue[0].paper_id
        if paper_id is not None:
            self._printer.print_now(PrintWish(paper_id, self._form, self._on_printed, self._on_unprinted))

    def _on_printed(self, printed: Printed) -> None:
        del printed
        if not self._queue:
            return
        self._queue.pop(0)
        self._printed += 1
        self.carried.emit("Отправлено на печать", self._printed, self._printed + len(self._queue))
        self._print_next()

    def _on_unprinted(self, error: RegistrarError) -> None:
        self._queue = []
        self.failed.emit(error)
