"""The clinic itself: organisation, departments, districts, staff."""

from uuid import UUID

from registrar_app.domain.errors import RefusedError
from registrar_app.domain.problems import Level, Problem, problem
from registrar_app.domain.records import Department, District, DistrictKind, Organization, StaffMember
from registrar_app.domain.values import PersonName
from registrar_app.models import clinic as stored
from registrar_app.services import clinic_rules as rules
from registrar_app.services.bench import Bench
from registrar_app.services.words import refusal

__all__ = ["ROLES", "Clinic", "Department", "Organization"]

ROLES: tuple[tuple[str, str], ...] = (
    ("registrar", "регистратор"),
    ("senior", "старший регистратор"),
    ("admin", "администратор"),
    ("auditor", "проверяющий"),
    ("physician", "врач"),
)
"""(key, Russian words) of the roles of staff."""


class Clinic:
    """Use cases of the settings pages «Поликлиника» and «Сотрудники»."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def organization(self) -> Organization | None:
        """The organisation, None before the first set-up."""
        with self._bench.store.read() as session:
            return stored.organization(session)

    def check_organization(self, organization: Organization) -> tuple[Problem, ...]:
        """Problems at the fields of the organisation (``field`` = attribute name)."""
        return rules.check_organization(organization, self._bench.today())

    def save_organization(self, organization: Organization) -> Organization:
        """Save the organisation.

        Raises:
            RefusedError: names or numbers do not hold (``REC-002``).
        """
        _refuse(rules.check_organization(organization, self._bench.today()))
        with self._bench.store.change(self._bench.quiet_actor()) as work:
            stored.save_organization(work, organization)
        return organization

    def staff(self) -> tuple[StaffMember, ...]:
        """Everybody who works here now, by name."""
        with self._bench.store.read() as session:
            return stored.staff(session)

    def physicians(self) -> tuple[StaffMember, ...]:
        """The physicians among the staff, by name."""
        return tuple(one for one in self.staff() if one.role == "physician")

    def save_staff(
        self, name: PersonName, position: str, role: str, snils: str = "", staff_id: UUID | None = None
    ) -> StaffMember:
        """Save a worker (new without ``staff_id``).

        Raises:
            RefusedError: the name, the role or the SNILS does not hold (``REC-002``).
        """
        checked = rules.check_staff(name, snils, self._bench.today())
        if role not in dict(ROLES):
            checked = (*checked, problem("REC-037", "role"))
        _refuse(checked)
        if snils.strip():
            snils = rules.normal("snils", snils, self._bench.today()).normal or ""
        with self._bench.store.change(self._bench.quiet_actor()) as work:
            kept = stored.save_staff_member(
                work, staff_id, name=name, position=position.strip(), role=role, snils=snils
            )
        return StaffMember(kept, name, position.strip(), role, snils)

    def departments(self) -> tuple[Department, ...]:
        """The departments by name."""
        with self._bench.store.read() as session:
            return stored.departments(session)

    def save_department(self, name: str, oid: str = "", department_id: UUID | None = None) -> Department:
        """Save a department.

        Args:
            name: As on papers.
            oid: Object identifier in the federal register, empty if not known.
            department_id: The department being edited.

        Raises:
            RefusedError: it has no name (``REC-002``).
        """
        if not name.strip():
            _refuse((problem("REC-031", "name", caption="название отделения"),))
        with self._bench.store.change(self._bench.quiet_actor()) as work:
            kept = stored.save_department(work, department_id, name.strip(), oid.strip())
        return Department(kept, name.strip(), oid.strip())

    def districts(self) -> tuple[District, ...]:
        """The districts by number."""
        with self._bench.store.read() as session:
            return stored.districts(session)

    def save_district(
        self, number: str, kind: DistrictKind, physician_id: UUID | None, district_id: UUID | None = None
    ) -> District:
        """Save a district.

        Raises:
            RefusedError: no number, or the number stands twice (``REC-002``).
        """
        number = number.strip()
        if not number:
            _refuse((problem("REC-031", "number", caption="номер участка"),))
        with self._bench.store.change(self._bench.quiet_actor()) as work:
            others = stored.districts(work.session)
            if any(one.number == number and one.id != district_id for one in others):
                _refuse((problem("REC-035", "number", number=number),))
            kept = stored.save_district(
                work, district_id, number=number, kind=kind, physician_id=physician_id
            )
        return next(one for one in self.districts() if one.id == kept)


def _refuse(problems: tuple[Problem, ...]) -> None:
    """Refuse a save that has errors."""
    errors = tuple(one for one in problems if one.level is Level.ERROR)
    if errors:
        raise RefusedError("REC-002", errors, words=refusal(errors))
