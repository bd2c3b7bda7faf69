"""The long works of a batch: trial, issuing, saving of the files. Each is done in short steps.

A step is one line: a paper is numbered, drawn, signed, verified and entered whole or not at all, and the line
is marked done in the same transaction. Whatever kills the program leaves either nothing of a paper or all of
it: taken up again, no paper and no number is made twice. All steps belong to the database thread.
"""

import dataclasses
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Protocol
from uuid import UUID

from registrar_app.domain.errors import RegistrarError, SurroundingsError
from registrar_app.domain.ids import new_id
from registrar_app.domain.problems import Problem, problem
from registrar_app.models import batch_rows as stored
from registrar_app.services import import_reading
from registrar_app.services.batch_judge import Judge, kept, problems_of, unpacked_case
from registrar_app.services.batch_shapes import (
    MAX_ROWS,
    PAPER,
    BatchLine,
    BatchOutcome,
    BatchPlan,
    BatchProgress,
    BatchTotals,
    RowCase,
)
from registrar_app.services.bench import Bench
from registrar_app.services.import_shapes import ListRow
from registrar_app.services.keys import Keys
from registrar_app.services.numbers import next_number
from registrar_app.services.paper_prefill import SERIES
from registrar_app.services.paper_shapes import PaperOrigin
from registrar_app.services.papers import Papers

_NUMBERS_AT_ONCE = 100
"""Numbers kept in one transaction."""
_STOPPING = ("SIGN", "DB")
_STOPPING_CODES = frozenset({"CERT-050", "CERT-052", "CERT-054", "CERT-061", "REC-003", "REC-036"})
"""What every other line would meet, too: the batch stops, the line stays as it is."""


class BatchWork(Protocol):
    """A long work of a batch."""

    def step(self) -> BatchProgress:
        """Do a little; call it again until ``finished``."""


def row_case(row: ListRow, plan: BatchPlan) -> tuple[RowCase, tuple[Problem, ...]]:
    """A row of the list as a case, and what is the matter with it as a row."""
    who: dict[str, str] = {}
    values: dict[str, str] = {}
    for place, field in plan.fields.items():
        text = row.cell(place)
        if field.startswith(PAPER):
            values[field.removeprefix(PAPER)] = text
        elif field and text:
            who[field] = text
    said = [problem(row.broken)] if row.broken else []
    said += [problem("REC-146", plan.fields[one]) for one in row.rounded if plan.fields.get(one)]
    return RowCase(who, values), tuple(said)


def totals_of(lines: Collection[BatchLine]) -> BatchTotals:
    """Counts of lines."""
    return BatchTotals(MappingProxyType(dict(Counter(str(one.outcome) for one in lines))))


class BatchTrial:
    """Every line through reading, search and drawing; nothing is written."""

    def __init__(self, judge: Judge, plan: BatchPlan, total: int) -> None:
        self.judge, self.plan = judge, plan
        self._expected = total
        self._rows: Iterator[ListRow] = (
            one for one in import_reading.rows(plan.file, plan.sheet) if one.number > plan.header_row
        )
        self._seen: dict[UUID, int] = {}
        self._lines: dict[int, BatchLine] = {}

    def step(self) -> BatchProgress:
        """The next line.

        Raises:
            RegistrarError: the list is too long (``CERT-164``).
            SurroundingsError: the file cannot be read any more (REC-140, REC-143).
        """
        row = next(self._rows, None)
        line = None
        if row is not None:
            if len(self._lines) >= MAX_ROWS:
                raise RegistrarError("CERT-164", most=MAX_ROWS)
            case, broken = row_case(row, self.plan)
            line = self.judge.line(row.number, case, self._seen, broken)
            self._lines[row.number] = line
            if line.person_id is not None:
                self._seen.setdefault(line.person_id, row.number)
        done = len(self._lines)
        total = done if row is None else max(self._expected, done)
        return BatchProgress(done, total, self.totals, row is None, line.who if line else "")

    @property
    def totals(self) -> BatchTotals:
        """As it stands."""
        return totals_of(self._lines.values())

    def lines(self, outcomes: Collection[BatchOutcome] = (), limit: int = 1000) -> tuple[BatchLine, ...]:
        """Lines with one of the outcomes, in their order; all when none is named."""
        found = (one for one in self._lines.values() if not outcomes or one.outcome in outcomes)
        return tuple(islice(found, limit))


