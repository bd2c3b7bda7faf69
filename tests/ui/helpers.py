"""Helpers of the widget tests: keys that work for Cyrillic, and the walk over a window.

``QTest.keyClicks`` aborts the process on Cyrillic letters and ``sendKeyEvent`` turns them into Latin-1, so
key events are made here, with the override that a shortcut would need first.
"""

from itertools import pairwise

import shiboken6
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QLabel,
    QScrollBar,
    QWidget,
)

from registrar_app.ui.main_window import MainWindow
from registrar_app.ui.widgets.badge import Badge
from registrar_app.ui.widgets.button import Button
from registrar_app.ui.widgets.form_field import FormField
from registrar_app.ui.widgets.page import takes_tab

SIZES = ((1366, 768), (1366, 697), (1280, 720), (1920, 1080))


def press(widget: QWidget, key: int, *modifiers: Qt.KeyboardModifier, text: str = "") -> None:
    """Press and release one key with modifiers."""
    held = Qt.KeyboardModifier.NoModifier
    for one in modifiers:
        held |= one
    kinds = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
    for kind in kinds:
        if shiboken6.isValid(widget):
            QApplication.sendEvent(widget, QKeyEvent(kind, int(key), held, text))


def type_text(widget: QWidget, text: str) -> None:
    """Type any letters into a widget, as a person on any layout does."""
    for letter in text:
        shift = (Qt.KeyboardModifier.ShiftModifier,) if letter.isupper() else ()
        press(widget, ord(letter.upper()), *shift, text=letter)


def focused() -> QWidget:
    """The widget with the focus; focus is never on nothing."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def settle(rounds: int = 6) -> None:
    """Let layouts and queued signals come to rest."""
    for _ in range(rounds):
        QApplication.processEvents()


def _name(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else widget.accessibleName()
    return f"{type(widget).__name__} «{text[:60]}»"


def _shown(window: QWidget) -> list[QWidget]:
    return [one for one in window.findChildren(QWidget) if one.isVisibleTo(window) and one.isVisible()]


def nameless(window: QWidget) -> list[str]:
    """Widgets that take the focus and have no accessible name."""
    return [
        f"no accessible name: {_name(one)}"
        for one in _shown(window)
        if takes_tab(one) and not isinstance(one, QScrollBar | QCheckBox) and not one.accessibleName()
    ]


def without_buddy(window: QWidget) -> list[str]:
    """Labels of form fields that lead nowhere."""
    return [
        f"label without buddy: {one.label.text()}"
        for one in _shown(window)
        if isinstance(one, FormField) and one.label.text().strip() and one.label.buddy() is not one.editor
    ]


def _label_cut(label: QLabel) -> bool:
    if not label.text().strip():
        return False
    metrics, rect = QFontMetrics(label.font()), label.contentsRect()
    if not label.wordWrap():
        return (
            metrics.horizontalAdvance(label.text()) > rect.width() + 1 or metrics.height() > rect.height() + 2
        )
    need = metrics.boundingRect(QRect(0, 0, rect.width(), 10000), int(Qt.TextFlag.TextWordWrap), label.text())
    return need.height() > rect.height() + 2 or need.width() > rect.width() + 1


def _cut_by_parent(widget: QWidget, window: QWidget) -> bool:
    """Whether a parent that cannot scroll cuts the widget off."""
    parent = widget.parentWidget()
    while parent is not None:
        outer = parent.parentWidget()
        if isinstance(outer, QAbstractScrollArea) and parent is outer.viewport():
            return _cut_sideways(widget, outer)
        box = QRect(widget.mapTo(parent, QPoint(0, 0)), widget.size())
        if not parent.rect().adjusted(-1, -1, 1, 1).contains(box):
            return True
        if parent is window:
            return False
        parent = outer
    return False


def _cut_sideways(widget: QWidget, area: QAbstractScrollArea) -> bool:
    """Whether an area that only scrolls up and down cuts the widget off at a side."""
    if area.horizontalScrollBarPolicy() is not Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
        return False
    left = widget.mapTo(area.viewport(), QPoint(0, 0)).x()
    return left < -1 or left + widget.width() > area.viewport().width() + 1


def clipped(window: QWidget) -> list[str]:
    """Texts that do not fit into their widgets, or widgets cut by what holds them."""
    found = []
    for one in _shown(window):
        if isinstance(one, QLabel):
            cut = _label_cut(one)
        elif isinstance(one, Button | Badge):
            need = one.sizeHint()
            cut = need.width() > one.width() + 1 or need.height() > one.height() + 1
        else:
            continue
        if cut or (isinstance(one, QLabel | Button | Badge) and _cut_by_parent(one, window)):
            found.append(
                f"clipped: {_name(one)} has {one.size().toTuple()}, wants {one.sizeHint().toTuple()}"
            )
    return found


def tab_chain(window: QWidget) -> list[QWidget]:
    """Visible stops of the Tab key, from the first child on."""
    chain, one = [], window.nextInFocusChain()
    while one is not None and one is not window:
        if takes_tab(one) and one.isVisible() and not isinstance(one, QScrollBar):
            chain.append(one)
        one = one.nextInFocusChain()
    return chain


def disorder(window: MainWindow) -> list[str]:
    """Neighbours of the Tab order that are not neighbours of the reading order."""
    page = window.page()
    if page is None:
        return []
    chain = [one for one in tab_chain(window) if page.isAncestorOf(one)]
    wanted = sorted(chain, key=page._reading_place)
    if chain == wanted:
        return []
    # the chain is a ring: any start is right as long as the order is
    start = chain.index(wanted[0])
    ring = chain[start:] + chain[:start]
    return [
        f"Tab order: {_name(a)} then {_name(b)}"
        for (a, b), (c, d) in zip(pairwise(ring), pairwise(wanted), strict=True)
        if (a, b) != (c, d)
    ][:3]


def _wrong(window: MainWindow) -> list[str]:
    return [*nameless(window), *without_buddy(window), *clipped(window), *disorder(window)]


def walk(
    window: MainWindow, *, sizes: tuple[tuple[int, int], ...] = SIZES, percents: tuple[int, ...] = (100, 130)
) -> None:
    """Look at the window in all sizes; fail with everything that is wrong in it."""
    found: list[str] = []
    for percent in percents:
        window.theme.set_font_percent(percent)
        for width, height in sizes:
            window.resize(width, height)
            settle()
            where = f"{width}x{height} at {percent} %"
            problems = [*nameless(window), *without_buddy(window), *clipped(window), *disorder(window)]
            found += [f"{where}: {one}" for one in problems]
    window.theme.set_font_percent(100)
    assert not found, "\n".join(found)
