"""«Кто за окном?»: who works at this desk now. No passwords yet: the name stands under every save."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.records.clinic import StaffMember
from registrar_app.services.front import Front
from registrar_app.ui.messages import ROLES
from registrar_app.ui.paint import round_box
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role, Theme, Use
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.form_grid import FormGrid
from registrar_app.ui.widgets.form_spec import FieldSpec
from registrar_app.ui.widgets.label import Label
from registrar_app.ui.widgets.page import Page
from registrar_app.ui.widgets.staff_list import StaffList, draw_circle, initials

if TYPE_CHECKING:
    from registrar_app.services.desk import Desk

_CARD_WIDTH, _LIST_HEIGHT, _CIRCLE = 960, 360, 64
_SHORT_WAIT_MS = 700
_WAITING = ("Открываем базу", "Вход состоится сам, как только она откроется. Нажимать больше не нужно.")
DESK_FIELD = "desk_name"


class SignInPage(Page):
    """Shown over the whole window at the start and by Ctrl+L: no patient's data stay on the screen.

    At the start it stands before the profile is open: what is pressed meanwhile is done as soon as it is.
    """

    signed_in = Signal(object)
    """``StaffMember`` who works here from now on."""
    cancelled = Signal()
    """Esc: the same person goes on (only when somebody works here already)."""

    def __init__(self, theme: Theme, desk: "Desk | None", tasks: Tasks, front: Front | None = None) -> None:
        """Make the page: with the desk, or with what is known before it is open (``take_desk`` follows)."""
        super().__init__(theme, head=False)
        self.set_panel_role(Role.WINDOW)
        self._desk, self._tasks = desk, tasks
        self._busy = False
        self._wish: Callable[[], object] | None = None
        self.bar.hide()
        middle = QWidget()
        box = QVBoxLayout(middle)
        box.setContentsMargins(0, 0, 0, 0)
        box.addStretch(1)
        self._heading = Label(theme, "Регистратура", use=Use.TITLE)
        self._line = Label(theme, role=Role.TEXT2, wrap=True)
        for label in (self._heading, self._line):
            box.addWidget(self._centred(label))
        box.addSpacing(theme.px(8))
        box.addWidget(self._centred(self._card()))
        box.addStretch(1)
        self.fill(middle)
        if front is not None:
            self._on_loaded(front)
        elif desk is not None:
            tasks.run_query(desk.front, self._on_loaded, self._on_failed, parent=self)

    def _centred(self, widget: QWidget) -> QWidget:
        """A widget in the middle, no wider than the card."""
        holder = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        widget.setMaximumWidth(self.theme.px(_CARD_WIDTH))
        row.addStretch(1)
        row.addWidget(widget, 100)
        row.addStretch(1)
        return holder

    def _card(self) -> QWidget:
        card = _Card(self.theme)
        row = QHBoxLayout(card)
        pad = self.theme.px(30)
        row.setContentsMargins(pad, pad, pad, pad)
        row.setSpacing(self.theme.px(60))
        left = QVBoxLayout()
        left.setSpacing(self.theme.px(6))
        left.addWidget(Label(self.theme, "Кто за окном?", use=Use.SUBTITLE))
        left.addWidget(
            Label(
                self.theme, "Стрелки или цифра, затем Enter. Сменить человека можно без выхода: Ctrl+L.",
                role=Role.TEXT2, wrap=True,
            )
        )  # fmt: skip
        self.staff = StaffList(self.theme)
        self.staff.setMinimumHeight(self.theme.px(_LIST_HEIGHT))
        self.staff.chosen.connect(self._on_chosen)
        self.staff.taken.connect(self.sign_in)
        left.addWidget(self.staff, 1)
        row.addLayout(left, 1)
        row.addLayout(self._right(), 1)
        return card

    def _right(self) -> QVBoxLayout:
        right = QVBoxLayout()
        right.setSpacing(self.theme.px(8))
        self._circle = _Circle(self.theme)
        right.addWidget(self._circle, 0, Qt.AlignmentFlag.AlignLeft)
        self._name = Label(self.theme, use=Use.SUBTITLE, wrap=True)
        self._position = Label(self.theme, role=Role.TEXT2, wrap=True)
        right.addWidget(self._name)
        right.addWidget(self._position)
        right.addSpacing(self.theme.px(8))
        self.form = FormGrid(
            self.theme, (FieldSpec(DESK_FIELD, "Рабочее место", 12, hint="так подписаны записи и номера"),)
        )
        right.addWidget(self.form)
        buttons = QHBoxLayout()
        self._enter = Button(
            self.theme, "Войти", kind=ButtonKind.PRIMARY, key="Enter", handler=self.sign_in
        )  # fmt: skip
        self._cancel = Button(self.theme, "Вернуться", kind=ButtonKind.QUIET, key="Esc", handler=self._go_on)
        buttons.addWidget(self._enter)
        buttons.addWidget(self._cancel)
        buttons.addStretch(1)
        right.addSpacing(self.theme.px(6))
        right.addLayout(buttons)
        note = "Паролей пока нет: имя ставится под каждой записью и в журнал."
        right.addWidget(Label(self.theme, note, role=Role.TEXT2, use=Use.BANNER, wrap=True))
        right.addStretch(1)
        return right

    # -- behaviour ------------------------------------------------------------------------------

    def take_desk(self, desk: "Desk") -> None:
        """The profile is open: do what was pressed meanwhile."""
        self._desk = desk
        self.banner.clear()
        wish, self._wish = self._wish, None
        if wish is not None:
            wish()

    def _on_loaded(self, front: Front) -> None:
        self.form.set_values({DESK_FIELD: front.desk_name})
        self._line.setText(front.organization)
        self._line.setVisible(bool(front.organization))
        self.staff.set_staff(front.staff, front.now)
        self._cancel.setVisible(front.now is not None)
        self.activate()

    def activate(self) -> None:
        """The list has the focus: arrows, digits, Enter."""
        self.staff.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_chosen(self, member: StaffMember) -> None:
        self._circle.set_text(initials(member))
        self._name.setText(member.name.full)
        self._position.setText(member.position)

    def sign_in(self) -> None:
        """Enter: take the chosen worker to the desk."""
        desk, member = self._desk, self.staff.member
        if desk is None:
            self._wait_for_desk(self.sign_in)
            return
        if member is None or self._busy:
            return
        self._busy = True
        desk_name = self.form.field(DESK_FIELD).value().strip() or None
        self._tasks.run_query(
            lambda: desk.sign_in(member.id, desk_name), self._on_signed_in, self._on_failed, parent=self
        )

    def _go_on(self) -> None:
        """Esc: the one of last time goes on."""
        if self._desk is None:
            self._wait_for_desk(self._go_on)
        else:
            self.cancelled.emit()

    def _wait_for_desk(self, wish: Callable[[], object]) -> None:
        """Keep what was pressed; say so only if it lasts."""
        self._wish = wish
        QTimer.singleShot(_SHORT_WAIT_MS, self, self._tell_waiting)

    def _tell_waiting(self) -> None:
        if self._wish is not None:
            self.banner.show_message(Role.INFO, *_WAITING)

    def _on_signed_in(self, member: StaffMember) -> None:
        self._busy = False
        self.signed_in.emit(member)

    def _on_failed(self, error: RegistrarError) -> None:
        self._busy = False
        one = error.problem
        self.banner.show_message(ROLES[one.level], one.text, one.way_out, code=one.code)


class _Card(QWidget):
    """The white box in the middle."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Surface with a hairline round it."""
        theme = self._theme
        round_box(QPainter(self), self.rect(), 10, theme.color(Role.SURFACE), theme.color(Role.LINE))


class _Circle(QWidget):
    """Initials of the chosen worker, large."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._text = theme, ""
        theme.changed.connect(self._restyle)
        self._restyle()

    def set_text(self, text: str) -> None:
        """Other initials."""
        self._text = text
        self.update()

    def _restyle(self) -> None:
        self.setFixedSize(self._theme.px(_CIRCLE), self._theme.px(_CIRCLE))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the circle."""
        edge = min(self.width(), self.height())
        draw_circle(QPainter(self), QRect(0, 0, edge, edge), self._theme, self._text, strong=True)
