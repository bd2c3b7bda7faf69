"""One walk over every page of the whole program: names, Tab order, nothing clipped, keys told.

The pages' own walks look at them in all sizes and font sizes on a small stage; this one looks at them as
wired, in light and dark.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from registrar_app.services.training import card_image
from registrar_app.ui.pages.attachment import AttachmentPage
from registrar_app.ui.pages.differences import DifferencesPage
from registrar_app.ui.pages.edit import EditPage
from registrar_app.ui.pages.first_setup import FirstSetupPage
from registrar_app.ui.pages.issued import IssuedPage
from registrar_app.ui.pages.journal import JournalPage
from registrar_app.ui.pages.label import LabelPage
from registrar_app.ui.pages.nothing_found import NothingFoundPage
from registrar_app.ui.pages.readers import ReadersPage
from registrar_app.ui.pages.record import TABS, RecordPage
from registrar_app.ui.pages.settings import SettingsPage
from registrar_app.ui.pages.sign_in import SignInPage
from registrar_app.ui.pages.start import StartPage
from registrar_app.ui.pages.verify import VerifyPage
from registrar_app.ui.theme import Mode
from registrar_app.ui.widgets.button import Button
from registrar_app.ui.widgets.page import Page
from tests.ui.helpers import walk
from tests.ui.play import KNOWN, Play, playing

SIZES = ((1366, 768), (1280, 720))


def look(play: Play) -> None:
    """Walk over what the window shows, light and dark; the help of it opens and closes by its key."""
    for mode in (Mode.LIGHT, Mode.DARK):
        play.program.theme.set_mode(mode)
        walk(play.window, sizes=SIZES, percents=(100,))
    play.program.theme.set_mode(Mode.LIGHT)
    if not play.window.is_covered:
        look_at_help(play)
    assert mute_buttons(play) == []


def look_at_help(play: Play) -> None:
    """F1 names every key of the page and comes back to where the focus was."""
    page, before = play.window.page(), QApplication.focusWidget()
    keys = {one.key for one in page.buttons() if one.key}
    play.press("F1")
    sheet = play.window.palette_sheet
    assert sheet.isVisible()
    assert keys <= {line.key for line in sheet.lines}
    play.press("Esc")
    assert not sheet.isVisible()
    assert QApplication.focusWidget() is before


def mute_buttons(play: Play) -> list[str]:
    """Buttons of the page whose key nobody can read: no cap."""
    page = play.window.page()
    buttons = [] if page is None or play.window.is_covered else page.buttons()
    return [
        f"{type(page).__name__}: «{one.text()}»" for one in buttons if not one.key and one.text() not in "−+"
    ]


def people(play: Play) -> None:
    """Start, search, nothing found, record with its tabs, edit, new, attachment."""
    play.page(StartPage)
    look(play)
    play.press("F3")
    play.type("сидор")
    play.press("Down")
    play.page(RecordPage)
    look(play)
    play.press("F3")
    play.type("ыырпщ")
    play.page(NothingFoundPage)
    look(play)
    play.find(KNOWN)
    record = play.page(RecordPage)
    for tab in TABS:
        play.program.navigator.person(record.person_id, tab.id)
        play.rest()
        look(play)
    play.press("F4")
    play.page(EditPage)
    play.rest()
    look(play)
    play.press("Esc")
    play.press("F8")
    play.page(AttachmentPage)
    play.rest(0.2)
    look(play)
    play.press("Shift+F8")
    look(play)


def cards(play: Play) -> None:
    """Differences, a new record from a card, reader states."""
    play.press("Esc")
    play.press("Esc")
    play.insert("renamed")
    play.page(DifferencesPage)
    play.rest(0.2)
    look(play)
    play.press("Esc")
    play.insert(card_image("unknown"))
    play.page(EditPage)
    play.rest(0.4)
    look(play)
    play.press("F12")
    play.page(ReadersPage)
    look(play)
    play.press("Esc")


def papers(play: Play) -> None:
    """Paper, issued paper, label, journal, verify."""
    play.find(KNOWN)
    page = play.new_paper()
    play.wait("fields", lambda: page.form is not None)
    play.rest(0.3)
    look(play)
    play.press("Esc")
    play.press("Ctrl+P")
    play.page(LabelPage)
    play.rest(0.2)
    look(play)
    play.press("Esc")
    play.press("Ctrl+2")
    play.page(JournalPage)
    look(play)
    play.press("Ctrl+O")
    play.page(VerifyPage)
    look(play)
    play.press("Esc")
    play.press("F4")
    play.page(IssuedPage)
    play.rest(0.3)
    look(play)
    play.press("Esc")


def settings(play: Play) -> None:
    """Every group of the settings."""
    play.press("Ctrl+6")
    page = play.page(SettingsPage)
    assert len(page._groups) >= 7
    for group_id in page._groups:
        page.show_group(group_id)
        play.rest()
        look(play)


@pytest.mark.parametrize("way", [people, cards, papers, settings])
def test_pages_of_the_program_when_walked_then_whole_named_and_told(
    play: Play, way: Callable[[Play], None]
) -> None:
    way(play)


def test_all_commands_then_each_has_a_key_or_its_place_in_the_list_and_can_be_found_there(play: Play) -> None:
    commands = play.window.commands.all()
    play.press("F10")
    sheet = play.window.palette_sheet
    listed = {line.title for line in sheet.lines}
    hidden_in_list = {"Все команды", "Помощь по этой странице"}
    assert {one.title for one in commands} - listed == hidden_in_list
    walk(play.window, sizes=SIZES, percents=(100, 130))
    keys = [key for one in commands for key in one.keys]
    assert len(keys) == len(set(keys)), "one key, two commands"
    play.type("сменить")
    assert [line.title for line in sheet.lines] == ["Сменить регистратора"]
    play.press("Enter")
    assert play.window.findChildren(SignInPage)
    look(play)


@pytest.mark.usefixtures("own_look")
def test_first_set_up_then_whole_and_named(qapp: QApplication, tmp_path: Path) -> None:
    with playing(qapp, tmp_path / "new", training=False) as play:
        play.wait("set-up", lambda: bool(play.window.findChildren(FirstSetupPage)))
        play.idle()
        look(play)
        page = play.window.findChildren(FirstSetupPage)[0]
        assert isinstance(page, Page)
        assert all(one.key for one in page.findChildren(Button) if one.isVisible())
