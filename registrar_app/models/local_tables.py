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
