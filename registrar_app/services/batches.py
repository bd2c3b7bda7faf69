"""Batches: many papers of one form from a list. Look, map, try, issue, mend, print, save."""

import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from uuid import UUID

from registrar_app.domain.errors import RefusedError, RegistrarError, SurroundingsError
from registrar_app.domain.records import SearchRow
from registrar_app.models import batch_rows as stored
from registrar_app.models import settings as kept_settings
from registrar_app.models.clinic import staff_names
from registrar_app.models.person_rows import search_rows
from registrar_app.services import batch_columns, import_mapping, import_reading
from registrar_app.services.batch_jobs import BatchIssuing, BatchSaving, BatchTrial, fresh_rows
from registrar_app.services.batch_judge import Judge, kept, line_of
from registrar_app.services.batch_shapes import (
    BatchLine,
    BatchOutcome,
    BatchPlan,
    BatchTotals,
    BatchView,
    RowCase,
    RunOfBatch,
)
from registrar_app.services.bench import Bench
from registrar_app.services.import_shapes import ColumnView, ListFile, ListView
from registrar_app.services.key_shapes import KeyAsk
from registrar_app.services.keys import Keys
from registrar_app.services.numbers import numbers_free
from registrar_app.services.paper_prefill import SERIES
from registrar_app.services.paper_shapes import PaperDraft, PaperForm
from registrar_app.services.paper_signers import organization_and_doctors
from registrar_app.services.papers import Papers
from registrar_app.services.people import People
from registrar_app.services.settings import RANGE_SIZE, Settings

_LAYOUTS: kept_settings.Setting[dict[str, str]] = kept_settings.Setting("batch.layouts", {})
_KEPT_LAYOUTS = 30


