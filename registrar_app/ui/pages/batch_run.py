"""A batch while it goes on and afterwards: how far, what wants attention, pause, stop, go on, print, save."""

import time
from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

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
from registrar_app.ui.pages.batch_lines import BatchLinesView
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
from registrar_app.ui.widgets.ask_once import AskOnceButton
from registrar_app.ui.widgets.badge import Badge
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.command_palette import PaletteLine
from registrar_app.ui.widgets.page import Page
from registrar_app.ui.widgets.password_strip import PasswordStrip
from registrar_app.ui.widgets.step_bar import StepBar

_LINES_EVERY_S = 2.0
_WORK_ON = "Пока идёт пачка, можно работать дальше: карта и поиск доступны."
Choose = Callable[[str, str, list[PaletteLine]], object]


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
        self._batches, self._choose_from = batches, choose
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
        self._build_bar()
        self._connect()
        self._show_numbers(batches.progress.totals if batches.progress else BatchTotals())
        self.view.show_words(current="беру номера…")
        self._arrange()

    def _build_bar(self) -> None:
        theme = self.theme
        self._resume = Button(
            theme, "Выдавать дальше", kind=ButtonKind.PRIMARY, icon="certificate", key="Ctrl+Enter",
            handler=self.resume,
        )  # fmt: skip
        self._mend = Button(theme, "Исправить строку", icon="pencil", key="F4", handler=self.mend)
        self._again = Button(theme, "Проверить снова", icon="refresh", key="F5", handler=self.again)
        self._sure = Button(theme, "Выдать всё равно", icon="check", key="Ins", handler=self.confirm)
        self._skip = Button(theme, "Исключить", key="Ctrl+Del", handler=self.skip)
        self._pause = Button(theme, "Пауза", icon="player-pause", key="Ctrl+Space", handler=self.pause)
        self._print = Button(theme, "Печать…", icon="printer", key="Ctrl+P", handler=self.choose_print)
        self._save = Button(
            theme, "Сохранить PDF…", icon="device-floppy", key="Ctrl+S", handler=self.choose_folder
        )
        self.bar.add(
            self._resume,
            self._print,
            self._save,
            self._mend,
            self._sure,
            self._skip,
            self._again,
            self._pause,
        )
        self._stop = AskOnceButton(
            theme, "Остановить пачку…", "Точно остановить", key="Alt+Del", handler=self.stop
        )
        self._close = Button(
            theme, "Свернуть", kind=ButtonKind.QUIET, key="Esc", handler=self.close_requested.emit
        )
        self.bar.add_right(self._stop, self._close)

    def _connect(self) -> None:
        batches = self._batches
        self.lines.table.row_selected.connect(lambda _number: self._arrange())
        batches.progressed.connect(self._on_progress)
        batches.ended.connect(lambda _progress: self.refresh())
        batches.failed.connect(self._on_failed)
        batches.started.connect(self._on_started)
        batches.carried.connect(self._on_carried)

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
        """The buttons that fit how the batch stands."""
        run, live = self._run, self.is_live
        totals = run.totals if run else BatchTotals()
        waits, done = totals.of(BatchOutcome.WAITING), totals.of(BatchOutcome.DONE)
        attention = totals.of(*ATTENTION)
        self._resume.setVisible(not live and waits > 0)
        self._resume.set_text(f"Выдавать дальше: {number_words(waits)}" if waits else "Выдавать дальше")
        self._pause.setVisible(live)
        self._stop.setVisible(live or (run is not None and run.state == "paused" and waits > 0))
        line = self.lines.current()
        asks = line is not None and line.outcome is BatchOutcome.ASKS
        can_mend = attention > 0 or (self.lines.shows_all and waits > 0)
        self._mend.setVisible(can_mend and not asks)
        self._skip.setVisible(can_mend)
        self._again.setVisible(not live and totals.of(BatchOutcome.FAILED) > 0)
        self._sure.setVisible(asks)
        self._print.setVisible(not live and done > 0)
        self._print.set_text("Остановить печать" if self._batches.is_printing else "Печать…")
        self._save.setVisible(not live and done > 0)
        self._close.set_text("Свернуть" if live else "Закрыть")

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
        one = error.problem
        self.banner.show_message(ROLES[one.level], one.text, one.way_out, code=one.code)

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
        """Ctrl+P: all, those never printed, or from the chosen line on; while it prints: stop."""
        run_id = self.run_id
        if self._batches.is_printing:
            self._batches.stop_printing()
            self._arrange()
        elif run_id is not None:
            self._tasks.run_query(
                lambda: self._desk.batches.lines(run_id, (BatchOutcome.DONE,)),
                self._on_printable,
                self._on_failed,
                parent=self,
            )

    def _on_printable(self, lines: tuple[BatchLine, ...]) -> None:
        chosen = self.lines.current()
        number = chosen.number if chosen else 0
        behind = [one for one in lines if one.number >= number]
        only = [one for one in lines if one.number == number]
        choices = [PaletteLine(f"Все: {papers_words(len(lines))}", "", "", partial(self._send, lines))]
        if only:
            words = f"Только строку {number}"
            choices.append(PaletteLine(words, "", "", partial(self._send, only)))
        if number and 0 < len(behind) < len(lines):
            words = f"Со строки {number} до конца: {papers_words(len(behind))}"
            choices.append(PaletteLine(words, "", "", partial(self._send, behind)))
        self._choose_from("Что напечатать?", "все, строку, до конца", choices)

    def _send(self, lines: "tuple[BatchLine, ...] | list[BatchLine]") -> None:
        if self._run is not None:
            self._batches.print_lines(list(lines), self._run.form_key)
            self._arrange()

    def choose_folder(self) -> None:
        """Ctrl+S: where the files go."""
        dialog = QFileDialog(self, "Папка для справок")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.save_to)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_to(self, folder: str) -> None:
        """Write all finished files there."""
        if self.run_id is not None:
            self._batches.save(self.run_id, folder)

    def _on_carried(self, words: str, done: int, total: int) -> None:
        if self.is_live:
            return
        self.view.show_words(note=f"{words}: {number_words(done)} из {number_words(total)}")
        if done == total:
            self._messages.status(f"{words}: {papers_words(done)}")
            self.refresh()
        self._arrange()
