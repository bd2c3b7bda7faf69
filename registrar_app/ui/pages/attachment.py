"""Attach a person to a district: a short form, the check beside it, the history below.

The check runs while the form is filled; its questions are answered in place. Nothing is attached before
Ctrl+Enter, and a refusal leaves the form as it is.
"""

from datetime import date
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.problems import Level, problem
from registrar_app.domain.records import AttachmentBasis, DetachReason, District, PersonRecord
from registrar_app.services.desk import Desk
from registrar_app.services.person_words import by_sex
from registrar_app.services.shapes import Answer, Clock, PreflightLine
from registrar_app.ui.messages import ROLES, Messages
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.pages.attachment_view import (
    HISTORY_COLUMNS,
    AttachmentData,
    attach_items,
    detach_items,
    district_choices,
    history_rows,
    now_words,
    read_attachment,
    unmade,
)
from registrar_app.ui.pages.form_days import day_of
from registrar_app.ui.pages.record import TABS
from registrar_app.ui.pages.record_rows import NBSP, head_line
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.ask_once import AskOnceButton
from registrar_app.ui.widgets.badge import Badge
from registrar_app.ui.widgets.banner import Action, NoteLine
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.data_table import DataTable
from registrar_app.ui.widgets.form_grid import FormGrid
from registrar_app.ui.widgets.page import Page
from registrar_app.ui.widgets.preflight_list import PreflightList
from registrar_app.ui.widgets.section import SectionTitle

_CHECK_MS = 150


