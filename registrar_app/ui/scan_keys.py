"""A scanner that types: its burst of keys is told from a person's, and taken out of the focused field.

A person never leaves less than 30 ms between eight keys. The first key of a burst cannot be told from a
person's and goes to the field; from the second quick one on keys are held back, for a few hundredths of a
second, until it is clear whose they are. A scan takes the first key back out of the field; anything else is
given to the field after all, in its order.
"""

import time
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

GAP_MS = 30
"""Keys closer together than this come from a machine."""
SHORTEST = 8
"""Keys of the shortest scan that ends in Enter."""
SHORTEST_UNENDED = 60
"""Keys of the shortest scan without Enter; no person types so much so fast."""
_QUIET_MS = 60
"""So long a silence gives held keys back to the field."""
_QUIET_SURE_MS = 150
"""The same when it is a machine for certain: it may stumble while the window works."""
_SURE = 4
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NOT_KEYS = frozenset(
    (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr,
     Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock)
)  # fmt: skip
_CHORD = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


class _State(Enum):
    """Where a burst stands."""

    IDLE = 0
    OPEN = 1
    """Quick keys so far."""
    ENDED = 2
    """A scan; whatever still follows at once belongs to it."""


@dataclass(frozen=True, slots=True)
class _Held:
    """A key kept back, with what is needed to send it again."""

    key: int
    modifiers: Qt.KeyboardModifier
    text: str


