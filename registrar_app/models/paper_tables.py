"""Tables of papers: what was issued, what happened to it, which numbers are given."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from registrar_app.models.base import AppendOnly, Base, Voidable, later, link


class CertificateRow(AppendOnly):
    """An issued medical certificate, for ever as it was."""

    __tablename__ = "medical_certificate"
    __table_args__ = (
        Index("ix_medical_certificate_number", "number", "form", "series"),
        # The journal walks these in the order of its pages and never sorts.
        Index("ix_medical_certificate_day", "issued_on", "id"),
        Index("ix_medical_certificate_form_day", "form", "issued_on", "id"),
        Index("ix_medical_certificate_physician_day", "physician", "issued_on", "id", "form"),
        Index("ix_medical_certificate_name", "name_key", "issued_on", "form", "physician", "id"),
        # What runs out, and whether the person has a paper of the same form that lasts longer.
        Index("ix_medical_certificate_end", "valid_until", "id", "person_id", "form"),
        Index("ix_medical_certificate_person", "person_id", "form", "valid_until", "id"),
        Index("ix_medical_certificate_file", "blob_sha256"),
    )
    root_column: ClassVar[str] = "person_id"

    person_id: Mapped[UUID] = link("person.id")
    form: Mapped[str]
    edition: Mapped[str]
    series: Mapped[str] = mapped_column(default="")
    number: Mapped[str]
    issued_on: Mapped[date]
    last_name: Mapped[str]
    first_name: Mapped[str]
    patronymic: Mapped[str | None]
    birth_date: Mapped[date | None]
    name_key: Mapped[str]
    """Folded full name at the time of issue, for the journal's search."""
    person: Mapped[str]
    """JSON snapshot."""
    values: Mapped[str]
    """JSON of everything printed."""
    physician: Mapped[str] = mapped_column(default="")
    blob_sha256: Mapped[str] = mapped_column(default="")
    level: Mapped[str] = mapped_column(default="")
    signers: Mapped[str] = mapped_column(default="[]")
    """JSON list of names."""
    signed_at: Mapped[datetime | None]
    staff_id: Mapped[UUID | None]
    valid_until: Mapped[date | None] = later()
    """Last day on which it counts; empty: no end, or not known."""


class CertificateEventRow(AppendOnly):
    """What happened to an issued certificate."""

    __tablename__ = "certificate_event"
    __table_args__ = (
        # Few papers end: this index is small, and knows which.
        Index(
            "ix_certificate_event_end", "certificate_id", "kind",
            sqlite_where=text("kind IN ('spoiled', 'lost', 'annulled', 'replaced')"),
        ),
    )  # fmt: skip
    root_column: ClassVar[str] = "person_id"

    certificate_id: Mapped[UUID] = link("medical_certificate.id", index=True)
    person_id: Mapped[UUID] = link("person.id")
    kind: Mapped[str]
    made_at: Mapped[datetime]
    staff_id: Mapped[UUID | None]
    note: Mapped[str] = mapped_column(default="")
    blob_sha256: Mapped[str] = later("")
    """The file as it is from this event on (a higher level of signature); empty: the same file."""


class BlankEventRow(AppendOnly):
    """What happened to numbered blanks that is not an issue: received, spoiled, lost, returned."""

    __tablename__ = "blank_event"

    form: Mapped[str]
    series: Mapped[str] = mapped_column(default="")
    year: Mapped[int]
    first: Mapped[str]
    """First number of the blanks, with its zeros."""
    last: Mapped[str]
    kind: Mapped[str]
    """received, spoiled, lost, returned."""
    reason: Mapped[str] = mapped_column(default="")
    certificate_id: Mapped[UUID | None] = link("medical_certificate.id")
    desk: Mapped[str]
    staff_id: Mapped[UUID | None]
    made_at: Mapped[datetime]


