"""Two windows at one record, each with a desk of its own on one profile: nothing typed or saved is lost."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

from registrar_app.domain.draft import from_person
from registrar_app.domain.values import PersonName
from registrar_app.services.desk import Desk
from registrar_app.ui.pages.edit import EditPage
from registrar_app.ui.pages.record import RecordPage
from registrar_app.ui.widgets.button import Button
from tests.ui.clinic import clock
from tests.ui.helpers import clipped, focused, press, type_text, walk
from tests.ui.play import KNOWN, Play
from tests.ui.stage import Stage

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def other(stage: Stage) -> Iterator[Desk]:
    """The second window's desk, somebody else at it."""
    with Desk.open(stage.clinic.folder / "profile", clock=clock) as desk:
        name = PersonName("Орлова", "Дарья", "Викторовна")
        desk.sign_in(desk.clinic.save_staff(name, "регистратор", "registrar").id, "окно 4")
        yield desk


def change(desk: Desk, stage: Stage, **values: str) -> None:
    """The other window saves."""
    base = desk.people.peek(stage.clinic.mamedov)
    desk.people.save({**from_person(base.data), **values}, base.id, base=base)


def open_edit(stage: Stage) -> EditPage:
    page = EditPage(
        stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock,
        person_id=stage.clinic.mamedov,
    )  # fmt: skip
    stage.show(page)
    return page


def put(stage: Stage, page: EditPage, field: str, text: str) -> None:
    page.form.focus_field(field)
    focused().selectAll()  # type: ignore[attr-defined]
    type_text(focused(), text)
    press(focused(), Qt.Key.Key_Return, text="\r")
    stage.settle()


def save(stage: Stage) -> None:
    press(focused(), Qt.Key.Key_Return, CTRL)
    stage.settle()


def test_other_fields_when_changed_meanwhile_are_both_kept_without_a_question(
    stage: Stage, other: Desk
) -> None:
    page = open_edit(stage)
    put(stage, page, "birth_place", "г. Казань")
    change(other, stage, phone="+79017654321")
    save(stage)
    data = stage.desk.people.peek(stage.clinic.mamedov).data
    assert (data.birth_place, data.phone) == ("г. Казань", "+79017654321")
    assert stage.go.names == ["refresh", "person"]


@pytest.mark.parametrize(("digit", "kept"), [(Qt.Key.Key_1, "+79011112233"), (Qt.Key.Key_2, "+79017654321")])
def test_same_field_when_changed_meanwhile_is_asked_at_the_field(
    stage: Stage, other: Desk, digit: Qt.Key, kept: str
) -> None:
    page = open_edit(stage)
    put(stage, page, "birth_place", "г. Казань")
    put(stage, page, "phone", "89011112233")
    change(other, stage, phone="+79017654321")
    save(stage)
    field = page.form.field("phone")
    assert [one.code for one in field.problems] == ["REC-070"]
    words = field.problems[0].full_text.replace("\u00a0", " ")
    assert "Орлова" in words
    assert "765-43-21" in words
    assert "111-22-33" in words
    assert "111-22-33" in field.value().replace("\u00a0", " "), "nothing typed is lost"
    assert page.form.field("birth_place").value() == "г. Казань"
    buttons = [one.text() for one in field.findChildren(Button) if one.isVisible()]
    assert buttons == ["Оставить моё", "Взять сохранённое"]
    walk(stage.window)
    keys = {one.text(): one.key for one in field.findChildren(Button)}
    assert keys == {"Оставить моё": "Alt+1", "Взять сохранённое": "Alt+2"}
    press(focused(), digit, ALT)
    stage.settle()
    save(stage)
    data = stage.desk.people.peek(stage.clinic.mamedov).data
    assert (data.phone, data.birth_place) == (kept, "г. Казань")


REPRESENTATIVE = {
    "rep1_last_name": "Мамедов", "rep1_first_name": "Рашид", "rep1_relation": "father",
    "rep1_phone": "+79011110000",
}  # fmt: skip


