"""Undo of the last save, death and archive, the work list and comparing, in the program as wired."""

import pytest

from registrar_app.domain.draft import from_person
from registrar_app.domain.samples import make_snils
from registrar_app.domain.values import PersonName
from registrar_app.services.desk import Desk
from registrar_app.services.shapes import Answer
from registrar_app.ui.pages.compare import ComparePage
from registrar_app.ui.pages.edit import EditPage
from registrar_app.ui.pages.pairs import PairsPage
from registrar_app.ui.pages.person_marks import ArchivePage, DeathPage
from registrar_app.ui.pages.record import RecordPage
from registrar_app.ui.pages.start import StartPage
from registrar_app.ui.theme import Mode
from registrar_app.ui.widgets.empty_state import ActionRow
from tests.ui.helpers import walk
from tests.ui.play import KNOWN, Play

SIZES = ((1366, 768), (1280, 720))


def look(play: Play) -> None:
    for mode in (Mode.DARK, Mode.LIGHT):
        play.program.theme.set_mode(mode)
        walk(play.window, sizes=SIZES, percents=(100,))


def edit(play: Play, field: str, text: str) -> RecordPage:
    """Change one field of the open record and save."""
    play.press("F4")
    page = play.page(EditPage)
    play.wait("form", lambda: page.form.isVisible())
    play.put(page.form, field, text)
    play.press("Ctrl+Enter")
    record = play.page(RecordPage)
    play.rest()
    return record


def be_senior(play: Play) -> None:
    """Somebody with the right sits down; the status bar asks anew."""

    def sit() -> None:
        senior = play.desk.clinic.save_staff(
            PersonName("Громова", "Елена", "Аркадьевна"), "старший регистратор", "senior"
        )
        play.desk.sign_in(senior.id)

    play.ask(sit)
    play.program.navigator.pairs.ask()  # type: ignore[union-attr]
    play.rest()


def double(play: Play, **more: str) -> None:
    """Two records with one SNILS."""

    def save() -> None:
        values = {
            "last_name": "Двоекратова", "first_name": "Анна", "patronymic": "Игоревна",
            "birth_date": "05.06.1988", "sex": "female", "snils": make_snils(777_001), "doc_kind": "14",
        }  # fmt: skip
        for one in (values, {**values, **more}):
            answers = [Answer(found.code, found.field or "") for found in play.desk.people.check(one)]
            answers += [
                Answer(found.code, str(found.person_id), reason="для проверки")
                for found in play.desk.people.doubles(one)
                if found.code
            ]
            play.desk.people.save(one, answers=answers)

    play.ask(save)


def test_save_when_ctrl_z_follows_is_taken_back_whole(play: Play) -> None:
    row = play.find(KNOWN)
    before = play.ask(lambda: play.desk.people.peek(row.id)).data
    page = edit(play, "birth_place", "г. Старый Оскол")
    assert page.banner.isVisible()
    assert page.banner.title == "Сохранено"
    assert "Отменить сохранение" in [one.text() for one in page.buttons()]
    assert play.window.status.cell("undo").isVisible()
    look(play)
    play.press("Ctrl+Z")
    play.rest()
    assert play.ask(lambda: play.desk.people.peek(row.id)).data == before
    assert not play.window.status.cell("undo").isVisible()
    assert play.page(RecordPage).record.data == before  # type: ignore[union-attr]


def test_ctrl_z_when_something_is_being_typed_never_touches_a_saved_record(play: Play) -> None:
    row = play.find(KNOWN)
    edit(play, "birth_place", "г. Старый Оскол")
    play.press("F4")
    page = play.page(EditPage)
    play.wait("form", lambda: page.form.isVisible())
    play.put(page.form, "phone", "9017654321")
    for _ in range(3):
        play.press("Ctrl+Z")
    play.rest()
    play.page(EditPage)
    assert play.ask(lambda: play.desk.people.peek(row.id)).data.birth_place == "г. Старый Оскол"


def test_undo_when_another_desk_changed_the_field_since_is_refused_in_words(play: Play) -> None:
    row = play.find(KNOWN)
    page = edit(play, "birth_place", "г. Старый Оскол")
    with Desk.open(play.desk.profile) as desk:
        here = desk.staff_now
        other = next(one for one in desk.clinic.staff() if here is not None and one.id != here.id)
        desk.sign_in(other.id, "окно 4")
        base = desk.people.peek(row.id)
        desk.people.save({**from_person(base.data), "birth_place": "г. Казань"}, row.id, base=base)
    play.press("Ctrl+Z")
    play.rest()
    assert page.banner.code == "REC-079"
    look(play)
    assert play.ask(lambda: play.desk.people.peek(row.id)).data.birth_place == "г. Казань"


def test_death_when_marked_by_keys_shows_everywhere_and_can_be_taken_back(play: Play) -> None:
    row = play.find(KNOWN)
    play.press("F2")
    play.type("смерт")
    play.press("Enter")
    page = play.page(DeathPage)
    look(play)
    play.press("Ctrl+Enter")
    assert [one.code for one in page.form.field("day").problems] == ["REC-086"]
    page.form.focus_field("day")
    play.type("01.02.2025")
    play.press("Enter")
    play.press("Down")
    play.press("Ctrl+Enter")
    record = play.page(RecordPage)
    play.wait("mark", lambda: record.record is not None and record.record.died_on is not None)
    play.rest()
    shown = [one for one in play.window.pane("patients").model.rows if one.id == row.id]
    assert shown[0].died_on is not None
    play.press("F2")
    titles = [line.title for line in play.window.palette_sheet.lines]
    assert "Снять отметку о смерти" in titles
    assert "Отметить смерть" not in titles
    play.type("снять")
    play.press("Enter")
    play.rest()
    assert play.ask(lambda: play.desk.people.peek(row.id)).died_on is None


