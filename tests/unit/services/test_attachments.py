"""Attaching: the check before, one open attachment, the once-a-year warning with its switch."""

from datetime import date

import pytest
from desk_samples import form, id_of

from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.problems import Level
from registrar_app.domain.records import AttachmentBasis, DetachReason, District, PersonRecord
from registrar_app.services.desk import Desk
from registrar_app.services.settings import YEAR_RULE
from registrar_app.services.shapes import Answer, PreflightLine

TODAY = date(2026, 11, 21)
APPLICATION, TERRITORY, MOVED = AttachmentBasis.APPLICATION, AttachmentBasis.TERRITORY, AttachmentBasis.MOVED


@pytest.fixture
def districts(desk: Desk) -> dict[str, District]:
    return {one.number: one for one in desk.attachments.districts()}


@pytest.fixture
def person(desk: Desk) -> PersonRecord:
    return desk.people.save(form())


def _codes(lines: tuple[PreflightLine, ...]) -> set[str]:
    return {line.code for line in lines if line.level in (Level.WARN, Level.ERROR)}


def test_training_clinic_has_three_districts_one_for_children(districts: dict[str, District]) -> None:
    assert sorted(districts) == ["12", "3", "7"]
    assert [one.kind for one in districts.values()].count(districts["3"].kind) == 1
    assert len({one.physician_id for one in districts.values()}) == 2


def test_proposal_takes_the_district_of_the_age(desk: Desk, districts: dict[str, District]) -> None:
    adult = desk.people.save(form())
    assert desk.attachments.propose(adult).district_id in (districts["12"].id, districts["7"].id)
    child = desk.people.save(form(2, birth_date="01.02.2020", enp="", last_name="Малышева"))
    proposal = desk.attachments.propose(child)
    assert (proposal.district_id, proposal.basis, proposal.begins) == (districts["3"].id, APPLICATION, TODAY)


def test_preflight_of_a_good_case_is_all_quiet(
    desk: Desk, person: PersonRecord, districts: dict[str, District]
) -> None:
    lines = desk.attachments.preflight(person.id, districts["12"].id, APPLICATION, TODAY)
    assert {line.level for line in lines} == {Level.OK}
    assert "5–7, 13" in {line.fund_codes for line in lines}


def test_attach_writes_history_badge_and_count(
    desk: Desk, person: PersonRecord, districts: dict[str, District]
) -> None:
    record = desk.attachments.attach(person.id, districts["12"].id, APPLICATION, TODAY)
    assert record.attachment is not None
    assert (record.attachment.district_number, record.attachment.begins) == ("12", TODAY)
    assert desk.people.search("незнакомцева").rows[0].district == "12"
    assert desk.counts_today().attached == 1


@pytest.mark.parametrize(
    ("district", "begins", "code", "field"),
    [
        (None, TODAY, "ATT-002", "district"),
        ("12", None, "ATT-003", "begins"),
        ("12", date(2026, 11, 22), "ATT-004", "begins"),
        ("12", date(1980, 1, 1), "ATT-018", "begins"),
    ],
)
def test_attach_with_an_error_is_refused_at_its_field(
    desk: Desk,
    person: PersonRecord,
    districts: dict[str, District],
    district: str | None,
    begins: date | None,
    code: str,
    field: str,
) -> None:
    target = districts[district].id if district else None
    with pytest.raises(RefusedError) as caught:
        desk.attachments.attach(person.id, target, APPLICATION, begins)
    assert (code, field) in {(one.code, one.field) for one in caught.value.problems}
    assert desk.people.peek(person.id).attachment is None