@pytest.mark.parametrize(("digit", "kept"), [(Qt.Key.Key_1, "+79011112233"), (Qt.Key.Key_2, "+79017654321")])
def test_representative_when_changed_meanwhile_is_asked_at_his_surname(
    stage: Stage, other: Desk, digit: Qt.Key, kept: str
) -> None:
    change(stage.desk, stage, **REPRESENTATIVE)
    page = open_edit(stage)
    put(stage, page, "rep1_phone", "89011112233")
    (view,) = other.people.peek(stage.clinic.mamedov).representatives
    change(other, stage, **{**REPRESENTATIVE, "rep1_id": str(view.data.id), "rep1_phone": "+79017654321"})
    save(stage)
    field = page.form.field("rep1_last_name")
    assert [one.code for one in field.problems] == ["REC-070"]
    assert [one.text() for one in field.findChildren(Button) if one.isVisible()] == [
        "Оставить моё", "Взять сохранённое",
    ]  # fmt: skip
    assert page.form.field("rep1_phone").value().endswith("33"), "nothing typed is lost"
    assert clipped(stage.window) == []
    press(focused(), digit, ALT)
    stage.settle()
    save(stage)
    (view,) = stage.desk.people.peek(stage.clinic.mamedov).representatives
    assert view.phone == kept


def test_question_when_the_window_is_low_stands_in_sight_with_both_answers(stage: Stage, other: Desk) -> None:
    page = open_edit(stage)
    stage.window.resize(1280, 720)
    stage.settle()
    put(stage, page, "phone", "89011112233")
    change(other, stage, phone="+79017654321")
    save(stage)
    stage.settle(lambda: clipped(stage.window) == [])
    view = page.body_area.viewport()
    for button in page.form.field("phone").findChildren(Button):
        below = button.mapTo(view, button.rect().bottomLeft()).y()
        assert 0 < below <= view.height(), button.text()


def test_draft_when_the_record_was_saved_by_another_since_takes_that_in_and_asks(
    stage: Stage, other: Desk
) -> None:
    page = open_edit(stage)
    put(stage, page, "phone", "89011112233")
    put(stage, page, "birth_place", "г. Казань")
    page.leave()
    stage.settle()
    change(other, stage, phone="+79017654321", record_place="полка 2")
    page = open_edit(stage)
    field = page.form.field("phone")
    assert [one.code for one in field.problems] == ["REC-070"]
    assert (page.form.field("birth_place").value(), page.form.field("record_place").value()) == (
        "г. Казань", "полка 2",
    )  # fmt: skip
    assert "Запись с тех пор изменили" in page.banner.text
    field.answer("REC-070", "confirm")
    page.save()
    stage.settle()
    data = stage.desk.people.peek(stage.clinic.mamedov).data
    assert (data.phone, data.birth_place, data.record_place) == ("+79011112233", "г. Казань", "полка 2")


def test_draft_when_nobody_saved_since_comes_back_without_a_question(stage: Stage) -> None:
    page = open_edit(stage)
    put(stage, page, "phone", "89011112233")
    page.leave()
    stage.settle()
    page = open_edit(stage)
    assert page.form.problems() == ()
    assert page.form.field("phone").value().replace("\u00a0", " ") == "+7 901 111-22-33"
    assert "Проверьте и сохраните" in page.banner.text


def test_record_when_joined_meanwhile_then_the_typed_goes_onto_the_one_that_stayed(
    stage: Stage, other: Desk
) -> None:
    page = open_edit(stage)
    put(stage, page, "birth_place", "г. Казань")
    name = PersonName("Громова", "Елена", "Аркадьевна")
    other.sign_in(other.clinic.save_staff(name, "старший регистратор", "senior").id)
    view = other.merging.compare(stage.clinic.sokolova, stage.clinic.mamedov)
    other.merging.merge(view.first.id, view.second.id, {row.key: "first" for row in view.rows})
    save(stage)
    assert stage.go.went[-1] == ("person", (stage.clinic.sokolova, "data"))
    data = stage.desk.people.peek(stage.clinic.sokolova).data
    assert (data.last_name, data.birth_place) == ("Соколова", "г. Казань")


def test_record_in_view_when_the_window_comes_up_again_shows_what_another_saved(play: Play) -> None:
    row = play.find(KNOWN)
    page = play.page(RecordPage)
    with Desk.open(play.desk.profile) as desk:
        base = desk.people.peek(row.id)
        desk.people.save({**from_person(base.data), "birth_place": "г. Старый Оскол"}, row.id, base=base)
    assert page.record is not None
    assert page.record.data.birth_place != "г. Старый Оскол"
    QApplication.sendEvent(play.window, QEvent(QEvent.Type.WindowActivate))
    play.rest()
    assert page.record.data.birth_place == "г. Старый Оскол"
