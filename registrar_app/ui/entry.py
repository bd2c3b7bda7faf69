"""Who works at the desk: first set-up, the list of workers, what stays hidden meanwhile."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QProgressBar

from registrar_app.domain.problems import Problem
from registrar_app.domain.records.clinic import StaffMember
from registrar_app.ui.collector import settle
from registrar_app.ui.main_window import MainWindow
from registrar_app.ui.pages.sign_in import SignInPage
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role, Theme, Use
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.label import Label
from registrar_app.ui.widgets.page import Page

if TYPE_CHECKING:
    from registrar_app.services.desk import Desk

_WARM_UP_MS = 2000


class Entry(QObject):
    """Covers the window until somebody works here."""

    covered = Signal()
    """The window is being covered: take people's names off the screen."""
    uncovered = Signal()
    """Somebody works here: show what was hidden."""

    def __init__(self, window: MainWindow, desk: "Desk", tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window, self._desk, self._tasks = window, desk, tasks
        self._staff: StaffMember | None = None

    def begin(self) -> None:
        """At the start: first set-up of an empty profile, else the list of workers.

        The list is shown at every start, for people change at a desk; most times it stands already.
        """
        page = self._window.overlay
        if isinstance(page, SignInPage):
            self._listen(page)
            page.take_desk(self._desk)
            return
        self._tasks.run_query(lambda: self._desk.first_setup_needed, self._on_begin, parent=self)

    def _on_begin(self, setup: bool) -> None:
        if not setup:
            self.sign_in()
            return
        from registrar_app.ui.pages.first_setup import FirstSetupPage

        page = FirstSetupPage(self._window.theme, self._desk, self._tasks, with_training=False)
        page.done.connect(self._on_signed_in)
        self._window.show_overlay(page)

    def sign_in(self) -> None:
        """Choose who works at the desk; nobody's data stay on the screen meanwhile."""
        page = SignInPage(self._window.theme, self._desk, self._tasks)
        self._listen(page)
        self._window.show_overlay(page)

    def _listen(self, page: SignInPage) -> None:
        self.covered.emit()
        page.signed_in.connect(self._on_signed_in)
        page.cancelled.connect(self._uncover)

    def _on_signed_in(self, staff: StaffMember) -> None:
        if self._staff is None:
            QTimer.singleShot(_WARM_UP_MS, self, self._warm_up)
        self._staff = staff
        self._tasks.run_query(lambda: self._desk.desk_name, self.rename_desk, parent=self)
        self._uncover()

    def _warm_up(self) -> None:
        from registrar_app.ui.page_maker import warm_up

        self._tasks.run_job(warm_up, lambda _done: settle(), parent=self)

    def _uncover(self) -> None:
        self._window.show_overlay(None)
        self.uncovered.emit()

    def rename_desk(self, desk_name: str) -> None:
        """Show another name of the desk beside who works there."""
        if self._staff is not None:
            self._window.set_staff(f"{self._staff.name.short} · {desk_name}")


def show_refusal(window: MainWindow, problem: Problem) -> None:
    """The profile cannot be opened: one page that says why and what to do."""
    page = Page(window.theme, head=True)
    page.set_title("Базу открыть нельзя")
    page.banner.show_message(Role.ERROR, problem.text, problem.way_out, code=problem.code)
    close = Button(window.theme, "Закрыть программу", kind=ButtonKind.QUIET, key="Esc", handler=window.close)
    page.bar.add_right(close)
    window.show_overlay(page)
    close.setFocus()


class PreparingPage(Page):
    """The search is made ready after an update: how far it is; nothing can be pressed meanwhile."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.set_title("Готовим поиск", "один раз после обновления программы")
        self._share = Label(theme, use=Use.BIG)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Сколько готово")
        for one in (self._share, self._bar):
            self.body.addWidget(one)
        words = "Записи целы и остаются на месте. Окно откроется само, нажимать ничего не нужно."
        self.body.addWidget(Label(theme, words, wrap=True))
        self.body.addStretch(1)

    def show_share(self, done: int, whole: int) -> None:
        """«Готово 34 %»."""
        percent = min(100 * done // max(whole, 1), 100)
        self._share.setText(f"Готово {percent}\u00a0%")
        self._bar.setValue(percent)


def show_preparing(window: MainWindow, done: int, whole: int) -> None:
    """Cover the window with how far the search is ready.

    Args:
        window: The window.
        done: Steps done.
        whole: Steps in all.
    """
    page = window.overlay
    if not isinstance(page, PreparingPage):
        page = PreparingPage(window.theme)
        window.show_overlay(page)
    page.show_share(done, whole)
