"""One reading of one card: own context, patient connection, transaction, sequence, and always an outcome."""

import dataclasses
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from registrar_app.cards.backend import CardLink, ReaderBackend, ReaderSession
from registrar_app.cards.connection import (
    CardGoneError,
    CardLineError,
    CardMuteError,
    NoCardError,
    ReaderBusyError,
    ReaderGoneError,
    ServiceDownError,
)
from registrar_app.cards.oms import PHOTO_DEADLINE_S, TEXT_DEADLINE_S, is_untouched, read_policy
from registrar_app.cards.record import CardReading, Outcome
from registrar_app.domain.problems import problem

_T = TypeVar("_T")
_RETRY_S = 0.2
_MUTE_RETRIES = 2
"""A badly seated card answers at the second or third try."""


class Purpose(StrEnum):
    """What a reading is for; only the first one is told to the person at the desk."""

    READ = "read"
    """A card was put in, or somebody asked."""
    PHOTO = "photo"
    """The same card once more, for the photo."""
    CHECK = "check"
    """Whether it is still the same card: a swap can be quicker than the service looks."""


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """How one card is to be read."""

    reader: str
    with_photo: bool = False
    purpose: Purpose = Purpose.READ
    busy_wait_s: float = 2.0
    """How long to wait for another program before saying that it holds the card."""
    deadline_s: float | None = None
    """Seconds for the sequence; by default 5, with photo 30."""

    @property
    def limit_s(self) -> float:
        """Seconds for the sequence."""
        if self.deadline_s is not None:
            return self.deadline_s
        return PHOTO_DEADLINE_S if self.with_photo else TEXT_DEADLINE_S


class CardJob:
    """A reading that may hang in a command: whoever waits for it can see how far it is."""

    def __init__(
        self,
        backend: ReaderBackend,
        plan: ReadPlan,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._backend = backend
        self._clock = clock
        self._given_up = threading.Event()
        self.plan = plan
        self.is_inside = False
        """True once the transaction is ours; before that another program may be in."""

        self.percent: int | None = None
        """How much of the owner's file is read, None before it is known."""

    def give_up(self) -> None:
        """Ask the reading to end before its next command; one under way cannot be stopped."""
        self._given_up.set()

    def run(self) -> CardReading:
        """Read the card.

        Raises:
            ServiceDownError: the service does not run or stopped.
        """
        return self._guarded(self._run)

    def check(self) -> CardReading | None:
        """Read the card only if it is not as the last reading left it; None if it is.

        Raises:
            ServiceDownError: the service does not run or stopped.
        """
        return self._guarded(self._check)

    def _guarded(self, work: Callable[[ReaderSession], _T]) -> _T | CardReading:
        """Work in a context of its own; what goes wrong on the line becomes a reading without data."""
        try:
            session = self._backend.open()
            try:
                return work(session)
            finally:
                session.close()
        except ServiceDownError:
            raise
        except ReaderBusyError:
            return failed(Outcome.BUSY, "CARD-021", self.plan.reader)
        except CardMuteError:
            return failed(Outcome.CORRUPT, "CARD-011", self.plan.reader)
        except NoCardError:
            return failed(Outcome.NO_CARD, "CARD-016", self.plan.reader)
        except (CardGoneError, ReaderGoneError):
            return failed(Outcome.REMOVED, "CARD-022", self.plan.reader)

    def timed_out(self) -> CardReading:
        """What to say if the reading did not end: another program inside, or a card that stays silent."""
        if self.is_inside:
            return failed(Outcome.CORRUPT, "CARD-012", self.plan.reader)
        return failed(Outcome.BUSY, "CARD-021", self.plan.reader)

    def _check(self, session: ReaderSession) -> CardReading | None:
        """One command; the whole reading if its answer is not what it should be."""
        link = self._connect(session)
        try:
            link.lock()
            self.is_inside = True
            if is_untouched(link, clock=self._clock):
                return None
        finally:
            link.close()
        return self._run(session)

    def _run(self, session: ReaderSession) -> CardReading:
        """Connect, keep others out, read, and make sure that it was one card all the time."""
        link = self._connect(session)
        try:
            link.lock()
            self.is_inside = True
            reading = read_policy(
                _Stoppable(link, self._given_up),
                with_photo=self.plan.with_photo,
                deadline_s=self.plan.limit_s,
                clock=self._clock,
                reader=self.plan.reader,
                atr=link.atr,
                on_progress=self._note_progress,
            )
            if reading.has_data and not link.is_same_card():
                # A swap in the middle would mix two people; nothing of it may leave.
                gone = failed(Outcome.REMOVED, "CARD-022", self.plan.reader)
                return dataclasses.replace(gone, commands=reading.commands, ms=reading.ms, atr=reading.atr)
            return reading
        finally:
            link.close()

    def _note_progress(self, done: int, total: int) -> None:
        """Octets read and wanted, as percent."""
        self.percent = done * 100 // max(total, 1)

    def _connect(self, session: ReaderSession) -> CardLink:
        """Connect; wait a little for other programs and for a card that is just being seated."""
        busy_until = self._clock() + self.plan.busy_wait_s
        mute_left = _MUTE_RETRIES
        while True:
            try:
                return session.connect(self.plan.reader)
            except ReaderBusyError:
                if self._clock() >= busy_until or self._given_up.wait(_RETRY_S):
                    raise
            except CardMuteError:
                mute_left -= 1
                if mute_left < 0 or self._given_up.wait(_RETRY_S):
                    raise


class _Stoppable:
    """A line on which nothing more is sent once the reading is given up."""

    def __init__(self, link: CardLink, given_up: threading.Event) -> None:
        self._link, self._given_up = link, given_up

    def transmit(self, command: bytes) -> bytes:
        """Pass a command on."""
        if self._given_up.is_set():
            raise CardGoneError
        return self._link.transmit(command)


def failed(outcome: Outcome, code: str, reader: str | None = None, /, **params: str) -> CardReading:
    """A reading without data."""
    return CardReading(outcome, problems=(problem(code, **params),), reader=reader)


def run_with_limit(job: CardJob) -> CardReading:
    """Run a job in a thread of its own and give up on it when its time is over.

    For callers without a monitor (command line, self-check). A silent card keeps its thread; it is a daemon.

    Raises:
        ServiceDownError: the service does not run or stopped.
    """
    box: list[CardReading | CardLineError] = []

    def work() -> None:
        try:
            box.append(job.run())
        except CardLineError as error:
            box.append(error)

    thread = threading.Thread(target=work, name="card-read", daemon=True)
    thread.start()
    thread.join(job.plan.limit_s + job.plan.busy_wait_s + 1.0)
    if not box:
        job.give_up()
        return job.timed_out()
    result = box[0]
    if isinstance(result, CardLineError):
        raise result
    return result
