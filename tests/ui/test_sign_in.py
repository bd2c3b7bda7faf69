"""Who is at the window, and the first minute of an empty workplace."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from registrar_app.domain.records import StaffMember
from registrar_app.domain.values import PersonName
from registrar_app.services.desk import Desk
from registrar_app.ui.entry import PreparingPage, show_preparing
from registrar_app.ui.pages.first_setup import FirstSetupPage
from registrar_app.ui.pages.sign_in import SignInPage
from registrar_app.ui.theme import Theme
from registrar_app.ui.widgets.label import Label
from tests.ui import shots_people as people
from tests.ui.clinic import clock, make_clinic
from tests.ui.helpers import clipped, focused, nameless, press, settle, type_text, walk
from tests.ui.play import playing
from tests.ui.stage import Stage

ENTER, CTRL = Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def stage(theme: Theme, tmp_path: Path) -> Iterator[Stage]:
    clinic = make_clinic(tmp_path)
    clinic.desk.clinic.save_staff(
        PersonName("Громова", "Елена", "Аркадьевна"), "старший регистратор", "senior"
    )
    made = Stage(theme, clinic)
    yield made
    made.close()
    clinic.desk.close()


@pytest.fixture
def page(stage: Stage) -> SignInPage:
    made = SignInPage(stage.theme, stage.desk, stage.tasks)
    stage.window.resize(1366, 768)
    stage.window.show()
    stage.window.activateWindow()
    stage.window.show_overlay(made)
    stage.settle()
    return made


def test_staff_when_listed_are_those_of_the_desk_without_doctors(page: SignInPage) -> None:
    assert [
        page.staff.item(at).data(Qt.ItemDataRole.AccessibleTextRole) for at in range(page.staff.count())
    ] == [
        "1, Громова Елена Аркадьевна, старший регистратор",
        "2, Лебедева Нина Петровна, регистратор",
    ]
    assert page.staff.member is not None
    assert page.staff.member.name.last == "Лебедева", "who worked here last"
    assert focused() is page.staff


def test_worker_when_chosen_by_digit_signs_in_with_enter(stage: Stage, page: SignInPage) -> None:
    came: list[StaffMember] = []
    page.signed_in.connect(came.append)
    press(focused(), Qt.Key.Key_1, text="1")
    press(focused(), ENTER, text="\r")
    stage.settle()
    assert came[0].name.last == "Громова"
    assert stage.desk.staff_now == came[0]
    assert stage.desk.desk_name == "окно 3"


def test_desk_name_when_changed_is_kept(stage: Stage, page: SignInPage) -> None:
    page.form.focus_field("desk_name")
    focused().selectAll()  # type: ignore[attr-defined]
    type_text(focused(), "окно 5")
    press(focused(), ENTER, CTRL)
    stage.settle()
    assert stage.desk.desk_name == "окно 5"


def test_sign_in_when_left_by_esc_changes_nothing(stage: Stage, page: SignInPage) -> None:
    left: list[bool] = []
    page.cancelled.connect(lambda: left.append(True))
    press(focused(), Qt.Key.Key_Escape)
    stage.settle()
    assert left == [True]


@pytest.fixture
def early(stage: Stage) -> SignInPage:
    """The list as it stands before the profile is open."""
    made = SignInPage(stage.theme, None, stage.tasks, stage.desk.front())
    stage.window.resize(1366, 768)
    stage.window.show()
    stage.window.activateWindow()
    stage.window.show_overlay(made)
    stage.settle()
    return made


def test_early_list_when_enter_is_pressed_signs_in_as_soon_as_the_desk_is_there(
    stage: Stage, early: SignInPage
) -> None:
    came: list[StaffMember] = []
    early.signed_in.connect(came.append)
    assert focused() is early.staff
    press(focused(), Qt.Key.Key_1, text="1")
    press(focused(), ENTER, text="\r")
    stage.settle()
    assert not came
    early.take_desk(stage.desk)
    stage.settle()
    assert [one.name.last for one in came] == ["Громова"]
    assert stage.desk.staff_now == came[0]


def test_early_list_when_left_by_esc_goes_on_as_soon_as_the_desk_is_there(
    stage: Stage, early: SignInPage
) -> None:
    left: list[bool] = []
    early.cancelled.connect(lambda: left.append(True))
    press(focused(), Qt.Key.Key_Escape)
    assert not left
    early.take_desk(stage.desk)
    assert left == [True]


def test_early_list_when_the_desk_is_slow_says_that_it_waits(
    stage: Stage, early: SignInPage, qtbot: QtBot
) -> None:
    press(focused(), ENTER, text="\r")
    assert not early.banner.isVisible()
    qtbot.waitUntil(early.banner.isVisible)
    assert early.banner.title == "Открываем базу"
    early.take_desk(stage.desk)
    stage.settle()
    assert not early.banner.isVisible()


@pytest.mark.usefixtures("own_look")
def test_keys_pressed_the_moment_the_list_stands_sign_in_whom_they_chose(
    qapp: QApplication, profile: Path
) -> None:
    with playing(qapp, profile) as play:
        play.wait("list", lambda: bool(play.window.findChildren(SignInPage)))
        play.press("2")
        play.press("Enter")
        play.wait("desk", lambda: not play.window.findChildren(SignInPage))
        play.idle()
        assert play.window.status.staff.text().startswith("Мартынов")
        assert play.desk.staff_now is not None
        assert play.desk.staff_now.name.last == "Мартынов"
        assert focused() is play.window.pane("patients").search


@pytest.mark.parametrize("size", [(1366, 768), (1280, 720), (1024, 640)], ids=str)
@pytest.mark.parametrize("name", ["sign-in", "first-setup"])
def test_overlay_in_every_size_is_whole_and_named(stage: Stage, name: str, size: tuple[int, int]) -> None:
    people.SHOTS[name](stage, size)
    for percent in (100, 130):
        stage.theme.set_font_percent(percent)
        settle()
        assert [*nameless(stage.window), *clipped(stage.window)] == []


def test_empty_workplace_when_two_names_are_typed_is_ready(stage: Stage, tmp_path: Path) -> None:
    with Desk.open(tmp_path / "empty", clock=clock) as desk:
        assert desk.first_setup_needed
        page = FirstSetupPage(stage.theme, desk, stage.tasks)
        came: list[StaffMember] = []
        page.done.connect(came.append)
        stage.window.resize(1366, 768)
        stage.window.show()
        stage.window.activateWindow()
        stage.window.show_overlay(page)
        stage.settle()
        press(focused(), ENTER, CTRL)
        stage.settle()
        assert page.banner.title == "Не сохранено: 7 ошибок"
        assert focused() is page.form.field("full_name").editor
        typed = (
            "Городская поликлиника № 7", "ГП № 7", "Громова Е. А.", "г. Северореченск, ул. Садовая, д. 1",
            "1029990001238", "", "лебедева", "нина",
        )  # fmt: skip
        for text in typed:
            type_text(focused(), text)
            press(focused(), ENTER, text="\r")
        press(focused(), ENTER, CTRL)
        stage.settle()
        assert not desk.first_setup_needed
        assert came[0].name == PersonName("Лебедева", "Нина")
        assert desk.staff_now == came[0]
        stage.tasks.shutdown()


def test_preparing_when_told_covers_the_window_until_somebody_signs_in(stage: Stage) -> None:
    show_preparing(stage.window, 1, 4)
    page = stage.window.overlay
    assert isinstance(page, PreparingPage)
    show_preparing(stage.window, 3, 4)
    assert stage.window.overlay is page
    assert "Готово 75\u00a0%" in [one.text() for one in page.findChildren(Label)]
    stage.settle()
    walk(stage.window)
