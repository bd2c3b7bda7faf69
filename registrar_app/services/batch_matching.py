"""Whose paper a line of a batch is: one of our patients, found and never guessed.

Numbers decide; without a hit of a number the whole name with the birth date does, where nothing contradicts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from uuid import UUID

from sqlalchemy.orm import Session

from registrar_app.domain.dates import ru_date
from registrar_app.domain.names import fold
from registrar_app.domain.problems import Level, Problem, problem
from registrar_app.domain.records import PersonData
from registrar_app.models import import_rows, people
from registrar_app.models.joined import survivor_id
from registrar_app.services.import_matching import Key, strong_keys, weak_key
from registrar_app.services.import_prepare import Prepared, prepare
from registrar_app.services.import_shapes import ListFile, ListRow, Plan

PERSON = "who"
"""Field of a problem that is about the person as a whole."""
_NO_FILE = ListFile(Path(), "csv", "")
_PARTS = {
    "full_name": ("last_name", "first_name", "patronymic"),
    "doc_any": ("doc_series", "doc_number", "doc_kind"),
}
"""Fields that one column may hold together."""


@dataclass(frozen=True, slots=True, repr=False)
class Match:
    """The person of a line, or why there is none."""

    who: str
    """«Гарипова Зульфия Ильдусовна, 16.04.1991» as the line says."""
    person_id: UUID | None = None
    problems: tuple[Problem, ...] = ()
    several: tuple[UUID, ...] = ()
    """Records that fit, where more than one does."""


def understood(texts: Mapping[str, str], today: date) -> tuple[Prepared, tuple[Problem, ...]]:
    """The texts that name a person, and what is wrong with them.

    Args:
        texts: By field id of ``batch_columns.WHO``.
        today: For ages and years of two digits.
    """
    fields = MappingProxyType(dict(enumerate(texts)))
    row = prepare(ListRow(1, tuple(texts.values())), Plan(_NO_FILE, "", 0, fields), today)
    given = {part for key, text in texts.items() if text for part in (key, *_PARTS.get(key, ()))}
    wrong = [one for one in row.problems if one.level is Level.ERROR and one.field in given]
    return row, tuple(wrong)


def match(session: Session, texts: Mapping[str, str], today: date) -> Match:
    """Find the person.

    Args:
        session: A reading session.
        texts: By field id of ``batch_columns.WHO``.
        today: For ages and years of two digits.
    """
    row, wrong = understood(texts, today)
    if wrong:
        return Match(row.who, problems=wrong)
    strong = strong_keys(row.data)
    named = bool(row.data.last_name and row.data.first_name and row.data.birth_date)
    keys: list[Key] = [*strong, *([weak_key(row.data)] if named else [])]
    if not keys:
        return Match(row.who, problems=(problem("CERT-154", PERSON),))
    found = {key: _living(session, owners) for key, owners in _owners(session, keys).items()}
    by_number = {one for key in strong for one in found.get(key, ())}
    if len(by_number) > 1:
        return _several(row, by_number)
    if by_number:
        return _agreeing(session, row, next(iter(by_number)))
    alike = found.get(weak_key(row.data), set()) if named else set()
    fitting = {one for one in alike if not _contradicts(row.data, people.person_data(session, one))}
    if len(fitting) > 1:
        return _several(row, fitting)
    if fitting:
        return Match(row.who, next(iter(fitting)))
    return Match(row.who, problems=(problem("CERT-166" if alike else "CERT-151", PERSON),))


def _owners(session: Session, keys: list[Key]) -> dict[Key, tuple[bytes, ...]]:
    wanted: dict[str, list[str]] = {}
    for kind, token in keys:
        wanted.setdefault(kind, []).append(token)
    return import_rows.holders(session, wanted)  # type: ignore[arg-type]


def _living(session: Session, owners: tuple[bytes, ...]) -> set[UUID]:
    """Records by their keys; of joined ones the one that stayed."""
    return {survivor_id(session, UUID(bytes=one)) for one in owners}


def _several(row: Prepared, found: set[UUID]) -> Match:
    return Match(
        row.who, problems=(problem("CERT-152", PERSON, count=len(found)),), several=tuple(sorted(found))
    )


def _agreeing(session: Session, row: Prepared, person_id: UUID) -> Match:
    """A number may be typed wrong and belong to a stranger: name and birth date must not say otherwise."""
    data = people.person_data(session, person_id)
    if data is None:
        return Match(row.who, problems=(problem("CERT-151", PERSON),))
    mine = row.data
    other_name = mine.last_name and (
        fold(mine.last_name) != fold(data.last_name) and fold(mine.first_name) != fold(data.first_name)
    )
    other_birth = mine.birth_date and data.birth_date and mine.birth_date != data.birth_date
    if other_name or other_birth:
        who = words_of(data)
        return Match(row.who, problems=(problem("CERT-153", PERSON, who=who),), several=(person_id,))
    return Match(row.who or words_of(data), person_id)


def _contradicts(row: PersonData, data: PersonData | None) -> bool:
    """Whether a record of the same name and birth date has another number."""
    if data is None:
        return True
    pairs = ((row.snils, data.snils), (row.policy.enp, data.policy.enp))
    return any(mine and other and mine != other for mine, other in pairs)


def words_of(data: PersonData) -> str:
    """«Гарипова Зульфия Ильдусовна, 16.04.1991»."""
    born = ru_date(data.birth_date) if data.birth_date else ""
    return ", ".join(filter(None, (data.name.full.strip(), born)))
