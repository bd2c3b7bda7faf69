"""Step 2 of a batch: which column names the person, which fills the paper."""

from collections.abc import Mapping

from PySide6.QtCore import Signal

from registrar_app.domain.problems import Problem
from registrar_app.services import batch_columns
from registrar_app.services.batch_shapes import BatchPlan, BatchView
from registrar_app.services.desk import Desk
from registrar_app.services.import_shapes import ListFile, ListView
from registrar_app.ui.pages.batch_words import STEPS
from registrar_app.ui.pages.import_columns import Choose, ImportColumnsPage
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Theme
from registrar_app.ui.widgets.form_spec import FieldSpec


class BatchColumnsPage(ImportColumnsPage):
    """The columns of a list, for a batch."""

    takes_whole_width = True
    steps = STEPS
    words = ("Пачка справок", "Дальше: общее", "Не брать")
    common_wanted = Signal(object, object)
    """A ``BatchView`` and the ``BatchPlan`` so far."""

    def __init__(self, theme: Theme, desk: Desk, tasks: Tasks, view: BatchView, choose: Choose) -> None:
        """Make the page.

        Args:
            theme: Colours.
            desk: Use cases.
            tasks: Threads.
            view: The list with the paper.
            choose: Opens a list to pick from: title, what may be typed, lines.
        """
        self._batch = view
        super().__init__(theme, desk, tasks, view.list, choose)

    def _fields(self, view: ListView) -> list[FieldSpec]:
        return [one for one in super()._fields(view) if one.id != "drops"]

    def show_view(self, view: ListView) -> None:
        """Show a sheet with its columns, and the paper's name."""
        super().show_view(view)
        self.set_title(f"Пачка: {self._batch.draft.form_title}", view.file.name)

    def known(self) -> Mapping[str, str]:
        """The person's fields, then the paper's."""
        return self._batch.choices

    def lacking(self) -> tuple[Problem, ...]:
        """Something must name the person."""
        return batch_columns.missing([one.field for one in self.columns])

    def _read(self, file: ListFile, sheet: str, header: int | None) -> ListView:
        return self._desk.batches.open(file, self._batch.draft.form_key, sheet, header).list

    def batch_plan(self) -> BatchPlan:
        """What is chosen, without what is the same for all."""
        plan = self.plan()
        return BatchPlan(
            plan.file, plan.sheet, plan.header_row, plan.fields, plan.headings, self._batch.draft.form_key
        )

    def begin_trial(self) -> None:
        """Ctrl+Enter: on to what is the same for all."""
        if self.is_lacking():
            return
        columns, form_key, plan = self.columns, self._batch.draft.form_key, self.batch_plan()
        self._tasks.run_change(
            lambda: self._desk.batches.remember(form_key, columns),
            lambda _: self.common_wanted.emit(self._batch, plan),
            self._on_failed,
            parent=self,
        )
