"""What is kept around a person: answers, marks, history, what was typed and not saved."""

import dataclasses
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from registrar_app.domain.records.attachments import AttachmentView
from registrar_app.domain.records.person import PersonData
from registrar_app.domain.records.representative import RepresentativeView
from registrar_app.domain.values import Source


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A warning answered by a person; not asked again for the same value."""

    code: str
    field: str
    value: str = dataclasses.field(repr=False)
    """The normalised value it was answered for."""
    staff_id: UUID | None = None
    staff: str = dataclasses.field(default="", repr=False)
    made_at: datetime | None = None
    reason: str = dataclasses.field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Mark:
    """How and when a field group was last verified."""

    group: str
    """fio, birth, snils, enp, policy, document, address."""
    source: Source
    at: datetime
    staff: str = dataclasses.field(default="", repr=False)


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
    representatives: tuple[RepresentativeView, ...] = ()
    """Who represents this person."""
    represents: tuple[RepresentativeView, ...] = ()
    """Whom this person represents."""
    archived_on: date | None = None
    archive_reason: str = ""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One changed field in the life of a record."""

    at: datetime
    """UTC."""
    staff: str = dataclasses.field(repr=False)
    """Short name, empty if not known."""
    source: Source
    field: str
    """Table and column, for example ``person.last_name``, ``policy.enp``, ``attachment.ends``."""
    old: str = dataclasses.field(repr=False)
    """Old value as stored text, empty for none."""
    new: str = dataclasses.field(repr=False)
    """New value, empty where it was taken away."""
    of: str = dataclasses.field(default="", repr=False)
    """Which of several rows of the table: kind of an address, field group of a mark, kind of a file."""
    reason: str = dataclasses.field(default="", repr=False)
    """Why a row was taken away, in the words of the one who did it."""
    root_id: UUID | None = None
    """The record it was written in: another one where that was joined with this one."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed and not yet saved."""

    kind: str
    key: str
    payload: str = dataclasses.field(repr=False)
    """JSON text."""
    saved_at: datetime
    staff_id: UUID | None = None
