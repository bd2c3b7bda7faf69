"""The settings: what is typed is checked at the field, kept, and used at once."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from registrar_app.printing.shift import Shift, SideShifts
from registrar_app.services.settings import DESK_NAME, FONT_SCALE, THEME
from registrar_app.ui.pages.settings import SettingsPage
from registrar_app.ui.pages.settings_clinic import ClinicGroup, DistrictsGroup, StaffGroup
from registrar_app.ui.pages.settings_keys import SignatureGroup
from registrar_app.ui.pages.settings_look import LookGroup, RulesGroup
from registrar_app.ui.pages.settings_print import PrintingGroup
from registrar_app.ui.theme import Mode
from tests.ui.clinic import PASSWORD
from tests.ui.paper_stage import CTRL, press
from tests.ui.stage import Stage


def shown(stage: Stage, group: str) -> SettingsPage:
    page = SettingsPage(stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock)
    stage.show(page, "settings")
    page.show_group(group)
    stage.settle()
    return page


def test_clinic_when_ogrn_is_wrong_then_refused_at_the_field_and_kept_when_right(stage: Stage) -> None:
    page = shown(stage, "clinic")
    group = page.group
    assert isinstance(group, ClinicGroup)
    group.form.set_values({"ogrn": "1029990001239", "phone": "+7 (8999) 00-00-00"})
    press(stage, Qt.Key.Key_Return, CTRL)
    assert group.form.open_questions() == ["ogrn"]
    kept = stage.desk.clinic.organization()
    assert kept is not None
    assert kept.phone == "+7 (8999) 12-34-56"
    assert group.form.values()["phone"] == "+7 (8999) 00-00-00"

    group.form.set_values({"ogrn": "1029990001238"})
    press(stage, Qt.Key.Key_Return, CTRL)
    kept = stage.desk.clinic.organization()
    assert kept is not None
    assert kept.phone == "+7 (8999) 00-00-00"


def test_staff_when_added_by_ins_then_in_the_table(stage: Stage) -> None:
    group = shown(stage, "staff").group
    assert isinstance(group, StaffGroup)
    press(stage, Qt.Key.Key_Insert)
    group.form.set_values({"last_name": "Белая", "first_name": "Татьяна", "position": "врач-невролог",
                           "role": "physician"})  # fmt: skip
    press(stage, Qt.Key.Key_Return, CTRL)
    assert "Белая Татьяна" in [row.cells[0] for row in group.table.rows]
    assert not group.form.isVisible()


def test_district_when_number_stands_twice_then_said_at_the_number(stage: Stage) -> None:
    group = shown(stage, "districts").group
    assert isinstance(group, DistrictsGroup)
    press(stage, Qt.Key.Key_Insert)
    group.form.set_values({"number": "12"})
    press(stage, Qt.Key.Key_Return, CTRL)
    assert [one.code for one in group.form.field("number").problems] == ["REC-035"]
    assert len(group.table.rows) == 3


def test_key_when_password_is_wrong_then_said_then_added_with_the_right_one(stage: Stage) -> None:
    group = shown(stage, "signature").group
    assert isinstance(group, SignatureGroup)
    group.begin(stage.clinic.key_file())
    group.form.set_values({"password": "другой"})
    press(stage, Qt.Key.Key_Return, CTRL)
    assert group.banner.code == "SIGN-002"
    assert stage.desk.keys.status("doctor").owner == ""

    group.form.set_values({"password": PASSWORD})
    press(stage, Qt.Key.Key_Return, CTRL)
    assert stage.desk.keys.status("doctor").is_unlocked
    assert group.form.field("password").value() == ""


def test_printing_when_tray_is_chosen_then_remembered_for_this_paper(stage: Stage) -> None:
    group = shown(stage, "printing").group
    assert isinstance(group, PrintingGroup)
    group.edit("086u")
    group.form.set_values({"tray": "Tray2", "duplex": "long"})
    press(stage, Qt.Key.Key_Return, CTRL)
    choice = stage.desk.prints.choice("086u")
    assert (choice.tray, choice.duplex) == ("Tray2", "long")
    assert stage.desk.prints.choice("record-label").tray == ""


def test_printing_when_label_printer_is_described_then_labels_are_made_of_its_dots(stage: Stage) -> None:
    group = shown(stage, "printing").group
    assert isinstance(group, PrintingGroup)
    group.edit("086u")
    assert not group.form.field("dpi").isVisible()
    group.edit("record-label-58x30")
    assert group.form.field("dpi").isVisible()
    group.form.set_values({"dpi": "203", "usual": "yes"})
    press(stage, Qt.Key.Key_Return, CTRL)
    assert stage.desk.prints.choice("record-label-58x30").dpi == 203
    assert stage.desk.labels.usual() == "record-label-58x30"
    assert b"CCITTFaxDecode" in stage.desk.labels.make(stage.clinic.sokolova)


def test_printing_when_shift_is_typed_then_kept_for_form_and_printer(stage: Stage) -> None:
    group = shown(stage, "printing").group
    assert isinstance(group, PrintingGroup)
    group.edit("086u")
    group.form.set_values({"right": "2", "down": "\u22121,5", "back_right": "", "back_down": "0,5"})
    press(stage, Qt.Key.Key_Return, CTRL)
    assert stage.desk.prints.shifts("086u") == SideShifts(Shift(2.0, -1.5), Shift(0.0, 0.5))
    row = next(one for one in group.table.rows if one.id == "086u")
    assert row.cells[4] == "+2,0 / \u22121,5; 0,0 / +0,5"
    group.edit("086u")
    assert [group.form.field(name).value() for name in ("right", "down", "back_right", "back_down")] == [
        "2,0", "\u22121,5", "", "0,5",
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "code"), [("два", "PRN-022"), ("nan", "PRN-022"), ("25", "PRN-021")])
def test_printing_when_shift_is_no_shift_then_said_at_the_field(stage: Stage, text: str, code: str) -> None:
    group = shown(stage, "printing").group
    assert isinstance(group, PrintingGroup)
    group.edit("003-vu")
    assert not group.form.field("back_down").isVisible()
    group.form.set_values({"down": text, "tray": "Tray9"})
    press(stage, Qt.Key.Key_Return, CTRL)
    assert [one.code for one in group.form.field("down").problems] == [code]
    assert stage.desk.prints.choice("003-vu").tray == ""


def test_look_when_chosen_then_seen_at_once_and_kept(stage: Stage) -> None:
    group = shown(stage, "look").group
    assert isinstance(group, LookGroup)
    for field, value in (("theme", "dark"), ("font", "115")):
        group.form.set_values({field: value})
        group.form.edited.emit(field)
    stage.settle()
    assert stage.theme.mode is Mode.DARK
    assert stage.theme.font_percent == 115
    assert (stage.desk.settings.get(THEME), stage.desk.settings.get(FONT_SCALE)) == ("dark", 115)


def test_rules_when_desk_is_renamed_then_the_open_desk_knows_it(stage: Stage, qtbot: QtBot) -> None:
    page = shown(stage, "rules")
    assert isinstance(page.group, RulesGroup)
    page.group.form.set_values({"desk": "окно 8"})
    with qtbot.waitSignal(page.desk_renamed) as renamed:
        press(stage, Qt.Key.Key_Return, CTRL)
    assert renamed.args == ["окно 8"]
    assert stage.desk.desk_name == stage.desk.settings.get(DESK_NAME) == "окно 8"


def test_groups_when_arrow_down_then_next_group_is_shown(stage: Stage) -> None:
    page = shown(stage, "clinic")
    page.activate()
    press(stage, Qt.Key.Key_Down)
    assert isinstance(page.group, StaffGroup)
    assert page.title == "Сотрудники"
