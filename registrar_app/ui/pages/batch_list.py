"""Step 1 of a batch: which paper, which list; and the batches so far."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog

from registrar_app.domain.errors import RegistrarError
from registrar_app.services import import_reading
from registrar_app.services.batch_shapes import BatchOutcome, BatchView, RunOfBatch
from registrar_app.services.desk import Desk
from registrar_app.services.import_shapes import ListFile
from registrar_app.services.paper_shapes import PaperForm
from registrar_app.ui.batch_controller import BatchController
from registrar_app.ui.messages import ROLES, Messages
from registrar_app.ui.pages.batch_words import STEPS, state_cell
from registrar_app.ui.pages.import_words import number_words
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.command_palette import PaletteLine
from registrar_app.ui.widgets.data_table import DataTable
from registrar_app.ui.widgets.label import Label
from registrar_app.ui.widgets.page import Page
from registrar_app.ui.widgets.section import SectionTitle
from registrar_app.ui.widgets.step_bar import StepBar
from registrar_app.ui.widgets.tables import Column, TableRow

_COLUMNS = (
    Column("when", "Когда", 140),
    Column("form", "Справка", 150),
    Column("file", "Файл", bold=True, least=200),
    Column("who", "Кто", 150, priority=2),
    Column("numbers", "Номера", 170, priority=3),
    Column("done", "Выдано", 110, right=True),
    Column("state", "Состояние", 190),
)
_KINDS = "Списки (*.xlsx *.csv *.txt *.xls);;Все файлы (*)"
Choose = Callable[[str, str, list[PaletteLine]], object]


class BatchListPage(Page):
    """«Пачка справок»."""

    takes_whole_width = True
    columns_wanted = Signal(object)
    """A ``BatchView``: its columns are to be chosen."""
    run_wanted = Signal(object)
    """Id of a batch to look at."""

    def __init__(
        self, theme: Theme, desk: Desk, tasks: Tasks, messages: Messages, batches: BatchController,
        choose: Choose,
    ) -> None:  # fmt: skip
        """Make the page.

        Args:
            theme: Colours.
            desk: Use cases.
            tasks: Threads.
            messages: Words in the status bar.
            batches: What goes on.
            choose: Opens a list to pick from: title, what may be typed, lines.
        """
        super().__init__(theme)
        self._desk, self._tasks, self._messages = desk, tasks, messages
        self._batches, self._choose_from = batches, choose
        self._forms: tuple[PaperForm, ...] = ()
        self.setAcceptDrops(True)
        self.set_title("Пачка справок", "много справок одного вида по списку")
        self.body.addWidget(StepBar(theme, STEPS, 0))
        self.body.addWidget(
            Label(
                theme,
                "Выберите файл со списком, XLSX или CSV, или перетащите его сюда, потом вид справки."
                " Сначала проба: она проверит каждую строку и ничего не запишет.",
                role=Role.TEXT2,
                wrap=True,
            )
        )
        self._title = SectionTitle(theme, "Прошлые пачки", hairline=False)
        self.body.addWidget(self._title)
        self.table = DataTable(theme, _COLUMNS, "Прошлые пачки", fit_height=True)
        self.table.row_activated.connect(self.run_wanted)
        self.body.addWidget(self.table)
        self._open = Button(theme, "Открыть пачку", icon="eye", key="F4", handler=self.open_current)
        self.bar.add(
            Button(theme, "Выбрать файл…", kind=ButtonKind.PRIMARY, icon="file-text", key="Ctrl+O",
                   handler=self.choose_file),
            self._open,
        )  # fmt: skip
        self.bar.add_right(
            Button(theme, "Закрыть", kind=ButtonKind.QUIET, key="Esc", handler=self.close_requested.emit)
        )
        batches.started.connect(self._on_changed)
        batches.ended.connect(self._on_changed)

    def activate(self) -> None:
        """Read anew; the focus goes to the table, where there is one."""
        self.refresh()
        if self.table.isVisibleTo(self) and self.table.rows:
            self.table.setFocus()
        else:
            super().activate()

    def _on_changed(self, what: object) -> None:
        del what
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Read the batches."""
        self._tasks.run_query(
            lambda: (self._desk.batches.forms(), self._desk.batches.runs()),
            lambda found: self._on_read(*found),
            self._on_failed,
            parent=self,
        )

    def _on_read(self, forms: tuple[PaperForm, ...], runs: tuple[RunOfBatch, ...]) -> None:
        self._forms = forms
        live = self._batches.run_id if self._batches.is_running else None
        self.table.set_rows([_row(one, is_live=one.id == live) for one in runs])
        for widget in (self.table, self._title, self._open):
            widget.setVisible(bool(runs))
        if runs and self.table.current() is None:
            self.table.select(runs[0].id)

    def open_current(self) -> None:
        """F4: the batch under the cursor."""
        run_id = self.table.current()
        if isinstance(run_id, UUID):
            self.run_wanted.emit(run_id)

    def _on_failed(self, error: RegistrarError) -> None:
        one = error.problem
        self.banner.show_message(ROLES[one.level], one.text, one.way_out, code=one.code)

    # -- file and form --------------------------------------------------------------------------

    def choose_file(self) -> None:
        """Ctrl+O: the system's dialogue."""
        dialog = QFileDialog(self, "Список для пачки", "", _KINDS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.open_path)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open_path(self, path: str) -> None:
        """Look at a file, then ask for the form."""
        if self._batches.is_running:
            self._messages.status("Сначала закончится пачка, которая идёт", Role.INFO)
            return
        self.banner.clear()
        self._messages.status("Смотрю файл…", Role.INFO)
        self._tasks.run_job(
            lambda: import_reading.inspect(Path(path)), self._on_inspected, self._on_failed, parent=self
        )

    def _on_inspected(self, file: ListFile) -> None:
        lines = [
            PaletteLine(
                one.short, "", one.title if one.title != one.short else "", _Chosen(self, file, one.key)
            )
            for one in self._forms
        ]
        self._choose_from("Какие справки выдать?", "Номер или название", lines)

    def open_list(self, file: ListFile, form_key: str) -> None:
        """Read the list for a form."""
        self._tasks.run_query(
            lambda: self._desk.batches.open(file, form_key), self._on_opened, self._on_failed, parent=self
        )

    def _on_opened(self, view: BatchView) -> None:
        self.columns_wanted.emit(view)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file may be dropped."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Look at the dropped file."""
        for url in event.mimeData().urls():
            if url.isLocalFile():
                event.acceptProposedAction()
                self.open_path(url.toLocalFile())
                return


class _Chosen:
    """Handler of a form in the list."""

    def __init__(self, page: BatchListPage, file: ListFile, form_key: str) -> None:
        self._page, self._file, self._form_key = page, file, form_key

    def __call__(self) -> None:
        self._page.open_list(self._file, self._form_key)


def _row(run: RunOfBatch, *, is_live: bool) -> TableRow:
    done, total = run.totals.of(BatchOutcome.DONE), run.totals.total
    return TableRow(
        run.id,
        (
            run.made_at.astimezone().strftime("%d.%m.%Y %H:%M"), run.form_title, run.file_name, run.staff,
            run.numbers, f"{number_words(done)} из {number_words(total)}", state_cell(run, is_live=is_live),
        ),
    )  # fmt: skip
