"""The desk: all use cases over one opened profile."""

from pathlib import Path
from types import TracebackType
from uuid import UUID

from registrar_app.domain.records import StaffMember
from registrar_app.services.attachments import Attachments
from registrar_app.services.clinic import Clinic
from registrar_app.services.drafts import Drafts
from registrar_app.services.identification import Identification
from registrar_app.services.keys import Keys
from registrar_app.services.papers import Papers
from registrar_app.services.people import People
from registrar_app.services.prints import Prints
from registrar_app.services.settings import Settings
from registrar_app.services.shapes import Clock, TodayCounts


class Desk:
    """All use cases over one opened profile.

    Call everything from one thread (the database executor); whatever comes back is frozen and may cross
    threads. Close it last.
    """

    people: People
    identification: Identification
    attachments: Attachments
    papers: Papers
    clinic: Clinic
    keys: Keys
    prints: Prints
    drafts: Drafts
    settings: Settings
    profile: Path
    """Folder of the opened profile; for the training clinic the folder ``training`` in it."""

    @classmethod
    def open(cls, profile: Path, *, clock: Clock | None = None, training: bool = False) -> "Desk":
        """Open a profile folder, made when it is not there.

        Args:
            profile: The folder of the workplace.
            clock: Present moment, for tests.
            training: Open the training clinic inside it, made on first use (a few seconds).

        Raises:
            SurroundingsError: the database is of a newer program, damaged, or cannot be opened.
        """
        raise NotImplementedError

    def close(self) -> None:
        """Close the database; a second call does nothing."""
        raise NotImplementedError

    def __enter__(self) -> "Desk":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def is_training(self) -> bool:
        """True in the training clinic."""
        raise NotImplementedError

    @property
    def staff_now(self) -> StaffMember | None:
        """Who works at this desk now."""
        raise NotImplementedError

    @property
    def desk_name(self) -> str:
        """«окно 3»."""
        raise NotImplementedError

    @property
    def first_setup_needed(self) -> bool:
        """True until the clinic has an organisation and one worker."""
        raise NotImplementedError

    def sign_in(self, staff_id: UUID, desk_name: str | None = None) -> StaffMember:
        """Take a worker to the desk; he stands on every save from now on.

        Raises:
            RegistrarError: no such worker.
        """
        raise NotImplementedError

    def counts_today(self) -> TodayCounts:
        """Numbers of the start page."""
        raise NotImplementedError
