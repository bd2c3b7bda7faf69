"""The Russian birth certificate: a Roman number, two Cyrillic letters, six digits.

On Russian keyboards people write ``1 У Х Л С`` for ``I V X L C``; federal masks allow it and it is repaired
silently, as are small letters, a blank for the hyphen and Latin look-alikes in the two letters.

Source: project's domain notes on identifiers, section 4.3.
"""

import re
from datetime import date, timedelta

from registrar_app.domain.cleaning import CAPITAL_LOOKALIKES, clean_text
from registrar_app.domain.context import Context, Terms
from registrar_app.domain.dates import add_months, age_words
from registrar_app.domain.problems import Check, Problem, problem

_ROMAN_TYPED = str.maketrans("1УХЛСІ", "IVXLCI")
_SERIES = re.compile(r"([0-9A-ZА-ЯЁІ]+?)[ -]*([A-ZА-ЯЁ]{2})")
_WHOLE = re.compile(r"(.*?)[ №N]*([0-9 ]*)", re.DOTALL)
_CYRILLIC_PAIR = re.compile(r"[А-ЯЁ]{2}")
_TENS_UNITS = re.compile(r"(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_AGE = 14


def parse_series(series: str) -> tuple[str, str] | None:
    """The Roman number and the two letters of a series as they are kept, or None if it has no such shape."""
    found = _SERIES.fullmatch(clean_text(series).upper())
    if found is None:
        return None
    letters = found[2].translate(CAPITAL_LOOKALIKES)
    return (found[1].translate(_ROMAN_TYPED), letters) if _CYRILLIC_PAIR.fullmatch(letters) else None


def series_problem(parsed: tuple[str, str] | None) -> Problem | None:
    """What is wrong with a parsed series: no shape at all, or a Roman number that is not written so."""
    if parsed is None:
        return problem("ID-070")
    roman = parsed[0]
    if roman and _TENS_UNITS.fullmatch(roman):
        return None
    if set(roman) <= set("IVXLCDM"):
        return problem("ID-071", roman=roman)
    return problem("ID-070")


def age_problems(born: date, today: date, terms: Terms) -> tuple[Problem, ...]:
    """From 14 years and the grace time on a passport is due; the problem stands at the field ``kind``."""
    if today < add_months(born, _AGE * 12) + timedelta(days=terms.birth_certificate_days):
        return ()
    return (problem("ID-072", "kind", age=age_words(born, today)),)


def check_birth_certificate(value: str, ctx: Context) -> Check:
    """Check series and number typed in one field; the normal value is «II-МЮ 123456»."""
    whole = _WHOLE.fullmatch(clean_text(value).upper())
    number = whole[2].replace(" ", "") if whole else ""
    if whole is None or len(number) != 6:
        return Check.of(None, problem("ID-070"))
    parsed = parse_series(whole[1].rstrip(" -"))
    found = series_problem(parsed)
    if parsed is None or found:
        return Check.of(None, found or problem("ID-070"))
    problems = age_problems(ctx.birth_date, ctx.today, ctx.terms) if ctx.birth_date else ()
    return Check.of(f"{parsed[0]}-{parsed[1]} {number}", *problems)
