"""Small drawing helpers shared by the style and the painted widgets."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from registrar_app.ui.metrics import RADIUS
from registrar_app.ui.theme import Role, Theme


def round_box(
    painter: QPainter, rect: QRect | QRectF, radius: float, fill: QColor | None, edge: QColor | None = None,
    width: float = 1.0,
) -> None:  # fmt: skip
    """Draw a rounded box whose edge lies inside ``rect``, crisp at every device pixel ratio."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    inset = 0.0
    if edge is None:
        painter.setPen(Qt.PenStyle.NoPen)
    else:
        painter.setPen(QPen(edge, width))
        inset = width / 2
    box = QRectF(rect).adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(box, radius, radius)
    painter.restore()


def focus_ring(painter: QPainter, rect: QRect | QRectF, theme: Theme, radius: float = RADIUS) -> None:
    """The 2 px ring of the focused thing, inside its rectangle."""
    round_box(painter, rect, radius, None, theme.color(Role.FOCUS), 2)


_EDGES: dict[str, tuple[Role, float]] = {
    "": (Role.BORDER, 1),
    "normal": (Role.BORDER, 1),
    "repaired": (Role.INFO, 1),
    "warn": (Role.WARN, 2),
    "error": (Role.ERROR, 2),
    "readonly": (Role.LINE, 1),
}


def draw_field(
    painter: QPainter,
    rect: QRect,
    theme: Theme,
    *,
    state: str = "",
    focused: bool = False,
    enabled: bool = True,
) -> None:
    """Fill and edge of an editor: the one place where the states of a field look different.

    Args:
        painter: Where to draw.
        rect: The whole widget.
        theme: Colours.
        state: normal, repaired, warn, error or readonly.
        focused: Whether the ring is drawn; with an error or a question both stay visible.
        enabled: A disabled field looks read-only.
    """
    role, width = _EDGES.get(state, _EDGES[""]) if enabled else _EDGES["readonly"]
    quiet = state == "readonly" or not enabled
    fill = theme.color(Role.SUBTLE if quiet else Role.FOCUS_FILL if focused else Role.FIELD)
    if not focused:
        round_box(painter, rect, RADIUS, fill, theme.color(role), width)
        return
    round_box(painter, rect, RADIUS, fill, theme.color(Role.FOCUS), 2)
    if state in ("error", "warn"):
        inner = QRectF(rect).adjusted(3, 3, -3, -3)
        round_box(painter, inner, RADIUS - 2, None, theme.color(role), 1.5)


def hairline(painter: QPainter, theme: Theme, x1: int, y: int, x2: int) -> None:
    """A horizontal hairline, both ends included."""
    painter.fillRect(x1, y, x2 - x1 + 1, 1, theme.color(Role.LINE))


def elided(painter: QPainter, text: str, width: int) -> str:
    """The text cut at the right with an ellipsis if it is wider than ``width``."""
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(width, 0))
