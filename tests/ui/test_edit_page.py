"""A new record and the edit of one, by keyboard, with a real desk behind the window."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt

from registrar_app.domain.errors import SurroundingsError
from registrar_app.domain.records import Identity, PersonData, PolicyData
from registrar_app.domain.values import PolicyKind, Sex, Source
from registrar_app.services.desk import Desk
from registrar_app.ui.messages import Place
from registrar_app.ui.pages.edit import EditPage
from registrar_app.ui.widgets.button import Button
from tests.ui.clinic import LONG_NAME, MAMEDOV
from tests.ui.helpers import focused, press, type_text
from tests.ui.stage import Stage, key

ENTER, ALT, CTRL = Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
MakePage = Callable[..., EditPage]


@pytest.fixture
def open_page(stage: Stage) -> MakePage:
    def make(desk: object = None, **words: Any) -> EditPage:
        page = EditPage(
            stage.theme, cast(Desk, desk or stage.desk), stage.tasks, stage.messages, stage.go, stage.clock,
            **words,
        )  # fmt: skip
        stage.show(page)
        return page

    return make


def fill(stage: Stage, *texts: str) -> None:
    """Type texts one after another, Enter between them."""
    for text in texts:
        type_text(focused(), text)
        press(focused(), ENTER, text="\r")
        stage.settle()


def test_new_when_typed_by_enter_alone_is_saved_and_opened(stage: Stage, open_page: MakePage) -> None:
    page = open_page()
    fill(stage, "петров", "пётр", "ильич", "5.6.88")
    assert page.form.field("last_name").value() == "Петров"
    assert page.form.field("birth_date").value() == "05.06.1988"
    assert page.form.field("birth_date").hint.text() == "38 лет"
    assert page.form.field("sex").value() == "male", "the patronymic tells the sex"
    key(stage, ENTER, CTRL)
    assert stage.go.names == ["refresh", "person"]
    person_id = stage.go.went[-1][1][0]
    record = stage.desk.people.peek(person_id)  # type: ignore[arg-type]
    assert record.data.name.full == "Петров Пётр Ильич"
    assert stage.desk.drafts.all() == ()


def test_save_when_fields_are_wrong_says_how_many_and_goes_to_the_first(
    stage: Stage, open_page: MakePage
) -> None:
    page = open_page()
    fill(stage, "петров", "пётр", "ильич", "5.6.88", "", "112-233-445 96")
    assert [one.code for one in page.form.field("snils").problems] == ["ID-021"]
    fill(stage, "9956 1308 9200 5018")
    assert [one.code for one in page.form.field("enp").problems] == ["ID-033"]
    key(stage, ENTER, CTRL)
    assert page.banner.title == "Не сохранено: 1 ошибка, 1 предупреждение ждёт ответа"
    assert focused() is page.form.field("snils").editor
    key(stage, Qt.Key.Key_F6)
    assert focused() is page.form.field("enp").editor
    assert stage.go.names == []


def test_enp_when_it_tells_another_birth_date_offers_it(stage: Stage, open_page: MakePage) -> None:
    page = open_page()
    fill(stage, "петрова", "анна", "ильинична", "5.6.88")
    page.form.focus_field("enp")
    type_text(focused(), "9956130892")
    assert page.form.field("enp").hint.text() == "женщина, 07.03.1968", "as soon as ten digits are there"
    type_text(focused(), "005018")
    press(focused(), ENTER, text="\r")
    stage.settle()
    words = [one.text() for one in page.form.field("enp").findChildren(Button) if one.isVisible()]
    assert words == ["Номер верный", "Взять 07.03.1968"]
    key(stage, Qt.Key.Key_2, ALT)
    assert page.form.field("birth_date").value() == "07.03.1968"
    assert page.form.field("enp").problems == ()


def test_warning_when_answered_is_kept_and_not_asked_again(stage: Stage, open_page: MakePage) -> None:
    page = open_page()
    fill(stage, "петрова", "анна", "ильинична", "5.6.88", "", "", "9956 1308 9200 5018")
    key(stage, Qt.Key.Key_1, ALT)
    assert page.form.field("enp").problems == ()
    key(stage, ENTER, CTRL)
    person_id = stage.go.went[-1][1][0]
    record = stage.desk.people.peek(person_id)  # type: ignore[arg-type]
    assert [(one.code, one.field) for one in record.confirmations] == [("ID-033", "enp")]
    again = open_page(person_id=person_id)
    assert again.form.review(whole=True)
    assert again.form.field("enp").problems == ()


def test_latin_lookalikes_when_left_are_repaired_and_can_be_taken_back(
    stage: Stage, open_page: MakePage
) -> None:
    page = open_page()
    fill(stage, "Cидоров")
    field = page.form.field("last_name")
    assert field.value() == "Сидоров"
    assert [one.code for one in field.problems] == ["ID-109"]
    key(stage, Qt.Key.Key_Z, CTRL)
    assert field.value() == "Cидоров"


@pytest.mark.parametrize("way", ["by answer", "by word"])
def test_patronymic_when_there_is_none_needs_no_made_up_word(
    stage: Stage, open_page: MakePage, way: str
) -> None:
    page = open_page()
    fill(stage, "ли", "ян", "нет" if way == "by word" else "")
    if way == "by answer":
        fill(stage, "30.01.1994")
        page.form.field("sex").set_value("male")
        key(stage, ENTER, CTRL)
        assert [one.code for one in page.form.field("patronymic").problems] == ["ID-115"]
        key(stage, Qt.Key.Key_1, ALT)
    else:
        page.form.field("birth_date").set_value("30.01.1994")
        page.form.field("sex").set_value("male")
    assert page.form.no_patronymic.isChecked()
    assert page.form.field("patronymic").value() == ""
    key(stage, ENTER, CTRL)
    record = stage.desk.people.peek(stage.go.went[-1][1][0])  # type: ignore[arg-type]
    assert record.data.has_no_patronymic
    assert record.data.patronymic is None


def test_draft_when_typed_is_kept_within_two_seconds_and_comes_back(
    stage: Stage, open_page: MakePage
) -> None:
    page = open_page()
    fill(stage, "гарипова", "зульфия")
    stage.wait(1.9)
    (draft,) = stage.desk.drafts.all()
    assert (draft.key, draft.values["last_name"], draft.values["first_name"]) == (
        "new",
        "Гарипова",
        "Зульфия",
    )
    assert page._badge.isVisible()
    key(stage, Qt.Key.Key_Escape)
    assert stage.go.names == ["home"]
    again = open_page()
    assert again.form.field("first_name").value() == "Зульфия"
    assert again.banner.title.startswith("Восстановлен черновик")
    key(stage, Qt.Key.Key_1, ALT)
    assert again.form.field("first_name").value() == ""
    assert stage.desk.drafts.all() == ()


def test_draft_when_the_page_is_taken_away_is_kept_at_once(stage: Stage, open_page: MakePage) -> None:
    page = open_page(person_id=stage.clinic.mamedov)
    page.form.focus_field("phone")
    type_text(focused(), "9001234567")
    stage.window.pop_page()
    stage.settle()
    (draft,) = stage.desk.drafts.all()
    assert draft.key == str(stage.clinic.mamedov)
    assert draft.values["phone"] == "9001234567"


def test_draft_of_another_new_person_is_never_overwritten(stage: Stage, open_page: MakePage) -> None:
    stage.desk.drafts.save("person", "new", {"last_name": "Гарипова"})
    page = open_page(values={"last_name": "Петров"})
    assert page.draft.key == "new:2"
    page.form.focus_field("first_name")
    type_text(focused(), "пётр")
    stage.wait(1.9)
    kept = {one.key: one.values["last_name"] for one in stage.desk.drafts.all()}
    assert kept == {"new": "Гарипова", "new:2": "Петров"}


def test_double_when_strong_waits_for_a_reason(stage: Stage, open_page: MakePage) -> None:
    stage.desk.people.save({**MAMEDOV, "snils": "112-233-445 95"}, stage.clinic.mamedov)
    page = open_page(values={**LONG_NAME, "last_name": "Другая", "snils": "112-233-445 95"})
    stage.wait(0.6)
    assert [one.double.strong for one in page.doubles.cards] == [True, False], "the strong one stands first"
    key(stage, ENTER, CTRL)
    assert "1 предупреждение ждёт ответа" in page.banner.title
    assert stage.go.names == []
    type_text(focused(), "в той записи опечатка")
    press(focused(), ENTER, text="\r")
    stage.settle()
    assert page.doubles.unanswered() == []
    key(stage, ENTER, CTRL)
    assert stage.go.names == ["refresh", "person"]


def test_double_when_chosen_carries_what_was_typed_and_keeps_the_draft(
    stage: Stage, open_page: MakePage
) -> None:
    page = open_page(values={key: LONG_NAME[key] for key in ("last_name", "first_name", "patronymic")})
    page.form.focus_field("birth_date")
    fill(stage, "07.03.1968")
    stage.wait(0.6)
    assert page.doubles.cards
    key(stage, Qt.Key.Key_1, ALT)
    name, words = stage.go.went[-1]
    assert (name, words[0], words[2]) == ("carry", stage.clinic.long_name, "new")
    typed = cast(dict[str, str], words[1])
    assert (typed["last_name"], typed["birth_date"]) == (LONG_NAME["last_name"], "07.03.1968")
    assert page.draft.is_dirty


def test_new_from_card_begins_in_the_first_empty_field(stage: Stage, open_page: MakePage) -> None:
    from datetime import date

    person = PersonData(
        "Ли", "Ян", has_no_patronymic=True, birth_date=date(1994, 1, 30), sex=Sex.MALE,
        policy=PolicyData(PolicyKind.CARD, ""), citizenship="643",
    )  # fmt: skip
    identity = Identity(Source.CARD, person)
    page = open_page(values=stage.desk.identification.to_form(identity), identity=identity)
    assert page.banner.title.startswith("Карта прочитана")
    assert focused() is page.form.field("snils").editor
    assert not page.has_typed
    key(stage, Qt.Key.Key_F8)
    assert stage.go.names == ["refresh", "attachment"]
    record = stage.desk.people.peek(stage.go.went[-1][1][0])  # type: ignore[arg-type]
    assert {mark.source for mark in record.marks if mark.group == "fio"} == {Source.CARD}


def test_save_when_the_disk_is_full_keeps_everything_typed(stage: Stage, open_page: MakePage) -> None:
    def refuse(*_words: object, **_more: object) -> None:
        raise SurroundingsError("DB-010")

    real = stage.desk
    people = SimpleNamespace(save=refuse, doubles=real.people.doubles, peek=real.people.peek)
    page = open_page(desk=SimpleNamespace(people=people, drafts=real.drafts, rules=real.rules))
    fill(stage, "петров", "пётр", "ильич", "5.6.88")
    key(stage, ENTER, CTRL)
    assert page.banner.code == "DB-010"
    assert page.form.field("first_name").value() == "Пётр"
    assert stage.go.names == []
    assert not any(one.place is Place.FAULT for one in stage.messages.history)


def test_edit_when_opened_at_a_field_stands_there(stage: Stage, open_page: MakePage) -> None:
    page = open_page(person_id=stage.clinic.long_name, field="enp")
    assert focused() is page.form.field("enp").editor
    assert page.head.title == "Константинопольская-Забайкальская Александра Владиславовна"
    assert not page.has_typed


def test_other_address_when_not_ticked_is_not_saved(stage: Stage, open_page: MakePage) -> None:
    page = open_page(person_id=stage.clinic.mamedov)
    page.form.fields["has_residence"].set_value("1")
    page.form.field("res_street").set_value("ул. Новая")
    assert page.form.person_values()["res_street"] == "ул. Новая"
    page.form.fields["has_residence"].set_value("")
    assert page.form.person_values()["res_street"] == ""
