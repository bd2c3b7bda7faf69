"""The shipped typefaces: PT Sans and PT Sans Caption.

Source: files of the ParaType public types under SIL OFL 1.1, licence beside them in ``resources/fonts``.
"""

from dataclasses import dataclass

from PySide6.QtGui import QFontDatabase

from registrar_app.paths import resource

FILES = ("PTSans-Regular.ttf", "PTSans-Bold.ttf", "PTSansCaption-Regular.ttf", "PTSansCaption-Bold.ttf")
_FALLBACKS = ("PT Sans", "Noto Sans")


@dataclass(frozen=True, slots=True)
class LoadedFonts:
    """What the program writes with."""

    body: str
    """Family of texts and fields."""
    caption: str
    """Family of keycaps, table heads and codes."""
    missing: tuple[str, ...] = ()
    """Shipped files that could not be loaded, for the diagnostics page."""


def load_fonts() -> LoadedFonts:
    """Register the shipped fonts with Qt; call once, after the application and before the first widget.

    Returns:
        The families to use. When a file is missing the next fallback stands in: Noto Sans, then the
        system's font.
    """
    missing = tuple(
        name
        for name in FILES
        if not resource("fonts", name).is_file()
        or QFontDatabase.addApplicationFont(str(resource("fonts", name))) < 0
    )
    families = set(QFontDatabase.families())
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    body = next((name for name in _FALLBACKS if name in families), system)
    caption = "PT Sans Caption" if "PT Sans Caption" in families else body
    return LoadedFonts(body, caption, missing)
