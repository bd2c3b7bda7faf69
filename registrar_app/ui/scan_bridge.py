"""Turns the callbacks of scanner and folder threads into Qt signals, as ``cards_bridge`` does for cards."""

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid


class ScanBridge(QObject):
    """Give its methods to scanner and folder as callbacks; connect the signals to bound methods."""

    state_changed = Signal(object)
    """The frozen ``ScannerStatus``."""
    scanned = Signal(object, object)
    """The frozen ``PolicyScan`` and the bytes it was read from."""

    folder_changed = Signal(object)
    """The frozen ``FolderStatus``."""
    file_came = Signal(object)
    """The frozen ``FolderFile``."""

    def on_state(self, status: object) -> None:
        """Called by the scanner's thread when the port comes or goes."""
        if isValid(self):
            self.state_changed.emit(status)

    def on_scan(self, scan: object, data: object) -> None:
        """Called by the scanner's thread for each code."""
        if isValid(self):
            self.scanned.emit(scan, data)

    def on_folder(self, status: object) -> None:
        """Called by the folder's thread when it comes or goes."""
        if isValid(self):
            self.folder_changed.emit(status)

    def on_file(self, found: object) -> None:
        """Called by the folder's thread for each new file."""
        if isValid(self):
            self.file_came.emit(found)
