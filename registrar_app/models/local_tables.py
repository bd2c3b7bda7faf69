"""Tables of this workplace alone: never synchronised, may be deleted from."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from registrar_app.models.base import Base


class DraftRow(Base):
    """What was typed and not yet saved."""

    __tablename__ = "draft"

    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    payload: Mapped[str]
    saved_at: Mapped[datetime]
    staff_id: Mapped[UUID | None]


class RecentPersonRow(Base):
    """Which records a staff member opened last."""

    __tablename__ = "recent_person"

    staff_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    opened_at: Mapped[datetime]


class SettingRow(Base):
    """A setting of the workplace, value as JSON."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class MetaRow(Base):
    """Facts about this database file: its incarnation, the version of its search keys."""

    __tablename__ = "meta"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class SuspectedPairRow(Base):
    """Two records that may be one person, waiting for an answer. Follows from the rows, may be made anew."""

    __tablename__ = "suspected_pair"

    first_id: Mapped[UUID] = mapped_column(primary_key=True)
    second_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)
    strength: Mapped[str]
    matched: Mapped[str]
    """What agrees, words joined by commas."""
    found_at: Mapped[datetime]
    later_until: Mapped[datetime | None]
    """Put off: not shown before this moment."""


class ImportRunRow(Base):
    """One import of a clinic's list."""

    __tablename__ = "import_run"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    staff_id: Mapped[UUID | None]
    file_name: Mapped[str]
    state: Mapped[str]
    """running, done, cancelled, undoing, undone."""
    mapping: Mapped[str]
    """JSON: where the file lies, its digest, field by column; never a value."""
    total: Mapped[int]
    undone_at: Mapped[datetime | None]


class ImportRowRow(Base):
    """What became of one row of an imported list."""

    __tablename__ = "import_row"

    run_id: Mapped[UUID] = mapped_column(primary_key=True)
    row_no: Mapped[int] = mapped_column(primary_key=True)
    outcome: Mapped[str]
    """created, changed, same, differs, double, refused, undone, kept."""
    person_id: Mapped[UUID | None]
    group_id: Mapped[UUID | None]
    """The save that did it, for taking it back."""
    codes: Mapped[str]
    """Problem codes with their fields, never values."""
