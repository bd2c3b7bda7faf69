"""The window: rail, left pane, page, status bar; how keys go through them stands in ``window_keys``.

Sections, pages and commands come from others; the window knows none of them by name. A section brings a page
(its root) and perhaps a left pane. Pages are stacked within a section: ``push_page`` opens one, Esc or
``pop_page`` returns to the one below.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from registrar_app.domain.clock import Clock, local_now
from registrar_app.ui.commands import Command, Commands
from registrar_app.ui.keyboard import KeyRouter
from registrar_app.ui.messages import Message, Messages, Place
from registrar_app.ui.metrics import PANE, PANE_NARROW, TRAINING_BAND, WidthClass
from registrar_app.ui.scan_keys import ScanKeys
from registrar_app.ui.theme import Role, Theme, Use
from registrar_app.ui.widgets.command_palette import CommandPalette, PaletteLine
from registrar_app.ui.widgets.label import Label, Panel
from registrar_app.ui.widgets.list_pane import ListPane
from registrar_app.ui.widgets.page import Page
from registrar_app.ui.widgets.rail import Rail, RailItem
from registrar_app.ui.widgets.status_bar import StatusBar
from registrar_app.ui.window_keys import WindowKeys


@dataclass(frozen=True, slots=True)
class Section:
    """A place of the rail."""

    id: str
    icon: str
    word: str
    key: str
    page: Callable[[], Page]
    """Makes the root page, when the section is first opened."""
    pane: Callable[[], QWidget] | None = None
    """Makes the left pane; None for sections that use the whole width."""


class TrainingBand(Panel):
    """«УЧЕБНЫЙ РЕЖИМ · данные придуманы», on every page."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, Role.TRAIN_TINT, ("bottom",))
        self.setFixedHeight(theme.px(TRAINING_BAND))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 1)
        row.addStretch(1)
        row.addWidget(Label(theme, "УЧЕБНЫЙ РЕЖИМ · данные придуманы", role=Role.TRAIN, use=Use.SMALL_BOLD))
        row.addStretch(1)


