"""A danger button that asks once, in its own words and in its own place; never a box in the middle."""

from collections.abc import Callable

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from registrar_app.ui.theme import Theme
from registrar_app.ui.widgets.button import Button, ButtonKind


class AskOnceButton(Button):
    """The first press puts a question on the button, the second one does it."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        question: str,
        *,
        icon: str = "",
        key: str = "",
        handler: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Make the button.

        Args:
            theme: Colours and fonts.
            text: What it does, verb first.
            question: The words of the second press, with the verb again: «Точно открепить».
            icon: Name of an icon.
            key: Canonical key.
            handler: Called at the second press.
            parent: Parent widget.
        """
        super().__init__(theme, text, kind=ButtonKind.DANGER, icon=icon, key=key, parent=parent)
        self._words, self._question, self._done = text, question, handler
        self.is_asking = False
        self.clicked.connect(self._on_pressed)

    def _on_pressed(self) -> None:
        if not self.is_asking:
            self.is_asking = True
            self.set_text(self._question)
            return
        self.reset()
        if self._done is not None:
            self._done()

    def set_words(self, text: str, question: str) -> None:
        """Another act of the same button."""
        self._words, self._question, self.is_asking = text, question, False
        self.set_text(text)

    def reset(self) -> None:
        """Take the question back: something else was done in between."""
        if self.is_asking:
            self.is_asking = False
            self.set_text(self._words)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Going elsewhere is an answer, too."""
        super().focusOutEvent(event)
        self.reset()
