"""The left pane and the two tables."""

from datetime import date
from uuid import UUID

import pytest
from PySide6.QtCore import Qt

from registrar_app.domain.values import PersonName
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.data_table import DataTable
from registrar_app.ui.widgets.difference_table import DifferenceTable
from registrar_app.ui.widgets.list_pane import ListPane
from registrar_app.ui.widgets.search_list import matched_length
from registrar_app.ui.widgets.tables import BadgeCell, Column, TableRow
from tests.ui.gallery import DIFFERENCES, PEOPLE
from tests.ui.helpers import focused, press, settle, type_text


@pytest.fixture
def pane(theme: Theme, qtbot) -> ListPane:
    made = ListPane(theme, date(2026, 11, 21))
    qtbot.addWidget(made)
    made.resize(344, 700)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.set_rows(PEOPLE)
    made.focus_search()
    return made


def test_arrows_in_the_search_move_the_list_and_the_cursor_stays(pane: ListPane, qtbot) -> None:
    with qtbot.waitSignal(pane.row_selected) as told:
        press(pane.search, Qt.Key.Key_Down)
    assert told.args == [PEOPLE[0]]
    press(pane.search, Qt.Key.Key_Down)
    press(pane.search, Qt.Key.Key_Up)
    assert pane.current_row() == PEOPLE[0]
    assert focused() is pane.search


def test_enter_in_the_search_opens_the_chosen_or_the_first(pane: ListPane, qtbot) -> None:
    with qtbot.waitSignal(pane.row_opened) as told:
        press(pane.search, Qt.Key.Key_Return)
    assert told.args == [PEOPLE[0]]
    press(pane.search, Qt.Key.Key_Down)
    with qtbot.waitSignal(pane.row_opened) as told:
        press(pane.search, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert told.args == [PEOPLE[1]]


def test_letters_in_the_list_go_to_the_search(pane: ListPane) -> None:
    pane.list.setFocus()
    typed: list[str] = []
    pane.query_changed.connect(typed.append)
    type_text(pane.list, "с")
    type_text(focused(), "и")
    assert focused() is pane.search
    assert typed == ["с", "си"]


def test_selection_when_rows_change_stays_on_the_person(pane: ListPane) -> None:
    pane.select(PEOPLE[3].id)
    told: list[object] = []
    pane.row_selected.connect(told.append)
    pane.set_rows(PEOPLE[2:])
    assert pane.current_row() == PEOPLE[3]
    assert told == []
    pane.set_rows(PEOPLE[:1])
    assert pane.current_row() is None
    assert told == [None]


def test_row_tells_a_screen_reader_one_sentence(pane: ListPane) -> None:
    words = [pane.model.index(n).data(Qt.ItemDataRole.AccessibleTextRole) for n in (5, 6)]
    assert words == [
        "Сидоров Константин Владимирович, 14 августа 1957 г., участок 12, спорные",
        "Гарифуллина-Воскобойникова Зухра Миннеахметовна, 14 августа 1937 г., умер 03.02.2025",
    ]


@pytest.mark.parametrize(
    ("last", "query", "length"),
    [("Ёлкин", "елк", 3), ("Ёлкин", "ЁЛ иван", 2), ("Сидоров", "идор", 0), ("Ли", "", 0), ("Ли", "  ", 0)],
)
def test_matched_part_ignores_case_and_yo(last: str, query: str, length: int) -> None:
    assert matched_length(PersonName(last, "Имя"), query) == length


def test_long_name_takes_a_second_line(pane: ListPane) -> None:
    settle()
    heights = [pane.list.sizeHintForRow(n) for n in range(len(PEOPLE))]
    assert heights[0] > heights[1]
    assert heights[4] == heights[1]


# -- difference table --------------------------------------------------------------------------


@pytest.fixture
def differences(theme: Theme, qtbot) -> DifferenceTable:
    made = DifferenceTable(theme, ("В записи", "На карте"))
    made.set_rows(DIFFERENCES)
    qtbot.addWidget(made)
    made.resize(886, 300)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.setFocus()
    return made


def test_difference_presets_are_those_given(differences: DifferenceTable) -> None:
    assert differences.choices() == {"last_name": None, "insurer": 1, "citizenship": 1, "birth_place": 0}


def test_difference_keys_choose_row_and_side(differences: DifferenceTable, qtbot) -> None:
    with qtbot.waitSignal(differences.changed):
        press(differences, Qt.Key.Key_Space)
    assert differences.choices()["last_name"] == 1
    press(differences, Qt.Key.Key_Left)
    press(differences, Qt.Key.Key_Left)
    press(differences, Qt.Key.Key_Down)
    press(differences, Qt.Key.Key_Space)
    assert differences.choices()["insurer"] == 0


def test_difference_choose_all_takes_one_side(differences: DifferenceTable) -> None:
    differences.choose_all(0)
    assert set(differences.choices().values()) == {0}


def test_difference_fixed_side_is_never_chosen(theme: Theme, qtbot) -> None:
    table = DifferenceTable(theme, ("Было", "На карте"), fixed=frozenset({0}))
    qtbot.addWidget(table)
    table.set_rows(DIFFERENCES)
    table.choose("insurer", 0)
    assert table.choices()["insurer"] == 1
    press(table, Qt.Key.Key_Left)
    press(table, Qt.Key.Key_Space)
    assert table.choices()["last_name"] == 1


def test_difference_is_as_high_as_its_rows(differences: DifferenceTable) -> None:
    settle()
    rows = sum(differences.rowHeight(n) for n in range(4))
    assert differences.height() == rows + differences.horizontalHeader().height()


def test_difference_cell_says_all_in_words(differences: DifferenceTable) -> None:
    words = differences.model().index(1, 2).data(Qt.ItemDataRole.AccessibleTextRole)
    assert words == "Страховая, На карте, АО «СК „Северный щит“», ОГРН 1029900500120 · с 11.02.2024, выбрано"


# -- data table --------------------------------------------------------------------------------

COLUMNS = (
    Column("number", "Номер", 100), Column("person", "Пациент", least=300),
    Column("issued", "Выдана", 100, priority=1), Column("doctor", "Врач", 200, priority=2),
)  # fmt: skip
ROWS = [
    TableRow(UUID(int=n), (f"{n}", f"Пациент {n}", BadgeCell("выдана", Role.OK), "Кузнецова"))
    for n in range(5)
]


@pytest.fixture
def table(theme: Theme, qtbot) -> DataTable:
    made = DataTable(theme, COLUMNS, "Журнал")
    made.set_rows(ROWS)
    qtbot.addWidget(made)
    made.resize(800, 300)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.setFocus()
    return made


@pytest.mark.parametrize(("width", "hidden"), [(800, []), (600, ["Врач"]), (420, ["Выдана", "Врач"])])
def test_columns_drop_by_priority(table: DataTable, width: int, hidden: list[str]) -> None:
    table.resize(width, 300)
    settle()
    assert [one.title for n, one in enumerate(COLUMNS) if table.isColumnHidden(n)] == hidden
    assert table.columnWidth(1) >= 300


def test_table_keys_move_and_open(table: DataTable, qtbot) -> None:
    table.select(UUID(int=1))
    press(table, Qt.Key.Key_Down)
    assert table.current() == UUID(int=2)
    with qtbot.waitSignal(table.row_activated) as told:
        press(table, Qt.Key.Key_Return)
    assert told.args == [UUID(int=2)]


def test_table_keeps_the_row_when_rows_change(table: DataTable) -> None:
    table.select(UUID(int=3))
    table.set_rows(ROWS[2:])
    assert table.current() == UUID(int=3)
