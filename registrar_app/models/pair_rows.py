"""Suspected pairs: two records that may be one person. They follow from the search keys and the answers.

Every save brings the pairs of its persons up to date inside its own transaction; the whole list can be made
anew by one pass over each kind of key.
"""

import contextlib
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from itertools import combinations
from uuid import UUID

from sqlalchemy import Connection

from registrar_app.domain.search_keys import fold
from registrar_app.models.key_rows import Key, Kind, compact

VERSION = 1
"""Raise it when other pairs are found: the list is then made anew."""
STRENGTHS = {"enp": "strong", "snils": "strong", "document": "strong", "fio_birth": "weak",
             "birth_turned": "similar"}  # fmt: skip
"""What agrees, the surest first -> how much it says."""
MARKED = "marked"
"""Put into the list by somebody, for the senior registrar."""
IDENTIFYING = {Kind.ENP: "enp", Kind.SNILS: "snils", Kind.DOCUMENT: "document", Kind.NAME: "fio_birth"}
_MOST = 20
"""Others looked at for one key: a number that hundreds share («000000») would make thousands of pairs."""

Pair = tuple[bytes, bytes]
Found = dict[Pair, set[str]]

_OTHERS = "SELECT person_id FROM search_key WHERE kind = ? AND token = ? AND person_id <> ? LIMIT ?"
_SHARED = "SELECT token FROM search_key WHERE kind = ? GROUP BY token HAVING count(*) > 1"
_OWNERS = "SELECT person_id FROM search_key WHERE kind = ? AND token = ? LIMIT ?"
_TURNED = """
SELECT a.person_id, b.person_id FROM search_key a JOIN search_key b
ON b.kind = 'f'
AND b.token = substr(a.token, 1, length(a.token) - 5) || substr(a.token, -2) || '-' || substr(a.token, -5, 2)
WHERE a.kind = 'f' AND substr(a.token, -2) <= '12' AND substr(a.token, -2) > substr(a.token, -5, 2)"""
_OF = "SELECT first_id, second_id, strength, matched FROM suspected_pair WHERE first_id = ? OR second_id = ?"
_ANSWERS = (
    "SELECT first_id, second_id, answer, fingerprint FROM pair_answer"
    " WHERE void_at IS NULL AND (first_id = ? OR second_id = ?) ORDER BY made_at, id"
)
_ALL_ANSWERS = (
    "SELECT first_id, second_id, answer, fingerprint FROM pair_answer"
    " WHERE void_at IS NULL ORDER BY made_at, id"
)
_UPSERT = (
    "INSERT INTO suspected_pair (first_id, second_id, strength, matched, found_at, later_until)"
    " VALUES (?, ?, ?, ?, ?, NULL)"
    " ON CONFLICT (first_id, second_id)"
    " DO UPDATE SET strength = excluded.strength, matched = excluded.matched"
)
_DELETE = "DELETE FROM suspected_pair WHERE first_id = ? AND second_id = ?"
_LIVING = "SELECT count(*) FROM person WHERE id IN (?, ?) AND void_at IS NULL AND merged_into IS NULL"


def pair_of(one: bytes, other: bytes) -> Pair:
    """The two ids in the order in which they are kept."""
    return (one, other) if one < other else (other, one)


def refresh(link: Connection, keys: Mapping[bytes, Iterable[Key]], at: str) -> None:
    """Bring the pairs of persons up to date.

    Args:
        link: The connection of the change.
        keys: All search keys of each person, as they are now; none for one that is voided or joined.
        at: The moment, as stored text.
    """
    for person_id, own in keys.items():
        found = _found(link, person_id, own)
        _answered(link, found, link.exec_driver_sql(_ANSWERS, (person_id, person_id)).fetchall())
        before = {
            (row[0], row[1]): (row[2], row[3])
            for row in link.exec_driver_sql(_OF, (person_id, person_id)).fetchall()
        }
        for pair in before.keys() - found.keys():
            link.exec_driver_sql(_DELETE, pair)
        for pair, words in found.items():
            facts = _facts(words)
            if before.get(pair) != facts:
                link.exec_driver_sql(_UPSERT, (*pair, *facts, at))


def _found(link: Connection, person_id: bytes, keys: Iterable[Key]) -> Found:
    found: Found = {}
    for kind, token in keys:
        word = IDENTIFYING.get(Kind(kind))
        if word is None or token.endswith("|"):
            continue
        for other in link.exec_driver_sql(_OTHERS, (str(kind), token, person_id, _MOST)):
            found.setdefault(pair_of(person_id, other[0]), set()).add(word)
        turned = _turned(token) if word == "fio_birth" else None
        if turned:
            for other in link.exec_driver_sql(_OTHERS, (str(kind), turned, person_id, _MOST)):
                found.setdefault(pair_of(person_id, other[0]), set()).add("birth_turned")
    return found


