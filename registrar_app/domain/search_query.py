"""The text of the search box, understood.

One line may hold parts of the name in any order, initials, a birth date and numbers: «иванов ии 05.06.88»,
«05061988 иванов», «112-233-445 95», «Bdfyjd». Everything that is understood must hold together (AND); the
guesses about one number are alternatives (OR).
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from registrar_app.domain.birth_certificate import parse_series, series_problem
from registrar_app.domain.birth_date import parse_date
from registrar_app.domain.cleaning import clean_number, clean_text, is_digits
from registrar_app.domain.layout import looks_like_wrong_layout, turn_layout
from registrar_app.domain.names import fold
from registrar_app.domain.snils import LAST_UNCHECKED, snils_control


class DigitGuess(StrEnum):
    """What a string of digits may be."""

    SNILS = "snils"
    """From nine digits on; eleven are the whole."""
    ENP = "enp"
    """From ten digits on a beginning; sixteen are the whole."""
    POLICY_TAIL = "policy_tail"
    """The last four digits of a policy."""
    POLICY = "policy"
    """Number of an old policy or a temporary certificate, or series and number together."""
    PHONE = "phone"
    """A whole number: the last ten of ``digits`` are the national ones (a foreign one has its own length)."""
    PHONE_TAIL = "phone_tail"
    """The end of a number."""
    DOCUMENT = "document"
    """Series and number, or the number alone."""
    RECORD = "record"
    """Number of the outpatient record, leading zeros do not matter."""
    BIRTH_DATE = "birth_date"
    """Six digits that are a date as well; the day is in ``DigitTerm.birth_date``."""


@dataclass(frozen=True, slots=True, repr=False)
class NameTerm:
    """A word of the query: a beginning of a name part, or initials, or either."""

    prefix: str
    """Folded beginning of any part of the name; empty when the word can only be initials."""
    initials: str = ""
    """Two or three folded letters. Two: first name and patronymic, or last and first name. Three: all."""


@dataclass(frozen=True, slots=True, repr=False)
class DigitTerm:
    """A number of the query with what it may be, the likeliest first."""

    digits: str
    guesses: tuple[DigitGuess, ...]
    series: str = ""
    """Series of a document whose series has letters: «II-МЮ»."""
    birth_date: date | None = None


@dataclass(frozen=True, slots=True, repr=False)
class SearchQuery:
    """What is searched for; all terms must hold."""

    shown: str
    """The text as it is searched, after the layout was turned."""
    names: tuple[NameTerm, ...] = ()
    """In the order they were typed."""
    digits: tuple[DigitTerm, ...] = ()
    birth_date: date | None = None
    birth_year: int | None = None
    turned: bool = False
    """True if the keyboard layout was turned."""

    @property
    def is_empty(self) -> bool:
        """True if there is nothing to search by (yet)."""
        return not (self.names or self.digits or self.birth_date or self.birth_year)


_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[^\W\d_]")
_RUSSIAN_DOT = re.compile(r"(?<=\d)[юЮбБ](?=\d)")
_DATE = re.compile(
    r"(?<!\d)(?<!\d[-./])(?:"
    r"\d{1,2}[./]\s?\d{1,2}[./]\s?(?:\d{4}|\d{2})|\d{1,2}-\d{1,2}-\d{4}"
    r"|\d{1,2} \d{1,2} \d{4}|\d{4}-\d{2}-\d{2}"
    r"|\d{1,2}\s?[а-яА-Я]{3,9}\s\d{4}"
    r")(?!\d)(?![-./ ]\d)",
    re.ASCII,
)
_UNFINISHED_DATE = re.compile(r"(?<!\d)\d{1,2}[./](?:\d{1,2}(?:[./]\d{0,3})?)?(?!\d)", re.ASCII)
_NUMBER = re.compile(r"№?\s?\+?\d(?:[\d\s()\-]*\d)?", re.ASCII)
_BIRTH_CERTIFICATE = re.compile(r"(\S+[\s-]\S{2}|\S{3,9}?)[\s№N]+(\d{6})")
_WORD_BREAK = re.compile(r"[\s.,;]+")
_NOT_A_NAME = re.compile(r"[^\w'-]|[\d_]")

_G = DigitGuess
_GUESSES: dict[int, tuple[DigitGuess, ...]] = {
    4: (_G.POLICY_TAIL, _G.PHONE_TAIL, _G.RECORD),
    5: (_G.RECORD, _G.PHONE_TAIL, _G.POLICY),
    6: (_G.RECORD, _G.DOCUMENT, _G.POLICY, _G.PHONE_TAIL),
    7: (_G.PHONE_TAIL, _G.RECORD, _G.DOCUMENT, _G.POLICY),
    8: (_G.RECORD, _G.POLICY, _G.DOCUMENT, _G.PHONE_TAIL),
    9: (_G.POLICY, _G.SNILS, _G.DOCUMENT, _G.PHONE_TAIL),
    10: (_G.DOCUMENT, _G.PHONE, _G.ENP, _G.SNILS, _G.POLICY),
    11: (_G.SNILS, _G.ENP, _G.POLICY, _G.DOCUMENT),
}


def parse_query(text: str, today: date, *, turn: bool | None = None) -> SearchQuery:
    """Understand the text of the search box; cheap enough for every key.

    Args:
        text: As typed.
        today: For birth years of two digits.
        turn: Turn the keyboard layout of the words; None leaves it to the look of them.
    """
    cleaned = clean_text(text)
    if not _DIGIT.search(cleaned):
        shown, turned = _turn(cleaned, turn)
        return SearchQuery(shown, _name_terms(_words(shown), has_date=False), turned=turned)
    if is_digits(cleaned):
        return _understood(cleaned, (), [cleaned], None, today)
    if not turn and not _LETTER.search(cleaned):
        born, rest = _take_date(cleaned, today)
        return _understood(cleaned, (), _numbers(rest), born, today)
    cleaned = _RUSSIAN_DOT.sub(".", cleaned)
    certificate = _birth_certificate(cleaned)
    if certificate:
        return SearchQuery(cleaned, digits=(certificate,))
    shown, turned = _turn(cleaned, turn)
    born, rest = _take_date(shown, today)
    numbers = _numbers(rest)
    rest = _NUMBER.sub(" ", rest) if numbers else rest
    names = _name_terms(
        _words(rest), has_date=born is not None or any(len(number) in (4, 6, 8) for number in numbers)
    )
    return _understood(shown, names, numbers, born, today, turned=turned)


def _understood(
    shown: str,
    names: tuple[NameTerm, ...],
    numbers: list[str],
    born: date | None,
    today: date,
    *,
    turned: bool = False,
) -> SearchQuery:
    """The query, when it is known what each number is: a date, a year, or what it may be."""
    year = None
    digits: list[DigitTerm] = []
    for number in numbers:
        as_date = _solid_date(number, today)
        if as_date and born is None and (names or len(number) == 8):
            born = as_date
        elif names and year is None and _is_year(number, today):
            year = int(number)
        elif (term := _digit_term(number, as_date, alone=not names)) is not None:
            digits.append(term)
    return SearchQuery(shown, names, tuple(digits), born, None if born else year, turned)


def _words(text: str) -> list[str]:
    return [word for word in _WORD_BREAK.split(_NOT_A_NAME.sub(" ", text)) if word.strip("-'")]


def _turn(text: str, turn: bool | None) -> tuple[str, bool]:
    """The text with its words in the layout they were meant for."""
    if turn is None:
        # One Latin letter is the beginning of a Russian name far more often than a name.
        turn = looks_like_wrong_layout(text) or (len(text) == 1 and text.isascii() and text.isalpha())
    return (turn_layout(text), True) if turn else (text, False)


def _take_date(text: str, today: date) -> tuple[date | None, str]:
    """The first date with separators and the text without it; an unfinished date is left out."""
    for found in _DATE.finditer(text):
        born, _ = parse_date(found[0], today)
        if born:
            return born, f"{text[: found.start()]} {text[found.end() :]}"
    return None, _UNFINISHED_DATE.sub(" ", text)


def _numbers(text: str) -> list[str]:
    """The numbers in a text as digits; a sign № or + before stays with its number."""
    found = _NUMBER.findall(text)
    return [one if one.isdigit() else clean_number(one.replace("(", "").replace(")", "")) for one in found]


def _is_year(number: str, today: date) -> bool:
    return len(number) == 4 and number.isdigit() and 1900 <= int(number) <= today.year


def _solid_date(number: str, today: date) -> date | None:
    if len(number) not in (6, 8) or not number.isdigit():
        return None
    born, _ = parse_date(number, today)
    return born if born and date(1900, 1, 1) <= born <= today else None


def _digit_term(number: str, as_date: date | None, *, alone: bool) -> DigitTerm | None:
    """What a number may be; None for a few digits beside a name (a date being typed)."""
    if number.startswith("№"):
        digits = number[1:].lstrip("+")
        return DigitTerm(digits, (_G.RECORD, _G.DOCUMENT))
    if number.startswith("+"):
        digits = number[1:]
        if digits.startswith("7"):
            digits = digits[1:]
        return DigitTerm(digits, (_G.PHONE if len(digits) >= 10 else _G.PHONE_TAIL,))
    if len(number) < 4:
        return DigitTerm(number, (_G.RECORD,)) if alone else None
    if len(number) == 11 and number[0] in "78":
        return (
            DigitTerm(number, (_G.SNILS, _G.PHONE))
            if _is_snils(number)
            else DigitTerm(number[1:], (_G.PHONE,))
        )
    guesses = _GUESSES.get(len(number), (_G.ENP, _G.POLICY))
    if as_date:
        guesses = (_G.BIRTH_DATE, *guesses)
    return DigitTerm(number, guesses, birth_date=as_date)


def _is_snils(digits: str) -> bool:
    return int(digits[:9]) <= LAST_UNCHECKED or snils_control(digits[:9]) == digits[9:]


def _birth_certificate(text: str) -> DigitTerm | None:
    """Series and number of a birth certificate when the text is nothing else."""
    found = _BIRTH_CERTIFICATE.fullmatch(text)
    if found is None:
        return None
    parsed = parse_series(found[1])
    if parsed is None or series_problem(parsed):
        return None
    return DigitTerm(found[2], (_G.DOCUMENT,), series="-".join(parsed))


def _name_terms(words: list[str], *, has_date: bool) -> tuple[NameTerm, ...]:
    """Words as beginnings of names and initials; single letters side by side are initials together."""
    keys = [key for word in words if (key := fold(word.strip("-'")))]
    has_long = any(len(key) > 3 for key in keys)
    terms: list[NameTerm] = []
    letters = ""
    for key in [*keys, ""]:
        if len(key) == 1 and len(letters) < 3:
            letters += key
            continue
        if letters:
            terms.append(NameTerm("", letters) if len(letters) > 1 else NameTerm(letters))
            letters = key if len(key) == 1 else ""
        if len(key) > 1:
            may_be_initials = (len(key) == 2 and (has_long or len(keys) > 1 or has_date)) or (
                len(key) == 3 and has_date and len(keys) == 1
            )
            terms.append(NameTerm(key, key if may_be_initials and key.isalpha() else ""))
    return tuple(terms)
