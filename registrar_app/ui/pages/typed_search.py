"""What was typed into the search, as the beginning of a new record: nobody types a surname twice."""

import re
from datetime import date

from registrar_app.domain.context import Context
from registrar_app.domain.dates import ru_date
from registrar_app.domain.names import check_first_name, check_last_name, check_patronymic
from registrar_app.domain.search_keys import DigitGuess, parse_query
from registrar_app.domain.snils import check_snils

_WORD = re.compile(r"[A-Za-zА-Яа-яЁё][A-Za-zА-Яа-яЁё'-]+")
_VOWELS = frozenset("аеёиоуыэюяaeiouy")
_PARTICLES = frozenset("оглы оглу кызы гызы кизи уулу улы угли".split())  # noqa: SIM905 - a list of words reads better
_NAME_CHECKS = (
    ("last_name", check_last_name),
    ("first_name", check_first_name),
    ("patronymic", check_patronymic),
)


def form_values(text: str, today: date) -> dict[str, str]:
    """Texts by field id for a new record from the text of the search field.

    Args:
        text: As typed; the keyboard layout is turned as the search does.
        today: For birth years of two digits.

    Returns:
        ``last_name``, ``first_name``, ``patronymic``, ``birth_date``, ``snils``, ``enp``, ``phone``: those
        that could be told. A number goes to a field only when it is a whole one of that kind.
    """
    query = parse_query(text, today)
    values = _names(query.shown)
    born = query.birth_date
    for term in query.digits:
        if term.birth_date and born is None:
            born = term.birth_date
            continue
        values |= _number(term.digits, term.guesses, today)
    if born is not None:
        values["birth_date"] = ru_date(born)
    return values


def surname_of(text: str, today: date) -> str:
    """The surname in a search text in the case of documents, empty when there is none."""
    return form_values(text, today).get("last_name", "")


def _names(shown: str) -> dict[str, str]:
    """Name parts in the order of documents; single letters are initials and are left to the registrar."""
    parts: list[str] = []
    for word in _WORD.findall(shown):
        if word.lower() in _PARTICLES and parts:
            parts[-1] = f"{parts[-1]} {word}"
        elif not (parts and _is_initials(word)):
            parts.append(word)
    values = {}
    for (field, check), part in zip(_NAME_CHECKS, parts, strict=False):
        values[field] = check(part, Context(date.min)).normal or part
    return values


def _is_initials(word: str) -> bool:
    """Two vowels or two consonants are initials («ии», «кв»); «Ян» and «Ли» are names."""
    return len(word) == 2 and (word[0].lower() in _VOWELS) == (word[1].lower() in _VOWELS)


def _number(digits: str, guesses: tuple[DigitGuess, ...], today: date) -> dict[str, str]:
    ctx = Context(today)
    if len(digits) == 16 and DigitGuess.ENP in guesses:
        return {"enp": digits}
    if len(digits) == 11 and check_snils(digits, ctx).normal:
        return {"snils": digits}
    if DigitGuess.PHONE in guesses and len(digits) == 10:
        return {"phone": f"+7{digits}"}
    return {}
