"""Answers to suspected pairs, and the pairs that still wait for one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from registrar_app.models import pair_rows
from registrar_app.models.base import iso
from registrar_app.models.clinic import staff_names
from registrar_app.models.key_rows import keys_now
from registrar_app.models.ledger import StoredRow
from registrar_app.models.local_tables import MetaRow, SuspectedPairRow
from registrar_app.models.pair_rows import MARKED, VERSION, pair_of
from registrar_app.models.person_tables import ConfirmationRow, PairAnswerRow
from registrar_app.models.stored_rows import stored_row
from registrar_app.models.unit_of_work import UnitOfWork, link_of

_BUILT = "pairs"
_WAITING = "FROM suspected_pair WHERE later_until IS NULL OR later_until <= ?"
_LIST = f"""
SELECT first_id, second_id, strength, matched, found_at {_WAITING}
ORDER BY CASE WHEN matched = '{MARKED}' OR matched LIKE '{MARKED},%' THEN 0 WHEN strength = 'strong' THEN 1
  WHEN strength = 'weak' THEN 2 ELSE 3 END, found_at, first_id, second_id
LIMIT ?"""


@dataclass(frozen=True, slots=True, repr=False)
class WaitingPair:
    """A pair of the work list."""

    first: UUID
    second: UUID
    strength: str
    matched: tuple[str, ...]
    found_at: datetime
    asked_by: str = ""
    note: str = ""


def answer(work: UnitOfWork, one: UUID, other: UUID, word: str, reason: str = "") -> None:
    """Keep an answer in the place of a former one: ``different`` or ``senior``."""
    first, second = pair_rows.uuid_pair(one, other)
    for row_id in work.session.scalars(_living(first, second)).all():
        row = stored_row(work.session, PairAnswerRow, row_id)
        if row is not None:
            work.patch(row, void_at=work.made_at, void_reason="answered anew")
    link = link_of(work.session)
    work.insert(
        PairAnswerRow,
        None,
        first_id=first,
        second_id=second,
        answer=word,
        fingerprint=pair_rows.fingerprint(link, first.bytes, second.bytes),
        reason=reason,
        staff_id=work.actor.staff_id,
        made_at=work.made_at,
    )
    # The answer decides over this pair; what else the two are suspected of stays as it is.
    pair_rows.refresh(link_of(work.session), {first.bytes: keys_now(link, first.bytes)}, iso(work.made_at))


def _living(first: UUID, second: UUID):  # type: ignore[no-untyped-def]  # noqa: ANN202 - a statement
    return select(PairAnswerRow.id).where(
        PairAnswerRow.first_id == first, PairAnswerRow.second_id == second, PairAnswerRow.void_at.is_(None)
    )


def put_off(work: UnitOfWork, one: UUID, other: UUID, until: datetime) -> None:
    """Do not show a pair before a moment; does nothing when it does not wait."""
    row = work.session.get(SuspectedPairRow, pair_rows.uuid_pair(one, other))
    if row is not None:
        row.later_until = until


def waiting_count(session: Session, now: datetime) -> int:
    """How many pairs wait for an answer."""
    sql = f"SELECT count(*) {_WAITING}"
    return int(link_of(session).exec_driver_sql(sql, (iso(now),)).scalar_one())


def waiting(session: Session, now: datetime, limit: int) -> list[WaitingPair]:
    """Pairs that wait, those marked for the senior registrar first, then by strength and age."""
    names = staff_names(session)
    out = []
    for first, second, strength, matched, found_at in (
        link_of(session).exec_driver_sql(_LIST, (iso(now), limit)).fetchall()
    ):
        pair = UUID(bytes=first), UUID(bytes=second)
        words = tuple(matched.split(","))
        asked_by, note = _note(session, pair, names) if words[0] == MARKED else ("", "")
        out.append(
            WaitingPair(
                *pair, strength, words, datetime.fromisoformat(found_at), asked_by,
                note or _kept_reason(session, pair),
            )
        )  # fmt: skip
    return out


def _note(session: Session, pair: tuple[UUID, UUID], names: dict[UUID, str]) -> tuple[str, str]:
    """Who marked a pair for the senior registrar, and his words."""
    for row_id in session.scalars(_living(*pair)):
        row = stored_row(session, PairAnswerRow, row_id)
        if row is not None:
            return names.get(row["staff_id"], ""), row["reason"]
    return "", ""


def _kept_reason(session: Session, pair: tuple[UUID, UUID]) -> str:
    """What somebody wrote when he saved one of the two although the other had the same number."""
    for one, other in (pair, pair[::-1]):
        reason = session.scalars(
            select(ConfirmationRow.reason)
            .where(ConfirmationRow.person_id == one, ConfirmationRow.field == str(other))
            .order_by(ConfirmationRow.made_at.desc())
        ).first()
        if reason:
            return reason
    return ""


def answers_of(session: Session, person_id: UUID) -> list[StoredRow]:
    """Every answer about a record, oldest first, those answered anew later included."""
    found = session.scalars(
        select(PairAnswerRow.id)
        .where((PairAnswerRow.first_id == person_id) | (PairAnswerRow.second_id == person_id))
        .order_by(PairAnswerRow.made_at)
    ).all()
    rows = (stored_row(session, PairAnswerRow, one) for one in found)
    return [row for row in rows if row is not None]


def different_from(session: Session, person_id: UUID) -> frozenset[UUID]:
    """Records that were found to be other people than this one, while no identifier has changed since."""
    link = link_of(session)
    rows = session.execute(
        select(PairAnswerRow.first_id, PairAnswerRow.second_id, PairAnswerRow.fingerprint).where(
            PairAnswerRow.void_at.is_(None),
            PairAnswerRow.answer == "different",
            (PairAnswerRow.first_id == person_id) | (PairAnswerRow.second_id == person_id),
        )
    )
    return frozenset(
        second if first == person_id else first
        for first, second, kept in rows
        if kept == pair_rows.fingerprint(link, first.bytes, second.bytes)
    )


def is_built(session: Session) -> bool:
    """Whether the list was made once by this version; a clinic without people needs none."""
    made = session.get(MetaRow, _BUILT)
    if made is not None and made.value == str(VERSION):
        return True
    return not link_of(session).exec_driver_sql("SELECT EXISTS (SELECT 1 FROM person)").scalar_one()


def replace_all(work: UnitOfWork, found: pair_rows.Found, since: int) -> int:
    """Put a new list in the place of the old one; saves made after ``since`` are looked at once more.

    Args:
        work: The change.
        found: Pairs of ``sweep``.
        since: Place in the outbox at which it was begun.
    """
    link, at = link_of(work.session), iso(work.made_at)
    pair_rows.replace_all(link, found, at)
    pair_rows.refresh(link, {one: keys_now(link, one) for one in pair_rows.changed_since(link, since)}, at)
    built = work.session.get(MetaRow, _BUILT)
    if built is None:
        work.add(MetaRow(key=_BUILT, value=str(VERSION)))
    else:
        built.value = str(VERSION)
    return int(link.exec_driver_sql("SELECT count(*) FROM suspected_pair").scalar_one())


__all__ = [
    "WaitingPair", "answer", "different_from", "is_built", "pair_of", "put_off", "replace_all", "waiting",
    "waiting_count",
]  # fmt: skip
