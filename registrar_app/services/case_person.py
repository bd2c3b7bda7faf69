"""Whose paper a case of the command line is: matched by strong identifiers, else created."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from registrar_app.domain.draft import from_person
from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.person_rules import normalize_person
from registrar_app.domain.problems import Level, Problem, problem
from registrar_app.domain.records import Address, PersonData
from registrar_app.domain.values import Sex
from registrar_app.models import people as stored
from registrar_app.services.bench import Bench
from registrar_app.services.people import People
from registrar_app.services.shapes import Answer

_REASON = "выдача из файла"


def person_for_case(
    people: People, bench: Bench, case: Mapping[str, Any]
) -> tuple[UUID, tuple[Problem, ...]]:
    """The person of a case and what is to be said about it.

    Matched by ENP or SNILS; without either by whole name, birth date and the absence of a second such
    record. Otherwise a new record is made; a warning of the rules is answered with «выдача из файла».

    Raises:
        RegistrarError: several records fit (``REC-043``), the case names nobody (``REC-045``).
        RefusedError: the person cannot be saved (``REC-002``).
    """
    data, _problems = normalize_person(_data(case), bench.today())
    with bench.store.read() as session:
        strong = {one.id for one in stored.by_enp(session, data.policy.enp)}
        strong |= {one.id for one in stored.by_snils(session, data.snils)}
        named = {one.row.id for one in stored.doubles(session, data) if "fio_birth" in one.matched}
    found = strong or (named if not (data.snils or data.policy.enp) else set())
    if len(found) > 1:
        raise RegistrarError("REC-043")
    if found:
        return next(iter(found)), ()
    values = from_person(data)
    answers = [
        Answer(one.code, one.field or "", reason=_REASON)
        for one in people.check(values)
        if one.level is Level.WARN
    ]
    answers += [
        Answer(one.code, str(one.person_id), reason=_REASON) for one in people.doubles(values) if one.code
    ]
    return people.save(values, answers=answers).id, (problem("REC-044"),)


def _data(case: Mapping[str, Any]) -> PersonData:
    """The person a case names."""
    raw, fields = case.get("person"), case.get("fields")
    if not isinstance(raw, Mapping):
        raise RegistrarError("REC-045")
    try:
        born, sex = date.fromisoformat(str(raw["birth_date"])), Sex(str(raw["sex"]))
        last, first = str(raw["last_name"]), str(raw["first_name"])
    except (KeyError, ValueError):
        # "from None": the text would quote the case.
        raise RegistrarError("REC-045") from None
    patronymic = raw.get("patronymic") or None
    place = fields.get("registration") if isinstance(fields, Mapping) else None
    parts = Address.__dataclass_fields__.keys()
    address = (
        Address(**{key: str(place.get(key) or "") for key in parts})
        if isinstance(place, Mapping)
        else Address()
    )
    return PersonData(
        last_name=last,
        first_name=first,
        patronymic=str(patronymic) if patronymic else None,
        has_no_patronymic=patronymic is None,
        birth_date=born,
        sex=sex,
        snils=str(raw.get("snils") or ""),
        registration=address,
    )
