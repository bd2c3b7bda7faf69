"""The clinic itself: organisation, departments, districts, staff."""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from registrar_app.domain.ids import new_id
from registrar_app.domain.records import Department, District, DistrictKind, Organization, StaffMember
from registrar_app.domain.values import PersonName
from registrar_app.models.base import Voidable
from registrar_app.models.organization_tables import DepartmentRow, DistrictRow, OrganizationRow, StaffRow
from registrar_app.models.unit_of_work import UnitOfWork

_ORGANIZATION = (
    "full_name", "short_name", "address", "phone", "ogrn", "okpo", "okud", "license_number", "license_date",
    "head_name", "oid", "mo_code", "inn",
)  # fmt: skip

V = TypeVar("V", bound=Voidable)


def organization(session: Session) -> Organization | None:
    """The clinic's own organisation, None before it is set up."""
    row = own_organization(session)
    return Organization(**{name: getattr(row, name) for name in _ORGANIZATION}) if row else None


def own_organization(session: Session) -> OrganizationRow | None:
    """The mapped row of the clinic's own organisation; for repositories alone."""
    wanted = select(OrganizationRow).where(OrganizationRow.is_own, OrganizationRow.void_at.is_(None))
    return session.scalars(wanted.order_by(OrganizationRow.id)).first()


def save_organization(work: UnitOfWork, data: Organization) -> UUID:
    """Save the clinic's own organisation."""
    row = own_organization(work.session)
    values = {name: getattr(data, name) for name in _ORGANIZATION}
    return _save(work, OrganizationRow, row.id if row else None, {"is_own": True, **values})


def _save(work: UnitOfWork, row_class: type[V], row_id: UUID | None, values: Mapping[str, Any]) -> UUID:
    """Insert a row or change what differs.

    Raises:
        LookupError: no such row (a bug of the caller).
    """
    if row_id is None:
        row_id = new_id()
        work.add(row_class(id=row_id, **values))
        return row_id
    row = work.session.get(row_class, row_id)
    if row is None:
        raise LookupError(f"no such {row_class.__tablename__}")
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
    return row_id


def departments(session: Session) -> tuple[Department, ...]:
    """All departments by name."""
    rows = session.scalars(
        select(DepartmentRow).where(DepartmentRow.void_at.is_(None)).order_by(DepartmentRow.name)
    )
    return tuple(Department(row.id, row.name, row.oid) for row in rows)


def save_department(work: UnitOfWork, department_id: UUID | None, name: str, oid: str = "") -> UUID:
    """Save a department; None makes a new one."""
    own = own_organization(work.session)
    values = {"name": name, "oid": oid, "organization_id": own.id if own else None}
    return _save(work, DepartmentRow, department_id, values)


def districts(session: Session) -> tuple[District, ...]:
    """All districts by number."""
    rows = session.scalars(select(DistrictRow).where(DistrictRow.void_at.is_(None)))
    names = staff_names(session)
    found = [_district(row, names) for row in rows]
    # «2» comes before «12»: numbers as numbers, others after them.
    return tuple(sorted(found, key=lambda one: (not one.number.isdigit(), one.number.zfill(9), one.kind)))


def _district(row: DistrictRow, names: Mapping[UUID, str]) -> District:
    physician = names.get(row.physician_id, "") if row.physician_id else ""
    return District(row.id, row.number, DistrictKind(row.kind), row.physician_id, physician)


def district(session: Session, district_id: UUID) -> District | None:
    """One district."""
    row = session.get(DistrictRow, district_id)
    return _district(row, staff_names(session)) if row is not None and row.void_at is None else None


def save_district(
    work: UnitOfWork,
    district_id: UUID | None,
    *,
    number: str,
    kind: DistrictKind,
    physician_id: UUID | None = None,
    department_id: UUID | None = None,
) -> UUID:
    """Save a district; None makes a new one.

    Raises:
        LookupError: no such district (a bug of the caller).
    """
    values = {
        "number": number,
        "kind": str(kind),
        "physician_id": physician_id,
        "department_id": department_id,
    }
    return _save(work, DistrictRow, district_id, values)


def staff(session: Session) -> tuple[StaffMember, ...]:
    """All staff members by name."""
    rows = session.scalars(
        select(StaffRow)
        .where(StaffRow.void_at.is_(None))
        .order_by(StaffRow.last_name, StaffRow.first_name, StaffRow.id)
    )
    return tuple(_member(row) for row in rows)


def _member(row: StaffRow) -> StaffMember:
    name = PersonName(row.last_name, row.first_name, row.patronymic)
    return StaffMember(row.id, name, row.position, row.role, row.snils)


def staff_member(session: Session, staff_id: UUID) -> StaffMember | None:
    """One staff member."""
    row = session.get(StaffRow, staff_id)
    return _member(row) if row is not None and row.void_at is None else None


def staff_names(session: Session) -> dict[UUID, str]:
    """Short names of all staff members there ever were, by id."""
    rows = session.execute(select(StaffRow.id, StaffRow.last_name, StaffRow.first_name, StaffRow.patronymic))
    return {row_id: PersonName(last, first, patronymic).short for row_id, last, first, patronymic in rows}


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
    """Save a staff member; None makes a new one. Role: registrar, senior, admin, auditor or physician.

    Raises:
        LookupError: no such staff member (a bug of the caller).
    """
    values = {
        "last_name": name.last,
        "first_name": name.first,
        "patronymic": name.patronymic,
        "position": position,
        "role": role,
        "snils": snils,
        "department_id": department_id,
    }
    return _save(work, StaffRow, staff_id, values)
