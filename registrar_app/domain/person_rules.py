"""The rules of a whole record: every value by itself and beside the others, problems at their fields.

Required for a save: last name, first name, patronymic or «нет отчества», birth date, sex; a newborn without
papers and a person nobody knows may lack some of it (``special_cases``). All else may be empty.
Errors stop a save, warnings ask for one confirmation, infos are shown.
"""

import dataclasses
from collections.abc import Callable
from datetime import date

from registrar_app.domain.birth_date import birth_date_problems, precision_problem
from registrar_app.domain.cleaning import clean_number, clean_text, is_digits
from registrar_app.domain.context import DEFAULT_TERMS, Context, Terms
from registrar_app.domain.dates import ru_date
from registrar_app.domain.documents import PASSPORT_RF, check_document
from registrar_app.domain.enp import check_enp, compare_enp, decode_enp
from registrar_app.domain.names import (
    check_first_name,
    check_last_name,
    check_patronymic,
    compare_sex,
    is_no_patronymic,
)
from registrar_app.domain.org_codes import check_ogrn, check_okato, check_oksm
from registrar_app.domain.passport import check_subdivision_code
from registrar_app.domain.phones import check_phone, split_phones
from registrar_app.domain.policies import (
    SINGLE_SAMPLE,
    check_policy_old,
    check_temp_certificate,
    temporary_term_problem,
)
from registrar_app.domain.problems import Check, Level, Problem, problem
from registrar_app.domain.records import Address, DocumentData, PersonData, Phone, PolicyData
from registrar_app.domain.snils import check_snils
from registrar_app.domain.special_cases import LEFT_OUT, completed, may_be_empty, newborn_problems
from registrar_app.domain.values import BirthPrecision, PolicyKind
from registrar_app.domain.workdays import IsWorkday, usual_workday

MAX_TEXT = 500
"""Characters of a free text (issuer, place of birth); the registers take fewer."""
MAX_ADDRESS_PART = 120
MAX_NOTE = 60
LAST_PHONE = 5
"""The form has fields for this many telephones; all further ones stand in the last."""
_REGISTER_BIRTH_PLACE = 100

_ADDRESS_WORDS = {
    "subject": "Субъект РФ", "district": "Район", "city": "Город", "settlement": "Населённый пункт",
    "street": "Улица", "house": "Дом", "korpus": "Корпус", "building": "Строение", "apartment": "Квартира",
    "room": "Комната",
}  # fmt: skip


class _Found:
    """Collects problems while the values are made normal."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, field: str, *found: Problem | None) -> None:
        self.problems += [one.at(field) for one in found if one]

    def take(self, field: str, typed: str, answer: Check) -> str:
        """Keep an answer's problems at a field; the normal value, or what was typed if there is none."""
        self.add(field, *answer.problems)
        return typed if answer.normal is None else answer.normal

    def optional(self, field: str, typed: str, checker: Callable[[str, Context], Check], ctx: Context) -> str:
        """The same for a value that may be empty."""
        typed = typed.strip()
        return self.take(field, typed, checker(typed, ctx)) if typed else ""


def check_person(
    data: PersonData,
    today: date,
    terms: Terms = DEFAULT_TERMS,
    is_workday: IsWorkday = usual_workday,
) -> tuple[Problem, ...]:
    """All problems of a record, each at the id of its field."""
    return normalize_person(data, today, terms, is_workday)[1]


