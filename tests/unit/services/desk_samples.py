"""Small makers that several tests of the use cases share."""

from datetime import date
from uuid import UUID

from registrar_app.domain.draft import from_person
from registrar_app.domain.records import Identity, PersonData, PolicyData
from registrar_app.domain.samples import make_enp, make_snils
from registrar_app.domain.values import PolicyKind, Sex, Source
from registrar_app.services.desk import Desk

BORN = date(1990, 5, 17)


def new_person(serial: int = 1, **changes: object) -> PersonData:
    """A person who is not in the training clinic."""
    values: dict[str, object] = {
        "last_name": "Незнакомцева",
        "first_name": "Варвара",
        "patronymic": "Тихоновна",
        "birth_date": BORN,
        "sex": Sex.FEMALE,
        "snils": make_snils(700_000 + serial),
        "policy": PolicyData(kind=PolicyKind.CARD, enp=make_enp("99", BORN, Sex.FEMALE, 70_000 + serial)),
        **changes,
    }
    return PersonData(**values)  # type: ignore[arg-type]


def form(serial: int = 1, **texts: str) -> dict[str, str]:
    """The form of a new person with some texts typed over."""
    return {**from_person(new_person(serial)), **texts}


def id_of(desk: Desk, text: str) -> UUID:
    """The only person a search finds."""
    found = desk.people.search(text)
    assert found.total == 1, found.total
    return found.rows[0].id


def on_card(person: PersonData, **more: object) -> Identity:
    """What a card with this person on it gives."""
    return Identity(Source.CARD, person, **more)  # type: ignore[arg-type]
