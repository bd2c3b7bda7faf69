"""Requests for papers: kept, moved on, closed; every step is an event that stays."""

import dataclasses
import json
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, select
from sqlalchemy.orm import Session

from registrar_app.domain.ids import new_id
from registrar_app.domain.records.requests import (
    OPEN,
    NewRequest,
    PaperRequest,
    RequestCounts,
    RequestEvent,
    RequestFilter,
    RequestState,
)
from registrar_app.domain.search_keys import fold
from registrar_app.domain.values import PersonName
from registrar_app.models.clinic import staff_names
from registrar_app.models.joined import merged_set, survivor_id
from registrar_app.models.paper_tables import RequestEventRow, RequestRow
from registrar_app.models.person_tables import PersonRow
from registrar_app.models.unit_of_work import UnitOfWork

_NEW = (
    "person_id", "form", "term_days", "asked_by", "contact", "channel", "purpose", "doctor_id", "note",
)  # fmt: skip
_OPEN = tuple(str(one) for one in OPEN)
AT_DESK = "desk"
"""Channel of who stands at the desk."""


def add_request(work: UnitOfWork, new: NewRequest, asked_on: date, due_on: date) -> UUID:
    """Keep a new request with its first event.

    Raises:
        LookupError: no such person (a bug of the caller).
    """
    new = dataclasses.replace(new, person_id=survivor_id(work.session, new.person_id))
    if work.session.get(PersonRow, new.person_id) is None:
        raise LookupError("no such person")
    row_id = new_id()
    work.add(
        RequestRow(
            id=row_id,
            **{name: getattr(new, name) for name in _NEW},
            state=str(RequestState.RECEIVED),
            asked_on=asked_on,
            due_on=due_on,
            missing=_listed(new.missing),
        )
    )
    _event(work, row_id, new.person_id, str(RequestState.RECEIVED), "")
    return row_id


def _listed(words: Sequence[str]) -> str:
    return json.dumps(list(words), ensure_ascii=False)


def _event(work: UnitOfWork, request_id: UUID, person_id: UUID, kind: str, note: str) -> None:
    work.add(
        RequestEventRow(
            id=new_id(),
            request_id=request_id,
            person_id=person_id,
            kind=kind,
            note=note,
            staff_id=work.actor.staff_id,
            made_at=work.made_at,
        )
    )


def _row(work: UnitOfWork, request_id: UUID) -> RequestRow:
    row = work.session.get(RequestRow, request_id)
    if row is None or row.void_at is not None:
        raise LookupError("no such request")
    return row


def move(
    work: UnitOfWork,
    request_id: UUID,
    state: RequestState,
    note: str = "",
    *,
    certificate_id: UUID | None = None,
    refusal_id: UUID | None = None,
) -> None:
    """Move a request on; a refusal keeps its reason, an issue its paper.

    Raises:
        LookupError: no such request (a bug of the caller).
    """
    row = _row(work, request_id)
    row.state = str(state)
    if state is RequestState.REFUSED:
        row.refusal_reason = note
    if certificate_id is not None:
        row.certificate_id = certificate_id
    if refusal_id is not None:
        row.refusal_id = refusal_id
    if not state.is_open:
        row.taken_by = None
    _event(work, request_id, row.person_id, str(state), note)


def take(work: UnitOfWork, request_id: UUID, staff_id: UUID | None) -> None:
    """Give a request to a worker, or with None back to all.

    Raises:
        LookupError: no such request (a bug of the caller).
    """
    row = _row(work, request_id)
    row.taken_by = staff_id
    _event(work, request_id, row.person_id, "taken" if staff_id else "put_back", "")


def set_missing(work: UnitOfWork, request_id: UUID, missing: Sequence[str]) -> None:
    """Say which documents are still missing.

    Raises:
        LookupError: no such request (a bug of the caller).
    """
    row = _row(work, request_id)
    row.missing = _listed(missing)
    _event(work, request_id, row.person_id, "missing", ", ".join(missing))


