import multiprocessing
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from desk_samples import NOW, draft_of, form, issue

from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.records import AttachmentBasis, DetachReason, PersonRecord
from registrar_app.services.desk import Desk
from registrar_app.services.settings import UNDO_MINUTES
from registrar_app.services.shapes import Answer


@pytest.fixture
def other_window(desk: Desk, clinic_folder: Path) -> Iterator[Desk]:
    """A second desk at the same profile with another worker."""
    with Desk.open(clinic_folder, clock=lambda: NOW) as second:
        workers = [one for one in second.clinic.staff() if one.role != "physician"]
        second.sign_in(next(one.id for one in workers if one != desk.staff_now), "окно 9")
        yield second


def attached(desk: Desk, record: PersonRecord) -> PersonRecord:
    district = next(one for one in desk.attachments.districts() if one.kind == "therapy")
    args = (record.id, district.id, AttachmentBasis.APPLICATION, date(2026, 11, 2))
    answers = [Answer(one.code) for one in desk.attachments.preflight(*args) if one.level == "warn"]
    return desk.attachments.attach(*args, answers)


# --- two windows --------------------------------------------------------------------------------------------


def test_two_windows_changing_different_groups_keep_both(desk: Desk, other_window: Desk) -> None:
    opened = desk.people.save(form(phone=""))
    other_window.people.save(form(phone="+79161112233"), opened.id, base=opened)
    result = desk.people.save(form(birth_place="Тверь"), opened.id, base=opened)
    assert (result.data.phone, result.data.birth_place) == ("+79161112233", "Тверь")


def test_two_windows_changing_one_group_the_later_is_asked_with_both_values(
    desk: Desk, other_window: Desk
) -> None:
    opened = desk.people.save(form())
    other_window.people.save(form(phone="+79161112233"), opened.id, base=opened)
    mine = form(phone="+79990001122", birth_place="Тверь")
    with pytest.raises(RefusedError) as caught:
        desk.people.save(mine, opened.id, base=opened)
    (question,) = caught.value.problems
    assert (question.code, question.field) == ("REC-070", "phone")
    for words in ("+7\xa0916\xa0111-22-33", "+7\xa0999\xa0000-11-22", other_window.staff_now.name.short):  # type: ignore[union-attr]
        assert words in question.text
    assert desk.people.peek(opened.id).data.phone == "+79161112233"
    assert desk.people.peek(opened.id).data.birth_place == ""

    rebased = desk.people.rebase(mine, opened)
    (conflict,) = rebased.conflicts
    assert (conflict.field, conflict.their_values["phone"]) == ("phone", "+7\xa0916\xa0111-22-33")
    assert rebased.values["birth_place"] == "Тверь"
    answer = Answer("REC-070", "phone", value=conflict.theirs)
    kept = desk.people.save(mine, opened.id, base=opened, answers=[answer])
    assert (kept.data.phone, kept.data.birth_place) == ("+79990001122", "Тверь")


def test_answer_holds_only_for_the_value_it_was_given_for(desk: Desk, other_window: Desk) -> None:
    opened = desk.people.save(form())
    second = other_window.people.save(form(phone="+79161112233"), opened.id, base=opened)
    other_window.people.save(form(phone="+79164445566"), opened.id, base=second)
    answer = Answer("REC-070", "phone", value="+7\xa0916\xa0111-22-33")
    with pytest.raises(RefusedError):
        desk.people.save(form(phone="+79990001122"), opened.id, base=opened, answers=[answer])
    assert desk.people.peek(opened.id).data.phone == "+79164445566"


def test_rebase_takes_the_saved_value_of_what_was_not_touched(desk: Desk, other_window: Desk) -> None:
    opened = desk.people.save(form())
    other_window.people.save(form(phone="+79161112233", reg_city="Тверь"), opened.id, base=opened)
    rebased = desk.people.rebase(form(birth_place="Псков"), opened)
    assert rebased.conflicts == ()
    assert (rebased.values["reg_city"], rebased.values["birth_place"]) == ("Тверь", "Псков")
    result = desk.people.save(rebased.values, rebased.base.id, base=rebased.base)
    assert (result.data.phone, result.data.registration.city) == ("+79161112233", "Тверь")


def _save_in_a_process(folder: str, person: str, field: str, value: str) -> None:
    from uuid import UUID

    with Desk.open(Path(folder), clock=lambda: NOW) as desk:
        record = desk.people.peek(UUID(person))
        desk.people.save(form(**{field: value}), record.id, base=record)


def test_windows_in_two_processes_keep_the_changes_of_both(desk: Desk, clinic_folder: Path) -> None:
    opened = desk.people.save(form())
    process = multiprocessing.get_context("spawn").Process(
        target=_save_in_a_process, args=(str(clinic_folder), str(opened.id), "birth_place", "Псков")
    )
    process.start()
    process.join()
    assert process.exitcode == 0
    result = desk.people.save(form(phone="+79161112233"), opened.id, base=opened)
    assert (result.data.phone, result.data.birth_place) == ("+79161112233", "Псков")


# --- undo of the last save ----------------------------------------------------------------------------------


def test_undo_of_an_edit_gives_the_former_values_back(desk: Desk) -> None:
    opened = desk.people.save(form())
    desk.people.save(form(phone="+79161112233", birth_place="Тверь"), opened.id, base=opened)
    offer = desk.undo.last()
    assert offer is not None
    assert offer.person_id == opened.id
    assert offer.words.startswith("Незнакомцева В.\u00a0Т.: сохранены ")
    assert "Место рождения" in offer.words
    back = desk.undo.take_back(offer)
    assert back is not None
    assert back.data == opened.data
    assert desk.undo.last() is None
    with pytest.raises(RegistrarError) as caught:
        desk.undo.take_back(offer)
    assert caught.value.code == "REC-080"


