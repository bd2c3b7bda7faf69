"""What the record page says, as rows of words: pure functions from a saved person, without widgets."""

from collections.abc import Iterable
from datetime import date, datetime

from registrar_app.domain.birth_date import age_text, birth_text
from registrar_app.domain.dates import full_years, plural, ru_date
from registrar_app.domain.documents import DOCUMENT_KINDS
from registrar_app.domain.enp import format_enp
from registrar_app.domain.phones import format_phone
from registrar_app.domain.records import (
    Address,
    AttachmentView,
    DocumentData,
    Mark,
    PersonRecord,
    PolicyData,
    RepresentativeView,
)
from registrar_app.domain.snils import format_snils
from registrar_app.domain.values import BirthPrecision, PolicyKind, Sex, Source
from registrar_app.services.person_words import by_sex
from registrar_app.ui.pages.countries import country_name
from registrar_app.ui.widgets.section import Definition

NBSP = "\u00a0"
_CHILD_YEARS = 15
"""Up to the day before, statistics of the clinics count somebody as a child."""
_SHORT_DOCUMENTS = {"14": "паспорт", "3": "свидетельство о рождении", "24": "свидетельство о рождении"}


def head_line(record: PersonRecord, today: date) -> str:
    """«женщина · 07.03.1968, 58 лет · карта № 014287»; a dead person's line ends with the day of death."""
    data = record.data
    parts = [_noun(data.sex, data.birth_date, today)] if data.sex else []
    born = _born(record, today)
    if born:
        parts.append(born)
    parts.append(f"карта №{NBSP}{record.record_number}" if record.record_number else "карты нет")
    return "  ·  ".join(parts)


def _noun(sex: Sex, born: date | None, today: date) -> str:
    """«женщина», «девочка»: a word that fits the age."""
    is_child = born is not None and born <= today and full_years(born, today) < _CHILD_YEARS
    return by_sex(sex, "мальчик", "девочка") if is_child else sex.noun


def _born(record: PersonRecord, today: date) -> str:
    """«07.03.1968, 58 лет», «05.1988, 38 лет», «около 50 лет»; empty when it is not known."""
    data = record.data
    if data.birth_date is None:
        return ""
    age = age_text(data.birth_date, data.birth_precision, record.died_on or today)
    age = age.replace(" ", NBSP)
    if data.birth_precision is BirthPrecision.ABOUT:
        return age
    return f"{birth_text(data.birth_date, data.birth_precision)}, {age}"


def personal_rows(record: PersonRecord, today: date, now: datetime) -> tuple[Definition, ...]:
    """Rows of «Личные данные»."""
    data = record.data
    is_woman = data.sex is Sex.FEMALE
    died = ru_date(record.died_on) if record.died_on else ""
    return (
        Definition("Дата рождения", _born(record, today), must=True, missing="не указана"),
        Definition("Умерла" if is_woman else "Умер", died),
        Definition("Пол", data.sex.word if data.sex else "", must=True),
        Definition(
            "Найдена" if is_woman else "Найден", ", ".join(filter(None, (data.found_place, data.found_when)))
        ),
        Definition("СНИЛС", format_snils(data.snils), must=True),
        Definition("Родилась" if is_woman else "Родился", data.birth_place),
        Definition("Гражданство", country_name(data.citizenship)),
        Definition("Документ", document_words(data.document), must=True),
        Definition("Проверено", verified(record.marks, ("fio", "birth"), now)),
    )


def policy_rows(record: PersonRecord, now: datetime) -> tuple[Definition, ...]:
    """Rows of «Полис ОМС»."""
    policy = record.data.policy
    has_other = bool(policy.number)
    return (
        Definition("ЕНП", format_enp(policy.enp), bold=bool(policy.enp), must=not has_other),
        Definition("Номер", f"{policy.series} {policy.number}".strip() if has_other else "", bold=True),
        Definition("Вид", policy.kind.word if policy.enp or has_other else ""),
        Definition("Страховая", insurer_words(policy)),
        Definition("Действует", validity_words(policy)),
        Definition("Проверен", verified(record.marks, ("enp", "policy"), now)),
    )


def contact_rows(record: PersonRecord, now: datetime) -> tuple[Definition, ...]:
    """Rows of «Адрес и связь»."""
    data = record.data
    home = address_words(data.residence)
    if not home and data.registration:
        home = "совпадает с регистрацией"
    return (
        Definition("Регистрация", address_words(data.registration), must=True, missing="не указана"),
        Definition("Проживание", home),
        Definition("Телефон", phone_words(data.phone, data.phone_note), must=True),
        *(Definition("Ещё телефон", phone_words(one.number, one.note)) for one in data.other_phones),
        Definition("Где карта", data.record_place),
        Definition("Проверено", verified(record.marks, ("address",), now)),
    )


