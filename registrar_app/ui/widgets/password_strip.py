"""Asks for a password or PIN in the page itself, above the action bar; the password is forgotten at once."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from registrar_app.domain.problems import Problem
from registrar_app.ui.metrics import PAD
from registrar_app.ui.theme import Role, Theme, Use
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.form_field import FormField
from registrar_app.ui.widgets.form_spec import FieldKind, FieldSpec
from registrar_app.ui.widgets.label import IconLabel, Label, Panel


class PasswordStrip(Panel):
    """A sentence, the field, «Открыть ключ» by Enter."""

    entered = Signal(str)
    """The password; not kept here."""
    given_up = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, Role.WARN_TINT, ("top",), parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        line = QHBoxLayout(self)
        line.setContentsMargins(theme.px(PAD), theme.px(10), theme.px(PAD), theme.px(12))
        line.setSpacing(theme.px(14))
        top = Qt.AlignmentFlag.AlignTop
        line.addWidget(IconLabel(theme, "lock", role=Role.WARN, size=22), 0, top)
        words = QVBoxLayout()
        words.setSpacing(2)
        self._title = Label(theme, "Ключ подписи закрыт паролем", role=Role.WARN, use=Use.BANNER_BOLD)
        words.addWidget(self._title)
        self._text = Label(theme, "", use=Use.BANNER, wrap=True)
        words.addWidget(self._text)
        words.addStretch(1)
        line.addLayout(words, 1)
        self.field = FormField(theme, FieldSpec("password", "Пароль ключа", kind=FieldKind.PASSWORD))
        self.field.setMinimumWidth(theme.px(170))
        self.field.editor.installEventFilter(self)
        line.addWidget(self.field, 0, top)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, self.field.label.sizeHint().height() + 2, 0, 0)
        buttons.addWidget(Button(theme, "Открыть ключ", key="Enter", handler=self.submit))
        buttons.addWidget(
            Button(theme, "Не сейчас", kind=ButtonKind.QUIET, key="Esc", handler=self.given_up.emit)
        )
        line.addLayout(buttons)
        self.hide()

    def ask(self, text: str, title: str = "", caption: str = "") -> None:
        """Show the strip and wait for the password.

        Args:
            text: Whose key, and how long it is remembered.
            title: Bold words; empty: those of a key file.
            caption: Caption of the field; empty: as it is.
        """
        self._text.setText(text)
        self._title.setText(title or "Ключ подписи закрыт паролем")
        self.field.label.setText(caption or "Пароль ключа")
        self.field.set_value("")
        self.show()
        self.field.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, problem: Problem) -> None:
        """The password did not open the key."""
        self.field.set_value("")
        self.field.show_problems([problem])
        self.field.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Enter: hand the password over, if there is one."""
        password = self.field.value()
        if password:
            self.field.set_value("")
            self.entered.emit(password)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the field opens the key."""
        if (
            watched is self.field.editor
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self.submit()
            return True
        return super().eventFilter(watched, event)
