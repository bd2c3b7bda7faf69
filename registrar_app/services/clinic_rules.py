"""What the clinic's own data must hold: numbers with check digits, names that papers need."""

from datetime import date

from registrar_app.domain import checks
from registrar_app.domain.context import Context
from registrar_app.domain.problems import Check, Level, Problem, problem
from registrar_app.domain.records import Organization
from registrar_app.domain.values import PersonName

_NEEDED = (
    ("full_name", "полное название"),
    ("short_name", "краткое название"),
    ("address", "адрес"),
    ("ogrn", "ОГРН"),
    ("head_name", "главный врач"),
)
_CODES = (("ogrn", "ogrn"), ("okpo", "okpo"), ("inn", "inn10"), ("mo_code", "mo_code"), ("oid", "mo_oid"))
"""Attribute of the organisation -> kind of the check."""


def normal(kind: str, value: str, today: date) -> Check:
    """The check of a code, with its normal form."""
    return checks.check(kind, value, Context(today=today))


def check_organization(organization: Organization, today: date) -> tuple[Problem, ...]:
    """Problems at the fields of an organisation; an empty answer lets it be saved."""
    found = [
        problem("REC-031", name, caption=caption)
        for name, caption in _NEEDED
        if not str(getattr(organization, name)).strip()
    ]
    for name, kind in _CODES:
        value = str(getattr(organization, name)).strip()
        if value:
            found += [one.at(name) for one in normal(kind, value, today).problems]
    return tuple(found)


def check_staff(name: PersonName, snils: str, today: date) -> tuple[Problem, ...]:
    """Problems of a worker's name and SNILS; a SNILS is not needed."""
    found: list[Problem] = []
    if not name.last.strip():
        found.append(problem("REC-031", "last_name", caption="фамилия"))
    if not name.first.strip():
        found.append(problem("REC-031", "first_name", caption="имя"))
    if snils.strip():
        found += [
            one.at("snils") for one in normal("snils", snils, today).problems if one.level is Level.ERROR
        ]
    return tuple(found)
