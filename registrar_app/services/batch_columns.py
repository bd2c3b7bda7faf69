"""Columns of a list for a batch: which name the person, which fill the paper; cells as their values."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from rapidfuzz import fuzz

from registrar_app.domain.birth_date import parse_date
from registrar_app.domain.problems import Problem, problem
from registrar_app.services import import_mapping
from registrar_app.services.batch_shapes import PAPER
from registrar_app.services.import_mapping import normal_heading
from registrar_app.services.import_shapes import ColumnView, ListRow
from registrar_app.services.paper_shapes import PaperDraft, PaperField

WHO_FIELDS = (
    "full_name", "last_name", "first_name", "patronymic", "birth_date", "enp", "snils", "doc_any",
    "doc_series", "doc_number", "doc_kind",
)  # fmt: skip
WHO: Mapping[str, str] = MappingProxyType({one: import_mapping.FIELDS[one] for one in WHO_FIELDS})
"""Words of what names a person."""
_KINDS = frozenset({"text", "date", "choice", "choices", "code", "codes", "flag", "fio_signature", "icd"})
"""Types of fields that one cell of a list can fill."""
_LIKE, _PARTLY, _SHORTEST = 86.0, 94.0, 5
"""From which likeness of words, of 100, a heading means a field; shorter ones must be equal."""
_COUNTERS = frozenset({"номер", "п п", "номер п п", "номер пп", "пп"})
"""Headings of the column that only counts the rows."""
_YES = frozenset({"да", "1", "+", "x", "х", "v", "есть", "истина", "true", "yes"})
_NO = frozenset({"нет", "0", "-", "−", "–", "ложь", "false", "no"})
_SEPARATORS = re.compile(r"[;,\n]+")


def paper_fields(draft: PaperDraft) -> tuple[PaperField, ...]:
    """The fields of a paper that a list or the registrar fills; what the record answers is not asked."""
    return tuple(
        one for one in draft.fields if one.is_editable and one.source != "person" and one.kind in _KINDS
    )


def choices(draft: PaperDraft) -> Mapping[str, str]:
    """What a column can be: the person first, then the paper in the order of print."""
    named = _captions(paper_fields(draft))
    return MappingProxyType({**WHO, **{PAPER + key: words for key, words in named.items()}})


def _captions(fields: Sequence[PaperField]) -> dict[str, str]:
    """Captions by id; one that several fields have is told apart by its place."""
    seen: dict[str, int] = {}
    out = {}
    for one in fields:
        words = one.caption or one.id
        seen[words] = seen.get(words, 0) + 1
        out[one.id] = words if seen[words] == 1 else f"{words} ({seen[words]})"
    return out


def caption_of(draft: PaperDraft, field: str | None) -> str:
    """Words of a field for a line that tells where something is wrong."""
    if not field:
        return ""
    if field in WHO:
        return WHO[field]
    return next((one.caption for one in draft.fields if one.id == field), "")


def guess(
    head: Sequence[ListRow], number: int, kept: Mapping[str, str], draft: PaperDraft, today: date
) -> tuple[ColumnView, ...]:
    """What each column is taken for.

    Args:
        head: The first rows.
        number: Row of the headings, 0 for none.
        kept: Field by heading as this layout was used last time; empty: never.
        draft: The paper, without a person.
        today: For dates.
    """
    known = choices(draft)
    found = import_mapping.guess(head, number, {}, today)
    taken: set[str] = set()
    out = []
    for one in found:
        field, how = (one.field, one.how) if one.field in WHO else ("", "")
        if one.heading in kept:
            field, how = kept[one.heading], "kept"
        elif not field or how == "content":
            by_words = _by_caption(one.heading, known)
            field, how = (by_words, "heading") if by_words else (field, how)
        if field not in known or field in taken:
            field, how = "", ""
        taken.add(field)
        out.append(ColumnView(one.place, one.heading, one.samples, field, how))
    return tuple(out)


def _by_caption(heading: str, known: Mapping[str, str]) -> str:
    """The field of the paper whose caption says what a heading says; empty: none, or not one alone."""
    words = normal_heading(heading)
    if not words or words in _COUNTERS:
        return ""
    best, found = 0.0, ""
    for field, caption in known.items():
        if not field.startswith(PAPER):
            continue
        likeness = _likeness(words, normal_heading(caption))
        if likeness > best:
            best, found = likeness, field
    return found


def _likeness(words: str, caption: str) -> float:
    """0 when a heading does not mean a caption: «Прививки» means «Проведенные профилактические прививки»."""
    if words == caption:
        return 200.0
    if len(words) < _SHORTEST:
        return 0.0
    whole = fuzz.token_sort_ratio(words, caption)
    if whole >= _LIKE:
        return 100.0 + whole
    part = min(fuzz.partial_ratio(words, caption), fuzz.token_set_ratio(words, caption))
    return part - len(caption) / 100 if part >= _PARTLY else 0.0


def header_row(head: Sequence[ListRow], draft: PaperDraft) -> int:
    """The row with the headings: where most are understood; 0: there is none."""
    known = choices(draft)
    best, number = 1, 0
    for row in head[:15]:
        count = sum(
            import_mapping.by_heading(cell) in WHO or bool(_by_caption(cell, known)) for cell in row.cells
        )
        if count > best:
            best, number = count, row.number
    return number


def missing(fields: Sequence[str]) -> tuple[Problem, ...]:
    """What no batch can be made without (CERT-150): something that names the person."""
    has = set(fields)
    if has & {"enp", "snils", "doc_any", "doc_number"}:
        return ()
    if "full_name" not in has and not {"last_name", "first_name"} <= has:
        return (problem("CERT-150", what="фамилия и имя"),)
    return () if "birth_date" in has else (problem("CERT-150", what="дата рождения"),)


def value_of(field: PaperField, text: str, today: date) -> tuple[Any, Problem | None]:
    """A cell as the value of a field.

    Args:
        field: The field.
        text: The cell, not empty.
        today: For dates.

    Returns:
        The value, and what is wrong with it (CERT-158).
    """
    if field.kind == "date":
        day, _rest = parse_date(text, today)
        return (day.isoformat(), None) if day else (text, _wrong(field, text, "дата как 07.03.2026"))
    if field.kind == "flag":
        word = text.strip().lower()
        known = word in _YES or word in _NO
        return word in _YES, None if known else _wrong(field, text, "да или нет")
    if field.kind in ("choices", "codes"):
        keys = [_key(field, one.strip()) for one in _SEPARATORS.split(text) if one.strip()]
        is_known = None not in keys
        return [one for one in keys if one], None if is_known else _wrong(field, text, _words(field))
    if field.choices:
        key = _key(field, text)
        if key is None and any(not words for _key_, words in field.choices):
            return text, None  # a choice that leaves room for other words
        return (text, _wrong(field, text, _words(field))) if key is None else (key, None)
    return " ".join(text.split()), None


def _wrong(field: PaperField, text: str, wanted: str) -> Problem:
    return problem("CERT-158", field.id, typed=text, wanted=wanted)


def _words(field: PaperField) -> str:
    words = [words or key for key, words in field.choices]
    return f"можно {', '.join(words[:6])}"


def _key(field: PaperField, text: str) -> str | None:
    """The stored key of a choice by its key or its words; of a doctor also by surname and initials."""
    wanted = _folded(text)
    for key, words in field.choices:
        if wanted in (_folded(key), _folded(words)):
            return key
    starts = {
        key for key, words in field.choices if _folded(words).startswith(wanted) or _is_short(key, wanted)
    }
    return starts.pop() if len(starts) == 1 and len(wanted) > 2 else None


def _is_short(name: str, wanted: str) -> bool:
    """Whether «кузнецова и п» stands for «Кузнецова Ирина Павловна»."""
    parts, short = _folded(name).split(), wanted.replace(".", " ").split()
    return (
        len(parts) == len(short) > 1
        and parts[0] == short[0]
        and all(one.startswith(two) for one, two in zip(parts[1:], short[1:], strict=True))
    )


def _folded(text: str) -> str:
    return " ".join(text.lower().replace("ё", "е").replace(".", " ").split())
