"""Playing the tour: pictures of each step, the papers and a verdict are left behind."""

import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from registrar_app.app import Program, application, has_display
from registrar_app.tour.hands import StepFailed
from registrar_app.tour.steps import Tour

_DONE = "Главное дело сделано"


@dataclass
class Report:
    """What the tour leaves behind."""

    folder: Path
    steps: list[dict[str, Any]] = field(default_factory=list)
    failure: str = ""
    """Why it ended before its end; empty: it did not."""

    @property
    def verdict(self) -> str:
        """The one line that counts."""
        return f"Не сделано, шаг {len(self.steps) + 1}: {self.failure}" if self.failure else _DONE

    def as_json(self) -> dict[str, Any]:
        """The shape of ``report.json`` and of the command's answer."""
        return {"ok": not self.failure, "verdict": self.verdict, "steps": self.steps}


def run(out: Path | None, keep_open: bool, say: Callable[[str], None]) -> Report:
    """Play the tour.

    Args:
        out: Folder of pictures and papers; a temporary one without it.
        keep_open: Leave the window to the person at the end, where there is a display.
        say: Takes the lines of its story.
    """
    folder = out or Path(tempfile.mkdtemp(prefix="registrar-tour-"))
    folder.mkdir(parents=True, exist_ok=True)
    profile = folder / "profile"
    shutil.rmtree(profile, ignore_errors=True)
    app = application(offscreen_if_blind=True)
    program = Program(app, profile, training=True)
    program.show()
    report = Report(folder)
    _play(Tour(program, folder), report, say)
    words = json.dumps(report.as_json(), ensure_ascii=False, indent=1)
    (folder / "report.json").write_text(words, encoding="utf-8")
    if keep_open and has_display() and not report.failure:
        say("Окно оставлено открытым: учебная поликлиника, можно работать.")
        app.exec()
    program.shutdown()
    return report


def _play(tour: Tour, report: Report, say: Callable[[str], None]) -> None:
    """All steps, up to the first that does not do what it should."""
    for number, (name, step) in enumerate(tour.steps, 1):
        try:
            words = step()
            picture = f"{number:02}-{name}.png"
            tour.hands.picture(report.folder / picture)
        except StepFailed as error:
            report.failure = str(error)
            tour.window.grab().save(str(report.folder / "failed.png"))
            return
        report.steps.append({"step": name, "done": words, "picture": picture})
        say(f"{number:2}. {words}")
