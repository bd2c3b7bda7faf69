"""The plain editors: one line, several lines, a choice that is searched by typing."""

import time

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)


class LineEditor(QLineEdit):
    """A one-line field; after ``setText`` its beginning is seen."""

    def put(self, text: str) -> None:
        """Write a value by program."""
        self.setText(text)
        self.setCursorPosition(0)


class TextEditor(QPlainTextEdit):
    """A field of several lines whose frame follows the focus; Tab leaves it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(5)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Draw the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()


class _TypedList(QListView):
    """The list of a choice: letters typed in a row find the next line with a word that begins so."""

    def __init__(self) -> None:
        super().__init__()
        self._typed, self._at = "", 0.0

    def keyboardSearch(self, search: str) -> None:  # noqa: N802
        """Go to the line; the same letter again goes to the next one."""
        now = time.monotonic()
        is_going_on = (now - self._at) * 1000 < QApplication.keyboardInputInterval()
        self._at = now
        letter = _fold(search)
        is_repeated = is_going_on and self._typed == letter and len(letter) == 1
        self._typed = self._typed + letter if is_going_on and not is_repeated else letter
        model, here = self.model(), max(self.currentIndex().row(), 0)
        count = model.rowCount()
        begin = here if is_going_on and not is_repeated else here + 1
        for row in (*range(begin, count), *range(begin)):
            index = model.index(row % count, 0)
            if _begins(_fold(str(index.data() or "")), self._typed):
                self.setCurrentIndex(index)
                return


def _fold(text: str) -> str:
    return text.casefold().replace("ё", "е")


def _begins(text: str, typed: str) -> bool:
    """Whether the text or one of its words begins so."""
    words = text.split()
    return any(" ".join(words[place:]).lstrip("«(").startswith(typed) for place in range(len(words)))


class ComboEditor(QComboBox):
    """A choice that the wheel changes only with the focus, so that scrolling a page alters nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setView(_TypedList())
        self.setItemDelegate(QStyledItemDelegate(self))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(3)
        self.view().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.currentTextChanged.connect(self._tell_whole)

    def shown_text(self) -> str:
        """The chosen words as they fit: what is too long ends in «…»."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        complex_control, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(complex_control, option, part, self).width() - 2
        return self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)

    def _tell_whole(self) -> None:
        """The whole words as a tool tip when they do not fit."""
        whole = self.currentText()
        self.setToolTip("" if self.shown_text() == whole else whole)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other words may fit now."""
        super().resizeEvent(event)
        self._tell_whole()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """As Qt draws it, but too long words end in «…» instead of being cut."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.shown_text()  # type: ignore[attr-defined]
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page unless the focus is here."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
