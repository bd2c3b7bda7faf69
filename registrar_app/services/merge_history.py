"""What the history tells of joined records and answered pairs."""

from collections.abc import Iterator, Mapping
from datetime import tzinfo
from uuid import UUID

from sqlalchemy.orm import Session

from registrar_app.models import joined, merges, pair_answers
from registrar_app.models import people as stored
from registrar_app.models.changes import last_change
from registrar_app.models.clinic import staff_names
from registrar_app.models.ledger import StoredRow
from registrar_app.services.merge_table import who
from registrar_app.services.shapes import HistoryLine

_ANSWERS = {"different": "Разные люди", "senior": "Отмечено для старшего регистратора"}


def others_of(session: Session, person_id: UUID) -> dict[UUID, str]:
    """Records that live on in this one -> «из карты № 014287»."""
    out = {}
    for one in joined.merged_set(session, person_id)[1:]:
        record = stored.load_own(session, one)
        if record is not None:
            out[one] = f"из карты № {record.record_number}"
    return out


def events(session: Session, person_id: UUID, zone: tzinfo | None) -> tuple[HistoryLine, ...]:
    """Lines of the merges a record took part in and of the answers to its pairs."""
    names = staff_names(session)
    ids = set(joined.merged_set(session, person_id))
    lines: list[HistoryLine] = []
    for row in merges.merges_of(session, ids):
        lines += _merge_lines(session, row, person_id, names, zone)
    for row in pair_answers.answers_of(session, person_id):
        other = row["second_id"] if row["first_id"] == person_id else row["first_id"]
        word = _ANSWERS.get(row["answer"], row["answer"])
        at = row["made_at"].astimezone(zone)
        lines.append(
            HistoryLine(at, names.get(row["staff_id"], ""), word, "", _who(session, other), row["reason"])
        )
    return tuple(lines)


def _merge_lines(
    session: Session, row: StoredRow, person_id: UUID, names: Mapping[UUID, str], zone: tzinfo | None
) -> Iterator[HistoryLine]:
    goes = row["from_id"] == person_id
    what = "Объединена с записью" if goes else "Присоединена запись"
    other = _who(session, row["into_id"] if goes else row["from_id"])
    yield HistoryLine(
        row["made_at"].astimezone(zone), names.get(row["staff_id"], ""), what, "", other, row["reason"]
    )
    if row["void_at"] is not None:
        staff_id, _at = last_change(session, row["into_id"], "person_merge", ("void_at",), row.id) or (
            None,
            None,
        )
        staff = names.get(staff_id, "") if staff_id else ""
        yield HistoryLine(row["void_at"].astimezone(zone), staff, "Записи снова разделены", other, "")


def _who(session: Session, person_id: UUID) -> str:
    record = stored.load_own(session, person_id)
    return who(record) if record else ""
