"""Field groups of a person in the words of the screen: caption, value, form fields."""

from collections.abc import Callable, Mapping

from registrar_app.domain.birth_date import birth_text
from registrar_app.domain.dates import ru_date
from registrar_app.domain.documents import DOCUMENT_KINDS
from registrar_app.domain.draft import from_person
from registrar_app.domain.enp import format_enp
from registrar_app.domain.phones import format_phone
from registrar_app.domain.records import PersonData
from registrar_app.domain.snils import format_snils
from registrar_app.models.person_groups import is_empty, taken
from registrar_app.services.person_words import caption, country

_CAPTIONS = {
    "fio": "Фамилия, имя, отчество", "birth": "Дата рождения, пол", "snils": "СНИЛС",
    "enp": "Номер полиса (ЕНП)", "policy": "Полис: вид, страховая, сроки", "document": "Документ",
    "registration": "Адрес регистрации",
    "residence": "Адрес проживания", "phone": "Телефон", "other_phones": "Другие телефоны",
    "unidentified": "Личность не установлена", "attachment": "Прикрепление", "died_on": "Дата смерти",
}  # fmt: skip
MARK_OF = {"registration": "address", "residence": "address"}
"""Group -> the group its mark is kept under, where the names differ."""


def group_caption(group: str) -> str:
    """The caption of a field group."""
    return _CAPTIONS.get(group) or caption(group)


def shown(data: PersonData, group: str) -> str:
    """A group's value for the screen; empty: not filled."""
    if is_empty(data, group):
        return ""
    return _SHOWN[group](data) if group in _SHOWN else str(getattr(data, group))


def differing(one: PersonData, other: PersonData, group: str) -> Mapping[str, str]:
    """Form fields of a group in which two records differ, with the texts of ``other``."""
    theirs, mine = from_person(other), from_person(taken(other, one, group))
    return {field: text for field, text in theirs.items() if mine.get(field) != text}


def _fio(data: PersonData) -> str:
    none = ", нет отчества" if data.has_no_patronymic and not data.patronymic else ""
    return f"{data.title.full}{none}"


def _birth(data: PersonData) -> str:
    born = birth_text(data.birth_date, data.birth_precision) if data.birth_date else "дата не указана"
    return ", ".join(filter(None, (born, data.sex.word if data.sex else "")))


def _policy(data: PersonData) -> str:
    policy = data.policy
    number = " ".join(filter(None, (policy.series, policy.number)))
    insurer = policy.insurer_name or (f"ОГРН {policy.insurer_ogrn}" if policy.insurer_ogrn else "")
    since = f"с {ru_date(policy.valid_from)}" if policy.valid_from else ""
    until = f"по {ru_date(policy.valid_to)}" if policy.valid_to else ""
    return ", ".join(
        filter(None, (policy.kind.word, number, insurer, " ".join(filter(None, (since, until)))))
    )


def _document(data: PersonData) -> str:
    document = data.document
    kind = DOCUMENT_KINDS.get(document.kind)
    number = " ".join(filter(None, (document.series, document.number)))
    issued = f"выдан {ru_date(document.issued_on)}" if document.issued_on else ""
    return ", ".join(filter(None, (kind.name if kind else document.kind, number, issued)))


def _phone(number: str, note: str) -> str:
    return f"{format_phone(number)} ({note})" if note else format_phone(number)


def _unidentified(data: PersonData) -> str:
    return ", ".join(filter(None, ("да" if data.is_unidentified else "", data.found_place, data.found_when)))


_SHOWN: Mapping[str, Callable[[PersonData], str]] = {
    "fio": _fio,
    "birth": _birth,
    "snils": lambda data: format_snils(data.snils),
    "enp": lambda data: format_enp(data.policy.enp),
    "policy": _policy,
    "document": _document,
    "registration": lambda data: data.registration.one_line,
    "residence": lambda data: data.residence.one_line,
    "phone": lambda data: _phone(data.phone, data.phone_note),
    "other_phones": lambda data: ", ".join(_phone(one.number, one.note) for one in data.other_phones),
    "citizenship": lambda data: country(data.citizenship),
    "unidentified": _unidentified,
}
