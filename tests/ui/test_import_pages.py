"""The load of a list by keyboard: file, columns, trial, load, undo; who may; the desk works on meanwhile."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from registrar_app.services.import_shapes import Outcome
from registrar_app.ui.import_controller import CELL
from registrar_app.ui.pages.import_columns import ImportColumnsPage
from registrar_app.ui.pages.import_list import ImportGroup
from registrar_app.ui.pages.import_parts import FILTERS
from registrar_app.ui.pages.import_run import ImportRunPage
from registrar_app.ui.pages.import_trial import ImportTrialPage
from registrar_app.ui.pages.import_words import number_words, time_left
from registrar_app.ui.widgets.badge import Badge
from tests.ui.helpers import walk
from tests.ui.import_stage import HEADINGS, ROWS, Loads, many, write_list
from tests.ui.paper_stage import ALT, CTRL, press, type_text
from tests.ui.stage import Stage


@pytest.fixture
def loads(stage: Stage) -> Loads:
    return Loads(stage)


def badges(page: ImportTrialPage | ImportRunPage) -> list[str]:
    return [one.text for one in page.view.findChildren(Badge) if one.isVisibleTo(page)]


def test_list_is_loaded_and_taken_back_by_keyboard_alone(loads: Loads, stage: Stage, tmp_path: Path) -> None:
    path = write_list(tmp_path / "список.csv", [*ROWS, *many(60)])
    people = stage.desk.people.search("Сергеевич").total
    page = loads.columns(path)
    assert QApplication.focusWidget() is page.table
    press(stage, Qt.Key.Key_Return, CTRL)
    stage.settle(lambda: isinstance(stage.window.page(), ImportTrialPage))
    trial = loads.page(ImportTrialPage)
    stage.settle(lambda: not trial.runner.is_running)
    assert badges(trial) == ["новых 64", "повторов 1", "не принято 1", "с тёзкой 2"]
    press(stage, Qt.Key.Key_2, ALT)
    assert [row.cells[1] for row in trial.lines.table.rows] == ["Ли Ян"]
    assert stage.desk.people.search("Сергеевич").total == people

    press(stage, Qt.Key.Key_Return, CTRL)
    stage.settle(lambda: isinstance(stage.window.page(), ImportRunPage))
    loads.done()
    stage.settle()
    run = loads.page(ImportRunPage)
    assert run.run_id is not None
    assert stage.desk.imports.run(run.run_id).totals.of(Outcome.CREATED) == 64
    assert [row.cells[1] for row in run.lines.table.rows] == ["Ли Ян", "Гарипова Зульфия Ильдусовна"]
    assert stage.desk.people.search("Сергеевич").total == people + 60

    press(stage, Qt.Key.Key_Delete, CTRL)
    assert stage.desk.imports.run(run.run_id).state == "done", "asked once more"
    press(stage, Qt.Key.Key_Delete, CTRL)
    loads.done()
    assert stage.desk.imports.run(run.run_id).state == "undone"
    assert stage.desk.people.search("Сергеевич").total == people
    press(stage, Qt.Key.Key_Escape)
    assert isinstance(loads.settings.group, ImportGroup)
    assert [row.cells[1] for row in loads.settings.group.table.rows] == ["список.csv"]


def test_column_is_chosen_by_typing_and_the_field_moves_there(
    loads: Loads, stage: Stage, tmp_path: Path
) -> None:
    page = loads.columns(write_list(tmp_path / "список.csv"))
    page.table.select(9)
    press(stage, Qt.Key.Key_Return)
    assert stage.window.palette_sheet.isVisible()
    type_text(stage, "место рож")
    press(stage, Qt.Key.Key_Return)
    assert page.columns[9].field == "birth_place"
    page.set_field(9, "full_name")
    assert (page.columns[9].field, page.columns[1].field) == ("full_name", "")
    press(stage, Qt.Key.Key_Delete, CTRL)
    assert page.columns[9].field == ""
    press(stage, Qt.Key.Key_Return, CTRL)
    assert page.banner.code == "REC-151"
    assert isinstance(stage.window.page(), ImportColumnsPage)
    page.set_field(1, "full_name")
    assert not page.banner.isVisible()


def test_other_row_of_headings_reads_the_columns_anew(loads: Loads, stage: Stage, tmp_path: Path) -> None:
    page = loads.columns(write_list(tmp_path / "список.csv"))
    page.form.set_values({"header": "0"})
    page.form.edited.emit("header")
    stage.settle()
    assert page.columns[1].heading == "столбец B"
    assert page.columns[1].samples[0] == HEADINGS[1]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 99, "REC-141"), ("b.csv", b" \n", "REC-144")],
)
def test_file_that_cannot_be_loaded_is_told_in_place(
    loads: Loads, stage: Stage, tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    (tmp_path / name).write_bytes(content)
    group = loads.open()
    group.open_path(str(tmp_path / name))
    stage.settle()
    assert group.banner.code == code


def test_registrar_is_told_who_may(stage: Stage) -> None:
    group = Loads(stage, role="registrar").open()
    assert group.banner.code == "REC-162"
    assert not group.buttons()


def test_load_goes_on_while_other_pages_are_open_and_comes_back_from_the_status_bar(
    loads: Loads, stage: Stage, tmp_path: Path
) -> None:
    loads.trial(write_list(tmp_path / "список.csv", many(400))).load()
    controller = loads.flow.controller
    until(lambda: controller.progress is not None)
    press_now(stage, Qt.Key.Key_Escape)
    stage.window.open_section("people")
    answers: list[object] = []
    stage.tasks.run_query(lambda: stage.desk.people.search("Соколова"), answers.append)
    until(lambda: bool(answers))
    assert controller.is_running, "a question does not wait for the end of the load"
    assert "Загрузка" in stage.window.status.cell(CELL).text()
    loads.flow.open_current()
    loads.done()
    stage.settle()
    assert controller.progress is not None
    assert controller.progress.totals.of(Outcome.CREATED) == 400
    assert not stage.window.status.cell(CELL).text()


def press_now(stage: Stage, key: Qt.Key) -> None:
    """A key without waiting for the work behind it."""
    stage.window.handle_key({Qt.Key.Key_Escape: "Esc"}[key])


def until(condition: Callable[[], bool]) -> None:
    """Let events run until something is so, however much is still to be done."""
    end = time.monotonic() + 30
    while not condition():
        QApplication.processEvents()
        assert time.monotonic() < end


def test_stopped_load_can_be_continued(loads: Loads, stage: Stage, tmp_path: Path) -> None:
    loads.trial(write_list(tmp_path / "список.csv", many(400))).load()
    controller = loads.flow.controller
    until(lambda: controller.progress is not None and controller.progress.done > 10)
    page = loads.page(ImportRunPage)
    page.stop()
    loads.done()
    stage.settle()
    assert page.run_id is not None
    assert stage.desk.imports.run(page.run_id).state == "cancelled"
    press(stage, Qt.Key.Key_Return, CTRL)
    loads.done()
    assert stage.desk.imports.run(page.run_id).totals.of(Outcome.CREATED) == 400


def test_rows_that_were_not_taken_are_saved_with_reasons(loads: Loads, stage: Stage, tmp_path: Path) -> None:
    trial = loads.trial(write_list(tmp_path / "список.csv"))
    trial.export(str(tmp_path / "нет.xlsx"))
    stage.settle()
    sheet = load_workbook(tmp_path / "нет.xlsx").worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[1] for row in rows] == ["Ф.И.О.", "Ли Ян", "Гарипова Зульфия Ильдусовна"]
    assert "ID-121" in str(rows[1][-1])
    assert "REC-152" in str(rows[2][-1])


def test_pages_of_a_load_fit_every_window(loads: Loads, stage: Stage, tmp_path: Path) -> None:
    path = write_list(tmp_path / "список.csv", [*ROWS, *many(20)])
    loads.trial(path)
    walk(stage.window)
    stage.window.pop_page()
    stage.settle()
    walk(stage.window)
    page = loads.page(ImportColumnsPage)
    page.begin_trial()
    stage.settle(lambda: isinstance(stage.window.page(), ImportTrialPage))
    trial = loads.page(ImportTrialPage)
    stage.settle(lambda: not trial.runner.is_running)
    trial.load()
    loads.done()
    stage.settle()
    walk(stage.window)
    stage.window.pop_page()
    stage.settle()
    walk(stage.window)


def test_words() -> None:
    assert number_words(100_000) == "100\u00a0000"
    assert time_left(0, 100, 5) == "считаю время…"
    assert time_left(100, 200, 30) == "осталось меньше минуты"
    assert time_left(100, 1000, 30).replace("\u00a0", " ") == "осталось около 4 минут"
    assert time_left(10, 1000, 60).replace("\u00a0", " ") == "осталось около 2 часов"
    assert FILTERS[0].outcomes == ()
