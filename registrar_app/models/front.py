"""Who works at this desk, read by the bare driver: their list stands before SQLAlchemy is loaded."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from registrar_app.domain.records.clinic import StaffMember
from registrar_app.domain.values import PersonName
from registrar_app.models.connecting import APPLICATION_ID, DATABASE, SCHEMA_VER, connect

_STAFF = (
    "SELECT id, last_name, first_name, patronymic, position, role, snils FROM staff_member"
    " WHERE void_at IS NULL ORDER BY last_name, first_name, id"
)
_ORGANIZATION = "SELECT full_name FROM organization WHERE is_own AND void_at IS NULL ORDER BY id LIMIT 1"
_SETTINGS = "SELECT key, value FROM setting"


@dataclass(frozen=True, slots=True, repr=False)
class FrontRows:
    """What the first page shows."""

    staff: tuple[StaffMember, ...]
    """By name, as ``clinic.staff`` has them."""
    organization: str
    """Full name of the clinic's own organisation."""
    settings: Mapping[str, str]
    """Settings of the workplace: key, value as JSON."""


def front_rows(profile: Path) -> FrontRows | None:
    """Look into a profile's database without changing it.

    Returns:
        None for whatever is not in order - no file, one of another version, a damaged one, no
        organisation: opening the profile says it in words.
    """
    path = profile / DATABASE
    try:
        # To connect would make the file.
        if not path.is_file():
            return None
        with closing(connect(path, reading=True)) as link:
            owner, version = (
                link.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
            )
            if (owner, version) != (APPLICATION_ID, SCHEMA_VER):
                return None
            organization = link.execute(_ORGANIZATION).fetchone()
            staff = tuple(
                StaffMember(UUID(bytes=row[0]), PersonName(*row[1:4]), *row[4:])
                for row in link.execute(_STAFF)
            )
            settings = dict(link.execute(_SETTINGS))
    except (sqlite3.Error, OSError, ValueError):
        return None
    return FrontRows(staff, organization[0], settings) if organization else None
