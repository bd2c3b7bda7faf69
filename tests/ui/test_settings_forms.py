"""Group «Формы»: an edition is pinned, the clinic's own table comes and goes, mistakes show their lines."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from registrar_app.ui.pages.settings import SettingsPage
from registrar_app.ui.pages.settings_forms import FormsGroup, SpecimenPage
from registrar_app.ui.widgets.banner import AdviceItem
from registrar_app.ui.widgets.label import Label
from registrar_app.ui.widgets.tables import BadgeCell
from tests.ui.paper_stage import CTRL, press
from tests.ui.stage import Stage

EXAMPLE = Path(__file__).parents[1] / "data" / "forms" / "pass-note.yaml"


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


@pytest.mark.parametrize(("form", "pages"), [("pool", 1), ("086u", 2), ("156u-93", 8)])
def test_sheet_when_shown_then_every_page_of_it_can_be_reached_by_keys(
    stage: Stage, group: FormsGroup, form: str, pages: int
) -> None:
    group.table.select(form)
    group.look()
    page = stage.window.page()
    assert isinstance(page, SpecimenPage)
    stage.settle(lambda: page.view.rendered is not None)
    assert page.view.rendered is not None
    assert page.view.rendered.pages == pages
    for number in range(2, pages + 1):
        press(stage, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
        stage.settle()
        assert page.view.page == number - 1
    press(stage, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert page.view.page == max(pages - 2, 0)
    words = [one.text() for one in page.paper.findChildren(Label) if one.isVisible()]
    assert (f"стр. {pages - 1} из {pages}" in words) == (pages > 2)


def test_remarks_when_a_form_has_own_captions_then_they_are_named_whole(
    stage: Stage, group: FormsGroup
) -> None:
    group.table.select("1144n")
    stage.settle()
    items = group._remarks.findChildren(AdviceItem)
    assert any("своими словами" in one.accessibleName() for one in items)
    for one in items:
        assert one.height() >= one.heightForWidth(one.width())
