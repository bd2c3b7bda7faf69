"""Numbers of papers: taken from this workplace's ranges, which the clinic's own counter fills up."""

from typing import TYPE_CHECKING
from uuid import UUID

from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.problems import Problem, problem
from registrar_app.models import papers as stored
from registrar_app.models.numbers import held_number
from registrar_app.models.unit_of_work import UnitOfWork
from registrar_app.services.bench import Bench
from registrar_app.services.paper_prefill import short_title, takes_series

if TYPE_CHECKING:
    from registrar_app.printing.form import Edition, Form

WIDTH = 6
"""Digits of the clinic's own numbers: «000124»."""
FEW = 20
"""A workplace with fewer numbers left is warned."""


def number_notices(bench: Bench, form: "Form", edition: "Edition") -> tuple[Problem, ...]:
    """What the registrar should know before filling a form whose numbers come from the region.

    None left at this workplace is ``CERT-061``, fewer than ``FEW`` ``CERT-117``.
    """
    free = numbers_free(bench, form, edition, "")
    if free is None or free >= FEW:
        return ()
    title = short_title(form)
    return (problem("CERT-117", title=title, left=free) if free else problem("CERT-061", title=title),)


def numbers_free(bench: Bench, form: "Form", edition: "Edition", series: str) -> int | None:
    """How many numbers this workplace has left; None: the clinic's own counter never ends."""
    if not takes_series(edition):
        return None
    with bench.store.read() as session:
        known = stored.ranges(session, form.key)
    year, desk = bench.today().year, bench.desk_name
    mine = [one for one in known if one.year == year and one.desk == desk]
    return sum(one.free for one in mine if not series or one.series == series)


def next_number(
    work: UnitOfWork,
    form: "Form",
    edition: "Edition",
    bench: Bench,
    size: int,
    series: str,
    holder: UUID,
) -> tuple[str, str]:
    """The next (series, number) of a form at this workplace; it is spent when the change commits.

    A form with a series has its ranges from the region: nothing is added here. The clinic's own numbers run
    on over the years, because number and form together are unique for ever.

    Args:
        work: The change the paper is entered with.
        form: The form.
        edition: Its edition.
        bench: The workplace.
        size: How many numbers to add when they are used up.
        series: The series wanted; empty: the first range that has numbers left.
        holder: Id of the paper; one that has a number already keeps it.

    Raises:
        RegistrarError: no range of the region's (``CERT-061``), all used up (``DB-032``).
    """
    held = held_number(work.session, form.key, holder)
    if held is not None:
        return held
    year, desk = bench.today().year, bench.desk_name
    known = stored.ranges(work.session, form.key)
    mine = [one for one in known if one.year == year and one.desk == desk]
    with_room = [one for one in mine if one.free and (not series or one.series == series)]
    if takes_series(edition):
        if not mine:
            raise RegistrarError("CERT-061", title=form.title)
        series = with_room[0].series if with_room else (series or mine[0].series)
    elif not with_room:
        last = max((one.last for one in known), default=0)
        stored.add_range(
            work, form=form.key, year=year, desk=desk, first=last + 1, last=last + size, width=WIDTH
        )
        work.session.flush()
    number = stored.take_number(work, form=form.key, series=series, year=year, desk=desk, holder=holder)
    return series, number
