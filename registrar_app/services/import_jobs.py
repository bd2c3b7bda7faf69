"""The long works of a load: trial, loading, taking back. Each is done in short steps.

A step holds the database thread, and the write lock of the file, for some tens of milliseconds only, so that
the desk and the other windows work on meanwhile. All steps of a work belong to the database thread.
"""

import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from itertools import islice
from types import MappingProxyType
from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.problems import Problem, problem
from registrar_app.domain.values import Source
from registrar_app.models import clinic as clinic_rows
from registrar_app.models import import_rows as stored
from registrar_app.models import people
from registrar_app.models.reversal import reverse_groups
from registrar_app.models.unit_of_work import UnitOfWork
from registrar_app.services import import_reading
from registrar_app.services.bench import Bench
from registrar_app.services.import_lines import line_of
from registrar_app.services.import_matching import Key, Load, Matcher, Verdict, keys_wanted, number_key
from registrar_app.services.import_prepare import Prepared, prepare
from registrar_app.services.import_shapes import ListRow, Outcome, Plan, Progress, RowLine, Totals
from registrar_app.services.insurers import learn_insurer

PAIR = "REC-156"
MAX_ROWS = 200
"""Rows in one transaction."""
_READ_S, _WRITE_S = 0.01, 0.03
"""What a step may spend on reading and checking, and on its transaction with keys, journals and disk."""
_KEPT_LINES = 50_000
"""Rows with remarks that a trial keeps for the table; beyond them it only counts."""
_MAX_NUMBER = 9_999_999


Holders = Mapping[Key, tuple[bytes, ...]]


class Job(Protocol):
    """A long work."""

    def step(self) -> Progress:
        """Do a little; call it again until ``Progress.finished``."""


class _Feed:
    """The rows of a list, understood, a few at a time."""

    def __init__(self, plan: Plan, today: date, after: int = 0) -> None:
        self._plan, self._today = plan, today
        self._after = max(plan.header_row, after)
        self._rows: Iterator[ListRow] = import_reading.rows(plan.file, plan.sheet)
        self.has_ended = False

    def take(self, limit: int) -> list[Prepared]:
        """The next rows; fewer than the limit when the time is over."""
        out: list[Prepared] = []
        until = time.perf_counter() + _READ_S
        while len(out) < limit and time.perf_counter() < until:
            row = next(self._rows, None)
            if row is None:
                self.has_ended = True
                break
            if row.number > self._after:
                out.append(prepare(row, self._plan, self._today))
        return out