class AttachmentPage(Page):
    """Attach, detach, look at the history."""

    def __init__(
        self, theme: Theme, desk: Desk, tasks: Tasks, messages: Messages, go: Navigation, clock: Clock,
        person_id: UUID,
    ) -> None:  # fmt: skip
        """Make the page and begin to read.

        Args:
            theme: Colours.
            desk: Use cases.
            tasks: Threads.
            messages: Words in the status bar.
            go: Ways to other pages.
            clock: Present moment.
            person_id: Whom to attach.
        """
        super().__init__(theme, tabs=TABS)
        self._desk, self._tasks, self._messages, self._go, self._clock = desk, tasks, messages, go, clock
        self.person_id = person_id
        self._data: AttachmentData | None = None
        self._lines: tuple[PreflightLine, ...] = ()
        self._answers: dict[str, Answer] = {}
        self._touched: set[str] = set()
        self._request = 0
        self._has_tried = self._saving = self._is_detaching = False
        self._check_timer = QTimer(self)
        self._check_timer.setSingleShot(True)
        self._check_timer.setInterval(_CHECK_MS)
        self._check_timer.timeout.connect(self.check)
        self._build_body()
        self._build_bar()
        self.head.tabs.set_current("attachment")
        self.head.tabs.chosen.connect(self._on_tab)
        self.form.edited.connect(self._on_edited)
        self.form.left.connect(self._on_left)
        self.detach_form.edited.connect(self._on_detach_edited)
        self._load()

    # -- building -------------------------------------------------------------------------------

    def _build_body(self) -> None:
        theme = self.theme
        self._now = NoteLine(theme, Role.NEUTRAL, "", icon="building-hospital")
        self.body.addWidget(self._now)
        self._detach_box = QWidget()
        detach = QVBoxLayout(self._detach_box)
        detach.setContentsMargins(0, 0, 0, 0)
        detach.addWidget(SectionTitle(theme, "Открепление", hairline=False))
        self.detach_form = FormGrid(theme, detach_items(self._today))
        detach.addWidget(self.detach_form)
        self._detach_box.hide()
        self.body.addWidget(self._detach_box)
        left, right = self.two_columns()
        self._title = SectionTitle(theme, "Новое прикрепление", hairline=False)
        left.addWidget(self._title)
        self.form = FormGrid(theme, attach_items(self._today))
        left.addWidget(self.form)
        self.preflight = PreflightList(theme, "Проверка перед прикреплением", self.answer)
        right.addWidget(self.preflight)
        self._history_title = SectionTitle(theme, "История прикреплений", hairline=False)
        self.body.addSpacing(theme.px(6))
        self.body.addWidget(self._history_title)
        self.history = DataTable(theme, HISTORY_COLUMNS, "История прикреплений", fit_height=True)
        self.body.addWidget(self.history)

    def _build_bar(self) -> None:
        theme = self.theme
        self._attach_button = Button(
            theme, "Прикрепить", kind=ButtonKind.PRIMARY, icon="link", key="Ctrl+Enter", handler=self.attach
        )
        self._detach_button = Button(
            theme, "Открепить…", icon="unlink", key="Shift+F8", handler=self.begin_detaching
        )
        self._detach_now = AskOnceButton(
            theme, "Открепить", "Точно открепить", icon="unlink", key="Ctrl+Enter", handler=self.detach
        )
        self._detach_button.hide()
        self._detach_now.hide()
        self.bar.add(self._attach_button, self._detach_button, self._detach_now)
        self._way_out = Button(theme, "К пациенту", kind=ButtonKind.QUIET, key="Esc", handler=self.leave)
        self.bar.add_right(self._way_out)

    def _today(self) -> date:
        return self._clock().date()

    # -- loading --------------------------------------------------------------------------------

    def _load(self) -> None:
        self._tasks.run_query(
            lambda: read_attachment(self._desk, self.person_id), self._on_loaded, self._on_failed, parent=self
        )

    def refresh(self) -> None:
        """Data changed elsewhere: read the person again; what is being filled stays."""
        self._load()

    def _on_loaded(self, data: AttachmentData) -> None:
        is_first = self._data is None
        self._data = data
        record, attachment = data.record, data.record.attachment
        self.set_title(record.data.name.full, head_line(record, self._today()))
        self.head.set_badges(
            [Badge(self.theme, one.text, Role(one.role), icon=one.icon) for one in data.badges]
        )
        bold, rest = now_words(attachment, data.organization, record.data.sex)
        self.head.tabs.set_count("papers", data.papers or None)
        self.head.tabs.set_count("files", data.files or None)
        self._now.set_texts(bold, rest)
        self._title.set_text("Другой участок" if attachment else "Новое прикрепление")
        self.form.field("district").set_choices(district_choices(data.districts))
        if is_first:
            proposal = data.proposal
            self.form.set_values({
                "district": str(proposal.district_id or ""), "basis": proposal.basis.value,
                "begins": proposal.begins.isoformat(),
            })  # fmt: skip
            self.form.field("district").set_hint(proposal.note)
        self._show_physician()
        self.history.set_rows(history_rows(record.attachments, data.organization, record.data.sex))
        self.history.setVisible(bool(record.attachments))
        self._history_title.set_note("" if record.attachments else "прикреплений ещё не было")
        self._detach_button.setVisible(attachment is not None and not self._is_detaching)
        if is_first and self.isVisible():
            self.activate()
        self.check()

    def activate(self) -> None:
        """Start at the district."""
        self.form.focus_first()

    # -- the check ------------------------------------------------------------------------------

    def _on_edited(self, field_id: str) -> None:
        self._touched.add(field_id)
        self._on_left(field_id)

    def _on_left(self, field_id: str) -> None:
        if field_id == "district":
            self.form.field(field_id).set_hint("")
            self._show_physician()
        self._check_timer.start()

    def _district(self) -> District | None:
        chosen = self.form.field("district").value()
        districts = self._data.districts if self._data else ()
        return next((one for one in districts if str(one.id) == chosen), None)

    def _show_physician(self) -> None:
        district = self._district()
        words = ""
        if district is not None:
            words = district.physician or "врача у участка нет"
        self.form.field("physician").set_value(words)

    def _asked(self) -> tuple[UUID | None, AttachmentBasis, date | None]:
        """District, basis and day as they stand in the form."""
        values = self.form.values()
        district = UUID(values["district"]) if values["district"] else None
        basis = AttachmentBasis(values["basis"] or AttachmentBasis.APPLICATION.value)
        return district, basis, day_of(values["begins"])

    def check(self) -> None:
        """Look at what stands in the form; only the latest answer counts."""
        if self._data is None:
            return
        self._request += 1
        request, asked = self._request, self._asked()
        self._tasks.run_query(
            lambda: self._desk.attachments.preflight(self.person_id, *asked),
            lambda lines: self._on_checked(request, lines),
            self._on_failed,
            parent=self,
        )

    def _on_checked(self, request: int, lines: tuple[PreflightLine, ...]) -> None:
        if request != self._request:
            return
        texts = {one.code: one.text for one in lines}
        known = {one.code: one.text for one in self._lines}
        # An answer holds for the words it was given to: another date or district asks again.
        self._answers = {
            code: answer for code, answer in self._answers.items() if texts.get(code) == known.get(code)
        }
        self._lines = lines
        self._show_lines()

    def _show_lines(self) -> None:
        quiet = frozenset() if self._has_tried else unmade(self._lines, self._touched, self.form.fields)
        self.preflight.set_lines(self._lines, frozenset(self._answers), quiet)
        self.number_answers()

    def answer(self, code: str) -> None:
        """A question of the check is answered."""
        line = next((one for one in self._lines if one.code == code), None)
        if line is not None:
            self._answers[code] = Answer(code, line.field, reason=line.answer_label)
            self._show_lines()
            if self.banner.code == "ATT-001" and not self._open_lines():
                self.banner.clear()

    def _open_lines(self) -> list[PreflightLine]:
        return [
            one
            for one in self._lines
            if one.level is Level.ERROR or (one.level is Level.WARN and one.code not in self._answers)
        ]

    def next_question(self, step: int = 1) -> bool:
        """F6: a field with an error, else the button of an open question, else the field it is about."""
        form = self.detach_form if self._is_detaching else self.form
        if form.next_question(step):
            return True
        buttons = self.preflight.answer_buttons
        if buttons and not self._is_detaching:
            here = next((at for at, one in enumerate(buttons) if one.hasFocus()), -1 if step > 0 else 0)
            button = buttons[(here + step) % len(buttons)]
            button.setFocus()
            self.body_area.ensureWidgetVisible(button)
            return True
        fields = [one.field for one in self._open_lines() if one.field in self.form.fields]
        if fields and not self._is_detaching:
            self.form.focus_field(fields[0])
        return bool(fields)

    # -- attaching ------------------------------------------------------------------------------

    def primary(self) -> bool:
        """Ctrl+Enter: attach, or detach while that form is open."""
        (self._detach_now if self._is_detaching else self._attach_button).click()
        return True

    def attach(self) -> None:
        """Attach with the answers given so far; the service refuses what is still open."""
        if self._saving or self._data is None:
            return
        self._has_tried = True
        if not self.form.commit():
            self.form.next_question()
            return
        self._saving = True
        asked, answers = self._asked(), tuple(self._answers.values())
        self._tasks.run_change(
            lambda: self._desk.attachments.attach(self.person_id, *asked, answers),
            self._on_attached,
            self._on_failed,
            parent=self,
        )

    def _on_attached(self, record: PersonRecord) -> None:
        self._saving = False
        number = record.attachment.district_number if record.attachment else ""
        self._messages.status(f"Записано: участок{NBSP}{number}")
        self._go.refresh()
        self._go.person(self.person_id)

    def _on_failed(self, error: RegistrarError) -> None:
        """Say what happened; the form stays as it is."""
        self._saving = False
        one = error.problem
        action = Action("К следующему", self.next_question, "F6") if isinstance(error, RefusedError) else None
        self.banner.show_message(ROLES[one.level], one.text, one.way_out, code=one.code, action=action)
        self.body_area.verticalScrollBar().setValue(0)
        if isinstance(error, RefusedError):
            self.form.show_problems([p for p in error.problems if p.level is Level.ERROR])
            self.check()
            self.next_question()

    # -- detaching ------------------------------------------------------------------------------

    def begin_detaching(self) -> None:
        """Open the small form; the other one rests meanwhile."""
        self._set_detaching(True)
        self.detach_form.set_values({"reason": "", "ends": self._today().isoformat(), "note": ""})
        self.detach_form.focus_first()

    def _set_detaching(self, detaching: bool) -> None:
        self._is_detaching = detaching
        self._detach_box.setVisible(detaching)
        self._detach_now.setVisible(detaching)
        self._attach_button.setVisible(not detaching)
        has_attachment = self._data is not None and self._data.record.attachment is not None
        self._detach_button.setVisible(not detaching and has_attachment)
        for widget in (self._title, self.form, self.preflight):
            widget.setVisible(not detaching)
        self._way_out.set_text("Не откреплять" if detaching else "К пациенту")
        self.banner.clear()
        self.number_answers()

    def _on_detach_edited(self, field_id: str) -> None:
        del field_id
        self._detach_now.reset()

    def detach(self) -> None:
        """End the present attachment."""
        attachment = self._data.record.attachment if self._data else None
        values = self.detach_form.values()
        ends = day_of(values["ends"])
        if attachment is None or self._saving or not self._is_filled(values["reason"], ends):
            return
        if ends is None:
            return
        self._saving = True
        reason, note, day = DetachReason(values["reason"]), values["note"].strip(), ends
        self._tasks.run_change(
            lambda: self._desk.attachments.detach(self.person_id, attachment.id, day, reason, note),
            self._on_detached,
            self._on_detach_failed,
            parent=self,
        )

    def _is_filled(self, reason: str, ends: date | None) -> bool:
        """Whether reason and day are there; else the field says what is missing."""
        self.detach_form.commit()
        if not reason:
            self.detach_form.show_problems([problem("ATT-023", "reason")])
        if ends is None and not self.detach_form.field("ends").problems:
            self.detach_form.show_problems([problem("ATT-003", "ends")])
        if self.detach_form.open_questions():
            self.detach_form.next_question()
            return False
        return True

    def _on_detached(self, record: PersonRecord) -> None:
        self._saving = False
        word = by_sex(record.data.sex, "Откреплён", "Откреплена")
        self._messages.status(f"{word}, запись в истории осталась")
        self._go.refresh()
        self._go.person(self.person_id)

    def _on_detach_failed(self, error: RegistrarError) -> None:
        self._saving = False
        if self.detach_form.show_problems([error.problem]):
            one = error.problem
            self.banner.show_message(ROLES[one.level], one.text, one.way_out, code=one.code)

    # -- ways -----------------------------------------------------------------------------------

    def _on_tab(self, tab: str) -> None:
        if tab != "attachment":
            self._go.person(self.person_id, tab)

    def leave(self) -> None:
        """Esc: out of detaching, else back to the person."""
        if self._is_detaching:
            self._set_detaching(False)
            self.form.focus_first()
        else:
            self._go.person(self.person_id)
