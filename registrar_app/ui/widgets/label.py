"""Texts and plain surfaces that follow the theme."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from registrar_app.ui.theme import Role, Theme, Use


class Label(QLabel):
    """A text with a colour role and a use of font; plain text only, so data cannot become markup."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        role: Role = Role.TEXT,
        use: Use = Use.BODY,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._theme, self._role, self._use = theme, role, use
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        theme.changed.connect(self._restyle)
        self._restyle()

    def set_role(self, role: Role) -> None:
        """Another colour role."""
        self._role = role
        self._restyle()

    def _restyle(self) -> None:
        self.setFont(self._theme.font(self._use))
        palette = QPalette(self._theme.palette())
        palette.setColor(QPalette.ColorRole.WindowText, self._theme.color(self._role))
        self.setPalette(palette)


class IconLabel(QWidget):
    """A small icon in a colour role; decoration, the word beside it says the same."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        *,
        role: Role = Role.TEXT2,
        size: int = 20,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._icon, self._role, self._size = theme, icon, role, size
        theme.changed.connect(self._restyle)
        self._restyle()

    def set_icon(self, icon: str, role: Role) -> None:
        """Another icon or colour."""
        self._icon, self._role = icon, role
        self.update()

    def _restyle(self) -> None:
        edge = self._theme.px(self._size)
        self.setFixedSize(edge, edge)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the icon."""
        if self._icon:
            painter = QPainter(self)
            self._theme.icons.paint(painter, self.rect(), self._icon, self._theme.color(self._role))


class Panel(QWidget):
    """A surface with a background role and hairlines at chosen edges."""

    def __init__(
        self,
        theme: Theme,
        role: Role = Role.SURFACE,
        edges: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._panel_theme, self._panel_role, self._edges = theme, role, tuple(edges)
        theme.changed.connect(self.update)

    def set_panel_role(self, role: Role) -> None:
        """Another background."""
        self._panel_role = role
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Fill the background and draw the hairlines."""
        painter = QPainter(self)
        rect = self.rect()
        painter.fillRect(rect, self._panel_theme.color(self._panel_role))
        lines = {
            "left": QRect(0, 0, 1, rect.height()),
            "right": QRect(rect.right(), 0, 1, rect.height()),
            "top": QRect(0, 0, rect.width(), 1),
            "bottom": QRect(0, rect.bottom(), rect.width(), 1),
        }
        for edge in self._edges:
            painter.fillRect(lines[edge], self._panel_theme.color(Role.LINE))


class Hairline(QWidget):
    """A one-pixel line across the width."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedHeight(1)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the line."""
        QPainter(self).fillRect(self.rect(), self._theme.color(Role.LINE))
