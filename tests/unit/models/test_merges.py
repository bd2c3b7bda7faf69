import dataclasses
import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from model_samples import ACTOR, IVANOV, assert_whole, sql, stored
from sqlalchemy.orm import Session

from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.records import (
    Address,
    AttachmentBasis,
    CertificateEventKind,
    Confirmation,
    DetachReason,
    DistrictKind,
    DocumentData,
    NewCertificate,
    PersonData,
    Phone,
    PolicyData,
    RepresentativeData,
)
from registrar_app.domain.values import PolicyKind, Relation, Sex, Source
from registrar_app.models import attachments, clinic, joined, merges, papers, people, representatives
from registrar_app.models.person_groups import GROUPS, is_empty, value
from registrar_app.models.person_tables import PersonRow
from registrar_app.models.store import Store
from registrar_app.models.stored_rows import stored_rows
from registrar_app.models.tables import SYNCED

TODAY = date(2026, 11, 21)
GROUP_KEYS = (*(group for group in GROUPS if group != "other_phones"), "attachment", "died_on")
PETROVA = PersonData(
    last_name="Петрова",
    first_name="Анна",
    patronymic="Юрьевна",
    birth_date=date(1990, 5, 1),
    sex=Sex.FEMALE,
    snils="11223344595",
    policy=PolicyData(PolicyKind.DIGITAL, enp="7754320834000018"),
    phone="+79160000001",
)


@pytest.fixture
def districts(store: Store) -> list[UUID]:
    with store.change(ACTOR) as work:
        return [
            clinic.save_district(work, None, number=str(one), kind=DistrictKind.THERAPY) for one in (1, 2, 3)
        ]


def registered(store: Store, data: PersonData) -> UUID:
    with store.change(ACTOR) as work:
        return people.save_person(work, None, data)


def joined_two(store: Store, into: UUID, from_: UUID, *from_other: str) -> UUID:
    with store.change(ACTOR) as work:
        return merges.merge(work, into, from_, from_other, TODAY, "одна и та же")


def parted(store: Store, merge_id: UUID) -> None:
    with store.change(ACTOR) as work:
        merges.unmerge(work, merge_id)


def living_rows(session: Session, *ids: UUID) -> dict[tuple[str, UUID], dict[str, Any]]:
    """All rows of the aggregates that are not voided, by table and id."""
    return {
        (name, row.id): dict(row.values)
        for name, row_class in SYNCED.items()
        if not row_class.is_append_only and (row_class.root_column == "person_id" or row_class is PersonRow)
        for one in ids
        for row in stored_rows(session, row_class, one)
    }


def snapshot(store: Store, *ids: UUID) -> dict[tuple[str, UUID], dict[str, Any]]:
    with store.read() as session:
        return living_rows(session, *ids)


def loaded(store: Store, person_id: UUID) -> Any:
    with store.read() as session:
        return people.load_person(session, person_id)


def test_merge_when_opened_by_either_id_gives_the_record_that_stays(store: Store, profile: Path) -> None:
    into, from_ = registered(store, IVANOV), registered(store, PETROVA)
    joined_two(store, into, from_)
    assert loaded(store, from_) == loaded(store, into)
    assert loaded(store, from_).id == into
    with store.read() as session:
        assert set(joined.merged_set(session, into)) == {into, from_}
    assert_whole(profile)


def test_merge_in_the_outbox_is_one_group_with_an_operation_of_its_own_kind(
    store: Store, profile: Path
) -> None:
    into, from_ = registered(store, IVANOV), registered(store, PETROVA)
    with store.change(ACTOR) as work:
        merge_id = merges.merge(work, into, from_, (), TODAY)
    kinds = dict(sql(profile, "SELECT tbl, kind FROM outbox WHERE group_id = ?", work.group_id.bytes))
    assert kinds["person_merge"] == "merge"
    merged = sql(profile, "SELECT hex(merged_into) FROM person WHERE id = ?", from_.bytes)
    assert merged == [(into.hex.upper(),)]
    assert json.loads(sql(profile, "SELECT journal FROM person_merge WHERE id = ?", merge_id.bytes)[0][0])


