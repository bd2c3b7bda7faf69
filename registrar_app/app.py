"""The composition root: the only place that wires profile, card thread, tasks and window together.

The order of the end stands here and nowhere else: drafts on screen, device threads, database, pool, profile.
"""

import os
import sys
from datetime import date
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from registrar_app.cards.backend import ReaderBackend
from registrar_app.cards.barcode import PolicyScan
from registrar_app.cards.monitor import CardMonitor
from registrar_app.cards.pcsc import PcscBackend
from registrar_app.cards.scan_folder import FolderWatcher
from registrar_app.cards.serial_scanner import PortChoice, SerialScanner
from registrar_app.cards.simulator import SimulatedReader
from registrar_app.domain.errors import RegistrarError, SurroundingsError
from registrar_app.services.desk import Desk
from registrar_app.services.settings import FONT_SCALE, SCAN_FOLDER, SCANNER_PORT, SCANNER_SPEED, THEME
from registrar_app.services.shapes import CheckLine
from registrar_app.services.training_cards import card_image
from registrar_app.ui.application import prepare
from registrar_app.ui.cards_bridge import CardsBridge
from registrar_app.ui.collector import Collector
from registrar_app.ui.commands import Commands
from registrar_app.ui.device_ways import Devices
from registrar_app.ui.entry import local_now, show_preparing, show_refusal
from registrar_app.ui.main_window import MainWindow
from registrar_app.ui.messages import Messages
from registrar_app.ui.navigator import Navigator
from registrar_app.ui.scan_bridge import ScanBridge
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Mode

_SWEEP_MS = 90_000


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
        self.bridge = CardsBridge(self)
        self.reader: SimulatedReader | None = SimulatedReader() if training else None
        self.monitor = CardMonitor(
            self._backend(), self.bridge.on_status, self.bridge.on_reading, on_photo=self.bridge.on_photo
        )
        self.scan_bridge = ScanBridge(self)
        self.scanner = SerialScanner(
            self.scan_bridge.on_state, self.scan_bridge.on_scan, lambda: local_now().date()
        )
        self.folder = FolderWatcher(
            self.scan_bridge.on_folder, self.scan_bridge.on_file, lambda: local_now().date(), _read_file
        )
        self.desk: Desk | None = None
        self.navigator: Navigator | None = None
        self.error: RegistrarError | None = None
        self.preparing.connect(self._on_preparing)
        # The profile opens in its own thread while the window is being built.
        self.tasks.run_query(self._open_desk, self._on_opened, self._on_refused)
        self.window = MainWindow(self.theme, self.commands, self.messages, training=training)
        self.window.closing.connect(self.shutdown)

    def _backend(self) -> ReaderBackend:
        """Simulated cards in training, the machine's readers otherwise."""
        return self.reader if self.reader is not None else PcscBackend()

    def show(self) -> None:
        """Show the window in front of the registrar."""
        if self._app.platformName() == "offscreen":
            self.window.resize(1366, 768)
            self.window.show()
        else:
            self.window.showMaximized()

    # -- the profile ----------------------------------------------------------------------------

    def _open_desk(self) -> tuple[Desk, str, int, PortChoice | None, Path | None]:
        desk = Desk.open(self._profile, training=self._training, progress=self.preparing.emit)
        get = desk.settings.get
        port = PortChoice(get(SCANNER_PORT), get(SCANNER_SPEED)) if get(SCANNER_PORT) else None
        folder = Path(get(SCAN_FOLDER)) if get(SCAN_FOLDER) else None
        return desk, get(THEME), get(FONT_SCALE), port, folder

    def _on_preparing(self, done: int, whole: int) -> None:
        """After an update the search is made ready once; the window says how far it is."""
        if self.desk is None and self.error is None:
            show_preparing(self.window, done, whole)

    def _on_opened(self, opened: tuple[Desk, str, int, PortChoice | None, Path | None]) -> None:
        desk, mode, percent, port, folder = opened
        self.desk = desk
        self.theme.set_mode(Mode(mode))
        self.theme.set_font_percent(percent)
        put = self.put_card if self.reader is not None else None
        devices = Devices(self.bridge, self.monitor, self.scan_bridge, self.scanner, self.folder, put)
        self.navigator = Navigator(self.window, desk, self.tasks, devices, self)
        self.monitor.start()
        self.scanner.choose(port)
        self.scanner.start()
        QTimer.singleShot(_SWEEP_MS, self, self._sweep_files)
        self.folder.choose(folder)
        self.folder.start()

    def _sweep_files(self) -> None:
        """Once a week, when the start is long over: bytes that no record names go."""
        desk = self.desk
        if desk is not None:
            # A failure is no news to the registrar: the next start tries again.
            self.tasks.run_query(desk.files.sweep, None, lambda _error: None, parent=self)

    def put_card(self, key: str) -> None:
        """Training: put a simulated card in; an empty key takes it out."""
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
        self.scanner.stop()
        self.folder.stop()
        self.monitor.stop()
        if self.desk is not None:
            self.tasks.run_query(self.desk.close)
            self.desk = None
        self.tasks.shutdown()
        self.collector.stop()


def _read_file(data: bytes, today: date) -> tuple[PolicyScan, ...]:
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


def check_window() -> CheckLine:
    """The window's line of the self-check: built, drawn off screen, not blank."""
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
