"""The desk: all use cases over one opened profile."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING
from uuid import UUID

from registrar_app.domain.clock import local_now
from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.records import StaffMember
from registrar_app.models import clinic as clinic_rows
from registrar_app.models.store import Store
from registrar_app.services import today
from registrar_app.services.attachments import Attachments
from registrar_app.services.bench import Bench
from registrar_app.services.clinic import Clinic
from registrar_app.services.drafts import Drafts
from registrar_app.services.files import Files
from registrar_app.services.form_book import FormBook
from registrar_app.services.front import Front, at_desks, seated
from registrar_app.services.identification import Identification
from registrar_app.services.keys import Keys
from registrar_app.services.labels import Labels
from registrar_app.services.merging import Merging
from registrar_app.services.number_book import NumberBook
from registrar_app.services.pairs import Pairs
from registrar_app.services.papers import Papers
from registrar_app.services.people import People
from registrar_app.services.phrases import Phrases
from registrar_app.services.prints import Prints
from registrar_app.services.qr_codes import QrCodes
from registrar_app.services.registers import Registers
from registrar_app.services.requests import Requests
from registrar_app.services.rules import RuleBook
from registrar_app.services.settings import DESK_NAME, FONT_SCALE, LAST_STAFF, THEME, Settings
from registrar_app.services.shapes import Clock, TodayCounts
from registrar_app.services.training_folder import is_training_folder
from registrar_app.services.trusted import Trusted
from registrar_app.services.undoing import Undo
from registrar_app.services.upgrades import Upgrades
from registrar_app.services.verifying import Verifying

if TYPE_CHECKING:
    from registrar_app.services.batches import Batches
    from registrar_app.services.importing import Imports


class Desk:
    """All use cases over one opened profile.

    Call everything from one thread (the database executor); whatever comes back is frozen and may cross
    threads. Close it last.
    """

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self.profile: Path = bench.profile
        """Folder of the opened profile; for the training clinic the folder ``training`` in it."""
        self.settings = Settings(bench)
        self.clinic = Clinic(bench)
        self.people = People(bench)
        self.rules = RuleBook(bench)
        self.merging = Merging(bench)
        self.pairs = Pairs(bench)
        self.undo = Undo(bench, self.settings)
        self.files = Files(bench, self.settings)
        self.identification = Identification(bench, self.people, self.files)
        self.attachments = Attachments(bench, self.settings)
        self.keys = Keys(bench, self.settings)
        self.papers = Papers(bench, self.settings, self.keys, self.people)
        self.codes = QrCodes(bench, self.settings)
        self.verifying = Verifying(bench, self.keys, self.codes)
        self.trusted = Trusted(bench, self.keys.folder)
        self.upgrades = Upgrades(bench, self.papers)
        self.phrases = Phrases(bench)
        self.prints = Prints(bench, self.settings, self.papers)
        self.forms = FormBook(bench, self.settings, self.papers.shelf)
        self.labels = Labels(bench, self.settings, self.papers.shelf, self.people, self.prints.choice)
        self.requests = Requests(bench, self.papers)
        self.numbers = NumberBook(bench, self.papers.shelf)
        self.registers = Registers(bench, self.papers, self.numbers)
        self.drafts = Drafts(bench)
        bench.desk_name = self.settings.get(DESK_NAME)
        bench.staff = seated(at_desks(self.clinic.staff()), self.settings.get(LAST_STAFF))

    @classmethod
    def open(
        cls,
        profile: Path,
        *,
        clock: Clock | None = None,
        training: bool = False,
        progress: Callable[[int, int], object] = lambda _done, _all: None,
    ) -> "Desk":
        """Open a profile folder, made when it is not there.

        Args:
            profile: The folder of the workplace.
            clock: Present moment, for tests.
            training: Open the training clinic inside it, made on first use (a few seconds).
            progress: Called with (steps done, steps in all) while the search is made ready after an update.

        Raises:
            SurroundingsError: the database is of a newer program, damaged, or cannot be opened.
        """
        if training:
            from registrar_app.services.training import build

            profile = build(profile, clock)
        store = Store.open(profile, progress=progress)
        try:
            return cls(Bench(store, profile, clock or local_now, is_training_folder(profile)))
        except BaseException:
            store.close()
            raise

    def close(self) -> None:
        """Close the database; a second call does nothing."""
        self.keys.close()
        self._bench.store.close()

    def __enter__(self) -> "Desk":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def imports(self) -> "Imports":
        """The loads of lists; fetched when they are first asked for."""
        from registrar_app.services.importing import Imports

        return Imports(self._bench)

    @property
    def batches(self) -> "Batches":
        """Many papers from a list; fetched when they are first asked for."""
        from registrar_app.services.batches import Batches

        return Batches(self._bench, self.settings, self.papers, self.people, self.keys)

    @property
    def is_training(self) -> bool:
        """True in the training clinic."""
        return self._bench.is_training

    @property
    def staff_now(self) -> StaffMember | None:
        """Who works at this desk now; the one of last time until somebody else signs in."""
        return self._bench.staff

    @property
    def desk_name(self) -> str:
        """«окно 3»."""
        return self._bench.desk_name

    @property
    def first_setup_needed(self) -> bool:
        """True until the clinic has an organisation and one worker who is no physician."""
        return self.clinic.organization() is None or not at_desks(self.clinic.staff())

    def sign_in(self, staff_id: UUID, desk_name: str | None = None) -> StaffMember:
        """Take a worker to the desk; he stands on every save from now on.

        Raises:
            RegistrarError: no such worker (``REC-004``).
        """
        with self._bench.store.read() as session:
            found = clinic_rows.staff_member(session, staff_id)
        if found is None:
            raise RegistrarError("REC-004")
        self._bench.staff = found
        if desk_name and desk_name != self._bench.desk_name:
            self.settings.set(DESK_NAME, desk_name)
            self._bench.desk_name = desk_name
        if self.settings.get(LAST_STAFF) != str(staff_id):
            self.settings.set(LAST_STAFF, str(staff_id))
        with self._bench.store.change(self._bench.actor()) as work:
            work.note("sign_in")
        return found

    def now(self) -> datetime:
        """The present moment at this workplace, aware."""
        return self._bench.clock()

    def counts_today(self) -> TodayCounts:
        """Numbers of the start page."""
        return today.counts(self._bench)

    def front(self) -> Front:
        """What the list of workers shows."""
        organization = self.clinic.organization()
        return Front(
            at_desks(self.clinic.staff()),
            self.staff_now,
            self.desk_name,
            organization.full_name if organization else "",
            self.settings.get(THEME),
            self.settings.get(FONT_SCALE),
        )
