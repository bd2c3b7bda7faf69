"""Lines of the search list for given persons, in one statement; hot, hence without the mapper."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
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
_FREE: dict[str | None, str] = {Sex.FEMALE.value: "не прикреплена"}
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
    found: dict[bytes, SearchRow] = {}
    for row in reader_of(source).fetch(_statement(len(raw)), raw):
        if row[0] not in found:
            found[row[0]] = _line(*row)
    return tuple([found[one] for one in dict.fromkeys(raw) if one in found])


@lru_cache
def _statement(count: int) -> str:
    return f"{_SELECT}{','.join('?' * count)})"


def _line(
    person: bytes, last: str, first: str, patronymic: str | None, born: str | None, died: str | None,
    enp: str | None, policy: str | None, district: str | None, kind: str | None, sex: str | None,
    order: int | None, unidentified: int, precision: str, number: str, archived: str | None,
) -> SearchRow:  # fmt: skip
    """A line from the columns of the statement."""
    name = PersonName(last, first, patronymic)
    if not (last and first):
        name = _worded(name, sex, order, number, is_unidentified=bool(unidentified))
    badge, role = "", "neutral"
    if archived is not None:
        badge = "в архиве"
    elif district is None and not died:
        badge, role = _FREE.get(sex, "не прикреплён"), "warn"
    return SearchRow(
        UUID(bytes=person),
        name,
        date.fromisoformat(born) if born else None,
        (enp or policy or "")[-4:],
        district or "",
        _KINDS[kind] if kind else None,
        badge,
        role,
        date.fromisoformat(died) if died else None,
        _PRECISIONS[precision],
        archived is not None,
    )


def _worded(
    name: PersonName, sex: str | None, order: int | None, number: str, *, is_unidentified: bool
) -> PersonName:
    """The name of a newborn or of the unidentified, with words for what is missing."""
    shown = shown_name(name, Sex(sex) if sex else None, order, is_unidentified=is_unidentified)
    return shown if shown.first or not is_unidentified else PersonName(shown.last, f"№\u00a0{number}")


def with_key(source: Session | Reader, kind: str, token: str, limit: int = 200) -> list[bytes]:
    """Ids of persons that have exactly this key."""
    sql = "SELECT person_id FROM search_key WHERE kind = ? AND token = ? LIMIT ?"
    return [row[0] for row in reader_of(source).fetch(sql, (str(kind), token, limit))]
