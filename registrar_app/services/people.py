"""People: search, open, check, save; what the badges and the advice of a record say."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.problems import Level, Problem
from registrar_app.domain.records import (
    Identity,
    PersonRecord,
    RepresentativeData,
    RepresentativeView,
    SearchResult,
    SearchRow,
)
from registrar_app.domain.search_keys import parse_query
from registrar_app.domain.values import Source
from registrar_app.models import papers as paper_rows
from registrar_app.models import people as stored
from registrar_app.models import representatives as representing
from registrar_app.models import search as search_rows
from registrar_app.models import similar as similar_rows
from registrar_app.services import advice as advisor
from registrar_app.services import (
    collisions,
    confirmed,
    doubles,
    merge_history,
    person_history,
    person_words,
    record_life,
)
from registrar_app.services.bench import Bench
from registrar_app.services.insurers import learn_insurer
from registrar_app.services.marks import agreed_groups
from registrar_app.services.merge_shapes import Rebased
from registrar_app.services.rules import read_rules
from registrar_app.services.shapes import Advice, Answer, BadgeView, DoubleView, HistoryLine
from registrar_app.services.today import note_today
from registrar_app.services.typed_person import TypedPerson, newborn_values, understand
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

    def similar(self, text: str, limit: int = 50) -> SearchResult:
        """Find people whom somebody who mistyped may have meant; nobody who fits exactly is among them.

        It takes a tenth of a second among a million: it is asked for, or tried when ``search`` finds nobody.
        """
        query = parse_query(text, self._bench.today())
        with self._bench.store.look() as read:
            return similar_rows.similar(read, query, limit)

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
        today = self._bench.today()
        with self._bench.store.read() as session:
            found = stored.doubles(session, record.data, record.id)
            rules = read_rules(session, today)
        return advisor.advice(record, found, today, rules)

    def check(self, values: Mapping[str, str], person_id: UUID | None = None) -> tuple[Problem, ...]:
        """Problems of a form, each at its field; warnings already answered for their value are left out."""
        with self._bench.store.read() as session:
            typed = self._understood(session, values, person_id)
        saved = self.peek(person_id) if person_id else None
        return confirmed.open_warnings(typed.problems, typed.data, saved, texts=typed.texts)

    def _understood(self, session: Session, values: Mapping[str, str], person_id: UUID | None) -> TypedPerson:
        today = self._bench.today()
        return understand(values, today, read_rules(session, today), person_id)

    def doubles(self, values: Mapping[str, str], exclude_id: UUID | None = None) -> tuple[DoubleView, ...]:
        """Saved people who may be the one in the form, strong ones first."""
        with self._bench.store.read() as session:
            typed = self._understood(session, values, exclude_id)
            found = typed.doubles(session, exclude_id)
            if exclude_id is not None:
                found = doubles.without_different(session, exclude_id, found, typed.data)
        return doubles.views(found, typed.data)

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
            base: The record as the form was opened with. What another desk saved meanwhile is then kept, and
                what both have changed is asked about (``REC-070``; see ``rebase``).

        Raises:
            RefusedError: ``REC-002`` with all errors, unanswered warnings and unanswered doubles; a double's
                ``field`` is the other record's id.
            RegistrarError: nobody is signed in (``REC-003``), no such record (``REC-001``), it was joined
                with another one and there is no ``base`` (``REC-071``).
            SurroundingsError: the disk is full, the database cannot be written.
        """
        actor = self._bench.actor(identity.source if identity else Source.TYPED)
        saved = self.peek(person_id) if person_id else None
        with self._bench.store.read() as session:
            typed = self._understood(session, values, person_id)
            likely = typed.doubles(session, saved.id if saved else None)
        data, problems, texts = typed.data, typed.problems, typed.texts
        still_open = [
            *(
                one
                for one in confirmed.open_warnings(problems, data, saved, answers, texts)
                if one.level in (Level.ERROR, Level.WARN)
            ),
            *doubles.open_questions(likely, data, saved, answers),
        ]
        if still_open:
            raise RefusedError("REC-002", tuple(still_open), words=refusal(still_open))
        kept = [
            *confirmed.confirmations(problems, data, answers, texts),
            *doubles.confirmations(answers, data),
        ]
        with self._bench.store.change(actor) as work:
            saved_id = collisions.save_over(
                work,
                person_id,
                typed,
                base,
                answers,
                self._bench.clock().tzinfo,
                sources=agreed_groups(data, identity) if identity else None,
                confirmations=kept,
            )
            doubles.keep_as_different(work, saved_id, answers)
            learn_insurer(work, data)
            note_today(work, self._bench, "accepted" if person_id else "registered", saved_id)
            if person_id is None:
                stored.note_opened(work, saved_id)
        return self.peek(saved_id)

    def representatives(self, person_id: UUID) -> tuple[RepresentativeView, ...]:
        """Who represents a person, oldest first."""
        with self._bench.store.read() as session:
            return representing.representatives_of(session, person_id)

    def newborn_form(self, person_id: UUID) -> dict[str, str]:
        """What the record of a newborn begins with when this person registers him: surname, address, who.

        Raises:
            RegistrarError: there is no such record (``REC-001``).
        """
        return newborn_values(self.peek(person_id))

    def save_representative(self, person_id: UUID, representative: RepresentativeData) -> PersonRecord:
        """Add a representative or, with an id, change that row; the data must be checked already.

        Raises:
            RegistrarError: he is the person himself (``ID-181``), nobody is named (``ID-175``), nobody is
                signed in.
        """
        if representative.person_id == person_id:
            raise RegistrarError("ID-181")
        if representative.is_empty:
            raise RegistrarError("ID-175")
        with self._bench.store.change(self._bench.actor()) as work:
            representing.save_representatives(work, person_id, (representative,))
        return self.peek(person_id)

    def void_representative(self, person_id: UUID, row_id: UUID, reason: str) -> PersonRecord:
        """Take a representative away; the row stays in the history.

        Raises:
            RegistrarError: there is no such row (``REC-122``), nobody is signed in.
        """
        with self._bench.store.change(self._bench.actor()) as work:
            if not representing.void_representative(work, person_id, row_id, reason.strip() or "cleared"):
                raise RegistrarError("REC-122")
        return self.peek(person_id)

    def rebase(self, values: Mapping[str, str], base: PersonRecord) -> Rebased:
        """The form put onto the record as it is saved now, for going on after ``REC-070``.

        Args:
            values: Raw texts by field id, the whole form.
            base: The record as the form was opened with.

        Raises:
            RegistrarError: there is no such record any more (``REC-001``).
        """
        now = self.peek(base.id)
        with self._bench.store.read() as session:
            typed = self._understood(session, values, now.id)
            return collisions.rebased(session, values, typed, base, now, self._bench.clock().tzinfo)

    def resume(self, values: Mapping[str, str], opened: Mapping[str, str], person_id: UUID) -> Rebased:
        """A draft put onto the record as it is saved now; what others saved since then is not lost.

        Args:
            values: Raw texts by field id, as the draft kept them.
            opened: The same as the form was opened with.
            person_id: The record.

        Raises:
            RegistrarError: there is no such record any more (``REC-001``).
        """
        now = self.peek(person_id)
        with self._bench.store.read() as session:
            was = self._understood(session, opened, now.id)
            typed = self._understood(session, values, now.id)
            base = PersonRecord(now.id, was.data, now.record_number, representatives=was.views)
            return collisions.rebased(session, values, typed, base, now, self._bench.clock().tzinfo)

    def mark_died(self, person_id: UUID, day: date | None, basis: str) -> PersonRecord:
        """Mark a death or, with None, take the mark away.

        An open attachment is closed on that day, and opened again when the mark is taken away.

        Args:
            person_id: The record.
            day: Day of death, None for a mark made by mistake.
            basis: By what document, in words; kept with the record. Not needed to take the mark away.

        Raises:
            RegistrarError: the day is before birth or in the future (``REC-081``), no basis (``REC-082``).
        """
        record_life.mark_died(self._bench, self.peek(person_id), day, basis)
        return self.peek(person_id)

    def archive(self, person_id: UUID, reason: str) -> PersonRecord:
        """Put a record into the archive: it is found last and marked.

        Raises:
            RegistrarError: no reason (``REC-082``), still attached (``REC-083``).
        """
        record_life.archive(self._bench, self.peek(person_id), reason)
        return self.peek(person_id)

    def unarchive(self, person_id: UUID) -> PersonRecord:
        """Take a record out of the archive; does nothing when it is not there."""
        record_life.unarchive(self._bench, person_id)
        return self.peek(person_id)

    def history(self, person_id: UUID) -> tuple[HistoryLine, ...]:
        """All changes of a record and its papers, newest first."""
        with self._bench.store.read() as session:
            lines = stored.history(session, person_id)
            papers = paper_rows.certificates_of(session, person_id)
            districts = person_history.district_numbers(session)
            zone = self._bench.clock().tzinfo
            others = merge_history.others_of(session, person_id)
            events = merge_history.events(session, person_id, zone)
        return person_history.lines(lines, papers, districts, zone, others, events)
