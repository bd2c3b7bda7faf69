"""Loading of a clinic's existing list: look, map, try, load, take back."""

import dataclasses
import json
from collections.abc import Collection, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Literal, cast
from uuid import UUID

from registrar_app.domain.errors import RegistrarError, SurroundingsError
from registrar_app.models import import_rows as stored
from registrar_app.models import settings as kept_settings
from registrar_app.models.clinic import staff_names
from registrar_app.models.numbers import skip_record_numbers
from registrar_app.models.person_rows import search_rows
from registrar_app.services import import_mapping, import_reading
from registrar_app.services.bench import Bench
from registrar_app.services.doubles import who
from registrar_app.services.import_jobs import PAIR, Loading, Trial, Undoing
from registrar_app.services.import_lines import stored_line
from registrar_app.services.import_shapes import (
    ColumnView,
    ListFile,
    ListView,
    Outcome,
    Plan,
    RowLine,
    RunView,
    Totals,
)

MAY = frozenset({"senior", "admin"})
"""Roles that may load lists."""
_LAYOUTS: kept_settings.Setting[dict[str, str]] = kept_settings.Setting("import.layouts", {})
_KEPT_LAYOUTS = 30


class Imports:
    """Use cases of «Загрузка списка». Trial, load and undo come as works in steps (``import_jobs``)."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def is_allowed(self) -> bool:
        """Whether the present worker may load lists."""
        staff = self._bench.staff
        return staff is not None and staff.role in MAY

    def _require(self) -> None:
        """Let only those in who may.

        Raises:
            RegistrarError: nobody is signed in (``REC-003``), or no senior one (``REC-162``).
        """
        self._bench.actor()
        if not self.is_allowed():
            raise RegistrarError("REC-162")

    def view(self, file: ListFile, sheet: str = "", header_row: int | None = None) -> ListView:
        """The beginning of a list and what its columns are taken for.

        Args:
            file: As ``import_reading.inspect`` found it.
            sheet: Which sheet; the first one when empty.
            header_row: Row of the headings as chosen; None: found by itself.

        Raises:
            SurroundingsError: the file cannot be read (REC-140, REC-143), holds nothing (REC-144).
        """
        head = import_reading.head(file, sheet)
        if not head:
            raise SurroundingsError("REC-144", name=file.name)
        number = import_mapping.header_row(head) if header_row is None else header_row
        key = import_mapping.layout_key(import_mapping.headings(head, number))
        with self._bench.store.read() as session:
            kept = kept_settings.get(session, _LAYOUTS).get(key, "")
        columns = import_mapping.guess(head, number, import_mapping.unpack(kept), self._bench.today())
        rows = max(import_reading.row_count(file, sheet) - number, 0)
        return ListView(file, sheet or next(iter(file.sheets), ""), number, columns, rows)

    def remember(self, columns: Sequence[ColumnView]) -> None:
        """Keep how a layout is loaded, for the next time."""
        key = import_mapping.layout_key([one.heading for one in columns])
        with self._bench.store.change(self._bench.quiet_actor()) as work:
            kept = kept_settings.get(work.session, _LAYOUTS)
            others = [(one, text) for one, text in kept.items() if one != key][-(_KEPT_LAYOUTS - 1) :]
            kept_settings.put(work, _LAYOUTS, {**dict(others), key: import_mapping.pack(columns)})

    def trial(self, plan: Plan, rows: int = 0) -> Trial:
        """Try every row; nothing is written.

        Args:
            plan: What is loaded and how.
            rows: About how many rows there are.

        Raises:
            RegistrarError: the worker may not (``REC-162``).
        """
        self._require()
        return Trial(self._bench, plan, rows)

    def begin(self, plan: Plan, total: int, highest_number: int = 0) -> Loading:
        """Begin to load.

        Args:
            plan: What is loaded and how.
            total: How many rows the trial found.
            highest_number: The highest record number it found: new records go on behind it.

        Raises:
            RegistrarError: the worker may not (``REC-162``).
        """
        self._require()
        with self._bench.store.change(self._bench.actor()) as work:
            run_id = stored.add_run(work, plan.file.name, _packed(plan), total)
            if highest_number:
                skip_record_numbers(work, highest_number)
        return Loading(self._bench, run_id, plan)

    def resume(self, run_id: UUID, path: Path | None = None) -> Loading:
        """Go on with a load that was broken off or cancelled.

        Args:
            run_id: The load.
            path: Where the file lies now; None: where it lay.

        Raises:
            RegistrarError: no such load, taken back (``REC-164``), the worker may not (``REC-162``).
            SurroundingsError: the file is gone or another one (``REC-163``).
        """
        self._require()
        return Loading(self._bench, run_id, self.plan_of(run_id, path))

    def plan_of(self, run_id: UUID, path: Path | None = None) -> Plan:
        """What a load loads, with its file as it must be.

        Raises:
            RegistrarError: no such load (``REC-164``).
            SurroundingsError: the file is gone or another one (``REC-163``).
        """
        plan = _unpacked(self._stored(run_id).mapping)
        wanted = path or plan.file.path
        try:
            same = import_reading.inspect(wanted).sha256 == plan.file.sha256
        except SurroundingsError:
            same = False
        if not same:
            raise SurroundingsError("REC-163", name=plan.file.name)
        return dataclasses.replace(plan, file=dataclasses.replace(plan.file, path=wanted))

    def cancel(self, run_id: UUID) -> None:
        """Stop a load between two of its transactions; what is loaded stays and can be taken back.

        Raises:
            RegistrarError: the worker may not (``REC-162``).
        """
        self._require()
        with self._bench.store.change(self._bench.actor()) as work:
            run = stored.run_of(work.session, run_id)
            if run is not None and run.state == "running":
                stored.set_state(work, run_id, "cancelled")

    def undo(self, run_id: UUID) -> Undoing:
        """Take a load back; also goes on with an undoing that was broken off.

        Raises:
            RegistrarError: the worker may not (``REC-162``), undone already (``REC-164``).
        """
        self._require()
        return Undoing(self._bench, run_id)

    def runs(self) -> tuple[RunView, ...]:
        """The loads, the newest first."""
        with self._bench.store.read() as session:
            names = staff_names(session)
            return tuple(
                self._view(
                    run,
                    names.get(run.staff_id, "") if run.staff_id else "",
                    stored.counts(session, run.id, PAIR),
                )
                for run in stored.runs(session)
            )

    def run(self, run_id: UUID) -> RunView:
        """One load.

        Raises:
            RegistrarError: no such load (``REC-164``).
        """
        kept = self._stored(run_id)
        with self._bench.store.read() as session:
            name = staff_names(session).get(kept.staff_id, "") if kept.staff_id else ""
            return self._view(kept, name, stored.counts(session, run_id, PAIR))

    def _stored(self, run_id: UUID) -> stored.StoredRun:
        with self._bench.store.read() as session:
            run = stored.run_of(session, run_id)
        if run is None:
            raise RegistrarError("REC-164")
        return run

    @staticmethod
    def _view(run: stored.StoredRun, staff: str, counts: tuple[dict[str, int], int, int]) -> RunView:
        by_outcome, pairs, remarks = counts
        state = cast("Literal['running', 'done', 'cancelled', 'undoing', 'undone']", run.state)
        totals = Totals(MappingProxyType(by_outcome), pairs, remarks)
        return RunView(run.id, run.made_at, staff, run.file_name, state, run.total, totals, run.undone_at)

    def lines(
        self, run_id: UUID, outcomes: Collection[Outcome] = (), code: str = "", limit: int = 1000
    ) -> tuple[RowLine, ...]:
        """Rows of a load; their people as they are called now.

        Args:
            run_id: The load.
            outcomes: Only these; empty: all.
            code: Only rows with this code.
            limit: At most so many.
        """
        with self._bench.store.read() as session:
            found = stored.lines(session, run_id, [str(one) for one in outcomes], code, limit)
            ids = list(dict.fromkeys(one.person_id for one in found if one.person_id))
            names = {
                row.id: who(row)
                for start in range(0, len(ids), 200)
                for row in search_rows(session, ids[start : start + 200])
            }
        return tuple(stored_line(one, names.get(one.person_id, "") if one.person_id else "") for one in found)


def _packed(plan: Plan) -> str:
    """A plan as JSON text: where the file lies and which column is what."""
    file = plan.file
    return json.dumps(
        {
            "path": str(file.path), "kind": file.kind, "sha256": file.sha256, "sheets": file.sheets,
            "encoding": file.encoding, "separator": file.separator, "sheet": plan.sheet,
            "header_row": plan.header_row, "drops_bad": plan.drops_bad,
            "fields": {str(place): field for place, field in plan.fields.items()},
            "headings": {str(place): words for place, words in plan.headings.items()},
        },
        ensure_ascii=False,
    )  # fmt: skip


def _unpacked(text: str) -> Plan:
    raw = json.loads(text)
    file = ListFile(
        Path(raw["path"]), raw["kind"], raw["sha256"], tuple(raw["sheets"]), raw["encoding"], raw["separator"]
    )
    fields, headings = (
        MappingProxyType({int(place): words for place, words in raw[key].items()})
        for key in ("fields", "headings")
    )
    return Plan(file, raw["sheet"], raw["header_row"], fields, headings, raw["drops_bad"])
