"""Two records side by side: which stays, what differs, what each brings; over what was read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from registrar_app.domain.dates import born_words, plural, ru_date
from registrar_app.domain.problems import Problem, problem
from registrar_app.domain.records import Mark, PersonData, PersonRecord
from registrar_app.domain.values import Source
from registrar_app.models.merges import ATTACHMENT, DIED
from registrar_app.models.person_groups import GROUPS, is_empty, is_same
from registrar_app.services.group_words import MARK_OF, group_caption, shown
from registrar_app.services.merge_shapes import MergeCountView, MergeRowView, MergeView, Side

_ASKED = frozenset({"fio", "birth", "snils", "enp", "document"})
"""Groups that say who somebody is: where both are filled and differ, a person decides."""
_UNITED = frozenset({"other_phones", "unidentified", "newborn_order"})
"""Groups without a row: telephones all stay; what a record lacked of a person it no longer lacks."""
_WORDS = {
    "documents": ("Документы", ("документ", "документа", "документов")),
    "policies": ("Полисы", ("полис", "полиса", "полисов")),
    "addresses": ("Адреса", ("адрес", "адреса", "адресов")),
    "contacts": ("Телефоны, останутся все", ("телефон", "телефона", "телефонов")),
    "attachments": ("Прикрепления", ("прикрепление", "прикрепления", "прикреплений")),
    "papers": ("Справки", ("справка", "справки", "справок")),
    "files": ("Файлы", ("файл", "файла", "файлов")),
    "representatives": ("Представители", ("представитель", "представителя", "представителей")),
    "history": ("История", ("изменение", "изменения", "изменений")),
}  # fmt: skip


@dataclass(frozen=True, slots=True, repr=False)
class Half:
    """One of the two records with what hangs on it."""

    record: PersonRecord
    counts: dict[str, int]
    """Key of ``_WORDS`` -> how many."""


def view(first: Half, second: Half) -> MergeView:
    """The whole comparison."""
    one, other = first.record, second.record
    rows = tuple(_rows(one, other))
    same = tuple(
        group_caption(group)
        for group in GROUPS
        if group not in _UNITED and not is_empty(one.data, group) and is_same(one.data, other.data, group)
    )
    survivor, why = _survivor(first, second)
    return MergeView(one, other, survivor, why, rows, same, _counts(first, second), _problems(one, other))


def presets(one: PersonRecord, other: PersonRecord) -> tuple[dict[str, Side], frozenset[str]]:
    """Whose value stays for each key that differs, and the keys that want a choice.

    Groups without a row of their own are among the presets.
    """
    rows = tuple(_rows(one, other))
    sides: dict[str, Side] = {row.key: row.preset for row in rows}
    if one.data.is_unidentified and not other.data.is_unidentified:
        sides["unidentified"] = "second"
    return sides, frozenset(row.key for row in rows if row.is_open)


def _rows(one: PersonRecord, other: PersonRecord) -> Iterator[MergeRowView]:
    for group in GROUPS:
        empty = is_empty(one.data, group), is_empty(other.data, group)
        if group in _UNITED or all(empty) or is_same(one.data, other.data, group):
            continue
        decided = _decided(one, other, group) if not any(empty) else ("second" if empty[0] else "first")
        yield MergeRowView(
            key=group,
            caption=group_caption(group),
            first_value=shown(one.data, group),
            first_note="" if empty[0] else _note(one, group),
            second_value=shown(other.data, group),
            second_note="" if empty[1] else _note(other, group),
            preset=decided or "first",
            is_open=decided is None and group in _ASKED,
        )
    yield from _died_row(one, other)
    yield from _attachment_row(one, other)


def _decided(one: PersonRecord, other: PersonRecord, group: str) -> Side | None:
    """«Verified wins» for the ENP alone; of two verified ones the later.

    Source: the project's synchronisation design, 6, M4 and M5.
    """
    if group != "enp":
        return None
    marks = [_mark(record, group) for record in (one, other)]
    verified = [mark is not None and mark.source is not Source.TYPED for mark in marks]
    if verified == [True, True] and marks[0] and marks[1]:
        return "first" if marks[0].at >= marks[1].at else "second"
    return None if verified[0] == verified[1] else ("first" if verified[0] else "second")


def _mark(record: PersonRecord, group: str) -> Mark | None:
    wanted = MARK_OF.get(group, group)
    return next((mark for mark in record.marks if mark.group == wanted), None)


def _note(record: PersonRecord, group: str) -> str:
    """«по карте 03.02.2025, Лебедева Н. П.»."""
    mark = _mark(record, group)
    if mark is None:
        return ""
    note = f"{mark.source.word} {ru_date(mark.at.date())}"
    return f"{note}, {mark.staff}" if mark.staff else note


def _died_row(one: PersonRecord, other: PersonRecord) -> Iterator[MergeRowView]:
    if one.died_on == other.died_on:
        return
    days = [ru_date(record.died_on) if record.died_on else "" for record in (one, other)]
    preset: Side = "first" if one.died_on else "second"
    is_open = bool(one.died_on and other.died_on)
    yield MergeRowView(DIED, group_caption(DIED), days[0], "", days[1], "", preset, is_open)


def _attachment_row(one: PersonRecord, other: PersonRecord) -> Iterator[MergeRowView]:
    """Only two open attachments ask; a single one simply stays."""
    mine, theirs = one.attachment, other.attachment
    if mine is None or theirs is None:
        return
    values = [f"участок {at.district_number}, с {ru_date(at.begins)}" for at in (mine, theirs)]
    notes = [", ".join(filter(None, (at.basis.word, at.physician))) for at in (mine, theirs)]
    yield MergeRowView(
        ATTACHMENT, group_caption(ATTACHMENT), values[0], notes[0], values[1], notes[1], "first",
        is_open=mine.district_id != theirs.district_id,
    )  # fmt: skip


def _survivor(first: Half, second: Half) -> tuple[Side, str]:
    """Which record should stay, and why: the one that more hangs on, then the surer, then the older."""
    reasons = (
        ("есть прикрепление", lambda half: half.record.attachment is not None),
        ("больше справок", lambda half: half.counts["papers"]),
        ("ЕНП проверен", lambda half: _is_verified(half.record, "enp")),
        ("имя проверено", lambda half: _is_verified(half.record, "fio")),
        ("больше файлов", lambda half: half.counts["files"]),
        ("больше заполнено", lambda half: _filled(half.record.data)),
    )
    for words, weight in reasons:
        mine, theirs = int(weight(first)), int(weight(second))
        if mine != theirs:
            return ("first" if mine > theirs else "second"), words
    older = first.record.record_number <= second.record.record_number
    return ("first" if older else "second"), "заведена раньше"


def _is_verified(record: PersonRecord, group: str) -> bool:
    mark = _mark(record, group)
    return mark is not None and mark.source is not Source.TYPED


def _filled(data: PersonData) -> int:
    return sum(not is_empty(data, group) for group in GROUPS)


def _counts(first: Half, second: Half) -> tuple[MergeCountView, ...]:
    return tuple(
        MergeCountView(key, title, _many(first.counts[key], forms), _many(second.counts[key], forms))
        for key, (title, forms) in _WORDS.items()
        if first.counts[key] or second.counts[key]
    )


def _many(number: int, forms: tuple[str, str, str]) -> str:
    return f"{number} {plural(number, *forms)}" if number else "нет"


def _problems(one: PersonRecord, other: PersonRecord) -> tuple[Problem, ...]:
    """What speaks against it, and what will happen."""
    out = []
    apart = list(_apart(one.data, other.data))
    if len(apart) > 1 or "пол" in apart:
        out.append(problem("REC-075", words=", ".join(apart)))
    if any(row.key == ATTACHMENT for row in _attachment_row(one, other)):
        out.append(problem("REC-076"))
    return tuple(out)


def _apart(one: PersonData, other: PersonData) -> Iterable[str]:
    """What both have and in what they differ: two people rather than one written twice."""
    if one.sex and other.sex and one.sex is not other.sex:
        yield "пол"
    for group, word in (("snils", "СНИЛС"), ("enp", "номер полиса"), ("document", "документ")):
        if not is_empty(one, group) and not is_empty(other, group) and not is_same(one, other, group):
            yield word
    born = one.birth_date, other.birth_date
    if all(born) and born[0] != born[1]:
        yield "дата рождения"


def who(record: PersonRecord) -> str:
    """«Гарипова Зульфия Ильдусовна, 16.04.1991, карта № 014287»."""
    number = f"карта № {record.record_number}" if record.record_number else ""
    return ", ".join(filter(None, (record.data.title.full, born_words(record.data.birth_date), number)))
