"""What both tables share: columns, cells, the head."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from registrar_app.ui.metrics import HEAD_TABLE
from registrar_app.ui.theme import Role, Theme, Use


class HeadView(QHeaderView):
    """A 30 px head on the subtle surface, words at the left, no lines between."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(20)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self.setFixedHeight(self._theme.px(HEAD_TABLE))
        self.viewport().update()

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N802, N803
        """Draw one title."""
        theme, model = self._theme, self.model()
        painter.save()
        painter.fillRect(rect, theme.color(Role.SUBTLE))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme.color(Role.LINE))
        painter.setFont(theme.font(Use.SMALL))
        painter.setPen(theme.color(Role.TEXT2))
        text = str(model.headerData(logicalIndex, Qt.Orientation.Horizontal) or "")
        align = model.headerData(
            logicalIndex, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole
        ) or Qt.AlignmentFlag.AlignLeft  # fmt: skip
        pad = theme.px(10)
        place = rect.adjusted(pad, 0, -pad, 0)
        painter.drawText(place, Qt.AlignmentFlag(align) | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()


def plain_table(theme: Theme, view: QTableView) -> None:
    """Set a table view up: no frame, no grid, whole widget as one Tab stop."""
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setShowGrid(False)
    view.setTabKeyNavigation(False)
    view.setWordWrap(False)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.verticalHeader().hide()
    view.setHorizontalHeader(HeadView(theme, view))
    view.viewport().setAutoFillBackground(False)
    view.setCornerButtonEnabled(False)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a ``DataTable``."""

    id: str
    title: str
    width: int = 0
    """Design pixels; 0 takes the room that is left."""
    least: int = 180
    """For a column without a width: what it keeps before others are dropped for it."""
    right: bool = False
    """Numbers stand at the right."""
    bold: bool = False
    priority: int = 0
    """0 always stays; in narrow windows the highest goes first."""


@dataclass(frozen=True, slots=True)
class BadgeCell:
    """A state in a cell."""

    text: str
    role: Role = Role.NEUTRAL
    icon: str | None = None
    """None takes the role's own."""


Cell = str | BadgeCell


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: what it stands for, and its cells in the order of the columns."""

    id: object
    cells: tuple[Cell, ...]
