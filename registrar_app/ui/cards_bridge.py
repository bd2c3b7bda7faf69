"""Turns the card thread's callbacks into Qt signals.

The card layer knows no Qt: it calls plain functions from its own thread. A signal emitted there reaches slots
of objects of the GUI thread through the event loop, so nothing of the window runs in the card thread.
"""

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid


class CardsBridge(QObject):
    """Give its methods to the card monitor as callbacks; connect the signals to bound methods."""

    status_changed = Signal(object)
    """The frozen state of the reader."""
    reading_finished = Signal(object)
    """The frozen result of a reading, or its failure."""

    photo_read = Signal(object)
    """The frozen reading of a card that was told before, now with its photo."""

    def on_status(self, status: object) -> None:
        """Called by the card thread when the reader's state changes."""
        if isValid(self):
            self.status_changed.emit(status)

    def on_reading(self, reading: object) -> None:
        """Called by the card thread when a card was read or could not be."""
        if isValid(self):
            self.reading_finished.emit(reading)

    def on_photo(self, reading: object) -> None:
        """Called by the card thread when the photo of a card has come behind its text."""
        if isValid(self):
            self.photo_read.emit(reading)
