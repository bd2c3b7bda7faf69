"""Identity documents by the federal list F011, with the masks of series and number.

In a mask ``9`` is a digit, ``0`` a digit that may be missing, ``Б`` a Cyrillic capital, ``R`` a Roman number,
``S`` anything up to ten characters.

Source: project's domain notes on identifiers, section 4.1 (F011 version 1.2 of 07.11.2013,
codes 26-28 later).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from registrar_app.domain.birth_certificate import age_problems as birth_certificate_age_problems
from registrar_app.domain.birth_certificate import parse_series, series_problem
from registrar_app.domain.cleaning import clean_number, clean_text
from registrar_app.domain.context import Context
from registrar_app.domain.passport import passport_age_problems, passport_series_problems
from registrar_app.domain.problems import Check, Problem, problem

PASSPORT_RF, BIRTH_CERTIFICATE, FOREIGN_BIRTH_CERTIFICATE = "14", "3", "24"

_MAX_SERIES, _MAX_NUMBER = 10, 20


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """One line of F011."""

    code: str
    name: str
    series: str
    """Mask of the series; ``S`` when free."""
    number: str
    """Mask of the number; empty when only its presence is checked."""


def _kinds() -> dict[str, DocumentKind]:
    free_8, free_10, free_12 = ("S", "00000009"), ("S", "0000000009"), ("S", "000000000009")
    lines: tuple[tuple[str, str, tuple[str, str]], ...] = (
        ("1", "Паспорт гражданина СССР", ("R-ББ", "999999")),
        ("2", "Загранпаспорт гражданина СССР", free_8),
        ("3", "Свидетельство о рождении, выданное в РФ", ("R-ББ", "999999")),
        ("4", "Удостоверение личности офицера", ("ББ", "9999999")),
        ("5", "Справка об освобождении из места лишения свободы", free_8),
        ("6", "Паспорт Минморфлота", ("ББ", "999999")),
        ("7", "Военный билет", ("ББ", "9999990")),
        ("8", "Дипломатический паспорт гражданина РФ", ("99", "9999999")),
        ("9", "Паспорт иностранного гражданина", free_10),
        ("10", "Свидетельство о регистрации ходатайства о признании беженцем", free_8),
        ("11", "Вид на жительство", free_8),
        ("12", "Удостоверение беженца в РФ", free_8),
        ("13", "Временное удостоверение личности гражданина РФ", free_8),
        ("14", "Паспорт гражданина РФ", ("99 99", "999999")),
        ("15", "Заграничный паспорт гражданина РФ", ("99", "9999999")),
        ("16", "Паспорт моряка", ("ББ", "9999990")),
        ("17", "Военный билет офицера запаса", ("ББ", "999999")),
        ("18", "Иные документы", free_10),
        ("21", "Документ иностранного гражданина", free_12),
        ("22", "Документ лица без гражданства", free_12),
        ("23", "Разрешение на временное проживание", free_12),
        ("24", "Свидетельство о рождении, выданное не в РФ", free_12),
        ("25", "Свидетельство о предоставлении временного убежища", ("S", "9999999")),
        ("26", "Удостоверение сотрудника Евразийской экономической комиссии", ("S", "")),
        ("27", "Копия жалобы о лишении статуса беженца", ("S", "")),
        ("28", "Документ, соответствующий свидетельству о предоставлении убежища", ("S", "")),
    )
    return {code: DocumentKind(code, name, *masks) for code, name, masks in lines}


DOCUMENT_KINDS: Mapping[str, DocumentKind] = MappingProxyType(_kinds())
"""F011 by code; 19 and 20 are not used."""


FOREIGN = frozenset(("9", "10", "11", "12", "21", "22", "23", "24", "25", "27", "28"))
"""Documents of people who are no citizens of Russia."""
WITH_TERM = frozenset(("9", "10", "11", "12", "13", "15", "21", "22", "23", "25", "26", "28"))
"""Documents that name their last day."""
_RUSSIA = "643"
_PASSPORT_AGE = 14
_CHILDS = ("3", "24", "14", "13")
_CITIZENS = ("14", "13", "3", "15", "7", "4", "5")
_FOREIGNERS = ("9", "11", "23", "21", "25", "12", "10", "22", "24", "28", "27", "26")
_EVERYDAYS = ("14", "3", "24", "9", "11", "23", "21", "22")


def ordered_kinds(age: int | None, citizenship: str) -> tuple[str, ...]:
    """All codes of F011, those that fit a person first.

    Args:
        age: Whole years, None when not known.
        citizenship: Digits of the country, empty when not known.
    """
    is_child = age is not None and age < _PASSPORT_AGE
    first: tuple[str, ...]
    if citizenship not in ("", _RUSSIA):
        first = ("9", "24", *_FOREIGNERS[1:]) if is_child else _FOREIGNERS
    elif age is None:
        first = _EVERYDAYS
    else:
        first = _CHILDS if is_child else _CITIZENS
    return tuple(dict.fromkeys((*first, *_EVERYDAYS, *DOCUMENT_KINDS)))


def mask_hints(kind: str) -> tuple[str, str]:
    """Words that stand in the empty fields of series and number: «II-МЮ», «6 цифр»."""
    known = DOCUMENT_KINDS.get(kind)
    if known is None:
        return "", ""
    series = {"99 99": "45 08", "R-ББ": "II-МЮ", "ББ": "АБ", "99": "75"}.get(known.series, "если есть")
    if known.series == "S" and kind in FOREIGN and known.number:
        series = "буквы номера"
    return series, _mask_words(known.number) if known.number else "как в документе"


@dataclass(frozen=True, slots=True, repr=False)
class DocumentCheck:
    """The answer about series and number; problems stand at the fields ``series`` and ``number``."""

    series: str
    number: str
    problems: tuple[Problem, ...]


def check_document(kind: str, series: str, number: str, ctx: Context) -> DocumentCheck:
    """Check series and number against the masks of a document's kind.

    Args:
        kind: F011 code.
        series: As typed, may be empty where the mask is free.
        number: As typed.
        ctx: ``today``, and ``birth_date`` and ``issued_on`` for the rules of passport and birth certificate.

    Returns:
        Series and number as they are kept (``45 08``, ``II-МЮ``), and the problems.
    """
    known = DOCUMENT_KINDS.get(kind)
    if known is None:
        return DocumentCheck(series, number, (problem("ID-060", "kind", kind=kind),))
    series, series_found = _check_series(known, clean_text(series), ctx)
    number, number_found = _check_number(known, clean_text(number))
    return DocumentCheck(series, number, (*series_found, *number_found, *_age_problems(kind, ctx)))


def check_identity_document(value: str, ctx: Context) -> Check:
    """Check ``series|number`` of the document ``ctx.code``; the normal value has the same form."""
    series, _, number = value.rpartition("|")
    found = check_document(ctx.code, series, number, ctx)
    return Check.of(f"{found.series}|{found.number}", *found.problems)


def _check_series(kind: DocumentKind, series: str, ctx: Context) -> tuple[str, tuple[Problem, ...]]:
    if kind.series == "S":
        return series, _too_long("Серия", series, _MAX_SERIES)
    if kind.series == "R-ББ":
        parsed = parse_series(series)
        found = series_problem(parsed)
        return (f"{parsed[0]}-{parsed[1]}", ()) if parsed and not found else (series, _at("series", found))
    upper = clean_number(series).upper()
    if not _mask(kind.series).fullmatch(upper):
        latin = "Б" in kind.series and bool(re.search("[A-Z]", upper))
        refusal = (
            problem("ID-078", document=kind.name)
            if latin
            else problem("ID-061", document=kind.name, need=_mask_words(kind.series))
        )
        return series, _at("series", refusal)
    if kind.code == PASSPORT_RF:
        warnings = passport_series_problems(upper, ctx.today)
        return f"{upper[:2]} {upper[2:]}", tuple(one.at("series") for one in warnings)
    return upper, ()


def _check_number(kind: DocumentKind, number: str) -> tuple[str, tuple[Problem, ...]]:
    if not number:
        return number, _at("number", problem("ID-076", document=kind.name))
    if not kind.number:
        return number, _too_long("Номер", number, _MAX_NUMBER)
    digits = clean_number(number).lstrip("№")
    if _mask(kind.number).fullmatch(digits):
        return digits, ()
    if kind.series == "S" and re.search(r"[^\W\d_]", digits):
        return number, _at("number", problem("ID-063", document=kind.name))
    return number, _at("number", problem("ID-062", document=kind.name, need=_mask_words(kind.number)))


def _age_problems(kind: str, ctx: Context) -> tuple[Problem, ...]:
    if ctx.birth_date is None:
        return ()
    if kind == PASSPORT_RF:
        return passport_age_problems(ctx.birth_date, ctx.issued_on, ctx.today, ctx.terms)
    if kind in (BIRTH_CERTIFICATE, FOREIGN_BIRTH_CERTIFICATE):
        return birth_certificate_age_problems(ctx.birth_date, ctx.today, ctx.terms)
    return ()


def _at(field: str, found: Problem | None) -> tuple[Problem, ...]:
    return (found.at(field),) if found else ()


def _too_long(what: str, text: str, limit: int) -> tuple[Problem, ...]:
    if len(text) <= limit:
        return ()
    return (
        problem("ID-077", "series" if what == "Серия" else "number", what=what, limit=limit, got=len(text)),
    )


@cache
def _mask(mask: str) -> re.Pattern[str]:
    """The pattern of a mask without its blanks."""
    signs = {"9": "[0-9]", "0": "[0-9]?", "Б": "[А-ЯЁ]"}
    return re.compile("".join(signs[sign] for sign in mask if sign != " "))


def _mask_words(mask: str) -> str:
    """«6 цифр», «от 1 до 8 цифр», «2 русские буквы»."""
    most, least = len(mask.replace(" ", "")), mask.count("9")
    if "Б" in mask:
        return f"{most} русские буквы"
    word = "цифры" if 2 <= most <= 4 else "цифр"
    return f"{most} {word}" if least == most else f"от {least} до {most} {word}"
