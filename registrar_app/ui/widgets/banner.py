"""Messages in place: the banner over the body and the advice of the side column."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from registrar_app.ui.metrics import RADIUS_BANNER
from registrar_app.ui.paint import round_box
from registrar_app.ui.theme import STATUS_ICONS, Role, Theme, Use
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.label import IconLabel, Label


@dataclass(frozen=True, slots=True)
class Action:
    """A button offered with a message."""

    text: str
    handler: Callable[[], object]
    key: str = ""
    """Fixed key; empty: the page gives the next Alt+digit where ``numbered``."""
    numbered: bool = False


class TintBox(QWidget):
    """A rounded box on the tint of a status role, as high as its words at its width."""

    def __init__(self, theme: Theme, role: Role, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._box_theme, self._box_role = theme, role
        theme.changed.connect(self.update)

    def set_box_role(self, role: Role) -> None:
        """Another status."""
        self._box_role = role
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the box."""
        fill = self._box_theme.color(self._box_role.tint)
        round_box(QPainter(self), self.rect(), RADIUS_BANNER, fill)


class Banner(TintBox):
    """One message at the top of the body: icon, bold sentence, a line of text, at most one button, code."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, Role.INFO, parent)
        self._theme = theme
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 14, 10)
        row.setSpacing(12)
        self._icon = IconLabel(theme, "", size=22)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        self._title = Label(theme, use=Use.BANNER_BOLD, wrap=True)
        self._text = Label(theme, use=Use.BANNER, wrap=True)
        texts.addWidget(self._title)
        texts.addWidget(self._text)
        row.addLayout(texts, 1)
        self._code = Label(theme, role=Role.TEXT2, use=Use.SMALL)
        row.addWidget(self._code)
        self._row = row
        self._button: Button | None = None
        self.hide()

    @property
    def title(self) -> str:
        """The bold sentence shown now."""
        return self._title.text()

    @property
    def text(self) -> str:
        """The line below it."""
        return self._text.text()

    @property
    def code(self) -> str:
        """The code shown at the right."""
        return self._code.text()

    def show_message(
        self, role: Role, title: str, text: str = "", *, code: str = "", action: Action | None = None,
        icon: str = "",
    ) -> None:  # fmt: skip
        """Show a message in place of the one before it."""
        self.set_box_role(role)
        self._icon.set_icon(icon or STATUS_ICONS.get(role, "info-circle"), role)
        self._title.set_role(role)
        for label, words in ((self._title, title), (self._text, text), (self._code, code)):
            label.setText(words)
            label.setVisible(bool(words))
        top = Qt.AlignmentFlag.AlignTop
        self._row.setAlignment(self._icon, top if text else Qt.AlignmentFlag.AlignVCenter)
        if self._button is not None:
            self._row.removeWidget(self._button)
            self._button.hide()
            self._button.deleteLater()
            self._button = None
        if action is not None:
            self._button = Button(
                self._theme, action.text, key=action.key, small=True, numbered=action.numbered,
                role=role if role in (Role.ERROR, Role.WARN) else None, handler=action.handler,
            )  # fmt: skip
            self._row.addWidget(self._button)
        self.setAccessibleName(f"{title} {text} {code}".strip())
        self.show()

    def clear(self) -> None:
        """Hide it."""
        self.hide()


class AdviceItem(TintBox):
    """A narrow message of the side column with its own Alt+digit."""

    def __init__(
        self,
        theme: Theme,
        role: Role,
        title: str,
        text: str = "",
        *,
        action: Action | None = None,
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, role, parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 10, 10, 10)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        mark = IconLabel(theme, icon or STATUS_ICONS.get(role, "info-circle"), role=role)
        grid.addWidget(mark, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Label(theme, title, role=role, use=Use.BOLD, wrap=True), 0, 1)
        if text:
            grid.addWidget(Label(theme, text, use=Use.BANNER, wrap=True), 1, 1)
        if action is not None:
            self.button = Button(
                theme, action.text, key=action.key, small=True, numbered=not action.key,
                role=role if role in (Role.ERROR, Role.WARN) else None, handler=action.handler,
            )  # fmt: skip
            grid.addWidget(self.button, 2, 1, Qt.AlignmentFlag.AlignLeft)
        self.setAccessibleName(f"{title} {text}".strip())


class NoteLine(TintBox):
    """One line on a tint with a bold start, as «Совпадает 7 полей: …»; may hold one quiet button."""

    def __init__(
        self,
        theme: Theme,
        role: Role,
        bold: str,
        text: str = "",
        *,
        action: Action | None = None,
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, role, parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(IconLabel(theme, icon or STATUS_ICONS.get(role, "info-circle"), role=role))
        self._bold = Label(theme, bold, role=role, use=Use.BOLD)
        row.addWidget(self._bold)
        self._bold.setVisible(bool(bold))
        self._text = Label(theme, text, role=Role.TEXT if not bold else Role.TEXT2, wrap=True)
        row.addWidget(self._text, 1)
        if action is not None:
            row.addWidget(
                Button(theme, action.text, key=action.key, kind=ButtonKind.QUIET, small=True,
                       numbered=action.numbered, handler=action.handler)
            )  # fmt: skip

    def set_texts(self, bold: str, text: str) -> None:
        """Other words."""
        self._bold.setText(bold)
        self._bold.setVisible(bool(bold))
        self._text.setText(text)
