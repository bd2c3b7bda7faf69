"""Editors of papers by keyboard: tables, cells, choices searched by typing; values there and back."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from registrar_app.domain.icd import check_icd
from registrar_app.services.paper_shapes import PaperColumn, PaperField
from registrar_app.ui.pages.paper_values import GROUP, texts_of, values_of
from registrar_app.ui.theme import Theme
from registrar_app.ui.widgets.cells_editor import CellsEditor
from registrar_app.ui.widgets.editors import has_focus
from registrar_app.ui.widgets.form_grid import FormGrid
from registrar_app.ui.widgets.form_spec import FieldKind, FieldSpec, GridColumn, GridSpec
from registrar_app.ui.widgets.plain_editors import ComboEditor
from registrar_app.ui.widgets.table_editor import TableEditor

CTRL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier
COLUMNS = (GridColumn("text", "Болезнь", 3), GridColumn("icd", "Код", check=check_icd))


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE, text: str = "") -> None:
    target = QApplication.focusWidget()
    assert target is not None
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(target, QKeyEvent(kind, key, modifiers, text))
    QApplication.processEvents()


def shown(widget: QWidget) -> QWidget:
    widget.show()
    widget.activateWindow()
    QApplication.processEvents()
    return widget


@pytest.fixture
def grid(theme: Theme) -> Iterator[FormGrid]:
    form = FormGrid(
        theme,
        (
            FieldSpec("before", "До"),
            FieldSpec("past", "Болезни", kind=FieldKind.TABLE, grid=GridSpec(COLUMNS, 3)),
            FieldSpec(
                "cells", "Категории", kind=FieldKind.CELLS, cells=("A", "B", "C1", "Tm"), letters=("V", "Z")
            ),
            FieldSpec("after", "После"),
        ),
    )  # fmt: skip
    shown(form)
    yield form
    form.close()
    form.deleteLater()


def test_table_when_filled_by_enter_then_rows_come_by_themselves(grid: FormGrid) -> None:
    grid.focus_field("before")
    press(Qt.Key.Key_Return)
    assert has_focus(grid.field("past").editor)
    for text in ("ОРВИ", "j069", "отит"):
        for letter in text:
            press(Qt.Key.Key_unknown, text=letter)
        press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)  # past the code of the second row: a third one
    press(Qt.Key.Key_Return)  # which is empty: out of the table
    assert grid.field("cells").editor.hasFocus()
    rows = json.loads(grid.values()["past"])
    assert rows == [{"text": "ОРВИ", "icd": "J06.9"}, {"text": "отит"}]


def test_table_when_rows_are_added_and_removed_by_key_then_the_others_stay(grid: FormGrid) -> None:
    editor = grid.field("past").editor
    assert isinstance(editor, TableEditor)
    grid.set_values({"past": json.dumps([{"text": "а"}, {"text": "б"}])})
    grid.focus_field("past")
    press(Qt.Key.Key_Insert)
    assert len(editor.rows) == 3
    press(Qt.Key.Key_Insert)
    assert len(editor.rows) == 3  # no more than the paper has
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Delete, CTRL)
    assert json.loads(editor.value()) == [{"text": "а"}]
    press(Qt.Key.Key_Delete, CTRL)
    press(Qt.Key.Key_Delete, CTRL)
    assert editor.value() == ""
    assert len(editor.rows) == 1


def test_table_with_printed_rows_when_filled_then_the_name_goes_along(theme: Theme) -> None:
    editor = TableEditor(theme, GridSpec(COLUMNS, 2, ("Корь", "Краснуха")), "Прививки")
    editor.put(json.dumps([{"text": "краснуха", "icd": "B06"}]))
    assert json.loads(editor.value()) == [{"text": "Краснуха", "icd": "B06"}]
    assert not editor.has_room
    editor.deleteLater()


def test_cells_when_space_is_pressed_then_all_the_others_get_their_letter(grid: FormGrid) -> None:
    editor = grid.field("cells").editor
    assert isinstance(editor, CellsEditor)
    assert editor.value() == ""
    grid.focus_field("cells")
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Space, text=" ")
    assert editor.value() == "B"
    press(Qt.Key.Key_unknown, text="т")  # the Russian key of «T»
    press(Qt.Key.Key_Space, text=" ")
    assert editor.value() == "B Tm"
    press(Qt.Key.Key_Space, text=" ")
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Space, text=" ")
    assert editor.value() == "-"
    press(Qt.Key.Key_Return)
    assert grid.field("after").editor.hasFocus()


def test_choice_when_typed_then_any_word_of_it_is_found(theme: Theme) -> None:
    del theme
    combo = ComboEditor()
    for key, words in (("", "не выбрано"), ("1", "1 — зима"), ("2", "2 — весна"), ("3", "3 — лето")):
        combo.addItem(words, key)
    shown(combo)
    combo.setFocus()
    for typed, wanted in (("в", "2"), ("е", "2"), ("с", "2")):
        press(Qt.Key.Key_unknown, text=typed)
        assert combo.currentData() == wanted
    QTest.qWait(QApplication.keyboardInputInterval() + 50)
    press(Qt.Key.Key_3, text="3")
    assert combo.currentData() == "3"
    combo.close()
    combo.deleteLater()


def field(kind: str, **more: Any) -> PaperField:
    return PaperField("x", "Поле", "front", kind, "doctor", mandatory=True, **more)


ADDRESS = {
    "subject": "область", "district": "", "city": "Город", "settlement": "", "street": "ул.", "house": "1",
    "korpus": "2", "building": "3", "apartment": "4", "room": "5",
}  # fmt: skip
CASES: tuple[tuple[PaperField, Any], ...] = (
    (field("text"), "слова"),
    (field("flag"), True),
    (field("choice", choices=(("yes", "да"), ("no", "нет"))), "no"),
    (field("address"), ADDRESS),
    (field("address8"), {**ADDRESS, "phone": "+7"}),
    (field("date_range"), {"from": "2026-11-01", "to": "2026-11-10"}),
    (field("date_and_text"), {"date": "2026-11-01", "text": "УМВД"}),
    (field("date_and_signature"), {"date": "2026-11-01"}),
    (field("choice_and_text", choices=(("yes", "да"),)), {"choice": "yes", "text": "ветряная оспа"}),
    (field("text_icd"), {"text": "рефлюкс", "icd": "K21.0"}),
    (field("choices", choices=(("a", "а"), ("b", "б"), ("c", "в"))), ["a", "c"]),
    (field("codes", choices=(("1", "зима"), ("2", "весна"))), ["2"]),
    (field("table_cell"), "здоров, Орлов Д.В."),
    (field("table_cell"), "ЭЭГ не требуется"),
    (field("table_row_16", cells=("A", "B"), letters=("V", "Z")), {"A": "Z", "B": "V"}),
    (field("table", columns=(PaperColumn("text", "", "text"),)), [{"text": "а"}, {"text": "б"}]),
    (field("table", groups=("кори", "гриппа")), {"гриппа": [{"stage": "V1"}], "кори": [{"stage": "RV"}]}),
)


@pytest.mark.parametrize(("one", "value"), CASES)
def test_value_when_taken_to_texts_and_back_then_the_same(one: PaperField, value: Any) -> None:
    assert values_of(texts_of({"x": value}, [one]), [one])["x"] == value


@pytest.mark.parametrize("one", [case[0] for case in CASES])
def test_nothing_when_taken_back_then_an_empty_value(one: PaperField) -> None:
    assert not values_of(texts_of({}, [one]), [one])["x"]


def test_letters_of_a_kept_case_when_read_then_chosen_cells() -> None:
    cells = field("table_row_16", cells=("A", "B"), letters=("V", "Z"))
    assert texts_of({"x": {"A": "V", "B": "Z"}}, [cells]) == {"x": "A"}
    assert texts_of({"x": {"A": "Z", "B": "Z"}}, [cells]) == {"x": "-"}


def test_rows_of_repeated_tables_when_shown_then_each_names_its_table() -> None:
    tables = field("table", groups=("кори",))
    rows = json.loads(texts_of({"x": {"кори": [{"stage": "V1"}]}}, [tables])["x"])
    assert rows == [{GROUP: "кори", "stage": "V1"}]
