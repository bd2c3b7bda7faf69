"""Requests for papers: the queue a registrar works from all day."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from registrar_app.domain.dates import plural
from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.problems import Problem, problem
from registrar_app.domain.records.requests import (
    TERMS,
    NewRequest,
    PaperRequest,
    RequestCounts,
    RequestFilter,
    RequestState,
)
from registrar_app.domain.workdays import IsWorkday, add_workdays, workdays_since
from registrar_app.models import requests as stored
from registrar_app.models.clinic import staff_names
from registrar_app.models.unit_of_work import UnitOfWork
from registrar_app.services.bench import Bench
from registrar_app.services.paper_origins import REFUSAL, notice_of
from registrar_app.services.paper_shapes import PaperOrigin
from registrar_app.services.papers import Papers
from registrar_app.services.rules import read_rules
from registrar_app.services.words import refusal

_S = RequestState
WAYS: Mapping[RequestState, tuple[RequestState, ...]] = {
    _S.RECEIVED: (_S.CHECKING, _S.DOCTOR, _S.READY, _S.REFUSED, _S.WITHDRAWN),
    _S.CHECKING: (_S.DOCTOR, _S.READY, _S.RECEIVED, _S.REFUSED, _S.WITHDRAWN),
    _S.DOCTOR: (_S.READY, _S.CHECKING, _S.REFUSED, _S.WITHDRAWN),
    _S.READY: (_S.ISSUED, _S.DOCTOR, _S.REFUSED, _S.WITHDRAWN),
}
"""Where a request may go from where it is, the usual way first; closed ones stay."""
_MOST = {"purpose": 200, "asked_by": 200, "contact": 200, "note": 1000}
"""Signs of the texts of a request: it is a note for a colleague, not the paper."""
_DOCUMENT = 100
"""Signs of the name of a document that is missing."""
CHANNELS = (
    ("desk", "у окна"), ("phone", "по телефону"), ("portal", "через портал"),
    ("organisation", "от организации"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, repr=False)
class RequestView:
    """A request ready for the screen."""

    request: PaperRequest
    form_title: str
    state_role: str
    due_words: str
    """«опаздывает на 2 дня», «сегодня», «до 26.11»."""
    due_role: str
    doctor: str = ""
    taken_by: str = ""
    ways: tuple[RequestState, ...] = ()
    """Where it may go now, the usual way first."""
    brief: str = ""
    """The paper as narrow columns name it."""

    @property
    def id(self) -> UUID:
        """Id of the request."""
        return self.request.id


@dataclass(frozen=True, slots=True, repr=False)
class RequestQueue:
    """The queue, the most urgent first."""

    rows: tuple[RequestView, ...]
    counts: RequestCounts


class Requests:
    """Use cases of requests."""

    notice_form = REFUSAL
    """Key of the form that tells of a refusal."""

    def __init__(self, bench: Bench, papers: Papers) -> None:
        self._bench = bench
        self._papers = papers

    def queue(self, wanted: RequestFilter = RequestFilter()) -> RequestQueue:  # noqa: B008 - frozen
        """Open requests, or what the filter says; overdue ones stand on top."""
        with self._bench.store.read() as session:
            found = stored.queue(session, wanted)
            numbers = stored.counts(session, self._bench.today())
            views = self._views(session, found)
        return RequestQueue(views, numbers)

    def counts(self) -> RequestCounts:
        """Numbers for the start page and the rail."""
        with self._bench.store.read() as session:
            return stored.counts(session, self._bench.today())

    def open(self, request_id: UUID) -> RequestView:
        """A request with its events.

        Raises:
            RegistrarError: no such request (``CERT-070``).
        """
        with self._bench.store.read() as session:
            return self._views(session, [_known(stored.load_request(session, request_id))])[0]

    def due_on(self, term_days: int) -> date:
        """The day a request of today is due, by the clinic's calendar."""
        with self._bench.store.read() as session:
            rules = read_rules(session, self._bench.today())
        return add_workdays(self._bench.today(), term_days, rules.is_workday)

    def add(self, new: NewRequest) -> RequestView:
        """Take a request.

        Raises:
            RefusedError: ``REC-002`` with ``CERT-071`` no such paper, ``CERT-072`` no such term, ``CERT-148``
                a text that is too long.
            RegistrarError: nobody is signed in (``REC-003``), no such person (``REC-001``).
        """
        new = _cleaned(new)
        wrong = _too_long(new)
        if new.form not in {one.key for one in self._papers.forms() if one.is_issued}:
            wrong.append(problem("CERT-071", "form"))
        if new.term_days not in TERMS:
            wrong.append(problem("CERT-072", "term_days"))
        if wrong:
            raise RefusedError("REC-002", tuple(wrong), words=refusal(wrong))
        due = self.due_on(new.term_days)
        with self._bench.store.change(self._bench.actor()) as work:
            try:
                request_id = stored.add_request(work, new, self._bench.today(), due)
            except LookupError:
                raise RegistrarError("REC-001") from None
        return self.open(request_id)

    def take(self, request_id: UUID, *, over: bool = False) -> RequestView:
        """Take a request into one's own hands.

        Args:
            request_id: The request.
            over: Also one that a colleague has.

        Raises:
            RegistrarError: no such request (``CERT-070``), it is closed (``CERT-073``), a colleague has it
                (``CERT-143``).
        """
        with self._bench.store.change(self._bench.actor()) as work:
            now, mine = self._open_one(work, request_id), work.actor.staff_id
            if now.taken_by not in (None, mine) and not over:
                raise RegistrarError("CERT-143")
            if now.taken_by != mine:
                stored.take(work, request_id, mine)
        return self.open(request_id)

    def put_back(self, request_id: UUID) -> RequestView:
        """Give it back to all.

        Raises:
            RegistrarError: no such request (``CERT-070``), it is closed (``CERT-073``).
        """
        with self._bench.store.change(self._bench.actor()) as work:
            self._open_one(work, request_id)
            stored.take(work, request_id, None)
        return self.open(request_id)

    def move(
        self, request_id: UUID, state: RequestState, note: str = "", *, seen: RequestState | None = None
    ) -> RequestView:
        """Move a request on.

        Args:
            request_id: The request.
            state: Where to; one of ``WAYS``.
            note: A word about it; the reason of a refusal or of a withdrawal is asked for.
            seen: State it had on the screen; None: not compared.

        Raises:
            RegistrarError: no such request (``CERT-070``), closed (``CERT-073``), there is no way there
                (``CERT-074``), no reason (``CERT-075``, field ``note``), documents are missing
                (``CERT-076``), another desk has moved it meanwhile (``CERT-144``).
        """
        with self._bench.store.change(self._bench.actor()) as work:
            now = self._open_one(work, request_id)
            if seen not in (None, now.state):
                raise RegistrarError("CERT-144", now=now.state.word)
            if state not in WAYS[now.state]:
                raise RegistrarError("CERT-074", now=now.state.word, wanted=state.word)
            if state in (_S.REFUSED, _S.WITHDRAWN) and not note.strip():
                raise RegistrarError("CERT-075", "note")
            if state is _S.READY and now.data.missing:
                raise RegistrarError("CERT-076", count=len(now.data.missing))
            stored.move(work, request_id, state, note.strip())
        return self.open(request_id)

    def set_missing(self, request_id: UUID, missing: Sequence[str]) -> RequestView:
        """Say which documents are still missing; none when all are there.

        Raises:
            RegistrarError: no such request (``CERT-070``), it is closed (``CERT-073``), the name of a
                document is too long (``CERT-148``).
        """
        wanted = _listed(missing)
        if longest := _longest(wanted):
            raise RegistrarError("CERT-148", "missing", length=longest, most=_DOCUMENT)
        with self._bench.store.change(self._bench.actor()) as work:
            now = self._open_one(work, request_id)
            if wanted != now.data.missing:
                stored.set_missing(work, request_id, wanted)
        return self.open(request_id)

    def notice(self, request_id: UUID) -> PaperOrigin:
        """What the printed notice of a refusal begins with.

        Raises:
            RegistrarError: no such request (``CERT-070``), it is not refused (``CERT-074``).
        """
        view = self.open(request_id)
        return notice_of(view.request, view.form_title)

    @staticmethod
    def _open_one(work: UnitOfWork, request_id: UUID) -> PaperRequest:
        found = _known(stored.load_request(work.session, request_id))
        if not found.state.is_open:
            raise RegistrarError("CERT-073", state=found.state.word)
        return found

    def _views(self, session: Session, found: Sequence[PaperRequest]) -> tuple[RequestView, ...]:
        if not found:
            return ()  # the forms, which are not read yet at the start, are not asked for nobody's sake
        names = staff_names(session)
        forms = self._papers.forms()
        titles = {one.key: one.short for one in forms}
        briefs = {one.key: one.brief for one in forms}
        rules = read_rules(session, self._bench.today())
        out = []
        for one in found:
            words, role = due_words(one, self._bench.today(), rules.is_workday)
            out.append(
                RequestView(
                    one,
                    titles.get(one.data.form, one.data.form),
                    _STATE_ROLES[one.state],
                    words,
                    role,
                    names.get(one.data.doctor_id, "") if one.data.doctor_id else "",
                    names.get(one.taken_by, "") if one.taken_by else "",
                    WAYS.get(one.state, ()),
                    briefs.get(one.data.form, one.data.form),
                )
            )
        return tuple(out)


