"""Who a person is: name, papers, addresses, and what one source says of him."""

import dataclasses
from dataclasses import dataclass
from datetime import date

from registrar_app.domain.problems import Problem
from registrar_app.domain.values import BirthPrecision, PersonName, PolicyKind, Sex, Source


@dataclass(frozen=True, slots=True, repr=False)
class Address:
    """An address in the parts that forms need; an empty part is the empty string."""

    subject: str = ""
    """Субъект Российской Федерации."""
    district: str = ""
    city: str = ""
    settlement: str = ""
    street: str = ""
    house: str = ""
    korpus: str = ""
    building: str = ""
    apartment: str = ""
    room: str = ""

    @property
    def one_line(self) -> str:
        """«г. Северореченск, ул. Садовая, д. 14, корп. 3, кв. 37»."""
        nbsp = "\u00a0"
        parts = [self.subject, self.district]
        if self.city:
            parts.append(self.city if self.city.startswith("г.") else f"г.{nbsp}{self.city}")
        parts += [self.settlement, self.street]
        parts += [
            f"{word}{nbsp}{value}"
            for word, value in (
                ("д.", self.house),
                ("корп.", self.korpus),
                ("стр.", self.building),
                ("кв.", self.apartment),
                ("комн.", self.room),
            )
            if value
        ]
        return ", ".join(part for part in parts if part)

    def __bool__(self) -> bool:
        return bool(self.one_line)


@dataclass(frozen=True, slots=True, repr=False)
class DocumentData:
    """An identity document, kind by F011."""

    kind: str = "14"
    series: str = ""
    number: str = ""
    issued_on: date | None = None
    issuer: str = ""
    issuer_code: str = ""
    valid_to: date | None = None
    """Last day, for documents with a term: foreigners' ones mostly."""


@dataclass(frozen=True, slots=True, repr=False)
class PolicyData:
    """An OMS policy. A policy of the single sample has its ENP and no series."""

    kind: PolicyKind = PolicyKind.DIGITAL
    enp: str = ""
    series: str = ""
    number: str = ""
    """Number of an old policy or a temporary one; the ENP has its own place."""
    insurer_ogrn: str = ""
    insurer_okato: str = ""
    insurer_name: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Phone:
    """A further telephone with whose it is."""

    number: str
    """E.164."""
    note: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class PersonData:
    """What is known of a person; while a form is being filled, what it holds so far."""

    last_name: str = ""
    first_name: str = ""
    patronymic: str | None = None
    has_no_patronymic: bool = False
    birth_date: date | None = None
    sex: Sex | None = None
    snils: str = ""
    """Eleven digits or empty."""
    policy: PolicyData = dataclasses.field(default_factory=PolicyData)
    document: DocumentData = dataclasses.field(default_factory=DocumentData)
    birth_place: str = ""
    citizenship: str = ""
    """ОКСМ three digits as text, «643» for Russia; empty when not known."""
    registration: Address = dataclasses.field(default_factory=Address)
    residence: Address = dataclasses.field(default_factory=Address)
    """Empty: the same as the registration."""
    phone: str = ""
    """The main one, E.164, empty when not given."""
    phone_note: str = ""
    """Whose the main telephone is: «мама», «рабочий»."""
    other_phones: tuple[Phone, ...] = ()
    birth_precision: BirthPrecision = BirthPrecision.DAY
    """What of the birth date is known; the rest of it stands as the first."""
    record_place: str = ""
    """Where the paper record lies: room, shelf, cell."""
    newborn_order: int | None = None
    """Which child of the birth, from 1, while he has no papers of his own; None for everybody else."""
    is_unidentified: bool = False
    """Nobody knows yet who this is: names and birth date may be missing."""
    found_place: str = ""
    """Where an unidentified person was found."""
    found_when: str = ""
    """When, in the words of those who brought him."""

    @property
    def name(self) -> PersonName:
        """The name in one value."""
        return PersonName(self.last_name, self.first_name, self.patronymic)

    @property
    def title(self) -> PersonName:
        """The name to be shown: of a newborn and an unidentified person with a word for what is missing."""
        return shown_name(self.name, self.sex, self.newborn_order, is_unidentified=self.is_unidentified)


def shown_name(
    name: PersonName, sex: Sex | None, newborn_order: int | None, *, is_unidentified: bool
) -> PersonName:
    """A name with a word in the place of a part that nobody knows; a whole name as it is.

    «Неизвестный», «Неизвестная», «Иванова (новорождённый, 2-й)». Never stored.
    """
    her = sex is Sex.FEMALE
    if is_unidentified and not name.last:
        word = "Неизвестная" if her else "Неизвестный"
        return PersonName(word, name.first, name.patronymic)
    if newborn_order is not None and not name.first:
        number = f", {newborn_order}-{'я' if her else 'й'}" if newborn_order > 1 else ""
        return PersonName(name.last, f"({'новорождённая' if her else 'новорождённый'}{number})")
    return name


@dataclass(frozen=True, slots=True)
class Identity:
    """Who stands at the desk according to one source; chip, barcode and typing all end here."""

    source: Source
    person: PersonData
    problems: tuple[Problem, ...] = ()
    """Remarks on what was read: damaged fields, insurer not on card, ENP that does not agree."""
    insurer_on_card: bool = True
    photo: bytes | None = dataclasses.field(default=None, repr=False)
