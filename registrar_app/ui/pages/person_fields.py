"""The fields of a person's form: one list from which layout, Tab order, checks and answers follow."""

from collections.abc import Mapping
from datetime import date

from registrar_app.domain import names
from registrar_app.domain.birth_date import check_birth
from registrar_app.domain.context import Context
from registrar_app.domain.documents import ordered_kinds
from registrar_app.domain.draft import PHONE_FIELDS, RESIDENCE_FIELDS
from registrar_app.domain.enp import check_enp, format_enp
from registrar_app.domain.org_codes import check_ogrn
from registrar_app.domain.phones import check_phone, format_phone
from registrar_app.domain.problems import Check
from registrar_app.domain.snils import check_snils, format_snils
from registrar_app.domain.values import PolicyKind
from registrar_app.ui.pages.countries import country_choices
from registrar_app.ui.pages.field_checks import Today, document_choices, filled
from registrar_app.ui.pages.form_days import day_field
from registrar_app.ui.widgets.form_spec import Answer, FieldKind, FieldSpec, SectionSpec

OTHER_HOME = "has_residence"
"""A tick of the page alone: «живёт в другом месте»."""
NUMBERED_KINDS = (PolicyKind.OLD.value, PolicyKind.TEMPORARY.value)
"""Kinds of policy that have a number of their own."""
IF_ANY = "если есть"

_POLICY_WORDS = (
    (PolicyKind.CARD, "единый, с чипом"),
    (PolicyKind.PAPER, "единый, бумажный"),
    (PolicyKind.DIGITAL, "единый, цифровой"),
    (PolicyKind.TEMPORARY, "временное св-во"),
    (PolicyKind.OLD, "старого образца"),
    (PolicyKind.UEC, "в составе УЭК"),
)
NEWBORNS = (
    ("", "документы есть"), ("1", "без документов, 1-й ребёнок родов"), ("2", "без документов, 2-й"),
    ("3", "без документов, 3-й"), ("4", "без документов, 4-й"),
)  # fmt: skip
_ADDRESS: tuple[tuple[str, str, int], ...] = (
    ("subject", "Регион", 4), ("district", "Район", 4), ("city", "Город", 4),
    ("settlement", "Населённый пункт", 4), ("street", "Улица", 8),
    ("house", "Дом", 2), ("korpus", "Корпус", 2), ("building", "Строение", 2), ("apartment", "Квартира", 2),
    ("room", "Комната", 2),
)  # fmt: skip
CONFIRM_NUMBER = Answer(Answer.CONFIRM, "Номер верный")
CONFIRM_NAME = Answer(Answer.CONFIRM, "Так в документе")


def person_items(today: Today) -> tuple[FieldSpec | SectionSpec, ...]:
    """The form in the order of filling; representatives come behind it when they are needed.

    Args:
        today: The present day, asked at each check.
    """
    return (*_personal(today), *_policy(today), *_document(today), *_contact(today))


def _personal(today: Today) -> tuple[FieldSpec | SectionSpec, ...]:
    latin = {"ID-110": (CONFIRM_NAME,), "ID-111": (Answer("turn", "Взять по-русски"), CONFIRM_NAME)}
    doubt = dict.fromkeys(("ID-112", "ID-113", "ID-114"), (CONFIRM_NAME,))
    return (
        SectionSpec("Личные данные"),
        FieldSpec("newborn_order", "Новорождённый", 6, FieldKind.COMBO, choices=NEWBORNS),
        FieldSpec("is_unidentified", "Личность не установлена", 12, FieldKind.CHECK),
        FieldSpec(
            "last_name", "Фамилия", 6, check=filled(names.check_last_name, today), answers={**latin, **doubt}
        ),
        FieldSpec(
            "first_name", "Имя", 3, check=filled(names.check_first_name, today), answers={**latin, **doubt}
        ),
        FieldSpec(
            "patronymic", "Отчество", 3, check=lambda typed: _check_patronymic(typed, today()),
            answers={**latin, **doubt, "ID-115": (Answer("no_patronymic", "Нет отчества"),)},
        ),
        FieldSpec(
            "birth_date", "Дата рождения", 4, FieldKind.DATE, placeholder="ДД.ММ.ГГГГ",
            check=filled(check_birth, today),
            answers={"ID-170": (Answer(Answer.CONFIRM, "Больше неизвестно"),)},
        ),
        FieldSpec(
            "sex", "Пол", 3, FieldKind.COMBO,
            choices=(("", "не выбран"), ("female", "женский"), ("male", "мужской")),
        ),
        FieldSpec(
            "snils", "СНИЛС", 5, hint=IF_ANY, check=filled(check_snils, today), show=format_snils,
            answers={"ID-022": (CONFIRM_NUMBER,), "ID-023": (CONFIRM_NUMBER,)},
        ),
        FieldSpec("found_place", "Где найден", 8, placeholder="адрес или место"),
        FieldSpec("found_when", "Когда", 4, placeholder="21.11.2026, около 4:30"),
    )  # fmt: skip


