"""Badges: a state in at most four words on its tint, with the icon of the role; not clickable."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from registrar_app.ui.metrics import BADGE, RADIUS_BADGE
from registrar_app.ui.paint import round_box
from registrar_app.ui.theme import STATUS_ICONS, Role, Theme, Use

_ICON = 15


def badge_size(theme: Theme, text: str, icon: str = "", *, use: Use = Use.SMALL) -> QSize:
    """Size a badge needs."""
    width = QFontMetrics(theme.font(use)).horizontalAdvance(text) + theme.px(16)
    if icon:
        width += theme.px(_ICON + 4)
    return QSize(width, theme.px(BADGE if use is Use.SMALL else 19))


def draw_badge(
    painter: QPainter,
    rect: QRect,
    theme: Theme,
    text: str,
    role: Role,
    *,
    icon: str = "",
    use: Use = Use.SMALL,
    on_selected: bool = False,
) -> None:
    """Draw a badge that fills ``rect``.

    Args:
        painter: Where to draw.
        rect: The badge's box.
        theme: Colours.
        text: The words.
        role: ok, info, warn, error, neutral or train.
        icon: Name of an icon, empty for none.
        use: Font.
        on_selected: It lies on a selected row: neutral gets the surface under it, others its edge.
    """
    fill, edge = theme.color(role.tint), None
    if on_selected:
        if role is Role.NEUTRAL:
            fill = theme.color(Role.SURFACE)
        else:
            edge = theme.color(Role.SURFACE)
    round_box(painter, rect, RADIUS_BADGE, fill, edge)
    painter.save()
    painter.setFont(theme.font(use))
    painter.setPen(theme.color(role))
    left = rect.x() + theme.px(8)
    if icon:
        size = theme.px(_ICON)
        box = QRect(left - theme.px(1), rect.y() + (rect.height() - size) // 2, size, size)
        theme.icons.paint(painter, box, icon, theme.color(role))
        left += theme.px(_ICON + 4)
    place = QRect(left, rect.y(), rect.right() - left + 1, rect.height())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
    painter.restore()


class Badge(QWidget):
    """A badge as a widget.

    ``short`` is shown instead in narrow windows (see ``set_short``).
    """

    def __init__(
        self,
        theme: Theme,
        text: str,
        role: Role = Role.NEUTRAL,
        *,
        icon: str | None = None,
        short: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._is_short = theme, False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)
        self.set_state(text, role, icon=icon, short=short)

    @property
    def text(self) -> str:
        """The full words."""
        return self._text

    @property
    def role(self) -> Role:
        """The status role."""
        return self._role

    def set_state(self, text: str, role: Role, *, icon: str | None = None, short: str = "") -> None:
        """Other words; ``icon`` None takes the role's own, empty takes none."""
        self._text, self._role, self._short = text, role, short
        self._icon = STATUS_ICONS.get(role, "") if icon is None else icon
        self.setAccessibleName(text)
        self._restyle()

    def set_short(self, short: bool) -> None:
        """Show the short words, for narrow windows."""
        self._is_short = short
        self._restyle()

    def _shown(self) -> str:
        return self._short if self._is_short and self._short else self._text

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """What icon and words need."""
        return badge_size(self._theme, self._shown(), self._icon)

    def minimumSizeHint(self) -> QSize:
        """The same: a badge is never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw it."""
        draw_badge(QPainter(self), self.rect(), self._theme, self._shown(), self._role, icon=self._icon)
