"""A batch while it goes on and afterwards: how far, what wants attention, pause, stop, go on, print, save."""

import time
from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Signal

from registrar_app.domain.errors import RegistrarError
from registrar_app.services.batch_shapes import (
    BatchLine,
    BatchOutcome,
    BatchProgress,
    BatchTotals,
    RunOfBatch,
)
from registrar_app.services.desk import Desk
from registrar_app.services.key_shapes import KeyAsk
from registrar_app.ui.batch_controller import BatchController
from registrar_app.ui.messages import ROLES, Messages
from registrar_app.ui.pages.batch_buttons import BatchButtons
from registrar_app.ui.pages.batch_lines import BatchLinesView
from registrar_app.ui.pages.batch_output import BatchOutput, Choose
from registrar_app.ui.pages.batch_words import (
    ATTENTION,
    STEPS,
    badge_words,
    papers_words,
    parts,
    state_cell,
)
from registrar_app.ui.pages.import_parts import ProgressView
from registrar_app.ui.pages.import_words import number_words, time_left
from registrar_app.ui.pages.paper_signing import LOCKED, ask_words
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.badge import Badge
from registrar_app.ui.widgets.page import Page
from registrar_app.ui.widgets.password_strip import PasswordStrip
from registrar_app.ui.widgets.step_bar import StepBar

_LINES_EVERY_S = 2.0
_GOES_ON = " Выданные справки сохранены, остальные ждут: «Выдавать дальше» (Ctrl+Enter)."
_WORK_ON = "Пока идёт пачка, можно работать дальше: карта и поиск доступны."


