"""Lines of the search list for given persons, in one statement; hot, hence without the mapper."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from registrar_app.domain.records import DistrictKind, SearchRow
from registrar_app.domain.values import PersonName, Sex
from registrar_app.models.fetching import Reader, reader_of

_SELECT = """
SELECT p.id, p.last_name, p.first_name, p.patronymic, p.birth_date, p.died_on,
  o.enp, o.number, d.number, d.kind, p.sex
FROM person p
LEFT JOIN policy o ON o.person_id = p.id AND o.void_at IS NULL
LEFT JOIN attachment a ON a.person_id = p.id AND a.kind = 'main' AND a.ends IS NULL AND a.void_at IS NULL
LEFT JOIN district d ON d.id = a.district_id
WHERE p.void_at IS NULL AND p.id IN ("""
_FREE = {Sex.FEMALE.value: "не прикреплена"}


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
        is_free = row[8] is None and not row[5]
        found[row[0]] = SearchRow(
            id=UUID(bytes=row[0]),
            name=PersonName(row[1], row[2], row[3]),
            birth_date=date.fromisoformat(row[4]) if row[4] else None,
            policy_tail=(row[6] or row[7] or "")[-4:],
            district=row[8] or "",
            district_kind=DistrictKind(row[9]) if row[9] else None,
            badge=_FREE.get(row[10], "не прикреплён") if is_free else "",
            badge_role="warn" if is_free else "neutral",
            died_on=date.fromisoformat(row[5]) if row[5] else None,
        )
    return tuple(found[one] for one in dict.fromkeys(raw) if one in found)


def with_key(source: Session | Reader, kind: str, token: str, limit: int = 200) -> list[bytes]:
    """Ids of persons that have exactly this key."""
    sql = "SELECT person_id FROM search_key WHERE kind = ? AND token = ? LIMIT ?"
    return [row[0] for row in reader_of(source).fetch(sql, (str(kind), token, limit))]
