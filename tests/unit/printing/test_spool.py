"""The CUPS spool against recorded answers of lpstat and lp (CUPS 2.4.2, C locale, Debian 12)."""

import os
from collections.abc import Sequence

import pytest

from registrar_app.domain.errors import RegistrarError, SurroundingsError
from registrar_app.printing.cups import Answer, CupsSpool, lp_words, open_status, parse_printers, run_program
from registrar_app.printing.spool import (
    Duplex,
    Fault,
    JobId,
    JobState,
    Printer,
    PrinterState,
    PrintOptions,
    RasterSpool,
    system_spool,
)

STATUS = """scheduler is running
printer REJ is idle.  enabled since Sat Nov 21 23:25:45 2026
\tMoved away
\tForm mounted:
\tDescription: REJ
\tAlerts: none
printer STOP disabled since Sat Nov 21 23:25:45 2026 -
\tPaused by hand
\tForm mounted:
\tDescription: STOP
\tAlerts: paused
printer TEST is idle.  enabled since Sat Nov 21 23:25:45 2026
\tForm mounted:
\tDescription: TEST
\tAlerts: none
printer BUSY now printing BUSY-6.  enabled since Sat Nov 21 23:26:25 2026
\tForm mounted:
\tAlerts: none
printer OFF now printing OFF-6.  enabled since Sat Nov 21 23:26:25 2026
\tThe printer may not exist or is unavailable at this time.
\tForm mounted:
\tAlerts: none
printer USB is idle.  enabled since Sat Nov 21 23:26:25 2026
\tForm mounted:
\tAlerts: offline-report
REJ not accepting requests since Sat Nov 21 23:25:45 2026 -
\tMoved away
STOP accepting requests since Sat Nov 21 23:25:45 2026
TEST accepting requests since Sat Nov 21 23:25:45 2026
system default destination: TEST
"""
COMPLETED = """TEST-1                  root             35840   Sat Nov 21 23:25:45 2026
\tStatus:
\tAlerts: processing-to-stop-point
\tqueued for TEST
TEST-10                 root             35840   Sat Nov 21 23:25:45 2026
\tStatus: Filter failed
\tAlerts: processing-to-stop-point
\tqueued for TEST
TEST-11                 root             35840   Sat Nov 21 23:25:45 2026
\tStatus:
\tAlerts: job-canceled-by-user
\tqueued for TEST
"""
WAITING = """TEST-12                 root             35840   Sat Nov 21 23:25:45 2026
\tAlerts: job-printing
\tqueued for TEST
TEST-13                 root             35840   Sat Nov 21 23:25:45 2026
\tAlerts: none
\tqueued for TEST
"""


class Cups:
    """Answers as the programs did, and remembers what was asked."""

    def __init__(self, status: str = STATUS, lp: Answer | None = None) -> None:
        self.asked: list[list[str]] = []
        self.given: bytes | None = None
        self._status = status
        self._lp = lp or Answer(0, "request id is TEST-12 (0 file(s))\n", "")

    def __call__(self, words: Sequence[str], given: bytes) -> Answer:
        self.asked.append(list(words))
        if words[0] == "lp":
            self.given = given
            return self._lp
        if words[1:] == ["-e"]:
            names = [line.split()[1] for line in self._status.splitlines() if line.startswith("printer")]
            return Answer(0, "\n".join([*names, "NETWORK"]) if names else "", "")
        if "-W" in words:
            return Answer(0, COMPLETED, "")
        return Answer(0, WAITING if "-o" in words else self._status, "")


def test_printers_read_with_states_reasons_and_default() -> None:
    found = parse_printers(STATUS)
    assert {name: (one.state, one.reason) for name, one in found.items()} == {
        "REJ": (PrinterState.REJECTING, "Moved away"),
        "STOP": (PrinterState.STOPPED, "Paused by hand"),
        "TEST": (PrinterState.READY, ""),
        "BUSY": (PrinterState.PRINTING, ""),
        "OFF": (PrinterState.OFFLINE, ""),
        "USB": (PrinterState.OFFLINE, ""),
    }
    assert [name for name, one in found.items() if one.is_default] == ["TEST"]


def test_printers_listed_default_first_with_those_of_the_network() -> None:
    names = [one.name for one in CupsSpool(Cups()).printers()]
    assert names == ["TEST", "BUSY", "NETWORK", "OFF", "REJ", "STOP", "USB"]


def test_printer_stopped_without_reason_names_none() -> None:
    text = "printer P disabled since Sat Nov 21 23:25:45 2026 -\n\tForm mounted:\n\tAlerts: paused\n"
    assert parse_printers(text)["P"] == Printer("P", state=PrinterState.STOPPED)


def test_print_sends_the_very_bytes_on_standard_input() -> None:
    cups = Cups()
    job = CupsSpool(cups).print_pdf(b"%PDF-1.7 bytes", "TEST", PrintOptions())
    assert (job.id, job.problems, cups.given) == ("TEST-12", (), b"%PDF-1.7 bytes")


def test_command_line_holds_only_what_was_chosen() -> None:
    assert lp_words("P", PrintOptions()) == [
        "lp", "-d", "P", "-n", "1", "-t", "Справка", "-o", "print-scaling=none",
    ]  # fmt: skip
    chosen = PrintOptions(3, Duplex.LONG_EDGE, "Tray2", "A5", "086/у")
    assert lp_words("P", chosen) == [
        "lp", "-d", "P", "-n", "3", "-t", "086/у", "-o", "print-scaling=none", "-o", "media=A5",
        "-o", "sides=two-sided-long-edge", "-o", "InputSlot=Tray2",
    ]  # fmt: skip


