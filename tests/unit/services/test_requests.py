"""Requests for papers: taken, worked on, answered."""

from datetime import date, datetime
from uuid import uuid4

import pytest
from desk_samples import NOW, issue
from hypothesis import given
from hypothesis import strategies as st

from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.records.requests import (
    OPEN,
    NewRequest,
    PaperRequest,
    RequestFilter,
    RequestState,
)
from registrar_app.domain.values import PersonName
from registrar_app.domain.workdays import add_workdays, usual_workday
from registrar_app.services.desk import Desk
from registrar_app.services.requests import WAYS, RequestView, due_words

S = RequestState
TODAY = NOW.date()


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """The training clinic with nobody waiting."""
    for one in desk.requests.queue().rows:
        desk.requests.move(one.id, S.WITHDRAWN, "не нужна")
    return desk


def asked(desk: Desk, place: int = 0, term: int = 3, form: str = "086u", **more: object) -> RequestView:
    person = desk.people.search("а").rows[place].id
    return desk.requests.add(NewRequest(person, form, term, **more))  # type: ignore[arg-type]


def test_added_request_is_due_after_working_days_and_stands_in_the_queue(desk: Desk) -> None:
    made = asked(desk, term=3, purpose="в институт", missing=("паспорт",))
    assert made.request.due_on == add_workdays(TODAY, 3, usual_workday)
    assert (made.request.state, made.request.data.missing) == (S.RECEIVED, ("паспорт",))
    queue = desk.requests.queue()
    assert [one.id for one in queue.rows] == [made.id]
    assert (queue.counts.open, queue.counts.overdue) == (1, 0)
    assert [one.kind for one in desk.requests.open(made.id).request.events] == ["received"]


def test_request_when_the_clinic_works_on_other_days_then_due_by_its_calendar(desk: Desk) -> None:
    desk.rules.save_days("23.11.2026, 24.11.2026", "")
    assert desk.requests.due_on(1) == date(2026, 11, 25)


def test_added_request_with_no_such_paper_and_term_is_refused_at_both_fields(desk: Desk) -> None:
    person = desk.people.search("а").rows[0].id
    with pytest.raises(RefusedError) as caught:
        desk.requests.add(NewRequest(person, "999", 4))
    assert [(one.code, one.field) for one in caught.value.problems] == [
        ("CERT-071", "form"), ("CERT-072", "term_days"),
    ]  # fmt: skip
    with pytest.raises(RegistrarError) as nobody:
        desk.requests.add(NewRequest(uuid4(), "086u", 3))
    assert nobody.value.code == "REC-001"


def test_texts_when_too_long_then_said_at_their_fields_and_signs_unseen_are_dropped(desk: Desk) -> None:
    with pytest.raises(RefusedError) as caught:
        asked(desk, purpose="х" * 201, note="ж" * 1001, missing=("паспорт", "ы" * 101))
    assert [(one.code, one.field) for one in caught.value.problems] == [
        ("CERT-148", "purpose"), ("CERT-148", "note"), ("CERT-148", "missing"),
    ]  # fmt: skip
    made = asked(desk, purpose=" для\x07 вуза\n", asked_by="\t", missing=("снимок\x00", "снимок", " "))
    data = made.request.data
    assert (data.purpose, data.asked_by, data.missing) == ("для вуза", "", ("снимок",))
    with pytest.raises(RegistrarError) as long_name:
        desk.requests.set_missing(made.id, ["я" * 101])
    assert long_name.value.code == "CERT-148"
    assert desk.requests.open(made.id).request.data.missing == ("снимок",)


def test_queue_puts_what_is_due_first_on_top(desk: Desk) -> None:
    late, soon, usual = (asked(desk, place, term) for place, term in ((0, 5), (1, 1), (2, 3)))
    assert [one.id for one in desk.requests.queue().rows] == [soon.id, usual.id, late.id]


