"""Hands of the tour: keys pressed into the real window, and waiting for what comes of them."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QEventLoop, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from registrar_app.app import Program
from registrar_app.ui.pages.paper import PaperPage
from registrar_app.ui.widgets.form_grid import FormGrid

T = TypeVar("T", bound=QWidget)
_LIMIT_S = 60.0
_SHIFTED = {
    Qt.KeyboardModifier.ControlModifier: "Ctrl",
    Qt.KeyboardModifier.AltModifier: "Alt",
    Qt.KeyboardModifier.ShiftModifier: "Shift",
}


class StepFailed(Exception):  # noqa: N818 - a verdict, not an error of the program
    """A step did not do what it should; the text says which and why."""


class Hands:
    """Keys pressed into the window and waiting for what comes of them."""

    def __init__(self, program: Program) -> None:
        self.program, self.window = program, program.window

    def wait(self, what: str, done: Callable[[], bool]) -> None:
        """Let the window work until something is so.

        Raises:
            StepFailed: it did not become so in time.
        """
        until = time.monotonic() + _LIMIT_S
        while not done():
            if time.monotonic() > until:
                raise StepFailed(f"не дождались: {what}")
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            time.sleep(0.005)
        QApplication.processEvents()

    def idle(self) -> None:
        """Wait until no work is under way."""
        self.wait("конец работы", lambda: not self.program.tasks.is_busy)

    def page(self, kind: type[T]) -> T:
        """The page in view, once it is of a kind and has read what it needs."""
        self.wait(kind.__name__, lambda: isinstance(self.window.page(), kind))
        self.idle()
        page = self.window.page()
        if not isinstance(page, kind):
            raise StepFailed(f"открыта другая страница, не {kind.__name__}")
        return page

    def new_paper(self) -> PaperPage:
        """F9; where several papers can be made, the first of the list."""
        self.press("F9")
        self.idle()
        if self.window.palette_sheet.isVisible():
            self.press("Enter")
        return self.page(PaperPage)

    def press(self, name: str) -> None:
        """Press a key by its canonical name: «Ctrl+Enter», «F8», «Alt+1»."""
        *held, word = name.split("+")
        modifiers = Qt.KeyboardModifier.NoModifier
        for flag, held_name in _SHIFTED.items():
            if held_name in held:
                modifiers |= flag
        key = {"Enter": Qt.Key.Key_Return, "Esc": Qt.Key.Key_Escape, "Space": Qt.Key.Key_Space}.get(word)
        if key is None:
            key = Qt.Key(getattr(Qt.Key, f"Key_{word}"))
        self._send(int(key), modifiers, " " if word == "Space" else "")
        self.idle()

    def type(self, text: str) -> None:
        """Type text into the widget with the focus."""
        for letter in text:
            self._send(ord(letter.upper()), Qt.KeyboardModifier.NoModifier, letter)

    def _send(self, key: int, modifiers: Qt.KeyboardModifier, text: str) -> None:
        target = QApplication.focusWidget() or self.window
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            if kind == QEvent.Type.KeyRelease:
                target = QApplication.focusWidget() or self.window
            QApplication.sendEvent(target, QKeyEvent(kind, key, modifiers, text))

    def picture(self, path: Path) -> None:
        """Keep what the window shows."""
        self.idle()
        QApplication.processEvents()
        self.window.grab().save(str(path))

    def pause(self, seconds: float) -> None:
        """Let the window draw and timers run for a while."""
        until = time.monotonic() + seconds
        self.wait("пауза", lambda: time.monotonic() > until)

    def choose(self, form: FormGrid, field_id: str, value: str) -> None:
        """Go through a list field by its arrows until a value stands in it.

        Raises:
            StepFailed: the list has no such value.
        """
        form.focus_field(field_id)
        self.press("Home")
        for _ in range(20):
            if form.values()[field_id] == value:
                return
            self.press("Down")
        raise StepFailed(f"в поле {field_id} нет нужного значения")

    def fill(self, form: FormGrid, values: Mapping[str, str]) -> None:
        """Type texts into the fields of a form in place of what stands there."""
        for field_id, text in values.items():
            form.field(field_id).set_value("")
            form.focus_field(field_id)
            self.type(text)
        self.idle()
