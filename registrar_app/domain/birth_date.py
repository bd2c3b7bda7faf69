"""Dates as they are typed, and the rules of a birth date.

Taken: 05.06.1988, 5.6.88, 5/6/1988, 05-06-1988, 5 6 1988, 05061988, 050688, 1988-06-05, 19880605,
«5 июня 1988 г.», and the dot typed as «ю» or «б» when the Russian layout was on.

A year of two digits is the youngest that makes a day not later than today: on 15.01.2026 «15» is 2015 and
«88» is 1988. So it always means somebody younger than a hundred years, and the year that was understood is
shown (ID-125); an older person's year is typed with four digits.

Source: project's domain notes on identifiers, section 7.
"""

import re
from datetime import date

from registrar_app.domain.cleaning import clean_text
from registrar_app.domain.context import Context
from registrar_app.domain.dates import MONTHS_GENITIVE, age_words, full_years, plural, ru_date
from registrar_app.domain.problems import Check, Problem, problem
from registrar_app.domain.values import BirthPrecision

FIRST_DAY = date(1900, 1, 1)
"""No birth date before it is taken; the paper policy's barcode counts from it as well."""

_NOMINATIVE = (
    "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
_YEAR_WORD = r"\s*(?:г\.?|год|года)?"
_BETWEEN = r"[\s./,\-юб]{1,2}"
_DAY_FIRST = re.compile(rf"(\d{{1,2}}){_BETWEEN}(\d{{1,2}}){_BETWEEN}(\d{{4}}|\d{{2}}){_YEAR_WORD}", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[\s./\-](\d{1,2})[\s./\-](\d{1,2})", re.ASCII)
_IN_WORDS = re.compile(rf"(\d{{1,2}})[\s.\-]*([а-я]{{3,9}})[\s.\-]*(\d{{4}}|\d{{2}}){_YEAR_WORD}", re.ASCII)
_SOLID = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})", re.ASCII)
_MONTH_YEAR = re.compile(rf"(\d{{1,2}}|[а-я]{{3,9}})[\s./\-]{{1,2}}(\d{{4}}){_YEAR_WORD}", re.ASCII)
_YEAR = re.compile(rf"(\d{{4}}){_YEAR_WORD}", re.ASCII)
_ABOUT = re.compile(
    r"(?:около|примерно|ок\.?|~)\s*(\d{1,4})\s*(?:лет|года|год|г\.?)?|(\d{1,3})\s*лет", re.ASCII
)
_QUOTES = str.maketrans("", "", '«»"')
_OLDEST = 130
"""A number of years up to this is an age, above it a year."""


def parse_date(text: str, today: date) -> tuple[date | None, Problem | None]:
    """Understand a date in any usual spelling.

    Args:
        text: What was typed.
        today: Needed for years of two digits.

    Returns:
        The day and, if a century was guessed, the remark ID-125; or None and the problem (ID-120, ID-121).
    """
    typed = clean_text(text).translate(_QUOTES).strip().lower()
    parts = _split(typed)
    if parts is None:
        return None, problem("ID-120", typed=clean_text(text))
    day, month, year = parts
    if len(year) == 4:
        found = _day(int(year), month, day)
        remark = None
    else:
        found = _youngest(int(year), month, day, today)
        remark = problem("ID-125", year=found.year) if found else None
    if found is None:
        return None, problem("ID-121", typed=clean_text(text))
    return found, remark


def parse_birth(text: str, today: date) -> tuple[date | None, BirthPrecision, Problem | None]:
    """Understand a birth date of which perhaps only month and year, the year or a guess is known.

    «05.1988», «май 1988», «1988», «около 1976», «около 50 лет» besides all spellings of ``parse_date``.

    Args:
        text: What was typed.
        today: For years of two digits and for ages.

    Returns:
        The day (the first one that is possible), what is known of it, and the remark or problem of
        ``parse_date``.
    """
    typed = clean_text(text).translate(_QUOTES).strip().lower()
    if found := _ABOUT.fullmatch(typed):
        number = int(found[1] or found[2])
        day = _day(number if number > _OLDEST else today.year - number, 1, 1)
        return day, BirthPrecision.ABOUT, None if day else problem("ID-120", typed=clean_text(text))
    if found := _MONTH_YEAR.fullmatch(typed):
        month = int(found[1]) if found[1].isdigit() else month_by_word(found[1])
        day = _day(int(found[2]), month, 1) if month else None
        refusal = None if day else problem("ID-120", typed=clean_text(text))
        return day, BirthPrecision.MONTH, refusal
    if found := _YEAR.fullmatch(typed):
        day = _day(int(found[1]), 1, 1)
        return day, BirthPrecision.YEAR, None if day else problem("ID-120", typed=clean_text(text))
    day, remark = parse_date(text, today)
    return day, BirthPrecision.DAY, remark


