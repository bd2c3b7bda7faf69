"""Captions of a person's fields and small sentences about a record."""

from collections.abc import Mapping
from datetime import date

from registrar_app.domain.birth_date import age_text
from registrar_app.domain.countries import country_name
from registrar_app.domain.dates import ru_date
from registrar_app.domain.records import PersonData, PersonRecord
from registrar_app.domain.representative_form import SLOTS
from registrar_app.domain.values import Sex
from registrar_app.services.shapes import BadgeView

CAPTIONS: Mapping[str, str] = {
    "last_name": "Фамилия", "first_name": "Имя", "patronymic": "Отчество", "no_patronymic": "Нет отчества",
    "birth_date": "Дата рождения", "sex": "Пол", "snils": "СНИЛС", "enp": "Номер полиса (ЕНП)",
    "policy_kind": "Вид полиса", "policy_series": "Серия полиса", "policy_number": "Номер полиса",
    "insurer_name": "Страховая", "insurer_ogrn": "ОГРН страховой", "insurer_okato": "ОКАТО страховой",
    "policy_from": "Полис с", "policy_to": "Полис по",
    "doc_kind": "Документ", "doc_series": "Серия документа",
    "doc_number": "Номер документа", "doc_issued_on": "Выдан", "doc_issuer": "Кем выдан",
    "doc_issuer_code": "Код подразделения", "birth_place": "Место рождения", "citizenship": "Гражданство",
    "phone": "Телефон", "attachment": "Прикрепление", "died_on": "Дата смерти",
    "phone_note": "Чей телефон", "phone2": "Второй телефон", "phone2_note": "Чей второй телефон",
    "phone3": "Третий телефон", "phone3_note": "Чей третий телефон",
    "phone4": "Четвёртый телефон", "phone4_note": "Чей четвёртый телефон",
    "phone5": "Пятый телефон", "phone5_note": "Чей пятый телефон", "record_place": "Где карта",
    "newborn_order": "Новорождённый", "is_unidentified": "Личность не установлена",
    "found_place": "Где найден", "found_when": "Когда найден", "doc_valid_to": "Документ до",
    "reg_subject": "Субъект РФ", "reg_district": "Район", "reg_city": "Город",
    "reg_settlement": "Населённый пункт", "reg_street": "Улица", "reg_house": "Дом", "reg_korpus": "Корпус",
    "reg_building": "Строение", "reg_apartment": "Квартира", "reg_room": "Комната",
}  # fmt: skip
"""Field id of the form -> its Russian caption; ``res_`` fields are those of the residence, ``rep1_`` and
``rep2_`` those of the representatives."""
REPRESENTATIVE_CAPTIONS: Mapping[str, str] = {
    "person": "пациент", "last_name": "фамилия", "first_name": "имя", "patronymic": "отчество",
    "relation": "кем приходится", "phone": "телефон", "birth_date": "дата рождения", "snils": "СНИЛС",
    "doc_kind": "документ", "doc_series": "серия документа", "doc_number": "номер документа",
    "doc_issued_on": "документ выдан", "doc_issuer": "кем выдан документ",
    "authority": "документ о полномочиях", "valid_from": "полномочия с", "valid_to": "полномочия до",
}  # fmt: skip

MATCHED: Mapping[str, str] = {
    "enp": "номер полиса", "snils": "СНИЛС", "document": "документ",
    "fio_birth": "фамилия, имя, отчество, дата рождения",
    "enp_near": "номер полиса, кроме одной цифры",
    "name_without_last": "имя, отчество, дата рождения; фамилия другая",
    "fio_year": "фамилия, имя, отчество, год рождения",
    "newborn": "представитель, дата рождения и номер ребёнка",
    "newborn_sibling": "представитель и дата рождения; другой ребёнок тех же родов",
    "birth_turned": "имя целиком; день и месяц рождения переставлены",
}  # fmt: skip
"""Word of ``Double.matched`` -> what agrees, for people."""

_ENDING_SOON_DAYS = 30


def caption(field: str) -> str:
    """The caption of a form field."""
    if field.startswith("res_"):
        return f"{CAPTIONS.get('reg_' + field[4:], field)} (проживание)"
    if field.startswith(SLOTS):
        return f"Представитель: {REPRESENTATIVE_CAPTIONS.get(field[5:], field[5:])}"
    return CAPTIONS.get(field, field)


def by_sex(sex: Sex | None, him: str, her: str) -> str:
    """A word form by sex; men's where it is not known."""
    return her if sex is Sex.FEMALE else him


def record_title(record: PersonRecord, today: date) -> str:
    """The name over a record; «Неизвестный, мужчина, около 50 лет» where nobody knows it."""
    data = record.data
    if data.name.last or not data.is_unidentified:
        return data.title.full
    born = age_text(data.birth_date, data.birth_precision, today) if data.birth_date else ""
    return ", ".join(filter(None, (data.title.full, data.sex.noun if data.sex else "", born)))


def country(code: str) -> str:
    """Name of a citizenship for the screen; the code with a word when it is not in the list."""
    return country_name(code)


def badges(record: PersonRecord, today: date) -> tuple[BadgeView, ...]:
    """Badges of the head: policy, attachment, death."""
    sex = record.data.sex
    if record.died_on:
        word = by_sex(sex, "умер", "умерла")
        return (BadgeView("neutral", "info-circle", f"{word} {ru_date(record.died_on)}"),)
    if record.archived_on:
        badge = BadgeView("neutral", "info-circle", f"в архиве с {ru_date(record.archived_on)}")
        return (badge, _attachment_badge(record)) if record.attachment else (badge,)
    special = _special_badge(record.data)
    if special is not None:
        return (special, _attachment_badge(record))
    return (policy_badge(record.data, today), _attachment_badge(record))


def _special_badge(data: PersonData) -> BadgeView | None:
    """Stands in the place of the policy, which nobody has in these cases."""
    if data.is_unidentified:
        return BadgeView("warn", "help-circle", "Личность не установлена")
    if data.newborn_order is not None and not (data.policy.enp or data.policy.number):
        return BadgeView("info", "info-circle", by_sex(data.sex, "Новорождённый", "Новорождённая"))
    return None


def policy_badge(data: PersonData, today: date) -> BadgeView:
    """What the policy is worth today."""
    policy = data.policy
    if not (policy.enp or policy.number):
        return BadgeView("warn", "alert-triangle", "Полис не указан")
    if policy.valid_to and policy.valid_to < today:
        return BadgeView("warn", "alert-triangle", f"Полис истёк {ru_date(policy.valid_to)}")
    if policy.valid_to and (policy.valid_to - today).days <= _ENDING_SOON_DAYS:
        return BadgeView("warn", "alert-triangle", f"Полис до {ru_date(policy.valid_to)}")
    return BadgeView("ok", "circle-check", "Полис действует")


def _attachment_badge(record: PersonRecord) -> BadgeView:
    sex, current = record.data.sex, record.attachment
    if current is None:
        return BadgeView("warn", "alert-triangle", by_sex(sex, "Не прикреплён", "Не прикреплена"))
    word = by_sex(sex, "Прикреплён", "Прикреплена")
    return BadgeView("ok", "circle-check", f"{word} к нам, участок {current.district_number}")
