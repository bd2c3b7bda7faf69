"""Search through the use case beside the bare driver running the very same statements.

``python -m benchmarks.bench_search --people 1000000`` measures a region; `make bench` a large city's clinic.
"""

import argparse
import random
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.pool import QueuePool

from benchmarks.invented_names import SEED
from benchmarks.invented_people import PAPER_EACH, made
from benchmarks.row import Row
from registrar_app.models.blobs import BlobStore
from registrar_app.models.connecting import connect
from registrar_app.models.engine import SEARCH_CACHE_KIB, make_engine
from registrar_app.models.store import BLOBS, DATABASE, Store
from registrar_app.services.bench import Bench
from registrar_app.services.people import People

PEOPLE = 100_000
_QUERIES = 100
_SIMILAR_QUERIES = 20
_TRIES = 5
Statement = tuple[str, tuple[Any, ...]]
Person = sqlite3.Row
_PICKED = """
SELECT last_name AS last, first_name AS first, coalesce(patronymic, '') AS father, birth_date AS born,
  snils, policy.enp, policy.series || ' ' || policy.number AS old_policy, value AS phone,
  record_number AS record,
  identity_document.series || ' ' || identity_document.number AS document
FROM person JOIN policy ON policy.person_id = person.id JOIN contact ON contact.person_id = person.id
JOIN identity_document ON identity_document.person_id = person.id WHERE person.rowid = ?
"""


def _born(one: Person) -> str:
    year, month, day = one["born"].split("-")
    return f"{day}.{month}.{year}"


_TYPED: tuple[tuple[str, Callable[[Person], str]], ...] = (
    ("one letter of the surname", lambda one: one["last"][:1]),
    ("three letters of the surname", lambda one: one["last"][:3]),
    ("whole surname", lambda one: one["last"]),
    ("three letters of the surname, one of the name", lambda one: f"{one['last'][:3]} {one['first'][:1]}"),
    ("two letters of the name, four of the surname", lambda one: f"{one['first'][:2]} {one['last'][:4]}"),
    ("five letters of the surname, three of the name", lambda one: f"{one['last'][:5]} {one['first'][:3]}"),
    ("three letters, and a name that few have", lambda one: f"{one['last'][:3]} эль"),
    ("patronymic and three letters of the surname", lambda one: f"{one['father']} {one['last'][:3]}"),
    ("name and patronymic", lambda one: f"{one['first']} {one['father']}"),
    ("name, patronymic, surname", lambda one: f"{one['first']} {one['father']} {one['last']}"),
    ("beginnings of all three", lambda one: f"{one['last'][:4]} {one['first'][:3]} {one['father'][:3]}"),
    ("surname and initials", lambda one: f"{one['last']} {one['first'][0]}.{one['father'][:1] or 'А'}."),
    ("initials and birth date", lambda one: f"{one['first'][0]}{one['father'][:1] or 'А'} {_born(one)}"),
    ("surname and birth date", lambda one: f"{one['last'][:4]} {_born(one)}"),
    ("birth date", _born),
    ("surname and year", lambda one: f"{one['last']} {one['born'][:4]}"),
    ("name, patronymic, year", lambda one: f"{one['first']} {one['father']} {one['born'][:4]}"),
    ("SNILS", lambda one: one["snils"]),
    ("ENP", lambda one: one["enp"] or one["old_policy"]),
    ("last four digits of the policy", lambda one: (one["enp"] or one["old_policy"])[-4:]),
    ("old policy", lambda one: one["old_policy"] if one["old_policy"].strip() else one["enp"]),
    ("seven digits of the telephone", lambda one: one["phone"][-7:]),
    ("four digits of the telephone and surname", lambda one: f"{one['last']} {one['phone'][-4:]}"),
    ("document", lambda one: one["document"]),
    ("record number", lambda one: f"№ {one['record']}"),
    ("certificate number", lambda one: f"{(int(one['record']) - 1) // PAPER_EACH + 1:07}"),
)
_MISTYPED: tuple[tuple[str, Callable[[Person], str]], ...] = (
    ("a letter of the surname lost", lambda one: f"{one['last'][:2]}{one['last'][3:]} {one['first']}"),
    ("three words that nobody has", lambda one: f"{one['last']}ыч {one['first']}ыя {one['father']}ы"),
)


def run(people: int = PEOPLE) -> list[Row]:
    """Measure among so many people."""
    profile = made(people)
    store, hearing = Store.open(profile), _Hearing(profile)
    try:
        rows = [_measure(store, hearing, people, name, typed) for name, typed in _TYPED]
        similar = [_measure_similar(store, hearing, people, name, typed) for name, typed in _MISTYPED]
        return rows + similar
    finally:
        hearing.store.close()
        store.close()


