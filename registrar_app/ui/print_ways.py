"""What was sent to printers, followed behind the pages: a cell in the status bar, a page, repeat by one key.

The spool is asked in a worker, every two seconds, only while a sheet is still to come.
"""

from functools import partial

from PySide6.QtCore import QObject, QTimer

from registrar_app.domain.errors import RegistrarError
from registrar_app.services.desk import Desk
from registrar_app.services.paper_shapes import Printed, PrinterView
from registrar_app.services.print_queue import PrintTask
from registrar_app.services.shapes import Clock
from registrar_app.ui.commands import Command
from registrar_app.ui.main_window import MainWindow
from registrar_app.ui.messages import Messages
from registrar_app.ui.pages.print_jobs import PrintJobsPage
from registrar_app.ui.paper_printing import printed_words
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role
from registrar_app.ui.widgets.command_palette import PaletteLine

CELL = "print_jobs"
JOBS_KEY, REPEAT_KEY = "Ctrl+Shift+J", "Ctrl+Shift+R"
_EVERY_MS = 2000


def cell_words(tasks: tuple[PrintTask, ...]) -> tuple[str, Role]:
    """Words and role of the cell: what is not printed; empty words while all is out."""
    stuck = [one for one in tasks if one.is_in_trouble and one.problem is not None]
    if stuck:
        text = stuck[0].problem.text.rstrip(".") if stuck[0].problem else ""
        return (f"Не напечатано: {len(stuck)}" if len(stuck) > 1 else text), Role.WARN
    waiting = sum(one.is_open for one in tasks)
    return (f"Печатается: {waiting}" if waiting else ""), Role.INFO


class PrintWays(QObject):
    """Follows the jobs and leads to their page; made by the navigator."""

    def __init__(
        self, window: MainWindow, desk: Desk, tasks: Tasks, messages: Messages, clock: Clock, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window, self._desk, self._tasks = window, desk, tasks
        self._messages, self._clock = messages, clock
        self._cell = window.status.cell(CELL)
        self._seen: set[int] = set()
        self._is_asking = False
        self._tick = QTimer(self)
        self._tick.setSingleShot(True)
        self._tick.setInterval(_EVERY_MS)
        self._tick.timeout.connect(self.ask)
        tasks.busy_changed.connect(self._on_busy)
        window.status.cell_clicked.connect(self._on_cell)
        window.commands.add(
            Command("print.jobs", "Печать: задания", self.open, (JOBS_KEY,), "Работа"),
            Command("print.repeat", "Напечатать последнее ещё раз", self.repeat, (REPEAT_KEY,), "Работа"),
        )

    def leave(self) -> None:
        """The program ends: nobody asks any more."""
        self._tick.stop()

    def _on_busy(self, busy: bool) -> None:
        if busy or self._is_asking or self._tick.isActive():
            return
        if any(one.is_open for one in self._desk.prints.queue.tasks()):
            self._tick.start()

    def ask(self) -> None:
        """Ask the spool now."""
        if not self._is_asking:
            self._is_asking = True
            self._tasks.run_job(self._desk.prints.queue.refresh, self._on_asked, self._on_failed, parent=self)

    def _on_failed(self, error: RegistrarError) -> None:
        self._is_asking = False
        self._messages.problem(error.problem)

    def _on_asked(self, found: tuple[PrintTask, ...]) -> None:
        self._is_asking = False
        words, role = cell_words(tuple(one for one in found if one.is_open or one.id not in self._seen))
        self._cell.set_state("printer", words, role)
        page = self._window.page()
        if isinstance(page, PrintJobsPage):
            page.show_tasks(found)
            # A failure that was looked at troubles the status bar no longer.
            self._seen |= {one.id for one in found if not one.is_open}
        if any(one.is_open for one in found):
            self._tick.start()

    # -- the page -------------------------------------------------------------------------------

    def _on_cell(self, cell_id: str) -> None:
        if cell_id == CELL:
            self.open()

    def open(self) -> None:
        """Ctrl+Shift+J: the list of what was sent."""
        if not isinstance(self._window.page(), PrintJobsPage):
            page = PrintJobsPage(self._window.theme, self._desk, self._tasks, self._messages, self._clock)
            page.printer_wanted.connect(self._choose_printer)
            page.changed.connect(self.ask)
            self._window.push_page(page)
        self.ask()

    def _choose_printer(self, task: PrintTask) -> None:
        self._tasks.run_query(
            self._desk.prints.printers, lambda found: self._on_printers(task, found), parent=self
        )

    def _on_printers(self, task: PrintTask, found: tuple[PrinterView, ...]) -> None:
        others = [one for one in found if one.name != task.printer]
        if not others:
            self._messages.status("Другого принтера в системе нет", Role.INFO)
            return
        lines = [
            PaletteLine(one.name, "", one.state, partial(self.repeat, task.id, one.name)) for one in others
        ]
        self._window.open_choice(f"{task.title}: на какой принтер?", "Принтер", lines)

    def repeat(self, task_id: int | None = None, printer: str = "") -> None:
        """Ctrl+Shift+R: the last print again; a row of the list when one is named."""
        self._tasks.run_change(
            lambda: self._desk.prints.repeat(task_id, printer),
            self._on_repeated,
            self._on_refused,
            parent=self,
        )

    def _on_repeated(self, done: Printed) -> None:
        self._messages.status(printed_words(done))
        self.ask()

    def _on_refused(self, error: RegistrarError) -> None:
        self._messages.problem(error.problem)
