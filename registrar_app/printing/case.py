"""Takes the values of a form out of a case (organisation, certificate, person, fields) or a flat mapping."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from registrar_app.domain.dates import MONTHS_GENITIVE, ru_date
from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.problems import Problem, problem
from registrar_app.printing.captions import caption_words, join_parts, name_of_path
from registrar_app.printing.form import Edition, Field
from registrar_app.printing.shown import Raw, WrongValueError, parse_day

_TOP = frozenset({"organization", "certificate", "person", "fields"})
_NO_VALUE = frozenset({"id", "form", "form_edition", "synthetic", "note", "expect"})
_ORGANIZATION = {
    "org_full_name": "full_name",
    "org_short_name": "short_name",
    "org_address": "address",
    "org_phone": "phone",
    "org_ogrn": "ogrn",
    "org_okpo": "okpo",
    "mo_code": "mo_code",
    "region_health_body": "region_health_body",
}
_STANDARD_WORDS = {
    "org_full_name": "Полное наименование организации",
    "org_short_name": "Краткое наименование организации",
    "org_address": "Адрес организации",
    "org_phone": "Телефон организации",
    "org_ogrn": "ОГРН организации",
    "org_okpo": "Код организации по ОКПО",
    "org_licence": "Лицензия организации",
    "mo_code": "Код медицинской организации",
    "region_health_body": "Орган управления здравоохранением",
    "number": "Номер",
    "series": "Серия",
    "issue_date": "Дата выдачи",
    "valid_until": "Действует до",
}
"""Words of the standard names of printed lines, for messages."""
_CERTIFICATE = ("number", "series", "issue_date", "valid_until")
_GROUPS = frozenset({"registration", "residence"})
"""Groups of parts of which a form may print only some: what it does not print is no mistake."""
_ALWAYS_KNOWN = frozenset({"full_name", "birth_date", "sex", "snils", *_GROUPS, *_CERTIFICATE})


@dataclass(frozen=True, slots=True, repr=False)
class CaseReading:
    """What a case gave a form."""

    values: Mapping[str, Raw]
    """By id of field and by standard name."""
    remarks: tuple[Problem, ...] = ()
    """Keys that the form does not know, parts that disagree with the person."""


def case_issue_date(case: Mapping[str, Raw]) -> date:
    """The day of issue, which decides the edition.

    Raises:
        RegistrarError: it is missing or no date (CERT-026, field ``issue_date``).
    """
    node = case.get("certificate")
    raw = node.get("issue_date") if isinstance(node, Mapping) else None
    try:
        return parse_day(raw if raw is not None else case.get("issue_date"))
    except WrongValueError as error:
        raise RegistrarError("CERT-026", "issue_date") from error


def read_case(edition: Edition, case: Mapping[str, Raw], *, today: date | None = None) -> CaseReading:
    """The values a case gives to the fields of a form.

    Args:
        edition: The edition of the form; its fields are filled.
        case: ``{organization, certificate, person, fields}``, or flat: id of field to value.
        today: Day for ``default: today``; None leaves such a field empty.

    Raises:
        RegistrarError: a part of the case that must be an object is not (CERT-027).
        RefusedError: a value and its parts do not agree (CERT-007).
    """
    for part in _TOP & case.keys():
        if not isinstance(case[part], Mapping):
            raise RegistrarError("CERT-027", part, what=f"«{part}» - не объект")
    values: dict[str, Raw] = {}
    remarks: list[Problem] = []
    differing: list[Problem] = []
    _standard(case, values)
    for field in edition.fields:
        raw = _value(field, case)
        whole = _from_parts(field, case)
        if whole and raw not in (None, "", whole):
            differing.append(problem("CERT-007", field.id, caption=caption_of(field)))
        raw = whole if raw in (None, "") and whole else raw
        if raw in (None, ""):
            raw = _default(field, values, today)
        if field.unlike and raw == values.get(field.unlike):
            continue
        if raw not in (None, ""):
            values[field.id] = raw
    if differing:
        raise RefusedError("CERT-001", tuple(differing))
    remarks += _birth_remarks(edition, case, values)
    remarks += [problem("CERT-010", name, name=name) for name in _unknown(edition, case)]
    return CaseReading(MappingProxyType(values), tuple(remarks))


def _part(case: Mapping[str, Raw], name: str) -> Mapping[str, Raw]:
    node = case.get(name)
    return node if isinstance(node, Mapping) else {}


def _dig(case: Mapping[str, Raw], path: str) -> Raw:
    node: Raw = case
    for step in path.split("."):
        if not isinstance(node, Mapping):
            return None
        node = node.get(step)
    return node


def _standard(case: Mapping[str, Raw], values: dict[str, Raw]) -> None:
    """Names that printed lines may use without a field: organisation and certificate."""
    organization, certificate = _part(case, "organization"), _part(case, "certificate")
    for name, key in _ORGANIZATION.items():
        if organization.get(key) not in (None, ""):
            values[name] = organization[key]
    number, day = organization.get("license_number"), organization.get("license_date")
    if number:
        values["org_licence"] = f"{number} от {_day_words(str(day))}" if day else number
    for name in _CERTIFICATE:
        if certificate.get(name) not in (None, ""):
            values[name] = certificate[name]


def _value(field: Field, case: Mapping[str, Raw]) -> Raw:
    declined = _part(case, "fields").get(field.id) if field.case else None
    if declined not in (None, ""):  # a name written in its case stands before the nominative of its path
        return declined
    if len(field.path) > 1:
        joined = _joined(field, case)
        if joined:
            return joined
    elif field.path:
        raw = _dig(case, field.path[0])
        if raw not in (None, ""):
            return raw
    for place in (_part(case, "fields"), case):
        if place.get(field.id) not in (None, "") and field.id not in _TOP:
            return place[field.id]
    if not field.path and field.id in _ORGANIZATION:
        return _part(case, "organization").get(_ORGANIZATION[field.id])
    if not field.path and field.id in _CERTIFICATE:
        return _part(case, "certificate").get(field.id)
    return _from_person(field, _part(case, "person"))


def _from_parts(field: Field, case: Mapping[str, Raw]) -> str:
    """A date out of day, month and year held apart; empty if one of them is missing or no part of a date."""
    given = [str(_dig(case, path) or "").strip() for path in field.parts]
    if len(given) != 3 or not all(given):
        return ""
    day, month, year = given
    number = MONTHS_GENITIVE.index(month.lower()) + 1 if month.lower() in MONTHS_GENITIVE else month
    try:
        return parse_day(f"{year}-{int(number):02}-{int(day):02}").isoformat()
    except ValueError:
        return ""


def _joined(field: Field, case: Mapping[str, Raw]) -> str:
    parts: dict[str, str] = {}
    for path in field.path:
        raw = _dig(case, path)
        if isinstance(raw, str | int) and not isinstance(raw, bool):
            name = name_of_path(path)
            parts[name] = _day_words(str(raw).strip()) if name.endswith("_date") else str(raw).strip()
    pattern = field.print_as or ", ".join(f"{{{name_of_path(path)}}}" for path in field.path)
    return join_parts(pattern, parts)


def _day_words(text: str) -> str:
    """A date of a joined value as it is printed; other words stay."""
    try:
        return ru_date(parse_day(text))
    except WrongValueError:
        return text


def _from_person(field: Field, person: Mapping[str, Raw]) -> Raw:
    """Name, date of birth, sex and SNILS may be missing in ``fields``."""
    if field.source not in {"person", "user"}:
        return None
    if field.id == "full_name":
        names = (person.get(key) for key in ("last_name", "first_name", "patronymic"))
        return " ".join(str(one) for one in names if one)
    if field.id in {"birth_date", "sex", "snils"}:
        return person.get(field.id)
    if field.id in {"birth_day", "birth_month", "birth_year"} and person.get("birth_date"):
        try:
            return birth_parts(parse_day(person["birth_date"]))[field.id]
        except WrongValueError:
            return None
    return None


def birth_parts(day: date) -> dict[str, str]:
    """A date of birth as the three blanks of a form take it."""
    return {
        "birth_day": f"{day.day:02}",
        "birth_month": MONTHS_GENITIVE[day.month - 1],
        "birth_year": f"{day.year:04}",
    }


def _default(field: Field, values: Mapping[str, Raw], today: date | None) -> Raw:
    if field.default == "today":
        return today.isoformat() if today else None
    if field.default.startswith("= "):
        return values.get(field.default[2:])
    if "{" in field.default:
        known = {key: str(one) for key, one in values.items() if isinstance(one, str | int)}
        return join_parts(field.default, known)
    return field.default or None


def _birth_remarks(edition: Edition, case: Mapping[str, Raw], values: Mapping[str, Raw]) -> list[Problem]:
    born = _part(case, "person").get("birth_date")
    try:
        expected = birth_parts(parse_day(born)) if born else {}
    except WrongValueError:
        return []
    return [
        problem("CERT-012", field.id, caption=caption_of(field))
        for field in edition.fields
        if field.id in expected and str(values.get(field.id, "")).lower() != expected[field.id]
    ]


def caption_of(field: Field) -> str:
    """The caption of a field or of a standard name for a message, its id if it has none."""
    named = _STANDARD_WORDS.get(field.id.removesuffix("_boxes"), field.id)
    return caption_words(field.caption) or words_of_under(field) or named


def words_of_under(field: Field) -> str:
    """The words under a blank that has no caption, without their brackets."""
    return field.under.strip("()").replace(") (", ", ")


def _unknown(edition: Edition, case: Mapping[str, Raw]) -> list[str]:
    """Keys of a case that no field of the form takes."""
    known = {field.id for field in edition.fields}
    paths = {path for field in edition.fields for path in (*field.path, *field.parts)}
    fields, flat = _part(case, "fields"), not (_TOP & case.keys())
    found = [key for key in fields if key not in known and not _leads(f"fields.{key}", paths)]
    if flat:
        found += [key for key in case if key not in known and key not in _NO_VALUE]
    else:
        found += [key for key in case if key not in _TOP and key not in _NO_VALUE and key not in known]
    return [key for key in found if key not in _ALWAYS_KNOWN]


def _leads(place: str, paths: set[str]) -> bool:
    return any(path == place or path.startswith(f"{place}.") for path in paths)
