"""Files of a person: rows that name blobs, and the sweep of blobs that no row names."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, func, select
from sqlalchemy.orm import Session

from registrar_app.domain.records import NewFile, PersonFile
from registrar_app.models.base import Base
from registrar_app.models.clinic import staff_names
from registrar_app.models.joined import merged_set, survivor_id
from registrar_app.models.person_tables import FileRow
from registrar_app.models.store import Store
from registrar_app.models.unit_of_work import UnitOfWork


def add_file(work: UnitOfWork, person_id: UUID, new: NewFile) -> UUID:
    """Enter a file whose bytes are stored already; gives the id of the row."""
    return work.insert(
        FileRow,
        None,
        person_id=survivor_id(work.session, person_id),
        kind=new.kind,
        title=new.title,
        mime=new.mime,
        size=new.size,
        sha256=new.sha256,
        pages=new.pages,
        dpi=new.dpi,
        source=new.source,
        staff_id=work.actor.staff_id,
        added_at=work.made_at,
    )


def files_of(session: Session, person_id: UUID, *, with_removed: bool = False) -> tuple[PersonFile, ...]:
    """Files of a person, newest first.

    Args:
        session: Any session.
        person_id: Whose.
        with_removed: Those taken out of the record as well.
    """
    wanted = (
        select(FileRow)
        .where(FileRow.person_id.in_(merged_set(session, person_id)))
        .order_by(FileRow.id.desc())
    )
    if not with_removed:
        wanted = wanted.where(FileRow.void_at.is_(None))
    names = staff_names(session)
    return tuple(_file(row, names.get(row.staff_id or person_id, "")) for row in session.scalars(wanted))


def count_of(session: Session, person_id: UUID) -> int:
    """How many files of a person there are."""
    wanted = select(func.count()).where(FileRow.person_id == person_id, FileRow.void_at.is_(None))
    return session.scalar(wanted) or 0


def file_by_id(session: Session, file_id: UUID) -> PersonFile | None:
    """A file, removed ones too; None if there is none."""
    row = session.get(FileRow, file_id)
    if row is None:
        return None
    return _file(row, staff_names(session).get(row.staff_id or row.person_id, ""))


def set_removed(work: UnitOfWork, file_id: UUID, reason: str | None) -> None:
    """Take a file out of the record with a reason, or with None put it back.

    Raises:
        LookupError: no such file (a bug of the caller).
    """
    row = work.session.get(FileRow, file_id)
    if row is None:
        raise LookupError("no such file")
    row.void_at = work.made_at if reason is not None else None
    row.void_reason = reason


def _file(row: FileRow, staff: str) -> PersonFile:
    return PersonFile(
        id=row.id,
        person_id=row.person_id,
        kind=row.kind,
        title=row.title,
        mime=row.mime,
        size=row.size,
        sha256=row.sha256,
        pages=row.pages,
        dpi=row.dpi,
        source=row.source,
        staff=staff,
        added_at=row.added_at,
        removed_at=row.void_at,
        removed_reason=row.void_reason or "",
    )


def sweep_blobs(store: Store, before: datetime) -> int:
    """Delete blobs stored before a moment that no row names, voided rows included; gives how many.

    Such orphans stay where the program ended between storing a file and saving its row.
    Source: the project's synchronisation design, 4.1.

    Raises:
        SurroundingsError: a database fails (DB codes).
    """
    old = store.blobs.older_than(before)
    with store.read() as session:
        used = {name for column in _blob_columns() for name in session.scalars(select(column).distinct())}
    return store.blobs.delete([name for name in old if name not in used], before)


def _blob_columns() -> list[Column[str]]:
    """Every column that names a blob, by the rule of their names: a new table cannot be forgotten."""
    tables = Base.metadata.tables.values()
    return [column for table in tables for column in table.columns if column.name.endswith("sha256")]
