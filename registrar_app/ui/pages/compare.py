"""Two records compared from the record page, the doubles beside a form or the list of commands."""

from uuid import UUID

from PySide6.QtCore import Signal

from registrar_app.services.desk import Desk
from registrar_app.services.shapes import Clock
from registrar_app.ui.messages import Messages
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.pages.pair_page import TITLE, PairPage
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Theme


class ComparePage(PairPage):
    """One pair; afterwards the record it was opened from, or the one that stayed."""

    records_joined = Signal(object, object)
    """Ids of the record that stayed and of the joining, to be offered for undo."""

    def __init__(
        self, theme: Theme, desk: Desk, tasks: Tasks, messages: Messages, go: Navigation, clock: Clock,
        person_id: UUID, other_id: UUID,
    ) -> None:  # fmt: skip
        super().__init__(theme, desk, tasks, messages, go, clock)
        self.person_id = person_id
        self.set_title(TITLE, "сверьте строки, затем объедините или отметьте, что люди разные")
        self.load_pair(person_id, other_id)

    def joined(self, survivor: UUID, merge_id: UUID) -> None:
        """To the record that stayed."""
        self.go.refresh()
        self.go.person(survivor)
        self.records_joined.emit(survivor, merge_id)

    def answered(self) -> None:
        """Back to where it began."""
        self.go.person(self.person_id)

    def leave(self) -> None:
        """Esc: back to where it began, nothing written."""
        self.go.person(self.person_id)
