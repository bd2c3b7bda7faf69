"""Small things of the real window that a registrar meets every day."""

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from registrar_app.domain.samples import make_snils
from registrar_app.ui.pages.attachment import AttachmentPage
from registrar_app.ui.pages.edit import EditPage
from registrar_app.ui.pages.record import RecordPage
from registrar_app.ui.pages.start import StartPage
from registrar_app.ui.theme import Theme
from registrar_app.ui.widgets.editors import ComboEditor
from registrar_app.ui.widgets.empty_state import ActionRow
from registrar_app.ui.widgets.page_parts import PageHead
from registrar_app.ui.widgets.tabs import Tab, _TabButton
from tests.ui.play import KNOWN, Play


def test_start_in_training_then_says_where_the_cards_are(play: Play) -> None:
    page = play.page(StartPage)
    rows = [one for one in page.findChildren(ActionRow) if one.isVisible()]
    assert "Учебная карта" in [one.text() for one in rows]
    next(one for one in rows if one.text() == "Учебная карта").click()
    assert play.window.page() is not page


def test_question_of_the_check_when_refused_then_still_shows_its_key(play: Play) -> None:
    play.find("ли ян")
    play.press("F8")
    page = play.page(AttachmentPage)
    play.rest()
    assert [one.key for one in page.preflight.answer_buttons] == ["Alt+1"]
    play.press("Ctrl+Enter")
    play.rest(0.3)
    assert page.banner.code == "ATT-001"
    assert [one.key for one in page.preflight.answer_buttons] == ["Alt+1"]
    play.press("Alt+1")
    play.press("Ctrl+Enter")
    play.page(RecordPage)


def test_question_of_the_check_when_asked_anew_then_shows_its_key(play: Play) -> None:
    play.find("ли ян")
    play.press("F8")
    page = play.page(AttachmentPage)
    page.form.focus_field("district")
    for key in ("Home", "Down"):
        play.press(key)
    play.rest(0.4)
    buttons = page.preflight.answer_buttons
    assert len(buttons) > 1
    assert [one.key for one in buttons] == [f"Alt+{number}" for number in range(1, len(buttons) + 1)]


def test_physician_when_district_is_set_by_keys_then_follows(play: Play) -> None:
    play.find("ли ян")
    play.press("F8")
    page = play.page(AttachmentPage)
    play.rest()
    page.form.focus_field("district")
    seen = {}
    for key in ("Home", "Down", "Down", "Down"):
        play.press(key)
        district = page._district()
        seen[district.number if district else ""] = page.form.field("physician").value()
    assert seen == {
        "": "",
        "3": "Соболева В.\u00a0Н.",
        "12": "Кузнецова И.\u00a0П.",
        "7": "Кузнецова И.\u00a0П.",
    }


def test_woman_without_attachment_then_spoken_of_as_a_woman(play: Play) -> None:
    row = play.find("соколова мария андреевна")
    assert (row.badge, row.badge_role) == ("не прикреплена", "warn")
    play.press("F8")
    page = play.page(AttachmentPage)
    play.idle()
    words = [one.text() for one in page._now.findChildren(QLabel)]
    assert "Не прикреплена" in words


def test_tabs_of_attachment_then_count_papers_as_the_record_does(play: Play) -> None:
    play.find(KNOWN)
    record = play.page(RecordPage)
    counts = [one.accessibleName() for one in record.head.tabs.findChildren(_TabButton)]
    play.press("F8")
    page = play.page(AttachmentPage)
    assert [one.accessibleName() for one in page.head.tabs.findChildren(_TabButton)] == counts
    assert "Справки 1" in counts


def test_new_person_when_saved_then_selected_in_the_list_that_has_the_focus(play: Play) -> None:
    play.press("F3")
    play.type("Берендеева")
    play.idle()
    play.press("Ctrl+N")
    page = play.page(EditPage)
    for field_id, text in {
        "first_name": "Анна", "patronymic": "Игоревна", "birth_date": "05061988",
        "snils": make_snils(123_456),
    }.items():  # fmt: skip
        play.put(page.form, field_id, text)
    page.form.field("sex").set_value("female")
    play.press("Ctrl+Enter")
    record = play.page(RecordPage)
    play.rest(0.2)
    pane = play.window.pane("patients")
    assert pane.current_row().id == record.person_id
    assert QApplication.focusWidget() is pane.list


@pytest.mark.usefixtures("theme")
def test_combo_when_words_are_too_long_then_ends_in_dots_and_tells_all_in_its_tip() -> None:
    combo = ComboEditor()
    combo.addItem("Свидетельство о предоставлении временного убежища на территории РФ")
    combo.resize(160, 34)
    combo.show()
    assert combo.shown_text().endswith("…")
    assert combo.toolTip() == combo.currentText()
    combo.resize(900, 34)
    assert combo.shown_text() == combo.currentText()
    assert combo.toolTip() == ""
    combo.close()


def test_focus_ring_of_a_tab_then_keeps_clear_of_its_word(theme: Theme) -> None:
    head = PageHead(theme, (Tab("data", "Данные"), Tab("papers", "Справки", "F9")))
    head.set_title("Ли Ян", "мужчина")
    head.resize(700, head.sizeHint().height())
    head.show()
    QApplication.processEvents()
    first = head.tabs.findChildren(_TabButton)[0]
    word_left = first.mapTo(head, first.rect().topLeft()).x() + head.tabs.overhang
    title_left = head._title.mapTo(head, head._title.rect().topLeft()).x()
    assert word_left == title_left
    assert head.tabs.overhang >= 4
    head.close()
