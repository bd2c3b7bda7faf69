"""Keeps what is typed: saved within two seconds, restored when the form opens again, dropped on save."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.records import Identity
from registrar_app.services.desk import Desk
from registrar_app.services.drafts import PERSON
from registrar_app.services.shapes import DraftView
from registrar_app.ui.tasks import Tasks

KIND = PERSON
NEW = "new"
_OPENED = "opened."
"""Prefix of what stood in a field of a saved record when its form was opened."""
_DELAY_MS = 1500
"""From the first key after a save to the next save: with the save itself below two seconds."""


class DraftKeeper(QObject):
    """One form's draft. Saves go through the database thread as queries: no list has to refresh for them."""

    saved = Signal(object)
    """``datetime`` of the draft just kept."""
    failed = Signal(object)
    """``RegistrarError``: the draft could not be kept (disk full); the form still holds everything."""

    def __init__(self, desk: Desk, tasks: Tasks, read: Callable[[], dict[str, str]], parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._tasks, self._read = desk, tasks, read
        self.key = NEW
        self.identity: Identity | None = None
        self.is_dirty = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY_MS)
        self._timer.timeout.connect(self.flush)

    def touch(self) -> None:
        """Something was typed."""
        self.is_dirty = True
        if not self._timer.isActive():
            self._timer.start()

    def flush(self) -> None:
        """Keep what is typed now, if anything is new since the last time."""
        if not self.is_dirty or not (self._timer.isActive() or self.sender() is self._timer):
            return
        self._timer.stop()
        key, values, identity = self.key, self._read(), self.identity
        self._tasks.run_query(
            lambda: self._desk.drafts.save(KIND, key, values, identity),
            self._on_saved,
            self._on_failed,
            parent=self,
        )

    def forget(self) -> None:
        """The form was saved or thrown away: nothing more is kept."""
        self._timer.stop()
        self.is_dirty = False

    def drop(self) -> None:
        """Delete the kept draft."""
        self.forget()
        key = self.key
        self._tasks.run_query(lambda: self._desk.drafts.drop(KIND, key), parent=self)

    def _on_saved(self, draft: DraftView) -> None:
        at: datetime = draft.saved_at
        self.saved.emit(at)

    def _on_failed(self, error: RegistrarError) -> None:
        self.failed.emit(error)


def new_drafts(drafts: Sequence[DraftView]) -> list[DraftView]:
    """The drafts of new records among all."""
    return [one for one in drafts if one.kind == KIND and one.key.partition(":")[0] == NEW]


def free_key(drafts: Sequence[DraftView]) -> str:
    """A key for one more new record: ``new``, then ``new:2``, ``new:3`` …; none is ever overwritten."""
    taken = {one.key for one in new_drafts(drafts)}
    number = 1
    while (key := NEW if number == 1 else f"{NEW}:{number}") in taken:
        number += 1
    return key


def draft_texts(draft: DraftView) -> dict[str, str]:
    """The texts of a draft."""
    return {key: str(value) for key, value in draft.values.items() if not key.startswith(_OPENED)}


def with_opened(typed: Mapping[str, str], opened: Mapping[str, str]) -> dict[str, str]:
    """The texts of a draft together with those its form was opened with."""
    return {**typed, **{_OPENED + key: text for key, text in opened.items()}}


def opened_texts(draft: DraftView) -> dict[str, str]:
    """What the form of a draft was opened with; empty for a new record."""
    return {
        key.removeprefix(_OPENED): str(value)
        for key, value in draft.values.items()
        if key.startswith(_OPENED)
    }


def is_same(draft: DraftView, given: Mapping[str, str]) -> bool:
    """Whether a draft is of the person a new form begins with; with nothing given any draft is."""
    keys = [key for key in ("enp", "snils", "last_name", "first_name", "birth_date") if given.get(key)]
    texts = draft_texts(draft)
    return all(_plain(texts.get(key, "")) == _plain(given[key]) for key in keys)


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()