def _measure(
    store: Store, hearing: "_Hearing", people: int, name: str, typed: Callable[[Person], str]
) -> Row:
    """One kind of query."""
    way = People(Bench(store, hearing.profile)).search
    times = _both(way, hearing, _texts(hearing.profile, people, typed, _QUERIES), People.search)
    return _row(f"search among {_spaced(people)}: {name}", times, "≤ 2×, p99 ≤ 10 ms")


def _measure_similar(
    store: Store, hearing: "_Hearing", people: int, name: str, typed: Callable[[Person], str]
) -> Row:
    """Similar people for one kind of mistake."""
    way = People(Bench(store, hearing.profile)).similar
    times = _both(way, hearing, _texts(hearing.profile, people, typed, _SIMILAR_QUERIES), People.similar)
    return _row(f"similar among {_spaced(people)}: {name}", times, "≤ 100 ms")


def _both(
    ours: Callable[[str], object],
    hearing: "_Hearing",
    texts: Iterable[str],
    heard: Callable[[People, str], object],
) -> list[tuple[float, float]]:
    """Milliseconds of ours and of the same statements by the bare driver, in turn, for each text."""
    found: list[tuple[float, float]] = []
    with closing(connect(hearing.profile / DATABASE, reading=True)) as bare:
        bare.execute(f"PRAGMA cache_size=-{SEARCH_CACHE_KIB}")
        for text in texts:
            statements = hearing.statements(text, heard)
            times = [
                (_timed(partial(ours, text)), _timed(partial(_bare, bare, statements))) for _ in range(_TRIES)
            ]
            # The best of some: another program's turn of the processor is not the search's.
            found.append((min(one for one, _ in times), min(one for _, one in times)))
    return found


def _row(name: str, times: list[tuple[float, float]], goal: str) -> Row:
    ours, floor = zip(*times, strict=True)
    last, bare_last = (statistics.quantiles(one, n=100)[-1] for one in (ours, floor))
    about = f"{name}, median (p99 {last:.1f} ms, bare {bare_last:.1f})"
    return Row(about, statistics.median(ours), statistics.median(floor), goal)


def _spaced(number: int) -> str:
    return f"{number:_}".replace("_", " ")


def _texts(profile: Path, people: int, typed: Callable[[Person], str], count: int) -> list[str]:
    """What a registrar types to find somebody who is there."""
    dice = random.Random(SEED)
    with closing(sqlite3.connect(profile / DATABASE)) as link:
        link.row_factory = sqlite3.Row
        places = [dice.randrange(people) + 1 for _ in range(count)]
        return [typed(link.execute(_PICKED, (place,)).fetchone()) for place in places]


class _Listener(sqlite3.Connection):
    """A connection that keeps the statements it runs."""

    heard: list[Statement]

    def execute(self, sql: str, values: Any = ()) -> sqlite3.Cursor:  # noqa: ANN401
        if sql.startswith(("SELECT", "\nSELECT")):
            self.heard.append((sql, tuple(values)))
        return super().execute(sql, values)


class _Hearing:
    """A second store over the same file that tells which statements a search runs."""

    def __init__(self, profile: Path) -> None:
        self.profile = profile
        self._link = sqlite3.connect(profile / DATABASE, factory=_Listener, isolation_level=None)
        self._link.heard = []
        reader = create_engine("sqlite://", creator=lambda: self._link, poolclass=QueuePool)
        event.listen(reader, "begin", lambda link: link.exec_driver_sql("BEGIN"))
        path = profile / DATABASE
        self.store = Store(path, reader, make_engine(path), BlobStore(profile / BLOBS))

    def statements(self, text: str, way: Callable[[People, str], object]) -> list[Statement]:
        """Those of one search."""
        self._link.heard = []
        way(People(Bench(self.store, self.profile)), text)
        return self._link.heard


def _bare(link: Any, statements: list[Statement]) -> None:  # noqa: ANN401
    link.execute("BEGIN")
    for sql, values in statements:
        link.execute(sql, values).fetchall()
    link.execute("ROLLBACK")


def _timed(way: Callable[[], object]) -> float:
    start = time.perf_counter()
    way()
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE)
    for row in run(parser.parse_args().people):
        print(f"{row.name}: {row.ours_ms:.2f} ms, floor {row.floor_ms:.2f} ms, x{row.ratio:.2f}")
