"""Tables of papers: what was issued, what happened to it, which numbers are given."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from registrar_app.models.base import AppendOnly, Base, link


class CertificateRow(AppendOnly):
    """An issued medical certificate, for ever as it was."""

    __tablename__ = "medical_certificate"
    __table_args__ = (Index("ix_medical_certificate_number", "number", "form", "series"),)
    root_column: ClassVar[str] = "person_id"

    person_id: Mapped[UUID] = link("person.id", index=True)
    form: Mapped[str]
    edition: Mapped[str]
    series: Mapped[str] = mapped_column(default="")
    number: Mapped[str]
    issued_on: Mapped[date] = mapped_column(index=True)
    last_name: Mapped[str]
    first_name: Mapped[str]
    patronymic: Mapped[str | None]
    birth_date: Mapped[date | None]
    name_key: Mapped[str] = mapped_column(index=True)
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


class CertificateEventRow(AppendOnly):
    """What happened to an issued certificate."""

    __tablename__ = "certificate_event"
    root_column: ClassVar[str] = "person_id"

    certificate_id: Mapped[UUID] = link("medical_certificate.id", index=True)
    person_id: Mapped[UUID] = link("person.id")
    kind: Mapped[str]
    made_at: Mapped[datetime]
    staff_id: Mapped[UUID | None]
    note: Mapped[str] = mapped_column(default="")


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
