from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from desk_samples import NOW, form, issue, new_person, on_card

from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.records import AttachmentBasis, PersonRecord
from registrar_app.domain.samples import make_enp, make_snils
from registrar_app.domain.values import PersonName, Sex
from registrar_app.services.desk import Desk
from registrar_app.services.merge_shapes import Side
from registrar_app.services.paper_shapes import JournalFilter
from registrar_app.services.shapes import Answer


@pytest.fixture
def senior(desk: Desk) -> Desk:
    return signed_in(desk, "senior")


def signed_in(desk: Desk, role: str) -> Desk:
    staff = desk.clinic.save_staff(PersonName("Старшова", "Нина", "Петровна"), "регистратор", role)
    desk.sign_in(staff.id)
    return desk


def saved(desk: Desk, serial: int = 1, **texts: str) -> PersonRecord:
    values = form(serial, **texts)
    doubles = [one for one in desk.people.doubles(values) if one.code]
    answers = [Answer(one.code, str(one.person_id), reason="разные документы") for one in doubles]
    return desk.people.save(values, answers=answers)


def attached(desk: Desk, record: PersonRecord, number: int) -> PersonRecord:
    district = [one for one in desk.attachments.districts() if one.kind == "therapy"][number]
    lines = desk.attachments.preflight(record.id, district.id, AttachmentBasis.APPLICATION, date(2026, 11, 2))
    answers = [Answer(one.code) for one in lines if one.level == "warn"]
    return desk.attachments.attach(
        record.id, district.id, AttachmentBasis.APPLICATION, date(2026, 11, 2), answers
    )


def choices(desk: Desk, into: UUID, from_: UUID, side: Side = "first") -> dict[str, Side]:
    return {row.key: side for row in desk.merging.compare(into, from_).rows if row.is_open}


def test_compare_shows_groups_that_differ_and_names_those_that_agree(senior: Desk) -> None:
    one = saved(senior)
    other = saved(senior, 2, last_name="Знакомцева", phone="+79161112233")
    view = senior.merging.compare(one.id, other.id)
    rows = {row.key: row for row in view.rows}
    assert (rows["fio"].first_value, rows["fio"].second_value) == (
        "Незнакомцева Варвара Тихоновна",
        "Знакомцева Варвара Тихоновна",
    )
    assert rows["fio"].is_open
    assert (rows["phone"].preset, rows["phone"].is_open) == ("second", False)
    assert "Дата рождения, пол" in view.same
    assert [problem.code for problem in view.problems] == ["REC-075"]
    assert view.can_merge
    assert {one.key for one in view.counts} >= {"policies", "history", "contacts"}


def test_compare_verified_enp_wins_over_a_typed_one(senior: Desk) -> None:
    typed = saved(senior)
    card = new_person(2)
    other = senior.people.save(
        form(2), identity=on_card(card),
        answers=[Answer("REC-013", str(typed.id), reason="другая")],
    )  # fmt: skip
    for pair, preset in (((typed.id, other.id), "second"), ((other.id, typed.id), "first")):
        (row,) = [row for row in senior.merging.compare(*pair).rows if row.key == "enp"]
        assert (row.preset, row.is_open) == (preset, False)
    (name,) = [row for row in senior.merging.compare(typed.id, other.id).rows if row.key == "snils"]
    assert name.is_open


def test_compare_advises_the_record_that_more_hangs_on(senior: Desk) -> None:
    one = saved(senior)
    other = attached(senior, saved(senior, 2), 0)
    assert senior.merging.compare(one.id, other.id).survivor == "second"
    assert senior.merging.compare(other.id, one.id).survivor == "first"
    assert senior.merging.compare(one.id, other.id).why == "есть прикрепление"


def test_merge_without_a_choice_at_an_open_row_is_refused_at_that_row(senior: Desk) -> None:
    one, other = saved(senior), saved(senior, 2)
    with pytest.raises(RefusedError) as caught:
        senior.merging.merge(one.id, other.id)
    assert {(one.code, one.field) for one in caught.value.problems} == {
        ("REC-074", "snils"),
        ("REC-074", "enp"),
    }
    assert senior.people.peek(other.id).id == other.id


def test_merge_makes_every_way_lead_to_the_record_that_stays(senior: Desk) -> None:
    one, other = attached(senior, saved(senior), 0), attached(senior, saved(senior, 2), 1)
    senior.people.open(other.id)
    picks = choices(senior, one.id, other.id) | {"enp": "second"}
    merged = senior.merging.merge(one.id, other.id, picks, "одна и та же")
    assert merged.id == one.id
    assert merged.data.policy.enp == other.data.policy.enp
    assert senior.people.open(other.id).id == one.id
    assert [row.id for row in senior.people.recent()][:1] == [one.id]
    for text in (one.data.policy.enp, other.data.policy.enp, other.record_number):
        assert [row.id for row in senior.people.search(text).rows] == [one.id], text
    assert senior.identification.identify(on_card(other.data)).person_id == one.id
    assert len(merged.attachments) == 2
    told = [(line.what, line.note) for line in senior.people.history(one.id)]
    assert ("Присоединена запись", "одна и та же") in told
    assert any(f"из карты № {other.record_number}" in note for _what, note in told)


