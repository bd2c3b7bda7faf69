"""Attach, answer, detach - by keyboard, on a real desk."""

from datetime import date
from uuid import UUID

from PySide6.QtCore import Qt

from registrar_app.domain.records import DetachReason
from registrar_app.ui.pages.attachment import AttachmentPage
from registrar_app.ui.theme import Role
from tests.ui.paper_stage import ALT, CTRL, SHIFT, press
from tests.ui.stage import Stage


def page_of(stage: Stage, person: UUID) -> AttachmentPage:
    page = AttachmentPage(stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock, person)
    stage.show(page)
    return page


def test_attach_when_question_open_then_refused_and_answered_by_alt_digit(stage: Stage) -> None:
    page = page_of(stage, stage.clinic.sokolova)
    assert page.form.values()["begins"] == "2026-11-21"

    press(stage, Qt.Key.Key_Return, CTRL)

    assert page.banner.code == "ATT-001"
    assert stage.desk.people.peek(stage.clinic.sokolova).attachment is None

    press(stage, Qt.Key.Key_1, ALT)
    assert not page.banner.isVisible()
    press(stage, Qt.Key.Key_Return, CTRL)

    attached = stage.desk.people.peek(stage.clinic.sokolova)
    assert attached.attachment is not None
    assert attached.attachment.begins == date(2026, 11, 21)
    assert [(one.code, one.reason) for one in attached.confirmations if one.field == "attachment"] == [
        ("ATT-013", "Прикрепить без полиса")
    ]
    assert stage.go.names[-1] == "person"


def test_check_when_district_changes_then_asks_again_for_this_district(stage: Stage) -> None:
    page = page_of(stage, stage.clinic.sokolova)
    page.form.set_values({"district": str(stage.clinic.paediatric)})
    page.form.edited.emit("district")
    stage.wait(0.3)

    codes = {line.code for line in page._lines}
    assert "ATT-009" in codes
    assert page.form.field("physician").value() == "Орлов Д.\u00a0В."


def test_attach_when_day_lies_ahead_then_error_stands_at_the_day(stage: Stage) -> None:
    page = page_of(stage, stage.clinic.sokolova)
    page.form.set_values({"begins": "2026-12-24"})
    page.attach()
    stage.settle()

    assert [one.code for one in page.form.field("begins").problems] == ["ATT-004"]
    assert page.form.field("begins").value() == "24.12.2026"


def test_detach_when_no_reason_then_says_so_and_keeps_the_attachment(stage: Stage) -> None:
    page = page_of(stage, stage.clinic.long_name)
    press(stage, Qt.Key.Key_F8, SHIFT)
    press(stage, Qt.Key.Key_Return, CTRL)
    press(stage, Qt.Key.Key_Return, CTRL)

    assert [one.code for one in page.detach_form.field("reason").problems] == ["ATT-023"]
    assert stage.desk.people.peek(stage.clinic.long_name).attachment is not None


def test_detach_when_confirmed_once_then_closed_with_its_reason(stage: Stage) -> None:
    page = page_of(stage, stage.clinic.long_name)
    press(stage, Qt.Key.Key_F8, SHIFT)
    page.detach_form.set_values({"reason": "other_mo", "note": "переезжает"})
    press(stage, Qt.Key.Key_Return, CTRL)
    assert stage.desk.people.peek(stage.clinic.long_name).attachment is not None

    press(stage, Qt.Key.Key_Return, CTRL)

    record = stage.desk.people.peek(stage.clinic.long_name)
    assert record.attachment is None
    assert record.attachments[0].end_reason is DetachReason.OTHER_MO


def test_esc_when_detaching_then_back_to_attaching(stage: Stage) -> None:
    page = page_of(stage, stage.clinic.long_name)
    press(stage, Qt.Key.Key_F8, SHIFT)
    assert page.detach_form.isVisible()
    press(stage, Qt.Key.Key_Escape)
    assert not page.detach_form.isVisible()
    assert stage.go.went == []


def red_points(stage: Stage, page: AttachmentPage) -> int:
    """How much of the page is drawn in the colours of an error."""
    picture = page.grab().toImage()
    red = {stage.theme.color(one).rgb() for one in (Role.ERROR, Role.ERROR_TINT)}
    return sum(
        picture.pixel(x, y) in red for x in range(0, picture.width(), 2) for y in range(picture.height())
    )


def test_page_of_somebody_attached_is_not_red_before_something_is_done(stage: Stage) -> None:
    page = page_of(stage, stage.clinic.long_name)
    assert any(line.code == "ATT-002" for line in page._lines), "no district is chosen"
    assert red_points(stage, page) == 0
    press(stage, Qt.Key.Key_Tab)
    assert red_points(stage, page) == 0, "leaving a field as it was is nothing yet"
    press(stage, Qt.Key.Key_Return, CTRL)
    assert red_points(stage, page) > 0, "it was asked for and cannot be done"


def test_district_when_chosen_and_taken_away_again_is_asked_for_in_red(stage: Stage) -> None:
    page = page_of(stage, stage.clinic.long_name)
    page.form.edited.emit("district")
    stage.wait(0.3)
    assert red_points(stage, page) > 0
