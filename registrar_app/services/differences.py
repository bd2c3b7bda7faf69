"""A record beside what was read, field by field; pure functions.

Source: the project's decisions, «Who is right»: a chip fills empty fields, differences wait for a person.
"""

import dataclasses
from collections.abc import Callable, Collection
from dataclasses import dataclass

from registrar_app.domain.birth_date import birth_text
from registrar_app.domain.dates import ru_date
from registrar_app.domain.enp import format_enp
from registrar_app.domain.records import Identity, PersonData, PersonRecord
from registrar_app.domain.snils import format_snils
from registrar_app.services.person_words import country
from registrar_app.services.shapes import DifferenceRow, Differences


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing that is compared: how to see it, how to take it over."""

    key: str
    caption: str
    group: str
    """Field group of the marks."""
    shown: Callable[[PersonData], str]
    """Text for the screen, empty when not given."""
    same: Callable[[PersonData, PersonData], bool]
    take: Callable[[PersonData, PersonData], PersonData]
    """(record, card) -> the record with the card's value."""
    fields: tuple[str, ...] = ()
    """Form fields whose problems belong to it; empty: the key itself."""

    @property
    def form_fields(self) -> tuple[str, ...]:
        """Form fields that this row changes."""
        return self.fields or (self.key,)


def _fold(text: str) -> str:
    return " ".join(text.upper().replace("Ё", "Е").split())


def _text(name: str, caption: str, group: str, words: Callable[[str], str] = str) -> Compared:
    """A plain text attribute of the person."""
    return Compared(
        name,
        caption,
        group,
        lambda data: words(getattr(data, name)) if getattr(data, name) else "",
        lambda one, other: _fold(getattr(one, name)) == _fold(getattr(other, name)),
        lambda one, other: dataclasses.replace(one, **{name: getattr(other, name)}),
    )


def _patronymic_shown(data: PersonData) -> str:
    return data.patronymic or ("нет отчества" if data.has_no_patronymic else "")


def _take_policy(one: PersonData, **parts: object) -> PersonData:
    return dataclasses.replace(one, policy=dataclasses.replace(one.policy, **parts))  # type: ignore[arg-type]


def _take_enp(one: PersonData, other: PersonData) -> PersonData:
    """The ENP; a record without any policy takes the kind as well."""
    if not (one.policy.enp or one.policy.number):
        return _take_policy(one, enp=other.policy.enp, kind=other.policy.kind)
    return _take_policy(one, enp=other.policy.enp)


def _take_insurer(one: PersonData, other: PersonData) -> PersonData:
    read = other.policy
    return _take_policy(
        one,
        insurer_ogrn=read.insurer_ogrn,
        insurer_okato=read.insurer_okato,
        insurer_name=read.insurer_name,
        valid_from=read.valid_from or one.policy.valid_from,
    )


def _insurer_shown(data: PersonData) -> str:
    policy = data.policy
    return policy.insurer_name or (f"ОГРН {policy.insurer_ogrn}" if policy.insurer_ogrn else "")


COMPARED: tuple[Compared, ...] = (
    _text("last_name", "Фамилия", "fio"),
    _text("first_name", "Имя", "fio"),
    Compared(
        "patronymic",
        "Отчество",
        "fio",
        _patronymic_shown,
        lambda one, other: _fold(one.patronymic or "") == _fold(other.patronymic or ""),
        lambda one, other: dataclasses.replace(
            one, patronymic=other.patronymic, has_no_patronymic=other.patronymic is None
        ),
    ),
    Compared(
        "birth_date",
        "Дата рождения",
        "birth",
        lambda data: birth_text(data.birth_date, data.birth_precision) if data.birth_date else "",
        lambda one, other: (one.birth_date, one.birth_precision) == (other.birth_date, other.birth_precision),
        lambda one, other: dataclasses.replace(
            one, birth_date=other.birth_date, birth_precision=other.birth_precision
        ),
    ),
    Compared(
        "sex",
        "Пол",
        "birth",
        lambda data: data.sex.word if data.sex else "",
        lambda one, other: one.sex == other.sex,
        lambda one, other: dataclasses.replace(one, sex=other.sex),
    ),
    _text("snils", "СНИЛС", "snils", format_snils),
    Compared(
        "enp",
        "ЕНП",
        "enp",
        lambda data: format_enp(data.policy.enp),
        lambda one, other: one.policy.enp == other.policy.enp,
        _take_enp,
    ),
    Compared(
        "insurer",
        "Страховая",
        "policy",
        _insurer_shown,
        lambda one, other: one.policy.insurer_ogrn == other.policy.insurer_ogrn,
        _take_insurer,
        ("insurer_ogrn", "insurer_okato", "insurer_name", "policy_from"),
    ),
    Compared(
        "policy_to",
        "Полис по",
        "policy",
        lambda data: ru_date(data.policy.valid_to) if data.policy.valid_to else "",
        lambda one, other: one.policy.valid_to == other.policy.valid_to,
        lambda one, other: _take_policy(one, valid_to=other.policy.valid_to),
    ),
    _text("birth_place", "Место рождения", ""),
    _text("citizenship", "Гражданство", "", country),
)
"""Everything a card or a scan can say, in the order of the screen."""


def compare(record: PersonRecord, identity: Identity) -> Differences:
    """The difference table: only what was read is compared."""
    ours, read = record.data, identity.person
    rows: list[DifferenceRow] = []
    same: list[str] = []
    for one in COMPARED:
        on_card = one.shown(read)
        if not on_card:
            continue
        if one.same(ours, read):
            same.append(one.caption)
            continue
        in_record = one.shown(ours)
        rows.append(
            DifferenceRow(
                one.key,
                one.caption,
                in_record,
                _record_note(record, one) if in_record else "",
                on_card,
                _card_note(one, read),
                "record" if in_record else "card",
            )
        )
    return Differences(tuple(rows), tuple(same))


def take(ours: PersonData, read: PersonData, chosen: Collection[str]) -> PersonData:
    """The record's data with the chosen rows of the card."""
    for one in COMPARED:
        if one.key in chosen:
            ours = one.take(ours, read)
    return ours


def form_fields(chosen: Collection[str]) -> frozenset[str]:
    """Form fields that the chosen rows change."""
    return frozenset(field for one in COMPARED if one.key in chosen for field in one.form_fields)


def _record_note(record: PersonRecord, one: Compared) -> str:
    """«введено вручную 03.02.2025, Лебедева Н. П.»."""
    mark = next((mark for mark in record.marks if mark.group == one.group), None)
    if mark is None:
        return ""
    note = f"{mark.source.word} {ru_date(mark.at.date())}"
    return f"{note}, {mark.staff}" if mark.staff else note


def _card_note(one: Compared, read: PersonData) -> str:
    """«ОГРН 1029900500120 · с 11.02.2024» under an insurer."""
    if one.key != "insurer":
        return ""
    policy = read.policy
    parts = [f"ОГРН {policy.insurer_ogrn}"] if policy.insurer_name else []
    parts += [f"с {ru_date(policy.valid_from)}"] if policy.valid_from else []
    return " · ".join(parts)
