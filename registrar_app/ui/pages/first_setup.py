"""The first minute of an empty workplace: what every paper needs of the polyclinic, and the first worker."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from registrar_app.domain import names
from registrar_app.domain.context import Context
from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.org_codes import check_ogrn
from registrar_app.domain.problems import Check, Level, Problem, problem
from registrar_app.domain.records import Organization, StaffMember
from registrar_app.domain.values import PersonName
from registrar_app.services.clinic import ROLES
from registrar_app.services.desk import Desk
from registrar_app.services.words import refusal
from registrar_app.ui.messages import ROLES as LEVEL_ROLES
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role, Theme, Use
from registrar_app.ui.widgets.banner import Action
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.form_grid import FormGrid
from registrar_app.ui.widgets.form_spec import FieldKind, FieldSpec, SectionSpec
from registrar_app.ui.widgets.label import Label
from registrar_app.ui.widgets.page import Page

_WIDTH = 760
_WORKERS = tuple((key, words) for key, words in ROLES if key in ("registrar", "senior", "admin"))


class FirstSetupPage(Page):
    """Shown over the window while ``desk.first_setup_needed``; everything else waits in the settings."""

    done = Signal(object)
    """``StaffMember`` who was entered and works here now."""
    training_wanted = Signal()
    """Look at the program on invented data first."""

    def __init__(self, theme: Theme, desk: Desk, tasks: Tasks, *, with_training: bool = True) -> None:
        super().__init__(theme, head=False)
        self._desk, self._tasks = desk, tasks
        self._busy = False
        self.form = FormGrid(theme, _items())
        self.form.set_values({"role": "registrar", "desk_name": "окно 1"})
        holder = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, theme.px(18), 0, 0)
        column = QWidget()
        column.setMaximumWidth(theme.px(_WIDTH))
        box = QVBoxLayout(column)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(10))
        box.addWidget(Label(theme, "С чего начинается работа", use=Use.TITLE, wrap=True))
        words = (
            "Это печатается на каждой справке. Участки, врачи, подписи и принтеры заполняются потом,"
            " в «Настройках»."
        )
        box.addWidget(Label(theme, words, role=Role.TEXT2, wrap=True))
        box.addSpacing(theme.px(8))
        box.addWidget(self.form)
        row.addStretch(1)
        row.addWidget(column, 100)
        row.addStretch(1)
        self.body.addWidget(holder)
        self.bar.add(
            Button(theme, "Начать работу", kind=ButtonKind.PRIMARY, key="Ctrl+Enter", handler=self.save)
        )
        self.bar.set_hint("Enter — следующее поле")
        if with_training:
            training = Button(
                theme, "Сначала посмотреть на придуманных пациентах", kind=ButtonKind.QUIET, icon="school",
                key="Alt+9", handler=self.training_wanted.emit,
            )  # fmt: skip
            self.bar.add_right(training)

    def activate(self) -> None:
        """The first field."""
        self.form.focus_first()

    def next_question(self, step: int = 1) -> bool:
        """F6."""
        return self.form.next_question(step)

    def save(self) -> None:
        """Ctrl+Enter: keep organisation and worker, sign the worker in."""
        if self._busy:
            return
        found = self._look()
        self.form.show_problems(found)
        waiting = [one for one in found if one.level is Level.ERROR]
        if waiting:
            self._refuse(refusal(waiting))
            return
        self._busy = True
        values = self.form.values()
        organization = Organization(
            full_name=values["full_name"],
            short_name=values["short_name"],
            address=values["address"],
            ogrn=values["ogrn"],
            head_name=values["head_name"],
        )
        name = PersonName(values["last_name"], values["first_name"], values["patronymic"] or None)
        position = values["position"].strip() or dict(ROLES)[values["role"]]
        desk_name = values["desk_name"].strip() or None

        def work() -> StaffMember:
            self._desk.clinic.save_organization(organization)
            member = self._desk.clinic.save_staff(name, position, values["role"])
            return self._desk.sign_in(member.id, desk_name)

        self._tasks.run_change(work, self._on_saved, self._on_failed, parent=self)

    def _look(self) -> list[Problem]:
        """Problems of all fields, those nobody has been in too."""
        found: list[Problem] = []
        for field_id, field in self.form.fields.items():
            if field.spec.check is not None:
                found += [one.at(field_id) for one in field.spec.check(field.value()).problems]
        return found

    def _on_saved(self, member: StaffMember) -> None:
        self._busy = False
        self.done.emit(member)

    def _on_failed(self, error: RegistrarError) -> None:
        self._busy = False
        if isinstance(error, RefusedError):
            rest = self.form.show_problems(error.problems)
            if not rest:
                self._refuse(refusal(error.problems))
                return
            one = rest[0]
        else:
            one = error.problem
        self.banner.show_message(LEVEL_ROLES[one.level], one.text, one.way_out, code=one.code)

    def _refuse(self, words: str) -> None:
        self.banner.show_message(
            Role.ERROR, f"Не сохранено: {words}", action=Action("К следующей", self.next_question, "F6")
        )
        for field_id in self.form.open_questions()[:1]:
            self.form.focus_field(field_id)


def _items() -> tuple[FieldSpec | SectionSpec, ...]:
    return (
        SectionSpec("Поликлиника"),
        FieldSpec("full_name", "Полное название, как на бланках", 12, check=_must("полное название")),
        FieldSpec("short_name", "Краткое название", 6, check=_must("краткое название")),
        FieldSpec("head_name", "Главный врач", 6, hint="Громова Е. А.", check=_must("главный врач")),
        FieldSpec("address", "Адрес", 12, check=_must("адрес")),
        FieldSpec("ogrn", "ОГРН", 6, check=lambda typed: check_ogrn(typed, _CTX)),
        FieldSpec("desk_name", "Это рабочее место", 6),
        SectionSpec("Вы"),
        FieldSpec("last_name", "Фамилия", 4, check=lambda typed: names.check_last_name(typed, _CTX)),
        FieldSpec("first_name", "Имя", 4, check=lambda typed: names.check_first_name(typed, _CTX)),
        FieldSpec(
            "patronymic",
            "Отчество",
            4,
            hint="если есть",
            check=lambda typed: names.check_patronymic(typed, _CTX),
        ),
        FieldSpec("role", "Что разрешено", 6, FieldKind.COMBO, choices=_WORKERS),
        FieldSpec("position", "Должность", 6, hint="если другая"),
    )


_CTX = Context(date.min)
"""Names and codes need no day."""


def _must(caption: str) -> Callable[[str], Check]:
    """A check that a text is there."""

    def check(typed: str) -> Check:
        text = " ".join(typed.split())
        return Check.of(text) if text else Check.of(None, problem("REC-031", caption=caption))

    return check
