"""The fields of a paper: which are filled here, how they look, what was filled.

No form is known by name.
"""

import dataclasses
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from registrar_app.domain.dates import ru_date
from registrar_app.domain.icd import check_icd
from registrar_app.domain.problems import Check, Level, Problem, problem
from registrar_app.domain.records import Address
from registrar_app.domain.values import PersonName
from registrar_app.services.paper_shapes import KeyStatus, PaperBox, PaperColumn, PaperDraft, PaperField
from registrar_app.ui.pages.form_days import check_day, show_day
from registrar_app.ui.pages.paper_values import GROUP, OVER_PARTS, Part, ids_of, parts_of, texts_of
from registrar_app.ui.widgets.form_spec import (
    CaptionSpec,
    FieldKind,
    FieldSpec,
    GridColumn,
    GridSpec,
    SectionSpec,
)
from registrar_app.ui.widgets.paper_view import PaperArea

SIDES = (("front", "Лицевая сторона"), ("back", "Оборотная сторона"))
OVERFLOW = frozenset({"CERT-002", "CERT-009"})
"""Codes of «it does not fit»: told while typing."""
EMPTY = "CERT-008"
"""Code of an empty field that must be filled: told when signing was asked for, not before."""
_LONG_LINES = 3
_SHORT_CAPTION = 24
_SMALL_FIELD = 80
_TINY_FIELD = 12
_WIDE_CHOICE = 32
_LONG_TICK = 62
_IN_HEAD = frozenset({"fio", "day2", "month", "year4"})
"""Types of the record that stand in the page's head already."""

Verdict = Callable[[str], tuple[Problem, ...]]
"""Problems of a field, by its id, as the last preview saw them."""


def page_fields(
    draft: PaperDraft, boxes: Iterable[PaperBox], problems: Iterable[Problem]
) -> list[PaperField]:
    """The fields that are filled on this page.

    What the record answers is not asked again; of what it lacks only that without which the paper cannot be
    made, or which another field may make necessary. A field the present edition does not print is left out.

    Args:
        draft: The paper.
        boxes: Where values stand on the sheet.
        problems: What the empty paper lacks.
    """
    printed = {one.field for one in boxes}
    lacking = {one.field for one in problems}
    return [
        one
        for one in draft.fields
        if one.is_editable
        and (not printed or one.id in printed or one.is_hidden_when_empty)
        and (one.source != "person" or one.id in lacking or one.is_conditional)
    ]


def sides_of(fields: Sequence[PaperField]) -> tuple[tuple[str, str], ...]:
    """Sides with something to fill, in order, and their titles."""
    named = dict(SIDES)
    found = sorted({one.side for one in fields}, key=lambda one: (one == "back", one.zfill(3)))
    return tuple((one, named.get(one, f"Страница {one}")) for one in found)


def form_items(
    fields: Sequence[PaperField], today: Callable[[], date], verdict: Verdict
) -> tuple[FieldSpec | SectionSpec | CaptionSpec, ...]:
    """The form: a section a side, fields in the order of filling, small captions over groups."""
    items: list[FieldSpec | SectionSpec | CaptionSpec] = []
    used = Counter(one.item for one in fields if one.item)
    sides = sides_of(fields)
    for side, title in sides:
        own = [one for one in fields if one.side == side]
        if len(sides) > 1:
            items.append(SectionSpec(title))
        heading, is_group = "", False
        for one in own:
            if one.heading and one.heading != heading:
                items.append(CaptionSpec(one.heading))
            made = _items(one, _label(one, used), today, verdict)
            if (is_group or heading != one.heading) and isinstance(made[0], FieldSpec):
                made[0] = dataclasses.replace(made[0], starts_row=True)
            heading, is_group = one.heading, one.kind in OVER_PARTS
            items += made
    return tuple(items)


def _label(field: PaperField, used: Counter[str]) -> str:
    words = field.caption or "Значение"
    return f"{field.item}. {words}" if field.item and used[field.item] == 1 else words


