"""What the record page reads in one go, in the database thread: frozen, ready to be shown."""

from dataclasses import dataclass
from uuid import UUID

from registrar_app.domain.records import PersonRecord
from registrar_app.services.desk import Desk
from registrar_app.services.merge_shapes import MergeLine
from registrar_app.services.paper_shapes import JournalFilter, JournalPage, PaperForm
from registrar_app.services.shapes import Advice, BadgeView, HistoryLine

_MAX_PAPERS, _FEW_PAPERS = 200, 3


@dataclass(frozen=True, slots=True, repr=False)
class RecordView:
    """A person with everything that stands beside the data."""

    record: PersonRecord
    badges: tuple[BadgeView, ...]
    advice: tuple[Advice, ...]
    papers: JournalPage
    history: tuple[HistoryLine, ...]
    forms: tuple[PaperForm, ...]
    organization: str
    """Short name of this clinic."""
    files: int = 0
    """How many files there are."""
    merges: tuple[MergeLine, ...] = ()
    """Joinings with other records, newest first."""


def _ending(desk: Desk, record: PersonRecord) -> tuple[Advice, ...]:
    """Consents that run out; nobody needs them after a death."""
    return () if record.died_on else desk.papers.ending(record.id)


def read_record(desk: Desk, person_id: UUID, *, note: bool, whole: bool) -> RecordView:
    """Read a person; call it in the database thread.

    Args:
        desk: The desk.
        person_id: Who.
        note: True when the record is opened: it is noted as recent and in the audit.
        whole: False for a look in passing: the history is left out.

    Raises:
        RegistrarError: there is no such record.
    """
    record = desk.people.open(person_id) if note else desk.people.peek(person_id)
    person_id = record.id  # another one where the record was joined to it
    organization = desk.clinic.organization()
    limit = _MAX_PAPERS if whole else _FEW_PAPERS
    return RecordView(
        record=record,
        badges=desk.people.badges(record),
        advice=(*desk.drafts.advice(record.id), *_ending(desk, record), *desk.people.advice(record)),
        papers=desk.papers.journal(JournalFilter(person_id=person_id, limit=limit)),
        history=desk.people.history(person_id) if whole else (),
        forms=tuple(one for one in desk.papers.forms() if one.is_offered),
        organization=organization.short_name if organization else "",
        files=desk.files.count(record.id),
        merges=desk.merging.merges_of(record.id) if whole else (),
    )
