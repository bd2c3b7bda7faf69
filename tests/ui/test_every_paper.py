"""Every paper of the tables in the window: opened, filled, brought to its end; bad values are told."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from registrar_app.domain.problems import Level
from registrar_app.models import papers as rows
from registrar_app.paths import resource
from registrar_app.printing.loader import FormLibrary
from registrar_app.services.paper_prefill import is_offered
from registrar_app.services.paper_shapes import JournalFilter
from registrar_app.ui.pages.paper import PaperPage
from registrar_app.ui.widgets.form_grid import FormGrid
from registrar_app.ui.widgets.form_spec import FieldKind, FieldSpec
from tests.ui.clinic import ORGANIZATION, TODAY
from tests.ui.helpers import walk
from tests.ui.paper_stage import CTRL, press
from tests.ui.stage import Stage

FORMS = [one.key for one in FormLibrary([resource("forms")]).forms() if is_offered(one)]
ON_STOCK = "003-vu"
SAMPLE = json.loads((Path(__file__).parents[1] / "data/samples/003-vu-b1.json").read_text("utf-8"))["fields"]


def open_paper(stage: Stage, key: str, size: tuple[int, int] = (1366, 768)) -> tuple[PaperPage, FormGrid]:
    page = PaperPage(
        stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock, key,
        stage.clinic.long_name,
    )  # fmt: skip
    stage.show(page, "papers", size)
    stage.settle(lambda: page.form is not None)
    assert page.form is not None
    return page, page.form


def typed(spec: FieldSpec) -> str:
    """Something that suits the editor."""
    if spec.kind is FieldKind.TABLE and spec.grid is not None:
        row = {one.id: one.choices[0][0] if one.choices else "1" for one in spec.grid.columns}
        row |= {
            one.id: "J30.1" if one.show is None else "2026-11-01" for one in spec.grid.columns if one.check
        }
        first = spec.grid.columns[0].id
        return json.dumps([row | ({first: spec.grid.printed[0]} if spec.grid.printed else {})])
    if spec.kind is FieldKind.CELLS:
        return spec.cells[0]
    if spec.kind is FieldKind.COMBO:
        return spec.choices[1][0]
    if spec.kind is FieldKind.CHECK:
        return "1"
    if spec.kind is FieldKind.DATE:
        return "2026-11-20"
    return {"icd": "K21.0"}.get(spec.id.rpartition(".")[2], "12")


def fill(stage: Stage, page: PaperPage, form: FormGrid, **more: str) -> None:
    own = {
        "oms": "7712345678901234", "oms_number": "7712345678901234", "snils": "11223344595",
        "period_1.from": "2026-11-01", "period_1.to": "2026-11-10",
        "period_2.from": "2026-11-11", "period_2.to": "2026-11-20",
    }  # fmt: skip
    values = {
        name: own.get(name) or typed(field.spec)
        for name, field in form.fields.items()
        if not field.value() and not name.startswith(("restriction_", "indication_"))
    }
    form.set_values({**values, **more})
    page.preview()
    stage.settle()


def stops(page: PaperPage) -> list[tuple[str, str | None]]:
    assert page.form is not None
    return [(one.code, one.field) for one in page.form.problems() if one.level is Level.ERROR]


@pytest.mark.parametrize("key", FORMS)
def test_paper_when_opened_then_whole_and_live(stage: Stage, key: str) -> None:
    page, form = open_paper(stage, key)
    walk(stage.window)
    assert page.paper.view.rendered is not None
    assert page._pdf.startswith(b"%PDF")
    assert form.fields


@pytest.mark.parametrize("key", FORMS)
def test_paper_when_filled_then_comes_to_its_end_by_one_key(stage: Stage, key: str) -> None:
    if key == ON_STOCK:
        add_numbers(stage)
    page, form = open_paper(stage, key)
    agreed = {"contraindications": "absent", "indications": "absent", "restrictions": "absent"}
    fill(stage, page, form, **(agreed if key == ON_STOCK else {}))
    assert stops(page) == []
    outcome = page._outcome
    if outcome == "issued":
        page.sign(then_print=False, by_hand=True)
    else:
        press(stage, Qt.Key.Key_Return, CTRL)
    stage.settle()
    kept = stage.desk.papers.journal(JournalFilter(form_key=key)).rows
    assert len(kept) == (0 if outcome == "printed" else 1), page.banner.code
    if outcome == "printed":
        assert page.banner.code.startswith("PRN")  # complete; there is no printer here
    elif outcome == "kept":
        assert kept[0].number == "без номера"


@pytest.mark.parametrize("key", FORMS)
def test_long_words_when_typed_then_complete_or_refused_at_their_field(stage: Stage, key: str) -> None:
    page, form = open_paper(stage, key)
    name = "Я" + "ы" * 48 + " " + "П" + "р" * 49
    address = "улица Очень Длинного Названия имени Многих Заслуженных Людей, " * 5
    for field_id, field in form.fields.items():
        if field.spec.kind in (FieldKind.LINE, FieldKind.TEXT):
            before = field.value()
            form.set_values({field_id: address[:300] if "street" in field_id else name})
            page.preview()
            stage.settle()
            told = {
                name.split(".")[0]
                for name, one in form.fields.items()
                if any(problem.level is Level.ERROR for problem in one.problems)
            }
            assert told <= {field_id.split(".")[0]}, (field_id, told)
            form.set_values({field_id: before})


def add_numbers(stage: Stage) -> None:
    """What the clinic needs for numbered blanks: its licence and a range of the region's numbers."""
    stage.desk.clinic.save_organization(
        replace(ORGANIZATION, license_number="Л041-01099-99/00123456", license_date=date(2019, 4, 15))
    )
    with stage.desk._bench.store.change(stage.desk._bench.actor()) as work:
        rows.add_range(
            work, form=ON_STOCK, series="02", year=TODAY.year, desk=stage.desk.desk_name, first=17, last=40,
            width=9,
        )  # fmt: skip


