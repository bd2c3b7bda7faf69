"""Search keys of a person: which rows (kind, token) follow from his data.

Name keys are turned so that each part of the name stands first once, the rest follows in the order of the
name, then the birth date: one covering index answers any order of parts, sorted. Two words are answered by
cells: the same keys with the initial of another part before them, so that «сид к» reads the Сидоровы whose
name begins with К and not all of them. Old keys are computed from the base of the operations instead of
being looked up, so no second index over the keys is needed.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from registrar_app.domain.search_keys import fold, name_tokens
from registrar_app.models.chains import families
from registrar_app.models.ledger import Operation
from registrar_app.models.patches import Plain

VERSION = 2
"""Raise it when a key changes: the keys are then made anew at the next start."""

NOBODY = bytes(16)
"""Owner of the words, which many people share."""

Row = Mapping[str, Any]
Key = tuple[str, str]


class Kind(StrEnum):
    """Kinds of keys, one letter each because there are millions."""

    NAME = "f"
    """Last name first: ``ИВАНОВ ИВАН ИВАНОВИЧ|1968-03-07``."""
    PART = "g"
    """First name or patronymic first: ``ИВАН ИВАНОВ ИВАНОВИЧ|1968-03-07``."""
    HALF = "h"
    """A later half of a double last name first, then the name."""
    NAME_CELL = "i"
    """Initial of another part, then a key of the last name: ``ИИВАНОВ ИВАН ИВАНОВИЧ|1968-03-07``."""
    PART_CELL = "j"
    """Initial of a later part, then a key of another part: ``ИИВАН ИВАНОВ ИВАНОВИЧ|1968-03-07``."""
    WORD = "w"
    """Each word that names begin with, once, by length: ``06ИВАНОВ``; belongs to ``NOBODY``."""
    BIRTH = "b"
    """Birth date, then the name as it stands behind a leading part: ``1968-03-07 ИВАНОВ ИВАН ИВАНОВИЧ``."""
    SNILS = "s"
    ENP = "e"
    ENP_TAIL = "E"
    """The ENP backwards, so that its tail is a prefix."""
    POLICY = "o"
    """Series and number of an old or temporary policy, folded, without blanks."""
    DOCUMENT = "d"
    """Series and number of the document, a colon and its kind."""
    DOCUMENT_NUMBER = "D"
    """Number of the document alone."""
    PHONE = "p"
    """The telephone backwards."""
    RECORD = "r"
    """Record number without leading zeros."""
    PAPER = "c"
    """Number of an issued paper."""


_KINDS = (
    (Kind.NAME, Kind.HALF, Kind.NAME_CELL),
    (Kind.PART, Kind.PART, Kind.PART_CELL),
    (Kind.PART, Kind.PART, Kind.PART_CELL),
)
"""Of last name, first name, patronymic: the whole part first, a later half first, the cells."""
COLUMNS = {
    "person": ("last_name", "first_name", "patronymic", "birth_date", "snils", "record_number", "void_at",
               "merged_into", "is_unidentified"),
    "identity_document": ("kind", "series", "number", "void_at"),
    "policy": ("enp", "series", "number", "void_at"),
    "contact": ("kind", "value", "void_at"),
}  # fmt: skip
_SELECT = {
    table: f"SELECT id, {', '.join(columns)} FROM {table} "  # noqa: S608 - our own names
    f"WHERE {'id' if table == 'person' else 'person_id'} = ?"
    for table, columns in COLUMNS.items()
}


_UNKNOWN = "Неизвестный"
"""What a person without a name is found by: «неизв»."""
PHONES = ("phone", "other_phone")
"""Kinds of contacts that are telephones."""
_SELECT_ONE = {
    table: f"SELECT id, {', '.join(columns)} FROM {table} WHERE id = ?"  # noqa: S608 - our own names
    for table, columns in COLUMNS.items()
}


INSERT = "INSERT OR IGNORE INTO search_key (kind, token, person_id) VALUES (?, ?, ?)"
_RECORD_NUMBER = "SELECT record_number FROM person WHERE id = ? AND record_number <> '' AND void_at IS NULL"
_PAPER_NUMBERS = "SELECT series || number FROM medical_certificate WHERE person_id = ?"
FORGET_WORD = """
DELETE FROM search_key WHERE kind = 'w' AND token = ?
AND NOT EXISTS (SELECT 1 FROM search_key AS other
  WHERE other.kind IN ('f', 'g', 'h') AND other.token >= ? AND other.token < ?)
AND NOT EXISTS (SELECT 1 FROM search_key AS other
  WHERE other.kind IN ('f', 'g', 'h') AND other.token >= ? AND other.token < ?)
"""
"""A word goes when no key of a name begins with it: what may follow it there is a blank, ' - . or |.

