# ruff: noqa: PT012 - what must fail is a whole change, not one call
import dataclasses
import json
import sqlite3
import threading
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from model_samples import ACTOR, IVANOV, assert_whole, replayed, sql, stored
from sqlalchemy import delete, insert, text, update

from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.ids import new_id
from registrar_app.domain.records import Actor, AttachmentBasis, DistrictKind
from registrar_app.domain.values import Sex, Source
from registrar_app.models import attachments, clinic, people
from registrar_app.models.connecting import SCHEMA_VER
from registrar_app.models.journal_tables import AuditRow, OutboxRow
from registrar_app.models.ledger import BypassError, StoredRow
from registrar_app.models.local_tables import SettingRow
from registrar_app.models.person_tables import AttachmentRow, ConfirmationRow, PersonRow
from registrar_app.models.store import Store
from registrar_app.models.stored_rows import stored_rows


def test_change_when_it_ends_writes_rows_keys_outbox_and_audit(store: Store, profile: Path) -> None:
    with store.change(ACTOR) as work:
        people.save_person(work, None, IVANOV)
    assert_whole(profile)
    assert set(stored(profile)) == {
        "person", "identity_document", "policy", "address", "contact", "mark", "audit_event",
    }  # fmt: skip
    made = sql(profile, "SELECT DISTINCT group_id, incarnation, schema_ver, state, user_id FROM outbox")
    assert made == [(work.group_id.bytes, store.incarnation.bytes, SCHEMA_VER, 0, ACTOR.staff_id.bytes)]  # type: ignore[union-attr]


def test_change_when_a_field_is_edited_makes_one_patch_with_base_and_new(store: Store, profile: Path) -> None:
    with store.change(ACTOR) as work:
        person_id = people.save_person(work, None, IVANOV)
    with store.change(ACTOR) as work:
        people.save_person(work, person_id, dataclasses.replace(IVANOV, birth_place="Тверь"))
    rows = sql(
        profile,
        "SELECT tbl, kind, patch FROM outbox WHERE group_id = ? AND kind <> 'audit'",
        work.group_id.bytes,
    )
    assert [(table, kind, json.loads(patch)) for table, kind, patch in rows] == [
        ("person", "patch", {"birth_place": ["", "Тверь"]})
    ]


def test_change_when_nothing_differs_writes_nothing(store: Store, profile: Path) -> None:
    with store.change(ACTOR) as work:
        person_id = people.save_person(work, None, IVANOV)
    before = sql(profile, "SELECT count(*) FROM outbox")
    with store.change(ACTOR) as work:
        people.save_person(work, person_id, IVANOV)
    assert sql(profile, "SELECT count(*) FROM outbox") == before


def test_change_when_two_flushes_touch_a_row_makes_one_operation(store: Store, profile: Path) -> None:
    with store.change(ACTOR) as work:
        person_id = people.save_person(work, None, IVANOV)
        work.session.flush()
        row = work.session.get(PersonRow, person_id)
        assert row is not None
        row.birth_place = "Тверь"
        work.session.flush()
        row.birth_place = "Псков"
    patches = sql(profile, "SELECT kind, patch FROM outbox WHERE tbl = 'person'")
    assert [(kind, json.loads(patch)["birth_place"]) for kind, patch in patches] == [
        ("insert", [None, "Псков"])
    ]
    assert_whole(profile)


def test_person_saved_several_times_in_one_change_is_one_person(store: Store, profile: Path) -> None:
    bare = dataclasses.replace(IVANOV, document=type(IVANOV.document)(), phone="")
    with store.change(ACTOR) as work:
        person_id = people.save_person(work, None, bare)
        for data in (IVANOV, dataclasses.replace(IVANOV, phone="+79990001122"), IVANOV):
            people.save_person(work, person_id, data)
    counted = "SELECT (SELECT count(*) FROM identity_document), (SELECT count(*) FROM contact)"
    assert sql(profile, counted) == [(1, 1)]
    assert_whole(profile)


def test_insert_of_a_field_the_table_has_not_is_refused(store: Store) -> None:
    with pytest.raises(TypeError), store.change(ACTOR) as work:
        work.insert(PersonRow, None, last_name="Х", first_name="Х", family="Х")
    with pytest.raises(BypassError), store.change(ACTOR) as work:
        work.insert(AuditRow, None, action="forged")


