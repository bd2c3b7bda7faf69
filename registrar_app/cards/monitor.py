"""The card thread: waits for cards, reads them on the side, heals itself, tells what is the matter.

Callbacks come from this thread, one at a time; what they get is frozen.
Source: project's domain notes on the virtual reader, section 7; Governikus/AusweisApp,
src/card/pcsc/PcscReaderManagerPlugin.cpp (restarting by itself).
"""

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from registrar_app.cards.backend import ReaderBackend, ReaderSession
from registrar_app.cards.board import Delivery, ReaderBoard
from registrar_app.cards.connection import ServiceDownError
from registrar_app.cards.reading import CardJob, Purpose, ReadPlan
from registrar_app.cards.record import CardReading, Outcome
from registrar_app.cards.states import ReaderState, ReaderStatus
from registrar_app.domain.problems import problem

BACK_OFF_S = (1.0, 2.0, 5.0)
"""Pauses between attempts to reach the service; the last one repeats."""
_LONGEST_WAIT_S = 1.0
"""Finite, because readers may come without an event and a cancellation may come too early."""
_WAIT_WHILE_READING_S = 0.2
_CONNECT_LIMIT_S = 3.0
"""Longer than this in front of the card means that another program is inside."""
_GRACE_S = 0.5
_STEADY_S = 1.0
"""A context that lived longer than this deserves a new one at once; a shorter life means trouble."""


@dataclass
class _Running:
    """A reading under way in a thread of its own."""

    name: str
    serial: int
    job: CardJob
    thread: threading.Thread | None = None
    inside_since: float | None = None
    began: float = 0.0
    taken: threading.Event = field(default_factory=threading.Event)
    """Set when the monitor has the result."""

    @property
    def is_behind(self) -> bool:
        """True if nobody waits for it."""
        return self.job.plan.purpose is not Purpose.READ

    @property
    def is_alive(self) -> bool:
        """True while its thread has not ended."""
        return self.thread is not None and self.thread.is_alive()


