"""«Отменить сохранение»: offered in the status bar and on the saved record while it can be done."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.records import PersonRecord
from registrar_app.services.desk import Desk
from registrar_app.services.merge_shapes import UndoOffer
from registrar_app.services.shapes import Clock
from registrar_app.ui.commands import Command
from registrar_app.ui.identity_flow import holds_typing
from registrar_app.ui.main_window import MainWindow
from registrar_app.ui.messages import ROLES, Messages
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.pages.record import RecordPage
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role
from registrar_app.ui.widgets.banner import Action

CELL = "undo"
_KEY = "Ctrl+Z"


class UndoWays(QObject):
    """Knows what can be taken back now; one command does it."""

    def __init__(
        self, window: MainWindow, desk: Desk, tasks: Tasks, messages: Messages, go: Navigation, clock: Clock,
        parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._window, self._desk, self._tasks = window, desk, tasks
        self._messages, self._go, self._clock = messages, go, clock
        self.offer: UndoOffer | None = None
        self._seen: UUID | None = None
        self._over = QTimer(self)
        self._over.setSingleShot(True)
        self._over.timeout.connect(self.ask)
        window.commands.add(
            Command(
                "save.undo", "Отменить последнее сохранение", self.take_back, (_KEY,), "Пациент",
                self._why_not,
            )
        )  # fmt: skip

    def ask(self) -> None:
        """Ask what can be taken back; after each change, at each change of the worker, when time is over."""
        self._tasks.run_query(self._desk.undo.last, self._on_offer, parent=self)

    def _on_offer(self, offer: UndoOffer | None) -> None:
        self.offer = offer
        cell = self._window.status.cell(CELL)
        if offer is None:
            cell.set_state("", "", Role.NEUTRAL)
            self._over.stop()
            return
        cell.set_state("arrow-back-up", "Отменить сохранение · Ctrl+Z", Role.NEUTRAL)
        left = (offer.until - self._clock()).total_seconds()
        self._over.start(max(int(left * 1000), 0) + 500)
        page = self._window.page()
        is_new, self._seen = offer.group_id != self._seen, offer.group_id
        shown = isinstance(page, RecordPage) and page.person_id == offer.person_id
        if is_new and shown and page is not None and not page.banner.isVisibleTo(page):
            page.banner.show_message(
                Role.OK, "Сохранено", offer.words, action=Action("Отменить сохранение", self.take_back, _KEY)
            )

    def _why_not(self) -> str:
        if self.offer is None:
            return "Отменять нечего: сохранений за последние минуты не было"
        if holds_typing(self._window.page()):
            return "Сначала сохраните или отложите набранное: Ctrl+Z отменяет прошлое сохранение"
        return ""

    def take_back(self) -> None:
        """Ctrl+Z outside of an editor: take the last save back as a whole."""
        offer, self.offer = self.offer, None
        if offer is not None:
            self._tasks.run_change(
                lambda: self._desk.undo.take_back(offer), self._on_taken, self._on_refused, parent=self
            )

    def _on_taken(self, record: PersonRecord | None) -> None:
        self._messages.clear_banner()
        self._go.refresh()
        if record is None:
            self._go.home()
        else:
            self._go.person(record.id)
        self._messages.status("Сохранение отменено")

    def _on_refused(self, error: RegistrarError) -> None:
        """Nothing was undone: why, in words."""
        self.ask()
        one = error.problem
        text = one.way_out
        if isinstance(error, RefusedError):
            text = " ".join(problem.full_text for problem in error.problems)
        self._messages.banner(ROLES[one.level], one.text, text, code=one.code)

    def offer_parting(self, person_id: UUID, part: Callable[[], object]) -> None:
        """Two records were joined: the one that stayed offers to take it back."""
        page = self._window.page()
        if isinstance(page, RecordPage) and page.person_id == person_id:
            page.banner.show_message(
                Role.OK,
                "Записи объединены",
                "Всё от обеих теперь здесь; прежний номер карты ведёт сюда.",
                action=Action("Отменить", part, _KEY),
            )