class Batches:
    """Use cases of «Пачка». Trial, issuing and saving come as works in steps (``batch_jobs``)."""

    def __init__(self, bench: Bench, settings: Settings, papers: Papers, people: People, keys: Keys) -> None:
        self._bench, self._settings, self._papers, self._people = bench, settings, papers, people
        self._keys = keys

    def forms(self) -> tuple[PaperForm, ...]:
        """Forms that can be issued from a list."""
        return tuple(one for one in self._papers.forms() if one.is_issued and one.is_offered)

    # -- from the list to the papers ------------------------------------------------------------

    def open(
        self, file: ListFile, form_key: str, sheet: str = "", header_row: int | None = None
    ) -> BatchView:
        """The beginning of a list and what its columns are taken for.

        Args:
            file: As ``import_reading.inspect`` found it.
            form_key: Which paper.
            sheet: Which sheet; the first one when empty.
            header_row: Row of the headings as chosen; None: found by itself.

        Raises:
            RegistrarError: no such form (``CERT-020``), it is not issued (``CERT-163``).
            SurroundingsError: the file cannot be read (REC-140, REC-143), holds nothing (REC-144).
        """
        draft = self._papers.start(form_key)
        if draft.outcome != "issued":
            raise RegistrarError("CERT-163", title=draft.form_title)
        head = import_reading.head(file, sheet)
        if not head:
            raise SurroundingsError("REC-144", name=file.name)
        number = batch_columns.header_row(head, draft) if header_row is None else header_row
        with self._bench.store.read() as session:
            packed = kept_settings.get(session, _LAYOUTS).get(_layout(form_key, _words(head, number)), "")
        columns = batch_columns.guess(
            head, number, json.loads(packed) if packed else {}, draft, self._bench.today()
        )
        rows = max(import_reading.row_count(file, sheet) - number, 0)
        first = next(iter(file.sheets), "")
        return BatchView(
            ListView(file, sheet or first, number, columns, rows), draft, batch_columns.choices(draft)
        )

    def remember(self, form_key: str, columns: Sequence[ColumnView]) -> None:
        """Keep how a layout is used for a form, for the next time."""
        key = _layout(form_key, [one.heading for one in columns])
        mapping = json.dumps({one.heading: one.field for one in columns}, ensure_ascii=False)
        with self._bench.store.change(self._bench.quiet_actor()) as work:
            known = kept_settings.get(work.session, _LAYOUTS)
            others = [(one, text) for one, text in known.items() if one != key][-(_KEPT_LAYOUTS - 1) :]
            kept_settings.put(work, _LAYOUTS, {**dict(others), key: mapping})

    def trial(self, plan: BatchPlan, rows: int = 0) -> BatchTrial:
        """Try every line; nothing is written.

        Args:
            plan: What is made of which list.
            rows: About how many rows there are.

        Raises:
            RefusedError: ``CERT-001`` with what is wrong with the values that are the same for all.
            RegistrarError: nobody is signed in (``REC-003``), the form is gone.
        """
        self._bench.actor()
        judge = Judge(self._bench, self._papers, self._people, plan.form_key, plan.common)
        wrong = judge.common_problems()
        if wrong:
            raise RefusedError("CERT-001", wrong)
        return BatchTrial(judge, plan, rows)

    def begin(self, trial: BatchTrial) -> BatchIssuing:
        """Keep the lines of a trial and begin to issue those that are ready.

        Raises:
            RegistrarError: none is ready (``CERT-159``), the numbers do not suffice (``CERT-157``), no key of
                the doctor, or locked.
        """
        ready = trial.totals.of(BatchOutcome.WAITING)
        if not ready:
            raise RegistrarError("CERT-159")
        plan = trial.plan
        self._require_numbers(trial.judge, ready)
        packed = json.dumps({"common": dict(plan.common), "by_hand": plan.by_hand}, ensure_ascii=False)
        with self._bench.store.change(self._bench.actor()) as work:
            run_id = stored.add_batch(
                work, form=plan.form_key, file_name=plan.file.name, plan=packed, rows=fresh_rows(trial)
            )
        return self._issuing(trial.judge, run_id, need=ready, by_hand=plan.by_hand)

    def resume(self, run_id: UUID) -> BatchIssuing:
        """Go on with a batch that was paused, stopped or broken off, or whose lines were mended.

        Raises:
            RegistrarError: no such batch (``CERT-160``), the numbers do not suffice (``CERT-157``).
        """
        judge, by_hand = self._judge(run_id)
        with self._bench.store.read() as session:
            need = len(stored.without_number(session, run_id))
        self._require_numbers(judge, need)
        return self._issuing(judge, run_id, need=need, by_hand=by_hand)

    def _issuing(self, judge: Judge, run_id: UUID, *, need: int, by_hand: bool) -> BatchIssuing:
        """The work, which asks for a range of its own size where the clinic's counter makes ranges."""
        size = max(self._settings.get(RANGE_SIZE), need)
        return BatchIssuing(self._bench, self._papers, self._keys, judge, run_id, size=size, by_hand=by_hand)

    def _require_numbers(self, judge: Judge, need: int) -> None:
        free = numbers_free(self._bench, *judge.kind, str(judge.common_values.get(SERIES) or ""))
        if free is not None and free < need:
            raise RegistrarError("CERT-157", need=need, free=free)

    def stop(self, run_id: UUID, *, for_good: bool = False) -> None:
        """Pause or stop a batch between two papers; what is issued stays, both can be taken up again."""
        with self._bench.store.change(self._bench.actor()) as work:
            if stored.state_of(work.session, run_id) in ("running", "paused"):
                stored.set_state(work, run_id, "cancelled" if for_good else "paused")

    # -- looking --------------------------------------------------------------------------------

    def runs(self) -> tuple[RunOfBatch, ...]:
        """The batches, the newest first."""
        with self._bench.store.read() as session:
            found = stored.batches(session)
        return tuple(self.run(one.id) for one in found)

    def run(self, run_id: UUID) -> RunOfBatch:
        """One batch.

        Raises:
            RegistrarError: no such batch (``CERT-160``).
        """
        one = self._stored(run_id)
        with self._bench.store.read() as session:
            names = staff_names(session)
            totals = BatchTotals(MappingProxyType(stored.counts(session, run_id)))
            rows = stored.rows(session, run_id)
            numbers = sorted(stored.numbers(session, [row.paper_id for row in rows]).values())
            printed = stored.printed(session, [row.paper_id for row in rows if row.outcome == stored.DONE])
        titles = {form.key: form.short for form in self._papers.forms()}
        words = f"{numbers[0]}–{numbers[-1]}" if len(numbers) > 1 else "".join(numbers)
        return RunOfBatch(
            one.id, one.made_at, names.get(one.staff_id, "") if one.staff_id else "", one.file_name,
            one.form, titles.get(one.form, one.form), one.state, totals, words, len(printed),  # type: ignore[arg-type]
            bool(json.loads(one.plan)["by_hand"]),
        )  # fmt: skip

    def lines(
        self, run_id: UUID, outcomes: Collection[BatchOutcome] = (), limit: int = 5000
    ) -> tuple[BatchLine, ...]:
        """Lines of a batch with one of the outcomes, in the order of the list; all when none is named."""
        captions = self._captions(self._stored(run_id).form)
        with self._bench.store.read() as session:
            rows = stored.rows(session, run_id, [str(one) for one in outcomes], limit=limit)
            numbers = stored.numbers(session, [row.paper_id for row in rows])
        return tuple(line_of(row, captions, numbers) for row in rows)

    def line(self, run_id: UUID, number: int) -> BatchLine:
        """One line.

        Raises:
            RegistrarError: no such batch or line (``CERT-160``).
        """
        captions = self._captions(self._stored(run_id).form)
        with self._bench.store.read() as session:
            row = stored.row_of(session, run_id, number)
            if row is None:
                raise RegistrarError("CERT-160")
            return line_of(row, captions, stored.numbers(session, [row.paper_id]))

    def asks(self, run_id: UUID) -> tuple[KeyAsk, ...]:
        """The keys that want a password or PIN before this batch can go on."""
        judge, by_hand = self._judge(run_id)
        if by_hand:
            return ()
        field = next((one.id for one in judge.blank.fields if one.source == "staff"), "")
        name = str(judge.common_values.get(field) or judge.blank.values.get(field) or "")
        _organization, doctors = organization_and_doctors(self._bench.store)
        return self._keys.asks(next((one.snils for one in doctors if one.name.full == name), ""))

    def draft(self, run_id: UUID) -> PaperDraft:
        """The paper of a batch without a person: its fields, for mending a line."""
        return self._papers.start(self._stored(run_id).form)

    def _captions(self, form_key: str) -> Mapping[str, str]:
        draft = self._papers.start(form_key)
        return {**batch_columns.WHO, **{one.id: one.caption for one in draft.fields}}

    # -- mending --------------------------------------------------------------------------------

    def mend(self, run_id: UUID, number: int, case: RowCase) -> BatchLine:
        """Put other values into a line and judge it anew; a ready one waits for the batch to go on.

        Raises:
            RegistrarError: no such line (``CERT-160``), its paper was made meanwhile (``CERT-161``).
        """
        judge, _by_hand = self._judge(run_id)
        return self._judged(judge, run_id, number, case)

    def again(self, run_id: UUID) -> tuple[BatchLine, ...]:
        """Judge all failed lines anew: a record was completed, a patient entered."""
        judge, _by_hand = self._judge(run_id)
        failed = self.lines(run_id, (BatchOutcome.FAILED,))
        return tuple(self._judged(judge, run_id, one.number, one.case) for one in failed)

    def _judged(self, judge: Judge, run_id: UUID, number: int, case: RowCase) -> BatchLine:
        with self._bench.store.read() as session:
            rows = stored.rows(session, run_id, ("waiting", "done", "asks", "failed"))
        seen: dict[UUID, int] = {}
        for row in rows:
            if row.person_id is not None and row.row_no != number and row.outcome in ("waiting", "done"):
                seen.setdefault(row.person_id, row.row_no)
        paper_id = next((row.paper_id for row in rows if row.row_no == number), None)
        if paper_id is None:
            raise RegistrarError("CERT-160")
        line = judge.line(number, case, seen)
        self._put(run_id, kept(line, paper_id))
        return line

    def confirm(self, run_id: UUID, number: int) -> BatchLine:
        """«Выдать всё равно»: a line that repeats another paper.

        Raises:
            RegistrarError: as ``mend``.
        """
        case = self.line(run_id, number).case
        return self.mend(run_id, number, RowCase(case.who, case.values, case.person_id, is_sure=True))

    def skip(self, run_id: UUID, number: int) -> None:
        """Leave a line out.

        Raises:
            RegistrarError: no such line (``CERT-160``), its paper was made meanwhile (``CERT-161``).
        """
        with self._bench.store.read() as session:
            row = stored.row_of(session, run_id, number)
        if row is None:
            raise RegistrarError("CERT-160")
        self._put(run_id, stored.changed(row, outcome=str(BatchOutcome.SKIPPED)))

    def _put(self, run_id: UUID, row: stored.StoredBatchRow) -> None:
        with self._bench.store.change(self._bench.actor()) as work:
            if not stored.put_row(work, run_id, row):
                raise RegistrarError("CERT-161")
            if row.outcome == stored.WAITING and stored.state_of(work.session, run_id) == "done":
                stored.set_state(work, run_id, "paused")

    def candidates(self, run_id: UUID, number: int) -> tuple[SearchRow, ...]:
        """Records that a line may be about: those that fit, then those of a like name."""
        line = self.line(run_id, number)
        judge, _by_hand = self._judge(run_id)
        case = RowCase(line.case.who, line.case.values)
        ids = judge.person_of(case).several
        name = line.case.who.get("full_name") or " ".join(
            filter(None, (line.case.who.get("last_name"), line.case.who.get("first_name")))
        )
        with self._bench.store.read() as session:
            found = list(search_rows(session, ids))
        if name:
            found += self._people.search(" ".join(name.split()[:2]), 20).rows
            found += self._people.similar(name, 20).rows
        return tuple({one.id: one for one in found}.values())

    # -- afterwards -----------------------------------------------------------------------------

    def saving(self, run_id: UUID, folder: Path) -> BatchSaving:
        """Write the finished files into a folder, numbered in the order of the list."""
        return BatchSaving(self._bench, self._papers, self.lines(run_id, (BatchOutcome.DONE,)), folder)

    def unprinted(self, run_id: UUID) -> tuple[BatchLine, ...]:
        """Finished papers that have not gone to a printer yet, in the order of the list."""
        lines = self.lines(run_id, (BatchOutcome.DONE,))
        with self._bench.store.read() as session:
            gone = stored.printed(session, [one.paper_id for one in lines if one.paper_id is not None])
        return tuple(one for one in lines if one.paper_id not in gone)

    # -- inside ---------------------------------------------------------------------------------

    def _stored(self, run_id: UUID) -> stored.StoredBatch:
        with self._bench.store.read() as session:
            run = stored.batch_of(session, run_id)
        if run is None:
            raise RegistrarError("CERT-160")
        return run

    def _judge(self, run_id: UUID) -> tuple[Judge, bool]:
        run = self._stored(run_id)
        plan = json.loads(run.plan)
        judge = Judge(self._bench, self._papers, self._people, run.form, plan["common"])
        return judge, bool(plan["by_hand"])


def _words(head: Sequence[object], number: int) -> tuple[str, ...]:
    return import_mapping.headings(head, number)  # type: ignore[arg-type]


def _layout(form_key: str, words: Sequence[str]) -> str:
    return f"{form_key}|{import_mapping.layout_key(words)}"