class BatchIssuing:
    """The papers of a batch, one after the other; numbers for all of them are kept first."""

    def __init__(
        self,
        bench: Bench,
        papers: Papers,
        keys: Keys,
        judge: Judge,
        run_id: UUID,
        *,
        size: int,
        by_hand: bool,
    ) -> None:
        """Take a batch up, from its first line or from where it was broken off.

        Args:
            bench: The workplace.
            papers: Use cases of papers.
            keys: The signing keys: one login for the batch.
            judge: Of its form and its values.
            run_id: The batch.
            size: How many numbers the clinic's own counter adds at least when they are used up.
            by_hand: Without electronic signatures.

        Raises:
            RegistrarError: no such batch (``CERT-160``), nobody is signed in (``REC-003``), the numbers do
                not suffice (``CERT-157``).
        """
        self._bench, self._papers, self._keys, self._judge = bench, papers, keys, judge
        self.run_id, self._by_hand = run_id, by_hand
        self._login: ExitStack | None = None
        self._after = -1
        self._size = size
        with bench.store.change(bench.actor()) as work:
            state = stored.state_of(work.session, run_id)
            if not state:
                raise RegistrarError("CERT-160")
            if state != "running":
                stored.set_state(work, run_id, "running")

    def step(self) -> BatchProgress:
        """The next paper, or the next numbers.

        Raises:
            RegistrarError: a key refuses, nobody is signed in: the line waits, the next call tries it again.
            SurroundingsError: token gone, disk full, database busy; nothing of this step was written.
        """
        with self._bench.store.read() as session:
            state = stored.state_of(session, self.run_id)
            wanting = (
                stored.without_number(session, self.run_id, _NUMBERS_AT_ONCE) if state == "running" else ()
            )
            found = stored.rows(session, self.run_id, (stored.WAITING,), self._after, 1)
        if state != "running":
            self.rest()
            return self._progress(is_over=True)
        if wanting:
            self._reserve(wanting)
            return self._progress()
        if not found and self._after >= 0:
            # Lines mended meanwhile stand before the last one.
            self._after = -1
            return self._progress()
        if not found:
            return self._finish()
        return self._issue(found[0])

    def rest(self) -> None:
        """Log out of the tokens: the batch is paused, over or broken off."""
        if self._login is not None:
            self._login.close()
            self._login = None

    def _reserve(self, papers: Collection[UUID]) -> None:
        with self._bench.store.change(self._bench.actor()) as work:
            series = str(self._judge.common_values.get(SERIES) or "")
            for one in papers:
                next_number(work, *self._judge.kind, self._bench, self._size, series, one)

    def _issue(self, row: stored.StoredBatchRow) -> BatchProgress:
        case, who = unpacked_case(row.case)
        try:
            self._make(row, case)
        except RegistrarError as error:
            if _stops(error):
                self.rest()
                raise
            if error.code != "CERT-161":
                self._fail(row, problems_of(error))
        self._after = row.row_no
        return self._progress(who)

    def _make(self, row: stored.StoredBatchRow, case: RowCase) -> None:
        if row.person_id is None:
            raise RegistrarError("CERT-151")
        record = self._judge.record_of(row.person_id)
        draft, values, wrong = self._judge.draft_of(record, case)
        if wrong:
            raise RegistrarError(wrong[0].code, wrong[0].field, **wrong[0].params)
        if self._login is None:
            self._login = ExitStack()
            self._login.enter_context(self._keys.batch())
        origin = PaperOrigin(
            paper_id=row.paper_id, batch=(self.run_id, row.row_no), is_checked=not draft.is_on_stock
        )
        started = dataclasses.replace(draft, origin=origin)
        self._papers.issue(started, values, by_hand=self._by_hand, record=record)

    def _fail(self, row: stored.StoredBatchRow, problems: tuple[Problem, ...]) -> None:
        from registrar_app.services.batch_judge import packed_problems

        failed = stored.changed(row, outcome=str(BatchOutcome.FAILED), codes=packed_problems(problems))
        with self._bench.store.change(self._bench.actor()) as work:
            stored.put_row(work, self.run_id, failed)

    def _finish(self) -> BatchProgress:
        self.rest()
        with self._bench.store.change(self._bench.actor()) as work:
            stored.set_state(work, self.run_id, "done")
        return self._progress(is_over=True)

    def _progress(self, who: str = "", *, is_over: bool = False) -> BatchProgress:
        with self._bench.store.read() as session:
            totals = BatchTotals(MappingProxyType(stored.counts(session, self.run_id)))
        return BatchProgress(totals.settled, totals.total, totals, is_over, who)


def _stops(error: RegistrarError) -> bool:
    return (
        isinstance(error, SurroundingsError)
        or error.code.startswith(_STOPPING)
        or error.code in _STOPPING_CODES
    )


class BatchSaving:
    """The finished files of a batch into a folder, in the order of the list."""

    def __init__(self, bench: Bench, papers: Papers, lines: Collection[BatchLine], folder: Path) -> None:
        self._bench, self._papers, self._folder = bench, papers, folder
        self._lines = tuple(one for one in lines if one.outcome is BatchOutcome.DONE)
        self._done = 0

    def step(self) -> BatchProgress:
        """The next file.

        Raises:
            SurroundingsError: it cannot be written (``CERT-162``), or the kept file is damaged (DB codes).
        """
        who = ""
        if self._done < len(self._lines):
            line = self._lines[self._done]
            who = line.who
            self._write(line, self._done + 1)
            self._done += 1
        is_over = self._done >= len(self._lines)
        return BatchProgress(self._done, len(self._lines), totals_of(self._lines), is_over, who)

    def _write(self, line: BatchLine, place: int) -> None:
        if line.paper_id is None:
            raise RegistrarError("CERT-056")
        name = file_name(place, len(self._lines), line)
        pdf = self._papers.pdf_of(line.paper_id)
        part = self._folder / f"{name}.part"
        try:
            part.write_bytes(pdf)
            part.replace(self._folder / name)
        except OSError:
            raise SurroundingsError("CERT-162", name=name) from None


def file_name(place: int, total: int, line: BatchLine) -> str:
    """«007 № 000666 Сидорчук Матвей Павлович.pdf»: sorted by name they stand in the order of the list."""
    person = line.who.partition(",")[0]
    words = f"{place:0{max(len(str(total)), 2)}} № {line.paper} {person}"
    return "".join(one for one in words if one.isalnum() or one in " -№.").strip() + ".pdf"


def fresh_rows(trial: BatchTrial) -> tuple[stored.StoredBatchRow, ...]:
    """The lines of a trial with the ids their papers will have."""
    return tuple(kept(one, new_id()) for one in trial.lines(limit=MAX_ROWS))
