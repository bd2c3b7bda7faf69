"""Batches of papers as they are kept: what was asked for, what became of each line. Local."""

import dataclasses
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from registrar_app.domain.ids import new_id
from registrar_app.models.joined import merged_set
from registrar_app.models.paper_tables import (
    BatchRowRow,
    BatchRunRow,
    CertificateEventRow,
    CertificateRow,
    TakenNumberRow,
)
from registrar_app.models.unit_of_work import UnitOfWork, link_of

WAITING, DONE = "waiting", "done"
_ENDED = ("spoiled", "lost", "annulled", "replaced")
_ADD = (
    'INSERT INTO batch_row (run_id, row_no, outcome, "case", paper_id, person_id, codes)'
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_DONE = "UPDATE batch_row SET outcome = 'done' WHERE run_id = ? AND row_no = ? AND outcome = 'waiting'"


@dataclass(frozen=True, slots=True, repr=False)
class StoredBatch:
    """One batch."""

    id: UUID
    form: str
    file_name: str
    state: str
    """running, paused, done, cancelled."""
    plan: str
    staff_id: UUID | None
    made_at: datetime


@dataclass(frozen=True, slots=True, repr=False)
class StoredBatchRow:
    """One line of a batch."""

    row_no: int
    outcome: str
    """waiting, done, failed, asks, skipped."""
    case: str
    """JSON: texts that name the person, values of the paper, answers of the registrar."""
    paper_id: UUID
    person_id: UUID | None
    codes: str
    """JSON list of problems: code, field, words that go into the text."""


def add_batch(
    work: UnitOfWork, *, form: str, file_name: str, plan: str, rows: Iterable[StoredBatchRow]
) -> UUID:
    """Begin a batch with all its lines."""
    run_id = new_id()
    work.add(
        BatchRunRow(
            id=run_id, form=form, file_name=file_name, state="running", plan=plan,
            staff_id=work.actor.staff_id, made_at=work.made_at,
        )
    )  # fmt: skip
    work.session.flush()
    kept = [
        (
            run_id.bytes, one.row_no, one.outcome, one.case, one.paper_id.bytes,
            one.person_id and one.person_id.bytes, one.codes,
        )
        for one in rows
    ]  # fmt: skip
    if kept:
        link_of(work.session).exec_driver_sql(_ADD, kept)
    work.note("batch", form=form, count=str(len(kept)))
    return run_id


def batch_of(session: Session, run_id: UUID) -> StoredBatch | None:
    """One batch."""
    row = session.get(BatchRunRow, run_id, populate_existing=True)
    return _batch(row) if row else None


def batches(session: Session, limit: int = 50) -> tuple[StoredBatch, ...]:
    """The batches, the newest first."""
    rows = session.scalars(select(BatchRunRow).order_by(BatchRunRow.made_at.desc()).limit(limit))
    return tuple(map(_batch, rows))


def _batch(row: BatchRunRow) -> StoredBatch:
    return StoredBatch(row.id, row.form, row.file_name, row.state, row.plan, row.staff_id, row.made_at)


def set_state(work: UnitOfWork, run_id: UUID, state: str) -> None:
    """How a batch stands.

    Raises:
        LookupError: no such batch (a bug of the caller).
    """
    row = work.session.get(BatchRunRow, run_id)
    if row is None:
        raise LookupError("no such batch")
    row.state = state
    if state in ("done", "cancelled"):
        work.note(f"batch_{state}")


def state_of(session: Session, run_id: UUID) -> str:
    """How a batch stands now, whichever window changed it; empty if there is none."""
    found = link_of(session).exec_driver_sql("SELECT state FROM batch_run WHERE id = ?", (run_id.bytes,))
    return str(found.scalar() or "")


def counts(session: Session, run_id: UUID) -> dict[str, int]:
    """Lines by outcome."""
    sql = "SELECT outcome, count(*) FROM batch_row WHERE run_id = ? GROUP BY 1"
    found = link_of(session).exec_driver_sql(sql, (run_id.bytes,))
    return {str(row[0]): int(row[1]) for row in found}


def rows(
    session: Session, run_id: UUID, outcomes: Collection[str] = (), after: int = -1, limit: int = -1
) -> tuple[StoredBatchRow, ...]:
    """Lines in the order of the list.

    Args:
        session: Any session.
        run_id: The batch.
        outcomes: Only these; empty: all.
        after: Only lines behind this one.
        limit: At most so many; -1: all.
    """
    wanted = (
        select(*BatchRowRow.__table__.columns)
        .where(BatchRowRow.run_id == run_id, BatchRowRow.row_no > after)
        .order_by(BatchRowRow.row_no)
        .limit(limit)
    )
    if outcomes:
        wanted = wanted.where(BatchRowRow.outcome.in_(outcomes))
    return tuple(
        StoredBatchRow(one.row_no, one.outcome, one.case, one.paper_id, one.person_id, one.codes)
        for one in session.execute(wanted)
    )


def row_of(session: Session, run_id: UUID, row_no: int) -> StoredBatchRow | None:
    """One line."""
    found = rows(session, run_id, after=row_no - 1, limit=1)
    return found[0] if found and found[0].row_no == row_no else None


def put_row(work: UnitOfWork, run_id: UUID, new: StoredBatchRow) -> bool:
    """Write a line as it stands now, unless its paper was made meanwhile; whether it was written."""
    sql = (
        'UPDATE batch_row SET outcome = ?, "case" = ?, person_id = ?, codes = ?'
        " WHERE run_id = ? AND row_no = ? AND outcome <> 'done'"
    )
    person = new.person_id and new.person_id.bytes
    values = (new.outcome, new.case, person, new.codes, run_id.bytes, new.row_no)
    return bool(link_of(work.session).exec_driver_sql(sql, values).rowcount)


def finish_row(work: UnitOfWork, run_id: UUID, row_no: int) -> bool:
    """Note in the change that enters a line's paper that it is done; False: it was not waiting any more."""
    return bool(link_of(work.session).exec_driver_sql(_DONE, (run_id.bytes, row_no)).rowcount)


def numbers(session: Session, paper_ids: Collection[UUID]) -> dict[UUID, str]:
    """Numbers, with their series, that are kept for papers."""
    found: dict[UUID, str] = {}
    for part in _parts(list(paper_ids)):
        wanted = select(TakenNumberRow.holder, TakenNumberRow.series, TakenNumberRow.number).where(
            TakenNumberRow.holder.in_(part)
        )
        found |= {one[0]: f"{one[1]} {one[2]}".strip() for one in session.execute(wanted) if one[0]}
    return found


def without_number(session: Session, run_id: UUID, limit: int = -1) -> tuple[UUID, ...]:
    """Papers of waiting lines that have no number yet, in the order of the list."""
    wanted = (
        select(BatchRowRow.paper_id)
        .where(
            BatchRowRow.run_id == run_id,
            BatchRowRow.outcome == WAITING,
            ~exists().where(TakenNumberRow.holder == BatchRowRow.paper_id),
        )
        .order_by(BatchRowRow.row_no)
        .limit(limit)
    )
    return tuple(session.scalars(wanted))


def lately_issued(session: Session, person_id: UUID, form: str, since: date) -> tuple[str, date] | None:
    """Number and day of a person's newest paper of a form that stands, if it is not older than a day."""
    ended = exists().where(
        CertificateEventRow.certificate_id == CertificateRow.id, CertificateEventRow.kind.in_(_ENDED)
    )
    wanted = (
        select(CertificateRow.series, CertificateRow.number, CertificateRow.issued_on)
        .where(
            CertificateRow.person_id.in_(merged_set(session, person_id)),
            CertificateRow.form == form,
            CertificateRow.issued_on >= since,
            ~ended,
        )
        .order_by(CertificateRow.issued_on.desc(), CertificateRow.id.desc())
        .limit(1)
    )
    row = session.execute(wanted).first()
    return (f"{row[0]} {row[1]}".strip(), row[2]) if row else None


def printed(session: Session, paper_ids: Collection[UUID]) -> frozenset[UUID]:
    """Those of the papers that have gone to the printer."""
    found: set[UUID] = set()
    for part in _parts(list(paper_ids)):
        wanted = select(CertificateEventRow.certificate_id).where(
            CertificateEventRow.certificate_id.in_(part), CertificateEventRow.kind.in_(("printed", "copy"))
        )
        found.update(session.scalars(wanted))
    return frozenset(found)


def _parts(ids: list[UUID], size: int = 500) -> Iterable[list[UUID]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))


def changed(row: StoredBatchRow, **values: object) -> StoredBatchRow:
    """A line with other values."""
    return dataclasses.replace(row, **values)  # type: ignore[arg-type]
