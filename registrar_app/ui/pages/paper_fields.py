"""The fields of a paper: which are filled here, how they look, what was filled.

No form is known by name.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from registrar_app.domain.dates import ru_date
from registrar_app.domain.problems import Check, Problem
from registrar_app.domain.values import PersonName
from registrar_app.services.paper_shapes import KeyStatus, PaperBox, PaperDraft, PaperField
from registrar_app.ui.pages.form_days import check_day, show_day
from registrar_app.ui.widgets.form_spec import FieldKind, FieldSpec, SectionSpec
from registrar_app.ui.widgets.paper_view import PaperArea

SIDES = (("front", "Лицевая сторона"), ("back", "Оборотная сторона"))
OVERFLOW = frozenset({"CERT-002", "CERT-009"})
"""Codes of «it does not fit»: told while typing."""
EMPTY = "CERT-008"
"""Code of an empty field that must be filled: told when signing was asked for, not before."""
_LONG_LINES = 3
_SHORT_CAPTION = 24
_SMALL_FIELD = 80
_IN_HEAD = frozenset({"fio", "day2", "month", "year4"})
"""Types of the record that stand in the page's head already."""

Verdict = Callable[[str], tuple[Problem, ...]]
"""Problems of a field, by its id, as the last preview saw them."""


def page_fields(
    draft: PaperDraft, boxes: Iterable[PaperBox], problems: Iterable[Problem]
) -> list[PaperField]:
    """The fields that are filled on this page.

    What the record answers is not asked again; of what it lacks only that without which the paper cannot be
    made. A field the present edition does not print is left out.

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
        and (not printed or one.id in printed)
        and (one.source != "person" or one.id in lacking)
    ]


def form_items(
    fields: Sequence[PaperField], today: Callable[[], date], verdict: Verdict
) -> tuple[FieldSpec | SectionSpec, ...]:
    """The form: a section a side, fields in the order of filling."""
    items: list[FieldSpec | SectionSpec] = []
    used = Counter(one.item for one in fields if one.item)
    sides = {one.side for one in fields}
    for side, title in SIDES:
        own = [one for one in fields if one.side == side]
        if own and len(sides) > 1:
            items.append(SectionSpec(title))
        items += [_spec(one, used, today, verdict) for one in own]
    return tuple(items)


def _spec(field: PaperField, used: Counter[str], today: Callable[[], date], verdict: Verdict) -> FieldSpec:
    label = f"{field.item}. {field.caption}" if field.item and used[field.item] == 1 else field.caption
    kind = _kind(field)
    choices = field.choices
    if kind is FieldKind.COMBO:
        choices = (("", "не выбрано"), *choices)
    is_text = kind in (FieldKind.LINE, FieldKind.TEXT)

    def check(typed: str) -> Check:
        problems = verdict(field.id)
        if kind is FieldKind.DATE:
            day = check_day(typed, today())
            return Check.of(day.normal, *day.problems, *problems)
        return Check.of(typed, *problems)

    return FieldSpec(
        field.id,
        label,
        _span(field, kind),
        kind,
        choices=choices,
        check=check,
        show=show_day if kind is FieldKind.DATE else None,
        lines=min(max(field.lines - 1, 2), 3),
        max_chars=field.max_chars or 0 if is_text else 0,
    )


def _kind(field: PaperField) -> FieldKind:
    """Which editor a type of the form tables gets."""
    if field.kind == "date":
        return FieldKind.DATE
    if field.kind == "flag":
        return FieldKind.CHECK
    if field.choices:
        return FieldKind.COMBO
    return FieldKind.TEXT if field.lines >= _LONG_LINES else FieldKind.LINE


def _span(field: PaperField, kind: FieldKind) -> int:
    """Half a row for short captions with room to spare, else a whole one; day and doctor share a row."""
    if kind is FieldKind.DATE:
        return 4
    if kind is FieldKind.COMBO and field.source == "staff":
        return 8
    if kind is FieldKind.TEXT or len(field.caption) > _SHORT_CAPTION:
        return 12
    one_line = field.lines == 1 and _SMALL_FIELD / 2 < (field.max_chars or 0) <= _SMALL_FIELD
    return 12 if one_line or field.source == "user" else 6


def texts_of(values: Mapping[str, Any], fields: Sequence[PaperField]) -> dict[str, str]:
    """Values of a paper as texts of the form."""
    return {one.id: _text(values.get(one.id)) for one in fields}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else ""
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    return "" if value is None else str(value)


def values_of(texts: Mapping[str, str], fields: Sequence[PaperField]) -> dict[str, Any]:
    """Texts of the form as values of a paper; a new line is a space on the paper's ruled lines."""
    out: dict[str, Any] = {}
    for one in fields:
        text = texts.get(one.id, "")
        out[one.id] = bool(text) if one.kind == "flag" else " ".join(text.split("\n")).strip()
    return out


def filled_words(texts: Mapping[str, str], fields: Sequence[PaperField], side: str) -> str:
    """«заполнено 6 из 9» of a side."""
    own = [one for one in fields if one.side == side]
    done = sum(bool(texts.get(one.id, "").strip()) for one in own)
    return f"заполнено {done} из {len(own)}"


def record_words(draft: PaperDraft) -> str:
    """What comes from the record and does not stand in the head, in one line."""
    shown = [
        _text(draft.values.get(one.id))
        for one in draft.fields
        if one.source == "person" and not one.is_editable and one.kind not in _IN_HEAD
    ]
    return ", ".join(one for one in shown if one)


def areas_of(boxes: Iterable[PaperBox]) -> tuple[PaperArea, ...]:
    """Places of the values for the view of the paper."""
    return tuple(PaperArea(one.field, one.page, one.x, one.y, one.width, one.height) for one in boxes)


def offers_of(fields: Sequence[PaperField]) -> dict[str, str]:
    """Values of the last paper by field id, where there is one."""
    return {one.id: one.last_time for one in fields if one.last_time}


def key_words(status: KeyStatus) -> str:
    """«Подпись: Кузнецова И. П., до 14.03.2027», or what is the matter with the key."""
    if status.problem is not None and not status.owner:
        return "Ключа врача здесь нет: справку можно подписать от руки"
    end = f", до\u00a0{ru_date(status.valid_to)}" if status.valid_to else ""
    owner = short_owner(status.owner)
    if status.problem is not None and status.problem.code == "CERT-052":
        return f"Подпись: {owner}{end} · ключ спросит пароль"
    return f"Подпись: {owner}{end}"


def short_owner(owner: str) -> str:
    """«Кузнецова И. П.» of a full name in a signing key; other words as they are."""
    parts = owner.split()
    if len(parts) not in (2, 3) or not all(one[:1].isupper() for one in parts):
        return owner
    return PersonName(parts[0], parts[1], parts[2] if len(parts) == 3 else None).short
