"""The work list of suspected pairs: two records that may be one person."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from sqlalchemy.orm import Session

from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.records import SearchRow
from registrar_app.models import pair_answers as stored
from registrar_app.models import pair_rows
from registrar_app.models import people as people_rows
from registrar_app.models.person_rows import search_rows
from registrar_app.models.unit_of_work import link_of
from registrar_app.services.bench import Bench
from registrar_app.services.merge_shapes import PairAnswer, PairView, Strength
from registrar_app.services.person_words import MATCHED

_MORNING_HOUR = 7


class Pairs:
    """Use cases of the work list. Every save keeps the list true by itself."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def count(self) -> int:
        """How many pairs wait for an answer; cheap."""
        with self._bench.store.read() as session:
            return stored.waiting_count(session, self._bench.clock())

    def list(self, limit: int = 200) -> tuple[PairView, ...]:
        """Pairs that wait: those for the senior first, then strong, weak, similar; the oldest first."""
        with self._bench.store.read() as session:
            waiting = stored.waiting(session, self._bench.clock(), limit)
            rows = self._rows(session, waiting)
        zone = self._bench.clock().tzinfo
        return tuple(
            PairView(
                first=rows[one.first],
                second=rows[one.second],
                strength=cast("Strength", one.strength),
                matched="; ".join(MATCHED[word] for word in one.matched if word in MATCHED),
                found_at=one.found_at.astimezone(zone),
                asked_by=one.asked_by,
                note=one.note,
            )
            for one in waiting
            if one.first in rows and one.second in rows
        )

    @staticmethod
    def _rows(session: Session, waiting: Sequence[stored.WaitingPair]) -> dict[UUID, SearchRow]:
        ids = [one for pair in waiting for one in (pair.first, pair.second)]
        found: dict[UUID, SearchRow] = {}
        for start in range(0, len(ids), 200):
            found |= {row.id: row for row in search_rows(session, ids[start : start + 200])}
        return found

    def answer(self, first: UUID, second: UUID, answer: PairAnswer, reason: str = "") -> None:
        """Answer a pair, by anybody signed in.

        Args:
            first: One record.
            second: The other, in any order.
            answer: ``different``: two people, remembered until an identifier of either changes;
                ``later``: not shown until tomorrow morning; ``senior``: put into the list for the senior
                registrar, wherever it was seen.
            reason: Why, in words.

        Raises:
            RegistrarError: nobody signed in (``REC-003``), no such record (``REC-001``), both are one
                record (``REC-073``).
        """
        actor = self._bench.actor()
        with self._bench.store.change(actor) as work:
            records = [people_rows.load_person(work.session, one) for one in (first, second)]
            if records[0] is None or records[1] is None:
                raise RegistrarError("REC-001")
            one, other = records[0].id, records[1].id
            if one == other:
                raise RegistrarError("REC-073", words="это одна запись")
            if answer == "later":
                stored.put_off(work, one, other, self._tomorrow())
            else:
                stored.answer(work, one, other, answer, reason.strip())

    def _tomorrow(self) -> datetime:
        """Tomorrow morning at the clinic."""
        day = self._bench.clock() + timedelta(days=1)
        return day.replace(hour=_MORNING_HOUR, minute=0, second=0, microsecond=0)

    @property
    def needs_rebuild(self) -> bool:
        """True until the whole list was made once (an older database): run ``rebuild`` in the background."""
        with self._bench.store.read() as session:
            return not stored.is_built(session)

    def rebuild(
        self,
        progress: Callable[[int, int], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> int | None:
        """Make the whole list anew; gives the number of pairs, None when stopped (nothing changes then).

        Args:
            progress: Called with (steps done, steps in all).
            should_stop: Asked between the steps.
        """

        def step(done: int, total: int) -> bool:
            if progress is not None:
                progress(done, total + 1)
            return should_stop is not None and should_stop()

        with self._bench.store.read() as session:
            link = link_of(session)
            since = pair_rows.last_operation(link)
            found = pair_rows.sweep(link, step)
        if found is None:
            return None
        with self._bench.store.change(self._bench.quiet_actor()) as work:
            return stored.replace_all(work, found, since)
