"""Telephone numbers: kept as E.164, shown as people read them.

``phonenumbers`` is imported where it is needed: it costs the start of the program some 40 ms.

Source: project's domain notes on identifiers, sections 5 and 9.
"""

import re

from registrar_app.domain.cleaning import clean_text, is_digits
from registrar_app.domain.context import Context
from registrar_app.domain.problems import Check, Problem, problem

_BETWEEN_NUMBERS = re.compile(r"[,;\n|]|\s/\s")
_NBSP = "\u00a0"


def check_phone(value: str, ctx: Context) -> Check:  # noqa: ARG001 - one shape for all checks
    """Check one number or several with commas between; the normal value is E.164, joined by «, »."""
    kept: list[str] = []
    problems: list[Problem] = []
    for typed in _BETWEEN_NUMBERS.split(value):
        if not typed.strip():
            continue
        number, found = _check_one(clean_text(typed))
        problems += found
        if number and number not in kept:
            kept.append(number)
    if not kept and not problems:
        problems.append(problem("ID-151"))
    return Check.of(", ".join(kept), *problems)


def split_phones(phones: str) -> tuple[str, ...]:
    """The single numbers of a stored value."""
    return tuple(number for number in phones.split(", ") if number)


def format_phone(phones: str) -> str:
    """«+7 912 345-67-89» for mobile numbers, «+7 3022351234» for land lines, the country's way abroad.

    The library splits area codes of four digits wrongly, so land lines are not grouped.
    """
    return ", ".join(_format_one(number) for number in split_phones(phones))


def _format_one(number: str) -> str:
    digits = number[1:]
    if not number.startswith("+") or not is_digits(digits):
        return number
    if len(digits) == 11 and digits.startswith("79"):
        return f"+7{_NBSP}{digits[1:4]}{_NBSP}{digits[4:7]}-{digits[7:9]}-{digits[9:]}"
    if digits.startswith("7"):
        return f"+7{_NBSP}{digits[1:]}"
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    shown: str = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return shown.replace(" ", _NBSP)


def _check_one(typed: str) -> tuple[str, list[Problem]]:
    import phonenumbers

    try:
        parsed = phonenumbers.parse(typed, "RU")
    except phonenumbers.NumberParseException:
        has_digits = any(map(str.isdigit, typed))
        return "", [problem("ID-152", typed=typed) if has_digits else problem("ID-151")]
    if not phonenumbers.is_valid_number(parsed):
        return "", [problem("ID-152", typed=typed)]
    problems = []
    if parsed.country_code != 7 or phonenumbers.region_code_for_number(parsed) != "RU":
        problems.append(problem("ID-153"))
    if parsed.extension:
        problems.append(problem("ID-154", extension=parsed.extension))
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164), problems
