"""A booklet goes to the printer as sheets to be folded: their size, their sides, what is said beside it."""

import io

import pikepdf
from desk_samples import id_of

from registrar_app.printing.spool import Duplex, JobId, Printer, PrintJob, PrintOptions
from registrar_app.services.desk import Desk
from registrar_app.services.prints import Prints

BOOKLET = "156u-93"


class Tray:
    """Keeps what was sent."""

    takes_pdf = True

    def __init__(self) -> None:
        self.sent: list[tuple[bytes, PrintOptions]] = []

    def printers(self) -> tuple[Printer, ...]:
        return (Printer("HP", is_default=True),)

    def print_pdf(self, pdf: bytes, printer: str, options: PrintOptions) -> PrintJob:
        del printer
        self.sent.append((pdf, options))
        return PrintJob(JobId("1"))


def sheets_of(pdf: bytes) -> list[tuple[int, int]]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        edges = [[float(one) * 25.4 / 72 for one in page.mediabox] for page in document.pages]
    return [(round(one[2]), round(one[3])) for one in edges]


def test_booklet_when_printed_then_its_sheets_lie_and_turn_over_the_short_edge(desk: Desk) -> None:
    tray = Tray()
    prints = Prints(desk._bench, desk.settings, desk.papers, tray)
    pages = desk.forms.specimen(BOOKLET, is_filled=True)
    assert sheets_of(pages) == [(105, 148)] * 8
    prints.print_pdf(pages, BOOKLET)
    ((sent, options),) = tray.sent
    assert sheets_of(sent) == [(210, 148)] * 4
    assert (options.paper, options.duplex) == ("A5", Duplex.SHORT_EDGE)


def test_booklet_when_its_printer_misses_then_every_sheet_is_moved(desk: Desk) -> None:
    tray = Tray()
    prints = Prints(desk._bench, desk.settings, desk.papers, tray)
    prints.print_ruler(BOOKLET, "Сертификат")
    assert sheets_of(tray.sent[0][0]) == [(210, 148)] * 2


def test_booklet_when_filled_then_the_page_says_that_it_is_folded(desk: Desk) -> None:
    draft = desk.papers.start(BOOKLET, id_of(desk, "Константинопольская"))
    assert draft.sheet_note == "A5, 2 листа с двух сторон, сложить пополам"


def test_other_papers_when_printed_then_their_pages_are_the_sheets(desk: Desk) -> None:
    pages = desk.forms.specimen("086u", is_filled=True)
    assert desk.papers.on_sheets("086u", pages) is pages
