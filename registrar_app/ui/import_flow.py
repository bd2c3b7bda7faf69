"""The way through a load: file, columns, trial, load; and back to one that goes on behind other pages."""

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from registrar_app.services.desk import Desk
from registrar_app.services.import_shapes import ListView, Plan
from registrar_app.services.shapes import Clock
from registrar_app.ui.import_controller import CELL, ImportController
from registrar_app.ui.main_window import MainWindow
from registrar_app.ui.messages import Messages
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.tasks import Tasks

if TYPE_CHECKING:
    from registrar_app.services.import_jobs import Trial
    from registrar_app.ui.pages.import_list import ImportGroup
    from registrar_app.ui.pages.settings_group import Tools


class ImportFlow(QObject):
    """Stacks the pages of a load over the settings; the load itself belongs to the controller."""

    def __init__(
        self,
        window: MainWindow,
        desk: Desk,
        tasks: Tasks,
        messages: Messages,
        go: Navigation,
        clock: Clock,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._window, self._desk, self._tasks, self._messages, self._go = window, desk, tasks, messages, go
        self.controller = ImportController(desk, tasks, messages, window.status.cell(CELL), self)

    def group(self, tools: "Tools") -> "ImportGroup":
        """The group of the settings, its ways connected."""
        from registrar_app.ui.pages.import_list import ImportGroup

        group = ImportGroup(tools, self.controller)
        group.columns_wanted.connect(self.open_columns)
        group.run_wanted.connect(self.open_run)
        return group

    def open_columns(self, view: ListView) -> None:
        """Step 2."""
        from registrar_app.ui.pages.import_columns import ImportColumnsPage

        page = ImportColumnsPage(self._window.theme, self._desk, self._tasks, view, self._window.open_choice)
        page.trial_wanted.connect(self.open_trial)
        self._window.push_page(page)

    def open_trial(self, plan: Plan, rows: int) -> None:
        """Step 3, over the columns."""
        from registrar_app.ui.pages.import_trial import ImportTrialPage

        page = ImportTrialPage(
            self._window.theme,
            self._desk,
            self._tasks,
            self._messages,
            self._go,
            plan,
            rows,
            self._clock,
        )
        page.load_wanted.connect(self.open_load)
        self._window.push_page(page)

    def open_load(self, plan: Plan, trial: "Trial", total: int) -> None:
        """Step 4, in place of the steps before it."""
        from registrar_app.ui.pages.import_columns import ImportColumnsPage
        from registrar_app.ui.pages.import_trial import ImportTrialPage

        while isinstance(self._window.page(), ImportColumnsPage | ImportTrialPage):
            self._window.pop_page()
        self.controller.load(plan, trial, total)
        self._push_run(None)

    def open_run(self, run_id: UUID) -> None:
        """An earlier load, or the one that goes on."""
        self._push_run(run_id)

    def open_current(self) -> None:
        """The load that goes on, from the status bar."""
        from registrar_app.ui.pages.import_run import ImportRunPage

        self._go.settings("import")
        page = self._window.page()
        if not (isinstance(page, ImportRunPage) and page.run_id == self.controller.run_id):
            self._push_run(self.controller.run_id)

    def _push_run(self, run_id: UUID | None) -> None:
        from registrar_app.ui.pages.import_run import ImportRunPage

        page = ImportRunPage(
            self._window.theme,
            self._desk,
            self._tasks,
            self._messages,
            self._go,
            self.controller,
            run_id,
            self._clock,
        )
        self._window.push_page(page)
