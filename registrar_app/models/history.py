"""The life of a record, field by field, from its own operations."""

import json
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from registrar_app.domain.records import HistoryLine
from registrar_app.domain.values import Source
from registrar_app.models.clinic import staff_names
from registrar_app.models.joined import merged_set
from registrar_app.models.journal_tables import AuditRow, OutboxRow
from registrar_app.models.patches import Patch, Plain, load
from registrar_app.models.person_shapes import GROUP_OF
from registrar_app.models.representatives import TWIN

TABLES: Mapping[str, str] = {
    "person": "",
    "identity_document": "",
    "policy": "",
    "address": "kind",
    "contact": "kind",
    "legal_representative": "",
    "attachment": "",
    "mark": "field_group",
    "confirmation": "field",
    "person_file": "kind",
}
"""Tables the history tells of -> the column that tells one row of the person from its sisters."""
SILENT = frozenset({"person_id", "void_at", "void_reason"})
_VOID = "void_at"


def history(session: Session, person_id: UUID) -> tuple[HistoryLine, ...]:
    """Every kept change of every field of a record, newest first.

    A row that is taken away tells each of its values as it was, one that is taken back as it is again.
    What was written in a record that was joined with this one belongs to it.
    """
    ids = merged_set(session, person_id)
    sources = _sources(session, ids)
    names = staff_names(session)
    rows = session.execute(
        select(
            OutboxRow.made_at, OutboxRow.user_id, OutboxRow.group_id, OutboxRow.tbl, OutboxRow.row_id,
            OutboxRow.patch, OutboxRow.root_id,
        )
        .where(OutboxRow.root_id.in_(ids), OutboxRow.tbl.in_(tuple(TABLES)))
        .order_by(OutboxRow.op_seq)
    )  # fmt: skip
    lines: list[HistoryLine] = []
    states: dict[UUID, dict[str, Plain]] = {}
    for at, staff_id, group_id, table, row_id, text, root_id in rows:
        patch = load(text)
        state = states.setdefault(row_id, {})
        before = dict(state)
        state.update({field: new for field, (_old, new) in patch.items()})
        default, special = sources.get(group_id, (Source.TYPED, {}))
        staff = names.get(staff_id, "") if staff_id else ""
        of = str(state.get(TABLES[table]) or "")
        for field, old, new in _changes(table, patch, before, state):
            path = f"{table}.{field}"
            source = Source(special.get(GROUP_OF.get(path, ""), default))
            why = "void_reason" if _VOID in patch else "reason" if table == "confirmation" else ""
            reason = _words(state.get(why))
            lines.append(HistoryLine(at, staff, source, path, _words(old), _words(new), of, reason, root_id))
    return tuple(reversed(lines))


def _changes(
    table: str, patch: Patch, before: dict[str, Plain], now: dict[str, Plain]
) -> Iterator[tuple[str, Plain, Plain]]:
    """(field, old, new) of one operation, the last field first, for the whole is turned round afterwards."""
    if TWIN in patch.get("void_reason", ()):
        return  # told by the joining, and by the parting
    if table == "mark":
        # A mark made again is a line even where its source is the same: somebody checked.
        yield "source", before.get("source"), now.get("source")
    elif patch.get(_VOID, [None, None])[1]:
        yield from ((field, before[field], None) for field in reversed(before) if field not in SILENT)
    elif _VOID in patch and before.get(_VOID):
        yield from ((field, None, now[field]) for field in reversed(now) if field not in SILENT)
    else:
        for field in reversed(patch):
            if field not in SILENT:
                old, new = patch[field]
                yield field, old, new


def _sources(session: Session, ids: Sequence[UUID]) -> dict[UUID, tuple[Source, Mapping[str, str]]]:
    """How each save's values came in: the actor's source and those of single field groups."""
    rows = session.execute(
        select(AuditRow.group_id, AuditRow.source, AuditRow.detail).where(
            AuditRow.root_id.in_(ids), AuditRow.action == "save"
        )
    )
    return {group: (Source(source), json.loads(detail).get("sources", {})) for group, source, detail in rows}


def _words(value: Plain) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "да" if value else "нет"
    return str(value)
