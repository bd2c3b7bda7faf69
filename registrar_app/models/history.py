"""The life of a record, field by field, from its own operations."""

import json
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from registrar_app.domain.records import HistoryLine
from registrar_app.domain.values import Source
from registrar_app.models.clinic import staff_names
from registrar_app.models.journal_tables import AuditRow, OutboxRow
from registrar_app.models.patches import Plain, load
from registrar_app.models.person_shapes import GROUP_OF

_TABLES = (
    "person", "identity_document", "policy", "address", "contact", "legal_representative", "attachment",
)  # fmt: skip
_SILENT = {"person_id", "void_reason"}


def history(session: Session, person_id: UUID) -> tuple[HistoryLine, ...]:
    """Every kept change of every field of a record, newest first."""
    sources = _sources(session, person_id)
    names = staff_names(session)
    rows = session.execute(
        select(OutboxRow.made_at, OutboxRow.user_id, OutboxRow.group_id, OutboxRow.tbl, OutboxRow.patch)
        .where(OutboxRow.root_id == person_id, OutboxRow.tbl.in_(_TABLES))
        .order_by(OutboxRow.op_seq.desc())
    )
    lines = []
    for at, staff_id, group_id, table, patch in rows:
        default, special = sources.get(group_id, (Source.TYPED, {}))
        for field, (old, new) in load(patch).items():
            if field in _SILENT:
                continue
            path = f"{table}.{field}"
            source = Source(special.get(GROUP_OF.get(path, ""), default))
            staff = names.get(staff_id, "") if staff_id else ""
            lines.append(HistoryLine(at, staff, source, path, _words(old), _words(new)))
    return tuple(lines)


def _sources(session: Session, person_id: UUID) -> dict[UUID, tuple[Source, Mapping[str, str]]]:
    """How each save's values came in: the actor's source and those of single field groups."""
    rows = session.execute(
        select(AuditRow.group_id, AuditRow.source, AuditRow.detail).where(
            AuditRow.root_id == person_id, AuditRow.action == "save"
        )
    )
    return {group: (Source(source), json.loads(detail).get("sources", {})) for group, source, detail in rows}


def _words(value: Plain) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "да" if value else "нет"
    return str(value)
