"""The journal of papers: pages of a million rows without counting or sorting them all.

A page is found by walking an index in the order of the page, from where the last one ended. Only a search by
name may have to sort: it does so while its finds are few; when they are many the walk by date meets enough
of them soon. Totals are counted up to ``MOST`` and called «more» beyond.
"""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, literal_column, or_, select
from sqlalchemy.orm import Session, aliased

from registrar_app.domain.records import (
    CertificateEventKind,
    CertificateState,
    JournalFilter,
    JournalPage,
    JournalRow,
)
from registrar_app.domain.search_keys import fold
from registrar_app.domain.values import PersonName
from registrar_app.models.clinic import staff_names
from registrar_app.models.paper_tables import CertificateEventRow, CertificateRow

MOST = 5000
"""Rows that are counted; more are «more than»."""
ENDS = {
    CertificateEventKind.SPOILED: CertificateState.SPOILED,
    CertificateEventKind.LOST: CertificateState.LOST,
    CertificateEventKind.ANNULLED: CertificateState.ANNULLED,
    CertificateEventKind.REPLACED: CertificateState.REPLACED,
}
_OVER = {
    CertificateState.SPOILED: (CertificateEventKind.REPLACED, CertificateEventKind.ANNULLED),
    CertificateState.LOST: (CertificateEventKind.REPLACED, CertificateEventKind.ANNULLED),
}
"""Events that a state gives way to."""
_IS_END: ColumnElement[bool] = literal_column(
    "certificate_event.kind IN ('spoiled', 'lost', 'annulled', 'replaced')"
)
"""Word for word the condition of the partial index: with parameters SQLite would not use it."""
_LAST = "\U0010ffff"
_BATCH = 1000
_C = CertificateRow
_COLUMNS = (
    _C.id, _C.person_id, _C.last_name, _C.first_name, _C.patronymic, _C.birth_date, _C.form, _C.edition,
    _C.number, _C.series, _C.issued_on, _C.physician, _C.level, _C.staff_id, _C.valid_until,
)  # fmt: skip
"""Without the long texts of a paper."""


@dataclass(frozen=True, slots=True, repr=False)
class _Order:
    """In which order a page is walked."""

    column: Any
    """Of ``CertificateRow``."""
    down: bool
    name: str
    """Of the column."""

    def terms(self, *, sorts: bool) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
        """ORDER BY; ``sorts`` keeps SQLite from walking the column's own index."""
        first = literal_column(f"+medical_certificate.{self.name}") if sorts else self.column
        return (first.desc(), _C.id.desc()) if self.down else (first.asc(), _C.id.asc())

    def beyond(self, after: tuple[str, UUID]) -> ColumnElement[bool]:
        """Rows that come behind one."""
        value: Any = after[0] if self.name == "number" else date.fromisoformat(after[0])
        if self.down:
            return and_(self.column <= value, or_(self.column < value, _C.id < after[1]))
        return and_(self.column >= value, or_(self.column > value, _C.id > after[1]))

    def key(self, row: JournalRow) -> tuple[str, UUID]:
        """Where a page that ends with this row goes on."""
        return str(getattr(row, self.name)), row.id


_BY_DAY = _Order(_C.issued_on, True, "issued_on")
_BY_NUMBER = _Order(_C.number, True, "number")
_BY_END = _Order(_C.valid_until, False, "valid_until")


def journal(session: Session, where: JournalFilter, limit: int = 100, offset: int = 0) -> JournalPage:
    """A page of the journal: newest first, by number where one is searched, by the end where that is asked.

    Args:
        session: A reading session.
        where: What to show, and behind which row.
        limit: Rows of a page.
        offset: Rows to skip.
    """
    order = _order(where)
    total = _count(session, where)
    is_more = total > MOST
    conditions = _conditions(where, walks=is_more)
    if where.after is not None:
        conditions.append(order.beyond(where.after))
    sorts = order is _BY_DAY and not is_more and (bool(where.text) or _is_ended(where.state))
    terms = order.terms(sorts=sorts)
    if sorts and where.text:
        # The index of names holds all that is asked and sorted: only the rows of the page are fetched.
        page = session.scalars(select(_C.id).where(*conditions).order_by(*terms).limit(limit).offset(offset))
        found = rows(session, [_C.id.in_(page.all())], limit)
    else:
        found = rows(session, conditions, limit, offset, terms)
    following = order.key(found[-1]) if len(found) == limit else None
    return JournalPage(found, min(total, MOST), is_more, following)


