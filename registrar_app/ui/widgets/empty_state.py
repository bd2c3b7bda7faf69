"""What stands on a page that has nothing to show yet: a sentence and what can be done, each with its key."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from registrar_app.ui.paint import elided, focus_ring
from registrar_app.ui.theme import Role, Theme, Use
from registrar_app.ui.widgets.keycap import draw_keycap, keycap_size
from registrar_app.ui.widgets.label import Label
from registrar_app.ui.widgets.section import SectionTitle


@dataclass(frozen=True, slots=True)
class ActionLine:
    """A line of the list of actions."""

    icon: str
    text: str
    hint: str
    key: str
    handler: Callable[[], object]


class ActionRow(QAbstractButton):
    """Icon, bold words, a hint and the key; as wide as the page, with a hairline below."""

    def __init__(self, theme: Theme, line: ActionLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._line = theme, line
        self.setText(line.text)
        self.setAccessibleName(line.text)
        self.setAccessibleDescription(f"{line.hint}, клавиша {line.key}" if line.key else line.hint)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)
        theme.changed.connect(self.updateGeometry)

    def _on_clicked(self) -> None:
        self._line.handler()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """46 high."""
        return QSize(self._theme.px(300), self._theme.px(46))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the line."""
        theme, px, painter, rect = self._theme, self._theme.px, QPainter(self), self.rect()
        if self.underMouse() or self.isDown():
            painter.fillRect(rect, theme.color(Role.SUBTLE))
        painter.fillRect(0, rect.bottom(), rect.width(), 1, theme.color(Role.LINE))
        edge, height = px(22), rect.height()
        icon = QRect(px(14), (height - edge) // 2, edge, edge)
        theme.icons.paint(painter, icon, self._line.icon, theme.color(Role.ACCENT))
        cap = keycap_size(theme, self._line.key)
        right = rect.width() - px(14) - cap.width()
        x = px(48)
        bold = QFontMetrics(theme.font(Use.BOLD)).horizontalAdvance(self._line.text)
        painter.setFont(theme.font(Use.BOLD))
        painter.setPen(theme.color(Role.TEXT))
        painter.drawText(QRect(x, 0, bold + 2, height), Qt.AlignmentFlag.AlignVCenter, self._line.text)
        x += bold + px(13)
        painter.setFont(theme.font(Use.BODY))
        painter.setPen(theme.color(Role.TEXT2))
        room = right - px(10) - x
        hint = elided(painter, self._line.hint, room)
        painter.drawText(QRect(x, 0, room, height), Qt.AlignmentFlag.AlignVCenter, hint)
        if self._line.key:
            place = QRect(right, (height - cap.height()) // 2, cap.width(), cap.height())
            draw_keycap(
                painter, place, theme, self._line.key, theme.color(Role.TEXT3), theme.color(Role.BORDER)
            )
        if self.hasFocus():
            focus_ring(painter, rect, theme)


class EmptyState(QWidget):
    """Title, sentence and a list of actions; a picture may stand at the left of the title."""

    def __init__(
        self,
        theme: Theme,
        title: str,
        text: str = "",
        *,
        actions_title: str = "Что можно сделать",
        actions: Sequence[ActionLine] = (),
        picture: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.px(18), theme.px(30), theme.px(18), 0)
        box.setSpacing(theme.px(8))
        head = QHBoxLayout()
        head.setSpacing(theme.px(18))
        if picture is not None:
            head.addWidget(picture)
        words = QVBoxLayout()
        words.setSpacing(theme.px(8))
        words.addStretch(1)
        words.addWidget(Label(theme, title, use=Use.TITLE, wrap=True))
        if text:
            words.addWidget(Label(theme, text, role=Role.TEXT2, wrap=True))
        words.addStretch(1)
        head.addLayout(words, 1)
        box.addLayout(head)
        if actions:
            box.addSpacing(theme.px(20))
            box.addWidget(SectionTitle(theme, actions_title, hairline=False))
        self.rows = [ActionRow(theme, line) for line in actions]
        rows = QVBoxLayout()
        rows.setSpacing(0)
        for row in self.rows:
            rows.addWidget(row)
        box.addLayout(rows)