def _items(
    field: PaperField, label: str, today: Callable[[], date], verdict: Verdict
) -> list[FieldSpec | SectionSpec | CaptionSpec]:
    """What one field of the paper becomes: a field of the form, or one for each part."""
    parts = parts_of(field)
    if not parts:
        return [_spec(field, label, today, verdict)]
    main = parts[0].key
    long_one = next((one.key for one in parts if one.kind == "text"), main)
    items: list[FieldSpec | SectionSpec | CaptionSpec] = []
    if field.kind in OVER_PARTS:
        items.append(CaptionSpec(label))
    for part in parts:
        shared = _share(verdict, field, part, main, long_one)
        made = _part_spec(field, part, label, today, shared)
        items.append(dataclasses.replace(made, starts_row=part.key == main and len(parts) > 1))
    return items


def _share(verdict: Verdict, field: PaperField, part: Part, main: str, long_one: str) -> Verdict:
    """Which problems of a field stand at a part of it: what does not fit at the words, else at the first."""

    def of_part(_id: str) -> tuple[Problem, ...]:
        return tuple(
            one for one in verdict(field.id) if part.key == (long_one if one.code in OVERFLOW else main)
        )

    return of_part


def _part_spec(
    field: PaperField, part: Part, label: str, today: Callable[[], date], verdict: Verdict
) -> FieldSpec:
    kinds = {"date": FieldKind.DATE, "choice": FieldKind.COMBO, "flag": FieldKind.CHECK}
    kind = kinds.get(part.kind, FieldKind.LINE)
    own = label if "{}" in part.label else ""
    is_counted = part.key == "text" and field.kind not in OVER_PARTS
    return FieldSpec(
        f"{field.id}.{part.key}",
        part.label.replace("{}", own) if own else part.label,
        part.span,
        kind,
        choices=_choices(field) if part.kind == "choice" else (),
        check=_check(part.kind, field.id, today, verdict),
        show=show_day if kind is FieldKind.DATE else None,
        max_chars=field.max_chars or 0 if is_counted else 0,
        is_bare=kind is FieldKind.CHECK,
    )


def _check(kind: str, field_id: str, today: Callable[[], date], verdict: Verdict) -> Callable[[str], Check]:
    """The look at a value: its own rule, then what the last preview had against it."""

    def check(typed: str) -> Check:
        problems = verdict(field_id)
        own = value_check(kind, today)
        if own is None:
            return Check.of(typed, *problems)
        found = own(typed)
        return Check.of(found.normal, *found.problems, *problems)

    return check


def value_check(kind: str, today: Callable[[], date]) -> Callable[[str], Check] | None:
    """The rule of a type of values that is typed; None where any text will do."""
    if kind == "date":
        return lambda typed: check_day(typed, today())
    return check_icd if kind == "icd" else None


def _choices(field: PaperField) -> tuple[tuple[str, str], ...]:
    """A code is chosen by its digit or by its words, the others by their words."""
    choices = field.choices
    if field.kind == "code":
        choices = tuple((key, f"{key} — {words}") for key, words in choices)
    return (("", "не выбрано"), *choices)


def _spec(field: PaperField, label: str, today: Callable[[], date], verdict: Verdict) -> FieldSpec:
    kind = _kind(field)
    is_text = kind in (FieldKind.LINE, FieldKind.TEXT)
    if kind is FieldKind.CHECK and len(label) > _LONG_TICK:
        label = label[:_LONG_TICK].rstrip(" ,") + "…"
    return FieldSpec(
        field.id,
        label,
        _span(field, kind),
        kind,
        choices=_choices(field) if kind is FieldKind.COMBO else (),
        check=table_check(field, today, verdict)
        if kind is FieldKind.TABLE
        else _check(field.kind, field.id, today, verdict),
        show=show_day if kind is FieldKind.DATE else None,
        lines=min(max(field.lines - 1, 2), 3),
        max_chars=field.max_chars or 0 if is_text else 0,
        grid=grid_of(field, today) if kind is FieldKind.TABLE else None,
        cells=field.cells,
        letters=field.letters,
        is_bare=kind is FieldKind.CHECK and bool(field.heading),
    )