def every(session: Session, where: JournalFilter) -> Iterator[JournalRow]:
    """All rows that match, in pages, for a register that is printed or exported."""
    after = where.after
    while True:
        page = journal(session, dataclasses.replace(where, after=after), _BATCH)
        yield from page.rows
        if page.following is None:
            return
        after = page.following


def totals(session: Session, where: JournalFilter) -> dict[tuple[str, CertificateState], int]:
    """How many papers of each form and state match; all of them are counted."""
    conditions = _conditions(where)
    counted = session.execute(select(_C.form, func.count()).where(*conditions).group_by(_C.form))
    out = {(form, CertificateState.VALID): int(many) for form, many in counted}
    ended = session.execute(
        select(_C.form, CertificateEventRow.certificate_id, CertificateEventRow.kind)
        .join(CertificateEventRow, CertificateEventRow.certificate_id == _C.id)
        .where(_IS_END, *conditions)
        .order_by(CertificateEventRow.id)
    )
    last = {row_id: (form, ENDS[CertificateEventKind(kind)]) for form, row_id, kind in ended}
    for form, state in last.values():
        out[(form, state)] = out.get((form, state), 0) + 1
        if where.state is None or where.state is CertificateState.VALID:
            out[(form, CertificateState.VALID)] -= 1
        else:  # the counted ones are all of the wanted state
            out[(form, CertificateState.VALID)] = 0
    return {key: many for key, many in out.items() if many}


def rows(
    session: Session,
    conditions: Sequence[ColumnElement[bool]],
    limit: int,
    offset: int = 0,
    order: Sequence[ColumnElement[Any]] = _BY_DAY.terms(sorts=False),
) -> tuple[JournalRow, ...]:
    """Lines of the journal by any conditions."""
    found = session.execute(
        select(*_COLUMNS).where(*conditions).order_by(*order).limit(limit).offset(offset)
    ).all()
    events = events_of(session, [row.id for row in found])
    names = staff_names(session)
    return tuple(_line(row, events.get(row.id, []), names) for row in found)


def events_of(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[CertificateEventRow]]:
    """Events of papers, oldest first."""
    out: dict[UUID, list[CertificateEventRow]] = {}
    wanted = select(CertificateEventRow).where(CertificateEventRow.certificate_id.in_(ids))
    for row in session.scalars(wanted.order_by(CertificateEventRow.id)):
        out.setdefault(row.certificate_id, []).append(row)
    return out


def state_of(events: Iterable[CertificateEventRow]) -> CertificateState:
    """The state that follows from the events."""
    ends = [ENDS[kind] for one in events if (kind := CertificateEventKind(one.kind)) in ENDS]
    return ends[-1] if ends else CertificateState.VALID


def copies_of(events: Iterable[CertificateEventRow]) -> int:
    """How many times a paper was printed again."""
    return sum(one.kind == CertificateEventKind.COPY for one in events)


def has_ended(paper: type[CertificateRow] = _C) -> ColumnElement[bool]:
    """Whether anything ended a paper."""
    return (
        exists()
        .where(CertificateEventRow.certificate_id == paper.id, _IS_END)
        .correlate(paper)
    )  # fmt: skip


def _is_renewed() -> ColumnElement[bool]:
    """Whether the person has a paper of the same form that stands and lasts longer."""
    newer = aliased(CertificateRow)
    return (
        exists()
        .where(
            newer.person_id == _C.person_id,
            newer.form == _C.form,
            newer.valid_until > _C.valid_until,
            ~has_ended(newer),
        )
        .correlate(_C)
    )


def _line(row: Any, events: Sequence[CertificateEventRow], names: Mapping[UUID, str]) -> JournalRow:  # noqa: ANN401
    return JournalRow(
        id=row.id,
        person_id=row.person_id,
        person=PersonName(row.last_name, row.first_name, row.patronymic),
        birth_date=row.birth_date,
        form=row.form,
        edition=row.edition,
        number=row.number,
        series=row.series,
        issued_on=row.issued_on,
        physician=row.physician,
        level=next((one.note for one in reversed(events) if one.blob_sha256), row.level),
        state=state_of(events),
        staff=names.get(row.staff_id, "") if row.staff_id else "",
        copies=copies_of(events),
        valid_until=row.valid_until,
        ended=next((one.note for one in reversed(events) if one.kind in ENDS), ""),
    )


