"""The left list of suspected pairs: both names, how sure, what agrees."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from registrar_app.ui.theme import Role, Theme, Use
from registrar_app.ui.widgets.badge import badge_size, draw_badge
from registrar_app.ui.widgets.label import Hairline, Label, Panel
from registrar_app.ui.widgets.line_list import LineDelegate, LineList


@dataclass(frozen=True, slots=True, repr=False)
class PairLine:
    """One pair as the list shows it."""

    id: object
    first: str
    second: str
    badge: str
    badge_role: Role
    matched: str
    """What agrees, in words."""
    first_born: str = ""
    """Birth date of the first, for the right edge: namesakes are told apart by it."""
    second_born: str = ""

    @property
    def words(self) -> str:
        """All of it, for screen readers."""
        both = ((self.first, self.first_born), (self.second, self.second_born))
        names = " и ".join(", ".join(filter(None, one)) for one in both)
        return f"{names}, {self.badge}. Совпало: {self.matched}"


class _Delegate(LineDelegate):
    """Draws both names with their birth dates, then the badge and what agrees."""

    HEIGHT = 78

    def draw(self, painter: QPainter, rect: QRect, line: PairLine, selected: bool) -> None:
        theme, px = self.theme, self.theme.px
        left, width = rect.x() + px(16), rect.width() - px(26)
        row = QRect(left, rect.y() + px(7), width, px(19))
        self._person(painter, Use.BOLD, row, line.first, line.first_born)
        self._person(painter, Use.BODY, row.translated(0, px(20)), line.second, line.second_born)
        size = badge_size(theme, line.badge, use=Use.TINY)
        top = rect.y() + px(51)
        box = QRect(left - px(2), top, size.width(), size.height())
        draw_badge(painter, box, theme, line.badge, line.badge_role, use=Use.TINY, on_selected=selected)
        start = box.right() + px(8)
        room = QRect(start, top, rect.right() - px(10) - start, size.height())
        self.text(painter, Use.SMALL, Role.TEXT2, room, line.matched)

    def _person(self, painter: QPainter, use: Use, rect: QRect, name: str, born: str) -> None:
        """A name, and the birth date at the right edge where both have room: the name is never cut for it."""
        painter.setFont(self.theme.font(use))
        taken = painter.fontMetrics().horizontalAdvance(name)
        self.text(painter, use, Role.TEXT, rect, name)
        painter.setFont(self.theme.font(Use.SMALL))
        wanted = painter.fontMetrics().horizontalAdvance(born) + 4
        if born and taken + self.theme.px(10) + wanted <= rect.width():
            edge = QRect(rect.right() - wanted, rect.y(), wanted, rect.height())
            self.text(painter, Use.SMALL, Role.TEXT2, edge, born)


class PairList(Panel):
    """Pairs that wait for an answer; the page follows the cursor."""

    chosen = Signal(object)
    """Id of the pair under the cursor."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, Role.SURFACE, ("right",))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 1, 0)
        box.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(16), theme.px(12), theme.px(12), theme.px(10))
        self._head = Label(theme, "", use=Use.SECTION)
        self._note = Label(theme, "", role=Role.TEXT2, use=Use.SMALL)
        head.addWidget(self._head)
        head.addStretch(1)
        head.addWidget(self._note)
        box.addLayout(head)
        box.addWidget(Hairline(theme))
        self._lines: LineList[PairLine] = LineList(theme, _Delegate(theme), "Пары похожих записей")
        self._lines.moved.connect(self.chosen)
        self.list = self._lines.view
        box.addWidget(self.list, 1)

    @property
    def ids(self) -> list[object]:
        """Ids of the pairs, in order."""
        return self._lines.ids

    def current(self) -> object | None:
        """Id of the pair under the cursor."""
        return self._lines.current()

    def set_lines(self, lines: Sequence[PairLine], header: str, note: str) -> None:
        """Show lines; the cursor stays on the same pair if it is still there, and nothing is emitted."""
        self._lines.show_lines(lines)
        self._head.setText(header)
        self._note.setText(note)

    def choose(self, place: int) -> None:
        """Put the cursor on a place of the list."""
        self._lines.choose(place)