class CardMonitor:
    """Watches all readers and reads every policy card once; its photo, if it has one, behind the text.

    A card that was read is asked every second whether it is still the same: two cards can change places while
    the service does not look. Nothing of that is told unless it is another one.
    """

    def __init__(
        self,
        backend: ReaderBackend,
        on_status: Callable[[ReaderStatus], None],
        on_reading: Callable[[CardReading], None],
        *,
        on_photo: Callable[[CardReading], None] | None = None,
        chosen: str | None = None,
        deadline_s: float | None = None,
        back_off_s: tuple[float, ...] = BACK_OFF_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Set up; nothing happens before ``start``.

        Args:
            backend: The card service.
            on_status: Told each change of what is to be shown, from the monitor's thread.
            on_reading: Given each reading with data (``ok`` and ``partial``), from the monitor's thread.
            on_photo: Given the reading of a card delivered before, now with its photo, from the same thread.
            chosen: Name of the only reader to watch as long as it is there; None watches all.
            deadline_s: Seconds for one reading, by default 5, with photo 30.
            back_off_s: Pauses between attempts to reach the service.
            clock: Seconds that only grow.
        """
        self._backend = backend
        self._on_status = on_status
        self._on_reading = on_reading
        self._on_photo = on_photo
        self._chosen = chosen
        self._deadline_s = deadline_s
        self._back_off_s = back_off_s
        self._clock = clock
        self._board = ReaderBoard()
        self._told: ReaderStatus | None = None
        self._latest: CardReading | None = None
        self._running: dict[str, _Running] = {}
        self._hung: dict[str, _Running] = {}
        self._results: queue.SimpleQueue[tuple[_Running, CardReading | None]] = queue.SimpleQueue()
        self._orders: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._session: ReaderSession | None = None
        self._session_guard = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="card-monitor", daemon=True)

    @property
    def latest(self) -> CardReading | None:
        """The last finished reading, failed ones too: its ``trace`` is what support asks for.

        A reading behind the text is not one, unless it brought something.
        """
        return self._latest

    def start(self) -> None:
        """Begin to watch; a card that is already in is read."""
        self._thread.start()

    def stop(self, timeout_s: float = 2.0) -> bool:
        """End the watching.

        Args:
            timeout_s: Seconds to wait for the thread.

        Returns:
            True if the thread has ended. A command that a card never answers keeps only its own thread,
            which is a daemon.
        """
        self._stopping.set()
        until = time.monotonic() + timeout_s
        while self._thread.is_alive() and time.monotonic() < until:
            # Repeated: a cancellation that comes between two waits is lost.
            self._wake()
            self._thread.join(0.05)
        return not self._thread.is_alive()

    def read_again(self, *, with_photo: bool = False) -> None:
        """Read what is in once more, from any thread; foreign cards only if nothing else is in."""
        self._orders.put(with_photo)
        self._wake()

    def _wake(self) -> None:
        """End the wait of the monitor's thread."""
        with self._session_guard:
            if self._session is not None:
                self._session.cancel()

    def _run(self) -> None:
        """Open a context, watch with it until it dies, open another."""
        tries = 0
        while not self._stopping.is_set():
            opened = self._clock()
            try:
                session = self._backend.open()
                try:
                    self._watch(session)
                finally:
                    self._leave(session)
            except ServiceDownError as error:
                # pcscd stopped or restarted: the old context is dead for good, only a new one works.
                # Windows stops its service with the last reader and starts it with the next.
                if self._clock() - opened > _STEADY_S:
                    tries = 0
                else:
                    self._tell_down(error.code)
                    self._stopping.wait(self._back_off_s[min(tries, len(self._back_off_s) - 1)])
                    tries += 1

    def _leave(self, session: ReaderSession) -> None:
        """Forget a context and everything learnt through it."""
        with self._session_guard:
            self._session = None
        session.close()
        for running in self._running.values():
            running.job.give_up()
            running.taken.set()
        self._running.clear()
        self._board.forget_readers()

    def _watch(self, session: ReaderSession) -> None:
        """The loop of one context."""
        with self._session_guard:
            self._session = session
        slots = session.wait((), self._watched(session.readers()), 0.0)
        while not self._stopping.is_set():
            began = self._clock()
            self._collect()
            self._board.absorb(slots, began)
            self._obey()
            self._begin_due()
            self._check_limits()
            self._tell(self._board.status())
            before = slots
            slots = session.wait(before, self._watched(session.readers()), self._wait_s())
            if slots == before and self._clock() - began < 0.005 and self._results.empty():
                # Some drivers report changes that change nothing; never spin on them.
                self._stopping.wait(0.02)

    def _watched(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The chosen reader while it is there, else all."""
        return (self._chosen,) if self._chosen in names else names

    def _wait_s(self) -> float:
        """How long the next wait may be."""
        if self._running:
            return _WAIT_WHILE_READING_S
        due = self._board.seconds_to_due(self._clock())
        return _LONGEST_WAIT_S if due is None else min(due, _LONGEST_WAIT_S)

    def _collect(self) -> None:
        """Take the results of finished readings."""
        while not self._results.empty():
            running, reading = self._results.get()
            running.taken.set()
            if self._running.get(running.name) is running:
                del self._running[running.name]
                if running.is_behind:
                    self._finish_behind(running, reading)
                elif reading is not None:
                    self._finish(running, reading)

    def _finish_behind(self, running: _Running, reading: CardReading | None) -> None:
        """Enter what a look behind brought: mostly nothing."""
        if running.job.plan.with_photo and reading and reading.outcome is Outcome.CORRUPT:
            reading = None  # too slow for its photo; whether it is still the same card is asked next
        delivery = self._board.finished_behind(running.name, running.serial, reading, self._clock())
        if reading is None or delivery is Delivery.NOTHING:
            return
        self._latest = reading
        self._tell(self._board.status())
        if delivery is Delivery.CARD:
            self._on_reading(reading)
        elif self._on_photo:
            self._on_photo(reading)

    def _finish(self, running: _Running, reading: CardReading) -> None:
        """Enter a result; deliver it if it has data and the card is still the one it came from."""
        self._latest = reading
        if self._board.finished(running.name, running.serial, reading, self._clock()):
            self._tell(self._board.status())
            self._on_reading(reading)

    def _obey(self) -> None:
        """Orders from other threads."""
        while not self._orders.empty():
            self._board.again(self._clock(), with_photo=self._orders.get())
            for running in self._running.values():
                if running.is_behind:
                    running.job.give_up()

    def _begin_due(self) -> None:
        """Start the readings that are due, one for each reader at a time."""
        later = self._clock() + _WAIT_WHILE_READING_S
        for name, with_photo in self._board.due(self._clock()):
            if self._is_free(name):
                plan = ReadPlan(name, with_photo, deadline_s=self._deadline_s)
                self._begin(plan, self._board.began(name))
            else:
                self._board.postpone(name, later)
        for name, purpose in self._board.due_behind(self._clock()):
            if self._is_free(name):
                with_photo = purpose is Purpose.PHOTO
                plan = ReadPlan(name, with_photo, purpose, busy_wait_s=0.0, deadline_s=self._deadline_s)
                self._begin(plan, self._board.began_behind(name))
            else:
                self._board.postpone_behind(name, purpose, later)

    def _is_free(self, name: str) -> bool:
        """Whether a reading may begin: none is under way, none hangs in this card."""
        hung = self._hung.get(name)
        is_stuck = hung and hung.serial == self._board.serial(name) and hung.is_alive
        if name in self._running or is_stuck:
            return False
        self._hung.pop(name, None)
        return True

    def _begin(self, plan: ReadPlan, serial: int) -> None:
        """Start one reading in a thread with its own context: contexts are not shared between threads."""
        name = plan.reader
        job = CardJob(self._backend, plan, clock=self._clock)
        running = _Running(name, serial, job, began=self._clock())
        running.thread = threading.Thread(target=self._work, args=(running,), name="card-read", daemon=True)
        self._running[name] = running
        running.thread.start()

    def _work(self, running: _Running) -> None:
        """The reading thread: read, hand over, make sure that it is noticed."""
        job = running.job
        try:
            reading = job.check() if job.plan.purpose is Purpose.CHECK else job.run()
        except ServiceDownError:
            # The monitor's own wait learns of it too and says so.
            self._results.put((running, None))
        else:
            self._results.put((running, reading))
        while not (self._stopping.is_set() or running.taken.wait(0.01)):
            # Repeated: a cancellation that comes before the wait has begun is lost.
            self._wake()

    def _check_limits(self) -> None:
        """Give up readings that take too long, note how far the others are."""
        now = self._clock()
        for running in list(self._running.values()):
            if running.job.is_inside and running.inside_since is None:
                running.inside_since = now
            if running.job.percent is not None and running.job.plan.purpose is not Purpose.CHECK:
                self._board.progressed(running.name, running.serial, running.job.percent)
            start, limit = running.began, _CONNECT_LIMIT_S
            if running.inside_since is not None:
                start, limit = running.inside_since, running.job.plan.limit_s + _GRACE_S
            if now - start > limit:
                running.job.give_up()
                running.taken.set()
                self._hung[running.name] = self._running.pop(running.name)
                if running.is_behind:
                    self._finish_behind(running, None)
                else:
                    self._finish(running, running.job.timed_out())

    def _tell_down(self, code: str) -> None:
        """Say once that the service is not there."""
        self._tell(ReaderStatus(ReaderState.SERVICE_OFF, None, (), problem(code)))

    def _tell(self, status: ReaderStatus) -> None:
        """Tell a status that differs from the last one."""
        if status != self._told:
            self._told = status
            self._on_status(status)
