"""Requests, acts on papers, registers: worked through with the keyboard alone; every page is whole."""

from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt

from registrar_app.domain.records import CertificateState
from registrar_app.domain.records.requests import RequestFilter, RequestState
from registrar_app.domain.values import PersonName
from registrar_app.services.desk import Desk
from registrar_app.services.paper_shapes import JournalFilter, PaperOrigin
from registrar_app.ui.pages.issued import IssuedPage
from registrar_app.ui.pages.journal import JournalPage
from registrar_app.ui.pages.register import RegisterPage
from registrar_app.ui.pages.request import RequestPage
from registrar_app.ui.pages.request_new import NewRequestPage
from registrar_app.ui.pages.settings import SettingsPage
from registrar_app.ui.pages.settings_numbers import NumbersGroup
from registrar_app.ui.pages.start import StartPage
from registrar_app.ui.requests_ways import RequestsWays
from registrar_app.ui.theme import Theme
from registrar_app.ui.widgets.request_list import RequestPane
from registrar_app.ui.widgets.tables import BadgeCell
from tests.ui.clinic import clock
from tests.ui.helpers import walk
from tests.ui.paper_stage import ALT, CTRL, SHIFT, press, type_text
from tests.ui.shots_requests import SHOTS, ask, with_pane
from tests.ui.stage import Stage, open_stage

K = Qt.Key
S = RequestState


def opened(stage: Stage) -> tuple[RequestsWays, list[UUID], RequestPane]:
    """The window with a queue, its focus in the list."""
    made = ask(stage.clinic)
    ways = with_pane(stage)
    stage.window.show()
    stage.window.activateWindow()
    stage.settle()
    press(stage, K.Key_F7)
    pane = stage.window.pane("papers")
    assert isinstance(pane, RequestPane)
    return ways, made, pane


def shown(stage: Stage) -> RequestPage:
    page = stage.window.page()
    assert isinstance(page, RequestPage)
    stage.settle(lambda: page.view is not None)
    return page


@pytest.mark.parametrize("name", SHOTS)
def test_page_when_walked_is_whole(theme: Theme, tmp_path: Path, name: str) -> None:
    with open_stage(theme, tmp_path) as stage:
        SHOTS[name](stage, (1366, 768))
        stage.settle()
        walk(stage.window)


def test_f7_shows_the_queue_by_urgency_and_the_rail_counts_what_is_due(stage: Stage) -> None:
    _ways, made, pane = opened(stage)
    assert pane.ids == [made[0], made[1], made[2]]
    assert pane.list.hasFocus()
    assert "опаздывает" in pane.lines[0].badge
    assert "ждут 1" in stage.window.rail._buttons["papers"].accessibleName()
    press(stage, K.Key_2, ALT)
    assert pane.ids == [made[3]]


def test_request_is_taken_and_moved_on_to_ready_by_keys_alone(stage: Stage) -> None:
    _ways, made, _pane = opened(stage)
    press(stage, K.Key_Insert)
    page = shown(stage)
    assert stage.desk.requests.open(made[0]).taken_by == "Лебедева Н.\u00a0П."
    press(stage, K.Key_Return, CTRL)
    press(stage, K.Key_Return, CTRL)
    assert stage.desk.requests.open(made[0]).request.state is S.DOCTOR
    press(stage, K.Key_Return, CTRL)  # documents are missing: it stays, and the first one has the focus
    assert page.banner.code == "CERT-076"
    press(stage, K.Key_Space)
    press(stage, K.Key_Space)
    assert stage.desk.requests.open(made[0]).request.data.missing == ()
    press(stage, K.Key_Return, CTRL)
    assert stage.desk.requests.open(made[0]).request.state is S.READY
    press(stage, K.Key_F9)
    name, (form, person, origin) = stage.go.went[-1]
    assert (name, form, person) == ("paper", "086u", stage.clinic.long_name)
    assert isinstance(origin, PaperOrigin)
    assert origin.answers == made[0]