def _turned(token: str) -> str | None:
    """The key of the same name with day and month of the birth changed over, if there is such a day."""
    name, _bar, text = token.rpartition("|")
    with contextlib.suppress(ValueError):
        born = date.fromisoformat(text)
        if born.day != born.month:
            return f"{name}|{date(born.year, born.day, born.month)}"
    return None


def _answered(link: Connection, found: Found, answers: Iterable[tuple[bytes, bytes, str, str]]) -> None:
    """Leave out pairs that were found to be two people, bring in those marked for the senior registrar."""
    latest = {(first, second): (answer, kept) for first, second, answer, kept in answers}
    for pair, (answer, kept) in latest.items():
        if answer == "different" and pair in found and kept == fingerprint(link, *pair):
            del found[pair]
        elif answer == "senior" and link.exec_driver_sql(_LIVING, pair).scalar_one() == 2:
            found.setdefault(pair, set()).add(MARKED)


def _facts(words: set[str]) -> tuple[str, str]:
    """(strength, words in order) of a pair as they are stored."""
    ordered = [word for word in (MARKED, *STRENGTHS) if word in words]
    strengths = [STRENGTHS[word] for word in ordered if word in STRENGTHS]
    return (strengths or ["similar"])[0], ",".join(ordered)


def fingerprint(link: Connection, first: bytes, second: bytes) -> str:
    """Digest of the identifiers of two records; changes when one of them does."""
    pair = pair_of(first, second)
    told = json.dumps([one.hex() for one in pair] + [_identifiers(link, one) for one in pair])
    return hashlib.sha256(told.encode()).hexdigest()


def _identifiers(link: Connection, person_id: bytes) -> list[object]:
    names = link.exec_driver_sql(
        "SELECT last_name, first_name, patronymic, birth_date, snils FROM person WHERE id = ?", (person_id,)
    ).first()
    policies = link.exec_driver_sql(
        "SELECT DISTINCT enp FROM policy WHERE person_id = ? AND void_at IS NULL AND enp <> ''", (person_id,)
    )
    documents = link.exec_driver_sql(
        "SELECT DISTINCT kind, series, number FROM identity_document"
        " WHERE person_id = ? AND void_at IS NULL AND number <> ''",
        (person_id,),
    )
    own = [fold(str(one or "")) for one in names or ()]
    return [own, sorted(row[0] for row in policies), sorted("|".join(map(compact, row)) for row in documents)]


def sweep(link: Connection, step: Callable[[int, int], bool]) -> Found | None:
    """Find all pairs by one ordered pass over each kind of key.

    Args:
        link: A reading connection.
        step: Called with (steps done, steps in all) before each step; True stops.

    Returns:
        The pairs with what agrees, None when stopped.
    """
    found: Found = {}
    steps = len(IDENTIFYING) + 1
    for number, (kind, word) in enumerate(IDENTIFYING.items()):
        if step(number, steps):
            return None
        shared = [row[0] for row in link.exec_driver_sql(_SHARED, (str(kind),)) if not row[0].endswith("|")]
        for token in shared:
            owners = [row[0] for row in link.exec_driver_sql(_OWNERS, (str(kind), token, _MOST + 1))]
            for pair in combinations(sorted(owners), 2):
                found.setdefault(pair, set()).add(word)
    if step(steps - 1, steps):
        return None
    for one, other in link.exec_driver_sql(_TURNED):
        found.setdefault(pair_of(one, other), set()).add("birth_turned")
    return found


def replace_all(link: Connection, found: Found, at: str) -> int:
    """Put a whole new list in the place of the old one; gives its length.

    A pair that was there keeps the moment it was found and until when it was put off.
    """
    _answered(link, found, link.exec_driver_sql(_ALL_ANSWERS).fetchall())
    kept = {
        (row[0], row[1]): (row[2], row[3])
        for row in link.exec_driver_sql(
            "SELECT first_id, second_id, found_at, later_until FROM suspected_pair"
        )
    }
    link.exec_driver_sql("DELETE FROM suspected_pair")
    rows = [(*pair, *_facts(words), *kept.get(pair, (at, None))) for pair, words in sorted(found.items())]
    if rows:
        link.exec_driver_sql("INSERT INTO suspected_pair VALUES (?, ?, ?, ?, ?, ?)", rows)
    return len(rows)


def changed_since(link: Connection, op_seq: int) -> list[bytes]:
    """Persons touched by operations after a place in the outbox."""
    rows = link.exec_driver_sql(
        "SELECT DISTINCT root_id FROM outbox WHERE op_seq > ? AND kind <> 'audit'", (op_seq,)
    )
    return [row[0] for row in rows]


def last_operation(link: Connection) -> int:
    """Place of the last operation in the outbox."""
    return int(link.exec_driver_sql("SELECT coalesce(max(op_seq), 0) FROM outbox").scalar_one())


def uuid_pair(first: UUID, second: UUID) -> tuple[UUID, UUID]:
    """The same order on ids."""
    return (first, second) if first.bytes < second.bytes else (second, first)


def moment(text: str | None) -> datetime | None:
    """A stored moment."""
    return datetime.fromisoformat(text) if text else None
