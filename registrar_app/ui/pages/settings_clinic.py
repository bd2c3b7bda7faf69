"""Groups «Поликлиника», «Сотрудники», «Участки»."""

import dataclasses
from collections.abc import Callable
from datetime import date
from uuid import UUID

from registrar_app.domain import checks
from registrar_app.domain.context import Context
from registrar_app.domain.problems import Check
from registrar_app.domain.records import District, DistrictKind, Organization, StaffMember
from registrar_app.domain.snils import format_snils
from registrar_app.domain.values import PersonName
from registrar_app.services.clinic import ROLES as STAFF_ROLES
from registrar_app.ui.pages.form_days import day_field, day_of
from registrar_app.ui.pages.settings_group import FormGroup, ListGroup, Tools
from registrar_app.ui.theme import Role
from registrar_app.ui.widgets.form_spec import FieldKind, FieldSpec, SectionSpec
from registrar_app.ui.widgets.tables import BadgeCell, Column, TableRow

Today = Callable[[], date]


def _code(field_id: str, label: str, span: int, kind: str, today: Today, hint: str = "") -> FieldSpec:
    """A field with check digits; an empty one is the matter of the whole form."""
    return FieldSpec(
        field_id, label, span, hint=hint,
        check=lambda typed: checks.check(kind, typed, Context(today())) if typed.strip() else Check.of(""),
    )  # fmt: skip


class ClinicGroup(FormGroup):
    """Names and numbers of the organisation, as papers print them."""

    def __init__(self, tools: Tools, today: Today) -> None:
        rare = "если есть"
        super().__init__(
            tools,
            "Поликлиника",
            (
                SectionSpec("Название и адрес", note="так печатается на справках"),
                FieldSpec("full_name", "Полное название", 12, FieldKind.TEXT),
                FieldSpec("short_name", "Краткое название", 6),
                FieldSpec("head_name", "Главный врач", 6, placeholder="Фамилия Имя Отчество"),
                FieldSpec("address", "Адрес", 8),
                FieldSpec("phone", "Телефон", 4, hint=rare),
                SectionSpec("Номера"),
                _code("ogrn", "ОГРН", 4, "ogrn", today),
                _code("inn", "ИНН", 4, "inn10", today, rare),
                _code("okpo", "ОКПО", 4, "okpo", today, rare),
                _code("mo_code", "Код МО в фонде", 4, "mo_code", today, rare),
                _code("oid", "OID", 8, "mo_oid", today, rare),
                FieldSpec("license_number", "Лицензия", 8, hint=rare),
                day_field("license_date", "Дата лицензии", 4, today, hint=rare),
            ),
        )

    def read(self) -> dict[str, str]:
        """In the database thread."""
        organization = self.desk.clinic.organization() or Organization()
        values = {one.name: getattr(organization, one.name) for one in dataclasses.fields(organization)}
        issued = organization.license_date
        return {**values, "license_date": issued.isoformat() if issued else ""}

    def write(self, values: dict[str, str]) -> None:
        """In the database thread."""
        kept = self.desk.clinic.organization() or Organization()
        texts = {name: " ".join(text.split()) for name, text in values.items() if name != "license_date"}
        self.desk.clinic.save_organization(
            dataclasses.replace(kept, **texts, license_date=day_of(values["license_date"]))
        )


class StaffGroup(ListGroup):
    """Who works here."""

    def __init__(self, tools: Tools, today: Today) -> None:
        super().__init__(
            tools,
            "Сотрудники",
            (
                Column("name", "Фамилия, имя, отчество"),
                Column("position", "Должность", 220),
                Column("role", "Что делает в программе", 210),
                Column("snils", "СНИЛС", 150, priority=1),
            ),
            (
                FieldSpec("last_name", "Фамилия", 4),
                FieldSpec("first_name", "Имя", 4),
                FieldSpec("patronymic", "Отчество", 4, hint="если есть"),
                FieldSpec("position", "Должность", 4),
                FieldSpec("role", "Что делает в программе", 4, FieldKind.COMBO, choices=STAFF_ROLES),
                _code("snils", "СНИЛС", 4, "snils", today, "врачу для подписи"),
            ),
            "Добавить сотрудника",
        )
        self._staff: dict[object, StaffMember] = {}

    def read(self) -> tuple[StaffMember, ...]:
        """In the database thread."""
        return self.desk.clinic.staff()

    def rows_of(self, found: tuple[StaffMember, ...]) -> list[TableRow]:
        """One row a worker."""
        self._staff = {one.id: one for one in found}
        words = dict(STAFF_ROLES)
        return [
            TableRow(
                one.id,
                (one.name.full, one.position, words.get(one.role, one.role), format_snils(one.snils)),
            )
            for one in found
        ]

    def values_of(self, row_id: object) -> dict[str, str]:
        """Texts of the form."""
        one = self._staff.get(row_id)
        if one is None:
            return {
                "last_name": "", "first_name": "", "patronymic": "", "position": "", "role": "registrar",
                "snils": "",
            }  # fmt: skip
        return {
            "last_name": one.name.last,
            "first_name": one.name.first,
            "patronymic": one.name.patronymic or "",
            "position": one.position,
            "role": one.role,
            "snils": format_snils(one.snils),
        }

    def write(self, row_id: object, values: dict[str, str]) -> None:
        """In the database thread."""
        name = PersonName(
            values["last_name"].strip(), values["first_name"].strip(), values["patronymic"].strip() or None
        )
        kept = row_id if isinstance(row_id, UUID) else None
        self.desk.clinic.save_staff(name, values["position"], values["role"], values["snils"], kept)


class DistrictsGroup(ListGroup):
    """Districts with their physicians."""

    def __init__(self, tools: Tools) -> None:
        kinds = tuple((one.value, one.word) for one in DistrictKind)
        super().__init__(
            tools,
            "Участки",
            (
                Column("number", "Участок", 120, bold=True),
                Column("kind", "Вид", 220),
                Column("physician", "Врач"),
            ),
            (
                FieldSpec("number", "Номер", 2),
                FieldSpec("kind", "Вид", 4, FieldKind.COMBO, choices=kinds),
                FieldSpec("physician", "Врач", 6, FieldKind.COMBO),
            ),
            "Добавить участок",
        )
        self._districts: dict[object, District] = {}

    def read(self) -> tuple[tuple[District, ...], tuple[StaffMember, ...]]:
        """In the database thread."""
        return self.desk.clinic.districts(), self.desk.clinic.physicians()

    def rows_of(self, found: tuple[tuple[District, ...], tuple[StaffMember, ...]]) -> list[TableRow]:
        """One row a district."""
        districts, physicians = found
        choices = (("", "врача нет"), *((str(one.id), one.name.full) for one in physicians))
        self.form.field("physician").set_choices(choices)
        self._districts = {one.id: one for one in districts}
        return [
            TableRow(
                one.id,
                (one.number, one.kind.word, one.physician or BadgeCell("врача нет", Role.WARN)),
            )
            for one in districts
        ]

    def values_of(self, row_id: object) -> dict[str, str]:
        """Texts of the form."""
        one = self._districts.get(row_id)
        if one is None:
            return {"number": "", "kind": DistrictKind.THERAPY.value, "physician": ""}
        return {"number": one.number, "kind": one.kind.value, "physician": str(one.physician_id or "")}

    def write(self, row_id: object, values: dict[str, str]) -> None:
        """In the database thread."""
        physician = UUID(values["physician"]) if values["physician"] else None
        kept = row_id if isinstance(row_id, UUID) else None
        self.desk.clinic.save_district(values["number"], DistrictKind(values["kind"]), physician, kept)
