"""Papers: filled from the record, issued whole or not at all, a number used once and for ever."""

import dataclasses
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from desk_samples import NOW, draft_of, id_of, issue

from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.problems import Level
from registrar_app.services.desk import Desk
from registrar_app.services.keys import Keys
from registrar_app.services.paper_shapes import JournalFilter
from registrar_app.services.papers import Papers
from registrar_app.services.settings import RANGE_SIZE, VALIDITY_LINE

STEPS = ("number", "rendered", "signed", "verified", "kept", "entered")
TODAY = NOW.date()


class PowerCutError(Exception):
    """The outermost edge: what a probe raises in place of a power cut."""


def papers_with(desk: Desk, probe: Callable[[str], None]) -> Papers:
    """The same use cases with a probe between the steps."""
    return Papers(desk._bench, desk.settings, desk.keys, desk.people, probe)


def test_start_fills_record_clinic_and_doctor(desk: Desk) -> None:
    draft, _values = draft_of(desk)
    assert draft.values["full_name"] == "Соколова Мария Андреевна"
    assert draft.values["birth_month"] == "марта"
    assert draft.values["org_okpo"] == "12345678"
    assert draft.values["issuing_doctor"] == "Кузнецова Ирина Павловна"
    assert draft.values["head_of_organization"] == "Громова Елена Аркадьевна"
    assert draft.values["issue_date"] == TODAY.isoformat()
    assert draft.edition_note == (
        "Форма 086/у с 01.09.2025 не утверждена: номер формы и приказа не печатаем."
    )
    assert (draft.sides, draft.sheet_note) == (2, "A5, 1 лист, с двух сторон")
    ids = [one.id for one in draft.fields]
    assert "number" not in ids
    assert ids.index("past_diseases") < ids.index("therapist")
    doctors = [key for key, _words in draft.field("issuing_doctor").choices]
    assert doctors == ["Кузнецова Ирина Павловна", "Соболева Вера Никитична"]
    assert not draft.field("full_name").is_editable
    assert draft.field("past_diseases").max_chars == 272


def test_start_of_an_old_day_takes_the_edition_of_that_day(desk: Desk) -> None:
    draft, _values = draft_of(desk)
    former = desk.papers.start(draft.form_key, draft.person_id, date(2025, 8, 31))
    assert former.edition_id != draft.edition_id
    assert former.edition_note == ""


def test_preview_shows_a_draft_beside_what_is_missing(desk: Desk) -> None:
    draft, values = draft_of(desk)
    look = desk.papers.preview(draft, {**values, "conclusion": ""})
    assert look.pdf is not None
    assert look.pdf.startswith(b"%PDF")
    assert [(one.code, one.field) for one in look.problems] == [("CERT-008", "conclusion")]
    fill = look.fills["past_diseases"]
    assert (fill.used, fill.capacity) == (len("здорова"), 272)
    assert {box.field for box in look.boxes} >= {"full_name", "therapist"}


def test_preview_of_what_does_not_fit_has_no_picture(desk: Desk) -> None:
    draft, values = draft_of(desk)
    look = desk.papers.preview(draft, {**values, "fluorography": "без патологии, " * 40})
    assert look.pdf is None
    assert ("CERT-002", "fluorography") in {(one.code, one.field) for one in look.problems}


def test_issue_numbers_signs_verifies_and_enters(desk: Desk) -> None:
    issued = issue(desk)
    assert issued.number == "000005"
    assert issued.level == "B-B"
    assert [one.signer for one in issued.signers] == ["Кузнецова Ирина Павловна", "ГБУЗ «ГП № 7»"]
    assert desk.papers.verify(issued.pdf).is_valid
    assert desk.papers.pdf_of(issued.certificate_id) == issued.pdf
    row = desk.papers.journal(JournalFilter()).rows[0]
    assert (row.number, row.person, row.state_text) == ("000005", "Соколова Мария Андреевна", "выдана")
    assert row.valid_until == date(2027, 5, 21)
    assert desk.counts_today().issued == 1
    assert issue(desk).number == "000006"


def test_issue_with_a_field_too_long_is_refused_and_costs_no_number(desk: Desk) -> None:
    draft, values = draft_of(desk)
    with pytest.raises(RefusedError) as caught:
        desk.papers.issue(draft, {**values, "conclusion": "Годна. " * 90})
    assert [(one.code, one.field) for one in caught.value.problems] == [("CERT-002", "conclusion")]
    assert desk.papers.issue(draft, values).number == "000005"


@pytest.mark.parametrize("step", STEPS)
def test_failure_between_steps_leaves_no_half_and_frees_the_number(desk: Desk, step: str) -> None:
    def cut(name: str) -> None:
        if name == step:
            raise PowerCutError

    draft, values = draft_of(desk)
    with pytest.raises(PowerCutError):
        papers_with(desk, cut).issue(draft, values)
    assert desk.papers.journal(JournalFilter()).total == 4
    assert desk.papers.issue(draft, values).number == "000005"
    assert desk.papers.issue(draft, values).number == "000006"


