"""Pictures of every page, light and dark, in two sizes.

Usage: ``python -m tests.ui.shots FOLDER [NAME ...]`` (offscreen by itself). Each module of ``MODULES`` brings
``SHOTS``: name -> function of a ``Stage`` that shows the page.
"""

import importlib
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtWidgets import QApplication

from registrar_app.ui.application import prepare
from registrar_app.ui.theme import Mode
from tests.ui.clinic import make_clinic
from tests.ui.stage import Stage

MODULES = (
    "tests.ui.shots_papers", "tests.ui.shots_requests", "tests.ui.shots_people", "tests.ui.shots_import",
    "tests.ui.shots_verify",
    "tests.ui.shots_batch", "tests.ui.shots_pairs",
)  # fmt: skip
SIZES = ((1366, 768), (1280, 720))


def shots() -> dict[str, Callable[[Stage, tuple[int, int]], object]]:
    """All pictures by name."""
    found: dict[str, Callable[[Stage, tuple[int, int]], object]] = {}
    for name in MODULES:
        found |= importlib.import_module(name).SHOTS
    return found


def draw(folder: Path, names: list[str]) -> None:
    """Write the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    theme = prepare(app, Mode.LIGHT)
    percent = int(os.environ.get("SHOTS_PERCENT", "100"))
    theme.set_font_percent(percent)
    for name, show in shots().items():
        if names and name not in names:
            continue
        for size in SIZES:
            clinic = make_clinic(Path(tempfile.mkdtemp()))
            stage = Stage(theme, clinic)
            theme.set_mode(Mode.LIGHT)
            show(stage, size)
            for mode in (Mode.LIGHT, Mode.DARK):
                theme.set_mode(mode)
                stage.grab(folder / f"{name}-{size[0]}-{mode}.png")
            stage.close()
            clinic.desk.close()


if __name__ == "__main__":
    draw(Path(sys.argv[1]), sys.argv[2:])
