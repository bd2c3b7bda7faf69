"""Phrases of doctors: kept by form, field and doctor, the most used first."""

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from registrar_app.domain.ids import new_id
from registrar_app.domain.records.phrases import Phrase
from registrar_app.models.paper_tables import PhraseRow
from registrar_app.models.unit_of_work import UnitOfWork

FORGOTTEN = "forgotten"
"""Reason of a phrase that was taken off the list."""


def phrases(session: Session, form: str, field: str, doctor_id: UUID | None) -> tuple[Phrase, ...]:
    """What is kept for a field: the doctor's own and what everybody uses."""
    rows = session.scalars(
        select(PhraseRow)
        .where(
            PhraseRow.form == form,
            PhraseRow.field == field,
            PhraseRow.void_at.is_(None),
            or_(PhraseRow.staff_id == doctor_id, PhraseRow.staff_id.is_(None)),
        )
        .order_by(PhraseRow.place.desc(), PhraseRow.id.desc())
    )
    return tuple(Phrase(one.id, one.body, one.place, one.staff_id is None) for one in rows)


def add_phrase(work: UnitOfWork, form: str, field: str, doctor_id: UUID | None, text: str) -> UUID:
    """Keep a sentence; ``place`` of its row counts how often it was chosen."""
    row_id = new_id()
    work.add(PhraseRow(id=row_id, staff_id=doctor_id, form=form, field=field, body=text, place=0))
    return row_id


def use_phrase(work: UnitOfWork, phrase_id: UUID) -> None:
    """Count one more use; nothing happens when it was forgotten meanwhile."""
    row = work.session.get(PhraseRow, phrase_id)
    if row is not None and row.void_at is None:
        row.place += 1


def forget_phrase(work: UnitOfWork, phrase_id: UUID) -> None:
    """Take a sentence off the list."""
    row = work.session.get(PhraseRow, phrase_id)
    if row is not None and row.void_at is None:
        row.void_at, row.void_reason = work.made_at, FORGOTTEN
