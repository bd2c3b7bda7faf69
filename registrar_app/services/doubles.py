"""Likely doubles: what to show beside the form, what must be answered before a save."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from registrar_app.domain.problems import Problem, problem
from registrar_app.domain.records import (
    Confirmation,
    Double,
    DoubleStrength,
    PersonData,
    PersonRecord,
    SearchRow,
)
from registrar_app.models import pair_answers, people
from registrar_app.models.unit_of_work import UnitOfWork
from registrar_app.services.person_words import MATCHED, by_sex
from registrar_app.services.shapes import Answer, DoubleView

_CODES = (
    ("enp", "REC-010"), ("snils", "REC-011"), ("document", "REC-012"), ("fio_birth", "REC-013"),
    ("newborn", "REC-120"),
)  # fmt: skip
"""Word of a match -> code, the surest first."""
DOUBLE_CODES = frozenset(code for _word, code in _CODES)
"""Codes that are answered at the other record, with a reason."""
_LIKELY = frozenset({"enp", "snils", "document", "fio_birth", "name_without_last", "newborn"})


def who(row: SearchRow) -> str:
    """«Гарипова Зульфия Ильдусовна, 16.04.1991»."""
    return f"{row.name.full}, {row.birth_words}"


def code_of(double: Double) -> str:
    """The code to answer a double with; empty when it asks nothing."""
    if double.strength is DoubleStrength.SIMILAR:
        return ""
    return next((code for word, code in _CODES if word in double.matched), "")


def value_of(code: str, data: PersonData) -> str:
    """The value a double was found by, which an answer holds for."""
    match code:
        case "REC-010":
            return data.policy.enp
        case "REC-011":
            return data.snils
        case "REC-012":
            document = data.document
            return f"{document.kind} {document.series} {document.number}"
        case "REC-120":
            return f"{data.birth_date} {data.newborn_order}"
        case _:
            return f"{data.name.full} {data.birth_date}"


def views(found: Iterable[Double], data: PersonData) -> tuple[DoubleView, ...]:
    """Doubles for the side column, the surest first."""
    out = []
    for one in found:
        likely = bool(_LIKELY & set(one.matched))
        words = by_sex(data.sex, "тот же", "та же")
        words = f"скорее всего {words}" if likely else by_sex(data.sex, "похож", "похожа")
        matched = ", ".join(dict.fromkeys(MATCHED.get(word, word) for word in one.matched))
        strong = one.strength is DoubleStrength.STRONG
        out.append(DoubleView(one.row, words, matched, strong, code_of(one)))
    return tuple(out)


def open_questions(
    found: Sequence[Double], data: PersonData, saved: PersonRecord | None, answers: Sequence[Answer]
) -> tuple[Problem, ...]:
    """Doubles that still want an answer with a reason; ``field`` is the other record's id.

    A value that is saved already is not asked about again: the question is about what is being changed.

    Args:
        found: What was found.
        data: The normal values of the form.
        saved: The record being edited.
        answers: The registrar's answers.
    """
    questions = []
    for one in found:
        code = code_of(one)
        if not code or (saved and value_of(code, saved.data) == value_of(code, data)):
            continue
        target = str(one.row.id)
        if _is_confirmed(saved, code, target, value_of(code, data)):
            continue
        if any(
            answer.code == code and answer.field == target and answer.reason.strip() for answer in answers
        ):
            continue
        questions.append(problem(code, target, who=who(one.row)))
    return tuple(questions)


def confirmations(answers: Sequence[Answer], data: PersonData) -> list[Confirmation]:
    """Answers about doubles as they are kept with the record."""
    return [
        Confirmation(one.code, one.field, value_of(one.code, data), reason=one.reason.strip())
        for one in answers
        if one.code in DOUBLE_CODES
    ]


def keep_as_different(work: UnitOfWork, person_id: UUID, answers: Sequence[Answer]) -> None:
    """A namesake confirmed as another person does not wait in the work list of pairs.

    A number that stands in two records does: one of them has it wrong.
    """
    for one in answers:
        if one.code == "REC-013" and one.reason.strip():
            pair_answers.answer(work, person_id, UUID(one.field), "different", one.reason.strip())


def without_different(
    session: Session, person_id: UUID, found: Sequence[Double], data: PersonData
) -> tuple[Double, ...]:
    """Doubles without those found to be other people, as long as the form says what is saved."""
    different = pair_answers.different_from(session, person_id)
    if not different:
        return tuple(found)
    saved = people.load_person(session, person_id)
    same = saved is not None and all(
        value_of(code, saved.data) == value_of(code, data) for _word, code in _CODES
    )
    return tuple(one for one in found if not (same and one.row.id in different))


def _is_confirmed(saved: PersonRecord | None, code: str, target: str, value: str) -> bool:
    kept = saved.confirmations if saved else ()
    return any((one.code, one.field, one.value) == (code, target, value) for one in kept)
