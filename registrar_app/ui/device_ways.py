"""The ways of what is read: cards, scanners, the folder of scans, photos; their cells and their page."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from registrar_app.cards.monitor import CardMonitor
from registrar_app.cards.record import CardReading
from registrar_app.cards.scan_folder import FolderWatcher
from registrar_app.cards.serial_scanner import SerialScanner
from registrar_app.services.desk import Desk
from registrar_app.services.shapes import Clock
from registrar_app.ui.card_controller import CardController
from registrar_app.ui.cards_bridge import CardsBridge
from registrar_app.ui.exchange_saver import ExchangeSaver
from registrar_app.ui.identity_flow import IdentityFlow, holds_typing
from registrar_app.ui.main_window import MainWindow
from registrar_app.ui.messages import Messages
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.photo_keeper import PhotoKeeper
from registrar_app.ui.photo_places import PhotoPlaces
from registrar_app.ui.scan_bridge import ScanBridge
from registrar_app.ui.scan_controller import ScanController
from registrar_app.ui.search_ways import SearchWays
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role


@dataclass(frozen=True, slots=True)
class Devices:
    """What hangs on the machine, each with the signals of its thread."""

    bridge: CardsBridge
    monitor: CardMonitor
    scan_bridge: ScanBridge
    scanner: SerialScanner
    folder: FolderWatcher
    put_card: Callable[[str], object] | None = None
    """In training puts a simulated card in by its key, an empty key takes it out."""


class DeviceWays(QObject):
    """Takes what the devices say to the pages; nothing of it while nobody is signed in."""

    def __init__(
        self, window: MainWindow, desk: Desk, tasks: Tasks, messages: Messages, go: Navigation, clock: Clock,
        devices: Devices, parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._window, self._tasks, self._go = window, tasks, go
        self._monitor, self._put_card = devices.monitor, devices.put_card
        self._searching: Callable[[], bool] = lambda: False
        self._forget_typing: Callable[[], object] = lambda: None
        self._status: object = None
        self._waiting: CardReading | None = None
        self.flow = IdentityFlow(desk, tasks, messages, go, self._is_typing, self)
        self.cards = CardController(self.flow, messages, self._is_typing, self._monitor.read_again, self)
        self.photos = PhotoPlaces(window, self.flow, self)
        self.photo_keeper = PhotoKeeper(desk, tasks, self.flow, self)
        self.exchange = ExchangeSaver(tasks, messages, clock, lambda: self._monitor.latest, window)
        devices.bridge.status_changed.connect(self._on_status)
        devices.bridge.reading_finished.connect(self._on_reading)
        devices.bridge.photo_read.connect(self._on_photo)
        self.cards.status_shown.connect(self._on_cell_state)
        window.status.cell("reader")  # cells stand in the order they are asked for
        cell, folder_cell = window.status.cell("scanner"), window.status.cell("folder")
        self.scans = ScanController(
            desk, tasks, messages, self.flow, go, clock, devices.scanner, devices.folder,
            cell, folder_cell, lambda: window.is_covered, window,
        )  # fmt: skip
        devices.scan_bridge.state_changed.connect(self.scans.on_state)
        devices.scan_bridge.scanned.connect(self.scans.on_scan)
        devices.scan_bridge.folder_changed.connect(self.scans.on_folder)
        devices.scan_bridge.file_came.connect(self.scans.on_file)
        window.scan_keys.scanned.connect(self._on_scan_keys)

    def connect_search(self, search: SearchWays) -> None:
        """Codes and choices go to the search; who types in it is not disturbed."""
        self._searching = lambda: search.typed_lately
        self._forget_typing = search.forget_typing
        self.scans.search_wanted.connect(search.look_up)
        self.flow.choice_wanted.connect(search.show_choice)

    @property
    def is_training(self) -> bool:
        """Whether cards are put in by the program itself."""
        return self._put_card is not None

    def _is_typing(self) -> bool:
        return self._searching() or holds_typing(self._window.page())

    def open_page(self) -> None:
        """F12: reader states and advice."""
        from registrar_app.ui.pages.readers import ReadersPage

        if isinstance(self._window.page(), ReadersPage):
            return
        page = ReadersPage(self._window.theme, self._tasks, self._go, training=self.is_training)
        page.show_status(self._status)
        page.read_wanted.connect(self.cards.read_again)
        page.save_wanted.connect(self.exchange.ask)
        if self._put_card is not None:
            page.training_card.connect(self._put_card)
        self._window.push_page(page)

    # -- covered and uncovered ------------------------------------------------------------------

    def forget(self) -> None:
        """Nobody works here: whoever was read last is not shown to the next one."""
        self.flow.forget()

    def read_waiting(self) -> None:
        """Somebody signed in: a card that waited for that is shown."""
        reading, self._waiting = self._waiting, None
        if reading is not None:
            self.cards.on_reading(reading)

    # -- what the devices tell ------------------------------------------------------------------

    def _on_reading(self, reading: CardReading) -> None:
        """A card read while nobody is signed in waits for the one who signs in: it is noted in his name."""
        if self._window.is_covered:
            self._waiting = reading
        else:
            self.cards.on_reading(reading)

    def _on_photo(self, reading: CardReading) -> None:
        """A photo has come behind the text of a card, which may still wait for somebody to sign in."""
        if self._waiting is not None and reading.is_same_card_as(self._waiting):
            self._waiting = reading
        else:
            self.cards.on_photo(reading)

    def _on_status(self, status: object) -> None:
        from registrar_app.ui.pages.readers import ReadersPage

        self._status = status
        self.exchange.status = status  # type: ignore[assignment]
        self.cards.on_status(status)  # type: ignore[arg-type]
        page = self._window.page()
        if isinstance(page, ReadersPage):
            page.show_status(status)

    def _on_cell_state(self, icon: str, words: str, role: Role) -> None:
        cell = self._window.status.cell("reader")
        cell.set_state(icon, words, role)
        cell.show()

    def _on_scan_keys(self, text: str) -> None:
        """A scanner typed, nobody else: what it typed before it was recognised holds nothing up."""
        if self._window.palette_sheet.isVisible():
            self._window.palette_sheet.close_sheet()
        self._forget_typing()
        self.scans.on_keys(text)
