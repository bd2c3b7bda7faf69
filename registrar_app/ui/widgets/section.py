"""Section titles and the label/value rows of the record page."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from registrar_app.ui.theme import Role, Theme, Use
from registrar_app.ui.widgets.badge import Badge
from registrar_app.ui.widgets.label import Hairline, IconLabel, Label


class SectionTitle(QWidget):
    """A title of 16 px, with an icon before and a note after it where needed, over a hairline."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        *,
        icon: str = "",
        icon_role: Role = Role.OK,
        note: str = "",
        note_right: bool = False,
        hairline: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(8)
        if icon:
            row.addWidget(IconLabel(theme, icon, role=icon_role))
        self._title = Label(theme, text, use=Use.SECTION)
        self._note = Label(theme, note, role=Role.TEXT2, use=Use.SMALL)
        row.addWidget(self._title)
        if note_right:
            row.addStretch(1)
        row.addWidget(self._note)
        if not note_right:
            row.addStretch(1)
        if not note:
            self._note.hide()
        outer.addLayout(row)
        if hairline:
            outer.addWidget(Hairline(theme))

    def set_text(self, text: str) -> None:
        """Another title."""
        self._title.setText(text)

    def set_note(self, note: str) -> None:
        """Another note, empty to hide it."""
        self._note.setText(note)
        self._note.setVisible(bool(note))


@dataclass(frozen=True, slots=True)
class Definition:
    """One row of a ``DefinitionList``."""

    label: str
    value: str = ""
    """Empty: the row is left out, unless ``must`` or ``badge`` is set."""
    bold: bool = False
    must: bool = False
    """Show «не указан» when there is no value."""
    badge: str = ""
    """Words of a badge that stands in place of the value."""
    badge_role: Role = Role.NEUTRAL
    missing: str = "не указан"


class DefinitionList(QWidget):
    """Label/value rows with one left edge for the values; values wrap and can be copied."""

    def __init__(self, theme: Theme, rows: Sequence[Definition] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setColumnStretch(1, 1)
        self._widgets: list[QWidget] = []
        theme.changed.connect(self._restyle)
        self._restyle()
        self.set_rows(rows)

    def _restyle(self) -> None:
        self._grid.setColumnMinimumWidth(0, self._theme.px(96))
        self._grid.setHorizontalSpacing(self._theme.px(10))
        self._grid.setVerticalSpacing(self._theme.px(7))

    def set_rows(self, rows: Sequence[Definition]) -> None:
        """Show these rows; those without a value are left out."""
        for widget in self._widgets:
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._widgets = []
        shown = [row for row in rows if row.value or row.must or row.badge]
        for number, row in enumerate(shown):
            self._add(number, row)

    def _add(self, number: int, row: Definition) -> None:
        top = Qt.AlignmentFlag.AlignTop
        label = Label(self._theme, row.label, role=Role.TEXT2, use=Use.SMALL)
        label.setContentsMargins(0, 2, 0, 0)
        value: QWidget
        if row.badge:
            value = Badge(self._theme, row.badge, row.badge_role)
            self._grid.addWidget(value, number, 1, top | Qt.AlignmentFlag.AlignLeft)
        else:
            text = Label(
                self._theme,
                row.value or row.missing,
                role=Role.TEXT if row.value else Role.TEXT3,
                use=Use.BOLD if row.bold else Use.BODY,
                wrap=True,
            )
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            text.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            text.setAccessibleName(f"{row.label}: {text.text()}")
            value = text
            self._grid.addWidget(value, number, 1)
        self._grid.addWidget(label, number, 0, top)
        self._widgets += [label, value]
