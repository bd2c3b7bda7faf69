"""A person's form: field id to raw typed text, and back.

A draft is kept as these texts, so that nothing typed is lost, however wrong it is.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date

from registrar_app.domain.birth_date import birth_text, parse_birth, parse_date
from registrar_app.domain.context import DEFAULT_TERMS, Terms, parse_sex
from registrar_app.domain.dates import ru_date
from registrar_app.domain.enp import format_enp
from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.person_rules import LAST_PHONE, normalize_person
from registrar_app.domain.phones import format_phone
from registrar_app.domain.policies import parse_policy_kind
from registrar_app.domain.problems import Level, Problem, problem
from registrar_app.domain.records import Address, DocumentData, PersonData, Phone, PolicyData
from registrar_app.domain.snils import format_snils
from registrar_app.domain.values import BirthPrecision, PolicyKind, Sex
from registrar_app.domain.workdays import IsWorkday, usual_workday

PersonForm = Mapping[str, str]
"""Field id to what is typed in it; a missing field is an empty one."""

ADDRESS_PARTS = tuple(field.name for field in dataclasses.fields(Address))
REGISTRATION_FIELDS = tuple(f"reg_{part}" for part in ADDRESS_PARTS)
RESIDENCE_FIELDS = tuple(f"res_{part}" for part in ADDRESS_PARTS)

PHONE_FIELDS = tuple(f"phone{place}" for place in range(2, LAST_PHONE + 1))
"""Further telephones; each has a field ``…_note`` beside it."""

FIELD_IDS: tuple[str, ...] = (
    "newborn_order", "is_unidentified", "last_name", "first_name", "patronymic", "no_patronymic",
    "birth_date", "sex", "snils", "enp",
    "policy_kind", "policy_series", "policy_number", "insurer_name", "insurer_ogrn", "insurer_okato",
    "policy_from", "policy_to", "doc_kind", "doc_series", "doc_number", "doc_issued_on", "doc_issuer",
    "doc_issuer_code", "doc_valid_to", "birth_place", "citizenship", "found_place", "found_when",
    *REGISTRATION_FIELDS, "phone", "record_place", "phone_note",
    *(name for phone in PHONE_FIELDS for name in (phone, f"{phone}_note")), *RESIDENCE_FIELDS,
)  # fmt: skip
"""All fields in the order of the form. ``no_patronymic`` is "1" or "", ``sex`` "male" or "female",
``policy_kind`` the letter of the kind, ``doc_kind`` the F011 code, ``newborn_order`` a number or "",
``is_unidentified`` "1" or "", dates as typed."""


def to_person(
    values: PersonForm,
    today: date,
    terms: Terms = DEFAULT_TERMS,
    is_workday: IsWorkday = usual_workday,
) -> tuple[PersonData, tuple[Problem, ...]]:
    """Understand a form.

    Args:
        values: Raw texts by field id.
        today: The day of the save.
        terms: Terms that only warn.
        is_workday: The calendar, for the term of a temporary certificate.

    Returns:
        The person with normal values (a text with an error stays as typed, an unreadable date is None) and
        all problems at their fields, in the order of the form.
    """
    typed = _Typed(values, today)
    raw = typed.person()
    problems = typed.problems
    unreadable = {one.field for one in problems if one.level is Level.ERROR}
    person, found = normalize_person(raw, today, terms, is_workday)
    # A birth date that cannot be read is not a missing one as well.
    problems += [one for one in found if not (one.code == "ID-126" and one.field in unreadable)]
    order = {field: place for place, field in enumerate(FIELD_IDS)}
    problems.sort(key=lambda one: order.get(one.field or "", len(order)))
    return person, tuple(problems)


def from_person(data: PersonData) -> dict[str, str]:
    """The form of a person: every field id with its text as it is shown."""
    policy, document = data.policy, data.document
    values = {
        "last_name": data.last_name,
        "first_name": data.first_name,
        "patronymic": data.patronymic or "",
        "no_patronymic": "1" if data.has_no_patronymic else "",
        "birth_date": birth_text(data.birth_date, data.birth_precision) if data.birth_date else "",
        "sex": data.sex.value if data.sex else "",
        "snils": format_snils(data.snils),
        "enp": format_enp(policy.enp),
        "policy_kind": policy.kind.value,
        "policy_series": policy.series,
        "policy_number": policy.number,
        "insurer_name": policy.insurer_name,
        "insurer_ogrn": policy.insurer_ogrn,
        "insurer_okato": policy.insurer_okato,
        "policy_from": _shown(policy.valid_from),
        "policy_to": _shown(policy.valid_to),
        "doc_kind": document.kind,
        "doc_series": document.series,
        "doc_number": document.number,
        "doc_issued_on": _shown(document.issued_on),
        "doc_issuer": document.issuer,
        "doc_issuer_code": document.issuer_code,
        "doc_valid_to": _shown(document.valid_to),
        "birth_place": data.birth_place,
        "citizenship": data.citizenship,
        "found_place": data.found_place,
        "found_when": data.found_when,
        "newborn_order": str(data.newborn_order or ""),
        "is_unidentified": "1" if data.is_unidentified else "",
        "phone": format_phone(data.phone),
        "phone_note": data.phone_note,
        "record_place": data.record_place,
        **_phone_texts(data.other_phones),
    }
    for prefix, address in (("reg_", data.registration), ("res_", data.residence)):
        values |= {prefix + part: getattr(address, part) for part in ADDRESS_PARTS}
    return {field: values[field] for field in FIELD_IDS}


def _phone_texts(phones: Sequence[Phone]) -> dict[str, str]:
    """A field for each further telephone; those for which there is none stand in the last one."""
    texts: dict[str, str] = {}
    last = len(PHONE_FIELDS) - 1
    for place, field in enumerate(PHONE_FIELDS):
        shown = phones[place:] if place == last else phones[place : place + 1]
        texts[field] = ", ".join(format_phone(one.number) for one in shown)
        texts[f"{field}_note"] = shown[0].note if shown else ""
    return texts


class _Typed:
    """A form while it is being understood: its texts, and the remarks on what cannot be read."""

    def __init__(self, values: PersonForm, today: date) -> None:
        self._values = values
        self._today = today
        self.problems: list[Problem] = []

    def person(self) -> PersonData:
        """The whole form, nothing normalised but dates and choices."""
        text = self._text
        born, precision = self._birth()
        return PersonData(
            last_name=text("last_name"),
            first_name=text("first_name"),
            patronymic=text("patronymic") or None,
            has_no_patronymic=bool(text("no_patronymic")),
            birth_date=born,
            birth_precision=precision,
            sex=_sex(text("sex")),
            snils=text("snils"),
            policy=self._policy(),
            document=self._document(),
            birth_place=text("birth_place"),
            citizenship=text("citizenship"),
            phone=text("phone"),
            phone_note=text("phone_note"),
            # An empty field keeps its place, so that a problem stands where the number was typed.
            other_phones=tuple(Phone(text(field), text(f"{field}_note")) for field in PHONE_FIELDS),
            record_place=text("record_place"),
            newborn_order=self._order(),
            is_unidentified=bool(text("is_unidentified")),
            found_place=text("found_place"),
            found_when=text("found_when"),
            registration=self._address("reg_"),
            residence=self._address("res_"),
        )

    def _policy(self) -> PolicyData:
        text = self._text
        return PolicyData(
            kind=_policy_kind(text("policy_kind"), self.problems),
            enp=text("enp"),
            series=text("policy_series"),
            number=text("policy_number"),
            insurer_name=text("insurer_name"),
            insurer_ogrn=text("insurer_ogrn"),
            insurer_okato=text("insurer_okato"),
            valid_from=self._day("policy_from"),
            valid_to=self._day("policy_to"),
        )

    def _document(self) -> DocumentData:
        text = self._text
        return DocumentData(
            kind=text("doc_kind") or DocumentData().kind,
            series=text("doc_series"),
            number=text("doc_number"),
            issued_on=self._day("doc_issued_on"),
            issuer=text("doc_issuer"),
            issuer_code=text("doc_issuer_code"),
            valid_to=self._day("doc_valid_to"),
        )

    def _address(self, prefix: str) -> Address:
        return Address(**{part: self._text(prefix + part) for part in ADDRESS_PARTS})

    def _birth(self) -> tuple[date | None, BirthPrecision]:
        typed = self._text("birth_date")
        if not typed:
            return None, BirthPrecision.DAY
        born, precision, remark = parse_birth(typed, self._today)
        if remark:
            self.problems.append(remark.at("birth_date"))
        return born, precision if born else BirthPrecision.DAY

    def _order(self) -> int | None:
        """A newborn's number; a word that is none stands for the first."""
        typed = self._text("newborn_order")
        return (int(typed[:3]) if typed.isascii() and typed.isdigit() else 1) if typed else None

    def _text(self, field: str) -> str:
        return self._values.get(field, "").strip()

    def _day(self, field: str) -> date | None:
        """A date as typed; None for an empty or an unreadable one, which leaves a remark."""
        typed = self._text(field)
        if not typed:
            return None
        found, remark = parse_date(typed, self._today)
        if remark:
            self.problems.append(remark.at(field))
        return found


def _shown(day: date | None) -> str:
    return ru_date(day) if day else ""


def _sex(typed: str) -> Sex | None:
    """A choice; a word that means neither is no choice yet."""
    try:
        return parse_sex(typed)
    except RegistrarError:
        return None


def _policy_kind(letter: str, problems: list[Problem]) -> PolicyKind:
    if not letter:
        return PolicyData().kind
    kind = parse_policy_kind(letter)
    if kind is None:
        problems.append(problem("ID-052", "policy_kind"))
    return kind or PolicyData().kind
