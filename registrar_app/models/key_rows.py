"""Search keys of a person: which rows (kind, token) follow from his data.

Name keys are turned so that each part of the name stands first once, the rest follows in the order of the
name, then the birth date: one covering index answers any order of parts, sorted. Old keys are computed from
the base of the operations instead of being looked up, so no second index over the keys is needed.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from registrar_app.domain.search_keys import fold, name_tokens
from registrar_app.models.ledger import Operation
from registrar_app.models.patches import Plain

VERSION = 1
"""Raise it when a key changes: the keys are then made anew at the next start."""

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
    BIRTH = "b"
    """Birth date, then the name: ``1968-03-07 ИВАНОВ ИВАН ИВАНОВИЧ``."""
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


_COLUMNS = {
    "person": ("last_name", "first_name", "patronymic", "birth_date", "snils", "record_number", "void_at",
               "merged_into"),
    "identity_document": ("kind", "series", "number", "void_at"),
    "policy": ("enp", "series", "number", "void_at"),
    "contact": ("kind", "value", "void_at"),
}  # fmt: skip
_SELECT = {
    table: f"SELECT id, {', '.join(columns)} FROM {table} "  # noqa: S608 - our own names
    f"WHERE {'id' if table == 'person' else 'person_id'} = ?"
    for table, columns in _COLUMNS.items()
}


def compact(text: str) -> str:
    """Folded text of a number with letters, without blanks and signs."""
    return "".join(sign for sign in fold(text) if sign.isalnum())


def name_key(last: str, first: str, patronymic: str | None) -> str:
    """Folded full name, parts in order."""
    return " ".join(filter(None, (fold(last), fold(first), fold(patronymic or ""))))


def opened(text: str) -> str:
    """Folded words as they stand behind a leading part: double names apart, apostrophes out."""
    return text.replace("-", " ").replace("'", "")


def name_token(last: str, first: str, patronymic: str | None) -> str:
    """The key of a whole name without the birth date, equal for equal names."""
    return _token([fold(last), fold(first), fold(patronymic or "")], 0)


def _token(parts: list[str], place: int) -> str:
    """The part at a place first, as it is; behind it the other parts and its own later halves, opened."""
    lead = parts[place]
    halves = [half for half in name_tokens(lead) if not lead.startswith(half)]
    rest = [*parts[:place], *parts[place + 1 :], *halves]
    return " ".join([lead, *(opened(part) for part in rest if part)])


def _name_keys(person: Row) -> Iterable[Key]:
    parts = [fold(person["last_name"]), fold(person["first_name"]), fold(person["patronymic"] or "")]
    tail = f"|{person['birth_date'] or ''}"
    for place, part in enumerate(parts):
        if not part:
            continue
        yield Kind.PART if place else Kind.NAME, _token(parts, place) + tail
        # A double name is found by each of its halves too; the whole name stays behind it.
        for half in name_tokens(part):
            if not part.startswith(half):
                rest = opened(" ".join(filter(None, parts)))
                yield Kind.PART if place else Kind.HALF, f"{half} {rest}{tail}"
    if person["birth_date"]:
        yield Kind.BIRTH, f"{person['birth_date']} {' '.join(filter(None, parts))}"


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
        keys.add((Kind.RECORD, person["record_number"].lstrip("0")))
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
        if contact["kind"] == "phone" and not contact["void_at"]:
            keys.add((Kind.PHONE, compact(contact["value"])[::-1]))
    return keys


def document_token(kind: str, series: str, number: str) -> str:
    """The key of a document, equal for equal documents."""
    return f"{compact(series)}{compact(number)}:{kind}"


def _full(table: str, values: Mapping[str, Plain]) -> dict[str, Plain]:
    texts = ("series", "number", "enp", "snils", "record_number", "value", "kind")
    return {name: values.get(name, "" if name in texts else None) for name in _COLUMNS[table]}


def _states(
    link: Connection, root: UUID, operations: Mapping[str, list[Operation]]
) -> tuple[dict[str, list[Row]], dict[str, list[Row]]]:
    """Rows of a person before and after the change, by table."""
    born = any(op.kind == "insert" for op in operations.get("person", ()))
    before: dict[str, list[Row]] = {}
    after: dict[str, list[Row]] = {}
    for table in _COLUMNS:
        touched = {op.row_id.bytes: op for op in operations.get(table, ())}
        if born:
            before[table] = []
            after[table] = [_full(table, {f: p[1] for f, p in op.patch.items()}) for op in touched.values()]
            continue
        rows = link.exec_driver_sql(_SELECT[table], (root.bytes,)).mappings().all()
        after[table] = [dict(row) for row in rows]
        before[table] = []
        for row in rows:
            op = touched.get(row["id"])
            if op is None:
                before[table].append(dict(row))
            elif op.kind != "insert":
                before[table].append({**row, **{f: p[0] for f, p in op.patch.items()}})
    return before, after


def _of(state: Mapping[str, list[Row]]) -> set[Key]:
    person = state["person"]
    return keys_of(
        person[0] if person else None, state["identity_document"], state["policy"], state["contact"]
    )


def write_keys(link: Connection, operations: Iterable[Operation]) -> None:
    """Bring the search keys in line with the rows the operations have changed."""
    by_root: dict[UUID, dict[str, list[Operation]]] = {}
    gone: list[tuple[str, str, bytes]] = []
    come: list[tuple[str, str, bytes]] = []
    for op in operations:
        wanted = _COLUMNS.get(op.tbl)
        if wanted and (op.kind == "insert" or not op.patch.keys().isdisjoint(wanted)):
            by_root.setdefault(op.root_id, {}).setdefault(op.tbl, []).append(op)
        elif op.tbl == "medical_certificate":
            number = compact(str(op.patch.get("series", ["", ""])[1]) + str(op.patch["number"][1]))
            come.append((Kind.PAPER.value, number, op.root_id.bytes))
    for root, group in by_root.items():
        before, after = (_of(state) for state in _states(link, root, group))
        gone += [(str(kind), token, root.bytes) for kind, token in before - after]
        come += [(str(kind), token, root.bytes) for kind, token in after - before]
    if gone:
        link.exec_driver_sql("DELETE FROM search_key WHERE kind = ? AND token = ? AND person_id = ?", gone)
    if come:
        link.exec_driver_sql(
            "INSERT OR IGNORE INTO search_key (kind, token, person_id) VALUES (?, ?, ?)", come
        )


def all_keys(link: Connection) -> Iterable[tuple[str, str, bytes]]:
    """Every key that should be there, computed from the rows; for making them anew and for tests."""
    for (person_id,) in link.exec_driver_sql("SELECT id FROM person").fetchall():
        state: dict[str, list[Row]] = {
            table: [dict(row) for row in link.exec_driver_sql(sql, (person_id,)).mappings()]
            for table, sql in _SELECT.items()
        }
        for kind, token in _of(state):
            yield str(kind), token, person_id
    for person_id, number in link.exec_driver_sql(
        "SELECT person_id, series || number FROM medical_certificate"
    ):
        yield Kind.PAPER.value, compact(number), person_id


def rebuild(link: Connection) -> None:
    """Make all search keys anew, inside the caller's transaction."""
    keys = list(dict.fromkeys(all_keys(link)))
    link.exec_driver_sql("DELETE FROM search_key")
    if keys:
        link.exec_driver_sql("INSERT INTO search_key (kind, token, person_id) VALUES (?, ?, ?)", sorted(keys))
