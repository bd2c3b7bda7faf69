"""The way through a batch: file, columns, common, trial, issuing; and back to one that goes on behind.

Made by the navigator; adds its own command and pages, so that the navigator does not grow.
"""

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from registrar_app.domain.errors import RegistrarError
from registrar_app.services.desk import Desk
from registrar_app.services.paper_shapes import PaperDraft
from registrar_app.services.shapes import Clock
from registrar_app.ui.commands import Command
from registrar_app.ui.main_window import MainWindow
from registrar_app.ui.messages import Messages
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.paper_printing import PaperPrinter
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.widgets.page import Page

if TYPE_CHECKING:
    from registrar_app.services.batch_jobs import BatchTrial
    from registrar_app.services.batch_shapes import BatchLine, BatchPlan, BatchView
    from registrar_app.ui.batch_controller import BatchController

PAPERS = "papers"
CELL = "batch"
"""Of the status bar."""
KEY = "Ctrl+B"


class BatchWays(QObject):
    """Stacks the pages of a batch over the journal; the batch itself belongs to the controller."""

    def __init__(
        self, window: MainWindow, desk: Desk, tasks: Tasks, messages: Messages, go: Navigation, clock: Clock,
        printer: PaperPrinter, parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._window, self._desk, self._tasks, self._messages = window, desk, tasks, messages
        self._go, self._clock, self._printer = go, clock, printer
        self._controller: BatchController | None = None
        window.commands.add(Command("batch.list", "Пачка справок по списку", self.open, (KEY,), "Работа"))
        window.status.cell_clicked.connect(self._on_cell)

    @property
    def controller(self) -> "BatchController":
        """What goes on behind the pages; made at the first use, so that a start does not pay for it."""
        from registrar_app.ui.batch_controller import BatchController

        if self._controller is None:
            self._controller = BatchController(
                self._desk, self._tasks, self._messages, self._window.status.cell(CELL), self._printer, self
            )
        return self._controller

    def leave(self) -> None:
        """The program ends: no further paper."""
        if self._controller is not None:
            self._controller.leave()

    def _on_cell(self, cell_id: str) -> None:
        if cell_id == CELL:
            self.open_current()

    # -- pages ----------------------------------------------------------------------------------

    def open(self) -> None:
        """Ctrl+B: the batch that goes on, else the list of batches with a new one."""
        if self.controller.is_running:
            self.open_current()
        else:
            self._open_list()

    def _open_list(self) -> None:
        from registrar_app.ui.pages.batch_list import BatchListPage

        self._window.open_section(PAPERS)
        while self._is_ours(self._window.page()) and not isinstance(self._window.page(), BatchListPage):
            self._window.pop_page()
        if isinstance(self._window.page(), BatchListPage):
            return
        page = BatchListPage(
            self._window.theme, self._desk, self._tasks, self._messages, self.controller,
            self._window.open_choice,
        )  # fmt: skip
        page.columns_wanted.connect(self.open_columns)
        page.run_wanted.connect(self._push_run)
        self._window.push_page(page)

    def open_columns(self, view: "BatchView") -> None:
        """Step 2."""
        from registrar_app.ui.pages.batch_columns import BatchColumnsPage

        window = self._window
        page = BatchColumnsPage(window.theme, self._desk, self._tasks, view, window.open_choice)
        page.common_wanted.connect(self.open_common)
        window.push_page(page)

    def open_common(self, view: "BatchView", plan: "BatchPlan") -> None:
        """Step 3."""
        from registrar_app.ui.pages.batch_common import BatchCommonPage

        page = BatchCommonPage(self._window.theme, view, plan, self._clock)
        page.trial_wanted.connect(partial(self._open_trial, view.draft.form_title))
        self._window.push_page(page)

    def _open_trial(self, title: str, plan: "BatchPlan", rows: int) -> None:
        """Step 4."""
        from registrar_app.ui.pages.batch_trial import BatchTrialPage

        page = BatchTrialPage(self._window.theme, self._desk, self._tasks, self._go, plan, title, rows)
        page.issue_wanted.connect(self.open_issuing)
        page.refused.connect(self._on_refused)
        self._window.push_page(page)

    def _on_refused(self, error: RegistrarError) -> None:
        """The values that are the same for all are wrong: back to them."""
        from registrar_app.ui.pages.batch_common import BatchCommonPage

        self._window.pop_page()
        page = self._window.page()
        if isinstance(page, BatchCommonPage):
            page.show_problems(getattr(error, "problems", ()))

    def open_issuing(self, trial: "BatchTrial") -> None:
        """Step 5, in place of the steps before it."""
        from registrar_app.ui.pages.batch_list import BatchListPage

        while self._is_ours(self._window.page()) and not isinstance(self._window.page(), BatchListPage):
            self._window.pop_page()
        self.controller.issue(trial)
        self._push_run(None)

    def open_current(self) -> None:
        """The batch that goes on, from the status bar."""
        from registrar_app.ui.pages.batch_run import BatchRunPage

        run_id = self.controller.run_id
        self._window.open_section(PAPERS)
        page = self._window.page()
        if isinstance(page, BatchRunPage) and page.run_id == run_id:
            return
        self._open_list()
        self._push_run(run_id)

    def _push_run(self, run_id: UUID | None) -> None:
        from registrar_app.ui.pages.batch_run import BatchRunPage

        page = BatchRunPage(
            self._window.theme, self._desk, self._tasks, self._messages, self.controller,
            self._window.open_choice, run_id,
        )  # fmt: skip
        page.row_wanted.connect(self._open_row)
        self._window.push_page(page)

    def _open_row(self, run_id: UUID, line: "BatchLine") -> None:
        self._tasks.run_query(
            lambda: self._desk.batches.draft(run_id),
            lambda draft: self._push_row(run_id, line, draft),
            lambda error: self._messages.problem(error.problem),
            parent=self,
        )

    def _push_row(self, run_id: UUID, line: "BatchLine", draft: PaperDraft) -> None:
        from registrar_app.ui.pages.batch_row import BatchRowPage

        window = self._window
        page = BatchRowPage(
            window.theme, self._desk, self._tasks, self._go, self._clock, window.open_choice, run_id, line,
            draft,
        )  # fmt: skip
        window.push_page(page)

    @staticmethod
    def _is_ours(page: Page | None) -> bool:
        return page is not None and type(page).__module__.startswith("registrar_app.ui.pages.batch_")