class RequestRow(Voidable):
    """A paper somebody asked for: who, for whom, which, by when, how far it is."""

    __tablename__ = "paper_request"
    root_column: ClassVar[str] = "person_id"

    person_id: Mapped[UUID] = link("person.id", index=True)
    form: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    """received, checking, doctor, ready, issued, refused, withdrawn."""
    asked_on: Mapped[date]
    due_on: Mapped[date] = mapped_column(index=True)
    term_days: Mapped[int]
    """Working days."""
    asked_by: Mapped[str] = mapped_column(default="")
    """Who asked when it was not the person: name and what he is to him."""
    contact: Mapped[str] = mapped_column(default="")
    channel: Mapped[str] = mapped_column(default="")
    """desk, phone, portal, organisation."""
    purpose: Mapped[str] = mapped_column(default="")
    missing: Mapped[str] = mapped_column(default="[]")
    """JSON list of documents still missing."""
    doctor_id: Mapped[UUID | None]
    taken_by: Mapped[UUID | None]
    """Who works on it."""
    refusal_reason: Mapped[str] = mapped_column(default="")
    refusal_id: Mapped[UUID | None] = link("medical_certificate.id")
    certificate_id: Mapped[UUID | None] = link("medical_certificate.id")
    note: Mapped[str] = mapped_column(default="")


class RequestEventRow(AppendOnly):
    """One step in the life of a request."""

    __tablename__ = "paper_request_event"
    root_column: ClassVar[str] = "person_id"

    request_id: Mapped[UUID] = link("paper_request.id", index=True)
    person_id: Mapped[UUID] = link("person.id")
    kind: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    staff_id: Mapped[UUID | None]
    made_at: Mapped[datetime]


class PhraseRow(Voidable):
    """A sentence a doctor uses again and again in a field of a paper."""

    __tablename__ = "phrase"

    staff_id: Mapped[UUID | None]
    """The doctor; None: for everybody."""
    form: Mapped[str]
    field: Mapped[str]
    body: Mapped[str]
    place: Mapped[int]


class BatchRunRow(Base):
    """One batch of papers from a list. Local."""

    __tablename__ = "batch_run"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    form: Mapped[str]
    file_name: Mapped[str]
    state: Mapped[str]
    """ready, running, paused, done, cancelled."""
    plan: Mapped[str]
    """JSON: columns, day of issue, values the same for all, printing."""
    staff_id: Mapped[UUID | None]
    made_at: Mapped[datetime]


class BatchRowRow(Base):
    """One line of a batch: what it asks for and what became of it."""

    __tablename__ = "batch_row"

    run_id: Mapped[UUID] = mapped_column(primary_key=True)
    row_no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    outcome: Mapped[str]
    """waiting, done, failed, asks, skipped."""
    case: Mapped[str]
    """JSON."""
    paper_id: Mapped[UUID]
    """Id the paper will have, given before it is made: a batch taken up again never makes a second."""
    person_id: Mapped[UUID | None]
    codes: Mapped[str] = mapped_column(default="")
    """JSON list of problems: code, field, words of the text. Local, as the case beside it."""


class UpgradeRow(Base):
    """A signed paper that still wants a time stamp or validation data from the network. Local."""

    __tablename__ = "signature_upgrade"

    certificate_id: Mapped[UUID] = mapped_column(primary_key=True)
    level: Mapped[str]
    """The level wanted: B-T, B-LT, B-LTA."""
    state: Mapped[str]
    """waiting, done, given up."""
    tries: Mapped[int] = mapped_column(default=0)
    last_code: Mapped[str] = mapped_column(default="")
    next_at: Mapped[datetime]
    made_at: Mapped[datetime]


class NumberRangeRow(Base):
    """Numbers a workplace may give out. Local: the lease belongs to this database file."""

    __tablename__ = "number_range"

    form: Mapped[str] = mapped_column(primary_key=True)
    series: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    desk: Mapped[str] = mapped_column(primary_key=True)
    first: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]
    next: Mapped[int]
    width: Mapped[int] = mapped_column(default=0)


class TakenNumberRow(Base):
    """A number that was given, for ever; one without a paper in the journal is reported, never reused."""

    __tablename__ = "taken_number"

    form: Mapped[str] = mapped_column(primary_key=True)
    series: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[str] = mapped_column(primary_key=True)
    desk: Mapped[str]
    holder: Mapped[UUID | None] = mapped_column(index=True)
    taken_at: Mapped[datetime]
    staff_id: Mapped[UUID | None]
