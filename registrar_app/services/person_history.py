"""A record's history in words: stored fields and papers as lines for the screen."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from uuid import UUID

from sqlalchemy.orm import Session

from registrar_app.domain.dates import ru_date
from registrar_app.domain.documents import DOCUMENT_KINDS
from registrar_app.domain.enp import format_enp
from registrar_app.domain.phones import format_phone
from registrar_app.domain.records import AttachmentBasis, DetachReason, JournalRow
from registrar_app.domain.records import HistoryLine as StoredLine
from registrar_app.domain.snils import format_snils
from registrar_app.domain.values import PolicyKind, Sex, Source
from registrar_app.models import clinic
from registrar_app.services.person_words import CAPTIONS, country
from registrar_app.services.shapes import HistoryLine

_FIELDS: Mapping[str, str] = {
    **{f"person.{name}": CAPTIONS[name] for name in (
        "last_name", "first_name", "patronymic", "birth_date", "sex", "snils", "birth_place", "citizenship",
    )},
    "person.record_number": "Номер карты", "person.died_on": "Дата смерти",
    "policy.enp": CAPTIONS["enp"], "policy.kind": CAPTIONS["policy_kind"],
    "policy.series": CAPTIONS["policy_series"], "policy.number": CAPTIONS["policy_number"],
    "policy.insurer_name": CAPTIONS["insurer_name"], "policy.insurer_ogrn": CAPTIONS["insurer_ogrn"],
    "policy.valid_from": CAPTIONS["policy_from"], "policy.valid_to": CAPTIONS["policy_to"],
    "identity_document.kind": CAPTIONS["doc_kind"], "identity_document.series": CAPTIONS["doc_series"],
    "identity_document.number": CAPTIONS["doc_number"],
    "identity_document.issued_on": CAPTIONS["doc_issued_on"],
    "identity_document.issuer": CAPTIONS["doc_issuer"],
    "identity_document.issuer_code": CAPTIONS["doc_issuer_code"],
    **{f"address.{name}": f"Адрес: {CAPTIONS['reg_' + name].lower()}" for name in (
        "subject", "district", "city", "settlement", "street", "house", "korpus", "building", "apartment",
        "room",
    )},
    "contact.value": CAPTIONS["phone"],
    "attachment.district_id": "Прикрепление: участок", "attachment.basis": "Прикрепление: основание",
    "attachment.begins": "Прикрепление: с", "attachment.ends": "Прикрепление: по",
    "attachment.end_reason": "Открепление: причина",
}  # fmt: skip
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def district_numbers(session: Session) -> dict[str, str]:
    """Numbers of the districts by their id in 32 hex digits."""
    return {one.id.hex: one.title for one in clinic.districts(session)}


def lines(
    stored: Sequence[StoredLine],
    papers: Sequence[JournalRow],
    districts: Mapping[str, str],
    zone: tzinfo | None,
) -> tuple[HistoryLine, ...]:
    """The history for the screen, newest first.

    Args:
        stored: Changed fields, newest first.
        papers: The person's papers.
        districts: Titles of districts by id in hexadecimal.
        zone: Time zone of the clinic.
    """
    out = [
        HistoryLine(
            one.at.astimezone(zone),
            one.staff,
            _FIELDS[one.field],
            _shown(one.field, one.old, districts),
            _shown(one.field, one.new, districts),
            one.source.word if one.source is not Source.TYPED else "",
        )
        for one in stored
        if one.field in _FIELDS and (one.old or one.new)
    ]
    out += [_paper(one, zone) for one in papers]
    return tuple(sorted(out, key=lambda one: one.at, reverse=True))


def _paper(row: JournalRow, zone: tzinfo | None) -> HistoryLine:
    at = _made_at(row.id) or datetime(row.issued_on.year, row.issued_on.month, row.issued_on.day, tzinfo=zone)
    number = f"{row.series} {row.number}".strip()
    return HistoryLine(at.astimezone(zone), row.staff, f"Справка № {number}", "", row.state.word)


def _made_at(row_id: UUID) -> datetime | None:
    """The moment in a UUIDv7: good enough to sort a paper among the changes."""
    return datetime.fromtimestamp((row_id.int >> 80) / 1000, UTC) if row_id.version == 7 else None


def _shown(field: str, value: str, districts: Mapping[str, str]) -> str:
    """A stored value in the words of the screen; an unknown word stays as it is."""
    if not value:
        return ""
    if _DAY.fullmatch(value):
        return ru_date(date.fromisoformat(value))
    match field:
        case "person.sex":
            return Sex(value).word
        case "person.snils":
            return format_snils(value)
        case "person.citizenship":
            return country(value)
        case "policy.enp":
            return format_enp(value)
        case "policy.kind":
            return PolicyKind(value).word
        case "identity_document.kind":
            kind = DOCUMENT_KINDS.get(value)
            return kind.name if kind else value
        case "contact.value":
            return format_phone(value)
        case "attachment.district_id":
            return districts.get(value, value)
        case "attachment.basis":
            return AttachmentBasis(value).word
        case "attachment.end_reason":
            return DetachReason(value).word
        case _:
            return value