def test_archive_when_the_person_is_attached_is_refused_in_words_else_done_and_undone(play: Play) -> None:
    row = play.find(KNOWN)
    play.press("F2")
    play.type("архив")
    play.press("Enter")
    page = play.page(ArchivePage)
    look(play)
    play.press("Down")
    play.press("Ctrl+Enter")
    play.rest()
    if play.ask(lambda: play.desk.people.peek(row.id)).attachment is not None:
        assert page.banner.code == "REC-083"
        play.press("Esc")
    double(play)
    other = play.find("Двоекратова")
    play.press("F2")
    play.type("архив")
    play.press("Enter")
    play.page(ArchivePage)
    play.press("Down")
    play.press("Ctrl+Enter")
    play.page(RecordPage)
    play.rest()
    assert play.ask(lambda: play.desk.people.peek(other.id)).archived_on is not None
    look(play)
    play.press("F2")
    play.type("вернуть")
    play.press("Enter")
    play.rest()
    assert play.ask(lambda: play.desk.people.peek(other.id)).archived_on is None
    play.ask(lambda: play.desk.people.archive(other.id, "переезд"))
    play.page(RecordPage).refresh()
    play.rest()
    play.press("Alt+1")
    play.rest()
    assert play.ask(lambda: play.desk.people.peek(other.id)).archived_on is None


def test_work_list_when_pairs_wait_is_on_the_start_page_the_status_bar_and_a_key(play: Play) -> None:
    double(play, birth_place="г. Казань")
    be_senior(play)
    cell = play.window.status.cell("pairs")
    assert cell.text().startswith("Двойники:")
    play.press("Esc")
    play.program.navigator.home()  # type: ignore[union-attr]
    start = play.page(StartPage)
    play.rest()
    assert "Возможные двойники" in [one.text() for one in start.findChildren(ActionRow) if one.isVisible()]
    play.press("Shift+F3")
    play.page(PairsPage)
    play.rest()
    look(play)
    play.press("F3")
    play.page(StartPage)


def test_joined_when_from_the_record_then_ctrl_z_parts_them_and_the_side_offers_it_later(play: Play) -> None:
    double(play, birth_place="г. Казань")
    be_senior(play)
    row = play.find("Двоекратова")
    page = play.page(RecordPage)
    play.rest()
    answer = next(one for one in page.buttons() if one.text() == "Сравнить")
    play.press(answer.key)
    compare = play.page(ComparePage)
    play.rest()
    look(play)
    while compare.undecided():
        compare.table.go_to(compare.undecided()[0])
        play.press("Space")
    play.press("Ctrl+Enter")
    record = play.page(RecordPage)
    play.wait("joined", lambda: record.banner.title == "Записи объединены")
    assert play.ask(lambda: play.desk.people.search("Двоекратова").total) == 1
    play.rest()
    assert "Разделить" in [one.text() for one in record.buttons()]
    look(play)
    play.press("Ctrl+Z")
    play.rest()
    assert play.ask(lambda: play.desk.people.search("Двоекратова").total) == 2
    assert row.id


def test_other_record_when_neither_alike_nor_lately_open_is_found_by_typing(play: Play) -> None:
    mine = play.find(KNOWN)
    play.page(RecordPage)
    play.window.commands.run("person.compare")
    play.rest()
    sheet = play.window.palette_sheet
    offered = {one.id for one in sheet.lines}
    wanted = next(
        row
        for row in play.ask(lambda: play.desk.people.search("19", 50).rows)
        if row.id not in {*offered, mine.id}
    )
    play.type(wanted.name.full.lower())
    play.rest()
    (found,) = sheet.lines
    assert (found.id, wanted.name.full in found.title) == (wanted.id, True)
    look(play)
    play.press("Enter")
    page = play.page(ComparePage)
    play.rest()
    assert page.pair is not None
    assert {page.pair.view.first.id, page.pair.view.second.id} == {mine.id, wanted.id}


def test_other_record_when_nobody_fits_says_so_and_nothing_happens(play: Play) -> None:
    play.find(KNOWN)
    play.page(RecordPage)
    play.window.commands.run("person.compare")
    play.rest()
    play.type("щщщщ")
    play.rest()
    assert [(one.title, one.why_not) for one in play.window.palette_sheet.lines] == [
        ("Никого не нашли", "наберите иначе")
    ]
    play.press("Enter")
    play.page(RecordPage)


@pytest.mark.parametrize("stopped", [False, True])
def test_sweep_when_run_by_an_administrator_shows_its_end_and_can_be_stopped(
    play: Play, stopped: bool
) -> None:
    def sit() -> None:
        admin = play.desk.clinic.save_staff(PersonName("Админ", "Иван", None), "администратор", "admin")
        play.desk.sign_in(admin.id)

    play.ask(sit)
    ways = play.program.navigator.pairs  # type: ignore[union-attr]
    ways.ask()
    play.rest()
    play.window.commands.run("pairs.sweep")
    assert ways.sweep.is_running
    if stopped:
        play.window.commands.run("pairs.sweep")
    play.wait("sweep", lambda: not ways.sweep.is_running)
    assert not play.window.status.cell("sweep").isVisible()
