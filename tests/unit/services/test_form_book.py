"""Forms of the clinic: editions pinned with a reason, own tables added, broken ones told, all reloaded."""

from datetime import date
from pathlib import Path

import pytest
from desk_samples import id_of

from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.printing.loader import FormLibrary
from registrar_app.services.desk import Desk
from registrar_app.services.form_book import FormView

EXAMPLE = Path(__file__).parents[2] / "data" / "forms" / "pass-note.yaml"
"""The worked example of docs/forms.md."""


def view(desk: Desk, key: str) -> FormView:
    return next(one for one in desk.forms.views() if one.key == key)


def codes(found: FormView) -> list[str]:
    return [one.code for one in found.remarks]


def test_views_name_the_edition_of_today_and_every_form(desk: Desk) -> None:
    found = desk.forms.views()
    assert len(found) == len(desk.papers.forms())
    assert view(desk, "086u").now == "free-form"
    assert [one.id for one in view(desk, "086u").editions if one.is_now] == ["free-form"]
    assert "CERT-133" in codes(view(desk, "record-label"))


def test_captions_when_ours_or_not_checked_then_named_to_the_administrator(desk: Desk) -> None:
    texts = {one.code: one.text for one in view(desk, "1144n").remarks}
    assert "«Дата рождения»" in texts["CERT-133"]  # conf: 1 content, caption ours
    assert texts["CERT-147"].startswith("Редакция «1144n»")
    assert "«Группа крови, резус-фактор», «Аллергия»" in view(desk, "156u-93").remarks[-2].text
    sure = codes(view(desk, "003-vu"))
    assert not {"CERT-133", "CERT-146", "CERT-147"} & set(sure)


def test_change_of_law_when_known_then_told(desk: Desk) -> None:
    found = [code for one in desk.forms.views() for code in codes(one)]
    assert {"CERT-136", "CERT-138"} & set(found)


def test_pin_when_set_then_papers_take_it_and_say_so(desk: Desk) -> None:
    desk.forms.pin("086u", "834n", "вуз просит прежнюю форму.")
    draft = desk.papers.start("086u", id_of(desk, "Константинопольская"))
    assert draft.edition_id == "834n"
    assert draft.edition_note == "Закреплена редакция «834n»: вуз просит прежнюю форму"
    assert desk.papers.preview(draft, {}).edition_id == "834n"
    found = view(desk, "086u")
    assert found.pin is not None
    assert desk.staff_now is not None
    assert (found.pin.by, found.pin.day) == (desk.staff_now.name.short, "2026-11-21")
    assert "CERT-134" in codes(found)


def test_pin_when_ended_then_by_date_again_and_both_decisions_are_kept(desk: Desk) -> None:
    desk.forms.pin("086u", "834n", "вуз просит")
    desk.forms.pin("086u", "", "больше не просит")
    assert desk.papers.start("086u", id_of(desk, "Константинопольская")).edition_id == "free-form"
    found = view(desk, "086u")
    assert found.pin is None
    assert [(one.edition, one.reason) for one in found.pins] == [
        ("834n", "вуз просит"), ("", "больше не просит"),
    ]  # fmt: skip


def test_pin_when_without_reason_or_edition_then_refused(desk: Desk) -> None:
    with pytest.raises(RefusedError) as caught:
        desk.forms.pin("086u", "834n", "  ")
    assert [(one.code, one.field) for one in caught.value.problems] == [("CERT-132", "reason")]
    with pytest.raises(RegistrarError, match="CERT-022"):
        desk.forms.pin("086u", "1092n", "так надо")


def test_pin_survives_a_restart(desk: Desk) -> None:
    desk.forms.pin("086u", "834n", "вуз просит")
    desk.close()
    with Desk.open(desk.profile) as again:
        assert view(again, "086u").pin is not None


def test_own_form_when_added_then_there_at_once_and_gone_when_removed(desk: Desk) -> None:
    assert desk.forms.add(EXAMPLE) == "pass-note"
    assert view(desk, "pass-note").own_file == "pass-note.yaml"
    assert "pass-note" in {one.key for one in desk.papers.forms()}
    assert desk.forms.specimen("pass-note", is_filled=True).startswith(b"%PDF")
    desk.forms.remove("pass-note")
    assert "pass-note" not in {one.key for one in desk.papers.forms()}
    assert not (desk.profile / "forms" / "pass-note.yaml").exists()


