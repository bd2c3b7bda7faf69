"""The one place that tells the user things; the window shows them, tests read them.

A page's own problems stand at its fields; this is for what concerns the whole page, the status bar, and for
faults of the program itself.
"""

import hashlib
import logging
import platform
import traceback
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from registrar_app import __version__
from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.problems import Level, Problem
from registrar_app.ui.theme import Role
from registrar_app.ui.widgets.banner import Action

_log = logging.getLogger(__name__)

ROLES: dict[Level, Role] = {
    Level.OK: Role.OK,
    Level.INFO: Role.INFO,
    Level.WARN: Role.WARN,
    Level.ERROR: Role.ERROR,
}


class Place(StrEnum):
    """Where a message was shown."""

    BANNER = "banner"
    STATUS = "status"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Message:
    """One thing that was told."""

    place: Place
    role: Role
    title: str
    text: str = ""
    code: str = ""
    action: Action | None = None

    def __repr__(self) -> str:
        return f"Message({self.place}, {self.role}, {self.code})"


def fault_report(error: BaseException) -> str:
    """A report of a fault of the program that holds no data of people: type and places, no values."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    head = f"registrar-app {__version__} · Python {platform.python_version()} · {platform.platform()}"
    return "\n".join([head, type(error).__name__, *places])


class Messages(QObject):
    """Tells and remembers; the window connects ``told`` and shows."""

    told = Signal(object)
    """A ``Message``."""
    banner_cleared = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.history: list[Message] = []
        self.last_report = ""

    def _tell(self, message: Message) -> None:
        self.history.append(message)
        del self.history[:-200]
        self.told.emit(message)

    def banner(
        self, role: Role, title: str, text: str = "", *, code: str = "", action: Action | None = None
    ) -> None:
        """A banner on the current page, in place of the one before it."""
        self._tell(Message(Place.BANNER, role, title, text, code, action))

    def clear_banner(self) -> None:
        """Take the banner of the current page away."""
        self.banner_cleared.emit()

    def status(self, text: str, role: Role = Role.OK) -> None:
        """A word in the status bar for three seconds («Сохранено»)."""
        self._tell(Message(Place.STATUS, role, text))

    def problem(self, problem: Problem, action: Action | None = None) -> None:
        """A problem of the catalogue as a banner."""
        self.banner(ROLES[problem.level], problem.text, problem.way_out, code=problem.code, action=action)

    def error(self, error: BaseException) -> None:
        """Tell of any failure: ours with its words, everything else as a fault of the program."""
        if isinstance(error, RefusedError) and error.problems:
            worst = max(error.problems, key=lambda one: one.level.weight)
            self.problem(error.problem if error.problem.text else worst)
        elif isinstance(error, RegistrarError):
            self.problem(error.problem)
        else:
            self.fault(error)

    def fault(self, error: BaseException) -> None:
        """A fault of the program: logged without data, a banner with «Скопировать отчёт»."""
        self.last_report = fault_report(error)
        mark = hashlib.sha256(self.last_report.encode()).hexdigest()[:6].upper()
        _log.error("fault %s\n%s", mark, self.last_report)
        self._tell(
            Message(
                Place.FAULT, Role.ERROR, "Сбой в программе. Набранное осталось на экране",
                "Попробуйте ещё раз. Не помогло — передайте отчёт в ИТ, данных пациентов в нём нет.", mark,
                Action("Скопировать отчёт", self.copy_report, numbered=True),
            )
        )  # fmt: skip

    def copy_report(self) -> None:
        """Put the last report on the clipboard."""
        QGuiApplication.clipboard().setText(self.last_report)
        self.status("Отчёт скопирован", Role.INFO)
