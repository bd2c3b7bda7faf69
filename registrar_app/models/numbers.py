"""Numbers from ranges: each is given once, for ever, whichever process asks.

A change holds the write lock from its start (BEGIN IMMEDIATE), so two processes never read the same ``next``.
Source: the project's domain notes on certificates, section 6 (pools; a spent number is never returned).
"""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.records import NumberRange
from registrar_app.models.paper_tables import NumberRangeRow, TakenNumberRow
from registrar_app.models.unit_of_work import UnitOfWork, link_of

RECORD = "outpatient-record"
"""Key of the range that numbers outpatient records."""
_NEXT = """
UPDATE number_range SET next = next + 1
WHERE form = ? AND series = ? AND year = ? AND desk = ? AND first = (
  SELECT min(first) FROM number_range
  WHERE form = ? AND series = ? AND year = ? AND desk = ? AND next <= last)
RETURNING next - 1, width"""
_RECORD_LAST, _RECORD_WIDTH = 999_999_999, 6


def add_range(
    work: UnitOfWork,
    *,
    form: str,
    series: str = "",
    year: int,
    desk: str,
    first: int,
    last: int,
    width: int = 0,
) -> None:
    """Give a workplace the numbers first..last of a form.

    Args:
        work: The change.
        form: Key of the form.
        series: Series of protected stock, else empty.
        year: Calendar year.
        desk: The workplace.
        first: First number.
        last: Last number, not below the first.
        width: Digits with leading zeros; 0: as the number is.

    Raises:
        RegistrarError: the range overlaps another one of the form, series and year (DB-031).
        ValueError: the range is empty (a bug of the caller).
    """
    if not 0 <= first <= last:
        raise ValueError("an empty range")
    clash = select(NumberRangeRow).where(
        NumberRangeRow.form == form,
        NumberRangeRow.series == series,
        NumberRangeRow.year == year,
        NumberRangeRow.first <= last,
        NumberRangeRow.last >= first,
    )
    if work.session.scalars(clash).first() is not None:
        raise RegistrarError("DB-031", first=first, last=last)
    work.add(
        NumberRangeRow(
            form=form, series=series, year=year, desk=desk, first=first, last=last, next=first, width=width
        )
    )
    work.note("range", form=form, series=series, year=str(year), desk=desk, first=str(first), last=str(last))


def ranges(session: Session, form: str = "") -> tuple[NumberRange, ...]:
    """All ranges of papers, or those of a form."""
    wanted = select(*NumberRangeRow.__table__.columns).where(
        NumberRangeRow.form == form if form else NumberRangeRow.form != RECORD
    )
    ordered = wanted.order_by(NumberRangeRow.form, NumberRangeRow.year, NumberRangeRow.first)
    return tuple(
        NumberRange(row.form, row.series, row.year, row.desk, row.first, row.last, row.next, row.width)
        for row in session.execute(ordered)
    )


def free_numbers(session: Session, *, form: str, series: str = "", year: int, desk: str) -> int:
    """How many numbers the workplace has left."""
    return sum(
        one.free for one in ranges(session, form) if (one.series, one.year, one.desk) == (series, year, desk)
    )


def take_number(
    work: UnitOfWork,
    *,
    form: str,
    series: str = "",
    year: int,
    desk: str,
    holder: UUID | None = None,
) -> str:
    """Take the next number, for ever: it is never given again, also if the paper is not issued.

    Args:
        work: The change; the number is taken when it commits.
        form: Key of the form.
        series: Series of protected stock, else empty.
        year: Calendar year of the range.
        desk: The workplace.
        holder: Id of the paper it is for: a second call for the same paper gives the same number.

    Raises:
        RegistrarError: no numbers are left (DB-032).
    """
    if holder is not None:
        same = select(TakenNumberRow.number).where(
            TakenNumberRow.holder == holder, TakenNumberRow.form == form, TakenNumberRow.series == series
        )
        held = work.session.scalars(same).first()
        if held is not None:
            return held
    key = {"form": form, "series": series, "year": year}
    while True:
        number = _next(work, form, series, year, desk)
        if number is None:
            raise RegistrarError("DB-032")
        # Ranges do not overlap; this guards a range entered again after a restored backup.
        if work.session.get(TakenNumberRow, (form, series, year, number)) is None:
            break
    staff_id = work.actor.staff_id
    work.add(
        TakenNumberRow(
            **key, number=number, desk=desk, holder=holder, taken_at=work.made_at, staff_id=staff_id
        )
    )
    work.note("number", holder, form=form, series=series, year=str(year), number=number)
    return number


def held_number(session: Session, form: str, holder: UUID) -> tuple[str, str] | None:
    """Series and number that are kept for a paper already."""
    wanted = select(TakenNumberRow.series, TakenNumberRow.number).where(
        TakenNumberRow.holder == holder, TakenNumberRow.form == form
    )
    row = session.execute(wanted).first()
    return (row[0], row[1]) if row else None


def _next(work: UnitOfWork, form: str, series: str, year: int, desk: str) -> str | None:
    """Move the first range that has a number left by one; None if there is none."""
    key = (form, series, year, desk)
    row = link_of(work.session).exec_driver_sql(_NEXT, (*key, *key)).first()
    return str(row[0]).zfill(row[1]) if row else None


def next_record_number(work: UnitOfWork) -> str:
    """The next number of an outpatient record: from the workplace's range, else from the database's own."""
    for desk in dict.fromkeys((work.actor.desk, "")):
        number = _next(work, RECORD, "", 0, desk)
        if number is not None:
            return number
    work.add(_own_range(2))
    return "1".zfill(_RECORD_WIDTH)


def _own_range(following: int) -> NumberRangeRow:
    """The database's own range of record numbers."""
    return NumberRangeRow(
        form=RECORD, series="", year=0, desk="", first=1, last=_RECORD_LAST, next=following,
        width=_RECORD_WIDTH,
    )  # fmt: skip


def skip_record_numbers(work: UnitOfWork, highest: int) -> None:
    """Go on behind the highest record number that comes from elsewhere: papers have these numbers already."""
    own = select(NumberRangeRow).where(NumberRangeRow.form == RECORD, NumberRangeRow.desk == "")
    row = work.session.scalars(own).first()
    if row is None:
        work.add(_own_range(highest + 1))
    elif row.next <= highest < row.last:
        row.next = highest + 1
