"""A registrar's day with papers, by keys alone, in the whole program: from a request to its refusal."""

import pytest
from PySide6.QtWidgets import QApplication

from registrar_app.domain.records import CertificateState
from registrar_app.domain.records.requests import RequestFilter, RequestState
from registrar_app.printing.spool import JobState, JobStatus
from registrar_app.services.paper_shapes import JournalFilter
from registrar_app.services.prints import Prints
from registrar_app.services.requests import RequestView
from registrar_app.ui.pages.issued import IssuedPage
from registrar_app.ui.pages.journal import JournalPage
from registrar_app.ui.pages.paper import PaperPage
from registrar_app.ui.pages.request import RequestPage
from registrar_app.ui.pages.request_new import NewRequestPage
from registrar_app.ui.widgets.request_list import RequestPane
from tests.ui.clinic import FINDINGS
from tests.ui.play import KNOWN, Play
from tests.ui.test_bad_input import fill_the_disk
from tests.ui.test_print_jobs import Tray

S = RequestState


@pytest.fixture
def tray(play: Play) -> Tray:
    """A printer that prints."""
    made, desk = Tray(status=JobStatus(JobState.DONE)), play.desk
    desk.prints = Prints(desk._bench, desk.settings, desk.papers, made)
    return made


def asked(play: Play) -> RequestView:
    """A request taken by keys alone: by phone, for somebody else, one document missing."""
    play.press("F7")
    play.press("Shift+F7")
    page = play.page(NewRequestPage)
    play.type(KNOWN)
    play.rest(0.4)
    play.press("Enter")
    play.wait("person", lambda: page.person_id is not None)
    play.rest(0.1)
    play.type("086")
    for _ in range(2):
        play.press("Enter")
    play.type("для колледжа")
    play.press("Enter")
    play.press("Down")
    play.press("Enter")
    play.type("+7 999 123-45-67")
    play.press("Enter")
    play.type("Ринат, муж")
    for _ in range(2):
        play.press("Enter")
    play.type("паспорт")
    play.press("Ctrl+Enter")
    shown = play.page(RequestPage)
    play.wait("request", lambda: shown.view is not None)
    play.rest(0.1)
    view: RequestView = play.ask(lambda: play.desk.requests.open(shown.request_id))
    return view


def state_of(play: Play, view: RequestView) -> RequestState:
    state: RequestState = play.ask(lambda: play.desk.requests.open(view.id).request.state)
    return state


def pane_of(play: Play) -> RequestPane:
    pane = play.window.pane("papers")
    assert isinstance(pane, RequestPane)
    return pane


def test_request_when_taken_by_keys_then_it_is_whole_and_insert_takes_this_one(play: Play) -> None:
    view = asked(play)
    data = view.request.data
    assert (data.form, data.purpose, data.channel) == ("086u", "для колледжа", "phone")
    assert (data.contact, data.asked_by, data.missing) == ("+7 999 123-45-67", "Ринат, муж", ("паспорт",))
    pane = pane_of(play)
    assert len(pane.ids) > 1  # the cursor of the list must not stay on another one
    assert pane.current() == view.id
    play.press("Insert")
    play.rest(0.1)
    taken = play.ask(lambda: [one for one in play.desk.requests.queue().rows if one.taken_by])
    assert [one.id for one in taken] == [view.id]


def test_day_from_the_request_to_the_duplicate_is_done_by_keys(play: Play, tray: Tray) -> None:
    view = asked(play)
    for state in (S.CHECKING, S.DOCTOR):
        play.press("Ctrl+Enter")
        play.rest(0.05)
        assert state_of(play, view) is state
    play.press("Ctrl+Enter")  # the passport is missing: the focus goes there
    play.press("Space")
    play.rest(0.05)
    play.press("F9")
    page = play.page(PaperPage)
    play.wait("fields", lambda: page.form is not None)
    assert page.form is not None
    page.form.set_values(FINDINGS)
    play.press("Ctrl+Enter")
    issued = play.page(IssuedPage)
    play.wait("printed", lambda: issued._print.text() == "Напечатать копию")
    assert len(tray.sent) == 1
    assert state_of(play, view) is S.READY  # asked for by phone: it waits to be fetched
    play.press("Esc")
    back = play.page(RequestPage)
    assert back.request_id == view.id
    play.press("Esc")
    play.page(JournalPage)
    play.rest(0.05)
    assert QApplication.focusWidget() is pane_of(play).list

    play.press("Alt+2")
    play.rest(0.1)
    assert pane_of(play).ids[0] == view.id  # due first
    play.press("Home")
    play.press("Enter")
    play.rest(0.1)
    play.press("Ctrl+Enter")
    play.rest(0.1)
    assert state_of(play, view) is S.ISSUED
    play.press("Ctrl+Enter")  # «Открыть справку»
    paper = play.page(IssuedPage)
    play.rest(0.2)
    play.press("Ctrl+Shift+P")
    play.rest(0.2)
    play.press("Ctrl+D")
    play.type("утеряна в дороге")
    play.press("Ctrl+Enter")
    play.press("Ctrl+Enter")
    again = play.page(PaperPage)
    play.wait("fields", lambda: again.form is not None)
    play.rest(0.2)
    play.press("Ctrl+Enter")
    play.wait("new paper", lambda: play.page(IssuedPage).certificate_id != paper.certificate_id)
    play.rest(0.3)
    former = play.ask(lambda: play.desk.papers.record(paper.certificate_id))
    assert former.state is CertificateState.REPLACED
    assert [one.kind.value for one in former.events] == ["issued", "printed", "copy", "replaced"]
    assert len(tray.sent) == 3


def test_refusal_by_keys_leads_to_the_printed_notice_and_back(play: Play, tray: Tray) -> None:
    view = asked(play)
    play.press("Ctrl+Delete")
    play.press("Ctrl+Enter")  # no reason yet
    assert play.page(RequestPage).reason.is_open
    play.type("нет осмотра")
    play.press("Ctrl+Enter")
    play.press("Ctrl+Enter")
    page = play.page(PaperPage)
    play.wait("fields", lambda: page.form is not None)
    assert page.form is not None
    assert state_of(play, view) is S.REFUSED
    page.form.set_values({"official_position": "регистратор"})
    play.rest(0.2)
    play.press("Ctrl+Enter")
    play.page(IssuedPage)
    play.rest(0.2)
    refused = play.ask(lambda: play.desk.requests.open(view.id).request)
    assert refused.refusal_reason == "нет осмотра"
    assert refused.refusal_id is not None
    assert tray.sent
    play.press("Esc")
    assert play.page(RequestPage).request_id == view.id


def test_disk_full_at_signing_then_said_and_neither_paper_nor_answer(play: Play, tray: Tray) -> None:
    view = asked(play)
    play.press("F9")
    page = play.page(PaperPage)
    play.wait("fields", lambda: page.form is not None)
    assert page.form is not None
    page.form.set_values(FINDINGS)
    play.rest(0.3)
    before = play.ask(lambda: play.desk.papers.journal(JournalFilter()).total)
    fill_the_disk(play)
    play.press("Ctrl+Enter")
    play.wait("told", lambda: bool(page.banner.code))
    assert page.banner.code == "DB-010"
    assert page.form.values()["conclusion"] == FINDINGS["conclusion"]
    assert not tray.sent
    assert play.ask(lambda: play.desk.papers.journal(JournalFilter()).total) == before
    assert state_of(play, view) is S.RECEIVED
    left = play.ask(lambda: play.desk.requests.queue(RequestFilter(person_id=view.request.data.person_id)))
    assert [one.id for one in left.rows] == [view.id]