def test_overdue_request_is_counted_and_said(desk: Desk) -> None:
    made = asked(desk, term=1)
    desk.close()
    later = datetime(2026, 11, 25, 9, 0, tzinfo=NOW.tzinfo)
    with Desk.open(desk.profile, clock=lambda: later) as again:
        row = again.requests.queue().rows[0]
        counts = again.requests.counts()
    assert (row.id, row.due_words, row.due_role) == (made.id, "опаздывает на 2 дня", "error")
    assert (counts.open, counts.overdue, counts.today) == (1, 1, 0)


def test_request_goes_its_way_and_every_step_is_kept(desk: Desk) -> None:
    made = asked(desk)
    desk.requests.take(made.id)
    for state in (S.CHECKING, S.DOCTOR, S.READY):
        shown = desk.requests.move(made.id, state)
        assert shown.request.state is state
    done = desk.requests.move(made.id, S.ISSUED)
    kinds = [one.kind for one in done.request.events]
    assert kinds == ["received", "taken", "checking", "doctor", "ready", "issued"]
    assert all(one.staff for one in done.request.events)
    assert desk.requests.queue().rows == ()
    assert [one.id for one in desk.requests.queue(RequestFilter(states=(S.ISSUED,))).rows] == [made.id]


@pytest.mark.parametrize("state", list(S))
def test_move_when_there_is_no_way_then_refused_and_nothing_changes(desk: Desk, state: S) -> None:
    made = asked(desk)
    if state in WAYS[S.RECEIVED]:
        return
    with pytest.raises(RegistrarError) as caught:
        desk.requests.move(made.id, state)
    assert caught.value.code == "CERT-074"
    assert len(desk.requests.open(made.id).request.events) == 1


def test_refusal_wants_a_reason_and_closes(desk: Desk) -> None:
    made = asked(desk)
    with pytest.raises(RegistrarError) as caught:
        desk.requests.move(made.id, S.REFUSED, "  ")
    assert (caught.value.code, caught.value.problem.field) == ("CERT-075", "note")
    refused = desk.requests.move(made.id, S.REFUSED, "нет осмотра")
    assert refused.request.refusal_reason == "нет осмотра"
    for again in (desk.requests.take, desk.requests.put_back):
        with pytest.raises(RegistrarError) as closed:
            again(made.id)
        assert closed.value.code == "CERT-073"


def test_ready_waits_for_the_missing_documents(desk: Desk) -> None:
    made = asked(desk, missing=("паспорт", "флюорография"))
    with pytest.raises(RegistrarError) as caught:
        desk.requests.move(made.id, S.READY)
    assert caught.value.code == "CERT-076"
    assert desk.requests.set_missing(made.id, ["флюорография", " ", "флюорография"]).request.data.missing == (
        "флюорография",
    )
    desk.requests.set_missing(made.id, [])
    assert desk.requests.move(made.id, S.READY).request.state is S.READY


def test_issuing_the_paper_answers_the_oldest_open_request_of_that_person(desk: Desk) -> None:
    issued_before = issue(desk)
    person = desk.papers.record(issued_before.certificate_id).data.person_id
    first = desk.requests.add(NewRequest(person, issued_before.form, 1))
    second = desk.requests.add(NewRequest(person, issued_before.form, 5))
    other = desk.requests.add(NewRequest(person, "095u", 1))
    issued = issue(desk)
    assert desk.papers.record(issued.certificate_id).data.person_id == person
    closed = desk.requests.open(first.id).request
    assert (closed.state, closed.certificate_id) == (S.ISSUED, issued.certificate_id)
    assert {one.id for one in desk.requests.queue().rows} == {second.id, other.id}


def test_taken_request_shows_by_whom_and_is_given_back(desk: Desk) -> None:
    made = asked(desk)
    assert desk.staff_now is not None
    assert desk.requests.take(made.id).taken_by == desk.staff_now.name.short
    assert desk.requests.put_back(made.id).taken_by == ""


