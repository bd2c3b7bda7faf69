import dataclasses
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from model_samples import ACTOR, IVANOV, assert_whole, sql

from registrar_app.domain.ids import new_id
from registrar_app.domain.records import (
    Actor,
    Address,
    AttachmentBasis,
    Confirmation,
    DistrictKind,
    DocumentData,
    DoubleStrength,
    PersonData,
    PolicyData,
)
from registrar_app.domain.values import PersonName, PolicyKind, Sex, Source
from registrar_app.models import attachments, clinic, life, people
from registrar_app.models.store import Store


def saved(store: Store, data: PersonData, actor: Actor = ACTOR) -> UUID:
    with store.change(actor) as work:
        return people.save_person(work, None, data)


OTHER = {"last_name": "Другой", "birth_date": date(1990, 1, 2)}
FULL = dataclasses.replace(
    IVANOV,
    birth_place="Северореченск",
    citizenship="643",
    residence=Address("Северная область", "р-н", "г", "п", "ул", "1", "2", "3", "4", "5"),
    policy=PolicyData(
        PolicyKind.TEMPORARY, "7754320834000018", "01", "123456789", "1027", "77000", "Ромашка",
        date(2020, 1, 1), date(2030, 1, 1),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [
        IVANOV,
        FULL,
        PersonData("Ли", "Ян", None, True, date(2001, 2, 3), Sex.FEMALE),
        PersonData("Smith", "John", None, True, date(2001, 2, 3), None),
    ],
    ids=["usual", "full", "least", "foreign"],
)
def test_person_when_saved_and_loaded_is_the_same(store: Store, data: PersonData) -> None:
    person_id = saved(store, data)
    with store.read() as session:
        record = people.load_person(session, person_id)
    assert record is not None
    assert record.data == data
    assert record.saved_at is not None


def test_record_numbers_follow_each_other(store: Store) -> None:
    ids = [saved(store, IVANOV) for _ in range(3)]
    with store.read() as session:
        found = [people.load_person(session, one) for one in ids]
    assert [one.record_number for one in found if one] == ["000001", "000002", "000003"]


def test_load_of_an_unknown_person_gives_none_and_save_is_a_bug(store: Store) -> None:
    with store.read() as session:
        assert people.load_person(session, new_id()) is None
    with pytest.raises(LookupError), store.change(ACTOR) as work:
        people.save_person(work, new_id(), IVANOV)


def test_emptied_part_is_voided_and_comes_back_as_a_new_row(store: Store, profile: Path) -> None:
    person_id = saved(store, IVANOV)
    bare = dataclasses.replace(IVANOV, phone="", document=DocumentData(), registration=Address())
    for data in (bare, IVANOV):
        with store.change(ACTOR) as work:
            people.save_person(work, person_id, data)
        with store.read() as session:
            record = people.load_person(session, person_id)
        assert record is not None
        assert record.data == data
    assert sql(profile, "SELECT count(*), count(void_at) FROM contact") == [(2, 1)]
    assert_whole(profile)


def test_save_over_a_base_keeps_what_another_window_saved_meanwhile(store: Store) -> None:
    person_id = saved(store, IVANOV)
    with store.change(ACTOR) as work:
        people.save_person(work, person_id, dataclasses.replace(IVANOV, phone="+79990001122"))
    with store.change(ACTOR) as work:
        people.save_person(work, person_id, dataclasses.replace(IVANOV, last_name="Петров"), base=IVANOV)
    with store.read() as session:
        record = people.load_person(session, person_id)
    assert record is not None
    assert (record.data.last_name, record.data.phone) == ("Петров", "+79990001122")


def test_marks_tell_source_and_staff_of_each_group(store: Store) -> None:
    with store.change(ACTOR) as work:
        staff_id = clinic.save_staff_member(
            work,
            None,
            name=PersonName("Смирнова", "Ольга", "Петровна"),
            position="регистратор",
            role="registrar",
        )
    actor = Actor(staff_id, "окно 1")
    with store.change(actor) as work:
        person_id = people.save_person(
            work, None, IVANOV, source=Source.CARD, sources={"document": Source.TYPED}
        )
    with store.read() as session:
        record = people.load_person(session, person_id)
    assert record is not None
    marks = {mark.group: mark.source for mark in record.marks}
    assert marks == {
        "fio": "card", "birth": "card", "snils": "card", "enp": "card", "policy": "card", "document": "typed",
        "address": "card",
    }  # fmt: skip
    assert {mark.staff for mark in record.marks} == {"Смирнова О.\u00a0П."}
    with store.change(actor) as work:
        people.save_person(work, person_id, dataclasses.replace(IVANOV, last_name="Петров"))
        people.save_person(
            work, person_id, dataclasses.replace(IVANOV, last_name="Петров"), sources={"enp": Source.REGISTER}
        )
    with store.read() as session:
        record = people.load_person(session, person_id)
    assert record is not None
    assert {mark.group: mark.source for mark in record.marks} == {**marks, "fio": "typed", "enp": "register"}


def test_confirmation_is_kept_once_for_a_value_with_who_and_when(store: Store) -> None:
    answer = Confirmation("ID-031", "snils", "11223344595", reason="сверено с документом")
    person_id = None
    for _ in range(2):
        with store.change(ACTOR) as work:
            person_id = people.save_person(work, person_id, IVANOV, confirmations=[answer, answer])
    with store.read() as session:
        record = people.load_person(session, person_id) if person_id else None
    assert record is not None
    (kept,) = record.confirmations
    assert (kept.code, kept.value, kept.reason, kept.staff_id) == (
        "ID-031", "11223344595", "сверено с документом", ACTOR.staff_id,
    )  # fmt: skip
    assert kept.made_at is not None
    assert kept.made_at.tzinfo is not None
    assert datetime.now(UTC) >= kept.made_at


def test_person_is_found_by_each_number_and_not_after_it_changed(store: Store) -> None:
    person_id = saved(store, IVANOV)
    with store.read() as session:
        for found in (
            people.by_enp(session, "7754320834000018"),
            people.by_snils(session, "11223344595"),
            people.by_document(session, "14", "4510", "123456"),
            people.by_document(session, "14", "45 10", "123456"),
        ):
            assert [row.id for row in found] == [person_id]
        assert people.by_document(session, "03", "4510", "123456") == ()
        assert people.by_snils(session, "") == people.by_enp(session, "") == ()
    with store.change(ACTOR) as work:
        people.save_person(work, person_id, dataclasses.replace(IVANOV, snils=""))
    with store.read() as session:
        assert people.by_snils(session, "11223344595") == ()


def test_search_row_tells_policy_district_and_death(store: Store) -> None:
    person_id = saved(store, IVANOV)
    with store.read() as session:
        (row,) = people.by_snils(session, IVANOV.snils)
    assert (row.policy_tail, row.district, row.badge) == ("0018", "", "не прикреплён")
    with store.change(ACTOR) as work:
        district = clinic.save_district(work, None, number="12", kind=DistrictKind.THERAPY)
        attachments.attach(work, person_id, district, AttachmentBasis.TERRITORY, date(2026, 1, 1))
    with store.read() as session:
        (row,) = people.by_snils(session, IVANOV.snils)
    assert (row.district, row.district_kind, row.badge) == ("12", DistrictKind.THERAPY, "")
    with store.change(ACTOR) as work:
        life.mark_died(work, person_id, date(2026, 2, 1))
    with store.read() as session:
        (row,) = people.by_snils(session, IVANOV.snils)
    assert (row.district, row.badge, row.died_on) == ("", "", date(2026, 2, 1))


def test_recent_lists_what_this_staff_member_opened_newest_first(store: Store, profile: Path) -> None:
    ids = [saved(store, IVANOV) for _ in range(3)]
    for one in (ids[0], ids[2], ids[1], ids[0]):
        with store.change(ACTOR) as work:
            people.note_opened(work, one)
    with store.read() as session:
        assert [row.id for row in people.recent(session, ACTOR.staff_id)] == [ids[0], ids[1], ids[2]]
        assert [row.id for row in people.recent(session, ACTOR.staff_id, 1)] == [ids[0]]
        assert people.recent(session, new_id()) == ()
    assert sql(profile, "SELECT count(*) FROM audit_event WHERE action = 'open'") == [(4,)]


@pytest.mark.parametrize(
    ("changes", "strength", "matched"),
    [
        ({**OTHER, "policy": IVANOV.policy}, "strong", ("enp",)),
        ({**OTHER, "snils": IVANOV.snils}, "strong", ("snils",)),
        ({**OTHER, "document": IVANOV.document}, "strong", ("document",)),
        ({}, "weak", ("fio_birth",)),
        ({"last_name": "ИВАНОВ "}, "weak", ("fio_birth",)),
        ({"last_name": "Другой"}, "similar", ("name_without_last",)),
        ({"birth_date": date(1968, 7, 3)}, "similar", ("birth_turned",)),
        ({"birth_date": date(1968, 3, 8)}, "similar", ("fio_year",)),
        ({**OTHER, "policy": PolicyData(enp="7754320834000081")}, "similar", ("enp_near",)),
        ({"snils": IVANOV.snils, "policy": IVANOV.policy}, "strong", ("enp", "snils", "fio_birth")),
    ],
)  # fmt: skip
def test_double_is_found_with_its_strength(
    store: Store, changes: dict[str, object], strength: str, matched: tuple[str, ...]
) -> None:
    person_id = saved(store, IVANOV)
    plain = PersonData("Иванов", "Иван", "Иванович", birth_date=date(1968, 3, 7), sex=Sex.MALE)
    typed = dataclasses.replace(plain, **changes)  # type: ignore[arg-type]
    with store.read() as session:
        (found,) = people.doubles(session, typed)
        assert (found.row.id, found.strength, found.matched) == (person_id, strength, matched)
        assert people.doubles(session, typed, person_id) == ()


def test_doubles_come_surest_first_and_nobody_else(store: Store) -> None:
    weak = saved(store, dataclasses.replace(IVANOV, snils="", policy=PolicyData(), document=DocumentData()))
    strong = saved(store, dataclasses.replace(IVANOV, last_name="Сидоров", birth_date=date(1999, 1, 1)))
    saved(store, PersonData("Иванова", "Анна", "Ивановна", birth_date=date(1968, 3, 7)))
    with store.read() as session:
        found = people.doubles(session, IVANOV)
        assert people.doubles(session, PersonData()) == ()
    assert [(one.row.id, one.strength) for one in found] == [
        (strong, DoubleStrength.STRONG),
        (weak, DoubleStrength.WEAK),
    ]


def test_history_tells_who_when_whence_and_what_before(store: Store) -> None:
    with store.change(ACTOR) as work:
        staff_id = clinic.save_staff_member(
            work, None, name=PersonName("Смирнова", "Ольга", None), position="", role="registrar"
        )
    person_id = saved(store, IVANOV)
    with store.change(Actor(staff_id, "окно 1")) as work:
        data = dataclasses.replace(IVANOV, last_name="Петров", phone="+79990001122")
        people.save_person(work, person_id, data, sources={"fio": Source.CARD})
    with store.read() as session:
        lines = people.history(session, person_id)
    newest = {line.field: (line.staff, line.source, line.old, line.new) for line in lines
              if line.staff and line.field != "mark.source"}  # fmt: skip
    assert newest == {
        "person.last_name": ("Смирнова О.", Source.CARD, "Иванов", "Петров"),
        "contact.value": ("Смирнова О.", Source.TYPED, "+79161234567", "+79990001122"),
    }
    assert ("person.last_name", "", "Иванов") in {(line.field, line.old, line.new) for line in lines}
    assert "Иванов" not in repr(lines)
