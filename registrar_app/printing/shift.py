"""Moves what is printed by a printer's own misfeed: the file that is kept stays as it is."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf

PT_PER_MM = 72 / 25.4
MOST_MM = 20.0
"""More is a wrong tray or a wrong blank, not a misfeed."""


@dataclass(frozen=True, slots=True)
class Shift:
    """How far a side is moved, in millimetres; minus is to the left and up."""

    right: float = 0.0
    down: float = 0.0

    def __bool__(self) -> bool:
        return bool(self.right or self.down)


@dataclass(frozen=True, slots=True)
class SideShifts:
    """Shifts of both sides of a sheet; a printer that turns the sheet rarely meets it twice alike."""

    front: Shift = Shift()
    back: Shift = Shift()

    def __bool__(self) -> bool:
        return bool(self.front or self.back)

    def in_dots(self, dpi: int) -> "SideShifts":
        """The nearest shift of whole dots: a picture of dots stays one."""
        dot = 25.4 / dpi

        def near(one: Shift) -> Shift:
            return Shift(round(one.right / dot) * dot, round(one.down / dot) * dot)

        return SideShifts(near(self.front), near(self.back))

    def of_pages(self, sides: int) -> Iterator[Shift]:
        """The shift of each page in turn: one-sided sheets have fronts only."""
        while True:
            yield self.front
            if sides > 1:
                yield self.back

    def as_offsets(self, sides: int) -> tuple[tuple[float, float], ...]:
        """Pairs (right, down) for ``render`` of an overprint, whose pages are the sides of one sheet."""
        both = (self.front, self.back)[: max(1, sides)]
        return tuple((one.right, one.down) for one in both)


def shifted(pdf: bytes, shifts: SideShifts, sides: int = 1) -> bytes:
    """The pages moved, stamps of signatures included; for the printer only, signatures no longer hold.

    Args:
        pdf: A file of ours.
        shifts: How far; none gives the same bytes back.
        sides: Sides of the form's sheet, 1 or 2.
    """
    if not shifts:
        return pdf
    import pikepdf  # most printers need no shift, and no start waits for it

    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page, shift in zip(document.pages, shifts.of_pages(sides), strict=False):
            if shift:
                _move(document, page, shift)
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def _move(document: "pikepdf.Pdf", page: "pikepdf.Page", shift: Shift) -> None:
    right, down = shift.right * PT_PER_MM, -shift.down * PT_PER_MM
    page.contents_add(document.make_stream(f"q 1 0 0 1 {right:.4f} {down:.4f} cm\n".encode()), prepend=True)
    page.contents_add(document.make_stream(b"\nQ"))
    for note in _annotations(page):
        rect = [float(edge) for edge in note.Rect]
        if rect[2] > rect[0] and rect[3] > rect[1]:
            note.Rect = [rect[0] + right, rect[1] + down, rect[2] + right, rect[3] + down]


def _annotations(page: "pikepdf.Page") -> "Sequence[pikepdf.Object]":
    """Stamps of signatures are annotations: they have places of their own."""
    return list(page.get("/Annots", []))
