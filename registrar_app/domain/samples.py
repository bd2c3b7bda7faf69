"""Invented identifiers that pass every check: for the training clinic, benches and tests.

They follow the rules only; that a number made here belongs to nobody is not known, so they never leave
the training clinic.
"""

from datetime import date

from stdnum import luhn
from stdnum.ru import ogrn

from registrar_app.domain.enp import encode_birth
from registrar_app.domain.org_codes import okpo_check_digit
from registrar_app.domain.snils import snils_control
from registrar_app.domain.values import Sex

_SNILS_COUNT = 9**9
_SCATTER = 123_456_791
"""Has no factor 3 (nor 2 nor 5), so multiplying by it only shuffles the numbers below a power of 9 or 10."""


def make_snils(n: int) -> str:
    """The n-th СНИЛС, eleven digits; different for all ``0 <= n < 9**9``.

    The number part begins with 1-9 and never repeats a digit at once, so that nothing is warned about.
    """
    rest = n * _SCATTER % _SNILS_COUNT
    number = ""
    for place in range(9):
        rest, digit = divmod(rest, 9)
        # One of the nine digits that are not the one before (at the first place: not 0).
        before = int(number[-1]) if place else 0
        number += str(digit + (digit >= before))
    return number + snils_control(number)


def make_enp(region: str, birth_date: date, sex: Sex, serial: int) -> str:
    """A ЕНП, sixteen digits.

    Args:
        region: Two digits, not 00.
        birth_date: From 1900 on.
        sex: Sex of the person.
        serial: Taken modulo 100 000.
    """
    body = f"{region}{encode_birth(birth_date, sex)}{serial % 100_000:05}"
    return body + luhn.calc_check_digit(body)


def make_ogrn(n: int, *, region: str = "99", year: int = 2002) -> str:
    """The n-th ОГРН of a region and year, thirteen digits; different for ``0 <= n < 10**7``."""
    body = f"1{year % 100:02}{region}{n * _SCATTER % 10_000_000:07}"
    # The library takes the number with a place for its last digit.
    return body + str(ogrn.calc_check_digit(body + "0"))


def make_okpo(n: int) -> str:
    """The n-th ОКПО of an organisation, eight digits; different for ``0 <= n < 10**7``."""
    body = f"{n * _SCATTER % 10_000_000:07}"
    return body + okpo_check_digit(body)
