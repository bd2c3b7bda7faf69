"""Which column is what: a row for each column with its first values; Enter chooses, typing searches."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType

from PySide6.QtCore import Signal

from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.problems import Problem
from registrar_app.services import import_mapping
from registrar_app.services.desk import Desk
from registrar_app.services.import_shapes import ColumnView, ListFile, ListView, Plan
from registrar_app.ui.messages import ROLES
from registrar_app.ui.pages.import_words import STEPS, file_words
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.banner import NoteLine
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.command_palette import PaletteLine
from registrar_app.ui.widgets.data_table import DataTable
from registrar_app.ui.widgets.form_grid import FormGrid
from registrar_app.ui.widgets.form_spec import FieldKind, FieldSpec
from registrar_app.ui.widgets.page import Page
from registrar_app.ui.widgets.step_bar import StepBar
from registrar_app.ui.widgets.tables import BadgeCell, Column, TableRow

Choose = Callable[[str, str, Sequence[PaletteLine]], object]
_COLUMNS = (
    Column("heading", "Столбец в файле", 220, bold=True),
    Column("first", "Первые значения", least=170),
    Column("second", "", least=150, priority=1),
    Column("third", "", least=150, priority=2),
    Column("field", "Что это", 300),
)
_HOW = {"kept": "как в прошлый раз", "heading": "", "content": "по содержимому"}
_HEADER_ROWS = 15


class ImportColumnsPage(Page):
    """Step 2 of a load."""

    trial_wanted = Signal(object, int)
    """A plan and about how many rows there are."""
    steps: tuple[str, ...] = STEPS
    words = ("Загрузка списка", "Пробная загрузка", "Не загружать")
    """Title, the way on, the choice that leaves a column out."""

    def __init__(self, theme: Theme, desk: Desk, tasks: Tasks, view: ListView, choose: Choose) -> None:
        """Make the page.

        Args:
            theme: Colours.
            desk: Use cases.
            tasks: Threads.
            view: The list.
            choose: Opens a list to pick from: title, what may be typed, lines.
        """
        super().__init__(theme)
        self._desk, self._tasks, self._choose_from = desk, tasks, choose
        self._view = view
        self._mapped: list[ColumnView] = []
        self.body.addWidget(StepBar(theme, self.steps, 1))
        self.form = FormGrid(theme, self._fields(view))
        self.form.edited.connect(self._on_edited)
        self.add_form(self.form)
        self._missing = NoteLine(theme, Role.WARN, "", "")
        self.body.addWidget(self._missing)
        self.table = DataTable(theme, _COLUMNS, "Столбцы файла", fit_height=True)
        self.table.row_activated.connect(self.choose_field)
        self.body.addWidget(self.table)
        self.bar.add(
            Button(theme, self.words[1], kind=ButtonKind.PRIMARY, icon="clipboard-check",
                   key="Ctrl+Enter", handler=self.begin_trial),
            Button(theme, "Что в столбце", icon="pencil", key="F4", handler=self.choose_current),
            Button(theme, self.words[2], key="Ctrl+Del", handler=self.skip_current),
        )  # fmt: skip
        self.bar.set_hint("↑↓ столбец, Enter — выбрать поле")
        self.bar.add_right(
            Button(theme, "Назад", kind=ButtonKind.QUIET, key="Esc", handler=self.close_requested.emit)
        )
        self.show_view(view)

    def _fields(self, view: ListView) -> list[FieldSpec]:
        fields = []
        if len(view.file.sheets) > 1:
            choices = tuple((one, one) for one in view.file.sheets)
            fields.append(FieldSpec("sheet", "Лист", 4, FieldKind.COMBO, choices=choices))
        rows = tuple((str(one), f"строка {one}") for one in range(1, _HEADER_ROWS + 1))
        fields.append(
            FieldSpec("header", "Заголовки", 3, FieldKind.COMBO, choices=(("0", "заголовков нет"), *rows))
        )
        fields.append(
            FieldSpec("drops", "Номер с ошибкой пропустить, человека загрузить", 5, FieldKind.CHECK)
        )
        return fields

    @property
    def columns(self) -> tuple[ColumnView, ...]:
        """The columns as they are chosen now."""
        return tuple(self._mapped)

    def activate(self) -> None:
        """The focus goes to the columns."""
        self.table.setFocus()

    def show_view(self, view: ListView) -> None:
        """Show a sheet with its columns."""
        self._view = view
        self.set_title(self.words[0], file_words(view.file, view.rows))
        values = {"header": str(view.header_row), "drops": self.form.values().get("drops", "")}
        self.form.set_values({**values, **({"sheet": view.sheet} if len(view.file.sheets) > 1 else {})})
        self._mapped = list(view.columns)
        self._show_columns()

    def _on_edited(self, field_id: str) -> None:
        """Another sheet, another row of headings: read anew."""
        if field_id == "drops":
            return
        values = self.form.values()
        sheet = values.get("sheet", "") or self._view.sheet
        header = int(values["header"] or 0) if field_id == "header" else None
        file = self._view.file
        self._tasks.run_query(
            lambda: self._read(file, sheet, header), self.show_view, self._on_failed, parent=self
        )

    def _read(self, file: ListFile, sheet: str, header: int | None) -> ListView:
        """The list anew, in the database thread."""
        return self._desk.imports.view(file, sheet, header)

    def known(self) -> Mapping[str, str]:
        """What a column can be: words by field id."""
        return import_mapping.FIELDS

    def lacking(self) -> tuple[Problem, ...]:
        """What has no column yet and must have one."""
        return import_mapping.missing([one.field for one in self._mapped])

    def _on_failed(self, error: RegistrarError) -> None:
        one = error.problem
        self.banner.show_message(ROLES[one.level], one.text, one.way_out, code=one.code)

    def _show_columns(self) -> None:
        self.table.set_rows([_row(one, self.known(), self.words[2]) for one in self._mapped])
        if self._mapped and self.table.current() is None:
            unknown = next((one.place for one in self._mapped if not one.field), self._mapped[0].place)
            self.table.select(unknown)
        missing = self.lacking()
        self._missing.setVisible(bool(missing))
        self._missing.set_texts(" ".join(one.text for one in missing), missing[0].way_out if missing else "")
        if not missing and self.banner.code in ("REC-151", "CERT-150"):
            self.banner.clear()

    # -- choosing -------------------------------------------------------------------------------

    def choose_current(self) -> None:
        """F4: the column under the cursor."""
        if self.table.current() is not None:
            self.choose_field(self.table.current())

    def choose_field(self, place: object) -> None:
        """A list of all fields, searched by typing."""
        column = next((one for one in self._mapped if one.place == place), None)
        if column is None:
            return
        used = {one.field: one.heading for one in self._mapped if one.field}
        lines = [PaletteLine(self.words[2], "", "", partial(self.set_field, column.place, ""))]
        lines += [
            PaletteLine(
                words, "", f"сейчас: {used[field]}" if field in used else "",
                partial(self.set_field, column.place, field),
            )
            for field, words in self.known().items()
        ]  # fmt: skip
        self._choose_from(f"Что в столбце «{column.heading}»?", "Название поля", lines)

    def skip_current(self) -> None:
        """Ctrl+Del: the column is not loaded."""
        place = self.table.current()
        if isinstance(place, int):
            self.set_field(place, "")

    def set_field(self, place: int, field: str) -> None:
        """A column is this field; the one that was it before is no longer, but for telephones."""
        self._mapped = [
            dataclasses.replace(one, field=field, how="")
            if one.place == place
            else dataclasses.replace(one, field="", how="")
            if field and one.field == field and field != "phone"
            else one
            for one in self._mapped
        ]
        self._show_columns()
        self.table.setFocus()

    # -- on -------------------------------------------------------------------------------------

    def plan(self) -> Plan:
        """What is chosen."""
        return Plan(
            self._view.file,
            self._view.sheet,
            self._view.header_row,
            MappingProxyType({one.place: one.field for one in self._mapped if one.field}),
            MappingProxyType({one.place: one.heading for one in self._mapped}),
            drops_bad=bool(self.form.values().get("drops")),
        )

    def is_lacking(self) -> bool:
        """Whether something must still get a column; tells what."""
        missing = self.lacking()
        for one in missing[:1]:
            self.banner.show_message(ROLES[one.level], one.text, one.way_out, code=one.code)
            self.table.setFocus()
        return bool(missing)

    def begin_trial(self) -> None:
        """Ctrl+Enter."""
        if self.is_lacking():
            return
        columns, plan, rows = self.columns, self.plan(), self._view.rows
        self._tasks.run_change(
            lambda: self._desk.imports.remember(columns),
            lambda _: self.trial_wanted.emit(plan, rows),
            self._on_failed,
            parent=self,
        )


def _row(column: ColumnView, known: Mapping[str, str], skip: str) -> TableRow:
    first, second, third = (*column.samples, "", "", "")[:3]
    if not column.field:
        return TableRow(
            column.place, (column.heading, first, second, third, BadgeCell(skip.lower(), icon=""))
        )
    how = _HOW.get(column.how, "")
    words = known[column.field]
    role = Role.INFO if column.how == "content" else Role.OK
    cell = BadgeCell(f"{words} · {how}" if how else words, role)
    return TableRow(column.place, (column.heading, first, second, third, cell))
