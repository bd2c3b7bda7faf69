"""One save beside the bare driver that writes the very same rows in one transaction."""

import dataclasses
import itertools
import sqlite3
import tempfile
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.row import Row, paired
from registrar_app.domain.ids import new_id
from registrar_app.domain.records import Actor, Address, DocumentData, PersonData, PolicyData
from registrar_app.domain.values import PolicyKind, Sex
from registrar_app.models import people
from registrar_app.models.store import Store

ACTOR = Actor(None, "окно 1")
PERSON = PersonData(
    "Иванов", "Иван", "Иванович", birth_date=date(1968, 3, 7), sex=Sex.MALE, snils="11223344595",
    policy=PolicyData(PolicyKind.DIGITAL, "7754320834000018", insurer_name="Ромашка"),
    document=DocumentData("14", "4510", "123456", date(2013, 4, 1), "ОВД", "770-001"),
    registration=Address(subject="Северная область", city="Северореченск", street="Садовая", house="14"),
    phone="+79161234567",
)  # fmt: skip
_CHILDREN = ("identity_document", "policy", "address", "contact")
Statements = list[tuple[str, list[tuple[Any, ...]]]]


def run() -> list[Row]:
    """Measure a new person and an edit of one field."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder))
        try:
            return [_measure(store, Path(folder), is_new) for is_new in (True, False)]
        finally:
            store.close()


def _measure(store: Store, folder: Path, is_new: bool) -> Row:
    path = folder / "registrar.db"
    with store.change(ACTOR) as work:
        person_id = people.save_person(work, None, PERSON)
    turn = itertools.count()

    def ours() -> None:
        data = dataclasses.replace(PERSON, birth_place=f"место {next(turn)}")
        with store.change(ACTOR) as work:
            people.save_person(work, None if is_new else person_id, data)

    with closing(sqlite3.connect(path, isolation_level=None)) as link:
        link.execute("PRAGMA synchronous=FULL")
        link.execute("PRAGMA foreign_keys=ON")
        before = _marks(link)
        ours()
        reads: list[str] = []
        if is_new:
            statements = _same_rows(link, before)
        else:
            # Only a save that has read the record knows the base of what it changes.
            reads = [f"SELECT * FROM {table} WHERE person_id = ? AND void_at IS NULL" for table in _CHILDREN]
            reads.append("SELECT * FROM person WHERE id = ? AND void_at IS NULL")
            statements = [
                ("UPDATE person SET birth_place = ? WHERE id = ?", [("место", person_id.bytes)]),
                *_same_rows(link, before),
            ]

        def floor() -> None:
            fresh = {}
            link.execute("BEGIN IMMEDIATE")
            for sql in reads:
                link.execute(sql, (person_id.bytes,)).fetchall()
            for sql, rows in statements:
                link.executemany(sql, [_renewed(row, fresh) for row in rows])
            link.execute("COMMIT")

        ours_ms, floor_ms = paired(ours, floor, 200)
    name = "save of a new person" if is_new else "save of one changed field (both read the record first)"
    return Row(name, ours_ms, floor_ms, "≤ 3×")


def _marks(link: sqlite3.Connection) -> dict[str, int]:
    """The last row number of each table that has one."""
    tables = [row[0] for row in link.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {
        table: link.execute(f"SELECT coalesce(max(rowid), 0) FROM {table}").fetchone()[0]
        for table in tables
        if table not in ("search_key", "sqlite_sequence", "alembic_version")
    }


def _same_rows(link: sqlite3.Connection, before: dict[str, int]) -> Statements:
    """Inserts that write once more what was written since the marks."""
    out: Statements = []
    for table, mark in before.items():
        columns = [row[1] for row in link.execute(f"PRAGMA table_info({table})") if row[1] != "op_seq"]
        names = ", ".join(f'"{column}"' for column in columns)
        rows = link.execute(f"SELECT {names} FROM {table} WHERE rowid > ?", (mark,)).fetchall()
        if rows:
            out.append((f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})", rows))
    person = [row[0] for sql, rows in out if "INTO person " in sql for row in rows]
    if person:
        keys = link.execute("SELECT * FROM search_key WHERE person_id = ?", person).fetchall()
        out.append(("INSERT INTO search_key VALUES (?, ?, ?)", keys))
        out.append(("UPDATE number_range SET next = next + 1 WHERE form = ?", [("outpatient-record",)]))
    return out


def _renewed(row: tuple[Any, ...], fresh: dict[bytes, bytes]) -> tuple[Any, ...]:
    """The row with new ids, the same one for the same old one."""
    return tuple(
        fresh.setdefault(value, new_id().bytes) if isinstance(value, bytes) and len(value) == 16 else value
        for value in row
    )
