"""The paper beside the form: a PDF or a picture, white in both themes, one side at a time.

Pages are rendered in a worker at the screen's pixel ratio; until the new picture is there the old one stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.page_render import POINT_PX, RenderedPage, render_page

_MM_PT = 72 / 25.4
_MARGIN = 18
_ZOOM_STEPS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)


@dataclass(frozen=True, slots=True)
class PaperArea:
    """Where a field stands on the paper."""

    field: str
    page: int
    """From 0."""
    left_mm: float
    top_mm: float
    """From the upper edge."""
    width_mm: float
    height_mm: float


class _Canvas(QWidget):
    """Draws surround, paper and marks; tells clicks in points of the paper."""

    clicked = Signal(float, float)
    """Millimetres from the left and from the top."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.page: RenderedPage | None = None
        self.marks: tuple[PaperArea, ...] = ()
        theme.changed.connect(self.update)

    def _origin(self) -> QPoint:
        if self.page is None:
            return QPoint(_MARGIN, _MARGIN)
        width = round(self.page.image.width() / self.page.image.devicePixelRatio())
        return QPoint(max((self.width() - width) // 2, _MARGIN), _MARGIN)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color(Role.SURROUND))
        if self.page is None:
            return
        origin, image = self._origin(), self.page.image
        width = round(image.width() / image.devicePixelRatio())
        height = round(image.height() / image.devicePixelRatio())
        shadow = self._theme.color(Role.BORDER)
        painter.setOpacity(0.5)
        painter.fillRect(origin.x() + 2, origin.y() + 2, width, height, shadow)
        painter.setOpacity(1.0)
        painter.drawImage(origin, image)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        for mark in self.marks:
            painter.fillRect(self._box(mark), self._theme.color(Role.PAPER_MATCH))

    def _box(self, area: PaperArea) -> QRectF:
        scale = (self.page.scale if self.page else 1.0) * _MM_PT
        origin = self._origin()
        return QRectF(
            origin.x() + area.left_mm * scale, origin.y() + area.top_mm * scale,
            area.width_mm * scale, area.height_mm * scale,
        )  # fmt: skip

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell where on the paper."""
        if self.page is not None:
            scale = self.page.scale * _MM_PT
            spot = event.position() - self._origin()
            self.clicked.emit(spot.x() / scale, spot.y() / scale)


class PaperView(QWidget):
    """Shows a page of a PDF or a picture held in memory; marks the field in work, a click tells the field."""

    field_clicked = Signal(str)
    shown = Signal(int, int)
    """A page is on the screen: number from 0, count."""
    failed = Signal()
    """The data could not be shown; the old page stays."""
    zoom_changed = Signal(int)
    """Percent of the paper's own size."""

    def __init__(self, theme: Theme, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._tasks = theme, tasks
        self._data = b""
        self._page, self._serial = 0, 0
        self._zoom: float | None = None
        self._areas: tuple[PaperArea, ...] = ()
        self._field = ""
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        self._canvas = _Canvas(theme)
        self._canvas.setAccessibleName("Вид бумаги")
        self._canvas.clicked.connect(self._on_clicked)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self._canvas)
        box.addWidget(self._area)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(30)
        self._timer.timeout.connect(self._render)
        self.setMinimumSize(theme.px(240), theme.px(160))

    @property
    def page(self) -> int:
        """The side shown, from 0."""
        return self._page

    @property
    def rendered(self) -> RenderedPage | None:
        """What is on the screen."""
        return self._canvas.page

    def set_pdf(self, data: bytes, areas: Sequence[PaperArea] | None = None) -> None:
        """Show another PDF; ``areas`` tell where its fields stand."""
        self._data = data
        if areas is not None:
            self._areas = tuple(areas)
        self._timer.start()

    def clear(self) -> None:
        """Show nothing; what is still being drawn is dropped."""
        self._data, self._page = b"", 0
        self._serial += 1
        self._timer.stop()
        self._canvas.page = None
        self._canvas.update()

    def set_page(self, page: int) -> None:
        """Show another side (Alt+1, Alt+2)."""
        if page != self._page:
            self._page = page
            self._timer.start()

    def set_zoom(self, zoom: float | None) -> None:
        """1.0 is 100 %, None fits (Ctrl+0)."""
        self._zoom = zoom
        self._timer.start()

    def step_zoom(self, step: int) -> None:
        """The next larger (1) or smaller (-1) zoom."""
        now = self.percent / 100
        wider = [one for one in _ZOOM_STEPS if one > now + 0.01]
        closer = [one for one in _ZOOM_STEPS if one < now - 0.01]
        if step > 0 and wider:
            self.set_zoom(wider[0])
        elif step < 0 and closer:
            self.set_zoom(closer[-1])

    @property
    def percent(self) -> int:
        """Size shown, in percent of the paper's own."""
        return round(self._canvas.page.scale / POINT_PX * 100) if self._canvas.page else 100

    def highlight(self, field: str) -> None:
        """Mark a field on the paper, empty for none; turns to the side it stands on."""
        self._field = field
        first = next((one for one in self._areas if one.field == field), None)
        if first is not None and first.page != self._page:
            self.set_page(first.page)
        self._mark()

    def _mark(self) -> None:
        self._canvas.marks = tuple(
            one for one in self._areas if one.field == self._field and one.page == self._page
        )
        self._canvas.update()

    def _render(self) -> None:
        if not self._data:
            return
        self._serial += 1
        room = self._area.viewport().size() - QSize(2 * _MARGIN, 2 * _MARGIN)
        job = _RenderJob(self._data, self._page, self._zoom, room, self.devicePixelRatioF(), self._serial)
        self._tasks.run_job(job, self._on_rendered, parent=self)

    def _on_rendered(self, result: "tuple[int, RenderedPage | None]") -> None:
        serial, page = result
        if serial != self._serial:
            return
        if page is None:
            self.failed.emit()
            return
        self._canvas.page = page
        self._page = min(self._page, page.pages - 1)
        width = round(page.image.width() / page.image.devicePixelRatio()) + 2 * _MARGIN
        height = round(page.image.height() / page.image.devicePixelRatio()) + 2 * _MARGIN
        fit = self._zoom is None
        self._canvas.setMinimumSize(QSize(0, 0) if fit else QSize(width, height))
        self._mark()
        self.shown.emit(self._page, page.pages)
        self.zoom_changed.emit(self.percent)

    def _on_clicked(self, left_mm: float, top_mm: float) -> None:
        for area in self._areas:
            inside = (
                area.page == self._page
                and area.left_mm <= left_mm <= area.left_mm + area.width_mm
                and area.top_mm <= top_mm <= area.top_mm + area.height_mm
            )
            if inside:
                self.field_clicked.emit(area.field)
                return

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel change the size."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A fitted page follows the room."""
        super().resizeEvent(event)
        if self._zoom is None:
            self._timer.start()


@dataclass(frozen=True, slots=True)
class _RenderJob:
    """What the worker is asked for."""

    data: bytes
    page: int
    zoom: float | None
    room: QSize
    dpr: float
    serial: int

    def __call__(self) -> tuple[int, RenderedPage | None]:
        return self.serial, render_page(self.data, self.page, zoom=self.zoom, room=self.room, dpr=self.dpr)