class _Lines:
    """The rows that want attention, with their words; the newest work only, up to a bound."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._lines: dict[int, RowLine] = {}

    def add(self, row: Prepared, verdict: Verdict) -> None:
        """One more row, if there is anything to say about it."""
        if (row.problems or verdict.problems) and len(self._lines) < _KEPT_LINES:
            self._lines[row.number] = line_of(row, verdict, self._plan)

    def pick(self, outcomes: Collection[Outcome], code: str, limit: int) -> tuple[RowLine, ...]:
        """Rows with one of the outcomes (any, when none is named) and a code, in their order."""
        found = (
            one
            for one in self._lines.values()
            if (not outcomes or one.outcome in outcomes)
            and (not code or any(problem.code == code for problem in one.problems))
        )
        return tuple(islice(found, limit))


class _Tally:
    """Counts rows by what became of them."""

    def __init__(self, counts: Mapping[str, int] | None = None, pairs: int = 0, remarks: int = 0) -> None:
        self._counts = Counter(counts or {})
        self._pairs, self._remarks = pairs, remarks

    def add(self, outcome: Outcome, problems: Iterable[Problem]) -> None:
        """One more row."""
        self._counts[str(outcome)] += 1
        codes = [one.code for one in problems]
        self._pairs += PAIR in codes
        self._remarks += bool(codes) and outcome in (Outcome.CREATED, Outcome.CHANGED, Outcome.SAME)

    def move(self, before: str, after: str) -> None:
        """A row has another outcome now."""
        self._counts[before] -= 1
        self._counts[after] += 1

    def totals(self) -> Totals:
        """As it stands."""
        return Totals(MappingProxyType(dict(+self._counts)), self._pairs, self._remarks)


def loader(session: Session) -> Load:
    """Reads records within a session."""
    return partial(people.person_data, session)


class Trial:
    """Every row through reading, checks and matching; nothing is written."""

    def __init__(self, bench: Bench, plan: Plan, total: int) -> None:
        self._bench, self.plan = bench, plan
        self._feed = _Feed(plan, bench.today())
        self._matcher, self._tally = Matcher(), _Tally()
        self._expected = total
        self._lines = _Lines(plan)
        self.highest_number = 0
        """The highest record number the list brings."""

    def step(self) -> Progress:
        """The next rows."""
        rows = self._feed.take(MAX_ROWS)
        if rows:
            with self._bench.store.read() as session:
                holders = stored.holders(session, keys_wanted(rows))
                for row in rows:
                    self._note(row, _judged(self._matcher, row, holders, loader(session)))
        totals = self._tally.totals()
        ended = self._feed.has_ended
        total = totals.done if ended else max(self._expected, totals.done)
        return Progress(totals.done, total, totals, ended, rows[-1].who if rows else "")

    def _note(self, row: Prepared, verdict: Verdict) -> None:
        self._tally.add(verdict.outcome, (*verdict.problems, *row.problems))
        self._lines.add(row, verdict)
        if row.record_number.isdigit():
            self.highest_number = max(self.highest_number, min(int(row.record_number), _MAX_NUMBER))

    def lines(
        self, outcomes: Collection[Outcome] = (), code: str = "", limit: int = 1000
    ) -> tuple[RowLine, ...]:
        """Rows that want attention, in their order."""
        return self._lines.pick(outcomes, code, limit)


def _judged(matcher: Matcher, row: Prepared, holders: Holders, load: Load) -> Verdict:
    if row.is_refused:
        return Verdict(Outcome.REFUSED)
    return matcher.judge(row, holders, load)


class Loading:
    """The load itself; what is done stays done, whatever happens, and is never done twice."""

    def __init__(self, bench: Bench, run_id: UUID, plan: Plan) -> None:
        self._bench, self.run_id, self.plan = bench, run_id, plan
        with bench.store.read() as session:
            run = stored.run_of(session, run_id)
            if run is None or run.state not in ("running", "cancelled"):
                raise RegistrarError("REC-164")
            self._last = stored.last_row(session, run_id)
            self._matcher = Matcher(stored.claims(session, run_id))
            self._tally = _Tally(*stored.counts(session, run_id, PAIR))
            self._districts = {one.number: one.id for one in clinic_rows.districts(session)}
        self._expected = run.total
        self._feed = _Feed(plan, bench.today(), self._last)
        self._waiting: list[Prepared] = []
        self._lines = _Lines(plan)
        self._numbers: set[Key] = set()
        self._limit = 20
        self._must_reopen = run.state == "cancelled"

    def step(self) -> Progress:
        """The next rows in one transaction; a failure leaves them for the next call.

        Raises:
            RegistrarError: nobody is signed in, or the load was taken back meanwhile (REC-164).
            SurroundingsError: disk full, database busy, file gone; nothing of this step was written.
        """
        if not self._waiting:
            self._waiting = self._feed.take(self._limit)
        actor = self._bench.actor(Source.IMPORT)
        done: list[tuple[Prepared, Verdict]] = []
        state = "running"
        if self._waiting or self._feed.has_ended:
            started = time.perf_counter()
            try:
                with self._bench.store.change(actor) as work:
                    state, done = self._change(work)
            except BaseException:
                self._matcher.take_back({row.number for row in self._waiting})
                raise
            self._limit = _paced(self._limit, len(done), time.perf_counter() - started)
        for row, verdict in done:
            self._tally.add(verdict.outcome, (*verdict.problems, *row.problems))
            self._lines.add(row, verdict)
            self._last = max(self._last, row.number)
        who = self._waiting[-1].who if self._waiting else ""
        self._waiting = []
        self._matcher.forget_rows()
        totals = self._tally.totals()
        total = totals.done if state == "done" else max(self._expected, totals.done)
        return Progress(totals.done, total, totals, state != "running", who)

    def lines(
        self, outcomes: Collection[Outcome] = (), code: str = "", limit: int = 1000
    ) -> tuple[RowLine, ...]:
        """Rows of this sitting that want attention, in full words."""
        return self._lines.pick(outcomes, code, limit)

    def _change(self, work: UnitOfWork) -> tuple[str, list[tuple[Prepared, Verdict]]]:
        """The transaction of a step: how the load stands then, and its rows."""
        work.split_groups()
        state = self._state(work)
        if state != "running":
            return state, []
        done = list(self._load(work))
        if self._feed.has_ended:
            state = "done"
            stored.set_state(work, self.run_id, state, self._tally.totals().done + len(done))
        return state, done

    def _state(self, work: UnitOfWork) -> str:
        """Cancelled in another window? Being loaded there too? Then what it has done is not done again."""
        state, last = stored.standing(work.session, self.run_id)
        if state not in ("running", "cancelled", "done"):
            raise RegistrarError("REC-164")
        if state == "cancelled" and self._must_reopen:
            stored.set_state(work, self.run_id, "running")
        elif state != "running":
            return state
        self._must_reopen = False
        if last > self._last:
            self._waiting = [row for row in self._waiting if row.number > last]
            for person, number in stored.claims(work.session, self.run_id).items():
                self._matcher.claim(UUID(bytes=person), number)
            self._tally = _Tally(*stored.counts(work.session, self.run_id, PAIR))
            self._last = last
        return "running"

    def _load(self, work: UnitOfWork) -> Iterator[tuple[Prepared, Verdict]]:
        holders = stored.holders(work.session, keys_wanted(self._waiting))
        lines = []
        self._numbers.clear()
        for row in self._waiting:
            verdict = _judged(self._matcher, row, holders, loader(work.session))
            person_id, group_id, remarks = self._save(work, row, verdict, holders)
            verdict = Verdict(verdict.outcome, (*verdict.problems, *remarks), person_id)
            codes = " ".join(dict.fromkeys(map(_code, (*verdict.problems, *row.problems))))
            lines.append(stored.StoredLine(row.number, str(verdict.outcome), person_id, group_id, codes))
            yield row, verdict
        stored.add_lines(work, self.run_id, lines)

    def _save(
        self, work: UnitOfWork, row: Prepared, verdict: Verdict, holders: Holders
    ) -> tuple[UUID | None, UUID | None, list[Problem]]:
        """Write a row's person; the record, its save and remarks."""
        if verdict.data is None:
            return verdict.person_id, None, []
        is_new = verdict.outcome is Outcome.CREATED
        number, remarks = self._number(row, holders) if is_new else ("", [])
        person_id = people.save_person(
            work, verdict.person_id, verdict.data, base=verdict.base, source=Source.IMPORT,
            record_number=number,
        )  # fmt: skip
        learn_insurer(work, verdict.data)
        if is_new:
            self._matcher.claim(person_id, row.number)
            remarks += self._attach(work, person_id, row)
        return person_id, work.group_of(person_id), remarks

    def _number(self, row: Prepared, holders: Holders) -> tuple[str, list[Problem]]:
        """The number of the paper, unless another record has it."""
        key = number_key(row)
        if not row.record_number:
            return "", []
        if key in holders or key in self._numbers:
            return "", [problem("REC-160", number=row.record_number)]
        self._numbers.add(key)
        return row.record_number, []

    def _attach(self, work: UnitOfWork, person_id: UUID, row: Prepared) -> Iterator[Problem]:
        if not row.district:
            return
        district = self._districts.get(row.district)
        if district is None:
            yield problem("REC-161", number=row.district)
        else:
            stored.attach_new(work, person_id, district, row.attached_on or self._bench.today())