_VICTIM = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from registrar_app.services.desk import Desk
from registrar_app.services.papers import Papers
desk = Desk.open(Path(sys.argv[1]), clock=lambda: datetime.fromisoformat(sys.argv[3]))
cut = lambda name: os.kill(os.getpid(), signal.SIGKILL) if name == sys.argv[2] else None
papers = Papers(desk._bench, desk.settings, desk.keys, desk.people, cut)
form = next(one for one in papers.forms() if one.is_issued)
draft = papers.start(form.key, desk.people.search("Соколова Мария").rows[0].id)
papers.issue(draft, {one.id: "здорова" for one in draft.fields if one.source == "doctor"})
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is a thing of POSIX")
@pytest.mark.parametrize("step", ["number", "signed", "kept", "entered"])
def test_kill_between_steps_leaves_no_half(clinic_folder: Path, step: str) -> None:
    words = [sys.executable, "-c", _VICTIM, str(clinic_folder), step, NOW.isoformat()]
    assert subprocess.run(words, check=False, capture_output=True).returncode == -signal.SIGKILL
    with Desk.open(clinic_folder, clock=lambda: NOW) as desk:
        assert desk.papers.journal(JournalFilter()).total == 4
        assert issue(desk).number == "000005"


def test_numbers_run_on_when_a_range_is_used_up(desk: Desk) -> None:
    desk.settings.set(RANGE_SIZE, 1)
    with desk._bench.store.change(desk._bench.actor()) as work:
        from registrar_app.models import papers as rows

        form = next(one for one in desk.papers.forms() if one.is_issued)
        for _number in range(196):
            rows.take_number(work, form=form.key, year=2026, desk=desk.desk_name)
    assert [issue(desk).number, issue(desk).number] == ["000201", "000202"]


def test_next_year_goes_on_counting(clinic_folder: Path) -> None:
    later = NOW + timedelta(days=60)
    with Desk.open(clinic_folder, clock=lambda: later) as desk:
        assert issue(desk).number == "000201"


def test_expired_key_says_so_and_costs_no_number(clinic_folder: Path) -> None:
    with Desk.open(clinic_folder, clock=lambda: NOW + timedelta(days=500)) as desk:
        with pytest.raises(RegistrarError) as caught:
            issue(desk)
        assert caught.value.code == "SIGN-005"
        status = desk.keys.status("doctor")
        assert not status.can_sign
        assert desk.papers.journal(JournalFilter()).total == 4


def test_doctor_without_a_key_is_told_apart_from_his_colleague(desk: Desk) -> None:
    for file in (desk.profile / "keys").glob("doctor-2.p12"):
        file.unlink()
    draft, values = draft_of(desk)
    with pytest.raises(RegistrarError) as caught:
        desk.papers.issue(draft, {**values, "issuing_doctor": "Соболева Вера Никитична"})
    assert caught.value.code == "CERT-050"
    assert desk.papers.issue(draft, values).signers[0].signer == "Кузнецова Ирина Павловна"


def test_unknown_doctor_is_refused_at_his_field(desk: Desk) -> None:
    draft, values = draft_of(desk)
    with pytest.raises(RefusedError) as caught:
        desk.papers.issue(draft, {**values, "issuing_doctor": "Никто Никтович"})
    assert [(one.code, one.field) for one in caught.value.problems] == [("CERT-059", "issuing_doctor")]


def test_without_the_clinic_key_the_doctor_signs_alone(desk: Desk) -> None:
    (desk.profile / "keys" / "organization.p12").unlink()
    issued = issue(desk)
    assert [one.field for one in issued.signers] == ["doctor"]
    assert "CERT-051" in {one.code for one in issued.remarks}
    assert desk.papers.verify(issued.pdf).is_valid


def test_paper_signed_by_hand_has_a_number_and_no_signature(desk: Desk) -> None:
    draft, values = draft_of(desk)
    issued = desk.papers.issue(draft, values, by_hand=True)
    assert (issued.number, issued.level, issued.signers) == ("000005", "", ())
    assert not desk.papers.journal(JournalFilter()).rows[0].is_signed


def test_last_paper_is_offered_again(desk: Desk) -> None:
    draft, values = draft_of(desk)
    desk.papers.issue(draft, {**values, "past_diseases": "ветряная оспа"})
    again, _values = draft_of(desk)
    assert again.field("past_diseases").last_time == "ветряная оспа"


def test_spoiled_paper_stays_with_its_number(desk: Desk) -> None:
    issued = issue(desk)
    with pytest.raises(RegistrarError) as caught:
        desk.papers.spoil(issued.certificate_id, "  ")
    assert caught.value.code == "CERT-058"
    desk.papers.spoil(issued.certificate_id, "замят")
    page = desk.papers.journal(JournalFilter(state="spoiled"))
    assert "000005" in {row.number for row in page.rows}
    with pytest.raises(RegistrarError) as caught:
        desk.papers.spoil(issued.certificate_id, "ещё раз")
    assert caught.value.code == "CERT-057"
    assert issue(desk).number == "000006"


