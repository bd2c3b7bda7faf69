"""Values of a paper as texts of a form and back, by type alone.

A value of several parts (a period, an address, several choices) has a field of the form for each part; its id
is ``<field>.<part>``. A table is one field with JSON in it, a row of cells one with the chosen names.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from registrar_app.services.paper_shapes import PaperField
from registrar_app.ui.widgets.cells_editor import NONE

GROUP = "_group"
"""Column of the form that names the table a row belongs to, where one field repeats tables."""
_DOCTOR = re.compile(
    r"(?s)(.*), ([А-ЯЁ][А-Яа-яЁё-]+ (?:[А-ЯЁ]\. ?){1,2}|[А-ЯЁ][а-яё-]+(?: [А-ЯЁ][а-яё]+){2})"
)
"""«здоров, Орлов Д. В.»: a result and who found it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a value with a field of its own."""

    key: str
    label: str
    kind: str
    """``text``, ``date``, ``icd``, ``choice`` or ``flag``."""
    span: int


_ADDRESS = (
    Part("subject", "Субъект Российской Федерации", "text", 6),
    Part("district", "Район", "text", 6),
    Part("city", "Город", "text", 6),
    Part("settlement", "Населённый пункт", "text", 6),
    Part("street", "Улица", "text", 6),
    Part("house", "Дом", "text", 2),
    Part("korpus", "Корпус", "text", 2),
    Part("building", "Строение", "text", 2),
    Part("apartment", "Квартира", "text", 2),
    Part("room", "Комната", "text", 2),
)
_PARTS: Mapping[str, tuple[Part, ...]] = {
    "address": _ADDRESS,
    "address8": (*_ADDRESS, Part("phone", "Телефон", "text", 4)),
    "date_range": (Part("from", "{} с", "date", 4), Part("to", "По", "date", 4)),
    "date_and_text": (Part("date", "{}: дата", "date", 4), Part("text", "Кем", "text", 8)),
    "date_and_signature": (Part("date", "{}", "date", 4),),
    "choice_and_text": (Part("choice", "{}", "choice", 5), Part("text", "Подробно", "text", 7)),
    "text_icd": (Part("text", "{}", "text", 9), Part("icd", "Код МКБ-10", "icd", 3)),
    "table_cell": (Part("text", "{}", "text", 8), Part("doctor", "Врач", "text", 4)),
}
_SEVERAL = frozenset({"choices", "codes"})
OVER_PARTS = frozenset({"address", "address8", *_SEVERAL})
"""Types whose caption stands over their parts."""


def parts_of(field: PaperField) -> tuple[Part, ...]:
    """The parts of a field's value; none where it is filled as a whole."""
    if field.kind in _SEVERAL and field.choices:
        span = 6 if len(field.choices) % 3 else 4
        return tuple(Part(key, words, "flag", span) for key, words in field.choices)
    return _PARTS.get(field.kind, ())


def field_of(grid_id: str) -> str:
    """The field of the paper that a field of the form belongs to."""
    return grid_id.split(".", 1)[0]


def ids_of(field: PaperField) -> tuple[str, ...]:
    """The fields of the form for a field of the paper."""
    return tuple(f"{field.id}.{one.key}" for one in parts_of(field)) or (field.id,)


def texts_of(values: Mapping[str, Any], fields: Sequence[PaperField]) -> dict[str, str]:
    """Values of a paper as texts of the form."""
    out: dict[str, str] = {}
    for one in fields:
        value, parts = values.get(one.id), parts_of(one)
        if not parts:
            out[one.id] = _whole_text(one, value)
            continue
        for part in parts:
            out[f"{one.id}.{part.key}"] = _part_text(one, part, value)
    return out


def _whole_text(field: PaperField, value: Any) -> str:  # noqa: ANN401 - any JSON value
    if field.kind == "table":
        return _table_text(field, value)
    if field.kind == "table_row_16":
        return _cells_text(field, value)
    if isinstance(value, bool):
        if field.choices:
            return "yes" if value else "no"
        return "1" if value else ""
    if isinstance(value, Mapping):
        return str(value.get("name") or value.get("text") or "")
    return "" if value is None or isinstance(value, list | tuple) else str(value)


def _part_text(field: PaperField, part: Part, value: Any) -> str:  # noqa: ANN401 - any JSON value
    if field.kind in _SEVERAL:
        return "1" if isinstance(value, list | tuple) and part.key in [str(one) for one in value] else ""
    if isinstance(value, Mapping):
        found = value.get(part.key)
        if isinstance(found, bool):
            found = "yes" if found else "no"
        return "" if found is None else str(found)
    text = str(value or "")
    if field.kind == "table_cell":
        hit = _DOCTOR.fullmatch(text)
        result, doctor = hit.groups() if hit else (text, "")
        return str(doctor if part.key == "doctor" else result)
    is_place = part.key == ("street" if field.kind in {"address", "address8"} else "text")
    return text if is_place else ""


def _table_text(field: PaperField, value: Any) -> str:  # noqa: ANN401 - any JSON value
    if field.groups:
        named = value if isinstance(value, Mapping) else {}
        rows = [{GROUP: name, **row} for name in field.groups for row in named.get(name) or ()]
    else:
        rows = [dict(row) for row in value] if isinstance(value, list | tuple) else []
    texts = [{key: str(text) for key, text in row.items() if text not in (None, "")} for row in rows]
    return json.dumps(texts, ensure_ascii=False) if texts else ""


def _cells_text(field: PaperField, value: Any) -> str:  # noqa: ANN401 - any JSON value
    if not isinstance(value, Mapping) or not value:
        return ""
    return " ".join(one for one in field.cells if value.get(one) in (True, field.letters[0])) or NONE


def values_of(texts: Mapping[str, str], fields: Sequence[PaperField]) -> dict[str, Any]:
    """Texts of the form as values of a paper; a new line is a space on the paper's ruled lines."""
    return {one.id: _value(one, texts) for one in fields}


def _value(field: PaperField, texts: Mapping[str, str]) -> Any:  # noqa: ANN401 - any JSON value
    parts = parts_of(field)
    if not parts:
        return _whole_value(field, texts.get(field.id, ""))
    given = {one.key: _line(texts.get(f"{field.id}.{one.key}", "")) for one in parts}
    if field.kind in _SEVERAL:
        return [key for key, text in given.items() if text]
    if field.kind == "table_cell":
        return ", ".join(text for text in (given["text"], given["doctor"]) if text)
    if field.kind == "choice_and_text" and not given["choice"]:
        given["choice"] = None  # type: ignore[assignment]
    return given if any(given.values()) else ""


def _whole_value(field: PaperField, text: str) -> Any:  # noqa: ANN401 - any JSON value
    if field.kind == "flag":
        return bool(text)
    if field.kind == "table":
        rows: list[dict[str, str]] = json.loads(text) if text else []
        if not field.groups:
            return rows
        named: dict[str, list[dict[str, str]]] = {}
        for row in rows:
            name = row.get(GROUP, "")
            named.setdefault(name, []).append({key: one for key, one in row.items() if key != GROUP})
        return named
    if field.kind == "table_row_16":
        chosen = set(text.split())
        letter, other = field.letters
        return {one: letter if one in chosen else other for one in field.cells} if text else {}
    return _line(text)


def _line(text: str) -> str:
    return " ".join(text.split("\n")).strip()
