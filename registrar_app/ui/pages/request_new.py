"""A new request: for whom, which paper, for what, by when; the day it is due stands beside the term."""

from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtCore import QTimer, Signal

from registrar_app.domain.dates import WEEKDAYS, ru_date
from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.problems import problem
from registrar_app.domain.records import PersonRecord, SearchRow, StaffMember
from registrar_app.domain.records.requests import TERMS, NewRequest, RequestFilter
from registrar_app.services.desk import Desk
from registrar_app.services.paper_shapes import PaperForm
from registrar_app.services.requests import CHANNELS, RequestView
from registrar_app.services.shapes import Clock
from registrar_app.ui.messages import ROLES, Messages
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.pages.record_rows import head_line
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.banner import Action
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.data_table import DataTable
from registrar_app.ui.widgets.form_grid import FormGrid
from registrar_app.ui.widgets.form_spec import FieldKind, FieldSpec
from registrar_app.ui.widgets.page import Page
from registrar_app.ui.widgets.tables import Column, TableRow

_FOUND = 6
_SEARCH_MS = 150
_TERMS = {1: "1 рабочий день", 3: "3 рабочих дня", 5: "5 рабочих дней"}
_COLUMNS = (Column("name", "Пациент", bold=True), Column("born", "Родился", 140))
_FORMER = "CERT-145"
_Person = tuple[PersonRecord, tuple[RequestView, ...]]