def _policy(today: Today) -> tuple[FieldSpec | SectionSpec, ...]:
    return (
        SectionSpec("Полис ОМС"),
        FieldSpec(
            "enp", "Номер полиса (ЕНП)", 6, placeholder="16 цифр", check=filled(check_enp, today),
            show=format_enp,
            answers=dict.fromkeys(("ID-032", "ID-033", "ID-034"), (CONFIRM_NUMBER,)),
        ),
        FieldSpec(
            "policy_kind", "Вид", 6, FieldKind.COMBO,
            choices=tuple((kind.value, words) for kind, words in _POLICY_WORDS),
        ),
        FieldSpec("policy_series", "Серия полиса", 3),
        FieldSpec("policy_number", "Номер полиса", 3),
        day_field("policy_from", "Действует с", 3, today),
        day_field("policy_to", "Действует до", 3, today),
        FieldSpec("insurer_name", "Страховая", 6),
        FieldSpec("insurer_ogrn", "ОГРН страховой", 6, check=filled(check_ogrn, today)),
    )  # fmt: skip


def _document(today: Today) -> tuple[FieldSpec | SectionSpec, ...]:
    return (
        SectionSpec("Документ"),
        FieldSpec(
            "doc_kind", "Документ", 6, FieldKind.COMBO, choices=document_choices(ordered_kinds(None, ""))
        ),
        FieldSpec("doc_series", "Серия", 3),
        FieldSpec("doc_number", "Номер", 3),
        day_field("doc_issued_on", "Выдан", 3, today),
        FieldSpec("doc_issuer", "Кем выдан", 6),
        FieldSpec("doc_issuer_code", "Код подр.", 3, placeholder="000-000"),
        day_field("doc_valid_to", "Действует до", 3, today, hint=IF_ANY),
        FieldSpec("birth_place", "Место рождения", 9),
        FieldSpec("citizenship", "Гражданство", 3, FieldKind.COMBO, choices=country_choices()),
    )


def _contact(today: Today) -> tuple[FieldSpec | SectionSpec, ...]:
    return (
        SectionSpec("Адрес и связь", note="регистрация по месту жительства"),
        *(FieldSpec(f"reg_{part}", label, span) for part, label, span in _ADDRESS),
        FieldSpec(OTHER_HOME, "Живёт в другом месте", 4, FieldKind.CHECK),
        _phone("phone", "Телефон", today),
        FieldSpec("record_place", "Где карта", 4, hint=IF_ANY, placeholder="стеллаж, полка"),
        FieldSpec("phone_note", "Чей телефон", 4, hint=IF_ANY, placeholder="свой, мамин, рабочий"),
        *_more_phones(today),
        *(
            FieldSpec(f"res_{part}", f"{label} (живёт)" if span > 2 else label, span)
            for part, label, span in _ADDRESS
        ),
    )  # fmt: skip


def _phone(field_id: str, label: str, today: Today) -> FieldSpec:
    return FieldSpec(
        field_id, label, 4, hint=IF_ANY if field_id == "phone" else "", placeholder="+7 9…",
        check=filled(check_phone, today), show=format_phone, answers={"ID-153": (CONFIRM_NUMBER,)},
    )  # fmt: skip


def _more_phones(today: Today) -> tuple[FieldSpec, ...]:
    """Further telephones with whose they are; from the third on each has a row of its own."""
    fields: list[FieldSpec] = []
    for place, field_id in enumerate(PHONE_FIELDS, start=2):
        fields.append(_phone(field_id, f"{place}-й телефон", today))
        fields.append(FieldSpec(f"{field_id}_note", "Чей", 4 if field_id == PHONE_FIELDS[0] else 8))
    return tuple(fields)


def _check_patronymic(typed: str, today: date) -> Check:
    """«нет» stays as typed: the form turns it into the tick."""
    if names.is_no_patronymic(typed):
        return Check.of(typed)
    return names.check_patronymic(typed, Context(today))


def has_residence(values: Mapping[str, str]) -> bool:
    """Whether a second address is filled."""
    return any(values.get(field, "").strip() for field in RESIDENCE_FIELDS)
