"""The real ways between pages: stacks pages in the window, connects what belongs together."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from registrar_app.cards.monitor import CardMonitor
from registrar_app.cards.record import CardReading
from registrar_app.cards.scan_folder import FolderWatcher
from registrar_app.cards.serial_scanner import SerialScanner
from registrar_app.domain.records import Identity, PersonRecord, SearchResult
from registrar_app.services.desk import Desk
from registrar_app.services.paper_shapes import PaperForm, PaperOrigin
from registrar_app.services.shapes import DraftView, Found
from registrar_app.ui.batch_ways import BatchWays
from registrar_app.ui.card_controller import CardController
from registrar_app.ui.cards_bridge import CardsBridge
from registrar_app.ui.commands import Command
from registrar_app.ui.entry import Entry, local_now
from registrar_app.ui.exchange_saver import ExchangeSaver
from registrar_app.ui.identity_flow import IdentityFlow, holds_typing
from registrar_app.ui.import_controller import CELL as IMPORT_CELL
from registrar_app.ui.import_flow import ImportFlow
from registrar_app.ui.main_window import MainWindow, Section
from registrar_app.ui.page_maker import PageMaker
from registrar_app.ui.pages.draft_keeper import NEW
from registrar_app.ui.pages.nothing_found import NothingFoundPage
from registrar_app.ui.pages.record import RecordPage
from registrar_app.ui.pages.search_controller import SearchController
from registrar_app.ui.pages.start import StartPage
from registrar_app.ui.pairs_ways import PairsWays
from registrar_app.ui.paper_printing import PaperPrinter
from registrar_app.ui.photo_keeper import PhotoKeeper
from registrar_app.ui.photo_places import PhotoPlaces
from registrar_app.ui.print_ways import PrintWays
from registrar_app.ui.requests_ways import RequestsWays
from registrar_app.ui.scan_bridge import ScanBridge
from registrar_app.ui.scan_controller import ScanController
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role
from registrar_app.ui.upgrade_runner import CELL as UPGRADE_CELL
from registrar_app.ui.upgrade_runner import UpgradeRunner
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.command_palette import PaletteLine
from registrar_app.ui.widgets.list_pane import ListPane
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
        bridge: CardsBridge,
        monitor: CardMonitor,
        scan_bridge: ScanBridge,
        scanner: SerialScanner,
        folder: FolderWatcher,
        put_card: Callable[[str], object] | None,
        parent: QObject | None = None,
    ) -> None:
        """Build the sections and show who works here.

        Args:
            window: The window.
            desk: Use cases.
            tasks: Threads.
            bridge: Signals of the card thread.
            monitor: The card thread.
            scan_bridge: Signals of the scanner thread.
            scanner: The scanner thread.
            folder: The thread of the folder with scans.
            put_card: In training puts a simulated card in by its key, empty key takes it out; else None.
            parent: Qt's owner.
        """
        from registrar_app.ui.pages.label import LabelPrinter

        super().__init__(parent)
        self.window, self._desk, self._tasks, self._monitor = window, desk, tasks, monitor
        self._theme, self._messages, self._clock = window.theme, window.messages, local_now
        self._put_card = put_card
        self.printer = PaperPrinter(desk, tasks, self)
        self.labels = LabelPrinter(
            self._theme, desk, tasks, self._messages, self, self.window.push_page, self
        )
        self.pages = PageMaker(self._theme, desk, tasks, self._messages, self, self._clock, self.printer)
        self.pairs = PairsWays(window, desk, tasks, self._messages, self, self._clock, self)
        self.requests = RequestsWays(window, desk, tasks, self._messages, self, self._clock, self)
        self.batches = BatchWays(window, desk, tasks, self._messages, self, self._clock, self.printer, self)
        self._search: SearchController | None = None
        self.entry = Entry(window, desk, tasks, self)
        self.entry.covered.connect(self._on_covered)
        self.entry.uncovered.connect(self._on_uncovered)
        self.entry.uncovered.connect(self.pairs.ask)
        self.flow = IdentityFlow(desk, tasks, self._messages, self, self._is_typing, self)
        self.cards = CardController(self.flow, self._messages, self._is_typing, monitor.read_again, self)
        self.photos = PhotoPlaces(window, self.flow, self)
        self.photo_keeper = PhotoKeeper(desk, tasks, self.flow, self)
        self.exchange = ExchangeSaver(
            tasks, self._messages, self._clock, lambda: self._monitor.latest, window
        )
        self._status: object = None
        self._waiting_card: CardReading | None = None
        bridge.status_changed.connect(self._on_status)
        bridge.reading_finished.connect(self._on_reading)
        bridge.photo_read.connect(self._on_photo)
        self.cards.status_shown.connect(self._on_reader_cell)
        self._connect_scans(scan_bridge, scanner, folder)
        self.flow.choice_wanted.connect(self._on_choice_wanted)
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

    def _connect_scans(self, bridge: ScanBridge, scanner: SerialScanner, folder: FolderWatcher) -> None:
        self.window.status.cell("reader")  # cells stand in the order they are asked for
        cell, folder_cell = self.window.status.cell("scanner"), self.window.status.cell("folder")
        self.scans = ScanController(
            self._desk, self._tasks, self._messages, self.flow, self, self._clock, scanner, folder,
            cell, folder_cell, lambda: self.window.is_covered, self.window,
        )  # fmt: skip
        bridge.state_changed.connect(self.scans.on_state)
        bridge.scanned.connect(self.scans.on_scan)
        bridge.folder_changed.connect(self.scans.on_folder)
        bridge.file_came.connect(self.scans.on_file)
        self.window.scan_keys.scanned.connect(self._on_scan_keys)
        self.scans.search_wanted.connect(self._on_search_wanted)

    def _sections(self) -> None:
        add = self.window.add_section
        add(Section(PATIENTS, "users", "Пациенты", "Ctrl+1", self._start_page, self._patients_pane))
        add(Section(PAPERS, "certificate", "Справки", "Ctrl+2", self._journal_page, self.requests.pane))
        add(Section(SETTINGS, "settings", "Настройки", "Ctrl+6", self._settings_page))

    def _journal_page(self) -> Page:
        return self.requests.journal(self.pages.journal())

    def _patients_pane(self) -> ListPane:
        new = Button(
            self._theme, "Новый пациент", icon="user-plus", key="Ctrl+N", handler=self._new_from_search
        )
        more = Button(
            self._theme, "Похожие, если опечатка", kind=ButtonKind.QUIET, icon="search", key="Ctrl+F",
            small=True, left=True, handler=self._similar,
        )  # fmt: skip
        pane = ListPane(self._theme, self._clock().date(), foot=new, more=more)
        self._search = SearchController(pane, self._desk, self._tasks, self, self._clock)
        self._search.nothing_found.connect(self._on_nothing_found)
        self._search.cleared.connect(self._on_search_cleared)
        self._search.found.connect(self._on_found)
        return pane

    def _start_page(self) -> Page:
        page = self.pages.start(training=self._put_card is not None)
        page.search_wanted.connect(self.focus_search)
        page.new_wanted.connect(self._new_from_search)
        page.read_wanted.connect(self.cards.read_again)
        page.draft_wanted.connect(self._continue_draft)
        page.pairs_wanted.connect(self.pairs.pairs)
        page.requests_wanted.connect(self.requests.show)
        return page

    def _settings_page(self) -> Page:
        page = self.pages.settings(self.scans, self.imports)
        page.forms.page_wanted.connect(self.window.push_page)
        page.levels.hurry_wanted.connect(self.upgrades.hurry)
        self.upgrades.counted.connect(page.levels.show_counts)
        page.desk_renamed.connect(self.entry.rename_desk)
        return page

    def _commands(self) -> None:
        add = self.window.commands.add
        person, work, screen = "Пациент", "Работа", "Окно"
        add(
            Command("search.focus", "Найти пациента", self.focus_search, ("F3",), work),
            Command("search.similar", "Найти похожих, если опечатка", self._similar, ("Ctrl+F",), work),
            Command("person.new", "Новый пациент", self._new_from_search, ("Ctrl+N",), work),
            Command("card.read", "Прочитать карту ещё раз", self.cards.read_again, ("F5",), work),
            Command("card.states", "Считыватель: состояние и советы", self.readers, ("F12",), work),
            Command("card.exchange", "Сохранить протокол обмена с картой", self.exchange.ask, (), work),
            Command("person.edit", "Изменить запись", self._edit_open, ("F4",), person, self._why_nobody),
            Command("person.attach", "Прикрепить", self._attach_open, ("F8",), person, self._why_nobody),
            Command("person.paper", "Справка", self._paper_open, ("F9",), person, self._why_nobody),
            Command(
                "papers.upgrade", "Догнать метки времени сейчас", self.upgrades.hurry, ("Ctrl+Shift+T",), work
            ),
            Command("papers.verify", "Проверить справку: файл или код", self.verify_file, (), work),
            Command("scan.file", "Штрихкод полиса из файла с картинкой", self.scans.choose_file, (), work),
            Command("scan.copied", "Штрихкод полиса из буфера обмена", self.scans.from_clipboard, (), work),
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
        self.focus_search()

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
            page.closed.connect(self._on_record_closed)
            page.choice_wanted.connect(self._choose_paper)
            page.clear_wanted.connect(self._clear_search)
            page.loaded.connect(self._on_loaded)
            page.activated.connect(self._on_record_activated)
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
        page.read_wanted.connect(self.cards.read_again)
        self._select(person_id)
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
        """Fill a paper."""
        self._above_record(self.pages.paper(form_key, person_id, origin))

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
        from registrar_app.ui.pages.readers import ReadersPage

        if isinstance(self.window.page(), ReadersPage):
            return
        page = ReadersPage(self._theme, self._tasks, self, training=self._put_card is not None)
        page.show_status(self._status)
        page.read_wanted.connect(self.cards.read_again)
        page.save_wanted.connect(self.exchange.ask)
        if self._put_card is not None:
            page.training_card.connect(self._put_card)
        self.window.push_page(page)

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
        QTimer.singleShot(0, self._refresh_list)

    # -- covered and uncovered ------------------------------------------------------------------

    def _on_covered(self) -> None:
        self.flow.forget()
        if self._search is not None:
            self._search.hide_recent()

    def _on_uncovered(self) -> None:
        """Show the list again, then a card that waited for somebody to sign in."""
        reading, self._waiting_card = self._waiting_card, None
        if reading is not None:
            self.cards.on_reading(reading)
        if self._search is not None:
            self._search.show_recent()
        if not holds_typing(self.window.page()):
            self.focus_search()

    # -- search ---------------------------------------------------------------------------------

    def focus_search(self) -> None:
        """F3 from anywhere."""
        if self.window.section != PATIENTS:
            self.window.open_section(PATIENTS)
        if self._search is not None:
            self._search.focus()

    def _similar(self) -> None:
        """Ctrl+F: people whom a mistyped search may have meant."""
        if self.window.section != PATIENTS:
            self.window.open_section(PATIENTS)
        if self._search is not None:
            self._search.similar()

    def _clear_search(self) -> None:
        if self._search is not None:
            self._search.clear()
        self.home()

    def _new_from_search(self) -> None:
        if self.window.section != PATIENTS:
            self.window.open_section(PATIENTS)
        if self._search is not None:
            self._search.new_person()

    def _on_nothing_found(self, result: SearchResult, typed: str) -> None:
        if holds_typing(self.window.page()):
            return
        page = self.window.page()
        if not isinstance(page, NothingFoundPage):
            page = self.pages.nothing_found()
            page.search_wanted.connect(self.focus_search)
            page.new_wanted.connect(self._new_from_search)
            page.read_wanted.connect(self.cards.read_again)
            self.window.replace_page(page, PATIENTS, activate=False)
        page.show_result(result, typed)

    def _on_found(self) -> None:
        if self.window.section == PATIENTS and isinstance(self.window.page(), NothingFoundPage):
            self.window.pop_to_root(activate=False)

    def _on_search_cleared(self) -> None:
        page = self.window.page()
        passing = isinstance(page, RecordPage) and page.is_preview
        if self.window.section == PATIENTS and (passing or isinstance(page, NothingFoundPage)):
            self.window.pop_to_root(activate=False)

    def _refresh_list(self) -> None:
        if self._search is not None:
            self._search.refresh()

    def _select(self, person_id: UUID) -> None:
        if self._search is not None:
            self._search.select(person_id)

    # -- cards ----------------------------------------------------------------------------------

    def _on_reading(self, reading: CardReading) -> None:
        """A card read while nobody is signed in waits for the one who signs in: it is noted in his name."""
        if self.window.is_covered:
            self._waiting_card = reading
        else:
            self.cards.on_reading(reading)

    def _on_photo(self, reading: CardReading) -> None:
        """A photo has come behind the text of a card, which may still wait for somebody to sign in."""
        if self._waiting_card is not None and reading.is_same_card_as(self._waiting_card):
            self._waiting_card = reading
        else:
            self.cards.on_photo(reading)

    def _on_status(self, status: object) -> None:
        from registrar_app.ui.pages.readers import ReadersPage

        self._status = status
        self.exchange.status = status  # type: ignore[assignment]
        self.cards.on_status(status)  # type: ignore[arg-type]
        page = self.window.page()
        if isinstance(page, ReadersPage):
            page.show_status(status)

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

    def _on_reader_cell(self, icon: str, words: str, role: Role) -> None:
        cell = self.window.status.cell("reader")
        cell.set_state(icon, words, role)
        cell.show()

    def _on_scan_keys(self, text: str) -> None:
        """A scanner typed, nobody else: what it typed before it was recognised holds nothing up."""
        if self.window.palette_sheet.isVisible():
            self.window.palette_sheet.close_sheet()
        if self._search is not None:
            self._search.forget_typing()
        self.scans.on_keys(text)

    def _on_search_wanted(self, text: str) -> None:
        self.window.open_section(PATIENTS)
        if self._search is not None:
            self._search.look_up(text)

    def _on_choice_wanted(self, found: Found, choose: Callable[[UUID], object], question: str) -> None:
        self.window.open_section(PATIENTS)
        if self._search is not None:
            self._search.show_choice(found, choose, question)

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
        self._select(record.id)
        page = self.window.page()
        if isinstance(page, RecordPage):
            self.photos.show_record(page, record)

    def _on_record_activated(self, person_id: UUID) -> None:
        if self._search is not None:
            self._search.focus_list(person_id)

    def _on_record_closed(self) -> None:
        if self._search is not None:
            self._search.on_record_closed()
        self.home()

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

    def _is_typing(self) -> bool:
        searching = self._search is not None and self._search.typed_lately
        return searching or holds_typing(self.window.page())
