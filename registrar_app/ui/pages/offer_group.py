"""What «Доверенные центры» and «Коды справок» share: a list, and what was brought and is not trusted yet."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from registrar_app.ui.pages.settings_group import SettingsGroup, Tools
from registrar_app.ui.theme import Role
from registrar_app.ui.widgets.banner import AdviceItem
from registrar_app.ui.widgets.data_table import DataTable
from registrar_app.ui.widgets.label import Label
from registrar_app.ui.widgets.section import SectionTitle
from registrar_app.ui.widgets.tables import Column


class OfferGroup(SettingsGroup):
    """A list, and what was brought and is not trusted yet."""

    def __init__(self, tools: Tools, title: str, line: str, about: str, columns: Sequence[Column]) -> None:
        super().__init__(tools, title, line)
        theme = self.theme
        self.body.addWidget(Label(theme, about, role=Role.TEXT2, wrap=True))
        self.table = DataTable(theme, columns, title, fit_height=True)
        self.table.row_selected.connect(self._on_row)
        self.body.addWidget(self.table)
        self._offer_box = QWidget()
        box = QVBoxLayout(self._offer_box)
        box.setContentsMargins(0, theme.px(8), 0, 0)
        box.setSpacing(theme.px(8))
        box.addWidget(SectionTitle(theme, "Новое: пока не доверяем", hairline=False))
        self.offered = QVBoxLayout()
        self.offered.setSpacing(theme.px(8))
        box.addLayout(self.offered)
        self._offer_box.hide()
        self.body.addWidget(self._offer_box)

    def _on_row(self, row_id: object) -> None:
        """The question of the button belongs to the row it was asked about."""

    def choose_files(self, title: str, wanted: str) -> None:
        """The system's dialogue for files."""
        dialog = QFileDialog(self, title, "", wanted)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._on_files)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_files(self, paths: Sequence[str]) -> None:
        self.look([Path(one) for one in paths])

    def look(self, paths: list[Path]) -> None:
        """Show what files hold; nothing is trusted by that. Override."""

    def show_offered(self, items: Sequence[AdviceItem]) -> None:
        """What was brought, to be looked at; nothing hides the part."""
        while self.offered.count():
            widget = self.offered.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for one in items:
            self.offered.addWidget(one)
        self._offer_box.setVisible(bool(items))
