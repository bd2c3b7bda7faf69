"""Numbered blanks: received, spoiled, lost, returned; a number written off is never given again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from registrar_app.domain.ids import new_id
from registrar_app.models.clinic import staff_names
from registrar_app.models.paper_tables import BlankEventRow, CertificateRow, NumberRangeRow, TakenNumberRow
from registrar_app.models.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, repr=False)
class BlankEvent:
    """One act on numbered blanks."""

    id: UUID
    form: str
    series: str
    year: int
    first: str
    last: str
    kind: str
    """received, spoiled, lost, returned."""
    reason: str
    desk: str
    staff: str
    at: datetime
    """UTC."""


def add_blank_event(
    work: UnitOfWork, *, form: str, series: str, year: int, first: str, last: str, kind: str, reason: str
) -> UUID:
    """Keep an act on the blanks first..last."""
    row_id = new_id()
    work.add(
        BlankEventRow(
            id=row_id, form=form, series=series, year=year, first=first, last=last, kind=kind, reason=reason,
            certificate_id=None, desk=work.actor.desk, staff_id=work.actor.staff_id, made_at=work.made_at,
        )
    )  # fmt: skip
    return row_id


def year_of(session: Session, form: str, series: str, number: int, usual: int) -> int:
    """Year of the newest range that holds a number; the usual one where no range does."""
    wanted = (
        select(NumberRangeRow.year)
        .where(
            NumberRangeRow.form == form,
            NumberRangeRow.series == series,
            NumberRangeRow.first <= number,
            NumberRangeRow.last >= number,
        )
        .order_by(NumberRangeRow.year.desc())
    )
    return session.scalars(wanted).first() or usual


def issued_among(session: Session, form: str, series: str, numbers: Sequence[str]) -> str:
    """The first of the numbers that stands on an issued paper; empty: none."""
    wanted = select(CertificateRow.number).where(
        CertificateRow.number.in_(numbers), CertificateRow.form == form, CertificateRow.series == series
    )
    return min(session.scalars(wanted), default="")


def taken_among(session: Session, form: str, series: str, year: int, numbers: Sequence[str]) -> str:
    """The first of the numbers that was given or written off already; empty: none."""
    wanted = select(TakenNumberRow.number).where(
        TakenNumberRow.form == form,
        TakenNumberRow.series == series,
        TakenNumberRow.year == year,
        TakenNumberRow.number.in_(numbers),
    )
    return min(session.scalars(wanted), default="")


def burn(work: UnitOfWork, form: str, series: str, year: int, numbers: Sequence[str]) -> None:
    """Take numbers out of use for ever; none of them was given before."""
    for number in numbers:
        work.add(
            TakenNumberRow(
                form=form, series=series, year=year, number=number, desk=work.actor.desk, holder=None,
                taken_at=work.made_at, staff_id=work.actor.staff_id,
            )
        )  # fmt: skip
    work.note("blanks", form=form, series=series, year=str(year), first=numbers[0], last=numbers[-1])


def blank_events(session: Session, form: str = "", limit: int = 500) -> tuple[BlankEvent, ...]:
    """Acts on blanks, newest first.

    Args:
        session: A reading session.
        form: Key of a form; empty: all.
        limit: Rows at most.
    """
    names = staff_names(session)
    wanted = select(BlankEventRow).order_by(BlankEventRow.made_at.desc(), BlankEventRow.id.desc())
    if form:
        wanted = wanted.where(BlankEventRow.form == form)
    return tuple(
        BlankEvent(
            row.id, row.form, row.series, row.year, row.first, row.last, row.kind, row.reason, row.desk,
            names.get(row.staff_id, "") if row.staff_id else "", row.made_at,
        )
        for row in session.scalars(wanted.limit(limit))
    )  # fmt: skip
