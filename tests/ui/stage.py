"""A window with a real desk behind it, for looking at pages and for testing them."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from registrar_app.services.desk import Desk
from registrar_app.ui.commands import Commands
from registrar_app.ui.main_window import MainWindow, Section
from registrar_app.ui.messages import Messages
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Theme
from registrar_app.ui.widgets.button import Button
from registrar_app.ui.widgets.list_pane import ListPane
from registrar_app.ui.widgets.page import Page
from tests.ui.clinic import NOW, TODAY, Clinic, clock, make_clinic
from tests.ui.helpers import focused, press
from tests.ui.ways import Ways

SECTIONS = (
    ("people", "users", "Пациенты"),
    ("papers", "certificate", "Справки"),
    ("settings", "settings", "Настройки"),
)


class Stage:
    """Theme, clinic, threads, messages, window; pages are pushed onto it."""

    def __init__(self, theme: Theme, clinic: Clinic) -> None:
        self.theme, self.clinic, self.clock = theme, clinic, clock
        self.messages, self.commands, self.go = Messages(), Commands(), Ways()
        self.tasks = Tasks(self.messages)
        self.window = MainWindow(theme, self.commands, self.messages, now=lambda: NOW)
        for number, (section, icon, word) in enumerate(SECTIONS, 1):
            pane = self._pane if section == "people" else None
            key = f"Ctrl+{6 if section == 'settings' else number}"
            self.window.add_section(Section(section, icon, word, key, self._empty, pane))
        self.window.status.cell("reader").set_state("credit-card", "Считыватель готов")
        self.window.set_staff("Лебедева Н. П. · окно 3")
        self.window.open_section("people")

    @property
    def desk(self) -> Desk:
        return self.clinic.desk

    def _pane(self) -> QWidget:
        pane = ListPane(self.theme, TODAY, foot=Button(self.theme, "Новый пациент", key="Ctrl+N", left=True))
        pane.set_rows(self.desk.people.recent() or self.desk.people.search("а").rows)
        return pane

    def _empty(self) -> Page:
        return Page(self.theme, head=False)

    def show(self, page: Page, section: str = "people", size: tuple[int, int] = (1366, 768)) -> Page:
        """Push a page, show the window, wait until nothing is loading."""
        self.window.resize(*size)
        self.window.show()
        self.window.activateWindow()
        self.window.push_page(page, section)
        self.settle()
        page.activate()
        self.settle()
        return page

    def settle(self, until: Callable[[], bool] = lambda: True, seconds: float = 40.0) -> None:
        """Let events run until the work is done and a condition holds."""
        end = time.monotonic() + seconds
        quiet = 0
        while quiet < 3:
            QApplication.processEvents()
            time.sleep(0.01)
            quiet = 0 if self.tasks.is_busy or not until() else quiet + 1
            if time.monotonic() > end:
                raise TimeoutError

    def wait(self, seconds: float) -> None:
        """Let timers run."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            QApplication.processEvents()
            time.sleep(0.01)
        self.settle()

    def grab(self, path: Path) -> None:
        self.settle()
        self.window.grab().save(str(path))

    def close(self) -> None:
        self.tasks.shutdown()
        self.window.close()
        self.window.deleteLater()
        QApplication.processEvents()


@contextmanager
def open_stage(theme: Theme, folder: Path) -> Iterator[Stage]:
    """A stage over a new clinic; everything is closed afterwards."""
    clinic = make_clinic(folder)
    stage = Stage(theme, clinic)
    try:
        yield stage
    finally:
        stage.close()
        clinic.desk.close()


def key(stage: Stage, code: int, *modifiers: Qt.KeyboardModifier, text: str = "") -> None:
    """A key into what has the focus, then wait for what it starts."""
    press(focused(), code, *modifiers, text=text)
    stage.settle()
