"""Sizes of the window in parts of the body font's line, so that they grow with the font.

The numbers are design pixels: 1/19 of the height of a PT Sans line at 15 px and 96 dpi.
"""

from enum import StrEnum

FH = 19
"""Design pixels in one line of body text."""

RAIL, RAIL_NARROW = 92, 84
PANE, PANE_NARROW = 344, 296
SIDE, SIDE_NARROW = 276, 252
STATUS_BAR = 32
ACTION_BAR = 58
TRAINING_BAND = 24
FIELD, BUTTON, BUTTON_SMALL, SEARCH = 34, 36, 32, 44
BADGE, KEYCAP = 22, 18
ROW_LIST, ROW_LIST_TALL, ROW_TABLE, HEAD_TABLE = 56, 74, 36, 30
PAD, PAD_TOP, GUTTER, COLUMN_GAP = 22, 14, 14, 28
RADIUS, RADIUS_BADGE, RADIUS_BANNER, RADIUS_KEYCAP = 5, 4, 6, 3
COLUMN_MAX, FORM_MAX = 560, 1100
WIDE, NARROW = 1340, 1280
"""At least WIDE: all shown; at least NARROW: shorter; below: the side column moves under the body."""


class WidthClass(StrEnum):
    """How much room the window gives."""

    WIDE = "wide"
    NARROW = "narrow"
    SMALL = "small"

    @staticmethod
    def of(width: float) -> "WidthClass":
        """Class of a window width in design pixels."""
        if width >= WIDE:
            return WidthClass.WIDE
        return WidthClass.NARROW if width >= NARROW else WidthClass.SMALL