def representative_rows(record: PersonRecord, today: date) -> tuple[Definition, ...]:
    """Rows of «Представители»: who represents the person, then whom the person represents."""
    rows = [
        Definition(view.data.relation.word.capitalize(), _representative(view, today))
        for view in record.representatives
    ]
    ward = "Представляет"
    rows += [Definition(ward, _with_card(view.name.full, view)) for view in record.represents]
    return tuple(rows)


def _representative(view: RepresentativeView, today: date) -> str:
    """«Соколова Мария Андреевна, карта № 000001, +7 900 …, акт об опеке № 14, до 01.02.2027»."""
    data = view.data
    ends = (
        f"{'до' if data.holds_on(today) else 'полномочия кончились'}{NBSP}{ru_date(data.valid_to)}"
        if data.valid_to
        else ""
    )
    parts = (_with_card(view.name.full, view), format_phone(view.phone), document_words(data.document),
             data.authority, ends)  # fmt: skip
    return ", ".join(filter(None, parts))


def _with_card(name: str, view: RepresentativeView) -> str:
    return f"{name}, карта{NBSP}№{NBSP}{view.record_number}" if view.record_number else name


def phone_words(number: str, note: str) -> str:
    """«+7 912 345-67-89, мама»."""
    return ", ".join(filter(None, (format_phone(number), note)))


def attachment_rows(
    attachment: AttachmentView | None, organization: str = "", sex: Sex | None = None
) -> tuple[Definition, ...]:
    """Rows of «Прикрепление».

    Args:
        attachment: The open main attachment, None for none.
        organization: Short name of this clinic, to say «наша».
        sex: Of the person, for the word form.
    """
    if attachment is None:
        missing = by_sex(sex, "не прикреплён", "не прикреплена")
        return (Definition("Участок", "", must=True, missing=missing),)
    where = attachment.organization
    if where and where == organization:
        where = f"{where}, наша"
    return (
        Definition("Где", where),
        Definition("Участок", f"{attachment.district_number}, {attachment.district_kind.word}"),
        Definition("Врач", attachment.physician.replace(". ", f".{NBSP}")),
        Definition("С какого", f"{ru_date(attachment.begins)}, {attachment.basis.word}"),
    )


def insurer_words(policy: PolicyData) -> str:
    """Name of the insurer, or its number when only that is known."""
    if policy.insurer_name:
        return policy.insurer_name
    return f"ОГРН{NBSP}{policy.insurer_ogrn}" if policy.insurer_ogrn else ""


def validity_words(policy: PolicyData) -> str:
    """«с 11.02.2019, без срока», «до 31.12.2026»; empty when nothing is known."""
    begins = f"с{NBSP}{ru_date(policy.valid_from)}" if policy.valid_from else ""
    ends = f"до{NBSP}{ru_date(policy.valid_to)}" if policy.valid_to else ""
    if begins and not ends and policy.kind is not PolicyKind.TEMPORARY:
        ends = f"без{NBSP}срока"
    return ", ".join(part for part in (begins, ends) if part)


def document_words(document: DocumentData) -> str:
    """«паспорт 45 15 № 100200 от 25.06.2020, УМВД по …»; empty when there is no number."""
    if not document.number:
        return ""
    kind = DOCUMENT_KINDS.get(document.kind)
    name = _SHORT_DOCUMENTS.get(document.kind) or (
        kind.name[0].lower() + kind.name[1:] if kind else "документ"
    )
    series = document.series.replace(" ", NBSP)
    number = f"№{NBSP}{document.number}"
    day = f"от{NBSP}{ru_date(document.issued_on)}" if document.issued_on else ""
    words = " ".join(part for part in (name, series, number, day) if part)
    ends = f"до{NBSP}{ru_date(document.valid_to)}" if document.valid_to else ""
    return ", ".join(part for part in (words, document.issuer, document.issuer_code, ends) if part)


def address_words(address: Address) -> str:
    """The address in one line that breaks only between its parts."""
    return ", ".join(
        part.replace(" ", NBSP) if len(part) < 30 else part for part in address.one_line.split(", ")
    )


def verified(marks: Iterable[Mark], groups: tuple[str, ...], now: datetime) -> str:
    """«по карте, сегодня 10:40» of the newest mark of these field groups; what was typed is not verified."""
    found = [mark for mark in marks if mark.group in groups and mark.source is not Source.TYPED]
    if not found:
        return ""
    mark = max(found, key=lambda one: one.at)
    return f"{mark.source.word}, {moment_words(mark.at, now)}"


def moment_words(at: datetime, now: datetime) -> str:
    """«сегодня 10:40», «вчера 16:05», «03.09.2026»; in the time zone of ``now``."""
    here = at.astimezone(now.tzinfo)
    days = (now.date() - here.date()).days
    if days == 0:
        return f"сегодня {here:%H:%M}"
    return f"вчера {here:%H:%M}" if days == 1 else ru_date(here.date())


def count_words(count: int, one: str, few: str, many: str) -> str:
    """«3 изменения»: the number and the noun that agrees with it."""
    return f"{count}{NBSP}{plural(count, one, few, many)}"
