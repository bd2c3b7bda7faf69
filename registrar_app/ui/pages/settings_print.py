"""Group «Печать»: which paper goes to which printer, tray and sides; a trial print of the chosen one."""

import dataclasses
from dataclasses import dataclass

from registrar_app.domain.errors import RegistrarError
from registrar_app.services.paper_shapes import PaperForm, PrintChoice, Printed, PrinterView
from registrar_app.services.papers import LABEL
from registrar_app.ui.pages.settings_group import ListGroup, Tools
from registrar_app.ui.paper_printing import printed_words
from registrar_app.ui.theme import Role
from registrar_app.ui.widgets.button import Button
from registrar_app.ui.widgets.form_spec import FieldKind, FieldSpec
from registrar_app.ui.widgets.tables import BadgeCell, Column, TableRow

_SAMPLE = {
    "full_name": "Образцов Образец Образцович",
    "birth_date": "1980-01-31",
    "district": "12",
    "card_number": "000000",
    "number_text": "000000",
}
"""An invented label: the real ones hold names."""
_SIDES = (
    ("", "как задано в бланке"),
    ("none", "с одной стороны"),
    ("long", "с двух, по длинному краю"),
    ("short", "с двух, по короткому краю"),
)


@dataclass(frozen=True, slots=True)
class _Found:
    """What the group shows."""

    forms: tuple[PaperForm, ...]
    choices: dict[str, PrintChoice]
    printers: tuple[PrinterView, ...]


class PrintingGroup(ListGroup):
    """Printers of this workplace, by paper."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(
            tools,
            "Печать",
            (
                Column("paper", "Бумага", bold=True),
                Column("printer", "Принтер", 280),
                Column("tray", "Лоток", 140, priority=2),
                Column("sides", "Стороны", 230, priority=1),
            ),
            (
                FieldSpec("printer", "Принтер", 5, FieldKind.COMBO),
                FieldSpec("tray", "Лоток", 3, hint="если нужен", placeholder="Tray2"),
                FieldSpec("duplex", "Стороны", 4, FieldKind.COMBO, choices=_SIDES),
            ),
            "",
        )
        self._found = _Found((), {}, ())
        self._trial = Button(
            self.theme, "Пробный лист", icon="printer", key="Ctrl+P", handler=self.print_trial
        )
        self.bar.add(self._trial)
        self.bar.set_hint("Масштаб всегда 100 %")

    def _show_form(self, shown: bool) -> None:
        super()._show_form(shown)
        if hasattr(self, "_trial"):
            self._trial.setVisible(not shown)

    def read(self) -> _Found:
        """In the database thread."""
        forms = self.desk.papers.forms()
        choices = {one.key: self.desk.prints.choice(one.key) for one in forms}
        return _Found(forms, choices, self.desk.prints.printers())

    def rows_of(self, found: _Found) -> list[TableRow]:
        """One row a paper."""
        self._found = found
        usual = next((one.name for one in found.printers if one.is_default), "")
        words = f"основной: {usual}" if usual else "основной принтер"
        known = {one.name for one in found.printers}
        extra = {one.printer for one in found.choices.values() if one.printer and one.printer not in known}
        self.form.field("printer").set_choices(
            (
                ("", words),
                *((one.name, f"{one.name}, {one.state}") for one in found.printers),
                *((name, f"{name}, сейчас нет") for name in sorted(extra)),
            )
        )
        if not found.printers:
            self.banner.show_message(
                Role.INFO, "Принтеров не видно",
                "Добавьте принтер в системе и откройте этот раздел снова. Справки подписываются и без него.",
            )  # fmt: skip
        return [self._row(one, found, words if usual else "") for one in found.forms]

    @staticmethod
    def _row(form: PaperForm, found: _Found, usual: str) -> TableRow:
        choice = found.choices[form.key]
        printer: str | BadgeCell = choice.printer or usual or BadgeCell("нет принтера", Role.WARN)
        if choice.printer and choice.printer not in {one.name for one in found.printers}:
            printer = BadgeCell(f"{choice.printer}: нет", Role.ERROR)
        return TableRow(form.key, (form.short, printer, choice.tray or "—", dict(_SIDES)[choice.duplex]))

    def values_of(self, row_id: object) -> dict[str, str]:
        """Texts of the form."""
        choice = self._found.choices.get(str(row_id), PrintChoice())
        return {"printer": choice.printer, "tray": choice.tray, "duplex": choice.duplex}

    def write(self, row_id: object, values: dict[str, str]) -> None:
        """In the database thread."""
        former = self._found.choices.get(str(row_id), PrintChoice())
        choice = dataclasses.replace(
            former, printer=values["printer"], tray=values["tray"].strip(), duplex=values["duplex"]
        )
        self.desk.prints.remember(str(row_id), choice)

    def print_trial(self) -> None:
        """Ctrl+P: the chosen paper, empty, as it would come out of this printer."""
        key = self.table.current()
        if key is None:
            return
        form_key = str(key)

        def work() -> Printed:
            draft = self.desk.papers.start(form_key)
            blank = self.desk.papers.preview(draft, _SAMPLE if form_key == LABEL else {})
            if blank.pdf is None:
                raise RegistrarError("PRN-011")
            return self.desk.prints.print_pdf(blank.pdf, form_key)

        self.tasks.run_query(
            work, lambda done: self.messages.status(printed_words(done)), self.show_failure, parent=self
        )
