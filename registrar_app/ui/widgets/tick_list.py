"""Things that are still missing: ticked off one by one with Space, added by typing."""

import textwrap
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.form_grid import FormGrid
from registrar_app.ui.widgets.form_spec import FieldKind, FieldSpec
from registrar_app.ui.widgets.label import Label

_MORE = "more"
_AIR = 8
_LINE = 36
"""Letters of a line: a box to tick breaks no lines by itself."""


class TickList(QWidget):
    """A tick takes a thing off the list, Enter in the field below adds one."""

    changed = Signal(tuple)
    """What is missing now: tuple of words."""

    def __init__(self, theme: Theme, none: str, add: str) -> None:
        """Make it.

        Args:
            theme: Colours.
            none: Said when nothing is missing.
            add: Label of the field that adds a thing.
        """
        super().__init__()
        self._theme = theme
        self._words: tuple[str, ...] = ()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 4, 0, 0)
        self._box.setSpacing(theme.px(4))
        self._nothing = none
        self._none = Label(theme, none, role=Role.TEXT2, wrap=True)
        self._box.addWidget(self._none)
        self._ticks: FormGrid | None = None
        self._adder = FormGrid(theme, (FieldSpec(_MORE, add, 12, hint="Enter — добавить"),))
        self._adder.last_passed.connect(self._add)
        self._box.addWidget(self._adder)

    @property
    def words(self) -> tuple[str, ...]:
        """What is missing."""
        return self._words

    def set_words(self, words: Sequence[str], *, is_open: bool = True) -> None:
        """Show what is missing; a closed list is only looked at."""
        had_focus = self._ticks is not None and any(
            one.editor.hasFocus() for one in self._ticks.fields.values()
        )
        self._words = tuple(words)
        if self._ticks is not None:
            self._box.removeWidget(self._ticks)
            self._ticks.hide()
            self._ticks.deleteLater()
            self._ticks = None
        if words and is_open:
            broken = ("\n".join(textwrap.wrap(one, _LINE)) for one in words)
            items = [FieldSpec(str(place), one, 12, FieldKind.CHECK) for place, one in enumerate(broken)]
            self._ticks = FormGrid(self._theme, items)
            self._ticks.edited.connect(self._on_ticked)
            for field in self._ticks.fields.values():
                lines = field.spec.label.count("\n") + 1
                if lines > 1:
                    editor = field.editor
                    editor.setFixedHeight(editor.fontMetrics().lineSpacing() * lines + self._theme.px(_AIR))
            self._box.insertWidget(1, self._ticks)
        self._none.setText(", ".join(words) or self._nothing)
        self._none.setVisible(not words or not is_open)
        self._adder.setVisible(is_open)
        if had_focus:
            self.focus_first()

    def focus_first(self) -> None:
        """Go to the first thing that is missing."""
        form = self._ticks or self._adder
        next(iter(form.fields.values())).editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_ticked(self, field_id: str) -> None:
        gone = int(field_id)
        self.changed.emit(tuple(one for place, one in enumerate(self._words) if place != gone))

    def _add(self) -> None:
        word = self._adder.values()[_MORE].strip()
        if word and word not in self._words:
            self._adder.set_values({_MORE: ""})
            self.changed.emit((*self._words, word))
