"""A page with the paper at its right: fields or facts at the left, the sheet takes the rest."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Theme
from registrar_app.ui.widgets.page import Page
from registrar_app.ui.widgets.paper_panel import PaperPanel

_LEFT_WIDTH, _LEFT_SHARE = 606, 0.475


class SplitPage(Page):
    """Base of the pages that show a paper."""

    takes_whole_width = True

    def __init__(self, theme: Theme, tasks: Tasks) -> None:
        super().__init__(theme)
        self._left = QWidget()
        self.left = QVBoxLayout(self._left)
        self.left.setContentsMargins(0, 0, 0, 0)
        self.left.setSpacing(0)
        self._middle.removeWidget(self.body_area)
        self.left.addWidget(self.body_area, 1)
        self._middle.addWidget(self._left)
        self.paper = PaperPanel(theme, tasks)
        self._middle.addWidget(self.paper, 1)

    def _place(self, widget: QWidget) -> tuple[int, int, int]:
        """Reading order: the left half from top to bottom, then the tools of the paper, then the bar."""
        zone, y, x = super()._place(widget)
        is_paper = widget is self.paper or self.paper.isAncestorOf(widget)
        return (2 if is_paper else zone), y, x

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The left half has its width, the paper takes the rest."""
        super().resizeEvent(event)
        self._left.setFixedWidth(min(self.theme.px(_LEFT_WIDTH), round(self.width() * _LEFT_SHARE)))
