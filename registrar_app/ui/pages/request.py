"""A request: who asked, for whom, which paper, by when, what is missing; moved on by keys."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal

from registrar_app.domain.dates import plural, ru_date
from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.records import PersonRecord
from registrar_app.domain.records.requests import RequestState
from registrar_app.services.desk import Desk
from registrar_app.services.paper_shapes import PaperOrigin
from registrar_app.services.requests import CHANNELS, RequestView
from registrar_app.services.shapes import Clock
from registrar_app.ui.messages import ROLES, Messages
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.pages.record_rows import head_line
from registrar_app.ui.pages.request_words import NEXT, event_row, purpose_words
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.ask_once import AskOnceButton
from registrar_app.ui.widgets.badge import Badge
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.command_palette import PaletteLine
from registrar_app.ui.widgets.data_table import DataTable
from registrar_app.ui.widgets.form_spec import FieldSpec
from registrar_app.ui.widgets.page import Page
from registrar_app.ui.widgets.reason_part import ReasonPart
from registrar_app.ui.widgets.section import Definition, DefinitionList, SectionTitle
from registrar_app.ui.widgets.tables import Column
from registrar_app.ui.widgets.tick_list import TickList

_S = RequestState
_EVENTS = (Column("at", "Когда", 110), Column("what", "Что", 150), Column("who", "Кто и почему", least=100))
_NOT_THERE = "CERT-076"
"""Documents are missing."""
_CHANGED = ("CERT-073", "CERT-074", "CERT-143", "CERT-144")
"""Refusals that say: another desk was quicker."""
_REASONS = {_S.REFUSED: "Почему отказано", _S.WITHDRAWN: "Почему отозван"}


class RequestPage(Page):
    """One request of the queue; the list stays at its left."""

    choice_wanted = Signal(str, object)
    """Title of a list and its lines: where the request may go beside the usual way."""

    def __init__(
        self, theme: Theme, desk: Desk, tasks: Tasks, messages: Messages, go: Navigation, clock: Clock,
        request_id: UUID,
    ) -> None:  # fmt: skip
        """Make the page and begin to read.

        Args:
            theme: Colours.
            desk: Use cases.
            tasks: Threads.
            messages: Words in the status bar.
            go: Ways to other pages.
            clock: Present moment.
            request_id: Which request.
        """
        super().__init__(theme)
        self._desk, self._tasks, self._messages, self._go, self._clock = desk, tasks, messages, go, clock
        self.request_id = request_id
        self.view: RequestView | None = None
        self._record: PersonRecord | None = None
        self._is_mine = False
        self._ending = _S.REFUSED
        self._build()
        self._build_bar()
        tasks.data_changed.connect(self._on_changed)
        self.refresh()

    def _build(self) -> None:
        theme = self.theme
        self._end = AskOnceButton(
            theme, "Отказать", "Точно отказать", icon="circle-x", key="Ctrl+Enter", handler=self.end
        )
        reason = FieldSpec("note", "Причина", 12, hint="останется в запросе и в уведомлении")
        self.reason = ReasonPart(theme, (reason,), self._end)
        self.body.addWidget(self.reason)
        left, right = self.two_columns()
        left.addWidget(SectionTitle(theme, "Что просят"))
        self._facts = DefinitionList(theme)
        left.addWidget(self._facts)
        right.addWidget(SectionTitle(theme, "Не хватает документов"))
        self.missing = TickList(theme, "Принесли всё, что нужно", "Ещё нужен документ")
        self.missing.changed.connect(self._on_missing)
        right.addWidget(self.missing)
        self.body.addWidget(SectionTitle(theme, "Что было с запросом", hairline=False))
        self.events = DataTable(theme, _EVENTS, "Что было с запросом", fit_height=True)
        self.body.addWidget(self.events)

    def _build_bar(self) -> None:
        theme = self.theme
        self._next = Button(
            theme, "Дальше", kind=ButtonKind.PRIMARY, key="Ctrl+Enter", handler=self.next_state
        )
        self._fill = Button(theme, "Заполнить", icon="certificate", key="F9", handler=self.make_paper)
        self._refuse = Button(
            theme, "Отказать…", icon="circle-x", key="Ctrl+Del", handler=self.begin_refusing
        )
        self._more = Button(theme, "Ещё", kind=ButtonKind.QUIET, key="F2", handler=self.more)
        self.bar.add(self._next, self._fill, self._refuse, self._end)
        self._way_out = Button(theme, "Назад", kind=ButtonKind.QUIET, key="Esc", handler=self.leave)
        self.bar.add_right(self._more, self._way_out)

    # -- reading --------------------------------------------------------------------------------

    def show_request(self, request_id: UUID) -> None:
        """Another request, while the cursor moves in the list."""
        if request_id != self.request_id:
            self.request_id = request_id
            self.reason.end()
            self.banner.clear()
            self.refresh()

    def _on_changed(self) -> None:
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Read the request anew."""
        wanted = self.request_id

        def read() -> tuple[RequestView, PersonRecord, bool]:
            view, staff = self._desk.requests.open(wanted), self._desk.staff_now
            mine = staff is not None and view.request.taken_by == staff.id
            return view, self._desk.people.peek(view.request.data.person_id), mine

        self._tasks.run_query(read, lambda found: self._on_read(wanted, *found), self._on_failed, parent=self)

    def _on_read(self, wanted: UUID, view: RequestView, record: PersonRecord, is_mine: bool) -> None:
        if wanted != self.request_id:
            return
        self.view, self._record, self._is_mine = view, record, is_mine
        request = view.request
        self.set_title(record.data.name.full, head_line(record, self._clock().date()))
        badges = [Badge(self.theme, request.state.word, Role(view.state_role))]
        if request.state.is_open and view.due_words != request.state.word:
            badges.append(Badge(self.theme, view.due_words, Role(view.due_role)))
        self.head.set_badges(badges)
        if self.banner.code == _NOT_THERE and not request.data.missing:
            self.banner.clear()
        self._facts.set_rows(_facts(view))
        self.missing.set_words(request.data.missing, is_open=request.state.is_open)
        zone = self._clock().tzinfo
        self.events.set_rows([event_row(one, zone) for one in reversed(request.events)])
        self._show_buttons()

    def _show_buttons(self) -> None:
        if self.view is None:
            return
        request, idle = self.view.request, not self.reason.is_open
        is_open = request.state.is_open
        closed = self._closed_words()
        self._next.setVisible(idle and (is_open or bool(closed)))
        self._next.set_text(NEXT[self.view.ways[0]] if is_open else closed)
        self._fill.setVisible(idle and is_open)
        self._fill.set_text("Открыть справку" if request.certificate_id else "Заполнить справку")
        self._refuse.setVisible(idle and is_open)
        self._more.setVisible(idle)
        self._way_out.set_text("Не закрывать запрос" if self.reason.is_open else "Назад")

    def _closed_words(self) -> str:
        """What the primary button does with a closed request; empty: nothing."""
        if self.view is None:
            return ""
        request = self.view.request
        if request.state is _S.REFUSED:
            return "Открыть уведомление" if request.refusal_id else "Уведомление об отказе"
        return "Открыть справку" if request.certificate_id else ""

    def activate(self) -> None:
        """Enter on the first button moves the request on; it is read anew, its paper may be made by now."""
        self.refresh()
        (self._next if self._next.isVisibleTo(self) else self._way_out).setFocus()

    # -- moving ---------------------------------------------------------------------------------

    def primary(self) -> bool:
        """Ctrl+Enter: the usual way, or end it while the reason is asked for."""
        (self._end if self.reason.is_open else self._next).click()
        return True

    def next_state(self) -> None:
        """The usual way from here; a closed request shows its paper or makes its notice."""
        if self.view is None:
            return
        request = self.view.request
        paper = request.refusal_id if request.state is _S.REFUSED else request.certificate_id
        if request.state.is_open:
            self.go_to(self.view.ways[0])
        elif paper is not None:
            self._go.issued(paper)
        else:
            self.notice()

    def go_to(self, state: RequestState, note: str = "") -> None:
        """Move it; a reason is asked for where one is needed."""
        if state in _REASONS and not note and not self.reason.is_open:
            self._begin(state)
            return
        wanted, seen = self.request_id, self._seen()
        self._tasks.run_change(
            lambda: self._desk.requests.move(wanted, state, note, seen=seen),
            self._on_moved,
            self._on_failed,
            parent=self,
        )

    def _seen(self) -> RequestState | None:
        """The state the registrar decides by: another desk may have moved it meanwhile."""
        return self.view.request.state if self.view else None

    def _on_moved(self, view: RequestView) -> None:
        refused = view.request.state is _S.REFUSED
        self.reason.end()
        self.banner.clear()
        self.refresh()
        self._messages.status(f"Запрос: {view.request.state.word}")
        if refused:
            self.notice()

    def more(self) -> None:
        """F2: every other way."""
        if self.view is None:
            return
        lines = [PaletteLine(NEXT[one], "", "", partial(self.go_to, one)) for one in self.view.ways[1:]]
        if self.view.request.state.is_open:
            if self._is_mine:
                lines.append(PaletteLine("Вернуть всем: снова ничей", "", "", self.put_back))
            else:
                whose = self.view.taken_by
                words = f"Забрать себе: сейчас ведёт {whose}" if whose else "Взять в работу"
                lines.append(PaletteLine(words, "", "", self.take_over))
        lines.append(PaletteLine("К пациенту", "", "", self._to_person))
        self.choice_wanted.emit("Что ещё с этим запросом?", lines)

    def _to_person(self) -> None:
        if self.view is not None:
            self._go.person(self.view.request.data.person_id)

    def take_over(self) -> None:
        """Take it, also from a colleague."""
        wanted = self.request_id
        self._tasks.run_change(
            lambda: self._desk.requests.take(wanted, over=True),
            lambda _: self._messages.status("Запрос теперь ведёте вы"),
            self._on_failed,
            parent=self,
        )

    def put_back(self) -> None:
        """Give it back to all."""
        wanted = self.request_id
        self._tasks.run_change(
            lambda: self._desk.requests.put_back(wanted),
            lambda _: self._messages.status("Запрос снова у всех"),
            self._on_failed,
            parent=self,
        )

    def make_paper(self) -> None:
        """F9: the paper for this request, made once; then it is opened."""
        if self.view is None:
            return
        data, made = self.view.request.data, self.view.request.certificate_id
        if made is not None:
            self._go.issued(made)
        else:
            self._go.paper(data.form, data.person_id, PaperOrigin(answers=self.request_id))

    def notice(self) -> None:
        """The printed notice of a refusal, filled from the request."""
        wanted = self.request_id
        self._tasks.run_query(
            lambda: self._desk.requests.notice(wanted), self._on_notice, self._on_failed, parent=self
        )

    def _on_notice(self, origin: PaperOrigin) -> None:
        if self.view is not None:
            self._go.paper(self._desk.requests.notice_form, self.view.request.data.person_id, origin)

    # -- refusing, withdrawing ------------------------------------------------------------------

    def begin_refusing(self) -> None:
        """Ctrl+Del: ask for the reason."""
        self._begin(_S.REFUSED)

    def _begin(self, state: RequestState) -> None:
        self._ending = state
        refused = state is _S.REFUSED
        self._end.set_words(*(("Отказать", "Точно отказать") if refused else ("Отозвать", "Точно отозвать")))
        self.reason.begin(_REASONS[state])
        self._show_buttons()

    def end(self) -> None:
        """Refuse or withdraw with the reason typed."""
        wanted, state, note = self.request_id, self._ending, self.reason.value("note")
        seen = self._seen()
        self._tasks.run_change(
            lambda: self._desk.requests.move(wanted, state, note, seen=seen),
            self._on_moved,
            self._on_failed,
            parent=self,
        )

    def _on_missing(self, words: tuple[str, ...]) -> None:
        wanted = self.request_id
        self._tasks.run_change(
            lambda: self._desk.requests.set_missing(wanted, words), None, self._on_failed, parent=self
        )

    def _on_failed(self, error: RegistrarError) -> None:
        one = error.problem
        if self.reason.is_open and self.reason.take_problem(one):
            return
        self.banner.show_message(ROLES[one.level], one.text, one.way_out, code=one.code)
        if one.code == _NOT_THERE:
            self.missing.focus_first()
        elif one.code in _CHANGED:
            self.refresh()

    def next_question(self, step: int = 1) -> bool:
        """F6: the reason, where it is asked for."""
        return self.reason.is_open and self.reason.form.next_question(step)

    def leave(self) -> None:
        """Esc: out of the reason, else back to the journal."""
        if self.reason.is_open:
            self.reason.end()
            self._show_buttons()
            self.activate()
        else:
            self.close_requested.emit()


def _facts(view: RequestView) -> tuple[Definition, ...]:
    request, data = view.request, view.request.data
    term = f"{data.term_days} {plural(data.term_days, 'рабочий день', 'рабочих дня', 'рабочих дней')}"
    return (
        Definition("Справка", view.form_title, bold=True),
        Definition("Для чего", purpose_words(data.purpose)),
        Definition("Кто просит", data.asked_by or "пациент"),
        Definition("Связь", data.contact),
        Definition("Откуда", dict(CHANNELS).get(data.channel, data.channel)),
        Definition("Принят", ru_date(request.asked_on)),
        Definition("Срок", f"до {ru_date(request.due_on)}, {term}", bold=request.state.is_open),
        Definition("Врач", view.doctor),
        Definition("В работе", view.taken_by),
        Definition("Заметка", data.note),
        Definition("Отказ", request.refusal_reason),
    )
