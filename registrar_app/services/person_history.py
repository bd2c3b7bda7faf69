"""A record's history in words: stored fields, marks, answers, files and papers as lines for the screen."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from itertools import groupby
from types import MappingProxyType
from uuid import UUID

from sqlalchemy.orm import Session

from registrar_app.domain.countries import country_name
from registrar_app.domain.dates import ru_date
from registrar_app.domain.documents import DOCUMENT_KINDS
from registrar_app.domain.enp import format_enp
from registrar_app.domain.files import FILE_KINDS
from registrar_app.domain.phones import format_phone
from registrar_app.domain.records import AttachmentBasis, DetachReason, JournalRow
from registrar_app.domain.records import HistoryLine as StoredLine
from registrar_app.domain.snils import format_snils
from registrar_app.domain.values import BirthPrecision, PolicyKind, Relation, Sex, Source
from registrar_app.models import clinic
from registrar_app.services.person_words import CAPTIONS, caption
from registrar_app.services.shapes import HistoryLine

FIELDS: Mapping[str, str] = {
    **{f"person.{name}": CAPTIONS[name] for name in (
        "last_name", "first_name", "patronymic", "birth_date", "sex", "snils", "birth_place", "citizenship",
    )},
    "person.has_no_patronymic": "Отчества нет",
    "person.record_number": "Номер карты", "person.died_on": "Дата смерти",
    "person.record_place": "Где лежит карта", "person.is_unidentified": "Личность не установлена",
    "person.newborn_order": "Новорождённый, который по счёту",
    "person.birth_precision": "Дата рождения известна", "person.archived_on": "В архиве с",
    "person.archive_reason": "Почему в архиве",
    "person.found_place": "Где нашли", "person.found_when": "Когда нашли",
    "policy.enp": CAPTIONS["enp"], "policy.kind": CAPTIONS["policy_kind"],
    "policy.series": CAPTIONS["policy_series"], "policy.number": CAPTIONS["policy_number"],
    "policy.insurer_name": CAPTIONS["insurer_name"], "policy.insurer_ogrn": CAPTIONS["insurer_ogrn"],
    "policy.insurer_okato": CAPTIONS["insurer_okato"],
    "policy.valid_from": CAPTIONS["policy_from"], "policy.valid_to": CAPTIONS["policy_to"],
    "identity_document.kind": CAPTIONS["doc_kind"], "identity_document.series": CAPTIONS["doc_series"],
    "identity_document.number": CAPTIONS["doc_number"],
    "identity_document.issued_on": CAPTIONS["doc_issued_on"],
    "identity_document.issuer": CAPTIONS["doc_issuer"],
    "identity_document.issuer_code": CAPTIONS["doc_issuer_code"],
    "identity_document.valid_to": "Документ действует по",
    **{f"address.{name}": "{of}: " + CAPTIONS["reg_" + name].lower() for name in (
        "subject", "district", "city", "settlement", "street", "house", "korpus", "building", "apartment",
        "room",
    )},
    "contact.value": "{of}", "contact.note": "{of}: чей",
    "legal_representative.last_name": "Представитель: фамилия",
    "legal_representative.first_name": "Представитель: имя",
    "legal_representative.patronymic": "Представитель: отчество",
    "legal_representative.relation": "Представитель: кем приходится",
    "legal_representative.authority": "Представитель: полномочия",
    "legal_representative.phone": "Представитель: телефон",
    "legal_representative.birth_date": "Представитель: дата рождения",
    "legal_representative.snils": "Представитель: СНИЛС",
    "legal_representative.document_kind": "Представитель: документ",
    "legal_representative.document_series": "Представитель: серия документа",
    "legal_representative.document_number": "Представитель: номер документа",
    "legal_representative.document_issued_on": "Представитель: документ выдан",
    "legal_representative.document_issuer": "Представитель: кем выдан документ",
    "legal_representative.valid_from": "Представитель: полномочия с",
    "legal_representative.valid_to": "Представитель: полномочия по",
    "attachment.district_id": "Прикрепление: участок", "attachment.basis": "Прикрепление: основание",
    "attachment.begins": "Прикрепление: с", "attachment.ends": "Прикрепление: по",
    "attachment.end_reason": "Открепление: причина",
    "confirmation.value": "Подтверждено: {of}",
    "person_file.title": "Файл: {of}", "person_file.kind": "Вид файла",
}  # fmt: skip
"""Stored field -> its words; ``{of}`` is the kind of address, contact or file, or the field answered for."""
UNSAID: frozenset[str] = frozenset({
    # Said with the line of their row, or nothing to a person at the desk.
    "person.merged_into", "address.kind", "contact.kind", "attachment.kind", "attachment.organization_id",
    "legal_representative.representative_id", "confirmation.code", "confirmation.field",
    "confirmation.reason", "confirmation.staff_id", "confirmation.made_at", "mark.field_group",
    "mark.made_at", "mark.staff_id", "mark.source", "person_file.mime", "person_file.size",
    "person_file.sha256", "person_file.pages", "person_file.dpi", "person_file.source",
    "person_file.staff_id", "person_file.added_at", "identity_document.is_former", "policy.is_former",
    "address.is_former", "contact.is_former",
})  # fmt: skip
"""Stored fields without a line of their own."""
_ADDRESSES = {"registration": "Регистрация", "residence": "Проживание"}
_CONTACTS = {"phone": CAPTIONS["phone"], "other_phone": "Другой телефон", "email": "Почта"}
_GROUPS = {
    "fio": "ФИО", "birth": "дата рождения и пол", "snils": "СНИЛС", "enp": "ЕНП", "policy": "полис",
    "document": "документ", "address": "адрес",
}  # fmt: skip
_PRECISION = {
    BirthPrecision.DAY: "полностью", BirthPrecision.MONTH: "до месяца", BirthPrecision.YEAR: "до года",
    BirthPrecision.ABOUT: "примерно",
}  # fmt: skip
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def district_numbers(session: Session) -> dict[str, str]:
    """Numbers of the districts by their id in 32 hex digits."""
    return {one.id.hex: one.title for one in clinic.districts(session)}


def field_caption(path: str) -> str:
    """Words for a stored field named ``table.column``, whichever row it is of; empty for an unsaid one."""
    table = path.partition(".")[0]
    word = {"address": "Адрес", "contact": CAPTIONS["phone"], "person_file": "документ"}.get(
        table, "значение"
    )
    return FIELDS.get(path, "").format(of=word)


def lines(
    stored: Sequence[StoredLine],
    papers: Sequence[JournalRow],
    districts: Mapping[str, str],
    zone: tzinfo | None,
    others: Mapping[UUID, str] = MappingProxyType({}),
    events: Iterable[HistoryLine] = (),
) -> tuple[HistoryLine, ...]:
    """The history for the screen, newest first.

    Args:
        stored: Changed fields, newest first.
        papers: The person's papers.
        districts: Titles of districts by id in hexadecimal.
        zone: Time zone of the clinic.
        others: Records joined with this one -> their words, «карта № 014287».
        events: Lines of another origin: records joined and parted, pairs answered.
    """
    out = [_line(one, districts, zone, others) for one in stored if _is_told(one)]
    out += events
    out += _marks((one for one in stored if one.field == "mark.source"), zone)
    out += [_paper(one, zone) for one in papers]
    return tuple(sorted(out, key=lambda one: one.at, reverse=True))


def _is_told(one: StoredLine) -> bool:
    """Whether a line says something: a kind of file only where it was changed by itself."""
    if one.field == "person_file.kind" and not (one.old and one.new):
        return False
    if one.field == "person.birth_precision" and not one.old and one.new == BirthPrecision.DAY:
        return False
    empty = ("", "нет")
    return one.field in FIELDS and one.old != one.new and not (one.old in empty and one.new in empty)


def _line(
    one: StoredLine, districts: Mapping[str, str], zone: tzinfo | None, others: Mapping[UUID, str]
) -> HistoryLine:
    origin = others.get(one.root_id, "") if one.root_id else ""
    return HistoryLine(
        one.at.astimezone(zone),
        one.staff,
        FIELDS[one.field].format(of=_of(one)),
        _shown(one, one.old, districts),
        _shown(one, one.new, districts),
        ", ".join(filter(None, (_note(one), origin))),
    )


def _of(one: StoredLine) -> str:
    """The word for one of several rows."""
    table = one.field.partition(".")[0]
    match table:
        case "address":
            return _ADDRESSES.get(one.of, "Адрес")
        case "contact":
            return _CONTACTS.get(one.of, "Связь")
        case "person_file":
            return FILE_KINDS.get(one.of, FILE_KINDS["other"]).word
        case "confirmation" if _is_id(one.of):
            return "это другой человек"
        case "confirmation":
            words = caption(one.of)
            return words if words[:2].isupper() else words[:1].lower() + words[1:]
        case _:
            return ""


def _is_id(of: str) -> bool:
    """Whether a confirmation is about another record, a likely double."""
    try:
        UUID(of)
    except ValueError:
        return False
    return True


def _note(one: StoredLine) -> str:
    """How it came: the source, or why a file was taken out, why somebody is another person."""
    if one.reason and one.field.startswith("person_file."):
        return f"убран: {one.reason}"
    if one.reason and one.field == "confirmation.value":
        return one.reason
    return one.source.word if one.source is not Source.TYPED else ""


def _marks(stored: Iterable[StoredLine], zone: tzinfo | None) -> list[HistoryLine]:
    """One line a check: «Сверено · ФИО, СНИЛС · по карте»; what was typed is told by its fields."""
    found = []
    for (at, staff, new), group in groupby(stored, key=lambda one: (one.at, one.staff, one.new)):
        if not new or new == Source.TYPED:
            continue
        wanted = {one.of for one in group}
        words = ", ".join(word for name, word in _GROUPS.items() if name in wanted)
        found.append(HistoryLine(at.astimezone(zone), staff, "Сверено", "", words, Source(new).word))
    return found


def _paper(row: JournalRow, zone: tzinfo | None) -> HistoryLine:
    at = _made_at(row.id) or datetime(row.issued_on.year, row.issued_on.month, row.issued_on.day, tzinfo=zone)
    number = f"{row.series} {row.number}".strip()
    return HistoryLine(at.astimezone(zone), row.staff, f"Справка № {number}", "", row.state.word)


def _made_at(row_id: UUID) -> datetime | None:
    """The moment in a UUIDv7: good enough to sort a paper among the changes."""
    return datetime.fromtimestamp((row_id.int >> 80) / 1000, UTC) if row_id.version == 7 else None


def _shown(one: StoredLine, value: str, districts: Mapping[str, str]) -> str:
    """A stored value in the words of the screen; an unknown word stays as it is."""
    if not value:
        return ""
    if _DAY.fullmatch(value):
        return ru_date(date.fromisoformat(value))
    if one.field == "confirmation.value" and _is_id(one.of):
        return _DAY.sub(lambda found: ru_date(date.fromisoformat(found[0])), value)
    field = one.field if one.field != "confirmation.value" else f"confirmation.{one.of}"
    try:
        return _word(field, value, districts)
    except ValueError:
        return value  # a word of a newer program


def _word(field: str, value: str, districts: Mapping[str, str]) -> str:
    match field:
        case "person.sex" | "confirmation.sex":
            return Sex(value).word
        case "person.snils" | "legal_representative.snils" | "confirmation.snils":
            return format_snils(value)
        case "person.citizenship":
            return country_name(value)
        case "person.birth_precision":
            return _PRECISION[BirthPrecision(value)]
        case "person.merged_into":
            return "да"
        case "policy.enp" | "confirmation.enp":
            return format_enp(value)
        case "policy.kind":
            return PolicyKind(value).word
        case "identity_document.kind" | "legal_representative.document_kind":
            kind = DOCUMENT_KINDS.get(value)
            return kind.name if kind else value
        case "contact.value" | "legal_representative.phone" | "confirmation.phone":
            return format_phone(value)
        case "legal_representative.relation":
            return Relation(value).word
        case "attachment.district_id":
            return districts.get(value, value)
        case "attachment.basis":
            return AttachmentBasis(value).word
        case "attachment.end_reason":
            return DetachReason(value).word
        case "person_file.kind":
            return FILE_KINDS.get(value, FILE_KINDS["other"]).word
        case _:
            return value
