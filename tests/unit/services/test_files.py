"""Files of a person: kept, listed, removed, taken back; the photo of a card; history in words."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from desk_samples import NOW, form, new_person, on_card

from registrar_app.domain.errors import RefusedError, RegistrarError, SurroundingsError
from registrar_app.domain.phones import format_phone
from registrar_app.domain.records import Identity
from registrar_app.models import history as stored_history
from registrar_app.models.tables import Base
from registrar_app.services import person_history
from registrar_app.services.desk import Desk
from registrar_app.services.file_checks import check_file
from registrar_app.services.settings import BLOBS_SWEPT, FILE_LIMIT_MB, KEEP_PHOTO
from tests.file_samples import jpg, png, scripted_pdf, text_pdf

PHOTO = jpg(240, 320, dpi=None)


def test_add_when_file_is_good_keeps_who_what_and_when(desk: Desk, tmp_path: Path) -> None:
    person = desk.people.save(form())
    path = tmp_path / "Паспорт разворот.jpg"
    path.write_bytes(jpg())
    kept = desk.files.add(person.id, path, desk.files.suggest(path.name))
    assert (kept.kind_word, kept.title, kept.pages, kept.dpi) == ("паспорт", "Паспорт разворот", 1, 300)
    assert (kept.source_word, kept.size) == ("из файла", path.stat().st_size)
    assert desk.staff_now is not None
    assert kept.staff == desk.staff_now.name.short
    assert desk.files.list(person.id) == (kept,)
    assert desk.files.count(person.id) == 1
    assert desk.files.read(kept.id) == path.read_bytes()


def test_add_when_checked_in_a_worker_before_keeps_what_was_cleaned(desk: Desk) -> None:
    person = desk.people.save(form())
    checked = check_file(scripted_pdf())
    kept = desk.files.add(person.id, checked, "application", "  заявление  о прикреплении ")
    assert kept.title == "заявление о прикреплении"
    assert desk.files.read(kept.id) == checked.data
    assert b"/JavaScript" not in checked.data


def test_add_when_scan_is_coarse_refuses_until_it_is_accepted(desk: Desk) -> None:
    person = desk.people.save(form())
    coarse = jpg(1240, 1754, dpi=150)
    with pytest.raises(RefusedError) as caught:
        desk.files.add(person.id, coarse, "consent")
    assert caught.value.code == "REC-098"
    assert "150 точек" in caught.value.problems[0].text
    assert desk.files.count(person.id) == 0
    assert desk.files.add(person.id, coarse, "consent", accept_coarse=True).dpi == 150


def test_add_when_same_content_is_there_says_which(desk: Desk) -> None:
    person, other = desk.people.save(form()), desk.people.save(form(2, last_name="Другова"))
    kept = desk.files.add(person.id, png(), "consent", "согласие 1")
    with pytest.raises(RegistrarError) as caught:
        desk.files.add(person.id, png(), "passport")
    assert caught.value.code == "REC-101"
    assert "согласие «согласие 1»" in caught.value.problem.text
    assert desk.files.add(other.id, png(), "consent").sha256 == kept.sha256, "somebody else may have it"


def test_add_when_it_cannot_be_kept_says_why(desk: Desk) -> None:
    person = desk.people.save(form())
    desk.settings.set(FILE_LIMIT_MB, 1)
    for data, kind, code in (
        (b"", "other", "REC-090"),
        (b"MZ", "other", "REC-091"),
        (b"%PDF-" + b"0" * 2**20, "other", "REC-092"),
        (png(), "unknown", "REC-107"),
    ):
        with pytest.raises(RegistrarError) as caught:
            desk.files.add(person.id, data, kind)
        assert caught.value.code == code
    with pytest.raises(RegistrarError) as caught:
        desk.files.add(uuid4(), text_pdf(), "consent")
    assert caught.value.code == "REC-001"


def test_void_needs_a_reason_and_take_back_puts_it_back(desk: Desk) -> None:
    person = desk.people.save(form())
    kept = desk.files.add(person.id, text_pdf(), "consent", "согласие")
    with pytest.raises(RegistrarError) as caught:
        desk.files.void(kept.id, "  ")
    assert caught.value.code == "REC-103"
    desk.files.void(kept.id, "чужой документ")
    desk.files.void(kept.id, "ещё раз")
    assert desk.files.list(person.id) == ()
    (removed,) = desk.files.list(person.id, with_removed=True)
    assert removed.removed_reason == "чужой документ"
    assert desk.files.read(kept.id) == text_pdf()
    assert desk.files.take_back(kept.id).removed_at is None
    told = [(one.what, one.before, one.after, one.note) for one in desk.people.history(person.id)][:3]
    assert told == [
        ("Файл: согласие", "", "согласие", ""),
        ("Файл: согласие", "согласие", "", "убран: чужой документ"),
        ("Файл: согласие", "", "согласие", ""),
    ]


def test_take_back_when_the_same_was_added_meanwhile_says_so(desk: Desk) -> None:
    person = desk.people.save(form())
    first = desk.files.add(person.id, text_pdf(), "consent")
    desk.files.void(first.id, "не то")
    desk.files.add(person.id, text_pdf(), "application")
    with pytest.raises(RegistrarError) as caught:
        desk.files.take_back(first.id)
    assert caught.value.code == "REC-101"


def test_copy_is_written_or_the_folder_is_named(desk: Desk, tmp_path: Path) -> None:
    person = desk.people.save(form())
    kept = desk.files.add(person.id, text_pdf(), "consent")
    desk.files.write_copy(kept.id, tmp_path / "копия.pdf")
    assert (tmp_path / "копия.pdf").read_bytes() == text_pdf()
    with pytest.raises(SurroundingsError) as caught:
        desk.files.write_copy(kept.id, tmp_path / "нет" / "копия.pdf")
    assert caught.value.code == "REC-106"


@pytest.mark.parametrize("data", [text_pdf(2), jpg(), png(600, 300)], ids=["pdf", "scan", "small png"])
def test_for_printing_gives_a_pdf(desk: Desk, data: bytes) -> None:
    person = desk.people.save(form())
    kept = desk.files.add(person.id, data, "other")
    printed = check_file(desk.files.for_printing(kept.id))
    assert printed.pages == kept.pages
    if not kept.is_pdf:
        assert len(printed.scans) <= 1


# -- the photo ----------------------------------------------------------------------------------


def photo_card(**changes: object) -> Identity:
    return on_card(new_person(**changes), photo=PHOTO)  # type: ignore[arg-type]


def test_photo_when_record_is_verified_by_the_card_is_kept_once(desk: Desk) -> None:
    person = desk.people.save(form())
    assert desk.files.keep_card_photo(photo_card()) is None, "typed, no card has verified it yet"
    desk.identification.accept(person.id, photo_card(), ())
    photo = desk.files.photo(person.id)
    assert photo is not None
    assert (photo.kind, photo.source, desk.files.read(photo.id)) == ("photo", "card", PHOTO)
    assert desk.files.keep_card_photo(photo_card()) is None
    assert desk.files.count(person.id) == 1


def test_photo_when_it_comes_after_the_text_is_kept_and_the_newest_is_shown(desk: Desk) -> None:
    person = desk.people.save(form())
    desk.identification.accept(person.id, on_card(new_person()), ())
    first = desk.files.keep_card_photo(photo_card())
    newer = jpg(200, 300, dpi=None)
    second = desk.files.keep_card_photo(on_card(new_person(), photo=newer))
    assert first is not None
    assert second is not None
    assert desk.files.photo(person.id) == second
    assert desk.files.count(person.id) == 2
    assert any(one.note == "по карте" for one in desk.people.history(person.id) if "Файл" in one.what)


def test_photo_when_setting_is_off_or_bytes_are_no_picture_is_not_kept(desk: Desk) -> None:
    person = desk.people.save(form())
    desk.identification.accept(person.id, on_card(new_person(), photo=b"\xff\xd8\xff broken"), ())
    desk.identification.accept(person.id, on_card(new_person(), photo=b"noise"), ())
    assert desk.files.photo(person.id) is None
    desk.settings.set(KEEP_PHOTO, False)
    desk.identification.accept(person.id, photo_card(), ())
    assert desk.files.photo(person.id) is None


# -- the sweep ----------------------------------------------------------------------------------


def test_sweep_runs_once_a_week(clinic_folder: Path) -> None:
    now = NOW
    with Desk.open(clinic_folder, clock=lambda: now) as desk:
        assert desk.files.sweep() == 0
        assert desk.settings.get(BLOBS_SWEPT) == "2026-11-21"
        now = NOW + timedelta(days=6)
        desk.files.sweep()
        assert desk.settings.get(BLOBS_SWEPT) == "2026-11-21"
        now = NOW + timedelta(days=7)
        desk.files.sweep()
        assert desk.settings.get(BLOBS_SWEPT) == "2026-11-28"


# -- history ------------------------------------------------------------------------------------


def test_every_stored_field_of_a_person_has_its_words_or_is_left_unsaid_on_purpose() -> None:
    for table in stored_history.TABLES:
        columns = {one.name for one in Base.metadata.tables[table].columns}
        for name in columns - stored_history.SILENT - {"id", "row_ver"}:
            path = f"{table}.{name}"
            assert path in person_history.FIELDS or path in person_history.UNSAID, path


def test_history_reads_in_words(desk: Desk) -> None:
    person = desk.people.save(form(reg_street="ул. Садовая", res_street="ул. Озёрная", phone="89001234567"))
    desk.people.save(form(reg_street="ул. Новая", phone=""), person.id)
    desk.identification.accept(person.id, on_card(new_person()), ())
    lines = desk.people.history(person.id)
    told = {(one.what, one.before, one.after) for one in lines}
    assert ("Регистрация: улица", "ул. Садовая", "ул. Новая") in told
    assert ("Проживание: улица", "ул. Озёрная", "") in told, "an address taken away says what it was"
    assert ("Телефон", format_phone("+79001234567"), "") in told
    checks = [one for one in lines if one.what == "Сверено"]
    assert [(one.note, "ФИО" in one.after) for one in checks] == [("по карте", True)]
    assert not [one for one in lines if re.search(r"[a-z_]{4,}", one.what + one.before + one.after)]
    assert all(one.staff for one in lines)
