"""Tables of the clinic: organisation, department, staff, district."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from registrar_app.models.base import Voidable, link


class OrganizationRow(Voidable):
    """A medical organisation; exactly one is the clinic's own."""

    __tablename__ = "organization"

    is_own: Mapped[bool] = mapped_column(default=False)
    full_name: Mapped[str]
    short_name: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    ogrn: Mapped[str] = mapped_column(default="")
    okpo: Mapped[str] = mapped_column(default="")
    okud: Mapped[str] = mapped_column(default="")
    license_number: Mapped[str] = mapped_column(default="")
    license_date: Mapped[date | None]
    head_name: Mapped[str] = mapped_column(default="")
    oid: Mapped[str] = mapped_column(default="")
    mo_code: Mapped[str] = mapped_column(default="")
    inn: Mapped[str] = mapped_column(default="")


class DepartmentRow(Voidable):
    """A department (подразделение)."""

    __tablename__ = "department"

    organization_id: Mapped[UUID | None] = link("organization.id")
    name: Mapped[str]
    oid: Mapped[str] = mapped_column(default="")


class StaffRow(Voidable):
    """A staff member: registrar, physician, administrator."""

    __tablename__ = "staff_member"

    department_id: Mapped[UUID | None] = link("department.id")
    last_name: Mapped[str]
    first_name: Mapped[str]
    patronymic: Mapped[str | None]
    position: Mapped[str] = mapped_column(default="")
    role: Mapped[str]
    snils: Mapped[str] = mapped_column(default="")


class DistrictRow(Voidable):
    """A district (участок) with its physician."""

    __tablename__ = "district"

    department_id: Mapped[UUID | None] = link("department.id")
    number: Mapped[str]
    kind: Mapped[str]
    physician_id: Mapped[UUID | None] = link("staff_member.id")