def normalize_person(
    data: PersonData,
    today: date,
    terms: Terms = DEFAULT_TERMS,
    is_workday: IsWorkday = usual_workday,
) -> tuple[PersonData, tuple[Problem, ...]]:
    """Make every value normal and find all problems.

    Args:
        data: What is in the form, a card or a scan.
        today: The day of the save.
        terms: Terms that only warn (exchange of a passport, temporary certificate).
        is_workday: Tells working days, for the term of a temporary certificate.

    Returns:
        The data with normal values (a value with an error stays as typed) and the problems in the order of
        the form, each at the id of its field.
    """
    data, marks = completed(data)
    found = _Found()
    found.problems += marks
    ctx = Context(today, data.birth_date, data.sex, issued_on=data.document.issued_on, terms=terms)
    last_name = found.take("last_name", data.last_name, check_last_name(data.last_name, ctx))
    first_name = found.take("first_name", data.first_name, check_first_name(data.first_name, ctx))
    patronymic, has_none = _patronymic(data, ctx, found)
    _birth_date(data, today, found)
    found.add("sex", problem("ID-141") if data.sex is None else compare_sex(patronymic or "", data.sex))
    phone, phones = _phones(data, ctx, found)
    normal = dataclasses.replace(
        data,
        last_name=last_name.strip(),
        first_name=first_name.strip(),
        patronymic=patronymic,
        has_no_patronymic=has_none,
        snils=found.optional("snils", data.snils, check_snils, ctx),
        policy=_policy(data.policy, _enp_context(data, ctx), found, is_workday),
        document=_document(data.document, ctx, found),
        birth_place=_birth_place(data.birth_place, found),
        citizenship=found.optional("citizenship", data.citizenship, check_oksm, ctx),
        phone=phone,
        phone_note=_text("phone_note", "Чей телефон", data.phone_note, MAX_NOTE, found) if phone else "",
        other_phones=phones,
        registration=_address(data.registration, "reg_", found),
        residence=_address(data.residence, "res_", found),
        record_place=_text("record_place", "Где карта", data.record_place, MAX_ADDRESS_PART, found),
        found_place=_text("found_place", "Где найден", data.found_place, MAX_TEXT, found),
        found_when=_text("found_when", "Когда найден", data.found_when, MAX_NOTE, found),
    )
    found.problems += newborn_problems(data, today, terms)
    empty = may_be_empty(data)
    return normal, tuple(
        one for one in found.problems if one.field not in empty or LEFT_OUT[one.field] != one.code
    )


def _birth_date(data: PersonData, today: date, found: _Found) -> None:
    if data.birth_date is None:
        found.add("birth_date", problem("ID-126"))
        return
    found.add("birth_date", *birth_date_problems(data.birth_date, today))
    if not (data.is_unidentified and data.birth_precision is BirthPrecision.ABOUT):
        found.add("birth_date", precision_problem(data.birth_precision))


def _enp_context(data: PersonData, ctx: Context) -> Context:
    """The context in which a ЕНП is compared: with a date known in part only that part counts."""
    facts, born, known = decode_enp(data.policy.enp), data.birth_date, data.birth_precision
    if born is None or facts is None or known is BirthPrecision.DAY:
        return ctx
    told = facts.birth_date
    agrees = known is BirthPrecision.ABOUT or (
        born.year == told.year and (known is BirthPrecision.YEAR or born.month == told.month)
    )
    return dataclasses.replace(ctx, birth_date=told) if agrees else ctx


def _phones(data: PersonData, ctx: Context, found: _Found) -> tuple[str, tuple[Phone, ...]]:
    """The main telephone and the further ones; a second number in the first field is a further one."""
    main = found.optional("phone", data.phone, check_phone, ctx)
    is_right = not any(one.field == "phone" and one.level is Level.ERROR for one in found.problems)
    first, *more = split_phones(main) if main and is_right else (main,)
    others = [Phone(number) for number in more]
    for place, one in enumerate(data.other_phones):
        field = f"phone{min(place + 2, LAST_PHONE)}"
        note = _text(f"{field}_note", "Чей телефон", one.note, MAX_NOTE, found)
        numbers = found.optional(field, one.number, check_phone, ctx)
        others += [Phone(number, note) for number in split_phones(numbers)]
    single = {one.number: one for one in reversed(others) if one.number != first}
    return first, tuple(one for one in dict.fromkeys(others) if single.get(one.number) is one)


def _patronymic(data: PersonData, ctx: Context, found: _Found) -> tuple[str | None, bool]:
    """The patronymic or None, and the flag; «нет» typed into the field sets the flag."""
    typed = (data.patronymic or "").strip()
    if is_no_patronymic(typed):
        has_none = data.has_no_patronymic or bool(typed)
        if not has_none:
            found.add("patronymic", problem("ID-115"))
        return None, has_none
    if data.has_no_patronymic:
        found.add("patronymic", problem("ID-116"))
    return found.take("patronymic", typed, check_patronymic(typed, ctx)), data.has_no_patronymic


