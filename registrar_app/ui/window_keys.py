"""The one way keys take through the window, and the sheets that list what keys can do."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from registrar_app.ui.commands import Command
from registrar_app.ui.widgets.button import Button
from registrar_app.ui.widgets.command_palette import CommandPalette, PaletteLine
from registrar_app.ui.widgets.editors import TextEditor
from registrar_app.ui.widgets.form_field import FormField
from registrar_app.ui.widgets.page import Page

if TYPE_CHECKING:
    from registrar_app.ui.main_window import MainWindow

_KEEP_EDIT = ("Esc", "F1", "F10", "F12")


class WindowKeys:
    """Keys of a window: open sheet, overlay, field, page, pane, commands - in this order."""

    def __init__(self, window: "MainWindow", sheet: CommandPalette) -> None:
        self._window, self._sheet = window, sheet
        for command_id, title, handler, key in (
            ("commands", "Все команды", self.open_commands, "F10"),
            ("help", "Помощь по этой странице", self.open_help, "F1"),
            ("next_question", "К следующей ошибке или вопросу", self._next_question, "F6"),
            ("previous_question", "К предыдущей ошибке или вопросу", self._previous_question, "Shift+F6"),
        ):
            window.commands.add(Command(f"window.{command_id}", title, handler, (key,), "Окно"))

    def handle(self, key: str) -> bool:
        """Send a key its way; whether it was used."""
        if self._sheet.isVisible():
            if key in ("Esc", "F10", "F1"):
                self._sheet.close_sheet()
                return True
            return False
        page = self._window.overlay if self._window.is_covered else self._window.page()
        if not isinstance(page, Page):
            return False
        if key == "Ctrl+Z" and _can_undo(QApplication.focusWidget()):
            return False
        field = _field_of(QApplication.focusWidget())
        if field is not None and key == "Esc" and field.give_up():
            return True
        if field is not None and key not in _KEEP_EDIT:
            field.commit()
        return self._dispatch(page, key)

    def _dispatch(self, page: Page, key: str) -> bool:
        if key == "Esc":
            return page.back() or True
        if key == "Ctrl+Enter":
            return page.primary()
        if page.press_key(key):
            return True
        if self._window.is_covered:
            return False
        return self._press_pane(key) or self._window.commands.press(key)

    def _press_pane(self, key: str) -> bool:
        pane = self._window.pane()
        if pane is None:
            return False
        for button in pane.findChildren(Button):
            if button.key == key and button.isVisible():
                button.click()
                return True
        return False

    def _next_question(self) -> None:
        page = self._window.page()
        if page is not None and not page.next_question():
            self._window.messages.status("Вопросов и ошибок на странице нет")

    def _previous_question(self) -> None:
        page = self._window.page()
        if page is not None:
            page.next_question(-1)

    # -- sheets ---------------------------------------------------------------------------------

    def open_commands(self) -> None:
        """F10: everything that can be done."""
        self._sheet.open("Все команды", self._command_lines())

    def open_help(self) -> None:
        """F1: the keys of this page first, then everything else."""
        page = self._window.page()
        title = page.title if page is not None and page.title else "Помощь"
        lines = [
            PaletteLine(one.text(), one.key, "на этой странице", one.click)
            for one in (page.buttons() if page is not None else [])
            if one.key
        ]
        self._sheet.open(f"Клавиши: {title}", [*lines, *self._command_lines()])

    def _command_lines(self) -> Sequence[PaletteLine]:
        return [
            PaletteLine(one.title, one.key, one.group, one.handler, one.why_not())
            for one in self._window.commands.all()
            if one.id not in ("window.commands", "window.help")
        ]


def _field_of(widget: QWidget | None) -> FormField | None:
    """The form field around the focused editor."""
    while widget is not None:
        if isinstance(widget, FormField):
            return widget
        widget = widget.parentWidget()
    return None


def _can_undo(widget: QWidget | None) -> bool:
    """Whether Ctrl+Z belongs to the editor with the focus."""
    if isinstance(widget, QLineEdit):
        return widget.isUndoAvailable()
    return isinstance(widget, TextEditor) and widget.document().isUndoAvailable()
