"""The photo of a card is kept with the record its card has verified, whichever comes first."""

from PySide6.QtCore import QObject

from registrar_app.domain.records import Identity
from registrar_app.services.desk import Desk
from registrar_app.ui.identity_flow import IdentityFlow, LatestRead
from registrar_app.ui.tasks import Tasks


class PhotoKeeper(QObject):
    """Asks after a photo has come, and after every save, whether it is to be kept now."""

    def __init__(self, desk: Desk, tasks: Tasks, flow: IdentityFlow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._tasks, self._flow = desk, tasks, flow
        self._kept: bytes | None = None
        flow.photo_came.connect(self._on_photo)
        tasks.data_changed.connect(self._look)

    def _on_photo(self, latest: LatestRead) -> None:
        del latest
        self._look()

    def _look(self) -> None:
        """A new person is saved, differences are written: then there is a record for the photo."""
        latest = self._flow.latest
        if latest is None or latest.picture is None or latest.identity.photo == self._kept:
            return
        identity = latest.identity
        self._tasks.run_query(
            lambda: self._desk.files.wants_photo(identity),
            lambda wanted: self._on_answer(identity, wanted=wanted),
            parent=self,
        )

    def _on_answer(self, identity: Identity, *, wanted: bool) -> None:
        if wanted and identity.photo != self._kept:
            self._kept = identity.photo
            self._tasks.run_change(lambda: self._desk.files.keep_card_photo(identity), parent=self)
