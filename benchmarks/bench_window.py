"""The usable window beside a bare PySide6 window, each a fresh process off screen.

Usable: the list of workers is drawn, has the focus and has answered a key; a bare window, the same of its one
field. The rest of the program loads behind the list while somebody finds himself in it. The second line
gives nobody that time: Enter is pressed the moment the list is there, and the search field must answer a key.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.row import Row

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

ROOT = Path(__file__).resolve().parent.parent
RUNS = 9
_PATIENCE_S = 180
_TRIAL_KEY = "я"
_LOOK_MS = 3


class _Told(NamedTuple):
    """One window: milliseconds from the start of its process, and MiB of memory at the end."""

    usable_ms: float
    searched_ms: float
    mib: int


def run() -> list[Row]:
    """Measure.

    Raises:
        subprocess.CalledProcessError: a window did not become usable.
    """
    with tempfile.TemporaryDirectory() as folder:
        for way in ("ours", "bare"):
            _start(way, folder)  # makes the training clinic, compiles the modules
        told: dict[str, list[_Told]] = {"ours": [], "bare": []}
        for _ in range(RUNS):
            for way, kept in told.items():
                kept.append(_start(way, folder))
    listed, signed_in, memory = (
        tuple(statistics.median(getattr(one, field) for one in told[way]) for way in ("ours", "bare"))
        for field in ("usable_ms", "searched_ms", "mib")
    )
    rows = []
    for words, (ours, bare), goal in (
        ("usable window, the list of workers answers", listed, "≤ 500 ms more"),
        ("signed in at once, the search field answers", signed_in, ""),
    ):
        rows.append(
            Row(f"{words}, beside a bare PySide6 window ({ours - bare:.0f} ms more)", ours, bare, goal)
        )
    if memory[1]:
        rows.append(Row("memory of these processes, MiB instead of ms", *memory, "≤ 250"))
    return rows


def bare_memory_mib(folder: str) -> int:
    """Memory of a bare PySide6 window with one field."""
    return _start("bare", folder).mib


def _start(way: str, folder: str) -> _Told:
    """Run one window."""
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": f"{folder}/compiled"}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    words = [sys.executable, "-m", "benchmarks.bench_window", way, f"{folder}/profile"]
    begun = time.time()
    done = subprocess.run(
        words, cwd=ROOT, env=env, check=True, timeout=_PATIENCE_S, capture_output=True, text=True
    )
    *moments, resident = done.stdout.split()
    times = [(float(one) - begun) * 1000 for one in moments]
    return _Told(times[0], times[-1], int(resident))


# -- in the process of the window ---------------------------------------------------------------


def _resident_mib() -> int:
    """Memory of this process that lies in RAM, MiB."""
    statm = Path("/proc/self/statm")
    pages = int(statm.read_text().split()[1]) if statm.exists() else 0
    return pages * (os.sysconf("SC_PAGE_SIZE") if pages else 0) // 2**20


def _tell(last: str = "") -> None:
    """Say what moment it is."""
    sys.stdout.write(f"{time.time()} {last}\n")
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
    _watch({"QLineEdit": _type})
    app.exec()


def _ours(folder: str) -> None:
    """The program on the training clinic, by its command line."""
    from PySide6.QtWidgets import QApplication

    from registrar_app.cli import run as run_program

    app = QApplication([])
    # By name: importing the classes here would take the work from the program.
    _watch({"StaffList": _sign_in, "SearchField": _type})
    status = run_program(["--data", folder, "--training"])
    del app
    sys.exit(status)


def _sign_in(listed: "QWidget") -> None:
    """Choose by a digit, then Enter."""
    from PySide6.QtCore import Qt

    for digit in (Qt.Key.Key_2, Qt.Key.Key_1):
        _press(listed, digit)
        assert listed.currentRow() == digit - Qt.Key.Key_1  # type: ignore[attr-defined]
    _tell()
    _press(listed, Qt.Key.Key_Return)


def _type(field: "QWidget") -> None:
    """A letter into a field, and the end."""
    from PySide6.QtWidgets import QApplication

    _press(field, 0, _TRIAL_KEY)
    assert field.text() == _TRIAL_KEY  # type: ignore[attr-defined]
    _tell(str(_resident_mib()))
    field.window().close()
    QApplication.quit()


def _press(widget: "QWidget", key: int, text: str = "") -> None:
    """A key, and what it shows drawn."""
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    plain = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, key, plain, text))
    widget.repaint()


def _watch(steps: "dict[str, Callable[[QWidget], None]]") -> None:
    """Look every few milliseconds who has the focus; whoever is waited for is drawn and pressed once."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    timer = QTimer(QApplication.instance())

    def look() -> None:
        widget = QApplication.focusWidget()
        name = type(widget).__name__
        # A list has the focus before it is filled.
        if name in steps and getattr(widget, "count", lambda: 1)():
            widget.repaint()
            steps.pop(name)(widget)
        if not steps:
            timer.stop()

    timer.timeout.connect(look)
    timer.start(_LOOK_MS)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        _ours(sys.argv[2]) if sys.argv[1] == "ours" else _bare()
    else:
        for row in run():
            print(f"{row.name}: {row.ours_ms:.0f}, floor {row.floor_ms:.0f}")
