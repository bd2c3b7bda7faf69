"""What reading, mapping and loading a clinic's list answer: frozen, ready for the screen."""

import dataclasses
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Literal
from uuid import UUID

from registrar_app.domain.problems import Level, Problem


@dataclass(frozen=True, slots=True, repr=False)
class ListFile:
    """A file with a list, looked at once."""

    path: Path
    kind: Literal["csv", "xlsx"]
    sha256: str
    """Of the whole file: a load that is continued goes on with the same one only."""
    sheets: tuple[str, ...] = ()
    """Names of the sheets with anything in them; none for CSV."""
    encoding: str = ""
    """CSV: ``utf-8``, ``utf-8-sig``, ``utf-16``, ``cp1251`` or ``cp866``."""
    separator: str = ""
    """CSV: ``;``, ``,`` or a tab."""

    @property
    def name(self) -> str:
        """Name of the file without its folder."""
        return self.path.name


@dataclass(frozen=True, slots=True, repr=False)
class ListRow:
    """One row of a list."""

    number: int
    """As a spreadsheet numbers it, from 1."""
    cells: tuple[str, ...]
    """Texts: dates as 07.03.1968, numbers without «.0»."""
    rounded: tuple[int, ...] = ()
    """Places of numbers with more digits than a spreadsheet keeps."""
    broken: str = ""
    """Code of what is the matter with the row as a whole; empty: nothing."""

    def cell(self, place: int) -> str:
        """A cell, empty beyond the end."""
        return self.cells[place] if place < len(self.cells) else ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not self.broken and not any(self.cells)


@dataclass(frozen=True, slots=True, repr=False)
class ColumnView:
    """A column of the list and what it was taken for."""

    place: int
    heading: str
    """«Полис · Серия» where a heading stands over several columns; «столбец C» where there is none."""
    samples: tuple[str, ...]
    """The first values."""
    field: str = ""
    """Field id, one of ``import_mapping.FIELDS``; empty: not loaded."""
    how: Literal["", "kept", "heading", "content"] = ""
    """Where the field comes from: as loaded last time, by the heading, by what stands in the column."""


@dataclass(frozen=True, slots=True, repr=False)
class ListView:
    """The beginning of a list with its columns."""

    file: ListFile
    sheet: str
    header_row: int
    """Row of the headings, from 1; 0: the list has none."""
    columns: tuple[ColumnView, ...]
    rows: int
    """About how many rows there are; 0: not known."""


@dataclass(frozen=True, slots=True, repr=False)
class Plan:
    """What is to be loaded and how."""

    file: ListFile
    sheet: str
    header_row: int
    fields: MappingProxyType[int, str]
    """Field id by place of the column."""
    headings: MappingProxyType[int, str] = dataclasses.field(default_factory=lambda: MappingProxyType({}))
    """Words of the columns, for telling where something is wrong."""
    drops_bad: bool = False
    """Optional values that do not pass the checks are left out instead of stopping the whole row."""


class Outcome(StrEnum):
    """What becomes of a row."""

    CREATED = "created"
    """A new record."""
    CHANGED = "changed"
    """Empty fields of a record were filled."""
    SAME = "same"
    """The record is here already, the row adds nothing."""
    DIFFERS = "differs"
    """The record is here with other values; they were not overwritten."""
    DOUBLE = "double"
    """Repeats another row, or its numbers belong to somebody else; not loaded."""
    REFUSED = "refused"
    UNDONE = "undone"
    """Was loaded, then taken back."""
    KEPT = "kept"
    """The load was taken back, but this record was worked on meanwhile and stays."""


@dataclass(frozen=True, slots=True, repr=False)
class RowLine:
    """One row that wants attention."""

    number: int
    outcome: Outcome
    who: str = ""
    """«Гарипова Зульфия Ильдусовна, 16.04.1991»."""
    heading: str = ""
    """Column that the first problem belongs to; empty: the whole row."""
    problems: tuple[Problem, ...] = ()
    """The heaviest first."""
    person_id: UUID | None = None
    """The record, where there is one."""

    @property
    def level(self) -> Level:
        """Of the heaviest problem."""
        return max((one.level for one in self.problems), key=lambda one: one.weight, default=Level.OK)


@dataclass(frozen=True, slots=True)
class Totals:
    """How many rows ended how."""

    counts: MappingProxyType[str, int] = dataclasses.field(default_factory=lambda: MappingProxyType({}))
    pairs: int = 0
    """New records with a namesake born the same day: they go to the list of suspected pairs."""
    remarks: int = 0
    """Rows that are loaded with a remark."""

    def of(self, *outcomes: Outcome) -> int:
        """Rows with one of these outcomes."""
        return sum(self.counts.get(str(one), 0) for one in outcomes)

    @property
    def done(self) -> int:
        """All rows that have an outcome."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a trial, a load or its undoing is."""

    done: int
    total: int
    """About how many there will be; at least ``done``."""
    totals: Totals
    finished: bool = False
    current: str = dataclasses.field(default="", repr=False)
    """Whose row was the last."""


@dataclass(frozen=True, slots=True, repr=False)
class RunView:
    """A load that was begun."""

    id: UUID
    made_at: datetime
    staff: str
    file_name: str
    state: Literal["running", "done", "cancelled", "undoing", "undone"]
    total: int
    totals: Totals
    undone_at: datetime | None = None
