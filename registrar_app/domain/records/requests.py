"""Requests: papers somebody asked for, and how far they are."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from registrar_app.domain.values import PersonName


class RequestState(StrEnum):
    """How far a request is; the order of the members is the order of the work."""

    RECEIVED = "received"
    CHECKING = "checking"
    DOCTOR = "doctor"
    READY = "ready"
    ISSUED = "issued"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def word(self) -> str:
        """«у врача»."""
        return _WORDS[self]

    @property
    def is_open(self) -> bool:
        """Whether somebody still waits."""
        return self in OPEN


_WORDS = {
    RequestState.RECEIVED: "принят",
    RequestState.CHECKING: "проверяется",
    RequestState.DOCTOR: "у врача",
    RequestState.READY: "готова",
    RequestState.ISSUED: "выдана",
    RequestState.REFUSED: "отказано",
    RequestState.WITHDRAWN: "отозван",
}
OPEN = (RequestState.RECEIVED, RequestState.CHECKING, RequestState.DOCTOR, RequestState.READY)
TERMS = (1, 3, 5)
"""Working days a request may take."""


@dataclass(frozen=True, slots=True, repr=False)
class NewRequest:
    """What is asked for."""

    person_id: UUID
    form: str
    term_days: int
    asked_by: str = ""
    """Who asks when it is not the person: name and what he is to him."""
    contact: str = ""
    channel: str = "desk"
    """desk, phone, portal, organisation."""
    purpose: str = ""
    missing: tuple[str, ...] = ()
    doctor_id: UUID | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class RequestEvent:
    """One step in the life of a request."""

    kind: str
    """A state, or ``missing``, ``taken``, ``put_back``, ``note``."""
    at: datetime
    """UTC."""
    staff: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class PaperRequest:
    """A request as it stands."""

    id: UUID
    data: NewRequest
    state: RequestState
    asked_on: date
    due_on: date
    person: PersonName
    birth_date: date | None
    taken_by: UUID | None = None
    refusal_reason: str = ""
    refusal_id: UUID | None = None
    certificate_id: UUID | None = None
    events: tuple[RequestEvent, ...] = ()
    """Oldest first; only where a request is opened."""


@dataclass(frozen=True, slots=True, repr=False)
class RequestFilter:
    """What the queue shows; empty fields do not restrict."""

    states: tuple[RequestState, ...] = OPEN
    form: str = ""
    person_id: UUID | None = None
    due_until: date | None = None
    taken_by: UUID | None = None
    text: str = ""
    """Beginning of the surname."""


@dataclass(frozen=True, slots=True, repr=False)
class RequestCounts:
    """Numbers over the queue."""

    open: int = 0
    overdue: int = 0
    today: int = 0
    ready: int = 0