Two questions, each of one stretch of the key: both in one, with OR, walk through the names of everybody.
"""


def compact(text: str) -> str:
    """Folded text of a number with letters, without blanks and signs."""
    if text.isascii() and text.isdigit():
        return text
    return "".join(sign for sign in fold(text) if sign.isalnum())


def name_key(last: str, first: str, patronymic: str | None) -> str:
    """Folded full name, parts in order."""
    return " ".join(filter(None, (fold(last), fold(first), fold(patronymic or ""))))


def opened(text: str) -> str:
    """Folded words as they stand behind a leading part: double names apart, apostrophes out."""
    return text.replace("-", " ").replace("'", "")


@dataclass(frozen=True, slots=True, repr=False)
class _Part:
    """A last name, first name or patronymic, taken apart."""

    whole: str
    """Folded."""
    behind: str
    """As it stands behind another part: opened, and what follows an apostrophe once more by itself."""
    opened: tuple[str, ...]
    """Its words, double names apart."""
    halves: tuple[str, ...]
    """What it is found by beside its beginning."""
    words: tuple[str, ...]
    """What somebody who mistypes it may have meant."""


@lru_cache(maxsize=10_000)
def _part(name: str | None) -> _Part:
    """A part, taken apart once: the common names come again and again."""
    whole = fold(name or "")
    tokens = name_tokens(whole)
    halves = tuple(half for half in tokens if not whole.startswith(half))
    behind = " ".join([opened(whole), *re.findall(r"'(\w{2,})", whole)])
    words = tuple(word for word in tokens if len(word) > 1 and " " not in word)
    return _Part(whole, behind, tuple(opened(whole).split()), halves, words)


def name_token(last: str, first: str, patronymic: str | None) -> str:
    """The key of a whole name without the birth date, equal for equal names."""
    return _token([_part(last), _part(first), _part(patronymic)], 0)


def birth_token(birth_date: str, last: str, first: str, patronymic: str | None) -> str:
    """The key of a birth date with the name, equal for equal ones."""
    parts = map(_part, (last, first, patronymic))
    return " ".join([birth_date, *(part.behind for part in parts if part.whole)])


def _token(parts: list[_Part], place: int) -> str:
    """The part at a place first, as it is; behind it the other parts and its own later halves, opened."""
    lead = parts[place]
    rest = [part.behind for at, part in enumerate(parts) if at != place and part.whole]
    return " ".join([lead.whole, *rest, *map(opened, lead.halves)])


def _name_keys(person: Row) -> Iterable[Key]:
    """Keys and cells of the name.

    Any two words of a name stand in one order or the other in a cell: the initial of the later word before
    the key of the earlier one.
    """
    names = person["last_name"], person["first_name"], person["patronymic"]
    if person["is_unidentified"] and not any(names):
        names = (_UNKNOWN, None, None)
    parts = [_part(name) for name in names]
    tail = f"|{person['birth_date'] or ''}"
    everything = " ".join(part.behind for part in parts if part.whole)
    for place, part in enumerate(parts):
        if not part.whole:
            continue
        main, half, cell = _KINDS[place]
        keys = [(main, _token(parts, place) + tail)]
        keys += [(half, f"{one} {everything}{tail}") for one in part.halves]
        later = {word[0] for word in part.opened[1:]}
        later.update(word[0] for other in parts[place + 1 :] for word in other.opened)
        yield from keys
        for initial in later:
            for _kind, token in keys:
                yield cell, initial + token
        for word in part.words:
            yield Kind.WORD, word_token(word)
    if person["birth_date"]:
        yield Kind.BIRTH, birth_token(person["birth_date"], *names)


def word_token(word: str) -> str:
    """The key of a word, so that words of about one length lie together."""
    return f"{len(word):02}{word}"


def keys_of(
    person: Row | None, documents: Iterable[Row], policies: Iterable[Row], contacts: Iterable[Row]
) -> set[Key]:
    """All keys of a person from the rows he has; voided rows give none."""
    if person is None or person["void_at"] or person["merged_into"]:
        return set()
    keys = set(_name_keys(person))
    if person["snils"]:
        keys.add((Kind.SNILS, person["snils"]))
    if person["record_number"]:
        keys.add((Kind.RECORD, person["record_number"].lstrip("0") or "0"))
    for policy in policies:
        if policy["void_at"]:
            continue
        if policy["enp"]:
            keys |= {(Kind.ENP, policy["enp"]), (Kind.ENP_TAIL, policy["enp"][::-1])}
        if policy["number"]:
            keys.add((Kind.POLICY, compact(policy["series"] + policy["number"])))
            keys.add((Kind.POLICY, compact(policy["number"])))
    for document in documents:
        if document["number"] and not document["void_at"]:
            keys.add(
                (Kind.DOCUMENT, document_token(document["kind"], document["series"], document["number"]))
            )
            keys.add((Kind.DOCUMENT_NUMBER, compact(document["number"])))
    for contact in contacts:
        if contact["kind"] in PHONES and not contact["void_at"]:
            keys.add((Kind.PHONE, compact(contact["value"])[::-1]))
    return keys


def document_token(kind: str, series: str, number: str) -> str:
    """The key of a document, equal for equal documents."""
    return f"{compact(series)}{compact(number)}:{kind}"


def _full(table: str, values: Mapping[str, Plain]) -> dict[str, Plain]:
    texts = ("series", "number", "enp", "snils", "record_number", "value", "kind")
    return {name: values.get(name, "" if name in texts else None) for name in COLUMNS[table]}


def _states(
    link: Connection, root: UUID, operations: Mapping[str, list[Operation]]
) -> tuple[dict[str, list[Row]], dict[str, list[Row]]]:
    """Rows of a person before and after the change, by table."""
    born = any(op.kind == "insert" for op in operations.get("person", ()))
    before: dict[str, list[Row]] = {}
    after: dict[str, list[Row]] = {}
    for table in COLUMNS:
        touched = {op.row_id.bytes: op for op in operations.get(table, ())}
        if born:
            before[table] = []
            after[table] = [_full(table, {f: p[1] for f, p in op.patch.items()}) for op in touched.values()]
            continue
        rows = link.exec_driver_sql(_SELECT[table], (root.bytes,)).mappings().all()
        after[table] = [dict(row) for row in rows]
        before[table] = []
        for row in rows:
            op = touched.pop(row["id"], None)
            if op is None:
                before[table].append(dict(row))
            elif op.kind != "insert" and _owners(op)[0] == root:
                before[table].append({**row, **{f: p[0] for f, p in op.patch.items()}})
        for row_id, op in touched.items():
            # Moved to another record: it was here before.
            moved = link.exec_driver_sql(_SELECT_ONE[table], (row_id,)).mappings().one()
            before[table].append({**moved, **{f: p[0] for f, p in op.patch.items()}})
    return before, after


def _owners(op: Operation) -> tuple[UUID, ...]:
    """The record a row belonged to, and the one it belongs to now if that is another."""
    former = op.patch.get("person_id", [None])[0] if op.kind != "insert" else None
    return (UUID(hex=str(former)), op.root_id) if former else (op.root_id,)


def _of(state: Mapping[str, list[Row]]) -> set[Key]:
    person = state["person"]
    return keys_of(
        person[0] if person else None, state["identity_document"], state["policy"], state["contact"]
    )


def write_keys(link: Connection, operations: Sequence[Operation]) -> dict[bytes, set[Key]]:
    """Bring the search keys in line with the rows the operations have changed.

    Returns:
        All keys of each person of whom one has changed.
    """
    whole: dict[bytes, set[Key]] = {}
    by_root: dict[UUID, dict[str, list[Operation]]] = {}
    gone: list[tuple[str, str, bytes]] = []
    come: list[tuple[str, str, bytes]] = []
    for op in operations:
        wanted = COLUMNS.get(op.tbl)
        if wanted and (op.kind == "insert" or not op.patch.keys().isdisjoint((*wanted, "person_id"))):
            for root in _owners(op):
                by_root.setdefault(root, {}).setdefault(op.tbl, []).append(op)
        elif op.tbl == "medical_certificate":
            number = compact(str(op.patch.get("series", ["", ""])[1]) + str(op.patch["number"][1]))
            come.append((Kind.PAPER.value, number, op.root_id.bytes))
    for root, group in by_root.items():
        before, after = (_of(state) for state in _states(link, root, group))
        gone += [row_of(key, root.bytes) for key in before - after]
        come += [row_of(key, root.bytes) for key in after - before]
        if before != after:
            whole[root.bytes] = after
    words = [row[1] for row in gone if row[0] == Kind.WORD.value]
    gone = [row for row in gone if row[0] != Kind.WORD.value]
    if gone:
        link.exec_driver_sql("DELETE FROM search_key WHERE kind = ? AND token = ? AND person_id = ?", gone)
    if come:
        link.exec_driver_sql(INSERT, come)
    for token in words:
        word = token[2:]
        link.exec_driver_sql(FORGET_WORD, (token, word + " ", word + "/", word + "|", word + "}"))
    _write_lasting(link, families(link, operations))
    return whole


def _write_lasting(link: Connection, owners: Mapping[bytes, bytes]) -> None:
    """Numbers of papers and records lead to the record that their own one lives on in."""
    keys = {one: list(lasting_keys(link, one)) for one in owners}
    for kind, token in {key for own in keys.values() for key in own}:
        gone = [(str(kind), token, one) for one in owners]
        link.exec_driver_sql("DELETE FROM search_key WHERE kind = ? AND token = ? AND person_id = ?", gone)
    come = [row_of(key, owners[one]) for one, own in keys.items() for key in own]
    if come:
        link.exec_driver_sql(INSERT, come)


def lasting_keys(link: Connection, person_id: bytes) -> Iterable[Key]:
    """Keys that a record keeps when it is joined with another one: its number, those of its papers."""
    for (number,) in link.exec_driver_sql(_RECORD_NUMBER, (person_id,)):
        yield Kind.RECORD, number.lstrip("0") or "0"
    for (number,) in link.exec_driver_sql(_PAPER_NUMBERS, (person_id,)):
        yield Kind.PAPER, compact(number)


def keys_now(link: Connection, person_id: bytes) -> set[Key]:
    """All keys of a person that follow from his rows as they stand."""
    return _of(_states(link, UUID(bytes=person_id), {})[1])


def row_of(key: Key, person_id: bytes) -> tuple[str, str, bytes]:
    """The row of a key."""
    kind, token = key
    return str(kind), token, NOBODY if kind is Kind.WORD else person_id
