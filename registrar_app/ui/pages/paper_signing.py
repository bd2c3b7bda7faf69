"""Signing a paper from its page: whose key, its password, the way out when it is of no use."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from registrar_app.domain.errors import RegistrarError
from registrar_app.services.desk import Desk
from registrar_app.services.paper_shapes import Issued, KeyStatus, PaperDraft
from registrar_app.ui.tasks import Tasks

LOCKED = "CERT-052"
NO_KEY = frozenset({"CERT-050", "SIGN-005", "SIGN-006", "SIGN-007", "SIGN-008"})
"""Codes of a key that cannot sign at all: the paper can still be issued for ink."""
_WRONG_PASSWORD = "SIGN-002"  # noqa: S105 - a code


@dataclass(frozen=True, slots=True, repr=False)
class SignWish:
    """What is to be signed."""

    draft: PaperDraft
    values: dict[str, Any]
    doctor: str
    """Full name of the physician named on the paper."""
    then_print: bool = True
    by_hand: bool = False


class PaperSigner(QObject):
    """Issues a paper; asks for the password at most once and goes on by itself."""

    status_changed = Signal(object)
    """``KeyStatus`` of the doctor's key."""
    password_wanted = Signal()
    password_refused = Signal(object)
    """``RegistrarError``: the password did not open the key."""
    issued = Signal(object, object)
    """``Issued`` and its ``SignWish``."""
    failed = Signal(object)
    """``RegistrarError``: nothing was issued."""

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._tasks = desk, tasks
        self._waiting: SignWish | None = None
        self._request = 0
        self.is_busy = False

    def look(self, doctor: str) -> None:
        """Find out whether a doctor's key can sign now."""
        self._request += 1
        request = self._request
        self._tasks.run_query(
            lambda: key_of(self._desk, doctor),
            lambda status: self._on_status(request, status),
            self._on_failed,
            parent=self,
        )

    def _on_status(self, request: int, status: KeyStatus) -> None:
        if request == self._request:
            self.status_changed.emit(status)

    def sign(self, wish: SignWish) -> None:
        """Give the number, sign, keep; nothing happens while an earlier wish is under way."""
        if self.is_busy:
            return
        self.is_busy = True
        self._tasks.run_change(
            lambda: self._desk.papers.issue(wish.draft, wish.values, by_hand=wish.by_hand),
            _Issued(self, wish),
            lambda error: self._on_refused(wish, error),
            parent=self,
        )

    def _on_refused(self, wish: SignWish, error: RegistrarError) -> None:
        self.is_busy = False
        if error.code == LOCKED:
            self._waiting = wish
            self.password_wanted.emit()
        else:
            self.failed.emit(error)

    def unlock(self, password: str) -> None:
        """Open the key and go on with what was asked for."""
        self._tasks.run_query(
            lambda: self._desk.keys.unlock(password, "doctor"),
            self._on_unlocked,
            self._on_password_refused,
            parent=self,
        )

    def _on_unlocked(self, statuses: object) -> None:
        del statuses
        wish, self._waiting = self._waiting, None
        if wish is not None:
            self.look(wish.doctor)
            self.sign(wish)

    def _on_password_refused(self, error: RegistrarError) -> None:
        if error.code == _WRONG_PASSWORD:
            self.password_refused.emit(error)
        else:
            self._waiting = None
            self.failed.emit(error)

    def give_up(self) -> None:
        """No password now: nothing is signed."""
        self._waiting = None

    def _on_failed(self, error: RegistrarError) -> None:
        self.is_busy = False
        self.failed.emit(error)

    def finish(self, issued: Issued, wish: SignWish) -> None:
        """The paper is kept."""
        self.is_busy = False
        self.issued.emit(issued, wish)


class _Issued:
    """Success of a signing; keeps its wish."""

    def __init__(self, signer: PaperSigner, wish: SignWish) -> None:
        self._signer, self._wish = signer, wish

    def __call__(self, issued: Issued) -> None:
        self._signer.finish(issued, self._wish)


def key_of(desk: Desk, doctor: str) -> KeyStatus:
    """The key of the physician with this full name; in the database thread."""
    snils = next((one.snils for one in desk.clinic.physicians() if one.name.full == doctor), "")
    return desk.keys.status("doctor", snils)
