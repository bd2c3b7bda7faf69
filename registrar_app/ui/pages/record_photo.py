"""The kept photo of a person at the head of his record: after the text, and never in its way."""

from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from registrar_app.cards.photo import Picture, decode_photo
from registrar_app.domain.dates import ru_date
from registrar_app.services.desk import Desk
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.widgets.photo import PhotoView

_QUIET_MS = 150
"""While the list moves from person to person nothing is fetched."""

Kept = tuple[bytes, str]
"""Bytes of the newest photo and the day it came, in words."""


class RecordPhoto(QObject):
    """Fetches the newest kept photo and shows it, unless the card has just given one."""

    def __init__(self, desk: Desk, tasks: Tasks, place: PhotoView, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._tasks, self._place = desk, tasks, place
        self._person_id: UUID | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_QUIET_MS)
        self._timer.timeout.connect(self._fetch)

    def show_for(self, person_id: UUID) -> None:
        """The text of this person is on the screen: his photo may follow."""
        self._person_id = person_id
        self._timer.start()

    def _fetch(self) -> None:
        person_id = self._person_id
        if person_id is None or self._place.has_picture:
            return
        self._tasks.run_query(
            lambda: read_photo(self._desk, person_id),
            lambda kept: self._on_read(person_id, kept),
            lambda _error: None,  # a lost photo is told in the tab «Файлы», where it can be looked at
            parent=self,
        )

    def _on_read(self, person_id: UUID, kept: Kept | None) -> None:
        if kept is None or person_id != self._person_id:
            return
        data, words = kept
        self._tasks.run_job(
            lambda: decode_photo(data), lambda picture: self._on_decoded(person_id, picture, words),
            parent=self,
        )  # fmt: skip

    def _on_decoded(self, person_id: UUID, picture: Picture | None, words: str) -> None:
        if picture is not None and person_id == self._person_id and not self._place.has_picture:
            self._place.show_picture(picture, words)


def read_photo(desk: Desk, person_id: UUID) -> Kept | None:
    """The newest photo of a person; in the database thread.

    Raises:
        SurroundingsError: its bytes are lost or damaged.
    """
    photo = desk.files.photo(person_id)
    if photo is None:
        return None
    return desk.files.read(photo.id), f"Снимок с карты, получен {ru_date(photo.added_at.date())}"
