"""Signing a paper from its page: whose key, its password or PIN, the way out when it is of no use."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from registrar_app.domain.errors import RegistrarError
from registrar_app.services.desk import Desk
from registrar_app.services.key_shapes import KeyAsk, KeyKind
from registrar_app.services.paper_shapes import Issued, KeyStatus, PaperDraft
from registrar_app.ui.tasks import Tasks

LOCKED = frozenset({"CERT-052", "SIGN-071"})
"""A key wants its password, a token its PIN."""
NO_KEY = frozenset(
    {
        "CERT-050", "SIGN-005", "SIGN-006", "SIGN-007", "SIGN-008", "SIGN-070", "SIGN-073", "SIGN-074",
        "SIGN-076", "SIGN-079", "SIGN-080", "SIGN-082", "SIGN-086", "SIGN-094",
    }
)  # fmt: skip
"""Codes of a key that cannot sign now: the paper can still be issued for ink."""
_WRONG = frozenset({"SIGN-002", "SIGN-071", "SIGN-072"})
"""Said at the field; the next try is the signer's own."""


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
    """Issues a paper; asks for each password or PIN at most once and goes on by itself."""

    status_changed = Signal(object)
    """``KeyStatus`` of the doctor's key."""
    password_wanted = Signal(object)
    """``KeyAsk``: which key wants what."""
    pad_wanted = Signal(object)
    """``KeyAsk``: signing has begun, the PIN is to be typed on the reader of this key."""
    password_refused = Signal(object)
    """``RegistrarError``: the password or PIN did not open the key."""
    issued = Signal(object, object)
    """``Issued`` and its ``SignWish``."""
    failed = Signal(object)
    """``RegistrarError``: nothing was issued."""

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._tasks = desk, tasks
        self._waiting: SignWish | None = None
        self._asked: KeyAsk | None = None
        self._pads: tuple[KeyAsk, ...] = ()
        self._request = 0
        self.is_busy = False

    def look(self, doctor: str) -> None:
        """Find out whether a doctor's key can sign now."""
        self._request += 1
        request = self._request
        self._tasks.run_query(
            lambda: (key_of(self._desk, doctor), self._desk.keys.pads(_snils(self._desk, doctor))),
            lambda found: self._on_status(request, *found),
            self._on_failed,
            parent=self,
        )

    def _on_status(self, request: int, status: KeyStatus, pads: tuple[KeyAsk, ...]) -> None:
        if request == self._request:
            self._pads = pads
            self.status_changed.emit(status)

    def sign(self, wish: SignWish) -> None:
        """Give the number, sign, keep; nothing happens while an earlier wish is under way."""
        if self.is_busy:
            return
        self.is_busy = True
        if self._pads and not wish.by_hand:
            self.pad_wanted.emit(self._pads[0])
        self._tasks.run_change(
            lambda: self._end(wish),
            _Issued(self, wish),
            lambda error: self._on_refused(wish, error),
            parent=self,
        )

    def _end(self, wish: SignWish) -> Issued:
        """In the database thread: a paper without a number is kept, the others are numbered and signed."""
        if wish.draft.outcome == "kept":
            return self._desk.papers.keep(wish.draft, wish.values)
        return self._desk.papers.issue(wish.draft, wish.values, by_hand=wish.by_hand)

    def _on_refused(self, wish: SignWish, error: RegistrarError) -> None:
        self.is_busy = False
        if error.code not in LOCKED:
            self.failed.emit(error)
            return
        self._waiting = wish
        self._tasks.run_query(
            lambda: asks_of(self._desk, wish.doctor),
            lambda asks: self._on_asks(asks, error),
            self._on_failed,
            parent=self,
        )

    def _on_asks(self, asks: tuple[KeyAsk, ...], error: RegistrarError) -> None:
        """One key after another: doctor's, then the clinic's."""
        if asks:
            self._asked = asks[0]
            self.password_wanted.emit(asks[0])
        else:
            self._waiting = None
            self.failed.emit(error)

    def unlock(self, secret: str) -> None:
        """Open the key that was asked for and go on; the secret is not kept here."""
        asked = self._asked
        if asked is None:
            return
        self._tasks.run_query(
            lambda: self._desk.keys.enter(asked.id, secret),
            self._on_unlocked,
            self._on_password_refused,
            parent=self,
        )

    def _on_unlocked(self, nothing: object) -> None:
        del nothing
        wish, self._waiting, self._asked = self._waiting, None, None
        if wish is not None:
            self.look(wish.doctor)
            self.sign(wish)

    def _on_password_refused(self, error: RegistrarError) -> None:
        if error.code in _WRONG:
            self.password_refused.emit(error)
        else:
            self._waiting = self._asked = None
            self.failed.emit(error)

    def give_up(self) -> None:
        """No password now: nothing is signed."""
        self._waiting = self._asked = None

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
    return desk.keys.status("doctor", _snils(desk, doctor))


def asks_of(desk: Desk, doctor: str) -> tuple[KeyAsk, ...]:
    """What is to be typed before a paper of this physician can be signed; in the database thread."""
    return desk.keys.asks(_snils(desk, doctor))


def ask_words(ask: KeyAsk) -> tuple[str, str, str]:
    """Title, sentence and caption of the strip that asks."""
    whose = "ключ поликлиники" if ask.role == "organisation" else "ключ врача"
    if ask.kind is KeyKind.TOKEN:
        named = f"«{ask.token_label}»" if ask.token_label else ""
        text = f"{whose.capitalize()}, {ask.owner}. Долго не подписывали — программа забудет его сама."
        return f"Токен {named} ждёт PIN-код".replace("  ", " "), text, "PIN-код токена"
    text = f"{whose.capitalize()}, {ask.owner}. До выхода из программы пароль больше не понадобится."
    return "Ключ подписи закрыт паролем", text, "Пароль ключа"


def pad_words(ask: KeyAsk) -> tuple[str, str]:
    """Title and sentence while the program waits for a PIN typed on the reader."""
    whose = "Ключ поликлиники" if ask.role == "organisation" else "Ключ врача"
    named = f" «{ask.token_label}»" if ask.token_label else ""
    return f"Введите PIN-код на считывателе токена{named}", f"{whose}, {ask.owner}. Программа ждёт подписи."


def _snils(desk: Desk, doctor: str) -> str:
    return next((one.snils for one in desk.clinic.physicians() if one.name.full == doctor), "")
