"""Joining two records of one person and parting them again.

The record that stays keeps its own rows as the current ones: a value chosen from the other is written into
them, and the paper that stood there is kept beside. The other record's rows move over and are kept beside
too. So a later edit never touches a row that would travel back, and parting loses nothing of either.
Issued papers, answers and the audit never change; they are read through the merged set.
Source: the project's synchronisation design, section 6, «Same person created twice».
"""

import dataclasses
import json
from collections.abc import Collection, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.ids import new_id
from registrar_app.domain.records import DetachReason, PersonData, Phone
from registrar_app.models import people
from registrar_app.models.base import Synced
from registrar_app.models.joined import survivor_id
from registrar_app.models.ledger import BypassError, StoredRow, fields_of
from registrar_app.models.patches import Patch, plain, restore
from registrar_app.models.person_groups import taken
from registrar_app.models.person_tables import (
    AttachmentRow,
    DocumentRow,
    MarkRow,
    MergeRow,
    PersonRow,
    PolicyRow,
    RepresentativeRow,
)
from registrar_app.models.representatives import TWIN
from registrar_app.models.reversal import Recorded, Reversal, reverse
from registrar_app.models.stored_rows import stored_row, stored_rows
from registrar_app.models.tables import SYNCED
from registrar_app.models.unit_of_work import UnitOfWork

UNMERGED = "unmerged"
ATTACHMENT, DIED = "attachment", "died_on"
"""Keys of what is no field group of ``PersonData``."""
_MARK_OF = {"registration": "address", "residence": "address"}
_KEPT_BESIDE = (DocumentRow, PolicyRow)
"""Papers that are found by after another one has taken their place."""


def merge(
    work: UnitOfWork, into: UUID, from_: UUID, from_other: Collection[str], today: date, reason: str = ""
) -> UUID:
    """Join ``from_`` into ``into``; gives the id of the merge.

    Args:
        work: The change.
        into: The record that stays.
        from_: The record that goes into it.
        from_other: Groups whose value comes from ``from_``; all others stay as they are.
        today: Last day of an attachment that gives way.
        reason: Why, in words.

    Raises:
        RegistrarError: not two living records (REC-073).
        BypassError: something else was written in the change before (a bug): the journal would undo it too.
    """
    if work.ledger.operations:
        raise BypassError("a merge is a change of its own")
    keeps, goes = _living(work.session, into), _living(work.session, from_)
    if keeps is None or goes is None or into == from_:
        words = "это одна запись" if into == from_ else "одна из записей уже объединена или убрана"
        raise RegistrarError("REC-073", words=words)
    _write_values(work, keeps, goes, set(from_other))
    moved = [
        *_settle_attachments(work, into, from_, today, other_stays=ATTACHMENT in from_other),
        *_move_children(work, into, from_),
    ]
    work.patch(goes, merged_into=into)
    merge_id = new_id()
    work.insert(
        MergeRow,
        merge_id,
        into_id=into,
        from_id=from_,
        reason=reason,
        journal=_journal(work, {row.id: row for row in moved}),
        staff_id=work.actor.staff_id,
        made_at=work.made_at,
    )
    return merge_id


def _living(session: Session, person_id: UUID) -> StoredRow | None:
    row = stored_row(session, PersonRow, person_id)
    return row if row is not None and row["void_at"] is None and row["merged_into"] is None else None


def _write_values(work: UnitOfWork, keeps: StoredRow, goes: StoredRow, from_other: set[str]) -> None:
    """The record that stays gets the chosen values with their marks, and all telephones of both."""
    session = work.session
    mine, other = _data(session, keeps.id), _data(session, goes.id)
    data = mine
    for group in from_other - {ATTACHMENT, DIED, "other_phones"}:
        data = taken(data, other, group)
    before = [row for row_class in _KEPT_BESIDE for row in stored_rows(session, row_class, keeps.id)]
    people.put_data(work, keeps.id, all_phones(data, mine, other))
    _keep_beside(work, before)
    _take_marks(work, keeps.id, goes.id, {_MARK_OF.get(group, group) for group in from_other})
    died_on = goes["died_on"] if DIED in from_other or keeps["died_on"] is None else keeps["died_on"]
    changes: dict[str, Any] = {DIED: died_on}
    if goes["archived_on"] is None:
        changes |= {"archived_on": None, "archive_reason": ""}
    now = stored_row(session, PersonRow, keeps.id)
    if now is not None:
        work.patch(now, **changes)


