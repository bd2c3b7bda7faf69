"""Fields and forms: states, checks on leaving, answers, Enter and Esc."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from registrar_app.domain.problems import Check, Level, Problem
from registrar_app.ui.theme import Theme
from registrar_app.ui.widgets.button import Button
from registrar_app.ui.widgets.editors import ComboEditor, LineEditor
from registrar_app.ui.widgets.form_grid import FormGrid
from registrar_app.ui.widgets.form_spec import Answer, FieldKind, FieldSpec, SectionSpec
from tests.ui.helpers import focused, press, settle, type_text

ERROR = Problem("ID-901", Level.ERROR, "В имени есть цифры.", "Уберите их.")
WARN = Problem("ID-902", Level.WARN, "Короткая фамилия.")
FIXED = Problem("ID-903", Level.INFO, "Латинская C заменена русской С.")


def check_name(text: str) -> Check:
    """Digits are refused, «Ли» is asked about, Latin C is repaired, blanks are taken off."""
    if any(letter.isdigit() for letter in text):
        return Check.of(None, ERROR)
    if "C" in text:
        return Check.of(text.replace("C", "С"), FIXED)
    if text.strip() == "Ли":
        return Check.of("Ли", WARN)
    return Check.of(text.strip())


ITEMS = (
    SectionSpec("Личные данные"),
    FieldSpec(
        "last_name",
        "Фамилия",
        6,
        check=check_name,
        answers={"ID-902": (Answer("confirm", "Фамилия верная"),)},
    ),
    FieldSpec("sex", "Пол", 3, FieldKind.COMBO, choices=(("female", "женский"), ("male", "мужской"))),
    FieldSpec(
        "snils", "СНИЛС", 3, check=lambda t: Check.of(t.replace("-", "")), show=lambda n: f"{n[:3]}-{n[3:]}"
    ),
    FieldSpec("doctor", "Врач", 4, FieldKind.READONLY),
    FieldSpec("note", "Примечание", 8, FieldKind.TEXT, max_chars=5),
    FieldSpec("none", "Без отчества", 4, FieldKind.CHECK),
)


@pytest.fixture
def form(theme: Theme, qtbot) -> FormGrid:
    holder = QWidget()
    box = QVBoxLayout(holder)
    made = FormGrid(theme, ITEMS)
    box.addWidget(made)
    made.holder, made.last_button = holder, Button(theme, "Сохранить")
    box.addWidget(made.last_button)
    qtbot.addWidget(holder)
    holder.resize(900, 600)
    with qtbot.waitActive(holder):
        holder.show()
        holder.activateWindow()
    return made


def editor(form: FormGrid, field: str):
    return form.field(field).editor


def test_field_when_wrong_and_left_shows_the_problem_at_the_field(form: FormGrid) -> None:
    form.focus_field("last_name")
    type_text(focused(), "Иванов2")
    assert not form.field("last_name").problems, "checked only when the field is left"
    form.focus_field("snils")
    assert form.field("last_name").problems == (ERROR,)
    assert editor(form, "last_name").property("state") == "error"
    assert editor(form, "last_name").accessibleDescription() == ERROR.full_text


def test_message_when_a_key_cures_the_value_goes_away(form: FormGrid) -> None:
    form.focus_field("last_name")
    type_text(focused(), "Иванов2")
    form.field("last_name").commit()
    press(focused(), Qt.Key.Key_Backspace)
    assert not form.field("last_name").problems
    assert editor(form, "last_name").property("state") == "normal"
    assert editor(form, "last_name").accessibleDescription() == ""


def test_message_when_a_key_does_not_cure_the_value_stays(form: FormGrid) -> None:
    form.focus_field("last_name")
    type_text(focused(), "Иванов22")
    form.field("last_name").commit()
    press(focused(), Qt.Key.Key_Backspace)
    assert form.field("last_name").problems == (ERROR,)


def test_warning_when_confirmed_is_not_asked_again_for_the_same_value(form: FormGrid, qtbot) -> None:
    form.set_values({"last_name": "Ли"})
    assert not form.commit()
    button = next(one for one in form.findChildren(Button) if one.text() == "Фамилия верная")
    with qtbot.waitSignal(form.answered) as told:
        button.click()
    assert told.args == ["ID-902", "last_name", "confirm"]
    assert form.commit()
    assert form.confirmations() == (("ID-902", "last_name", "Ли"),)
    form.set_values({"last_name": "Ян"})
    assert form.confirmations() == ()


def test_warning_when_confirmed_before_is_not_asked(form: FormGrid) -> None:
    form.set_confirmed([("ID-902", "last_name", "Ли")])
    form.set_values({"last_name": "Ли"})
    assert form.commit()


def test_repair_when_left_shows_what_was_done_and_can_be_taken_back(form: FormGrid) -> None:
    form.focus_field("last_name")
    type_text(focused(), "Cом")
    form.focus_field("snils")
    field = form.field("last_name")
    assert field.value() == "Сом"
    assert field.editor.property("state") == "repaired"
    next(one for one in form.findChildren(Button) if one.text() == "Вернуть").click()
    assert field.value() == "Cом"
    field.commit()
    assert field.value() == "Cом", "the same text is not repaired again"


def test_repair_when_undone_in_the_editor_is_not_made_again(form: FormGrid) -> None:
    form.focus_field("last_name")
    type_text(focused(), "Cом")
    form.field("last_name").commit()
    press(focused(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert form.field("last_name").value() == "Cом"
    form.field("last_name").commit()
    assert form.field("last_name").value() == "Cом"


def test_values_when_shown_differently_are_normal(form: FormGrid) -> None:
    form.focus_field("snils")
    type_text(focused(), "11223344595")
    form.focus_field("last_name")
    assert form.field("snils").value() == "112-23344595"
    assert form.values()["snils"] == "11223344595"
    assert form.typed()["snils"] == "112-23344595"


def test_set_values_when_long_shows_the_beginning(form: FormGrid) -> None:
    form.set_values({"last_name": "Константинопольская-Забайкальская" * 3})
    line = editor(form, "last_name")
    assert isinstance(line, LineEditor)
    assert line.cursorPosition() == 0


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter], ids=["main", "keypad"])
def test_enter_goes_through_fields_in_the_order_of_the_list(form: FormGrid, key: Qt.Key) -> None:
    form.focus_field("last_name")
    modifier = (
        Qt.KeyboardModifier.KeypadModifier if key is Qt.Key.Key_Enter else Qt.KeyboardModifier.NoModifier
    )
    for wanted in ("sex", "snils", "note"):
        press(focused(), key, modifier)
        assert focused() is editor(form, wanted), "read-only fields are passed over"


def test_enter_in_a_text_of_several_lines_is_a_new_line_and_tab_leaves(form: FormGrid) -> None:
    form.focus_field("note")
    press(focused(), Qt.Key.Key_Return, text="\r")
    assert form.field("note").value() == "\n"
    press(focused(), Qt.Key.Key_Tab)
    assert focused() is editor(form, "none")


def test_enter_in_the_last_field_leaves_the_form(form: FormGrid, qtbot) -> None:
    editor(form, "none").setFocus()
    with qtbot.waitSignal(form.last_passed):
        press(focused(), Qt.Key.Key_Return)
    assert focused() is form.last_button


def test_enter_when_a_warning_stands_never_presses_its_answer(form: FormGrid) -> None:
    form.focus_field("last_name")
    type_text(focused(), "Ли")
    form.field("last_name").commit()
    press(focused(), Qt.Key.Key_Return)
    assert focused() is editor(form, "sex")
    assert form.confirmations() == ()


def test_tab_when_a_warning_stands_reaches_its_answer(form: FormGrid) -> None:
    form.focus_field("last_name")
    type_text(focused(), "Ли")
    form.field("last_name").commit()
    settle()
    press(focused(), Qt.Key.Key_Tab)
    assert isinstance(focused(), Button)


def test_escape_in_a_changed_field_brings_back_what_it_held(form: FormGrid) -> None:
    form.set_values({"last_name": "Иванов"})
    form.focus_field("last_name")
    focused().selectAll()
    type_text(focused(), "Пет")
    assert form.field("last_name").give_up()
    assert form.field("last_name").value() == "Иванов"
    assert not form.field("last_name").give_up()


def test_show_problems_when_some_have_no_field_gives_them_back(form: FormGrid) -> None:
    elsewhere = Problem("REC-901", Level.ERROR, "Такая запись есть.", field="other")
    rest = form.show_problems([ERROR.at("last_name"), elsewhere])
    assert rest == (elsewhere,)
    assert form.open_questions() == ["last_name"]


def test_show_problems_from_a_refused_save_go_when_the_value_changes(form: FormGrid) -> None:
    form.set_values({"snils": "11223344595"})
    form.show_problems([Problem("REC-902", Level.ERROR, "Номер занят.", field="snils")])
    form.focus_field("snils")
    type_text(focused(), "1")
    assert not form.problems()


def test_next_question_goes_round_both_ways(form: FormGrid) -> None:
    form.show_problems([ERROR.at("last_name"), WARN.at("snils"), ERROR.at("note")])
    seen = []
    editor(form, "none").setFocus()
    for step in (1, 1, 1, 1, -1):
        assert form.next_question(step)
        seen.append(next(one for one, field in form.fields.items() if field.editor is focused()))
    assert seen == ["last_name", "snils", "note", "last_name", "note"]


def test_counter_when_over_the_room_turns_red(form: FormGrid, theme: Theme) -> None:
    form.focus_field("note")
    type_text(focused(), "абв")
    assert form.field("note").hint.text() == "3 из 5"
    type_text(focused(), "абв")
    assert form.field("note").hint.text() == "6 из 5"
    words = form.field("note").hint.palette().windowText().color()
    from registrar_app.ui.theme import Role

    assert words == theme.color(Role.ERROR)


def test_combo_when_wheel_turns_without_focus_keeps_its_value(form: FormGrid) -> None:
    from PySide6.QtCore import QPoint, QPointF
    from PySide6.QtGui import QWheelEvent

    combo = editor(form, "sex")
    assert isinstance(combo, ComboEditor)
    form.focus_field("last_name")
    event = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, 0), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(combo, event)
    assert form.field("sex").value() == "female"


def test_read_only_field_can_be_focused_but_not_changed(form: FormGrid) -> None:
    editor(form, "doctor").setFocus()
    type_text(focused(), "X")
    assert form.field("doctor").value() == ""
    assert editor(form, "doctor").property("state") == "readonly"


def test_edges_of_equal_spans_are_the_same_pixel(form: FormGrid) -> None:
    settle()
    last, snils, note = (form.field(one).geometry() for one in ("last_name", "snils", "note"))
    assert last.left() == form.field("doctor").geometry().left()
    assert snils.right() == note.right()
