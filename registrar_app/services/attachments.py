"""Attachment of people to districts and their physicians."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from registrar_app.domain.dates import plural, ru_date
from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.problems import Level, Problem
from registrar_app.domain.records import (
    AttachmentBasis,
    AttachmentView,
    Confirmation,
    DetachReason,
    District,
    PersonRecord,
)
from registrar_app.models import attachments as stored
from registrar_app.models import clinic as clinic_rows
from registrar_app.models import people as people_rows
from registrar_app.services import attachment_rules as rules
from registrar_app.services.bench import Bench
from registrar_app.services.settings import YEAR_RULE, Settings
from registrar_app.services.shapes import Answer, AttachmentProposal, PreflightLine
from registrar_app.services.today import note_today


class Attachments:
    """Use cases of attaching and detaching."""

    def __init__(self, bench: Bench, settings: Settings) -> None:
        self._bench = bench
        self._settings = settings

    def districts(self) -> tuple[District, ...]:
        """The clinic's districts by number."""
        with self._bench.store.read() as session:
            return clinic_rows.districts(session)

    def propose(self, record: PersonRecord) -> AttachmentProposal:
        """District, basis and day the page starts with: the first district that takes this age."""
        today = self._bench.today()
        born = record.data.birth_date
        fitting = [one for one in self.districts() if born is None or rules.takes_age(one.kind, born, today)]
        current = record.attachment
        if current and any(one.id == current.district_id for one in fitting):
            # He is here already: a change goes to another district, which only the person can name.
            return AttachmentProposal(None, AttachmentBasis.MOVED, today, "")
        exact = [one for one in fitting if born and one.kind is rules.kind_for(born, today)]
        chosen = next(iter(exact or fitting), None)
        basis = AttachmentBasis.MOVED if current else AttachmentBasis.APPLICATION
        return AttachmentProposal(
            chosen.id if chosen else None, basis, today, "по возрасту" if chosen else ""
        )

    def preflight(
        self, person_id: UUID, district_id: UUID | None, basis: AttachmentBasis, begins: date | None
    ) -> tuple[PreflightLine, ...]:
        """The list «Проверка»: what is in order, what asks, what stops. Changes nothing."""
        return rules.lines(self._case(person_id, district_id, basis, begins))

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
        actor = self._bench.actor()
        case = self._case(person_id, district_id, basis, begins)
        person_id = case.record.id
        self._refuse_open(rules.lines(case), answers)
        if district_id is None or begins is None or case.district is None:
            raise RegistrarError("ATT-002")  # the check above has refused already
        value = f"{case.district.number} {begins.isoformat()}"
        asked = {line.code for line in rules.lines(case) if line.level is Level.WARN}
        kept = [
            Confirmation(one.code, "attachment", value, reason=one.reason)
            for one in answers
            if one.code in asked
        ]
        with self._bench.store.change(actor) as work:
            stored.attach(work, person_id, district_id, basis, begins, rules.close_reason(case))
            if kept:
                people_rows.save_person(work, person_id, case.record.data, confirmations=kept)
            note_today(work, self._bench, "attached", person_id)
        return self._record(person_id)

    def detach(
        self, person_id: UUID, attachment_id: UUID, ends: date, reason: DetachReason, note: str = ""
    ) -> PersonRecord:
        """End an open attachment; the row stays in the history.

        Args:
            person_id: Whose attachment it is.
            attachment_id: The open attachment.
            ends: Its last day.
            reason: Why.
            note: The registrar's words, kept with the record.

        Raises:
            RegistrarError: it is closed already (``ATT-014``), the day is before its beginning (``ATT-015``).
        """
        actor = self._bench.actor()
        record = self._record(person_id)
        person_id = record.id
        view = next((one for one in record.attachments if one.id == attachment_id), None)
        if view is None or view.ends is not None:
            raise RegistrarError("ATT-014")
        if ends < view.begins:
            raise RegistrarError("ATT-015", "ends", day=ru_date(view.begins))
        with self._bench.store.change(actor) as work:
            stored.detach(work, attachment_id, ends, reason)
            if note:
                kept = Confirmation("ATT-021", "attachment", ends.isoformat(), reason=note)
                people_rows.save_person(work, person_id, record.data, confirmations=[kept])
        return self._record(person_id)

    def _case(
        self, person_id: UUID, district_id: UUID | None, basis: AttachmentBasis, begins: date | None
    ) -> rules.Case:
        """Everything the check looks at, read in one view of the data."""
        with self._bench.store.read() as session:
            record = people_rows.load_person(session, person_id)
            if record is None:
                raise RegistrarError("REC-001")
            district = clinic_rows.district(session, district_id) if district_id else None
            if district_id and district is None:
                raise RegistrarError("ATT-020", "district")
            physician = None
            if district and district.physician_id:
                physician = clinic_rows.staff_member(session, district.physician_id)
            rule = self._settings.get(YEAR_RULE)
            counted: tuple[AttachmentView, ...] = ()
            if begins is not None and rule != "off":
                since = rules.year_start(rule, begins)
                counted = stored.attached_in_year(session, person_id, since, begins)
        return rules.Case(record, district, physician, basis, begins, self._bench.today(), counted)

    def _record(self, person_id: UUID) -> PersonRecord:
        """The record as saved."""
        with self._bench.store.read() as session:
            record = people_rows.load_person(session, person_id)
        if record is None:
            raise RegistrarError("REC-001")
        return record

    @staticmethod
    def _refuse_open(found: Sequence[PreflightLine], answers: Sequence[Answer]) -> None:
        """Refuse while an error or an unanswered question stands."""
        answered = {one.code for one in answers}
        open_lines = [
            line
            for line in found
            if line.level is Level.ERROR or (line.level is Level.WARN and line.code not in answered)
        ]
        if not open_lines:
            return
        stops = sum(line.level is Level.ERROR for line in open_lines)
        asks = len(open_lines) - stops
        words = [f"{stops} {plural(stops, 'ошибка', 'ошибки', 'ошибок')}"] if stops else []
        words += [f"{asks} {plural(asks, 'вопрос', 'вопроса', 'вопросов')} без ответа"] if asks else []
        problems = tuple(_as_problem(line) for line in open_lines)
        raise RefusedError("ATT-001", problems, words=", ".join(words))


def _as_problem(line: PreflightLine) -> Problem:
    """A line of the check as a problem at its field."""
    return Problem(line.code, line.level, line.text, line.detail, line.field)
