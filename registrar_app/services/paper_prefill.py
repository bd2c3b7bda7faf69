"""What a paper starts with: a case made of record, clinic and staff, and its fields for the page.

Pure functions; no form is known here by name.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from registrar_app.domain.dates import MONTHS_GENITIVE, full_years, ru_date
from registrar_app.domain.documents import DOCUMENT_KINDS
from registrar_app.domain.phones import format_phone
from registrar_app.domain.records import (
    Address,
    DocumentData,
    Organization,
    PersonData,
    PersonRecord,
    StaffMember,
)
from registrar_app.domain.values import Relation
from registrar_app.printing.form import Edition, Field, Form, Mode
from registrar_app.services.attachment_rules import FULL_AGE
from registrar_app.services.codec import plain
from registrar_app.services.paper_shapes import PaperField

NUMBER = "number"
SERIES = "series"
_SHOWN_BY_ITSELF = frozenset({"hidden", "barcode"})
"""Types that take a value but that nobody fills."""
_BY_PEOPLE = frozenset({"doctor", "user", "staff"})
_PLAIN = frozenset(
    {
        "text", "fio", "digits", "phone", "email", "snils", "oms", "icd", "date", "choice", "flag",
        "fio_signature", "signature", "stamp_place", "heading", "constant", "barcode", "hidden",
    }
)  # fmt: skip
"""Types of values that the page of a paper has an editor for."""
_ITEM = re.compile(r"^\d+(\.\d+)?\.\s*")


def organization_part(organization: Organization) -> dict[str, Any]:
    """The organisation as a case names it."""
    part: dict[str, Any] = plain(organization)
    part["head"] = organization.head_name
    return part


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
        "policy_number": data.policy.enp,
    }
    fields |= representative_fields(record, issue_date)
    born = data.birth_date
    if born:
        fields |= {
            "birth_day": f"{born.day:02}",
            "birth_month": MONTHS_GENITIVE[born.month - 1],
            "birth_year": f"{born.year:04}",
        }
    return fields


def representative_fields(record: PersonRecord, on: date) -> dict[str, Any]:
    """What papers ask of the one who acts for the person on a day; empty where he acts for himself.

    A parent acts until the person is of full age, anybody else as long as his authority holds.
    """
    born = record.data.birth_date
    is_child = born is not None and full_years(born, on) < FULL_AGE
    acting = [
        view
        for view in record.representatives
        if view.data.holds_on(on) and (is_child or not view.data.relation.is_parent)
    ]
    view = next(iter(sorted(acting, key=lambda one: not one.data.relation.is_parent)), None)
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


def case_of(
    record: PersonRecord | None, organization: Organization, doctor: StaffMember | None, issue_date: date
) -> dict[str, Any]:
    """A case of everything the program knows.

    Args:
        record: The person; None for a paper without one.
        organization: The clinic.
        doctor: The physician proposed as the one who issues.
        issue_date: Day of issue.
    """
    fields = record_fields(record, issue_date) if record else {}
    fields["issuing_doctor"] = doctor.name.full if doctor else ""
    fields["head_of_organization"] = organization.head_name
    return {
        "organization": organization_part(organization),
        "certificate": {"issue_date": issue_date.isoformat()},
        "person": person_part(record.data) if record else {},
        "fields": fields,
    }


def page_fields(
    edition: Edition,
    values: Mapping[str, Any],
    doctors: Sequence[StaffMember],
    last_time: Mapping[str, Any],
    sex: str = "",
) -> tuple[PaperField, ...]:
    """The fields for the page, in the order of print.

    Args:
        edition: The edition in force.
        values: What is prefilled; a field of the record that is empty may be typed.
        doctors: The clinic's physicians, for fields that take one.
        last_time: Values of the same person's last paper of this form.
        sex: ``male`` or ``female``; rows for the other sex are left out.
    """
    return tuple(
        _page_field(one, values, doctors, last_time)
        for one in edition.fields
        if one.takes_value
        and one.type not in _SHOWN_BY_ITSELF
        and one.source != "program"
        and one.id not in {NUMBER, SERIES}
        and (not one.only_sex or not sex or one.only_sex == sex)
    )


def _page_field(
    field: Field, values: Mapping[str, Any], doctors: Sequence[StaffMember], last_time: Mapping[str, Any]
) -> PaperField:
    is_ours = field.source in _BY_PEOPLE
    choices = tuple((str(key), str(words)) for key, words in field.values.items())
    if field.source == "staff":
        choices = tuple((one.name.full, f"{one.name.full}, {one.position}") for one in doctors)
    former = last_time.get(field.id)
    return PaperField(
        id=field.id,
        caption=_ITEM.sub("", field.caption).strip(" :"),
        side=field.side,
        kind=field.type,
        source=field.source,
        mandatory=bool(field.mandatory),
        lines=field.lines,
        max_chars=field.max_chars or None,
        choices=choices,
        item=field.item,
        is_editable=is_ours or (field.source == "person" and not values.get(field.id)),
        last_time=former if is_ours and isinstance(former, str) and former != values.get(field.id) else "",
    )


def edition_note(form: Form, edition: Edition) -> str:
    """One line of law when the form's own number must not be printed any more."""
    if not edition.must_not_print or edition.issue_date_from is None:
        return ""
    since = ru_date(edition.issue_date_from)
    return f"Форма {form.number} с {since} не утверждена: номер формы и приказа не печатаем."


def sheet_note(form: Form) -> str:
    """«A5, 1 лист, с двух сторон»."""
    from registrar_app.printing.form import PAPER_SIZES_MM

    sheet = form.sheet
    size = tuple(sorted((sheet.width_mm, sheet.height_mm)))
    name = next((key for key, one in PAPER_SIZES_MM.items() if tuple(sorted(one)) == size), "")
    words = name or f"{sheet.width_mm:g} × {sheet.height_mm:g} мм"
    return f"{words}, 1 лист, с двух сторон" if sheet.sides > 1 else f"{words}, 1 лист"


def short_title(form: Form) -> str:
    """How lists name the form: its number, else its title."""
    return form.number or form.title


def is_issued(form: Form) -> bool:
    """Whether papers of this form have a number and stand in the journal."""
    return any(one.id == NUMBER for one in form.editions[-1].fields)


def is_offered(form: Form) -> bool:
    """Whether the window can fill and issue it: a number without a series, fields of plain kinds."""
    edition = form.editions[-1]
    asked = (one for one in edition.fields if one.takes_value and one.source in _BY_PEOPLE)
    return (
        is_issued(form)
        and Mode.FINAL in form.modes
        and not takes_series(edition)
        and all(one.type in _PLAIN for one in asked)
    )


def takes_series(edition: Edition) -> bool:
    """Whether numbers of this form come with a series, from the region's ranges."""
    return any(one.id == SERIES for one in edition.fields)