def test_request_when_a_colleague_has_it_then_taken_over_only_on_purpose(desk: Desk) -> None:
    made = asked(desk)
    desk.requests.take(made.id)
    assert [one.kind for one in desk.requests.take(made.id).request.events] == ["received", "taken"]
    with Desk.open(desk.profile, clock=lambda: NOW) as other:
        colleague = next(one for one in other.clinic.staff() if one.id != getattr(desk.staff_now, "id", None))
        other.sign_in(colleague.id, "окно 9")
        with pytest.raises(RegistrarError) as caught:
            other.requests.take(made.id)
        assert caught.value.code == "CERT-143"
        assert other.requests.take(made.id, over=True).taken_by == colleague.name.short


def test_move_when_another_desk_was_quicker_then_nothing_goes_back(desk: Desk) -> None:
    made = asked(desk)
    desk.requests.move(made.id, S.DOCTOR)
    with pytest.raises(RegistrarError) as caught:
        desk.requests.move(made.id, S.CHECKING, seen=S.RECEIVED)
    assert caught.value.code == "CERT-144"
    assert desk.requests.open(made.id).request.state is S.DOCTOR


def test_paper_when_asked_for_from_afar_then_it_waits_ready_and_is_made_once(desk: Desk) -> None:
    before = issue(desk)
    person = desk.papers.record(before.certificate_id).data.person_id
    asked_for = desk.requests.add(NewRequest(person, before.form, 1, channel="portal"))
    made = issue(desk)
    waiting = desk.requests.open(asked_for.id)
    assert (waiting.request.state, waiting.request.certificate_id) == (S.READY, made.certificate_id)
    assert (waiting.due_words, waiting.due_role) == ("готова", "ok")
    assert desk.requests.counts().ready == 1
    issue(desk)
    assert desk.requests.open(asked_for.id).request.certificate_id == made.certificate_id
    assert desk.requests.move(asked_for.id, S.ISSUED).request.certificate_id == made.certificate_id


def test_ready_request_when_its_day_is_past_then_it_is_not_late(desk: Desk) -> None:
    made = asked(desk, term=1)
    desk.requests.move(made.id, S.READY)
    desk.close()
    later = datetime(2026, 11, 26, 9, 0, tzinfo=NOW.tzinfo)
    with Desk.open(desk.profile, clock=lambda: later) as again:
        row, counts = again.requests.queue().rows[0], again.requests.counts()
    assert (row.due_words, row.due_role) == ("не забирают 3 дня", "info")
    assert (counts.overdue, counts.today, counts.ready) == (0, 0, 1)


def test_unknown_request_is_said(desk: Desk) -> None:
    with pytest.raises(RegistrarError) as caught:
        desk.requests.open(uuid4())
    assert caught.value.code == "CERT-070"


def test_queue_finds_by_the_beginning_of_the_name(desk: Desk) -> None:
    made = asked(desk)
    last = made.request.person.last
    assert [one.id for one in desk.requests.queue(RequestFilter(text=last[:3].lower())).rows] == [made.id]
    assert desk.requests.queue(RequestFilter(text="щщщ")).rows == ()


@given(due=st.dates(date(2026, 1, 1), date(2026, 12, 31)), state=st.sampled_from(list(S)))
def test_due_words_are_red_only_when_somebody_waits_too_long(due: date, state: S) -> None:
    request = PaperRequest(
        uuid4(), NewRequest(uuid4(), "086u", 1), state, due, due, PersonName("А", "Б", None), None
    )
    words, role = due_words(request, TODAY, usual_workday)
    assert words
    assert (role == "error") is (state in OPEN and state is not S.READY and due < TODAY)


@pytest.mark.parametrize(
    ("today", "words"), [(date(2026, 11, 20), "до 23.11"), (date(2026, 11, 22), "завтра")]
)
def test_due_words_when_monday_is_next_workday_then_tomorrow_only_on_sunday(today: date, words: str) -> None:
    new, due = NewRequest(uuid4(), "086u", 1), date(2026, 11, 23)
    request = PaperRequest(uuid4(), new, S.RECEIVED, today, due, PersonName("А", "Б"), None)
    assert due_words(request, today, usual_workday) == (words, "info")
