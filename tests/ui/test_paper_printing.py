"""Printing from the window: the file itself where there is a spool, pages at the printer's size elsewhere."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.records import CertificateEventKind
from registrar_app.printing.spool import JobId, JobState, JobStatus, Printer, PrintJob, PrintOptions
from registrar_app.services.paper_shapes import Printed
from registrar_app.services.prints import Prints
from registrar_app.ui.paper_printing import PaperPrinter, PrintWish, print_pages, printed_words
from registrar_app.ui.widgets.page_render import render_page
from tests.ui.stage import Stage


@dataclass
class PaperTray:
    """A spool that keeps what it is sent."""

    takes_pdf: bool = True
    sent: list[tuple[bytes, str, PrintOptions]] = field(default_factory=list)

    def printers(self) -> tuple[Printer, ...]:
        return (Printer("Tray", is_default=True),)

    def print_pdf(self, pdf: bytes, printer: str, options: PrintOptions) -> PrintJob:
        self.sent.append((pdf, printer, options))
        return PrintJob(JobId(f"{printer}-{len(self.sent)}"))

    def job_status(self, job: JobId) -> JobStatus:
        del job
        return JobStatus(JobState.DONE)

    def cancel(self, job: JobId) -> None:
        del job


def use(stage: Stage, tray: PaperTray) -> None:
    """Print onto a spool of our own."""
    desk = stage.desk
    desk.prints = Prints(desk._bench, desk.settings, desk.papers, tray)


@pytest.fixture
def stage(stage: Stage) -> Stage:
    """The doctor's key is in the profile."""
    stage.clinic.add_key()
    return stage


def pdf_printer(path: Path) -> QPrinter:
    """Qt's own printer into a file stands for a real one."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def test_raster_when_printed_then_same_pages_in_the_same_size(stage: Stage, tmp_path: Path) -> None:
    pdf = stage.desk.papers.pdf_of(stage.clinic.issue(stage.clinic.sokolova))
    out = tmp_path / "out.pdf"
    assert print_pages(pdf, pdf_printer(out)) == 2

    (tmp_path / "in.pdf").write_bytes(pdf)
    given, printed = QPdfDocument(), QPdfDocument()
    given.load(str(tmp_path / "in.pdf"))
    printed.load(str(out))
    assert printed.pageCount() == given.pageCount() == 2
    for page in range(2):
        want, got = given.pagePointSize(page), printed.pagePointSize(page)
        assert abs(want.width() - got.width()) < 1
        assert abs(want.height() - got.height()) < 1
    for document in (given, printed):
        document.close()


def stamp_is_drawn(document: QPdfDocument) -> bool:
    """Whether the blue stamp of the signature stands on the second page."""
    size = document.pagePointSize(1)
    picture = document.render(1, QSize(round(size.width() * 2), round(size.height() * 2)))
    colours = (
        picture.pixelColor(x, y) for x in range(0, picture.width(), 2) for y in range(picture.height())
    )
    return any(one.alpha() > 200 and one.blue() - one.red() > 60 for one in colours)


def test_raster_when_the_paper_is_signed_then_its_stamp_is_printed(stage: Stage, tmp_path: Path) -> None:
    pdf = stage.desk.papers.pdf_of(stage.clinic.issue(stage.clinic.sokolova))
    print_pages(pdf, pdf_printer(tmp_path / "out.pdf"))
    printed = QPdfDocument()
    printed.load(str(tmp_path / "out.pdf"))
    assert stamp_is_drawn(printed)
    printed.close()


def test_screen_when_the_paper_is_signed_then_its_stamp_is_shown(stage: Stage) -> None:
    pdf = stage.desk.papers.pdf_of(stage.clinic.issue(stage.clinic.sokolova))
    page = render_page(pdf, 1, zoom=1.5, room=QSize(800, 600), dpr=1.0)
    assert page is not None
    stamp = page.image.copy(
        0, page.image.height() * 3 // 4, page.image.width() // 2, page.image.height() // 4
    )
    found = (stamp.pixelColor(x, y) for x in range(stamp.width()) for y in range(stamp.height()))
    assert any(one.blue() - one.red() > 60 for one in found)


def test_raster_when_bytes_are_no_pdf_then_refused(tmp_path: Path, qapp: QApplication) -> None:
    assert qapp is not None
    with pytest.raises(RegistrarError, match="PRN-011"):
        print_pages(b"hello", pdf_printer(tmp_path / "out.pdf"))


def test_dialogue_when_accepted_then_file_itself_is_sent_and_second_is_a_copy(stage: Stage) -> None:
    tray = PaperTray()
    use(stage, tray)
    maker = PaperPrinter(stage.desk, stage.tasks, stage.window)
    paper = stage.clinic.issue(stage.clinic.sokolova)
    done: list[Printed] = []
    failed: list[RegistrarError] = []
    wish = PrintWish(paper, "086u", done.append, failed.append)
    for _ in range(2):
        printed = maker._send(wish, "Tray", 2, None)
        assert printed.printer == "Tray"

    assert [one[0] for one in tray.sent] == [stage.desk.papers.pdf_of(paper)] * 2
    assert [one[2].copies for one in tray.sent] == [2, 2]
    assert [one[2].paper for one in tray.sent] == ["A5", "A5"]
    kinds = [one.kind for one in stage.desk.papers.record(paper).events]
    printed, copy = CertificateEventKind.PRINTED, CertificateEventKind.COPY
    assert kinds[-4:] == [printed, copy, copy, copy]  # two sheets each time


def test_draft_when_sent_then_no_event_is_noted(stage: Stage) -> None:
    tray = PaperTray()
    use(stage, tray)
    maker = PaperPrinter(stage.desk, stage.tasks, stage.window)
    pdf = stage.desk.labels.make(stage.clinic.sokolova)
    printed = maker._send(PrintWish(pdf, "record-label", lambda _: None, lambda _: None), "Tray", 1, None)
    assert not printed.is_copy
    assert tray.sent[0][2].paper == "Custom.58x40mm"
    assert printed_words(printed) == "Отправлено на печать: Tray"


def test_dialogue_when_opened_then_window_waits_beside_it(stage: Stage) -> None:
    tray = PaperTray()
    use(stage, tray)
    maker = PaperPrinter(stage.desk, stage.tasks, stage.window)
    paper = stage.clinic.issue(stage.clinic.sokolova)
    done: list[Printed] = []
    maker.print_by_dialog(PrintWish(paper, "086u", done.append, lambda _: None), stage.window)
    stage.settle()
    dialog = maker.dialog
    assert dialog is not None
    assert dialog.isVisible()

    maker._on_accepted()  # a desk without printers has no «Печать» to press
    dialog.reject()
    stage.settle(lambda: bool(done))

    assert [one[0] for one in tray.sent] == [stage.desk.papers.pdf_of(paper)]
    assert maker.dialog is None


def test_printer_when_named_in_the_status_bar_then_as_the_system_writes_it() -> None:
    sent = Printed("HP LaserJet M404", "1", is_copy=True)
    assert printed_words(sent) == "Отправлено на печать: HP LaserJet M404, копия"
    assert printed_words(sent, "Этикетка") == "Этикетка: отправлено на печать, HP LaserJet M404, копия"
