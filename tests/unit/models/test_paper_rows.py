# ruff: noqa: PT012 - what must fail is a whole change, not one call
import dataclasses
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from model_samples import ACTOR, IVANOV, assert_whole, sql

from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.ids import new_id
from registrar_app.domain.records import (
    Actor,
    CertificateEventKind,
    CertificateState,
    JournalFilter,
    NewCertificate,
)
from registrar_app.models import papers, people
from registrar_app.models.store import Store

RANGE = {"form": "f1", "year": 2026, "desk": "окно 3"}


def person(store: Store, last: str = "Иванов") -> UUID:
    with store.change(ACTOR) as work:
        return people.save_person(work, None, dataclasses.replace(IVANOV, last_name=last))


def paper(person_id: UUID, number: str = "0000001", **more: object) -> NewCertificate:
    base = NewCertificate(
        person_id, "f1", "e1", number, date(2026, 5, 6), '{"x": 1}', '{"y": 2}', blob_sha256="a" * 64,
        level="B-B", signers=("Петрова А. И.", "ГП № 1"), signed_at=datetime(2026, 5, 6, 7, 8, tzinfo=UTC),
        physician="Петрова А. И.",
    )  # fmt: skip
    return dataclasses.replace(base, **more)  # type: ignore[arg-type]


def test_numbers_follow_each_other_and_end(store: Store) -> None:
    with store.change(ACTOR) as work:
        papers.add_range(work, **RANGE, first=8, last=10, width=7)
    taken = []
    for _ in range(3):
        with store.change(ACTOR) as work:
            taken.append(papers.take_number(work, **RANGE))
    assert taken == ["0000008", "0000009", "0000010"]
    with store.read() as session:
        assert papers.free_numbers(session, **RANGE) == 0
    with pytest.raises(RegistrarError) as caught, store.change(ACTOR) as work:
        papers.take_number(work, **RANGE)
    assert caught.value.code == "DB-032"


def test_next_range_goes_on_where_the_first_ended(store: Store) -> None:
    with store.change(ACTOR) as work:
        papers.add_range(work, **RANGE, first=5, last=5)
        papers.add_range(work, **RANGE, first=100, last=200)
        assert [papers.take_number(work, **RANGE) for _ in range(3)] == ["5", "100", "101"]
    with store.read() as session:
        assert papers.free_numbers(session, **RANGE) == 99
        assert [one.next for one in papers.ranges(session, "f1")] == [6, 102]
        assert papers.ranges(session, "other") == ()


def test_ranges_of_desks_forms_series_and_years_are_apart(store: Store) -> None:
    with store.change(ACTOR) as work:
        papers.add_range(work, **RANGE, first=1, last=9)
        for other in ({"desk": "окно 4"}, {"form": "f2"}, {"series": "45"}, {"year": 2027}):
            with pytest.raises(RegistrarError):
                papers.take_number(work, **{**RANGE, **other})  # type: ignore[arg-type]


def test_overlapping_range_is_refused_also_at_another_desk(store: Store) -> None:
    with pytest.raises(RegistrarError) as caught, store.change(ACTOR) as work:
        papers.add_range(work, **RANGE, first=1, last=100)
        papers.add_range(work, form="f1", year=2026, desk="окно 4", first=100, last=150)
    assert caught.value.code == "DB-031"
    with pytest.raises(ValueError, match="empty"), store.change(ACTOR) as work:
        papers.add_range(work, **RANGE, first=5, last=4)


def test_number_for_the_same_paper_is_the_same_and_stays_taken_when_unused(store: Store) -> None:
    holder = new_id()
    with store.change(ACTOR) as work:
        papers.add_range(work, **RANGE, first=1, last=9)
    numbers = []
    for wanted in (holder, holder, None):
        with store.change(ACTOR) as work:
            numbers.append(papers.take_number(work, **RANGE, holder=wanted))
    assert numbers == ["1", "1", "2"]


def test_number_of_a_failed_change_is_given_again(store: Store, profile: Path) -> None:
    with store.change(ACTOR) as work:
        papers.add_range(work, **RANGE, first=1, last=9)
    with pytest.raises(KeyError), store.change(ACTOR) as work:
        papers.take_number(work, **RANGE)
        raise KeyError
    with store.change(ACTOR) as work:
        assert papers.take_number(work, **RANGE) == "1"
    assert sql(profile, "SELECT number FROM taken_number") == [("1",)]


def test_number_taken_before_a_range_was_entered_again_is_passed_over(store: Store, profile: Path) -> None:
    with store.change(ACTOR) as work:
        papers.add_range(work, **RANGE, first=1, last=9)
        papers.take_number(work, **RANGE)
    sql_write(profile, "UPDATE number_range SET next = 1")
    with store.change(ACTOR) as work:
        assert papers.take_number(work, **RANGE) == "2"


