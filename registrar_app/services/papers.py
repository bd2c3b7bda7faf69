"""Papers: fill, look, issue, keep."""

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.ids import new_id
from registrar_app.domain.problems import Level
from registrar_app.domain.records import (
    PersonRecord,
    StaffMember,
)
from registrar_app.services import paper_origins as origins
from registrar_app.services import paper_prefill as prefill
from registrar_app.services.bench import Bench
from registrar_app.services.issued_papers import IssuedPapers
from registrar_app.services.keys import Keys
from registrar_app.services.levels import Levels
from registrar_app.services.numbers import next_number, number_notices
from registrar_app.services.paper_entry import end_of, enter, issue_day, refuse_dead
from registrar_app.services.paper_shapes import (
    Issued,
    PaperDraft,
    PaperForm,
    PaperOrigin,
    Preview,
    Values,
)
from registrar_app.services.paper_signers import (
    named_doctor,
    opened_signers,
    organization_and_doctors,
    usual_doctor,
)
from registrar_app.services.people import People
from registrar_app.services.qr_codes import QrCodes
from registrar_app.services.settings import RANGE_SIZE, VALIDITY_LINE, Settings


class Papers(IssuedPapers):
    """Use cases of certificates and small prints; what is issued already: ``IssuedPapers``.

    ReportLab and the signature library are imported at the first use: the window opens without them.
    """

    def __init__(
        self,
        bench: Bench,
        settings: Settings,
        keys: Keys,
        people: People,
        probe: Callable[[str], None] | None = None,
    ) -> None:
        """Put the parts together.

        Args:
            bench: The workplace.
            settings: Its settings.
            keys: Its signing keys.
            people: Use cases of people.
            probe: Called with the name of each step of issuing, for tests of failures in between.
        """
        super().__init__(bench, keys)
        self._settings = settings
        self._people = people
        self._probe = probe or (lambda _step: None)
        self._codes = QrCodes(bench, settings)
        self.levels = Levels(bench, settings, keys)
        """Levels of signatures: what can be had now, what is added later."""

    def forms(self) -> tuple[PaperForm, ...]:
        """The papers that can be made: issued ones first, then small prints."""
        return self._shelf.forms()

    def start(
        self, form_key: str, person_id: UUID | None = None, issue_date: date | None = None,
        origin: PaperOrigin | None = None, *, record: PersonRecord | None = None,
    ) -> PaperDraft:  # fmt: skip
        """A paper filled from the record, the clinic and the staff, with offers of the person's last one.

        With an origin, what it gives stands over that: the values of a duplicate, a refusal's request.
        ``record`` is the person's where it was read this moment.

        Raises:
            RegistrarError: no such form (``CERT-020``), no edition of it for that day (``CERT-021``), no
                organisation yet (``REC-036``), no such record (``REC-001``).
        """
        from registrar_app.printing.case import read_case

        today = self._bench.today()
        issue_date = issue_date or today
        form = self._shelf.library.get(form_key)
        edition = self._shelf.edition(form_key, issue_date)
        if record is None and person_id is not None:
            record = self._people.peek(person_id)
        organization, doctors = organization_and_doctors(self._bench.store)
        doctor = usual_doctor(record, doctors)
        case = prefill.case_of(record, organization, doctor, issue_date, edition)
        values = dict(read_case(edition, case, today=today).values)
        line = self._settings.get(VALIDITY_LINE)
        values |= {name: line for name in edition.clinic_lines if line}
        values |= origins.given_values(origin, edition)
        last = self._journal.last_values(form_key, person_id) if person_id else {}
        sex = record.data.sex.value if record and record.data.sex else ""
        return PaperDraft(
            form_key=form.key,
            form_title=prefill.short_title(form),
            edition_id=edition.id,
            edition_note=self._shelf.edition_note(form, edition),
            issue_date=issue_date,
            person_id=person_id,
            fields=prefill.page_fields(edition, values, doctors, last, sex),
            values=values,
            sides=form.sheet.sides,
            sheet_note=prefill.sheet_note(form),
            doctors=tuple((one.id, one.name.full) for one in doctors),
            positions={one.name.full: one.position for one in doctors},
            outcome=prefill.outcome(form),
            is_on_stock=prefill.is_on_stock(form),
            edition_words=prefill.edition_words(edition),
            notices=number_notices(self._bench, form, edition),
            origin=origin,
        )

    def preview(self, draft: PaperDraft, values: Values) -> Preview:
        """The paper as it would come out now («№ ———», unsigned). Never raises for what was typed.

        Touches no database: it may be called from any worker thread.

        Args:
            draft: What ``start`` gave.
            values: The fields of the page; they stand over the draft's.
        """
        from registrar_app.services.preview import look

        merged = self._merged(draft, values)
        try:
            form, edition = self._shelf.form_of(draft, merged)
        except RegistrarError as error:
            day = next((one.id for one in draft.fields if one.is_day), None)
            return Preview(None, problems=(dataclasses.replace(error.problem, field=day),))
        return look(form, edition, merged)

    def issue(
        self,
        draft: PaperDraft,
        values: Values,
        *,
        by_hand: bool = False,
        signing: StaffMember | None = None,
        record: PersonRecord | None = None,
    ) -> Issued:
        """Give the number, sign, verify, keep and enter into the journal, whole or not at all.

        See ``services.issuing`` for how a number is used once and for ever.

        Args:
            draft: What ``start`` gave.
            values: The fields of the page; they stand over the draft's.
            by_hand: Issue without an electronic signature, to be signed with ink.
            signing: Who signs; by default the doctor named on the paper.
            record: The person's, where it was read this moment.

        Raises:
            RefusedError: ``CERT-001`` with the problems at their fields.
            RegistrarError: no key (``CERT-050``), locked (``CERT-052``), expired (``SIGN-005``), no doctor
                chosen (``CERT-059``), numbers used up (``DB-032``), nobody signed in (``REC-003``),
                the person died before (``REC-084``).
            SurroundingsError: the database cannot be written.
        """
        from registrar_app.services.issuing import make_file

        actor = self._bench.actor()
        merged = self._merged(draft, values)
        form, edition = self._shelf.form_of(draft, merged)
        if not prefill.is_issued(form) or draft.person_id is None:
            raise RegistrarError("CERT-060")
        record = record or self._people.peek(draft.person_id)
        refuse_dead(record, issue_day(merged, self._bench.today()))
        if draft.origin is None or not draft.origin.is_checked:
            self._refuse_early(draft, merged)
        organization, doctors = organization_and_doctors(self._bench.store)
        doctor = signing or named_doctor(edition, merged, doctors)
        size, now, roots = self._settings.get(RANGE_SIZE), self._bench.clock(), self._keys.trust_roots()
        certificate_id = (draft.origin and draft.origin.paper_id) or new_id()
        with opened_signers(self._keys, doctor, organization, by_hand=by_hand) as (signers, remarks):
            plan, said = self.levels.plan(signers)
            maker, missing = self._codes.maker(form, organization)
            with self._bench.store.change(actor) as work:
                wanted = str(merged.get(prefill.SERIES) or "")
                series, number = next_number(work, form, edition, self._bench, size, wanted, certificate_id)
                self._probe("number")
                merged |= {prefill.NUMBER: number, **({prefill.SERIES: series} if series else {})}
                told = f"{series} {number}".strip()
                day = issue_day(merged, now.date())
                code = maker.text(told, merged, record.data, day, end_of(form, merged, day)) if maker else ""
                done = make_file(form, edition, merged, number, signers, roots, now, self._probe, plan, code)
                self._bench.store.blobs.put(done.pdf)
                self._probe("kept")
                note = origins.issued_note(work, draft.origin)
                kind = (form, edition)
                enter(
                    work,
                    self._bench,
                    certificate_id,
                    record,
                    kind,
                    merged,
                    (series, number),
                    doctor,
                    done,
                    note,
                )
                origins.close_origin(work, draft.origin, certificate_id, told, (record.id, form.key))
                self.levels.queue(work, certificate_id, done.level)
                self._probe("entered")
        return Issued(
            certificate_id=certificate_id,
            number=f"{series} {number}".strip(),
            pdf=done.pdf,
            pages=done.pages,
            level=done.level,
            signers=done.signatures,
            sha256=done.sha256,
            form=form.key,
            edition=edition.id,
            remarks=(*remarks, *said, *missing, *done.remarks),
        )

    def keep(self, draft: PaperDraft, values: Values) -> Issued:
        """Finish a paper without a number and enter it into the journal with its day: consents, refusals.

        It is signed with ink; nothing of it is signed electronically.

        Raises:
            RefusedError: ``CERT-001`` with the problems at their fields.
            RegistrarError: the form is of another kind (``CERT-085``), nobody is signed in (``REC-003``), the
                person died before (``REC-084``).
            SurroundingsError: the database cannot be written.
        """
        from registrar_app.services.issuing import Signers, make_file

        actor = self._bench.actor()
        merged = self._merged(draft, values)
        form, edition = self._shelf.form_of(draft, merged)
        if prefill.outcome(form) != "kept" or draft.person_id is None:
            raise RegistrarError("CERT-085", title=form.title)
        record = self._people.peek(draft.person_id)
        refuse_dead(record, issue_day(merged, self._bench.today()))
        self._refuse_early(draft, merged)
        done = make_file(
            form, edition, merged, None, Signers(None, None), (), self._bench.clock(), self._probe
        )
        certificate_id = new_id()
        with self._bench.store.change(actor) as work:
            self._bench.store.blobs.put(done.pdf)
            enter(work, self._bench, certificate_id, record, (form, edition), merged, ("", ""), None, done)
            origins.close_origin(work, draft.origin, certificate_id, "", (record.id, form.key))
        return Issued(certificate_id, "", done.pdf, done.pages, "", (), done.sha256, form.key, edition.id)

    def finished(self, draft: PaperDraft, values: Values) -> bytes:
        """A paper that is only printed: complete, without a draft's line; the print is noted in the audit.

        Raises:
            RefusedError: ``CERT-001`` with the problems at their fields.
            RegistrarError: the form is of another kind (``CERT-085``), nobody is signed in (``REC-003``).
        """
        from registrar_app.printing.form import Mode
        from registrar_app.printing.render import render

        actor = self._bench.actor()
        merged = self._merged(draft, values)
        form, edition = self._shelf.form_of(draft, merged)
        if prefill.outcome(form) != "printed":
            raise RegistrarError("CERT-085", title=form.title)
        self._refuse_early(draft, merged)
        pdf = render(form, edition, merged, mode=Mode.FINAL).pdf
        with self._bench.store.change(actor) as work:
            work.note("print", draft.person_id, form=form.key)
        return pdf

    def issue_case(self, form_key: str, case: Mapping[str, Any], out: Path) -> Issued:
        """Issue a paper from a case of the command line and write the file to ``out``.

        The person is matched by strong identifiers or created; organisation and number are the clinic's
        own, what the case says of them is ignored and named in ``Issued.remarks``.

        Raises:
            RefusedError: values cannot be printed, the person cannot be saved.
            RegistrarError: as ``issue``; several people fit (``REC-043``).
            SurroundingsError: the file cannot be written (``CERT-033``).
        """
        from registrar_app.services.case_issuing import issue_case

        return issue_case(self, self._shelf, self._people, self._bench, form_key, case, out)

    def _merged(self, draft: PaperDraft, values: Values) -> dict[str, Any]:
        """The draft's values under those of the page; the paper's day under its standard name, too."""
        merged = {**draft.values, **values}
        day = next((one.id for one in draft.fields if one.is_day), "")
        if day in values:
            merged[prefill.ISSUE_DATE] = values[day]
        return merged

    def _refuse_early(self, draft: PaperDraft, values: Values) -> None:
        """Refuse what cannot be printed before anything is locked or asked of a key."""
        problems = tuple(one for one in self.preview(draft, values).problems if one.level is Level.ERROR)
        if problems:
            raise RefusedError("CERT-001", problems)
