"""Groups «Номера» and «Бланки»: ranges of this clinic's workplaces, acts on numbered blanks."""

from collections.abc import Callable
from datetime import date

from registrar_app.domain.dates import ru_date
from registrar_app.services.number_book import ACTS, BlankView, RangeView
from registrar_app.ui.pages.settings_group import ListGroup, Tools
from registrar_app.ui.theme import Role
from registrar_app.ui.widgets.form_spec import FieldKind, FieldSpec
from registrar_app.ui.widgets.tables import BadgeCell, Column, TableRow

_FORM = FieldSpec("form", "Справка", 6, FieldKind.COMBO)
_SERIES = FieldSpec("series", "Серия", 2, hint="если есть")
_KINDS = {"received": Role.OK, "spoiled": Role.ERROR, "lost": Role.ERROR, "returned": Role.NEUTRAL}


class NumbersGroup(ListGroup):
    """Which numbers each workplace may give out, and how many are left."""

    ADD_ICON = "tag"
    EMPTY = (
        "Диапазонов ещё нет.",
        "Номера обычных справок программа берёт сама. Номера бланков региона впишите здесь до первой выдачи.",
    )

    def __init__(self, tools: Tools, today: Callable[[], date]) -> None:
        super().__init__(
            tools,
            "Номера",
            (
                Column("form", "Справка", least=150),
                Column("series", "Серия", 76),
                Column("numbers", "Номера", 210),
                Column("next", "Следующий", 120, priority=1),
                Column("left", "Осталось", 110),
                Column("desk", "Место", 100, priority=2),
                Column("year", "Год", 70),
            ),
            (
                _FORM,
                _SERIES,
                FieldSpec("year", "Год", 2),
                FieldSpec("desk", "Рабочее место", 2),
                FieldSpec("first", "Первый номер", 3),
                FieldSpec("last", "Последний номер", 3),
            ),
            "Добавить диапазон",
            changes_rows=False,
        )
        self.set_title("Номера", "добавляют старший регистратор и администратор; номер даётся один раз")
        self._today = today
        self._forms: tuple[tuple[str, str], ...] = ()

    def read(self) -> tuple[tuple[RangeView, ...], tuple[tuple[str, str], ...]]:
        """In the database thread."""
        return self.desk.numbers.ranges(), self.desk.numbers.forms()

    def rows_of(self, found: tuple[tuple[RangeView, ...], tuple[tuple[str, str], ...]]) -> list[TableRow]:
        """One row a range."""
        ranges, self._forms = found
        self.form.field("form").set_choices((("", "не выбрана"), *self._forms))
        return [
            TableRow(
                one.key,
                (
                    one.form_title,
                    one.series,
                    f"{one.first}–{one.last}",
                    one.next,
                    BadgeCell(str(one.free), Role.WARN) if one.is_few else str(one.free),
                    one.desk,
                    str(one.year),
                ),
            )
            for one in ranges
        ]

    def values_of(self, row_id: object) -> dict[str, str]:
        """Texts of the form: this workplace and this year."""
        del row_id
        return {
            "form": "", "series": "", "year": str(self._today().year), "desk": self.desk.desk_name,
            "first": "", "last": "",
        }  # fmt: skip

    def write(self, row_id: object, values: dict[str, str]) -> None:
        """In the database thread."""
        del row_id
        self.desk.numbers.add(**values)


class BlanksGroup(ListGroup):
    """The register of numbered blanks."""

    ADD_ICON = "file-text"
    EMPTY = (
        "Книга бланков пуста.",
        "Запишите полученные бланки: серию, первый и последний номер, накладную.",
    )

    def __init__(self, tools: Tools) -> None:
        super().__init__(
            tools,
            "Бланки",
            (
                Column("day", "Дата", 110),
                Column("what", "Что", 130),
                Column("form", "Справка", 110, priority=1),
                Column("numbers", "Номера", 230),
                Column("count", "Штук", 70, right=True),
                Column("reason", "Кто и почему", least=150),
            ),
            (
                FieldSpec("kind", "Что с бланками", 4, FieldKind.COMBO, choices=ACTS),
                FieldSpec("form", "Справка", 6, FieldKind.COMBO),
                _SERIES,
                FieldSpec("first", "Первый номер", 6),
                FieldSpec("last", "Последний номер", 6, hint="пусто: один бланк"),
                FieldSpec("reason", "Причина или накладная", 12, hint="останется в книге"),
            ),
            "Записать в книгу",
            changes_rows=False,
        )
        self.set_title("Бланки", "испорченный, утраченный или возвращённый номер не выдаётся никогда")

    def read(self) -> tuple[tuple[BlankView, ...], tuple[tuple[str, str], ...]]:
        """In the database thread."""
        return self.desk.numbers.blanks(), self.desk.numbers.forms()

    def rows_of(self, found: tuple[tuple[BlankView, ...], tuple[tuple[str, str], ...]]) -> list[TableRow]:
        """One row an act."""
        blanks, forms = found
        self.form.field("form").set_choices((("", "не выбрана"), *forms))
        return [
            TableRow(
                one.id,
                (
                    ru_date(one.at.date()),
                    BadgeCell(one.kind_words, _KINDS.get(one.kind, Role.NEUTRAL), ""),
                    one.form_title,
                    one.numbers,
                    str(one.count),
                    ", ".join(filter(None, (one.staff, one.reason))),
                ),
            )
            for one in blanks
        ]

    def values_of(self, row_id: object) -> dict[str, str]:
        """Texts of the form."""
        del row_id
        return {
            "kind": ACTS[0][0], "form": "", "series": "", "first": "", "last": "", "reason": "",
        }  # fmt: skip

    def write(self, row_id: object, values: dict[str, str]) -> None:
        """In the database thread."""
        del row_id
        self.desk.numbers.note_blanks(**values)
