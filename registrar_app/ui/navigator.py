"""The real ways between pages: stacks pages in the window, connects what belongs together."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from registrar_app.domain.clock import local_now
from registrar_app.domain.records import Identity, PersonRecord
from registrar_app.services.desk import Desk
from registrar_app.services.paper_shapes import PaperForm, PaperOrigin
from registrar_app.services.shapes import DraftView
from registrar_app.ui.batch_ways import BatchWays
from registrar_app.ui.commands import Command
from registrar_app.ui.device_ways import Devices, DeviceWays
from registrar_app.ui.entry import Entry
from registrar_app.ui.identity_flow import holds_typing
from registrar_app.ui.import_controller import CELL as IMPORT_CELL
from registrar_app.ui.import_flow import ImportFlow
from registrar_app.ui.main_window import MainWindow, Section
from registrar_app.ui.page_maker import PageMaker
from registrar_app.ui.pages.draft_keeper import NEW
from registrar_app.ui.pages.record import RecordPage
from registrar_app.ui.pages.start import StartPage
from registrar_app.ui.pairs_ways import PairsWays
from registrar_app.ui.paper_printing import PaperPrinter
from registrar_app.ui.print_ways import PrintWays
from registrar_app.ui.requests_ways import RequestsWays
from registrar_app.ui.search_ways import SearchWays
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.upgrade_runner import CELL as UPGRADE_CELL
from registrar_app.ui.upgrade_runner import UpgradeRunner
from registrar_app.ui.widgets.command_palette import PaletteLine
from registrar_app.ui.widgets.page import Page

if TYPE_CHECKING:
    from registrar_app.ui.pages.verify import VerifyPage

PATIENTS, PAPERS, SETTINGS = "patients", "papers", "settings"


class Navigator(QObject):
    """Implements ``Navigation`` over the window's sections and page stacks."""

    def __init__(
        self,
        window: MainWindow,
        desk: Desk,
        tasks: Tasks,
        devices: Devices,
        parent: QObject | None = None,
    ) -> None:
        """Build the sections and show who works here.

        Args:
            window: The window.
            desk: Use cases.
            tasks: Threads.
            devices: Card reader, scanner, folder of scans.
            parent: Qt's owner.
        """
        from registrar_app.ui.pages.label import LabelPrinter

        super().__init__(parent)
        self.window, self._desk, self._tasks = window, desk, tasks
        self._theme, self._messages, self._clock = window.theme, window.messages, local_now
        self.printer = PaperPrinter(desk, tasks, self)
        self.labels = LabelPrinter(
            self._theme, desk, tasks, self._messages, self, self.window.push_page, self
        )
        self.pages = PageMaker(self._theme, desk, tasks, self._messages, self, self._clock, self.printer)
        self.pairs = PairsWays(window, desk, tasks, self._messages, self, self._clock, self)
        self.requests = RequestsWays(window, desk, tasks, self._messages, self, self._clock, self)
        self.batches = BatchWays(window, desk, tasks, self._messages, self, self._clock, self.printer, self)
        self.devices = DeviceWays(window, desk, tasks, self._messages, self, self._clock, devices, self)
        self.search = SearchWays(
            window, desk, tasks, self.pages, self, self._clock, self.devices.cards.read_again, self
        )
        self.devices.connect_search(self.search)
        self.entry = Entry(window, desk, tasks, self)
        self.entry.covered.connect(self._on_covered)
        self.entry.uncovered.connect(self._on_uncovered)
        self.entry.uncovered.connect(self.pairs.ask)
        self.imports = ImportFlow(window, desk, tasks, self._messages, self, self._clock, self)
        self.upgrades = UpgradeRunner(desk, tasks, self._messages, window.status.cell(UPGRADE_CELL), self)
        self.prints = PrintWays(window, desk, tasks, self._messages, self._clock, self)
        tasks.data_changed.connect(self.upgrades.on_data_changed)
        self.upgrades.lifted.connect(self._on_lifted)
        self._sections()
        self._commands()
        window.status.cell_clicked.connect(self._on_cell)
        tasks.data_changed.connect(self.refresh)
        window.open_section(PATIENTS)
        self.entry.begin()

    # -- building -------------------------------------------------------------------------------

    def _sections(self) -> None:
        add = self.window.add_section
        add(Section(PATIENTS, "users", "Пациенты", "Ctrl+1", self._start_page, self.search.pane))
        add(Section(PAPERS, "certificate", "Справки", "Ctrl+2", self._journal_page, self.requests.pane))
        add(Section(SETTINGS, "settings", "Настройки", "Ctrl+6", self._settings_page))

    def _journal_page(self) -> Page:
        page = self.requests.journal(self.pages.journal())
        page.batch_wanted.connect(self.batches.open)
        return page

    def _start_page(self) -> Page:
        page = self.pages.start(training=self.devices.is_training)
        page.search_wanted.connect(self.search.focus)
        page.new_wanted.connect(self.search.new_person)
        page.read_wanted.connect(self.devices.cards.read_again)
        page.draft_wanted.connect(self._continue_draft)
        page.pairs_wanted.connect(self.pairs.pairs)
        page.requests_wanted.connect(self.requests.show)
        page.running_out_wanted.connect(self.requests.running_out)
        return page

    def _settings_page(self) -> Page:
        page = self.pages.settings(self.devices.scans, self.imports)
        page.forms.page_wanted.connect(self.window.push_page)
        page.levels.hurry_wanted.connect(self.upgrades.hurry)
        self.upgrades.counted.connect(page.levels.show_counts)
        page.desk_renamed.connect(self.entry.rename_desk)
        return page

    def _commands(self) -> None:
        add = self.window.commands.add
        person, work, screen = "Пациент", "Работа", "Окно"
        add(
            Command("search.focus", "Найти пациента", self.search.focus, ("F3",), work),
            Command("search.similar", "Найти похожих, если опечатка", self.search.similar, ("Ctrl+F",), work),
            Command("person.new", "Новый пациент", self.search.new_person, ("Ctrl+N",), work),
            Command("card.read", "Прочитать карту ещё раз", self.devices.cards.read_again, ("F5",), work),
            Command("card.states", "Считыватель: состояние и советы", self.readers, ("F12",), work),
            Command(
                "card.exchange", "Сохранить протокол обмена с картой", self.devices.exchange.ask, (), work
            ),
            Command("person.edit", "Изменить запись", self._edit_open, ("F4",), person, self._why_nobody),
            Command("person.attach", "Прикрепить", self._attach_open, ("F8",), person, self._why_nobody),
            Command("person.paper", "Справка", self._paper_open, ("F9",), person, self._why_nobody),
            Command(
                "papers.upgrade", "Догнать метки времени сейчас", self.upgrades.hurry, ("Ctrl+Shift+T",), work
            ),
            Command("papers.verify", "Проверить справку: файл или код", self.verify_file, (), work),
            Command(
                "scan.file", "Штрихкод полиса из файла с картинкой", self.devices.scans.choose_file, (), work
            ),
            Command(
                "scan.copied", "Штрихкод полиса из буфера обмена", self.devices.scans.from_clipboard, (), work
            ),
            Command("desk.staff", "Сменить регистратора", self.sign_in, ("Ctrl+L",), screen),
        )

    def leave(self) -> None:
        """The program ends: pages that keep drafts write them, work behind the back stops."""
        self.pairs.leave()
        self.batches.leave()
        self.upgrades.stop()
        self.prints.leave()
        from registrar_app.ui.pages.edit import EditPage
        from registrar_app.ui.pages.paper import PaperPage

        for form in self.window.findChildren(EditPage):
            form.draft.flush()
        for paper in self.window.findChildren(PaperPage):
            paper.draft.flush()

    # -- ways of the protocol -------------------------------------------------------------------

    def home(self) -> None:
        """The start page, focus in the search field."""
        self.window.open_section(PATIENTS)
        self.window.pop_to_root(activate=True)
        self.search.focus()

    def person(self, person_id: UUID, tab: str = "data") -> None:
        """Open a record."""
        self._open_record(person_id, tab=tab, preview=False)

    def preview(self, person_id: UUID) -> None:
        """Show a record in passing; what is being typed stays."""
        if not holds_typing(self.window.page()):
            self._open_record(person_id, tab="data", preview=True)

    def _open_record(self, person_id: UUID, *, tab: str, preview: bool) -> None:
        page = self.window.page()
        if self.window.section == PATIENTS and isinstance(page, RecordPage):
            page.show_person(person_id, tab=tab, preview=preview)
        else:
            page = self.pages.record(person_id, tab, preview=preview)
            self.pairs.attach(page)
            page.label_wanted.connect(self.labels.print_label)
            page.closed.connect(self.search.on_record_closed)
            page.choice_wanted.connect(self._choose_paper)
            page.clear_wanted.connect(self.search.clear)
            page.loaded.connect(self._on_loaded)
            page.activated.connect(self.search.focus_list)
            self.window.replace_page(page, PATIENTS, activate=not preview)
        if not preview:
            page.activate()

    def edit(self, person_id: UUID, field: str = "") -> None:
        """Edit a record."""
        self._above_record(self.pages.edit(person_id=person_id, field=field))

    def edit_with(self, person_id: UUID, values: Mapping[str, str]) -> None:
        """Edit a record with proposed texts over its own."""
        self._above_record(self.pages.edit(person_id=person_id, values=values))

    def new_person(self, values: Mapping[str, str], identity: Identity | None = None) -> None:
        """An empty or filled new record."""
        self._above_record(self.pages.edit(values=values, identity=identity))

    def _continue_draft(self, draft: DraftView) -> None:
        if draft.key.startswith(NEW):
            self._above_record(self.pages.edit(draft=draft))
        else:
            self.edit(UUID(draft.key))  # the page takes up the draft of its record by itself

    def differences(self, person_id: UUID, identity: Identity) -> None:
        """What was read beside what is recorded."""
        page = self.pages.differences(person_id, identity)
        page.read_wanted.connect(self.devices.cards.read_again)
        self.search.select(person_id)
        self.window.replace_page(page, PATIENTS)

    def carry(
        self, person_id: UUID, typed: Mapping[str, str], draft_key: str, identity: Identity | None = None
    ) -> None:
        """A record in place of a new one."""
        self.pairs.carry(person_id, typed, draft_key, identity)

    def compare(self, person_id: UUID, other_id: UUID) -> None:
        """Two records that may be one person."""
        self.pairs.compare(person_id, other_id)

    def attachment(self, person_id: UUID) -> None:
        """Attach a person."""
        self._above_record(self.pages.attachment(person_id))

    def paper(self, form_key: str, person_id: UUID, origin: PaperOrigin | None = None) -> None:
        """Fill a paper; one that a request or another paper asks for stays over it, Esc leads back there."""
        page = self.pages.paper(form_key, person_id, origin)
        if origin is not None and self.window.section == PAPERS:
            self.window.push_page(page)
        else:
            self._above_record(page)

    def issued(self, certificate_id: UUID) -> None:
        """Look at an issued paper."""
        from registrar_app.ui.pages.issued import IssuedPage
        from registrar_app.ui.pages.paper import PaperPage

        page = self.pages.issued(certificate_id)
        if isinstance(self.window.page(), PaperPage | IssuedPage):
            self.window.pop_page()
        self.window.push_page(page)

    def journal(self) -> None:
        """The journal of papers."""
        self.window.open_section(PAPERS)

    def readers(self) -> None:
        """Reader states and advice."""
        self.devices.open_page()

    def settings(self, group: str = "") -> None:
        """Settings, a group where one is named."""
        from registrar_app.ui.pages.settings import SettingsPage

        self.window.open_section(SETTINGS)
        page = self.window.page()
        if group and isinstance(page, SettingsPage):
            page.show_group(group)

    def help(self, topic: str = "") -> None:
        """Help of the page in view."""
        del topic
        self.window.open_help()

    def sign_in(self) -> None:
        """Choose who works at the desk."""
        self.entry.sign_in()

    def refresh(self) -> None:
        """Data changed: the list reads them anew; pages in view do it when they are activated."""
        QTimer.singleShot(0, self, self.search.refresh)

    # -- covered and uncovered ------------------------------------------------------------------

    def _on_covered(self) -> None:
        self.devices.forget()
        self.search.hide()

    def _on_uncovered(self) -> None:
        """Show the list again, then a card that waited for somebody to sign in."""
        self.devices.read_waiting()
        self.search.show()
        if not holds_typing(self.window.page()):
            self.search.focus()

    # -- cells of the status bar ----------------------------------------------------------------

    def _on_lifted(self, certificate_id: UUID) -> None:
        """A paper in view got its timestamp."""
        from registrar_app.ui.pages.issued import IssuedPage

        page = self.window.page()
        if isinstance(page, IssuedPage) and page.certificate_id == certificate_id:
            page.refresh()

    def _on_cell(self, cell_id: str) -> None:
        if cell_id == "reader":
            self.readers()
        elif cell_id in ("scanner", "folder"):
            self.settings("scanner")
        elif cell_id == UPGRADE_CELL:
            self.settings("levels")
        elif cell_id == IMPORT_CELL:
            self.imports.open_current()
        elif cell_id == "staff":
            self.sign_in()

    # -- the open person ------------------------------------------------------------------------

    def _above_record(self, page: Page) -> None:
        """A page over the person's record; other pages above it go (their drafts are kept)."""
        if self.window.section != PATIENTS:
            self.window.open_section(PATIENTS)
        while not isinstance(self.window.page(), RecordPage | StartPage) and self.window.pop_page():
            pass
        self.window.push_page(page)

    def _open_person_id(self) -> UUID | None:
        page = self.window.page()
        person_id = getattr(page, "person_id", None)
        return person_id if isinstance(person_id, UUID) else None

    def _why_nobody(self) -> str:
        return "" if self._open_person_id() else "Сначала откройте пациента: F3 и фамилия"

    def _edit_open(self) -> None:
        person_id = self._open_person_id()
        if person_id is not None:
            self.edit(person_id)

    def _attach_open(self) -> None:
        person_id = self._open_person_id()
        if person_id is not None:
            self.attachment(person_id)

    def _paper_open(self) -> None:
        page = self.window.page()
        if isinstance(page, RecordPage):
            page.new_paper()

    def _choose_paper(self, forms: tuple[PaperForm, ...]) -> None:
        """Several papers can be made: a list that is searched by typing, Enter takes the first."""
        person_id = self._open_person_id()
        if person_id is None:
            return
        lines = [
            PaletteLine(
                one.short,
                "",
                one.title if one.title != one.short else "",
                partial(self.paper, one.key, person_id),
            )
            for one in forms
        ]
        self.window.open_choice("Какая справка?", "Номер или название", lines)

    def _on_loaded(self, record: PersonRecord) -> None:
        self.search.select(record.id)
        page = self.window.page()
        if isinstance(page, RecordPage):
            self.devices.photos.show_record(page, record)

    def verify_file(self, paths: Sequence[Path] = ()) -> None:
        """Check signed files that lie somewhere."""
        self._verify_page().check_files(paths)

    def verify_code(self, text: str) -> None:
        """Check the code of a paper that was scanned."""
        self._verify_page().check_code(text)

    def _verify_page(self) -> "VerifyPage":
        from registrar_app.ui.pages.verify import VerifyPage

        page = self.window.page()
        if not isinstance(page, VerifyPage):
            page = self.pages.verify()
            self.window.push_page(page)
        return page
