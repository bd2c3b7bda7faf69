"""The passport of a citizen of the Russian Federation and the code of the office that issued it.

Source: project's domain notes on identifiers, section 4.2.
"""

import re
from datetime import date, timedelta

from registrar_app.domain.cleaning import clean_number, clean_text, is_digits
from registrar_app.domain.context import Context, Terms
from registrar_app.domain.dates import add_months, age_words, full_years, ru_date
from registrar_app.domain.problems import Check, Problem, problem

_LABELS = re.compile(r"серия|номер|[№#:,]", re.IGNORECASE)
_EXCHANGE_AGES = (45, 20)
_FIRST_AGE = 14


def parse_passport(value: str) -> tuple[str, str] | None:
    """Series «45 08» and number «123456» of what was typed in one field, or None."""
    digits = clean_number(_LABELS.sub("", clean_text(value)))
    if len(digits) != 10 or not is_digits(digits):
        return None
    return f"{digits[:2]} {digits[2:4]}", digits[4:]


def passport_series_problems(series: str, today: date) -> tuple[Problem, ...]:
    """Warnings about region and year in a series.

    Args:
        series: 4 ASCII digits.
        today: The year of the blank may be next year's at most.
    """
    problems = []
    if series[:2] == "00":
        problems.append(problem("ID-065"))
    year = int(series[2:])
    if (today.year + 1) % 100 < year < 97:
        problems.append(problem("ID-066", year=series[2:]))
    return tuple(problems)


def passport_age_problems(
    born: date, issued_on: date | None, today: date, terms: Terms
) -> tuple[Problem, ...]:
    """The rules of age: from 14, exchanged at 20 and 45 within the grace time.

    Problems stand at the fields ``kind`` and ``issued_on``.
    """
    if born <= today and full_years(born, today) < _FIRST_AGE:
        return (problem("ID-067", "kind", age=age_words(born, today)),)
    if issued_on is None:
        return ()
    if born <= issued_on and full_years(born, issued_on) < _FIRST_AGE:
        return (problem("ID-068", "issued_on", issued_on=ru_date(issued_on)),)
    for age in _EXCHANGE_AGES:
        birthday = add_months(born, age * 12)
        if issued_on < birthday and today > birthday + timedelta(days=terms.passport_days):
            return (problem("ID-069", "issued_on", issued_on=ru_date(issued_on), age=age),)
    return ()


def check_passport_rf(value: str, ctx: Context) -> Check:
    """Check series and number typed in one field; the normal value is «45 08 123456»."""
    parsed = parse_passport(value)
    if parsed is None:
        return Check.of(None, problem("ID-064"))
    series, number = parsed
    problems = passport_series_problems(series.replace(" ", ""), ctx.today)
    if ctx.birth_date:
        problems += passport_age_problems(ctx.birth_date, ctx.issued_on, ctx.today, ctx.terms)
    return Check.of(f"{series} {number}", *problems)


def check_subdivision_code(value: str, ctx: Context) -> Check:  # noqa: ARG001 - one shape for all checks
    """Check the code of the office that issued a passport; the normal value is «770-001»."""
    digits = clean_number(value)
    if len(digits) != 6 or not is_digits(digits):
        return Check.of(None, problem("ID-073"))
    return Check.of(f"{digits[:3]}-{digits[3:]}")
