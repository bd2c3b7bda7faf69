"""Policies by their kind: old sample, temporary certificate, single sample.

Source: project's domain notes on identifiers, section 3.
"""

import re
from datetime import date

from registrar_app.domain.cleaning import (
    CAPITAL_LOOKALIKES,
    clean_number,
    clean_text,
    first_strange,
    is_digits,
)
from registrar_app.domain.context import Context
from registrar_app.domain.dates import ru_date
from registrar_app.domain.enp import check_enp
from registrar_app.domain.problems import Check, Problem, problem
from registrar_app.domain.values import PolicyKind
from registrar_app.domain.workdays import IsWorkday, usual_workday, workdays_since

_STRANGE_OLD = re.compile(r"[^A-Za-zА-Яа-яЁё0-9 /-]")

SINGLE_SAMPLE = frozenset((PolicyKind.PAPER, PolicyKind.CARD, PolicyKind.UEC, PolicyKind.DIGITAL))
"""Kinds whose number is the ЕНП and which have no series."""


def parse_policy_kind(letter: str) -> PolicyKind | None:
    """The kind by its letter; a Latin look-alike is taken for the Cyrillic one; None for another letter.

    The trap: one fund's program wrote a Latin ``C`` in several of its versions.
    """
    try:
        return PolicyKind(letter.strip().upper().translate(CAPITAL_LOOKALIKES))
    except ValueError:
        return None


def check_policy_single(value: str, ctx: Context) -> Check:
    """Check the number of a policy of the single sample; a series in the context is an error."""
    if ctx.series:
        return Check.of(None, problem("ID-041", "series"))
    return check_enp(value, ctx)


def check_temp_certificate(value: str, ctx: Context) -> Check:
    """Check the number of a temporary certificate; a series in the context is an error."""
    if ctx.series:
        return Check.of(None, problem("ID-042", "series"))
    digits = clean_number(value)
    if digits and not is_digits(digits):
        return Check.of(None, problem("ID-010", what="Номер свидетельства", char=first_strange(digits)))
    if len(digits) != 9:
        return Check.of(None, problem("ID-043", got=len(digits)))
    return Check.of(digits)


def check_policy_old(value: str, ctx: Context) -> Check:
    """Check the number of a policy of the old sample with the series of the context."""
    number, series = clean_text(value), clean_text(ctx.series)
    if not 1 <= len(number) <= 20:
        return Check.of(None, problem("ID-045", got=len(number)))
    if strange := _STRANGE_OLD.search(number):
        return Check.of(None, problem("ID-046", what="Номер", char=strange[0]))
    return Check.of(number, *old_series_problems(series))


def old_series_problems(series: str) -> tuple[Problem, ...]:
    """The rules of the series of an old policy; problems stand at the field ``series``."""
    if not series:
        return (problem("ID-044", "series"),)
    if len(series) > 10:
        return (problem("ID-047", "series", got=len(series)),)
    if strange := _STRANGE_OLD.search(series):
        return (problem("ID-046", "series", what="Серия", char=strange[0]),)
    return ()


def temporary_term_problem(
    issued_on: date, ctx: Context, is_workday: IsWorkday = usual_workday
) -> Problem | None:
    """A warning when a temporary certificate has outlived its working days."""
    limit = ctx.terms.temporary_certificate_workdays
    days = workdays_since(issued_on, ctx.today, is_workday)
    if days <= limit:
        return None
    return problem("ID-048", issued_on=ru_date(issued_on), days=days, limit=limit)
