"""The right half of a paper's page: sides and size, a line of law, the paper itself, a line below it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from registrar_app.ui.metrics import PAD
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role, Theme, Use
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.label import IconLabel, Label, Panel
from registrar_app.ui.widgets.layouts import FlowLayout
from registrar_app.ui.widgets.paper_view import PaperView

_SIDES = ("Лицевая", "Оборот")
_STEPS = ("Стр. назад", "Стр. вперёд")
_LOW = 360


class PaperPanel(Panel):
    """A ``PaperView`` with its tools; Alt+1 and Alt+2 turn the sheet or the pages, Ctrl+0 fits it."""

    def __init__(self, theme: Theme, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(theme, Role.SUBTLE, ("left",), parent)
        self._theme = theme
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 0, 0, 0)
        box.setSpacing(0)
        self.view = PaperView(theme, tasks)
        self.view.setMinimumHeight(theme.px(80))
        box.addWidget(self._make_tools())
        self._note = self._make_note()
        box.addWidget(self._note)
        box.addWidget(self.view, 1)
        self._foot = self._make_foot()
        box.addWidget(self._foot)
        self.set_sides(1)
        self.view.shown.connect(self._on_shown)
        self.view.zoom_changed.connect(self._on_zoom)

    def _make_tools(self) -> QWidget:
        theme = self._theme
        tools = _low(QWidget())
        line = QHBoxLayout(tools)
        pad = theme.px(14)
        line.setContentsMargins(pad, theme.px(9), pad, theme.px(9))
        line.setSpacing(theme.px(8))
        left = _low(QWidget())
        flow = FlowLayout(left, gap=8)
        self._sides = [
            Button(theme, words, key=f"Alt+{number}", handler=_Turn(self, number - 1))
            for number, words in enumerate(_SIDES, 1)
        ]
        self._pages, self._place = 1, Label(theme)
        for button in self._sides:
            button.setCheckable(True)
            flow.addWidget(button)
        flow.addWidget(self._place)
        self._sides[0].setChecked(True)
        line.addWidget(left, 1)
        right = _low(QWidget())
        sizes = FlowLayout(right, gap=8, right=True)
        self._smaller = Button(theme, "−", handler=lambda: self.view.step_zoom(-1))
        self._percent = Label(theme, "100 %")
        self._larger = Button(theme, "+", handler=lambda: self.view.step_zoom(1))
        fit = Button(
            theme, "Вместить", kind=ButtonKind.QUIET, key="Ctrl+0", handler=lambda: self.view.set_zoom(None)
        )
        for widget in (self._smaller, self._percent, self._larger, fit):
            sizes.addWidget(widget)
        line.addWidget(right, 1)
        return tools

    def _make_note(self) -> QWidget:
        theme = self._theme
        note = _low(Panel(theme, Role.INFO_TINT, ("top", "bottom")))
        line = QHBoxLayout(note)
        line.setContentsMargins(theme.px(14), theme.px(8), theme.px(14), theme.px(8))
        line.setSpacing(theme.px(8))
        line.addWidget(IconLabel(theme, "info-circle", role=Role.INFO, size=18), 0, Qt.AlignmentFlag.AlignTop)
        self._note_text = Label(theme, use=Use.BANNER, wrap=True)
        line.addWidget(self._note_text, 1)
        note.hide()
        return note

    def _make_foot(self) -> QWidget:
        theme = self._theme
        foot = _low(Panel(theme, Role.SUBTLE, ("top",)))
        line = QHBoxLayout(foot)
        line.setContentsMargins(theme.px(14), theme.px(8), theme.px(PAD), theme.px(8))
        line.setSpacing(theme.px(8))
        line.addWidget(IconLabel(theme, "printer", size=18), 0, Qt.AlignmentFlag.AlignTop)
        self._foot_text = Label(theme, role=Role.TEXT2, wrap=True)
        line.addWidget(self._foot_text, 1)
        self._foot_line = line
        foot.hide()
        return foot

    # -- filling --------------------------------------------------------------------------------

    def set_sides(self, sides: int) -> None:
        """One side needs no buttons to turn it; of more than two the buttons turn the pages."""
        self._pages = sides
        is_booklet = sides > len(_SIDES)
        for button, words in zip(self._sides, _STEPS if is_booklet else _SIDES, strict=True):
            button.setVisible(sides > 1)
            button.setCheckable(not is_booklet)
            button.set_text(words)
        self._place.setVisible(is_booklet)

    def set_note(self, text: str) -> None:
        """The line of law, empty to hide it."""
        self._note_text.setText(text)
        self._note.setVisible(bool(text))

    def set_foot(self, text: str, button: Button | None = None) -> None:
        """Words under the paper (printer, sheet), with at most one button."""
        self._foot_text.setText(text)
        self._show_foot()
        if button is not None:
            self._foot_line.addWidget(button)

    def _show_foot(self) -> None:
        """In a low window the paper needs the room more."""
        is_low = self.height() < self._theme.px(_LOW)
        self._foot.setVisible(bool(self._foot_text.text()) and not is_low)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep or drop the line below."""
        super().resizeEvent(event)
        self._show_foot()

    def turn(self, page: int) -> None:
        """Show a side, from 0."""
        self.view.set_page(page)
        self._mark_side(page)

    def press_side(self, number: int) -> None:
        """Alt+1, Alt+2: the side of that number from 0, or a page back and forth."""
        if self._pages <= len(_SIDES):
            self.turn(number)
        else:
            step = 1 if number else -1
            self.turn(min(max(self.view.page + step, 0), self._pages - 1))

    def _mark_side(self, page: int) -> None:
        for number, button in enumerate(self._sides):
            if button.isCheckable():
                button.setChecked(number == page)
        self._place.setText(f"стр. {page + 1} из {self._pages}")

    def _on_shown(self, page: int, pages: int) -> None:
        self.set_sides(pages)
        self._mark_side(page)

    def _on_zoom(self, percent: int) -> None:
        self._percent.setText(f"{percent}\u00a0%")


class _Turn:
    """Handler of a side's button; keeps its page, not a loop variable."""

    def __init__(self, panel: PaperPanel, page: int) -> None:
        self._panel, self._page = panel, page

    def __call__(self) -> None:
        self._panel.press_side(self._page)


def _low(widget: QWidget) -> QWidget:
    """As high as its content, height following the width."""
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    widget.setSizePolicy(policy)
    return widget
