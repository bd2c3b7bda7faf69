"""Fixture parts for the tests of attachment, papers, journal and settings."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.stage import Stage

CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
NONE = Qt.KeyboardModifier.NoModifier


def press(stage: Stage, key: int, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """A key into whatever has the focus, then wait for what it starts."""
    target = QApplication.focusWidget() or stage.window
    QTest.sendKeyEvent(QTest.KeyAction.Click, target, Qt.Key(key), "", modifiers)
    stage.settle()


def type_text(stage: Stage, text: str) -> None:
    """Letters into whatever has the focus."""
    target = QApplication.focusWidget()
    assert target is not None
    for letter in text:
        shift = SHIFT if letter.isupper() else NONE
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, ord(letter.upper()), shift, letter))
    stage.settle()
