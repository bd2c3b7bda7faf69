"""People: search, open, check, save; what the badges and the advice of a record say."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from registrar_app.domain.draft import to_person
from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.problems import Level, Problem
from registrar_app.domain.records import Identity, PersonRecord, SearchResult, SearchRow
from registrar_app.domain.search_keys import parse_query
from registrar_app.domain.values import Source
from registrar_app.models import papers as paper_rows
from registrar_app.models import people as stored
from registrar_app.models import search as search_rows
from registrar_app.services import advice as advisor
from registrar_app.services import confirmed, doubles, person_history, person_words
from registrar_app.services.bench import Bench
from registrar_app.services.insurers import learn_insurer
from registrar_app.services.marks import agreed_groups
from registrar_app.services.merge_shapes import Rebased
from registrar_app.services.shapes import Advice, Answer, BadgeView, DoubleView, HistoryLine
from registrar_app.services.today import note_today
from registrar_app.services.words import refusal

RECENT = 12
"""How many of the people opened last are listed."""


class People:
    """Use cases around a person's record. Form values are raw texts by field id of ``domain.draft``."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def search(self, text: str, limit: int = 50) -> SearchResult:
        """Find people by surname, name, date, policy or SNILS in any order; cheap enough for every key.

        The keyboard layout is turned when the text looks like it, or when as typed it finds nobody;
        ``SearchResult.query`` is what was searched in the end.
        """
        today = self._bench.today()
        query = parse_query(text, today)
        with self._bench.store.look() as read:
            found = search_rows.search(read, query, limit)
            if found.total == 0 and not query.is_empty:
                other = search_rows.search(read, parse_query(text, today, turn=not query.turned), limit)
                found = other if other.total else found
        return found

    def recent(self) -> tuple[SearchRow, ...]:
        """The people the present worker opened last, newest first (at most twelve)."""
        staff = self._bench.staff
        with self._bench.store.read() as session:
            return stored.recent(session, staff.id if staff else None, RECENT)

    def open(self, person_id: UUID) -> PersonRecord:
        """The record, noted as recent and in the audit.

        Raises:
            RegistrarError: there is no such record (``REC-001``).
        """
        record = self.peek(person_id)
        with self._bench.store.change(self._bench.quiet_actor()) as work:
            stored.note_opened(work, person_id)
            note_today(work, self._bench, "accepted", person_id)
        return record

    def peek(self, person_id: UUID) -> PersonRecord:
        """The record for a look in passing: nothing is noted.

        Raises:
            RegistrarError: there is no such record (``REC-001``).
        """
        with self._bench.store.read() as session:
            record = stored.load_person(session, person_id)
        if record is None:
            raise RegistrarError("REC-001")
        return record

    def badges(self, record: PersonRecord) -> tuple[BadgeView, ...]:
        """Badges of the head: policy, attachment, death."""
        return person_words.badges(record, self._bench.today())

    def advice(self, record: PersonRecord) -> tuple[Advice, ...]:
        """What deserves attention in this record, the most useful first."""
        with self._bench.store.read() as session:
            found = stored.doubles(session, record.data, record.id)
        return advisor.advice(record, found, self._bench.today())

    def check(self, values: Mapping[str, str], person_id: UUID | None = None) -> tuple[Problem, ...]:
        """Problems of a form, each at its field; warnings already answered for their value are left out."""
        data, problems = to_person(values, self._bench.today())
        saved = self.peek(person_id) if person_id else None
        return confirmed.open_warnings(problems, data, saved)

    def doubles(self, values: Mapping[str, str], exclude_id: UUID | None = None) -> tuple[DoubleView, ...]:
        """Saved people who may be the one in the form, strong ones first."""
        data, _problems = to_person(values, self._bench.today())
        with self._bench.store.read() as session:
            found = stored.doubles(session, data, exclude_id)
        return doubles.views(found, data)

    def save(
        self,
        values: Mapping[str, str],
        person_id: UUID | None = None,
        *,
        answers: Sequence[Answer] = (),
        identity: Identity | None = None,
        base: PersonRecord | None = None,
    ) -> PersonRecord:
        """Save a form: a new person without ``person_id``, else the changed fields of that one.

        Args:
            values: Raw texts by field id, the whole form.
            person_id: The record being edited.
            answers: The registrar's answers to warnings and likely doubles; a double's needs a reason.
            identity: The card or scan the form was filled from; values still equal to it are marked so.
            base: The record as the form was opened with; what another desk saved meanwhile is then kept.

        Raises:
            RefusedError: ``REC-002`` with all errors, unanswered warnings and unanswered doubles; a double's
                ``field`` is the other record's id.
            RegistrarError: nobody is signed in (``REC-003``), no such record (``REC-001``).
            SurroundingsError: the disk is full, the database cannot be written.
        """
        actor = self._bench.actor(identity.source if identity else Source.TYPED)
        data, problems = to_person(values, self._bench.today())
        saved = self.peek(person_id) if person_id else None
        with self._bench.store.read() as session:
            likely = stored.doubles(session, data, person_id)
        still_open = [
            *(
                one
                for one in confirmed.open_warnings(problems, data, saved, answers)
                if one.level in (Level.ERROR, Level.WARN)
            ),
            *doubles.open_questions(likely, data, saved, answers),
        ]
        if still_open:
            raise RefusedError("REC-002", tuple(still_open), words=refusal(still_open))
        kept = [*confirmed.confirmations(problems, data, answers), *doubles.confirmations(answers, data)]
        with self._bench.store.change(actor) as work:
            saved_id = stored.save_person(
                work,
                person_id,
                data,
                base=base.data if base else None,
                sources=agreed_groups(data, identity) if identity else None,
                confirmations=kept,
            )
            learn_insurer(work, data)
            note_today(work, self._bench, "accepted" if person_id else "registered", saved_id)
            if person_id is None:
                stored.note_opened(work, saved_id)
        return self.peek(saved_id)

    def rebase(self, values: Mapping[str, str], base: PersonRecord) -> Rebased:
        """The form put onto the record as it is saved now, for going on after ``REC-070``.

        Args:
            values: Raw texts by field id, the whole form.
            base: The record as the form was opened with.
        """
        raise NotImplementedError

    def mark_died(self, person_id: UUID, day: date | None, basis: str) -> PersonRecord:
        """Mark a death or, with None, take the mark away.

        An open attachment is closed on that day, and opened again when the mark is taken away.

        Args:
            person_id: The record.
            day: Day of death, None for a mark made by mistake.
            basis: By what document, in words; kept with the record.

        Raises:
            RegistrarError: the day is before birth or in the future (``REC-081``), no basis (``REC-082``).
        """
        raise NotImplementedError

    def archive(self, person_id: UUID, reason: str) -> PersonRecord:
        """Put a record into the archive: it is found last and marked.

        Raises:
            RegistrarError: no reason (``REC-082``), still attached (``REC-083``).
        """
        raise NotImplementedError

    def unarchive(self, person_id: UUID) -> PersonRecord:
        """Take a record out of the archive; does nothing when it is not there."""
        raise NotImplementedError

    def history(self, person_id: UUID) -> tuple[HistoryLine, ...]:
        """All changes of a record and its papers, newest first."""
        with self._bench.store.read() as session:
            lines = stored.history(session, person_id)
            papers = paper_rows.certificates_of(session, person_id)
            districts = person_history.district_numbers(session)
        zone = self._bench.clock().tzinfo
        return person_history.lines(lines, papers, districts, zone)
