"""Lines of the search list for given persons, in one statement; hot, hence without the mapper."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from registrar_app.domain.records import DistrictKind, SearchRow, shown_name
from registrar_app.domain.values import BirthPrecision, PersonName, Sex
from registrar_app.models.fetching import Reader, reader_of

_SELECT = """
SELECT p.id, p.last_name, p.first_name, p.patronymic, p.birth_date, p.died_on,
  o.enp, o.number, d.number, d.kind, p.sex,
  p.newborn_order, p.is_unidentified, p.birth_precision, p.record_number, p.archived_on
FROM person p
LEFT JOIN policy o ON o.person_id = p.id AND o.void_at IS NULL AND NOT o.is_former
LEFT JOIN attachment a ON a.person_id = p.id AND a.kind = 'main' AND a.ends IS NULL AND a.void_at IS NULL
LEFT JOIN district d ON d.id = a.district_id
WHERE p.void_at IS NULL AND p.id IN ("""
_FREE = {Sex.FEMALE.value: "не прикреплена"}
# Looked up, not called: that takes a fifth of the time.
_KINDS = {kind.value: kind for kind in DistrictKind}
_PRECISIONS = {precision.value: precision for precision in BirthPrecision}


def search_rows(source: Session | Reader, ids: Sequence[bytes | UUID]) -> tuple[SearchRow, ...]:
    """Lines for the persons, in the order of the ids; voided and unknown ones are left out.

    Args:
        source: Any session, or a reader.
        ids: Person ids, raw or as UUID; at most a few hundred.
    """
    raw = [one.bytes if isinstance(one, UUID) else one for one in ids]
    if not raw:
        return ()
    sql = f"{_SELECT}{','.join('?' * len(raw))})"
    found: dict[bytes, SearchRow] = {}
    for row in reader_of(source).fetch(sql, raw):
        if row[0] in found:
            continue
        is_archived = row[15] is not None
        is_free = row[8] is None and not row[5] and not is_archived
        badge = _FREE.get(row[10], "не прикреплён") if is_free else ""
        found[row[0]] = SearchRow(
            id=UUID(bytes=row[0]),
            name=_name(row),
            birth_date=date.fromisoformat(row[4]) if row[4] else None,
            policy_tail=(row[6] or row[7] or "")[-4:],
            district=row[8] or "",
            district_kind=_KINDS[row[9]] if row[9] else None,
            badge="в архиве" if is_archived else badge,
            badge_role="warn" if is_free else "neutral",
            died_on=date.fromisoformat(row[5]) if row[5] else None,
            birth_precision=_PRECISIONS[row[13]],
            is_archived=is_archived,
        )
    return tuple(found[one] for one in dict.fromkeys(raw) if one in found)


def _name(row: Sequence[Any]) -> PersonName:
    """The name; of a newborn and of the unidentified with words for what is missing."""
    name = PersonName(row[1], row[2], row[3])
    if name.last and name.first:
        return name
    shown = shown_name(name, Sex(row[10]) if row[10] else None, row[11], is_unidentified=bool(row[12]))
    return shown if shown.first or not row[12] else PersonName(shown.last, f"№\u00a0{row[14]}")


def with_key(source: Session | Reader, kind: str, token: str, limit: int = 200) -> list[bytes]:
    """Ids of persons that have exactly this key."""
    sql = "SELECT person_id FROM search_key WHERE kind = ? AND token = ? LIMIT ?"
    return [row[0] for row in reader_of(source).fetch(sql, (str(kind), token, limit))]
