"""Colours by role, fonts by use, sizes by the font line: one object that every widget is given.

Source of the table: design text on the window, section 4 (contrast measured there; the tests do it again).
"""

from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication

from registrar_app.ui.fonts import LoadedFonts
from registrar_app.ui.icons import Icons
from registrar_app.ui.metrics import FH


class Role(StrEnum):
    """What a colour means; ``X_TINT`` is the background of ``X``."""

    WINDOW = "window"
    SURFACE = "surface"
    SUBTLE = "subtle"
    FIELD = "field"
    TEXT = "text"
    TEXT2 = "text2"
    TEXT3 = "text3"
    DISABLED = "disabled"
    LINE = "line"
    BORDER = "border"
    ACCENT = "accent"
    ON_ACCENT = "on_accent"
    ACCENT_TINT = "accent_tint"
    FOCUS = "focus"
    FOCUS_FILL = "focus_fill"
    OK = "ok"
    OK_TINT = "ok_tint"
    INFO = "info"
    INFO_TINT = "info_tint"
    WARN = "warn"
    WARN_TINT = "warn_tint"
    ERROR = "error"
    ERROR_TINT = "error_tint"
    NEUTRAL = "neutral"
    NEUTRAL_TINT = "neutral_tint"
    TRAIN = "train"
    TRAIN_TINT = "train_tint"
    MATCH = "match"
    RAIL = "rail"
    RAIL_TEXT = "rail_text"
    RAIL_CURRENT = "rail_current"
    RAIL_CURRENT_TEXT = "rail_current_text"
    RAIL_STRIPE = "rail_stripe"
    COUNTER = "counter"
    COUNTER_TEXT = "counter_text"
    PLOT1 = "plot1"
    PLOT2 = "plot2"
    PAPER = "paper"
    PAPER_MATCH = "paper_match"
    SURROUND = "surround"

    @property
    def tint(self) -> "Role":
        """The background that belongs to a status role."""
        return Role(f"{self.value}_tint")


_TABLE: dict[Role, tuple[str, str]] = {
    Role.WINDOW: ("#EDF0F3", "#151B20"),
    Role.SURFACE: ("#FFFFFF", "#1D252C"),
    Role.SUBTLE: ("#F5F7F9", "#232D35"),
    Role.FIELD: ("#FFFFFF", "#161D23"),
    Role.TEXT: ("#1A2530", "#E5EBF0"),
    Role.TEXT2: ("#465461", "#B6C2CC"),
    Role.TEXT3: ("#5B6874", "#97A5B1"),
    Role.DISABLED: ("#8995A0", "#6E7B86"),
    Role.LINE: ("#D6DDE3", "#35424C"),
    Role.BORDER: ("#7C8995", "#74828E"),
    Role.ACCENT: ("#0B6785", "#63C1DC"),
    Role.ON_ACCENT: ("#FFFFFF", "#06202A"),
    Role.ACCENT_TINT: ("#DDEFF5", "#14394A"),
    Role.FOCUS: ("#0B6785", "#63C1DC"),
    Role.FOCUS_FILL: ("#F1F9FC", "#11232C"),
    Role.OK: ("#17653A", "#82D69E"),
    Role.OK_TINT: ("#E1F2E7", "#1A3324"),
    Role.INFO: ("#1A5796", "#93C5F6"),
    Role.INFO_TINT: ("#E3EEFA", "#1B2F47"),
    Role.WARN: ("#7F4A00", "#F1C36A"),
    Role.WARN_TINT: ("#FCEFD2", "#372C17"),
    Role.ERROR: ("#AD2117", "#FF9F95"),
    Role.ERROR_TINT: ("#FBE6E3", "#432523"),
    Role.NEUTRAL: ("#465461", "#B6C2CC"),
    Role.NEUTRAL_TINT: ("#E7EBEF", "#2C3741"),
    Role.TRAIN: ("#6B3FA0", "#C6A8F2"),
    Role.TRAIN_TINT: ("#EFE6FA", "#33244C"),
    Role.MATCH: ("#FFE59A", "#6A5716"),
    Role.RAIL: ("#14414F", "#0E242C"),
    Role.RAIL_TEXT: ("#D3E4EA", "#A9C3CC"),
    Role.RAIL_CURRENT: ("#0C2E39", "#1B4452"),
    Role.RAIL_CURRENT_TEXT: ("#FFFFFF", "#FFFFFF"),
    Role.RAIL_STRIPE: ("#7FD0E6", "#7FD0E6"),
    Role.COUNTER: ("#F2C063", "#F2C063"),
    Role.COUNTER_TEXT: ("#3B2700", "#3B2700"),
    Role.PLOT1: ("#0B6785", "#63C1DC"),
    Role.PLOT2: ("#BC7710", "#E2A94B"),
    Role.PAPER: ("#FFFFFF", "#FFFFFF"),
    Role.PAPER_MATCH: ("#FFE59A", "#FFE59A"),
    Role.SURROUND: ("#C9D1D8", "#0F1418"),
}

STATUS_ICONS: dict[Role, str] = {
    Role.OK: "circle-check",
    Role.INFO: "info-circle",
    Role.WARN: "alert-triangle",
    Role.ERROR: "alert-circle",
}
"""The icon that stands with a status word when none is named; neutral facts have none."""


