"""Turns the scanner thread's callbacks into Qt signals, as ``cards_bridge`` does for the card thread."""

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid


class ScanBridge(QObject):
    """Give ``on_state`` and ``on_scan`` to the scanner; connect the signals to bound methods."""

    state_changed = Signal(object)
    """The frozen ``ScannerStatus``."""
    scanned = Signal(object, object)
    """The frozen ``PolicyScan`` and the bytes it was read from."""

    def on_state(self, status: object) -> None:
        """Called by the scanner's thread when the port comes or goes."""
        if isValid(self):
            self.state_changed.emit(status)

    def on_scan(self, scan: object, data: object) -> None:
        """Called by the scanner's thread for each code."""
        if isValid(self):
            self.scanned.emit(scan, data)
