"""Kinds of a person's files, and what a scan of a sheet must be: data and pure functions, no bytes."""

from collections.abc import Mapping
from dataclasses import dataclass

MM_PER_INCH = 25.4
A4_MM = (297.0, 210.0)
LEAST_DPI = 300
"""A page is scanned with at least so many points per inch: below that small print is not read."""
_CUT = 0.98
"""Scanners leave a strip of the edges away: so much of the sheet is enough."""
_SMALLEST_MM = (70.0, 40.0)
_LARGEST_MM = 430.0
"""What a declared resolution may make of a picture: nothing smaller than a card, nothing larger than A3."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """What a file of a person is."""

    key: str
    word: str
    is_page: bool = True
    """A sheet is meant: its scan needs the resolution."""
    sheet_mm: tuple[float, float] = A4_MM
    """Long and short side of the paper, for pictures that do not say their resolution."""
    signs: tuple[str, ...] = ()
    """Beginnings of words in file names that mean this kind, lower case."""


FILE_KINDS: Mapping[str, FileKind] = {
    one.key: one
    for one in (
        # The opened passport: two pages of 88 x 125 mm. Source: постановление Правительства РФ от 08.07.1997
        # № 828, описание бланка паспорта, п. 1.
        FileKind("passport", "паспорт", sheet_mm=(176.0, 125.0), signs=("паспорт", "pasport", "passport")),
        FileKind("policy", "полис", signs=("полис", "polis", "policy", "омс", "oms")),
        FileKind("snils", "СНИЛС", signs=("снилс", "snils")),
        FileKind("birth", "свидетельство о рождении", signs=("свид", "рожд", "birth")),
        FileKind("consent", "согласие", signs=("соглас", "consent", "idc", "идс")),
        FileKind(
            "authority", "полномочия представителя",
            signs=("доверен", "опек", "попечит", "полномоч", "doveren"),
        ),
        FileKind("application", "заявление", signs=("заявл", "zayavl")),
        FileKind("photo", "фото", is_page=False, signs=("фото", "foto", "photo")),
        FileKind("other", "иное", is_page=False),
    )
}  # fmt: skip
"""By key; the order is that of the list on the screen."""

FILE_SOURCES: Mapping[str, str] = {"file": "из файла", "clipboard": "из буфера обмена", "card": "с карты"}
"""Where a file came from -> how the record says it."""


def guess_kind(name: str) -> str:
    """The kind that a file's name speaks of, ``other`` when it says nothing.

    Args:
        name: Name without its folder, any case: «Паспорт Иванова.pdf».
    """
    words = "".join(sign if sign.isalnum() else " " for sign in name.lower()).split()
    for kind in FILE_KINDS.values():
        if any(word.startswith(kind.signs) for word in words if kind.signs):
            return kind.key
    return "other"


def is_too_coarse(kind: FileKind, dpi: int | None) -> bool:
    """Whether a page is meant and its scan has too few points per inch; None: nothing of it is a scan."""
    return kind.is_page and dpi is not None and dpi < LEAST_DPI * _CUT


def sheet_dpi(width_px: int, height_px: int, sheet_mm: tuple[float, float] = A4_MM) -> int:
    """Points per inch of a picture that shows the whole sheet, lying or standing."""
    long_px, short_px = max(width_px, height_px), min(width_px, height_px)
    long_mm, short_mm = max(sheet_mm), min(sheet_mm)
    return round(min(long_px / long_mm, short_px / short_mm) * MM_PER_INCH)


def effective_dpi(width_px: int, height_px: int, declared: int | None, sheet_mm: tuple[float, float]) -> int:
    """Points per inch of a scan: what it declares, where that makes a believable size, or its sheet's.

    A camera declares 72 whatever it sees, and some programs declare 300 for a thumbnail: the first would be
    a metre wide, the second smaller than a card. Then, and where nothing is declared, the picture is taken
    for the whole sheet.
    """
    if declared:
        long_mm = max(width_px, height_px) / declared * MM_PER_INCH
        short_mm = min(width_px, height_px) / declared * MM_PER_INCH
        if _SMALLEST_MM[0] <= long_mm <= _LARGEST_MM and short_mm >= _SMALLEST_MM[1]:
            return declared
    return sheet_dpi(width_px, height_px, sheet_mm)