def _paced(limit: int, rows: int, seconds: float) -> int:
    """As many rows as fit the time of a transaction: fewer at once, more by and by."""
    wanted = int(rows * _WRITE_S / max(seconds, 0.001)) if rows else limit
    return max(1, min(MAX_ROWS, wanted, (limit + wanted + 1) // 2))


def _code(one: Problem) -> str:
    return f"{one.code}:{one.field}" if one.field else one.code


class Undoing:
    """Taking a load back, the last row first; what was worked on since stays."""

    def __init__(self, bench: Bench, run_id: UUID) -> None:
        self._bench, self._run_id = bench, run_id
        with bench.store.change(bench.actor(Source.IMPORT)) as work:
            run = stored.run_of(work.session, run_id)
            if run is None or run.state == "undone":
                raise RegistrarError("REC-164")
            stored.set_state(work, run_id, "undoing")
            self._total = stored.left_to_undo(work.session, run_id)
            self._tally = _Tally(*stored.counts(work.session, run_id, PAIR))
            self._before = stored.last_row(work.session, run_id) + 1
        self._done, self._limit = 0, 5

    def step(self) -> Progress:
        """The next rows in one transaction.

        Raises:
            RegistrarError: nobody is signed in.
            SurroundingsError: disk full, database busy; nothing of this step was written.
        """
        started = time.perf_counter()
        with self._bench.store.change(self._bench.actor(Source.IMPORT)) as work:
            work.split_groups()
            lines = stored.to_undo(work.session, self._run_id, self._before, self._limit)
            outcomes = {line.row_no: self._take_back(work, line) for line in lines}
            stored.mark(work, self._run_id, outcomes)
            if not lines:
                stored.set_state(work, self._run_id, "undone")
        for line in lines:
            self._tally.move(line.outcome, outcomes[line.row_no])
            self._before = line.row_no
        self._done += len(lines)
        self._limit = _paced(self._limit, len(lines), time.perf_counter() - started)
        return Progress(self._done, max(self._total, self._done), self._tally.totals(), not lines)

    @staticmethod
    def _take_back(work: UnitOfWork, line: stored.StoredLine) -> str:
        """Take one row's save back; a record that was worked on since stays whole."""
        groups = (line.group_id,) if line.group_id else ()
        back = reverse_groups(work, groups, "import_undone", root_id=line.person_id)
        return str(Outcome.KEPT if back.blocked else Outcome.UNDONE)
