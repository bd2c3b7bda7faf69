"""The queue of what was printed: followed, taken back, repeated, sent elsewhere."""

from dataclasses import dataclass, field

import pytest
from desk_samples import issue

from registrar_app.domain.errors import RegistrarError, SurroundingsError
from registrar_app.domain.records import CertificateEventKind
from registrar_app.printing.spool import (
    Fault,
    JobId,
    JobState,
    JobStatus,
    Printer,
    PrintJob,
    PrintOptions,
)
from registrar_app.services.desk import Desk
from registrar_app.services.prints import Prints


@dataclass
class Tray:
    """A spool whose jobs are what the test says."""

    takes_pdf: bool = True
    status: JobStatus = field(default_factory=lambda: JobStatus(JobState.WAITING))
    sent: list[str] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    is_gone: bool = False

    def printers(self) -> tuple[Printer, ...]:
        return (Printer("HP", is_default=True), Printer("Pantum"))

    def print_pdf(self, pdf: bytes, printer: str, options: PrintOptions) -> PrintJob:
        del pdf, options
        self.sent.append(printer)
        return PrintJob(JobId(f"{printer}-{len(self.sent)}"))

    def job_status(self, job: JobId) -> JobStatus:
        if self.is_gone:
            raise SurroundingsError("PRN-002")
        return JobStatus(JobState.CANCELLED) if job in self.cancelled else self.status

    def cancel(self, job: JobId) -> None:
        self.cancelled.append(job)


def bench(desk: Desk) -> tuple[Prints, Tray]:
    tray = Tray()
    return Prints(desk._bench, desk.settings, desk.papers, tray), tray


def kinds(desk: Desk, issued: object) -> list[CertificateEventKind]:
    events = desk.papers.record(issued.certificate_id).events  # type: ignore[attr-defined]
    return [one.kind for one in events if one.kind in (PRINTED, COPY)]


PRINTED, COPY = CertificateEventKind.PRINTED, CertificateEventKind.COPY


def test_job_when_followed_then_its_states_come_in_turn(desk: Desk) -> None:
    prints, tray = bench(desk)
    issued = issue(desk)
    prints.print_pdf(issued.certificate_id, issued.form)
    (task,) = prints.queue.refresh()
    assert task.state is JobState.WAITING
    assert issued.number in task.title
    tray.status = JobStatus(JobState.PRINTING)
    assert prints.queue.refresh()[0].state is JobState.PRINTING
    tray.status = JobStatus(JobState.DONE)
    assert prints.queue.refresh()[0].state is JobState.DONE


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Fault.PAPER, "PRN-023"), (Fault.COVER, "PRN-024"), (Fault.JAM, "PRN-025"), (Fault.INK, "PRN-026"),
        (Fault.FULL, "PRN-027"), (Fault.OFFLINE, "PRN-028"), (Fault.STOPPED, "PRN-029"),
        (Fault.HELD, "PRN-030"), (Fault.OTHER, "PRN-031"),
    ],
)  # fmt: skip
def test_fault_when_told_then_it_has_words_of_its_own(desk: Desk, fault: Fault, code: str) -> None:
    prints, tray = bench(desk)
    prints.print_pdf(b"%PDF-1.7", "086u")
    tray.status = JobStatus(JobState.PRINTING, (fault,))
    (task,) = prints.queue.refresh()
    assert task.problem is not None
    assert task.problem.code == code
    assert "HP" in task.problem.text
    assert task.is_in_trouble


def test_job_when_given_up_then_failed_with_the_servers_words(desk: Desk) -> None:
    prints, tray = bench(desk)
    prints.print_pdf(b"%PDF-1.7", "086u")
    tray.status = JobStatus(JobState.FAILED, (), "Filter failed")
    (task,) = prints.queue.refresh()
    assert task.problem is not None
    assert task.problem.code == "PRN-032"
    assert "Filter failed" in task.problem.text


def test_service_when_gone_then_the_row_says_so_and_stays(desk: Desk) -> None:
    prints, tray = bench(desk)
    prints.print_pdf(b"%PDF-1.7", "086u")
    tray.is_gone = True
    (task,) = prints.queue.refresh()
    assert task.is_open
    assert task.problem is not None
    assert task.problem.code == "PRN-002"


def test_repeat_when_the_first_came_out_then_a_copy(desk: Desk) -> None:
    prints, tray = bench(desk)
    issued = issue(desk)
    prints.print_pdf(issued.certificate_id, issued.form)
    tray.status = JobStatus(JobState.DONE)
    prints.queue.refresh()
    assert prints.repeat().is_copy
    assert kinds(desk, issued) == [PRINTED, COPY]


def test_other_printer_when_still_waiting_then_taken_back_and_no_copy(desk: Desk) -> None:
    prints, tray = bench(desk)
    issued = issue(desk)
    prints.print_pdf(issued.certificate_id, issued.form)
    done = prints.repeat(prints.queue.last().id, "Pantum")
    assert (done.printer, done.is_copy) == ("Pantum", False)
    assert tray.cancelled == ["HP-1"]
    assert tray.sent == ["HP", "Pantum"]
    assert kinds(desk, issued) == [PRINTED]
    assert [one.state for one in prints.queue.tasks()] == [JobState.WAITING, JobState.CANCELLED]


def test_copies_when_several_then_each_sheet_is_an_event(desk: Desk) -> None:
    prints, _tray = bench(desk)
    issued = issue(desk)
    prints.print_pdf(issued.certificate_id, issued.form, copies=3)
    assert kinds(desk, issued) == [PRINTED, COPY, COPY]


def test_ruler_when_repeated_then_made_anew(desk: Desk) -> None:
    prints, tray = bench(desk)
    prints.print_ruler("086u", "086/у")
    prints.repeat()
    assert tray.sent == ["HP", "HP"]
    assert [one.title for one in prints.queue.tasks()] == ["Лист с линейкой"] * 2


def test_cancel_when_it_is_out_then_told(desk: Desk) -> None:
    prints, tray = bench(desk)
    prints.print_pdf(b"%PDF-1.7", "086u")
    tray.status = JobStatus(JobState.DONE)
    with pytest.raises(RegistrarError, match="PRN-033"):
        prints.queue.cancel(prints.queue.last().id)


def test_repeat_when_nothing_was_printed_then_told(desk: Desk) -> None:
    prints, _tray = bench(desk)
    with pytest.raises(RegistrarError, match="PRN-034"):
        prints.repeat()
