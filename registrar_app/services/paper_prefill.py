"""What a paper starts with: a case made of record, clinic and staff, and its fields for the page.

Pure functions; no form is known here by name.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from registrar_app.domain.dates import plural, ru_date
from registrar_app.domain.names import sex_by_patronymic
from registrar_app.domain.records import Organization, PersonRecord, StaffMember
from registrar_app.domain.values import PersonName, Relation, Sex
from registrar_app.printing.captions import split_caption
from registrar_app.printing.case import words_of_under
from registrar_app.printing.form import PAPER_SIZES_MM, Edition, Field, Form, Mode
from registrar_app.services.codec import plain
from registrar_app.services.name_cases import name_in_case
from registrar_app.services.paper_record import (
    acting_for,
    person_part,
    record_fields,
    speaker,
    spoken_fields,
)
from registrar_app.services.paper_shapes import PaperColumn, PaperField

NUMBER = "number"
ISSUE_DATE = "issue_date"
SERIES = "series"
_HEAD = "organization.head"
_SHOWN_BY_ITSELF = frozenset({"hidden", "barcode", "datetime"})
"""Types that take a value but that nobody fills; a hidden one may name an editor by ``asks``."""
_BY_PEOPLE = frozenset({"doctor", "user", "staff"})
_ITEM = re.compile(r"^\d+(\.\d+)?\.\s*")


def organization_part(organization: Organization) -> dict[str, Any]:
    """The organisation as a case names it."""
    part: dict[str, Any] = plain(organization)
    part["head"] = organization.head_name
    return part


def case_of(
    record: PersonRecord | None,
    organization: Organization,
    doctor: StaffMember | None,
    issue_date: date,
    edition: Edition,
) -> dict[str, Any]:
    """A case of everything the program knows.

    Args:
        record: The person; None for a paper without one.
        organization: The clinic.
        doctor: The physician proposed as the one who issues.
        issue_date: Day of issue.
        edition: The edition of that day: its fields decide who speaks and in which case names stand.
    """
    fields = record_fields(record, issue_date) if record else {}
    person = person_part(record.data) if record else {}
    if record is not None:
        ids = [one.id for one in edition.fields]
        spoken = spoken_fields(record, ids, issue_date)
        fields |= spoken
        # Where another one speaks, what is not known of him must not come from the patient.
        person = person if "full_name" not in spoken else {}
        fields |= _signed(edition, speaker(record, ids, issue_date))
        fields |= _declined(edition, record, fields, issue_date)
    fields |= _head_declined(edition, organization)
    position = doctor.position if doctor else ""
    fields |= {"doctor_position": position, "official_position": position}
    fields["issuing_doctor"] = doctor.name.full if doctor else ""
    fields["head_of_organization"] = organization.head_name
    return {
        "organization": organization_part(organization),
        "certificate": {"issue_date": issue_date.isoformat()},
        "person": person,
        "fields": fields,
    }


def _signed(edition: Edition, name: PersonName) -> dict[str, str]:
    """Places for a signature of the patient's side, with the name beside them."""
    return {
        one.id: name.full for one in edition.fields if one.type == "fio_signature" and one.source == "person"
    }


def _declined(edition: Edition, record: PersonRecord, fields: Mapping[str, Any], on: date) -> dict[str, str]:
    """Names that a line of the form needs in a case: proposed, and open to another form."""
    known = {record.data.name.full: (record.data.name, record.data.sex)}
    view = acting_for(record, on)
    if view is not None:
        known.setdefault(view.name.full, (view.name, _SEX_OF.get(view.data.relation)))
    out = {}
    for one in edition.fields:
        nominative = str(fields.get(one.id) or "")
        if one.case and nominative in known:
            out[one.id] = name_in_case(*known[nominative], one.case)
    return out


def _head_declined(edition: Edition, organization: Organization) -> dict[str, str]:
    """The head of the clinic in the case an address asks for: «Руководителю … Громовой Елене Аркадьевне».

    The sex is told by the patronymic; without one, or of a name of other parts, the name stays as it is.
    """
    last, *rest = organization.head_name.split() or [""]
    if len(rest) != 2:
        return {}
    name = PersonName(last, rest[0], rest[1])
    return {
        one.id: name_in_case(name, sex_by_patronymic(rest[1]), one.case)
        for one in edition.fields
        if one.case and one.path == (_HEAD,)
    }


_SEX_OF = {Relation.MOTHER: Sex.FEMALE, Relation.FATHER: Sex.MALE}


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
    day = day_field(edition)
    return tuple(
        _page_field(one, values, doctors, last_time, day)
        for one in edition.fields
        if one.takes_value
        and (one.type not in _SHOWN_BY_ITSELF or one.asks)
        and one.source != "program"
        and one.id not in {NUMBER, SERIES}
        and (not one.only_sex or not sex or one.only_sex == sex)
    )


