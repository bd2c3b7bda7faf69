"""Rules between the values of one paper; what a form asks for stands in its table, the kinds are here.

A rule speaks only of what was given: an empty field is the business of ``mandatory``.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from registrar_app.domain.problems import Problem, problem
from registrar_app.printing.captions import caption_words
from registrar_app.printing.form import Field, Rule
from registrar_app.printing.shown import Raw, WrongValueError, parse_day

Values = Mapping[str, Raw]


def broken(rules: Sequence[Rule], fields: Sequence[Field], values: Values) -> tuple[Problem, ...]:
    """What the values of a paper do not agree on: CERT-013, for a rule that only warns CERT-014."""
    captions = {one.id: caption_words(one.caption) or one.id for one in fields}
    return tuple(
        problem(
            "CERT-014" if one.is_warning else "CERT-013",
            one.field,
            caption=captions.get(one.field, one.field),
            what=one.text,
        )
        for one in rules
        if not KINDS[one.kind](one, values)
    )


def _dig(values: Values, name: str) -> Raw:
    node: Raw = values.get(name.split(".")[0])
    for step in name.split(".")[1:]:
        node = node.get(step) if isinstance(node, Mapping) else None
    return node


def _is(raw: Raw, wanted: str) -> bool:
    """Whether a choice has been made so; ``yes`` and ``no`` may be true and false."""
    if isinstance(raw, Mapping):
        raw = raw.get("choice")
    return ({True: "yes", False: "no"}[raw] if isinstance(raw, bool) else raw) == wanted


def _is_open(raw: Raw) -> bool:
    return raw is None or raw == ""


def _is_chosen(raw: Raw) -> bool:
    return raw is True or (isinstance(raw, Mapping | Sequence) and bool(raw))


def _if_and_only_if_any(rule: Rule, values: Values) -> bool:
    raw = values.get(rule.field)
    given = [values.get(one) for one in rule.others]
    if _is_open(raw) or all(one is None for one in given):
        return _is_open(raw) or not _is(raw, rule.value)
    return _is(raw, rule.value) == any(_is_chosen(one) for one in given)


def _then_no_cell(rule: Rule, values: Values) -> bool:
    """With that choice no cell of a row of cells has the letter (``others``: field of cells, letter)."""
    cells = values.get(rule.others[0])
    marked = isinstance(cells, Mapping) and rule.others[1] in cells.values()
    return not (_is(values.get(rule.field), rule.value) and marked)


def _cell_implies(rule: Rule, values: Values) -> bool:
    """If a cell of ``value`` has the letter that ``others`` begins with, the further ones have it too."""
    cells = values.get(rule.field)
    if not isinstance(cells, Mapping):
        return True
    letter, *then = rule.others
    has = any(cells.get(one) == letter for one in rule.value.split())
    return not has or all(cells.get(one) == letter for one in then)


def _day(values: Values, name: str) -> date | None:
    raw = _dig(values, name)
    try:
        return None if _is_open(raw) else parse_day(raw)
    except WrongValueError:
        return None


def _not_after(rule: Rule, values: Values) -> bool:
    """The first day of ``others`` is not after the second."""
    first, then = (_day(values, one) for one in rule.others)
    return first is None or then is None or first <= then


def _next_day(rule: Rule, values: Values) -> bool:
    """The second day of ``others`` is the day after the first."""
    first, then = (_day(values, one) for one in rule.others)
    return first is None or then is None or then == first + timedelta(days=1)


def _text_if_chosen(rule: Rule, values: Values) -> bool:
    raw = values.get(rule.field)
    text = raw.get("text") if isinstance(raw, Mapping) else ""
    return not (isinstance(raw, Mapping) and _is(raw, rule.value) and not str(text or "").strip())


def _rows_of(values: Values, name: str) -> Sequence[Raw] | None:
    raw = values.get(name)
    return raw if isinstance(raw, Sequence) and not isinstance(raw, str) else None


def _count_of_rows(rule: Rule, values: Values) -> bool:
    rows, raw = _rows_of(values, rule.others[0]), values.get(rule.field)
    return rows is None or _is_open(raw) or str(raw).strip() == str(len(rows))


def _sum_of_column(rule: Rule, values: Values) -> bool:
    table, column = rule.others
    rows, raw = _rows_of(values, table), values.get(rule.field)
    if rows is None or _is_open(raw):
        return True
    numbers = [str(row.get(column) or "0") for row in rows if isinstance(row, Mapping)]
    return not all(one.isdigit() for one in numbers) or str(raw).strip() == str(sum(map(int, numbers)))


KINDS: Mapping[str, Callable[[Rule, Values], bool]] = {
    "if_and_only_if_any": _if_and_only_if_any,
    "then_no_cell": _then_no_cell,
    "cell_implies": _cell_implies,
    "not_after": _not_after,
    "next_day": _next_day,
    "text_if_chosen": _text_if_chosen,
    "count_of_rows": _count_of_rows,
    "sum_of_column": _sum_of_column,
}
"""What a rule of a table may ask; described in ``docs/forms.md``."""
