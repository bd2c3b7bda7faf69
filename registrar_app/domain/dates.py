"""Dates as people at the desk say them: ages, months in words, terms."""

import calendar
from datetime import date

MONTHS_GENITIVE = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")


def plural(number: int, one: str, few: str, many: str) -> str:
    """The Russian word form for a number: 1 ошибка, 2 ошибки, 5 ошибок."""
    tens, ones = abs(number) % 100, abs(number) % 10
    if 11 <= tens <= 14:
        return many
    if ones == 1:
        return one
    return few if 2 <= ones <= 4 else many


def full_years(born: date, on: date) -> int:
    """Whole years lived on a day; a person born on 29.02 turns a year older on 01.03 of other years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def age_words(born: date | None, on: date) -> str:
    """«58 лет», «7 месяцев», «3 дня» - the largest unit that says something; nothing for an unknown day."""
    if born is None:
        return ""
    years = full_years(born, on)
    if years >= 1:
        return f"{years} {plural(years, 'год', 'года', 'лет')}"
    months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    if months >= 1:
        return f"{months} {plural(months, 'месяц', 'месяца', 'месяцев')}"
    days = max((on - born).days, 0)
    return f"{days} {plural(days, 'день', 'дня', 'дней')}"


def ru_date(day: date) -> str:
    """«07.03.1968»."""
    return f"{day.day:02}.{day.month:02}.{day.year:04}"


def born_words(born: date | None) -> str:
    """«07.03.1968», or that the day is not known."""
    return ru_date(born) if born else "дата рождения не указана"


def date_in_words(day: date) -> str:
    """««16» июня 2025 г.» as on forms."""
    return f"«{day.day:02}» {MONTHS_GENITIVE[day.month - 1]} {day.year} г."


def add_months(day: date, months: int) -> date:
    """The end of a term in months: same day number, else the month's last day (Civil Code, art. 192 p. 3)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