def test_merge_when_a_value_of_the_other_is_chosen_takes_it_and_keeps_the_former_paper(
    store: Store, profile: Path
) -> None:
    other = dataclasses.replace(PETROVA, document=DocumentData("14", "4511", "654321"))
    into, from_ = registered(store, IVANOV), registered(store, other)
    joined_two(store, into, from_, "fio", "document")
    record = loaded(store, into)
    assert (record.data.last_name, record.data.document.number) == ("Петрова", "654321")
    assert record.data.birth_date == IVANOV.birth_date
    with store.read() as session:
        for number, series in (("123456", "4510"), ("654321", "4511")):
            assert [row.id for row in people.by_document(session, "14", series, number)] == [into]
    assert_whole(profile)


def test_merge_keeps_every_telephone_of_both(store: Store) -> None:
    other = dataclasses.replace(PETROVA, other_phones=(Phone("+79160000002", "мама"), Phone("+79161234567")))
    into, from_ = registered(store, IVANOV), registered(store, other)
    joined_two(store, into, from_)
    data = loaded(store, into).data
    assert data.phone == "+79161234567"
    assert [one.number for one in data.other_phones] == ["+79160000001", "+79160000002"]


def test_merge_when_both_are_attached_leaves_the_chosen_one_open(
    store: Store, profile: Path, districts: list[UUID]
) -> None:
    into, from_ = registered(store, IVANOV), registered(store, PETROVA)
    with store.change(ACTOR) as work:
        for one, district in ((into, districts[0]), (from_, districts[1])):
            attachments.attach(work, one, district, AttachmentBasis.APPLICATION, date(2026, 1, 10))
    merge_id = joined_two(store, into, from_, "attachment")
    record = loaded(store, into)
    assert record.attachment.district_id == districts[1]
    assert {(one.district_id, one.ends) for one in record.attachments} == {
        (districts[0], TODAY),
        (districts[1], None),
    }
    parted(store, merge_id)
    assert loaded(store, into).attachment.district_id == districts[0]
    assert loaded(store, from_).attachment.district_id == districts[1]
    assert_whole(profile)


def test_undo_when_the_survivor_was_attached_anew_keeps_that(
    store: Store, profile: Path, districts: list[UUID]
) -> None:
    into, from_ = registered(store, IVANOV), registered(store, PETROVA)
    with store.change(ACTOR) as work:
        for one, district in ((into, districts[0]), (from_, districts[1])):
            attachments.attach(work, one, district, AttachmentBasis.APPLICATION, date(2026, 1, 10))
    before = snapshot(store, from_)
    merge_id = joined_two(store, into, from_, "attachment")
    with store.change(ACTOR) as work:
        attachments.attach(work, into, districts[2], AttachmentBasis.MOVED, TODAY)
    parted(store, merge_id)
    assert loaded(store, into).attachment.district_id == districts[2]
    assert snapshot(store, from_) == before
    assert_whole(profile)


def test_merge_papers_and_answers_are_read_through_both(store: Store, profile: Path) -> None:
    into, from_ = registered(store, IVANOV), registered(store, PETROVA)
    with store.change(ACTOR) as work:
        new = NewCertificate(from_, "f1", "e", "000007", TODAY, "{}", "{}")
        papers.add_event(work, papers.add_certificate(work, new), CertificateEventKind.PRINTED)
        people.save_person(
            work, from_, PETROVA, confirmations=[Confirmation("ID-034", "enp", "77", reason="так")]
        )
    merge_id = joined_two(store, into, from_)
    with store.read() as session:
        assert [one.number for one in papers.certificates_of(session, into)] == ["000007"]
    assert [one.code for one in loaded(store, into).confirmations] == ["ID-034"]
    assert_whole(profile)
    found = sql(profile, "SELECT person_id FROM search_key WHERE kind = 'c'")
    assert found == [(into.bytes,)]
    parted(store, merge_id)
    assert sql(profile, "SELECT person_id FROM search_key WHERE kind = 'c'") == [(from_.bytes,)]
    assert_whole(profile)


