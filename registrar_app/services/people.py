"""People: search, open, check, save; what the badges and the advice of a record say."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from registrar_app.domain.problems import Problem
from registrar_app.domain.records import Identity, PersonRecord, SearchResult, SearchRow
from registrar_app.services.shapes import Advice, Answer, BadgeView, DoubleView, HistoryLine


class People:
    """Use cases around a person's record. Form values are raw texts by field id of ``domain.draft``."""

    def search(self, text: str, limit: int = 50) -> SearchResult:
        """Find people by surname, name, date, policy or SNILS in any order; cheap enough for every key.

        The keyboard layout is turned when the text as typed finds nobody; ``SearchResult.query`` is
        what was searched in the end.
        """
        raise NotImplementedError

    def recent(self) -> tuple[SearchRow, ...]:
        """The people opened last at this workplace, newest first (at most twelve)."""
        raise NotImplementedError

    def open(self, person_id: UUID) -> PersonRecord:
        """The record, noted as recent and in the audit.

        Raises:
            RegistrarError: there is no such record (``REC-001``).
        """
        raise NotImplementedError

    def peek(self, person_id: UUID) -> PersonRecord:
        """The record for a look in passing: nothing is noted.

        Raises:
            RegistrarError: there is no such record (``REC-001``).
        """
        raise NotImplementedError

    def badges(self, record: PersonRecord) -> tuple[BadgeView, ...]:
        """Badges of the head: policy, attachment, death."""
        raise NotImplementedError

    def advice(self, record: PersonRecord) -> tuple[Advice, ...]:
        """What deserves attention in this record, the most useful first."""
        raise NotImplementedError

    def check(self, values: Mapping[str, str], person_id: UUID | None = None) -> tuple[Problem, ...]:
        """Problems of a form, each at its field; warnings already answered for their value are left out."""
        raise NotImplementedError

    def doubles(self, values: Mapping[str, str], exclude_id: UUID | None = None) -> tuple[DoubleView, ...]:
        """Saved people who may be the one in the form, strong ones first."""
        raise NotImplementedError

    def save(
        self,
        values: Mapping[str, str],
        person_id: UUID | None = None,
        *,
        answers: Sequence[Answer] = (),
        identity: Identity | None = None,
    ) -> PersonRecord:
        """Save a form: a new person without ``person_id``, else the changed fields of that one.

        Args:
            values: Raw texts by field id, the whole form.
            person_id: The record being edited.
            answers: The registrar's answers to warnings and likely doubles.
            identity: The card or scan the form was filled from; values still equal to it are marked so.

        Raises:
            RefusedError: ``REC-002`` with all errors, unanswered warnings and unanswered doubles.
            RegistrarError: nobody is signed in (``REC-003``), no such record (``REC-001``).
            SurroundingsError: the disk is full, the database cannot be written.
        """
        raise NotImplementedError

    def history(self, person_id: UUID) -> tuple[HistoryLine, ...]:
        """All changes of a record, newest first."""
        raise NotImplementedError
