"""The usable window beside a bare PySide6 window, each a fresh process off screen.

Usable: drawn, somebody signed in, the search field has the focus and has answered a key. Whoever sits at the
desk signs in by Enter; the measurement does it the moment the list is there, so nobody's thinking is counted.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.row import Row

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
RUNS = 9
_PATIENCE_S = 60
_TRIAL_KEY = "я"


def run() -> list[Row]:
    """Measure.

    Raises:
        subprocess.CalledProcessError: a window did not become usable.
    """
    with tempfile.TemporaryDirectory() as folder:
        for way in ("ours", "bare"):
            _start(way, folder)  # makes the training clinic, compiles the modules
        told: dict[str, list[tuple[float, int]]] = {"ours": [], "bare": []}
        for _ in range(RUNS):
            for way, kept in told.items():
                kept.append(_start(way, folder))
    ours, bare = (statistics.median(ms for ms, _ in kept) for kept in told.values())
    name = f"usable window beside a bare PySide6 window ({ours - bare:.0f} ms more)"
    rows = [Row(name, ours, bare, "≤ 500 ms more")]
    ours_mib, bare_mib = (statistics.median(mib for _, mib in kept) for kept in told.values())
    if bare_mib:
        rows.append(Row("memory of these processes, MiB instead of ms", ours_mib, bare_mib))
    return rows


def bare_memory_mib(folder: str) -> int:
    """Memory of a bare PySide6 window with one field."""
    return _start("bare", folder)[1]


def _start(way: str, folder: str) -> tuple[float, int]:
    """Run one window: milliseconds from the start of the process to the answer of the field, and MiB."""
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": f"{folder}/compiled"}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    words = [sys.executable, "-m", "benchmarks.bench_window", way, f"{folder}/profile"]
    begun = time.time()
    done = subprocess.run(
        words, cwd=ROOT, env=env, check=True, timeout=_PATIENCE_S, capture_output=True, text=True
    )
    usable, resident = done.stdout.split()
    return (float(usable) - begun) * 1000, int(resident)


# -- in the process of the window ---------------------------------------------------------------


def _resident_mib() -> int:
    """Memory of this process that lies in RAM, MiB."""
    statm = Path("/proc/self/statm")
    pages = int(statm.read_text().split()[1]) if statm.exists() else 0
    return pages * (os.sysconf("SC_PAGE_SIZE") if pages else 0) // 2**20


def _tell() -> None:
    """Say when the window was usable and how large the process is."""
    sys.stdout.write(f"{time.time()} {_resident_mib()}\n")
    sys.stdout.flush()


def _bare() -> None:
    """A window with one field."""
    from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow

    app = QApplication([])
    window = QMainWindow()
    field = QLineEdit()
    window.setCentralWidget(field)
    window.resize(1366, 768)
    window.show()
    field.setFocus()
    _watch(lambda: None, "QLineEdit")
    app.exec()


def _ours(folder: str) -> None:
    """The program on the training clinic, by its command line."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from registrar_app.cli import run as run_program

    app = QApplication([])

    def sign_in() -> None:
        field = QApplication.focusWidget()
        # By name: importing the classes here would take the work from the program.
        if type(field).__name__ == "StaffList":
            QTest.keyClick(field, Qt.Key.Key_Return)

    _watch(sign_in, "SearchField")
    status = run_program(["--data", folder, "--training"])
    del app
    sys.exit(status)


def _watch(step: "Callable[[], None]", wanted: str) -> None:
    """Look every millisecond; type into the field once it has the focus and the window was drawn."""
    from PySide6.QtCore import QEvent, Qt, QTimer
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    timer = QTimer(QApplication.instance())

    def look() -> None:
        step()
        field = QApplication.focusWidget()
        if type(field).__name__ != wanted:
            return
        timer.stop()
        field.repaint()
        plain = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, 0, plain, _TRIAL_KEY))
        assert field.text() == _TRIAL_KEY  # type: ignore[attr-defined]
        field.repaint()
        _tell()
        field.window().close()
        QApplication.quit()

    timer.timeout.connect(look)
    timer.start(1)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        _ours(sys.argv[2]) if sys.argv[1] == "ours" else _bare()
    else:
        for row in run():
            print(f"{row.name}: {row.ours_ms:.0f}, floor {row.floor_ms:.0f}")
