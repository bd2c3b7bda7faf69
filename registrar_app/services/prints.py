"""Printing: printers of this workplace and what is remembered for each form."""

import json
from uuid import UUID

from registrar_app.domain.errors import RegistrarError, SurroundingsError
from registrar_app.printing.spool import Duplex, Printer, PrinterState, PrintOptions, Spool, system_spool
from registrar_app.services.bench import Bench
from registrar_app.services.paper_shapes import PrintChoice, Printed, PrinterView
from registrar_app.services.papers import Papers
from registrar_app.services.settings import Settings

_REMEMBERED = "print.choices"
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
        """What is remembered for a form (or ``label``) at this workplace."""
        text = self._settings.get_map(_REMEMBERED).get(form_key)
        return PrintChoice(**json.loads(text)) if text else PrintChoice()

    def remember(self, form_key: str, choice: PrintChoice) -> None:
        """Remember how a form is printed here."""
        words = {
            "printer": choice.printer,
            "tray": choice.tray,
            "duplex": choice.duplex,
            "dx_mm": choice.dx_mm,
            "dy_mm": choice.dy_mm,
        }
        known = self._settings.get_map(_REMEMBERED)
        self._settings.set_map(_REMEMBERED, {**known, form_key: json.dumps(words)})

    def print_pdf(self, what: UUID | bytes, form_key: str, printer: str | None = None) -> Printed:
        """Print a kept paper (by its id; a second time it is noted as a copy) or a PDF of ours.

        Args:
            what: Id of an issued paper, or the bytes of a PDF (draft, label).
            form_key: Form whose remembered tray, duplex and paper apply.
            printer: Another printer than the remembered one.

        Raises:
            SurroundingsError: no printer (``PRN-003``), the service is off, the job was refused (PRN codes).
        """
        is_copy = isinstance(what, UUID) and self._papers.was_printed(what)
        pdf = self._papers.pdf_of(what) if isinstance(what, UUID) else what
        choice = self.choice(form_key)
        target = printer or choice.printer or self._default()
        options = PrintOptions(
            duplex=_SIDES.get(choice.duplex) or self._usual_sides(form_key),
            tray=choice.tray,
            paper=self._papers.paper_name(form_key),
            title="Копия справки" if is_copy else "Справка",
        )
        job = self._spool.print_pdf(pdf, target, options)
        if isinstance(what, UUID):
            self._papers.note_print(what, is_copy)
        return Printed(target, job.id, is_copy, job.problems)

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
