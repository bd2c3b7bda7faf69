"""Printing: printers of this workplace and what is remembered for each form."""

import dataclasses
import json
from uuid import UUID

from registrar_app.domain.dates import ru_date
from registrar_app.domain.errors import RefusedError, RegistrarError, SurroundingsError
from registrar_app.domain.problems import problem
from registrar_app.printing.shift import MOST_MM, Shift, SideShifts, shifted
from registrar_app.printing.spool import (
    Duplex,
    JobState,
    Printer,
    PrinterState,
    PrintOptions,
    Spool,
    system_spool,
)
from registrar_app.services.bench import Bench
from registrar_app.services.paper_shapes import PrintChoice, Printed, PrinterView
from registrar_app.services.papers import Papers
from registrar_app.services.print_queue import PrintQueue
from registrar_app.services.settings import Settings
from registrar_app.services.words import refusal

_REMEMBERED = "print.choices"
_SHIFTS = "print.shifts"
_CHECKED = "print.checked"
RULER = "Лист с линейкой"
_STATES = {
    PrinterState.READY: "готов",
    PrinterState.PRINTING: "печатает",
    PrinterState.OFFLINE: "похоже, выключен",
    PrinterState.STOPPED: "остановлен",
    PrinterState.REJECTING: "не принимает задания",
}
_SIDES = {"none": Duplex.OFF, "long": Duplex.LONG_EDGE, "short": Duplex.SHORT_EDGE}


