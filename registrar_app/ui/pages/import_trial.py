"""The trial of a load: what would become of every row; nothing is written."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from registrar_app.domain.errors import RegistrarError
from registrar_app.services.desk import Desk
from registrar_app.services.import_export import export_rows
from registrar_app.services.import_jobs import Trial
from registrar_app.services.import_lines import why_line
from registrar_app.services.import_shapes import Outcome, Plan, Progress, RowLine, Totals
from registrar_app.services.shapes import Clock
from registrar_app.ui.messages import ROLES, Messages
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.pages.import_parts import FILTERS, Filter, LinesView, ProgressView
from registrar_app.ui.pages.import_words import STEPS, file_words, records_words, rows_words
from registrar_app.ui.step_runner import StepRunner
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.page import Page
from registrar_app.ui.widgets.step_bar import StepBar

_ALL = 100_000


class ImportTrialPage(Page):
    """Step 3 of a load."""

    load_wanted = Signal(object, object, int)
    """Plan, trial, how many rows it found."""

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        tasks: Tasks,
        messages: Messages,
        go: Navigation,
        plan: Plan,
        rows: int,
        clock: Clock,
    ) -> None:
        """Make the page and begin.

        Args:
            theme: Colours.
            desk: Use cases.
            tasks: Threads.
            messages: Words in the status bar.
            go: Ways to other pages.
            plan: What is tried.
            rows: About how many rows there are.
            clock: Present moment.
        """
        super().__init__(theme)
        self._desk, self._tasks, self._messages, self._plan = desk, tasks, messages, plan
        self._progress: Progress | None = None
        self._clock = clock
        self.set_title("Пробная загрузка", file_words(plan.file, 0))
        self.body.addWidget(StepBar(theme, STEPS, 2))
        self.view = ProgressView(theme)
        self.body.addWidget(self.view)
        self.lines = LinesView(theme)
        self.lines.hide()
        self.lines.filter_chosen.connect(self._on_filter)
        self.lines.opened.connect(go.person)
        self.fill(self.lines)
        self._load = Button(
            theme, "Загрузить", kind=ButtonKind.PRIMARY, icon="database", key="Ctrl+Enter", handler=self.load
        )
        self._export = Button(
            theme, "Сохранить непринятые…", icon="file-export", key="Ctrl+E", handler=self.choose_target
        )
        self.bar.add(self._load, self._export)
        self._load.hide()
        self._export.hide()
        self.bar.set_hint("Пробная загрузка ничего не записывает")
        self.bar.add_right(Button(theme, "К столбцам", kind=ButtonKind.QUIET, key="Esc", handler=self.leave))
        self.view.show_progress(Progress(0, rows, Totals()), current="читаю файл…")
        self.runner = StepRunner(tasks, self)
        self.runner.progressed.connect(self._on_progress)
        self.runner.finished.connect(self._on_finished)
        self.runner.failed.connect(self._on_failed)
        self.runner.start(lambda: desk.imports.trial(plan, rows))

    def activate(self) -> None:
        """The rows have the focus when there are any."""
        if self.lines.table.isVisibleTo(self) and self.lines.table.rows:
            self.lines.table.setFocus()
        else:
            super().activate()

    def leave(self) -> None:
        """Esc: back to the columns; a trial that runs is given up."""
        self.runner.stop()
        self.close_requested.emit()

    @property
    def _trial(self) -> Trial:
        work = self.runner.work
        if not isinstance(work, Trial):
            raise TypeError("no trial yet")
        return work

    def _on_progress(self, progress: Progress) -> None:
        self._progress = progress
        current = "" if progress.finished else f"смотрю: {progress.current}" if progress.current else ""
        self.view.show_progress(progress, current=current)

    def _on_finished(self, progress: Progress) -> None:
        totals = progress.totals
        good = totals.of(Outcome.CREATED, Outcome.CHANGED)
        self._load.set_text(f"Загрузить {records_words(good)}" if good else "Загрузить")
        self._load.setVisible(progress.done > 0)
        self._export.setVisible(totals.of(Outcome.REFUSED, Outcome.DOUBLE) > 0)
        if not progress.done:
            self.banner.show_message(
                Role.WARN, "Строк с пациентами нет", "Проверьте лист и строку заголовков: Esc."
            )
            return
        self.lines.show()
        self.lines.show_filters(lambda one: count(one, totals))
        self._on_filter(self.lines.filter)

    def _on_filter(self, chosen: Filter) -> None:
        trial = self._trial
        self._tasks.run_query(
            lambda: trial.lines(chosen.outcomes, chosen.code),
            self._on_lines,
            self._on_failed,
            parent=self,
        )

    def _on_lines(self, lines: tuple[RowLine, ...]) -> None:
        self.lines.show_lines(lines, "Замечаний нет: все строки приняты.")
        if lines:
            self.lines.table.setFocus()

    def _on_failed(self, error: RegistrarError) -> None:
        one = error.problem
        self.banner.show_message(ROLES[one.level], one.text, one.way_out, code=one.code)

    def load(self) -> None:
        """Ctrl+Enter: now really."""
        if self._progress is not None and self._progress.finished:
            self.load_wanted.emit(self._plan, self._trial, self._progress.done)

    # -- export ---------------------------------------------------------------------------------

    def choose_target(self) -> None:
        """Ctrl+E: where the rows that were not taken go."""
        ask_target(self, self._plan, self.export)

    def export(self, path: str) -> None:
        """Write them."""
        trial, today = self._trial, self._clock().date()
        self._tasks.run_query(
            lambda: trial.lines((Outcome.REFUSED, Outcome.DOUBLE), limit=_ALL),
            lambda lines: write(
                self, self._tasks, self._plan, lines, Path(path), today, self._said, self._on_failed
            ),
            self._on_failed,
            parent=self,
        )

    def _said(self, number: int) -> None:
        self._messages.status(f"Сохранено {rows_words(number)} с причинами")


def count(one: Filter, totals: Totals) -> int:
    """How many rows a filter has."""
    if one is FILTERS[0]:
        return totals.done
    return totals.pairs if one.code else totals.of(*one.outcomes)


def ask_target(page: Page, plan: Plan, write_to: Callable[[str], object]) -> None:
    """The system's dialogue for the file of rows that were not taken."""
    dialog = QFileDialog(page, "Сохранить непринятые строки", "", "Книга Excel (*.xlsx)")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("xlsx")
    dialog.selectFile(f"{plan.file.path.stem} — непринятые.xlsx")
    dialog.fileSelected.connect(write_to)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def write(
    page: Page,
    tasks: Tasks,
    plan: Plan,
    lines: tuple[RowLine, ...],
    path: Path,
    today: date,
    done: Callable[[int], object],
    failed: Callable[[RegistrarError], object],
) -> None:
    """Write rows with their reasons, off the database thread."""
    reasons = {one.number: why_line(one) for one in lines}
    tasks.run_job(lambda: export_rows(plan, reasons, path, today), done, failed, parent=page)
