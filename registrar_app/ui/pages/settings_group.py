"""What the groups of settings share: reading when shown, one form, one way of saving and of failing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.services.desk import Desk
from registrar_app.ui.messages import ROLES, Messages
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.banner import Action
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.data_table import DataTable
from registrar_app.ui.widgets.form_grid import FormGrid
from registrar_app.ui.widgets.form_spec import FieldSpec, SectionSpec
from registrar_app.ui.widgets.page import Page
from registrar_app.ui.widgets.section import SectionTitle
from registrar_app.ui.widgets.tables import Column, TableRow


@dataclass(frozen=True, slots=True)
class Tools:
    """What every group is given."""

    theme: Theme
    desk: Desk
    tasks: Tasks
    messages: Messages


class SettingsGroup(Page):
    """A page of the settings; it reads anew each time it is shown."""

    def __init__(self, tools: Tools, title: str, line: str = "") -> None:
        super().__init__(tools.theme)
        self.tools, self.desk, self.tasks, self.messages = tools, tools.desk, tools.tasks, tools.messages
        self._request = 0
        self.set_title(title, line)

    def activate(self) -> None:
        """Read what is set now."""
        self.load()

    def load(self) -> None:
        """Read in the database thread; only the latest answer counts."""
        self._request += 1
        request = self._request
        self.tasks.run_query(
            self.read,
            lambda found: self.show_found(found) if request == self._request else None,
            self.show_failure,
            parent=self,
        )

    def read(self) -> Any:  # noqa: ANN401 - what a group reads is its own
        """What the group shows; in the database thread. Override."""

    def show_found(self, found: Any) -> None:  # noqa: ANN401
        """Show what was read. Override."""

    def show_failure(self, error: RegistrarError) -> None:
        """Say what could not be done."""
        one = error.problem
        self.banner.show_message(ROLES[one.level], one.text, one.way_out, code=one.code)

    def change(self, work: Callable[[], object], words: str) -> None:
        """Change something at once and say so.

        Args:
            work: Runs in the database thread.
            words: Said in the status bar.
        """
        self.tasks.run_change(work, lambda _: self.messages.status(words), self.show_failure, parent=self)


class FormGroup(SettingsGroup):
    """A group that is one form with «Сохранить»."""

    def __init__(
        self, tools: Tools, title: str, items: Sequence[FieldSpec | SectionSpec], line: str = ""
    ) -> None:
        super().__init__(tools, title, line)
        self._is_dirty = False
        self.form = FormGrid(self.theme, items)
        self.form.edited.connect(self._on_edited)
        self.add_form(self.form)
        self.bar.add(
            Button(
                self.theme, "Сохранить", kind=ButtonKind.PRIMARY, icon="device-floppy", key="Ctrl+Enter",
                handler=self.save,
            )
        )  # fmt: skip
        self.bar.set_hint("Enter — следующее поле")
        self._undo = Button(
            self.theme, "Не сохранять", kind=ButtonKind.QUIET, key="Esc", handler=self.give_up
        )
        self._undo.hide()
        self.bar.add_right(self._undo)

    def activate(self) -> None:
        """Read again unless something is typed."""
        if not self._is_dirty:
            self.load()

    def show_found(self, found: dict[str, str]) -> None:
        """Values by field id."""
        self.form.set_values(found)
        self._set_dirty(False)

    def write(self, values: dict[str, str]) -> None:
        """Keep the values; in the database thread. Override."""

    def _on_edited(self, field_id: str) -> None:
        del field_id
        self._set_dirty(True)

    def _set_dirty(self, dirty: bool) -> None:
        self._is_dirty = dirty
        self._undo.setVisible(dirty)

    def give_up(self) -> None:
        """Esc: as it was."""
        self.banner.clear()
        self.load()

    def next_question(self, step: int = 1) -> bool:
        """F6: the next field with an error."""
        return self.form.next_question(step)

    def save(self) -> None:
        """Ctrl+Enter."""
        self.form.commit()
        values = self.form.values()
        self.tasks.run_change(lambda: self.write(values), self._on_saved, self._on_refused, parent=self)

    def _on_saved(self, nothing: object) -> None:
        del nothing
        self.banner.clear()
        self._set_dirty(False)
        self.messages.status("Сохранено")
        self.load()

    def _on_refused(self, error: RegistrarError) -> None:
        show_refusal(self, self.form, error)


class ListGroup(SettingsGroup):
    """A group with a table and one form for the row that is edited."""

    ADD_ICON = "user-plus"
    EMPTY: tuple[str, str] = ("", "")
    """What is said while there is no row: a sentence and what to do."""

    saved = Signal()

    def __init__(
        self,
        tools: Tools,
        title: str,
        columns: Sequence[Column],
        items: Sequence[FieldSpec | SectionSpec],
        add_words: str,
        *,
        changes_rows: bool = True,
    ) -> None:
        """Make the group.

        Args:
            tools: Collaborators.
            title: Words of the head.
            columns: Columns of the table.
            items: Fields of the form.
            add_words: Words of the button that adds a row; empty: rows cannot be added.
            changes_rows: False for a book in which nothing is changed that was written down.
        """
        super().__init__(tools, title)
        theme = self.theme
        self._edited: object | None = None
        self._can_add, self._can_change = bool(add_words), changes_rows
        self.table = DataTable(theme, columns, title, fit_height=True)
        if changes_rows:
            self.table.row_activated.connect(self.edit)
        self.body.addWidget(self.table)
        self._form_box = QWidget()
        box = QVBoxLayout(self._form_box)
        box.setContentsMargins(0, theme.px(10), 0, 0)
        self._form_title = SectionTitle(theme, "", hairline=False)
        box.addWidget(self._form_title)
        self.form = FormGrid(theme, items)
        box.addWidget(self.form)
        self._form_box.hide()
        self.add_form(self._form_box)
        self._save = Button(
            theme,
            "Сохранить",
            kind=ButtonKind.PRIMARY,
            icon="device-floppy",
            key="Ctrl+Enter",
            handler=self.save,
        )
        self._add = Button(theme, add_words, icon=self.ADD_ICON, key="Ins", handler=self.add_new)
        self._change = Button(theme, "Изменить", icon="pencil", key="F4", handler=self.edit_current)
        self._undo = Button(theme, "Не сохранять", kind=ButtonKind.QUIET, key="Esc", handler=self.close_form)
        self.bar.add(self._save, self._change, self._add)
        self.bar.add_right(self._undo)
        self._show_form(False)

    def rows_of(self, found: Any) -> list[TableRow]:  # noqa: ANN401
        """Rows of what was read. Override."""
        raise NotImplementedError

    def values_of(self, row_id: object) -> dict[str, str]:
        """Texts of the form for a row; of a new one for None. Override."""
        raise NotImplementedError

    def write(self, row_id: object, values: dict[str, str]) -> None:
        """Keep a row, a new one for None; in the database thread. Override."""
        raise NotImplementedError

    def show_found(self, found: Any) -> None:  # noqa: ANN401
        """Show the table; the form that is open stays."""
        rows = self.rows_of(found)
        self.table.set_rows(rows)
        if rows and self.table.current() is None:
            self.table.select(rows[0].id)
        if not rows and self.EMPTY[0]:
            self.banner.show_message(Role.INFO, *self.EMPTY)

    def _show_form(self, shown: bool) -> None:
        self._form_box.setVisible(shown)
        self._save.setVisible(shown)
        self._undo.setVisible(shown)
        self._change.setVisible(not shown and self._can_change)
        self._add.setVisible(not shown and self._can_add)

    def edit_current(self) -> None:
        """F4: the row under the cursor."""
        if self._can_change and self.table.current() is not None:
            self.edit(self.table.current())

    def add_new(self) -> None:
        """Ins: an empty form."""
        self.edit(None)

    def edit(self, row_id: object) -> None:
        """Open the form for a row, for a new one with None."""
        self._edited = row_id
        self._form_title.set_text("Изменить" if row_id is not None else "Добавить")
        self.form.set_values(self.values_of(row_id))
        self._show_form(True)
        self.form.focus_first()
        # The whole form, not the first field alone: under a long table the rest would stay below the edge.
        QTimer.singleShot(0, self._form_box, self._show_whole_form)

    def _show_whole_form(self) -> None:
        self.body_area.ensureWidgetVisible(self._form_box)

    def close_form(self) -> None:
        """Esc: nothing is changed."""
        self._show_form(False)
        self.banner.clear()
        self.table.setFocus()

    def next_question(self, step: int = 1) -> bool:
        """F6: the next field with an error."""
        return self.form.next_question(step)

    def save(self) -> None:
        """Ctrl+Enter."""
        self.form.commit()
        row_id, values = self._edited, self.form.values()
        self.tasks.run_change(
            lambda: self.write(row_id, values), self._on_saved, self._on_refused, parent=self
        )

    def _on_saved(self, nothing: object) -> None:
        del nothing
        self.close_form()
        self.messages.status("Сохранено")
        self.saved.emit()
        self.load()

    def _on_refused(self, error: RegistrarError) -> None:
        show_refusal(self, self.form, error)


def show_refusal(page: SettingsGroup, form: FormGrid, error: RegistrarError) -> None:
    """Problems at their fields, the rest in the banner; everything typed stays."""
    problems = error.problems if isinstance(error, RefusedError) else (error.problem,)
    rest = form.show_problems(problems)
    if rest:
        page.banner.show_message(ROLES[rest[0].level], rest[0].text, rest[0].way_out, code=rest[0].code)
    else:
        page.banner.show_message(
            Role.ERROR, "Не сохранено: есть что исправить", code=error.code,
            action=Action("К следующему", page.next_question, "F6"),
        )  # fmt: skip
    form.next_question()