_NUMBERS = frozenset({"code", "digits", "snils", "oms", "phone", "email", "day2", "month", "year4"})
"""Types whose values are short."""
_KINDS = {
    "date": FieldKind.DATE,
    "flag": FieldKind.CHECK,
    "table": FieldKind.TABLE,
    "table_row_16": FieldKind.CELLS,
}


def _kind(field: PaperField) -> FieldKind:
    """Which editor a type of the form tables gets."""
    if field.kind in _KINDS:
        return _KINDS[field.kind]
    if field.choices:
        return FieldKind.COMBO
    return FieldKind.TEXT if field.lines >= _LONG_LINES else FieldKind.LINE


def grid_of(field: PaperField, today: Callable[[], date]) -> GridSpec:
    """Columns and rows of a table; where one field repeats tables, a column names which."""
    whole = sum(one.width for one in field.columns) or 1.0
    columns = tuple(
        GridColumn(
            one.id,
            _column_words(one),
            max(one.width, _LEAST_DATE * whole if one.kind in {"date", "icd"} else 0.0),
            check=value_check(one.kind, today),
            show=show_day if one.kind == "date" else None,
        )
        for one in field.columns
    )
    if field.groups:
        names = tuple((one, one) for one in field.groups)
        columns = (GridColumn(GROUP, "Против чего", _LEAST_GROUP * whole, names), *columns)
    return GridSpec(columns, 0 if field.groups else field.rows, field.prefilled)


def _column_words(column: PaperColumn) -> str:
    """A short head: long captions of the form do not fit over a cell."""
    usual = {"phone": "Телефон", "date": "Дата", "icd": "МКБ-10"}
    if column.kind == "icd" or not column.caption:
        return usual.get(column.kind, "Имя" if column.id == "name" else "")
    return column.caption


_LEAST_DATE, _LEAST_GROUP = 0.18, 0.28
"""Shares of the width."""


def table_check(field: PaperField, today: Callable[[], date], verdict: Verdict) -> Callable[[str], Check]:
    """Look at every cell of a table; the first that its rule refuses is told with row and column."""
    checks = {one.id: (one.caption or one.id, value_check(one.kind, today)) for one in field.columns}

    def check(typed: str) -> Check:
        found = list(verdict(field.id))
        for number, row in enumerate(json.loads(typed) if typed else (), 1):
            for key, text in row.items():
                caption, own = checks.get(key, ("", None))
                wrong = own(text).problems if own is not None else ()
                stops = [one for one in wrong if one.level is Level.ERROR]
                if stops:
                    found.append(problem("CERT-084", field.id, row=number, column=caption, value=text))
            if field.groups and row.get(GROUP, "") not in field.groups:
                found.append(problem("CERT-086", field.id, value=row.get(GROUP, "")))
        return Check.of(typed, *found[:1])

    return check


def _span(field: PaperField, kind: FieldKind) -> int:
    """Half a row for short captions with room to spare, else a whole one; day and doctor share a row."""
    if kind in (FieldKind.TABLE, FieldKind.CELLS):
        return 12
    if kind is FieldKind.DATE:
        return 4
    if kind is FieldKind.CHECK:
        return 12 if len(field.caption) > _SHORT_CAPTION + 10 else 6
    if kind is FieldKind.COMBO and field.source == "staff":
        return 8
    if kind is FieldKind.COMBO:
        longest = max((len(words) for _key, words in field.choices), default=0)
        return 12 if max(longest, len(field.caption)) > _WIDE_CHOICE else 6
    if kind is FieldKind.LINE and field.kind in _NUMBERS:
        return 6
    if kind is FieldKind.TEXT or len(field.caption) > _SHORT_CAPTION:
        return 12
    if 0 < (field.max_chars or 0) <= _TINY_FIELD:
        return 4
    one_line = field.lines == 1 and _SMALL_FIELD / 2 < (field.max_chars or 0) <= _SMALL_FIELD
    return 12 if one_line or field.source == "user" else 6