def test_numbers_of_the_region_when_there_are_none_then_said_at_once(stage: Stage) -> None:
    page, _ = open_paper(stage, ON_STOCK)
    assert page.banner.code == "CERT-061"


def test_paper_on_stock_when_values_do_not_agree_then_told_at_the_field(stage: Stage) -> None:
    add_numbers(stage)
    page, form = open_paper(stage, ON_STOCK)
    form.set_values(
        {
            "contraindications": "present", "indications": "absent", "restrictions": "absent",
            "categories": "B", "indication_vision_correction": "1", "after_licence_return": "no",
        }
    )  # fmt: skip
    page.preview()
    stage.settle()
    told = {field for code, field in stops(page) if code == "CERT-013"}
    assert {"contraindications", "indications"} <= told
    assert page._pdf.startswith(b"%PDF")


def test_paper_on_stock_when_issued_then_numbered_from_the_region_and_kept(stage: Stage) -> None:
    add_numbers(stage)
    page, form = open_paper(stage, ON_STOCK)
    cells = SAMPLE["categories"]
    form.set_values(
        {
            **{f"result_{name}.text": text for name, text in SAMPLE["results"].items()},
            **{name: SAMPLE[name] for name in ("contraindications", "indications", "restrictions")},
            "after_licence_return": "no", "indication_vision_correction": "1",
            "categories": " ".join(name for name, letter in cells.items() if letter == "V"),
        }
    )  # fmt: skip
    page.preview()
    stage.settle()
    assert stops(page) == []
    page.sign(then_print=False, by_hand=True)
    stage.settle()
    row = stage.desk.papers.journal(JournalFilter()).rows[0]
    assert row.number == "02 000000017"
    values = json.loads(stage.desk.papers.record(row.certificate_id).data.values)
    assert [values["categories"][one] for one in ("A", "B", "M")] == ["Z", "V", "V"]


