"""The journal of issued papers: rows for the screen, prints, spoiled papers."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from registrar_app.domain.dates import add_months
from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.layout import looks_like_wrong_layout, turn_layout
from registrar_app.domain.records import CertificateEventKind, CertificateRecord, CertificateState
from registrar_app.domain.records import JournalFilter as StoredFilter
from registrar_app.domain.records import JournalRow as StoredRow
from registrar_app.models import papers as stored
from registrar_app.models import settings as setting_rows
from registrar_app.printing.form import Form
from registrar_app.services.bench import Bench
from registrar_app.services.paper_prefill import list_title
from registrar_app.services.paper_shapes import JournalFilter, JournalPage, JournalRow
from registrar_app.services.settings import ENDING_DAYS

_LOOK = {
    CertificateState.VALID: ("ok", "circle-check"),
    CertificateState.SPOILED: ("error", "circle-x"),
    CertificateState.LOST: ("warn", "alert-triangle"),
    CertificateState.ANNULLED: ("error", "circle-x"),
    CertificateState.REPLACED: ("neutral", "copy"),
}
ENDING = "ending"
"""Key of the valid papers that run out soon."""
STATES: tuple[tuple[str, str], ...] = (
    *((str(one), one.word) for one in CertificateState), (ENDING, "срок на исходе"),
)  # fmt: skip


class Journal:
    """Reads and notes; the papers themselves never change."""

    def __init__(self, bench: Bench, form_of: Callable[[str], Form | None]) -> None:
        self._bench = bench
        self._form_of = form_of

    def page(self, wanted: JournalFilter) -> JournalPage:
        """A page, newest first."""
        where = self.where(wanted)
        with self._bench.store.read() as session:
            if wanted.person_id:
                every = [
                    one for one in stored.certificates_of(session, wanted.person_id) if _fits(one, wanted)
                ]
                rows, total = every[wanted.offset : wanted.offset + wanted.limit], len(every)
                is_more, following = False, None
            else:
                found = stored.journal(session, where, wanted.limit, wanted.offset)
                rows, total = list(found.rows), found.total
                is_more, following = found.is_more, found.following
            left: Counter[str] = Counter()
            for one in stored.ranges(session):
                if one.desk == self._bench.desk_name and one.year == self._bench.today().year:
                    left[one.form] += one.free
        soon = self._soon()
        views = tuple(self.row(one, soon) for one in rows)
        return JournalPage(views, total, dict(left), STATES, is_more, following)

    def where(self, wanted: JournalFilter) -> StoredFilter:
        """What the tables are asked for."""
        ends = wanted.state == ENDING
        today, soon = self._bench.today(), self._soon() if ends else None
        return StoredFilter(
            text=as_meant(wanted.text),
            form=wanted.form_key,
            state=_state_of(wanted.state),
            since=wanted.since,
            until=wanted.until,
            forms=wanted.forms,
            physician=wanted.doctor,
            ends_from=today if ends else None,
            ends_until=soon,
            after=wanted.after,
        )

    def _soon(self) -> date:
        """Last day of what is said to run out soon."""
        with self._bench.store.read() as session:
            days = setting_rows.get(session, setting_rows.Setting(ENDING_DAYS.key, ENDING_DAYS.default))
        return self._bench.today() + timedelta(days=days)

    def record(self, certificate_id: UUID) -> CertificateRecord:
        """A paper with its events.

        Raises:
            RegistrarError: no such paper (``CERT-056``).
        """
        with self._bench.store.read() as session:
            found = stored.load_certificate(session, certificate_id)
        if found is None:
            raise RegistrarError("CERT-056")
        return found

    def last_values(self, form_key: str, person_id: UUID) -> dict[str, Any]:
        """Values of the same person's last paper of a form."""
        with self._bench.store.read() as session:
            former = next(
                (one for one in stored.certificates_of(session, person_id) if one.form == form_key), None
            )
            found = stored.load_certificate(session, former.id) if former else None
        return dict(json.loads(found.data.values)) if found else {}

    def note_print(self, certificate_id: UUID, copy: bool) -> None:
        """Note that the paper was printed, or printed again as a copy."""
        kind = CertificateEventKind.COPY if copy else CertificateEventKind.PRINTED
        self._event(certificate_id, kind, "")

    def was_printed(self, certificate_id: UUID) -> bool:
        """Whether the paper has left the printer once."""
        kinds = {one.kind for one in self.record(certificate_id).events}
        return CertificateEventKind.PRINTED in kinds

    def end(self, certificate_id: UUID, kind: CertificateEventKind, reason: str) -> None:
        """Write a paper off: spoiled, lost or annulled. A lost one may still be annulled.

        Raises:
            RegistrarError: it does not stand any more (``CERT-057``), no reason (``CERT-058``), no paper.
        """
        if not reason.strip():
            raise RegistrarError("CERT-058", "reason")
        state = self.record(certificate_id).state
        is_found_wrong = state is CertificateState.LOST and kind is CertificateEventKind.ANNULLED
        if state is not CertificateState.VALID and not is_found_wrong:
            raise RegistrarError("CERT-057", state=state.word)
        self._event(certificate_id, kind, reason.strip())

    def _event(self, certificate_id: UUID, kind: CertificateEventKind, note: str) -> None:
        self.record(certificate_id)
        with self._bench.store.change(self._bench.actor()) as work:
            stored.add_event(work, certificate_id, kind, note)

    def row(self, row: StoredRow, soon: date | None = None) -> JournalRow:
        """A line for the screen, a register or a file.

        Args:
            row: The paper as it is kept.
            soon: Last day of what is said to run out soon; None: nothing is said of terms.
        """
        form = self._form_of(row.form)
        role, icon = _LOOK[row.state]
        ends = row.valid_until or (valid_until(form, row.issued_on) if form else None)
        text = row.state.word
        if row.state is CertificateState.VALID and row.copies:
            text = f"{text}, копия {row.copies}"
        return JournalRow(
            certificate_id=row.id,
            number=f"{row.series} {row.number}".strip() or "без номера",
            issue_date=row.issued_on,
            valid_until=ends,
            person_id=row.person_id,
            person=row.person.full,
            form_key=row.form,
            form_title=self.title_of(row.form),
            state=str(row.state),
            state_text=text,
            state_role=role,
            state_icon=icon,
            doctor=row.physician,
            copies=row.copies,
            is_signed=bool(row.level),
            level=row.level,
            birth_date=row.birth_date,
            person_short=row.person.short,
            staff=row.staff,
            ended=row.ended,
            term=self._term(row, ends, soon),
        )

    def title_of(self, form_key: str) -> str:
        """How a narrow column names a form; its key when it is gone."""
        form = self._form_of(form_key)
        return list_title(form) if form else form_key

    def _term(self, row: StoredRow, ends: date | None, soon: date | None) -> str:
        """Whether a paper that stands runs out soon or did."""
        if row.state is not CertificateState.VALID or ends is None or soon is None or ends > soon:
            return ""
        return "over" if ends < self._bench.today() else "ending"


def as_meant(text: str) -> str:
    """What was typed, read in the other layout where that makes the better name: «cjrjkjdf» is «соколова»."""
    return turn_layout(text) if looks_like_wrong_layout(text) else text


def valid_until(form: Form, issued_on: date) -> date | None:
    """Last day on which a paper of this form counts; None where the form says nothing of it."""
    return add_months(issued_on, form.validity_months) if form.validity_months else None


def _state_of(key: str) -> CertificateState | None:
    """The state a key of ``STATES`` stands for; papers that run out soon are valid ones."""
    if key == ENDING:
        return CertificateState.VALID
    return CertificateState(key) if key else None


def _fits(row: StoredRow, wanted: JournalFilter) -> bool:
    """The filter of a person's own list."""
    return (
        (not wanted.form_key or row.form == wanted.form_key)
        and (not wanted.state or str(row.state) == wanted.state)
        and (wanted.since is None or row.issued_on >= wanted.since)
        and (wanted.until is None or row.issued_on <= wanted.until)
        and (not wanted.text or row.number.startswith(wanted.text))
    )
