"""The fields of two representatives at the end of a person's form; they unfold as they are needed."""

from collections.abc import Callable
from datetime import date

from registrar_app.domain import names
from registrar_app.domain.context import Context
from registrar_app.domain.documents import ordered_kinds
from registrar_app.domain.phones import check_phone, format_phone
from registrar_app.domain.problems import Check
from registrar_app.domain.representative_form import SLOTS
from registrar_app.domain.snils import check_snils, format_snils
from registrar_app.domain.values import Relation
from registrar_app.ui.pages.field_checks import document_choices, filled
from registrar_app.ui.pages.form_days import day_field
from registrar_app.ui.widgets.form_spec import Answer, FieldKind, FieldSpec, SectionSpec

IF_ANY = "если есть"
SECOND = "has_rep2"
"""A tick of the page alone: «есть второй представитель»."""
FOUND, LINKED = "REC-126", "REC-127"
"""Codes of what is said under the surname of a representative."""
NAMES = ("last_name", "first_name", "patronymic")
USUAL = ("relation", "phone", "birth_date")
TYPED_IN = ("snils", "doc_kind", "doc_series", "doc_number", "doc_issued_on", "doc_issuer")
"""Fields of somebody who is no patient."""
AUTHORITY = ("authority", "valid_from", "valid_to")
_RIGHT = Answer(Answer.CONFIRM, "Так и есть")
_AUTHORITY_LATER = Answer(Answer.CONFIRM, "Документ покажут позже")


def representative_items(today: Callable[[], date]) -> tuple[FieldSpec | SectionSpec, ...]:
    """Both representatives, the second under a title of its own.

    Args:
        today: The present day, asked at each check.
    """
    first, second = SLOTS
    return (
        SectionSpec("Представитель", note="родитель, опекун; пациента найдём по фамилии, СНИЛС или полису"),
        *_slot(first, today),
        FieldSpec(SECOND, "Есть второй представитель", 12, FieldKind.CHECK),
        SectionSpec("Второй представитель"),
        *_slot(second, today),
    )


def _slot(slot: str, today: Callable[[], date]) -> tuple[FieldSpec, ...]:
    documents = document_choices(ordered_kinds(None, ""))
    relations = tuple((one.value, one.word) for one in Relation)
    return (
        FieldSpec(f"{slot}last_name", "Фамилия", 6, check=_name(names.check_last_name, today)),
        FieldSpec(f"{slot}first_name", "Имя", 3, check=_name(names.check_first_name, today)),
        FieldSpec(
            f"{slot}patronymic", "Отчество", 3, hint=IF_ANY, check=_name(names.check_patronymic, today)
        ),
        FieldSpec(f"{slot}relation", "Кем приходится", 4, FieldKind.COMBO, choices=relations),
        FieldSpec(
            f"{slot}phone", "Телефон", 4, hint=IF_ANY, check=filled(check_phone, today), show=format_phone
        ),
        day_field(f"{slot}birth_date", "Дата рождения", 4, today, answers={"ID-180": (_RIGHT,)}),
        FieldSpec(
            f"{slot}snils", "СНИЛС", 4, hint=IF_ANY, check=filled(check_snils, today), show=format_snils
        ),
        FieldSpec(f"{slot}doc_kind", "Документ", 8, FieldKind.COMBO, choices=documents),
        FieldSpec(f"{slot}doc_series", "Серия", 3),
        FieldSpec(f"{slot}doc_number", "Номер", 3),
        day_field(f"{slot}doc_issued_on", "Выдан", 3, today),
        FieldSpec(f"{slot}doc_issuer", "Кем выдан", 12),
        FieldSpec(
            f"{slot}authority", "Документ о полномочиях", 6, placeholder="акт об опеке, доверенность",
            answers={"ID-177": (_AUTHORITY_LATER,)},
        ),
        day_field(f"{slot}valid_from", "Полномочия с", 3, today),
        day_field(f"{slot}valid_to", "по", 3, today, hint=IF_ANY, answers={"ID-178": (_RIGHT,)}),
    )  # fmt: skip


def is_search(typed: str) -> bool:
    """Whether a surname field holds a number to search by: СНИЛС, policy, record, telephone."""
    return any(map(str.isdigit, typed))


def _name(checker: Callable[[str, Context], Check], today: Callable[[], date]) -> Callable[[str], Check]:
    """A name; digits are left to the search that follows."""

    def check(typed: str) -> Check:
        if not typed.strip() or is_search(typed):
            return Check.of(typed.strip())
        return checker(typed, Context(today()))

    return check
