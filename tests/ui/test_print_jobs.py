"""«Печать: задания»: the cell tells what is not printed, the page helps, one key repeats."""

from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt

from registrar_app.printing.spool import Fault, JobId, JobState, JobStatus, Printer, PrintJob, PrintOptions
from registrar_app.services.prints import Prints
from registrar_app.ui.pages.print_jobs import PrintJobsPage
from registrar_app.ui.print_ways import CELL, PrintWays
from registrar_app.ui.theme import Role
from tests.ui.paper_stage import CTRL, SHIFT, press
from tests.ui.stage import Stage

OUT_OF_PAPER = JobStatus(JobState.PRINTING, (Fault.PAPER,))


@dataclass
class Tray:
    """A spool of two printers whose jobs are what the test says."""

    takes_pdf: bool = True
    status: JobStatus = OUT_OF_PAPER
    sent: list[str] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)

    def printers(self) -> tuple[Printer, ...]:
        return (Printer("HP", is_default=True), Printer("Pantum"))

    def print_pdf(self, pdf: bytes, printer: str, options: PrintOptions) -> PrintJob:
        del pdf, options
        self.sent.append(printer)
        return PrintJob(JobId(f"{printer}-{len(self.sent)}"))

    def job_status(self, job: JobId) -> JobStatus:
        return JobStatus(JobState.CANCELLED) if job in self.cancelled else self.status

    def cancel(self, job: JobId) -> None:
        self.cancelled.append(job)


@pytest.fixture
def stage(stage: Stage) -> Stage:
    """The doctor's key is in the profile."""
    stage.clinic.add_key()
    return stage


@pytest.fixture
def tray(stage: Stage) -> Tray:
    made, desk = Tray(), stage.desk
    desk.prints = Prints(desk._bench, desk.settings, desk.papers, made)
    return made


@pytest.fixture
def ways(stage: Stage, tray: Tray) -> PrintWays:
    assert tray.takes_pdf
    made = PrintWays(stage.window, stage.desk, stage.tasks, stage.messages, stage.clock, stage.window)
    stage.desk.prints.print_pdf(stage.clinic.issue(stage.clinic.sokolova), "086u")
    stage.window.resize(1366, 768)
    stage.window.show()
    stage.settle()
    return made


def page_of(stage: Stage) -> PrintJobsPage:
    page = stage.window.page()
    assert isinstance(page, PrintJobsPage)
    return page


def asked(stage: Stage, ways: PrintWays) -> None:
    ways.ask()
    stage.settle()


def test_cell_when_paper_is_out_then_it_says_so_and_leads_to_the_page(
    stage: Stage, ways: PrintWays, tray: Tray
) -> None:
    asked(stage, ways)
    cell = stage.window.status.cell(CELL)
    assert (cell.text(), cell.role) == ("Нет бумаги: «HP»", Role.WARN)
    cell.click()
    stage.settle()
    assert page_of(stage).banner.code == "PRN-023"
    tray.status = JobStatus(JobState.DONE)
    asked(stage, ways)
    assert cell.text() == ""


def test_page_when_cancelled_by_key_then_taken_back(stage: Stage, ways: PrintWays, tray: Tray) -> None:
    ways.open()
    stage.settle()
    press(stage, Qt.Key.Key_Delete, CTRL)
    assert tray.cancelled == ["HP-1"]
    assert stage.desk.prints.queue.last().state is JobState.CANCELLED
    assert page_of(stage)._again.isVisible()


def test_other_printer_when_chosen_then_sent_there(stage: Stage, ways: PrintWays, tray: Tray) -> None:
    ways.open()
    stage.settle()
    press(stage, Qt.Key.Key_F4)
    assert stage.window.palette_sheet.isVisible()
    press(stage, Qt.Key.Key_Return)
    assert tray.sent == ["HP", "Pantum"]
    assert tray.cancelled == ["HP-1"]


def test_repeat_when_the_key_is_pressed_anywhere_then_last_again(
    stage: Stage, ways: PrintWays, tray: Tray
) -> None:
    tray.status = JobStatus(JobState.DONE)
    asked(stage, ways)
    press(stage, Qt.Key.Key_R, CTRL | SHIFT)
    assert tray.sent == ["HP", "HP"]
    assert stage.desk.prints.queue.last().is_copy


def test_page_when_nothing_was_printed_then_it_says_so(stage: Stage, tray: Tray) -> None:
    assert not tray.sent
    ways = PrintWays(stage.window, stage.desk, stage.tasks, stage.messages, stage.clock, stage.window)
    stage.window.show()
    ways.open()
    stage.settle()
    assert not page_of(stage)._cancel.isVisible()
    assert page_of(stage).banner.code == "PRN-034"
