"""The journal of papers: filters above, the table, numbers that are left; the root of «Справки»."""

import dataclasses
from datetime import date
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.records import StaffMember
from registrar_app.services.desk import Desk
from registrar_app.services.journal import ENDING
from registrar_app.services.paper_shapes import (
    JournalFilter,
    JournalRow,
    PaperForm,
    Printed,
)
from registrar_app.services.paper_shapes import JournalPage as JournalAnswer
from registrar_app.services.shapes import Clock
from registrar_app.ui.messages import ROLES, Messages
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.pages.form_days import day_of
from registrar_app.ui.pages.journal_words import COLUMNS, EMPTY, filter_items, found_words, row_of
from registrar_app.ui.pages.register import RegisterPage, ask_for_table
from registrar_app.ui.pages.register_saving import TableSaver
from registrar_app.ui.pages.verify_reading import dropped_files
from registrar_app.ui.paper_printing import PaperPrinter, PrintWish, printed_words
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.badge import Badge
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.data_table import DataTable
from registrar_app.ui.widgets.form_grid import FormGrid
from registrar_app.ui.widgets.label import Label
from registrar_app.ui.widgets.page import Page

_LIMIT = 200
_FILTER_MS = 200
_FEW_NUMBERS = 20


class JournalPage(Page):
    """All papers of the clinic, newest first."""

    verify_wanted = Signal(object)
    """Check signed files that lie somewhere: paths that were dropped here, or none yet."""
    batch_wanted = Signal()
    """Papers by a list."""
    page_made = Signal(object)
    """A page to be shown over this one."""

    def __init__(
        self, theme: Theme, desk: Desk, tasks: Tasks, messages: Messages, go: Navigation, clock: Clock,
        *, printer: PaperPrinter | None = None,
    ) -> None:  # fmt: skip
        """Make the page; it reads when it is shown.

        Args:
            theme: Colours.
            desk: Use cases.
            tasks: Threads.
            messages: Words in the status bar.
            go: Ways to other pages.
            clock: Present moment.
            printer: Prints; its own when None.
        """
        super().__init__(theme)
        self._desk, self._tasks, self._messages, self._go, self._clock = desk, tasks, messages, go, clock
        self._printer = printer or PaperPrinter(desk, tasks, self)
        self._rows: dict[object, JournalRow] = {}
        self._following: tuple[str, UUID] | None = None
        self._forms: tuple[PaperForm, ...] = ()
        self._request = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_FILTER_MS)
        self._timer.timeout.connect(self.refresh)
        self._build()
        self._build_bar()
        tasks.data_changed.connect(self._on_data_changed)
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped to be checked."""
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Check the dropped files."""
        if paths := dropped_files(event.mimeData()):
            event.acceptProposedAction()
            self.verify_wanted.emit(paths)

    def _build(self) -> None:
        theme = self.theme
        self.set_title("Журнал справок")
        for words, key, handler in (
            ("Пачка…", "Ctrl+B", self.batch_wanted.emit),
            ("Печать…", "Ctrl+P", self.show_registers),
            ("Выгрузить", "Ctrl+E", self.export),
        ):
            self.head.add_right(Button(theme, words, key=key, small=True, handler=handler))
        self.filter = FormGrid(theme, filter_items(self._today))
        self.filter.edited.connect(self._on_edited)
        self.filter.left.connect(self._on_edited)
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(6))
        box.addWidget(self.filter)
        line = QHBoxLayout()
        line.setSpacing(theme.px(14))
        self._found = Label(theme, role=Role.TEXT2)
        line.addWidget(self._found)
        self._reset = Button(
            theme, "Сбросить отбор", kind=ButtonKind.QUIET, small=True, key="Alt+0", handler=self.reset
        )
        line.addWidget(self._reset)
        line.addStretch(1)
        self._left = Badge(theme, "", icon="")
        self._left.hide()
        line.addWidget(self._left)
        box.addLayout(line)
        self.table = DataTable(theme, COLUMNS, "Журнал справок")
        self.table.row_activated.connect(self._open_row)
        self.table.end_reached.connect(self._read_further)
        box.addWidget(self.table, 1)
        self.fill(holder)

    def _build_bar(self) -> None:
        theme = self.theme
        self.bar.add(
            Button(
                theme, "Открыть", kind=ButtonKind.PRIMARY, icon="eye", key="F4", handler=self.open_current
            ),
            Button(
                theme, "Напечатать ещё раз", icon="printer", key="Ctrl+Shift+P", handler=self.print_current
            ),
            Button(theme, "К пациенту", icon="users", key="F2", handler=self.to_person),
            Button(
                theme, "Проверить файл…", icon="file-text", key="Ctrl+O",
                handler=lambda: self.verify_wanted.emit(()),
            ),
        )  # fmt: skip

    def _today(self) -> date:
        return self._clock().date()

    # -- reading --------------------------------------------------------------------------------

    def activate(self) -> None:
        """Read anew; the focus goes to the table."""
        self.refresh()
        self.table.setFocus()

    def _on_data_changed(self) -> None:
        if self.isVisible():
            self._timer.start()

    def _on_edited(self, field_id: str) -> None:
        del field_id
        self._timer.start()

    def wanted(self) -> JournalFilter:
        """What the filters ask for."""
        values = self.filter.values()
        return JournalFilter(
            text=values["text"].strip(),
            form_key=values["form"],
            state=values["state"],
            doctor=values["doctor"],
            since=day_of(values["since"]),
            until=day_of(values["until"]),
            limit=_LIMIT,
        )

    def refresh(self) -> None:
        """Read the journal for the present filters; only the latest answer counts."""
        self._timer.stop()
        self._request += 1
        request, wanted = self._request, self.wanted()
        self._tasks.run_query(
            lambda: (
                self._desk.papers.journal(wanted),
                self._desk.papers.forms(),
                self._desk.clinic.physicians(),
            ),
            lambda found: self._on_read(request, *found),
            self._on_failed,
            parent=self,
        )

    def _on_read(
        self, request: int, answer: JournalAnswer, forms: tuple[PaperForm, ...],
        doctors: tuple[StaffMember, ...],
    ) -> None:  # fmt: skip
        if request != self._request:
            return
        issued = tuple(one for one in forms if one.is_issued)
        if issued != self._forms:
            self._forms = issued
            self.filter.field("form").set_choices((("", "все"), *((one.key, one.short) for one in issued)))
            self.filter.field("state").set_choices((("", "любое"), *answer.states))
            names = dict.fromkeys(one.name.short for one in doctors)
            self.filter.field("doctor").set_choices((("", "любой"), *((one, one) for one in names)))
            for field in ("form", "state", "doctor"):
                if not self.filter.field(field).value():
                    self.filter.field(field).set_value("")
        self._rows = {one.certificate_id: one for one in answer.rows}
        self._following = answer.following
        self.table.set_rows([row_of(one) for one in answer.rows])
        if answer.rows and self.table.current() is None:
            self.table.select(answer.rows[0].certificate_id)
        self._found.setText(found_words(answer, is_filtered=self._is_filtered()))
        self._reset.setVisible(self._is_filtered())
        self._show_left(answer)

    def _read_further(self) -> None:
        """The end of the table came into sight: the next page from where this one ended."""
        if self._following is None:
            return
        request, wanted = self._request, dataclasses.replace(self.wanted(), after=self._following)
        self._following = None
        self._tasks.run_query(
            lambda: self._desk.papers.journal(wanted),
            lambda found: self._on_further(request, found),
            self._on_failed,
            parent=self,
        )

    def _on_further(self, request: int, answer: JournalAnswer) -> None:
        if request == self._request:
            self._rows |= {one.certificate_id: one for one in answer.rows}
            self._following = answer.following
            self.table.append_rows([row_of(one) for one in answer.rows])

    def show_running_out(self) -> None:
        """The papers that run out soon."""
        self.filter.set_values({**EMPTY, "state": ENDING})
        self.refresh()

    # -- registers ------------------------------------------------------------------------------

    def show_registers(self) -> None:
        """Ctrl+P: the register as it will come out, with its totals."""
        self.page_made.emit(
            RegisterPage(
                self.theme, self._desk, self._tasks, self._messages, self._printer, self.wanted()
            )
        )  # fmt: skip

    def export(self) -> None:
        """Ctrl+E: what is filtered, into a table."""
        ask_for_table(self, self.save_to)

    def save_to(self, path: Path) -> None:
        """Write what is filtered into a file."""
        TableSaver(self._desk, self._tasks, self._messages).save("all", self.wanted(), path)

    def _is_filtered(self) -> bool:
        return any(one.strip() for one in self.filter.typed().values())

    def _show_left(self, answer: JournalAnswer) -> None:
        """How many numbers this desk still has; none before the first paper."""
        key = self.filter.field("form").value()
        left = answer.numbers_left.get(key) if key else sum(answer.numbers_left.values())
        self._left.setVisible(bool(answer.numbers_left) and left is not None)
        if left is not None:
            role = Role.WARN if left < _FEW_NUMBERS else Role.NEUTRAL
            self._left.set_state(f"номеров осталось: {left}", role, icon="")

    def _on_failed(self, error: RegistrarError) -> None:
        one = error.problem
        self.banner.show_message(ROLES[one.level], one.text, one.way_out, code=one.code)

    def reset(self) -> None:
        """Alt+0: all papers again."""
        self.filter.set_values(EMPTY)
        self.refresh()
        self.table.setFocus()

    # -- the chosen row -------------------------------------------------------------------------

    def _current(self) -> JournalRow | None:
        found = self._rows.get(self.table.current())
        if found is None:
            self._messages.status("Сначала выберите справку в таблице", Role.INFO)
        return found

    def _open_row(self, row_id: object) -> None:
        if isinstance(row_id, UUID):
            self._go.issued(row_id)

    def open_current(self) -> None:
        """Enter, F4: look at the paper."""
        row = self._current()
        if row is not None:
            self._go.issued(row.certificate_id)

    def to_person(self) -> None:
        """F2: the record of the person."""
        row = self._current()
        if row is not None:
            self._go.person(row.person_id)

    def print_current(self) -> None:
        """Ctrl+Shift+P: on the remembered printer; the service notes a copy."""
        row = self._current()
        if row is None:
            return
        if row.state != "valid":
            self._messages.status(f"Справка {row.state_text}: печатать её нельзя", Role.WARN)
            return
        self._printer.print_now(
            PrintWish(row.certificate_id, row.form_key, self._on_printed, self._on_failed)
        )

    def _on_printed(self, printed: Printed) -> None:
        self._messages.status(printed_words(printed))
        for one in printed.problems:
            self.banner.show_message(ROLES[one.level], one.text, one.way_out, code=one.code)
