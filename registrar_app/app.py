"""The composition root: the only place that wires profile, card thread, tasks and window together.

A start shows the list of workers first; SQLAlchemy, the devices and the pages load behind it, in the database
thread, while somebody signs in. The imports at the head of this file are what the list needs and no more.
The order of the end stands here and nowhere else: drafts on screen, device threads, database, pool, profile.
"""

import importlib
import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from registrar_app.domain.clock import local_now
from registrar_app.domain.errors import RegistrarError, SurroundingsError
from registrar_app.services.front import Front, read_front
from registrar_app.services.settings import FONT_SCALE, SCAN_FOLDER, SCANNER_PORT, SCANNER_SPEED, THEME
from registrar_app.ui.application import prepare
from registrar_app.ui.collector import Collector, settle
from registrar_app.ui.commands import Commands
from registrar_app.ui.entry import show_preparing, show_refusal
from registrar_app.ui.main_window import MainWindow
from registrar_app.ui.messages import Messages
from registrar_app.ui.pages.sign_in import SignInPage
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Mode

if TYPE_CHECKING:
    from registrar_app.cards.backend import ReaderBackend
    from registrar_app.cards.barcode import PolicyScan
    from registrar_app.cards.simulator import SimulatedReader
    from registrar_app.services.desk import Desk
    from registrar_app.services.shapes import CheckLine
    from registrar_app.ui.device_ways import Devices
    from registrar_app.ui.navigator import Navigator

_SWEEP_MS = 90_000
_BEHIND = ("registrar_app.ui.device_ways", "registrar_app.ui.navigator", "registrar_app.cards.pcsc",
           "registrar_app.cards.simulator", "registrar_app.services.training_cards")  # fmt: skip
"""Imported behind the list of workers, so that the GUI thread finds them there."""


class _Opened(NamedTuple):
    """What the database thread hands over: the desk, and settings of what is made now."""

    desk: "Desk"
    theme: str
    font_percent: int
    port: str
    port_speed: int
    folder: Path | None


class StartOptions(Protocol):
    """What the command line says of a start."""

    profile: Path
    training: bool


class Program(QObject):
    """The running program: made once, shown, shut down."""

    preparing = Signal(int, int)
    """Steps done and in all while the search is made ready; sent from the database thread."""

    def __init__(self, app: QApplication, profile: Path, *, training: bool = False) -> None:
        super().__init__(app)
        self._app, self._profile, self._training = app, profile, training
        self.theme = prepare(app)
        self.collector = Collector(self)
        self.collector.start()
        self.messages = Messages(self)
        self.tasks = Tasks(self.messages, self)
        self.commands = Commands(self)
        self.reader: SimulatedReader | None = None
        """Where simulated cards are put in; in training alone, once the desk is open."""
        self.desk: Desk | None = None
        self.navigator: Navigator | None = None
        self.error: RegistrarError | None = None
        self._devices: Devices | None = None
        self.preparing.connect(self._on_preparing)
        # The workers are read in their own thread while the window is being built.
        self.tasks.run_query(lambda: read_front(profile, training=training), self._on_front)
        self.window = MainWindow(self.theme, self.commands, self.messages, training=training)
        self.window.closing.connect(self.shutdown)

    def show(self) -> None:
        """Show the window in front of the registrar."""
        if self._app.platformName() == "offscreen":
            self.window.resize(1366, 768)
            self.window.show()
        else:
            self.window.showMaximized()

    # -- the profile ----------------------------------------------------------------------------

    def _on_front(self, front: Front | None) -> None:
        """The list of workers, painted before the rest begins to load; then the profile itself."""
        if front is not None:
            self._look(front.theme, front.font_percent)
            page = SignInPage(self.theme, None, self.tasks, front)
            self.window.show_overlay(page)
            self.window.repaint()
        self.tasks.run_query(self._open_desk, self._on_opened, self._on_refused)

    def _look(self, mode: str, font_percent: int) -> None:
        self.theme.set_mode(Mode(mode))
        self.theme.set_font_percent(font_percent)

    def _open_desk(self) -> _Opened:
        from registrar_app.services.desk import Desk

        desk = Desk.open(self._profile, training=self._training, progress=self.preparing.emit)
        for name in _BEHIND:
            importlib.import_module(name)
        get = desk.settings.get
        folder = Path(get(SCAN_FOLDER)) if get(SCAN_FOLDER) else None
        return _Opened(
            desk, get(THEME), get(FONT_SCALE), get(SCANNER_PORT), get(SCANNER_SPEED), folder
        )  # fmt: skip

    def _on_preparing(self, done: int, whole: int) -> None:
        """After an update the search is made ready once; the window says how far it is."""
        if self.desk is None and self.error is None:
            show_preparing(self.window, done, whole)

    def _on_opened(self, opened: _Opened) -> None:
        from registrar_app.cards.serial_scanner import PortChoice
        from registrar_app.ui.navigator import Navigator

        settle()
        self.desk = opened.desk
        if not isinstance(self.window.overlay, SignInPage):
            self._look(opened.theme, opened.font_percent)
        self._devices = devices = self._make_devices()
        self.navigator = Navigator(self.window, opened.desk, self.tasks, devices, self)
        devices.monitor.start()
        devices.scanner.choose(PortChoice(opened.port, opened.port_speed) if opened.port else None)
        devices.scanner.start()
        QTimer.singleShot(_SWEEP_MS, self, self._sweep_files)
        devices.folder.choose(opened.folder)
        devices.folder.start()

    def _make_devices(self) -> "Devices":
        """Simulated cards in training, the machine's readers otherwise; scanner and folder of scans."""
        from registrar_app.cards.monitor import CardMonitor
        from registrar_app.cards.pcsc import PcscBackend
        from registrar_app.cards.scan_folder import FolderWatcher
        from registrar_app.cards.serial_scanner import SerialScanner
        from registrar_app.cards.simulator import SimulatedReader
        from registrar_app.ui.cards_bridge import CardsBridge
        from registrar_app.ui.device_ways import Devices
        from registrar_app.ui.scan_bridge import ScanBridge

        cards, scans = CardsBridge(self), ScanBridge(self)
        backend: ReaderBackend
        if self._training:
            backend = self.reader = SimulatedReader()
        else:
            backend = PcscBackend()
        return Devices(
            cards,
            CardMonitor(backend, cards.on_status, cards.on_reading, on_photo=cards.on_photo),
            scans,
            SerialScanner(scans.on_state, scans.on_scan, _today),
            FolderWatcher(scans.on_folder, scans.on_file, _today, _read_file),
            self.put_card if self._training else None,
        )

    def _sweep_files(self) -> None:
        """Once a week, when the start is long over: bytes that no record names go."""
        desk = self.desk
        if desk is not None:
            # A failure is no news to the registrar: the next start tries again.
            self.tasks.run_query(desk.files.sweep, None, lambda _error: None, parent=self)

    def put_card(self, key: str) -> None:
        """Training: put a simulated card in; an empty key takes it out."""
        from registrar_app.services.training_cards import card_image

        if self.reader is None:
            return
        if key:
            self.reader.insert(card_image(key))
        else:
            self.reader.remove()

    def _on_refused(self, error: RegistrarError) -> None:
        """The profile cannot be opened: say so in words and end."""
        self.error = error
        show_refusal(self.window, error.problem)

    # -- the end --------------------------------------------------------------------------------

    def shutdown(self) -> None:
        """Stop everything in order; a second call does nothing."""
        if self.navigator is not None:
            self.navigator.leave()
            self.navigator = None
        if self._devices is not None:
            for device in (self._devices.scanner, self._devices.folder, self._devices.monitor):
                device.stop()
        if self.desk is not None:
            self.tasks.run_query(self.desk.close)
            self.desk = None
        self.tasks.shutdown()
        self.collector.stop()


