"""Rows of a list for the table: who, which column, what is wrong and what to do."""

import string
from collections.abc import Iterable
from typing import Any

from registrar_app.domain.codes import CATALOGUE
from registrar_app.domain.problems import Level, Problem
from registrar_app.models.import_rows import StoredLine
from registrar_app.services import import_mapping as fields
from registrar_app.services.import_matching import Verdict
from registrar_app.services.import_prepare import Prepared
from registrar_app.services.import_shapes import Outcome, Plan, RowLine
from registrar_app.services.person_words import caption

_WHOLE = (
    (("last_name", "first_name", "patronymic", "no_patronymic"), fields.FULL_NAME),
    (("doc_series", "doc_number", "doc_kind"), fields.DOCUMENT),
    (("enp", "policy_series", "policy_number", "policy_kind"), "policy_number"),
)
"""Fields that one column of a list may hold together."""


def line_of(row: Prepared, verdict: Verdict, plan: Plan) -> RowLine:
    """A row as it has just been judged."""
    problems = _ordered((*verdict.problems, *row.problems))
    return RowLine(
        row.number, verdict.outcome, row.who, heading_of(problems, plan), problems, verdict.person_id
    )


def stored_line(line: StoredLine, who: str) -> RowLine:
    """A row of an earlier load: its codes with their usual words, values are not kept.

    Args:
        line: As kept.
        who: Name of the record, if there is one.
    """
    problems = _ordered(map(_problem, line.codes.split()))
    field = problems[0].field if problems else None
    heading = caption(field) if field else ""
    return RowLine(line.row_no, Outcome(line.outcome), who, heading, problems, line.person_id)


def _ordered(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda one: -one.level.weight))


class _Blanks(string.Formatter):
    """Fills a text whose values are not known any more."""

    def get_value(self, key: int | str, args: Any, kwargs: Any) -> str:  # noqa: ANN401, ARG002 - Formatter's shape
        return "…"


def _problem(kept: str) -> Problem:
    code, _, field = kept.partition(":")
    entry = CATALOGUE[code]
    blanks = _Blanks()
    return Problem(code, entry.level, blanks.format(entry.text), blanks.format(entry.way_out), field or None)


def heading_of(problems: tuple[Problem, ...], plan: Plan) -> str:
    """Words of the column that the first problem belongs to; the field's own where it comes from several."""
    field = problems[0].field if problems else None
    if not field:
        return ""
    wanted = [field, *(whole for parts, whole in _WHOLE if field in parts)]
    if field.startswith(("reg_", "res_")):
        wanted.append(fields.REG_LINE if field.startswith("reg_") else fields.RES_LINE)
    for one in wanted:
        for place, known in plan.fields.items():
            if known == one:
                return plan.headings.get(place, "")
    return caption(field)


def why(problems: Iterable[Problem]) -> str:
    """The column «Почему» of the exported rows: every problem that holds a row back."""
    return " ".join(f"{one.full_text} {one.code}." for one in problems if one.level is Level.ERROR)


def why_line(line: RowLine) -> str:
    """The same for a row that is right in itself and repeats another, or has numbers of others."""
    return " ".join(f"{one.full_text} {one.code}." for one in line.problems if one.level is not Level.INFO)