def test_merge_number_of_the_joined_record_leads_to_the_one_that_stays(store: Store, profile: Path) -> None:
    into, from_ = registered(store, IVANOV), registered(store, PETROVA)
    number = loaded(store, from_).record_number.lstrip("0")
    joined_two(store, into, from_)
    assert sql(profile, "SELECT person_id FROM search_key WHERE kind = 'r' AND token = ?", number) == [
        (into.bytes,)
    ]


@pytest.mark.parametrize("case", ["himself", "joined", "voided", "into a joined one"])
def test_merge_of_anything_but_two_living_records_is_refused(store: Store, case: str) -> None:
    into, from_, third = (registered(store, one) for one in (IVANOV, PETROVA, IVANOV))
    if case == "himself":
        from_ = into
    elif case == "voided":
        with store.change(ACTOR) as work:
            row = stored_rows(work.session, PersonRow, from_)[0]
            work.patch(row, void_at=work.made_at, void_reason="undone")
    else:
        joined_two(store, third, from_)
        if case == "into a joined one":
            into, from_ = from_, into
    before = snapshot(store, into, from_, third)
    with pytest.raises(RegistrarError) as caught:
        joined_two(store, into, from_)
    assert caught.value.code == "REC-073"
    assert snapshot(store, into, from_, third) == before


def test_chain_when_undone_from_its_end_gives_all_three_back(store: Store, profile: Path) -> None:
    ids = [registered(store, one) for one in (IVANOV, PETROVA, dataclasses.replace(PETROVA, phone=""))]
    before = snapshot(store, *ids)
    first, second, third = ids
    one = joined_two(store, second, first, "fio", "snils")
    two = joined_two(store, third, second, "fio")
    assert {loaded(store, person).id for person in ids} == {third}
    assert_whole(profile)
    with store.read() as session:
        row = merges.merge_row(session, one)
        assert row is not None
        assert merges.standing_on(session, row) == two
    parted(store, two)
    assert {loaded(store, person).id for person in ids} == {second, third}
    assert_whole(profile)
    parted(store, one)
    assert snapshot(store, *ids) == before
    assert_whole(profile)


def test_late_save_on_a_joined_record_goes_into_the_one_that_stays(store: Store) -> None:
    into, from_ = registered(store, IVANOV), registered(store, PETROVA)
    joined_two(store, into, from_)
    typed = dataclasses.replace(PETROVA, birth_place="Тверь")
    with store.change(ACTOR) as work:
        saved = people.save_person(work, from_, typed, base=PETROVA, wins=lambda _one: False)
    assert saved == into
    assert loaded(store, into).data.birth_place == "Тверь"
    assert loaded(store, into).data.last_name == "Иванов"


def test_late_save_without_a_base_is_refused_in_words(store: Store) -> None:
    into, from_ = registered(store, IVANOV), registered(store, PETROVA)
    joined_two(store, into, from_)
    with pytest.raises(RegistrarError) as caught, store.change(ACTOR) as work:
        people.save_person(work, from_, PETROVA)
    assert caught.value.code == "REC-071"
    assert "Иванов" in caught.value.problem.text


# -- properties ---------------------------------------------------------------------------------------

