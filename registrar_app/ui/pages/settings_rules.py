"""Groups «Сроки» and «Календарь»: dated terms of the rules, the clinic's own days off and days of work."""

from collections.abc import Callable
from datetime import date

from registrar_app.domain.context import Terms
from registrar_app.domain.dates import ru_date
from registrar_app.services.rules import LIMITS
from registrar_app.ui.pages.form_days import day_field, day_of
from registrar_app.ui.pages.settings_group import FormGroup, ListGroup, Tools
from registrar_app.ui.widgets.form_spec import FieldKind, FieldSpec, SectionSpec
from registrar_app.ui.widgets.tables import Column, TableRow


class TermsGroup(ListGroup):
    """Terms that only warn; each set holds from its day on."""

    def __init__(self, tools: Tools, today: Callable[[], date]) -> None:
        self._today = today
        super().__init__(
            tools,
            "Сроки",
            (
                Column("since", "Действуют с", 120, bold=True),
                Column("passport", "Обмен паспорта", 140),
                Column("certificate", "Временное св-во", 140),
                Column("age", "Представитель до", 150),
                Column("newborn", "Новорождённый", 140, priority=1),
            ),
            (
                day_field("since", "Действуют с", 4, today),
                FieldSpec("passport_days", "Обмен паспорта в 20 и 45 лет", 4, hint="дней"),
                FieldSpec("birth_certificate_days", "Свидетельство после 14 лет", 4, hint="дней"),
                FieldSpec("temporary_certificate_workdays", "Временное свидетельство", 4, hint="раб. дней"),
                FieldSpec("representative_age", "Представитель нужен до", 4, hint="лет: 14, 15, 18"),
                FieldSpec("newborn_days", "Новорождённый без документов", 4, hint="дней"),
            ),
            "Добавить сроки",
        )
        self.set_title("Сроки", "программа только предупреждает")
        self._terms: dict[object, Terms] = {}

    def read(self) -> tuple[Terms, ...]:
        """In the database thread."""
        return self.desk.rules.terms()

    def rows_of(self, found: tuple[Terms, ...]) -> list[TableRow]:
        """One row a set, the newest first."""
        self._terms = {one.since: one for one in found}
        return [
            TableRow(
                one.since,
                (
                    ru_date(one.since) if one.since != Terms().since else "всегда",
                    f"{one.passport_days} дн.",
                    f"{one.temporary_certificate_workdays} раб. дн.",
                    f"{one.representative_age} лет",
                    f"{one.newborn_days} дн.",
                ),
            )
            for one in reversed(found)
        ]

    def values_of(self, row_id: object) -> dict[str, str]:
        """Texts of the form; a new set begins with the numbers of the last one, from today on."""
        one = self._terms.get(row_id)
        last = one or (max(self._terms.values(), key=lambda each: each.since) if self._terms else Terms())
        since = one.since if one else self._today()
        return {"since": since.isoformat(), **{name: str(getattr(last, name)) for name in LIMITS}}

    def write(self, row_id: object, values: dict[str, str]) -> None:
        """In the database thread."""
        former = row_id if isinstance(row_id, date) else None
        terms = self.desk.rules.typed_terms(day_of(values["since"]) or self._today(), values)
        self.desk.rules.save_terms(terms, former)


class CalendarGroup(FormGroup):
    """Days that differ from the calendar of the country."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(
            tools,
            "Календарь",
            (
                SectionSpec("Свои дни поликлиники", note="праздники и переносы по России программа знает"),
                FieldSpec("off", "Не работаем", 12, FieldKind.TEXT, placeholder="31.12.2026, 02.01.2027"),
                FieldSpec("work", "Работаем, хотя по календарю выходной", 12, FieldKind.TEXT),
            ),
            "по нему считаются рабочие дни сроков",
        )

    def read(self) -> dict[str, str]:
        """In the database thread."""
        off, work = self.desk.rules.days()
        return {"off": off, "work": work}

    def write(self, values: dict[str, str]) -> None:
        """In the database thread."""
        self.desk.rules.save_days(values["off"], values["work"])
