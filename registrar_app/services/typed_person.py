"""A whole form as it was typed: the person, who represents him, and the likely doubles of both."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from registrar_app.domain.context import Rules
from registrar_app.domain.draft import ADDRESS_PARTS, from_person, to_person
from registrar_app.domain.problems import Problem, problem
from registrar_app.domain.records import Double, DoubleStrength, PersonData, PersonRecord, RepresentativeData
from registrar_app.domain.records import RepresentativeView as View
from registrar_app.domain.representative_form import (
    SLOTS,
    from_representatives,
    named_slots,
    to_representatives,
)
from registrar_app.domain.values import Relation, Sex
from registrar_app.models import people as stored
from registrar_app.models.newborns import newborn_doubles

_ORDER = tuple(DoubleStrength)


@dataclass(frozen=True, slots=True, repr=False)
class TypedPerson:
    """What a form says, understood."""

    data: PersonData
    representatives: tuple[RepresentativeData, ...]
    """Those the form names; an emptied one is to be taken away."""
    problems: tuple[Problem, ...]
    slots: tuple[str, ...] = ()
    """Prefix of the fields of each representative."""

    @property
    def views(self) -> tuple[View, ...]:
        """The representatives by what the form alone says of them."""
        return tuple(View(one, one.name) for one in self.representatives)

    @property
    def texts(self) -> dict[str, str]:
        """Every field as it is kept, for the values of answered warnings."""
        return from_person(self.data) | from_representatives(self.views)

    def doubles(self, session: Session, exclude_id: UUID | None = None) -> tuple[Double, ...]:
        """Saved people who may be this one, the surest first; a newborn by his representatives too."""
        usual = stored.doubles(session, self.data, exclude_id)
        children = newborn_doubles(session, self.data, self.representatives, exclude_id)
        known = {one.row.id for one in usual}
        found = (*usual, *(one for one in children if one.row.id not in known))
        return tuple(sorted(found, key=lambda one: _ORDER.index(one.strength)))


def understand(
    values: Mapping[str, str], today: date, rules: Rules, person_id: UUID | None = None
) -> TypedPerson:
    """Understand a form.

    Args:
        values: Raw texts by field id; a form without fields of representatives says nothing of them.
        today: The day.
        rules: The clinic's terms and calendar.
        person_id: The record being edited: nobody represents himself.
    """
    data, problems = to_person(values, today, rules.terms, rules.is_workday)
    people, remarks = to_representatives(values, today, rules.terms)
    selves = tuple(
        problem("ID-181", f"{slot}last_name")
        for slot in SLOTS
        if person_id is not None and values.get(f"{slot}person", "").strip() == str(person_id)
    )
    return TypedPerson(data, people, (*problems, *remarks, *selves), named_slots(values))


def newborn_values(parent: PersonRecord) -> dict[str, str]:
    """The form of a newborn whom a parent registers: surname, address and representative are known."""
    data = parent.data
    relation = Relation.FATHER if data.sex is Sex.MALE else Relation.MOTHER
    return {
        "newborn_order": "1",
        "last_name": data.last_name,
        "citizenship": data.citizenship,
        **{f"reg_{part}": getattr(data.registration, part) for part in ADDRESS_PARTS},
        "rep1_person": str(parent.id),
        "rep1_last_name": data.last_name,
        "rep1_first_name": data.first_name,
        "rep1_patronymic": data.patronymic or "",
        "rep1_relation": relation.value,
    }