def _data(session: Session, person_id: UUID) -> PersonData:
    record = people.load_person(session, person_id)
    return record.data if record else PersonData()


def all_phones(data: PersonData, *owners: PersonData) -> PersonData:
    """The data with every telephone of the owners, its own main one first."""
    phones = [Phone(one.phone, one.phone_note) for one in owners if one.phone]
    phones += [phone for one in owners for phone in one.other_phones]
    others: dict[str, Phone] = {}
    for phone in phones:
        if phone.number != data.phone:
            others.setdefault(phone.number, phone)
    return dataclasses.replace(data, other_phones=tuple(others.values()))


def _keep_beside(work: UnitOfWork, before: list[StoredRow]) -> None:
    """What stood in a paper's row that now holds another one, as a row of its own."""
    for row in before:
        now = stored_row(work.session, row.row_class, row.id)
        if now is not None and dict(now.values) != dict(row.values) and not row["is_former"]:
            work.insert(row.row_class, None, **{**row.values, "is_former": True})


def _take_marks(work: UnitOfWork, into: UUID, from_: UUID, groups: set[str]) -> None:
    """A chosen value brings the mark of how it was verified."""
    own = {row["field_group"]: row for row in stored_rows(work.session, MarkRow, into)}
    for row in stored_rows(work.session, MarkRow, from_):
        group = row["field_group"]
        if group not in groups:
            continue
        values = {name: row[name] for name in ("source", "made_at", "staff_id")}
        if group in own:
            work.patch(own[group], **values)
        else:
            work.insert(MarkRow, None, person_id=into, field_group=group, **values)


def _settle_attachments(
    work: UnitOfWork, into: UUID, from_: UUID, today: date, *, other_stays: bool
) -> Iterator[StoredRow]:
    """One main attachment stays open; those of ``from_`` move. Gives the moved rows as they were."""
    rows = {owner: stored_rows(work.session, AttachmentRow, owner) for owner in (into, from_)}
    still_open = {owner: [row for row in rows[owner] if _is_open_main(row)] for owner in rows}
    is_double = bool(still_open[into] and still_open[from_])
    closing = (still_open[into] if other_stays else still_open[from_]) if is_double else []
    districts = {row["district_id"] for owner in rows for row in still_open[owner]}
    why = DetachReason.MISTAKE if len(districts) == 1 else DetachReason.OTHER_DISTRICT
    closed = {row.id: {"ends": max(today, row["begins"]), "end_reason": str(why)} for row in closing}
    # The closing comes first: two open ones may not stand side by side even within the change.
    for row in rows[into]:
        if row.id in closed:
            work.patch(row, **closed[row.id])
    for row in rows[from_]:
        work.patch(row, person_id=into, **closed.get(row.id, {}))
        yield row


def _is_open_main(row: StoredRow) -> bool:
    return row["kind"] == "main" and row["ends"] is None


def _move_children(work: UnitOfWork, into: UUID, from_: UUID) -> Iterator[StoredRow]:
    """Every other row of ``from_`` goes to ``into``; gives the rows as they were.

    A representative whom the record that stays has already, and of whom the other says nothing more, is not
    named twice: his row moves and is voided, until the records are parted.
    """
    own = stored_rows(work.session, RepresentativeRow, into)
    for row_class in _moving():
        for row in stored_rows(work.session, row_class, from_):
            beside: dict[str, Any] = {"is_former": True} if "is_former" in row.values else {}
            if row_class is RepresentativeRow and any(_is_told(work.session, row, one) for one in own):
                beside = {"void_at": work.made_at, "void_reason": TWIN}
            work.patch(row, person_id=into, **beside)
            yield row
    wards = select(RepresentativeRow.id).where(RepresentativeRow.representative_id == from_)
    for row_id in work.session.scalars(wards).all():
        ward = stored_row(work.session, RepresentativeRow, row_id)
        if ward is not None and ward["void_at"] is None and ward["person_id"] != into:
            work.patch(ward, representative_id=into)


def _is_told(session: Session, row: StoredRow, by: StoredRow) -> bool:
    """Whether a representative's row is of the same one as another row, and says nothing beyond it."""
    patient, other = (
        one["representative_id"] and survivor_id(session, one["representative_id"]) for one in (row, by)
    )
    names = [
        name
        for name in row.values
        if name not in ("person_id", "representative_id", "void_at", "void_reason")
    ]
    return patient == other and all(row[name] in (None, "", by[name]) for name in names)


