"""Group «Формы»: every form with its edition of today, what the administrator should know, the clinic's own.

An edition is pinned with a reason. A table of the clinic is checked before it is taken; its mistakes are
shown with their lines.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from registrar_app.domain.dates import plural
from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.problems import Level, Problem
from registrar_app.services.form_book import FormView
from registrar_app.ui.messages import ROLES
from registrar_app.ui.pages.settings_group import ListGroup, Tools
from registrar_app.ui.theme import Role, Use
from registrar_app.ui.widgets.banner import AdviceItem
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.form_spec import FieldKind, FieldSpec
from registrar_app.ui.widgets.label import Label
from registrar_app.ui.widgets.page import Page
from registrar_app.ui.widgets.paper_panel import PaperPanel
from registrar_app.ui.widgets.tables import BadgeCell, Column, TableRow

if TYPE_CHECKING:
    from registrar_app.printing.loader import BrokenForm

_BROKEN = "!"
"""Before the name of a file in the id of its row."""
_SHOWN = 4
"""Mistakes of one file that are shown at once."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What the group shows."""

    forms: tuple[FormView, ...]
    broken: tuple["BrokenForm", ...]


class SpecimenPage(Page):
    """A form's sheet, empty or with invented values."""

    def __init__(self, tools: Tools, form_key: str, title: str) -> None:
        """Make the page and begin to draw.

        Args:
            tools: Collaborators of the settings.
            form_key: Which form.
            title: Its words.
        """
        super().__init__(tools.theme)
        self._desk, self._tasks, self._form_key = tools.desk, tools.tasks, form_key
        self._is_filled = True
        self.set_title(title, "образец с выдуманными значениями")
        self.paper = PaperPanel(tools.theme, tools.tasks)
        self.view = self.paper.view
        self.fill(self.paper)
        self._other = Button(tools.theme, "Пустой лист", icon="file-text", key="F4", handler=self.toggle)
        self.bar.add(self._other)
        self.bar.add_right(
            Button(tools.theme, "Назад", kind=ButtonKind.QUIET, key="Esc", handler=self.close_requested.emit)
        )
        self._draw()

    def toggle(self) -> None:
        """F4: empty or with values."""
        self._is_filled = not self._is_filled
        self._other.set_text("Пустой лист" if self._is_filled else "С образцом значений")
        self._draw()

    def _draw(self) -> None:
        key, is_filled = self._form_key, self._is_filled
        self._tasks.run_query(
            lambda: self._desk.forms.specimen(key, is_filled=is_filled),
            self.view.set_pdf,
            self._on_failed,
            parent=self,
        )

    def _on_failed(self, error: RegistrarError) -> None:
        one = error.problem
        self.banner.show_message(ROLES[one.level], one.text, one.way_out, code=one.code)


