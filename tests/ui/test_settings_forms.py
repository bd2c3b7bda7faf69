"""Group «Формы»: an edition is pinned, the clinic's own table comes and goes, mistakes show their lines."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from registrar_app.ui.pages.settings import SettingsPage
from registrar_app.ui.pages.settings_forms import FormsGroup, SpecimenPage
from registrar_app.ui.theme import Theme
from registrar_app.ui.widgets.banner import AdviceItem
from registrar_app.ui.widgets.tables import BadgeCell
from tests.ui.paper_stage import CTRL, open_stage, press
from tests.ui.stage import Stage

EXAMPLE = Path(__file__).parents[1] / "data" / "forms" / "pass-note.yaml"


@pytest.fixture
def stage(theme: Theme, tmp_path: Path) -> Iterator[Stage]:
    with open_stage(theme, tmp_path) as made:
        yield made


@pytest.fixture
def group(stage: Stage) -> FormsGroup:
    page = SettingsPage(stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock)
    page.forms.page_wanted.connect(stage.window.push_page)
    stage.show(page, "settings")
    page.show_group("forms")
    stage.settle()
    return page.forms


def cells(group: FormsGroup, row_id: str) -> list[str]:
    row = next(one for one in group.table.rows if one.id == row_id)
    return [one.text if isinstance(one, BadgeCell) else one for one in row.cells]


def test_edition_when_pinned_by_keys_then_the_row_says_so(stage: Stage, group: FormsGroup) -> None:
    group.table.select("086u")
    group.table.setFocus()
    press(stage, Qt.Key.Key_F4)
    group.form.set_values({"edition": "834n", "reason": ""})
    press(stage, Qt.Key.Key_Return, CTRL)
    assert group.form.isVisible()
    assert cells(group, "086u")[1].startswith("free-form")
    group.form.set_values({"edition": "834n", "reason": "вуз просит"})
    press(stage, Qt.Key.Key_Return, CTRL)
    assert cells(group, "086u")[1] == "закреплена: 834n"
    assert cells(group, "086u")[3].startswith("1 замечание")


def test_own_form_when_added_then_its_sheet_is_shown_and_it_can_be_removed(
    stage: Stage, group: FormsGroup
) -> None:
    group.add_file(EXAMPLE)
    stage.settle(lambda: isinstance(stage.window.page(), SpecimenPage))
    press(stage, Qt.Key.Key_F4)
    press(stage, Qt.Key.Key_Escape)
    assert cells(group, "pass-note")[2] == "своя"
    group.table.select("pass-note")
    group.table.setFocus()
    press(stage, Qt.Key.Key_Delete, CTRL)
    assert "pass-note" not in [one.id for one in group.table.rows]


def test_own_form_when_wrong_then_its_lines_are_shown_and_it_is_not_taken(
    stage: Stage, group: FormsGroup, tmp_path: Path
) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(EXAMPLE.read_text("utf-8").replace("type: choice", "type: chioce"), "utf-8")
    group.add_file(path)
    stage.settle()
    assert group.banner.code == "CERT-030"
    assert group._remarks.isVisible()
    assert group.findChildren(AdviceItem)
    assert not (stage.desk.profile / "forms").exists()


def test_broken_file_when_it_lies_there_then_it_is_listed_first_and_can_be_removed(
    stage: Stage, group: FormsGroup
) -> None:
    folder = stage.desk.profile / "forms"
    folder.mkdir()
    (folder / "bad.yaml").write_text("form: 1", "utf-8")
    group.table.setFocus()
    press(stage, Qt.Key.Key_F5)
    assert group.table.rows[0].id == "!bad.yaml"
    group.table.select("!bad.yaml")
    press(stage, Qt.Key.Key_Delete, CTRL)
    assert not (folder / "bad.yaml").exists()
