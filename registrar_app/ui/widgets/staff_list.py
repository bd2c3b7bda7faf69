"""The people who work here, to choose from: digit, initials in a circle, name, position."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from registrar_app.domain.records import StaffMember
from registrar_app.ui.metrics import RADIUS_BANNER
from registrar_app.ui.paint import elided, focus_ring, hairline, round_box
from registrar_app.ui.theme import Role, Theme, Use
from registrar_app.ui.widgets.keycap import draw_keycap

_ROW, _CIRCLE, _PAD, _CAP = 56, 40, 14, 18
_AnyIndex = QModelIndex | QPersistentModelIndex
_MEMBER = Qt.ItemDataRole.UserRole


def initials(member: StaffMember) -> str:
    """«ЛН»: first letters of last and first name."""
    return f"{member.name.last[:1]}{member.name.first[:1]}".upper()


def draw_circle(painter: QPainter, rect: QRect, theme: Theme, text: str, *, strong: bool) -> None:
    """Initials in a circle, filled with the accent for the chosen one."""
    fill = theme.color(Role.ACCENT if strong else Role.NEUTRAL_TINT)
    round_box(painter, rect, rect.height() / 2, fill)
    painter.setFont(theme.font(Use.BOLD))
    painter.setPen(theme.color(Role.ON_ACCENT if strong else Role.NEUTRAL))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)


class _StaffDelegate(QStyledItemDelegate):
    """Draws one worker."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _AnyIndex) -> QSize:  # noqa: ARG002
        """A row of the height of list rows."""
        return QSize(0, self._theme.px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _AnyIndex) -> None:
        """Box of the chosen one, cap, circle, name, position."""
        theme, px, view = self._theme, self._theme.px, self.parent()
        member = index.data(_MEMBER)
        rect: QRect = option.rect  # type: ignore[attr-defined]
        is_chosen = isinstance(view, QListWidget) and view.currentRow() == index.row()
        painter.save()
        if is_chosen:
            round_box(painter, rect, RADIUS_BANNER, theme.color(Role.ACCENT_TINT), theme.color(Role.ACCENT))
            if isinstance(view, QWidget) and view.hasFocus():
                focus_ring(painter, rect, theme, RADIUS_BANNER)
        else:
            hairline(painter, theme, rect.left(), rect.bottom(), rect.right())
        x = rect.left() + px(_PAD)
        if index.row() < 9:
            cap = QRect(x, rect.center().y() - px(_CAP) // 2, px(_CAP), px(_CAP))
            draw_keycap(
                painter, cap, theme, str(index.row() + 1), theme.color(Role.TEXT3), theme.color(Role.BORDER)
            )
        x += px(_CAP + 12)
        circle = QRect(x, rect.top() + (rect.height() - px(_CIRCLE)) // 2, px(_CIRCLE), px(_CIRCLE))
        draw_circle(painter, circle, theme, initials(member), strong=is_chosen)
        x += px(_CIRCLE + 12)
        room = rect.right() - x - px(_PAD)
        top = QRect(x, rect.top() + px(7), room, px(21))
        painter.setFont(theme.font(Use.BOLD))
        painter.setPen(theme.color(Role.TEXT))
        name = member.name.full
        if painter.fontMetrics().horizontalAdvance(name) > room:
            name = member.name.short
        painter.drawText(top, Qt.AlignmentFlag.AlignVCenter, elided(painter, name, room))
        painter.setFont(theme.font(Use.BANNER))
        painter.setPen(theme.color(Role.TEXT2))
        below = top.translated(0, px(21))
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, elided(painter, member.position, room))
        painter.restore()


class StaffList(QListWidget):
    """The list; arrows and digits choose, Enter takes."""

    chosen = Signal(object)
    """``StaffMember`` under the cursor now."""
    taken = Signal()
    """Enter or a double click: the chosen one it is."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Сотрудники")
        self.setItemDelegate(_StaffDelegate(theme, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.currentItemChanged.connect(self._on_current)
        self.itemDoubleClicked.connect(self._on_double)
        theme.changed.connect(self.scheduleDelayedItemsLayout)

    def set_staff(self, staff: Sequence[StaffMember], current: StaffMember | None) -> None:
        """Show these workers, the cursor on one of them."""
        self.clear()
        for number, member in enumerate(staff, 1):
            item = QListWidgetItem()
            item.setData(_MEMBER, member)
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole, f"{number}, {member.name.full}, {member.position}"
            )
            self.addItem(item)
        ids = [member.id for member in staff]
        self.setCurrentRow(ids.index(current.id) if current and current.id in ids else 0)

    @property
    def member(self) -> StaffMember | None:
        """The worker under the cursor."""
        item = self.currentItem()
        # Qt gives None for an empty list although the stubs do not say so.
        found = item.data(_MEMBER) if self.count() else None
        return found if isinstance(found, StaffMember) else None

    def _on_current(self) -> None:
        if self.member is not None:
            self.chosen.emit(self.member)

    def _on_double(self) -> None:
        self.taken.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose, Enter takes, the rest as in every list."""
        digit = event.key() - Qt.Key.Key_1
        if 0 <= digit < min(self.count(), 9) and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.setCurrentRow(digit)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit()
        else:
            super().keyPressEvent(event)
