"""Pictures of the pages around attachment, papers, journal, readers and settings."""

from uuid import UUID

from registrar_app.ui.pages.attachment import AttachmentPage
from registrar_app.ui.pages.paper import PaperPage
from registrar_app.ui.paper_printing import PaperPrinter
from tests.ui.clinic import FINDINGS
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


def _paper_page(stage: Stage, person: UUID) -> PaperPage:
    return PaperPage(
        stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock,
        PaperPrinter(stage.desk, stage.tasks, stage.window), "086u", person,
    )  # fmt: skip


def paper(stage: Stage, size: Size) -> None:
    stage.clinic.add_key()
    page = _paper_page(stage, stage.clinic.sokolova)
    stage.show(page, "papers", size)
    stage.settle(lambda: page.form is not None)
    page.form.set_values({**FINDINGS, "otorhinolaryngologist": "", "conclusion": ""})
    page.form.edited.emit("therapist")
    page.form.focus_field("past_diseases")
    stage.wait(0.5)


def paper_refused(stage: Stage, size: Size) -> None:
    stage.clinic.add_key()
    stage.clinic.issue(stage.clinic.sokolova)
    page = _paper_page(stage, stage.clinic.sokolova)
    stage.show(page, "papers", size)
    stage.settle(lambda: page.form is not None)
    page.form.set_values({**FINDINGS, "past_diseases": "ветряная оспа, " * 40, "conclusion": ""})
    page.preview()
    stage.settle()
    page.sign()
    stage.wait(0.5)


def paper_password(stage: Stage, size: Size) -> None:
    stage.clinic.add_key(unlocked=False)
    page = _paper_page(stage, stage.clinic.sokolova)
    stage.show(page, "papers", size)
    stage.settle(lambda: page.form is not None)
    page.form.set_values(FINDINGS)
    page.sign()
    stage.wait(0.5)


SHOTS |= {"paper": paper, "paper_refused": paper_refused, "paper_password": paper_password}