def test_patch_of_a_stored_row_is_an_operation_and_reaches_mapped_rows(store: Store, profile: Path) -> None:
    with store.change(ACTOR) as work:
        person_id = people.save_person(work, None, IVANOV)
    with store.change(ACTOR) as work:
        mapped = work.session.get(PersonRow, person_id)
        assert mapped is not None
        (row,) = stored_rows(work.session, PersonRow, person_id)
        assert row["birth_date"] == IVANOV.birth_date
        work.patch(row, birth_place="Тверь", snils=IVANOV.snils)
        assert mapped.birth_place == "Тверь"
        mapped.birth_place = "Псков"
    patches = sql(profile, "SELECT kind, patch FROM outbox WHERE group_id = ? AND tbl = 'person'",
                  work.group_id.bytes)  # fmt: skip
    assert [(kind, json.loads(patch)) for kind, patch in patches] == [
        ("patch", {"birth_place": ["", "Псков"]})
    ]
    assert_whole(profile)


def test_patch_of_an_append_only_row_or_an_unknown_field_is_refused(store: Store) -> None:
    with store.change(ACTOR) as work:
        person_id = people.save_person(work, None, IVANOV)
    issued = StoredRow(ConfirmationRow, new_id(), 0, {"person_id": person_id, "code": "ID-001"})
    with pytest.raises(BypassError), store.change(ACTOR) as work:
        work.patch(issued, code="ID-002")
    with pytest.raises(KeyError), store.change(ACTOR) as work:
        work.patch(stored_rows(work.session, PersonRow, person_id)[0], family="Х")


def test_change_when_it_fails_saves_nothing(store: Store, profile: Path) -> None:
    with pytest.raises(KeyError), store.change(ACTOR) as work:
        people.save_person(work, None, IVANOV)
        work.session.flush()
        raise KeyError("a bug in a use case")
    assert stored(profile) == {}
    assert sql(profile, "SELECT * FROM outbox") == sql(profile, "SELECT * FROM search_key") == []


def test_change_inside_a_change_is_refused(store: Store, profile: Path) -> None:
    with pytest.raises(BypassError), store.change(ACTOR) as work:
        people.save_person(work, None, IVANOV)
        with store.change(ACTOR):
            pass
    assert stored(profile) == {}


@pytest.mark.parametrize(
    "statement",
    [
        delete(PersonRow),
        update(PersonRow).values(last_name="Х"),
        insert(PersonRow).values(id=new_id(), row_ver=0, last_name="Х", first_name="Х"),
        insert(OutboxRow.__table__).values(tbl="person"),
        text("DELETE FROM person"),
        text("SELECT 1"),
    ],
    ids=["delete", "update", "insert", "outbox", "literal", "literal select"],
)
def test_bulk_statement_in_a_change_is_refused(store: Store, statement: object) -> None:
    with pytest.raises(BypassError), store.change(ACTOR) as work:
        work.session.execute(statement)  # type: ignore[call-overload]


def test_connection_of_a_change_is_not_given_out(store: Store) -> None:
    with pytest.raises(BypassError), store.change(ACTOR) as work:
        work.session.connection()
    with pytest.raises(BypassError), store.change(ACTOR) as work:
        work.session.bulk_save_objects([PersonRow(id=new_id(), last_name="Х", first_name="Х")])


def test_delete_of_a_synced_row_is_refused_and_of_a_local_one_allowed(store: Store) -> None:
    with store.change(ACTOR) as work:
        person_id = people.save_person(work, None, IVANOV)
        work.add(SettingRow(key="k", value="1"))
    with pytest.raises(BypassError), store.change(ACTOR) as work:
        work.session.delete(work.session.get(PersonRow, person_id))
    with store.change(ACTOR) as work:
        work.session.delete(work.session.get(SettingRow, "k"))
    with store.read() as session:
        assert session.get(SettingRow, "k") is None
        assert session.get(PersonRow, person_id) is not None


