"""Ranges and blanks: who may, what is checked, a number written off is never given."""

import pytest
from desk_samples import NOW, issue

from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.records import CertificateEventKind
from registrar_app.services.desk import Desk
from registrar_app.services.number_book import digits_of

STOCK, OWN = "003-vu", "086u"
YEAR = str(NOW.year)


@pytest.fixture
def senior(desk: Desk) -> Desk:
    """The desk with a senior registrar at it."""
    one = next(worker for worker in desk.clinic.staff() if worker.role == "senior")
    desk.sign_in(one.id)
    return desk


def codes(caught: pytest.ExceptionInfo[RefusedError]) -> list[tuple[str, str | None]]:
    return [(one.code, one.field) for one in caught.value.problems]


def test_registrar_may_look_but_not_change(desk: Desk) -> None:
    assert not desk.numbers.is_allowed()
    desk.numbers.ranges()
    for work in (
        lambda: desk.numbers.add(STOCK, "99", YEAR, "окно 1", "000000001", "000000010"),
        lambda: desk.numbers.note_blanks("lost", STOCK, "99", "000000001", "", "нет в сейфе"),
    ):
        with pytest.raises(RegistrarError) as caught:
            work()
        assert caught.value.code == "CERT-100"


def test_added_range_is_listed_and_marked_while_few_are_left(senior: Desk) -> None:
    senior.numbers.add(STOCK, "99", YEAR, senior.desk_name, "000000101", "000000110")
    mine = [one for one in senior.numbers.ranges() if one.series == "99"]
    assert [(one.first, one.last, one.next, one.free, one.is_few) for one in mine] == [
        ("000000101", "000000110", "000000101", 10, True)
    ]
    with pytest.raises(RegistrarError) as caught:
        senior.numbers.add(STOCK, "99", YEAR, "окно 9", "000000110", "000000120")
    assert caught.value.code == "DB-031"


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        (("", "99", YEAR, "окно 1", "1", "2"), [("CERT-102", "form")]),
        ((STOCK, "9", YEAR, "окно 1", "000000001", "000000002"), [("CERT-106", "series")]),
        ((STOCK, "99", YEAR, "окно 1", "1", "000000002"), [("CERT-107", "first")]),
        ((STOCK, "99", YEAR, "окно 1", "000000002", "000000001"), [("CERT-105", "last")]),
        ((OWN, "99", YEAR, "окно 1", "x", "2"), [("CERT-108", "series"), ("CERT-104", "first")]),
        ((OWN, "", "26", " ", "900001", "900002"), [("CERT-115", "year"), ("CERT-116", "desk")]),
    ],
)
def test_range_typed_wrong_is_refused_at_its_fields(
    senior: Desk, typed: tuple[str, ...], wrong: list[tuple[str, str]]
) -> None:
    with pytest.raises(RefusedError) as caught:
        senior.numbers.add(*typed)
    assert codes(caught) == wrong


def test_spoiled_free_number_is_skipped_by_the_next_paper(senior: Desk) -> None:
    issue(senior)
    free = next(one.next for one in senior.numbers.ranges() if one.form_key == OWN and one.is_mine)
    senior.numbers.note_blanks("spoiled", OWN, "", free, "", "залит чаем")
    assert int(issue(senior, "Гарифуллина").number) == int(free) + 1
    last = senior.numbers.blanks()[0]
    assert (last.kind, last.numbers, last.count, last.reason) == ("spoiled", free, 1, "залит чаем")


def test_blank_written_off_twice_or_issued_is_refused(senior: Desk) -> None:
    number = issue(senior).number
    with pytest.raises(RefusedError) as used:
        senior.numbers.note_blanks("lost", OWN, "", number, "", "нет")
    assert codes(used) == [("CERT-110", "first")]
    senior.numbers.note_blanks("returned", STOCK, "99", "000000201", "000000203", "в минздрав")
    with pytest.raises(RefusedError) as gone:
        senior.numbers.note_blanks("lost", STOCK, "99", "000000203", "", "нет")
    assert codes(gone) == [("CERT-111", "first")]
    with pytest.raises(RefusedError) as many:
        senior.numbers.note_blanks("lost", STOCK, "99", "000001000", "000002000", "пожар")
    assert codes(many) == [("CERT-109", "last")]
    with pytest.raises(RefusedError) as silent:
        senior.numbers.note_blanks("burnt", STOCK, "99", "000000300", "", " ")
    assert codes(silent) == [("CERT-112", "kind"), ("CERT-101", "reason")]


def test_received_blanks_stay_free(senior: Desk) -> None:
    senior.numbers.note_blanks("received", STOCK, "99", "000000301", "000001300", "накладная 7")
    one = senior.numbers.blanks()[0]
    assert (one.count, one.numbers) == (1000, "99 000000301–000001300")
    assert senior.numbers.blanks(OWN) == ()


def test_digits_come_from_the_form(desk: Desk) -> None:
    form = desk.papers.shelf.form_or_none(STOCK)
    assert form is not None
    assert (digits_of(form, "series"), digits_of(form, "number"), digits_of(form, "none")) == (2, 9, 0)


# -- papers that end, duplicates ----------------------------------------------------------------


def test_lost_paper_may_be_annulled_a_spoiled_one_not(desk: Desk) -> None:
    lost, spoiled = issue(desk).certificate_id, issue(desk, "Гарифуллина").certificate_id
    desk.papers.lost(lost, "оставил в трамвае")
    desk.papers.annul(lost, "нашли чужую подпись")
    assert desk.papers.record(lost).state.value == "annulled"
    desk.papers.spoil(spoiled, "замят")
    with pytest.raises(RegistrarError) as caught:
        desk.papers.annul(spoiled, "ещё")
    assert caught.value.code == "CERT-057"


def test_duplicate_has_the_old_values_a_new_number_and_marks_the_old_one(desk: Desk) -> None:
    former = issue(desk)
    paper = desk.papers.record(former.certificate_id)
    with pytest.raises(RegistrarError) as silent:
        desk.papers.duplicate(former.certificate_id, " ")
    assert silent.value.code == "CERT-101"
    origin = desk.papers.duplicate(former.certificate_id, "утеряна")
    draft = desk.papers.start(paper.data.form, paper.data.person_id, origin=origin)
    made = desk.papers.issue(draft, {})
    assert made.number != former.number
    old, new = desk.papers.record(former.certificate_id), desk.papers.record(made.certificate_id)
    assert old.state.value == "replaced"
    assert f"взамен № {made.number}" in old.events[-1].note
    assert new.events[0].note == f"взамен № {former.number}: утеряна"
    assert new.events[0].kind is CertificateEventKind.ISSUED
    with pytest.raises(RegistrarError) as twice:
        desk.papers.duplicate(former.certificate_id, "опять")
    assert twice.value.code == "CERT-103"
    with pytest.raises(RegistrarError):  # somebody else was faster: nothing is issued
        desk.papers.issue(draft, {})