class NewRequestPage(Page):
    """Taken at the window in a minute: form, purpose and term are enough."""

    taken = Signal(object)
    """Id of the new request."""
    former_wanted = Signal(object)
    """Id of the request for the same paper that is open already: go there, take no new one."""

    def __init__(
        self, theme: Theme, desk: Desk, tasks: Tasks, messages: Messages, go: Navigation, clock: Clock,
        person_id: UUID | None = None,
    ) -> None:  # fmt: skip
        """Make the page and begin to read.

        Args:
            theme: Colours.
            desk: Use cases.
            tasks: Threads.
            messages: Words in the status bar.
            go: Ways to other pages.
            clock: Present moment.
            person_id: For whom; None: found here first.
        """
        super().__init__(theme)
        self._desk, self._tasks, self._messages, self._clock = desk, tasks, messages, clock
        del go
        self.person_id = person_id
        self._request = 0
        self._due: dict[int, date] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SEARCH_MS)
        self._timer.timeout.connect(self._search)
        self.set_title("Новый запрос на справку")
        self._build()
        self._load()

    def _build(self) -> None:
        theme = self.theme
        rare = "если не пациент"
        self.person = FormGrid(
            theme, (FieldSpec("person_id", "Для кого", 12, placeholder="фамилия, полис, дата рождения"),)
        )
        self.person.edited.connect(lambda _field: self._timer.start())
        self.person.last_passed.connect(self._pick_first)
        self.found = DataTable(theme, _COLUMNS, "Найденные пациенты", fit_height=True)
        self.found.row_activated.connect(self._pick)
        self.found.hide()
        self.form = FormGrid(
            theme,
            (
                FieldSpec("form", "Какая справка", 6, FieldKind.COMBO, choices=(("", "не выбрана"),)),
                FieldSpec(
                    "term", "Срок", 6, FieldKind.COMBO,
                    choices=tuple((str(one), _TERMS[one]) for one in TERMS),
                ),
                FieldSpec("purpose", "Для чего", 12, placeholder="для колледжа, в бассейн"),
                FieldSpec("channel", "Откуда запрос", 6, FieldKind.COMBO, choices=CHANNELS),
                FieldSpec("contact", "Связь", 6, hint="если есть", placeholder="телефон или почта"),
                FieldSpec("asked_by", "Кто просит", 6, hint=rare),
                FieldSpec("doctor", "Врач", 6, FieldKind.COMBO, choices=(("", "не важно"),)),
                FieldSpec("missing", "Не хватает документов", 12, hint="через запятую"),
                FieldSpec("note", "Заметка", 12, hint="если нужна"),
            ),
        )  # fmt: skip
        self.form.set_values({"form": "", "term": str(TERMS[1]), "channel": CHANNELS[0][0], "doctor": ""})
        self.form.edited.connect(self._on_edited)
        self._open: tuple[RequestView, ...] = ()
        if self.person_id is None:
            self.add_form(self.person)
            self.body.addWidget(self.found)
        self.add_form(self.form)
        self.bar.add(
            Button(
                theme, "Принять запрос", kind=ButtonKind.PRIMARY, icon="clipboard-check", key="Ctrl+Enter",
                handler=self.take,
            )
        )  # fmt: skip
        self.bar.set_hint("Enter — следующее поле")
        self.bar.add_right(
            Button(theme, "Не принимать", kind=ButtonKind.QUIET, key="Esc", handler=self.close_requested.emit)
        )

    # -- reading --------------------------------------------------------------------------------

    def _load(self) -> None:
        person_id = self.person_id

        def read() -> tuple[tuple[PaperForm, ...], tuple[StaffMember, ...], dict[int, date], _Person | None]:
            due = {one: self._desk.requests.due_on(one) for one in TERMS}
            person = self._person(person_id) if person_id else None
            return self._desk.papers.forms(), self._desk.clinic.physicians(), due, person

        self._tasks.run_query(read, lambda found: self._on_read(*found), self._on_failed, parent=self)

    def _on_read(
        self,
        forms: tuple[PaperForm, ...],
        doctors: tuple[StaffMember, ...],
        due: dict[int, date],
        person: _Person | None,
    ) -> None:
        self._due = due
        asked = tuple((one.key, paper_words(one)) for one in forms if one.is_issued and self._is_asked(one))
        self.form.field("form").set_choices((("", "не выбрана"), *asked))
        self.form.field("doctor").set_choices(
            (("", "не важно"), *((str(one.id), one.name.full) for one in doctors))
        )
        for field_id in ("form", "doctor"):
            if not self.form.field(field_id).value():
                self.form.field(field_id).set_value("")
        self._show_due()
        if person is not None:
            self._show_person(person)

    def _person(self, person_id: UUID) -> _Person:
        """The record and what was asked for him already; in the database thread."""
        asked = self._desk.requests.queue(RequestFilter(person_id=person_id)).rows
        return self._desk.people.peek(person_id), asked

    def _is_asked(self, form: PaperForm) -> bool:
        """A refusal is nothing that is asked for."""
        return form.key != self._desk.requests.notice_form

    def _show_person(self, person: _Person) -> None:
        record, self._open = person
        self.person_id = record.id
        self.set_title(record.data.name.full, head_line(record, self._clock().date()))
        self.head.set_word("Новый запрос на справку", Role.ACCENT)
        self._show_former()

    def _on_edited(self, field_id: str) -> None:
        if field_id == "term":
            self._show_due()
        elif field_id == "form":
            self._show_former()

    def _show_former(self) -> None:
        """Say that the same paper was asked for already and is not answered."""
        wanted = self.form.values()["form"]
        former = next((one for one in self._open if one.request.data.form == wanted), None)
        if former is None:
            if self.banner.code == _FORMER:
                self.banner.clear()
            return
        asked = former.request
        said = problem(_FORMER, day=ru_date(asked.asked_on), state=asked.state.word)
        action = Action("Открыть его", partial(self.former_wanted.emit, former.id), "Alt+1")
        self.banner.show_message(ROLES[said.level], said.text, said.way_out, code=said.code, action=action)

    def _show_due(self) -> None:
        """«до 26.11.2026, четверг» beside the term."""
        due = self._due.get(int(self.form.values()["term"] or 0))
        if due is not None:
            words = f"до {ru_date(due)}, {WEEKDAYS[due.weekday()]}"
            self.form.field("term").set_hint(words, Role.ACCENT)

    def activate(self) -> None:
        """The person first, then the paper."""
        if self.person_id is None:
            self.person.focus_first()
        else:
            self.form.focus_first()

    # -- for whom -------------------------------------------------------------------------------

    def _search(self) -> None:
        text = self.person.values()["person_id"].strip()
        self._request += 1
        request = self._request
        if not text:
            self._on_found(request, ())
            return
        self._tasks.run_query(
            lambda: self._desk.people.search(text, _FOUND).rows,
            lambda rows: self._on_found(request, rows),
            self._on_failed,
            parent=self,
        )

    def _on_found(self, request: int, rows: tuple[SearchRow, ...]) -> None:
        if request == self._request:
            self.found.set_rows([TableRow(one.id, (one.name.full, one.birth_words)) for one in rows])
            self.found.setVisible(bool(rows))

    def _pick_first(self) -> None:
        """Enter in the search field takes the first one found."""
        if self._timer.isActive():
            self._timer.stop()
            self._search()
        if self.found.rows:
            self._pick(self.found.rows[0].id)

    def _pick(self, person_id: object) -> None:
        if not isinstance(person_id, UUID):
            return
        self.person.hide()
        self.found.hide()
        self.person_id = person_id
        self.form.focus_first()
        self._tasks.run_query(
            lambda: self._person(person_id), self._show_person, self._on_failed, parent=self
        )

    # -- taking ---------------------------------------------------------------------------------

    def take(self) -> None:
        """Ctrl+Enter."""
        self.form.commit()
        person_id, values = self.person_id, self.form.values()
        if person_id is None:
            self.person.show_problems([problem("CERT-118", "person_id")])
            self.person.focus_first()
            return
        new = NewRequest(
            person_id=person_id,
            form=values["form"],
            term_days=int(values["term"] or 0),
            asked_by=values["asked_by"].strip(),
            contact=values["contact"].strip(),
            channel=values["channel"],
            purpose=values["purpose"].strip(),
            missing=tuple(one.strip() for one in values["missing"].split(",") if one.strip()),
            doctor_id=UUID(values["doctor"]) if values["doctor"] else None,
            note=values["note"].strip(),
        )
        self._tasks.run_change(
            lambda: self._desk.requests.add(new), self._on_taken, self._on_failed, parent=self
        )

    def _on_taken(self, view: RequestView) -> None:
        self._messages.status(f"Запрос принят, срок до {ru_date(view.request.due_on)}")
        self.taken.emit(view.id)

    def _on_failed(self, error: RegistrarError) -> None:
        problems = error.problems if isinstance(error, RefusedError) else (error.problem,)
        rest = self.form.show_problems(problems)
        if rest:
            self.banner.show_message(ROLES[rest[0].level], rest[0].text, rest[0].way_out, code=rest[0].code)
        self.form.next_question()

    def next_question(self, step: int = 1) -> bool:
        """F6: the next field with an error."""
        return self.form.next_question(step)


def paper_words(form: PaperForm) -> str:
    """The number of a form with its title, or the title alone."""
    return form.title if form.short == form.title else f"{form.short} {form.title}"
