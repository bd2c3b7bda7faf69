"""Work off the GUI thread: the database on one thread of its own, everything else in a pool.

Results come back through a queued signal, so ``success`` and ``failure`` run in the GUI thread. They are
dropped when the ``parent`` they work for is gone. What crosses the border is frozen data, never a session or
a widget.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from registrar_app.domain.errors import RegistrarError
from registrar_app.ui.messages import Messages

Success = Callable[[Any], object]
Failure = Callable[[RegistrarError], object]


@dataclass(frozen=True, slots=True, eq=False)
class _Job:
    """A piece of work and where its result goes."""

    success: Success | None
    failure: Failure | None
    parent: QObject | None
    changes: bool


class Tasks(QObject):
    """Starts work and delivers results; nobody else starts a thread in the window."""

    data_changed = Signal()
    """A change was saved; open views may refresh."""
    busy_changed = Signal(bool)
    _finished = Signal(object, object)

    def __init__(self, messages: Messages, parent: QObject | None = None, *, pool_size: int = 2) -> None:
        super().__init__(parent)
        self._messages = messages
        self._database = ThreadPoolExecutor(1, thread_name_prefix="database")
        self._pool = ThreadPoolExecutor(pool_size, thread_name_prefix="work")
        self._pending = 0
        self._closed = False
        self._finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Whether results are still to come."""
        return self._pending > 0

    def run_query(
        self,
        op: Callable[[], Any],
        success: Success | None = None,
        failure: Failure | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Read from the database.

        Args:
            op: Runs in the database thread, gives frozen data.
            success: Gets the result, in the GUI thread.
            failure: Gets a ``RegistrarError``; without it the messages tell of it. Other exceptions are
                faults of the program and always go to the messages.
            parent: For whom it is done; when that object is deleted the result is dropped.
        """
        self._start(self._database, op, _Job(success, failure, parent, changes=False))

    def run_change(
        self,
        op: Callable[[], Any],
        success: Success | None = None,
        failure: Failure | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Change the database; as ``run_query``, then ``data_changed`` is emitted."""
        self._start(self._database, op, _Job(success, failure, parent, changes=True))

    def run_job(
        self,
        op: Callable[[], Any],
        success: Success | None = None,
        failure: Failure | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Work that needs no database: drawing a paper, signing, printing."""
        self._start(self._pool, op, _Job(success, failure, parent, changes=False))

    def _start(self, executor: ThreadPoolExecutor, op: Callable[[], Any], job: _Job) -> None:
        if self._closed:
            return
        self._pending += 1
        if self._pending == 1:
            self.busy_changed.emit(True)
        executor.submit(op).add_done_callback(_Deliver(self, job))

    def deliver(self, job: _Job, future: "Future[Any]") -> None:
        """Called in the worker thread when a piece of work is done."""
        if isValid(self):
            self._finished.emit(job, future)

    def _on_finished(self, job: _Job, future: "Future[Any]") -> None:
        self._pending -= 1
        try:
            self._hand_over(job, future)
        finally:
            if self._pending == 0:
                self.busy_changed.emit(False)

    def _hand_over(self, job: _Job, future: "Future[Any]") -> None:
        if future.cancelled():
            return
        wanted = job.parent is None or isValid(job.parent)
        error = future.exception()
        if error is None:
            if job.changes:
                self.data_changed.emit()
            if wanted and job.success is not None:
                job.success(future.result())
        elif isinstance(error, RegistrarError) and job.failure is not None:
            if wanted:
                job.failure(error)
        else:
            self._messages.error(error)

    def shutdown(self) -> None:
        """Let running work end, drop what has not begun; nothing is delivered afterwards."""
        self._closed = True
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._database.shutdown(wait=True, cancel_futures=False)


class _Deliver:
    """Done callback of a future; keeps the job."""

    def __init__(self, tasks: Tasks, job: _Job) -> None:
        self._tasks, self._job = tasks, job

    def __call__(self, future: "Future[Any]") -> None:
        self._tasks.deliver(self._job, future)
