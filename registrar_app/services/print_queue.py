"""What was sent to printers in this run, followed until the sheet is out or somebody must help.

Rows live in memory only: what the system's spool still holds after a restart is its own business, and a
paper is in the journal whether it was printed or not.
"""

import dataclasses
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from registrar_app.domain.errors import RegistrarError, SurroundingsError
from registrar_app.domain.problems import Problem, problem
from registrar_app.printing.spool import Fault, JobId, JobState, JobStatus, Spool

KEPT = 50
"""Rows that are remembered; the oldest go first."""
_CODES = {
    Fault.PAPER: "PRN-023",
    Fault.COVER: "PRN-024",
    Fault.JAM: "PRN-025",
    Fault.INK: "PRN-026",
    Fault.FULL: "PRN-027",
    Fault.OFFLINE: "PRN-028",
    Fault.STOPPED: "PRN-029",
    Fault.HELD: "PRN-030",
    Fault.OTHER: "PRN-031",
}


@dataclass(frozen=True, slots=True)
class PrintTask:
    """Something that was sent to a printer."""

    id: int
    job: str
    """Number of the spool; empty where the window drew the pages itself."""
    title: str
    """«Справка 086/у № 000017»: no name, it is seen by everyone who passes."""
    printer: str
    form_key: str
    at: datetime
    what: UUID | bytes = dataclasses.field(repr=False)
    """Id of an issued paper, or the bytes of a PDF of ours."""
    is_copy: bool = False
    state: JobState = JobState.WAITING
    problem: Problem | None = None
    """What keeps it from being printed."""

    @property
    def is_open(self) -> bool:
        """Whether the sheet is still to come."""
        return self.state.is_open

    @property
    def is_in_trouble(self) -> bool:
        """Whether somebody has to do something for it."""
        return self.state is JobState.FAILED or (self.is_open and self.problem is not None)


class PrintQueue:
    """Rows of this run, newest first; safe from several threads, asks the spool in the caller's."""

    def __init__(self, spool: Spool, clock: Callable[[], datetime]) -> None:
        self._spool, self._clock = spool, clock
        self._lock = threading.Lock()
        self._tasks: tuple[PrintTask, ...] = ()
        self._count = 0

    def add(
        self, job: str, title: str, printer: str, form_key: str, what: UUID | bytes, *, is_copy: bool
    ) -> PrintTask:
        """Note what was sent."""
        with self._lock:
            self._count += 1
            state = JobState.WAITING if job else JobState.UNKNOWN
            task = PrintTask(self._count, job, title, printer, form_key, self._clock(), what, is_copy, state)
            self._tasks = (task, *self._tasks)[:KEPT]
            return task

    def tasks(self) -> tuple[PrintTask, ...]:
        """All rows as known, newest first."""
        with self._lock:
            return self._tasks

    def get(self, task_id: int) -> PrintTask:
        """A row.

        Raises:
            RegistrarError: it is forgotten (``PRN-034``).
        """
        found = next((one for one in self.tasks() if one.id == task_id), None)
        if found is None:
            raise RegistrarError("PRN-034")
        return found

    def last(self) -> PrintTask:
        """The newest row.

        Raises:
            RegistrarError: nothing was printed since the start (``PRN-034``).
        """
        tasks = self.tasks()
        if not tasks:
            raise RegistrarError("PRN-034")
        return tasks[0]

    def refresh(self) -> tuple[PrintTask, ...]:
        """Ask the spool about what is still to come; some child processes, so never in the window's thread.

        A service that does not answer is no end of a job: the row says so and stays.
        """
        for task in self.tasks():
            if task.is_open:
                self._put(self._asked(task))
        return self.tasks()

    def cancel(self, task_id: int) -> PrintTask:
        """Take a job back.

        Raises:
            RegistrarError: it is out already (``PRN-033``), or forgotten (``PRN-034``).
            SurroundingsError: the printing service is not there (PRN codes).
        """
        task = self._asked(self.get(task_id))
        if not task.is_open:
            self._put(task)
            raise RegistrarError("PRN-033", title=task.title)
        self._spool.cancel(JobId(task.job))
        cancelled = dataclasses.replace(task, state=JobState.CANCELLED, problem=None)
        self._put(cancelled)
        return cancelled

    def _asked(self, task: PrintTask) -> PrintTask:
        if not task.is_open:
            return task
        try:
            status = self._spool.job_status(JobId(task.job))
        except SurroundingsError as error:
            return dataclasses.replace(task, problem=error.problem)
        # A server forgets a job only after it has ended; CUPS keeps hundreds of them.
        state = JobState.DONE if status.state is JobState.UNKNOWN else status.state
        return dataclasses.replace(task, state=state, problem=_trouble(task, status))

    def _put(self, task: PrintTask) -> None:
        with self._lock:
            self._tasks = tuple(task if one.id == task.id else one for one in self._tasks)


def _trouble(task: PrintTask, status: JobStatus) -> Problem | None:
    """What keeps a job from being printed, in words."""
    if status.state is JobState.FAILED:
        return problem("PRN-032", printer=task.printer, reason=status.reason or "без объяснения")
    if not status.state.is_open or not status.faults:
        return None
    return problem(_CODES[status.faults[0]], printer=task.printer, reason=status.reason or "без объяснения")
