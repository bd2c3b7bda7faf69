"""The whole list of suspected pairs made anew, beside the bare driver looking for the same equal keys.

``python -m benchmarks.bench_pairs --people 1000000`` measures a region.
"""

import argparse
import shutil
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path

from benchmarks.invented_people import made
from benchmarks.row import Row
from registrar_app.models.pair_rows import IDENTIFYING
from registrar_app.models.store import DATABASE
from registrar_app.services.desk import Desk

PEOPLE = 100_000
_EQUAL = (
    "SELECT token, person_id FROM search_key WHERE kind = ? AND token IN"
    " (SELECT token FROM search_key WHERE kind = ? GROUP BY token HAVING count(*) > 1)"
)


def run(people: int = PEOPLE) -> list[Row]:
    """One row."""
    with tempfile.TemporaryDirectory() as folder:
        profile = Path(shutil.copytree(made(people), Path(folder) / "profile"))
        floor_ms = min(_floor(profile / DATABASE) for _ in range(2))
        with Desk.open(profile) as desk:
            took, found = [], 0
            for _ in range(2):
                start = time.perf_counter()
                found = desk.pairs.rebuild() or 0
                took.append((time.perf_counter() - start) * 1000)
    name = f"list of pairs made anew, {people:,} people, {found:,} pairs".replace(",", "\u00a0")
    return [Row(name, min(took), floor_ms, "≤ 5×")]


def _floor(path: Path) -> float:
    with closing(sqlite3.connect(path)) as link:
        start = time.perf_counter()
        for kind in IDENTIFYING:
            link.execute(_EQUAL, (kind.value, kind.value)).fetchall()
        return (time.perf_counter() - start) * 1000


def main() -> None:
    """Measure with the number of people asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE)
    for row in run(parser.parse_args().people):
        print(f"{row.name}: {row.ours_ms:.0f} ms, floor {row.floor_ms:.0f} ms, {row.ratio:.2f}x")


if __name__ == "__main__":
    main()
