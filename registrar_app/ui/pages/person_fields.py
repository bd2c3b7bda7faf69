"""The fields of a person's form: one list from which layout, Tab order, checks and answers follow."""

from collections.abc import Callable, Mapping
from datetime import date

from registrar_app.domain import names
from registrar_app.domain.birth_date import check_birth_date, parse_date
from registrar_app.domain.context import Context
from registrar_app.domain.dates import ru_date
from registrar_app.domain.documents import DOCUMENT_KINDS, PASSPORT_RF
from registrar_app.domain.draft import RESIDENCE_FIELDS
from registrar_app.domain.enp import check_enp, format_enp
from registrar_app.domain.org_codes import check_ogrn
from registrar_app.domain.phones import check_phone, format_phone
from registrar_app.domain.problems import Check
from registrar_app.domain.snils import check_snils, format_snils
from registrar_app.domain.values import PolicyKind
from registrar_app.ui.pages.countries import country_choices
from registrar_app.ui.widgets.form_spec import Answer, FieldKind, FieldSpec, SectionSpec

Today = Callable[[], date]
Checker = Callable[[str, Context], Check]

OTHER_HOME = "has_residence"
"""A tick of the page alone: «живёт по другому адресу»."""
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
_OFTEN = (PASSPORT_RF, "3", "24", "9", "11", "23", "21", "22")
"""Documents at the top of the list: those seen every day."""
_ADDRESS: tuple[tuple[str, str, int], ...] = (
    ("subject", "Регион", 4), ("district", "Район", 4), ("city", "Город", 4),
    ("settlement", "Населённый пункт", 4), ("street", "Улица", 8),
    ("house", "Дом", 2), ("korpus", "Корпус", 2), ("building", "Строение", 2), ("apartment", "Квартира", 2),
    ("room", "Комната", 2),
)  # fmt: skip
CONFIRM_NUMBER = Answer(Answer.CONFIRM, "Номер верный")
CONFIRM_NAME = Answer(Answer.CONFIRM, "Так в документе")


def person_items(today: Today) -> tuple[FieldSpec | SectionSpec, ...]:
    """The whole form, in the order of filling.

    Args:
        today: The present day, asked at each check.
    """
    return (*_personal(today), *_policy(today), *_document(today), *_contact(today))


def _personal(today: Today) -> tuple[FieldSpec | SectionSpec, ...]:
    latin = {"ID-110": (CONFIRM_NAME,), "ID-111": (Answer("turn", "Взять по-русски"), CONFIRM_NAME)}
    doubt = dict.fromkeys(("ID-112", "ID-113", "ID-114"), (CONFIRM_NAME,))
    return (
        SectionSpec("Личные данные"),
        FieldSpec(
            "last_name", "Фамилия", 6, check=_filled(names.check_last_name, today), answers={**latin, **doubt}
        ),
        FieldSpec(
            "first_name", "Имя", 3, check=_filled(names.check_first_name, today), answers={**latin, **doubt}
        ),
        FieldSpec(
            "patronymic", "Отчество", 3, check=lambda typed: _check_patronymic(typed, today()),
            answers={**latin, **doubt, "ID-115": (Answer("no_patronymic", "Нет отчества"),)},
        ),
        FieldSpec(
            "birth_date", "Дата рождения", 4, FieldKind.DATE, placeholder="ДД.ММ.ГГГГ",
            check=_filled(check_birth_date, today), show=_date_shown,
        ),
        FieldSpec(
            "sex", "Пол", 3, FieldKind.COMBO,
            choices=(("", "не выбран"), ("female", "женский"), ("male", "мужской")),
        ),
        FieldSpec(
            "snils", "СНИЛС", 5, hint=IF_ANY, check=_filled(check_snils, today), show=format_snils,
            answers={"ID-022": (CONFIRM_NUMBER,), "ID-023": (CONFIRM_NUMBER,)},
        ),
    )  # fmt: skip


