"""Newborns without papers and persons nobody knows: what may be missing, and when the mark goes away.

Source: project's domain notes on identifiers, sections 0, 6 (rule 8) and 7.
"""

import dataclasses
from datetime import date

from registrar_app.domain.context import Terms
from registrar_app.domain.dates import age_words
from registrar_app.domain.problems import Problem, problem
from registrar_app.domain.records import PersonData
from registrar_app.domain.values import BirthPrecision

MOST_BORN = 9
"""The highest number of a child of one birth."""
LEFT_OUT = {
    "last_name": "ID-101", "first_name": "ID-101", "patronymic": "ID-115", "birth_date": "ID-126",
}  # fmt: skip
"""Field -> the code of its emptiness, which is no problem in a special case."""


def may_be_empty(data: PersonData) -> frozenset[str]:
    """Fields that need not be filled: all of a name of the unidentified, a newborn's own name."""
    if data.is_unidentified:
        return frozenset(LEFT_OUT)
    return frozenset(("first_name", "patronymic")) if data.newborn_order is not None else frozenset()


def completed(data: PersonData) -> tuple[PersonData, tuple[Problem, ...]]:
    """The same data without a mark that the papers have made untrue, and a remark on it.

    A newborn has a name and a document of his own; an unidentified person has a name, a birth date to the
    day and a number that tells who he is. The history keeps the mark.
    """
    has_name = bool(data.last_name and data.first_name)
    has_number = bool(data.document.number or data.snils or data.policy.enp)
    if data.newborn_order is not None and has_name and data.document.number:
        return dataclasses.replace(data, newborn_order=None), (problem("ID-173", "newborn_order"),)
    is_whole = data.birth_date is not None and data.birth_precision is BirthPrecision.DAY
    if data.is_unidentified and has_name and is_whole and has_number:
        return dataclasses.replace(data, is_unidentified=False), (problem("ID-174", "is_unidentified"),)
    return data, ()


def newborn_problems(data: PersonData, today: date, terms: Terms) -> tuple[Problem, ...]:
    """The age up to which somebody is counted as a newborn, and the number of the child."""
    order, born = data.newborn_order, data.birth_date
    if order is None:
        return ()
    if not 1 <= order <= MOST_BORN:
        return (problem("ID-176", "newborn_order", most=MOST_BORN),)
    if born is None or born > today or (today - born).days <= terms.newborn_days:
        return ()
    return (problem("ID-172", "newborn_order", age=age_words(born, today), limit=terms.newborn_days),)
