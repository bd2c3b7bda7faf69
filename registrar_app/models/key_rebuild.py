"""All search keys made anew from the rows, in bounded memory: for a new version of the keys, and for tests.

The keys of some thousand people at a time go into buckets of a side file, by kind and beginning, as texts of
many lines; then each bucket is sorted, so that the table is written from its beginning to its end. Keys
written person by person would touch every page of it again and again.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Engine

from registrar_app.models.chains import survivors
from registrar_app.models.connecting import connect
from registrar_app.models.key_rows import (
    COLUMNS,
    INSERT,
    VERSION,
    Kind,
    Row,
    compact,
    keys_of,
    lasting_keys,
    row_of,
)  # fmt: skip

KeyRow = tuple[str, str, bytes]
Progress = Callable[[int, int], object]
UNTOLD: Progress = lambda _done, _all: None  # noqa: E731 - a name for «nobody is told»
"""Told how many people of how many are done."""

PEOPLE_A_RUN = 2000
_BUCKET = {str(kind): 3 if kind is Kind.BIRTH else 2 for kind in Kind}
"""How much of a token tells the bucket: two letters or digits, of a birth date the decade."""
_BEFORE_OWNER, _BETWEEN = "\1", "\2"
"""Inside a line of the side file, and between lines; no key has signs so low, so lines sort as keys do."""
_KEYS_AT_ONCE = 200_000
"""Written in one transaction: a clinic's disk takes its time for each."""
_KEEP_VERSION = "INSERT OR REPLACE INTO meta (key, value) VALUES ('search_keys', ?)"


def all_keys(link: Connection) -> Iterator[KeyRow]:
    """Every key that should be there, computed from the rows; words that people share come several times."""
    for keys in _runs(link, PEOPLE_A_RUN):
        yield from keys


def rebuild(
    writer: Engine,
    path: Path,
    key: bytes | None = None,
    progress: Progress = UNTOLD,
    run: int = PEOPLE_A_RUN,
) -> None:
    """Make all search keys anew and note their version.

    It is done in several transactions; broken off, it begins again at the next start, because the version
    is noted last.

    Args:
        writer: The engine of the database.
        path: The database file; the side file lies beside it meanwhile.
        key: 32 raw bytes of an encrypted database, None for a plain one.
        progress: Called with (steps done, steps in all) after each run of reading and of writing.
        run: People taken at a time; fewer than that need no side file.
    """
    with writer.begin() as link:
        link.exec_driver_sql("DELETE FROM search_key")
        people = int(link.exec_driver_sql("SELECT count(*) FROM person").scalar_one())
        if people <= run:
            for keys in _runs(link, run):
                _write(link, sorted(keys))
            link.exec_driver_sql(_KEEP_VERSION, (str(VERSION),))
            return
    side = path.with_name(f"{path.stem}.keys-{uuid4().hex[:8]}")
    try:
        with writer.connect() as link, closing(connect(side, key)) as file:
            # Reading and writing take about as long: each is half of the way.
            buckets = _put_aside(link, file, lambda done: progress(min(done * run, people), 2 * people), run)
            _sort(link, file, buckets, lambda part: progress(people + round(part * people), 2 * people))
    finally:
        side.unlink(missing_ok=True)


def _put_aside(
    link: Connection,
    file: Any,  # noqa: ANN401
    done: Callable[[int], object],
    run: int,
) -> dict[str, list[int]]:
    """Fill the side file with texts of many keys each; gives the places of the texts by bucket."""
    # Nothing in the side file outlives the rebuilding; the texts are longer than a small page.
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "page_size=65536"):
        file.execute(f"PRAGMA {pragma}")
    file.execute("VACUUM")
    file.execute("CREATE TABLE heap (place INTEGER PRIMARY KEY, lines TEXT)")
    file.execute("BEGIN")
    place = count()
    buckets: defaultdict[str, list[int]] = defaultdict(list)
    with link.begin():
        for number, keys in enumerate(_runs(link, run), start=1):
            lines: defaultdict[str, list[str]] = defaultdict(list)
            for kind, token, one in keys:
                lines[kind + token[: _BUCKET[kind]]].append(f"{token}{_BEFORE_OWNER}{one.hex()}")
            for bucket, some in lines.items():
                buckets[bucket].append(next(place))
                file.execute("INSERT INTO heap VALUES (?, ?)", (buckets[bucket][-1], _BETWEEN.join(some)))
            done(number)
    file.execute("COMMIT")
    return buckets


