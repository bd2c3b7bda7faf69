"""Printing from the window: at once on the remembered printer, or through the system's dialogue.

Where CUPS is, the PDF itself is sent, so that a vector stays a vector and the size stays 100 %. Elsewhere its
pages are rasterised at the printer's own resolution onto the full page.

Source: project's test-bench notes, section 3 (QPrinter with full page, no margins, image at 0, 0 is 100 %).
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QObject, QPoint, QSize, QSizeF, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from registrar_app.domain.errors import RegistrarError, SurroundingsError
from registrar_app.printing.spool import Duplex
from registrar_app.services.desk import Desk
from registrar_app.services.paper_shapes import Printed
from registrar_app.ui.tasks import Failure, Tasks

What = UUID | bytes
"""Id of an issued paper, or the bytes of a PDF of ours (draft, label)."""
Done = Callable[[Printed], object]
_MAX_DPI = 600
_SIDES = {
    QPrinter.DuplexMode.DuplexNone: Duplex.OFF,
    QPrinter.DuplexMode.DuplexLongSide: Duplex.LONG_EDGE,
    QPrinter.DuplexMode.DuplexShortSide: Duplex.SHORT_EDGE,
}


@dataclass(frozen=True, slots=True)
class PrintWish:
    """What is to be printed, and who is told."""

    what: What
    form_key: str
    done: Done
    failed: Failure


class PaperPrinter(QObject):
    """Prints papers for the pages; one for the whole window."""

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject | None = None) -> None:
        """Make it.

        Args:
            desk: Use cases.
            tasks: Threads.
            parent: Owner.
        """
        super().__init__(parent)
        self._desk, self._tasks = desk, tasks
        self._dialog: QPrintDialog | None = None
        self._target: QPrinter | None = None
        self._wish: PrintWish | None = None

    def print_now(self, wish: PrintWish) -> None:
        """Print on the remembered printer without a question."""
        if self._desk.prints.takes_pdf:
            self._tasks.run_change(
                lambda: self._desk.prints.print_pdf(wish.what, wish.form_key), wish.done, wish.failed
            )
            return
        self._tasks.run_query(
            lambda: self._remembered(wish), lambda printer: self._raster(wish, printer), wish.failed
        )

    def _remembered(self, wish: PrintWish) -> str:
        """Name of the printer remembered for a form, empty for the system's default."""
        return self._desk.prints.choice(wish.form_key).printer

    def _raster(self, wish: PrintWish, name: str) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if name:
            printer.setPrinterName(name)
        if not printer.isValid():
            wish.failed(SurroundingsError("PRN-003"))
            return
        self._start_raster(wish, printer)

    # -- the dialogue ---------------------------------------------------------------------------

    def print_by_dialog(self, wish: PrintWish, parent: QWidget) -> None:
        """Ask for printer, copies and sides first."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, parent)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintToFile, False)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, False)
        dialog.setWindowTitle("Печать")
        dialog.accepted.connect(self._on_accepted)
        dialog.finished.connect(self._on_finished)
        # The dialogue only borrows the printer: without an owner here it would be gone before it is asked.
        self._dialog, self._target, self._wish = dialog, printer, wish
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()

    @property
    def dialog(self) -> QPrintDialog | None:
        """The dialogue that is open."""
        return self._dialog

    def _on_finished(self, result: int) -> None:
        del result
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None

    def _on_accepted(self) -> None:
        if self._target is None or self._wish is None:
            return
        wish, printer = self._wish, self._target
        if not self._desk.prints.takes_pdf:
            self._start_raster(wish, printer)
            return
        name, copies, sides = printer.printerName(), printer.copyCount(), _SIDES.get(printer.duplex())
        self._tasks.run_change(lambda: self._send(wish, name, copies, sides), wish.done, wish.failed)

    def _send(self, wish: PrintWish, name: str, copies: int, sides: Duplex | None) -> Printed:
        """Send the file itself with what was chosen; in the database thread."""
        return self._desk.prints.print_pdf(wish.what, wish.form_key, name, copies=copies, duplex=sides)

    def _pdf(self, wish: PrintWish, printer: str) -> tuple[bytes, bool]:
        """The bytes for a printer, and whether this print is a copy."""
        pdf = self._desk.prints.file_of(wish.what, wish.form_key, printer)
        return pdf, isinstance(wish.what, UUID) and self._desk.papers.was_printed(wish.what)

    def _note(self, wish: PrintWish, printer: str, is_copy: bool) -> None:
        self._desk.prints.note_drawn(wish.what, wish.form_key, printer, is_copy)

    # -- raster ---------------------------------------------------------------------------------

    def _start_raster(self, wish: PrintWish, printer: QPrinter) -> None:
        """Fetch the file, draw it in a worker, then note the print."""
        self._tasks.run_query(
            lambda: self._pdf(wish, printer.printerName()),
            lambda found: self._draw(wish, printer, *found),
            wish.failed,
        )

    def _draw(self, wish: PrintWish, printer: QPrinter, pdf: bytes, is_copy: bool) -> None:
        printed = Printed(printer.printerName(), "", is_copy)

        def note(_: object) -> None:
            self._tasks.run_change(
                lambda: self._note(wish, printed.printer, is_copy), lambda _: wish.done(printed), wish.failed
            )

        self._tasks.run_job(lambda: print_pages(pdf, printer), note, wish.failed)


def print_pages(pdf: bytes, printer: QPrinter) -> int:
    """Draw a PDF onto a printer at 100 %; gives the number of pages. Runs in a worker.

    Args:
        pdf: The file.
        printer: Ready to use; its paper is set to the file's own size.

    Raises:
        RegistrarError: the bytes are no PDF (``PRN-011``), or the printer does not begin (``PRN-003``).
    """
    # Not above: pikepdf comes with the first sheet, not with the window.
    from registrar_app.printing.flat import flat

    buffer = QBuffer()
    buffer.setData(QByteArray(flat(pdf)))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    if document.status() is not QPdfDocument.Status.Ready or document.pageCount() < 1:
        raise RegistrarError("PRN-011")
    _prepare(printer, document.pagePointSize(0))
    painter = QPainter()
    if not painter.begin(printer):
        raise SurroundingsError("PRN-003")
    dpi = printer.resolution()
    pages = document.pageCount()
    for page in range(pages):
        if page:
            printer.newPage()
        size = document.pagePointSize(page)
        pixels = QSize(round(size.width() / 72 * dpi), round(size.height() / 72 * dpi))
        painter.drawImage(QPoint(0, 0), document.render(page, pixels))
    painter.end()
    document.close()
    return pages


def _prepare(printer: QPrinter, size: QSizeF) -> None:
    """The paper's own size, no margins, at most 600 dpi: more costs seconds and shows nothing."""
    landscape = size.width() > size.height()
    upright = QSizeF(min(size.width(), size.height()), max(size.width(), size.height()))
    printer.setPageSize(QPageSize(upright, QPageSize.Unit.Point))
    printer.setPageOrientation(
        QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    )
    printer.setFullPage(True)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    printer.setResolution(min(printer.resolution(), _MAX_DPI))
    printer.setDocName("Справка")


def printed_words(printed: Printed, what: str = "") -> str:
    """«Отправлено на печать: HP LaserJet M404, копия»; «Этикетка: отправлено …».

    Args:
        printed: What was handed to the printer; its name is kept as the system writes it.
        what: What was printed when that is no paper: «Этикетка».
    """
    copy = ", копия" if printed.is_copy else ""
    where = f"{',' if what else ':'} {printed.printer}" if printed.printer else ""
    sent = f"{what}: отправлено" if what else "Отправлено"
    return f"{sent} на печать{where}{copy}"
