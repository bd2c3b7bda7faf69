"""What the record of a person answers on a paper. Pure functions; fields are known by their ids alone."""

from collections.abc import Collection
from datetime import date
from typing import Any

from registrar_app.domain.countries import country_name
from registrar_app.domain.dates import MONTHS_GENITIVE, full_years, ru_date
from registrar_app.domain.documents import DOCUMENT_KINDS
from registrar_app.domain.phones import format_phone
from registrar_app.domain.records import Address, DocumentData, PersonData, PersonRecord
from registrar_app.domain.records.representative import RepresentativeView
from registrar_app.domain.values import PersonName, Relation
from registrar_app.services.attachment_rules import FULL_AGE
from registrar_app.services.codec import plain

_REPRESENTED = frozenset({"represented_name", "represented"})
"""Fields of a paper that speaks with the voice of the one who acts and names the patient beside him."""


def address_part(address: Address) -> dict[str, str]:
    """An address as a case names it."""
    part: dict[str, str] = plain(address)
    return part


def person_part(data: PersonData) -> dict[str, Any]:
    """A person as a case names him."""
    return {
        "last_name": data.last_name,
        "first_name": data.first_name,
        "patronymic": data.patronymic,
        "birth_date": data.birth_date.isoformat() if data.birth_date else None,
        "sex": data.sex.value if data.sex else None,
        "snils": data.snils,
    }


def record_fields(record: PersonRecord, issue_date: date) -> dict[str, Any]:
    """The ``fields`` of a case that the record can answer on a day."""
    data = record.data
    fields: dict[str, Any] = {
        "full_name": data.name.full,
        "registration": address_part(data.registration),
        "residence": address_part(data.residence if data.residence else data.registration),
        "phone": data.phone,
        "card_number": record.record_number,
        "district": record.attachment.district_number if record.attachment else "",
        "birth_place": data.birth_place,
        "citizenship": country_name(data.citizenship) if data.citizenship else "",
        "locality": "2" if data.registration.settlement else "1" if data.registration.city else "",
        "applicant_kind": "self",
    }
    fields |= policy_fields(data) | document_fields(data.document)
    fields |= representative_fields(record, issue_date)
    born = data.birth_date
    if born:
        fields |= {
            "birth_day": f"{born.day:02}",
            "birth_month": MONTHS_GENITIVE[born.month - 1],
            "birth_year": f"{born.year:04}",
        }
    return fields


def policy_fields(data: PersonData) -> dict[str, Any]:
    """Policy and insurer."""
    policy = data.policy
    return {
        "policy_number": policy.enp or policy.number,
        "oms_series": "" if policy.enp else policy.series,
        "oms_insurer": policy.insurer_name,
        "oms_issue_date": policy.valid_from.isoformat() if policy.valid_from else "",
    }


def document_fields(document: DocumentData) -> dict[str, Any]:
    """The identity document in its parts and in one line; empty without a number."""
    if not document.number:
        return {}
    kind = DOCUMENT_KINDS.get(document.kind)
    issued = document.issued_on.isoformat() if document.issued_on else ""
    has_issue = bool(issued or document.issuer)
    return {
        "id_doc": document_line(document),
        "id_doc_type": kind.name if kind else "",
        "id_doc_series": document.series,
        "id_doc_number": document.number,
        "id_doc_issued": {"date": issued, "text": document.issuer} if has_issue else None,
    }


def acting_for(record: PersonRecord, on: date) -> RepresentativeView | None:
    """Who acts for the person on a day; None where he acts for himself.

    A parent acts until the person is of full age, anybody else as long as his authority holds.
    """
    born = record.data.birth_date
    is_child = born is not None and full_years(born, on) < FULL_AGE
    acting = [
        view
        for view in record.representatives
        if view.data.holds_on(on) and (is_child or not view.data.relation.is_parent)
    ]
    return next(iter(sorted(acting, key=lambda one: not one.data.relation.is_parent)), None)


def representative_fields(record: PersonRecord, on: date) -> dict[str, Any]:
    """What papers ask of the one who acts for the person on a day; empty where he acts for himself."""
    view = acting_for(record, on)
    if view is None:
        return {}
    name, relation = view.name.full, view.data.relation
    return {
        "applicant_kind": "representative",
        "representative": name,
        "rep_full_name": name,
        # Not every paper has a word for a power of attorney.
        "rep_relation": "other" if relation is Relation.PROXY else relation.value,
        "rep_address": address_part(view.address) if view.address else "",
        "rep_id_doc": document_line(view.document),
        "rep_authority_doc": view.data.authority or document_line(record.data.document),
        "rep_contacts": format_phone(view.phone),
    }


def document_line(document: DocumentData) -> str:
    """«Паспорт гражданина РФ 45 15 № 100201, выдан 25.06.2020, УМВД по …»; empty without a number."""
    if not document.number:
        return ""
    kind = DOCUMENT_KINDS.get(document.kind)
    words = " ".join(filter(None, (kind.name if kind else "", document.series, f"№ {document.number}")))
    issued = f"выдан {ru_date(document.issued_on)}" if document.issued_on else ""
    return ", ".join(filter(None, (words, issued, document.issuer)))


def speaker(record: PersonRecord, ids: Collection[str], on: date) -> PersonName:
    """Whose signature a paper of the patient's side carries: the one who acts for him, else his own."""
    view = acting_for(record, on)
    has_place = bool(_REPRESENTED & set(ids)) or "rep_full_name" in ids
    return view.name if view is not None and has_place else record.data.name


def spoken_fields(record: PersonRecord, ids: Collection[str], on: date) -> dict[str, Any]:
    """Fields that change where the one who acts for the patient speaks: «Я, … в отношении …».

    Args:
        record: The patient.
        ids: Fields of the paper.
        on: Day of the paper.
    """
    if not _REPRESENTED & set(ids):
        return {}
    view, data = acting_for(record, on), record.data
    purpose = {"purpose": "self" if view is None else "representative"} if "represented_name" in ids else {}
    if view is None:
        return purpose
    born = data.birth_date
    whom = ", ".join(filter(None, (data.name.full, f"{ru_date(born)} г. р." if born else "")))
    own = address_part(view.address) if view.address else None
    return {
        **purpose,
        **dict.fromkeys(("id_doc_type", "id_doc_series", "id_doc_number", "id_doc_issued")),
        **document_fields(view.document),
        "id_doc": document_line(view.document),
        "full_name": view.name.full,
        "birth_date": view.data.birth_date.isoformat() if view.data.birth_date else None,
        "registration": own,
        "residence": own,
        "phone": view.phone,
        "represented": whom,
        "represented_name": data.name.full,
        "represented_birth_date": born.isoformat() if born else None,
        "represented_address": address_part(data.residence if data.residence else data.registration),
    }
