"""Who acts for a person: a parent, a guardian, somebody with a power of attorney."""

import dataclasses
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registrar_app.domain.records.person import Address, DocumentData
from registrar_app.domain.values import PersonName, Relation


@dataclass(frozen=True, slots=True, repr=False)
class RepresentativeData:
    """A representative as he is recorded: one of our patients, or typed in."""

    id: UUID | None = None
    """The stored row; None for a new one."""
    person_id: UUID | None = None
    """The patient who represents; his own record then has the name and the numbers."""
    relation: Relation = Relation.MOTHER
    last_name: str = ""
    first_name: str = ""
    patronymic: str | None = None
    birth_date: date | None = None
    snils: str = ""
    phone: str = ""
    document: DocumentData = dataclasses.field(default_factory=DocumentData)
    authority: str = ""
    """Document that gives the right: act of guardianship, power of attorney; a parent needs none."""
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def name(self) -> PersonName:
        """The name as typed; empty where a patient is named."""
        return PersonName(self.last_name, self.first_name, self.patronymic)

    @property
    def is_empty(self) -> bool:
        """Nobody is named."""
        return self.person_id is None and not (self.last_name or self.first_name)

    def holds_on(self, day: date) -> bool:
        """Whether the authority holds on a day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True, repr=False)
class RepresentativeView:
    """Who represents whom, for either record: the other person's name and where his record is."""

    data: RepresentativeData
    name: PersonName
    person_id: UUID | None = None
    """The other person's record; None for somebody typed in."""
    record_number: str = ""
    phone: str = ""
    """Telephone of the representative, from his own record where he has one."""
    document: DocumentData = dataclasses.field(default_factory=DocumentData)
    """His document, likewise."""
    address: Address = dataclasses.field(default_factory=Address)
    """His registration, where he is a patient."""
