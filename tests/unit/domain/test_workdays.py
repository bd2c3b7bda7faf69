"""Working days of Russia and of one clinic."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registrar_app.domain.workdays import (
    OFF,
    WORK,
    add_workdays,
    russian_calendar,
    usual_workday,
    workdays_since,
)

DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 1))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 20), True),
        (date(2026, 11, 21), False),
        (date(2026, 1, 9), False),
        (date(2026, 3, 9), False),
        (date(2025, 11, 1), True),
        (date(2025, 11, 3), False),
        (date(2026, 12, 31), False),
    ],
    ids=["Friday", "Saturday", "moved from 3 January", "8 March on a Sunday", "worked Saturday",
         "free Monday for it", "last day of the year"],
)  # fmt: skip
def test_workday_when_days_are_moved_follows_the_order_of_the_year(day: date, works: bool) -> None:
    assert usual_workday(day) is works


def test_calendar_when_the_clinic_has_days_of_its_own_puts_them_over_all() -> None:
    calendar = russian_calendar({date(2026, 11, 20): OFF, date(2026, 11, 21): WORK})
    assert not calendar(date(2026, 11, 20))
    assert calendar(date(2026, 11, 21))
    assert calendar(date(2026, 11, 23))


def test_term_when_it_passes_new_year_counts_no_holidays() -> None:
    assert add_workdays(date(2026, 12, 30), 2, usual_workday) == date(2027, 1, 12)
    assert workdays_since(date(2026, 12, 30), date(2027, 1, 12), usual_workday) == 2


@given(DAYS, st.integers(0, 60))
def test_term_when_counted_back_is_the_same_number(first: date, count: int) -> None:
    last = add_workdays(first, count, usual_workday)
    assert workdays_since(first, last, usual_workday) == count
    assert count == 0 or usual_workday(last)
    assert workdays_since(first, last - timedelta(days=1), usual_workday) == max(count - 1, 0)


def test_term_when_nobody_ever_works_is_refused() -> None:
    with pytest.raises(ValueError, match="no working days"):
        add_workdays(date(2026, 1, 1), 1, lambda _day: False)
    with pytest.raises(ValueError, match="-1"):
        add_workdays(date(2026, 1, 1), -1, usual_workday)