class MainWindow(QWidget):
    """The one window of the program."""

    section_changed = Signal(str)
    """Id of the section shown now."""
    page_shown = Signal(object)
    """The ``Page`` that is in view now."""
    closing = Signal()
    """The window is being closed; the composition root shuts the program down."""

    def __init__(
        self,
        theme: Theme,
        commands: Commands,
        messages: Messages,
        *,
        training: bool = False,
        now: Clock = local_now,
    ) -> None:
        super().__init__()
        self.theme, self.commands, self.messages, self._now = theme, commands, messages, now
        self.setWindowTitle("Регистратура" + (" · учебный режим" if training else ""))
        self.setMinimumSize(1024, 600)
        self._sections: dict[str, Section] = {}
        self._stacks: dict[str, list[Page]] = {}
        self._panes: dict[str, QWidget] = {}
        self._section = ""
        self._overlay: QWidget | None = None
        self.width_class = WidthClass.WIDE
        self._build(training)
        self.palette_sheet = CommandPalette(theme, self)
        self._keys = WindowKeys(self, self.palette_sheet)
        self._connect()
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._show_time)
        self._tick.start()
        self._show_time()
        self.scan_keys = ScanKeys(self)
        self._router = KeyRouter(self, self.handle_key, self.scan_keys.take)

    def _build(self, training: bool) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        if training:
            outer.addWidget(TrainingBand(self.theme))
        self._front = QStackedWidget()
        work = QWidget()
        row = QHBoxLayout(work)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.rail = Rail(self.theme)
        self.panes = QStackedWidget()
        self.pages = QStackedWidget()
        row.addWidget(self.rail)
        row.addWidget(self.panes)
        row.addWidget(self.pages, 1)
        self._front.addWidget(work)
        outer.addWidget(self._front, 1)
        self.status = StatusBar(self.theme)
        outer.addWidget(self.status)

    def _connect(self) -> None:
        self.rail.chosen.connect(self._on_rail)
        self.messages.told.connect(self._on_told)
        self.messages.banner_cleared.connect(self._on_banner_cleared)
        self.commands.refused.connect(self._on_refused)
        self.palette_sheet.refused.connect(self._on_refused)
        self.theme.changed.connect(self._arrange)

    # -- sections and pages ---------------------------------------------------------------------

    def add_section(self, section: Section) -> None:
        """Put a section into the rail; its page and pane are made when it is first opened."""
        self._sections[section.id] = section
        self.rail.add(RailItem(section.id, section.icon, section.word, section.key))
        self.commands.add(
            Command(f"section.{section.id}", section.word, _Open(self, section.id), (section.key,), "Разделы")
        )

    @property
    def section(self) -> str:
        """Id of the section shown."""
        return self._section

    def page(self) -> Page | None:
        """The page shown."""
        stack = self._stacks.get(self._section)
        return stack[-1] if stack else None

    def pane(self, section_id: str | None = None) -> QWidget | None:
        """The left pane of a section that was opened, by default of the current one."""
        return self._panes.get(section_id or self._section)

    def open_section(self, section_id: str) -> None:
        """Show a section as it was left."""
        section = self._sections[section_id]
        if section_id not in self._stacks:
            if section.pane is not None:
                self._panes[section_id] = section.pane()
                self.panes.addWidget(self._panes[section_id])
            self._stacks[section_id] = []
            self._put(section_id, section.page())
        self._section = section_id
        self.rail.set_current(section_id)
        self._show()
        self.section_changed.emit(section_id)

    def _put(self, section_id: str, page: Page) -> None:
        self._stacks[section_id].append(page)
        self.pages.addWidget(page)
        page.close_requested.connect(self.pop_page)

    def push_page(self, page: Page, section_id: str | None = None) -> None:
        """Open a page over those of a section, by default of the current one."""
        section_id = section_id or self._section
        if section_id != self._section:
            self.open_section(section_id)
        self._put(section_id, page)
        self._show()

    def replace_page(self, page: Page, section_id: str | None = None, *, activate: bool = True) -> None:
        """Put a page in place of all opened ones above the root (the person previewed while the list moves).

        Args:
            page: The page.
            section_id: Section, by default the current one.
            activate: False leaves the focus where it is.
        """
        section_id = section_id or self._section
        if section_id != self._section:
            self.open_section(section_id)
        old = self._stacks[section_id][1:]
        del self._stacks[section_id][1:]
        self._put(section_id, page)
        self._show(activate=activate)
        for one in old:
            self._drop(one)

    def pop_page(self) -> bool:
        """Return to the page below; whether there was one."""
        stack = self._stacks.get(self._section, [])
        if len(stack) < 2:
            return False
        self._pop_one(stack)
        self._show()
        return True

    def pop_to_root(self, *, activate: bool = True) -> None:
        """Return to the section's root page."""
        stack = self._stacks.get(self._section, [])
        while len(stack) > 1:
            self._pop_one(stack)
        self._show(activate=activate)

    def _pop_one(self, stack: list[Page]) -> None:
        self.pages.setCurrentWidget(stack[-2])
        self._drop(stack.pop())

    def _drop(self, page: Page) -> None:
        self.pages.removeWidget(page)
        page.hide()
        page.deleteLater()

    def _show(self, *, activate: bool = True) -> None:
        pane, page = self._panes.get(self._section), self.page()
        self.panes.setVisible(pane is not None and not (page is not None and page.takes_whole_width))
        if pane is not None:
            self.panes.setCurrentWidget(pane)
        if page is not None:
            page.set_width_class(self.width_class)
            self.pages.setCurrentWidget(page)
            self.page_shown.emit(page)
            # Under an overlay nobody sees it; taking the overlay away activates it.
            if activate and not self.is_covered:
                page.activate()

    @property
    def is_covered(self) -> bool:
        """Whether an overlay stands over the sections."""
        return self._overlay is not None

    @property
    def overlay(self) -> QWidget | None:
        """What covers the sections now."""
        return self._overlay

    def show_overlay(self, overlay: QWidget | None) -> None:
        """Cover rail, pane and page with one widget (login, lock, wizard), or uncover them with None.

        Keys go to the overlay's ``press_key(key) -> bool`` if it is a ``Page``; commands sleep meanwhile.
        """
        if self._overlay is not None:
            self._front.removeWidget(self._overlay)
            self._overlay.hide()
            self._overlay.deleteLater()
        self._overlay = overlay
        if overlay is None:
            self._front.setCurrentIndex(0)
            self._show()
            return
        self._front.addWidget(overlay)
        self._front.setCurrentWidget(overlay)
        if isinstance(overlay, Page):
            overlay.activate()

    # -- keys and sheets --------------------------------------------------------------------------

    def handle_key(self, key: str) -> bool:
        """Send a key its way; whether it was used."""
        return self._keys.handle(key)

    def open_commands(self) -> None:
        """F10: everything that can be done."""
        self._keys.open_commands()

    def open_help(self) -> None:
        """F1: the keys of this page first, then everything else."""
        self._keys.open_help()

    def open_choice(self, title: str, wanted: str, lines: Sequence[PaletteLine]) -> None:
        """A list to pick one thing from, searched by typing.

        Args:
            title: What is asked: «Какая справка?».
            wanted: What may be typed, for the empty search field.
            lines: The things; Enter takes the marked one, Esc none.
        """
        self.palette_sheet.open(title, lines, wanted)

    # -- messages, time, size -------------------------------------------------------------------

    def _on_rail(self, item_id: str) -> None:
        if item_id in self._sections:
            self.open_section(item_id)
        else:
            self.commands.run(f"window.{item_id}")

    def _on_refused(self, reason: str) -> None:
        self.messages.status(reason, Role.INFO)

    def _on_told(self, message: Message) -> None:
        page = self.page()
        if message.place is Place.STATUS or page is None or self._overlay is not None:
            self.status.say(message.title, message.role)
            return
        page.banner.show_message(
            message.role, message.title, message.text, code=message.code, action=message.action
        )
        page.body_area.verticalScrollBar().setValue(0)

    def _on_banner_cleared(self) -> None:
        page = self.page()
        if page is not None:
            page.banner.clear()

    def _show_time(self) -> None:
        text = self._now().strftime("%H:%M")
        if self.status.clock.text() != text:
            self.status.clock.set_state("clock", text, Role.NEUTRAL)

    def set_staff(self, words: str) -> None:
        """Who sits here and where: «Лебедева Н. П. · окно 3»."""
        self.status.staff.set_state("user-circle", words, Role.NEUTRAL)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange for the new width."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        self.width_class = WidthClass.of(self.width() / self.theme.scale)
        narrow = self.width_class is not WidthClass.WIDE
        self.rail.set_narrow(narrow)
        self.panes.setFixedWidth(self.theme.px(PANE_NARROW if narrow else PANE))
        for pane in self._panes.values():
            if isinstance(pane, ListPane):
                pane.set_narrow(narrow)
        page = self.page()
        if page is not None:
            page.set_width_class(self.width_class)
        if self.palette_sheet.isVisible():
            self.palette_sheet.place()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell the composition root."""
        self._tick.stop()
        self.closing.emit()
        super().closeEvent(event)


class _Open:
    """Handler that opens a section."""

    def __init__(self, window: MainWindow, section_id: str) -> None:
        self._window, self._section_id = window, section_id

    def __call__(self) -> None:
        self._window.open_section(self._section_id)