def test_edition_when_the_day_is_changed_then_follows_and_keeps_what_was_typed(stage: Stage) -> None:
    page, form = open_paper(stage, "086u")
    form.set_values({"therapist": "здорова"})
    form.set_values({"issue_date": "2025-08-31"})
    page.preview()
    stage.settle()
    stage.settle(lambda: page._loaded is not None and page._loaded.draft.edition_id == "834n")
    assert page.form is not None
    assert page.form is not form
    assert page.form.field("therapist").value() == "здорова"
    assert page.form.field("issue_date").value() == "31.08.2025"
    assert "31.08.2025" in page.paper._note_text.text()


def test_phrase_when_remembered_then_taken_by_key(stage: Stage) -> None:
    page, form = open_paper(stage, "086u")
    form.set_values({"therapist": "здорова, осмотрена"})
    form.focus_field("therapist")
    stage.settle()
    press(stage, Qt.Key.Key_J, CTRL)
    assert page.phrases.sheet.isVisible()
    press(stage, Qt.Key.Key_Return)
    assert [one.text for one in stage.desk.phrases.list("086u", "therapist", page._doctor())] == [
        "здорова, осмотрена"
    ]
    form.set_values({"therapist": ""})
    form.focus_field("therapist")
    press(stage, Qt.Key.Key_J, CTRL)
    press(stage, Qt.Key.Key_Return)
    stage.settle()
    assert form.field("therapist").value() == "здорова, осмотрена"
    press(stage, Qt.Key.Key_J, CTRL)
    press(stage, Qt.Key.Key_Delete, CTRL)
    stage.settle()
    assert stage.desk.phrases.list("086u", "therapist", page._doctor()) == ()


def test_whole_paper_when_as_last_time_then_empty_fields_are_filled_by_one_key(stage: Stage) -> None:
    page, form = open_paper(stage, "079u")
    fill(stage, page, form, past=json.dumps([{"text": "корь", "icd": "B05"}]), **{"growth.short": "1"})
    page.sign(then_print=False, by_hand=True)
    stage.settle()
    stage.window.pop_page()
    stage.settle()
    page, form = open_paper(stage, "079u")
    form.set_values({"regime": "своё"})
    press(stage, Qt.Key.Key_D, CTRL)
    stage.settle()
    assert json.loads(form.field("past").value()) == [{"text": "корь", "icd": "B05"}]
    assert form.field("growth.short").value() == "1"
    assert form.field("regime").value() == "своё"


def test_doctor_when_another_is_chosen_then_his_post_follows(stage: Stage) -> None:
    page, form = open_paper(stage, "free-form-note")
    assert form.field("doctor_position").value() == "врач-терапевт"
    form.field("doctor").editor.setCurrentIndex(2)  # type: ignore[union-attr]
    page._on_edited("doctor")
    assert form.field("doctor_position").value() == "врач-педиатр"


def test_name_in_a_case_when_proposed_then_may_be_written_otherwise(stage: Stage) -> None:
    _, form = open_paper(stage, "free-form-note")
    assert form.field("full_name").value() == ("Константинопольской-Забайкальской Александре Владиславовне")
    assert form.field("full_name").spec.kind is not FieldKind.READONLY


def test_consent_when_it_runs_out_then_the_record_offers_a_new_one(stage: Stage) -> None:
    page, form = open_paper(stage, "pdn-consent")
    last = TODAY + timedelta(days=21)
    fill(stage, page, form, valid_until=last.isoformat())
    press(stage, Qt.Key.Key_Return, CTRL)
    stage.settle()
    found = stage.desk.papers.ending(stage.clinic.long_name)
    assert found[0].title == f"Согласие истекает {last:%d.%m.%Y}"
    assert found[0].action == "paper:pdn-consent"
