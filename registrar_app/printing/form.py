"""A paper as data: what stands on it, where its values come from, which edition is in force when.

The language of the tables (keys, types, paths) is described in ``docs/forms.md`` and checked by ``loader``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

PAPER_SIZES_MM: Mapping[str, tuple[float, float]] = MappingProxyType(
    {"A4": (210.0, 297.0), "A5": (148.0, 210.0), "A6": (105.0, 148.0)}
)
"""Width and height of the upright sheet, mm. Source: ISO 216."""

TYPES = frozenset(
    [
        "text",
        "fio",
        "digits",
        "phone",
        "email",
        "snils",
        "oms",
        "icd",
        "date",
        "day2",
        "month",
        "year4",
        "datetime",
        "date_range",
        "choice",
        "choices",
        "code",
        "codes",
        "flag",
        "choice_and_text",
        "date_and_text",
        "text_icd",
        "address",
        "address8",
        "table",
        "table_cell",
        "table_row_16",
        "fio_signature",
        "signature",
        "date_and_signature",
        "barcode",
        "stamp_place",
        "heading",
        "constant",
        "hidden",
    ]
)
"""Types of fields, all that a table may name."""

SILENT_TYPES = frozenset({"stamp_place", "heading", "constant", "signature"})
"""Types that take no value."""


class Mode(StrEnum):
    """What a print is for."""

    FINAL = "final"
    DRAFT = "draft"
    OVERPRINT = "overprint"


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle on the sheet, mm from the upper left corner."""

    x: float
    y: float
    w: float
    h: float
    pt: float = 0.0
    """Letter size; 0 takes the sheet's."""
    align: str = "left"
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    id: str
    caption: str
    width: float = 1.0
    """Share of the width."""
    type: str = "text"
    next_caption: str = ""
    """Caption on the second and later rows of a table without a grid; empty: as on the first."""
    print: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One field: caption, value, its place on the paper."""

    id: str
    caption: str
    type: str
    line: int
    """Line of the table it stands on, for messages."""
    order: float = 0.0
    values: Mapping[str, str] = field(default_factory=dict)
    mandatory: bool | str = False
    source: str = "user"
    default: str = ""
    path: tuple[str, ...] = ()
    """Where the value stands in a case; several places are joined by ``print_as``."""
    parts: tuple[str, ...] = ()
    """The same value given in parts; must agree with ``path``."""
    print: str = ""
    print_as: str = ""
    mark: str = ""
    pattern: str = ""
    lines: int = 1
    max_chars: int = 0
    min_chars: int = 0
    own_line: bool = False
    side: str = "front"
    block: str = ""
    row: str = ""
    item: str = ""
    under: str = ""
    align: str = "left"
    width_mm: float = 0.0
    """Fixed width of the blank; 0 shares the row."""
    caption_pt: float = 0.0
    min_pt: float = 0.0
    """Floor of the letter size of the value; 0 takes the general floor."""
    bold: bool = False
    framed: bool = False
    circle_mm: float = 0.0
    row_height_mm: float = 0.0
    caption_mm: float = 0.0
    """Width kept for the caption, so that blanks of neighbouring rows begin together; 0 takes its own."""
    signature_mm: float = 0.0
    """Width of the blank for a signature by hand."""
    module_mm: float = 0.25
    quiet_modules: int = 10
    layout: str = ""
    """``rows``: choices one under the other."""
    shorten: str = ""
    """``initials``: a long name may be printed with initials."""
    omit_when_empty: bool = False
    only_sex: str = ""
    after: str = ""
    at: Place | None = None
    """Fixed place on the sheet, for labels."""
    columns: tuple[Column, ...] = ()
    rows: int = 0
    ruled: str = ""
    prefilled: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    """Order of the cells of a row of cells."""
    cell_values: Mapping[str, str] = field(default_factory=dict)
    table: str = ""
    """Heading of the table that this flag is a row of."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    """Other spellings of a value in a case: ``male`` for the code ``1``."""
    empty_text: str = ""
    """What is printed where nothing was given."""
    boxes: int = 0
    """One box for each sign."""
    overflow: str = ""
    """Heading of the further sheets that the rest of a long value goes to; empty: it is refused."""
    repeat_for: tuple[str, ...] = ()
    """One table for each of these names; the caption's ``{…}`` is the name."""
    last_side: str = ""
    """Last page of a booklet that repeated tables may run on to."""
    label: str = ""
    """Words beside the editor in the window; empty: those of the caption."""
    case: str = ""
    """``genitive`` or ``dative``: the name is proposed in that case and may be written otherwise."""
    unlike: str = ""
    """Id of a field: a value equal to that one's is left out, its blank stays empty."""
    asks: str = ""
    """Of a hidden field: type of the editor the window asks for it with."""
    conf: str = ""

    @property
    def takes_value(self) -> bool:
        """Whether a case may fill it."""
        return self.type not in SILENT_TYPES


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """Sheet, margins and letter sizes."""

    width_mm: float
    height_mm: float
    sides: int = 1
    pages: int = 0
    """Pages of a booklet, each of the sheet's size, in the order they are read; 0: as many as sides."""
    counterfoil_mm: float = 0.0
    """Width of the strip at the left that is cut off and stays in the clinic."""
    left: float = 15.0
    right: float = 10.0
    top: float = 8.0
    bottom: float = 8.0
    family: str = "Liberation Serif"
    body_pt: float = 10.5
    title_pt: float = 12.0
    header_pt: float = 8.5
    pitch_mm: Mapping[str, float] = field(default_factory=dict)
    """Line pitch by side; a side that is not named takes 1.45 of the letter size."""
    min_pitch_mm: float = 4.6
    is_label: bool = False
    """A sticker of a label printer: ``kind: label``."""

    @property
    def body_left(self) -> float:
        """Left edge of what is not cut off, mm: behind the margin and the counterfoil."""
        return self.left + self.counterfoil_mm

    @property
    def side_names(self) -> tuple[str, ...]:
        """Names of the pages: ``front`` and ``back``, in a booklet ``1``, ``2``, …."""
        if self.pages:
            return tuple(str(page) for page in range(1, self.pages + 1))
        return ("front", "back")[: self.sides]

    @property
    def is_booklet(self) -> bool:
        """Whether its pages are folded out of sheets of twice the width."""
        return self.pages > 2

    @property
    def printed_mm(self) -> tuple[float, float]:
        """Width and height of the sheet that goes through the printer."""
        return (2 * self.width_mm if self.is_booklet else self.width_mm, self.height_mm)

    def pitch(self, side: str) -> float:
        """Line pitch of a side, mm."""
        return self.pitch_mm.get(side) or self.body_pt * 1.45 * 25.4 / 72


