"""Birth dates in every usual spelling."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registrar_app.domain.birth_date import check_birth_date, parse_date
from registrar_app.domain.context import Context
from registrar_app.domain.dates import MONTHS_GENITIVE, ru_date
from registrar_app.domain.problems import Level

TODAY = date(2026, 1, 15)
CTX = Context(TODAY)


@pytest.mark.parametrize(
    "typed",
    [
        "05.06.1988", "5.6.1988", "5.6.88", "05061988", "050688", "5/6/1988", "05/06/88", "05-06-1988",
        "5 6 1988", "1988-06-05",
        "1988.06.05", "19880605", "5 июня 1988", "5 июня 1988 г.", "05 июн. 1988", "5 июнь 88",
        "«05» июня 1988 г.", "5. 6. 1988", "05,06,1988", " 05.06.1988\u00a0г. ", "05ю06ю1988", "05–06–1988",
    ],
)  # fmt: skip
def test_birth_date_when_spelled_usually_is_understood(typed: str) -> None:
    answer = check_birth_date(typed, CTX)
    assert (answer.level, answer.normal) == (Level.OK, "1988-06-05")


@pytest.mark.parametrize(
    ("typed", "year"),
    [
        ("15.01.26", 2026),
        ("16.01.26", 1926),
        ("05.06.15", 2015),
        ("050688", 1988),
        ("01.01.00", 2000),
        ("01.02.26", 1926),
    ],
)
def test_birth_date_when_the_year_has_two_digits_is_under_a_hundred_and_says_so(
    typed: str, year: int
) -> None:
    answer = check_birth_date(typed, CTX)
    assert answer.normal is not None
    assert answer.normal.startswith(str(year))
    assert [(one.code, one.params["year"]) for one in answer.problems] == [("ID-125", year)]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "ID-126"),
        ("05.06", "ID-120"),
        ("05.06.988", "ID-120"),
        ("5 мартобря 1988", "ID-120"),
        ("О5.06.1988", "ID-120"),
        ("вчера", "ID-120"),
        ("31.04.1990", "ID-121"),
        ("32.01.1990", "ID-121"),
        ("10.13.1990", "ID-121"),
        ("290223", "ID-121"),
        ("16.01.2026", "ID-122"),
        ("31.12.1899", "ID-123"),
        ("01.01.1900", "ID-124"),
    ],
)
def test_birth_date_when_it_cannot_be_says_why(typed: str, code: str) -> None:
    assert [one.code for one in check_birth_date(typed, CTX).problems] == [code]


def test_birth_date_when_exactly_120_years_old_asks_nothing() -> None:
    assert check_birth_date("15.01.1905", Context(date(2026, 1, 14))).level is Level.OK
    assert check_birth_date("15.01.1905", CTX).level is Level.WARN


@given(st.dates(date(1900, 1, 1), TODAY))
def test_birth_date_when_written_in_any_form_comes_back(born: date) -> None:
    month = MONTHS_GENITIVE[born.month - 1]
    for written in (
        ru_date(born),
        born.isoformat(),
        born.strftime("%d%m%Y"),
        born.strftime("%Y%m%d"),
        f"{born.day}/{born.month}/{born.year}",
        f"{born.day} {month} {born.year} года",
    ):
        assert parse_date(written, TODAY) == (born, None)
