"""A form from a list of descriptions: layout, Tab order, Enter as next field, values and problems.

::

    form = FormGrid(theme, (
        SectionSpec("Личные данные и полис"),
        FieldSpec("last_name", "Фамилия", 6, check=names.check_last),
        FieldSpec("sex", "Пол", 3, FieldKind.COMBO, choices=(("female", "женский"), ("male", "мужской"))),
    ))
    form.set_values({"last_name": "Иванова", "sex": "female"})
    form.answered.connect(self.on_answered)       # (code, field, answer id)
    if form.commit():                             # looks at all fields
        service.save(form.values(), form.confirmations())
"""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QSizePolicy, QWidget

from registrar_app.domain.problems import Level, Problem
from registrar_app.ui.metrics import GUTTER
from registrar_app.ui.theme import Role, Theme, Use
from registrar_app.ui.widgets.editors import TableEditor, TextEditor
from registrar_app.ui.widgets.form_field import FormField
from registrar_app.ui.widgets.form_spec import Answer, CaptionSpec, FieldKind, FieldSpec, SectionSpec
from registrar_app.ui.widgets.label import Label
from registrar_app.ui.widgets.layouts import COLUMNS, FormLayout
from registrar_app.ui.widgets.section import SectionTitle

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class FormGrid(QWidget):
    """Fields on the 12-column grid."""

    edited = Signal(str)
    """Field id, at each change by hand."""
    left = Signal(str)
    """Field id, after a field was left and looked at."""
    entered = Signal(str)
    """Field id that has the focus now."""
    answered = Signal(str, str, str)
    """Problem code, field id, answer id (``confirm`` keeps the value)."""
    last_passed = Signal()
    """Enter was pressed in the last field."""

    def __init__(
        self,
        theme: Theme,
        items: Sequence[FieldSpec | SectionSpec | CaptionSpec],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.theme = theme
        self._layout = FormLayout(self, gutter=theme.px(GUTTER), row_gap=8)
        self.fields: dict[str, FormField] = {}
        self._area: QScrollArea | None = None
        self.sections: list[SectionTitle] = []
        self.add_items(items)

    def add_items(self, items: Sequence[FieldSpec | SectionSpec | CaptionSpec]) -> None:
        """Put further fields and titles at the end: what a form seldom needs is made when it is needed."""
        for item in items:
            if isinstance(item, SectionSpec):
                self._add_section(item)
            elif isinstance(item, CaptionSpec):
                words = Label(self.theme, item.text, role=Role.TEXT2, use=Use.BOLD, wrap=True)
                words.setContentsMargins(0, 4, 0, 0)
                self._layout.add(words, COLUMNS)
            else:
                self._add_field(item)
        self._order()

    def _add_section(self, spec: SectionSpec) -> None:
        title = SectionTitle(self.theme, spec.title, icon=spec.icon, note=spec.note, hairline=False)
        if self.sections:
            title.setContentsMargins(0, 6, 0, 0)
        self.sections.append(title)
        self._layout.add(title, COLUMNS)

    def _add_field(self, spec: FieldSpec) -> None:
        field = FormField(self.theme, spec)
        field.edited.connect(self.edited)
        field.left.connect(self.left)
        field.answered.connect(self.answered)
        field.editor.installEventFilter(self)
        if isinstance(field.editor, TableEditor):
            field.editor.entered.connect(partial(self.entered.emit, spec.id))
            field.editor.passed.connect(partial(self._next_field, field.editor))
        self.fields[spec.id] = field
        self._layout.add(field, spec.span, new_row=spec.starts_row)

    def _order(self) -> None:
        """Tab order from the list, not from creation."""
        editors = [field.editor for field in self.fields.values()]
        for first, second in pairwise(editors):
            QWidget.setTabOrder(first, second)

    def field(self, field_id: str) -> FormField:
        """A field by its id."""
        return self.fields[field_id]

    # -- values ---------------------------------------------------------------------------------

    def values(self) -> dict[str, str]:
        """Normal values by field id; what is typed where a check refuses it."""
        return {field_id: field.normal_value() for field_id, field in self.fields.items()}

    def typed(self) -> dict[str, str]:
        """Values exactly as they stand in the fields, for a draft."""
        return {field_id: field.value() for field_id, field in self.fields.items()}

    def set_values(self, values: Mapping[str, str]) -> None:
        """Put values by program; unknown ids are left out, messages go."""
        for field_id, value in values.items():
            if field_id in self.fields:
                field = self.fields[field_id]
                shown = field.spec.show(value) if field.spec.show and value else value
                field.set_value(shown)

    def set_confirmed(self, confirmed: Sequence[tuple[str, str, str]]) -> None:
        """Warnings answered before: (code, field id, normal value)."""
        for field_id, field in self.fields.items():
            field.set_confirmed([(code, value) for code, at, value in confirmed if at == field_id])

    def confirmations(self) -> tuple[tuple[str, str, str], ...]:
        """Warnings answered, for the values the fields hold now: (code, field id, normal value)."""
        return tuple(
            (code, field_id, value)
            for field_id, field in self.fields.items()
            for code, value in sorted(field.confirmed)
            if value == field.normal_value()
        )

    # -- problems -------------------------------------------------------------------------------

    def commit(self) -> bool:
        """Look at all fields; True if nothing stops (no error, no open question)."""
        for field in self.fields.values():
            if field.spec.kind is not FieldKind.READONLY:
                field.commit()
        return not self.open_questions()

    def show_problems(
        self, problems: Sequence[Problem], answers: Mapping[str, tuple[Answer, ...]] | None = None
    ) -> tuple[Problem, ...]:
        """Put problems found elsewhere at their fields.

        Returns:
            Those that belong to no field of this form; the page's banner shows them.
        """
        by_field: dict[str, list[Problem]] = {}
        rest = []
        for problem in problems:
            if problem.field in self.fields:
                by_field.setdefault(str(problem.field), []).append(problem)
            else:
                rest.append(problem)
        for field_id, found in by_field.items():
            self.fields[field_id].show_problems(found, answers)
        return tuple(rest)

    def problems(self) -> tuple[Problem, ...]:
        """All that stands open, in the order of the fields."""
        return tuple(one for field in self.fields.values() for one in field.problems)

    def open_questions(self) -> list[str]:
        """Ids of the fields with an error or an unanswered warning, in order."""
        return [
            field_id
            for field_id, field in self.fields.items()
            if any(one.level in (Level.ERROR, Level.WARN) for one in field.problems)
        ]

    def next_question(self, step: int = 1) -> bool:
        """F6: focus the next (or previous, ``step`` -1) field with an error or question."""
        ids = self.open_questions()
        if not ids:
            return False
        order = list(self.fields)
        here = next((i for i, one in enumerate(order) if self.fields[one].has_focus), -1)
        places = [order.index(one) for one in ids]
        if step > 0:
            place = next((one for one in places if one > here), places[0])
        else:
            place = next((one for one in reversed(places) if one < here), places[-1])
        self.focus_field(order[place])
        return True

    # -- focus ----------------------------------------------------------------------------------

    def focus_field(self, field_id: str) -> None:
        """Put the focus into a field and bring it with its message into sight."""
        field = self.fields[field_id]
        field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self._bring_into_sight(field)
        self.keep_in_sight(field_id)

    def keep_in_sight(self, field_id: str) -> None:
        """Scroll to a field and its message once the layout has given new ones their places."""
        field = self.fields[field_id]
        QTimer.singleShot(0, field, lambda: self._bring_into_sight(field))

    def _bring_into_sight(self, field: FormField) -> None:
        area = self._area or self._find_area()
        if area is not None:
            area.ensureWidgetVisible(field, 0, self.theme.px(60))

    def _find_area(self) -> QScrollArea | None:
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        if parent is not None:
            # A long message gets its room in several passes of the layouts; its last button counts too.
            parent.verticalScrollBar().rangeChanged.connect(self._on_room_changed)
        self._area = parent
        return parent

    def _on_room_changed(self) -> None:
        for field in self.fields.values():
            if field.problems and field.has_focus:
                self._bring_into_sight(field)

    def focus_first(self, *, empty: bool = False) -> None:
        """Focus the first field, or the first empty one."""
        for field_id, field in self.fields.items():
            if field.spec.kind is FieldKind.READONLY or field.isHidden():
                continue
            if not empty or not field.value():
                self.focus_field(field_id)
                return

    def _next_field(self, editor: QObject) -> None:
        """Enter: the next field that can be filled, never an answer button; then the next widget."""
        fields = list(self.fields.values())
        here = next((i for i, one in enumerate(fields) if one.editor is editor), len(fields))
        for field in fields[here + 1 :]:
            if field.spec.kind is not FieldKind.READONLY and field.isVisibleTo(self):
                self.focus_field(field.spec.id)
                return
        self.last_passed.emit()
        if QApplication.focusWidget() is editor:  # nobody who was told has led on
            self.focusNextChild()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter is the next field, except in fields of several lines."""
        if event.type() == QEvent.Type.FocusIn:
            for field_id, field in self.fields.items():
                if field.editor is watched:
                    self.entered.emit(field_id)
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in _ENTER
            and event.modifiers() in _PLAIN
            and not isinstance(watched, TextEditor)
        ):
            self._next_field(watched)
            return True
        return super().eventFilter(watched, event)
