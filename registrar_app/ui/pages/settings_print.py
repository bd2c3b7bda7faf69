"""Group «Печать»: which paper goes to which printer, tray and sides, and how far that printer misses.

A trial sheet is the paper itself, empty; the sheet with rulers shows what to write into the shifts.
"""

import dataclasses
import re
from dataclasses import dataclass

from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.problems import problem
from registrar_app.printing.shift import Shift, SideShifts
from registrar_app.services.paper_shapes import PaperForm, PrintChoice, Printed, PrinterView
from registrar_app.services.words import refusal
from registrar_app.ui.pages.settings_group import ListGroup, Tools
from registrar_app.ui.paper_printing import printed_words
from registrar_app.ui.theme import Role
from registrar_app.ui.widgets.button import Button
from registrar_app.ui.widgets.form_spec import FieldKind, FieldSpec, SectionSpec
from registrar_app.ui.widgets.tables import BadgeCell, Column, TableRow

_SIDES = (
    ("", "как задано в бланке"),
    ("none", "с одной стороны"),
    ("long", "с двух, по длинному краю"),
    ("short", "с двух, по короткому краю"),
)
_DPI = (
    ("0", "обычный принтер"),
    ("203", "203 точки на дюйм"),
    ("300", "300 точек на дюйм"),
)
_USUAL = (("", "другая"), ("yes", "эта"))
_OF_LABEL = ("dpi", "usual")
_FRONT = ("right", "down")
_BACK = ("back_right", "back_down")
_NUMBER = re.compile(r"([-+]?\d{1,3}(\.\d{1,3})?)?", re.ASCII)
_HOW = "Напечатайте лист с линейкой, измерьте крест и впишите разницу в миллиметрах"


@dataclass(frozen=True, slots=True)
class _Found:
    """What the group shows."""

    forms: tuple[PaperForm, ...]
    choices: dict[str, PrintChoice]
    shifts: dict[str, SideShifts]
    checked: dict[str, str | None]
    two_sided: frozenset[str]
    printers: tuple[PrinterView, ...]
    labels: tuple[str, ...] = ()
    usual_label: str = ""


