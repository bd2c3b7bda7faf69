"""Pictures of the pages around attachment, papers, journal, readers and settings."""

from registrar_app.ui.pages.attachment import AttachmentPage
from tests.ui.stage import Stage

Size = tuple[int, int]


def attachment(stage: Stage, size: Size) -> None:
    page = AttachmentPage(
        stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock, stage.clinic.long_name
    )
    stage.show(page, size=size)
    page.form.set_values({"district": str(stage.desk.attachments.districts()[1].id)})
    page.check()


def detach(stage: Stage, size: Size) -> None:
    page = AttachmentPage(
        stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock, stage.clinic.long_name
    )
    stage.show(page, size=size)
    page.begin_detaching()


SHOTS = {"attachment": attachment, "detach": detach}
