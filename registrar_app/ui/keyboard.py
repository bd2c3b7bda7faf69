"""Keys of any layout, under one name; and the one filter through which the window hears them.

Main actions are on F-keys, digits, Enter and Esc. Where a Latin letter is used with Ctrl, a desk with the
Russian layout alone sends the Cyrillic letter of the same key: the filter turns it back, for our commands and
for the editors' own Ctrl+C, Ctrl+V, Ctrl+Z. It does nothing when the platform already sent the Latin letter,
so nothing fires twice.
"""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

_CYRILLIC = "ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ"
_LATIN = "QWERTYUIOP[]ASDFGHJKL;'ZXCVBNM,.`"
_TURN = dict(zip(_CYRILLIC, _LATIN, strict=True))

_NAMES: dict[int, str] = {
    Qt.Key.Key_Return.value: "Enter", Qt.Key.Key_Enter.value: "Enter", Qt.Key.Key_Escape.value: "Esc",
    Qt.Key.Key_Insert.value: "Ins", Qt.Key.Key_Delete.value: "Del", Qt.Key.Key_PageUp.value: "PgUp",
    Qt.Key.Key_PageDown.value: "PgDn", Qt.Key.Key_Space.value: "Space", Qt.Key.Key_Left.value: "Left",
    Qt.Key.Key_Right.value: "Right", Qt.Key.Key_Up.value: "Up", Qt.Key.Key_Down.value: "Down",
    Qt.Key.Key_Home.value: "Home", Qt.Key.Key_End.value: "End", Qt.Key.Key_Tab.value: "Tab",
    Qt.Key.Key_Backtab.value: "Tab", Qt.Key.Key_Backspace.value: "Backspace",
}  # fmt: skip
_MODIFIERS = (
    (Qt.KeyboardModifier.ControlModifier, "Ctrl"),
    (Qt.KeyboardModifier.AltModifier, "Alt"),
    (Qt.KeyboardModifier.ShiftModifier, "Shift"),
)


def latin_key(key: int) -> int:
    """The key code on the Latin layout for a code of the Russian one; other codes as they are."""
    if 0x400 <= key <= 0x4FF:
        letter = _TURN.get(chr(key).upper())
        return ord(letter) if letter else key
    return key


def key_name(event: QKeyEvent) -> str:
    """Canonical name of a pressed key: «Ctrl+Shift+P», «Ctrl+Enter», «F8», «Alt+1»; empty if it has none.

    Both Enter keys are one. Alt with a digit of the numeric pad has no name: on Windows it enters characters.
    """
    key = latin_key(event.key())
    modifiers = event.modifiers()
    keypad = bool(modifiers & Qt.KeyboardModifier.KeypadModifier)
    if Qt.Key.Key_F1.value <= key <= Qt.Key.Key_F24.value:
        word = f"F{key - Qt.Key.Key_F1.value + 1}"
    elif key in _NAMES:
        word = _NAMES[key]
    elif 0x21 <= key <= 0x7E:
        if keypad and modifiers & Qt.KeyboardModifier.AltModifier:
            return ""
        word = chr(key).upper()
    else:
        return ""
    return "+".join([name for flag, name in _MODIFIERS if modifiers & flag] + [word])


def is_typing(name: str) -> bool:
    """Whether a key belongs to the widget with the focus: letters, arrows, Enter and editing keys alone."""
    plain = name.removeprefix("Shift+")
    if "+" in plain:
        return False
    own = (*_NAMES.values(),)
    return len(plain) == 1 or (plain in own and plain not in ("Esc", "Ins", "PgUp", "PgDn"))


class KeyRouter(QObject):
    """Application event filter: gives each key of the window to ``handle`` before the focused widget has it.

    Keys inside a popup or another window stay there.
    """

    def __init__(
        self, window: QWidget, handle: Callable[[str], bool], take: Callable[[QWidget, QKeyEvent], bool]
    ) -> None:
        """Start listening.

        Args:
            window: The window whose keys are heard.
            handle: Gets the canonical name; returns whether it was used. A bound method.
            take: Sees a pressed key of the focused widget before everybody; returns whether it keeps it.
        """
        super().__init__(window)
        self._window, self._handle, self._take = window, handle, take
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See keys first; everything else passes."""
        kind = event.type()
        if kind not in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            return False
        if not isinstance(event, QKeyEvent) or not isinstance(watched, QWidget):
            return False
        if QApplication.activePopupWidget() is not None or watched.window() is not self._window:
            return False
        if kind == QEvent.Type.KeyPress:
            # An unused key comes again for each parent; a scanner's key counts once.
            if watched is (QApplication.focusWidget() or self._window) and self._take(watched, event):
                return True
            name = key_name(event)
            if name and not is_typing(name) and self._handle(name):
                return True
        return self._turned(watched, event)

    @staticmethod
    def _turned(watched: QWidget, event: QKeyEvent) -> bool:
        """Send Ctrl with a Cyrillic letter again as the Latin letter of the same key."""
        latin = latin_key(event.key())
        if latin == event.key() or not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        copy = QKeyEvent(event.type(), latin, event.modifiers(), "", event.isAutoRepeat(), event.count())
        QCoreApplication.sendEvent(watched, copy)
        event.setAccepted(copy.isAccepted())
        return True
