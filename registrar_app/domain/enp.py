"""ЕНП, the number of a policy of the single sample: region, birth date and sex, serial, check digit.

Source: project's domain notes on identifiers, section 2.
"""

from dataclasses import dataclass
from datetime import date

from stdnum import luhn

from registrar_app.domain.cleaning import clean_number, first_strange, is_digits
from registrar_app.domain.context import Context
from registrar_app.domain.dates import ru_date
from registrar_app.domain.problems import Check, Problem, problem
from registrar_app.domain.snils import snils_control
from registrar_app.domain.values import Sex

_WHAT = "Номер полиса"
_FIRST_DAY = date(1900, 1, 1)
_NINES = str.maketrans("0123456789", "9876543210")


@dataclass(frozen=True, slots=True, repr=False)
class EnpFacts:
    """What the first ten digits of a ЕНП say."""

    region: str
    """Two digits: the subject of the federation of first issue, not of present residence."""
    birth_date: date
    sex: Sex

    @property
    def words(self) -> str:
        """«мужчина, 05.03.1984»."""
        return f"{self.sex.noun}, {ru_date(self.birth_date)}"


def decode_enp(enp: str) -> EnpFacts | None:
    """Read birth date and sex out of a ЕНП, from its tenth digit on.

    Args:
        enp: What is typed so far, ten digits or more; blanks and dashes do not matter.

    Returns:
        The facts, or None when there are too few digits or no possible date in them.
    """
    digits = clean_number(enp)
    if len(digits) < 10 or not is_digits(digits):
        return None
    facts = digits[2:10].translate(_NINES)
    month, year, day = int(facts[:2]), int(facts[5:1:-1]), int(facts[6:])
    month -= 20 if year <= 1950 else 40 if year <= 2000 else 0
    sex = Sex.MALE if day > 50 else Sex.FEMALE
    try:
        born = date(year, month, day - 50 if sex is Sex.MALE else day)
    except ValueError:
        return None
    return EnpFacts(digits[:2], born, sex) if born >= _FIRST_DAY else None


def encode_birth(birth_date: date, sex: Sex) -> str:
    """Digits 3-10 of a ЕНП for a birth date and sex."""
    year = birth_date.year
    month = birth_date.month + (20 if year <= 1950 else 40 if year <= 2000 else 0)
    day = birth_date.day + (50 if sex is Sex.MALE else 0)
    return f"{month:02}{f'{year:04}'[::-1]}{day:02}".translate(_NINES)


def check_enp(value: str, ctx: Context) -> Check:
    """Check a ЕНП by itself; the normal value is sixteen digits."""
    digits = clean_number(value)
    if not is_digits(digits) and digits:
        return Check.of(None, problem("ID-010", what=_WHAT, char=first_strange(digits)))
    if len(digits) == 11:
        is_snils = digits != "0" * 11 and snils_control(digits[:9]) == digits[9:]
        return Check.of(None, problem("ID-036" if is_snils else "ID-035"))
    if len(digits) != 16:
        return Check.of(None, problem("ID-011", what=_WHAT, need="16 цифр", got=len(digits)))
    if digits == "0" * 16:
        return Check.of(None, problem("ID-012", what=_WHAT))
    if not luhn.is_valid(digits):
        return Check.of(None, problem("ID-031"))
    problems = []
    if digits.startswith("00"):
        problems.append(problem("ID-034"))
    facts = decode_enp(digits)
    if facts is None or facts.birth_date > ctx.today:
        problems.append(problem("ID-032"))
    return Check.of(digits, *problems)


def compare_enp(enp: str, birth_date: date | None, sex: Sex | None) -> Problem | None:
    """Compare what a ЕНП says with the person; None when they agree or nothing can be compared."""
    facts = decode_enp(enp)
    if facts is None:
        return None
    date_agrees = birth_date is None or birth_date == facts.birth_date
    sex_agrees = sex is None or sex is facts.sex
    if date_agrees and sex_agrees:
        return None
    return problem("ID-033", sex=facts.sex.noun, birth_date=ru_date(facts.birth_date))


def check_enp_person(value: str, ctx: Context) -> Check:
    """Check a ЕНП together with the birth date and the sex of the context."""
    alone = check_enp(value, ctx)
    if alone.normal is None:
        return alone
    mismatch = compare_enp(alone.normal, ctx.birth_date, ctx.sex)
    return Check.of(alone.normal, *alone.problems, *([mismatch] if mismatch else []))


def format_enp(enp: str) -> str:
    """The number in fours with non-breaking blanks; anything but sixteen digits stays as it is."""
    if len(enp) != 16 or not is_digits(enp):
        return enp
    return "\u00a0".join(enp[at : at + 4] for at in range(0, 16, 4))
