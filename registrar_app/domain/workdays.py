"""Working days: counted and added in one place; the calendar is passed in.

``holidays`` is imported at the first day that is asked for: nobody who counts no days pays for it.

Source: Labour Code, art. 111, 112; days moved by each year's order come from the library; a clinic's own days
are its setting.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache

IsWorkday = Callable[[date], bool]
"""Whether people work on a day; the whole calendar for these functions."""

WORK, OFF = "work", "off"
"""Words of an exception: a day that is worked on all the same, a day that is not."""
_SATURDAY = 5
_LONGEST = 3660
"""Days that are looked through at most: ten years."""


def russian_calendar(exceptions: Mapping[date, str] | None = None) -> IsWorkday:
    """Monday to Friday without holidays and with the days moved, as far as the orders are known.

    Args:
        exceptions: The clinic's own days, ``work`` or ``off``; they stand over everything else.
    """
    own = dict(exceptions or {})

    def is_workday(day: date) -> bool:
        said = own.get(day)
        return said == WORK if said else usual_workday(day)

    return is_workday


def usual_workday(day: date) -> bool:
    """Whether people work on a day in Russia, no clinic's own days known."""
    free, worked = _year(day.year)
    return day in worked or (day.weekday() < _SATURDAY and day not in free)


@cache
def _year(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Holidays and days off of a year, and its weekend days that are worked on."""
    from holidays.countries.russia import Russia

    days = Russia(years=year)  # type: ignore[no-untyped-call]
    return frozenset(days), frozenset(days.weekend_workdays)


def workdays_since(first: date, last: date, is_workday: IsWorkday) -> int:
    """Working days after ``first`` up to and with ``last``; ten years at most are looked through."""
    span = min(max((last - first).days, 0), _LONGEST)
    return sum(is_workday(first + timedelta(days=days)) for days in range(1, span + 1))


def add_workdays(first: date, count: int, is_workday: IsWorkday) -> date:
    """The day on which a term of ``count`` working days that begins after ``first`` ends.

    Raises:
        ValueError: a negative count, or a calendar without working days.
    """
    if count < 0:
        raise ValueError(count)
    day = first
    for _ in range(_LONGEST):
        if count == 0:
            return day
        day += timedelta(days=1)
        count -= is_workday(day)
    raise ValueError("the calendar has no working days")
