"""The ways around «one person, one record»: typed values carried over, pairs joined, saves undone.

Made by the navigator; adds its own commands and pages, so that the navigator does not grow.
"""

from collections.abc import Mapping
from uuid import UUID

from PySide6.QtCore import QObject

from registrar_app.domain.records import Identity
from registrar_app.services.desk import Desk
from registrar_app.services.shapes import Clock
from registrar_app.ui.main_window import MainWindow
from registrar_app.ui.messages import Messages
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.tasks import Tasks

PATIENTS = "patients"


class PairsWays(QObject):
    """Opens the pages of this subject over the patients."""

    def __init__(
        self,
        window: MainWindow,
        desk: Desk,
        tasks: Tasks,
        messages: Messages,
        go: Navigation,
        clock: Clock,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window, self._go = window, go
        self._usual = (window.theme, desk, tasks, messages, go, clock)

    def carry(
        self, person_id: UUID, typed: Mapping[str, str], draft_key: str, identity: Identity | None = None
    ) -> None:
        """A record in place of a new one: what was typed is offered to it."""
        from registrar_app.ui.pages.carry import CarryPage

        page = CarryPage(*self._usual, person_id, typed, draft_key, identity)
        self._window.replace_page(page, PATIENTS)

    def compare(self, person_id: UUID, other_id: UUID) -> None:
        """Two records that may be one person, side by side."""
        del other_id
        self._go.person(person_id)
