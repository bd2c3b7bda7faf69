"""«Загрузка списка» among the settings: choose a file, look at earlier loads."""

from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog

from registrar_app.services import import_reading
from registrar_app.services.import_shapes import ListFile, ListView, RunView
from registrar_app.ui.import_controller import ImportController
from registrar_app.ui.pages.import_words import loaded, number_words, state_cell
from registrar_app.ui.pages.settings_group import SettingsGroup, Tools
from registrar_app.ui.theme import Role
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.data_table import DataTable
from registrar_app.ui.widgets.label import Label
from registrar_app.ui.widgets.section import SectionTitle
from registrar_app.ui.widgets.tables import Column, TableRow

_COLUMNS = (
    Column("when", "Когда", 140),
    Column("file", "Файл", bold=True, least=200),
    Column("who", "Кто", 150, priority=2),
    Column("rows", "Строк", 90, right=True, priority=1),
    Column("loaded", "Загружено", 100, right=True),
    Column("state", "Состояние", 170),
)
_KINDS = "Списки (*.xlsx *.csv *.txt *.xls);;Все файлы (*)"


class ImportGroup(SettingsGroup):
    """The loads; a new one begins with its file."""

    columns_wanted = Signal(object)
    """A ``ListView``: its columns are to be chosen."""
    run_wanted = Signal(object)
    """Id of a load to look at."""

    def __init__(self, tools: Tools, imports: ImportController) -> None:
        super().__init__(tools, "Загрузка списка", "пациенты из прежней программы, файл CSV или XLSX")
        theme = self.theme
        self._imports = imports
        self.setAcceptDrops(True)
        self._hint = Label(
            theme,
            "Выберите файл или перетащите его сюда. Сначала пробная загрузка: она покажет каждую строку,"
            " ничего не записывая. Загруженное можно отменить целиком.",
            role=Role.TEXT2,
            wrap=True,
        )
        self.body.addWidget(self._hint)
        self._title = SectionTitle(theme, "Прошлые загрузки", hairline=False)
        self.body.addWidget(self._title)
        self.table = DataTable(theme, _COLUMNS, "Прошлые загрузки", fit_height=True)
        self.table.row_activated.connect(self.run_wanted)
        self.body.addWidget(self.table)
        self._choose = Button(
            theme, "Выбрать файл…", kind=ButtonKind.PRIMARY, icon="file-text", key="Ctrl+O",
            handler=self.choose_file,
        )  # fmt: skip
        self._open = Button(theme, "Открыть загрузку", icon="eye", key="F4", handler=self.open_current)
        self.bar.add(self._choose, self._open)
        imports.started.connect(self._on_changed)
        imports.ended.connect(self._on_changed)

    def _on_changed(self, what: object) -> None:
        del what
        if self.isVisible():
            self.load()

    def read(self) -> tuple[bool, tuple[RunView, ...]]:
        """In the database thread."""
        return self.desk.imports.is_allowed(), self.desk.imports.runs()

    def show_found(self, found: tuple[bool, tuple[RunView, ...]]) -> None:
        """The loads; who may not load is told who may."""
        allowed, runs = found
        for widget in (self._choose, self._hint, self._open):
            widget.setVisible(allowed)
        self.table.setVisible(allowed and bool(runs))
        self._title.setVisible(allowed and bool(runs))
        self._open.setVisible(allowed and bool(runs))
        if not allowed:
            self.banner.show_message(
                Role.INFO,
                "Списки загружают старший регистратор и администратор",
                "Попросите их или войдите под своим именем: Ctrl+L.",
                code="REC-162",
            )
            return
        if self.banner.code == "REC-162":
            self.banner.clear()
        live = self._imports.run_id if self._imports.is_running else None
        self.table.set_rows([_row(one, is_live=one.id == live) for one in runs])
        if runs and self.table.current() is None:
            self.table.select(runs[0].id)

    def open_current(self) -> None:
        """F4: the load under the cursor."""
        run_id = self.table.current()
        if isinstance(run_id, UUID):
            self.run_wanted.emit(run_id)

    # -- the file -------------------------------------------------------------------------------

    def choose_file(self) -> None:
        """Ctrl+O: the system's dialogue."""
        dialog = QFileDialog(self, "Загрузить список пациентов", "", _KINDS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.open_path)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open_path(self, path: str) -> None:
        """Look at a file, then at its columns."""
        if self._imports.is_running:
            self.messages.status("Сначала закончится загрузка, которая идёт", Role.INFO)
            return
        self.banner.clear()
        self.messages.status("Смотрю файл…", Role.INFO)
        self.tasks.run_job(
            lambda: import_reading.inspect(Path(path)), self._on_inspected, self.show_failure, parent=self
        )

    def _on_inspected(self, file: ListFile) -> None:
        self.tasks.run_query(
            lambda: self.desk.imports.view(file), self._on_viewed, self.show_failure, parent=self
        )

    def _on_viewed(self, view: ListView) -> None:
        self.messages.status("Файл прочитан")
        self.columns_wanted.emit(view)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file may be dropped."""
        if self._choose.isVisibleTo(self) and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Look at the dropped file."""
        for url in event.mimeData().urls():
            if url.isLocalFile():
                event.acceptProposedAction()
                self.open_path(url.toLocalFile())
                return


def _row(run: RunView, *, is_live: bool) -> TableRow:
    return TableRow(
        run.id,
        (
            run.made_at.astimezone().strftime("%d.%m.%Y %H:%M"), run.file_name, run.staff,
            number_words(run.total), number_words(loaded(run.totals)), state_cell(run, is_live=is_live),
        ),
    )  # fmt: skip
