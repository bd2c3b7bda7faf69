"""Long works on the database thread in short steps, so that everything else has its turn in between."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from registrar_app.domain.errors import RegistrarError
from registrar_app.ui.tasks import Tasks


class Ending(Protocol):
    """How far a work is."""

    @property
    def finished(self) -> bool:
        """Whether it is over."""


class Stepped(Protocol):
    """A work that is done a little at each call."""

    def step(self) -> Ending:
        """Do a little; runs in the database thread."""


class StepRunner(QObject):
    """Runs one work: each step is queued behind what others have asked of the database meanwhile."""

    progressed = Signal(object)
    """How far it is, after each step."""
    finished = Signal(object)
    """The same after the last one."""
    failed = Signal(object)
    """A ``RegistrarError``; what was done stays, ``resume`` tries the step again."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._work: Stepped | None = None
        self.is_running = False

    @property
    def work(self) -> Stepped | None:
        """The work, also after its end; belongs to the database thread."""
        return self._work

    def start(self, make: Callable[[], Stepped]) -> None:
        """Make a work in the database thread and run it; one at a time."""
        if not self.is_running:
            self.is_running = True
            self._tasks.run_query(make, self._on_made, self._on_failed, parent=self)

    def _on_made(self, work: Stepped) -> None:
        self._work = work
        self._next()

    def resume(self) -> None:
        """Go on after a failure."""
        if not self.is_running and self._work is not None:
            self.is_running = True
            self._next()

    def stop(self) -> None:
        """No further step; the one that runs is not broken off."""
        self.is_running = False

    def _next(self) -> None:
        if self.is_running and self._work is not None:
            self._tasks.run_query(self._work.step, self._on_step, self._on_failed, parent=self)

    def _on_step(self, progress: Ending) -> None:
        if not self.is_running:
            return
        if progress.finished:
            self.is_running = False
            self.progressed.emit(progress)
            self.finished.emit(progress)
            return
        self.progressed.emit(progress)
        # What was asked meanwhile comes first.
        QTimer.singleShot(0, self._next)

    def _on_failed(self, error: RegistrarError) -> None:
        self.is_running = False
        self.failed.emit(error)
