"""The rail at the left edge: the sections with icon, word and key; the one fixed landmark."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from registrar_app.ui.metrics import RAIL, RAIL_NARROW
from registrar_app.ui.paint import round_box
from registrar_app.ui.theme import Role, Theme, Use
from registrar_app.ui.widgets.label import Panel


@dataclass(frozen=True, slots=True)
class RailItem:
    """A place in the rail."""

    id: str
    icon: str
    word: str
    key: str


class RailButton(QAbstractButton):
    """One section: 66 high, a stripe at the left when current, a counter where something waits."""

    def __init__(self, theme: Theme, item: RailItem, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self.item, self._count = theme, item, 0
        self.setCheckable(True)
        self.setText(item.word)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setMaximumHeight(theme.px(66))
        self.setAccessibleName(f"{item.word}, {item.key}")
        self.setToolTip(f"{item.word} · {item.key}")

    def set_count(self, count: int) -> None:
        """Number that waits, 0 for none."""
        self._count = count
        self.setAccessibleName(f"{self.item.word}, {self.item.key}" + (f", ждут {count}" if count else ""))
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the rail."""
        return QSize(self._theme.px(RAIL), self._theme.px(66))

    def minimumSizeHint(self) -> QSize:
        """Icon and word."""
        return QSize(self._theme.px(RAIL_NARROW), self._theme.px(46))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw stripe, icon, word, key, counter."""
        theme, px, painter = self._theme, self._theme.px, QPainter(self)
        width = self.width()
        current = self.isChecked()
        color = theme.color(Role.RAIL_CURRENT_TEXT if current else Role.RAIL_TEXT)
        if current:
            box = QRect(px(6), 0, width - px(12), self.height())
            round_box(painter, box, 5, theme.color(Role.RAIL_CURRENT))
            painter.fillRect(px(6), 0, px(5), self.height(), theme.color(Role.RAIL_STRIPE))
        edge, low = px(24), self.height() < px(62)
        theme.icons.paint(
            painter, QRect((width - edge) // 2, px(3 if low else 7), edge, edge), self.item.icon, color
        )
        painter.setPen(color)
        use = Use.RAIL_BOLD if current else Use.RAIL
        if QFontMetrics(theme.font(use)).horizontalAdvance(self.item.word) > width - px(6):
            use = Use.SMALL_BOLD if current else Use.SMALL
        if QFontMetrics(theme.font(use)).horizontalAdvance(self.item.word) > width - px(4):
            use = Use.TINY
        painter.setFont(theme.font(use))
        painter.drawText(
            QRect(0, px(26 if low else 32), width, px(19)), Qt.AlignmentFlag.AlignCenter, self.item.word
        )
        if not low:  # in a low window the key stands in the tool tip and in the list of commands
            painter.setFont(theme.font(Use.KEYCAP))
            painter.drawText(QRect(0, px(49), width, px(13)), Qt.AlignmentFlag.AlignCenter, self.item.key)
        if self._count:
            self._paint_count(painter, width)

    def _paint_count(self, painter: QPainter, width: int) -> None:
        theme, px = self._theme, self._theme.px
        text = str(self._count) if self._count < 100 else "99+"
        painter.setFont(theme.font(Use.KEYCAP))
        need = max(painter.fontMetrics().horizontalAdvance(text) + px(12), px(20))
        place = QRect(width // 2 + px(10), px(1), need, px(19))
        round_box(painter, place, px(9), theme.color(Role.COUNTER))
        painter.setPen(QColor(theme.color(Role.COUNTER_TEXT)))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


class Rail(Panel):
    """Sections from the top, all commands and help at the bottom."""

    chosen = Signal(str)
    """Id of the pressed item."""

    def __init__(
        self,
        theme: Theme,
        bottom: tuple[RailItem, ...] = (
            RailItem("commands", "menu-2", "Все команды", "F10"),
            RailItem("help", "help-circle", "Помощь", "F1"),
        ),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, Role.RAIL, (), parent)
        self._theme, self._narrow = theme, False
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 8, 0, 8)
        self._box.setSpacing(6)
        self._buttons: dict[str, RailButton] = {}
        self._sections = 0
        self._box.addStretch(1)
        for item in bottom:
            self._box.addWidget(self._button(item, checkable=False))
        theme.changed.connect(self._restyle)
        self._restyle()

    def _button(self, item: RailItem, *, checkable: bool) -> RailButton:
        button = RailButton(self._theme, item)
        button.setCheckable(checkable)
        button.setObjectName(item.id)
        button.clicked.connect(self._on_clicked)
        self._buttons[item.id] = button
        return button

    def _on_clicked(self) -> None:
        self.chosen.emit(self.sender().objectName())

    def add(self, item: RailItem) -> None:
        """A section below the ones before it."""
        self._box.insertWidget(self._sections, self._button(item, checkable=True))
        self._sections += 1

    def set_current(self, item_id: str) -> None:
        """Mark the current section."""
        for button_id, button in self._buttons.items():
            button.setChecked(button_id == item_id)

    def set_count(self, item_id: str, count: int) -> None:
        """The number that waits at a section."""
        self._buttons[item_id].set_count(count)

    def set_narrow(self, narrow: bool) -> None:
        """84 instead of 92 wide."""
        self._narrow = narrow
        self._restyle()

    def _restyle(self) -> None:
        self.setFixedWidth(self._theme.px(RAIL_NARROW if self._narrow else RAIL))
        for button in self._buttons.values():
            button.setMaximumHeight(self._theme.px(66))
