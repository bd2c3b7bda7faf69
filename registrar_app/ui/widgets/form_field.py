"""One field: label, hint, editor, and below it what is to be said about the value.

The value is looked at when the field is left, never at each key; a message goes away at the first key that
cures it. What the program repaired by itself can be taken back with «Вернуть».
"""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFocusEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from registrar_app.domain.problems import Check, Level, Problem
from registrar_app.ui.style import set_state
from registrar_app.ui.theme import STATUS_ICONS, Role, Theme, Use
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.editors import (
    AnyEditor,
    CellsEditor,
    ComboEditor,
    LineEditor,
    TableEditor,
    TextEditor,
    has_focus,
    make_editor,
    read_editor,
    replace_text,
    size_editor,
    write_editor,
)
from registrar_app.ui.widgets.form_spec import DEFAULT_ANSWER, Answer, FieldKind, FieldSpec
from registrar_app.ui.widgets.label import IconLabel, Label
from registrar_app.ui.widgets.layouts import COLUMNS, FlowLayout

_STATES = {Level.ERROR: "error", Level.WARN: "warn", Level.INFO: "repaired", Level.OK: "normal"}
_ROLES = {Level.ERROR: Role.ERROR, Level.WARN: Role.WARN, Level.INFO: Role.INFO, Level.OK: Role.OK}
_LONG_LABEL = 60
"""Signs from which a label goes on to a second line."""
_QUIET_REASONS = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class FormField(QWidget):
    """A labelled editor with its states; made by ``FormGrid`` from a ``FieldSpec``."""

    edited = Signal(str)
    """Field id, at each change by hand."""
    left = Signal(str)
    """Field id, after the field was left and looked at."""
    answered = Signal(str, str, str)
    """Problem code, field id, answer id."""

    def __init__(self, theme: Theme, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self.spec = theme, spec
        self._problems: tuple[Problem, ...] = ()
        self._answers: dict[str, tuple[Answer, ...]] = dict(spec.answers)
        self._confirmed: set[tuple[str, str]] = set()
        self._before = ""
        self._kept = ""
        self._entered = ""
        self._external = False
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setProperty("anchor", True)  # its answers stand where the field stands in the Tab order
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(2)
        self.editor: AnyEditor = make_editor(theme, spec)
        self._add_label_row()
        self._box.addWidget(self.editor)
        self._message: QWidget | None = None
        self.editor.installEventFilter(self)
        self._connect_editor()
        theme.changed.connect(self._restyle)
        self._count()

    def _add_label_row(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(4)
        is_long = len(self.spec.label) > _LONG_LABEL and self.spec.kind is not FieldKind.CHECK
        self.label = Label(self.theme, role=Role.TEXT2, use=Use.SMALL, wrap=is_long)
        self.hint = Label(self.theme, self.spec.hint, role=Role.TEXT2, use=Use.SMALL)
        row.addWidget(self.label, 1)
        row.addWidget(self.hint)
        if self.spec.kind is FieldKind.CHECK:
            # Beside other fields it stands on their line; alone in its row it needs no line above.
            self.label.setText(" ")
            if self.spec.span == COLUMNS or self.spec.is_bare:
                self.label.hide()
                self.hint.hide()
        else:
            self.label.setText(self.spec.label)
            self.label.setBuddy(self.editor)
        self._box.addLayout(row)

    def _connect_editor(self) -> None:
        editor = self.editor
        if isinstance(editor, ComboEditor):
            editor.activated.connect(self._on_edited)
        elif isinstance(editor, TextEditor):
            editor.textChanged.connect(self._on_text_changed)
        elif isinstance(editor, QCheckBox):
            editor.clicked.connect(self._on_edited)
        elif isinstance(editor, CellsEditor):
            editor.edited.connect(self._on_edited)
        elif isinstance(editor, TableEditor):
            editor.edited.connect(self._on_edited)
            editor.entered.connect(self._on_entered)
            editor.left.connect(self.commit)
        else:
            editor.textEdited.connect(self._on_edited)

    def _restyle(self) -> None:
        size_editor(self.theme, self.spec, self.editor)

    def _on_entered(self) -> None:
        self._entered = self.value()

    @property
    def has_focus(self) -> bool:
        """Whether the cursor is in the field."""
        return has_focus(self.editor)

    # -- value ----------------------------------------------------------------------------------

    def value(self) -> str:
        """What the field holds now, as typed or chosen."""
        return read_editor(self.editor)

    def normal_value(self) -> str:
        """The normal value by the field's check; what is typed when it has none or the check refuses."""
        check = self._look()
        return check.normal if check is not None and check.normal is not None else self.value()

    def set_value(self, value: str) -> None:
        """Put a value by program; messages about the old one go."""
        self.editor.blockSignals(True)
        write_editor(self.editor, value)
        self.editor.blockSignals(False)
        self._entered = self.value()
        self._count()
        self.set_problems(())

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Other choices of a combo box; the chosen value stays when it is among them."""
        if isinstance(self.editor, ComboEditor):
            kept = self.value()
            self.editor.clear()
            for value, words in choices:
                self.editor.addItem(words, value)
            self.editor.setCurrentIndex(self.editor.findData(kept))

    def set_hint(self, text: str, role: Role = Role.TEXT2) -> None:
        """Another hint at the right of the label."""
        self.hint.setText(text)
        self.hint.set_role(role)

    def set_read_only(self, read_only: bool) -> None:
        """Make the field read-only (still focusable for copying) or free again."""
        if isinstance(self.editor, LineEditor | TextEditor):
            self.editor.setReadOnly(read_only)
        else:
            self.editor.setEnabled(not read_only)
        set_state(self.editor, "readonly" if read_only else "normal")

    def _count(self) -> None:
        if self.spec.max_chars:
            used = len(self.value())
            over = used > self.spec.max_chars
            self.set_hint(f"{used} из {self.spec.max_chars}", Role.ERROR if over else Role.TEXT2)

    def _on_text_changed(self) -> None:
        if self.editor.hasFocus():
            self._on_edited()
        else:
            self._count()

    def _on_edited(self) -> None:
        self._count()
        if self._problems:
            if self._problems[0].level is Level.INFO and self.value() == self._before:
                self._kept = self._before  # Ctrl+Z in the editor itself
                self.set_problems(())
            else:
                self._cure()
        self.edited.emit(self.spec.id)

    # -- looking at the value -------------------------------------------------------------------

    def _look(self) -> Check | None:
        return self.spec.check(self.value()) if self.spec.check is not None else None

    def _open(self, problems: Sequence[Problem]) -> tuple[Problem, ...]:
        """The problems that still want something: confirmed warnings are silent for the same value."""
        value = self.normal_value()
        open_ones = [one for one in problems if (one.code, value) not in self._confirmed]
        return tuple(sorted(open_ones, key=lambda one: -one.level.weight))

    def _cure(self) -> None:
        """Take the message away at the first key that cures it."""
        check = self._look()
        if check is None or self._external:
            self.set_problems(())
            return
        codes = {one.code for one in self._open(check.problems)}
        self.set_problems(tuple(one for one in self._problems if one.code in codes))

    def commit(self) -> bool:
        """Look at the value as when the field is left; whether no error stands at it."""
        check = self._look()
        stands = self._external and self.value() == self._before
        if check is not None and self.value() != self._kept and not stands:
            before = self.value()
            if check.normal is not None and not isinstance(self.editor, TableEditor):
                shown = self.spec.show(check.normal) if self.spec.show else check.normal
                if shown != before:
                    replace_text(self.editor, shown)
                    self._count()
            self._before = before
            self._external = False
            self.set_problems(self._open(check.problems))
        self._entered = self.value()
        self.left.emit(self.spec.id)
        return not any(one.level is Level.ERROR for one in self._problems)

    def give_up(self) -> bool:
        """Esc in the field: back to what it held when it was entered; whether anything changed."""
        if self.value() == self._entered:
            return False
        replace_text(self.editor, self._entered)
        self._on_edited()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See the field being entered and left."""
        if watched is self.editor:
            if event.type() == QEvent.Type.FocusIn:
                self._entered = self.value()
            elif (
                event.type() == QEvent.Type.FocusOut
                and isinstance(event, QFocusEvent)
                and event.reason() not in _QUIET_REASONS
            ):
                self.commit()
                if isinstance(self.editor, QLineEdit):
                    # A long value shows its beginning, not where the typing ended.
                    self.editor.setCursorPosition(0)
        return super().eventFilter(watched, event)

    # -- messages -------------------------------------------------------------------------------

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What stands open at the field, the heaviest first; the first one is shown."""
        return self._problems

    @property
    def confirmed(self) -> frozenset[tuple[str, str]]:
        """Warnings answered here: (code, normal value)."""
        return frozenset(self._confirmed)

    def set_confirmed(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Warnings answered before: (code, normal value); not asked again for the same value."""
        self._confirmed = set(pairs)

    def show_problems(
        self, problems: Sequence[Problem], answers: Mapping[str, tuple[Answer, ...]] | None = None
    ) -> None:
        """Show problems found elsewhere (a refused save); they stand until the value changes."""
        if answers:
            self._answers.update(answers)
        self._external = True
        self._before = self.value()
        self.set_problems(self._open(problems))

    def set_problems(self, problems: Sequence[Problem]) -> None:
        """Show the heaviest of these, or nothing."""
        if tuple(problems) == self._problems and (problems or self._message is None):
            return
        self._problems = tuple(problems)
        if self._message is not None:
            self._box.removeWidget(self._message)
            self._message.hide()
            self._message.deleteLater()
            self._message = None
        if self.spec.kind is not FieldKind.READONLY and self.editor.property("state") != "readonly":
            level = self._problems[0].level if self._problems else Level.OK
            set_state(self.editor, _STATES[level])
        text = self._problems[0].full_text if self._problems else ""
        self.editor.setAccessibleDescription(text)
        if self._problems:
            self._message = self._make_message(self._problems[0])
            self._box.addWidget(self._message)
            before: QWidget = self.editor
            for button in self._message.findChildren(Button):
                QWidget.setTabOrder(before, button)
                before = button
            if self.has_focus:
                QAccessible.updateAccessibility(QAccessibleEvent(self.editor, QAccessible.Event.Alert))
        self.updateGeometry()

    def _make_message(self, problem: Problem) -> QWidget:
        role = _ROLES[problem.level]
        holder = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        box = QVBoxLayout(holder)
        box.setContentsMargins(3, 2, 0, 0)
        box.setSpacing(4)
        line = QHBoxLayout()
        line.setSpacing(5)
        line.addWidget(
            IconLabel(self.theme, STATUS_ICONS[role], role=role, size=16), 0, Qt.AlignmentFlag.AlignTop
        )
        words = Label(self.theme, problem.full_text, role=role, use=Use.SMALL, wrap=True)
        line.addWidget(words, 1)
        code = Label(self.theme, problem.code, role=Role.TEXT3, use=Use.SMALL)
        line.addWidget(code, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(line)
        buttons = self._make_buttons(problem, role)
        if buttons:
            row = QWidget()
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            row.setSizePolicy(policy)
            flow = FlowLayout(row, gap=8)
            flow.setContentsMargins(0, 0, 0, 0)
            for button in buttons:
                flow.addWidget(button)
            box.addWidget(row)
        return holder

    def _make_buttons(self, problem: Problem, role: Role) -> list[Button]:
        answers = self._answers.get(problem.code, ())
        if problem.level is Level.INFO and not answers:
            if self._before == self.value():
                return []
            return [
                Button(self.theme, "Вернуть", kind=ButtonKind.QUIET, small=True, key="Ctrl+Z",
                       handler=self.take_back)
            ]  # fmt: skip
        if not answers and problem.level is Level.WARN:
            answers = (DEFAULT_ANSWER,)
        return [
            Button(
                self.theme, answer.text, small=True, numbered=True,
                kind=ButtonKind.SECONDARY if number == 0 else ButtonKind.QUIET,
                role=role if number == 0 else None, handler=_Press(self, problem.code, answer.id),
            )
            for number, answer in enumerate(answers[:2])
        ]  # fmt: skip

    def take_back(self) -> None:
        """Undo what the program repaired; the same text is not repaired again."""
        self._kept = self._before
        replace_text(self.editor, self._before)
        self.set_problems(())
        self.edited.emit(self.spec.id)

    def answer(self, code: str, answer_id: str) -> None:
        """Answer an open question; ``confirm`` keeps the value and silences the warning for it."""
        if answer_id == Answer.CONFIRM:
            self._confirmed.add((code, self.normal_value()))
            self.set_problems(tuple(one for one in self._problems if one.code != code))
        self.answered.emit(code, self.spec.id, answer_id)


class _Press:
    """What an answer button does; keeps the field, not a closure over a loop variable."""

    def __init__(self, field: FormField, code: str, answer_id: str) -> None:
        self._field, self._code, self._answer_id = field, code, answer_id

    def __call__(self) -> None:
        self._field.answer(self._code, self._answer_id)