def _sort(
    link: Connection,
    file: Any,  # noqa: ANN401
    buckets: dict[str, list[int]],
    done: Callable[[float], object],
) -> None:
    """Write the table from the side file, bucket after bucket; ``done`` is told the part that is written."""
    written = 0
    for number, bucket in enumerate(sorted(buckets), start=1):
        lines: set[str] = set()
        for place in buckets[bucket]:
            row = file.execute("SELECT lines FROM heap WHERE place = ?", (place,)).fetchone()
            lines.update(row[0].split(_BETWEEN))
        _write(link, (_key(bucket[0], line) for line in sorted(lines)))
        written += len(lines)
        if written > _KEYS_AT_ONCE:
            link.commit()
            written = 0
            done(number / len(buckets))
    link.exec_driver_sql(_KEEP_VERSION, (str(VERSION),))
    link.commit()
    done(1)


def _key(kind: str, line: str) -> KeyRow:
    token, _, owner = line.partition(_BEFORE_OWNER)
    return kind, token, bytes.fromhex(owner)


def _write(link: Connection, keys: Iterable[KeyRow]) -> None:
    """Write sorted keys inside the transaction that is open or begins; none is kept longer than it takes."""
    if not link.in_transaction():
        link.begin()
    driver: Any = link.connection.driver_connection
    driver.executemany(INSERT, keys)


def _runs(link: Connection, run: int) -> Iterator[set[KeyRow]]:
    """The keys of some thousand people after the other, without repetitions."""
    after, joined = b"", survivors(link)
    while True:
        people = _rows(link, "person", "id > ? ORDER BY id LIMIT ?", after, run)
        if not people:
            return
        bounds = after, people[-1]["id"]
        owned = {table: _owned(link, table, *bounds) for table in COLUMNS if table != "person"}
        none: list[Row] = []
        keys = {
            row_of(one, person["id"])
            for person in people
            for one in keys_of(person, *(owned[table].get(person["id"], none) for table in _OWNED))
        }
        papers = link.exec_driver_sql(
            "SELECT person_id, series || number FROM medical_certificate"
            " WHERE person_id > ? AND person_id <= ?",
            bounds,
        )
        keys.update((Kind.PAPER.value, compact(number), person_id) for person_id, number in papers)
        for person_id in joined:
            if bounds[0] < person_id <= bounds[1]:
                own = set(lasting_keys(link, person_id))
                keys -= {row_of(one, person_id) for one in own}
                keys |= {row_of(one, joined[person_id]) for one in own}
        after = bounds[1]
        yield keys


_OWNED = ("identity_document", "policy", "contact")
"""In the order of the arguments of ``keys_of``."""


def _owned(link: Connection, table: str, after: bytes, last: bytes) -> dict[bytes, list[Row]]:
    found: dict[bytes, list[Row]] = {}
    for row in _rows(link, table, "person_id > ? AND person_id <= ?", after, last, first="person_id"):
        found.setdefault(row["person_id"], []).append(row)
    return found


def _rows(link: Connection, table: str, where: str, *values: Any, first: str = "id") -> list[Row]:  # noqa: ANN401
    """Rows of a table as plain mappings, without the mapper: there are millions."""
    columns = (first, *COLUMNS[table])
    sql = f"SELECT {', '.join(columns)} FROM {table} WHERE {where}"  # noqa: S608 - our own names
    return [dict(zip(columns, row, strict=True)) for row in link.exec_driver_sql(sql, values).fetchall()]
