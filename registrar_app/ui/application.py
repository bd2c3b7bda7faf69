"""What every start of the window needs before its first widget: translation of Qt, fonts, theme, style."""

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from registrar_app.ui.fonts import load_fonts
from registrar_app.ui.style import RegistrarStyle
from registrar_app.ui.theme import Mode, Theme


def prepare(app: QApplication, mode: Mode = Mode.SYSTEM, font_percent: int = 100) -> Theme:
    """Give the application our language, fonts, style and colours.

    Returns:
        The theme that all widgets are given; it lives as long as the application.
    """
    QLocale.setDefault(QLocale(QLocale.Language.Russian, QLocale.Country.Russia))
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_ru", folder):
        app.installTranslator(translator)
    theme = Theme(load_fonts(), mode, font_percent, app)
    app.setStyle(RegistrarStyle(theme))
    theme.apply()
    return theme