def test_merge_reads_papers_of_both_and_opens_them_from_the_survivor(senior: Desk) -> None:
    issued = issue(senior)
    other_id = senior.people.search("Соколова Мария").rows[0].id
    papers = senior.papers.journal(JournalFilter(person_id=other_id)).rows
    assert papers
    one = saved(senior)
    senior.merging.merge(one.id, other_id, choices(senior, one.id, other_id))
    assert senior.papers.journal(JournalFilter(person_id=one.id)).rows == papers
    found = {row.id for row in senior.people.search(issued.number).rows}
    assert one.id in found
    assert other_id not in found


def test_merge_by_a_registrar_is_refused_but_he_may_mark_the_pair(desk: Desk) -> None:
    one, other = saved(desk), saved(desk, 2, last_name="Другаева")
    signed_in(desk, "registrar")
    assert not desk.merging.is_allowed
    with pytest.raises(RegistrarError) as caught:
        desk.merging.merge(one.id, other.id, choices(desk, one.id, other.id))
    assert caught.value.code == "REC-072"
    desk.pairs.answer(other.id, one.id, "senior", "похоже, вышла замуж")
    (pair, *_rest) = desk.pairs.list()
    assert {pair.first.id, pair.second.id} == {one.id, other.id}
    assert (pair.asked_by, pair.note) == ("Старшова Н.\u00a0П.", "похоже, вышла замуж")


def test_history_of_a_merge_does_not_say_that_the_representative_of_both_was_taken_away(
    senior: Desk,
) -> None:
    mother = {"rep1_last_name": "Незнакомцева", "rep1_first_name": "Вера", "rep1_relation": "mother"}
    one, other = saved(senior, **mother), saved(senior, 2, **mother)
    record = senior.merging.merge(one.id, other.id, choices(senior, one.id, other.id))
    assert len(record.representatives) == 1
    told = [(line.before, line.after) for line in senior.people.history(one.id) if "фамилия" in line.what]
    assert told == [("", "Незнакомцева"), ("", "Незнакомцева")]
    senior.merging.undo(senior.merging.merges_of(one.id)[0].merge_id)
    assert [len(senior.people.peek(each.id).representatives) for each in (one, other)] == [1, 1]


def test_undo_gives_both_records_back_and_says_so(senior: Desk) -> None:
    one, other = saved(senior), saved(senior, 2)
    senior.merging.merge(one.id, other.id, choices(senior, one.id, other.id, "second"))
    (line,) = senior.merging.merges_of(other.id)
    assert (line.can_undo, line.from_id, line.undone_at) == (True, other.id, None)
    assert senior.merging.undo(line.merge_id).data == one.data
    assert senior.people.peek(other.id).data == other.data
    with pytest.raises(RegistrarError) as caught:
        senior.merging.undo(line.merge_id)
    assert caught.value.code == "REC-077"
    for person in (one.id, other.id):
        assert "Записи снова разделены" in [line.what for line in senior.people.history(person)]


def test_undo_in_the_middle_of_a_chain_asks_for_the_later_one_first(senior: Desk) -> None:
    ids = [saved(senior, serial).id for serial in (1, 2, 3)]
    senior.merging.merge(ids[1], ids[0], choices(senior, ids[1], ids[0]))
    senior.merging.merge(ids[2], ids[1], choices(senior, ids[2], ids[1]))
    lines = senior.merging.merges_of(ids[2])
    assert [(line.can_undo, line.blocked and line.blocked.code) for line in lines] == [
        (True, None),
        (False, "REC-077"),
    ]
    with pytest.raises(RegistrarError) as caught:
        senior.merging.undo(lines[1].merge_id)
    assert "более позднее" in caught.value.problem.way_out
    for line in lines:
        senior.merging.undo(line.merge_id)
    assert [senior.people.peek(one).id for one in ids] == ids


def test_two_seniors_at_once_the_second_is_refused(senior: Desk, clinic_folder: Path) -> None:
    one, other = saved(senior), saved(senior, 2)
    with Desk.open(clinic_folder, clock=lambda: NOW) as second:
        second.sign_in(senior.staff_now.id)  # type: ignore[union-attr]
        picks = choices(second, other.id, one.id)
        senior.merging.merge(one.id, other.id, choices(senior, one.id, other.id))
        with pytest.raises(RegistrarError) as caught:
            second.merging.merge(other.id, one.id, picks)
        assert caught.value.code == "REC-073"
        assert second.people.peek(other.id).id == one.id


