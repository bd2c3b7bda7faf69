"""Tables of a person and what hangs on one. The person's id is the root of the aggregate."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from registrar_app.models.base import AppendOnly, Voidable, later, link


class PersonRow(Voidable):
    """A person. No number of his is unique here: two records of one person are a case, not an error."""

    __tablename__ = "person"

    last_name: Mapped[str]
    first_name: Mapped[str]
    patronymic: Mapped[str | None]
    has_no_patronymic: Mapped[bool] = mapped_column(default=False)
    birth_date: Mapped[date | None]
    sex: Mapped[str | None]
    snils: Mapped[str] = mapped_column(default="")
    birth_place: Mapped[str] = mapped_column(default="")
    citizenship: Mapped[str] = mapped_column(default="")
    record_number: Mapped[str] = mapped_column(default="")
    died_on: Mapped[date | None]
    merged_into: Mapped[UUID | None] = link("person.id")
    record_place: Mapped[str] = later("")
    """Where the paper record lies: room, shelf, cell."""
    is_unidentified: Mapped[bool] = later(default=False)
    """Nobody knows yet who this is; names and numbers may be missing."""
    newborn_order: Mapped[int | None] = later()
    """Which child of a birth without papers of his own, from 1; None for everybody else."""
    birth_precision: Mapped[str] = later("day")
    """What is known of the birth date: day, month, year, about; the rest of the date is the first."""
    archived_on: Mapped[date | None] = later()
    archive_reason: Mapped[str] = later("")
    found_place: Mapped[str] = later("")
    """Where an unidentified person was found."""
    found_when: Mapped[str] = later("")
    """When, in the words of those who brought him."""


class _OfPerson(Voidable):
    """A row that belongs to a person."""

    __abstract__ = True
    root_column: ClassVar[str] = "person_id"

    person_id: Mapped[UUID] = link("person.id", index=True)


class _OfSeveral(_OfPerson):
    """A row of which the record shows one; others are kept beside it."""

    __abstract__ = True

    is_former: Mapped[bool] = later(default=False)
    """Not the one the record shows: kept of a record that was joined with this one, still found by."""


class DocumentRow(_OfSeveral):
    """An identity document, kind by F011."""

    __tablename__ = "identity_document"

    kind: Mapped[str]
    series: Mapped[str] = mapped_column(default="")
    number: Mapped[str] = mapped_column(default="")
    issued_on: Mapped[date | None]
    issuer: Mapped[str] = mapped_column(default="")
    issuer_code: Mapped[str] = mapped_column(default="")
    valid_to: Mapped[date | None] = later()


class PolicyRow(_OfSeveral):
    """An OMS policy."""

    __tablename__ = "policy"

    kind: Mapped[str]
    enp: Mapped[str] = mapped_column(default="")
    series: Mapped[str] = mapped_column(default="")
    number: Mapped[str] = mapped_column(default="")
    insurer_ogrn: Mapped[str] = mapped_column(default="")
    insurer_okato: Mapped[str] = mapped_column(default="")
    insurer_name: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class AddressRow(_OfSeveral):
    """An address: registration or residence."""

    __tablename__ = "address"

    kind: Mapped[str]
    subject: Mapped[str] = mapped_column(default="")
    district: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    settlement: Mapped[str] = mapped_column(default="")
    street: Mapped[str] = mapped_column(default="")
    house: Mapped[str] = mapped_column(default="")
    korpus: Mapped[str] = mapped_column(default="")
    building: Mapped[str] = mapped_column(default="")
    apartment: Mapped[str] = mapped_column(default="")
    room: Mapped[str] = mapped_column(default="")


class ContactRow(_OfSeveral):
    """A telephone or another contact; each is a row of its own (set union when merged)."""

    __tablename__ = "contact"

    kind: Mapped[str]
    value: Mapped[str]
    note: Mapped[str] = mapped_column(default="")


class RepresentativeRow(_OfPerson):
    """A legal representative: a person of ours, or a name with its authority."""

    __tablename__ = "legal_representative"

    representative_id: Mapped[UUID | None] = link("person.id", index=True)
    last_name: Mapped[str] = mapped_column(default="")
    first_name: Mapped[str] = mapped_column(default="")
    patronymic: Mapped[str | None]
    relation: Mapped[str] = mapped_column(default="")
    authority: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    birth_date: Mapped[date | None] = later()
    snils: Mapped[str] = later("")
    document_kind: Mapped[str] = later("")
    document_series: Mapped[str] = later("")
    document_number: Mapped[str] = later("")
    document_issued_on: Mapped[date | None] = later()
    document_issuer: Mapped[str] = later("")
    valid_from: Mapped[date | None] = later()
    valid_to: Mapped[date | None] = later()


class FileRow(_OfPerson):
    """A file of a person, a scan or the photo of his card; the bytes are a blob."""

    __tablename__ = "person_file"

    kind: Mapped[str]
    title: Mapped[str]
    mime: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    pages: Mapped[int]
    dpi: Mapped[int | None]
    source: Mapped[str]
    staff_id: Mapped[UUID | None]
    added_at: Mapped[datetime]


class MergeRow(Voidable):
    """Two records found to be one person: ``from_id`` lives on in ``into_id``. Voided when it is undone.

    Source: the project's synchronisation design, section 6, «Same person created twice».
    """

    __tablename__ = "person_merge"
    root_column: ClassVar[str] = "into_id"
    insert_kind: ClassVar[str] = "merge"

    into_id: Mapped[UUID] = link("person.id", index=True)
    from_id: Mapped[UUID] = link("person.id", index=True)
    reason: Mapped[str] = mapped_column(default="")
    journal: Mapped[str]
    """JSON: every operation of the merge with (base, new) per field, so that it can be taken back whole."""
    staff_id: Mapped[UUID | None]
    made_at: Mapped[datetime]


class PairAnswerRow(Voidable):
    """Two records looked at and found to be two people; holds until an identifier of either changes."""

    __tablename__ = "pair_answer"
    root_column: ClassVar[str] = "first_id"

    first_id: Mapped[UUID] = link("person.id", index=True)
    """The smaller id of the two."""
    second_id: Mapped[UUID] = link("person.id", index=True)
    answer: Mapped[str]
    """different; senior: put into the list for the senior registrar."""
    fingerprint: Mapped[str]
    """Digest of the identifiers of both at that time; no value can be read from it."""
    reason: Mapped[str] = mapped_column(default="")
    staff_id: Mapped[UUID | None]
    made_at: Mapped[datetime]


class AttachmentRow(_OfPerson):
    """An attachment to a district. Open while ``ends`` is empty; one open main one at a time."""

    __tablename__ = "attachment"

    organization_id: Mapped[UUID | None] = link("organization.id")
    district_id: Mapped[UUID] = link("district.id")
    kind: Mapped[str] = mapped_column(default="main")
    basis: Mapped[str]
    begins: Mapped[date]
    ends: Mapped[date | None]
    end_reason: Mapped[str | None]


class MarkRow(_OfPerson):
    """How and when a field group was last verified."""

    __tablename__ = "mark"

    field_group: Mapped[str]
    source: Mapped[str]
    made_at: Mapped[datetime]
    staff_id: Mapped[UUID | None]


class ConfirmationRow(AppendOnly):
    """A warning a person answered: who, when, for which value."""

    __tablename__ = "confirmation"
    root_column: ClassVar[str] = "person_id"

    person_id: Mapped[UUID] = link("person.id", index=True)
    code: Mapped[str]
    field: Mapped[str]
    value: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    staff_id: Mapped[UUID | None]
    made_at: Mapped[datetime]
