"""СНИЛС: eleven digits, the last two a check number.

The right check digits are never suggested: a wrong digit is more often among the first nine.

Source: project's domain notes on identifiers, section 1.
"""

import re
from operator import mul

from registrar_app.domain.cleaning import clean_number, first_strange, is_digits
from registrar_app.domain.context import Context
from registrar_app.domain.problems import Check, problem

LAST_UNCHECKED = 1_001_998
"""Numbers (first nine digits) up to this one have no defined check digits."""

_THRICE = re.compile(r"(\d)\1\1")


def snils_control(number: str) -> str:
    """The two check digits of a number part.

    Args:
        number: 9 ASCII digits.
    """
    total = sum(map(mul, range(9, 0, -1), map(int, number)))
    return f"{total % 101 % 100:02}"


def check_snils(value: str, ctx: Context) -> Check:  # noqa: ARG001 - one shape for all checks
    """Check a СНИЛС; the normal value is eleven digits."""
    digits = clean_number(value)
    if not is_digits(digits) and digits:
        return Check.of(None, problem("ID-010", what="СНИЛС", char=first_strange(digits)))
    if len(digits) != 11:
        return Check.of(None, problem("ID-011", what="СНИЛС", need="11 цифр", got=len(digits)))
    if digits == "0" * 11:
        return Check.of(None, problem("ID-012", what="СНИЛС"))
    number = digits[:9]
    if int(number) <= LAST_UNCHECKED:
        return Check.of(digits, problem("ID-022"))
    if snils_control(number) != digits[9:]:
        return Check.of(None, problem("ID-021"))
    if _THRICE.search(number):
        return Check.of(digits, problem("ID-023"))
    return Check.of(digits)


def format_snils(snils: str) -> str:
    """«112-233-445 95» with a non-breaking blank; anything but eleven digits stays as it is."""
    if len(snils) != 11 or not is_digits(snils):
        return snils
    return f"{snils[:3]}-{snils[3:6]}-{snils[6:9]}\u00a0{snils[9:]}"
