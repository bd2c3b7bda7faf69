"""Papers: fill, look, issue, keep. The journal of what was issued."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from registrar_app.services.paper_shapes import (
    Issued,
    JournalFilter,
    JournalPage,
    PaperDraft,
    PaperForm,
    Preview,
    Values,
)


class Papers:
    """Use cases of certificates and small prints."""

    def forms(self) -> tuple[PaperForm, ...]:
        """The papers that can be made, in the order of the menu."""
        raise NotImplementedError

    def start(
        self, form_key: str, person_id: UUID | None = None, issue_date: date | None = None
    ) -> PaperDraft:
        """A paper filled from the record, the clinic and the last paper of the same person.

        Raises:
            RegistrarError: no such form, or no edition of it for that day.
        """
        raise NotImplementedError

    def preview(self, draft: PaperDraft, values: Values) -> Preview:
        """The paper as it would come out now («№ ———», unsigned). Never raises for what was typed."""
        raise NotImplementedError

    def issue(self, draft: PaperDraft, values: Values) -> Issued:
        """Give the number, sign, verify, keep and enter into the journal, whole or not at all.

        Raises:
            RefusedError: ``CERT``-codes with the problems at their fields.
            RegistrarError: no key, expired key, numbers used up, nobody signed in.
            SurroundingsError: the database cannot be written.
        """
        raise NotImplementedError

    def journal(self, wanted: JournalFilter) -> JournalPage:
        """A page of the journal."""
        raise NotImplementedError

    def pdf_of(self, certificate_id: UUID) -> bytes:
        """The kept file, its SHA-256 compared with the journal's.

        Raises:
            RegistrarError: no such paper, or the kept file is not the one that was signed.
        """
        raise NotImplementedError

    def note_print(self, certificate_id: UUID, copy: bool) -> None:
        """Note in the journal that the paper was printed, or printed again as a copy."""
        raise NotImplementedError

    def spoil(self, certificate_id: UUID, reason: str) -> None:
        """Write a paper off as spoiled; its number is used for ever.

        Raises:
            RegistrarError: it is spoiled already, or no reason is given.
        """
        raise NotImplementedError

    def label(self, person_id: UUID) -> bytes:
        """The label of the outpatient record as a PDF."""
        raise NotImplementedError

    def verify(self, pdf: bytes) -> Any:  # noqa: ANN401 - becomes signing.VerificationReport
        """Verify a signed file against the clinic's trusted roots: a ``signing`` ``VerificationReport``."""
        raise NotImplementedError

    def issue_case(self, form_key: str, case: Mapping[str, Any], out: Path) -> Issued:
        """Issue a paper from a case of the command line and write the file to ``out``.

        The person is matched by strong identifiers or created; organisation and number are the clinic's
        own, what the case says of them is ignored and named in ``Issued.remarks``.
        """
        raise NotImplementedError
