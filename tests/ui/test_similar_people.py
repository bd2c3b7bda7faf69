"""Mistyped searches in the whole program: Ctrl+F, and similar people by themselves when nobody fits."""

from PySide6.QtWidgets import QApplication

from registrar_app.ui.pages.nothing_found import NothingFoundPage
from registrar_app.ui.pages.record import RecordPage
from registrar_app.ui.widgets.label import Label
from registrar_app.ui.widgets.list_pane import ListPane
from tests.ui.play import Play


def pane_of(play: Play) -> ListPane:
    pane = play.window.pane("patients")
    assert isinstance(pane, ListPane)
    return pane


def words(play: Play) -> str:
    """What stands over the list and on the page."""
    shown = [*pane_of(play).findChildren(Label), *play.window.page().findChildren(Label)]
    return " · ".join(one.text() for one in shown)


def test_similar_when_nobody_fits_come_by_themselves_and_say_so(play: Play) -> None:
    play.press("F3")
    play.type("сидарова")
    page = play.page(NothingFoundPage)
    pane = pane_of(play)
    rows = pane.model.rows
    assert rows
    assert {row.near for row in rows} == {"похожая фамилия"}
    assert all(row.name.last.startswith("Сидоров") for row in rows)
    assert "похожая фамилия" in pane.model.words(rows[0])
    assert "Точно таких нет" in words(play)
    assert "Слева похожие" in words(play)
    assert page.isVisible()
    assert not pane.more.isVisible()
    play.press("Enter")
    assert play.page(RecordPage).record.id == rows[0].id


def test_similar_when_asked_by_ctrl_f_stand_behind_those_who_fit(play: Play) -> None:
    pane = pane_of(play)
    assert not pane.more.isVisible()
    play.press("F3")
    play.type("сидоров")
    play.idle()
    exact = pane.model.rows
    assert [row for row in exact if not row.near]
    assert pane.more.isVisible()
    play.press("Ctrl+F")
    play.idle()
    rows = pane.model.rows
    assert rows[: len(exact)] == exact
    assert all(row.near for row in rows[len(exact) :])
    assert not pane.more.isVisible()
    assert "похожих" in words(play)
    play.type("к")
    play.page(NothingFoundPage)
    assert all(row.near for row in pane.model.rows)
    play.press("Backspace")
    play.idle()
    assert pane.model.rows == exact
    assert not isinstance(play.window.page(), NothingFoundPage)


def test_similar_when_nothing_is_typed_asks_for_a_search(play: Play) -> None:
    play.press("Ctrl+F")
    play.idle()
    assert QApplication.focusWidget() is pane_of(play).search


def test_nobody_similar_is_told_as_before(play: Play) -> None:
    play.press("F3")
    play.type("ыырпщ")
    play.page(NothingFoundPage)
    assert "Слева похожие" not in words(play)
    assert pane_of(play).model.rows == ()
