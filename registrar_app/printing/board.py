"""What is drawn, as data: the layout writes instructions here, the renderer and the tests read them.

All lengths are mm, measured from the upper left corner of the page; letter sizes are points.
"""

import itertools
from dataclasses import dataclass
from enum import StrEnum

from registrar_app.domain.dates import plural
from registrar_app.domain.problems import Problem, problem
from registrar_app.printing.case import caption_of
from registrar_app.printing.fonts import MM_PER_PT, Face
from registrar_app.printing.form import Field
from registrar_app.printing.text import Fit

ASCENT, DESCENT = 0.74, 0.22
"""Height of capitals with marks and depth of letters, shares of the letter size (Liberation Serif)."""


class Role(StrEnum):
    """Who an instruction belongs to; an overprint draws values and marks only."""

    FORM = "form"
    VALUE = "value"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on a page, mm."""

    page: int
    x: float
    y: float
    w: float
    h: float

    def meets(self, other: "Area", gap: float = 0.0) -> bool:
        """Whether two rectangles of one page overlap or come nearer than a gap."""
        return (
            self.page == other.page
            and self.x < other.x + other.w + gap
            and other.x < self.x + self.w + gap
            and self.y < other.y + other.h + gap
            and other.y < self.y + self.h + gap
        )


@dataclass(frozen=True, slots=True, repr=False)
class Words:
    """A piece of text on its base line."""

    area: Area
    base: float
    text: str
    face: str
    pt: float
    role: Role
    field: str
    grey: bool = False


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line."""

    page: int
    x1: float
    y1: float
    x2: float
    y2: float
    pt: float
    role: Role


@dataclass(frozen=True, slots=True)
class Ring:
    """A circle: for a seal, or round a chosen code as a mark."""

    page: int
    x: float
    y: float
    r: float
    role: Role = Role.FORM


@dataclass(frozen=True, slots=True)
class Bars:
    """A linear code: dark and light modules from left to right."""

    area: Area
    modules: str
    module_mm: float
    field: str


@dataclass(frozen=True, slots=True)
class FieldBox:
    """The place of a value on one printed line, mm from the upper left corner of the page."""

    field: str
    page: int
    """From 0."""
    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float
    is_filled: bool = True
    """Whether a part of the value stands in it."""


@dataclass(frozen=True, slots=True)
class StampPlace:
    """A free rectangle for something put on later; overlaps nothing that is printed."""

    id: str
    page: int
    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class Fill:
    """How full a field is."""

    used_chars: int
    limit: int
    """Capacity at full letter size, 0 if the table names none."""
    pt: float


@dataclass(frozen=True, slots=True, repr=False)
class Rest:
    """The end of a long value that goes to further sheets."""

    field: Field
    text: str


class Board:
    """Collects the instructions, boxes and problems of one paper."""

    def __init__(self, *, is_fixed: bool = False) -> None:
        self.is_fixed = is_fixed
        """Whether no value may move a line: it shrinks or is refused."""
        self.items: list[Words | Stroke | Ring | Bars] = []
        self.boxes: list[FieldBox] = []
        self.places: list[StampPlace] = []
        self.fills: dict[str, Fill] = {}
        self.problems: list[Problem] = []
        self.bottoms: dict[int, float] = {}
        """Lowest line of the flow on each page."""
        self.blocked: list[Area] = []
        self.pages = 1
        self.rests: list[Rest] = []

    def words(
        self,
        page: int,
        x: float,
        base: float,
        text: str,
        face: Face,
        pt: float,
        role: Role = Role.FORM,
        field: str = "",
        *,
        grey: bool = False,
    ) -> float:
        """Write a text; gives the x of its end."""
        width = face.width(text, pt)
        size = pt * MM_PER_PT
        area = Area(page, x, base - ASCENT * size, width, (ASCENT + DESCENT) * size)
        if text.strip():
            self.items.append(Words(area, base, text, face.name, pt, role, field, grey))
        return x + width

    def rule(
        self, page: int, x1: float, x2: float, y: float, *, pt: float = 0.4, role: Role = Role.FORM
    ) -> None:
        """Draw a level line."""
        self.items.append(Stroke(page, x1, y, x2, y, pt, role))

    def frame(self, area: Area, *, pt: float = 0.5, role: Role = Role.FORM) -> None:
        """Draw the four sides of a rectangle."""
        x1, y1, x2, y2 = area.x, area.y, area.x + area.w, area.y + area.h
        corners = ((x1, y1), (x2, y1), (x2, y2), (x1, y2), (x1, y1))
        self.items += [Stroke(area.page, *one, *two, pt, role) for one, two in itertools.pairwise(corners)]

    def box(self, field: str, area: Area, *, is_filled: bool) -> None:
        """Note the place of a value."""
        self.boxes.append(FieldBox(field, area.page, area.x, area.y, area.w, area.h, is_filled))

    def note_fit(self, field: Field, text: str, fitted: Fit) -> None:
        """Keep how full a field is; refuse it when signs are left over."""
        self.fills[field.id] = Fill(len(text), field.max_chars, fitted.pt)
        if fitted.excess:
            signs = f"{fitted.excess} {plural(fitted.excess, 'знак', 'знака', 'знаков')}"
            self.problems.append(problem("CERT-002", field.id, caption=caption_of(field), excess=signs))

    def reach(self, page: int, y: float) -> None:
        """Note how far down the flow has come."""
        self.bottoms[page] = max(self.bottoms.get(page, 0.0), y)

    def obstacles(self) -> list[Area]:
        """Everything that is drawn, as rectangles."""
        out = list(self.blocked)
        out += [Area(one.page, one.x_mm, one.y_mm, one.width_mm, one.height_mm) for one in self.boxes]
        for item in self.items:
            if isinstance(item, Stroke):
                x, y = min(item.x1, item.x2), min(item.y1, item.y2)
                out.append(Area(item.page, x, y, abs(item.x2 - item.x1), abs(item.y2 - item.y1)))
            elif isinstance(item, Ring):
                out.append(Area(item.page, item.x - item.r, item.y - item.r, 2 * item.r, 2 * item.r))
            else:
                out.append(item.area)
        return out
