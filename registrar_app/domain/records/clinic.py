"""The clinic itself: organisation, departments, staff and who acts."""

import dataclasses
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registrar_app.domain.values import PersonName, Source


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A worker of the clinic as the screens need one."""

    id: UUID
    name: PersonName
    position: str
    role: str
    """registrar, senior, admin, auditor or physician."""
    snils: str = dataclasses.field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: stands on every operation and audit row."""

    staff_id: UUID | None
    """Current staff member; None only before the first one exists."""
    desk: str = ""
    """Name of the workplace, «окно 3»; number ranges are kept by it."""
    source: Source = Source.TYPED
    """How the values of this change came in, unless a field group says otherwise."""


@dataclass(frozen=True, slots=True)
class Organization:
    """A medical organisation as papers and attachments need it; an empty part is the empty string."""

    full_name: str = ""
    short_name: str = ""
    address: str = ""
    phone: str = ""
    ogrn: str = ""
    okpo: str = ""
    okud: str = ""
    license_number: str = ""
    license_date: date | None = None
    head_name: str = dataclasses.field(default="", repr=False)
    """Head of the organisation, «Фамилия И. О.»."""
    oid: str = ""
    mo_code: str = ""
    """Code in the territorial fund's exchange, six digits."""
    inn: str = ""


@dataclass(frozen=True, slots=True)
class Department:
    """A department of the clinic."""

    id: UUID
    name: str
    oid: str = ""
