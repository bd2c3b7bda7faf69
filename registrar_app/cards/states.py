"""The nine states of a reader that a person is told, and the status the whole program shows."""

from dataclasses import dataclass
from enum import StrEnum

from registrar_app.cards.record import CardReading, Outcome
from registrar_app.domain.problems import Problem, problem


class ReaderState(StrEnum):
    """What is the matter with the reader; remarks on a card that was read are not states."""

    SERVICE_OFF = "service_off"
    NO_READER = "no_reader"
    READY = "ready"
    READING = "reading"
    READ = "read"
    """Read; the card may be taken out."""
    NOT_READ = "not_read"
    """Mute, upside down, too slow or damaged."""
    NOT_OMS = "not_oms"
    BUSY = "busy"
    """Another program holds the card."""
    TAKEN_EARLY = "taken_early"


STATE_CODE: dict[ReaderState, str] = {
    ReaderState.SERVICE_OFF: "CARD-001",
    ReaderState.NO_READER: "CARD-002",
    ReaderState.READY: "CARD-005",
    ReaderState.READING: "CARD-006",
    ReaderState.READ: "CARD-007",
    ReaderState.NOT_READ: "CARD-011",
    ReaderState.NOT_OMS: "CARD-014",
    ReaderState.BUSY: "CARD-021",
    ReaderState.TAKEN_EARLY: "CARD-022",
}
"""The usual code of a state; a status may carry a narrower one."""

STATE_OF_OUTCOME: dict[Outcome, ReaderState] = {
    Outcome.OK: ReaderState.READ,
    Outcome.PARTIAL: ReaderState.READ,
    Outcome.CORRUPT: ReaderState.NOT_READ,
    Outcome.NOT_OMS: ReaderState.NOT_OMS,
    Outcome.REMOVED: ReaderState.TAKEN_EARLY,
    Outcome.NO_CARD: ReaderState.READY,
    Outcome.BUSY: ReaderState.BUSY,
}


@dataclass(frozen=True, slots=True)
class ReaderInfo:
    """One reader as the list of all readers shows it."""

    name: str
    state: ReaderState
    atr: bytes = b""


@dataclass(frozen=True, slots=True)
class ReaderStatus:
    """What the status bar and the reader page show."""

    state: ReaderState
    reader: str | None
    """The reader it is about, None without one."""
    readers: tuple[ReaderInfo, ...]
    """All readers with their own states."""
    problem: Problem
    """Words of the state: text of two sentences, way out, code, level."""
    remarks: tuple[Problem, ...] = ()
    """Remarks on the card that was read."""
    progress: int | None = None
    """Percent of a reading under way, if it is known."""


def status_problem(state: ReaderState, reading: CardReading | None = None) -> Problem:
    """Words of a state; a failed reading says it more exactly than the state alone."""
    failed = reading is not None and not reading.has_data and reading.problems
    if reading and failed and STATE_OF_OUTCOME[reading.outcome] is state and state is not ReaderState.READY:
        return reading.problems[0]
    return problem(STATE_CODE[state])
