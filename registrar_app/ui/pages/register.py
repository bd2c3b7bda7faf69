"""A register as it will come out: looked at before it is printed, or written into a table."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from registrar_app.domain.errors import RegistrarError
from registrar_app.services.desk import Desk
from registrar_app.services.paper_shapes import JournalFilter, Printed
from registrar_app.services.registers import Register, filter_words
from registrar_app.ui.messages import ROLES, Messages
from registrar_app.ui.pages.register_saving import TableSaver
from registrar_app.ui.pages.split_page import SplitPage
from registrar_app.ui.paper_printing import PaperPrinter, PrintWish, printed_words
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Theme
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.data_table import DataTable
from registrar_app.ui.widgets.form_grid import FormGrid
from registrar_app.ui.widgets.form_spec import FieldKind, FieldSpec
from registrar_app.ui.widgets.section import SectionTitle
from registrar_app.ui.widgets.tables import Column, TableRow

PRINT_KEY = "register"
"""Under which the printer of registers is remembered."""
_TOTALS = (
    Column("form", "Вид", least=120),
    Column("state", "Состояние", 140),
    Column("count", "Сколько", 90, right=True),
)


class RegisterPage(SplitPage):
    """Totals and the choice of the register at the left, its sheets at the right."""

    def __init__(
        self, theme: Theme, desk: Desk, tasks: Tasks, messages: Messages, printer: PaperPrinter,
        wanted: JournalFilter,
    ) -> None:  # fmt: skip
        """Make the page and begin to read.

        Args:
            theme: Colours.
            desk: Use cases.
            tasks: Threads.
            messages: Words in the status bar.
            printer: Prints.
            wanted: The filters of the journal.
        """
        super().__init__(theme, tasks)
        self._desk, self._tasks, self._messages = desk, tasks, messages
        self._printer, self._wanted = printer, wanted
        self._registers: dict[str, Register] = {}
        self._pdf = b""
        self._page, self._request = 0, 0
        self.set_title("Журналы и книги", filter_words(wanted))
        self.form = FormGrid(theme, (FieldSpec("register", "Что печатать", 12, FieldKind.COMBO),))
        self.form.edited.connect(lambda _field: self.show_report())
        self.body.addWidget(self.form)
        self.body.addWidget(SectionTitle(theme, "Итоги по журналу справок", hairline=False))
        self.totals = DataTable(theme, _TOTALS, "Итоги по журналу справок", fit_height=True)
        self.body.addWidget(self.totals)
        self._build_bar()
        self.paper.view.shown.connect(self._on_sheet)
        tasks.run_query(self._read, lambda found: self._on_read(*found), self._on_failed, parent=self)

    def _build_bar(self) -> None:
        theme = self.theme
        self._print = Button(
            theme, "Напечатать", kind=ButtonKind.PRIMARY, icon="printer", key="Ctrl+Shift+P",
            handler=self.print_now,
        )  # fmt: skip
        self.bar.add(
            self._print,
            Button(theme, "Печать…", icon="printer", key="Ctrl+P", handler=self.print_by_dialog),
            Button(theme, "Выгрузить", icon="file-export", key="Ctrl+E", handler=self.export),
        )
        self.bar.set_hint("PgUp PgDn — листы")
        self.bar.add_right(
            Button(theme, "Назад", kind=ButtonKind.QUIET, key="Esc", handler=self.close_requested.emit)
        )

    # -- reading --------------------------------------------------------------------------------

    def _read(self) -> tuple[tuple[Register, ...], tuple[tuple[str, str, int], ...]]:
        return self._desk.registers.all(), self._desk.registers.totals(self._wanted)

    def _on_read(
        self, registers: tuple[Register, ...], totals: tuple[tuple[str, str, int], ...]
    ) -> None:  # fmt: skip
        self._registers = {one.key: one for one in registers}
        field = self.form.field("register")
        field.set_choices(tuple((one.key, one.title) for one in registers))
        mine = [one.key for one in registers if self._wanted.form_key and self._wanted.form_key in one.forms]
        field.set_value((mine or ["all"])[0])
        self.totals.set_rows([TableRow(one[:2], (one[0], one[1], str(one[2]))) for one in totals])
        self.show_report()

    def show_report(self) -> None:
        """Draw the chosen register; only the latest answer counts."""
        key = self.form.values()["register"]
        self._request += 1
        request, wanted = self._request, self._wanted
        self.paper.set_note(self._registers[key].note)
        self._tasks.run_query(
            lambda: self._desk.registers.report(key, wanted),
            lambda pdf: self._on_drawn(request, pdf),
            self._on_failed,
            parent=self,
        )

    def _on_drawn(self, request: int, pdf: bytes) -> None:
        if request == self._request:
            self.banner.clear()
            self._pdf, self._page = pdf, 0
            self.paper.view.set_pdf(pdf)

    def _on_sheet(self, page: int, pages: int) -> None:
        self._page = page
        self.paper.set_sides(1)  # sheets, not sides: PgUp and PgDn turn them
        self.paper.set_foot(f"Лист {page + 1} из {pages}, A4")

    def press_key(self, key: str) -> bool:
        """PgUp and PgDn turn the sheets."""
        if key in ("PgUp", "PgDn"):
            self.paper.turn(max(self._page + (1 if key == "PgDn" else -1), 0))
            return True
        return super().press_key(key)

    def activate(self) -> None:
        """Enter prints."""
        self._print.setFocus()

    # -- printing, exporting --------------------------------------------------------------------

    def _wish(self) -> PrintWish:
        return PrintWish(self._pdf, PRINT_KEY, self._on_printed, self._on_failed)

    def primary(self) -> bool:
        """Ctrl+Enter prints."""
        self._print.click()
        return True

    def print_now(self) -> None:
        """Ctrl+Shift+P: on the remembered printer."""
        if self._pdf:
            self._printer.print_now(self._wish())

    def print_by_dialog(self) -> None:
        """Ctrl+P: choose the printer first."""
        if self._pdf:
            self._printer.print_by_dialog(self._wish(), self)

    def _on_printed(self, printed: Printed) -> None:
        self._messages.status(printed_words(printed, "Журнал"))

    def export(self) -> None:
        """Ctrl+E: the chosen register into a table."""
        ask_for_table(self, self.save_to)

    def save_to(self, path: Path) -> None:
        """Write the chosen register into a file."""
        saver = TableSaver(self._desk, self._tasks, self._messages)
        saver.save(self.form.values()["register"], self._wanted, path)

    def _on_failed(self, error: RegistrarError) -> None:
        one = error.problem
        self.banner.show_message(ROLES[one.level], one.text, one.way_out, code=one.code)


def ask_for_table(parent: QWidget, save: Callable[[Path], object]) -> None:
    """Ask where the table goes; no name of a person in its own name."""
    dialog = QFileDialog(parent, "Выгрузить журнал", "journal.xlsx", "Таблицы (*.xlsx)")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("xlsx")
    dialog.fileSelected.connect(lambda path: save(Path(path)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
