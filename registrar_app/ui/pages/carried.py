"""What was typed for a new record, beside a record that is there already: pure functions, no widgets.

A field that was left empty is not compared. What the record lacks is preset to what was typed; where both
have a value the record stays preset.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from registrar_app.domain.draft import (
    FIELD_IDS,
    PHONE_FIELDS,
    REGISTRATION_FIELDS,
    RESIDENCE_FIELDS,
    from_person,
    to_person,
)
from registrar_app.domain.records import PersonData, PersonRecord
from registrar_app.domain.representative_form import PARTS, SLOTS, from_representatives
from registrar_app.services.person_words import caption
from registrar_app.ui.pages.countries import country_name
from registrar_app.ui.pages.record_rows import address_words, document_words
from registrar_app.ui.widgets.difference_table import DifferenceRow, Side

_RECORD, _TYPED = 0, 1


@dataclass(frozen=True, slots=True)
class _Group:
    """Form fields that are decided as one value."""

    caption: str
    fields: tuple[str, ...]
    words: Callable[[PersonData], str] | None = None
    """How the whole is shown; None: the fields' own texts."""
    key_field: str = ""
    """Without it the group counts as not filled: a form presets the kinds."""


def _policy_words(data: PersonData) -> str:
    policy = data.policy
    number = f"{policy.series} {policy.number}".strip()
    return f"{policy.kind.word} {number}".strip() if number else ""


_GROUPS: tuple[_Group, ...] = (
    _Group("Отчество", ("patronymic", "no_patronymic"), lambda data: data.patronymic or _none_words(data)),
    _Group("Пол", ("sex",), lambda data: data.sex.word if data.sex else ""),
    _Group("Прежний полис", ("policy_series", "policy_number"), _policy_words, "policy_number"),
    _Group(
        "Страховая",
        ("insurer_name", "insurer_ogrn", "insurer_okato"),
        lambda data: data.policy.insurer_name or data.policy.insurer_ogrn,
    ),
    _Group(
        "Документ",
        ("doc_kind", "doc_series", "doc_number", "doc_issued_on", "doc_issuer", "doc_issuer_code"),
        lambda data: document_words(data.document),
        "doc_number",
    ),
    _Group("Гражданство", ("citizenship",), lambda data: country_name(data.citizenship)),
    _Group("Адрес регистрации", REGISTRATION_FIELDS, lambda data: address_words(data.registration)),
    _Group("Адрес проживания", RESIDENCE_FIELDS, lambda data: address_words(data.residence)),
)
_PHONES = (("phone", "phone_note"), *((field, f"{field}_note") for field in PHONE_FIELDS))
_WITH_NUMBER = frozenset(("enp", "policy_number"))
"""Numbers that bring the kind of policy with them."""


def _none_words(data: PersonData) -> str:
    return "нет отчества" if data.has_no_patronymic else ""


def _groups() -> tuple[_Group, ...]:
    """All groups in the order of the form; a field of no group stands alone, so that none is ever lost."""
    phones = tuple(_Group(caption(fields[0]), fields, None, fields[0]) for fields in _PHONES)
    grouped = {field: group for group in (*_GROUPS, *phones) for field in group.fields}
    alone = {"policy_kind"}  # goes with the number it belongs to
    found = [grouped.get(one) or _Group(caption(one), (one,)) for one in FIELD_IDS if one not in alone]
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True, repr=False)
class Carried:
    """What was typed beside the record."""

    rows: tuple[DifferenceRow, ...]
    same: tuple[str, ...]
    """Captions of the groups that agree."""
    saved: Mapping[str, str]
    """Texts of the record by field id."""
    typed: Mapping[str, str]
    """Texts that were typed, normal where they could be understood."""

    def values(self, chosen: Collection[str]) -> dict[str, str]:
        """The record's form with the chosen rows of what was typed."""
        values = dict(self.saved)
        for slot in SLOTS:
            if slot in chosen:
                values |= self._representative(slot, values)
        for group in _groups():
            if group.fields[0] in chosen:
                values |= {field: self.typed.get(field, "") for field in group.fields}
                if _WITH_NUMBER & set(group.fields):
                    values["policy_kind"] = self.typed.get("policy_kind", "") or values["policy_kind"]
        return values

    def _representative(self, slot: str, values: Mapping[str, str]) -> dict[str, str]:
        """A typed representative in the place of the same one, else in a free one, else in the last."""
        free = (one for one in SLOTS if not _named(values, one))
        place = _same_person(self.typed, slot, values) or next(free, SLOTS[-1])
        kept = values.get(f"{place}id", "") if _same_person(self.typed, slot, values) else ""
        texts = {f"{place}{part}": self.typed.get(f"{slot}{part}", "") for part in PARTS}
        return {**texts, f"{place}id": kept}


