"""One line of a batch mended: whose it is, and the values of its paper."""

from functools import partial
from types import MappingProxyType
from uuid import UUID

from PySide6.QtCore import Signal

from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.records import SearchRow
from registrar_app.services.batch_columns import WHO, paper_fields
from registrar_app.services.batch_shapes import BatchLine, BatchOutcome, RowCase
from registrar_app.services.desk import Desk
from registrar_app.services.paper_shapes import PaperDraft
from registrar_app.services.shapes import Clock
from registrar_app.ui.messages import ROLES
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.pages.batch_fields import form_items
from registrar_app.ui.pages.import_columns import Choose
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.badge import Badge
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.command_palette import PaletteLine
from registrar_app.ui.widgets.form_grid import FormGrid
from registrar_app.ui.widgets.form_spec import FieldSpec, SectionSpec
from registrar_app.ui.widgets.page import Page

_SPANS = {"full_name": 8, "birth_date": 4, "last_name": 4, "first_name": 4, "patronymic": 4}


class BatchRowPage(Page):
    """«Строка 134»."""

    takes_whole_width = True
    mended = Signal(object)
    """The ``BatchLine`` as it stands now."""

    def __init__(
        self, theme: Theme, desk: Desk, tasks: Tasks, go: Navigation, clock: Clock, choose: Choose,
        run_id: UUID, line: BatchLine, draft: PaperDraft,
    ) -> None:  # fmt: skip
        """Make the page.

        Args:
            theme: Colours.
            desk: Use cases.
            tasks: Threads.
            go: Ways to other pages.
            clock: Present moment.
            choose: Opens a list to pick from: title, what may be typed, lines.
            run_id: The batch.
            line: Its line.
            draft: A paper of nobody.
        """
        super().__init__(theme)
        self._desk, self._tasks, self._go, self._choose_from = desk, tasks, go, choose
        self._run_id, self._line, self._person_id = run_id, line, line.case.person_id
        self.set_title(f"Строка {line.number}", line.who)
        who = [FieldSpec(one, WHO[one], _SPANS.get(one, 6)) for one in WHO if one in line.case.who]
        fields = form_items(draft, lambda: clock().date(), {})
        self.form = FormGrid(theme, (SectionSpec("Кто это, как в списке"), *who, *fields))
        known = {one.id for one in paper_fields(draft)}
        self._who = tuple(one.id for one in who)
        self._values = tuple(known)
        self.form.set_values({**line.case.who, **{k: v for k, v in line.case.values.items() if k in known}})
        self.add_form(self.form)
        self.bar.add(
            Button(theme, "Проверить и сохранить", kind=ButtonKind.PRIMARY, icon="device-floppy",
                   key="Ctrl+Enter", handler=self.save),
            Button(theme, "Выбрать запись…", icon="users", key="F4", handler=self.choose_person),
            Button(theme, "Открыть запись", icon="eye", key="F2", handler=self.open_person),
        )  # fmt: skip
        self.bar.set_hint("Пустое поле берёт то, что одинаково для всех")
        self.bar.add_right(
            Button(theme, "К пачке", kind=ButtonKind.QUIET, key="Esc", handler=self.close_requested.emit)
        )
        self._show(line)

    def activate(self) -> None:
        """The field that is wrong, else the first."""
        field = next((one.field for one in self._line.problems if one.field), None)
        if field and field in (*self._who, *self._values):
            self.form.focus_field(field)
        else:
            self.form.focus_first()

    def _show(self, line: BatchLine) -> None:
        self._line = line
        shown = tuple(one for one in line.problems if one.field in (*self._who, *self._values))
        self.form.show_problems(shown)
        rest = next((one for one in line.problems if one not in shown), None)
        if rest is not None:
            self.banner.show_message(ROLES[rest.level], rest.text, rest.way_out, code=rest.code)
        else:
            self.banner.clear()
        if self._person_id is not None:
            self.head.set_badges([Badge(self.theme, "запись выбрана", Role.OK)])

    def case(self) -> RowCase:
        """The line as it is typed now."""
        texts = self.form.typed()
        return RowCase(
            MappingProxyType(
                {one: texts.get(one, "").strip() for one in self._who if texts.get(one, "").strip()}
            ),
            MappingProxyType({one: texts.get(one, "") for one in self._values}),
            self._person_id,
            is_sure=self._line.case.is_sure,
        )

    def save(self) -> None:
        """Ctrl+Enter: judged anew and kept; a ready line waits for the batch to go on."""
        case, number = self.case(), self._line.number
        self._tasks.run_change(
            lambda: self._desk.batches.mend(self._run_id, number, case),
            self._on_mended,
            self._on_failed,
            parent=self,
        )

    def _on_mended(self, line: BatchLine) -> None:
        if line.outcome is BatchOutcome.FAILED:
            self._show(line)
            self.activate()
            return
        self.mended.emit(line)
        self.close_requested.emit()

    def _on_failed(self, error: RegistrarError) -> None:
        one = error.problem
        self.banner.show_message(ROLES[one.level], one.text, one.way_out, code=one.code)

    def choose_person(self) -> None:
        """F4: records that fit, and those of a like name."""
        number = self._line.number
        self._tasks.run_query(
            lambda: self._desk.batches.candidates(self._run_id, number),
            self._on_candidates,
            self._on_failed,
            parent=self,
        )

    def _on_candidates(self, rows: tuple[SearchRow, ...]) -> None:
        if not rows:
            self.banner.show_message(
                Role.INFO, "Похожих записей нет", "Заведите пациента: F3, потом проверьте строку снова."
            )
            return
        lines = [
            PaletteLine(
                f"{one.name.full}{f', {one.birth_date:%d.%m.%Y}' if one.birth_date else ''}", "", "",
                partial(self.set_person, one.id, one.name.full),
            )
            for one in rows
        ]  # fmt: skip
        self._choose_from("Чья это строка?", "Фамилия", lines)

    def set_person(self, person_id: UUID, who: str) -> None:
        """The registrar says whose line it is."""
        self._person_id = person_id
        self.set_title(f"Строка {self._line.number}", who)
        self.head.set_badges([Badge(self.theme, "запись выбрана", Role.OK)])
        self.banner.clear()

    def open_person(self) -> None:
        """F2: the record, to complete it there."""
        person_id = self._person_id or self._line.person_id
        if person_id is not None:
            self._go.person(person_id)
        else:
            self.banner.show_message(Role.INFO, "Запись ещё не найдена", "Выберите её: F4.")
