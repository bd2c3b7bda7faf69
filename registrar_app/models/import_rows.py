"""Loads of lists as they are kept: what was loaded from where, what became of each row. Local."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from registrar_app.domain.ids import new_id
from registrar_app.domain.records import AttachmentBasis
from registrar_app.models.clinic import own_organization
from registrar_app.models.key_rows import Kind
from registrar_app.models.local_tables import ImportRowRow, ImportRunRow
from registrar_app.models.person_tables import AttachmentRow
from registrar_app.models.unit_of_work import UnitOfWork, link_of

_IN = 500
"""Tokens asked for in one statement."""
_ADD = (
    "INSERT INTO import_row (run_id, row_no, outcome, person_id, group_id, codes) VALUES (?, ?, ?, ?, ?, ?)"
)
_LOADED = (
    "FROM import_row WHERE run_id = ? AND outcome IN ('created', 'changed', 'differs')"
    " AND group_id IS NOT NULL"
)
_LINE = "SELECT row_no, outcome, person_id, group_id, codes"
_TO_UNDO = f"{_LINE} {_LOADED} AND row_no < ? ORDER BY row_no DESC LIMIT ?"
_LEFT = f"SELECT count(*) {_LOADED}"


@dataclass(frozen=True, slots=True, repr=False)
class StoredRun:
    """One load."""

    id: UUID
    made_at: datetime
    staff_id: UUID | None
    file_name: str
    state: str
    mapping: str
    total: int
    undone_at: datetime | None


@dataclass(frozen=True, slots=True, repr=False)
class StoredLine:
    """What became of one row."""

    row_no: int
    outcome: str
    person_id: UUID | None
    group_id: UUID | None
    codes: str
    """``REC-155:snils ID-125:birth_date``: codes with their fields, never values."""


def add_run(work: UnitOfWork, file_name: str, mapping: str, total: int) -> UUID:
    """Begin a load."""
    run_id = new_id()
    work.add(
        ImportRunRow(
            id=run_id, made_at=work.made_at, staff_id=work.actor.staff_id, file_name=file_name,
            state="running", mapping=mapping, total=total,
        )
    )  # fmt: skip
    work.note("import", count=str(total))
    return run_id


def runs(session: Session, limit: int = 50) -> tuple[StoredRun, ...]:
    """The loads, the newest first."""
    rows = session.scalars(select(ImportRunRow).order_by(ImportRunRow.made_at.desc()).limit(limit))
    return tuple(map(_run, rows))


def run_of(session: Session, run_id: UUID) -> StoredRun | None:
    """One load."""
    row = session.get(ImportRunRow, run_id)
    return _run(row) if row else None


def _run(row: ImportRunRow) -> StoredRun:
    return StoredRun(
        row.id, row.made_at, row.staff_id, row.file_name, row.state, row.mapping, row.total, row.undone_at
    )


def set_state(work: UnitOfWork, run_id: UUID, state: str, total: int | None = None) -> None:
    """How a load stands: running, done, cancelled, undoing, undone.

    Raises:
        LookupError: no such load (a bug of the caller).
    """
    row = work.session.get(ImportRunRow, run_id)
    if row is None:
        raise LookupError("no such load")
    row.state = state
    if total is not None:
        row.total = total
    if state == "undone":
        row.undone_at = work.made_at
        work.note("import_undone")


def add_lines(work: UnitOfWork, run_id: UUID, lines: Iterable[StoredLine]) -> None:
    """Remember what became of rows, in the transaction that did it."""
    rows = [
        (
            run_id.bytes, one.row_no, one.outcome, one.person_id and one.person_id.bytes,
            one.group_id and one.group_id.bytes, one.codes,
        )
        for one in lines
    ]  # fmt: skip
    if rows:
        link_of(work.session).exec_driver_sql(_ADD, rows)


def mark(work: UnitOfWork, run_id: UUID, outcomes: Mapping[int, str]) -> None:
    """Another outcome of rows: undone, kept."""
    sql = "UPDATE import_row SET outcome = ? WHERE run_id = ? AND row_no = ?"
    rows = [(outcome, run_id.bytes, number) for number, outcome in outcomes.items()]
    if rows:
        link_of(work.session).exec_driver_sql(sql, rows)


def standing(session: Session, run_id: UUID) -> tuple[str, int]:
    """State of a load, empty if there is none, and the number of its last row; cheap."""
    sql = (
        "SELECT state, (SELECT coalesce(max(row_no), 0) FROM import_row WHERE run_id = import_run.id)"
        " FROM import_run WHERE id = ?"
    )
    row = link_of(session).exec_driver_sql(sql, (run_id.bytes,)).first()
    return (row[0], row[1]) if row else ("", 0)


def last_row(session: Session, run_id: UUID) -> int:
    """Number of the last row that has an outcome; 0 before the first."""
    sql = "SELECT coalesce(max(row_no), 0) FROM import_row WHERE run_id = ?"
    return int(link_of(session).exec_driver_sql(sql, (run_id.bytes,)).scalar_one())


def counts(session: Session, run_id: UUID, pair_code: str) -> tuple[dict[str, int], int, int]:
    """Rows by outcome, new records with ``pair_code``, loaded rows with any code."""
    sql = (
        "SELECT outcome, count(*), sum(codes LIKE ? AND outcome = 'created'),"
        " sum(codes <> '' AND outcome IN ('created', 'changed', 'same'))"
        " FROM import_row WHERE run_id = ? GROUP BY outcome"
    )
    by_outcome, pairs, remarks = {}, 0, 0
    for outcome, number, paired, remarked in link_of(session).exec_driver_sql(
        sql, (f"%{pair_code}%", run_id.bytes)
    ):
        by_outcome[outcome] = number
        pairs += paired or 0
        remarks += remarked or 0
    return by_outcome, pairs, remarks


def lines(
    session: Session, run_id: UUID, outcomes: Collection[str] = (), code: str = "", limit: int = 1000
) -> tuple[StoredLine, ...]:
    """Rows of a load in their order.

    Args:
        session: Any session.
        run_id: The load.
        outcomes: Only these; empty: all.
        code: Only rows with this code.
        limit: At most so many.
    """
    wanted = select(ImportRowRow).where(ImportRowRow.run_id == run_id).order_by(ImportRowRow.row_no)
    if outcomes:
        wanted = wanted.where(ImportRowRow.outcome.in_(outcomes))
    if code:
        wanted = wanted.where(ImportRowRow.codes.contains(code))
    return tuple(
        StoredLine(row.row_no, row.outcome, row.person_id, row.group_id, row.codes)
        for row in session.scalars(wanted.limit(limit))
    )


def claims(session: Session, run_id: UUID) -> dict[bytes, int]:
    """Which row of a load each record came from."""
    sql = (
        "SELECT person_id, min(row_no) FROM import_row WHERE run_id = ? AND person_id IS NOT NULL GROUP BY 1"
    )
    return {row[0]: row[1] for row in link_of(session).exec_driver_sql(sql, (run_id.bytes,))}


def to_undo(session: Session, run_id: UUID, before: int, limit: int) -> tuple[StoredLine, ...]:
    """Rows before a number whose saves are still to be taken back, the last one first."""
    return tuple(
        StoredLine(row[0], row[1], row[2] and UUID(bytes=row[2]), UUID(bytes=row[3]), row[4])
        for row in link_of(session).exec_driver_sql(_TO_UNDO, (run_id.bytes, before, limit))
    )


def left_to_undo(session: Session, run_id: UUID) -> int:
    """How many of them there are."""
    return int(link_of(session).exec_driver_sql(_LEFT, (run_id.bytes,)).scalar_one())


def holders(
    session: Session, keys: Mapping[Kind, Sequence[str]]
) -> dict[tuple[Kind, str], tuple[bytes, ...]]:
    """Who has these search keys: one statement a kind for a whole part of a list.

    Args:
        session: Any session.
        keys: Tokens by kind.
    """
    found: dict[tuple[Kind, str], tuple[bytes, ...]] = {}
    link = link_of(session)
    for kind, tokens in keys.items():
        for start in range(0, len(tokens), _IN):
            part = tokens[start : start + _IN]
            marks = ",".join("?" * len(part))
            sql = f"SELECT token, person_id FROM search_key WHERE kind = ? AND token IN ({marks})"  # noqa: S608
            for token, person in link.exec_driver_sql(sql, (str(kind), *part)):
                found[(kind, token)] = (*found.get((kind, token), ()), person)
    return found


def attach_new(work: UnitOfWork, person_id: UUID, district_id: UUID, begins: date) -> None:
    """Attach a record of this change that has no attachment yet."""
    own = own_organization(work.session)
    work.insert(
        AttachmentRow,
        person_id=person_id,
        organization_id=own.id if own else None,
        district_id=district_id,
        kind="main",
        basis=str(AttachmentBasis.TERRITORY),
        begins=begins,
    )