class Mode(StrEnum):
    """What the person chose: «Как в системе», «Светлая», «Тёмная»."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Use(StrEnum):
    """What a font is used for."""

    BIG = "big"
    TITLE = "title"
    SUBTITLE = "subtitle"
    SECTION = "section"
    BODY = "body"
    BOLD = "bold"
    BANNER = "banner"
    BANNER_BOLD = "banner_bold"
    SMALL = "small"
    SMALL_BOLD = "small_bold"
    TINY = "tiny"
    RAIL = "rail"
    RAIL_BOLD = "rail_bold"
    SEARCH = "search"
    HEAD = "head"
    KEYCAP = "keycap"


_FONTS: dict[Use, tuple[float, bool, bool]] = {
    Use.BIG: (21.0, True, False),
    Use.TITLE: (16.5, True, False),
    Use.SUBTITLE: (13.5, True, False),
    Use.SECTION: (12.0, True, False),
    Use.BODY: (11.25, False, False),
    Use.BOLD: (11.25, True, False),
    Use.BANNER: (10.5, False, False),
    Use.BANNER_BOLD: (11.25, True, False),
    Use.SMALL: (9.75, False, False),
    Use.SMALL_BOLD: (9.75, True, False),
    Use.TINY: (9.0, False, False),
    Use.RAIL: (10.0, False, False),
    Use.RAIL_BOLD: (10.0, True, False),
    Use.SEARCH: (12.0, False, False),
    Use.HEAD: (9.0, False, True),
    Use.KEYCAP: (8.25, False, True),
}
"""Points at 100 %, bold, and whether the caption family is used."""

FONT_PERCENTS = (100, 115, 130)


class Theme(QObject):
    """Colours, fonts, sizes and icons of the window, in the mode and font size the person chose."""

    changed = Signal()
    """The colours or the font size are others now; widgets set theirs again."""

    def __init__(
        self,
        fonts: LoadedFonts,
        mode: Mode = Mode.SYSTEM,
        font_percent: int = 100,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.icons = Icons()
        self.fonts = fonts
        self._mode = mode
        self._percent = font_percent
        self._dark = self._wanted_dark()
        self._colors: dict[Role, QColor] = {}
        self._fonts: dict[Use, QFont] = {}
        self._fh = FH
        self._rebuild()
        hints = QApplication.styleHints()
        hints.colorSchemeChanged.connect(self._on_system_scheme)

    # -- choice ---------------------------------------------------------------------------------

    @property
    def mode(self) -> Mode:
        """What was chosen."""
        return self._mode

    @property
    def font_percent(self) -> int:
        """Font size, one of ``FONT_PERCENTS``."""
        return self._percent

    def set_mode(self, mode: Mode) -> None:
        """Choose light, dark or as the system."""
        self._mode = mode
        self._refresh()

    def set_font_percent(self, percent: int) -> None:
        """Choose the font size.

        Raises:
            ValueError: not one of ``FONT_PERCENTS``.
        """
        if percent not in FONT_PERCENTS:
            raise ValueError(percent)
        self._percent = percent
        self._refresh()

    def _on_system_scheme(self) -> None:
        if self._mode is Mode.SYSTEM and self._wanted_dark() != self._dark:
            self._refresh()

    def _wanted_dark(self) -> bool:
        if self._mode is Mode.SYSTEM:
            return QApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return self._mode is Mode.DARK

    def _refresh(self) -> None:
        self._dark = self._wanted_dark()
        self._rebuild()
        self.apply()
        self.changed.emit()

    def _rebuild(self) -> None:
        column = 1 if self._dark else 0
        self._colors = {role: QColor(pair[column]) for role, pair in _TABLE.items()}
        self._fonts = {use: self._make_font(*wish) for use, wish in _FONTS.items()}
        self._fh = QFontMetrics(self._fonts[Use.BODY]).height()

    def _make_font(self, points: float, bold: bool, caption: bool) -> QFont:
        font = QFont(self.fonts.caption if caption else self.fonts.body)
        font.setPointSizeF(points * self._percent / 100)
        font.setBold(bold)
        return font

    # -- what widgets ask -----------------------------------------------------------------------

    def color(self, role: Role) -> QColor:
        """Colour of a role now; treat it as read-only."""
        return self._colors[role]

    def font(self, use: Use) -> QFont:
        """Font for a use; treat it as read-only."""
        return self._fonts[use]

    def px(self, design: float) -> int:
        """Logical pixels of a size given in design pixels (1/19 of a body line)."""
        return round(design * self._fh / FH)

    @property
    def scale(self) -> float:
        """Logical pixels in one design pixel."""
        return self._fh / FH

    def palette(self) -> QPalette:
        """The application palette of the current colours."""
        palette = QPalette()
        roles = QPalette.ColorRole
        for qt_role, role in {
            roles.Window: Role.SURFACE, roles.WindowText: Role.TEXT, roles.Base: Role.FIELD,
            roles.AlternateBase: Role.SUBTLE, roles.Text: Role.TEXT, roles.Button: Role.SURFACE,
            roles.ButtonText: Role.TEXT, roles.BrightText: Role.TEXT, roles.Highlight: Role.ACCENT,
            roles.HighlightedText: Role.ON_ACCENT, roles.PlaceholderText: Role.TEXT3, roles.Link: Role.ACCENT,
            roles.LinkVisited: Role.ACCENT, roles.ToolTipBase: Role.SURFACE, roles.ToolTipText: Role.TEXT,
            roles.Accent: Role.ACCENT, roles.Light: Role.SURFACE, roles.Midlight: Role.LINE,
            roles.Mid: Role.BORDER, roles.Dark: Role.BORDER, roles.Shadow: Role.BORDER,
        }.items():  # fmt: skip
            palette.setColor(qt_role, self._colors[role])
        for qt_role in (roles.WindowText, roles.Text, roles.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, qt_role, self._colors[Role.DISABLED])
        return palette

    def apply(self) -> None:
        """Give the application our palette and body font."""
        QApplication.setPalette(self.palette())
        QApplication.setFont(self._fonts[Use.BODY])
