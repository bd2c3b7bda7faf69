"""What the record page reads in one go, in the database thread: frozen, ready to be shown."""

from dataclasses import dataclass
from uuid import UUID

from registrar_app.domain.records import PersonRecord
from registrar_app.services.desk import Desk
from registrar_app.services.paper_shapes import JournalFilter, JournalPage, PaperForm
from registrar_app.services.shapes import Advice, BadgeView, HistoryLine

_MAX_PAPERS = 200


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


def read_record(desk: Desk, person_id: UUID, *, passing: bool) -> RecordView:
    """Read a person; call it in the database thread.

    Args:
        desk: The desk.
        person_id: Who.
        passing: True for a look in passing: nothing is noted, the history is not read.

    Raises:
        RegistrarError: there is no such record.
    """
    record = desk.people.peek(person_id) if passing else desk.people.open(person_id)
    organization = desk.clinic.organization()
    return RecordView(
        record=record,
        badges=desk.people.badges(record),
        advice=desk.people.advice(record),
        papers=desk.papers.journal(JournalFilter(person_id=person_id, limit=3 if passing else _MAX_PAPERS)),
        history=() if passing else desk.people.history(person_id),
        forms=desk.papers.forms(),
        organization=organization.short_name if organization else "",
    )
