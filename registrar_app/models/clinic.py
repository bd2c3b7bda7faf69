"""The clinic itself: organisation, departments, districts, staff."""

from uuid import UUID

from sqlalchemy.orm import Session

from registrar_app.domain.records import Department, District, DistrictKind, Organization, StaffMember
from registrar_app.domain.values import PersonName
from registrar_app.models.unit_of_work import UnitOfWork


def organization(session: Session) -> Organization | None:
    """The clinic's own organisation, None before it is set up."""
    raise NotImplementedError


def save_organization(work: UnitOfWork, data: Organization) -> UUID:
    """Save the clinic's own organisation."""
    raise NotImplementedError


def departments(session: Session) -> tuple[Department, ...]:
    """All departments by name."""
    raise NotImplementedError


def save_department(work: UnitOfWork, department_id: UUID | None, name: str, oid: str = "") -> UUID:
    """Save a department; None makes a new one."""
    raise NotImplementedError


def districts(session: Session) -> tuple[District, ...]:
    """All districts by number."""
    raise NotImplementedError


def district(session: Session, district_id: UUID) -> District | None:
    """One district."""
    raise NotImplementedError


def save_district(
    work: UnitOfWork,
    district_id: UUID | None,
    *,
    number: str,
    kind: DistrictKind,
    physician_id: UUID | None = None,
    department_id: UUID | None = None,
) -> UUID:
    """Save a district; None makes a new one."""
    raise NotImplementedError


def staff(session: Session) -> tuple[StaffMember, ...]:
    """All staff members by name."""
    raise NotImplementedError


def staff_member(session: Session, staff_id: UUID) -> StaffMember | None:
    """One staff member."""
    raise NotImplementedError


def save_staff_member(
    work: UnitOfWork,
    staff_id: UUID | None,
    *,
    name: PersonName,
    position: str,
    role: str,
    snils: str = "",
    department_id: UUID | None = None,
) -> UUID:
    """Save a staff member; None makes a new one. Role: registrar, senior, admin, auditor or physician."""
    raise NotImplementedError
