"""Who represents whom: rows of the represented person's aggregate."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from registrar_app.domain.records import DocumentData, RepresentativeData, RepresentativeView, shown_name
from registrar_app.domain.values import PersonName, Relation, Sex
from registrar_app.models.base import Synced
from registrar_app.models.joined import merged_set, survivor_id
from registrar_app.models.ledger import StoredRow
from registrar_app.models.person_shapes import PHONE, address_of, document_of
from registrar_app.models.person_tables import (
    AddressRow,
    ContactRow,
    DocumentRow,
    PersonRow,
    RepresentativeRow,
)
from registrar_app.models.stored_rows import stored_rows
from registrar_app.models.unit_of_work import UnitOfWork

TWIN = "twin"
"""Why a row is voided whose representative another row of the same record names already."""


def representatives_of(session: Session, person_id: UUID) -> tuple[RepresentativeView, ...]:
    """Who represents a person, oldest row first; a patient under his own name and telephone."""
    rows = stored_rows(session, RepresentativeRow, person_id)
    return views_of(session, [_data(row.id, row.values) for row in rows])


def views_of(session: Session, people: Sequence[RepresentativeData]) -> tuple[RepresentativeView, ...]:
    """Representatives, saved or only typed, with what the records of the patients among them say."""
    patients = _patients(session, [one.person_id for one in people if one.person_id])
    return tuple(_view(session, one, patients) for one in people)


def represented_by(session: Session, person_id: UUID) -> tuple[RepresentativeView, ...]:
    """Whom a patient represents; the name and the record are those of the represented."""
    rows = session.scalars(
        select(RepresentativeRow)
        .where(
            RepresentativeRow.representative_id.in_(merged_set(session, person_id)),
            RepresentativeRow.void_at.is_(None),
        )
        .order_by(RepresentativeRow.id)
    ).all()
    patients = _patients(session, [row.person_id for row in rows])
    return tuple(
        RepresentativeView(_data(row.id, vars(row)), _name(patient), patient.id, patient.record_number)
        for row in rows
        if (patient := patients.get(row.person_id)) is not None
    )


def save_representatives(work: UnitOfWork, person_id: UUID, wanted: Sequence[RepresentativeData]) -> None:
    """Write representatives: those with an id over their rows, an empty one takes its row away.

    Args:
        work: The change.
        person_id: The represented person.
        wanted: Already checked; a row that is not named here stays.
    """
    person_id = survivor_id(work.session, person_id)
    rows = {row.id: row for row in stored_rows(work.session, RepresentativeRow, person_id)}
    for one in wanted:
        row = rows.get(one.id) if one.id else None
        if one.is_empty:
            if row is not None:
                work.patch(row, void_at=work.made_at, void_reason="cleared")
        elif row is None:
            work.insert(RepresentativeRow, None, person_id=person_id, **stored_values(one))
        else:
            work.patch(row, **stored_values(one))


def void_representative(work: UnitOfWork, person_id: UUID, row_id: UUID, reason: str) -> bool:
    """Take a representative away; whether there was such a row."""
    row = next(
        (row for row in stored_rows(work.session, RepresentativeRow, person_id) if row.id == row_id), None
    )
    if row is None:
        return False
    work.patch(row, void_at=work.made_at, void_reason=reason)
    return True


def stored_values(one: RepresentativeData) -> dict[str, Any]:
    """Columns of a representative; of a patient nothing is kept twice."""
    own = one.person_id is None
    document = one.document if own else DocumentData(kind="")
    return {
        "representative_id": one.person_id,
        "last_name": one.last_name if own else "",
        "first_name": one.first_name if own else "",
        "patronymic": one.patronymic if own else None,
        "relation": str(one.relation),
        "authority": one.authority,
        "phone": one.phone if own else "",
        "birth_date": one.birth_date if own else None,
        "snils": one.snils if own else "",
        "document_kind": document.kind if document.number else "",
        "document_series": document.series,
        "document_number": document.number,
        "document_issued_on": document.issued_on,
        "document_issuer": document.issuer,
        "valid_from": one.valid_from,
        "valid_to": one.valid_to,
    }


def _data(row_id: UUID, row: Any) -> RepresentativeData:  # noqa: ANN401 - fields by name, of either reader
    """The frozen data of a row."""
    return RepresentativeData(
        row_id,
        row["representative_id"],
        Relation(row["relation"]) if row["relation"] in set(Relation) else Relation.OTHER,
        row["last_name"],
        row["first_name"],
        row["patronymic"],
        row["birth_date"],
        row["snils"],
        row["phone"],
        DocumentData(
            row["document_kind"] or DocumentData().kind,
            row["document_series"],
            row["document_number"],
            row["document_issued_on"],
            row["document_issuer"],
        ),
        row["authority"],
        row["valid_from"],
        row["valid_to"],
    )


def _patients(session: Session, ids: Sequence[UUID]) -> dict[UUID, PersonRow]:
    """Records by id; the id of a record that was joined with another one leads to that other one."""
    if not ids:
        return {}
    living = {one: survivor_id(session, one) for one in ids}
    rows = session.scalars(select(PersonRow).where(PersonRow.id.in_(living.values())))
    found = {row.id: row for row in rows}
    return {one: found[target] for one, target in living.items() if target in found}


def _view(session: Session, one: RepresentativeData, patients: dict[UUID, PersonRow]) -> RepresentativeView:
    patient = patients.get(one.person_id) if one.person_id else None
    if patient is None:
        return RepresentativeView(one, one.name, None, "", one.phone, one.document)
    own = _current(session, DocumentRow, patient.id)
    phones = [row["value"] for row in _current(session, ContactRow, patient.id) if row["kind"] == PHONE]
    places = [row for row in _current(session, AddressRow, patient.id) if row["kind"] == "registration"]
    return RepresentativeView(
        one,
        _name(patient),
        patient.id,
        patient.record_number,
        phones[0] if phones else "",
        document_of(own[-1] if own else None),
        address_of(places[-1] if places else None),
    )


def _name(patient: PersonRow) -> PersonName:
    return shown_name(
        PersonName(patient.last_name, patient.first_name, patient.patronymic),
        Sex(patient.sex) if patient.sex else None,
        patient.newborn_order,
        is_unidentified=patient.is_unidentified,
    )


def _current(session: Session, row_class: type[Synced], person_id: UUID) -> list[StoredRow]:
    """Rows the record shows, without those kept of joined ones."""
    return [row for row in stored_rows(session, row_class, person_id) if not row["is_former"]]
