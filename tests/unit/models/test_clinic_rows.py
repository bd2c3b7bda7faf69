from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from model_samples import ACTOR, IVANOV, assert_whole, sql

from registrar_app.domain.ids import new_id
from registrar_app.domain.records import AttachmentBasis, DetachReason, DistrictKind, Organization
from registrar_app.domain.values import PersonName
from registrar_app.models import attachments, clinic, drafts, people, settings
from registrar_app.models.settings import Setting
from registrar_app.models.store import Store

CLINIC = Organization(
    "ГБУЗ «Городская поликлиника № 1»", "ГП № 1", "г. Северореченск", "+74950000000", "1027700000000",
    "12345678", "", "ЛО-77", date(2019, 5, 6), "Орлова А. А.", "1.2.643", "770001", "7700000000",
)  # fmt: skip


def test_organization_when_saved_and_loaded_is_the_same(store: Store, profile: Path) -> None:
    with store.read() as session:
        assert clinic.organization(session) is None
    for data in (Organization("x"), CLINIC):
        with store.change(ACTOR) as work:
            clinic.save_organization(work, data)
        with store.read() as session:
            assert clinic.organization(session) == data
    assert sql(profile, "SELECT count(*) FROM organization") == [(1,)]
    assert_whole(profile)


def test_staff_departments_and_districts_are_kept_and_sorted(store: Store) -> None:
    with store.change(ACTOR) as work:
        clinic.save_department(work, None, "Терапия", "1.2")
        physician = clinic.save_staff_member(
            work, None, name=PersonName("Петрова", "Анна", "Ивановна"), position="врач", role="physician",
            snils="11223344595",
        )  # fmt: skip
        clinic.save_staff_member(work, None, name=PersonName("Ли", "Ян"), position="", role="registrar")
        for number in ("12", "2", "А"):
            district = clinic.save_district(
                work, None, number=number, kind=DistrictKind.THERAPY, physician_id=physician
            )
    with store.change(ACTOR) as work:
        clinic.save_district(work, district, number="Б", kind=DistrictKind.FAMILY)
    with store.read() as session:
        assert [(one.name, one.oid) for one in clinic.departments(session)] == [("Терапия", "1.2")]
        assert [one.name.full for one in clinic.staff(session)] == ["Ли Ян", "Петрова Анна Ивановна"]
        assert [(one.number, one.physician) for one in clinic.districts(session)] == [
            ("2", "Петрова А.\u00a0И."), ("12", "Петрова А.\u00a0И."), ("Б", ""),
        ]  # fmt: skip
        one = clinic.district(session, district)
        assert one is not None
        assert one.kind is DistrictKind.FAMILY
        member = clinic.staff_member(session, physician)
        assert member is not None
        assert (member.snils, member.role) == ("11223344595", "physician")
        assert clinic.district(session, new_id()) is clinic.staff_member(session, new_id()) is None
    with pytest.raises(LookupError), store.change(ACTOR) as work:
        clinic.save_department(work, new_id(), "x")


@pytest.fixture
def attached(store: Store) -> tuple[UUID, UUID, UUID]:
    with store.change(ACTOR) as work:
        clinic.save_organization(work, CLINIC)
        districts = [
            clinic.save_district(work, None, number=n, kind=DistrictKind.THERAPY) for n in ("1", "2")
        ]
        person_id = people.save_person(work, None, IVANOV)
        attachments.attach(work, person_id, districts[0], AttachmentBasis.TERRITORY, date(2026, 1, 10))
    return person_id, districts[0], districts[1]


def test_second_attachment_closes_the_first_the_day_before(
    store: Store, profile: Path, attached: tuple[UUID, UUID, UUID]
) -> None:
    person_id, _first, second = attached
    with store.change(ACTOR) as work:
        attachments.attach(
            work, person_id, second, AttachmentBasis.APPLICATION, date(2026, 3, 1), DetachReason.OTHER_MO
        )
    with store.read() as session:
        now, old = attachments.attachments_of(session, person_id)
        record = people.load_person(session, person_id)
    assert (now.district_number, now.ends, now.organization) == ("2", None, "ГП № 1")
    assert (old.ends, old.end_reason) == (date(2026, 2, 28), DetachReason.OTHER_MO)
    assert record is not None
    assert (record.attachment, record.attachments) == (now, (now, old))
    assert_whole(profile)