class PrintingGroup(ListGroup):
    """Printers of this workplace, by paper."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(
            tools,
            "Печать",
            (
                Column("paper", "Бумага", bold=True),
                Column("printer", "Принтер", 170),
                Column("tray", "Лоток", 80, priority=3),
                Column("sides", "Стороны", 180, priority=2),
                Column("shift", "Сдвиг, мм → ↓", 110),
                Column("checked", "Проверка", 130, priority=1),
            ),
            (
                FieldSpec("printer", "Принтер", 5, FieldKind.COMBO),
                FieldSpec("tray", "Лоток", 3, hint="если нужен", placeholder="Tray2"),
                FieldSpec("duplex", "Стороны", 4, FieldKind.COMBO, choices=_SIDES),
                FieldSpec("dpi", "Принтер этикеток", 4, FieldKind.COMBO, choices=_DPI),
                FieldSpec("usual", "Этикетка этого места", 4, FieldKind.COMBO, choices=_USUAL),
                SectionSpec("Сдвиг на этом принтере", note=_HOW),
                FieldSpec("right", "Вправо (+), влево (−), мм", 3, placeholder="0,0"),
                FieldSpec("down", "Вниз (+), вверх (−), мм", 3, placeholder="0,0"),
                FieldSpec("back_right", "Оборот: вправо (+), влево (−)", 3, placeholder="0,0"),
                FieldSpec("back_down", "Оборот: вниз (+), вверх (−)", 3, placeholder="0,0"),
            ),
            "",
        )
        self._found = _Found((), {}, {}, {}, frozenset(), ())
        self._trial = Button(
            self.theme, "Пробный лист", icon="printer", key="Ctrl+P", handler=self.print_trial
        )
        self._ruler = Button(
            self.theme, "Лист с линейкой", icon="ruler-2", key="Ctrl+R", handler=self.print_ruler
        )
        self.bar.add(self._trial, self._ruler)
        self.bar.set_hint("Масштаб всегда 100 %")

    def _show_form(self, shown: bool) -> None:
        super()._show_form(shown)
        if hasattr(self, "_trial"):
            self._trial.setVisible(not shown)
            self._ruler.setVisible(not shown)

    def read(self) -> _Found:
        """In the database thread."""
        forms = self.desk.papers.forms()
        prints = self.desk.prints
        return _Found(
            forms,
            {one.key: prints.choice(one.key) for one in forms},
            {one.key: prints.shifts(one.key) for one in forms},
            {one.key: prints.checked(one.key) for one in forms},
            frozenset(one.key for one in forms if self.desk.papers.is_two_sided(one.key)),
            prints.printers(),
            self.desk.labels.keys(),
            self.desk.labels.usual(),
        )

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
        missing = (
            BadgeCell("не выбран", Role.WARN) if found.printers else "—"
        )  # none at all: said once, above
        printer: str | BadgeCell = choice.printer or usual or missing
        if choice.printer and choice.printer not in {one.name for one in found.printers}:
            printer = BadgeCell(f"{choice.printer}: нет", Role.ERROR)
        words = _shift_words(found.shifts[form.key])
        return TableRow(
            form.key,
            (
                _paper_words(form, found), printer, choice.tray or "—", _manner(form.key, found), words,
                _checked_cell(found.checked[form.key]),
            ),
        )  # fmt: skip

    def edit(self, row_id: object) -> None:
        """Open the form under the name of the paper, for the table above it is long."""
        super().edit(row_id)
        form = next((one for one in self._found.forms if one.key == row_id), None)
        self._form_title.set_text(form.short if form else "")

    def values_of(self, row_id: object) -> dict[str, str]:
        """Texts of the form."""
        choice = self._found.choices.get(str(row_id), PrintChoice())
        shifts = self._found.shifts.get(str(row_id), SideShifts())
        for name in _OF_LABEL:
            self.form.field(name).setVisible(str(row_id) in self._found.labels)
        for name in _BACK:
            self.form.field(name).setVisible(str(row_id) in self._found.two_sided)
        return {
            "printer": choice.printer,
            "tray": choice.tray,
            "duplex": choice.duplex,
            "dpi": str(choice.dpi),
            "usual": "yes" if row_id == self._found.usual_label else "",
            "right": _typed(shifts.front.right),
            "down": _typed(shifts.front.down),
            "back_right": _typed(shifts.back.right),
            "back_down": _typed(shifts.back.down),
        }

    def write(self, row_id: object, values: dict[str, str]) -> None:
        """In the database thread."""
        former = self._found.choices.get(str(row_id), PrintChoice())
        choice = dataclasses.replace(
            former,
            printer=values["printer"],
            tray=values["tray"].strip(),
            duplex=values["duplex"],
            dpi=int(values["dpi"]),
        )
        shifts = _read_shifts(values)
        self.desk.prints.set_shifts(str(row_id), shifts, choice.printer)
        self.desk.prints.remember(str(row_id), choice)
        if values["usual"]:
            self.desk.labels.set_usual(str(row_id))

    def print_trial(self) -> None:
        """Ctrl+P: the chosen paper, empty, as it would come out of this printer."""
        key = self.table.current()
        if key is None:
            return
        form_key = str(key)

        def work() -> Printed:
            if form_key in self._found.labels:
                return self.desk.prints.print_trial(self.desk.labels.sample(form_key), form_key)
            blank = self.desk.papers.preview(self.desk.papers.start(form_key), {})
            if blank.pdf is None:
                raise RegistrarError("PRN-011")
            return self.desk.prints.print_trial(blank.pdf, form_key)

        self.tasks.run_query(work, self._on_printed, self.show_failure, parent=self)

    def print_ruler(self) -> None:
        """Ctrl+R: the sheet with rulers for the chosen paper, moved by its present shifts."""
        form = next((one for one in self._found.forms if one.key == self.table.current()), None)
        if form is not None:
            self.tasks.run_query(
                lambda: self.desk.prints.print_ruler(form.key, form.short),
                self._on_printed,
                self.show_failure,
                parent=self,
            )

    def _on_printed(self, done: Printed) -> None:
        self.messages.status(printed_words(done))
        self.load()


def _paper_words(form: PaperForm, found: _Found) -> str:
    """What the row is about; of a label its size, which tells one from the other, is never cut off."""
    size = form.short.rpartition(", ")[2]
    return f"Этикетка {size}" if form.key in found.labels and size != form.short else form.short


def _manner(form_key: str, found: _Found) -> str:
    """How it is printed: sides, of a label the dots."""
    choice = found.choices[form_key]
    if form_key not in found.labels:
        return dict(_SIDES)[choice.duplex]
    words = f"{choice.dpi} точек на дюйм" if choice.dpi else "—"
    if form_key != found.usual_label:
        return words
    return f"основная, {choice.dpi} dpi" if choice.dpi else "основная"


def _shift_words(shifts: SideShifts) -> str:
    """«+2,0 / −1,5», the back only where it differs."""
    front = f"{_signed(shifts.front.right)} / {_signed(shifts.front.down)}"
    if not shifts.back:
        return front
    return f"{front}; {_signed(shifts.back.right)} / {_signed(shifts.back.down)}"


def _signed(value: float) -> str:
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{abs(value):.1f}".replace(".", ",")


def _typed(value: float) -> str:
    return _signed(value).removeprefix("+") if value else ""


def _checked_cell(checked: str | None) -> str | BadgeCell:
    if checked is None:
        return "—"
    if not checked:
        return BadgeCell("сдвиг изменён", Role.WARN)
    return BadgeCell(f"проверен {checked[:5]}", Role.OK)


def _read_shifts(values: dict[str, str]) -> SideShifts:
    """The shifts of the form.

    Raises:
        RefusedError: ``REC-002`` with ``PRN-022`` at what is no number.
    """
    texts = {
        name: values.get(name, "").strip().replace(",", ".").replace("\u2212", "-")
        for name in (*_FRONT, *_BACK)
    }
    wrong = [problem("PRN-022", name) for name, text in texts.items() if not _NUMBER.fullmatch(text)]
    if wrong:
        raise RefusedError("REC-002", tuple(wrong), words=refusal(wrong))
    right, down, back_right, back_down = (round(float(text or 0), 1) for text in texts.values())
    return SideShifts(Shift(right, down), Shift(back_right, back_down))
