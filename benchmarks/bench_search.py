"""Search through the use case beside the bare driver running the very same statements.

``python -m benchmarks.bench_search --people 1000000`` measures a region; `make bench` a large city's clinic.
"""

import argparse
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from benchmarks.invented_people import SEED, build
from benchmarks.row import Row
from registrar_app.models.engine import connect
from registrar_app.models.store import DATABASE, Store
from registrar_app.services.bench import Bench
from registrar_app.services.people import People

PEOPLE = 100_000
_QUERIES = 150
Statements = list[tuple[str, tuple[Any, ...]]]
Person = tuple[str, str, str, str, str, str, str]
_PICKED = (
    "SELECT last_name, first_name, patronymic, birth_date, snils, enp, value FROM person"
    " JOIN policy ON policy.person_id = person.id JOIN contact ON contact.person_id = person.id"
    " WHERE record_number = ?"
)
_TYPED: tuple[tuple[str, Callable[[Person], str]], ...] = (
    ("three letters of the surname", lambda one: one[0][:3]),
    ("three letters of the surname and one of the name", lambda one: f"{one[0][:3]} {one[1][:1]}"),
    ("whole surname and initials", lambda one: f"{one[0]} {one[1][0]}{one[2][0]}"),
    ("name, patronymic, year of birth", lambda one: f"{one[1]} {one[2]} {one[3][:4]}"),
    ("SNILS, policy or telephone", lambda one: one[4 + len(one[0]) % 3]),
)


def run(people: int = PEOPLE) -> list[Row]:
    """Measure among so many people."""
    with tempfile.TemporaryDirectory() as folder:
        profile = Path(folder)
        build(profile, people)
        store = Store.open(profile)
        try:
            return [_measure(store, profile, people, name, typed) for name, typed in _TYPED]
        finally:
            store.close()


def _measure(store: Store, profile: Path, people: int, name: str, typed: Callable[[Person], str]) -> Row:
    """One kind of query, both ways in turn."""
    search = People(Bench(store, profile)).search
    ours: list[float] = []
    floor: list[float] = []
    with closing(connect(profile / DATABASE, reading=True)) as bare:
        for text in _texts(bare, people, typed):
            with _heard(store._reader) as statements:
                assert search(text).total > 0
            ours.append(_timed(lambda text=text: search(text)))
            floor.append(_timed(lambda statements=statements: _bare(bare, statements)))
    last, bare_last = (statistics.quantiles(times, n=100)[-1] for times in (ours, floor))
    many = f"{people:_}".replace("_", " ")
    about = f"search among {many}: {name}, median (p99 {last:.1f} ms, bare {bare_last:.1f})"
    return Row(about, statistics.median(ours), statistics.median(floor), "p99 ≤ 10 ms")


def _texts(link: Any, people: int, typed: Callable[[Person], str]) -> Iterator[str]:  # noqa: ANN401
    """What a registrar types to find somebody who is there."""
    dice = random.Random(SEED)
    for _ in range(_QUERIES):
        yield typed(link.execute(_PICKED, (str(dice.randrange(people) + 1),)).fetchone())


@contextmanager
def _heard(engine: Engine) -> Iterator[Statements]:
    """The statements the engine runs meanwhile."""
    heard: Statements = []

    def hear(_link: Any, _cursor: Any, sql: str, values: Any, *_rest: Any) -> None:  # noqa: ANN401
        if not sql.startswith("BEGIN"):
            heard.append((sql, values))

    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(engine, "before_cursor_execute", hear)


def _bare(link: sqlite3.Connection, statements: Statements) -> None:
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