def birth_text(born: date, precision: BirthPrecision) -> str:
    """«05.06.1988», «05.1988», «1988», «около 1976»: what is known, as it can be typed again."""
    match precision:
        case BirthPrecision.MONTH:
            return f"{born.month:02}.{born.year:04}"
        case BirthPrecision.YEAR:
            return f"{born.year:04}"
        case BirthPrecision.ABOUT:
            return f"около {born.year:04}"
        case _:
            return ru_date(born)


def age_text(born: date, precision: BirthPrecision, on: date) -> str:
    """«38 лет»; «около 50 лет» where only the year is known."""
    if precision in (BirthPrecision.DAY, BirthPrecision.MONTH):
        return age_words(born, on)
    years = max(on.year - born.year, 0)
    return f"около {years} {plural(years, 'года', 'лет', 'лет')}"


def precision_problem(precision: BirthPrecision) -> Problem | None:
    """The warning that a day is not known; None for a whole date."""
    if precision is BirthPrecision.DAY:
        return None
    known = {"month": "только месяц и год", "year": "только год", "about": "только примерный год"}
    return problem("ID-170", known=known[precision])


def check_birth(value: str, ctx: Context) -> Check:
    """Check a birth date that may be known in part; the normal value is what is shown: «05.1988»."""
    if not value.strip():
        return Check.of(None, problem("ID-126"))
    born, precision, remark = parse_birth(value, ctx.today)
    remarks = (remark,) if remark else ()
    if born is None:
        return Check.of(None, *remarks)
    # A guess is asked about only where the whole form knows that it is no unidentified person.
    partly = None if precision is BirthPrecision.ABOUT else precision_problem(precision)
    problems = (*remarks, *birth_date_problems(born, ctx.today), *((partly,) if partly else ()))
    return Check.of(birth_text(born, precision), *problems)


def birth_date_problems(born: date, today: date) -> tuple[Problem, ...]:
    """The rules of a birth date that is a day of the calendar."""
    if born > today:
        return (problem("ID-122"),)
    if born < FIRST_DAY:
        return (problem("ID-123"),)
    return (problem("ID-124"),) if full_years(born, today) > 120 else ()


def check_birth_date(value: str, ctx: Context) -> Check:
    """Check a birth date in any usual spelling; the normal value is the ISO date."""
    if not value.strip():
        return Check.of(None, problem("ID-126"))
    born, remark = parse_date(value, ctx.today)
    remarks = (remark,) if remark else ()
    if born is None:
        return Check.of(None, *remarks)
    return Check.of(born.isoformat(), *remarks, *birth_date_problems(born, ctx.today))


def _split(typed: str) -> tuple[int, int, str] | None:
    """Day, month and the year as typed, or None when this is no spelling of a date."""
    if found := _SOLID.fullmatch(typed):
        year = found[3]
        # 19880605 can only be year first: as day first it would be the year 0605.
        if len(typed) == 8 and int(year) < 1900 and "1900" <= typed[:4] < "2100":
            return int(typed[6:]), int(typed[4:6]), typed[:4]
        return int(found[1]), int(found[2]), year
    if found := _DAY_FIRST.fullmatch(typed):
        return int(found[1]), int(found[2]), found[3]
    if found := _YEAR_FIRST.fullmatch(typed):
        return int(found[3]), int(found[2]), found[1]
    if (found := _IN_WORDS.fullmatch(typed)) and (month := month_by_word(found[2])):
        return int(found[1]), month, found[3]
    return None


def month_by_word(word: str) -> int | None:
    """1-12 for «июня», «июнь» or a beginning of at least three letters; None for other words."""
    if len(word) < 3:
        return None
    for number, forms in enumerate(zip(MONTHS_GENITIVE, _NOMINATIVE, strict=True), start=1):
        if any(form.startswith(word) for form in forms):
            return number
    return None


def _youngest(year: int, month: int, day: int, today: date) -> date | None:
    """The latest day with this two-digit year that is not after today."""
    for century in (2000, 1900):
        found = _day(century + year, month, day)
        if found and found <= today:
            return found
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