def sql_write(profile: Path, statement: str) -> None:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(profile / "registrar.db")) as link:
        link.execute(statement)
        link.commit()


def test_certificate_when_kept_and_loaded_is_the_same(store: Store, profile: Path) -> None:
    new = paper(person(store), id=new_id())
    with store.change(ACTOR) as work:
        kept = papers.add_certificate(work, new)
    with store.read() as session:
        record = papers.load_certificate(session, kept)
        assert papers.by_number(session, "f1", "0000001") == record or record is None
        assert papers.by_number(session, "f1", "0000009") is None
        assert papers.load_certificate(session, new_id()) is None
    assert record is not None
    assert record.id == new.id
    assert record.data == new
    assert (record.state, record.copies) == (CertificateState.VALID, 0)
    assert [one.kind for one in record.events] == [CertificateEventKind.ISSUED]
    assert_whole(profile)


def test_certificate_keeps_the_name_of_its_day(store: Store) -> None:
    person_id = person(store)
    with store.change(ACTOR) as work:
        papers.add_certificate(work, paper(person_id))
        people.save_person(work, person_id, dataclasses.replace(IVANOV, last_name="Петров"))
    with store.read() as session:
        (row,) = papers.certificates_of(session, person_id)
    assert row.person.last == "Иванов"


def test_number_is_refused_twice_in_a_year_and_free_in_the_next(store: Store) -> None:
    person_id = person(store)
    with store.change(ACTOR) as work:
        papers.add_certificate(work, paper(person_id))
    with pytest.raises(RegistrarError) as caught, store.change(ACTOR) as work:
        papers.add_certificate(work, paper(person_id))
    assert caught.value.code == "DB-033"
    with store.change(ACTOR) as work:
        papers.add_certificate(work, paper(person_id, issued_on=date(2027, 1, 1)))
        papers.add_certificate(work, paper(person_id, series="45"))
        papers.add_certificate(work, paper(person_id, form="f2"))


@pytest.mark.parametrize("kind", ["spoiled", "annulled", "replaced"])
def test_state_follows_from_events_and_the_paper_itself_never_changes(
    store: Store, profile: Path, kind: str
) -> None:
    with store.change(ACTOR) as work:
        papers_id = papers.add_certificate(work, paper(people.save_person(work, None, IVANOV)))
    before = sql(profile, "SELECT * FROM medical_certificate")
    with store.change(ACTOR) as work:
        papers.add_event(work, papers_id, CertificateEventKind.COPY)
        papers.add_event(work, papers_id, CertificateEventKind(kind), "порвана")
    with store.read() as session:
        record = papers.load_certificate(session, papers_id)
        for state in CertificateState:
            page = papers.journal(session, JournalFilter(state=state))
            assert page.total == (1 if state == kind else 0)
    assert record is not None
    assert (record.state, record.copies, record.events[-1].note) == (kind, 1, "порвана")
    assert sql(profile, "SELECT * FROM medical_certificate") == before
    with pytest.raises(LookupError), store.change(ACTOR) as work:
        papers.add_event(work, new_id(), CertificateEventKind.COPY)


def test_journal_filters_pages_and_sorts(store: Store) -> None:
    first, second = person(store), person(store, "Петров-Водкин")
    with store.change(Actor(None, "")) as work:
        for day in range(1, 11):
            papers.add_certificate(work, paper(first, f"{day:07}", issued_on=date(2026, 3, day)))
        papers.add_certificate(work, paper(second, "17", issued_on=date(2026, 4, 1), form="f2"))

    def numbers(where: JournalFilter, limit: int = 100, offset: int = 0) -> list[str]:
        with store.read() as session:
            return [row.number for row in papers.journal(session, where, limit, offset).rows]

    assert numbers(JournalFilter())[:2] == ["17", "0000010"]
    assert numbers(JournalFilter(), 2, 1) == ["0000010", "0000009"]
    assert numbers(JournalFilter(form="f2")) == ["17"]
    assert numbers(JournalFilter(text="петров")) == numbers(JournalFilter(text="Петр иван")) == ["17"]
    assert numbers(JournalFilter(text="петр сидор")) == []
    assert numbers(JournalFilter(text="000001")) == ["0000010"]
    assert numbers(JournalFilter(since=date(2026, 3, 9), until=date(2026, 3, 10))) == ["0000010", "0000009"]
    with store.read() as session:
        assert papers.journal(session, JournalFilter(form="f1"), 3).total == 10
        assert len(papers.certificates_of(session, first)) == 10
