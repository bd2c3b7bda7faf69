"""The real window over a large clinic: key press to painted list, and the memory of the program.

A process of its own runs the program by its command line, off screen; what is typed are surnames of people
who are there, letter by letter, each letter after the answer to the one before.
"""

import argparse
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import psutil

from benchmarks.bench_window import ROOT, bare_memory_mib
from benchmarks.invented_names import SEED
from benchmarks.invented_people import made
from benchmarks.row import Row
from registrar_app.models.store import DATABASE, Store
from registrar_app.services.bench import Bench
from registrar_app.services.people import People

PEOPLE = 100_000
_SURNAMES = 30
_PATIENCE_S = 600


def run(people: int = PEOPLE) -> list[Row]:
    """Measure among so many people.

    Raises:
        subprocess.CalledProcessError: the window did not answer.
    """
    profile = made(people)
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    words = [sys.executable, "-m", "benchmarks.bench_desk", "--window", str(profile)]
    done = subprocess.run(
        words, cwd=ROOT, env=env, check=True, timeout=_PATIENCE_S, capture_output=True, text=True
    )
    resident, *times = map(float, done.stdout.split())
    last = statistics.quantiles(times, n=100)[-1]
    many = f"{people:_}".replace("_", " ")
    with tempfile.TemporaryDirectory() as folder:
        bare = bare_memory_mib(folder)
    return [
        Row(
            f"key press to painted list among {many}, median (p99 {last:.1f} ms), beside the search alone",
            statistics.median(times), _search_alone(profile), "≤ 50 ms",
        ),
        Row(f"memory after it, among {many}, MiB instead of ms", resident, bare, "≤ 250 MiB"),
    ]  # fmt: skip


def _texts(profile: Path) -> list[str]:
    """Surnames of people who are there."""
    dice = random.Random(SEED)
    with closing(sqlite3.connect(profile / DATABASE)) as link:
        count = link.execute("SELECT max(rowid) FROM person").fetchone()[0]
        sql = "SELECT last_name || ' ' || substr(first_name, 1, 1) FROM person WHERE rowid = ?"
        return [link.execute(sql, (dice.randrange(count) + 1,)).fetchone()[0] for _ in range(_SURNAMES)]


def _search_alone(profile: Path) -> float:
    """Median of the use case for the same texts, without a window, in milliseconds."""
    store = Store.open(profile)
    try:
        search = People(Bench(store, profile)).search
        times = []
        for text in _texts(profile):
            for end in range(1, len(text) + 1):
                start = time.perf_counter()
                search(text[:end])
                times.append((time.perf_counter() - start) * 1000)
        return statistics.median(times)
    finally:
        store.close()


# -- in the process of the window ---------------------------------------------------------------


def _window(profile: Path) -> None:
    """Run the program, type, tell memory and times."""
    from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from registrar_app.cli import run as run_program

    texts = _texts(profile)
    app = QApplication([])
    times: list[float] = []

    class Painted(QObject):
        """Notes when the list was painted."""

        at = 0.0

        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                self.at = time.perf_counter()
            return False

    painted = Painted()

    def type_all(field: QObject) -> None:
        from registrar_app.ui.widgets.list_pane import ListPane

        pane = next(one for one in app.allWidgets() if isinstance(one, ListPane) and one.search is field)
        pane.list.viewport().installEventFilter(painted)
        answered, plain = [0.0], Qt.KeyboardModifier.NoModifier
        # Turning round instead of waiting would keep the interpreter from the thread of the database.
        waiting = QEventLoop.ProcessEventsFlag.WaitForMoreEvents
        pane.model.modelReset.connect(lambda: answered.__setitem__(0, time.perf_counter()))
        for text in texts:
            pane.search.selectAll()
            for letter in text:
                start = time.perf_counter()
                app.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, 0, plain, letter))
                # The answer first, then a painting after it.
                while answered[0] < start or painted.at < answered[0]:
                    app.processEvents(waiting)
                times.append((painted.at - start) * 1000)
                QTest.qWait(30)
        resident = psutil.Process().memory_info().rss / 2**20
        sys.stdout.write(f"{resident} {' '.join(map(str, times))}\n")
        sys.stdout.flush()
        pane.window().close()
        app.quit()

    timer = QTimer(app)

    def look() -> None:
        field = app.focusWidget()
        # By name: importing the classes here would take the work from the program.
        if type(field).__name__ == "StaffList":
            QTest.keyClick(field, Qt.Key.Key_Return)
        elif field is not None and type(field).__name__ == "SearchField":
            timer.stop()
            QTest.qWait(3000)  # what is warmed up after the start belongs to the memory
            type_all(field)

    timer.timeout.connect(look)
    timer.start(20)
    sys.exit(run_program(["--data", str(profile)]))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--window", type=Path)
    given = parser.parse_args()
    if given.window:
        _window(given.window)
    else:
        for row in run(given.people):
            print(f"{row.name}: {row.ours_ms:.2f}, floor {row.floor_ms:.2f}")
