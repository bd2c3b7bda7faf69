"""Printing: printers of this workplace and what is remembered for each form."""

from uuid import UUID

from registrar_app.services.paper_shapes import PrintChoice, Printed, PrinterView


class Prints:
    """Use cases of printing."""

    def printers(self) -> tuple[PrinterView, ...]:
        """Printers the system knows, the default first; empty when there is none."""
        raise NotImplementedError

    def choice(self, form_key: str) -> PrintChoice:
        """What is remembered for a form (or ``label``) at this workplace."""
        raise NotImplementedError

    def remember(self, form_key: str, choice: PrintChoice) -> None:
        """Remember how a form is printed here."""
        raise NotImplementedError

    def print_pdf(self, what: UUID | bytes, form_key: str, printer: str | None = None) -> Printed:
        """Print a kept paper (by its id; a second time it is noted as a copy) or a PDF of ours.

        Args:
            what: Id of an issued paper, or the bytes of a PDF (draft, label).
            form_key: Form whose remembered tray, duplex and offset apply.
            printer: Another printer than the remembered one.

        Raises:
            SurroundingsError: no printer, the printing service is off, the job was refused.
        """
        raise NotImplementedError