# -- what is asked ------------------------------------------------------------------------------


def _order(where: JournalFilter) -> _Order:
    if _is_number(where.text):
        return _BY_NUMBER
    return _BY_END if where.ends_until else _BY_DAY


def _count(session: Session, where: JournalFilter) -> int:
    """How many match, counted to ``MOST`` + 1."""
    conditions = _conditions(where)
    one: ColumnElement[int] = literal_column("1")
    some = select(one).select_from(_C).where(*conditions).limit(MOST + 1)
    return session.scalar(select(func.count()).select_from(some.subquery())) or 0


def _is_ended(state: CertificateState | None) -> bool:
    return state is not None and state is not CertificateState.VALID


def _lead(where: JournalFilter, *, walks: bool) -> str:
    """The column whose index finds the fewest rows, empty: SQLite may choose.

    Without counts of the values it takes an index with one equality for the best: all papers of a frequent
    form, to find one number.
    """
    if where.ends_until:
        return "valid_until"
    if _is_number(where.text):
        return "number"
    if where.text:
        return "" if walks else "name_key"
    if _is_ended(where.state) and not walks:
        return "id"
    return "physician" if where.physician else ""


def _column(name: str, lead: str) -> Any:  # noqa: ANN401 - a column
    """A column of the papers; one that does not lead is kept from its own index."""
    return getattr(_C, name) if lead in ("", name) else literal_column(f"+medical_certificate.{name}")


def _conditions(where: JournalFilter, *, walks: bool = False) -> list[ColumnElement[bool]]:
    """Everything that is asked.

    Args:
        where: What to show.
        walks: The names are so many that the page walks by date: SQLite is kept from their index.
    """
    lead = _lead(where, walks=walks)
    form, issued_on = _column("form", lead), _column("issued_on", lead)
    out: list[ColumnElement[bool]] = []
    if where.form:
        out.append(form == where.form)
    if where.forms:
        out.append(form.in_(where.forms))
    if where.physician:
        out.append(_column("physician", lead) == where.physician)
    if where.since:
        out.append(issued_on >= where.since)
    if where.until:
        out.append(issued_on <= where.until)
    if where.ends_from:
        out.append(_C.valid_until >= where.ends_from)
    if where.ends_until:
        out += [_C.valid_until <= where.ends_until, ~_is_renewed()]
    if where.state is CertificateState.VALID:
        out.append(~has_ended())
    elif where.state is not None:
        out += _ended(where.state)
    return [*out, *_text(where.text, lead or ("-" if walks else ""))]


def _ended(state: CertificateState) -> list[ColumnElement[bool]]:
    """Papers that ended so and not otherwise afterwards."""

    def ids(kinds: Iterable[CertificateEventKind]) -> Any:  # noqa: ANN401 - a select
        words = [str(one) for one in kinds]
        return select(CertificateEventRow.certificate_id).where(
            _IS_END, CertificateEventRow.kind.in_(words)
        )  # fmt: skip

    kinds = [kind for kind, one in ENDS.items() if one is state]
    over = _OVER.get(state, ())
    return [_C.id.in_(ids(kinds)), *([_C.id.not_in(ids(over))] if over else [])]


def _is_number(text: str) -> bool:
    words = text.split()
    return bool(words) and any(sign.isdigit() for sign in words[0])


def _text(text: str, lead: str) -> list[ColumnElement[bool]]:
    """Beginning of a number, or beginnings of parts of the name, last name first."""
    words = text.split()
    if not words:
        return []
    if _is_number(text):
        return [_begins(_column("number", lead), words[0].removeprefix("№"))]
    first, *others = (fold(word) for word in words)
    return [
        _begins(_column("name_key", lead), first),
        *(func.instr(_C.name_key, " " + word) > 0 for word in others if word),
    ]


def _begins(column: Any, prefix: str) -> ColumnElement[bool]:  # noqa: ANN401 - a text column
    condition: ColumnElement[bool] = (column >= prefix) & (column < prefix + _LAST)
    return condition
