"""The training clinic: whole or not there, the same with every build, renewed when its keys end."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from desk_samples import NOW

from registrar_app.domain.errors import SurroundingsError
from registrar_app.domain.records.requests import OPEN
from registrar_app.services import training
from registrar_app.services.desk import Desk
from registrar_app.services.paper_shapes import JournalFilter


def test_clinic_is_ready_for_work(desk: Desk) -> None:
    assert desk.is_training
    assert not desk.first_setup_needed
    assert desk.staff_now is not None
    assert desk.staff_now.name.short.startswith("Лебедева")
    assert len(desk.clinic.physicians()) == 2
    organization = desk.clinic.organization()
    assert organization is not None
    assert desk.clinic.check_organization(organization) == ()
    assert desk.people.recent()[0].name.last == "Константинопольская"
    states = [row.state_text for row in desk.papers.journal(JournalFilter()).rows]
    assert states == ["выдана", "испорчена", "выдана, копия 1", "выдана"]


def test_requests_wait_in_every_state_of_the_work(desk: Desk) -> None:
    queue = desk.requests.queue()
    assert {one.request.state for one in queue.rows} == {*OPEN}
    assert (queue.counts.overdue, queue.counts.ready) == (2, 1)
    assert queue.rows[0].request.data.missing


def test_past_papers_verify_and_begin_on_past_days(desk: Desk) -> None:
    for row in desk.papers.journal(JournalFilter()).rows:
        assert row.issue_date < NOW.date()
        assert desk.papers.verify(desk.papers.pdf_of(row.certificate_id)).is_valid


def test_people_live_in_districts_of_their_age(desk: Desk) -> None:
    for text in ("Ёлкин Пётр", "Мамедов Эльхан 1981"):
        record = desk.people.peek(desk.people.search(text).rows[0].id)
        assert record.attachment is not None
        assert "REC-026" not in {item.code for item in desk.people.advice(record)}


def test_second_opening_makes_nothing_anew(master_clinic: Path) -> None:
    before = (master_clinic / "registrar.db").stat().st_ino
    os.utime(master_clinic / "keys" / "roots.pem", (NOW.timestamp(), NOW.timestamp()))
    assert training.build(master_clinic.parent, lambda: NOW) == master_clinic
    assert (master_clinic / "registrar.db").stat().st_ino == before


def test_unfinished_clinic_is_put_aside(tmp_path: Path) -> None:
    (tmp_path / "training").mkdir()
    (tmp_path / "training" / "half").touch()
    folder = training.build(tmp_path, lambda: NOW)
    assert (folder / "registrar.db").is_file()
    assert list(tmp_path.glob("training.part-*")) == []
    assert [path.name for path in tmp_path.glob("training.aside-*/half")] == ["half"]


def test_keys_about_to_end_are_made_anew_and_old_papers_stay_valid(clinic_folder: Path) -> None:
    later = NOW + timedelta(days=500)
    os.utime(clinic_folder / "keys" / "roots.pem", (NOW.timestamp(), NOW.timestamp()))
    home = clinic_folder.parent / "home"
    home.mkdir()
    clinic_folder.rename(home / training.FOLDER)
    with Desk.open(home, clock=lambda: later, training=True) as desk:
        assert desk.keys.status().can_sign
        row = desk.papers.journal(JournalFilter()).rows[0]
        assert desk.papers.verify(desk.papers.pdf_of(row.certificate_id)).is_valid


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_folder_that_cannot_be_written_is_told_in_words(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(SurroundingsError):
        training.build(tmp_path / "nest", lambda: NOW)
