"""Frozen shapes that cross the borders between layers and threads.

Names follow the command line's vocabulary: ``last_name``, ``first_name``, ``patronymic``, ISO dates inside.
``repr`` of anything with personal data shows no data.
"""

import dataclasses
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

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


class AttachmentBasis(StrEnum):
    """Why a person is attached; exchange profiles map it."""

    TERRITORY = "territory"
    APPLICATION = "application"
    MOVED = "moved"

    @property
    def word(self) -> str:
        """Russian words of the basis."""
        return {
            "territory": "по территории",
            "application": "по заявлению",
            "moved": "по заявлению, переезд",
        }[self]


class DetachReason(StrEnum):
    """Why an attachment ended."""

    MOVED = "moved"
    DIED = "died"
    OTHER_MO = "other_mo"
    OTHER_DISTRICT = "other_district"
    AGE = "age"
    NOT_INSURED = "not_insured"
    WITHDRAWN = "withdrawn"
    MISTAKE = "mistake"

    @property
    def word(self) -> str:
        """Russian words of the reason."""
        return {
            "moved": "переезд", "died": "смерть", "other_mo": "другая МО", "other_district": "другой участок",
            "age": "по возрасту", "not_insured": "не застрахован", "withdrawn": "заявление отозвано",
            "mistake": "ошибка записи",
        }[self]  # fmt: skip


class DistrictKind(StrEnum):
    """Kind of district (участок) by who is treated there."""

    THERAPY = "therapy"
    PAEDIATRIC = "paediatric"
    FAMILY = "family"

    @property
    def word(self) -> str:
        """Russian adjective of the kind."""
        return {"therapy": "терапевтический", "paediatric": "педиатрический", "family": "семейного врача"}[
            self
        ]


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A worker of the clinic as the screens need one."""

    id: UUID
    name: PersonName
    position: str
    role: str
    """registrar, senior, admin, auditor or physician."""
    snils: str = dataclasses.field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class District:
    """A district (участок) with its physician."""

    id: UUID
    number: str
    kind: DistrictKind
    physician_id: UUID | None
    physician: str
    """Short name of the physician, empty if none."""

    @property
    def title(self) -> str:
        """«12, терапевтический»."""
        return f"{self.number}, {self.kind.word}"


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """One attachment of a person for the screen."""

    id: UUID
    district_id: UUID
    district_number: str
    district_kind: DistrictKind
    physician: str
    basis: AttachmentBasis
    begins: date
    ends: date | None = None
    end_reason: DetachReason | None = None
    organization: str = ""
    """Short name of the medical organisation."""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A warning answered by a person; not asked again for the same value."""

    code: str
    field: str
    value: str = dataclasses.field(repr=False)
    """The normalised value it was answered for."""
    staff_id: UUID | None = None
    staff: str = ""
    made_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """How and when a field group was last verified."""

    group: str
    """fio, birth, snils, enp, policy, document, address."""
    source: Source
    at: datetime
    staff: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class PersonRecord:
    """A saved person as the record page shows him."""

    id: UUID
    data: PersonData
    record_number: str
    """Number of the outpatient record, «014287»."""
    attachment: AttachmentView | None = None
    attachments: tuple[AttachmentView, ...] = ()
    """All, newest first."""
    marks: tuple[Mark, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    died_on: date | None = None
    saved_at: datetime | None = None


@dataclass(frozen=True, slots=True, repr=False)
class SearchRow:
    """One line of the search list."""

    id: UUID
    name: PersonName
    birth_date: date
    policy_tail: str
    """Last four digits of the policy, empty if none."""
    district: str
    """Number of the district, empty if not attached."""
    district_kind: DistrictKind | None = None
    badge: str = ""
    """One word for the row: «не прикреплён»; empty for none."""
    badge_role: str = "neutral"
    """ok, info, warn, error or neutral."""
    died_on: date | None = None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search found."""

    query: str = dataclasses.field(repr=False)
    """What was searched, after the layout was turned."""
    rows: tuple[SearchRow, ...] = ()
    total: int = 0
    """All matches, at least ``len(rows)``."""
    turned_layout: bool = False
    searched: int = 0
    """How many records were looked through."""
