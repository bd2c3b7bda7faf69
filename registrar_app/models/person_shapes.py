"""Between the stored rows of a person and the frozen shapes; pure functions."""

from collections.abc import Mapping, Sequence
from typing import Any

from registrar_app.domain.records import Address, DocumentData, PersonData, Phone, PolicyData
from registrar_app.domain.values import BirthPrecision, PolicyKind, Sex
from registrar_app.models.ledger import StoredRow

_ADDRESS = (
    "subject", "district", "city", "settlement", "street", "house", "korpus", "building", "apartment", "room",
)  # fmt: skip
_DOCUMENT = ("kind", "series", "number", "issued_on", "issuer", "issuer_code", "valid_to")
_POLICY = (
    "enp", "series", "number", "insurer_ogrn", "insurer_okato", "insurer_name", "valid_from", "valid_to",
)  # fmt: skip
_PERSON = (
    "last_name", "first_name", "patronymic", "has_no_patronymic", "birth_date", "snils", "birth_place",
    "citizenship", "record_place", "newborn_order", "is_unidentified", "found_place", "found_when",
)  # fmt: skip

PHONE, OTHER_PHONE = "phone", "other_phone"
"""Kinds of contacts: the main telephone, the further ones."""

GROUP_FIELDS: Mapping[str, tuple[str, ...]] = {
    "fio": ("person.last_name", "person.first_name", "person.patronymic", "person.has_no_patronymic"),
    "birth": ("person.birth_date", "person.birth_precision", "person.sex"),
    "snils": ("person.snils",),
    "enp": ("policy.enp",),
    "policy": tuple(f"policy.{name}" for name in ("kind", *_POLICY) if name != "enp"),
    "document": tuple(f"identity_document.{name}" for name in _DOCUMENT),
    "address": tuple(f"address.{name}" for name in _ADDRESS),
}
"""Which stored fields a field group holds; groups merge as one value."""

GROUP_OF = {field: group for group, fields in GROUP_FIELDS.items() for field in fields}


def to_data(
    person: StoredRow,
    document: StoredRow | None,
    policy: StoredRow | None,
    registration: StoredRow | None,
    residence: StoredRow | None,
    phones: Sequence[StoredRow],
) -> PersonData:
    """The frozen data of the rows; telephones with the main one first."""
    main, others = (phones[0], phones[1:]) if phones else (None, ())
    return PersonData(
        **{name: person[name] for name in _PERSON},
        birth_precision=BirthPrecision(person["birth_precision"]),
        sex=Sex(person["sex"]) if person["sex"] else None,
        policy=PolicyData(PolicyKind(policy["kind"]), **{name: policy[name] for name in _POLICY})
        if policy
        else PolicyData(),
        document=document_of(document),
        registration=address_of(registration),
        residence=address_of(residence),
        phone=main["value"] if main else "",
        phone_note=main["note"] if main else "",
        other_phones=tuple(Phone(row["value"], row["note"]) for row in others),
    )


def document_of(row: StoredRow | None) -> DocumentData:
    """The document of its row; an empty one for None."""
    return DocumentData(**{name: row[name] for name in _DOCUMENT}) if row else DocumentData()


def address_of(row: StoredRow | None) -> Address:
    """The address of its row; an empty one for None."""
    return Address(**{name: row[name] for name in _ADDRESS}) if row else Address()


def person_values(data: PersonData) -> dict[str, Any]:
    """Columns of the person's own row."""
    return {
        **{name: getattr(data, name) for name in _PERSON},
        "sex": str(data.sex) if data.sex else None,
        "birth_precision": str(data.birth_precision),
    }


def document_values(document: DocumentData) -> dict[str, Any] | None:
    """Columns of the document, None if there is none."""
    if not (document.series or document.number or document.issuer or document.issued_on):
        return None
    return {name: getattr(document, name) for name in _DOCUMENT}


def policy_values(policy: PolicyData) -> dict[str, Any] | None:
    """Columns of the policy, None if there is none."""
    if not (policy.enp or policy.number or policy.series or policy.insurer_ogrn or policy.insurer_name):
        return None
    return {"kind": str(policy.kind), **{name: getattr(policy, name) for name in _POLICY}}


def address_values(address: Address) -> dict[str, Any] | None:
    """Columns of an address, None if it is empty."""
    return {name: getattr(address, name) for name in _ADDRESS} if address else None


def phone_values(data: PersonData) -> tuple[dict[str, Any], ...]:
    """Columns of each telephone, the main one first; no number stands twice."""
    main = (Phone(data.phone, data.phone_note),) if data.phone else ()
    notes = {one.number: one.note for one in reversed((*main, *data.other_phones))}
    kinds = {data.phone: PHONE}
    numbers = dict.fromkeys(one.number for one in (*main, *data.other_phones))
    return tuple(
        {"kind": kinds.get(number, OTHER_PHONE), "value": number, "note": notes[number]} for number in numbers
    )


def groups(data: PersonData) -> dict[str, object]:
    """The comparable value of each field group."""
    policy = policy_values(data.policy) or {}
    return {
        "fio": (data.last_name, data.first_name, data.patronymic, data.has_no_patronymic),
        "birth": (data.birth_date, data.birth_precision, data.sex),
        "snils": data.snils,
        "enp": data.policy.enp,
        "policy": {name: value for name, value in policy.items() if name not in ("enp", "kind")}
        | ({"kind": policy["kind"]} if policy else {}),
        "document": document_values(data.document),
        "address": (data.registration, data.residence),
    }


def changed_groups(old: PersonData, new: PersonData) -> tuple[str, ...]:
    """Field groups whose value differs; against empty data, the groups that are filled."""
    before, after = groups(old), groups(new)
    return tuple(name for name, value in after.items() if value != before[name])
