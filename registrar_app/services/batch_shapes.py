"""What a batch of papers from a list answers: frozen, ready for the screen."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Literal
from uuid import UUID

from registrar_app.domain.problems import Level, Problem
from registrar_app.services.import_shapes import ListFile, ListView
from registrar_app.services.paper_shapes import PaperDraft

PAPER = "paper:"
"""Before the id of a paper's field, where a column fills one."""
MAX_ROWS = 5000
"""More rows than a clinic issues in a year: most likely another file."""


class BatchOutcome(StrEnum):
    """What becomes of a line."""

    WAITING = "waiting"
    """Ready to be issued."""
    DONE = "done"
    FAILED = "failed"
    """Cannot be issued as it stands."""
    ASKS = "asks"
    """Waits for the registrar's answer."""
    SKIPPED = "skipped"
    """Left out by the registrar."""


@dataclass(frozen=True, slots=True, repr=False)
class BatchView:
    """The beginning of a list, and the paper that is made of it."""

    list: ListView
    """Its columns: fields of ``batch_columns.WHO``, or ``paper:`` and a field of the paper."""
    draft: PaperDraft
    """A paper of nobody: its fields and what is filled in by itself."""
    choices: Mapping[str, str]
    """What a column can be: words by field id."""


@dataclass(frozen=True, slots=True, repr=False)
class BatchPlan:
    """What is made of which list and how."""

    file: ListFile
    sheet: str
    header_row: int
    fields: Mapping[int, str]
    """Field id by place of the column: one of ``batch_columns.WHO``, or ``paper:`` and a field."""
    headings: Mapping[int, str]
    """Words of the columns."""
    form_key: str
    common: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    """Values the same for all, by field id; a filled cell of the list stands over them."""
    by_hand: bool = False
    """Without electronic signatures, to be signed with ink."""


@dataclass(frozen=True, slots=True, repr=False)
class RowCase:
    """What a line asks for, and what the registrar answered."""

    who: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """Texts that name the person, by field id."""
    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    """Values of the paper by field id."""
    person_id: UUID | None = None
    """The record chosen by the registrar; None: found by the texts."""
    is_sure: bool = False
    """The registrar wants this paper although it repeats another one."""


@dataclass(frozen=True, slots=True, repr=False)
class BatchLine:
    """One line."""

    number: int
    """Row of the list, as a spreadsheet numbers it."""
    outcome: BatchOutcome
    who: str = ""
    """«Сидорчук Матвей Павлович, 11.11.2013»."""
    caption: str = ""
    """Words of the field that the first problem belongs to; empty: the whole line."""
    problems: tuple[Problem, ...] = ()
    """The heaviest first."""
    person_id: UUID | None = None
    paper: str = ""
    """Number that is kept for its paper, or that it has."""
    paper_id: UUID | None = None
    case: RowCase = dataclasses.field(default_factory=RowCase)

    @property
    def level(self) -> Level:
        """Of the heaviest problem."""
        return max((one.level for one in self.problems), key=lambda one: one.weight, default=Level.OK)


@dataclass(frozen=True, slots=True)
class BatchTotals:
    """How many lines ended how."""

    counts: Mapping[str, int] = dataclasses.field(default_factory=lambda: MappingProxyType({}))

    def of(self, *outcomes: BatchOutcome) -> int:
        """Lines with one of these outcomes."""
        return sum(self.counts.get(str(one), 0) for one in outcomes)

    @property
    def total(self) -> int:
        """All lines that are still wanted."""
        return sum(self.counts.values()) - self.of(BatchOutcome.SKIPPED)

    @property
    def settled(self) -> int:
        """Lines that nothing is to be done with by the machine any more."""
        return self.total - self.of(BatchOutcome.WAITING)


@dataclass(frozen=True, slots=True)
class BatchProgress:
    """How far a trial, the issuing or the saving of files is."""

    done: int
    total: int
    totals: BatchTotals
    finished: bool = False
    current: str = dataclasses.field(default="", repr=False)
    """Whose line it was."""


@dataclass(frozen=True, slots=True, repr=False)
class RunOfBatch:
    """A batch that was begun."""

    id: UUID
    made_at: datetime
    staff: str
    file_name: str
    form_key: str
    form_title: str
    state: Literal["running", "paused", "done", "cancelled"]
    totals: BatchTotals
    numbers: str = ""
    """«000660–000859»: the numbers kept for it."""
    printed: int = 0
    """How many of its papers have left the printer."""
    by_hand: bool = False
