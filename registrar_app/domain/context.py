"""The other facts that a rule may need beside the value."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.values import Sex
from registrar_app.domain.workdays import IsWorkday, usual_workday

_SEX_WORDS = {
    "1": Sex.MALE, "male": Sex.MALE, "м": Sex.MALE, "муж": Sex.MALE, "мужской": Sex.MALE, "мужчина": Sex.MALE,
    "2": Sex.FEMALE, "female": Sex.FEMALE, "ж": Sex.FEMALE, "жен": Sex.FEMALE, "женский": Sex.FEMALE,
    "женщина": Sex.FEMALE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms that are set by acts or by the clinic; all of them only warn.

    Source: project's domain notes on identifiers, sections 3.1, 4.2, 4.3 (the clauses are not settled).
    """

    since: date = date(1900, 1, 1)
    """First day on which these terms hold."""
    passport_days: int = 90
    """Days after the 20th and the 45th birthday in which a passport may still be exchanged."""
    birth_certificate_days: int = 30
    """Days after the 14th birthday in which a birth certificate is still taken."""
    temporary_certificate_workdays: int = 45
    """Working days a temporary certificate is good for."""
    representative_age: int = 18
    """Years under which somebody is expected to have a representative (14, 15 or 18; advice only)."""
    newborn_days: int = 60
    """Days in which somebody without papers is counted as a newborn."""


DEFAULT_TERMS = Terms()


@dataclass(frozen=True, slots=True)
class Rules:
    """What a clinic may set about the rules of a record: terms and its calendar."""

    terms: Terms = DEFAULT_TERMS
    is_workday: IsWorkday = usual_workday


DEFAULT_RULES = Rules()


def terms_on(day: date, table: tuple[Terms, ...]) -> Terms:
    """The terms of a dated setting that hold on a day; the defaults before the first."""
    begun = [terms for terms in table if terms.since <= day]
    return max(begun, key=lambda terms: terms.since, default=DEFAULT_TERMS)


@dataclass(frozen=True, slots=True, repr=False)
class Context:
    """What a check may look at beside the value; absent facts are None or empty."""

    today: date
    birth_date: date | None = None
    sex: Sex | None = None
    series: str = ""
    """Series of the policy whose number is checked."""
    code: str = ""
    """F011 code of the document."""
    other: str = ""
    """The name to compare with."""
    issued_on: date | None = None
    """Day the document was issued."""
    terms: Terms = DEFAULT_TERMS

    @staticmethod
    def from_json(raw: Mapping[str, object], today: date) -> "Context":
        """Build a context from the ``ctx`` object of the command line.

        Args:
            raw: Keys birth_date, sex (1, 2 or a word), today, series, code, other, issued_on;
                others are ignored.
            today: The day to use when ``raw`` names none.

        Raises:
            RegistrarError: ID-002, a value that cannot be understood.
        """
        return Context(
            today=_day(raw, "today") or today,
            birth_date=_day(raw, "birth_date"),
            sex=parse_sex(raw.get("sex")),
            series=_words(raw, "series"),
            code=_words(raw, "code"),
            other=_words(raw, "other"),
            issued_on=_day(raw, "issued_on"),
        )


def parse_sex(value: object) -> Sex | None:
    """Sex from 1 or 2, a letter or a word in Russian or English; None for nothing.

    Raises:
        RegistrarError: ID-002, a word that means neither.
    """
    if value is None or value == "":
        return None
    sex = _SEX_WORDS.get(str(value).strip().lower())
    if sex is None:
        raise RegistrarError("ID-002", reason="sex")
    return sex


def _day(raw: Mapping[str, object], key: str) -> date | None:
    value = raw.get(key)
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise RegistrarError("ID-002", reason=key) from None


def _words(raw: Mapping[str, object], key: str) -> str:
    value = raw.get(key)
    return "" if value is None else str(value).strip()