def test_request_of_a_colleague_is_asked_about_before_it_is_taken_over(stage: Stage) -> None:
    _ways, made, _pane = opened(stage)
    with Desk.open(stage.clinic.folder / "profile", clock=clock) as other:
        name = PersonName("Орлова", "Дарья", "Викторовна")
        other.sign_in(other.clinic.save_staff(name, "регистратор", "registrar").id, "окно 4")
        other.requests.take(made[0])
        press(stage, K.Key_Insert)
        assert stage.window.palette_sheet.isVisible()
        press(stage, K.Key_Return)  # only look
        assert stage.desk.requests.open(made[0]).taken_by == name.short
        other.requests.move(made[0], S.DOCTOR)
        page = shown(stage)
        press(stage, K.Key_Return, CTRL)  # «Начать проверку» would lead back
        assert page.banner.code == "CERT-144"
        assert stage.desk.requests.open(made[0]).request.state is S.DOCTOR
        stage.settle(lambda: page.view is not None and page.view.request.state is S.DOCTOR)
        press(stage, K.Key_F2)
        type_text(stage, "забрать")
        press(stage, K.Key_Return)
        assert stage.desk.requests.open(made[0]).taken_by == "Лебедева Н.\u00a0П."


def test_refusal_asks_for_its_reason_and_leads_to_the_printed_notice(stage: Stage) -> None:
    _ways, made, _pane = opened(stage)
    press(stage, K.Key_Return)
    page = shown(stage)
    press(stage, K.Key_Delete, CTRL)
    type_text(stage, "нет осмотра")
    press(stage, K.Key_Escape)  # the first takes back what is typed, the second leaves
    press(stage, K.Key_Escape)
    assert not page.reason.is_open
    press(stage, K.Key_Delete, CTRL)
    type_text(stage, "нет осмотра")
    press(stage, K.Key_Return, CTRL)
    press(stage, K.Key_Return, CTRL)
    stage.settle(lambda: "paper" in stage.go.names)
    assert stage.desk.requests.open(made[0]).request.refusal_reason == "нет осмотра"
    origin = stage.go.went[-1][1][2]
    assert isinstance(origin, PaperOrigin)
    assert origin.values["reason_text"] == "нет осмотра"

    form, person = stage.go.went[-1][1][:2]
    draft = stage.desk.papers.start(str(form), stage.clinic.long_name, origin=origin)
    assert (person, draft.values["requested_on"]) == (stage.clinic.long_name, "2026-11-12")
    typed = {"official_position": "регистратор"}
    notice = stage.desk.papers.issue(draft, typed, by_hand=True).certificate_id
    assert stage.desk.requests.open(made[0]).request.refusal_id == notice


def test_new_request_from_the_section_finds_the_person_and_shows_the_day(stage: Stage) -> None:
    _ways, _made, _pane = opened(stage)
    press(stage, K.Key_F7, SHIFT)
    page = stage.window.page()
    assert isinstance(page, NewRequestPage)
    press(stage, K.Key_Return, CTRL)
    assert [one.code for one in page.person.field("person_id").problems] == ["CERT-118"]
    type_text(stage, "соколова")
    stage.wait(0.4)
    press(stage, K.Key_Return)
    assert page.person_id == stage.clinic.sokolova
    assert page.form.field("term").hint.text() == "до 25.11.2026, среда"
    press(stage, K.Key_Return, CTRL)
    assert [one.code for one in page.form.problems()] == ["CERT-071"]
    page.form.set_values({"form": "086u", "term": "5", "missing": "паспорт, снимок"})
    press(stage, K.Key_Return, CTRL)
    found = stage.desk.requests.queue(RequestFilter(person_id=stage.clinic.sokolova)).rows
    newest = next(one for one in found if one.request.data.form == "086u")
    assert newest.request.data.missing == ("паспорт", "снимок")
    assert shown(stage).request_id == newest.id


def test_new_request_when_the_same_is_open_then_said_and_led_there(stage: Stage) -> None:
    _ways, made, _pane = opened(stage)
    press(stage, K.Key_F7, SHIFT)
    page = stage.window.page()
    assert isinstance(page, NewRequestPage)
    type_text(stage, "константинопольская")
    stage.wait(0.4)
    press(stage, K.Key_Return)
    page.form.field("form").set_value("095u")
    page.form.edited.emit("form")
    assert page.banner.code == ""
    page.form.field("form").set_value("086u")
    page.form.edited.emit("form")
    assert page.banner.code == "CERT-145"
    press(stage, K.Key_1, ALT)
    assert shown(stage).request_id == made[0]
    assert len(stage.desk.requests.queue().rows) == len(made)


