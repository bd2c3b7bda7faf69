"""The queue of signed papers that still want a timestamp or data of verification. Local."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registrar_app.models.paper_tables import UpgradeRow
from registrar_app.models.unit_of_work import UnitOfWork

WAITING, DONE, GIVEN_UP = "waiting", "done", "given up"


@dataclass(frozen=True, slots=True, repr=False)
class Waiting:
    """One entry of the queue."""

    certificate_id: UUID
    level: str
    """The level wanted: ``B-T``, ``B-LT``, ``B-LTA``."""
    tries: int
    last_code: str
    """Why the last try failed; empty: none yet."""
    next_at: datetime


def add(work: UnitOfWork, certificate_id: UUID, level: str, next_at: datetime) -> None:
    """Put a paper into the queue."""
    work.add(
        UpgradeRow(
            certificate_id=certificate_id, level=level, state=WAITING, next_at=next_at, made_at=work.made_at
        )
    )


def due(session: Session, now: datetime) -> Waiting | None:
    """The entry that has waited longest for its turn, None when nothing is due."""
    row = session.scalars(
        select(UpgradeRow)
        .where(UpgradeRow.state == WAITING, UpgradeRow.next_at <= now)
        .order_by(UpgradeRow.next_at, UpgradeRow.made_at)
        .limit(1)
    ).first()
    return _waiting(row) if row is not None else None


def one(session: Session, certificate_id: UUID) -> Waiting | None:
    """The entry of a paper while it waits."""
    row = session.get(UpgradeRow, certificate_id)
    return _waiting(row) if row is not None and row.state == WAITING else None


def note_done(work: UnitOfWork, certificate_id: UUID) -> None:
    """A paper has what it wanted."""
    row = work.session.get(UpgradeRow, certificate_id)
    if row is not None:
        row.state, row.last_code = DONE, ""


def note_failure(
    work: UnitOfWork, certificate_id: UUID, code: str, next_at: datetime, *, gives_up: bool
) -> None:
    """A try failed."""
    row = work.session.get(UpgradeRow, certificate_id)
    if row is not None:
        row.tries, row.last_code, row.next_at = row.tries + 1, code, next_at
        row.state = GIVEN_UP if gives_up else WAITING


def hurry(work: UnitOfWork, now: datetime) -> int:
    """Everything that waits is due now, what was given up is tried again; gives how many."""
    rows = work.session.scalars(select(UpgradeRow).where(UpgradeRow.state != DONE)).all()
    for row in rows:
        row.next_at = now
        if row.state == GIVEN_UP:
            row.state, row.tries = WAITING, 0
    return len(rows)


def counts(session: Session) -> tuple[int, int]:
    """How many wait, how many were given up."""
    found: Counter[str] = Counter()
    for state, number in session.execute(select(UpgradeRow.state, func.count()).group_by(UpgradeRow.state)):
        found[state] += number
    return found[WAITING], found[GIVEN_UP]


def last_code(session: Session) -> str:
    """The reason of the latest failure among those that are not done; empty: none."""
    rows = session.scalars(
        select(UpgradeRow.last_code)
        .where(UpgradeRow.state != DONE, UpgradeRow.last_code != "")
        .order_by(UpgradeRow.next_at.desc())
        .limit(1)
    )
    return rows.first() or ""


def _waiting(row: UpgradeRow) -> Waiting:
    return Waiting(row.certificate_id, row.level, row.tries, row.last_code, row.next_at)
