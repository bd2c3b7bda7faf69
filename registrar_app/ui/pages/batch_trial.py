"""Step 4 of a batch: what would become of every line; nothing is written."""

from PySide6.QtCore import Signal

from registrar_app.domain.errors import RegistrarError
from registrar_app.services.batch_jobs import BatchTrial
from registrar_app.services.batch_shapes import BatchLine, BatchOutcome, BatchPlan, BatchProgress, BatchTotals
from registrar_app.services.desk import Desk
from registrar_app.ui.messages import ROLES
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.pages.batch_lines import BatchLinesView
from registrar_app.ui.pages.batch_words import ATTENTION, STEPS, badge_words, papers_words, parts
from registrar_app.ui.pages.import_parts import ProgressView
from registrar_app.ui.step_runner import StepRunner
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.page import Page
from registrar_app.ui.widgets.step_bar import StepBar


class BatchTrialPage(Page):
    """The trial, then «Выдать 197 справок»."""

    takes_whole_width = True
    issue_wanted = Signal(object)
    """The ``BatchTrial`` to be issued."""
    refused = Signal(object)
    """A ``RegistrarError`` before the first line: the values that are the same for all are wrong."""

    def __init__(
        self, theme: Theme, desk: Desk, tasks: Tasks, go: Navigation, plan: BatchPlan, title: str, rows: int
    ) -> None:
        """Make the page and begin.

        Args:
            theme: Colours.
            desk: Use cases.
            tasks: Threads.
            go: Ways to other pages.
            plan: What is tried.
            title: How the form is called.
            rows: About how many rows there are.
        """
        super().__init__(theme)
        self._tasks, self._go = tasks, go
        self._progress: BatchProgress | None = None
        self.set_title(f"Пачка: {title}", plan.file.name)
        self.body.addWidget(StepBar(theme, STEPS, 3))
        self.view = ProgressView(theme)
        self.body.addWidget(self.view)
        self.lines = BatchLinesView(theme, is_trial=True)
        self.lines.hide()
        self.lines.wanted.connect(self._read)
        self.lines.activated.connect(self._open)
        self.fill(self.lines)
        self._issue = Button(
            theme, "Выдать", kind=ButtonKind.PRIMARY, icon="certificate", key="Ctrl+Enter", handler=self.issue
        )
        self._issue.hide()
        self.bar.add(self._issue)
        self.bar.set_hint("Проба ничего не записала. Строки с замечаниями можно исправить и после выдачи.")
        self.bar.add_right(Button(theme, "К общему", kind=ButtonKind.QUIET, key="Esc", handler=self.leave))
        self._show(BatchProgress(0, rows, BatchTotals()), "читаю файл…")
        self.runner = StepRunner(tasks, self)
        self.runner.progressed.connect(lambda one: self._show(one, f"проверяю: {one.current}"))
        self.runner.finished.connect(self._on_finished)
        self.runner.failed.connect(self._on_failed)
        self.runner.start(lambda: desk.batches.trial(plan, rows))

    @property
    def _trial(self) -> BatchTrial:
        work = self.runner.work
        if not isinstance(work, BatchTrial):
            raise TypeError("no trial yet")
        return work

    def activate(self) -> None:
        """The lines have the focus when there are any."""
        if self.lines.isVisibleTo(self) and self.lines.table.rows:
            self.lines.table.setFocus()
        else:
            super().activate()

    def leave(self) -> None:
        """Esc: back; a trial that runs is given up."""
        self.runner.stop()
        self.close_requested.emit()

    def _show(self, progress: BatchProgress, current: str) -> None:
        self._progress = progress
        total = max(progress.total, progress.done)
        ahead = 0 if progress.finished else total - progress.done
        shown, badges = (
            parts(progress.totals, is_trial=True),
            badge_words(progress.totals, ahead, is_trial=True),
        )
        self.view.show_numbers(progress.done, total, shown, badges)
        self.view.show_words(current="" if progress.finished else current)

    def _on_finished(self, progress: BatchProgress) -> None:
        ready = progress.totals.of(BatchOutcome.WAITING)
        self._issue.set_text(f"Выдать {papers_words(ready)}")
        self._issue.setVisible(ready > 0)
        if not progress.done:
            self.banner.show_message(
                Role.WARN, "Строк в списке нет", "Проверьте лист и строку заголовков: Esc."
            )
            return
        self.lines.show()
        self._read()

    def _read(self) -> None:
        trial, outcomes = self._trial, self.lines.outcomes
        self._tasks.run_query(lambda: trial.lines(outcomes), self._on_lines, self._on_failed, parent=self)

    def _on_lines(self, lines: tuple[BatchLine, ...]) -> None:
        totals = self._trial.totals
        self.lines.show_counts(totals.of(*ATTENTION), totals.total)
        self.lines.show_lines(lines, "Замечаний нет: все справки можно выдавать.")
        if lines:
            self.lines.table.setFocus()

    def _on_failed(self, error: RegistrarError) -> None:
        if getattr(error, "problems", ()):
            self.refused.emit(error)
            return
        one = error.problem
        self.banner.show_message(ROLES[one.level], one.text, one.way_out, code=one.code)

    def _open(self, number: object) -> None:
        line = self.lines.current()
        if line is not None and line.number == number and line.person_id is not None:
            self._go.person(line.person_id)

    def issue(self) -> None:
        """Ctrl+Enter: now really."""
        if self._progress is not None and self._progress.finished:
            self.issue_wanted.emit(self._trial)
