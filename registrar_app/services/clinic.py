"""The clinic itself: organisation, departments, districts, staff."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registrar_app.domain.problems import Problem
from registrar_app.domain.records import District, DistrictKind, StaffMember
from registrar_app.domain.values import PersonName


@dataclass(frozen=True, slots=True)
class Organization:
    """The medical organisation as papers and signatures need it; empty text: not given."""

    full_name: str = ""
    short_name: str = ""
    address: str = ""
    phone: str = ""
    ogrn: str = ""
    okpo: str = ""
    inn: str = ""
    mo_code: str = ""
    license_number: str = ""
    license_date: date | None = None
    head: str = ""
    """Full name of the head."""
    region_health_body: str = ""


@dataclass(frozen=True, slots=True)
class Department:
    """A department of the clinic."""

    id: UUID
    name: str
    address: str = ""


class Clinic:
    """Use cases of the settings pages «Поликлиника» and «Сотрудники»."""

    def organization(self) -> Organization | None:
        """The organisation, None before the first set-up."""
        raise NotImplementedError

    def check_organization(self, organization: Organization) -> tuple[Problem, ...]:
        """Problems at the fields of the organisation (``field`` = attribute name)."""
        raise NotImplementedError

    def save_organization(self, organization: Organization) -> Organization:
        """Save the organisation.

        Raises:
            RefusedError: names or numbers do not hold (``REC-002``).
        """
        raise NotImplementedError

    def staff(self) -> tuple[StaffMember, ...]:
        """Everybody who works here now, by name."""
        raise NotImplementedError

    def physicians(self) -> tuple[StaffMember, ...]:
        """The physicians among the staff, by name."""
        raise NotImplementedError

    def save_staff(
        self, name: PersonName, position: str, role: str, snils: str = "", staff_id: UUID | None = None
    ) -> StaffMember:
        """Save a worker (new without ``staff_id``).

        Raises:
            RefusedError: the name or the SNILS does not hold (``REC-002``).
        """
        raise NotImplementedError

    def departments(self) -> tuple[Department, ...]:
        """The departments by name."""
        raise NotImplementedError

    def save_department(self, name: str, address: str = "", department_id: UUID | None = None) -> Department:
        """Save a department.

        Raises:
            RefusedError: it has no name (``REC-002``).
        """
        raise NotImplementedError

    def districts(self) -> tuple[District, ...]:
        """The districts by number."""
        raise NotImplementedError

    def save_district(
        self, number: str, kind: DistrictKind, physician_id: UUID | None, district_id: UUID | None = None
    ) -> District:
        """Save a district.

        Raises:
            RefusedError: no number, or the number stands twice (``REC-002``).
        """
        raise NotImplementedError
