"""The clinic's own terms and working days: dated settings that the rules of a record are given."""

import json
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from sqlalchemy.orm import Session

from registrar_app.domain.birth_date import parse_date
from registrar_app.domain.context import Rules, Terms, terms_on
from registrar_app.domain.dates import add_months, ru_date
from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.workdays import OFF, WORK, russian_calendar
from registrar_app.models import settings as stored
from registrar_app.services.bench import Bench

_TERMS = stored.Setting[dict[str, str]]("rules.terms", {})
"""First day in ISO -> JSON of the terms that hold from it on."""
_DAYS = stored.Setting[dict[str, str]]("rules.days", {})
"""Day in ISO -> ``work`` or ``off``."""
_AHEAD_MONTHS = 120
LIMITS: Mapping[str, tuple[str, int, int]] = MappingProxyType(
    {
        "passport_days": ("обмен паспорта", 0, 365),
        "birth_certificate_days": ("свидетельство о рождении", 0, 365),
        "temporary_certificate_workdays": ("временное свидетельство", 1, 365),
        "representative_age": ("возраст представительства", 0, 18),
        "newborn_days": ("новорождённый", 1, 365),
    }
)
"""Term -> its words, least and greatest value."""


def read_rules(session: Session, today: date) -> Rules:
    """The rules that hold on a day."""
    days = {date.fromisoformat(day): word for day, word in stored.get(session, _DAYS).items()}
    return Rules(terms_on(today, _read_terms(session)), russian_calendar(days))


def _read_terms(session: Session) -> tuple[Terms, ...]:
    kept = stored.get(session, _TERMS)
    return tuple(
        Terms(date.fromisoformat(since), **json.loads(words)) for since, words in sorted(kept.items())
    )


class RuleBook:
    """Use cases of the terms and of the calendar."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def now(self) -> Rules:
        """The rules of today."""
        with self._bench.store.read() as session:
            return read_rules(session, self._bench.today())

    def terms(self) -> tuple[Terms, ...]:
        """All dated sets of terms, oldest first; without any the shipped ones hold."""
        with self._bench.store.read() as session:
            return _read_terms(session) or (Terms(),)

    def save_terms(self, terms: Terms, former_since: date | None = None) -> None:
        """Keep a set of terms under its first day.

        Args:
            terms: The set.
            former_since: The first day it had before, where that was changed.

        Raises:
            RegistrarError: a number outside its limits (``ID-184``, at its field).
        """
        numbers = {name: getattr(terms, name) for name in LIMITS}
        for name, (words, least, most) in LIMITS.items():
            if not least <= numbers[name] <= most:
                raise RegistrarError("ID-184", name, caption=words, least=least, most=most)
        with self._bench.store.change(self._bench.quiet_actor()) as work:
            kept = dict(stored.get(work.session, _TERMS))
            if former_since is not None:
                kept.pop(former_since.isoformat(), None)
            stored.put(work, _TERMS, {**kept, terms.since.isoformat(): json.dumps(numbers)})

    @staticmethod
    def typed_terms(since: date, values: Mapping[str, str]) -> Terms:
        """Terms from the texts of a form; a text that is no number is as wrong as one out of its limits.

        Raises:
            RegistrarError: ``ID-184`` at the field.
        """
        numbers = {}
        for name, (words, least, most) in LIMITS.items():
            typed = values.get(name, "").strip()
            if not (typed.isascii() and typed.isdigit() and least <= int(typed[:4]) <= most):
                raise RegistrarError("ID-184", name, caption=words, least=least, most=most)
            numbers[name] = int(typed)
        return Terms(since, **numbers)

    def days(self) -> tuple[str, str]:
        """The clinic's own days: those off, those worked on, as «31.12.2026, 02.01.2027»."""
        with self._bench.store.read() as session:
            kept = stored.get(session, _DAYS)
        return _listed(kept, OFF), _listed(kept, WORK)

    def save_days(self, off: str, work: str) -> None:
        """Keep the clinic's own days; a day in both lists is off.

        Raises:
            RegistrarError: a day that cannot be understood (``ID-183``, at the field ``off`` or ``work``).
        """
        found = {**self._parsed(work, WORK), **self._parsed(off, OFF)}
        with self._bench.store.change(self._bench.quiet_actor()) as change:
            stored.put(change, _DAYS, dict(sorted(found.items())))

    def _parsed(self, text: str, word: str) -> dict[str, str]:
        days = {}
        # A year of two digits may lie ahead here: the calendar is made for days to come.
        horizon = add_months(self._bench.today(), _AHEAD_MONTHS)
        for typed in text.replace("\n", ",").replace(";", ",").split(","):
            if not typed.strip():
                continue
            day, _remark = parse_date(typed, horizon)
            if day is None:
                raise RegistrarError("ID-183", word, typed=typed.strip())
            days[day.isoformat()] = word
        return days


def _listed(days: dict[str, str], word: str) -> str:
    return ", ".join(ru_date(date.fromisoformat(day)) for day, said in sorted(days.items()) if said == word)