def test_papers_that_run_out_are_told_at_the_start_and_found_by_a_key(stage: Stage) -> None:
    stage.clinic.add_key()
    paper = stage.clinic.issue(stage.clinic.sokolova, issue_date="2026-05-28")
    ways = with_pane(stage)
    start = StartPage(stage.theme, stage.desk, stage.tasks, stage.go, stage.clock)
    start.running_out_wanted.connect(ways.running_out)
    stage.show(start)
    line = next(one for one in start._actions(stage.desk.counts_today(), ()) if one.key == "Shift+F9")
    assert (line.text, line.hint) == ("Срок на исходе: 1", "бумаге скоро нужна замена")
    press(stage, K.Key_F9, SHIFT)
    page = stage.window.page()
    assert isinstance(page, JournalPage)
    stage.settle()
    assert [one.id for one in page.table.rows] == [paper]
    state = page.table.rows[0].cells[4]
    assert isinstance(state, BadgeCell)
    assert state.text == "до 28.11.2026"


def test_start_page_puts_late_requests_on_top(stage: Stage) -> None:
    ask(stage.clinic)
    page = StartPage(stage.theme, stage.desk, stage.tasks, stage.go, stage.clock)
    stage.show(page)
    lines = page._actions(stage.desk.counts_today(), ())
    assert (lines[0].text, lines[0].hint, lines[0].key) == ("Запросы на справки: 4", "просрочено 1", "F7")


def test_paper_is_lost_then_its_duplicate_is_asked_for(stage: Stage) -> None:
    stage.clinic.add_key()
    found = stage.clinic.issue(stage.clinic.sokolova)
    page = IssuedPage(stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock, found)
    stage.show(page, "papers")
    stage.wait(0.2)
    press(stage, K.Key_Delete, CTRL)
    page.ending.form.set_values({"kind": "lost"})
    page.ending.form.focus_field("reason")
    type_text(stage, "забыта в трамвае")
    press(stage, K.Key_Return, CTRL)
    press(stage, K.Key_Return, CTRL)
    assert stage.desk.papers.record(found).state is CertificateState.LOST
    press(stage, K.Key_D, CTRL)
    type_text(stage, "утрачена")
    press(stage, K.Key_Return, CTRL)
    press(stage, K.Key_Return, CTRL)
    stage.settle(lambda: "paper" in stage.go.names)
    origin = stage.go.went[-1][1][2]
    assert isinstance(origin, PaperOrigin)
    assert (origin.replaces, origin.why) == (found, "утрачена")


def test_journal_reads_on_at_its_end_and_writes_a_table(stage: Stage, tmp_path: Path) -> None:
    for _ in range(3):
        stage.desk.papers.issue(
            stage.desk.papers.start("free-form-note", stage.clinic.sokolova), _NOTE, by_hand=True
        )
    usual = (stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock)
    page = JournalPage(*usual)
    stage.show(page, "papers")
    first = stage.desk.papers.journal(JournalFilter(limit=2))
    page._on_read(page._request, first, stage.desk.papers.forms(), ())
    assert len(page.table.rows) == 2
    page.table.end_reached.emit()
    stage.settle()
    assert len({one.id for one in page.table.rows}) == 3
    made: list[object] = []
    page.page_made.connect(made.append)
    press(stage, K.Key_P, CTRL)
    register = made[0]
    assert isinstance(register, RegisterPage)
    stage.show(register, "papers")
    stage.wait(0.3)
    assert [one.cells[2] for one in register.totals.rows] == ["3"]
    register.save_to(tmp_path / "journal.xlsx")
    stage.settle()
    assert (tmp_path / "journal.xlsx").read_bytes()[:2] == b"PK"


def test_range_of_numbers_is_refused_to_a_registrar_in_words(stage: Stage) -> None:
    page = SettingsPage(stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock)
    stage.show(page, "settings")
    page.show_group("numbers")
    stage.settle()
    group = page.group
    assert isinstance(group, NumbersGroup)
    group.add_new()
    group.form.set_values({"form": "003-vu", "series": "99", "first": "000000001", "last": "000000100"})
    group.save()
    stage.settle()
    assert group.banner.code == "CERT-100"


_NOTE = {
    "kind": "health", "statement_text": "здорова", "purpose": "по месту требования",
    "doctor_position": "врач-терапевт",
}  # fmt: skip