_DOCUMENTS = st.sampled_from(
    [DocumentData(), DocumentData("14", "4510", "123456", date(2013, 4, 1)), DocumentData("10", "", "777")]
)
_POLICIES = st.builds(
    PolicyData,
    kind=st.sampled_from([PolicyKind.DIGITAL, PolicyKind.OLD]),
    enp=st.sampled_from(["", "7754320834000018", "7754320834000019"]),
    number=st.sampled_from(["", "123"]),
    insurer_name=st.sampled_from(["", "Ромашка"]),
)
_PHONES = st.sampled_from(["", "+79161234567", "+79160000001"])
_PLACES = st.sampled_from([Address(), Address(city="Тверь"), Address(city="Тверь", street="Новая")])
PERSONS = st.builds(
    PersonData,
    last_name=st.sampled_from(["Иванов", "Петрова", "Иванова-Петрова"]),
    first_name=st.sampled_from(["Анна", "Иван"]),
    patronymic=st.sampled_from([None, "Юрьевна"]),
    birth_date=st.sampled_from([None, date(1968, 3, 7), date(1990, 5, 1)]),
    sex=st.sampled_from([None, Sex.MALE, Sex.FEMALE]),
    snils=st.sampled_from(["", "11223344595"]),
    policy=_POLICIES,
    document=_DOCUMENTS,
    birth_place=st.sampled_from(["", "Тверь"]),
    citizenship=st.sampled_from(["", "643"]),
    registration=_PLACES,
    residence=_PLACES,
    phone=_PHONES,
    other_phones=st.lists(st.builds(Phone, st.sampled_from(["+79165550001", "+79165550002"])), max_size=2,
                          unique_by=lambda one: one.number).map(tuple),
    record_place=st.sampled_from(["", "каб. 3"]),
)  # fmt: skip
CHOICES = st.sets(st.sampled_from(GROUP_KEYS))
Move = Callable[[Store, UUID, list[UUID]], None]
_DAY = date(2026, 2, 1)


def _attach(number: int) -> Move:
    def move(store: Store, person_id: UUID, districts: list[UUID]) -> None:
        with store.change(ACTOR) as work:
            attachments.attach(work, person_id, districts[number], AttachmentBasis.APPLICATION, _DAY)

    return move


def _detach(store: Store, person_id: UUID, _districts: list[UUID]) -> None:
    with store.change(ACTOR) as work:
        for one in attachments.attachments_of(work.session, person_id):
            if one.ends is None:
                attachments.detach(work, one.id, one.begins + timedelta(days=5), DetachReason.OTHER_MO)


def _represent(first_name: str, phone: str) -> Move:
    def move(store: Store, person_id: UUID, _districts: list[UUID]) -> None:
        one = RepresentativeData(
            relation=Relation.MOTHER, last_name="Петрова", first_name=first_name, phone=phone
        )
        with store.change(ACTOR) as work:
            representatives.save_representatives(work, person_id, (one,))

    return move


_REPRESENT = [_represent("Анна", ""), _represent("Анна", "+79160000001"), _represent("Вера", "")]
_ATTACH = [_attach(0), _attach(1), _detach]
MOVES = st.lists(st.sampled_from([*_ATTACH, *_REPRESENT]), max_size=2)
LATER_MOVES = st.lists(st.sampled_from(_ATTACH), max_size=2)


@pytest.fixture
def clinic_of_three(store: Store, districts: list[UUID]) -> tuple[Store, list[UUID]]:
    return store, districts


def _two(
    store: Store, districts: list[UUID], first: PersonData, second: PersonData, *moves: Any
) -> list[UUID]:
    ids = [registered(store, first), registered(store, second)]
    for person_id, own in zip(ids, moves, strict=True):
        for move in own:
            move(store, person_id, districts)
    return ids


PROPERTY = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def _is_said_in(values: dict[str, Any], rows: list[dict[str, Any]]) -> bool:
    """Whether one of the rows says all that these columns say."""
    told = {name: value for name, value in values.items() if value and name != "person_id"}
    return any(all(row[name] == value for name, value in told.items()) for row in rows)