def _policy(policy: PolicyData, ctx: Context, found: _Found, is_workday: IsWorkday) -> PolicyData:
    enp, series, number = policy.enp.strip(), clean_text(policy.series), clean_text(policy.number)
    if policy.kind in SINGLE_SAMPLE:
        digits = clean_number(number)
        if len(digits) == 16 and is_digits(digits) and clean_number(enp) in ("", digits):
            # Some sources put the ЕНП into the field of the number.
            enp, number = digits, ""
        if series:
            found.add("policy_series", problem("ID-041"))
        if number:
            found.add("policy_number", problem("ID-035" if len(digits) == 11 else "ID-051"))
    elif series or number:
        series, number = _numbered_policy(policy, series, number, ctx, found)
    if policy.kind is PolicyKind.TEMPORARY and number and policy.valid_from:
        found.add("policy_from", temporary_term_problem(policy.valid_from, ctx, is_workday))
    if enp:
        answer = check_enp(enp, ctx)
        enp = found.take("enp", enp, answer)
        if answer.normal:
            found.add("enp", compare_enp(enp, ctx.birth_date, ctx.sex))
    _policy_term(policy, ctx.today, found)
    return dataclasses.replace(
        policy,
        enp=enp,
        series=series,
        number=number,
        insurer_ogrn=found.optional("insurer_ogrn", policy.insurer_ogrn, check_ogrn, ctx),
        insurer_okato=found.optional("insurer_okato", policy.insurer_okato, check_okato, ctx),
        insurer_name=_text("insurer_name", "Страховая", policy.insurer_name, MAX_TEXT, found),
    )


def _numbered_policy(
    policy: PolicyData, series: str, number: str, ctx: Context, found: _Found
) -> tuple[str, str]:
    """Series and number of an old policy or a temporary certificate."""
    checker = check_policy_old if policy.kind is PolicyKind.OLD else check_temp_certificate
    answer = checker(number, dataclasses.replace(ctx, series=series))
    for one in answer.problems:
        found.add("policy_series" if one.field == "series" else "policy_number", one)
    return series, number if answer.normal is None else answer.normal


def _policy_term(policy: PolicyData, today: date, found: _Found) -> None:
    begins, ends = policy.valid_from, policy.valid_to
    if begins and ends and ends < begins:
        found.add("policy_to", problem("ID-050", begins=ru_date(begins), ends=ru_date(ends)))
    elif ends and ends < today:
        found.add("policy_to", problem("ID-049", ends=ru_date(ends)))
    if begins and begins > today:
        found.add("policy_from", problem("ID-053", begins=ru_date(begins)))


_DOCUMENT_FIELDS = {
    "series": "doc_series", "number": "doc_number", "kind": "doc_kind", "issued_on": "doc_issued_on",
}  # fmt: skip


def _document(document: DocumentData, ctx: Context, found: _Found) -> DocumentData:
    """A document of which nothing but the kind is known is no document yet."""
    texts = (document.series, document.number, document.issuer, document.issuer_code)
    if not any(text.strip() for text in texts) and not (document.issued_on or document.valid_to):
        return document
    checked = check_document(document.kind, document.series, document.number, ctx)
    for one in checked.problems:
        found.add(_DOCUMENT_FIELDS[one.field or "number"], one)
    if document.issued_on and document.issued_on > ctx.today:
        found.add("doc_issued_on", problem("ID-074"))
    elif document.issued_on and ctx.birth_date and document.issued_on < ctx.birth_date:
        found.add("doc_issued_on", problem("ID-075"))
    if document.valid_to and document.valid_to < ctx.today:
        found.add("doc_valid_to", problem("ID-171", ends=ru_date(document.valid_to)))
    issuer_code = clean_text(document.issuer_code)
    if document.kind == PASSPORT_RF:
        issuer_code = found.optional("doc_issuer_code", issuer_code, check_subdivision_code, ctx)
    return dataclasses.replace(
        document,
        series=checked.series,
        number=checked.number,
        issuer=_text("doc_issuer", "Кем выдан", document.issuer, MAX_TEXT, found),
        issuer_code=issuer_code,
    )


def _birth_place(text: str, found: _Found) -> str:
    place = _text("birth_place", "Место рождения", text, MAX_TEXT, found)
    if _REGISTER_BIRTH_PLACE < len(place) <= MAX_TEXT:
        found.add("birth_place", problem("ID-142"))
    return place


def _address(address: Address, prefix: str, found: _Found) -> Address:
    return Address(
        **{
            part: _text(prefix + part, words, getattr(address, part), MAX_ADDRESS_PART, found)
            for part, words in _ADDRESS_WORDS.items()
        }
    )


def _text(field: str, what: str, typed: str, limit: int, found: _Found) -> str:
    """A free text, clean; too long is an error."""
    text = clean_text(typed)
    if len(text) > limit:
        found.add(field, problem("ID-143", what=what, limit=limit, got=len(text)))
    return text
