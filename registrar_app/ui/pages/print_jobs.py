"""«Печать: задания»: what was sent since the start, what keeps it, and what can be done about it."""

from collections.abc import Callable

from PySide6.QtCore import Signal

from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.problems import problem
from registrar_app.printing.spool import JobState
from registrar_app.services.desk import Desk
from registrar_app.services.paper_shapes import Printed
from registrar_app.services.print_queue import PrintTask
from registrar_app.services.shapes import Clock
from registrar_app.ui.messages import ROLES, Messages
from registrar_app.ui.paper_printing import printed_words
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.data_table import DataTable
from registrar_app.ui.widgets.page import Page
from registrar_app.ui.widgets.tables import BadgeCell, Column, TableRow

_COLUMNS = (
    Column("at", "Когда", 80),
    Column("what", "Что", bold=True),
    Column("printer", "Принтер", 230),
    Column("state", "Состояние", 300),
)
_WORDS = {
    JobState.WAITING: ("ждёт печати", Role.INFO),
    JobState.PRINTING: ("печатается", Role.INFO),
    JobState.DONE: ("напечатано", Role.OK),
    JobState.CANCELLED: ("отменено", Role.NEUTRAL),
    JobState.FAILED: ("не напечатано", Role.ERROR),
    JobState.UNKNOWN: ("передано системе", Role.NEUTRAL),
}


class PrintJobsPage(Page):
    """Rows newest first; the words about the chosen one stand in the banner."""

    printer_wanted = Signal(object)
    """The row that is to go to another printer."""
    changed = Signal()
    """Something was sent or taken back: ask the spool soon."""

    def __init__(self, theme: Theme, desk: Desk, tasks: Tasks, messages: Messages, clock: Clock) -> None:
        """Make the page.

        Args:
            theme: Colours.
            desk: Use cases.
            tasks: Threads.
            messages: Words in the status bar.
            clock: Present moment, for the zone.
        """
        super().__init__(theme)
        self._desk, self._tasks, self._messages, self._clock = desk, tasks, messages, clock
        self._shown: tuple[PrintTask, ...] = ()
        self.set_title("Печать: задания", "что отправлено с начала работы")
        self.table = DataTable(theme, _COLUMNS, "Задания печати", fit_height=True)
        self.table.row_selected.connect(self._on_selected)
        self.body.addWidget(self.table)
        self._again = Button(
            theme, "Напечатать ещё раз", kind=ButtonKind.PRIMARY, icon="printer", key="Ctrl+Shift+P",
            handler=self.repeat,
        )  # fmt: skip
        self._other = Button(theme, "На другой принтер…", icon="settings", key="F4", handler=self._elsewhere)
        self._cancel = Button(theme, "Отменить печать", icon="circle-x", key="Ctrl+Del", handler=self.cancel)
        self.bar.add(self._again, self._other, self._cancel)
        self.bar.add_right(
            Button(theme, "Назад", kind=ButtonKind.QUIET, key="Esc", handler=self.close_requested.emit)
        )
        self.show_tasks(desk.prints.queue.tasks())

    def activate(self) -> None:
        """The list has the focus."""
        self.table.setFocus()
        self.changed.emit()

    def show_tasks(self, found: tuple[PrintTask, ...]) -> None:
        """Show the rows; the chosen one stays chosen."""
        self._shown = found
        current = self.table.current()
        self.table.set_rows([self._row(one) for one in found])
        ids = [one.id for one in found]
        if ids:
            self.table.select(current if current in ids else ids[0])
        self._on_selected(self.table.current())

    def _row(self, task: PrintTask) -> TableRow:
        at = task.at.astimezone(self._clock().tzinfo).strftime("%H:%M")
        return TableRow(task.id, (at, _words_of(task), task.printer, _state_cell(task)))

    def _current(self) -> PrintTask | None:
        return next((one for one in self._shown if one.id == self.table.current()), None)

    def _on_selected(self, row_id: object) -> None:
        del row_id
        task = self._current()
        for button in (self._again, self._other):
            button.setVisible(task is not None and (not task.is_open or button is self._other))
        self._cancel.setVisible(task is not None and task.is_open)
        told = task.problem if task else problem("PRN-034")
        if told is None and not self._desk.prints.takes_pdf:
            told = problem("PRN-035")
        if told is None and self._desk.is_training:
            told = problem("PRN-036")
        if told is None:
            self.banner.clear()
        else:
            self.banner.show_message(ROLES[told.level], told.text, told.way_out, code=told.code)

    def repeat(self) -> None:
        """Ctrl+Shift+P: the chosen row again, on the printer it went to."""
        task = self._current()
        if task is not None:
            self._run(lambda: self._desk.prints.repeat(task.id), self._on_printed)

    def _elsewhere(self) -> None:
        task = self._current()
        if task is not None:
            self.printer_wanted.emit(task)

    def cancel(self) -> None:
        """Ctrl+Del: take the chosen row back."""
        task = self._current()
        if task is not None:
            self._run(lambda: self._desk.prints.queue.cancel(task.id), self._on_cancelled)

    def _run(self, work: Callable[[], object], done: Callable[[object], object]) -> None:
        self._tasks.run_change(work, done, self._on_failed, parent=self)

    def _on_printed(self, done: object) -> None:
        if isinstance(done, Printed):
            self._messages.status(printed_words(done))
        self.changed.emit()

    def _on_cancelled(self, task: object) -> None:
        del task
        self._messages.status("Печать отменена")
        self.changed.emit()

    def _on_failed(self, error: RegistrarError) -> None:
        self.show_tasks(self._desk.prints.queue.tasks())
        one = error.problem
        self.banner.show_message(ROLES[one.level], one.text, one.way_out, code=one.code)


def _words_of(task: PrintTask) -> str:
    return f"{task.title}, копия" if task.is_copy else task.title


def _state_cell(task: PrintTask) -> BadgeCell:
    words, role = _WORDS[task.state]
    if task.is_open and task.problem is not None:
        # «Нет бумаги: «HP».»: the printer stands in its own column, the words like those of the other states.
        trouble = task.problem.text.partition(":")[0].rstrip(".")
        return BadgeCell(f"{trouble[:1].lower()}{trouble[1:]}", Role.WARN)
    return BadgeCell(words, role)
