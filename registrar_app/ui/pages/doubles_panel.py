"""People who may already be in the base, beside the form: open one, or say why it is somebody else."""

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from registrar_app.domain.dates import age_words
from registrar_app.services.shapes import Answer, DoubleView
from registrar_app.ui.metrics import RADIUS_BANNER
from registrar_app.ui.paint import round_box
from registrar_app.ui.theme import Role, Theme, Use
from registrar_app.ui.widgets.badge import Badge
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.editors import LineEditor
from registrar_app.ui.widgets.form_field import FormField
from registrar_app.ui.widgets.form_spec import FieldSpec
from registrar_app.ui.widgets.label import IconLabel, Label
from registrar_app.ui.widgets.section import SectionTitle

_NBSP = "\u00a0"


def row_line(double: DoubleView, today: date) -> str:
    """«16.04.1991, 35 лет · участок 7 · полис …7337»."""
    row = double.row
    age = age_words(row.birth_date, today).replace(" ", _NBSP)
    parts = [", ".join(filter(None, (row.birth_words, age)))]
    parts.append(f"участок{_NBSP}{row.district}" if row.district else row.badge)
    if row.policy_tail:
        parts.append(f"полис{_NBSP}…{row.policy_tail}")
    return " · ".join(part for part in parts if part)


class DoubleCard(QWidget):
    """One likely double: how sure, who, what agrees; open it, or go on with a reason."""

    answered = Signal()

    def __init__(
        self,
        theme: Theme,
        double: DoubleView,
        today: date,
        open_it: Callable[[], object],
        words: str = "Открыть эту запись",
    ) -> None:
        super().__init__()
        self._theme, self.double = theme, double
        self.reason = ""
        self.setAccessibleName(f"{double.words}: {double.row.name.full}. Совпало: {double.matched}")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 10, 12, 10)
        box.setSpacing(theme.px(4))
        left = Qt.AlignmentFlag.AlignLeft
        role = Role.WARN if double.strong else Role.NEUTRAL
        box.addWidget(Badge(theme, double.words, role, icon=""), 0, left)
        box.addWidget(Label(theme, double.row.name.full, use=Use.BOLD, wrap=True))
        box.addWidget(Label(theme, row_line(double, today), role=Role.TEXT2, use=Use.BANNER, wrap=True))
        box.addWidget(Label(theme, f"Совпало: {double.matched}", use=Use.BANNER, wrap=True))
        box.addWidget(Button(theme, words, small=True, numbered=True, handler=open_it), 0, left)
        self._field: FormField | None = None
        if double.code:
            self._add_answer(box)
        theme.changed.connect(self.update)

    def _add_answer(self, box: QVBoxLayout) -> None:
        """The way on for another person: a reason, kept with who and when."""
        spec = FieldSpec("reason", "Другой человек, потому что", placeholder="ошибка в той записи")
        self._field = FormField(self._theme, spec)
        box.addWidget(self._field)
        if isinstance(self._field.editor, LineEditor):
            self._field.editor.returnPressed.connect(self.confirm)
        self._button = Button(
            self._theme, "Это другой человек", kind=ButtonKind.QUIET, small=True, numbered=True,
            handler=self.confirm,
        )  # fmt: skip
        box.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        self._done = QWidget()
        line = QVBoxLayout(self._done)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(IconLabel(self._theme, "circle-check", role=Role.OK))
        self._words = Label(self._theme, role=Role.OK, use=Use.BANNER, wrap=True)
        line.addWidget(self._words)
        self._done.hide()
        box.addWidget(self._done)

    @property
    def needs_answer(self) -> bool:
        """Whether saving waits for a reason here."""
        return bool(self.double.code) and not self.reason

    def confirm(self) -> None:
        """Take the reason; without one the cursor goes to the field for it."""
        if self._field is None:
            return
        reason = self._field.value().strip()
        if not reason:
            self._field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.set_reason(reason)
        self.answered.emit()

    def set_reason(self, reason: str) -> None:
        """Show the answer that was given."""
        self.reason = reason
        if self._field is not None:
            self._field.hide()
            self._button.hide()
            self._words.setText(f"Другой человек: {reason}")
            self._done.show()

    def focus_reason(self) -> None:
        """Put the cursor where the reason is written."""
        if self._field is not None:
            self._field.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """A quiet box; its edge calls when an answer is waited for."""
        theme = self._theme
        edge = Role.WARN if self.needs_answer else Role.LINE
        round_box(QPainter(self), self.rect(), RADIUS_BANNER, theme.color(Role.SURFACE), theme.color(edge))


class DoublesPanel(QWidget):
    """The list of likely doubles for the side column."""

    changed = Signal()
    """The list or an answer is another now."""

    def __init__(
        self,
        theme: Theme,
        today: Callable[[], date],
        open_person: Callable[[UUID], object],
        words: str = "Открыть эту запись",
    ) -> None:
        super().__init__()
        self._words = words
        self._theme, self._today, self._open_person = theme, today, open_person
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.px(8))
        self._title = SectionTitle(theme, "Возможно, уже есть в базе", hairline=False)
        self._box.addWidget(self._title)
        self._note = Label(theme, role=Role.TEXT2, use=Use.BANNER, wrap=True)
        self._box.addWidget(self._note)
        self.cards: list[DoubleCard] = []
        self._reasons: dict[tuple[str, UUID], str] = {}
        self.set_doubles(())

    def set_doubles(self, doubles: Sequence[DoubleView]) -> None:
        """Show these; answers given before stay."""
        shown = [card.double for card in self.cards]
        if list(doubles) == shown and shown:
            return
        for card in self.cards:
            self._box.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = []
        for double in doubles:
            card = DoubleCard(
                self._theme, double, self._today(), _Open(self._open_person, double.person_id), self._words
            )
            if reason := self._reasons.get((double.code, double.person_id)):
                card.set_reason(reason)
            card.answered.connect(self._on_answered)
            self.cards.append(card)
            self._box.addWidget(card)
        if doubles:
            self._note.setText("Проверьте до сохранения. Если это другие люди, просто продолжайте.")
        else:
            self._note.setText("Похожих нет. Ищем по ФИО, дате рождения, СНИЛС, полису и документу.")
        self._title.set_text("Возможно, уже есть в базе" if doubles else "Похожие записи")
        self.changed.emit()

    def _on_answered(self) -> None:
        for card in self.cards:
            if card.reason:
                self._reasons[(card.double.code, card.double.person_id)] = card.reason
        self.changed.emit()

    def answers(self) -> tuple[Answer, ...]:
        """Answers for the save."""
        return tuple(
            Answer(card.double.code, str(card.double.person_id), reason=card.reason)
            for card in self.cards
            if card.double.code and card.reason
        )

    def unanswered(self) -> list[DoubleCard]:
        """Cards that a save would wait for."""
        return [card for card in self.cards if card.needs_answer]

    def focus_next(self) -> bool:
        """Go to the first card that waits; whether there is one."""
        waiting = self.unanswered()
        if waiting:
            waiting[0].focus_reason()
        return bool(waiting)


class _Open:
    """Opens one person; keeps the id, not a loop variable."""

    def __init__(self, open_person: Callable[[UUID], object], person_id: UUID) -> None:
        self._open_person, self._person_id = open_person, person_id

    def __call__(self) -> None:
        self._open_person(self._person_id)