def test_change_of_an_append_only_row_is_refused_by_session_and_by_database(
    store: Store, profile: Path
) -> None:
    row = ConfirmationRow(
        id=new_id(), person_id=new_id(), code="ID-001", field="f", value="v", made_at=date_time()
    )
    with store.change(ACTOR) as work:
        person_id = people.save_person(work, None, IVANOV)
        row.person_id = person_id
        work.add(row)
    with pytest.raises(BypassError), store.change(ACTOR) as work:
        loaded = work.session.get(ConfirmationRow, row.id)
        assert loaded is not None
        loaded.value = "other"
    with sqlite3.connect(profile / "registrar.db") as link:
        for statement in ("UPDATE confirmation SET value = 'x'", "DELETE FROM audit_event"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                link.execute(statement)
        link.execute("UPDATE confirmation SET row_ver = 5")
    link.close()


def date_time() -> object:
    from datetime import UTC, datetime

    return datetime(2026, 11, 21, 10, 42, tzinfo=UTC)


def test_row_version_set_by_hand_is_refused(store: Store) -> None:
    with pytest.raises(BypassError), store.change(ACTOR) as work:
        work.add(PersonRow(id=new_id(), row_ver=3, last_name="Х", first_name="Х"))


def test_reading_session_cannot_write(store: Store) -> None:
    from sqlalchemy.exc import OperationalError

    with pytest.raises(OperationalError, match="readonly"), store.read() as session:
        session.execute(text("DELETE FROM person"))
    with pytest.raises(OperationalError, match="readonly"), store.read() as session:
        session.add(SettingRow(key="k", value="1"))
        session.commit()


def test_reading_session_sees_one_state(store: Store) -> None:
    with store.read() as session:
        assert people.recent(session, None) == ()
        done = threading.Thread(target=lambda: _save(store))
        done.start()
        done.join()
        assert session.query(PersonRow).count() == 0
    with store.read() as session:
        assert session.query(PersonRow).count() == 1


def _save(store: Store) -> None:
    with store.change(ACTOR) as work:
        people.save_person(work, None, IVANOV)


def test_two_open_attachments_are_refused_at_the_commit(store: Store, profile: Path) -> None:
    with store.change(ACTOR) as work:
        person_id = people.save_person(work, None, IVANOV)
        district = clinic.save_district(work, None, number="1", kind=DistrictKind.THERAPY)
        attachments.attach(work, person_id, district, AttachmentBasis.TERRITORY, date(2026, 1, 1))
    with pytest.raises(RegistrarError) as caught, store.change(ACTOR) as work:
        work.add(
            AttachmentRow(
                id=new_id(), person_id=person_id, district_id=district, kind="main", basis="territory",
                begins=date(2026, 2, 1),
            )
        )  # fmt: skip
    assert caught.value.code == "DB-030"
    assert len(stored(profile)["attachment"]) == 1


def test_note_makes_an_audit_event_that_travels(store: Store, profile: Path) -> None:
    with store.change(Actor(None, "окно 1", Source.CARD)) as work:
        work.note("search", kind="fio")
    assert [(row["action"], row["detail"]) for row in replayed(profile)["audit_event"].values()] == [
        ("search", '{"kind":"fio"}')
    ]
    assert replayed(profile) == stored(profile)


def test_missing_parent_is_refused_at_the_commit(store: Store, profile: Path) -> None:
    from sqlalchemy.exc import IntegrityError

    with pytest.raises(IntegrityError), store.change(ACTOR) as work:
        attachments.attach(work, new_id(), new_id(), AttachmentBasis.TERRITORY, date(2026, 1, 1))
    assert stored(profile) == {}


_EDITS = st.fixed_dictionaries(
    {},
    optional={
        "last_name": st.sampled_from(["Иванов", "Петров-Водкин", "Ёжиков", "О'Коннор"]),
        "patronymic": st.sampled_from([None, "Иванович", "Рашид оглы"]),
        "birth_date": st.dates(date(1920, 1, 1), date(2026, 1, 1)),
        "sex": st.sampled_from([Sex.MALE, Sex.FEMALE, None]),
        "snils": st.sampled_from(["", "11223344595", "07495130378"]),
        "policy": st.builds(
            lambda enp, kind: dataclasses.replace(IVANOV.policy, enp=enp, insurer_name=kind),
            st.sampled_from(["", "7754320834000018", "1234567890123456"]),
            st.sampled_from(["", "Ромашка"]),
        ),
        "document": st.sampled_from([IVANOV.document, type(IVANOV.document)()]),
        "phone": st.sampled_from(["", "+79161234567", "+79990001122"]),
        "residence": st.sampled_from([IVANOV.registration, IVANOV.residence]),
    },
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(st.lists(_EDITS, min_size=1, max_size=2), min_size=1, max_size=6))
def test_folding_the_operations_gives_the_rows(
    store: Store, profile: Path, edits: list[list[dict[str, object]]]
) -> None:
    with store.change(ACTOR) as work:
        person_id = people.save_person(work, None, IVANOV)
    now = IVANOV
    for save in edits:
        with store.change(ACTOR) as work:
            for edit in save:
                now = dataclasses.replace(now, **edit)  # type: ignore[arg-type]
                people.save_person(work, person_id, now)
    assert_whole(profile)
