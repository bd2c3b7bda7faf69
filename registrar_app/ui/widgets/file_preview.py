"""A file as it looks: the page, what it is in words, pages to turn, sizes where it is seen large."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role, Theme, Use
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.label import Label, Panel
from registrar_app.ui.widgets.layouts import FlowLayout
from registrar_app.ui.widgets.paper_view import PaperView


class FilePreview(Panel):
    """Shows one file; PgUp and PgDn turn its pages, Ctrl+0 fits it where it is large."""

    large_wanted = Signal()
    """The file is to be seen alone."""

    def __init__(self, theme: Theme, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(theme, Role.SUBTLE, ("left", "right", "top", "bottom"), parent)
        self._theme = theme
        self._pages = 1
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 1, 1, 1)
        box.setSpacing(0)
        self.view = PaperView(theme, tasks)
        self.view.setMinimumSize(theme.px(200), theme.px(150))
        self.view.shown.connect(self._on_shown)
        self.view.failed.connect(self._on_failed)
        box.addWidget(self.view, 1)
        foot = QWidget()
        lines = QVBoxLayout(foot)
        lines.setContentsMargins(theme.px(10), theme.px(6), theme.px(10), theme.px(6))
        lines.setSpacing(theme.px(4))
        self._tools = QWidget()
        flow = FlowLayout(self._tools, gap=6)
        self._back = Button(theme, "Назад", key="PgUp", small=True, handler=lambda: self.turn(-1))
        self._page = Label(theme)
        self._on = Button(theme, "Дальше", key="PgDn", small=True, handler=lambda: self.turn(1))
        self._sizes = (
            Button(theme, "−", small=True, handler=lambda: self.view.step_zoom(-1)),
            Button(theme, "+", small=True, handler=lambda: self.view.step_zoom(1)),
            Button(
                theme, "Вместить", kind=ButtonKind.QUIET, key="Ctrl+0", small=True,
                handler=lambda: self.view.set_zoom(None),
            ),
        )  # fmt: skip
        self._sizes[0].setAccessibleName("Мельче")
        self._sizes[1].setAccessibleName("Крупнее")
        self._enlarge = Button(
            theme, "Крупно", kind=ButtonKind.QUIET, key="Enter", small=True, handler=self.large_wanted.emit
        )
        for widget in (self._back, self._page, self._on, *self._sizes, self._enlarge):
            flow.addWidget(widget)
        lines.addWidget(self._tools)
        self._words = Label(theme, role=Role.TEXT2, use=Use.SMALL, wrap=True)
        lines.addWidget(self._words)
        row = QHBoxLayout()
        row.addWidget(foot)
        box.addLayout(row)
        self._is_large = False
        self._arrange()

    def _arrange(self) -> None:
        has_pages = self._pages > 1
        for widget in (self._back, self._page, self._on):
            widget.setVisible(has_pages)
        for widget in self._sizes:
            widget.setVisible(self._is_large)
        self._enlarge.setVisible(not self._is_large and bool(self._words.text()))
        self._page.setText(f"{self.view.page + 1} из {self._pages}")

    def set_large(self, large: bool) -> None:
        """Alone on the page, with its sizes, or beside the list and fitted."""
        if large != self._is_large:
            self._is_large = large
            self.view.set_zoom(None)
            self._arrange()

    def set_words(self, words: str, pages: int) -> None:
        """What the file is; the picture of the one before stays until the new one is there."""
        self._words.setText(words)
        self._pages = pages
        self._arrange()

    def show_file(self, data: bytes) -> None:
        """Another file, from its first page."""
        self.view.clear()
        self.view.set_zoom(None)
        self.view.set_pdf(data)

    def clear(self) -> None:
        """Nothing is chosen."""
        self.view.clear()
        self.set_words("", 1)

    def turn(self, step: int) -> None:
        """The next or the former page."""
        self.view.set_page(min(max(self.view.page + step, 0), self._pages - 1))

    def _on_shown(self, page: int, pages: int) -> None:
        del page
        self._pages = pages
        self._arrange()

    def _on_failed(self) -> None:
        self._words.setText("Этот файл не показать. Ctrl+S — сохранить копию и открыть другой программой.")
