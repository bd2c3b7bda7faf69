"""The last line of the window: devices and link in words, then who sits here and the clock."""

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from registrar_app.ui.metrics import STATUS_BAR
from registrar_app.ui.paint import elided, focus_ring
from registrar_app.ui.theme import Role, Theme, Use
from registrar_app.ui.widgets.label import Panel

_SHOWN_MS = 3000


class StatusCell(QAbstractButton):
    """Icon and words; tinted only when not ok. A click asks for the advice (F12)."""

    def __init__(
        self,
        theme: Theme,
        icon: str = "",
        text: str = "",
        role: Role = Role.OK,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._spin = 0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._flash = QTimer(self)
        self._flash.setSingleShot(True)
        self._flash.setInterval(_SHOWN_MS)
        self._flash.timeout.connect(self._end_flash)
        self._kept: tuple[str, str, Role] | None = None
        theme.changed.connect(self._restyle)
        self.set_state(icon, text, role)

    @property
    def role(self) -> Role:
        """Status shown."""
        return self._role

    def set_state(self, icon: str, text: str, role: Role = Role.OK) -> None:
        """What is so now."""
        if self._kept is not None and self._flash.isActive():
            self._kept = (icon, text, role)
            return
        self._show(icon, text, role)

    def flash(self, icon: str, text: str, role: Role = Role.OK) -> None:
        """A success said for three seconds, then what was there before."""
        if self._kept is None:
            self._kept = (self._icon, self.text(), self._role)
        self._show(icon or self._icon, text, role)
        self._flash.start()

    def _end_flash(self) -> None:
        if self._kept is not None:
            icon, text, role = self._kept
            self._kept = None
            self._show(icon, text, role)

    def _show(self, icon: str, text: str, role: Role) -> None:
        self._icon, self._role = icon, role
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(text)
        if self.parentWidget() is not None:  # else it would show itself as a window of its own
            self.setVisible(bool(text))
        self._restyle()

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def _text_width(self) -> int:
        return QFontMetrics(self._theme.font(Use.SMALL)).horizontalAdvance(self.text())

    def sizeHint(self) -> QSize:
        """Icon and words with room around."""
        icon = self._theme.px(23) if self._icon else 0
        return QSize(self._text_width() + icon + self._theme.px(28), self._theme.px(STATUS_BAR) - 1)

    def minimumSizeHint(self) -> QSize:
        """Words may be elided here; the whole stands in the tool tip."""
        return QSize(self._theme.px(60), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw tint, icon, words, hairline."""
        theme, painter, rect = self._theme, QPainter(self), self.rect()
        tinted = self._role not in (Role.OK, Role.NEUTRAL)
        if tinted:
            painter.fillRect(rect, theme.color(self._role.tint))
        x = theme.px(14)
        if self._icon:
            edge = theme.px(17)
            place = QRect(x, (rect.height() - edge) // 2, edge, edge)
            role = Role.TEXT2 if self._role is Role.NEUTRAL else self._role
            theme.icons.paint(painter, place, self._icon, theme.color(role))
            x += theme.px(23)
        painter.setFont(theme.font(Use.SMALL))
        painter.setPen(theme.color(self._role if tinted else Role.TEXT))
        room = rect.width() - x - theme.px(6)
        painter.drawText(
            QRect(x, 0, room + 2, rect.height()),
            Qt.AlignmentFlag.AlignVCenter,
            elided(painter, self.text(), room),
        )
        if not tinted:
            painter.fillRect(rect.right(), 7, 1, rect.height() - 14, theme.color(Role.LINE))
        if self.hasFocus():
            focus_ring(painter, rect, theme, 3)


class StatusBar(Panel):
    """Cells by id from the left (reader, scanner, link, job …), staff and clock at the right."""

    cell_clicked = Signal(str)
    """Id of the cell."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, Role.SURFACE, ("top",), parent)
        self._theme = theme
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 1, 0, 0)
        self._row.setSpacing(0)
        self._row.addStretch(1)
        self._cells: dict[str, StatusCell] = {}
        self.message = StatusCell(theme)
        self._row.insertWidget(0, self.message)
        self.message.hide()
        self.staff = StatusCell(theme, "user-circle", "", Role.NEUTRAL)
        self.clock = StatusCell(theme, "clock", "", Role.NEUTRAL)
        self.staff.hide()
        self._row.addWidget(self.staff)
        self._row.addWidget(self.clock)
        self.staff.clicked.connect(self._on_staff)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self.setFixedHeight(self._theme.px(STATUS_BAR))

    def _on_staff(self) -> None:
        self.cell_clicked.emit("staff")

    def cell(self, cell_id: str) -> StatusCell:
        """The cell with this id, made at the end of the left half when new."""
        if cell_id not in self._cells:
            cell = StatusCell(self._theme)
            cell.setObjectName(cell_id)
            cell.clicked.connect(self._on_clicked)
            self._row.insertWidget(len(self._cells), cell)
            cell.hide()
            self._cells[cell_id] = cell
        return self._cells[cell_id]

    def _on_clicked(self) -> None:
        self.cell_clicked.emit(self.sender().objectName())

    def say(self, text: str, role: Role = Role.OK) -> None:
        """Words for three seconds behind the cells."""
        icon = {Role.OK: "circle-check", Role.INFO: "info-circle", Role.WARN: "alert-triangle"}
        self.message.flash(icon.get(role, "alert-circle"), text, role)
