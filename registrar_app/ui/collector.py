"""Python's collector of cyclic garbage, kept to the GUI thread.

The interpreter collects in whatever thread happens to allocate. A page that was left is a cycle of widgets,
handlers and models; collected in the database thread, its Qt objects are destroyed there, and the process
dies of it. So the automatic collector is switched off while the window lives, and a timer does its work.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 500
_WHOLE_EVERY = 60
"""Ticks between two collections of everything: half a minute."""


def settle() -> None:
    """Modules were loaded that stay to the end: a collection of everything passes them by from now on.

    To look through them takes longer than a key may; until ``Collector.stop`` their like is never looked at.
    """
    gc.freeze()


class Collector(QObject):
    """Collects in the thread it lives in; ``start`` and ``stop`` it there."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ticks = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.tick)

    def start(self) -> None:
        """From now on only the timer collects."""
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        """Give the work back to the interpreter: no other thread has Qt objects in its hands any more."""
        if self._timer.isActive():
            self._timer.stop()
            gc.unfreeze()
            gc.collect(0)
            gc.enable()

    def tick(self) -> None:
        """Collect the young when there are enough of them, everything now and then."""
        self._ticks += 1
        young, middle, old = gc.get_count()
        limits = gc.get_threshold()
        if old > limits[2] and self._ticks >= _WHOLE_EVERY:
            self._ticks = 0
            gc.collect(2)
        elif middle > limits[1]:
            gc.collect(1)
        elif young > limits[0]:
            gc.collect(0)
