"""The window under hands that press too fast, swap cards and come back: nothing is lost or doubled."""

import os
import sqlite3
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from registrar_app.domain.codes import CATALOGUE
from registrar_app.domain.samples import make_snils
from registrar_app.services.paper_shapes import JournalFilter
from registrar_app.services.training_folder import FOLDER
from registrar_app.ui.pages.attachment import AttachmentPage
from registrar_app.ui.pages.differences import DifferencesPage
from registrar_app.ui.pages.edit import EditPage
from registrar_app.ui.pages.issued import IssuedPage
from registrar_app.ui.pages.label import LabelPage
from registrar_app.ui.pages.record import RecordPage
from registrar_app.ui.pages.sign_in import SignInPage
from registrar_app.ui.pages.start import StartPage
from registrar_app.ui.theme import Mode
from registrar_app.ui.widgets.page import Page
from tests.ui.clinic import FINDINGS
from tests.ui.helpers import press, walk
from tests.ui.play import KNOWN, Play, playing

RUSSIAN = {"N": "т", "P": "з", "L": "д"}
"""What the key of a Latin letter gives on a desk with the Russian layout alone."""


def primary_thrice(play: Play) -> None:
    """Ctrl+Enter three times before the window can do anything."""
    for _ in range(3):
        target = QApplication.focusWidget() or play.window
        press(target, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    play.rest(0.2)


def russian(play: Play, letter: str) -> None:
    """Ctrl with a letter as a desk with the Russian layout alone sends it."""
    code = ord(RUSSIAN[letter].upper())
    press(QApplication.focusWidget() or play.window, code, Qt.KeyboardModifier.ControlModifier)
    play.idle()


def begin(play: Play, surname: str, **more: str) -> EditPage:
    """A new record with a surname carried over from the search."""
    play.press("F3")
    play.type(surname)
    play.idle()
    play.press("Ctrl+N")
    page = play.page(EditPage)
    for field_id, text in more.items():
        play.put(page.form, field_id, text)
    return page


def test_ctrl_enter_thrice_then_saved_attached_and_signed_once(play: Play) -> None:
    page = begin(
        play, "Торопыгина", first_name="Анна", patronymic="Игоревна", birth_date="05061988",
        snils=make_snils(123_457), reg_subject="Северореченская область", reg_city="Северореченск",
        reg_street="ул. Садовая", reg_house="1",
    )  # fmt: skip
    page.form.field("sex").set_value("female")
    primary_thrice(play)
    record = play.page(RecordPage)
    assert play.ask(lambda: play.desk.people.search("Торопыгина").total) == 1

    play.press("F8")
    attach = play.page(AttachmentPage)
    attach.form.focus_field("district")
    for key in ("Home", "Down", "Down"):
        play.press(key)
    play.rest(0.3)
    while attach.preflight.answer_buttons:
        key = attach.preflight.answer_buttons[0].key
        if key:  # it has none while the list is made anew
            play.press(key)
        play.rest()
    primary_thrice(play)
    play.page(RecordPage)
    assert len(play.ask(lambda: play.desk.people.peek(record.person_id)).attachments) == 1

    paper = play.new_paper()
    play.wait("fields", lambda: paper.form is not None)
    assert paper.form is not None
    play.rest()
    paper.form.set_values(FINDINGS)
    paper.preview()
    play.rest(0.1)
    primary_thrice(play)
    play.page(IssuedPage)
    own = JournalFilter(person_id=record.person_id)
    assert play.ask(lambda: play.desk.papers.journal(own).total) == 1


@pytest.mark.parametrize("key", ["F4", "F8", "F9"])
def test_key_of_the_open_person_when_nobody_is_open_then_says_what_to_do(play: Play, key: str) -> None:
    play.press(key)
    assert isinstance(play.window.page(), StartPage)
    assert play.window.status.message.text() == "Сначала откройте пациента: F3 и фамилия"


def test_esc_everywhere_then_always_one_step_back_and_never_without_focus(play: Play) -> None:
    for keys in (("F12",), ("F10",), ("F1",), ("Ctrl+2",), ("Ctrl+2", "Ctrl+O"), ("Ctrl+6",), ("Ctrl+L",)):
        for key in keys:
            play.press(key)
        for _ in range(4):
            play.press("Esc")
        play.press("Ctrl+1")
        assert isinstance(play.window.page(), StartPage)
        assert QApplication.focusWidget() is not None
    play.find(KNOWN)
    for key in ("F4", "F8", "F12"):
        play.press(key)
        play.rest()
        play.press("Esc")
        assert isinstance(play.page(RecordPage), RecordPage)
    play.new_paper()
    play.press("Esc")
    play.page(RecordPage)
    play.press("Esc")
    play.page(StartPage)
    assert QApplication.focusWidget() is play.window.pane("patients").search


def test_keys_of_the_russian_layout_then_do_the_same(play: Play) -> None:
    play.press("F3")
    play.type("Абракадаброва")
    play.idle()
    russian(play, "N")
    page = play.page(EditPage)
    assert page.form.typed()["last_name"] == "Абракадаброва"
    play.find(KNOWN)
    russian(play, "P")
    play.page(LabelPage)
    russian(play, "L")
    assert play.window.findChildren(SignInPage)


def test_card_put_in_while_a_form_is_typed_in_then_offered_and_taken_by_its_key(play: Play) -> None:
    play.find(KNOWN)
    play.press("F4")
    page = play.page(EditPage)
    play.put(page.form, "birth_place", "г. Дальний")
    page.form.focus_field("phone")
    typed, focused = page.form.typed(), QApplication.focusWidget()
    play.insert("child")
    assert play.window.page() is page
    assert page.form.typed() == typed
    assert QApplication.focusWidget() is focused
    play.press("Alt+9")
    record = play.page(RecordPage)
    assert record.title == "Ёлкин Пётр"
    play.find(KNOWN)
    play.press("F4")
    assert play.page(EditPage).form.typed()["birth_place"] == "г. Дальний"


def test_cards_swapped_without_a_pause_then_the_last_one_counts(play: Play) -> None:
    assert play.program.reader is not None
    play.insert("known")
    play.insert("child")
    play.insert("renamed")
    page = play.page(DifferencesPage)
    play.rest(0.2)
    assert page.title.startswith("Константинопольская")


def test_card_read_while_nobody_is_signed_in_then_opens_after_the_sign_in(play: Play) -> None:
    play.press("Ctrl+L")
    play.insert("known")
    assert isinstance(play.window.page(), StartPage)
    play.press("Down")
    play.press("Enter")
    play.wait("desk", lambda: not play.window.findChildren(SignInPage))
    record = play.page(RecordPage)
    play.rest(0.2)
    assert record.title.startswith(KNOWN)
    assert play.window.status.staff.text().startswith("Мартынов")


def test_registrar_changed_while_a_form_is_open_then_the_form_goes_on(play: Play) -> None:
    page = begin(play, "Сменщикова", first_name="Ольга")
    page.form.focus_field("phone")
    typed = page.form.typed()
    play.press("Ctrl+L")
    for key in ("F4", "F9", "Ctrl+N", "Ctrl+2", "F10"):
        play.press(key)
    assert not play.window.palette_sheet.isVisible()
    play.press("Down")
    play.press("Enter")
    play.wait("desk", lambda: not play.window.findChildren(SignInPage))
    play.rest()
    assert play.window.page() is page
    assert page.form.typed() == typed
    assert play.window.status.staff.text().startswith("Мартынов")


@pytest.mark.usefixtures("own_look")
def test_window_closed_with_forms_open_then_all_drafts_are_there_again(
    qapp: QApplication, profile: Path
) -> None:
    with playing(qapp, profile) as play:
        play.sign_in()
        begin(play, "Первушина", first_name="Анна")
        play.press("Esc")
        begin(play, "Вторушина", first_name="Ольга")
        play.find(KNOWN)
        play.press("F4")
        page = play.page(EditPage)
        page.form.focus_field("reg_house")
        play.type("7")  # the field is not even left
        house = page.form.typed()["reg_house"]
    with playing(qapp, profile) as play:
        play.sign_in()
        start = play.page(StartPage)
        play.rest()
        names = [draft.values["last_name"] for draft in play.ask(play.desk.drafts.all)]
        assert sorted(names) == ["Вторушина", KNOWN, "Первушина"]
        assert len(start._wishes) == 3
        play.press(f"Alt+{names.index(KNOWN) + 1}")
        edit = play.page(EditPage)
        play.rest()
        assert edit.form.typed()["reg_house"] == house
        assert edit.banner.isVisible()
        play.press("Esc")
        play.press("Esc")
        play.page(StartPage)
        play.rest()
        play.press(f"Alt+{names.index('Первушина') + 1}")
        assert play.page(EditPage).form.typed()["last_name"] == "Первушина"


def test_look_changed_while_a_form_is_typed_in_then_nothing_is_lost_and_all_is_whole(play: Play) -> None:
    name = "Константинопольская-Забайкальская-Воскобойникова"
    page = begin(play, name, first_name="Александра")
    page.form.focus_field("phone")
    typed, focused = page.form.typed(), QApplication.focusWidget()
    for mode in (Mode.DARK, Mode.LIGHT):
        play.program.theme.set_mode(mode)
        walk(play.window, sizes=((1024, 600), (1920, 1080), (1366, 768)), percents=(100,))
    assert page.form.typed() == typed
    assert QApplication.focusWidget() is focused


def _newer(folder: Path) -> None:
    link = sqlite3.connect(folder / "registrar.db")
    link.execute("PRAGMA user_version=9999")
    link.commit()
    link.close()


def _damaged(folder: Path) -> None:
    whole = bytearray((folder / "registrar.db").read_bytes())
    whole[: 4096 * 3] = os.urandom(4096 * 3)
    (folder / "registrar.db").write_bytes(whole)


@pytest.mark.parametrize(("spoil", "code"), [(_newer, "DB-002"), (_damaged, "DB-003")])
@pytest.mark.usefixtures("own_look")
def test_database_that_cannot_be_opened_then_the_window_says_why_and_can_be_closed(
    qapp: QApplication,
    profile: Path,
    spoil: object,
    code: str,
) -> None:
    spoil(profile / FOLDER)  # type: ignore[operator]
    with playing(qapp, profile) as play:
        play.wait("refusal", lambda: play.window.is_covered)
        page = play.window.findChildren(Page)[-1]
        assert page.banner.code == code
        assert CATALOGUE[code].way_out in page.banner._text.text()
        assert QApplication.focusWidget() is page.buttons()[-1]
        for key in ("F3", "Ctrl+N", "F10", "Ctrl+1"):
            play.press(key)
        assert page.isVisible()
        play.press("Esc")
        assert not play.window.isVisible()
        assert play.program.error is not None


@pytest.mark.usefixtures("own_look")
def test_damaged_training_clinic_when_started_again_then_made_anew_and_the_damaged_one_kept(
    qapp: QApplication, profile: Path
) -> None:
    _damaged(profile / FOLDER)
    with playing(qapp, profile) as play:
        play.wait("refusal", lambda: play.window.is_covered)
    with playing(qapp, profile) as play:
        play.sign_in()
        assert play.ask(lambda: play.desk.people.search("а").total) > 0
    kept = list(profile.rglob("registrar.damaged-*.db"))
    assert len(kept) == 1