@dataclass(frozen=True, slots=True)
class _Before:
    """A field as it was before the key that may begin a burst."""

    field: QLineEdit | QPlainTextEdit
    text: str
    position: int
    """Where the selection began, or the cursor stood."""
    selected: str

    @staticmethod
    def of(widget: QWidget) -> "_Before | None":
        """The state of a field that takes letters; None for everything else."""
        if isinstance(widget, QLineEdit) and not widget.isReadOnly():
            start = widget.selectionStart() if widget.hasSelectedText() else widget.cursorPosition()
            return _Before(widget, widget.text(), start, widget.selectedText())
        if isinstance(widget, QPlainTextEdit) and not widget.isReadOnly():
            cursor = widget.textCursor()
            return _Before(widget, widget.toPlainText(), cursor.selectionStart(), cursor.selectedText())
        return None

    def restore(self, typed: str) -> None:
        """Take a key out again as a person would, so that whoever watches the field hears of it."""
        field, start = self.field, self.position
        if not isValid(field):
            return
        behind = self.text[start + len(self.selected) :]
        now = field.text() if isinstance(field, QLineEdit) else field.toPlainText()
        if now != self.text[:start] + typed + behind:
            return  # not taken by the field, or changed by something else since
        if isinstance(field, QLineEdit):
            field.setSelection(start, len(typed))
            field.insert(self.selected)
            if self.selected:
                field.setSelection(start, len(self.selected))
        else:
            cursor = field.textCursor()
            cursor.setPosition(start)
            cursor.setPosition(start + len(typed), QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(self.selected)
            cursor.setPosition(start)
            cursor.setPosition(start + len(self.selected), QTextCursor.MoveMode.KeepAnchor)
            field.setTextCursor(cursor)


class ScanKeys(QObject):
    """Sees every key of the window first; ``take`` says whether it keeps it."""

    scanned = Signal(str)
    """Text of a burst; ``LOST`` stands for keys without a character, line feeds for Enter inside."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = _State.IDLE
        self._held: list[_Held] = []
        self._first = ""
        self._before: _Before | None = None
        self._stamp, self._clock_ms = 0, 0.0
        self._last_was_letter = False
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setTimerType(Qt.TimerType.PreciseTimer)
        self._quiet.timeout.connect(self._on_quiet)

    def take(self, widget: QWidget, event: QKeyEvent) -> bool:
        """Look at a key before the focused widget has it.

        Only keys of a device are looked at: what programs send (a tour, an input method) is never a scan.

        Args:
            widget: The one with the focus.
            event: A pressed key.

        Returns:
            Whether the key is kept; then it must go nowhere else.
        """
        if not event.spontaneous():
            return False
        if Qt.Key(event.key()) in _NOT_KEYS:
            return self._state is not _State.IDLE
        is_quick = self._is_quick(event) and not event.isAutoRepeat()
        if self._state is not _State.IDLE and not is_quick:
            self._on_quiet()
        if self._state is _State.IDLE:
            return self._begin(widget, event, is_quick=is_quick)
        if event.key() in _ENTER and not event.modifiers() & _CHORD:
            return self._enter(event)
        self._hold(event)
        return True

    def _is_quick(self, event: QKeyEvent) -> bool:
        """Whether this key follows the last one as only a machine can.

        The device's own times count where it gives any: keys wait in a queue while the window works.
        """
        now, stamp = time.monotonic() * 1000, event.timestamp()
        gap = stamp - self._stamp if stamp and self._stamp else now - self._clock_ms
        self._stamp, self._clock_ms = stamp, now
        return 0 <= gap < GAP_MS

    def _begin(self, widget: QWidget, event: QKeyEvent, *, is_quick: bool) -> bool:
        """A key while no burst is under way: it may be the first or the second of one."""
        is_letter = _is_letter(event)
        if is_quick and self._last_was_letter and is_letter:
            self._state = _State.OPEN
            self._last_was_letter = False
            self._hold(event)
            return True
        self._last_was_letter = is_letter
        self._first, self._before = "", None
        if not is_letter or event.text() == " ":
            return False
        self._before = _Before.of(widget)
        if self._before is None:
            # Lists and buttons do things at a letter, so there the first one waits as well.
            self._state = _State.OPEN
            self._hold(event)
            return True
        self._first = event.text()
        return False

    def _enter(self, event: QKeyEvent) -> bool:
        """Enter ends a scan; behind a few letters it is a person's."""
        if self._state is _State.ENDED or len(self._first) + len(self._held) >= SHORTEST:
            self._state = _State.ENDED
            self._hold(event)
            return True
        self._give_back()
        return False

    def _hold(self, event: QKeyEvent) -> None:
        self._held.append(_Held(event.key(), event.modifiers(), event.text()))
        self._quiet.start(_QUIET_SURE_MS if len(self._held) >= _SURE else _QUIET_MS)

    def _on_quiet(self) -> None:
        """The burst is over."""
        self._quiet.stop()
        is_long = len(self._first) + len(self._held) >= SHORTEST_UNENDED
        if self._state is _State.ENDED or is_long:
            self._deliver()
        else:
            self._give_back()

    def _deliver(self) -> None:
        text = self._first + "".join(_character(one) for one in self._held)
        before, first = self._before, self._first
        self._forget()
        if before is not None:
            before.restore(first)
        self.scanned.emit(text.rstrip("\n"))

    def _give_back(self) -> None:
        """Send the held keys to whoever has the focus, as they would have come."""
        held = list(self._held)
        self._forget()
        for one in held:
            target = QApplication.focusWidget()
            if target is None:
                return
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                if isValid(target):
                    QCoreApplication.sendEvent(target, QKeyEvent(kind, one.key, one.modifiers, one.text))

    def _forget(self) -> None:
        self._quiet.stop()
        self._state, self._first, self._before = _State.IDLE, "", None
        self._held.clear()


def _is_letter(event: QKeyEvent) -> bool:
    """Whether a key enters a character; scanners send their prefix of control characters as chords."""
    return bool(event.text()) and event.text().isprintable() and not event.modifiers() & _CHORD


def _character(held: _Held) -> str:
    """What a held key stands for in the text of a scan."""
    if held.key in _ENTER:
        return "\n"
    if held.text:
        return held.text
    # The decoders come with the first such key: the list of workers does not wait for them.
    from registrar_app.cards.barcode.typed import LOST

    return LOST
