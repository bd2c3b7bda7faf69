"""«Обратите внимание»: what deserves the registrar's eye in a record, the most useful first."""

from collections.abc import Sequence
from datetime import date

from registrar_app.domain.context import DEFAULT_RULES, Rules
from registrar_app.domain.dates import age_words, ru_date
from registrar_app.domain.person_rules import check_person
from registrar_app.domain.problems import Level, Problem, problem
from registrar_app.domain.records import Double, DoubleStrength, PersonRecord
from registrar_app.domain.representative_form import represents_age
from registrar_app.services.attachment_rules import takes_age
from registrar_app.services.confirmed import open_warnings
from registrar_app.services.doubles import who
from registrar_app.services.person_words import by_sex, caption
from registrar_app.services.shapes import Advice

MOST = 6


def advice(
    record: PersonRecord, doubles: Sequence[Double], today: date, rules: Rules = DEFAULT_RULES
) -> tuple[Advice, ...]:
    """Advice for a record.

    Args:
        record: The record.
        doubles: Other records that may be the same person.
        today: The day.
        rules: The clinic's terms and calendar.
    """
    if record.died_on:
        return ()
    if record.archived_on:
        found = problem("REC-085", day=ru_date(record.archived_on), reason=record.archive_reason)
        return (_from(found, "info", "В архиве", "unarchive", "Вернуть"),)
    return (
        *_namesakes(record, doubles),
        *_unidentified(record),
        *_attachment(record, today),
        *_policy(record),
        *_representative(record, today, rules),
        *_warnings(record, today, rules),
        *_confirmed(record),
    )[:MOST]


def _from(found: Problem, role: str, title: str, action: str = "", label: str = "") -> Advice:
    return Advice(role, title, f"{found.text} {found.way_out}".strip(), action, label, found.code)


def _namesakes(record: PersonRecord, doubles: Sequence[Double]) -> list[Advice]:
    """Records with the same name and birth date, or the same number."""
    return [
        _from(
            problem("REC-020", who=f"{who(one.row)}, участок {one.row.district or 'не указан'}"),
            "warn",
            by_sex(record.data.sex, "Есть полный тёзка", "Есть полная тёзка"),
            f"compare:{one.row.id}",
            "Сравнить",
        )
        for one in doubles
        if one.strength in (DoubleStrength.STRONG, DoubleStrength.WEAK)
    ][:2]


def _attachment(record: PersonRecord, today: date) -> list[Advice]:
    current, born = record.attachment, record.data.birth_date
    if current is None:
        title = by_sex(record.data.sex, "Не прикреплён", "Не прикреплена")
        return [_from(problem("REC-021"), "warn", title, "attach", "Прикрепить")]
    if born and not takes_age(current.district_kind, born, today):
        found = problem("REC-026", district=current.district_number, age=age_words(born, today))
        return [_from(found, "warn", "Участок не по возрасту", "attach", "Перевести")]
    return []


def _policy(record: PersonRecord) -> list[Advice]:
    policy = record.data.policy
    special = record.data.is_unidentified or record.data.newborn_order is not None
    if policy.enp or policy.number or special:
        return []
    return [_from(problem("REC-024"), "warn", "Полис не указан", "edit:enp", "Вписать")]


def _unidentified(record: PersonRecord) -> list[Advice]:
    if not record.data.is_unidentified:
        return []
    return [_from(problem("REC-125"), "warn", "Личность не установлена", "edit:last_name", "Вписать имя")]


def _representative(record: PersonRecord, today: date, rules: Rules) -> list[Advice]:
    """Somebody under age without a representative, or with one whose authority has run out."""
    if not represents_age(record.data.birth_date, today, rules.terms):
        return []
    people = [view.data for view in record.representatives]
    field = "edit:rep1_last_name"
    if not people:
        words = problem("REC-121", age=rules.terms.representative_age)
        return [_from(words, "info", "Нет представителя", field, "Вписать")]
    if not any(one.holds_on(today) for one in people):
        return [_from(problem("REC-123"), "warn", "Полномочия кончились", field, "Исправить")]
    return []


def _warnings(record: PersonRecord, today: date, rules: Rules) -> list[Advice]:
    """Warnings of the rules that nobody has answered yet: passport to be exchanged, policy over."""
    return [
        Advice("warn", caption(one.field or ""), one.full_text, f"edit:{one.field}", "Исправить", one.code)
        for one in open_warnings(
            check_person(record.data, today, rules.terms, rules.is_workday), record.data, record
        )
        if one.level is Level.WARN
    ]


def _confirmed(record: PersonRecord) -> list[Advice]:
    fields = dict.fromkeys(
        caption(one.field).lower() for one in record.confirmations if one.code.startswith("ID-")
    )
    if not fields:
        return []
    return [_from(problem("REC-025", fields=", ".join(fields)), "info", "Подтверждено с замечанием")]
