"""A load while it goes on and afterwards: how far, which rows want attention, stop, go on, take back."""

import time
from functools import partial
from pathlib import Path
from uuid import UUID

from registrar_app.domain.errors import RegistrarError
from registrar_app.services.desk import Desk
from registrar_app.services.import_jobs import Loading
from registrar_app.services.import_shapes import Outcome, Plan, Progress, RowLine, RunView, Totals
from registrar_app.services.shapes import Clock
from registrar_app.ui.import_controller import ImportController
from registrar_app.ui.messages import ROLES, Messages
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.pages.import_parts import Filter, LinesView, ProgressView
from registrar_app.ui.pages.import_trial import ask_target, count, write
from registrar_app.ui.pages.import_words import (
    STEPS,
    loaded,
    records_words,
    rows_words,
    state_cell,
    time_left,
)
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.ask_once import AskOnceButton
from registrar_app.ui.widgets.badge import Badge
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.page import Page
from registrar_app.ui.widgets.step_bar import StepBar

_LINES_EVERY_S = 2.0
_ALL = 100_000


class ImportRunPage(Page):
    """Step 4 of a load, and any earlier load."""

    def __init__(
        self, theme: Theme, desk: Desk, tasks: Tasks, messages: Messages, go: Navigation,
        imports: ImportController, run_id: UUID | None, clock: Clock,
    ) -> None:  # fmt: skip
        """Make the page.

        Args:
            theme: Colours.
            desk: Use cases.
            tasks: Threads.
            messages: Words in the status bar.
            go: Ways to other pages.
            imports: What goes on.
            run_id: The load; None: the one that begins now.
            clock: Present moment.
        """
        super().__init__(theme)
        self._desk, self._tasks, self._messages, self._imports = desk, tasks, messages, imports
        self.run_id = run_id
        self._run: RunView | None = None
        self._clock = clock
        self._lines_at = 0.0
        self._has_lines = False
        self.set_title("Загрузка списка")
        self._steps = StepBar(theme, STEPS, 3)
        self.body.addWidget(self._steps)
        self.view = ProgressView(theme)
        self.body.addWidget(self.view)
        self.lines = LinesView(theme)
        self.lines.filter_chosen.connect(self._on_filter)
        self.lines.opened.connect(go.person)
        self.fill(self.lines)
        self._build_bar()
        imports.progressed.connect(self._on_progress)
        imports.ended.connect(self._on_ended)
        imports.failed.connect(self._on_failed)
        imports.started.connect(self._on_started)
        self.view.show_progress(imports.progress or Progress(0, 0, Totals()), current="начинаю…")
        self._arrange()

    def _build_bar(self) -> None:
        theme = self.theme
        self._resume = Button(
            theme, "Продолжить загрузку", kind=ButtonKind.PRIMARY, icon="database", key="Ctrl+Enter",
            handler=self.resume,
        )  # fmt: skip
        self._export = Button(
            theme, "Сохранить непринятые…", icon="file-export", key="Ctrl+E", handler=self.choose_target
        )
        self.bar.add(self._resume, self._export)
        self._stop = AskOnceButton(
            theme, "Остановить загрузку…", "Точно остановить", key="Ctrl+Del", handler=self.stop
        )
        self._undo = AskOnceButton(
            theme, "Отменить загрузку…", "Точно отменить всё загруженное", icon="arrow-back-up",
            key="Ctrl+Del", handler=self.undo,
        )  # fmt: skip
        self._close = Button(
            theme, "Свернуть", kind=ButtonKind.QUIET, key="Esc", handler=self.close_requested.emit
        )
        self.bar.add_right(self._stop, self._undo, self._close)

    @property
    def is_live(self) -> bool:
        """Whether this load is worked on now."""
        return self._imports.is_running and self._imports.run_id in (self.run_id, None)

    def activate(self) -> None:
        """Read how the load stands."""
        self.refresh()
        if self.lines.table.rows:
            self.lines.table.setFocus()
        else:
            super().activate()

    def refresh(self) -> None:
        """Read the load and its rows."""
        run_id = self.run_id
        if run_id is not None:
            self._tasks.run_query(
                lambda: self._desk.imports.run(run_id), self._on_run, self._on_failed, parent=self
            )

    def _on_run(self, run: RunView) -> None:
        self._run = run
        self.set_title("Загрузка списка", run.file_name)
        if not self.is_live:
            self._show_result(run)
        self.lines.show_filters(lambda one: count(one, run.totals))
        self._on_filter(self.lines.filter)
        self._arrange()

    def _show_result(self, run: RunView) -> None:
        cell = state_cell(run, is_live=False)
        self.head.set_badges([Badge(self.theme, cell.text, cell.role)])
        done = run.state in ("done", "undone")
        self._steps.set_current(len(STEPS) if done else 3)
        progress = Progress(run.totals.done, run.total, run.totals, finished=done)
        current = f"загрузил {run.staff}, {run.made_at.astimezone():%d.%m.%Y %H:%M}" if run.staff else ""
        kept = run.totals.of(Outcome.KEPT)
        note = f"{records_words(kept)} осталось: с ними уже работали" if kept else ""
        self.view.show_progress(progress, current=current, note=note)

    def _arrange(self) -> None:
        """The buttons that fit how the load stands."""
        run, live = self._run, self.is_live
        state = run.state if run else ""
        broken = not live and state in ("running", "cancelled", "undoing")
        self._resume.setVisible(broken)
        self._resume.set_text("Продолжить отмену" if state == "undoing" else "Продолжить загрузку")
        has_rows = run is not None and run.totals.of(Outcome.REFUSED, Outcome.DOUBLE) > 0
        self._export.setVisible(not live and has_rows)
        self._stop.setVisible(live)
        self._stop.set_text(
            "Остановить отмену…" if live and self._imports.is_undoing else "Остановить загрузку…"
        )
        can_undo = run is not None and loaded(run.totals) + run.totals.of(Outcome.DIFFERS) > 0
        self._undo.setVisible(not live and can_undo and state in ("running", "cancelled", "done"))
        self._close.set_text("Свернуть" if live else "Закрыть")

    # -- while it goes on -----------------------------------------------------------------------

    def _on_started(self, run_id: UUID) -> None:
        if self.run_id is None:
            self.run_id = run_id
            self.refresh()

    def _on_progress(self, progress: Progress) -> None:
        if not self.is_live:
            return
        imports = self._imports
        since, seconds = progress.done - imports.begun_at, time.monotonic() - imports.began
        left = time_left(since, progress.total - imports.begun_at, seconds)
        verb = "отменяю" if imports.is_undoing else "загружаю"
        current = f"{verb}: {progress.current}" if progress.current else f"{verb}…"
        self.view.show_progress(
            progress, left=left, current=current, note="Можно работать дальше: карта и поиск доступны"
        )
        if self.isVisible() and time.monotonic() - self._lines_at > _LINES_EVERY_S:
            self._lines_at = time.monotonic()
            self.lines.show_filters(lambda one: count(one, progress.totals))
            self._on_filter(self.lines.filter)
            self._arrange()

    def _on_ended(self, progress: object) -> None:
        del progress
        self._arrange()
        self.refresh()

    def _on_failed(self, error: RegistrarError) -> None:
        one = error.problem
        self.banner.show_message(ROLES[one.level], one.text, one.way_out, code=one.code)
        self._arrange()

    def _on_filter(self, chosen: Filter) -> None:
        run_id = self.run_id
        if run_id is None:
            return
        wanted = chosen.outcomes or tuple(
            one
            for one in Outcome
            if one not in (Outcome.SAME, Outcome.UNDONE, Outcome.CREATED, Outcome.CHANGED)
        )
        # The work of this sitting knows its rows in full words; of an earlier one only codes are kept.
        work = self._imports.work if self._imports.run_id == run_id else None
        if isinstance(work, Loading):
            op = partial(work.lines, wanted, chosen.code)
        else:
            op = partial(self._desk.imports.lines, run_id, wanted, chosen.code)
        self._tasks.run_query(op, self._on_lines, self._on_failed, parent=self)

    def _on_lines(self, lines: tuple[RowLine, ...]) -> None:
        self.lines.show_lines(lines, "Строк, которые ждут внимания, нет.")
        if lines and not self._has_lines and self.isVisible():
            self._has_lines = True
            self.lines.table.setFocus()

    # -- commands -------------------------------------------------------------------------------

    def stop(self) -> None:
        """What is done stays; it can be continued or taken back."""
        self._imports.cancel()

    def resume(self) -> None:
        """Ctrl+Enter: go on where it was broken off."""
        run = self._run
        if run is None:
            return
        self.banner.clear()
        if run.state == "undoing":
            self._imports.undo(run.id)
        else:
            self._imports.resume(run.id)
        self._arrange()

    def undo(self) -> None:
        """Take everything back."""
        if self.run_id is not None:
            self.banner.clear()
            self.head.set_badges([])
            self._imports.undo(self.run_id)
            self._arrange()

    def choose_target(self) -> None:
        """Ctrl+E: the rows that were not taken, from the file as it was."""
        run_id = self.run_id
        if run_id is not None:
            self._tasks.run_query(
                lambda: (
                    self._desk.imports.plan_of(run_id),
                    self._desk.imports.lines(run_id, (Outcome.REFUSED, Outcome.DOUBLE), limit=_ALL),
                ),
                lambda found: self._ask(*found),
                self._on_failed,
                parent=self,
            )

    def _ask(self, plan: Plan, lines: tuple[RowLine, ...]) -> None:
        ask_target(self, plan, lambda path: self.export(plan, lines, Path(path)))

    def export(self, plan: Plan, lines: tuple[RowLine, ...], path: Path) -> None:
        """Write them."""
        today = self._clock().date()
        write(self, self._tasks, plan, lines, path, today, self._said, self._on_failed)

    def _said(self, number: int) -> None:
        self._messages.status(f"Сохранено {rows_words(number)} с причинами", Role.OK)
