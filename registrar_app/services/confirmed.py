"""Warnings that were answered: kept with who, when and for which value, and not asked again for it."""

from collections.abc import Iterable, Mapping, Sequence

from registrar_app.domain.draft import from_person
from registrar_app.domain.problems import Level, Problem
from registrar_app.domain.records import Confirmation, PersonData, PersonRecord
from registrar_app.services.shapes import Answer


def open_warnings(
    problems: Iterable[Problem],
    data: PersonData,
    saved: PersonRecord | None,
    answers: Sequence[Answer] = (),
    texts: Mapping[str, str] | None = None,
) -> tuple[Problem, ...]:
    """All problems but the warnings that stand answered for the present value of their field.

    Args:
        problems: Problems of the rules.
        data: Normal values of the form.
        saved: The record being edited, with its kept answers.
        answers: Answers given now.
        texts: Fields as they are kept, where the form has more than the person's own.
    """
    texts = from_person(data) if texts is None else texts
    kept = {(one.code, one.field, one.value) for one in (saved.confirmations if saved else ())}
    given = {
        (one.code, one.field, texts.get(one.field, "") if one.value is None else one.value) for one in answers
    }
    answered = kept | given
    return tuple(
        one
        for one in problems
        if one.level is not Level.WARN
        or (one.code, one.field or "", texts.get(one.field or "", "")) not in answered
    )


def confirmations(
    problems: Iterable[Problem],
    data: PersonData,
    answers: Sequence[Answer],
    texts: Mapping[str, str] | None = None,
) -> list[Confirmation]:
    """The answers given now to warnings that really stand, as they are kept with the record."""
    texts = from_person(data) if texts is None else texts
    standing = {(one.code, one.field or "") for one in problems if one.level is Level.WARN}
    return [
        Confirmation(one.code, one.field, texts.get(one.field, ""), reason=one.reason.strip())
        for one in answers
        if (one.code, one.field) in standing
    ]
