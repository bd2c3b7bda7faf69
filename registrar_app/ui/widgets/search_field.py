"""The large search field: a loupe, the text, the cap F3."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from registrar_app.ui.metrics import SEARCH
from registrar_app.ui.theme import Role, Theme, Use
from registrar_app.ui.widgets.keycap import draw_keycap, keycap_size

_SHORT_ABSENCES = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class SearchField(QLineEdit):
    """A line edit with room for the loupe and the key's cap."""

    def __init__(
        self, theme: Theme, placeholder: str, key: str = "F3", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._key = theme, key
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(f"Поиск: {placeholder}")
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        theme = self._theme
        self.setFont(theme.font(Use.SEARCH))
        self.setFixedHeight(theme.px(SEARCH))
        cap = keycap_size(theme, self._key).width()
        self.setTextMargins(theme.px(34), 0, cap + theme.px(16) if cap else theme.px(8), 0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A long text shows its beginning while nobody types in it."""
        super().focusOutEvent(event)
        if event.reason() not in _SHORT_ABSENCES:
            self.setCursorPosition(0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw loupe and cap over the field."""
        super().paintEvent(event)
        theme, painter = self._theme, QPainter(self)
        height, edge = self.height(), theme.px(20)
        loupe = QRect(theme.px(12), (height - edge) // 2, edge, edge)
        theme.icons.paint(painter, loupe, "search", theme.color(Role.TEXT2))
        if self._key:
            size = keycap_size(theme, self._key)
            place = QRect(
                self.width() - size.width() - theme.px(12), (height - size.height()) // 2,
                size.width(), size.height(),
            )  # fmt: skip
            draw_keycap(painter, place, theme, self._key, theme.color(Role.TEXT3), theme.color(Role.BORDER))
