"""Asks for a reason in the page before something is ended for good; opened and closed by its page."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from registrar_app.domain.problems import Problem
from registrar_app.ui.theme import Theme
from registrar_app.ui.widgets.ask_once import AskOnceButton
from registrar_app.ui.widgets.form_grid import FormGrid
from registrar_app.ui.widgets.form_spec import FieldSpec
from registrar_app.ui.widgets.section import SectionTitle


class ReasonPart(QWidget):
    """A title, the fields, and a button for the page's bar that asks once."""

    def __init__(self, theme: Theme, items: Sequence[FieldSpec], button: AskOnceButton) -> None:
        """Make it, hidden.

        Args:
            theme: Colours.
            items: The fields; the last one is the reason.
            button: Does it; stands in the page's bar and is shown while this is open.
        """
        super().__init__()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        self._title = SectionTitle(theme, "", hairline=False)
        box.addWidget(self._title)
        self.form = FormGrid(theme, items)
        self.form.edited.connect(lambda _field: button.reset())
        box.addWidget(self.form)
        self.button, self._last = button, items[-1].id
        self.is_open = False
        self.hide()
        button.hide()

    def begin(self, title: str, values: Mapping[str, str] | None = None) -> None:
        """Open it for an act."""
        self.is_open = True
        self._title.set_text(title)
        self.form.set_values({self._last: "", **(values or {})})
        self.button.reset()
        self.show()
        self.button.show()
        self.form.focus_field(self._last)

    def end(self) -> None:
        """Close it."""
        self.is_open = False
        self.hide()
        self.button.hide()

    def value(self, field_id: str) -> str:
        """What stands in a field."""
        return self.form.values()[field_id].strip()

    def take_problem(self, problem: Problem) -> bool:
        """Show a problem at its field; whether it belongs to one."""
        if self.form.show_problems([problem]):
            return False
        self.form.next_question()
        return True
