"""A row of cells with a letter in each, as it is printed: one is chosen by Space, the others follow."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from registrar_app.ui.metrics import RADIUS
from registrar_app.ui.paint import focus_ring, round_box
from registrar_app.ui.theme import Role, Theme, Use

NONE = "-"
"""Value of a row that was answered with no cell chosen."""
_SOUND = str.maketrans("АВСДЕМТ", "ABCDEMT")
"""Russian keys of the Latin letters that cells begin with."""


class CellsEditor(QWidget):
    """Cells in one line: arrows move, Space chooses, a letter goes to the next cell that begins with it.

    The value is the chosen names joined by blanks; ``NONE`` when all of them were taken out again, empty
    while nothing was answered. What stands in a cell on the paper stands in it here.
    """

    edited = Signal()

    def __init__(
        self, theme: Theme, cells: tuple[str, ...], letters: tuple[str, str], parent: QWidget | None = None
    ) -> None:
        """Make the row.

        Args:
            theme: Colours.
            cells: Names of the cells in order.
            letters: What stands in a chosen cell, and in any other.
            parent: Parent widget.
        """
        super().__init__(parent)
        self._theme, self._cells, self._letters = theme, cells, letters
        self._chosen: set[str] = set()
        self._is_answered = False
        self.at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self.setFixedHeight(self._theme.px(52))
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as it may be."""
        return QSize(self._theme.px(24) * len(self._cells), self._theme.px(52))

    def value(self) -> str:
        """The chosen names, in the order of the cells."""
        chosen = " ".join(one for one in self._cells if one in self._chosen)
        return chosen or (NONE if self._is_answered else "")

    def put(self, value: str) -> None:
        """Other cells by program; nothing is told of it."""
        self._is_answered = bool(value.strip())
        self._chosen = set(value.split()) & set(self._cells)
        self._tell()

    def toggle(self, name: str) -> None:
        """Choose a cell, or take it out."""
        self._is_answered = True
        self._chosen ^= {name}
        self._tell()
        self.edited.emit()

    def _tell(self) -> None:
        words = ", ".join(one for one in self._cells if one in self._chosen) or "ничего не выбрано"
        here = self._cells[self.at]
        letter = self._letters[0] if here in self._chosen else self._letters[1]
        self.setAccessibleDescription(f"{here}: {letter}. Выбрано: {words}")
        self.update()

    def _place(self, index: int) -> QRect:
        left = round(self.width() * index / len(self._cells))
        right = round(self.width() * (index + 1) / len(self._cells))
        return QRect(left, 0, right - left, self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home, End, Space and letters."""
        last = len(self._cells) - 1
        steps = {
            Qt.Key.Key_Left: max(self.at - 1, 0),
            Qt.Key.Key_Right: min(self.at + 1, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if event.key() in steps:
            self.at = steps[Qt.Key(event.key())]
            self._tell()
        elif event.key() == Qt.Key.Key_Space:
            self.toggle(self._cells[self.at])
        elif event.text().strip() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._find(event.text().upper().translate(_SOUND))
        else:
            super().keyPressEvent(event)

    def _find(self, letter: str) -> None:
        order = [*range(self.at + 1, len(self._cells)), *range(self.at + 1)]
        found = next((one for one in order if self._cells[one].upper().startswith(letter)), None)
        if found is not None:
            self.at = found
            self._tell()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses."""
        for index, name in enumerate(self._cells):
            if self._place(index).contains(event.position().toPoint()):
                self.at = index
                self.toggle(name)
                return

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Names above, letters below, as on the paper."""
        theme, painter = self._theme, QPainter(self)
        head = theme.px(20)
        middle = Qt.AlignmentFlag.AlignCenter
        for index, name in enumerate(self._cells):
            box, is_chosen = self._place(index), name in self._chosen
            painter.setFont(theme.font(Use.SMALL))
            painter.setPen(theme.color(Role.TEXT2))
            painter.drawText(QRect(box.x(), 0, box.width(), head), middle, name)
            cell = box.adjusted(1, head, -1, -1)
            fill = theme.color(Role.ACCENT_TINT if is_chosen else Role.SURFACE)
            round_box(painter, cell, RADIUS, fill, theme.color(Role.ACCENT if is_chosen else Role.BORDER))
            letter = self._letters[0] if is_chosen else self._letters[1] if self._is_answered else ""
            painter.setFont(theme.font(Use.BOLD if is_chosen else Use.BODY))
            painter.setPen(theme.color(Role.TEXT if is_chosen else Role.TEXT3))
            painter.drawText(cell, middle, letter)
            if self.hasFocus() and index == self.at:
                focus_ring(painter, cell, theme, RADIUS)

    def focusInEvent(self, event: object) -> None:
        """Draw the ring."""
        super().focusInEvent(event)  # type: ignore[arg-type]
        self.update()

    def focusOutEvent(self, event: object) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self.update()