def test_own_form_when_it_stands_for_a_shipped_one_then_told_and_the_shipped_comes_back(
    desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(EXAMPLE.read_text(encoding="utf-8").replace("key: pass-note", "key: 095u"), "utf-8")
    desk.forms.add(path)
    assert "CERT-140" in codes(view(desk, "095u"))
    assert view(desk, "095u").title == "Пропуск сопровождающего"
    desk.forms.remove("095u")
    assert view(desk, "095u").own_file == ""
    assert view(desk, "095u").title != "Пропуск сопровождающего"
    with pytest.raises(RegistrarError, match="CERT-139"):
        desk.forms.remove("095u")


def test_form_when_wrong_then_lines_and_fields_are_named_and_nothing_is_copied(
    desk: Desk, tmp_path: Path
) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    path = tmp_path / "bad.yaml"
    path.write_text(text.replace("type: choice", "type: chioce").replace("rank: 60", "runk: 60"), "utf-8")
    with pytest.raises(RefusedError) as caught:
        desk.forms.add(path)
    found = {one.code: one.text for one in caught.value.problems}
    assert found.keys() == {"CERT-031", "CERT-032"}
    wanted = next(at for at, line in enumerate(text.splitlines(), 1) if "id: purpose" in line)
    assert f"bad.yaml, строка {wanted}: поле «purpose»" in found["CERT-032"]
    assert "runk" in found["CERT-031"]
    assert not (desk.profile / "forms").exists()


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"#" * 1_100_000, b"form: [", b""])
def test_file_when_it_is_no_table_then_refused(desk: Desk, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "no.yaml"
    path.write_bytes(data)
    with pytest.raises(RefusedError):
        desk.forms.add(path)


def test_form_when_it_cannot_be_laid_out_then_its_line_is_named(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "wide.yaml"
    text = EXAMPLE.read_text(encoding="utf-8").replace("lines: 2", "lines: 40")
    path.write_text(text, "utf-8")
    with pytest.raises(RefusedError) as caught:
        desk.forms.check(path)
    assert "CERT-028" in {one.code for one in caught.value.problems}
    assert "wide.yaml" in caught.value.problems[0].full_text


def test_broken_own_form_stops_neither_the_others_nor_the_start(desk: Desk) -> None:
    folder = desk.profile / "forms"
    folder.mkdir()
    (folder / "086u.yaml").write_text("form: {key: 086u, titel: x}", "utf-8")
    (folder / "good.yaml").write_bytes(EXAMPLE.read_bytes())
    (folder / "zzz.yaml").write_bytes(EXAMPLE.read_bytes())
    desk.close()
    with Desk.open(desk.profile) as again:
        keys = {one.key for one in again.papers.forms()}
        assert {"086u", "pass-note"} <= keys
        broken = {one.file: [problem.code for problem in one.problems] for one in again.forms.broken()}
        assert broken.keys() == {"086u.yaml", "zzz.yaml"}
        assert broken["zzz.yaml"] == ["CERT-131"]
        assert view(again, "086u").title != "x"
        again.forms.remove_broken("086u.yaml")
        assert {one.file for one in again.forms.broken()} == {"zzz.yaml"}


def test_reload_takes_what_was_changed_by_hand(desk: Desk) -> None:
    desk.forms.add(EXAMPLE)
    path = desk.profile / "forms" / "pass-note.yaml"
    path.write_text(path.read_text("utf-8").replace("Пропуск сопровождающего", "Пропуск гостя"), "utf-8")
    desk.forms.reload()
    assert view(desk, "pass-note").title == "Пропуск гостя"


def test_example_of_the_manual_is_the_file_that_is_tested() -> None:
    manual = (Path(__file__).parents[3] / "docs" / "forms.md").read_text(encoding="utf-8")
    assert EXAMPLE.read_text(encoding="utf-8").strip() in manual


def test_library_without_own_folder_is_the_shipped_one(tmp_path: Path) -> None:
    assert (
        FormLibrary([EXAMPLE.parent], tmp_path / "none").edition("pass-note", date(2026, 5, 1)).id == "ours-1"
    )
