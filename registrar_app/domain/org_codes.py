"""Codes of organisations, countries and places.

Source: project's domain notes on identifiers, section 5.
"""

import re
from collections.abc import Callable

from stdnum.exceptions import ValidationError
from stdnum.ru import inn, ogrn

from registrar_app.domain.cleaning import clean_number, clean_text, first_strange, is_digits
from registrar_app.domain.context import Context
from registrar_app.domain.problems import Check, Problem, problem

_OID = re.compile(
    r"1\.2\.643\.5\.1\.13\.13\.12\.2\.[1-9][0-9]?\.[1-9][0-9]*(\.0\.[1-9][0-9]*(\.[1-9][0-9]*)?)?"
)


def check_inn12(value: str, ctx: Context) -> Check:  # noqa: ARG001 - one shape for all checks
    """Check the ИНН of a person, 12 digits."""
    return _check_inn(value, 12)


def check_inn10(value: str, ctx: Context) -> Check:  # noqa: ARG001
    """Check the ИНН of an organisation, 10 digits."""
    return _check_inn(value, 10)


def check_ogrn(value: str, ctx: Context) -> Check:  # noqa: ARG001
    """Check the ОГРН of an organisation, 13 digits."""
    digits, found = _digits(value, "ОГРН", (13,))
    if found:
        return Check.of(None, found)
    if digits[0] == "0":
        return Check.of(None, problem("ID-163", what="ОГРН", need="не с нуля"))
    if ogrn.calc_check_digit(digits) != digits[-1]:
        return Check.of(None, problem("ID-164", what="ОГРН"))
    return Check.of(digits)


def check_ogrnip(value: str, ctx: Context) -> Check:  # noqa: ARG001
    """Check the ОГРНИП of a sole trader, 15 digits.

    Own arithmetic: python-stdnum 2.2 refuses good numbers whose remainder is 10, 11 or 12.
    """
    digits, found = _digits(value, "ОГРНИП", (15,))
    if found:
        return Check.of(None, found)
    if digits[0] not in "34":
        return Check.of(None, problem("ID-163", what="ОГРНИП", need="с 3 или 4"))
    if int(digits[:14]) % 13 % 10 != int(digits[14]):
        return Check.of(None, problem("ID-164", what="ОГРНИП"))
    return Check.of(digits)


def okpo_check_digit(number: str) -> str:
    """The check digit of an ОКПО.

    Args:
        number: 7 or 9 ASCII digits, the code without its last.

    Source: ПР 50.1.024-2005 (weights 1, 2, ... from the left; on remainder 10 the weights begin with 3).
    """
    for first in (1, 3):
        total = sum(((first - 1 + at) % 10 + 1) * int(digit) for at, digit in enumerate(number))
        if total % 11 < 10:
            return str(total % 11)
    return "0"


def check_okpo(value: str, ctx: Context) -> Check:  # noqa: ARG001
    """Check the ОКПО of an organisation (8 digits) or a sole trader (10 digits)."""
    digits, found = _digits(value, "ОКПО", (8, 10))
    if not found and okpo_check_digit(digits[:-1]) != digits[-1]:
        found = problem("ID-164", what="ОКПО")
    return Check.of(digits, *([found] if found else []))


def check_mo_oid(value: str, ctx: Context) -> Check:  # noqa: ARG001
    """Check the OID of a medical organisation or of its unit in the federal register."""
    oid = clean_text(value)
    return Check.of(oid) if _OID.fullmatch(oid) else Check.of(None, problem("ID-165"))


def digits_check(what: str, *lengths: int) -> Callable[[str, Context], Check]:
    """A check of a code that is nothing but so many digits, leading zeros kept."""

    def check(value: str, ctx: Context) -> Check:  # noqa: ARG001
        digits, found = _digits(value, what, lengths)
        return Check.of(digits, *([found] if found else []))

    check.__doc__ = f"Check {what}: {' or '.join(map(str, lengths))} digits."
    return check


check_mo_code = digits_check("Код медицинской организации (F003)", 6)
check_smo_code = digits_check("Код страховой организации (F002)", 5)
check_oksm = digits_check("Код страны (ОКСМ)", 3)
check_okato = digits_check("ОКАТО", 2, 5, 8, 11)
check_oktmo = digits_check("ОКТМО", 8, 11)


def _check_inn(value: str, length: int) -> Check:
    digits, found = _digits(value, "ИНН", (length,))
    if found:
        return Check.of(None, found)
    if digits.startswith("00"):
        return Check.of(None, problem("ID-162"))
    try:
        inn.validate(digits)
    except ValidationError:
        return Check.of(None, problem("ID-161"))
    return Check.of(digits)


def _digits(value: str, what: str, lengths: tuple[int, ...]) -> tuple[str, Problem | None]:
    """The digits of a code, and what is wrong with their kind or number."""
    digits = clean_number(value)
    if digits and not is_digits(digits):
        return digits, problem("ID-010", what=what, char=first_strange(digits))
    if len(digits) not in lengths:
        *others, last = map(str, lengths)
        need = f"{', '.join(others)} или {last}" if others else last
        return digits, problem(
            "ID-011", what=what, need=f"{need} {_digit_word(lengths[-1])}", got=len(digits)
        )
    return digits, None


def _digit_word(number: int) -> str:
    return "цифры" if 2 <= number <= 4 else "цифр"