def _moving() -> tuple[type[Synced], ...]:
    """Tables whose rows belong to a person and may change; marks speak of values that stay where they are."""
    return tuple(
        row_class
        for row_class in SYNCED.values()
        if row_class.root_column == "person_id"
        and not row_class.is_append_only
        and row_class not in (AttachmentRow, MarkRow)
    )


def _journal(work: UnitOfWork, moved: dict[UUID, StoredRow]) -> str:
    """Every operation so far; of a changed row the whole row, to tell later what was changed since."""
    entries = []
    for op in work.ledger.effective():
        row = moved.get(op.row_id) or stored_row(work.session, SYNCED[op.tbl], op.row_id)
        patch: Patch = dict(op.patch)
        if row is not None and op.kind != "insert":
            for name in fields_of(row.row_class):
                held = plain(row[name])
                patch.setdefault(name, [held, held])
        entries.append([op.tbl, op.row_id.hex, op.kind, patch])
    return json.dumps(entries, ensure_ascii=False, separators=(",", ":"))


def unmerge(work: UnitOfWork, merge_id: UUID) -> Reversal:
    """Part two records again: everything goes back that was not changed since, what was changed stays.

    Raises:
        LookupError: no such merge, or it is undone (a bug of the caller; see ``standing_on``).
    """
    row = stored_row(work.session, MergeRow, merge_id)
    if row is None or row["void_at"] is not None:
        raise LookupError("no such merge")
    into: UUID = row["into_id"]
    recorded = [
        Recorded(tbl, UUID(hex=row_id), kind, patch)
        for tbl, row_id, kind, patch in json.loads(row["journal"])
    ]
    for one in recorded:
        _leave_later_changes(work, one, into)
    outcome = reverse(work, _without_second_open(work, recorded, into), UNMERGED, partly=True)
    work.patch(row, void_at=work.made_at, void_reason=UNMERGED)
    return outcome


def _leave_later_changes(work: UnitOfWork, one: Recorded, into: UUID) -> None:
    """A moved row that was changed since goes back as it came; the record that stays keeps a copy."""
    former, owner = one.patch.get("person_id", [None, None])
    if one.kind != "patch" or former == owner:
        return
    row = stored_row(work.session, SYNCED[one.tbl], one.row_id)
    if row is None or row["person_id"] != into:
        return
    written = {name: pair[1] for name, pair in one.patch.items()}
    if all(plain(row[name]) == value for name, value in written.items()):
        return
    values = dict(row.values)
    work.patch(row, **{name: restore(row.row_class, name, value) for name, value in written.items()})
    if values["void_at"] is None:
        work.insert(row.row_class, None, **values)


def _without_second_open(work: UnitOfWork, recorded: list[Recorded], into: UUID) -> list[Recorded]:
    """An attachment that the merge closed stays closed where the record has got another one since."""
    attachments = [one for one in recorded if one.tbl == "attachment"]
    goes_back = {one.row_id for one in attachments if one.patch["person_id"][0] != one.patch["person_id"][1]}
    others = [
        row
        for row in stored_rows(work.session, AttachmentRow, into)
        if _is_open_main(row) and row.id not in goes_back
    ]
    if not others:
        return recorded
    return [one for one in recorded if one.tbl != "attachment" or one.row_id in goes_back]


def standing_on(session: Session, merge: StoredRow) -> UUID | None:
    """A later merge of one of the two records that still stands, which must be undone first."""
    both = (merge["into_id"], merge["from_id"])
    later = session.scalars(
        select(MergeRow.id)
        .where(MergeRow.void_at.is_(None), MergeRow.into_id.in_(both) | MergeRow.from_id.in_(both))
        .order_by(MergeRow.made_at.desc(), MergeRow.id.desc())
    ).all()
    return later[0] if later and later[0] != merge.id else None


def merge_row(session: Session, merge_id: UUID) -> StoredRow | None:
    """A merge, undone ones included."""
    return stored_row(session, MergeRow, merge_id)


def merges_of(session: Session, ids: Collection[UUID]) -> list[StoredRow]:
    """Every merge the records took part in, newest first, undone ones included."""
    found = session.scalars(
        select(MergeRow.id)
        .where(MergeRow.into_id.in_(ids) | MergeRow.from_id.in_(ids))
        .order_by(MergeRow.made_at.desc(), MergeRow.id.desc())
    )
    return [row for one in found if (row := stored_row(session, MergeRow, one)) is not None]
