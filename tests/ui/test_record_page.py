"""The record, the differences and the search pane, by keyboard, with a real desk."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt

from registrar_app.domain.records import SearchResult
from registrar_app.services.settings import HIDE_RECENT
from registrar_app.ui.pages.differences import DifferencesPage
from registrar_app.ui.pages.nothing_found import NothingFoundPage
from registrar_app.ui.pages.record import RecordPage
from registrar_app.ui.pages.search_controller import SearchController
from registrar_app.ui.pages.start import StartPage
from registrar_app.ui.widgets.button import Button
from registrar_app.ui.widgets.empty_state import ActionRow
from registrar_app.ui.widgets.label import Label
from registrar_app.ui.widgets.list_pane import ListPane
from tests.ui import shots_people as people
from tests.ui.helpers import focused, type_text
from tests.ui.stage import Stage, key

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def search(stage: Stage) -> SearchController:
    pane = stage.window.pane()
    assert isinstance(pane, ListPane)
    stage.window.show()
    stage.window.activateWindow()
    made = SearchController(pane, stage.desk, stage.tasks, stage.go, stage.clock)
    made.focus()
    made.refresh()
    stage.settle()
    return made


def pane_of(stage: Stage) -> ListPane:
    pane = stage.window.pane()
    assert isinstance(pane, ListPane)
    return pane


def record_of(stage: Stage, **words: object) -> RecordPage:
    page = RecordPage(
        stage.theme, stage.desk, stage.tasks, stage.go, stage.clock, stage.clinic.long_name, **words
    )  # type: ignore[arg-type]
    stage.show(page)
    return page


# -- record -------------------------------------------------------------------------------------


def test_record_when_shown_says_who_and_what_is_missing(stage: Stage) -> None:
    page = record_of(stage)
    assert page.head.title == "Константинопольская-Забайкальская Александра Владиславовна"
    texts = [one.text() for one in page.findChildren(Label) if one.isVisible()]
    assert texts.count("не указан") == 4, "СНИЛС, документ, ЕНП, телефон"
    assert "Гражданство" not in texts, "an empty row is left out"


@pytest.mark.parametrize(
    ("code", "way"),
    [(Qt.Key.Key_F4, "edit"), (Qt.Key.Key_F8, "attachment"), (Qt.Key.Key_Escape, "home")],
    ids=["F4", "F8", "Esc"],
)
def test_record_when_a_key_is_pressed_goes_its_way(stage: Stage, code: Qt.Key, way: str) -> None:
    record_of(stage)
    key(stage, code)
    assert stage.go.names == [way]


def test_record_when_f9_is_pressed_opens_the_only_form(stage: Stage) -> None:
    page = record_of(stage)
    assert page.view is not None
    page.view = replace(page.view, forms=page.view.forms[:1])
    key(stage, Qt.Key.Key_F9)
    assert stage.go.went[-1] == ("paper", ("086u", stage.clinic.long_name))


def test_record_when_f9_is_pressed_with_several_forms_asks_which(stage: Stage) -> None:
    page = record_of(stage)
    assert page.view is not None
    form = page.view.forms[0]
    page.view = replace(page.view, forms=(form, replace(form, key="other", short="Другая")))
    asked: list[object] = []
    page.choice_wanted.connect(asked.append)
    key(stage, Qt.Key.Key_F9)
    assert asked == [page.view.forms]
    assert stage.go.names == []


def test_record_when_the_label_is_wanted_says_for_whom(stage: Stage) -> None:
    page = record_of(stage)
    wanted: list[object] = []
    page.label_wanted.connect(wanted.append)
    key(stage, Qt.Key.Key_P, CTRL)
    assert wanted == [stage.clinic.long_name]


def test_record_when_another_is_shown_meanwhile_drops_the_late_answer(stage: Stage) -> None:
    page = record_of(stage)
    page.show_person(stage.clinic.sokolova, preview=True)
    page.show_person(stage.clinic.mamedov, preview=True)
    stage.settle()
    assert page.head.title == "Мамедов Эльхан Рашид оглы"
    assert [one.text() for one in page.buttons() if one.key in ("Enter", "Esc")] == [
        "Открыть",
        "Очистить поиск",
    ]


def test_record_when_an_edit_waits_unsaved_says_so_and_goes_on_with_it(stage: Stage) -> None:
    assert stage.desk.drafts.advice(stage.clinic.long_name) == ()
    stage.desk.drafts.save("person", str(stage.clinic.long_name), {"phone": "9001234567"})
    page = record_of(stage)
    texts = [one.text() for one in page.findChildren(Label) if one.isVisible()]
    assert "Правка не сохранена" in texts
    (button,) = [one for one in page.buttons() if one.text() == "Продолжить"]
    assert button.key == "Alt+1"
    key(stage, Qt.Key.Key_1, ALT)
    assert stage.go.went[-1][0] == "edit"


def test_record_when_advice_is_followed_goes_to_the_field(stage: Stage) -> None:
    page = RecordPage(
        stage.theme, stage.desk, stage.tasks, stage.go, stage.clock, stage.clinic.mamedov
    )  # fmt: skip
    stage.show(page)
    key(stage, Qt.Key.Key_1, ALT)
    assert stage.go.names == ["attachment"]


def test_papers_when_enter_is_pressed_open_the_issued_one(stage: Stage) -> None:
    stage.clinic.add_key()
    issued = stage.clinic.issue(stage.clinic.long_name)
    page = record_of(stage, tab="papers")
    assert page.papers.isVisible()
    page.papers.setFocus()
    page.papers.select(issued)
    key(stage, Qt.Key.Key_Return)
    assert stage.go.went[-1] == ("issued", (issued,))


# -- differences --------------------------------------------------------------------------------


def differences_of(stage: Stage) -> DifferencesPage:
    people.filled(stage)
    identity = people.card(last_name="Константинопольская", birth_place="пос. Северореченский")
    page = DifferencesPage(
        stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock, stage.clinic.long_name,
        identity,
    )  # fmt: skip
    stage.show(page)
    return page


def test_differences_when_shown_never_preset_over_a_value(stage: Stage) -> None:
    page = differences_of(stage)
    assert page.chosen() == frozenset()
    assert "пациентка найдена по ЕНП" in page.banner.title
    assert focused() is page.table


def test_differences_when_chosen_by_space_are_written(stage: Stage) -> None:
    page = differences_of(stage)
    key(stage, Qt.Key.Key_Space, text=" ")
    words = [one.text() for one in page.findChildren(Button) if one.key == "Ctrl+Enter"]
    assert [one.replace("\u00a0", " ") for one in words] == ["Записать 1 изменение"]
    key(stage, Qt.Key.Key_Return, CTRL)
    record = stage.desk.people.peek(stage.clinic.long_name)
    assert record.data.last_name == "Константинопольская"
    assert record.data.birth_place == "г. Северореченск"
    assert stage.go.names == ["refresh", "person"]


def test_differences_when_all_or_none_are_taken_count_on_the_button(stage: Stage) -> None:
    page = differences_of(stage)
    key(stage, Qt.Key.Key_1, ALT)
    assert len(page.chosen()) == 3
    key(stage, Qt.Key.Key_2, ALT)
    assert page.chosen() == frozenset()
    key(stage, Qt.Key.Key_Escape)
    assert stage.go.names == ["person"]
    assert stage.desk.people.peek(stage.clinic.long_name).data.last_name.endswith("Забайкальская")


# -- search -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("search")
def test_search_when_typed_finds_and_previews_while_the_cursor_stays(stage: Stage) -> None:
    pane = pane_of(stage)
    type_text(focused(), "со")
    stage.settle()
    assert [one.name.last for one in pane.model.rows] == ["Соколова"]
    key(stage, Qt.Key.Key_Down)
    assert focused() is pane.search
    assert stage.go.went == [("preview", (stage.clinic.sokolova,))]
    key(stage, Qt.Key.Key_Return, text="\r")
    assert stage.go.went[-1] == ("person", (stage.clinic.sokolova, "data"))


def test_search_when_letters_are_typed_in_the_list_go_to_the_field(
    stage: Stage, search: SearchController
) -> None:
    pane = pane_of(stage)
    pane.list.setFocus()
    for letter in "ма":
        type_text(focused(), letter)
    stage.settle()
    assert (focused(), search.text) == (pane.search, "ма")
    assert [one.name.last for one in pane.model.rows] == ["Мамедов"]


def test_search_when_answers_come_late_shows_the_latest_only(stage: Stage, search: SearchController) -> None:
    pane = pane_of(stage)
    old = SearchResult("соколова", stage.desk.people.search("соколова").rows, 1)
    type_text(pane.search, "мамедов")
    stage.settle()
    search._on_found(1, "соколова", old)
    assert [one.name.last for one in pane.model.rows] == ["Мамедов"]


def test_search_when_nobody_fits_tells_and_ctrl_n_takes_what_was_typed(
    stage: Stage, search: SearchController
) -> None:
    told: list[tuple[object, str]] = []
    search.nothing_found.connect(lambda result, typed: told.append((result, typed)))
    type_text(focused(), "ufhbgjdf")
    stage.settle()
    result, typed = told[-1]
    assert isinstance(result, SearchResult)
    page = NothingFoundPage(stage.theme, stage.clock)
    page.show_result(result, typed)
    words = [one.text() for one in page.findChildren(Label)] + [
        one.text() for one in page.findChildren(ActionRow)
    ]
    assert "«Гарипова» — такой фамилии в базе нет" in words
    assert "Новый пациент: Гарипова" in words
    page.deleteLater()
    search.new_person()
    assert stage.go.went[-1] == ("new_person", ({"last_name": "Гарипова"}, None))


def test_new_person_when_nothing_was_searched_asks_once(stage: Stage, search: SearchController) -> None:
    search.new_person()
    assert stage.go.names == []
    search.new_person()
    assert stage.go.went == [("new_person", ({}, None))]


def test_recent_when_the_clinic_hides_them_are_gone_at_the_lock(
    stage: Stage, search: SearchController
) -> None:
    stage.desk.settings.set(HIDE_RECENT, True)
    stage.desk.people.open(stage.clinic.mamedov)
    search.refresh()
    stage.settle()
    assert pane_of(stage).model.rows
    search.on_record_closed()
    stage.settle()
    assert search._hide_timer.isActive()
    search.hide_recent()
    search.refresh()
    stage.settle()
    assert pane_of(stage).model.rows == ()


# -- start --------------------------------------------------------------------------------------


def test_start_when_drafts_wait_offers_them(stage: Stage) -> None:
    stage.desk.drafts.save("person", "new", {"last_name": "Гарипова"})
    stage.desk.drafts.save("person", str(stage.clinic.mamedov), {"last_name": "Мамедов"})
    page = StartPage(stage.theme, stage.desk, stage.tasks, stage.go, stage.clock)
    wanted: list[object] = []
    page.draft_wanted.connect(wanted.append)
    stage.show(page)
    rows = {one.text(): one for one in page.findChildren(ActionRow) if one.isVisible()}
    assert list(rows)[-1] == "Продолжить: Гарипова"
    rows["Продолжить: Гарипова"].click()
    assert [one.key for one in wanted] == ["new"]  # type: ignore[attr-defined]


def test_today_when_told_names_day_and_weekday() -> None:
    from registrar_app.ui.pages.start import today_words

    assert today_words(date(2026, 11, 21)) == "Сегодня, 21 ноября, суббота"


def test_recent_when_somebody_signs_in_again_come_back(stage: Stage, search: SearchController) -> None:
    stage.desk.people.open(stage.clinic.mamedov)
    search.hide_recent()
    search.show_recent()
    stage.settle()
    assert pane_of(stage).model.rows[0].name.last == "Мамедов"


def test_opened_person_when_in_the_list_gives_it_the_focus(stage: Stage, search: SearchController) -> None:
    stage.desk.people.open(stage.clinic.mamedov)
    search.show_recent()
    stage.settle()
    page = record_of(stage)
    page.activated.connect(search.focus_list)
    page.show_person(stage.clinic.mamedov)
    page.activate()
    assert focused() is pane_of(stage).list
    assert stage.go.names == [], "marking him is no preview"