@PROPERTY
@given(first=PERSONS, second=PERSONS, mine=MOVES, theirs=MOVES, chosen=CHOICES)
def test_undo_directly_after_is_identity_and_no_child_is_lost(
    clinic_of_three: tuple[Store, list[UUID]],
    profile: Path,
    first: PersonData,
    second: PersonData,
    mine: list[Move],
    theirs: list[Move],
    chosen: set[str],
) -> None:
    store, districts = clinic_of_three
    into, from_ = _two(store, districts, first, second, mine, theirs)
    before = snapshot(store, into, from_)
    merge_id = joined_two(store, into, from_, *chosen)
    between = snapshot(store, into)
    for (table, row_id), values in before.items():
        if table not in ("person", "mark") and values["person_id"] == from_:
            if table == "legal_representative" and (table, row_id) not in between:
                assert _is_said_in(values, [row for (name, _), row in between.items() if name == table])
                continue
            kept = between[table, row_id]
            told = {name for name in values if name not in ("person_id", "is_former", "ends", "end_reason")}
            assert {name: kept[name] for name in told} == {name: values[name] for name in told}
    record, other = loaded(store, into).data, second
    for group in chosen & set(GROUPS):
        assert is_empty(other, group) or value(record, group) == value(other, group), group
    parted(store, merge_id)
    assert snapshot(store, into, from_) == before
    assert_whole(profile)


@PROPERTY
@given(
    first=PERSONS, second=PERSONS, mine=MOVES, theirs=MOVES, chosen=CHOICES,
    later=st.lists(PERSONS, max_size=2), later_moves=LATER_MOVES,
)  # fmt: skip
def test_undo_after_later_saves_gives_the_other_back_and_keeps_what_was_saved(
    clinic_of_three: tuple[Store, list[UUID]],
    profile: Path,
    first: PersonData,
    second: PersonData,
    mine: list[Move],
    theirs: list[Move],
    chosen: set[str],
    later: list[PersonData],
    later_moves: list[Move],
) -> None:
    store, districts = clinic_of_three
    into, from_ = _two(store, districts, first, second, mine, theirs)
    before = snapshot(store, from_)
    merge_id = joined_two(store, into, from_, *chosen)
    joined_data = loaded(store, into).data
    for data in later:
        with store.change(ACTOR) as work:
            people.save_person(work, into, data, source=Source.CARD)
    for move in later_moves:
        move(store, into, districts)
    saved = loaded(store, into)
    parted(store, merge_id)
    assert snapshot(store, from_) == before
    record = loaded(store, into)
    for group in GROUPS:
        if value(saved.data, group) != value(joined_data, group) and group not in ("other_phones", "phone"):
            assert value(record.data, group) == value(saved.data, group), group
    if later_moves:
        assert {(one.district_id, one.begins, one.ends) for one in saved.attachments if one.ends is None} <= {
            (one.district_id, one.begins, one.ends) for one in record.attachments
        }
    assert_whole(profile)


def test_representative_of_both_is_named_once_and_parting_gives_each_his_own(store: Store) -> None:
    into, from_ = registered(store, IVANOV), registered(store, PETROVA)
    _represent("Анна", "+79160000001")(store, into, [])
    for name, phone in (("Анна", ""), ("Вера", ""), ("Анна", "+79169999999")):
        _represent(name, phone)(store, from_, [])
    before = snapshot(store, into, from_)
    merge_id = joined_two(store, into, from_)
    named = [(one.name.first, one.phone) for one in loaded(store, into).representatives]
    assert sorted(named) == [("Анна", "+79160000001"), ("Анна", "+79169999999"), ("Вера", "")]
    parted(store, merge_id)
    assert snapshot(store, into, from_) == before


def test_rows_of_a_merge_and_its_undo_replay_from_the_outbox(store: Store, profile: Path) -> None:
    into, from_ = registered(store, IVANOV), registered(store, PETROVA)
    merge_id = joined_two(store, into, from_, "fio", "policy", "enp")
    parted(store, merge_id)
    assert_whole(profile)
    assert stored(profile)["person_merge"][merge_id.hex]["void_reason"] == "unmerged"
