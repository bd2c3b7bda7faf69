"""The label of the outpatient record: printed at once, or shown here when it could not be printed."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject

from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.problems import Problem
from registrar_app.services.desk import Desk
from registrar_app.services.paper_shapes import Printed
from registrar_app.ui.messages import ROLES, Messages
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.paper_printing import PaperPrinter, PrintWish, printed_words
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Theme
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.page import Page
from registrar_app.ui.widgets.paper_view import PaperView


class LabelPage(Page):
    """A label that waits for a printer."""

    def __init__(
        self, theme: Theme, tasks: Tasks, messages: Messages, go: Navigation, printer: PaperPrinter,
        pdf: bytes, form_key: str, problem: Problem | None = None,
    ) -> None:  # fmt: skip
        """Make the page.

        Args:
            theme: Colours.
            tasks: Threads.
            messages: Words in the status bar.
            go: Ways to other pages.
            printer: Prints the label.
            pdf: The label.
            form_key: Its form.
            problem: Why it was not printed at once.
        """
        super().__init__(theme)
        self._messages, self._go, self._printer = messages, go, printer
        self._pdf, self._form_key = pdf, form_key
        self.set_title("Этикетка медицинской карты", "печатается на принтере этикеток, масштаб 100\u00a0%")
        self.view = PaperView(theme, tasks)
        self.fill(self.view)
        self.view.set_pdf(pdf)
        self._print = Button(
            theme, "Напечатать", kind=ButtonKind.PRIMARY, icon="printer", key="Ctrl+Shift+P",
            handler=self.print_now,
        )  # fmt: skip
        self.bar.add(
            self._print,
            Button(theme, "Печать…", icon="printer", key="Ctrl+P", handler=self.print_by_dialog),
            Button(theme, "Выбрать принтер", icon="settings", key="F4", handler=self._to_settings),
        )
        self.bar.add_right(
            Button(theme, "Назад", kind=ButtonKind.QUIET, key="Esc", handler=self.close_requested.emit)
        )
        if problem is not None:
            self._show(problem)

    def activate(self) -> None:
        """Enter prints."""
        self._print.setFocus()

    def _wish(self) -> PrintWish:
        return PrintWish(self._pdf, self._form_key, self._on_printed, self._on_failed)

    def print_now(self) -> None:
        """Ctrl+Shift+P: on the remembered printer."""
        self._printer.print_now(self._wish())

    def print_by_dialog(self) -> None:
        """Ctrl+P: choose the printer first."""
        self._printer.print_by_dialog(self._wish(), self)

    def _to_settings(self) -> None:
        self._go.settings("printing")

    def _on_printed(self, printed: Printed) -> None:
        self._messages.status(printed_words(printed, "Этикетка"))
        self.close_requested.emit()

    def _on_failed(self, error: RegistrarError) -> None:
        self._show(error.problem)

    def _show(self, one: Problem) -> None:
        self.banner.show_message(ROLES[one.level], one.text, one.way_out, code=one.code)


class LabelPrinter(QObject):
    """What ``label_wanted`` of the record page is connected to."""

    def __init__(
        self, theme: Theme, desk: Desk, tasks: Tasks, messages: Messages, go: Navigation,
        show: Callable[[Page], object], parent: QObject | None = None,
    ) -> None:  # fmt: skip
        """Make it.

        Args:
            theme: Colours.
            desk: Use cases.
            tasks: Threads.
            messages: Words in the status bar.
            go: Ways to other pages.
            show: Pushes a page onto the window.
            parent: Owner.
        """
        super().__init__(parent)
        self._theme, self._desk, self._tasks, self._messages, self._go = theme, desk, tasks, messages, go
        self._show = show
        self._printer = PaperPrinter(desk, tasks, self)

    def print_label(self, person_id: UUID) -> None:
        """Print a person's label on the remembered printer; without one show it."""
        labels = self._desk.labels
        self._tasks.run_query(
            lambda: (labels.usual(), labels.make(person_id)), lambda made: self._on_label(*made), parent=self
        )

    def _on_label(self, form_key: str, pdf: bytes) -> None:
        def not_printed(error: RegistrarError) -> None:
            self._show(
                LabelPage(
                    self._theme, self._tasks, self._messages, self._go, self._printer, pdf, form_key,
                    error.problem,
                )
            )  # fmt: skip

        self._printer.print_now(PrintWish(pdf, form_key, self._on_printed, not_printed))

    def _on_printed(self, printed: Printed) -> None:
        self._messages.status(printed_words(printed, "Этикетка"))
