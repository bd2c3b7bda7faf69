"""Attachment of people to districts and their physicians."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from registrar_app.domain.records import AttachmentBasis, DetachReason, District, PersonRecord
from registrar_app.services.shapes import Answer, AttachmentProposal, PreflightLine


class Attachments:
    """Use cases of attaching and detaching."""

    def districts(self) -> tuple[District, ...]:
        """The clinic's districts by number."""
        raise NotImplementedError

    def propose(self, record: PersonRecord) -> AttachmentProposal:
        """District, basis and day the page starts with.

        The district is that of the neighbours in the same house, else the first one that takes this age.
        """
        raise NotImplementedError

    def preflight(
        self, person_id: UUID, district_id: UUID | None, basis: AttachmentBasis, begins: date | None
    ) -> tuple[PreflightLine, ...]:
        """The list «Проверка»: what is in order, what asks, what stops. Changes nothing."""
        raise NotImplementedError

    def attach(
        self,
        person_id: UUID,
        district_id: UUID | None,
        basis: AttachmentBasis,
        begins: date | None,
        answers: Sequence[Answer] = (),
    ) -> PersonRecord:
        """Attach; an open attachment to another district is closed the day before.

        Raises:
            RefusedError: ``ATT-001`` with the errors and the unanswered warnings of the check.
            RegistrarError: nobody signed in, no such record.
        """
        raise NotImplementedError

    def detach(self, attachment_id: UUID, ends: date, reason: DetachReason, note: str = "") -> PersonRecord:
        """End an open attachment; the row stays in the history.

        Raises:
            RegistrarError: the attachment is closed already, or the day lies before its beginning.
        """
        raise NotImplementedError