class BatchRunPage(Page):
    """Step 5 of a batch, and any earlier batch."""

    takes_whole_width = True
    row_wanted = Signal(object, object)
    """Id of the batch and the ``BatchLine`` to mend."""

    def __init__(
        self, theme: Theme, desk: Desk, tasks: Tasks, messages: Messages, batches: BatchController,
        choose: Choose, run_id: UUID | None,
    ) -> None:  # fmt: skip
        """Make the page.

        Args:
            theme: Colours.
            desk: Use cases.
            tasks: Threads.
            messages: Words in the status bar.
            batches: What goes on.
            choose: Opens a list to pick from: title, what may be typed, lines.
            run_id: The batch; None: the one that begins now.
        """
        super().__init__(theme)
        self._desk, self._tasks, self._messages = desk, tasks, messages
        self._batches = batches
        self.run_id = run_id
        self._run: RunOfBatch | None = None
        self._ask: KeyAsk | None = None
        self._lines_at = 0.0
        self.set_title("Пачка справок")
        self._steps = StepBar(theme, STEPS, 4)
        self.body.addWidget(self._steps)
        self.view = ProgressView(theme)
        self.body.addWidget(self.view)
        self.lines = BatchLinesView(theme)
        self.lines.wanted.connect(self._read_lines)
        self.lines.activated.connect(lambda _number: self.mend())
        self.password = PasswordStrip(theme)
        self.password.entered.connect(self._unlock)
        self.password.given_up.connect(self.password.hide)
        self.body.addWidget(self.password)
        self.fill(self.lines)
        self._buttons = BatchButtons(theme, self.bar, self)
        self._output = BatchOutput(desk, tasks, batches, choose, self)
        self._connect()
        self._show_numbers(batches.progress.totals if batches.progress else BatchTotals())
        self.view.show_words(current="беру номера…")
        self._arrange()

    def _connect(self) -> None:
        batches = self._batches
        self.lines.table.row_selected.connect(lambda _number: self._arrange())
        batches.progressed.connect(self._on_progress)
        batches.ended.connect(lambda _progress: self.refresh())
        batches.failed.connect(self._on_failed)
        batches.started.connect(self._on_started)
        batches.carried.connect(self._on_carried)
        self._output.changed.connect(self._arrange)
        self._output.failed.connect(self._on_failed)

    @property
    def is_live(self) -> bool:
        """Whether this batch is worked on now."""
        return self._batches.is_running and self._batches.run_id in (self.run_id, None)

    # -- reading --------------------------------------------------------------------------------

    def activate(self) -> None:
        """Read how the batch stands."""
        self.refresh()
        if self.lines.table.isVisibleTo(self) and self.lines.table.rows:
            self.lines.table.setFocus()
        else:
            super().activate()

    def refresh(self) -> None:
        """Read the batch and its lines."""
        run_id = self.run_id
        if run_id is not None:
            self._tasks.run_query(
                lambda: self._desk.batches.run(run_id), self._on_run, self._on_failed, parent=self
            )

    def _on_run(self, run: RunOfBatch) -> None:
        self._run = run
        self.set_title(f"Пачка: {run.form_title}", run.file_name)
        badges = [Badge(self.theme, f"номера {run.numbers}", Role.NEUTRAL, icon="")] if run.numbers else []
        if not self.is_live:
            cell = state_cell(run, is_live=False)
            badges.append(Badge(self.theme, cell.text, cell.role))
            self._steps.set_current(len(STEPS) if run.state == "done" else len(STEPS) - 1)
            printed = f"напечатано {number_words(run.printed)}" if run.printed else "ещё не печатали"
            made = f"{run.staff}, {run.made_at.astimezone():%d.%m.%Y %H:%M}".strip(", ")
            self._show_numbers(run.totals)
            self.view.show_words(current=made, note=printed if run.totals.of(BatchOutcome.DONE) else "")
        self.head.set_badges(badges)
        self._read_lines()
        self._arrange()

    def _show_numbers(self, totals: BatchTotals) -> None:
        ahead = totals.of(BatchOutcome.WAITING)
        self.view.show_numbers(totals.settled, totals.total, parts(totals), badge_words(totals, ahead))

    def _read_lines(self) -> None:
        run_id, outcomes = self.run_id, self.lines.outcomes
        if run_id is None:
            return
        self._lines_at = time.monotonic()
        self._tasks.run_query(
            lambda: (self._desk.batches.lines(run_id, outcomes), self._desk.batches.run(run_id).totals),
            lambda found: self._on_lines(*found),
            self._on_failed,
            parent=self,
        )

    def _on_lines(self, lines: tuple[BatchLine, ...], totals: BatchTotals) -> None:
        had_none = not self.lines.table.rows
        self.lines.show_counts(totals.of(*ATTENTION), totals.total)
        self.lines.show_lines(lines, "Строк, которые ждут внимания, нет.")
        if lines and had_none and self.isVisible() and not self.password.isVisible():
            self.lines.table.setFocus()
        self._arrange()

    def _arrange(self) -> None:
        run = self._run
        self._buttons.arrange(
            state=run.state if run else "",
            totals=run.totals if run else BatchTotals(),
            line=self.lines.current(),
            shows_all=self.lines.shows_all,
            is_live=self.is_live,
            is_printing=self._batches.is_printing,
        )

    # -- while it goes on -----------------------------------------------------------------------

    def _on_started(self, run_id: UUID) -> None:
        if self.run_id is None:
            self.run_id = run_id
        self.refresh()

    def _on_progress(self, progress: BatchProgress) -> None:
        if not self.is_live:
            return
        batches = self._batches
        since, seconds = progress.done - batches.begun_at, time.monotonic() - batches.began
        left = time_left(since, progress.total - batches.begun_at, seconds)
        self._show_numbers(progress.totals)
        current = f"выдаю: {progress.current}" if progress.current else "беру номера…"
        self.view.show_words(left=left, current=current, note=_WORK_ON)
        if self.isVisible() and time.monotonic() - self._lines_at > _LINES_EVERY_S:
            self.refresh()

    def _on_failed(self, error: RegistrarError) -> None:
        one = error.problem
        run_id = self.run_id or self._batches.run_id
        if one.code in LOCKED and run_id is not None:
            self.run_id = run_id
            self._tasks.run_query(
                lambda: self._desk.batches.asks(run_id), self._on_asks, self._tell, parent=self
            )
        else:
            self._tell(error)
        self.refresh()
        self._arrange()

    def _tell(self, error: RegistrarError) -> None:
        one, run = error.problem, self._run
        waits = run is not None and run.totals.of(BatchOutcome.WAITING) > 0
        goes_on = _GOES_ON if waits and one.code.startswith(("DB", "SIGN")) else ""
        self.banner.show_message(ROLES[one.level], one.text, f"{one.way_out}{goes_on}", code=one.code)

    # -- keys -----------------------------------------------------------------------------------

    def _on_asks(self, asks: tuple[KeyAsk, ...]) -> None:
        """One key after another: the doctor's, then the clinic's."""
        if not asks:
            self.resume()
            return
        self._ask = asks[0]
        title, text, caption = ask_words(asks[0])
        self.password.ask(text, title, caption)

    def _unlock(self, secret: str) -> None:
        ask = self._ask
        if ask is None:
            return
        self.password.hide()
        self._tasks.run_query(
            lambda: self._desk.keys.enter(ask.id, secret),
            lambda _nothing: self.resume(),
            self._tell,
            parent=self,
        )

    # -- commands -------------------------------------------------------------------------------

    def pause(self) -> None:
        """Ctrl+Space: between two papers."""
        if self.is_live:
            self._batches.stop()

    def stop(self) -> None:
        """Stop; what is issued stays, and it can still go on later."""
        if self.is_live:
            self._batches.stop(for_good=True)
        elif self.run_id is not None:
            run_id = self.run_id
            self._change(lambda: self._desk.batches.stop(run_id, for_good=True))

    def resume(self) -> None:
        """Ctrl+Enter: go on where it was left."""
        if self.run_id is not None:
            self.banner.clear()
            self._batches.resume(self.run_id)
            self._arrange()

    def _current(self) -> BatchLine | None:
        found = self.lines.current()
        if found is None:
            self._messages.status("Сначала выберите строку в таблице", Role.INFO)
        elif found.outcome is BatchOutcome.DONE:
            self._messages.status("Справка уже выдана: её ведут в журнале", Role.INFO)
            return None
        return found

    def mend(self) -> None:
        """Enter, F4: the chosen line on a page of its own."""
        line = self._current()
        if line is not None and self.run_id is not None:
            self.row_wanted.emit(self.run_id, line)

    def confirm(self) -> None:
        """Ins: a line that repeats another paper is wanted all the same."""
        line, run_id = self._current(), self.run_id
        if line is not None and run_id is not None and line.outcome is BatchOutcome.ASKS:
            self._change(lambda: self._desk.batches.confirm(run_id, line.number))

    def skip(self) -> None:
        """Ctrl+Del: leave the line out."""
        line, run_id = self._current(), self.run_id
        if line is not None and run_id is not None:
            self._change(lambda: self._desk.batches.skip(run_id, line.number))

    def again(self) -> None:
        """F5: all failed lines are judged anew."""
        run_id = self.run_id
        if run_id is not None:
            self._change(lambda: self._desk.batches.again(run_id))

    def _change(self, op: Callable[[], object]) -> None:
        self._tasks.run_change(op, lambda _: self.refresh(), self._on_failed, parent=self)

    # -- print and save -------------------------------------------------------------------------

    def choose_print(self) -> None:
        """Ctrl+P: those never printed, all, or from the chosen line on; while it prints: stop."""
        if self._batches.is_printing:
            self._batches.stop_printing()
            self._arrange()
        elif self._run is not None:
            line = self.lines.current()
            self._output.choose_print(self._run, line.number if line else 0)

    def choose_folder(self) -> None:
        """Ctrl+S: where the files go."""
        if self.run_id is not None:
            self._output.choose_folder(self.run_id)

    def _on_carried(self, words: str, done: int, total: int) -> None:
        if self.is_live:
            return
        self.view.show_words(note=f"{words}: {number_words(done)} из {number_words(total)}")
        if done == total:
            self._messages.status(f"{words}: {papers_words(done)}")
            self.refresh()
        self._arrange()
