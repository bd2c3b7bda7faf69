"""The tab «Файлы»: list and preview, adding by button, key, drop and clipboard, print, copy, remove.

The record page asks for the buttons of its bar (``fill_bar``); each state of the tab has its own: the list,
a file seen large, files being added, a file being removed.
"""

from collections.abc import Sequence
from enum import Enum, auto
from uuid import UUID

from PySide6.QtCore import QMimeData, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from registrar_app.domain.dates import plural
from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.records import PersonFile
from registrar_app.services.desk import Desk
from registrar_app.services.settings import FILE_LIMIT_MB, SCAN_FOLDER
from registrar_app.services.shapes import Clock
from registrar_app.ui.messages import Messages
from registrar_app.ui.pages.record_files_adding import AddingBox, Incoming
from registrar_app.ui.pages.record_files_intake import FileIntake, may_be_taken
from registrar_app.ui.pages.record_files_removing import RemovingBox
from registrar_app.ui.pages.record_files_use import FileUse
from registrar_app.ui.pages.record_files_view import COLUMNS, file_rows, file_words
from registrar_app.ui.paper_printing import PaperPrinter
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.data_table import DataTable
from registrar_app.ui.widgets.file_preview import FilePreview
from registrar_app.ui.widgets.label import Label
from registrar_app.ui.widgets.page_parts import ActionBar
from registrar_app.ui.widgets.section import SectionTitle

_PREVIEW_MS = 80
_EMPTY = "Файлов ещё нет. Ins — выбрать файл, Ctrl+V — картинка из буфера, или перетащите файл сюда."


class Shown(Enum):
    """What the tab is busy with."""

    LIST = auto()
    LARGE = auto()
    ADDING = auto()
    REMOVING = auto()


_WAYS_OUT = {
    Shown.LIST: "Закрыть", Shown.LARGE: "К списку", Shown.ADDING: "Не добавлять",
    Shown.REMOVING: "Не убирать",
}  # fmt: skip


