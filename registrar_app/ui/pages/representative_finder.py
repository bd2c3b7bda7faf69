"""Looks for a representative among the patients while his name is typed; reads the clinic's rules."""

from PySide6.QtCore import QObject

from registrar_app.domain.context import Rules
from registrar_app.domain.records import SearchResult
from registrar_app.services.desk import Desk
from registrar_app.ui.pages.person_form import PersonForm
from registrar_app.ui.tasks import Tasks

_ROWS = 3


class RepresentativeFinder(QObject):
    """Answers what the form asks; only the latest question of a slot counts."""

    def __init__(self, form: PersonForm, desk: Desk, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._form, self._desk, self._tasks = form, desk, tasks
        self._requests: dict[str, int] = {}
        form.representatives.sought.connect(self.look)
        tasks.run_query(desk.rules.now, self._on_rules, parent=self)

    def _on_rules(self, rules: Rules) -> None:
        self._form.set_rules(rules)

    def look(self, slot: str, text: str) -> None:
        """Search the patients."""
        self._requests[slot] = request = self._requests.get(slot, 0) + 1

        def answer(found: SearchResult) -> None:
            if self._requests[slot] == request:
                self._form.representatives.offer(slot, found.rows, found.total)

        self._tasks.run_query(lambda: self._desk.people.search(text, _ROWS), answer, parent=self)
