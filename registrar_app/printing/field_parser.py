"""Makes the fields of a form out of their entries in its table."""

import difflib
import re
from typing import Any

from registrar_app.printing import keys
from registrar_app.printing.form import TYPES, Column, Field, Place
from registrar_app.printing.yaml_lines import Marked, TableReader


def entries(reader: TableReader, node: Marked, key: str) -> list[Marked]:
    """A list of entries under a key; what is none is reported."""
    value = node.get(key) or []
    if not isinstance(value, list) or any(not isinstance(one, Marked) for one in value):
        reader.wrong(node.line, f"«{key}» должно быть списком записей")
        return []
    return value


def read_fields(reader: TableReader, node: Marked, key: str = "fields") -> tuple[Field, ...]:
    """The fields in the order of print.

    Args:
        reader: Takes the mistakes.
        node: Part of the table that has them.
        key: Under which key.
    """
    found: list[Field] = []
    for place, one in enumerate(entries(reader, node, key), start=1):
        made = _field(reader, one, place)
        if any(made.id == other.id for other in found):
            reader.wrong(one.line, "поле с таким именем уже есть", made.id)
        found.append(made)
    return tuple(sorted(found, key=lambda one: one.order))


def _field(reader: TableReader, node: Marked, place: int) -> Field:
    field_id = str(node.get("id") or "")
    if not field_id:
        reader.wrong(node.line, "у поля нет имени «id»")
        field_id = f"?{place}"
    reader.check_keys(node, keys.FIELD, field_id)
    kind = reader.words(node, "type", field_id)
    if kind not in TYPES:
        near = difflib.get_close_matches(kind, TYPES, 1)
        reader.wrong(
            node.line, f"неизвестный тип «{kind}»" + (f", возможно, «{near[0]}»" if near else ""), field_id
        )
    values = {str(key): str(word) for key, word in reader.part(node, "values").items()}
    if kind in {"choice", "choices", "choice_and_text"} and not values:
        reader.wrong(node.line, "у выбора нет «values»", field_id)
    _check_pattern(reader, node, field_id)
    mandatory = node.get("mandatory", False)
    if not isinstance(mandatory, bool | str):
        reader.wrong(node.line, "«mandatory» - true, false или условие словами", field_id)
        mandatory = False
    lines = int(reader.number(node, "lines", 1, field_id))
    if not lines:
        reader.wrong(node.line, "«lines» не может быть нулём", field_id)
    plain: dict[str, Any] = {
        key: reader.words(node, key, field_id) or default for key, default in keys.PLAIN_WORDS.items()
    }
    for key, make in keys.PLAIN_NUMBERS.items():
        if key in node:
            plain[key] = make(reader.number(node, key, 0, field_id))
    if plain["case"] not in keys.CASES or plain["asks"] not in {"", *TYPES}:
        reader.wrong(node.line, "«case» - genitive или dative, «asks» - один из типов", field_id)
    first_page, last_page = _pages(reader, node, field_id)
    if first_page:
        plain["side"] = first_page
    return Field(
        id=field_id,
        caption=reader.words(node, "caption", field_id),
        type=kind,
        line=node.line,
        order=reader.number(node, "n", float(place), field_id),
        values=values,
        mandatory=mandatory,
        path=_paths(reader, node, "path", field_id),
        parts=_paths(reader, node, "parts", field_id),
        own_line=bool(node.get("own_line", False)),
        bold=bool(node.get("bold", False)),
        framed=bool(node.get("framed", False)),
        omit_when_empty=bool(node.get("omit_when_empty", False)),
        at=_place(reader, node, field_id),
        columns=tuple(_column(reader, one, field_id) for one in entries(reader, node, "columns")),
        prefilled=_prefilled(reader, node, field_id),
        aliases={str(k): str(v) for k, v in reader.part(node, "aliases").items()},
        repeat_for=reader.lines_of(node, "repeat_for"),
        last_side=last_page,
        cells=tuple(str(one) for one in node.get("order", ())),
        cell_values={str(k): str(v) for k, v in reader.part(node, "cell_values").items()},
        lines=max(lines, 1),
        **plain,
    )


def _pages(reader: TableReader, node: Marked, field_id: str) -> tuple[str, str]:
    """First and last page of a field of a booklet: ``2`` or ``3-8``; empty if it names none."""
    words = reader.words(node, "page", field_id)
    if not words:
        return "", ""
    hit = re.fullmatch(r"(\d+)(?:-(\d+))?", words)
    if not hit:
        reader.wrong(node.line, "«page» - страница или «3-8»", field_id)
        return "", ""
    return hit[1], hit[2] or hit[1]


def _prefilled(reader: TableReader, node: Marked, field_id: str) -> tuple[str, ...]:
    """Printed words of the first column: a list, or a mapping of that column to a list."""
    value = node.get("prefilled", ())
    if isinstance(value, Marked):
        value = next(iter(value.values()), ())
    if not isinstance(value, list | tuple):
        reader.wrong(node.line, "«prefilled» - список слов первой графы", field_id)
        return ()
    return tuple(str(one) for one in value)


def _check_pattern(reader: TableReader, node: Marked, field_id: str) -> None:
    try:
        re.compile(reader.words(node, "pattern", field_id))
    except re.error as error:
        reader.wrong(node.line, f"«pattern» не читается: {error}", field_id)


def _paths(reader: TableReader, node: Marked, key: str, field_id: str) -> tuple[str, ...]:
    value = node.get(key)
    if value is None:
        return ()
    paths = tuple(value) if isinstance(value, list) else (value,)
    if any(
        not isinstance(one, str) or not re.fullmatch(r"[a-z_0-9]+(\.[A-Za-z_0-9]+)+", one) for one in paths
    ):
        reader.wrong(node.line, f"«{key}» - место вида fields.имя", field_id)
        return ()
    return paths


def _place(reader: TableReader, node: Marked, field_id: str) -> Place | None:
    if "at" not in node:
        return None
    at = reader.part(node, "at")
    reader.check_keys(at, keys.AT, field_id)
    x, y, w, h, pt = (reader.number(at, key, 0.0, field_id) for key in ("x", "y", "w", "h", "pt"))
    return Place(
        x,
        y,
        w,
        h,
        pt,
        align=reader.words(at, "align", field_id) or "left",
        bold=bool(at.get("bold", False)),
    )


def _column(reader: TableReader, node: Marked, field_id: str) -> Column:
    reader.check_keys(node, keys.COLUMN, field_id)
    return Column(
        reader.words(node, "id", field_id),
        reader.words(node, "caption", field_id),
        reader.number(node, "width", 1.0, field_id),
        reader.words(node, "type", field_id) or "text",
        reader.words(node, "caption_next_rows", field_id),
        reader.words(node, "print", field_id),
    )
