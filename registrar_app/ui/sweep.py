"""The sweep over all records for suspected pairs: behind the registrar's back, with its progress in sight."""

from PySide6.QtCore import QObject, Signal

from registrar_app.domain.errors import RegistrarError
from registrar_app.services.desk import Desk
from registrar_app.ui.commands import Command
from registrar_app.ui.main_window import MainWindow
from registrar_app.ui.messages import Messages
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role

_CELL = "sweep"


class Sweep(QObject):
    """One sweep at a time, in a thread of the pool: searching and saving go on meanwhile."""

    _progressed = Signal(int, int)
    """From the worker thread: steps done, steps in all."""

    def __init__(
        self, window: MainWindow, desk: Desk, tasks: Tasks, messages: Messages, parent: QObject
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._window, self._desk, self._tasks, self._messages = window, desk, tasks, messages
        self.role = ""
        """Role of the one who works here."""
        self.is_running = self._stopped = self._was_begun = False
        self._progressed.connect(self._on_progress)
        window.commands.add(
            Command(
                "pairs.sweep", "Найти возможных двойников заново", self.toggle, (), "Работа", self._why_not
            )
        )

    def _why_not(self) -> str:
        return "" if self.role == "admin" or self.is_running else "Это делает администратор"

    def toggle(self) -> None:
        """Make the list of pairs anew; a second time stops it."""
        if self.is_running:
            self.stop()
        else:
            self._begin()

    def begin_once(self) -> None:
        """The list was never made: make it, once in the life of the program."""
        if not (self.is_running or self._was_begun):
            self._begin()

    def stop(self) -> None:
        """Stop at the next step; what was there before stays."""
        self._stopped = True

    def _begin(self) -> None:
        self.is_running, self._was_begun, self._stopped = True, True, False
        self._on_progress(0, 1)
        self._tasks.run_job(
            lambda: self._desk.pairs.rebuild(self._progressed.emit, lambda: self._stopped),
            self._on_swept,
            self._on_failed,
            parent=self,
        )

    def _on_progress(self, done: int, whole: int) -> None:
        if self.is_running:
            words = f"Ищем двойников: {done * 100 // max(whole, 1)} %"
            self._window.status.cell(_CELL).set_state("git-merge", words, Role.INFO)

    def _end(self) -> None:
        self.is_running = False
        self._window.status.cell(_CELL).set_state("", "", Role.NEUTRAL)

    def _on_swept(self, count: int | None) -> None:
        self._end()
        if count is None:
            self._messages.status("Поиск двойников остановлен, прежний список на месте", Role.INFO)
            return
        self._messages.status(f"Поиск двойников закончен, пар: {count}")
        self._tasks.data_changed.emit()

    def _on_failed(self, error: RegistrarError) -> None:
        self._end()
        self._messages.problem(error.problem)
