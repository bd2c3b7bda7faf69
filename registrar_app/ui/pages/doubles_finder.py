"""Looks for likely doubles while a record is typed, and again at every later change of who it is."""

from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from registrar_app.services.desk import Desk
from registrar_app.services.shapes import DoubleView
from registrar_app.ui.pages.doubles_panel import DoublesPanel
from registrar_app.ui.pages.person_form import PersonForm
from registrar_app.ui.tasks import Tasks

_PAUSE_MS = 400


class DoublesFinder(QObject):
    """Fills the panel beside a form; only the latest answer counts."""

    def __init__(
        self, form: PersonForm, panel: DoublesPanel, desk: Desk, tasks: Tasks, person_id: UUID | None,
        parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._form, self._panel, self._desk, self._tasks = form, panel, desk, tasks
        self._person_id = person_id
        self._request = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self.find)

    def soon(self) -> None:
        """Something that tells who it is was typed: look when the typing pauses."""
        self._timer.start()

    def find(self) -> None:
        """Look now."""
        self._request += 1
        request, values = self._request, self._form.person_values()
        self._tasks.run_query(
            lambda: self._desk.people.doubles(values, self._person_id),
            lambda found: self._on_found(request, found),
            parent=self,
        )

    def _on_found(self, request: int, found: tuple[DoubleView, ...]) -> None:
        if request == self._request:
            self._panel.set_doubles(found)
