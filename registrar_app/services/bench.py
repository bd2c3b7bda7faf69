"""What all use cases share: the open store, the clock, who works here."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from registrar_app.domain.clock import Clock, local_now
from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.records import Actor, StaffMember
from registrar_app.domain.values import Source
from registrar_app.models.store import Store


@dataclass(slots=True)
class Bench:
    """The workplace under the use cases. Lives on the database thread only."""

    store: Store
    profile: Path
    clock: Clock = field(default=local_now)
    is_training: bool = False
    staff: StaffMember | None = None
    """Who works here now; ``Desk.sign_in`` sets it."""
    desk_name: str = ""

    def today(self) -> date:
        """Today at the clinic."""
        return self.clock().date()

    def actor(self, source: Source = Source.TYPED) -> Actor:
        """Who stands on the operations of a save.

        Raises:
            RegistrarError: nobody is signed in (``REC-003``).
        """
        if self.staff is None:
            raise RegistrarError("REC-003")
        return Actor(self.staff.id, self.desk_name, source)

    def quiet_actor(self) -> Actor:
        """The same for local notes (drafts, settings), which may be made before anybody is signed in."""
        return Actor(self.staff.id if self.staff else None, self.desk_name)
