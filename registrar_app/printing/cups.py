"""The spool over CUPS, through its own small programs.

Source: project's test-bench notes, section 3; cups: lp(1), lpstat(1), cancel(1).
"""

import dataclasses
import os
import re
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from registrar_app.domain.errors import RegistrarError, SurroundingsError
from registrar_app.domain.problems import problem
from registrar_app.printing.spool import (
    Fault,
    JobId,
    JobState,
    JobStatus,
    Printer,
    PrinterState,
    PrintJob,
    PrintOptions,
)

TIMEOUT_S = 15.0
"""A first job was seen to take 2 s; a server that is gone answers at once."""
_JOB = re.compile(r"request id is (\S+-\d+)")
_PRINTER = re.compile(r"^printer (\S+) (is idle|now printing|disabled)")
_ACCEPTS = re.compile(r"^(\S+) (not )?accepting requests since")
_DEFAULT = re.compile(r"^system default destination: (\S+)")
_QUEUED = re.compile(r"^(\S+-\d+)\s")
_OFFLINE = (
    "offline",
    "connecting-to-device",
    "not responding",
    "unavailable",
    "unreachable",
    "unable to locate",
    "waiting for printer",
)
"""What CUPS says, in its own C-locale words, of a printer that does not answer."""

_COMPLAINTS: Mapping[str, Fault] = {
    "media-empty": Fault.PAPER,
    "media-needed": Fault.PAPER,
    "input-tray-missing": Fault.PAPER,
    "cover-open": Fault.COVER,
    "door-open": Fault.COVER,
    "interlock-open": Fault.COVER,
    "media-jam": Fault.JAM,
    "toner-empty": Fault.INK,
    "marker-supply-empty": Fault.INK,
    "developer-empty": Fault.INK,
    "output-area-full": Fault.FULL,
    "output-tray-missing": Fault.FULL,
    "offline": Fault.OFFLINE,
    "shutdown": Fault.OFFLINE,
    "timed-out": Fault.OFFLINE,
    "connecting-to-device": Fault.OFFLINE,
    "paused": Fault.STOPPED,
    "moving-to-paused": Fault.STOPPED,
    "other": Fault.OTHER,
}
"""Source: RFC 8011, section 5.4.12."""
_SEVERITY = re.compile(r"-(error|warning|report)$")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a child process left."""

    status: int
    output: str
    errors: str


Runner = Callable[[Sequence[str], bytes], Answer]
"""Runs a program with bytes on its standard input."""


def run_program(words: Sequence[str], given: bytes = b"", *, timeout_s: float = TIMEOUT_S) -> Answer:
    """Run a program of CUPS, never through a shell, with its messages in English.

    Raises:
        SurroundingsError: PRN-001 it is not installed, PRN-009 it did not answer in time.
    """
    surroundings = {**os.environ, "LC_ALL": "C"}
    try:
        done = subprocess.run(  # noqa: S603 - a list of words, the first is one of ours
            list(words), input=given, capture_output=True, timeout=timeout_s, env=surroundings, check=False
        )
    except FileNotFoundError:
        raise SurroundingsError("PRN-001") from None
    except subprocess.TimeoutExpired:
        raise SurroundingsError("PRN-009", seconds=f"{timeout_s:g}") from None
    return Answer(done.returncode, _text(done.stdout), _text(done.stderr))


class CupsSpool:
    """Printing through CUPS. Each call runs child processes (5-30 ms): never in the window's thread."""

    takes_pdf = True

    def __init__(self, run: Runner = run_program) -> None:
        self._run = run

    def printers(self) -> tuple[Printer, ...]:
        """All queues, the default one first.

        Raises:
            SurroundingsError: PRN-001 CUPS is not installed, PRN-002 it does not answer, PRN-009 too late.
        """
        status = self._run(["lpstat", "-r", "-l", "-p", "-a", "-d"], b"")
        if "scheduler is running" not in status.output:
            raise SurroundingsError("PRN-002")
        known = parse_printers(status.output)
        # "-e" also names the driverless printers of the network, which have no queue until they are used.
        names = self._run(["lpstat", "-e"], b"").output.split()
        found = [*known.values(), *(Printer(name) for name in names if name not in known)]
        return tuple(sorted(found, key=lambda one: (not one.is_default, one.name)))

    def print_pdf(self, pdf: bytes, printer: str, options: PrintOptions) -> PrintJob:
        """Send a file to a queue at 100 % of its size.

        A stopped or rejecting queue is refused beforehand: a job left in it would come out days later, beside
        the second one the registrar has sent meanwhile.

        Args:
            pdf: The file, given on standard input: no copy of it is left on the disk by us.
            printer: Name of the queue.
            options: How to print.

        Returns:
            The job's number, with PRN-007 when the printer seems to be off.

        Raises:
            SurroundingsError: PRN-001, 002, 009 as ``printers``; PRN-003 no printer at all, PRN-004 not this
                one, PRN-005 stopped, PRN-006 rejecting, PRN-008 the server refused the job.
            RegistrarError: PRN-011 the bytes are no PDF.
        """
        if not pdf.startswith(b"%PDF-"):
            raise RegistrarError("PRN-011")
        target = self._target(printer)
        answer = self._run(lp_words(printer, options), pdf)
        sent = _JOB.search(answer.output)
        if answer.status != 0 or sent is None:
            raise SurroundingsError("PRN-008", reason=_reason(answer))
        warnings = (problem("PRN-007", printer=printer),) if target.state is PrinterState.OFFLINE else ()
        return PrintJob(JobId(sent[1]), warnings)

    def job_status(self, job: JobId) -> JobStatus:
        """What became of a job, UNKNOWN once the server has forgotten it; what its printer complains of.

        Raises:
            SurroundingsError: PRN-001, PRN-002 the server does not answer, PRN-009.
        """
        queue = job.rpartition("-")[0]
        answer = self._run(["lpstat", "-l", "-o", queue], b"")
        if "Connection refused" in answer.errors or "Bad file descriptor" in answer.errors:
            raise SurroundingsError("PRN-002")
        waiting = _block(answer.output, job)
        if waiting is not None:
            state = JobState.PRINTING if "job-printing" in waiting else JobState.WAITING
            return open_status(state, waiting, self._run(["lpstat", "-l", "-p", queue], b"").output)
        ended = _block(self._run(["lpstat", "-W", "completed", "-l", "-o", queue], b"").output, job)
        return JobStatus(JobState.UNKNOWN) if ended is None else ended_status(ended)

    def cancel(self, job: JobId) -> None:
        """Take a job back; one that is printed already is left alone.

        Raises:
            SurroundingsError: PRN-001, PRN-009.
        """
        self._run(["cancel", job], b"")

    def _target(self, name: str) -> Printer:
        found = self.printers()
        if not found:
            raise SurroundingsError("PRN-003")
        target = next((one for one in found if one.name == name), None)
        if target is None:
            raise SurroundingsError("PRN-004", printer=name)
        if target.state is PrinterState.STOPPED:
            raise SurroundingsError("PRN-005", printer=name, reason=target.reason or "пауза")
        if target.state is PrinterState.REJECTING:
            raise SurroundingsError("PRN-006", printer=name, reason=target.reason or "причина не названа")
        return target