def test_old_attachment_never_ends_before_it_began(store: Store, attached: tuple[UUID, UUID, UUID]) -> None:
    person_id, _first, second = attached
    with store.change(ACTOR) as work:
        attachments.attach(work, person_id, second, AttachmentBasis.MOVED, date(2026, 1, 10))
    with store.read() as session:
        assert attachments.attachments_of(session, person_id)[1].ends == date(2026, 1, 10)


def test_detached_person_has_no_open_attachment_but_a_history(
    store: Store, attached: tuple[UUID, UUID, UUID]
) -> None:
    person_id = attached[0]
    with store.change(ACTOR) as work:
        one = attachments.attachments_of(work.session, person_id)[0]
        attachments.detach(work, one.id, date(2026, 6, 1), DetachReason.MOVED)
    with store.read() as session:
        ended = attachments.attachments_of(session, person_id)
        assert [(one.ends, one.end_reason) for one in ended] == [(date(2026, 6, 1), DetachReason.MOVED)]
        fields = {line.field for line in people.history(session, person_id)}
    assert {"attachment.ends", "attachment.end_reason"} <= fields
    with pytest.raises(LookupError), store.change(ACTOR) as work:
        attachments.detach(work, new_id(), date(2026, 6, 1), DetachReason.MOVED)


def test_attachments_of_a_year_leave_out_territory_and_mistakes(
    store: Store, attached: tuple[UUID, UUID, UUID]
) -> None:
    person_id, first, second = attached
    with store.change(ACTOR) as work:
        wrong = attachments.attach(work, person_id, second, AttachmentBasis.APPLICATION, date(2026, 2, 1))
        attachments.detach(work, wrong, date(2026, 2, 1), DetachReason.MISTAKE)
        attachments.attach(work, person_id, first, AttachmentBasis.APPLICATION, date(2026, 5, 1))
    with store.read() as session:
        year = attachments.attached_in_year(session, person_id, date(2026, 1, 1), date(2026, 12, 31))
        assert [one.begins for one in year] == [date(2026, 5, 1)]
        assert attachments.attached_in_year(session, person_id, date(2027, 1, 1), date(2027, 12, 31)) == ()


def test_draft_when_saved_replaces_the_older_one_and_can_be_dropped(store: Store, profile: Path) -> None:
    for payload in ('{"a": 1}', '{"a": 2}'):
        with store.change(ACTOR) as work:
            drafts.save_draft(work, "person", "new", payload)
            drafts.save_draft(work, "paper", "p1", payload)
    with store.read() as session:
        draft = drafts.load_draft(session, "person", "new")
        assert draft is not None
        assert (draft.payload, draft.staff_id) == ('{"a": 2}', ACTOR.staff_id)
        assert len(drafts.list_drafts(session)) == 2
        assert [one.kind for one in drafts.list_drafts(session, "paper", ACTOR.staff_id)] == ["paper"]
        assert drafts.list_drafts(session, staff_id=new_id()) == ()
    for _ in range(2):
        with store.change(ACTOR) as work:
            drafts.drop_draft(work, "person", "new")
    with store.read() as session:
        assert drafts.load_draft(session, "person", "new") is None
    assert sql(profile, "SELECT count(*) FROM outbox") == [(0,)]


def test_setting_gives_its_default_until_it_is_set(store: Store) -> None:
    size, rule = Setting("papers.range", 200), Setting("attachment.year_rule", "calendar")
    flag = Setting("x.flag", False)
    with store.read() as session:
        assert (settings.get(session, size), settings.get(session, rule)) == (200, "calendar")
    for value in (100, 300):
        with store.change(ACTOR) as work:
            settings.put(work, size, value)
            settings.put(work, flag, value == 300)
    with store.read() as session:
        assert (settings.get(session, size), settings.get(session, flag)) == (300, True)
        assert settings.get(session, Setting("papers.range", "text")) == "text"
