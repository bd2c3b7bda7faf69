"""Fill, look, sign - by keyboard, on a real desk with real keys."""

from datetime import datetime

from PySide6.QtCore import Qt

from registrar_app.services.paper_shapes import JournalFilter
from registrar_app.ui.pages.paper import PaperPage
from registrar_app.ui.widgets.form_grid import FormGrid
from tests.ui.clinic import FINDINGS, NOW, PASSWORD, ZONE
from tests.ui.paper_stage import ALT, CTRL, SHIFT, press, type_text
from tests.ui.stage import Stage

FORM = "086u"


def page_of(stage: Stage, values: dict[str, str] | None = None) -> tuple[PaperPage, FormGrid]:
    person = stage.clinic.sokolova
    page = PaperPage(
        stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock, FORM, person
    )
    stage.show(page, "papers")
    stage.settle(lambda: page.form is not None)
    assert page.form is not None
    if values:
        page.form.set_values(values)
        page.preview()
        stage.settle()
    return page, page.form


def issued_numbers(stage: Stage) -> list[str]:
    return [one.number for one in stage.desk.papers.journal(JournalFilter()).rows]


def test_form_when_opened_then_asks_only_what_the_record_does_not_know(stage: Stage) -> None:
    page, form = page_of(stage)
    assert list(form.fields)[:3] == ["place_of_study_or_work", "past_diseases", "vaccinations"]
    assert "full_name" not in form.fields
    assert "okud_code" not in form.fields
    assert form.field("issuing_doctor").value() == "Кузнецова Ирина Павловна"
    assert page.paper.view.rendered is not None


def test_typing_when_russian_then_paper_is_drawn_again_and_counted(stage: Stage) -> None:
    page, form = page_of(stage)
    form.focus_field("therapist")
    before = page._pdf
    type_text(stage, "Здорова")
    stage.wait(0.5)
    assert form.field("therapist").value() == "Здорова"
    assert form.field("therapist").hint.text() == "7 из 186"
    assert page._pdf != before


def test_sign_when_fields_are_empty_then_refused_at_the_first_of_them(stage: Stage) -> None:
    stage.clinic.add_key()
    page, form = page_of(stage, {**FINDINGS, "surgeon": "", "conclusion": ""})
    press(stage, Qt.Key.Key_Return, CTRL)
    stage.wait(0.1)
    assert page.banner.code == "CERT-001"
    assert form.open_questions() == ["surgeon", "conclusion"]
    assert form.field("surgeon").editor.hasFocus()
    assert issued_numbers(stage) == []


def test_sign_when_all_is_filled_then_issued_once_and_shown(stage: Stage) -> None:
    stage.clinic.add_key()
    page_of(stage, FINDINGS)
    press(stage, Qt.Key.Key_Return, CTRL | SHIFT)
    stage.settle()
    assert issued_numbers(stage) == ["000001"]
    assert "issued" in stage.go.names
    assert stage.desk.drafts.load(f"paper:{FORM}", str(stage.clinic.sokolova)) is None


def test_overflow_when_typed_then_field_is_marked_and_last_good_page_stays(stage: Stage) -> None:
    page, form = page_of(stage, FINDINGS)
    good = page._pdf
    form.set_values({"past_diseases": "ветряная оспа, " * 40})
    page.preview()
    stage.settle()
    assert page._pdf == good
    codes = [one.code for one in form.field("past_diseases").problems]
    assert codes == ["CERT-002"]
    assert "не поместится" in form.field("past_diseases").problems[0].text


def test_locked_key_when_signing_then_password_is_asked_in_the_page(stage: Stage) -> None:
    stage.clinic.add_key(unlocked=False)
    page, _ = page_of(stage, FINDINGS)
    press(stage, Qt.Key.Key_Return, CTRL | SHIFT)
    assert page.password.isVisible()
    assert page.password.field.editor.hasFocus()

    page.password.field.set_value("не тот")
    press(stage, Qt.Key.Key_Return)
    assert [one.code for one in page.password.field.problems] == ["SIGN-002"]
    assert issued_numbers(stage) == []

    page.password.field.set_value(PASSWORD)
    press(stage, Qt.Key.Key_Return)
    stage.settle()
    assert issued_numbers(stage) == ["000001"]


def test_expired_key_when_signing_then_says_so_and_offers_ink(stage: Stage) -> None:
    past = datetime(2026, 11, 22, tzinfo=ZONE)
    stage.desk.keys.add(stage.clinic.key_file(valid_to=past), PASSWORD)
    stage.desk._bench.clock = lambda: NOW.replace(month=12)
    page, _ = page_of(stage, FINDINGS)
    press(stage, Qt.Key.Key_Return, CTRL | SHIFT)
    stage.settle()
    assert page.banner.code == "SIGN-005"

    page._sign_by_hand()
    stage.settle()
    row = stage.desk.papers.journal(JournalFilter()).rows[0]
    assert not row.is_signed


def test_no_key_when_signing_then_fields_stay_filled(stage: Stage) -> None:
    page, form = page_of(stage, FINDINGS)
    press(stage, Qt.Key.Key_Return, CTRL)
    stage.settle()
    assert page.banner.code == "CERT-050"
    assert form.values()["conclusion"] == FINDINGS["conclusion"]


def test_draft_when_page_is_left_then_comes_back(stage: Stage) -> None:
    _, form = page_of(stage)
    form.focus_field("therapist")
    type_text(stage, "здорова")
    press(stage, Qt.Key.Key_Escape)  # back to what the field held
    type_text(stage, "годна")
    press(stage, Qt.Key.Key_F6)
    stage.window.pop_page()
    stage.settle()

    page, again = page_of(stage)
    assert again.field("therapist").value() == "годна"
    assert "черновик" in page.banner.title.lower()


def test_former_answer_when_offered_then_taken_by_alt_digit(stage: Stage) -> None:
    stage.clinic.add_key()
    stage.clinic.issue(stage.clinic.sokolova, surgeon="здорова, осмотрена")
    page, form = page_of(stage)
    form.focus_field("surgeon")
    stage.settle()
    key = int(page.offers._take.key.removeprefix("Alt+"))
    press(stage, Qt.Key.Key_0.value + key, ALT)
    assert form.field("surgeon").value() == "здорова, осмотрена"


def test_paper_when_clicked_then_its_field_has_the_focus(stage: Stage) -> None:
    page, form = page_of(stage)
    page.paper.view.field_clicked.emit("vaccinations")
    assert form.field("vaccinations").editor.hasFocus()
    press(stage, Qt.Key.Key_2, ALT)
    stage.wait(0.2)
    assert page.paper.view.page == 1
