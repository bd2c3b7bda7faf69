"""Adds timestamps behind the registrar's back: jobs from the database thread, the work in the pool.

After the start, every some minutes, soon after a paper that had to go without, and at once by a key. One
paper at a time; a service that does not answer ends the round.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from registrar_app.domain.errors import RegistrarError
from registrar_app.services.desk import Desk
from registrar_app.services.settings import UPGRADE_MINUTES
from registrar_app.services.upgrades import UpgradeCounts, UpgradeJob, UpgradeResult, work_off
from registrar_app.ui.messages import Messages
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role
from registrar_app.ui.widgets.status_bar import StatusCell

CELL = "upgrades"
_FIRST_MS, _SOON_MS, _TICK_MS = 45_000, 4_000, 60_000


class UpgradeRunner(QObject):
    """Runs the queue of timestamps and says in the status bar how long it is."""

    counted = Signal(object)
    """``UpgradeCounts``."""
    lifted = Signal(object)
    """Id of a paper whose file has more now."""

    def __init__(
        self, desk: Desk, tasks: Tasks, messages: Messages, cell: StatusCell, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._tasks, self._messages, self._cell = desk, tasks, messages, cell
        self._is_running = self._tells = False
        self._minutes = 0
        self._first = self._single(_FIRST_MS, self.start)
        self._soon = self._single(_SOON_MS, self.start)
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._on_tick)
        self.waiting = 0
        self.count()
        self._first.start()
        self._tick.start()

    def _single(self, milliseconds: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(slot)
        return timer

    def stop(self) -> None:
        """The program ends: no new round begins."""
        for timer in (self._first, self._soon, self._tick):
            timer.stop()

    # -- counting -------------------------------------------------------------------------------

    def count(self) -> None:
        """Read how many wait."""
        self._tasks.run_query(self._desk.upgrades.counts, self._on_counted, self._on_failed, parent=self)

    def _on_counted(self, counts: UpgradeCounts) -> None:
        is_more, self.waiting = counts.waiting > self.waiting, counts.waiting
        icon, words, role = cell_words(counts)
        self._cell.set_state(icon, words, role)
        self._cell.setVisible(bool(words))
        if is_more and not self._is_running:
            self._soon.start()
        self.counted.emit(counts)

    def on_data_changed(self) -> None:
        """Something was saved; a paper may have joined the queue."""
        if not self._is_running:
            self.count()

    # -- rounds ---------------------------------------------------------------------------------

    def _on_tick(self) -> None:
        """Each minute: PINs nobody needs are forgotten; each so many minutes a round."""
        self._tasks.run_query(self._each_minute, self._on_minute, self._on_failed, parent=self)

    def _each_minute(self) -> int:
        """In the database thread."""
        self._desk.keys.forget_idle()
        return self._desk.settings.get(UPGRADE_MINUTES)

    def _on_minute(self, every: int) -> None:
        self._minutes += 1
        if self._minutes >= every:
            self._minutes = 0
            self.start()

    def hurry(self) -> None:
        """«Догнать сейчас»: everything is tried at once, also what was given up."""
        self._tells = True
        self._tasks.run_query(self._desk.upgrades.hurry, self._on_hurried, self._on_failed, parent=self)

    def _on_hurried(self, number: int) -> None:
        if not number:
            self._tells = False
            self._messages.status("Все подписи с меткой времени, догонять нечего")
            return
        self._messages.status("Догоняем метки времени", Role.INFO)
        self.start()

    def start(self) -> None:
        """Begin a round unless one is under way."""
        if not self._is_running:
            self._is_running = True
            self._next()

    def _next(self) -> None:
        self._tasks.run_query(self._desk.upgrades.next_job, self._on_job, self._on_failed, parent=self)

    def _on_job(self, job: UpgradeJob | None) -> None:
        if job is None:
            self._end("")
        else:
            self._tasks.run_job(lambda: work_off(job), self._on_worked, self._on_failed, parent=self)

    def _on_worked(self, result: UpgradeResult) -> None:
        self._tasks.run_query(
            lambda: (result, self._desk.upgrades.keep(result)), self._on_kept, self._on_failed, parent=self
        )

    def _on_kept(self, kept: tuple[UpgradeResult, bool]) -> None:
        result, goes_on = kept
        if not result.code:
            self.lifted.emit(result.certificate_id)
        if goes_on:
            self._next()
        else:
            self._end(result.code)

    def _end(self, code: str) -> None:
        self._is_running = False
        if self._tells:
            self._tells = False
            said = "Служба времени не отвечает, метки добавятся позже" if code else "Метки времени добавлены"
            self._messages.status(said, Role.WARN if code else Role.OK)
        self.count()

    def _on_failed(self, error: RegistrarError) -> None:
        """Quietly: the next round tries again; only one who asked is told."""
        self._is_running = False
        if self._tells:
            self._tells = False
            self._messages.problem(error.problem)


def cell_words(counts: UpgradeCounts) -> tuple[str, str, Role]:
    """Icon, words and role of the status cell; no words when nothing waits."""
    total = counts.waiting + counts.given_up
    if not total:
        return "", "", Role.OK
    role = Role.WARN if counts.given_up else Role.NEUTRAL
    return "clock", f"Подписи без метки времени: {total}", role