@dataclass(frozen=True, slots=True)
class MarkPlace:
    """A rectangle kept for something that is put on later: mark of an electronic signature, QR."""

    id: str
    side: str
    width_mm: float
    height_mm: float
    min_height_mm: float
    anchor: str = "bottom_right"
    x_mm: float | None = None
    optional: bool = False
    """Only at its anchor's side; no harm if there is no room."""
    square: bool = False
    """Its width follows its height."""


@dataclass(frozen=True, slots=True)
class FootBarcode:
    """A Code 128 in the foot, printed where the form leaves room."""

    field: str
    side: str
    height_mm: float = 7.0
    module_mm: float = 0.3
    anchor: str = "bottom_left"


@dataclass(frozen=True, slots=True)
class Rule:
    """What values of one paper must agree on; the kinds are in ``rules``."""

    id: str
    kind: str
    field: str
    """Field that the problem is told at."""
    text: str
    """What is wrong, in Russian."""
    value: str = ""
    others: tuple[str, ...] = ()
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class Edition:
    """One wording of a paper with the days of issue it is for."""

    id: str
    issue_date_from: date | None
    issue_date_to: date | None
    has_layout: bool = True
    note: str = ""
    conf: str = ""
    title_lines: tuple[str, ...] = ()
    header_top_right: tuple[str, ...] = ()
    header_left: tuple[str, ...] = ()
    header_right: tuple[str, ...] = ()
    must_not_print: tuple[str, ...] = ()
    clinic_lines: tuple[str, ...] = ()
    """Ids of constants whose text the clinic may set: a value given for them is printed instead."""
    fields: tuple[Field, ...] = ()

    def has_begun(self, day: date) -> bool:
        """Whether a paper issued on a day may be of this edition or a later one."""
        return self.issue_date_from is None or self.issue_date_from <= day

    def has_ended(self, day: date) -> bool:
        """Whether the last day of this edition is before a day."""
        return self.issue_date_to is not None and self.issue_date_to < day


@dataclass(frozen=True, slots=True)
class Form:
    """A paper with all its editions."""

    key: str
    number: str
    """Number of the form by its act, empty if it has none."""
    title: str
    """Plain title, for lists and for the file's own title; never the number."""
    sheet: SheetSpec
    editions: tuple[Edition, ...]
    modes: tuple[Mode, ...] = (Mode.FINAL, Mode.DRAFT)
    validity_months: int = 0
    journal: str = ""
    header_align: str = "left"
    header_left_align: str = "left"
    header_drop_mm: float = 0.0
    """How far below the upper margin the right header begins."""
    header_left_percent: float = 60.0
    has_title: bool = True
    places: tuple[MarkPlace, ...] = ()
    barcode: FootBarcode | None = None
    copy_line: str = ""
    rules: tuple[Rule, ...] = ()
    counterfoil: tuple[Field, ...] = ()
    """Rows of the strip that stays in the clinic; they take the values of the fields with their ids."""
    rank: int = 50
    """Place in lists: what desks are asked for most has the least."""
    not_offered: str = ""
    """Why a known paper is not printed by this program; empty: it is."""
    is_kept: bool = False
    """A paper without a number that is kept in the journal of the person all the same."""
    file: str = ""
    """Name of the table it was read from."""
    short: str = ""
    """Name in the narrow columns of lists, where the form has no number: «В бассейн»; empty: the title."""

    @property
    def default_mode(self) -> Mode:
        """The mode taken when none is named."""
        return self.modes[0]

    def edition(self, edition_id: str) -> Edition | None:
        """The edition with an id, or None."""
        return next((one for one in self.editions if one.id == edition_id), None)

    def field(self, edition: Edition, field_id: str) -> Field | None:
        """The field with an id, or None."""
        return next((one for one in edition.fields if one.id == field_id), None)