def test_late_save_from_a_window_that_had_the_joined_record_open(senior: Desk) -> None:
    one, other = saved(senior, phone=""), saved(senior, 2, phone="")
    senior.merging.merge(one.id, other.id, choices(senior, one.id, other.id))
    typed = form(2, phone="+79165556677")
    result = senior.people.save(typed, other.id, base=other)
    assert (result.id, result.data.phone) == (one.id, "+79165556677")
    assert result.data.snils == one.data.snils
    with pytest.raises(RegistrarError) as caught:
        senior.people.save(typed, other.id)
    assert caught.value.code == "REC-071"


# --- work list ----------------------------------------------------------------------------------------------


def test_pairs_appear_with_the_save_and_the_surest_stands_first(desk: Desk) -> None:
    before = desk.pairs.count()
    snils = make_snils(700_001)
    one = saved(desk)
    turned = saved(desk, 2, birth_date="05.12.1988", last_name="Поворотова", enp="", snils="")
    other = saved(desk, 3, birth_date="12.05.1988", last_name="Поворотова", enp="", snils="")
    same = saved(desk, 4, snils=snils, enp="", last_name="Иная", first_name="Анна")
    found = {(one.strength, frozenset(one.key)): one for one in desk.pairs.list()}
    assert ("strong", frozenset({one.id, same.id})) in found
    assert ("similar", frozenset({turned.id, other.id})) in found
    assert found["strong", frozenset({one.id, same.id})].matched == "СНИЛС"
    assert found["strong", frozenset({one.id, same.id})].note == "разные документы"
    assert desk.pairs.count() == before + 2
    assert [one.strength for one in desk.pairs.list()] == sorted(
        (one.strength for one in desk.pairs.list()), key=["strong", "weak", "similar"].index
    )


def test_namesake_confirmed_with_a_reason_does_not_wait_in_the_list(desk: Desk) -> None:
    one, other = saved(desk), saved(desk, 2)
    assert frozenset({one.id, other.id}) not in {frozenset(pair.key) for pair in desk.pairs.list()}
    assert "Разные люди" in [line.what for line in desk.people.history(one.id)]


def test_not_the_same_is_remembered_until_an_identifier_changes(desk: Desk) -> None:
    snils = make_snils(700_001)
    one, same = saved(desk), saved(desk, 4, snils=snils, last_name="Иная", first_name="Анна")
    desk.pairs.answer(one.id, same.id, "different", "ошибка в чужой записи")
    assert not _waits(desk, one, same)
    record = desk.people.save(
        form(4, snils=snils, last_name="Иная", first_name="Анна", phone="+79161112233"), same.id, base=same
    )
    assert not _waits(desk, one, same)
    assert one.id not in [view.person_id for view in desk.people.doubles(
        form(4, snils=snils, last_name="Иная", first_name="Анна"), same.id)]  # fmt: skip
    desk.people.save(
        form(4, snils=snils, last_name="Иная", first_name="Жанна", phone="+79161112233"), same.id, base=record
    )
    assert _waits(desk, one, same)


def _waits(desk: Desk, one: PersonRecord, other: PersonRecord) -> bool:
    return frozenset({one.id, other.id}) in {frozenset(pair.key) for pair in desk.pairs.list()}


def test_pair_put_off_comes_back_tomorrow(desk: Desk, clinic_folder: Path) -> None:
    one, same = saved(desk), saved(desk, 4, snils=make_snils(700_001), last_name="Иная", first_name="Анна")
    count = desk.pairs.count()
    desk.pairs.answer(same.id, one.id, "later")
    assert desk.pairs.count() == count - 1
    with Desk.open(clinic_folder, clock=lambda: NOW + timedelta(days=1)) as tomorrow:
        assert tomorrow.pairs.count() == count


def test_rebuild_finds_what_the_saves_have_found(desk: Desk) -> None:
    saved(desk)
    saved(desk, 4, snils=make_snils(700_001), last_name="Иная", first_name="Анна")
    saved(desk, 5, enp=make_enp("99", date(1990, 5, 17), Sex.FEMALE, 70_001), first_name="Яна")
    desk.pairs.answer(saved(desk, 6).id, saved(desk, 7, last_name="Та").id, "senior")
    steps: list[tuple[int, int]] = []
    before = {(pair.key, pair.strength, pair.matched, pair.note) for pair in desk.pairs.list()}
    assert desk.pairs.rebuild(lambda done, total: steps.append((done, total)), lambda: True) is None
    assert desk.pairs.rebuild(lambda done, total: steps.append((done, total))) == len(before)
    assert {(pair.key, pair.strength, pair.matched, pair.note) for pair in desk.pairs.list()} == before
    assert not desk.pairs.needs_rebuild
    assert steps[0] == (0, 6)


def test_merge_takes_the_pair_from_the_list_and_its_undo_brings_it_back(senior: Desk) -> None:
    one, same = (
        saved(senior),
        saved(senior, 4, snils=make_snils(700_001), last_name="Иная", first_name="Анна"),
    )
    senior.merging.merge(one.id, same.id, choices(senior, one.id, same.id))
    assert not _waits(senior, one, same)
    senior.merging.undo(senior.merging.merges_of(one.id)[0].merge_id)
    assert _waits(senior, one, same)