_STATE_ROLES = {
    _S.RECEIVED: "info", _S.CHECKING: "info", _S.DOCTOR: "info", _S.READY: "ok", _S.ISSUED: "neutral",
    _S.REFUSED: "neutral", _S.WITHDRAWN: "neutral",
}  # fmt: skip


def _words(text: str) -> str:
    """One line without signs that cannot be seen."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _listed(missing: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(_words, missing))))


def _cleaned(new: NewRequest) -> NewRequest:
    texts: dict[str, Any] = {name: _words(getattr(new, name)) for name in _MOST}
    return dataclasses.replace(new, missing=_listed(new.missing), **texts)


def _longest(missing: Sequence[str]) -> int:
    """Length of the longest name of a document that is too long; 0: none."""
    return max((len(one) for one in missing if len(one) > _DOCUMENT), default=0)


def _too_long(new: NewRequest) -> list[Problem]:
    out = [
        problem("CERT-148", name, length=len(text), most=most)
        for name, most in _MOST.items()
        if len(text := getattr(new, name)) > most
    ]
    if longest := _longest(new.missing):
        out.append(problem("CERT-148", "missing", length=longest, most=_DOCUMENT))
    return out


def _known(found: PaperRequest | None) -> PaperRequest:
    if found is None:
        raise RegistrarError("CERT-070")
    return found


def due_words(one: PaperRequest, today: date, is_workday: IsWorkday) -> tuple[str, str]:
    """When a request is due in words, and the role of the badge.

    Args:
        one: The request.
        today: Today.
        is_workday: The clinic's calendar.
    """
    day = f"{one.due_on:%d.%m}"
    if not one.state.is_open:
        return one.state.word, "neutral"
    if one.state is _S.READY:
        waits = workdays_since(one.due_on, today, is_workday) if one.due_on < today else 0
        words = f"не забирают {waits} {plural(waits, 'день', 'дня', 'дней')}"
        return (words, "info") if waits else ("готова", "ok")
    if one.due_on < today:
        late = max(workdays_since(one.due_on, today, is_workday), 1)
        return f"опаздывает на {late} {plural(late, 'день', 'дня', 'дней')}", "error"
    if one.due_on == today:
        return "сегодня", "warn"
    if one.due_on == today + timedelta(days=1):
        return "завтра", "info"
    # On a Friday what is due on Monday is as urgent as what is due tomorrow, but it is not tomorrow.
    return f"до {day}", "info" if workdays_since(today, one.due_on, is_workday) == 1 else "neutral"
