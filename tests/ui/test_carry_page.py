"""What was typed for a new record goes along to the record that is opened in its place: nothing is lost."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from registrar_app.domain.draft import FIELD_IDS, from_person, to_person
from registrar_app.domain.records import PersonRecord, RepresentativeData, RepresentativeView
from registrar_app.domain.samples import make_snils
from registrar_app.domain.values import Relation
from registrar_app.ui.pages.carried import carried
from registrar_app.ui.pages.carry import CarryPage
from registrar_app.ui.pages.edit import EditPage
from tests.ui.clinic import LONG_NAME, TODAY
from tests.ui.helpers import focused, press, walk
from tests.ui.play import KNOWN, Play
from tests.ui.stage import Stage

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
TYPED = {
    **LONG_NAME, "phone": "8 900 123 45 67", "snils": make_snils(123_457), "reg_house": "116",
    "doc_kind": "14", "doc_series": "45 15", "doc_number": "100200", "birth_place": "г. Казань",
}  # fmt: skip


@pytest.fixture
def open_page(stage: Stage) -> Callable[..., CarryPage]:
    def make(**changes: str) -> CarryPage:
        typed = {**TYPED, **changes}
        stage.desk.drafts.save("person", "new", typed)
        page = CarryPage(
            stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock,
            stage.clinic.long_name, typed, "new",
        )  # fmt: skip
        stage.show(page)
        return page

    return make


def test_rows_when_the_record_lacks_a_value_are_preset_to_the_typed_one(
    stage: Stage, open_page: Callable[..., CarryPage]
) -> None:
    page = open_page()
    assert page.chosen() == {"snils", "phone", "doc_kind", "birth_place"}
    assert dict(page.table.choices())["reg_subject"] == 0, "a saved address stays until somebody chooses"
    assert page._write.text() == "Записать 4\u00a0изменения"
    walk(stage.window)
    press(focused(), Qt.Key.Key_Return, CTRL)
    stage.settle()
    data = stage.desk.people.peek(stage.clinic.long_name).data
    assert (data.phone, data.birth_place, data.document.number) == ("+79001234567", "г. Казань", "100200")
    assert data.registration.house == "114"
    assert stage.go.names == ["refresh", "person"]
    assert stage.desk.drafts.all() == (), "the draft has found its record"


def test_row_when_the_typed_side_is_chosen_by_keys_is_written(
    stage: Stage, open_page: Callable[..., CarryPage]
) -> None:
    page = open_page()
    press(focused(), Qt.Key.Key_1, ALT)
    press(focused(), Qt.Key.Key_Return, CTRL)
    stage.settle()
    assert stage.desk.people.peek(page.person_id).data.registration.house == "116"


def test_esc_when_pressed_writes_nothing_and_keeps_the_draft(
    stage: Stage, open_page: Callable[..., CarryPage]
) -> None:
    page = open_page()
    before = stage.desk.people.peek(page.person_id).data
    press(focused(), Qt.Key.Key_Escape)
    stage.settle()
    assert stage.desk.people.peek(page.person_id).data == before
    assert [one.key for one in stage.desk.drafts.all()] == ["new"]
    assert stage.go.names == ["person"]


def test_value_when_it_cannot_be_saved_goes_to_the_form_of_the_record(
    stage: Stage, open_page: Callable[..., CarryPage]
) -> None:
    page = open_page(snils="112-233-445 96")
    assert "snils" in page.chosen(), "even a number that is wrong is not lost"
    press(focused(), Qt.Key.Key_Return, CTRL)
    stage.settle()
    name, words = stage.go.went[-1]
    assert name == "edit_with"
    form = EditPage(
        stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock,
        person_id=words[0], values=words[1],
    )  # fmt: skip
    stage.show(form)
    assert form.form.field("snils").value() == "112-233-445 96"
    assert [one.code for one in form.form.field("snils").problems] == ["ID-021"]
    assert form.form.field("phone").value().replace("\u00a0", " ") == "+7 900 123-45-67"
    assert form.has_typed
    assert not stage.desk.people.peek(page.person_id).data.phone


def test_value_that_goes_to_the_form_takes_nothing_back_that_others_saved_meanwhile(
    stage: Stage, open_page: Callable[..., CarryPage]
) -> None:
    page = open_page(snils="112-233-445 96")
    record = stage.desk.people.peek(page.person_id)
    stage.desk.people.save({**from_person(record.data), "record_place": "полка 9"}, record.id, base=record)
    press(focused(), Qt.Key.Key_Return, CTRL)
    stage.settle()
    _name, words = stage.go.went[-1]
    form = EditPage(
        stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock,
        person_id=words[0], values=words[1],
    )  # fmt: skip
    stage.show(form)
    assert form.form.field("snils").value() == "112-233-445 96"
    assert form.form.field("record_place").value() == "полка 9"


def test_typed_when_all_of_it_is_there_already_opens_the_record_at_once(stage: Stage) -> None:
    stage.desk.drafts.save("person", "new", LONG_NAME)
    page = CarryPage(
        stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock,
        stage.clinic.long_name, {**LONG_NAME, "last_name": "константинопольская-забайкальская"}, "new",
    )  # fmt: skip
    stage.show(page)
    assert stage.go.names == ["person"]
    assert stage.desk.drafts.all() == ()


MOTHER = {
    "rep1_last_name": "Соколова", "rep1_first_name": "Анна", "rep1_patronymic": "Ильинична",
    "rep1_relation": "mother", "rep1_phone": "+7 900 123-45-67",
}  # fmt: skip


def test_representative_when_typed_takes_a_free_place_and_never_that_of_another() -> None:
    father = RepresentativeData(uuid4(), None, Relation.FATHER, "Соколов", "Андрей", "Ильич")
    data, _ = to_person(LONG_NAME, TODAY)
    view = RepresentativeView(father, father.name)
    record = PersonRecord(uuid4(), data, "000001", representatives=(view,))
    found = carried(record, {**LONG_NAME, **MOTHER}, TODAY)
    assert [(row.id, row.chosen) for row in found.rows] == [("rep1_", 1)]
    values = found.values({"rep1_"})
    assert (values["rep1_last_name"], values["rep1_id"]) == ("Соколов", str(father.id))
    assert (values["rep2_last_name"], values["rep2_id"]) == ("Соколова", "")
    second = {key.replace("1", "2"): text for key, text in MOTHER.items()}
    assert [row.id for row in carried(record, {**LONG_NAME, **second}, TODAY).rows] == ["rep2_"]


def test_representative_when_it_is_the_same_person_keeps_its_row() -> None:
    mother = RepresentativeData(uuid4(), None, Relation.MOTHER, "Соколова", "Анна", "Ильинична")
    data, _ = to_person(LONG_NAME, TODAY)
    record = PersonRecord(uuid4(), data, "1", representatives=(RepresentativeView(mother, mother.name),))
    found = carried(record, {**LONG_NAME, **MOTHER}, TODAY)
    assert [(row.id, row.chosen) for row in found.rows] == [("rep1_", 0)], "the telephone is new"
    values = found.values({"rep1_"})
    assert (values["rep1_id"], values["rep1_phone"]) == (str(mother.id), "+7 900 123-45-67")
    assert values["rep2_last_name"] == ""


_WORDS = st.sampled_from(["", "Анна", "12", "07.03.1968", "112-233-445 95", "ул. Садовая", "14", "x y"])


@given(
    st.dictionaries(st.sampled_from(FIELD_IDS), _WORDS), st.dictionaries(st.sampled_from(FIELD_IDS), _WORDS)
)
def test_carried_when_all_rows_are_chosen_then_nothing_typed_is_lost(
    ours: dict[str, str], typed: dict[str, str]
) -> None:
    saved, _ = to_person(ours, date(2026, 11, 21))
    found = carried(PersonRecord(uuid4(), saved, "000001"), typed, TODAY)
    untouched = {key: text for key, text in found.values(()).items() if key in FIELD_IDS}
    assert untouched == from_person(saved), "nothing chosen, nothing changed"
    values = found.values([row.id for row in found.rows])
    normal = from_person(to_person(typed, TODAY)[0])
    for field in FIELD_IDS:
        text = normal[field] or typed.get(field, "").strip()
        if text and not field.startswith(_WITH_A_NUMBER):
            assert _plain(values[field]) == _plain(text)


_WITH_A_NUMBER = ("policy_", "doc_", "phone")
"""They count only with their number: a form presets the kinds, and the words on a telephone are its own."""


def _plain(text: str) -> str:
    return "".join(one for one in text.upper().replace("Ё", "Е") if one.isalnum())


def test_open_this_one_in_the_program_then_the_typed_phone_is_offered(play: Play) -> None:
    row = play.find(KNOWN)
    data = play.ask(lambda: play.desk.people.peek(row.id)).data
    play.new()
    page = play.page(EditPage)
    for field, text in (
        ("last_name", data.last_name), ("first_name", data.first_name), ("patronymic", data.patronymic),
        ("birth_date", data.birth_date.strftime("%d%m%Y")), ("phone", "9017654321"),
    ):  # fmt: skip
        play.put(page.form, field, text)
    play.wait("doubles", lambda: bool(page.doubles.cards))
    play.rest()
    play.press(next(one.key for one in page.buttons() if one.text() == "Открыть эту запись"))
    carry = play.page(CarryPage)
    play.rest()
    assert carry.person_id == row.id
    assert "phone" in carry.table.choices()
    assert any(one.values["phone"] for one in play.ask(play.desk.drafts.all)), "kept until it is decided"
