"""Makes the pages with what they all need; who goes where is the navigator's.

Pages that are not seen at the start are imported where they are made: a start pays only for what it shows.
``warm_up`` fetches them, and the signature library, behind the registrar's back afterwards.
"""

import importlib
from typing import TYPE_CHECKING, Any
from uuid import UUID

from registrar_app.domain.records import Identity
from registrar_app.services.desk import Desk
from registrar_app.services.paper_shapes import PaperOrigin
from registrar_app.services.shapes import Clock
from registrar_app.ui.import_flow import ImportFlow
from registrar_app.ui.messages import Messages
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.pages.nothing_found import NothingFoundPage
from registrar_app.ui.pages.record import RecordPage
from registrar_app.ui.pages.start import StartPage
from registrar_app.ui.paper_printing import PaperPrinter
from registrar_app.ui.scan_controller import ScanController
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Theme
from registrar_app.ui.widgets.page import Page

if TYPE_CHECKING:
    from registrar_app.ui.pages.differences import DifferencesPage
    from registrar_app.ui.pages.journal import JournalPage
    from registrar_app.ui.pages.settings import SettingsPage
    from registrar_app.ui.pages.verify import VerifyPage


def warm_up() -> None:
    """Import what the first paper will need; in a worker thread."""
    from registrar_app.signing import pades

    for name in ("edit", "differences", "attachment", "paper", "issued", "journal", "settings"):
        importlib.import_module(f"registrar_app.ui.pages.{name}")
    importlib.import_module("holidays.countries.russia")  # the first working day that a form counts
    pades.warm_up()


class PageMaker:
    """One maker of each page; signals are connected by whom they concern."""

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        tasks: Tasks,
        messages: Messages,
        go: Navigation,
        clock: Clock,
        printer: PaperPrinter,
    ) -> None:
        self._theme, self._desk, self._tasks, self._clock = theme, desk, tasks, clock
        self._go, self._printer, self._messages = go, printer, messages
        self._usual = (theme, desk, tasks, messages, go, clock)

    def start(self, *, training: bool) -> StartPage:
        """The start page."""
        return StartPage(self._theme, self._desk, self._tasks, self._go, self._clock, training=training)

    def nothing_found(self) -> NothingFoundPage:
        """The empty state of the search."""
        return NothingFoundPage(self._theme, self._clock)

    def record(self, person_id: UUID, tab: str, *, preview: bool) -> RecordPage:
        """A person's record."""
        return RecordPage(
            self._theme, self._desk, self._tasks, self._go, self._clock, person_id, tab=tab,
            preview=preview, messages=self._messages, printer=self._printer,
        )  # fmt: skip

    def edit(self, **what: Any) -> Page:  # noqa: ANN401 - the keywords of EditPage
        """The form of a person; keywords as ``EditPage`` has them."""
        from registrar_app.ui.pages.edit import EditPage

        return EditPage(*self._usual, **what)

    def differences(self, person_id: UUID, identity: Identity) -> "DifferencesPage":
        """What was read beside what is recorded."""
        from registrar_app.ui.pages.differences import DifferencesPage

        return DifferencesPage(*self._usual, person_id, identity)

    def attachment(self, person_id: UUID) -> Page:
        """Attach a person."""
        from registrar_app.ui.pages.attachment import AttachmentPage

        return AttachmentPage(*self._usual, person_id)

    def paper(self, form_key: str, person_id: UUID, origin: PaperOrigin | None = None) -> Page:
        """Fill a paper."""
        from registrar_app.ui.pages.paper import PaperPage

        return PaperPage(*self._usual, form_key, person_id, printer=self._printer, origin=origin)

    def issued(self, certificate_id: UUID) -> Page:
        """An issued paper."""
        from registrar_app.ui.pages.issued import IssuedPage

        return IssuedPage(*self._usual, certificate_id, printer=self._printer)

    def journal(self) -> "JournalPage":
        """The journal of papers; its ``verify_wanted`` asks for the page below."""
        from registrar_app.ui.pages.journal import JournalPage

        page = JournalPage(*self._usual, printer=self._printer)
        page.verify_wanted.connect(self._go.verify_file)
        return page

    def verify(self) -> "VerifyPage":
        """Check signed files and codes that somebody brings."""
        from registrar_app.ui.pages.verify import VerifyPage

        return VerifyPage(self._theme, self._desk, self._tasks, self._clock, self._go)

    def settings(self, scans: ScanController, imports: ImportFlow) -> "SettingsPage":
        """All settings."""
        from registrar_app.ui.pages.settings import SettingsPage

        return SettingsPage(*self._usual, scans, imports)
