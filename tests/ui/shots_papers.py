"""Pictures of the pages around attachment, papers, journal, readers and settings."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from registrar_app.cards.states import ReaderInfo, ReaderState, ReaderStatus, status_problem
from registrar_app.printing.spool import JobState, JobStatus
from registrar_app.services.key_shapes import NewKey
from registrar_app.services.prints import Prints
from registrar_app.services.token_list import list_certificates
from registrar_app.signing.authority import Authority
from registrar_app.ui.pages.attachment import AttachmentPage
from registrar_app.ui.pages.issued import IssuedPage
from registrar_app.ui.pages.journal import JournalPage
from registrar_app.ui.pages.label import LabelPrinter
from registrar_app.ui.pages.paper import PaperPage
from registrar_app.ui.pages.readers import ReadersPage
from registrar_app.ui.pages.settings import GROUPS, SettingsPage
from registrar_app.ui.pages.settings_group import ListGroup
from registrar_app.ui.pages.settings_keys import SignatureGroup
from registrar_app.ui.pages.verify import VerifyPage
from registrar_app.ui.print_ways import PrintWays
from registrar_app.ui.widgets.page import Page
from tests.signing_benches import tokens
from tests.ui.clinic import FINDINGS, NOW
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
        "086u", person,
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


def _issued(stage: Stage, size: Size) -> IssuedPage:
    stage.clinic.add_key()
    found = stage.clinic.issue(stage.clinic.long_name)
    page = IssuedPage(stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock, found)
    stage.show(page, "papers", size)
    stage.wait(0.3)
    return page


def issued(stage: Stage, size: Size) -> None:
    _issued(stage, size)


def spoil(stage: Stage, size: Size) -> None:
    page = _issued(stage, size)
    page.begin_spoiling()
    page.spoil()
    stage.wait(0.3)


def verify(stage: Stage, size: Size) -> None:
    stage.clinic.add_key()
    found = stage.clinic.issue(stage.clinic.sokolova)
    pdf = stage.desk.papers.pdf_of(found)
    path = stage.clinic.folder / "spravka-000001.pdf"
    path.write_bytes(pdf.replace(b"/ProcSet", b"/ProcSet", 1)[:-200] + pdf[-200:].replace(b"R", b"Q", 1))
    page = VerifyPage(stage.theme, stage.desk, stage.tasks, stage.clock)
    stage.show(page, "papers", size)
    page.check_file(path)
    stage.wait(0.3)


SHOTS |= {"issued": issued, "spoil": spoil, "verify": verify}


def journal(stage: Stage, size: Size) -> None:
    stage.clinic.add_key()
    first = stage.clinic.issue(stage.clinic.sokolova)
    stage.clinic.issue(stage.clinic.long_name)
    stage.clinic.issue(stage.clinic.mamedov)
    stage.desk.papers.note_print(first, False)
    stage.desk.papers.note_print(first, True)
    stage.desk.papers.spoil(stage.clinic.issue(stage.clinic.mamedov), "не та дата")
    page = JournalPage(stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock)
    stage.show(page, "papers", size)


def readers(stage: Stage, size: Size) -> None:
    page = ReadersPage(stage.theme, stage.tasks, stage.go, training=True)
    infos = (
        ReaderInfo("ACS ACR38U 00 00", ReaderState.NOT_READ),
        ReaderInfo("Aktiv Rutoken lite 01 00", ReaderState.NOT_OMS),
    )
    status = ReaderStatus(ReaderState.NOT_READ, infos[0].name, infos, status_problem(ReaderState.NOT_READ))
    page.show_status(status)
    stage.show(page, "people", size)


SHOTS |= {"journal": journal, "readers": readers}


def settings_of(group: str) -> Callable[[Stage, Size], SettingsPage]:
    def show(stage: Stage, size: Size) -> SettingsPage:
        stage.clinic.add_key()
        page = SettingsPage(stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock)
        stage.show(page, "settings", size)
        page.show_group(group)
        stage.settle()
        if isinstance(page.group, ListGroup):
            page.group.edit_current()
        if isinstance(page.group, SignatureGroup):
            page.group.begin(stage.clinic.key_file("other"))
        return page

    return show


def _centre() -> Authority:
    return Authority("Учебный удостоверяющий центр", NOW - timedelta(days=30))


def _token_page(stage: Stage, size: Size, library: str) -> None:
    page = SettingsPage(stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock)
    stage.show(page, "settings", size)
    page.show_group("signature")
    stage.settle()
    group = page.group
    assert isinstance(group, SignatureGroup)
    group.open_form()
    group.form.set_values({"kind": "token", "library": library})
    group.form.edited.emit("kind")
    stage.wait(0.5)


def settings_token(stage: Stage, size: Size) -> None:
    stage.clinic.add_key()
    with tokens(stage.clinic.folder / "hsm", _centre()) as library:
        _token_page(stage, size, library)


def settings_token_none(stage: Stage, size: Size) -> None:
    stage.clinic.add_key()
    _token_page(stage, size, "")


def settings_keys_list(stage: Stage, size: Size) -> None:
    stage.clinic.add_key()
    with tokens(stage.clinic.folder / "hsm", _centre()) as library:
        found = list_certificates(stage.desk.keys.library(library), stage.clock())
        house = next(one for one in found if "ГБУЗ" in one.owner)
        stage.desk.keys.register.add_token(house, NewKey("organisation"))
        page = SettingsPage(stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock)
        stage.show(page, "settings", size)
        page.show_group("signature")
        stage.settle()
        group = page.group
        assert isinstance(group, SignatureGroup)
        group.table.select(group.table.rows[-1].id)
        group.test_key()
        stage.wait(0.5)


def settings_power(stage: Stage, size: Size) -> None:
    stage.clinic.add_key()
    page = SettingsPage(stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock)
    stage.show(page, "settings", size)
    page.show_group("signature")
    stage.settle()
    assert isinstance(page.group, SignatureGroup)
    page.group.open_power()


SHOTS |= {
    "settings_power": settings_power, "settings_token": settings_token,
    "settings_token_none": settings_token_none, "settings_keys_list": settings_keys_list,
}  # fmt: skip
SHOTS |= {f"settings_{one.id}": settings_of(one.id) for one in GROUPS}


def label(stage: Stage, size: Size) -> None:
    stage.show(Page(stage.theme, head=False), "people", size)
    maker = LabelPrinter(
        stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.window.push_page, stage.window
    )
    maker.print_label(stage.clinic.long_name)
    stage.wait(0.3)


SHOTS |= {"label": label}


def print_jobs(stage: Stage, size: Size) -> None:
    """One sheet is out, its copy too, one was given up, one waits for paper."""
    from tests.ui.test_print_jobs import OUT_OF_PAPER, Tray

    clinic, desk = stage.clinic, stage.desk
    clinic.add_key()
    tray = Tray(status=JobStatus(JobState.DONE))
    prints = desk.prints = Prints(desk._bench, desk.settings, desk.papers, tray)
    ways = PrintWays(stage.window, desk, stage.tasks, stage.messages, stage.clock, stage.window)
    first = clinic.issue(clinic.sokolova)
    for _ in range(2):
        prints.print_pdf(first, "086u")
        prints.queue.refresh()
    tray.status = JobStatus(JobState.FAILED, (), "The printer is broken")
    prints.print_pdf(clinic.issue(clinic.long_name), "086u")
    prints.queue.refresh()
    tray.status = OUT_OF_PAPER
    prints.print_ruler("086u", "086/у")
    stage.window.resize(*size)
    stage.window.show()
    stage.window.activateWindow()
    stage.settle()
    ways.open()
    stage.settle()


SHOTS |= {"print_jobs": print_jobs}