@pytest.mark.parametrize(("printer", "code"), [("STOP", "PRN-005"), ("REJ", "PRN-006"), ("GONE", "PRN-004")])
def test_print_to_a_queue_that_would_not_print_is_refused_beforehand(printer: str, code: str) -> None:
    cups = Cups()
    with pytest.raises(SurroundingsError, match=code) as refused:
        CupsSpool(cups).print_pdf(b"%PDF-1.7", printer, PrintOptions())
    assert printer in refused.value.problem.text
    assert cups.given is None, "nothing may wait in a queue that stands"


def test_print_to_a_printer_that_seems_off_warns_and_sends() -> None:
    cups = Cups()
    job = CupsSpool(cups).print_pdf(b"%PDF-1.7", "OFF", PrintOptions())
    assert [one.code for one in job.problems] == ["PRN-007"]
    assert cups.given


def test_print_without_any_printer_says_so() -> None:
    with pytest.raises(SurroundingsError, match="PRN-003"):
        CupsSpool(Cups("scheduler is running\n")).print_pdf(b"%PDF-1.7", "TEST", PrintOptions())


def test_print_without_server_says_so() -> None:
    with pytest.raises(SurroundingsError, match="PRN-002"):
        CupsSpool(Cups("scheduler is not running\n")).printers()


def test_print_refused_by_the_server_gives_its_words() -> None:
    cups = Cups(lp=Answer(1, "", "lp: Error - Too many active jobs.\n"))
    with pytest.raises(SurroundingsError) as refused:
        CupsSpool(cups).print_pdf(b"%PDF-1.7", "TEST", PrintOptions())
    assert refused.value.code == "PRN-008"
    assert refused.value.problem.text.endswith(": Too many active jobs.")


def test_print_of_something_else_is_refused() -> None:
    with pytest.raises(RegistrarError, match="PRN-011"):
        CupsSpool(Cups()).print_pdf(b"hello", "TEST", PrintOptions())


@pytest.mark.parametrize(
    ("job", "state"),
    [
        ("TEST-1", JobState.DONE),
        ("TEST-10", JobState.FAILED),
        ("TEST-11", JobState.CANCELLED),
        ("TEST-12", JobState.PRINTING),
        ("TEST-13", JobState.WAITING),
        ("TEST-99", JobState.UNKNOWN),
    ],
)
def test_state_of_job(job: str, state: JobState) -> None:
    assert CupsSpool(Cups()).job_status(JobId(job)).state is state


@pytest.mark.parametrize(
    ("alerts", "faults"),
    [
        ("none", ()),
        ("media-empty-error", (Fault.PAPER,)),
        ("cover-open media-jam-error", (Fault.COVER, Fault.JAM)),
        ("toner-low-warning", ()),
        ("toner-empty", (Fault.INK,)),
        ("offline-report", (Fault.OFFLINE,)),
        ("output-area-full-error", (Fault.FULL,)),
        ("paused", (Fault.STOPPED,)),
    ],
)
def test_complaints_of_the_printer_become_faults(alerts: str, faults: tuple[Fault, ...]) -> None:
    printer = f"printer P now printing P-1.  enabled since Sat\n\tForm mounted:\n\tAlerts: {alerts}\n"
    found = open_status(JobState.PRINTING, "\tAlerts: job-printing\n", printer)
    assert (found.state, found.faults) == (JobState.PRINTING, faults)


def test_held_job_waits_for_somebody() -> None:
    found = open_status(JobState.WAITING, "\tAlerts: cups-held-for-authentication\n", "printer P is idle.")
    assert found.faults == (Fault.HELD,)


def test_cancel_names_the_job() -> None:
    cups = Cups()
    CupsSpool(cups).cancel(JobId("TEST-13"))
    assert cups.asked == [["cancel", "TEST-13"]]


def test_system_with_cups_takes_pdf_and_windows_does_not() -> None:
    assert system_spool("linux").takes_pdf
    windows = system_spool("win32")
    assert isinstance(windows, RasterSpool)
    assert not windows.takes_pdf
    assert windows.printers() == ()
    with pytest.raises(SurroundingsError, match="PRN-010"):
        windows.print_pdf(b"%PDF-1.7", "P", PrintOptions())


def test_program_that_is_missing_is_told_as_no_cups() -> None:
    with pytest.raises(SurroundingsError, match="PRN-001"):
        run_program(["lpstat-that-nobody-has"])


@pytest.mark.skipif(os.name != "posix", reason="uses sh and sleep")
def test_program_that_hangs_is_ended() -> None:
    with pytest.raises(SurroundingsError) as late:
        run_program(["sleep", "30"], timeout_s=0.2)
    assert late.value.code == "PRN-009"
    assert "0.2 с" in late.value.problem.text


@pytest.mark.skipif(os.name != "posix", reason="uses sh")
def test_program_runs_in_the_plain_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "ru_RU.UTF-8")
    assert run_program(["sh", "-c", 'printf "$LC_ALL"; cat'], b"+x").output == "C+x"