class Prints:
    """Use cases of printing."""

    def __init__(self, bench: Bench, settings: Settings, papers: Papers, spool: Spool | None = None) -> None:
        self._bench = bench
        self._settings = settings
        self._papers = papers
        self._spool = spool or system_spool()
        self.queue = PrintQueue(self._spool, bench.clock)
        """What was sent since the start."""

    @property
    def takes_pdf(self) -> bool:
        """False where the window itself must rasterise the pages (Windows)."""
        return self._spool.takes_pdf

    def printers(self) -> tuple[PrinterView, ...]:
        """Printers the system knows, the default first; empty when there is none or no printing service."""
        try:
            found = self._spool.printers()
        except SurroundingsError:
            return ()
        return tuple(PrinterView(one.name, one.is_default, _STATES[one.state]) for one in found)

    def choice(self, form_key: str) -> PrintChoice:
        """What is remembered for a form at this desk; before that, what any desk here remembered last."""
        kept = self._settings.get_map(_REMEMBERED)
        known = json.loads(kept.get(self._at_desk(form_key)) or kept.get(form_key, "{}"))
        return PrintChoice(
            known.get("printer", ""), known.get("tray", ""), known.get("duplex", ""), known.get("dpi", 0)
        )

    def remember(self, form_key: str, choice: PrintChoice) -> None:
        """Remember how a form is printed at this desk; another desk of the profile keeps its own."""
        words = json.dumps(dataclasses.asdict(choice))
        known = self._settings.get_map(_REMEMBERED)
        self._settings.set_map(_REMEMBERED, {**known, form_key: words, self._at_desk(form_key): words})

    def _at_desk(self, form_key: str) -> str:
        return f"{form_key}@{self._bench.desk_name}"

    def shifts(self, form_key: str, printer: str = "") -> SideShifts:
        """How far a form is moved on a printer; the form's own printer when none is named."""
        known = self._settings.get_map(_SHIFTS).get(self._place(form_key, printer))
        if not known:
            return SideShifts()
        front_right, front_down, back_right, back_down = json.loads(known)
        return SideShifts(Shift(front_right, front_down), Shift(back_right, back_down))

    def set_shifts(self, form_key: str, shifts: SideShifts, printer: str = "") -> None:
        """Remember them; another value than before has to be checked with a trial sheet again.

        Raises:
            RefusedError: ``REC-002`` with ``PRN-021`` at ``right``, ``down``, ``back_right``, ``back_down``.
        """
        values = {
            "right": shifts.front.right,
            "down": shifts.front.down,
            "back_right": shifts.back.right,
            "back_down": shifts.back.down,
        }
        far = [name for name, value in values.items() if abs(value) > MOST_MM]
        if far:
            most = f"{MOST_MM:g}"
            wrong = tuple(problem("PRN-021", name, most=most) for name in far)
            raise RefusedError("REC-002", wrong, words=refusal(wrong))
        if shifts == self.shifts(form_key, printer):
            return
        place = self._place(form_key, printer)
        known, checked = self._settings.get_map(_SHIFTS), self._settings.get_map(_CHECKED)
        self._settings.set_map(_SHIFTS, {**known, place: json.dumps(list(values.values()))})
        self._settings.set_map(_CHECKED, {**checked, place: ""})

    def checked(self, form_key: str) -> str | None:
        """Day of the last trial sheet of a form on its printer; empty: moved since; None: never tried."""
        return self._settings.get_map(_CHECKED).get(self._place(form_key, ""))

    def _place(self, form_key: str, printer: str) -> str:
        return f"{form_key}|{printer or self.choice(form_key).printer}"

    def print_trial(self, pdf: bytes, form_key: str) -> Printed:
        """Print a trial sheet as the form would come out, and remember that the place was tried.

        Raises:
            SurroundingsError: as ``print_pdf``.
        """
        done = self.print_pdf(pdf, form_key)
        checked = self._settings.get_map(_CHECKED)
        day = ru_date(self._bench.today())
        self._settings.set_map(_CHECKED, {**checked, self._place(form_key, ""): day})
        return done

    def ruler_sheet(self, form_key: str, title: str) -> bytes:
        """The sheet that shows how far the form's printer misses, moved by its present shifts."""
        from registrar_app.printing.ruler import ruler_sheet

        width, height, sides = self._papers.sheet(form_key)
        printer = self.choice(form_key).printer
        words = f"{title} на {printer}" if printer else title
        return ruler_sheet(width, height, sides, words, self.shifts(form_key))

    def print_ruler(self, form_key: str, title: str, printer: str = "") -> Printed:
        """Print the sheet with the rulers; it is moved already.

        Raises:
            SurroundingsError: as ``print_pdf``.
        """
        target = printer or self.choice(form_key).printer or self._default()
        pdf = self.ruler_sheet(form_key, title)
        job = self._spool.print_pdf(pdf, target, self._options(form_key, RULER))
        self.queue.add(job.id, RULER, target, form_key, pdf, is_copy=False)
        return Printed(target, job.id, False, job.problems)

    def file_of(self, what: UUID | bytes, form_key: str, printer: str = "") -> bytes:
        """What goes to a printer: a kept paper (on protected stock its data alone) or a PDF, moved.

        Args:
            what: Id of an issued paper, or the bytes of a PDF of ours (draft, label).
            form_key: The form.
            printer: The printer it goes to; the form's own by default.

        Raises:
            RegistrarError: no such paper (``CERT-056``).
            SurroundingsError: the kept file is not the one that was signed (DB codes).
        """
        shifts = self.shifts(form_key, printer)
        if isinstance(what, UUID):
            return self._papers.file_for_printer(what, shifts)
        dpi = self.choice(form_key).dpi
        whole = self._papers.on_sheets(form_key, what)
        return shifted(whole, shifts.in_dots(dpi) if dpi else shifts, self._papers.sheet(form_key)[2])

    def print_pdf(
        self,
        what: UUID | bytes,
        form_key: str,
        printer: str | None = None,
        *,
        copies: int = 1,
        duplex: Duplex | None = None,
    ) -> Printed:
        """Print a kept paper (by its id; every sheet after the first is noted as a copy) or a PDF of ours.

        Args:
            what: Id of an issued paper, or the bytes of a PDF (draft, label).
            form_key: Form whose remembered tray, duplex and paper apply.
            printer: Another printer than the remembered one.
            copies: How many.
            duplex: Other sides than the remembered ones.

        Raises:
            SurroundingsError: no printer (``PRN-003``), the service is off, the job was refused (PRN codes).
        """
        is_copy = isinstance(what, UUID) and self._papers.was_printed(what)
        done = self._print(what, form_key, printer, copies, duplex, is_copy=is_copy)
        self.note(what, is_copy, copies)
        return done

    def note(self, what: UUID | bytes, is_copy: bool, copies: int = 1) -> None:
        """Note in the journal what was printed: the first sheet of a paper, then copies."""
        if isinstance(what, UUID):
            for sheet in range(copies):
                self._papers.note_print(what, is_copy or sheet > 0)

    def repeat(self, task_id: int | None = None, printer: str = "") -> Printed:
        """Print a row of the queue again, the newest when none is named.

        What never came out (cancelled, failed, still waiting: then it is taken back) is no copy and is not
        noted a second time.

        Args:
            task_id: Row of the queue.
            printer: Another printer.

        Raises:
            RegistrarError: nothing was printed yet (``PRN-034``).
            SurroundingsError: as ``print_pdf``.
        """
        task = self.queue.last() if task_id is None else self.queue.get(task_id)
        if task.is_open and printer:
            task = self.queue.cancel(task.id)
        if task.title == RULER:
            return self.print_ruler(task.form_key, self._title(b"", task.form_key), printer)
        if task.state in (JobState.CANCELLED, JobState.FAILED):
            target = printer or task.printer
            return self._print(task.what, task.form_key, target, 1, None, is_copy=task.is_copy)
        return self.print_pdf(task.what, task.form_key, printer or task.printer)

    def note_drawn(self, what: UUID | bytes, form_key: str, printer: str, is_copy: bool) -> None:
        """Note what the window has drawn onto a printer by itself."""
        self.note(what, is_copy)
        self.queue.add("", self._title(what, form_key), printer, form_key, what, is_copy=is_copy)

    def _print(
        self,
        what: UUID | bytes,
        form_key: str,
        printer: str | None,
        copies: int,
        duplex: Duplex | None,
        *,
        is_copy: bool,
    ) -> Printed:
        target = printer or self.choice(form_key).printer or self._default()
        options = self._options(form_key, "Копия справки" if is_copy else "Справка")
        options = dataclasses.replace(options, copies=copies, duplex=duplex or options.duplex)
        job = self._spool.print_pdf(self.file_of(what, form_key, target), target, options)
        self.queue.add(job.id, self._title(what, form_key), target, form_key, what, is_copy=is_copy)
        return Printed(target, job.id, is_copy, job.problems)

    def _title(self, what: UUID | bytes, form_key: str) -> str:
        """«086/у № 000017»: no name of a person."""
        if isinstance(what, UUID):
            kept = self._papers.record(what).data
            number = f"{kept.series} {kept.number}".strip()
            form_key = kept.form
        else:
            number = ""
        form = next((one for one in self._papers.forms() if one.key == form_key), None)
        words = form.short if form else "Документ"
        return f"{words} №\u00a0{number}" if number else words

    def _options(self, form_key: str, title: str) -> PrintOptions:
        choice = self.choice(form_key)
        return PrintOptions(
            duplex=_SIDES.get(choice.duplex) or self._usual_sides(form_key),
            tray=choice.tray,
            paper=self._papers.paper_name(form_key),
            title=title,
        )

    def _usual_sides(self, form_key: str) -> Duplex | None:
        """A two-sided form turns over its short edge when it lies, else over the long one."""
        if not self._papers.is_two_sided(form_key):
            return None
        return Duplex.SHORT_EDGE if self._papers.is_landscape(form_key) else Duplex.LONG_EDGE

    def _default(self) -> str:
        """The system's default printer, or the only one.

        Raises:
            SurroundingsError: there is none (``PRN-003``).
            RegistrarError: there are several and none is the default (``PRN-020``).
        """
        found: tuple[Printer, ...] = self._spool.printers()
        if not found:
            raise SurroundingsError("PRN-003")
        if found[0].is_default or len(found) == 1:
            return found[0].name
        raise RegistrarError("PRN-020")
