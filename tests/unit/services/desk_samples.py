"""Small makers that several tests of the use cases share."""

from datetime import date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

from registrar_app.domain.draft import from_person
from registrar_app.domain.records import Identity, PersonData, PolicyData
from registrar_app.domain.samples import make_enp, make_snils
from registrar_app.domain.values import PolicyKind, Sex, Source
from registrar_app.services.desk import Desk
from registrar_app.services.paper_shapes import Issued, PaperDraft

BORN = date(1990, 5, 17)
NOW = datetime(2026, 11, 21, 10, 42, tzinfo=timezone(timedelta(hours=3)))
"""The moment at which every desk of these tests stands."""


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


def draft_of(desk: Desk, text: str = "Соколова Мария") -> tuple[PaperDraft, dict[str, Any]]:
    """A paper of the first form with every field of the doctor filled."""
    form = next(one for one in desk.papers.forms() if one.is_issued)
    draft = desk.papers.start(form.key, desk.people.search(text).rows[0].id)
    values = {one.id: "здорова" for one in draft.fields if one.source == "doctor" and one.is_editable}
    return draft, values


def issue(desk: Desk, text: str = "Соколова Мария") -> Issued:
    """That paper, signed and kept."""
    draft, values = draft_of(desk, text)
    return desk.papers.issue(draft, values)
