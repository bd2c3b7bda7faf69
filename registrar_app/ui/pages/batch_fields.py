"""Fields of a paper as fields of a form: typed as in a list, so that a cell and an editor mean the same."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from registrar_app.domain.dates import ru_date
from registrar_app.services.batch_columns import paper_fields
from registrar_app.services.paper_shapes import PaperDraft, PaperField
from registrar_app.ui.pages.form_days import day_field
from registrar_app.ui.widgets.form_spec import FieldKind, FieldSpec, SectionSpec

_LONG_LINES = 3
_SHORT_CAPTION = 24
_YES_NO = (("", "не выбрано"), ("да", "да"), ("нет", "нет"))
_SIDES = (("front", "Лицевая сторона"), ("back", "Оборотная сторона"))


def form_items(
    draft: PaperDraft, today: Callable[[], date], hints: Mapping[str, str]
) -> tuple[FieldSpec | SectionSpec, ...]:
    """The fields of a paper: day and doctor first, then the sides.

    Args:
        draft: A paper.
        today: The present day.
        hints: Short words behind a label, by field id.
    """
    fields = paper_fields(draft)
    first = [one for one in fields if one.is_day or one.source == "staff"]
    items: list[FieldSpec | SectionSpec] = [_spec(one, today, hints) for one in first]
    for side, title in _SIDES:
        own = [one for one in fields if one.side == side and one not in first]
        if own:
            items.append(SectionSpec(title))
        items += [_spec(one, today, hints) for one in own]
    return tuple(items)


def _spec(field: PaperField, today: Callable[[], date], hints: Mapping[str, str]) -> FieldSpec:
    label = field.caption or field.heading or "Значение"
    # Beside a counter there is no room for a hint: it stands with the label.
    label = " · ".join(filter(None, (label, hints.get(field.id, ""))))
    if field.kind == "date":
        return day_field(field.id, label, 4, today)
    choices = tuple(field.choices)
    if field.kind == "flag":
        return FieldSpec(field.id, label, 6, FieldKind.COMBO, choices=_YES_NO)
    if field.kind in ("choices", "codes"):
        words = "; ".join(one for _key, one in choices)
        return FieldSpec(field.id, label, 12, placeholder=words)
    if choices:
        span = 8 if field.source == "staff" else 6
        return FieldSpec(field.id, label, span, FieldKind.COMBO, choices=(("", "не выбрано"), *choices))
    if field.lines >= _LONG_LINES:
        return FieldSpec(field.id, label, 12, FieldKind.TEXT, lines=2, max_chars=field.max_chars or 0)
    span = 6 if len(label) <= _SHORT_CAPTION else 12
    return FieldSpec(field.id, label, span, max_chars=field.max_chars or 0)


def texts_of(draft: PaperDraft, fields: Sequence[PaperField]) -> dict[str, str]:
    """What a paper of nobody is filled with by itself, as texts."""
    return {one.id: _text(one, draft.values.get(one.id)) for one in fields}


def _text(field: PaperField, value: Any) -> str:  # noqa: ANN401 - values of a paper have any shape
    if isinstance(value, bool):
        return "да" if value else ""
    if isinstance(value, list | tuple):
        named = dict(field.choices)
        return "; ".join(named.get(str(one), str(one)) for one in value)
    if field.kind == "date" and value:
        return ru_date(date.fromisoformat(str(value)))
    return "" if value is None else str(value)
