"""Issued papers, their events, the journal and the numbers."""

import dataclasses
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from registrar_app.domain.values import PersonName


class CertificateEventKind(StrEnum):
    """What happened to an issued paper later; it is an event row, the paper itself never changes."""

    ISSUED = "issued"
    PRINTED = "printed"
    COPY = "copy"
    SPOILED = "spoiled"
    LOST = "lost"
    ANNULLED = "annulled"
    REPLACED = "replaced"
    SENT = "sent"
    UPGRADED = "upgraded"
    """The file got a timestamp or data of verification; the note is the level it has now."""

    @property
    def word(self) -> str:
        """Russian word of the journal."""
        return {
            "issued": "выдана", "printed": "напечатана", "copy": "копия", "spoiled": "испорчена",
            "lost": "утрачена", "annulled": "аннулирована", "replaced": "заменена", "sent": "отправлена",
            "upgraded": "дополнена",
        }[self]  # fmt: skip


class CertificateState(StrEnum):
    """State of a paper in the journal, which follows from its events."""

    VALID = "valid"
    SPOILED = "spoiled"
    LOST = "lost"
    ANNULLED = "annulled"
    REPLACED = "replaced"

    @property
    def word(self) -> str:
        """Russian word of the journal."""
        return {
            "valid": "выдана", "spoiled": "испорчена", "lost": "утрачена", "annulled": "аннулирована",
            "replaced": "заменена",
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
    valid_until: date | None = None
    """Last day on which it counts."""


@dataclass(frozen=True, slots=True)
class CertificateEvent:
    """One line of a paper's life."""

    kind: CertificateEventKind
    at: datetime
    """UTC."""
    staff: str = dataclasses.field(repr=False)
    note: str = dataclasses.field(default="", repr=False)
    blob_sha256: str = dataclasses.field(default="", repr=False)
    """The file from this event on; empty: the same file."""


@dataclass(frozen=True, slots=True)
class CertificateRecord:
    """A kept paper with its events, oldest first."""

    id: UUID
    data: NewCertificate
    state: CertificateState
    events: tuple[CertificateEvent, ...]
    copies: int = 0
    """Reprints so far."""

    @property
    def blob_sha256(self) -> str:
        """The file as it is now: the one signed, or the newest that carries more to check it by."""
        later = [one.blob_sha256 for one in self.events if one.blob_sha256]
        return later[-1] if later else self.data.blob_sha256

    @property
    def level(self) -> str:
        """The level of its signatures now; empty for a paper signed by hand."""
        later = [one.note for one in self.events if one.blob_sha256]
        return later[-1] if later else self.data.level


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """What the journal shows; empty parts do not filter."""

    text: str = dataclasses.field(default="", repr=False)
    """Beginning of the number, or beginnings of name parts."""
    form: str = ""
    state: CertificateState | None = None
    since: date | None = None
    until: date | None = None
    forms: tuple[str, ...] = dataclasses.field(default=(), repr=False)
    """Several forms at once, of a register."""
    physician: str = dataclasses.field(default="", repr=False)
    """Short name as it stands in the journal."""
    ends_from: date | None = None
    ends_until: date | None = None
    """Papers whose last day lies here, the first to end on top."""
    after: tuple[str, UUID] | None = dataclasses.field(default=None, repr=False)
    """``JournalPage.following`` of the page before."""


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One line of the journal of papers."""

    id: UUID
    person_id: UUID
    person: PersonName
    birth_date: date | None = dataclasses.field(repr=False)
    form: str
    edition: str
    number: str
    series: str
    issued_on: date
    physician: str = dataclasses.field(repr=False)
    level: str
    state: CertificateState
    staff: str = dataclasses.field(repr=False)
    """Who issued it."""
    copies: int = 0
    valid_until: date | None = None
    ended: str = dataclasses.field(default="", repr=False)
    """Why it was spoiled, lost, annulled or replaced."""


@dataclass(frozen=True, slots=True)
class JournalPage:
    """A page of the journal, newest first."""

    rows: tuple[JournalRow, ...]
    total: int
    """All rows that match, counted up to a limit."""
    is_more: bool = False
    """There are more than ``total``."""
    following: tuple[str, UUID] | None = dataclasses.field(default=None, repr=False)
    """Where the next page begins; None: this is the last."""


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