def _policy(today: Today) -> tuple[FieldSpec | SectionSpec, ...]:
    return (
        SectionSpec("Полис ОМС"),
        FieldSpec(
            "enp", "Номер полиса (ЕНП)", 6, placeholder="16 цифр", check=_filled(check_enp, today),
            show=format_enp,
            answers=dict.fromkeys(("ID-032", "ID-033", "ID-034"), (CONFIRM_NUMBER,)),
        ),
        FieldSpec(
            "policy_kind", "Вид", 6, FieldKind.COMBO,
            choices=tuple((kind.value, words) for kind, words in _POLICY_WORDS),
        ),
        FieldSpec("policy_series", "Серия полиса", 3),
        FieldSpec("policy_number", "Номер полиса", 3),
        _day("policy_from", "Действует с", 3, today),
        _day("policy_to", "Действует до", 3, today),
        FieldSpec("insurer_name", "Страховая", 6),
        FieldSpec("insurer_ogrn", "ОГРН страховой", 6, check=_filled(check_ogrn, today)),
    )  # fmt: skip


def _document(today: Today) -> tuple[FieldSpec | SectionSpec, ...]:
    return (
        SectionSpec("Документ"),
        FieldSpec("doc_kind", "Документ", 6, FieldKind.COMBO, choices=_document_choices()),
        FieldSpec("doc_series", "Серия", 3),
        FieldSpec("doc_number", "Номер", 3),
        _day("doc_issued_on", "Выдан", 3, today),
        FieldSpec("doc_issuer", "Кем выдан", 6),
        FieldSpec("doc_issuer_code", "Код подр.", 3, placeholder="000-000"),
        FieldSpec("birth_place", "Место рождения", 9),
        FieldSpec("citizenship", "Гражданство", 3, FieldKind.COMBO, choices=country_choices()),
    )


def _contact(today: Today) -> tuple[FieldSpec | SectionSpec, ...]:
    return (
        SectionSpec("Адрес и связь", note="регистрация по месту жительства"),
        *(FieldSpec(f"reg_{part}", label, span) for part, label, span in _ADDRESS),
        FieldSpec(OTHER_HOME, "Живёт по другому адресу", 6, FieldKind.CHECK),
        FieldSpec(
            "phone", "Телефон", 6, hint=IF_ANY, placeholder="+7 9…", check=_filled(check_phone, today),
            show=format_phone, answers={"ID-153": (CONFIRM_NUMBER,)},
        ),
        *(
            FieldSpec(f"res_{part}", f"{label} (живёт)" if span > 2 else label, span)
            for part, label, span in _ADDRESS
        ),
    )  # fmt: skip


def _day(field_id: str, label: str, span: int, today: Today) -> FieldSpec:
    return FieldSpec(
        field_id, label, span, FieldKind.DATE, placeholder="ДД.ММ.ГГГГ",
        check=lambda typed: _check_day(typed, today()), show=_date_shown,
    )  # fmt: skip


def _check_day(typed: str, today: date) -> Check:
    """A date in any usual spelling; empty is fine."""
    if not typed.strip():
        return Check.of("")
    found, remark = parse_date(typed, today)
    remarks = (remark,) if remark else ()
    return Check.of(found.isoformat() if found else None, *remarks)


def _filled(checker: Checker, today: Today) -> Callable[[str], Check]:
    """A check that looks at typed text only; whether a field may be empty is the matter of the whole form."""
    return lambda typed: checker(typed, Context(today())) if typed.strip() else Check.of("")


def _check_patronymic(typed: str, today: date) -> Check:
    """«нет» stays as typed: the form turns it into the tick."""
    if names.is_no_patronymic(typed):
        return Check.of(typed)
    return names.check_patronymic(typed, Context(today))


def _date_shown(iso: str) -> str:
    """«07.03.1968» of an ISO date; anything else as it stands."""
    try:
        return ru_date(date.fromisoformat(iso))
    except ValueError:
        return iso


def _document_choices() -> tuple[tuple[str, str], ...]:
    order = (*_OFTEN, *(code for code in DOCUMENT_KINDS if code not in _OFTEN))
    return tuple((code, DOCUMENT_KINDS[code].name) for code in order)


def has_residence(values: Mapping[str, str]) -> bool:
    """Whether a second address is filled."""
    return any(values.get(field, "").strip() for field in RESIDENCE_FIELDS)