def _page_field(
    field: Field,
    values: Mapping[str, Any],
    doctors: Sequence[StaffMember],
    last_time: Mapping[str, Any],
    day: Field | None,
) -> PaperField:
    is_ours = field.source in _BY_PEOPLE or bool(field.case)
    choices = tuple((str(key), str(words)) for key, words in field.values.items())
    if field.source == "staff":
        choices = tuple((one.name.full, f"{one.name.full}, {one.position}") for one in doctors)
    former = last_time.get(field.id)
    is_day = day is not None and field.id == day.id
    is_new = former not in (None, "", [], {}) and former != values.get(field.id)
    return PaperField(
        id=field.id,
        caption=page_caption(field),
        side=field.side,
        kind=field.asks or field.type,
        source="user" if field.case else field.source,
        mandatory=bool(field.mandatory),
        lines=field.lines,
        max_chars=field.max_chars or None,
        choices=choices,
        item=field.item,
        is_editable=is_ours or (field.source == "person" and not values.get(field.id)),
        last_time=former if is_ours and is_new and field.default not in _OF_TODAY and not is_day else "",
        heading=field.table or (_REPRESENTATIVE if _OF_ANOTHER.fullmatch(field.id) else ""),
        columns=tuple(
            PaperColumn(one.id, one.caption, one.type, one.width)
            for one in field.columns
            if one.type != "signature"
        ),
        rows=field.rows,
        prefilled=field.prefilled,
        groups=field.repeat_for,
        cells=field.cells,
        letters=(field.cell_values.get("chosen", ""), field.cell_values.get("other", "")),
        is_conditional=isinstance(field.mandatory, str) and bool(_CONDITION.match(field.mandatory)),
        is_hidden_when_empty=field.omit_when_empty or bool(field.asks),
        is_day=is_day,
    )


_CONDITION = re.compile(r"if (?!it differs)")
_OF_ANOTHER = re.compile(r"rep_\w+|represented(_name|_birth_date|_address)?")
"""Fields about the one who acts for the patient, or about the patient where the other one speaks."""
_REPRESENTATIVE = "Если подписывает представитель"
_OF_TODAY = frozenset({"today", "= issue_date"})
"""Defaults of a day: that of the last paper is not offered again."""


def page_caption(field: Field) -> str:
    """Words beside the editor: the form's own label, else the beginning of the printed caption."""
    if field.label:
        return field.label
    pieces = (piece.strip(" :,") for piece in split_caption(field.caption, with_dates=True))
    words = next((one for one in pieces if one), "") or words_of_under(field)
    plain_words = _ITEM.sub("", words).strip(" :")
    return plain_words[:1].upper() + plain_words[1:]


def day_field(edition: Edition) -> Field | None:
    """The field with the day of the paper, which decides the edition."""
    fields = edition.fields
    own = next((one for one in fields if one.id == ISSUE_DATE), None)
    return own or next((one for one in fields if one.path == ("certificate.issue_date",)), None)


def edition_note(form: Form, edition: Edition) -> str:
    """One line of law when the form's own number must not be printed any more."""
    if not edition.must_not_print or edition.issue_date_from is None:
        return ""
    since = ru_date(edition.issue_date_from)
    return f"Форма {form.number} с {since} не утверждена: номер формы и приказа не печатаем."


def edition_words(edition: Edition) -> str:
    """«редакция с 01.09.2025 по 31.08.2031»."""
    since, until = edition.issue_date_from, edition.issue_date_to
    ends = [f"с {ru_date(since)}" if since else "", f"по {ru_date(until)}" if until else ""]
    return " ".join(filter(None, ("редакция", *ends)))


def sheet_note(form: Form) -> str:
    """«A5, 1 лист, с двух сторон»; of a booklet how many sheets are folded."""
    sheet = form.sheet
    width, height = sheet.printed_mm
    size = tuple(sorted((width, height)))
    name = next((key for key, one in PAPER_SIZES_MM.items() if tuple(sorted(one)) == size), "")
    words = name or f"{width:g} × {height:g} мм"
    if sheet.is_booklet:
        count = -(-sheet.pages // 4)
        sheets = plural(count, "лист", "листа", "листов")
        return f"{words}, {count} {sheets} с двух сторон, сложить пополам"
    return f"{words}, 1 лист, с двух сторон" if sheet.sides > 1 else f"{words}, 1 лист"


def short_title(form: Form) -> str:
    """How lists name the form: its number, else its title."""
    return form.number or form.title


def list_title(form: Form) -> str:
    """How a narrow column names the form: its number, else its short name, else its title."""
    return form.number or form.short or form.title


def is_issued(form: Form) -> bool:
    """Whether papers of this form have a number and stand in the journal."""
    return any(one.id == NUMBER for one in form.editions[-1].fields)


def outcome(form: Form) -> str:
    """What becomes of a paper: ``issued`` with a number, ``kept`` with its day, or only ``printed``."""
    return "issued" if is_issued(form) else "kept" if form.is_kept else "printed"


def is_on_stock(form: Form) -> bool:
    """Whether the original is a numbered blank that takes the data alone."""
    return Mode.FINAL not in form.modes and Mode.OVERPRINT in form.modes


def is_offered(form: Form) -> bool:
    """Whether the window fills it: somebody is asked something, and it is printed here."""
    asked = [
        one
        for one in form.editions[-1].fields
        if one.takes_value and one.source in _BY_PEOPLE and one.id not in {NUMBER, SERIES}
    ]
    return bool(asked) and not form.not_offered and (Mode.FINAL in form.modes or is_on_stock(form))


def takes_series(edition: Edition) -> bool:
    """Whether numbers of this form come with a series, from the region's ranges."""
    return any(one.id == SERIES for one in edition.fields)
