"""The print spool without a window: which printers there are, a PDF onto one of them, what became of the job.

On Linux the PDF itself goes to CUPS (``printing.cups``), so that a vector stays a vector and the size stays
100 %. Elsewhere the window rasterises the pages (``RasterSpool`` says so).
"""

import dataclasses
import sys
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType, Protocol

from registrar_app.domain.errors import SurroundingsError
from registrar_app.domain.problems import Problem

JobId = NewType("JobId", str)
"""As CUPS writes it: queue, hyphen, number."""


class PrinterState(StrEnum):
    """What a queue would do with a job now."""

    READY = "ready"
    PRINTING = "printing"
    OFFLINE = "offline"
    STOPPED = "stopped"
    REJECTING = "rejecting"


class Duplex(StrEnum):
    """Both sides of a sheet, in the words of IPP ``sides``."""

    OFF = "one-sided"
    LONG_EDGE = "two-sided-long-edge"
    SHORT_EDGE = "two-sided-short-edge"


class JobState(StrEnum):
    """What became of a job."""

    WAITING = "waiting"
    PRINTING = "printing"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"
    """The server gave it up."""
    UNKNOWN = "unknown"
    """The server does not know it any more."""

    @property
    def is_open(self) -> bool:
        """Whether a sheet is still to come."""
        return self in (JobState.WAITING, JobState.PRINTING)


class Fault(StrEnum):
    """What keeps a printer from printing. Source: RFC 8011, section 5.4.12, printer-state-reasons."""

    PAPER = "paper"
    COVER = "cover"
    JAM = "jam"
    INK = "ink"
    FULL = "full"
    """No room for what comes out."""
    OFFLINE = "offline"
    STOPPED = "stopped"
    HELD = "held"
    """The job is held: by hand, or for a password."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class JobStatus:
    """A job now, and what it waits for."""

    state: JobState
    faults: tuple[Fault, ...] = ()
    reason: str = dataclasses.field(default="", repr=False)
    """The server's own words, where it has any."""


@dataclass(frozen=True, slots=True)
class Printer:
    """A queue of the system."""

    name: str
    is_default: bool = False
    state: PrinterState = PrinterState.READY
    reason: str = ""
    """The server's own words for a stop or a rejection."""


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """How to print; empty means the queue's own default."""

    copies: int = 1
    duplex: Duplex | None = None
    tray: str = ""
    """Choice of ``InputSlot`` as the printer's description names it: ``Tray2``, ``Manual``."""
    paper: str = ""
    """Media name: ``A4``, ``A5``, ``Custom.70x30mm``."""
    title: str = "Справка"
    """Seen by everyone in the queue: no personal data."""


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A job that was sent."""

    id: JobId
    problems: tuple[Problem, ...] = ()
    """Warnings, such as a printer that seems to be switched off."""


class Spool(Protocol):
    """The system's printing as the services see it."""

    @property
    def takes_pdf(self) -> bool:
        """The PDF itself can be sent; else the window rasterises the pages."""

    def printers(self) -> tuple[Printer, ...]:
        """All queues, the default one first."""

    def print_pdf(self, pdf: bytes, printer: str, options: PrintOptions) -> PrintJob:
        """Send a file to a queue."""

    def job_status(self, job: JobId) -> JobStatus:
        """What became of a job, and what it waits for."""

    def cancel(self, job: JobId) -> None:
        """Take a job back if it is not printed yet."""


class RasterSpool:
    """A system without CUPS: the window draws the pages onto its own printer object."""

    takes_pdf = False

    def printers(self) -> tuple[Printer, ...]:
        """None known here; the window asks the system."""
        return ()

    def print_pdf(self, pdf: bytes, printer: str, options: PrintOptions) -> PrintJob:
        """Always refused.

        Raises:
            SurroundingsError: PRN-010.
        """
        del pdf, printer, options
        raise SurroundingsError("PRN-010")

    def job_status(self, job: JobId) -> JobStatus:
        """Never known."""
        del job
        return JobStatus(JobState.UNKNOWN)

    def cancel(self, job: JobId) -> None:
        """Nothing to take back."""
        del job


def system_spool(platform: str = sys.platform) -> Spool:
    """The spool of this system: CUPS everywhere but on Windows."""
    if platform == "win32":
        return RasterSpool()
    from registrar_app.printing.cups import CupsSpool

    return CupsSpool()
