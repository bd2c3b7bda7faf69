"""The draft of a paper: kept by the same clock as a person's, under the form's own kind."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject

from registrar_app.services.desk import Desk
from registrar_app.services.paper_shapes import PaperOrigin
from registrar_app.ui.pages.draft_keeper import DraftKeeper
from registrar_app.ui.tasks import Tasks


class PaperDraftKeeper(DraftKeeper):
    """Keeps what is typed into a paper within two seconds."""

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        read: Callable[[], dict[str, str]],
        parent: QObject,
        form_key: str,
        key: str,
    ) -> None:
        super().__init__(desk, tasks, read, parent)
        self.kind = paper_kind(form_key)
        self.key = key

    def flush(self) -> None:
        """Keep what is typed now, if anything is new since the last time."""
        if not self.is_dirty or not (self._timer.isActive() or self.sender() is self._timer):
            return
        self._timer.stop()
        kind, key, values = self.kind, self.key, self._read()
        self._tasks.run_query(
            lambda: self._desk.drafts.save(kind, key, values), self._on_saved, self._on_failed, parent=self
        )

    def drop(self) -> None:
        """Delete the kept draft."""
        self.forget()
        kind, key = self.kind, self.key
        self._tasks.run_query(lambda: self._desk.drafts.drop(kind, key), parent=self)


def paper_kind(form_key: str) -> str:
    """Kind of a form's drafts."""
    return f"paper:{form_key}"


def draft_key(person_id: UUID, origin: PaperOrigin | None) -> str:
    """Key of a draft: a duplicate and a refusal's notice have one of their own beside the usual paper."""
    own = (origin.replaces or origin.refuses) if origin else None
    return str(own or person_id)