def filled_words(texts: Mapping[str, str], fields: Sequence[PaperField], side: str) -> str:
    """«заполнено 6 из 9» of a side; a tick that may stay out is no gap."""
    own = [
        one
        for one in fields
        if one.side == side and (one.mandatory or one.kind not in {"flag", "choices", "codes"})
    ]
    done = sum(any(texts.get(name, "").strip() for name in ids_of(one)) for one in own)
    return f"заполнено {done} из {len(own)}"


def record_words(draft: PaperDraft) -> str:
    """What comes from the record and does not stand in the head, in one line."""
    shown = [
        _shown(one, draft.values.get(one.id))
        for one in draft.fields
        if one.source == "person" and not one.is_editable and one.kind not in _IN_HEAD
    ]
    return ", ".join(dict.fromkeys(one for one in shown if one))


def _shown(field: PaperField, value: object) -> str:
    """A value of the record in words."""
    if field.kind in {"address", "address8"} and isinstance(value, Mapping):
        known = {one.name for one in dataclasses.fields(Address)}
        return Address(**{key: str(text or "") for key, text in value.items() if key in known}).one_line
    if isinstance(value, Mapping):
        return ", ".join(show_day(str(one)) for one in value.values() if one)
    if field.kind in {"choice", "code", "fio_signature"} or isinstance(value, bool | list | tuple):
        return ""
    return "" if value is None else show_day(str(value))


def areas_of(boxes: Iterable[PaperBox]) -> tuple[PaperArea, ...]:
    """Places of the values for the view of the paper."""
    return tuple(PaperArea(one.field, one.page, one.x, one.y, one.width, one.height) for one in boxes)


def offers_of(fields: Sequence[PaperField]) -> dict[str, str]:
    """Values of the last paper by field of the form, where there is one."""
    former = [one for one in fields if one.last_time not in ("", None)]
    texts = texts_of({one.id: one.last_time for one in former}, former)
    return {name: text for name, text in texts.items() if text}


def phrase_ids(fields: Sequence[PaperField]) -> frozenset[str]:
    """Fields of the form that take words of a doctor or a registrar: phrases are kept for them."""
    return frozenset(
        name
        for one in fields
        if one.source in {"doctor", "user"} and one.kind in _WORDS
        for name in ids_of(one)
        if "." not in name or name.endswith(".text")
    )


_WORDS = frozenset({"text", "choice_and_text", "text_icd", "table_cell", "date_and_text"})


def key_words(status: KeyStatus) -> str:
    """«Подпись: Кузнецова И. П., до 14.03.2027», or what is the matter with the key."""
    if status.problem is not None and not status.owner:
        return "Ключа врача здесь нет: справку можно подписать от руки"
    end = f", до\u00a0{ru_date(status.valid_to)}" if status.valid_to else ""
    said = (*([status.problem] if status.problem else []), *status.remarks)
    left = next((one.params["left"] for one in said if one.code == "SIGN-011"), "")
    end += f", осталось\u00a0{left}" if left else ""
    owner = short_owner(status.owner)
    asks = {"CERT-052": "ключ спросит пароль", "SIGN-071": "токен спросит PIN-код"}
    if status.problem is not None and status.problem.code in asks:
        return f"Подпись: {owner}{end} · {asks[status.problem.code]}"
    return f"Подпись: {owner}{end}"


def short_owner(owner: str) -> str:
    """«Кузнецова И. П.» of a full name in a signing key; other words as they are."""
    parts = owner.split()
    if len(parts) not in (2, 3) or not all(one[:1].isupper() for one in parts):
        return owner
    return PersonName(parts[0], parts[1], parts[2] if len(parts) == 3 else None).short