def carried(record: PersonRecord, typed: Mapping[str, str], today: date) -> Carried:
    """Compare what was typed with a record.

    Args:
        record: The record.
        typed: Raw texts of a form by field id.
        today: The day, for dates in short spelling.
    """
    saved = record.data
    data, _problems = to_person(typed, today)
    normal = from_person(data)
    ours = {**from_person(saved), **from_representatives(record.representatives)}
    # What could not be understood comes along as it was typed.
    texts = {field: normal.get(field) or str(typed.get(field, "")).strip() for field in FIELD_IDS}
    rows: list[DifferenceRow] = []
    same: list[str] = []
    for group in _groups():
        if not any(texts[field] for field in ((group.key_field,) if group.key_field else group.fields)):
            continue
        if all(_fold(texts[field]) == _fold(ours.get(field, "")) for field in group.fields):
            same.append(group.caption)
            continue
        sides = (Side(_words(group, saved, ours)), Side(_words(group, data, texts)))
        rows.append(
            DifferenceRow(group.fields[0], group.caption, sides, _RECORD if sides[0].text else _TYPED)
        )
    texts |= {f"{slot}{part}": typed.get(f"{slot}{part}", "").strip() for slot in SLOTS for part in PARTS}
    for slot in SLOTS:
        if _named(texts, slot):
            _compare_representative(slot, ours, texts, rows, same)
    return Carried(tuple(rows), tuple(same), ours, texts)


def _compare_representative(
    slot: str, ours: Mapping[str, str], typed: Mapping[str, str], rows: list[DifferenceRow], same: list[str]
) -> None:
    """A typed representative beside the same one of the record; another one is simply added."""
    place = _same_person(typed, slot, ours)
    title = f"Представитель: {_named(typed, slot)}"
    filled = [part for part in PARTS if typed[f"{slot}{part}"] and part not in ("id", "doc_kind")]
    if place and all(_fold(typed[f"{slot}{one}"]) == _fold(ours.get(f"{place}{one}", "")) for one in filled):
        same.append(title)
        return
    sides = (Side(_details(ours, place) if place else ""), Side(_details(typed, slot)))
    rows.append(DifferenceRow(slot, "Представитель", sides, _RECORD if place else _TYPED))


def _named(texts: Mapping[str, str], slot: str) -> str:
    """Name of a representative, empty for none; a patient of ours counts by his record."""
    parts = (texts.get(f"{slot}{part}", "") for part in ("last_name", "first_name", "patronymic"))
    return " ".join(part for part in parts if part) or texts.get(f"{slot}person", "")


def _same_person(typed: Mapping[str, str], slot: str, ours: Mapping[str, str]) -> str:
    """The record's place in which the typed representative stands already; empty for none."""
    return next((one for one in SLOTS if _fold(_named(ours, one)) == _fold(_named(typed, slot))), "")


def _details(texts: Mapping[str, str], slot: str) -> str:
    shown = ("phone", "birth_date", "snils", "doc_series", "doc_number", "authority")
    parts = (texts.get(f"{slot}{part}", "") for part in shown)
    return ", ".join(part for part in (_named(texts, slot), *parts) if part)


def _words(group: _Group, data: PersonData, texts: Mapping[str, str]) -> str:
    shown = group.words(data) if group.words is not None else ""
    if shown or (group.key_field and not texts.get(group.key_field)):
        return shown
    return " ".join(text for text in (texts.get(field, "") for field in group.fields) if text)


def _fold(text: str) -> str:
    """A text for comparing: case, Ё, spaces, and the signs between digits do not count."""
    return "".join(one for one in text.upper().replace("Ё", "Е") if one.isalnum())
