"""What a form is made of: a list of typed descriptions from which label, Tab order and checks follow."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from registrar_app.domain.problems import Check


class FieldKind(StrEnum):
    """Which editor a field has."""

    LINE = "line"
    DATE = "date"
    """A lenient line for a date; its check turns «1.2.80» into «01.02.1980»."""
    COMBO = "combo"
    TEXT = "text"
    """Several lines; Enter is a new line there."""
    CHECK = "check"
    """A tick; the value is "1" or ""."""
    PASSWORD = "password"  # noqa: S105 - a kind of field
    READONLY = "readonly"
    TABLE = "table"
    """Rows and columns; the value is JSON, a list of mappings."""
    CELLS = "cells"
    """A row of cells with a letter in each; the value is the chosen names."""


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column of a TABLE."""

    id: str
    caption: str
    width: float = 1.0
    """Share of the width."""
    choices: tuple[tuple[str, str], ...] = ()
    """(value, words): a cell that is chosen; a new row takes what stands above."""
    check: Callable[[str], Check] | None = None
    show: Callable[[str], str] | None = None


@dataclass(frozen=True, slots=True)
class GridSpec:
    """What a TABLE is made of."""

    columns: tuple[GridColumn, ...]
    rows: int = 0
    """Rows at most; 0: any number."""
    printed: tuple[str, ...] = ()
    """Words of the first column, where the form prints them: the rows are fixed then."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A button under a warning. ``confirm`` is the answer that keeps the value as it stands."""

    id: str
    text: str

    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a form."""

    id: str
    """Field id of the command line contract: ``last_name``."""
    label: str
    span: int = 12
    """Columns of 12."""
    kind: FieldKind = FieldKind.LINE
    hint: str = ""
    """Short hint at the right of the label («если есть»)."""
    placeholder: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    """For COMBO: (value, words)."""
    check: Callable[[str], Check] | None = None
    """Looks at the value when the field is left; None for fields without rules."""
    show: Callable[[str], str] | None = None
    """Turns the normal value of the check into what the field shows («112-233-445 95»)."""
    lines: int = 2
    """Height of a TEXT field in lines."""
    max_chars: int = 0
    """The paper's normal room; above 0 the hint counts «62 из 272»."""
    starts_row: bool = False
    """Begins a row of its own: the first of several fields that belong together."""
    is_bare: bool = False
    """For CHECK: no line is kept above it, its neighbours are ticks, too."""
    grid: GridSpec | None = None
    """For TABLE."""
    cells: tuple[str, ...] = ()
    """For CELLS: names in order."""
    letters: tuple[str, str] = ("", "")
    """For CELLS: what stands in a chosen cell and in any other."""
    answers: dict[str, tuple[Answer, ...]] = field(default_factory=dict)
    """Buttons under a warning, by problem code; at most two each."""


@dataclass(frozen=True, slots=True)
class SectionSpec:
    """A title between the fields of a form."""

    title: str
    icon: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CaptionSpec:
    """Small words over a few fields that belong together."""

    text: str


DEFAULT_ANSWER = Answer(Answer.CONFIRM, "Всё верно")