class FilesView(QWidget):
    """Files of the person whose record is open."""

    bar_changed = Signal()
    """Other buttons are due."""
    count_changed = Signal(int)
    failed = Signal(object)
    """``RegistrarError`` for the page's banner."""
    wanted = Signal()
    """Files came by drop or paste: the page brings this tab to the front."""
    closed = Signal()
    """The record is to be closed."""

    def __init__(
        self, theme: Theme, desk: Desk, tasks: Tasks, messages: Messages, printer: PaperPrinter, clock: Clock
    ) -> None:
        super().__init__()
        self._theme, self._desk, self._tasks, self._messages = theme, desk, tasks, messages
        self._clock = clock
        self.intake = FileIntake(tasks, self)
        self.intake.came.connect(self.add_incoming)
        self.use = FileUse(desk, tasks, printer, self)
        self.use.told.connect(messages.status)
        for part in (self.intake, self.use):
            part.failed.connect(self.failed)
        self._person_id: UUID | None = None
        self._files: dict[object, PersonFile] = {}
        self._limit = FILE_LIMIT_MB.default * 2**20
        self._with_removed = self._wants_focus = False
        self._request = 0
        self.shown, self.is_read_only = Shown.LIST, False
        self._build()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PREVIEW_MS)
        self._timer.timeout.connect(self._fetch)

    # -- building -------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self._theme
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(6))
        self.adding = AddingBox(theme, self._desk, self._tasks)
        self.adding.changed.connect(self._on_added)
        self.adding.looked_at.connect(self.bar_changed)
        self.adding.finished.connect(self._on_adding_finished)
        self.removing = RemovingBox(theme)
        for part in (self.adding, self.removing):
            box.addWidget(part)
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        self._title = SectionTitle(theme, "Файлы", hairline=False, note="PDF, JPG, PNG")
        head.addWidget(self._title, 1)
        self._more = Button(
            theme, "Показать убранные", kind=ButtonKind.QUIET, key="Alt+0", small=True,
            handler=self.toggle_removed,
        )  # fmt: skip
        self._paste = Button(
            theme, "Из буфера", kind=ButtonKind.QUIET, key="Ctrl+V", small=True, handler=self.intake.paste
        )
        for button in (self._more, self._paste):
            head.addWidget(button)
        box.addWidget(self._head)
        self._empty = Label(theme, _EMPTY, role=Role.TEXT2, wrap=True)
        box.addWidget(self._empty)
        self._both = QWidget()
        both = QHBoxLayout(self._both)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(theme.px(14))
        self.table = DataTable(theme, COLUMNS, "Файлы пациента")
        self.table.setMinimumHeight(theme.px(150))
        self.table.row_selected.connect(self._on_selected)
        self.table.row_activated.connect(lambda _row: self.show_large())
        self.preview = FilePreview(theme, self._tasks)
        self.preview.large_wanted.connect(self.show_large)
        both.addWidget(self.table, 3)
        both.addWidget(self.preview, 2)
        self._both.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        box.addWidget(self._both, 1000)
        box.addStretch(1)  # an empty tab keeps its words at the top
        self._arrange()

    def _arrange(self) -> None:
        """Show what belongs to the present state."""
        has_rows = bool(self.table.rows)
        is_large, is_adding = self.shown is Shown.LARGE, self.shown is Shown.ADDING
        self.adding.setVisible(is_adding)
        self.removing.setVisible(self.shown is Shown.REMOVING)
        self._head.setVisible(not is_large and not is_adding)
        self._paste.setVisible(self.shown is Shown.LIST and not self.is_read_only)
        self._empty.setVisible(not has_rows and self.shown is Shown.LIST)
        self._both.setVisible(has_rows and not is_adding)
        self.table.setVisible(has_rows and not is_large)
        self.preview.set_large(is_large)

    def _show(self, shown: Shown) -> None:
        self.shown = shown
        self._arrange()
        self.bar_changed.emit()

    # -- the bar --------------------------------------------------------------------------------

    def fill_bar(self, bar: ActionBar) -> None:
        """Put the buttons of the present state into the page's bar."""
        theme = self._theme
        make = {
            Shown.LIST: self._list_buttons, Shown.LARGE: self._use_buttons,
            Shown.ADDING: self._adding_buttons, Shown.REMOVING: self._removing_buttons,
        }  # fmt: skip
        bar.add(*make[self.shown]())
        handler = self.closed.emit if self.shown is Shown.LIST else self.back
        bar.add_right(Button(theme, _WAYS_OUT[self.shown], kind=ButtonKind.QUIET, key="Esc", handler=handler))

    def _list_buttons(self) -> list[Button]:
        theme, file = self._theme, self.current
        add = Button(theme, "Добавить…", icon="file-text", key="Ins", handler=self.intake.choose)
        if file is None:
            return [add]
        if file.removed_at is not None:
            back = Button(theme, "Вернуть", icon="arrow-back-up", key="Ctrl+Z", handler=self.take_back)
            return [add, back]
        remove = Button(theme, "Убрать…", icon="trash", key="Ctrl+Del", handler=self.begin_removing)
        return [add, *self._use_buttons(), remove]

    def _use_buttons(self) -> list[Button]:
        theme = self._theme
        return [
            Button(theme, "Печать…", icon="printer", key="Ctrl+P", handler=self.print_file),
            Button(theme, "Копия…", icon="file-export", key="Ctrl+S", handler=self.save_copy),
        ]

    def _adding_buttons(self) -> list[Button]:
        count = self.adding.to_add
        words = f"Добавить {count} {plural(count, 'файл', 'файла', 'файлов')}" if count > 1 else "Добавить"
        return [
            Button(
                self._theme, words, kind=ButtonKind.PRIMARY, icon="check", key="Ctrl+Enter",
                handler=self.adding.add,
            )
        ]  # fmt: skip

    def _removing_buttons(self) -> list[Button]:
        return [self.removing.button(self.remove)]

    def primary(self) -> bool:
        """Ctrl+Enter: the removing asks; the rest has a filled button or none."""
        if self.shown is Shown.REMOVING:
            self.removing.press()
            return True
        return False

    def back(self) -> None:
        """Esc: to the list."""
        self._show(Shown.LIST)
        self.focus_list()

    def take_focus(self) -> None:
        """The tab was chosen by its key: the list has the focus as soon as it is read."""
        self._wants_focus = True

    def focus_list(self) -> None:
        """The list has the focus, where there is one."""
        if self.table.isVisible():
            self.table.setFocus()

    # -- loading --------------------------------------------------------------------------------

    def show_person(self, person_id: UUID, *, read_only: bool) -> None:
        """Another person, or the same opened: nothing of the one before stays."""
        if person_id != self._person_id:
            self._files = {}
            self._with_removed = False
            self.table.set_rows([])
            self.preview.clear()
            self.shown = Shown.LIST
            self._arrange()
        self._person_id, self.is_read_only = person_id, read_only

    def refresh(self) -> None:
        """Read the list anew."""
        person_id = self._person_id
        if person_id is None:
            return
        self._tasks.run_query(
            lambda: (
                self._desk.files.list(person_id, with_removed=True),
                self._desk.settings.get(SCAN_FOLDER),
                self._desk.files.limit(),
            ),
            lambda found: self._on_read(person_id, *found),
            self.failed.emit,
            parent=self,
        )

    def _on_read(self, person_id: UUID, files: tuple[PersonFile, ...], folder: str, limit: int) -> None:
        if person_id != self._person_id:
            return
        self.intake.folder, self._limit = folder, limit
        removed = sum(one.removed_at is not None for one in files)
        self._more.setVisible(bool(removed))
        self._more.set_text("Скрыть убранные" if self._with_removed else f"Показать убранные: {removed}")
        shown = [one for one in files if self._with_removed or one.removed_at is None]
        self._files = {one.id: one for one in shown}
        before = self.table.current()
        self.table.set_rows(file_rows(shown, self._clock()))
        if self.table.rows and self.table.current() is None:
            self.table.select(self.table.rows[0].id)
        if self.table.current() != before or not self.table.rows:
            self._on_selected(self.table.current())
        self.count_changed.emit(len(files) - removed)
        self._arrange()
        self.bar_changed.emit()
        if self._wants_focus:
            self._wants_focus = False
            self.focus_list()

    def toggle_removed(self) -> None:
        """Alt+0: the removed ones as well, or not."""
        self._with_removed = not self._with_removed
        self.refresh()

    @property
    def current(self) -> PersonFile | None:
        """The file chosen."""
        return self._files.get(self.table.current())

    def _on_selected(self, row_id: object) -> None:
        file = self._files.get(row_id)
        if file is None:
            self.preview.clear()
            return
        self.preview.set_words(file_words(file, self._clock()), file.pages)
        self._timer.start()
        self.bar_changed.emit()

    def _fetch(self) -> None:
        file = self.current
        if file is None:
            return
        self._request += 1
        request = self._request
        self._tasks.run_query(
            lambda: self._desk.files.read(file.id),
            lambda data: self._on_fetched(request, data),
            lambda error: self._on_lost(request, error),
            parent=self,
        )

    def _on_fetched(self, request: int, data: bytes) -> None:
        if request == self._request and self.current is not None:
            self.preview.show_file(data)

    def _on_lost(self, request: int, error: RegistrarError) -> None:
        if request == self._request:
            self.preview.clear()
            self.failed.emit(error)

    # -- seeing large ---------------------------------------------------------------------------

    def show_large(self) -> None:
        """Enter: the file alone on the page."""
        if self.current is not None and self.shown is Shown.LIST:
            self._show(Shown.LARGE)
            self.preview.view.setFocus()

    # -- adding ---------------------------------------------------------------------------------

    def takes(self, mime: QMimeData | None) -> bool:
        """Whether what is dragged over the record may become a file of it."""
        return not self.is_read_only and may_be_taken(mime)

    def add_incoming(self, incoming: Sequence[Incoming]) -> None:
        """Ask what the files are; nothing is kept before Ctrl+Enter."""
        if not incoming or self._person_id is None or self.is_read_only:
            return
        self.wanted.emit()
        self.shown = Shown.ADDING
        self._arrange()
        self.adding.begin(self._person_id, incoming, self._limit)
        self.bar_changed.emit()

    def _on_added(self, file: object) -> None:
        if isinstance(file, PersonFile):
            self.refresh()

    def _on_adding_finished(self, added: int) -> None:
        if self.adding.count:
            self.bar_changed.emit()
            return
        words = plural(added, "Файл добавлен", "файла добавлено", "файлов добавлено")
        self._messages.status(words if added == 1 else f"{added} {words}")
        self.back()

    # -- printing and copies --------------------------------------------------------------------

    def print_file(self) -> None:
        """Ctrl+P: through the system's dialogue."""
        if self.current is not None:
            self.use.print_file(self.current)

    def save_copy(self) -> None:
        """Ctrl+S: a copy outside the program."""
        if self.current is not None:
            self.use.save_copy(self.current)

    # -- removing -------------------------------------------------------------------------------

    def begin_removing(self) -> None:
        """Ask why, in the page."""
        file = self.current
        if file is None or file.removed_at is not None:
            return
        self.removing.begin(file)
        self._show(Shown.REMOVING)
        self.removing.form.focus_first()

    def remove(self) -> None:
        """Take the file out of the record; it can be taken back."""
        file, reason = self.current, self.removing.reason()
        if file is None:
            return
        self._tasks.run_change(
            lambda: self._desk.files.void(file.id, reason), self._on_removed, self.failed.emit, parent=self
        )

    def _on_removed(self, _nothing: object) -> None:
        self._messages.status("Файл убран. Вернуть: Alt+0, выбрать его, Ctrl+Z")
        self.back()
        self.refresh()

    def take_back(self) -> None:
        """Ctrl+Z at a removed file: it stands in the record again."""
        file = self.current
        if file is None or file.removed_at is None:
            return
        self._tasks.run_change(
            lambda: self._desk.files.take_back(file.id), self._on_taken_back, self.failed.emit, parent=self
        )

    def _on_taken_back(self, _nothing: object) -> None:
        self._messages.status("Файл снова в записи")
        self.refresh()