def close_for(work: UnitOfWork, person_id: UUID, form: str, certificate_id: UUID) -> None:
    """A paper was issued: the oldest open request of that person for it is answered."""
    found = work.session.scalars(
        select(RequestRow.id)
        .where(
            RequestRow.person_id.in_(merged_set(work.session, person_id)),
            RequestRow.form == form,
            RequestRow.state.in_(_OPEN),
            RequestRow.certificate_id.is_(None),
            RequestRow.void_at.is_(None),
        )
        .order_by(RequestRow.due_on, RequestRow.id)
    ).first()
    if found is not None:
        answer(work, found, certificate_id)


def answer(work: UnitOfWork, request_id: UUID, certificate_id: UUID) -> None:
    """The paper that was asked for is made: handed over at the desk, else it waits for who asked.

    Raises:
        LookupError: no such request (a bug of the caller).
    """
    is_here = _row(work, request_id).channel in ("", AT_DESK)
    state = RequestState.ISSUED if is_here else RequestState.READY
    move(work, request_id, state, certificate_id=certificate_id)


def load_request(session: Session, request_id: UUID) -> PaperRequest | None:
    """A request with its events, oldest first."""
    found = session.execute(_joined(RequestRow.id == request_id)).first()
    if found is None:
        return None
    names = staff_names(session)
    rows = session.scalars(
        select(RequestEventRow)
        .where(RequestEventRow.request_id == request_id)
        .order_by(RequestEventRow.made_at, RequestEventRow.id)
    )
    events = tuple(
        RequestEvent(row.kind, row.made_at, names.get(row.staff_id, "") if row.staff_id else "", row.note)
        for row in rows
    )
    return dataclasses.replace(_request(found), events=events)


def queue(session: Session, where: RequestFilter, limit: int = 500) -> tuple[PaperRequest, ...]:
    """Requests, the most urgent first: by the day they are due, then by the day they came.

    Args:
        session: A reading session.
        where: What to show.
        limit: Rows at most.
    """
    conditions: list[ColumnElement[bool]] = [RequestRow.state.in_([str(one) for one in where.states])]
    if where.form:
        conditions.append(RequestRow.form == where.form)
    if where.person_id:
        conditions.append(RequestRow.person_id.in_(merged_set(session, where.person_id)))
    if where.due_until:
        conditions.append(RequestRow.due_on <= where.due_until)
    if where.taken_by:
        conditions.append(RequestRow.taken_by == where.taken_by)
    ordered = _joined(*conditions).order_by(RequestRow.due_on, RequestRow.asked_on, RequestRow.id)
    begun = fold(where.text)
    found = (_request(row) for row in session.execute(ordered.limit(None if begun else limit)))
    return tuple(one for one in found if fold(one.person.full).startswith(begun))[:limit]


def counts(session: Session, today: date) -> RequestCounts:
    """Numbers over the open requests; what is ready is late no more."""
    is_ready = RequestRow.state == str(RequestState.READY)
    sums = (
        func.count(),
        func.sum(case((and_(RequestRow.due_on < today, ~is_ready), 1), else_=0)),
        func.sum(case((and_(RequestRow.due_on == today, ~is_ready), 1), else_=0)),
        func.sum(case((is_ready, 1), else_=0)),
    )
    row = session.execute(
        select(*sums).where(RequestRow.state.in_(_OPEN), RequestRow.void_at.is_(None))
    ).one()
    return RequestCounts(*(int(one or 0) for one in row))


def _joined(*conditions: ColumnElement[bool]) -> Select[RequestRow, str, str, str | None, date | None]:
    return (
        select(
            RequestRow, PersonRow.last_name, PersonRow.first_name, PersonRow.patronymic, PersonRow.birth_date
        )
        .join(PersonRow, PersonRow.id == RequestRow.person_id)
        .where(RequestRow.void_at.is_(None), *conditions)
    )


def _request(found: Row[RequestRow, str, str, str | None, date | None]) -> PaperRequest:
    row, last, first, patronymic, born = found
    values = {name: getattr(row, name) for name in _NEW}
    return PaperRequest(
        id=row.id,
        data=NewRequest(**values, missing=tuple(json.loads(row.missing))),
        state=RequestState(row.state),
        asked_on=row.asked_on,
        due_on=row.due_on,
        person=PersonName(last, first, patronymic),
        birth_date=born,
        taken_by=row.taken_by,
        refusal_reason=row.refusal_reason,
        refusal_id=row.refusal_id,
        certificate_id=row.certificate_id,
    )
