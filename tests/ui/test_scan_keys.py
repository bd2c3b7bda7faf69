"""A scanner that types is told from a person, and its keys never reach the field or a button."""

import time
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from registrar_app.cards.barcode.typed import LOST
from registrar_app.ui.keyboard import KeyRouter
from registrar_app.ui.scan_keys import ScanKeys

NONE, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
CODE = "7856510844330801"


class Bench(QWidget):
    """A field, a text and a button with a router, as the window has."""

    def __init__(self) -> None:
        super().__init__()
        self.line, self.text, self.button = QLineEdit(), QPlainTextEdit(), QPushButton("Сохранить")
        box = QVBoxLayout(self)
        for one in (self.line, self.text, self.button):
            box.addWidget(one)
        self.pressed: list[str] = []
        self.scans: list[str] = []
        self.named: list[str] = []
        self.button.clicked.connect(lambda: self.pressed.append("button"))
        self.line.returnPressed.connect(lambda: self.pressed.append("enter"))
        self.keys = ScanKeys(self)
        self.keys.scanned.connect(self.scans.append)
        self.router = KeyRouter(self, self.on_key, self.keys.take)

    def on_key(self, name: str) -> bool:
        self.named.append(name)
        return False


@pytest.fixture
def bench(qapp: QApplication) -> Iterator[Bench]:  # noqa: ARG001
    made = Bench()
    made.show()
    made.activateWindow()
    made.line.setFocus()
    QApplication.processEvents()
    yield made
    made.close()
    made.deleteLater()


def key(widget: QWidget, code: int, text: str, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """One key as a device sends it."""
    target = QApplication.focusWidget() or widget
    for action in (QTest.KeyAction.Press, QTest.KeyAction.Release):
        QTest.sendKeyEvent(action, target, Qt.Key(code), text, modifiers, -1)


def burst(bench: Bench, text: str, *, enter: bool = True) -> None:
    """Keys of a machine: with no time between them."""
    for letter in text:
        key(bench, ord(letter.upper()), letter)
    if enter:
        key(bench, Qt.Key.Key_Return, "\r")


def slowly(bench: Bench, text: str) -> None:
    """Keys of a person."""
    for letter in text:
        key(bench, ord(letter.upper()), letter)
        quiet(0.04)


def quiet(seconds: float = 0.25) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.002)


def wait(until: Callable[[], bool]) -> None:
    end = time.monotonic() + 5
    while not until() and time.monotonic() < end:
        quiet(0.01)
    assert until()


def test_burst_when_ended_by_enter_is_a_scan_and_leaves_the_field_as_it_was(bench: Bench) -> None:
    bench.line.setText("Иванова")
    bench.line.setSelection(2, 3)
    burst(bench, CODE)
    wait(lambda: bench.scans == [CODE])
    assert bench.line.text() == "Иванова"
    assert (bench.line.selectionStart(), bench.line.selectedText()) == (2, "ано")
    assert bench.pressed == []


def test_burst_when_into_a_text_of_several_lines_leaves_it_as_it_was(bench: Bench) -> None:
    bench.text.setFocus()
    bench.text.setPlainText("годна к труду")
    cursor = bench.text.textCursor()
    cursor.setPosition(5)
    bench.text.setTextCursor(cursor)
    burst(bench, CODE)
    wait(lambda: bench.scans == [CODE])
    assert bench.text.toPlainText() == "годна к труду"
    assert bench.text.textCursor().position() == 5


def test_burst_when_a_button_has_the_focus_never_presses_it(bench: Bench) -> None:
    bench.button.setFocus()
    burst(bench, "AB CD EF GH")
    wait(lambda: bench.scans == ["AB CD EF GH"])
    assert bench.pressed == []


def test_typing_when_a_person_does_it_goes_to_the_field_key_by_key(bench: Bench) -> None:
    slowly(bench, "petrova")
    assert bench.line.text() == "petrova"
    key(bench, Qt.Key.Key_Return, "\r")
    assert bench.pressed == ["enter"]
    assert bench.scans == []


def test_fast_fingers_when_few_keys_come_at_once_lose_none_and_keep_their_order(bench: Bench) -> None:
    burst(bench, "petrov", enter=False)
    wait(lambda: bench.line.text() == "petrov")
    burst(bench, "a")
    quiet()
    assert bench.line.text() == "petrova"
    assert bench.pressed == ["enter"]
    assert bench.scans == []


def test_quick_text_when_without_enter_goes_to_the_field(bench: Bench) -> None:
    burst(bench, "text that a program types", enter=False)
    wait(lambda: bench.line.text() == "text that a program types")
    assert bench.scans == []


def test_long_burst_when_without_enter_is_a_scan_too(bench: Bench) -> None:
    burst(bench, "0" * 260, enter=False)
    wait(lambda: bench.scans == ["0" * 260])
    assert bench.line.text() == ""


def test_burst_when_it_carries_control_keys_runs_no_command(bench: Bench) -> None:
    for letter in "abcd":
        key(bench, ord(letter.upper()), letter)
    key(bench, Qt.Key.Key_L, "\x0c", CTRL)
    key(bench, Qt.Key.Key_F4, "")
    burst(bench, "efgh")
    wait(lambda: bench.scans == [f"abcd\x0c{LOST}efgh"])
    assert bench.named == []


def test_burst_when_enter_stands_inside_is_one_scan(bench: Bench) -> None:
    burst(bench, "12345678")
    burst(bench, "abc")
    wait(lambda: bench.scans == ["12345678\nabc"])
    assert bench.line.text() == ""


def test_keys_when_a_program_sends_them_are_never_a_scan(bench: Bench) -> None:
    from tests.ui.helpers import press, type_text

    type_text(bench.line, CODE)
    press(bench.line, Qt.Key.Key_Return)
    quiet()
    assert bench.line.text() == CODE
    assert bench.pressed == ["enter"]
    assert bench.scans == []
