"""Reading without a monitor: what the command line and the self-check need."""

import time
from collections.abc import Callable

from registrar_app.cards.backend import ReaderBackend, ReaderSession, Slot, SlotState
from registrar_app.cards.connection import ServiceDownError
from registrar_app.cards.reading import CardJob, ReadPlan, failed, run_with_limit
from registrar_app.cards.record import CardReading, Outcome
from registrar_app.domain.errors import SurroundingsError

_LOOK_S = 0.5
"""Longest single wait; also covers readers that come without an event."""


def list_slots(backend: ReaderBackend) -> tuple[Slot, ...]:
    """All readers and what is in them.

    Raises:
        SurroundingsError: the card service does not run or refuses this user.
    """
    try:
        session = backend.open()
        try:
            names = session.readers()
            return session.wait((), names, 0.0) if names else ()
        finally:
            session.close()
    except ServiceDownError as error:
        raise SurroundingsError(error.code) from None


class OneReading:
    """Finds the policy card among the readers and reads it once."""

    def __init__(
        self,
        backend: ReaderBackend,
        *,
        reader: str | None = None,
        wait_s: float = 0.0,
        with_photo: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Set up a reading.

        Args:
            backend: The card service.
            reader: Name of the only reader to look at; None looks at all.
            wait_s: Seconds to wait for an insertion if no policy card is in.
            with_photo: Fetch the photo too.
            clock: Seconds that only grow.
        """
        self._backend = backend
        self._reader = reader
        self._wait_s = wait_s
        self._with_photo = with_photo
        self._clock = clock
        self._asked: set[tuple[str, bytes, int]] = set()
        self._last: CardReading | None = None

    def run(self) -> CardReading:
        """Read; a card that is already in counts, tokens that were in before are passed over.

        Raises:
            SurroundingsError: no service, no reader, or not the reader that was named.
        """
        try:
            session = self._backend.open()
            try:
                return self._run(session)
            finally:
                session.close()
        except ServiceDownError as error:
            raise SurroundingsError(error.code) from None

    def _run(self, session: ReaderSession) -> CardReading:
        """Look, read what is new, wait for more."""
        until = self._clock() + self._wait_s
        slots = session.wait((), self._names(session), 0.0)
        reading = self._read_new(slots, inserted=False)
        while reading is None and (left := until - self._clock()) > 0:
            slots = session.wait(slots, self._names(session), min(left, _LOOK_S))
            reading = self._read_new(slots, inserted=True)
        return reading or self._last or failed(Outcome.NO_CARD, "CARD-016", self._reader)

    def _names(self, session: ReaderSession) -> tuple[str, ...]:
        """The readers to look at."""
        names = session.readers()
        if not names:
            raise SurroundingsError("CARD-002")
        if self._reader is None:
            return names
        if self._reader not in names:
            raise SurroundingsError("CARD-004", reader=self._reader)
        return (self._reader,)

    def _read_new(self, slots: tuple[Slot, ...], *, inserted: bool) -> CardReading | None:
        """Read cards that were not asked yet; a foreign card ends the search only if it was just put in."""
        for slot in slots:
            mark = (slot.name, slot.atr, slot.counter)
            if slot.state is SlotState.EMPTY or mark in self._asked:
                continue
            self._asked.add(mark)
            reading = run_with_limit(
                CardJob(self._backend, ReadPlan(slot.name, self._with_photo), clock=self._clock)
            )
            if reading.outcome is Outcome.NO_CARD:
                continue
            if inserted or reading.outcome is not Outcome.NOT_OMS:
                return reading
            self._last = self._last or reading
        return None
