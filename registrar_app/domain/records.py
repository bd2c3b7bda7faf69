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


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: stands on every operation and audit row."""

    staff_id: UUID | None
    """Current staff member; None only before the first one exists."""
    desk: str = ""
    """Name of the workplace, «окно 3»; number ranges are kept by it."""
    source: Source = Source.TYPED
    """How the values of this change came in, unless a field group says otherwise."""


@dataclass(frozen=True, slots=True)
class Organization:
    """A medical organisation as papers and attachments need it; an empty part is the empty string."""

    full_name: str = ""
    short_name: str = ""
    address: str = ""
    phone: str = ""
    ogrn: str = ""
    okpo: str = ""
    okud: str = ""
    license_number: str = ""
    license_date: date | None = None
    head_name: str = ""
    """Head of the organisation, «Фамилия И. О.»."""
    oid: str = ""
    mo_code: str = ""
    """Code in the territorial fund's exchange, six digits."""
    inn: str = ""


@dataclass(frozen=True, slots=True)
class Department:
    """A department of the clinic."""

    id: UUID
    name: str
    oid: str = ""


class DoubleStrength(StrEnum):
    """How surely another record is the same person; the order of the members is the order of weight."""

    STRONG = "strong"
    """Equal ENP, SNILS or document: the other record is opened first."""
    WEAK = "weak"
    """Equal name and birth date: one confirmation with a reason."""
    SIMILAR = "similar"
    """Perhaps a typing error or another surname: shown, asks nothing."""


@dataclass(frozen=True, slots=True)
class Double:
    """Another record that may be the same person."""

    row: SearchRow
    strength: DoubleStrength
    matched: tuple[str, ...]
    """What agrees: enp, snils, document, fio_birth; for similar ones also enp_near, name_without_last,
    fio_year, birth_turned."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One changed field in the life of a record."""

    at: datetime
    """UTC."""
    staff: str
    """Short name, empty if not known."""
    source: Source
    field: str
    """Table and column, for example ``person.last_name``, ``policy.enp``, ``attachment.ends``."""
    old: str = dataclasses.field(repr=False)
    """Old value as stored text, empty for none."""
    new: str = dataclasses.field(repr=False)


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed and not yet saved."""

    kind: str
    key: str
    payload: str = dataclasses.field(repr=False)
    """JSON text."""
    saved_at: datetime
    staff_id: UUID | None = None


class CertificateEventKind(StrEnum):
    """What happened to an issued paper later; it is an event row, the paper itself never changes."""

    ISSUED = "issued"
    PRINTED = "printed"
    COPY = "copy"
    SPOILED = "spoiled"
    ANNULLED = "annulled"
    REPLACED = "replaced"
    SENT = "sent"

    @property
    def word(self) -> str:
        """Russian word of the journal."""
        return {
            "issued": "выдана", "printed": "напечатана", "copy": "копия", "spoiled": "испорчена",
            "annulled": "аннулирована", "replaced": "заменена", "sent": "отправлена",
        }[self]  # fmt: skip


class CertificateState(StrEnum):
    """State of a paper in the journal, which follows from its events."""

    VALID = "valid"
    SPOILED = "spoiled"
    ANNULLED = "annulled"
    REPLACED = "replaced"

    @property
    def word(self) -> str:
        """Russian word of the journal."""
        return {
            "valid": "выдана", "spoiled": "испорчена", "annulled": "аннулирована", "replaced": "заменена",
        }[self]  # fmt: skip


@dataclass(frozen=True, slots=True, repr=False)
class NewCertificate:
    """A finished paper to be kept for ever."""

    person_id: UUID
    form: str
    """Key of the form's table, never shown as the form's number."""
    edition: str
    number: str
    issued_on: date
    person: str
    """JSON: the person as he was on the paper."""
    values: str
    """JSON: all values printed."""
    series: str = ""
    blob_sha256: str = ""
    """64 hex digits of the kept file; empty for a paper signed by hand and not kept."""
    level: str = ""
    """Level of the signature, «B-B»; empty for a paper to be signed by hand."""
    signers: tuple[str, ...] = ()
    """Names as in the signing certificates."""
    signed_at: datetime | None = None
    physician: str = ""
    """Issuing doctor, short name, for the journal."""
    id: UUID | None = None
    """Taken beforehand when the number was taken for it; None: a new one."""


@dataclass(frozen=True, slots=True)
class CertificateEvent:
    """One line of a paper's life."""

    kind: CertificateEventKind
    at: datetime
    """UTC."""
    staff: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class CertificateRecord:
    """A kept paper with its events, oldest first."""

    id: UUID
    data: NewCertificate
    state: CertificateState
    events: tuple[CertificateEvent, ...]
    copies: int = 0
    """Reprints so far."""


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """What the journal shows; empty parts do not filter."""

    text: str = dataclasses.field(default="", repr=False)
    """Beginning of the number, or beginnings of name parts."""
    form: str = ""
    state: CertificateState | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One line of the journal of papers."""

    id: UUID
    person_id: UUID
    person: PersonName
    birth_date: date | None
    form: str
    edition: str
    number: str
    series: str
    issued_on: date
    physician: str
    level: str
    state: CertificateState
    staff: str
    """Who issued it."""
    copies: int = 0


@dataclass(frozen=True, slots=True)
class JournalPage:
    """A page of the journal, newest first."""

    rows: tuple[JournalRow, ...]
    total: int
    """All rows that match."""


@dataclass(frozen=True, slots=True)
class NumberRange:
    """Numbers a workplace may give out for a form."""

    form: str
    series: str
    year: int
    desk: str
    first: int
    last: int
    next: int
    width: int = 0
    """Digits with leading zeros; 0: as the number is."""

    @property
    def free(self) -> int:
        """How many are left."""
        return max(self.last - self.next + 1, 0)