def test_child_to_a_therapist_asks_and_the_answer_is_kept(desk: Desk, districts: dict[str, District]) -> None:
    child = desk.people.save(form(2, birth_date="01.02.2020", enp="", last_name="Малышева"))
    with pytest.raises(RefusedError) as caught:
        desk.attachments.attach(child.id, districts["12"].id, APPLICATION, TODAY)
    assert {one.code for one in caught.value.problems} == {"ATT-008", "ATT-013"}
    answers = [Answer("ATT-008", reason="по заявлению матери"), Answer("ATT-013", reason="полис в печати")]
    record = desk.attachments.attach(child.id, districts["12"].id, APPLICATION, TODAY, answers)
    kept = {one.code: one.reason for one in record.confirmations if one.field == "attachment"}
    assert kept == {"ATT-008": "по заявлению матери", "ATT-013": "полис в печати"}


def test_second_application_in_a_year_warns_by_the_chosen_rule(
    desk: Desk, person: PersonRecord, districts: dict[str, District]
) -> None:
    last_year = date(2025, 12, 20)
    answers = [Answer("ATT-005")]
    desk.attachments.attach(person.id, districts["12"].id, APPLICATION, last_year, answers)

    def asked(basis: AttachmentBasis, begins: date = TODAY) -> set[str]:
        return _codes(desk.attachments.preflight(person.id, districts["7"].id, basis, begins))

    assert asked(APPLICATION) == set()
    desk.settings.set(YEAR_RULE, "365")
    assert asked(APPLICATION) == {"ATT-010"}
    assert asked(MOVED) == {"ATT-010"}
    assert asked(TERRITORY) == set()
    desk.settings.set(YEAR_RULE, "off")
    assert asked(APPLICATION) == set()


def test_move_closes_the_former_the_day_before(
    desk: Desk, person: PersonRecord, districts: dict[str, District]
) -> None:
    desk.attachments.attach(person.id, districts["12"].id, TERRITORY, date(2026, 3, 2))
    record = desk.attachments.attach(person.id, districts["7"].id, APPLICATION, TODAY)
    now, former = record.attachments
    assert (now.district_number, now.ends) == ("7", None)
    assert (former.ends, former.end_reason) == (date(2026, 11, 20), DetachReason.OTHER_DISTRICT)


def test_same_district_twice_is_refused(
    desk: Desk, person: PersonRecord, districts: dict[str, District]
) -> None:
    desk.attachments.attach(person.id, districts["12"].id, TERRITORY, date(2026, 3, 2))
    lines = desk.attachments.preflight(person.id, districts["12"].id, APPLICATION, TODAY)
    assert "ATT-011" in _codes(lines)


def test_detach_needs_an_open_one_and_a_later_day(
    desk: Desk, person: PersonRecord, districts: dict[str, District]
) -> None:
    begins = date(2026, 3, 2)
    record = desk.attachments.attach(person.id, districts["12"].id, TERRITORY, begins)
    assert record.attachment is not None
    attachment_id = record.attachment.id
    with pytest.raises(RegistrarError) as caught:
        desk.attachments.detach(person.id, attachment_id, date(2026, 3, 1), DetachReason.MOVED)
    assert caught.value.code == "ATT-015"
    record = desk.attachments.detach(person.id, attachment_id, TODAY, DetachReason.MOVED, "уехала к сыну")
    assert record.attachment is None
    assert (record.attachments[0].ends, record.attachments[0].end_reason) == (TODAY, DetachReason.MOVED)
    assert "уехала к сыну" in {one.reason for one in record.confirmations}
    with pytest.raises(RegistrarError) as caught:
        desk.attachments.detach(person.id, attachment_id, TODAY, DetachReason.MOVED)
    assert caught.value.code == "ATT-014"


def test_district_without_physician_asks(desk: Desk, person: PersonRecord) -> None:
    from registrar_app.domain.records import DistrictKind

    bare = desk.clinic.save_district("15", DistrictKind.FAMILY, None)
    assert _codes(desk.attachments.preflight(person.id, bare.id, TERRITORY, TODAY)) == {"ATT-006"}


def test_told_namesakes_of_the_training_clinic_stand_apart(desk: Desk) -> None:
    assert desk.people.search("Сидоров Константин 14.08.1957").total == 2
    assert id_of(desk, "Мамедов Эльхан 1981")
