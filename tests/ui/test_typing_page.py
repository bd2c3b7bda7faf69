"""Everything that is typed of a person in the window: by keys, unfolded as needed, kept as a draft."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt

from registrar_app.domain.draft import FIELD_IDS
from registrar_app.domain.records import PersonRecord
from registrar_app.domain.values import BirthPrecision
from registrar_app.ui.pages.edit import EditPage
from registrar_app.ui.pages.record import RecordPage
from registrar_app.ui.widgets.button import Button
from registrar_app.ui.widgets.label import Label
from tests.ui.helpers import focused, press, type_text
from tests.ui.stage import Stage, key

ENTER, ALT, CTRL = Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
MakePage = Callable[..., EditPage]
USUAL = [
    "last_name", "first_name", "patronymic", "birth_date", "sex", "snils", "enp", "policy_kind",
    "policy_from", "policy_to", "insurer_name", "doc_kind", "doc_series", "doc_number", "doc_issued_on",
    "doc_issuer", "doc_issuer_code", "birth_place", "citizenship", "reg_subject", "reg_district", "reg_city",
    "reg_settlement", "reg_street", "reg_house", "reg_korpus", "reg_building", "reg_apartment", "reg_room",
    "has_residence", "phone", "record_place",
]  # fmt: skip


@pytest.fixture
def open_page(stage: Stage) -> MakePage:
    def make(**words: Any) -> EditPage:
        page = EditPage(stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock, **words)
        stage.show(page)
        return page

    return make


def fill(stage: Stage, *texts: str) -> None:
    for text in texts:
        type_text(focused(), text)
        press(focused(), ENTER, text="\r")
        stage.settle()


def shown(page: EditPage) -> list[str]:
    return [name for name, field in page.form.fields.items() if field.isVisibleTo(page.form)]


def codes(page: EditPage, field: str) -> list[str]:
    return [one.code for one in page.form.field(field).problems]


def put(page: EditPage, field: str, text: str) -> None:
    page.form.field(field).set_value(text)
    page.form.field(field).commit()


def press_button(page: EditPage, words: str) -> None:
    next(one for one in page.findChildren(Button) if one.text() == words and one.isVisible()).click()


def saved(stage: Stage) -> PersonRecord:
    return stage.desk.people.peek(stage.go.went[-1][1][0])  # type: ignore[arg-type]


def test_usual_form_when_empty_has_the_usual_fields_in_the_order_of_enter(
    stage: Stage, open_page: MakePage
) -> None:
    page = open_page()
    assert shown(page) == USUAL
    passed = []
    for _ in USUAL:
        passed.append(next(name for name, one in page.form.fields.items() if one.editor is focused()))
        press(focused(), ENTER, text="\r")
        stage.settle()
    assert passed == USUAL
    assert set(page.form.person_values()) >= set(FIELD_IDS)


def test_birth_date_when_only_the_month_is_known_is_asked_once_and_kept(
    stage: Stage, open_page: MakePage
) -> None:
    page = open_page()
    fill(stage, "петров", "пётр", "ильич", "5.1988")
    field = page.form.field("birth_date")
    assert (field.value(), field.hint.text(), codes(page, "birth_date")) == ("05.1988", "38 лет", ["ID-170"])
    key(stage, Qt.Key.Key_1, ALT)
    assert codes(page, "birth_date") == []
    key(stage, ENTER, CTRL)
    record = saved(stage)
    assert record.data.birth_precision is BirthPrecision.MONTH
    again = open_page(person_id=record.id)
    again.form.review(whole=True)
    assert again.form.field("birth_date").value() == "05.1988"
    assert codes(again, "birth_date") == []


def test_phones_when_the_third_is_filled_the_fourth_unfolds_and_keeps_its_owner(
    stage: Stage, open_page: MakePage
) -> None:
    page = open_page(person_id=stage.clinic.mamedov)
    page.form.more_phones.click()
    assert {"phone2", "phone3"} <= set(shown(page))
    assert "phone4" not in shown(page)
    put(page, "phone", "89001112201")
    for place in (2, 3, 4):
        put(page, f"phone{place}", f"8900111220{place}")
        put(page, f"phone{place}_note", f"сын {place}")
    assert {"phone4", "phone4_note", "phone5"} <= set(shown(page))
    page.save()
    stage.settle()
    others = stage.desk.people.peek(stage.clinic.mamedov).data.other_phones
    assert [(one.number[-1], one.note) for one in others] == [("2", "сын 2"), ("3", "сын 3"), ("4", "сын 4")]


def test_phones_when_two_are_typed_unfold_and_are_saved(stage: Stage, open_page: MakePage) -> None:
    page = open_page(values={"last_name": "Петров", "first_name": "Пётр", "patronymic": "Ильич",
                             "birth_date": "05.06.1988", "sex": "male"})  # fmt: skip
    assert "phone2" not in shown(page)
    page.form.focus_field("phone")
    fill(stage, "89123456789, 89001112233")
    assert {"phone_note", "phone2", "phone2_note"} <= set(shown(page))
    put(page, "phone_note", "мама")
    page.save()
    stage.settle()
    record = saved(stage)
    assert (record.data.phone, record.data.phone_note) == ("+79123456789", "мама")
    assert [one.number for one in record.data.other_phones] == ["+79001112233"]
    again = open_page(person_id=record.id)
    assert again.form.field("phone2").value() == "+7\u00a0900\u00a0111-22-33"


def test_policy_when_its_kind_is_chosen_shows_its_fields(open_page: MakePage) -> None:
    page = open_page()
    page.form.field("policy_kind").set_value("В")
    page.form.field("policy_from").set_value("01.10.2026")
    page.form.review()
    page.form.left.emit("policy_kind")
    assert "policy_series" not in shown(page)
    assert page.form.field("policy_number").editor.placeholderText() == "9 цифр"  # type: ignore[union-attr]
    assert page.form.field("policy_from").hint.text() == "35 из 45 дн."
    page.form.field("policy_kind").set_value("С")
    page.form.left.emit("policy_kind")
    assert {"policy_series", "policy_number"} <= set(shown(page))
    assert "enp" not in shown(page)


def test_document_when_the_person_is_a_child_or_a_foreigner_fits_first(open_page: MakePage) -> None:
    page = open_page()
    kind = page.form.field("doc_kind")
    put(page, "birth_date", "19.06.2019")
    assert kind.value() == "3"
    assert page.form.field("doc_series").editor.placeholderText() == "II-МЮ"  # type: ignore[union-attr]
    put(page, "birth_date", "19.06.1990")
    page.form.field("citizenship").set_value("417")
    page.form.left.emit("citizenship")
    assert (kind.value(), page.form.field("citizenship").hint.text()) == ("9", "417")
    assert kind.editor.count() == 26  # type: ignore[union-attr]
    assert "doc_valid_to" in shown(page)
    assert "doc_issuer_code" not in shown(page)
    put(page, "doc_number", "AB12345")
    assert codes(page, "doc_number") == ["ID-063"]
    put(page, "doc_series", "AB")
    put(page, "doc_number", "12345")
    kind.set_value("21")
    page.form.left.emit("doc_kind")
    put(page, "birth_date", "19.06.2019")
    assert kind.value() == "21", "what is begun stays"


def test_newborn_when_registered_by_keys_takes_the_mother_from_the_patients(
    stage: Stage, open_page: MakePage
) -> None:
    page = open_page()
    press_button(page, "Новорождённый")
    stage.settle()
    assert focused() is page.form.field("rep1_last_name").editor
    assert "newborn_order" in shown(page)
    fill(stage, "соколова")
    assert codes(page, "rep1_last_name") == ["REC-126"]
    key(stage, Qt.Key.Key_1, ALT)
    assert codes(page, "rep1_last_name") == ["REC-127"]
    assert page.form.field("last_name").value() == "Соколова"
    put(page, "birth_date", "20.11.2026")
    put(page, "sex", "male")
    page.save()
    stage.settle()
    baby = saved(stage)
    assert (baby.data.first_name, baby.data.newborn_order) == ("", 1)
    (view,) = baby.representatives
    assert (view.person_id, view.data.relation.word) == (stage.clinic.sokolova, "мать")


def test_newborn_when_the_same_is_registered_again_asks_beside_the_form(
    stage: Stage, open_page: MakePage
) -> None:
    values = {**stage.desk.people.newborn_form(stage.clinic.sokolova), "birth_date": "20.11.2026",
              "sex": "male"}  # fmt: skip
    first = stage.desk.people.save(values)
    page = open_page(values={**values, "last_name": "Петров"})
    stage.wait(0.6)
    assert [one.double.person_id for one in page.doubles.cards] == [first.id]
    page.save()
    stage.settle()
    assert page.banner.code == "REC-002"
    assert stage.go.names == []


def test_unknown_when_nobody_knows_the_name_is_saved_with_what_is_seen(
    stage: Stage, open_page: MakePage
) -> None:
    page = open_page()
    press_button(page, "Неизвестный")
    stage.settle()
    put(page, "sex", "male")
    put(page, "birth_date", "50 лет")
    put(page, "found_place", "остановка «Рынок»")
    assert page.form.field("birth_date").hint.text() == "около 50 лет"
    page.save()
    stage.settle()
    record = saved(stage)
    assert record.data.is_unidentified
    view = RecordPage(stage.theme, stage.desk, stage.tasks, stage.go, stage.clock, record.id)
    stage.show(view)
    assert view.head.title == "Неизвестный, мужчина, около 50 лет"
    again = open_page(person_id=record.id)
    assert "is_unidentified" in shown(again), "the mark can be taken away"


def test_representative_when_typed_in_unfolds_and_stands_in_the_record(
    stage: Stage, open_page: MakePage
) -> None:
    page = open_page(person_id=stage.clinic.mamedov)
    assert "rep1_last_name" not in shown(page), "an adult needs none"
    page.form.unfold_representative()
    stage.settle()
    assert focused() is page.form.field("rep1_last_name").editor
    assert "rep1_phone" not in shown(page)
    fill(stage, "мамедова", "лейла", "рашид кызы")
    page.form.field("rep1_relation").set_value("guardian")
    page.form.left.emit("rep1_relation")
    assert "rep1_authority" in shown(page)
    put(page, "rep1_authority", "акт об опеке № 14")
    page.save()
    stage.settle()
    view = RecordPage(stage.theme, stage.desk, stage.tasks, stage.go, stage.clock, stage.clinic.mamedov)
    stage.show(view)
    words = [one.text() for one in view.findChildren(Label) if one.isVisible()]
    assert "Опекун" in words
    assert any(one.startswith("Мамедова Лейла Рашид кызы, акт об опеке") for one in words)


def test_representative_when_another_person_is_wanted_gives_the_fields_back(
    stage: Stage, open_page: MakePage
) -> None:
    page = open_page(values=stage.desk.people.newborn_form(stage.clinic.sokolova))
    field = page.form.field("rep1_last_name")
    assert (field.value(), codes(page, "rep1_last_name")) == ("Соколова", ["REC-127"])
    press_button(page, "Другой человек")
    stage.settle()
    assert (field.value(), codes(page, "rep1_last_name")) == ("", [])
    assert not field.editor.isReadOnly()  # type: ignore[union-attr]
    assert page.form.person_values()["rep1_person"] == ""


def test_representative_when_emptied_in_the_form_is_taken_away(stage: Stage, open_page: MakePage) -> None:
    values = {**stage.desk.people.newborn_form(stage.clinic.sokolova), "birth_date": "20.11.2026",
              "sex": "male"}  # fmt: skip
    record = stage.desk.people.save(values)
    page = open_page(person_id=record.id)
    press_button(page, "Другой человек")
    stage.settle()
    page.save()
    stage.settle()
    assert stage.desk.people.representatives(record.id) == ()


def test_draft_when_the_program_dies_brings_everything_back(stage: Stage, open_page: MakePage) -> None:
    page = open_page()
    press_button(page, "Новорождённый")
    stage.settle()
    fill(stage, "соколова")
    key(stage, Qt.Key.Key_1, ALT)
    put(page, "birth_date", "20.11.2026")
    put(page, "record_place", "полка 2")
    put(page, "phone", "89123456789")
    put(page, "phone_note", "бабушка")
    page.form.changed.emit()
    stage.wait(2.0)
    (draft,) = stage.desk.drafts.all()
    again = open_page(draft=draft)
    values = again.form.person_values()
    assert (values["newborn_order"], values["rep1_person"]) == ("1", str(stage.clinic.sokolova))
    assert (values["record_place"], values["phone_note"]) == ("полка 2", "бабушка")
    assert {"newborn_order", "rep1_relation", "phone_note"} <= set(shown(again))
    assert codes(again, "rep1_last_name") == ["REC-127"]