def lp_words(printer: str, options: PrintOptions) -> list[str]:
    """The command line that sends standard input to a queue.

    Args:
        printer: Name of the queue.
        options: How to print.
    """
    chosen: Mapping[str, str] = {
        "print-scaling": "none",
        "media": options.paper,
        "sides": str(options.duplex or ""),
        "InputSlot": options.tray,
    }
    words = ["lp", "-d", printer, "-n", str(max(1, options.copies)), "-t", options.title]
    for name, value in chosen.items():
        if value:
            words += ["-o", f"{name}={value}"]
    return words


def parse_printers(text: str) -> dict[str, Printer]:
    """Read the answer of ``lpstat -l -p -a -d`` in the C locale.

    Returns:
        Name -> printer, in the server's order.
    """
    found: dict[str, Printer] = {}
    default = ""
    lines = text.splitlines()
    for index, line in enumerate(lines):
        below = lines[index + 1].strip() if lines[index + 1 :] and lines[index + 1][:1] == "\t" else ""
        if match := _PRINTER.match(line):
            found[match[1]] = _queue(match[1], match[2], below, _alerts(lines[index + 1 :]))
        elif match := _DEFAULT.match(line):
            default = match[1]
        elif (match := _ACCEPTS.match(line)) and match[2] and match[1] in found:
            found[match[1]] = dataclasses.replace(
                found[match[1]], state=PrinterState.REJECTING, reason=below.rstrip(".")
            )
    return {name: dataclasses.replace(one, is_default=name == default) for name, one in found.items()}


