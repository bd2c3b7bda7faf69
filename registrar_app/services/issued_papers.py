"""What was issued: the journal, kept files, what goes through the printer, what happens to a paper later."""

import json
from typing import TYPE_CHECKING
from uuid import UUID

from registrar_app.domain.records import CertificateEventKind, CertificateRecord
from registrar_app.services import paper_origins as origins
from registrar_app.services.bench import Bench
from registrar_app.services.ending import ending_advice
from registrar_app.services.form_shelf import FormShelf
from registrar_app.services.journal import ENDING, Journal
from registrar_app.services.keys import Keys
from registrar_app.services.paper_shapes import JournalFilter, JournalPage, PaperOrigin
from registrar_app.services.shapes import Advice

if TYPE_CHECKING:
    from registrar_app.printing.shift import SideShifts
    from registrar_app.signing.verify import VerificationReport


class IssuedPapers:
    """Use cases of papers that are issued; ``Papers`` adds those of making them."""

    def __init__(self, bench: Bench, keys: Keys) -> None:
        """Put the parts together.

        Args:
            bench: The workplace.
            keys: Its signing keys, for the roots that are trusted.
        """
        self._bench = bench
        self._keys = keys
        self.shelf = self._shelf = FormShelf(bench)
        self.journal_book = self._journal = Journal(bench, self._shelf.form_or_none)

    def ending(self, person_id: UUID) -> tuple[Advice, ...]:
        """Kept papers of a person that run out within a month, or did: «Согласие истекает 12.12.2026»."""
        with self._bench.store.read() as session:
            return ending_advice(session, person_id, self._bench.today(), self._shelf.form_or_none)

    def running_out(self) -> int:
        """How many papers of the clinic run out soon."""
        return self._journal.page(JournalFilter(state=ENDING, limit=1)).total

    def journal(self, wanted: JournalFilter) -> JournalPage:
        """A page of the journal, newest first; of one person with ``person_id``."""
        return self._journal.page(wanted)

    def record(self, certificate_id: UUID) -> CertificateRecord:
        """An issued paper with its events, oldest first.

        Raises:
            RegistrarError: no such paper (``CERT-056``).
        """
        return self._journal.record(certificate_id)

    def pdf_of(self, certificate_id: UUID) -> bytes:
        """The kept file, its content compared with the journal's SHA-256.

        Raises:
            RegistrarError: no such paper (``CERT-056``).
            SurroundingsError: the kept file is not there or not the one that was signed (DB codes).
        """
        return self._bench.store.blobs.get(self._journal.record(certificate_id).blob_sha256)

    def file_for_printer(self, certificate_id: UUID, shifts: "SideShifts") -> bytes:
        """What goes through the printer: the kept file, on protected stock the data alone; moved.

        Raises:
            RegistrarError: no such paper (``CERT-056``).
            SurroundingsError: the kept file is not there or not the one that was signed (DB codes).
        """
        from registrar_app.printing.form import Mode
        from registrar_app.printing.render import render
        from registrar_app.printing.shift import shifted

        kept = self._journal.record(certificate_id).data
        form = self._shelf.form_or_none(kept.form)
        if form is None or Mode.FINAL in form.modes or Mode.OVERPRINT not in form.modes:
            whole = self.on_sheets(kept.form, self.pdf_of(certificate_id))
            return shifted(whole, shifts, form.sheet.sides if form else 1)
        edition = next(one for one in form.editions if one.id == kept.edition)
        offsets = shifts.as_offsets(form.sheet.sides)
        values = json.loads(kept.values)
        return render(form, edition, values, mode=Mode.OVERPRINT, offsets_mm=offsets).pdf

    def sheet(self, form_key: str) -> tuple[float, float, int]:
        """Width and height in millimetres and the sides of a printed sheet; A4, one side, when unknown."""
        form = self._shelf.form_or_none(form_key)
        return (*form.sheet.printed_mm, form.sheet.sides) if form else (210.0, 297.0, 1)

    def on_sheets(self, form_key: str, pdf: bytes) -> bytes:
        """The file as its sheets go through the printer: the pages of a booklet two by two."""
        from registrar_app.printing.booklet import folded

        form = self._shelf.form_or_none(form_key)
        return folded(pdf) if form is not None and form.sheet.is_booklet else pdf

    def note_print(self, certificate_id: UUID, copy: bool) -> None:
        """Note in the journal that the paper was printed, or printed again as a copy."""
        self._journal.note_print(certificate_id, copy)

    def was_printed(self, certificate_id: UUID) -> bool:
        """Whether the paper has left the printer once: what comes now is a copy."""
        return self._journal.was_printed(certificate_id)

    def spoil(self, certificate_id: UUID, reason: str) -> None:
        """Write a paper off as spoiled; its number is used for ever.

        Raises:
            RegistrarError: it does not stand any more (``CERT-057``), no reason (``CERT-058``).
        """
        self._journal.end(certificate_id, CertificateEventKind.SPOILED, reason)

    def lost(self, certificate_id: UUID, reason: str) -> None:
        """Note that a paper is lost; a duplicate can still be made. Raises as ``spoil``."""
        self._journal.end(certificate_id, CertificateEventKind.LOST, reason)

    def annul(self, certificate_id: UUID, reason: str) -> None:
        """Annul a paper: it should not have been issued. Raises as ``spoil``."""
        self._journal.end(certificate_id, CertificateEventKind.ANNULLED, reason)

    def duplicate(self, certificate_id: UUID, why: str) -> PaperOrigin:
        """The old values for a new paper under a new number, which marks the old one replaced.

        Raises:
            RegistrarError: no such paper, annulled or replaced (``CERT-103``), no reason (``CERT-101``).
        """
        paper = self._journal.record(certificate_id)
        return origins.duplicate_of(paper, json.loads(paper.data.values), why)

    def verify(self, pdf: bytes) -> "VerificationReport":
        """Verify a signed file against the clinic's trusted roots."""
        from registrar_app.signing.verify import verify

        return verify(pdf, self._keys.trust_roots(), now=self._bench.clock())

    def paper_name(self, form_key: str) -> str:
        """Media name of a form's sheet for the printer: ``A5``, ``Custom.58x40mm``; empty when unknown."""
        return self._shelf.paper_name(form_key)

    def is_two_sided(self, form_key: str) -> bool:
        """Whether a form is printed on both sides of its sheet."""
        return self._shelf.is_two_sided(form_key)

    def is_landscape(self, form_key: str) -> bool:
        """Whether a form's sheet is wider than high."""
        return self._shelf.is_landscape(form_key)