class FormsGroup(ListGroup):
    """Forms, editions and the clinic's own tables."""

    page_wanted = Signal(object)
    """A page to be shown over the settings."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(
            tools,
            "Формы",
            (
                Column("form", "Бланк", bold=True),
                Column("edition", "Редакция на сегодня", 280),
                Column("origin", "Откуда", 130, priority=2),
                Column("state", "Замечания", 190, priority=1),
            ),
            (
                FieldSpec("edition", "Печатать редакцию", 6, FieldKind.COMBO),
                FieldSpec("reason", "Почему", 12, hint="останется в настройках с вашим именем"),
            ),
            "Свой бланк…",
        )
        self._found = _Found((), ())
        theme = self.theme
        self._change.set_text("Закрепить")
        self._look = Button(theme, "Показать лист", icon="eye", key="Ctrl+P", handler=self.look)
        self._reload = Button(theme, "Перечитать", icon="refresh", key="F5", handler=self.reload)
        self._remove = Button(theme, "Убрать свой", icon="trash", key="Ctrl+Del", handler=self.remove)
        self.bar.add(self._look, self._reload, self._remove)
        self._remarks = QWidget()
        self._remarks_list = QVBoxLayout(self._remarks)
        self._remarks_list.setContentsMargins(theme.px(22), theme.px(6), theme.px(22), theme.px(8))
        self._remarks_list.setSpacing(theme.px(6))
        # Between table and buttons: words about the chosen row stay in view however long the table is.
        outer = self.layout()
        if isinstance(outer, QVBoxLayout):
            outer.insertWidget(outer.indexOf(self.bar), self._remarks)
        self._remarks.hide()
        self.table.row_selected.connect(self._on_selected)

    def _show_form(self, shown: bool) -> None:
        super()._show_form(shown)
        if hasattr(self, "_look"):
            for button in (self._look, self._reload):
                button.setVisible(not shown)
            self._on_selected(self.table.current())
            self._remove.setVisible(self._remove.isVisibleTo(self.bar) and not shown)

    def read(self) -> _Found:
        """In the database thread."""
        return _Found(self.desk.forms.views(), self.desk.forms.broken())

    def rows_of(self, found: _Found) -> list[TableRow]:
        """Tables that were not taken first, then one row a form."""
        self._found = found
        broken = [
            TableRow(f"{_BROKEN}{one.file}", (one.file, "—", "своя", _count_cell(len(one.problems))))
            for one in found.broken
        ]
        return [*broken, *(_row(one) for one in found.forms)]

    def show_found(self, found: _Found) -> None:
        """Show the table and the words of the chosen row."""
        super().show_found(found)
        self._on_selected(self.table.current())

    def _form(self) -> FormView | None:
        return next((one for one in self._found.forms if one.key == self.table.current()), None)

    def _broken_file(self) -> str:
        current = str(self.table.current() or "")
        return current.removeprefix(_BROKEN) if current.startswith(_BROKEN) else ""

    def _on_selected(self, row_id: object) -> None:
        del row_id
        form, file = self._form(), self._broken_file()
        self._remove.setVisible(bool(file or (form and form.own_file)))
        self._change.setEnabled(form is not None)
        self._look.setEnabled(form is not None)
        if form is not None:
            self._show_remarks(form.short, form.remarks)
        else:
            found = next((one.problems for one in self._found.broken if one.file == file), ())
            self._show_remarks(file, found)

    def _show_remarks(self, title: str, problems: Sequence[Problem]) -> None:
        """Words about the chosen row above the table."""
        while self._remarks_list.count():
            widget = self._remarks_list.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._remarks.setVisible(bool(problems))
        if not problems:
            return
        # The name of a form may be long: a title that does not break would widen the whole group.
        self._remarks_list.addWidget(Label(self.theme, title, use=Use.BOLD, wrap=True))
        for one in problems[:_SHOWN]:
            self._remarks_list.addWidget(AdviceItem(self.theme, ROLES[one.level], one.text, one.way_out))
        more = len(problems) - _SHOWN
        if more > 0:
            words = f"И ещё {more} {plural(more, 'ошибка', 'ошибки', 'ошибок')}"
            self._remarks_list.addWidget(
                AdviceItem(self.theme, Role.INFO, words, "Исправьте эти и повторите.")
            )

    # -- editions -------------------------------------------------------------------------------

    def edit(self, row_id: object) -> None:
        """F4: pin an edition; Ins: a table of the clinic."""
        if row_id is None:
            self.choose_file()
        elif not str(row_id).startswith(_BROKEN):
            super().edit(row_id)
            form = self._form()
            self._form_title.set_text(form.short if form else "")

    def values_of(self, row_id: object) -> dict[str, str]:
        """What is pinned."""
        form = next((one for one in self._found.forms if one.key == row_id), None)
        editions = (
            [(one.id, f"{one.id}, {one.words}") for one in form.editions if one.has_layout] if form else []
        )
        self.form.field("edition").set_choices((("", "по дате выдачи"), *editions))
        return {"edition": form.pin.edition if form and form.pin else "", "reason": ""}

    def write(self, row_id: object, values: dict[str, str]) -> None:
        """In the database thread."""
        self.desk.forms.pin(str(row_id), values["edition"], values["reason"])

    # -- the clinic's own -----------------------------------------------------------------------

    def choose_file(self) -> None:
        """Ins: a table from anywhere."""
        dialog = QFileDialog(self, "Свой бланк", "", "Таблицы бланков (*.yaml *.yml);;Все файлы (*)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_file)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_file(self, path: str) -> None:
        self.add_file(Path(path))

    def add_file(self, path: Path) -> None:
        """Check a table and take it."""
        self.tasks.run_query(
            lambda: self.desk.forms.add(path), self._on_added, self._on_not_added, parent=self
        )

    def _on_added(self, form_key: str) -> None:
        self.banner.clear()
        self.messages.status("Свой бланк добавлен: посмотрите лист")
        self.load()
        self.page_wanted.emit(SpecimenPage(self.tools, form_key, "Свой бланк"))

    def _on_not_added(self, error: RegistrarError) -> None:
        self.show_failure(error)
        if isinstance(error, RefusedError):
            self._show_remarks("Что исправить в файле", error.problems)

    def remove(self) -> None:
        """Ctrl+Del: take the clinic's own table away."""
        form, file = self._form(), self._broken_file()
        if file:
            self._run(lambda: self.desk.forms.remove_broken(file), "Файл убран")
        elif form is not None and form.own_file:
            self._run(lambda: self.desk.forms.remove(form.key), "Свой бланк убран")

    def reload(self) -> None:
        """F5: read the files anew."""
        self._run(self.desk.forms.reload, "Бланки перечитаны")

    def _run(self, work: Callable[[], object], words: str) -> None:
        def done(_: object) -> None:
            self.messages.status(words)
            self.load()

        self.tasks.run_query(work, done, self.show_failure, parent=self)

    def look(self) -> None:
        """Ctrl+P: the sheet of the chosen form."""
        form = self._form()
        if form is not None:
            self.page_wanted.emit(SpecimenPage(self.tools, form.key, form.short))


def _row(form: FormView) -> TableRow:
    now = next((one for one in form.editions if one.id == form.now), None)
    words = f"{now.id}, {now.words.removeprefix('редакция ')}" if now else "нет"
    return TableRow(
        form.key,
        (
            form.short,
            BadgeCell(f"закреплена: {form.pin.edition}", Role.WARN) if form.pin else words,
            "своя" if form.own_file else "с программой",
            _state(form.remarks),
        ),
    )


def _state(remarks: tuple[Problem, ...]) -> str | BadgeCell:
    warnings = sum(one.level is not Level.INFO for one in remarks)
    if warnings:
        return BadgeCell(f"{warnings} {plural(warnings, 'замечание', 'замечания', 'замечаний')}", Role.WARN)
    return BadgeCell("к сведению", Role.INFO) if remarks else "—"


def _count_cell(count: int) -> BadgeCell:
    return BadgeCell(f"{count} {plural(count, 'ошибка', 'ошибки', 'ошибок')}", Role.ERROR)
