"""Who a person is: name, papers, addresses, and what one source says of him."""

import dataclasses
from dataclasses import dataclass
from datetime import date

from registrar_app.domain.problems import Problem
from registrar_app.domain.values import PersonName, PolicyKind, Sex, Source


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
    """E.164, empty when not given."""

    @property
    def name(self) -> PersonName:
        """The name in one value."""
        return PersonName(self.last_name, self.first_name, self.patronymic)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who stands at the desk according to one source; chip, barcode and typing all end here."""

    source: Source
    person: PersonData
    problems: tuple[Problem, ...] = ()
    """Remarks on what was read: damaged fields, insurer not on card, ENP that does not agree."""
    insurer_on_card: bool = True
    photo: bytes | None = dataclasses.field(default=None, repr=False)