def _queue(name: str, word: str, below: str, alerts: str) -> Printer:
    if word == "disabled":
        # The second line is the reason, unless it is already one of the description's.
        return Printer(name, state=PrinterState.STOPPED, reason="" if ":" in below else below.rstrip("."))
    if any(sign in f"{alerts} {below}".lower() for sign in _OFFLINE):
        return Printer(name, state=PrinterState.OFFLINE)
    return Printer(name, state=PrinterState.PRINTING if word == "now printing" else PrinterState.READY)


def open_status(state: JobState, job: str, printer: str) -> JobStatus:
    """A job that is not printed, and what its printer complains of.

    Args:
        state: Waiting or printing.
        job: Lines of ``lpstat -l -o`` about it.
        printer: Answer of ``lpstat -l -p`` about its queue, in the C locale.
    """
    lines = printer.splitlines()
    words = _after(lines, "Alerts:").split()
    found = [fault for word in words if (fault := _COMPLAINTS.get(_SEVERITY.sub("", word)))]
    if any(sign in printer.lower() for sign in _OFFLINE):
        found.append(Fault.OFFLINE)
    if lines and " disabled since" in lines[0]:
        found.append(Fault.STOPPED)
    if "held" in _after(job.splitlines(), "Alerts:"):
        found.append(Fault.HELD)
    return JobStatus(state, tuple(dict.fromkeys(found)), _after(job.splitlines(), "Status:"))


def ended_status(job: str) -> JobStatus:
    """A job that has ended: words the server left on it tell that it was given up.

    Args:
        job: Lines of ``lpstat -W completed -l -o`` about it.
    """
    alerts, reason = (_after(job.splitlines(), word) for word in ("Alerts:", "Status:"))
    if "cancel" in alerts:
        return JobStatus(JobState.CANCELLED)
    if "abort" in alerts or reason:
        return JobStatus(JobState.FAILED, (), reason)
    return JobStatus(JobState.DONE)


def _after(lines: Sequence[str], word: str) -> str:
    """What stands behind a word that a line begins with."""
    return next((line.strip()[len(word) :].strip() for line in lines if line.strip().startswith(word)), "")


def _alerts(lines: Sequence[str]) -> str:
    """The line «Alerts» of a printer's description, empty if it has none."""
    for line in lines:
        if not line.startswith("\t"):
            return ""
        if line.strip().startswith("Alerts:"):
            return line
    return ""


def _block(text: str, job: JobId) -> str | None:
    """The lines about one job, None if it is not named."""
    lines = text.splitlines()
    for index, line in enumerate(lines):
        match = _QUEUED.match(line)
        if match and match[1] == job:
            rest = lines[index + 1 :]
            end = next((at for at, one in enumerate(rest) if not one.startswith("\t")), len(rest))
            return "\n".join(rest[:end])
    return None


def _reason(answer: Answer) -> str:
    """The server's words without the program's name."""
    return answer.errors.strip().removeprefix("lp:").removeprefix(" Error - ").strip(" .") or "без объяснения"


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")
