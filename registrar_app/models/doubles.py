"""Other records that may be the same person.

Source: the project's domain notes on identifiers, section 8, with the weights its decisions gave them.
"""

import contextlib
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from registrar_app.domain.near import near_numbers
from registrar_app.domain.records import Double, DoubleStrength, PersonData
from registrar_app.models.fetching import reader_of
from registrar_app.models.key_rows import Kind, birth_token, document_token, name_token
from registrar_app.models.person_rows import search_rows, with_key

_RANGE = "SELECT token, person_id FROM search_key WHERE kind = ? AND token >= ? AND token < ? LIMIT 1000"
_ORDER = tuple(DoubleStrength)
_LAST = "\U0010ffff"

Found = dict[bytes, list[tuple[DoubleStrength, str]]]


def doubles(session: Session, data: PersonData, exclude_id: UUID | None = None) -> tuple[Double, ...]:
    """Other records that may be the same person, the surest first.

    Args:
        session: A reading session.
        data: What is typed so far; incomplete parts are not compared.
        exclude_id: The record being edited.
    """
    found: Found = {}
    _by_numbers(session, data, found)
    _by_name(session, data, found)
    if exclude_id is not None:
        found.pop(exclude_id.bytes, None)
    best = {one: min(_ORDER.index(weight) for weight, _word in why) for one, why in found.items()}
    rows = {row.id: row for row in search_rows(session, list(found)[:200])}
    ordered = sorted(
        (one for one in found if UUID(bytes=one) in rows),
        key=lambda one: (best[one], rows[UUID(bytes=one)].name.full),
    )
    return tuple(
        Double(
            rows[UUID(bytes=one)],
            _ORDER[best[one]],
            tuple(dict.fromkeys(word for _weight, word in sorted(found[one], key=_weight_of))),
        )
        for one in ordered
    )


def _weight_of(pair: tuple[DoubleStrength, str]) -> int:
    return _ORDER.index(pair[0])


def _note(found: Found, ids: list[bytes], strength: DoubleStrength, word: str) -> None:
    for one in ids:
        found.setdefault(one, []).append((strength, word))


def _by_numbers(session: Session, data: PersonData, found: Found) -> None:
    enp, document = data.policy.enp, data.document
    if len(enp) == 16:
        _note(found, with_key(session, Kind.ENP, enp), DoubleStrength.STRONG, "enp")
        _note(found, _near(session, enp), DoubleStrength.SIMILAR, "enp_near")
    if len(data.snils) == 11:
        _note(found, with_key(session, Kind.SNILS, data.snils), DoubleStrength.STRONG, "snils")
    if document.number:
        token = document_token(document.kind, document.series, document.number)
        _note(found, with_key(session, Kind.DOCUMENT, token), DoubleStrength.STRONG, "document")


def _near(session: Session, enp: str) -> list[bytes]:
    """Records whose ENP differs in one digit or has two neighbours swapped."""
    near = sorted(near_numbers(enp))
    marks = ",".join("?" * len(near))
    sql = f"SELECT person_id FROM search_key WHERE kind = 'e' AND token IN ({marks})"  # noqa: S608 - marks only
    return [row[0] for row in reader_of(session).fetch(sql, near)]


def _range(session: Session, kind: Kind, prefix: str) -> list[tuple[str, bytes]]:
    bounds = (str(kind), prefix, prefix + _LAST)
    return [(row[0], row[1]) for row in reader_of(session).fetch(_RANGE, bounds)]


def _by_name(session: Session, data: PersonData, found: Found) -> None:
    birth = data.birth_date
    if birth is None or not data.last_name or not data.first_name:
        return
    token = name_token(data.last_name, data.first_name, data.patronymic)
    _note(found, with_key(session, Kind.NAME, f"{token}|{birth}"), DoubleStrength.WEAK, "fio_birth")
    turned = None
    with contextlib.suppress(ValueError):
        turned = date(birth.year, birth.day, birth.month)
    for key, one in _range(session, Kind.NAME, f"{token}|{birth.year:04}-"):
        day = key.rpartition("|")[2]
        if day == str(turned) != str(birth):
            _note(found, [one], DoubleStrength.SIMILAR, "birth_turned")
        elif day != str(birth):
            _note(found, [one], DoubleStrength.SIMILAR, "fio_year")
    whole = birth_token(str(birth), data.last_name, data.first_name, data.patronymic)
    rest = birth_token("", "", data.first_name, data.patronymic)
    for key, one in _range(session, Kind.BIRTH, f"{birth} "):
        # The same first name and patronymic on the same day: people marry.
        if key.endswith(rest) and key != whole:
            _note(found, [one], DoubleStrength.SIMILAR, "name_without_last")
