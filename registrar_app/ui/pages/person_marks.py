"""Marks on a whole record: death and archive. One small form each, over the record."""

from datetime import date
from uuid import UUID

from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.records import PersonRecord
from registrar_app.services.desk import Desk
from registrar_app.services.shapes import Clock
from registrar_app.ui.messages import ROLES, Messages
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.pages.form_days import Today, day_field, day_of
from registrar_app.ui.pages.record_parts import make_badge
from registrar_app.ui.pages.record_rows import head_line
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.banner import NoteLine
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.form_grid import FormGrid
from registrar_app.ui.widgets.form_spec import FieldKind, FieldSpec
from registrar_app.ui.widgets.page import Page
from registrar_app.ui.widgets.section import SectionTitle

_BASES = (
    "медицинское свидетельство о смерти", "свидетельство о смерти", "справка о смерти",
    "сообщение родственников", "сведения фонда",
)  # fmt: skip
_REASONS = (
    "переезд", "наблюдается в другой поликлинике", "разовое обращение", "запись сделана по ошибке",
)  # fmt: skip


class MarkPage(Page):
    """Base: the person in the head, a form, what the mark does, the way back to the record."""

    title_words = ""
    verb = ""
    done_words = ""
    effect = ""

    def __init__(
        self, theme: Theme, desk: Desk, tasks: Tasks, messages: Messages, go: Navigation, clock: Clock,
        person_id: UUID,
    ) -> None:  # fmt: skip
        super().__init__(theme)
        self.desk, self.tasks, self.messages, self.go, self.clock = desk, tasks, messages, go, clock
        self.person_id = person_id
        self._saving = False
        self.body.addWidget(SectionTitle(theme, self.title_words, hairline=False))
        self.form = FormGrid(theme, self.items(lambda: clock().date()))
        self.add_form(self.form)
        self.body.addWidget(NoteLine(theme, Role.INFO, "", self.effect))
        self.bar.add(
            Button(theme, self.verb, kind=ButtonKind.PRIMARY, key="Ctrl+Enter", handler=self.save)
        )  # fmt: skip
        self.bar.set_hint("Enter — следующее поле")
        self.bar.add_right(Button(theme, "Не отмечать", kind=ButtonKind.QUIET, key="Esc", handler=self.leave))
        tasks.run_query(
            lambda: (desk.people.peek(person_id), desk.people.badges(desk.people.peek(person_id))),
            lambda found: self._on_loaded(*found),
            self._on_failed,
            parent=self,
        )

    def _on_loaded(self, record: PersonRecord, badges: tuple) -> None:  # type: ignore[type-arg]
        self.set_title(record.data.name.full, head_line(record, self.clock().date()))
        self.head.set_badges([make_badge(self.theme, one) for one in badges])
        self.set_width_class(self.width_class)

    @property
    def has_typed(self) -> bool:
        """Whether something stands in the form; a card then only offers itself."""
        return any(self.form.typed().values())

    def items(self, today: Today) -> tuple[FieldSpec, ...]:
        """Fields of the form. Override."""
        raise NotImplementedError

    def write(self, values: dict[str, str]) -> PersonRecord:
        """Set the mark; in the database thread. Override."""
        raise NotImplementedError

    def activate(self) -> None:
        """The first field."""
        self.form.focus_first()

    def save(self) -> None:
        """Ctrl+Enter."""
        if self._saving or not self.form.commit():
            self.form.next_question()
            return
        self._saving = True
        values = self.form.values()
        self.tasks.run_change(lambda: self.write(values), self._on_saved, self._on_failed, parent=self)

    def _on_saved(self, record: PersonRecord) -> None:
        self._saving = False
        self.go.refresh()
        self.go.person(record.id)
        self.messages.status(self.done_words)

    def _on_failed(self, error: RegistrarError) -> None:
        """At its field where it has one, else in the banner; what was typed stays."""
        self._saving = False
        problems = error.problems if isinstance(error, RefusedError) else (error.problem,)
        rest = self.form.show_problems(problems)
        if rest:
            one = rest[0]
            self.banner.show_message(ROLES[one.level], one.text, one.way_out, code=one.code)
        else:
            self.banner.clear()
            self.form.next_question()

    def next_question(self, step: int = 1) -> bool:
        """F6."""
        return self.form.next_question(step)

    def leave(self) -> None:
        """Esc: back to the record, nothing marked."""
        self.go.person(self.person_id)


class DeathPage(MarkPage):
    """Day of death and by what document."""

    title_words = "Отметка о смерти"
    verb = "Отметить смерть"
    done_words = "Смерть отмечена"
    effect = (
        "Прикрепление закроется этим днём, справки на более поздние дни выдаваться не будут."
        " Отметку, сделанную по ошибке, можно снять."
    )

    def items(self, today: Today) -> tuple[FieldSpec, ...]:
        """Day, document, its number."""
        return (
            day_field("day", "Дата смерти", 3, today),
            FieldSpec(
                "basis", "Основание", 5, FieldKind.COMBO,
                choices=(("", "не выбрано"), *((one, one) for one in _BASES)),
            ),
            FieldSpec("number", "Номер и дата документа", 4, hint="если есть"),
        )  # fmt: skip

    def write(self, values: dict[str, str]) -> PersonRecord:
        """The service wants a day: without one the field is asked for here."""
        day: date | None = day_of(values["day"])
        if day is None:
            raise RegistrarError("REC-086", field="day")
        basis = ", ".join(part for part in (values["basis"], values["number"].strip()) if part)
        return self.desk.people.mark_died(self.person_id, day, basis)


class ArchivePage(MarkPage):
    """Why the record goes to the archive."""

    title_words = "Убрать запись в архив"
    verb = "Убрать в архив"
    done_words = "Запись в архиве"
    effect = "Запись останется в базе и будет находиться в конце списка. Вернуть её можно в любой день."

    def items(self, today: Today) -> tuple[FieldSpec, ...]:
        """Reason and a note."""
        del today
        return (
            FieldSpec(
                "reason", "Причина", 5, FieldKind.COMBO,
                choices=(("", "не выбрана"), *((one, one) for one in _REASONS)),
            ),
            FieldSpec("note", "Пояснение", 7, hint="если нужно"),
        )  # fmt: skip

    def write(self, values: dict[str, str]) -> PersonRecord:
        """Both parts make the reason."""
        reason = ", ".join(part for part in (values["reason"], values["note"].strip()) if part)
        return self.desk.people.archive(self.person_id, reason)