def test_undo_of_a_registration_takes_the_record_away(desk: Desk) -> None:
    record = desk.people.save(form())
    offer = desk.undo.last()
    assert offer is not None
    assert offer.words.endswith("заведена новая запись")
    assert desk.undo.take_back(offer) is None
    assert desk.people.search(record.data.last_name).total == 0
    with pytest.raises(RegistrarError) as caught:
        desk.people.peek(record.id)
    assert caught.value.code == "REC-001"


def test_undo_of_an_attachment_opens_the_former_one(desk: Desk) -> None:
    record = attached(desk, desk.people.save(form()))
    offer = desk.undo.last()
    assert offer is not None
    back = desk.undo.take_back(offer)
    assert back is not None
    assert record.attachment is not None
    assert back.attachment is None


def test_undo_of_what_another_window_has_changed_is_refused_whole(desk: Desk, other_window: Desk) -> None:
    opened = desk.people.save(form())
    mine = desk.people.save(form(phone="+79161112233", birth_place="Тверь"), opened.id, base=opened)
    other_window.people.save(form(phone="+79990001122", birth_place="Тверь"), opened.id, base=mine)
    offer = desk.undo.last()
    assert offer is not None
    with pytest.raises(RefusedError) as caught:
        desk.undo.take_back(offer)
    assert [one.code for one in caught.value.problems] == ["REC-078"]
    assert other_window.staff_now.name.short in caught.value.problems[0].text  # type: ignore[union-attr]
    data = desk.people.peek(opened.id).data
    assert (data.phone, data.birth_place) == ("+79990001122", "Тверь")


def test_undo_of_one_name_part_is_refused_when_another_part_was_changed_since(
    desk: Desk, other_window: Desk
) -> None:
    opened = desk.people.save(form())
    mine = desk.people.save(form(last_name="Иначева"), opened.id, base=opened)
    other_window.people.save(form(last_name="Иначева", first_name="Вера"), opened.id, base=mine)
    offer = desk.undo.last()
    assert offer is not None
    with pytest.raises(RefusedError):
        desk.undo.take_back(offer)


def test_undo_of_a_registration_that_has_a_paper_is_not_offered(desk: Desk) -> None:
    issue(desk)
    assert desk.undo.last() is None


def test_undo_is_of_this_worker_this_desk_and_for_some_minutes(desk: Desk, other_window: Desk) -> None:
    desk.people.save(form())
    assert other_window.undo.last() is None
    assert desk.undo.last() is not None
    desk.settings.set(UNDO_MINUTES, 0)
    assert desk.undo.last() is None


# --- death and archive --------------------------------------------------------------------------------------


def test_death_closes_the_attachment_and_taking_the_mark_away_opens_it(desk: Desk) -> None:
    record = attached(desk, desk.people.save(form()))
    day = NOW.date() - timedelta(days=1)
    dead = desk.people.mark_died(record.id, day, "медицинское свидетельство о смерти 12-3")
    assert (dead.died_on, dead.attachment) == (day, None)
    assert (dead.attachments[0].ends, dead.attachments[0].end_reason) == (day, DetachReason.DIED)
    assert "медицинское свидетельство о смерти 12-3" in [one.reason for one in dead.confirmations]
    alive = desk.people.mark_died(record.id, None, "")
    assert alive.died_on is None
    assert alive.attachment == record.attachment


@pytest.mark.parametrize(
    ("day", "basis", "code"),
    [
        (NOW.date() + timedelta(days=1), "справка", "REC-081"),
        (date(1990, 5, 16), "справка", "REC-081"),
        (NOW.date(), " ", "REC-082"),
    ],
    ids=["tomorrow", "before birth", "no paper"],
)
def test_death_that_cannot_be_is_refused(desk: Desk, day: date, basis: str, code: str) -> None:
    record = desk.people.save(form())
    with pytest.raises(RegistrarError) as caught:
        desk.people.mark_died(record.id, day, basis)
    assert caught.value.code == code
    assert desk.people.peek(record.id) == record


def test_paper_of_a_day_after_the_death_is_refused(desk: Desk) -> None:
    draft, values = draft_of(desk)
    assert draft.person_id is not None
    desk.people.mark_died(draft.person_id, NOW.date() - timedelta(days=3), "справка")
    with pytest.raises(RegistrarError) as caught:
        desk.papers.issue(draft, values)
    assert caught.value.code == "REC-084"


def test_archived_record_is_found_last_and_marked(desk: Desk) -> None:
    first = desk.people.save(form(last_name="Архивнова", first_name="Анна"))
    second = desk.people.save(form(2, last_name="Архивнова", first_name="Яна"))
    desk.people.archive(first.id, "переехала")
    rows = desk.people.search("Архивнова").rows
    assert [(row.id, row.badge) for row in rows] == [(second.id, "не прикреплена"), (first.id, "в архиве")]
    record = desk.people.peek(first.id)
    assert record.archive_reason == "переехала"
    assert [item.code for item in desk.people.advice(record)] == ["REC-085"]
    assert desk.people.badges(record)[0].text == "в архиве с 21.11.2026"
    told = [(line.what, line.after) for line in desk.people.history(first.id)]
    assert ("Почему в архиве", "переехала") in told
    assert desk.people.unarchive(first.id).archived_on is None


def test_archive_wants_a_reason_and_no_open_attachment(desk: Desk) -> None:
    record = desk.people.save(form())
    for person, reason, code in ((record, " ", "REC-082"), (attached(desk, record), "умер", "REC-083")):
        with pytest.raises(RegistrarError) as caught:
            desk.people.archive(person.id, reason)
        assert caught.value.code == code