def test_reprint_is_an_event_marked_as_a_copy(desk: Desk) -> None:
    issued = issue(desk)
    assert not desk.papers.was_printed(issued.certificate_id)
    desk.papers.note_print(issued.certificate_id, copy=False)
    assert desk.papers.was_printed(issued.certificate_id)
    desk.papers.note_print(issued.certificate_id, copy=True)
    assert desk.papers.journal(JournalFilter()).rows[0].state_text == "выдана, копия 1"


def test_journal_finds_by_name_number_person_and_day(desk: Desk) -> None:
    issued = issue(desk)
    person_id = id_of(desk, "Соколова Мария Андреевна 09.03.2008")
    numbers = lambda wanted: [row.number for row in desk.papers.journal(wanted).rows]  # noqa: E731
    assert numbers(JournalFilter(text="сокол")) == ["000005"]
    assert numbers(JournalFilter(text="000005")) == ["000005"]
    assert numbers(JournalFilter(person_id=person_id)) == ["000005"]
    assert numbers(JournalFilter(since=TODAY)) == ["000005"]
    assert numbers(JournalFilter(until=TODAY - timedelta(days=20))) == ["000001"]
    assert desk.papers.journal(JournalFilter(limit=2)).total == 5
    assert issued.certificate_id


def test_journal_of_no_such_paper_says_so(desk: Desk) -> None:
    with pytest.raises(RegistrarError) as caught:
        desk.papers.pdf_of(uuid4())
    assert caught.value.code == "CERT-056"


def test_clinic_line_of_validity_is_printed(desk: Desk) -> None:
    desk.settings.set(VALIDITY_LINE, "Действительна шесть месяцев.")
    draft, _values = draft_of(desk)
    assert draft.values["validity_note"] == "Действительна шесть месяцев."


def test_label_of_the_record_is_a_pdf(desk: Desk) -> None:
    assert desk.labels.make(id_of(desk, "Константинопольская")).startswith(b"%PDF")


def test_paper_without_a_clinic_says_where_to_fill_it_in(empty_desk: Desk) -> None:
    form = next(one for one in empty_desk.papers.forms() if one.is_issued)
    with pytest.raises(RegistrarError) as caught:
        empty_desk.papers.start(form.key)
    assert caught.value.code == "REC-036"


class TestKeys:
    """Keys: taken in, locked and unlocked, forgotten on closing."""

    def test_training_keys_open_by_themselves(self, desk: Desk) -> None:
        for role in ("doctor", "organisation"):
            status = desk.keys.status(role)  # type: ignore[arg-type]
            assert status.can_sign, status
            assert status.valid_to is not None
            assert status.valid_to > TODAY

    def test_real_key_is_locked_until_its_password(self, empty_desk: Desk, clinic_folder: Path) -> None:
        from registrar_app.signing.authority import TRAINING_PASSWORD

        source = clinic_folder / "keys" / "doctor-1.p12"
        assert empty_desk.keys.status().problem is not None
        with pytest.raises(RegistrarError) as caught:
            empty_desk.keys.add(source, "не тот")
        assert caught.value.code == "SIGN-002"
        assert empty_desk.keys.add(source, TRAINING_PASSWORD).can_sign
        empty_desk.keys.lock()
        status = empty_desk.keys.status()
        assert (status.owner, status.is_unlocked) == ("Кузнецова Ирина Павловна", False)
        assert status.problem is not None
        assert status.problem.code == "CERT-052"
        with pytest.raises(RegistrarError):
            empty_desk.keys.unlock("мимо")
        assert empty_desk.keys.unlock(TRAINING_PASSWORD)[0].can_sign
        kept = next((empty_desk.profile / "keys").glob("*.p12"))
        assert os.name != "posix" or kept.stat().st_mode & 0o077 == 0

    def test_second_doctor_has_a_place_of_his_own(self, empty_desk: Desk, clinic_folder: Path) -> None:
        from registrar_app.signing.authority import TRAINING_PASSWORD

        for name in ("doctor-1", "doctor-2", "doctor-1"):
            empty_desk.keys.add(clinic_folder / "keys" / f"{name}.p12", TRAINING_PASSWORD)
        names = sorted(one.name for one in (empty_desk.profile / "keys").glob("*.p12"))
        assert names == ["doctor-1.p12", "doctor-2.p12"]

    def test_file_that_is_no_key_says_so(self, empty_desk: Desk, tmp_path: Path) -> None:
        path = tmp_path / "note.p12"
        path.write_text("не ключ")
        with pytest.raises(RegistrarError) as caught:
            empty_desk.keys.add(path, "")
        assert caught.value.code == "SIGN-004"
        assert isinstance(empty_desk.keys, Keys)


def test_person_of_a_refused_draft_is_needed(desk: Desk) -> None:
    draft, values = draft_of(desk)
    with pytest.raises(RegistrarError):
        desk.papers.issue(dataclasses.replace(draft, person_id=None), values)
    with pytest.raises(RegistrarError) as caught:
        desk.papers.issue(dataclasses.replace(draft, person_id=UUID(int=5)), values)
    assert caught.value.code == "REC-001"
    assert Level.ERROR is caught.value.problem.level