def _today() -> date:
    return local_now().date()


def _read_file(data: bytes, today: date) -> "tuple[PolicyScan, ...]":
    """Codes of a file in the watched folder; the picture libraries come with the first one."""
    from registrar_app.cards.barcode_image import read_picture
    from registrar_app.ui.pdf_pages import gray_pages

    return read_picture(data, today, gray_pages)


def application(*, offscreen_if_blind: bool = False) -> QApplication:
    """The Qt application of this process, made when it is not there.

    Args:
        offscreen_if_blind: Draw off screen where there is no display.

    Raises:
        SurroundingsError: there is no display to show a window on.
    """
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    if not has_display() and not os.environ.get("QT_QPA_PLATFORM"):
        if not offscreen_if_blind:
            # Without this Qt would abort the process.
            raise SurroundingsError("DB-040")
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Registrar")
    return app


def has_display() -> bool:
    """Whether a window can be seen by a person here."""
    if os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal"):
        return False
    return not sys.platform.startswith("linux") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


def run_window(surroundings: StartOptions) -> int:
    """Open the window and stay until it is closed.

    Returns:
        Exit status: 0, or 3 when the profile could not be opened.
    """
    app = application()
    program = Program(app, surroundings.profile, training=surroundings.training)
    program.show()
    app.exec()
    program.shutdown()
    return 3 if program.error is not None else 0


def check_window() -> "CheckLine":
    """The window's line of the self-check: built, drawn off screen, not blank."""
    from registrar_app.services.shapes import CheckLine

    try:
        app = application(offscreen_if_blind=True)
    except SurroundingsError as error:
        return CheckLine("window", False, error.problem.full_text)
    theme = prepare(app)
    window = MainWindow(theme, Commands(), Messages())
    window.resize(1366, 768)
    picture = window.grab().toImage()
    colours = {
        picture.pixel(x, y) for x in range(0, picture.width(), 40) for y in range(0, picture.height(), 20)
    }
    window.close()
    window.deleteLater()
    family = theme.fonts.body
    return CheckLine("window", len(colours) > 1, f"{picture.width()}×{picture.height()}, шрифт {family}")
