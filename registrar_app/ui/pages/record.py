"""The record of a person: data, attachment, papers, history; what deserves attention beside them."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.records import PersonRecord
from registrar_app.services.desk import Desk
from registrar_app.services.person_words import record_title
from registrar_app.services.shapes import Advice, Clock
from registrar_app.ui.messages import ROLES, Messages
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.pages import record_rows, record_tables
from registrar_app.ui.pages.record_files import FilesView
from registrar_app.ui.pages.record_history import HistoryView
from registrar_app.ui.pages.record_parts import (
    PaperLine,
    make_badge,
    merge_item,
    role_for_advice,
    titled_table,
)
from registrar_app.ui.pages.record_photo import RecordPhoto
from registrar_app.ui.pages.record_view import RecordView, read_record
from registrar_app.ui.paper_printing import PaperPrinter
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Theme
from registrar_app.ui.widgets.banner import Action, AdviceItem
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.data_table import DataTable
from registrar_app.ui.widgets.label import Label
from registrar_app.ui.widgets.page import Page
from registrar_app.ui.widgets.section import DefinitionList, SectionTitle
from registrar_app.ui.widgets.tabs import Tab

TABS = (
    Tab("data", "Данные"),
    Tab("attachment", "Прикрепление", "F8"),
    Tab("papers", "Справки", "F9"),
    Tab("files", "Файлы", "F11"),
    Tab("history", "История"),
)
_LAST_PAPERS = 3


class RecordPage(Page):
    """One person, opened or looked at in passing; another person can be shown on the same page."""

    label_wanted = Signal(object)
    """``UUID``: print the label of the outpatient record."""
    activated = Signal(object)
    """``UUID`` of the opened record: the window may put the focus on that person in the list."""
    loaded = Signal(object)
    """``PersonRecord`` shown now."""
    closed = Signal()
    """The opened record was closed by Esc."""
    choice_wanted = Signal(object)
    """Tuple of ``PaperForm``: F9 with several of them, the window asks which."""
    clear_wanted = Signal()
    """Esc in passing: empty the search."""
    more_wanted = Signal()
    """F2: the list of what else can be done with the record."""
    back_wanted = Signal()
    """Take the record out of the archive again."""
    part_wanted = Signal(object)
    """Id of a joining to take back."""

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        tasks: Tasks,
        go: Navigation,
        clock: Clock,
        person_id: UUID,
        *,
        tab: str = "data",
        preview: bool = False,
        messages: Messages | None = None,
        printer: PaperPrinter | None = None,
    ) -> None:
        super().__init__(theme, side=True, tabs=TABS)
        self._desk, self._tasks, self._go, self._clock = desk, tasks, go, clock
        self.person_id = person_id
        self.is_preview = preview
        self.view: RecordView | None = None
        self._request = 0
        self._is_reading = False
        self._views: dict[str, list[QWidget]] = {}
        self._build_data()
        self._build_tables()
        printing = printer or PaperPrinter(desk, tasks, self)
        self.files = FilesView(theme, desk, tasks, messages or Messages(self), printing, clock)
        self._build_files()
        self.photo = RecordPhoto(desk, tasks, self.head.photo, self)
        self.head.tabs.chosen.connect(self._show_tab)
        self.show_person(person_id, tab=tab, preview=preview)

    # -- building -------------------------------------------------------------------------------

    def _build_data(self) -> None:
        """Two columns of sections."""
        left, right = self.two_columns()
        self._personal, self._policy = DefinitionList(self.theme), DefinitionList(self.theme)
        self._contact, self._attached = DefinitionList(self.theme), DefinitionList(self.theme)
        self._people = DefinitionList(self.theme)
        for box, title, rows in (
            (left, "Личные данные", self._personal),
            (left, "Полис ОМС", self._policy),
            (right, "Адрес и связь", self._contact),
            (right, "Прикрепление", self._attached),
        ):
            box.addWidget(SectionTitle(self.theme, title))
            box.addWidget(rows)
            box.addSpacing(self.theme.px(8))
        self._people_title = SectionTitle(self.theme, "Представители")
        right.addWidget(self._people_title)
        right.addWidget(self._people)
        self._views["data"] = [box.parentWidget() for box in (left, right)]

    def _build_tables(self) -> None:
        """One table under a title for each of the other tabs."""
        self.attachments = DataTable(
            self.theme, record_tables.ATTACHMENT_COLUMNS, "История прикреплений", fit_height=True
        )
        self.papers = DataTable(self.theme, record_tables.PAPER_COLUMNS, "Справки пациента", fit_height=True)
        self.papers.row_activated.connect(self._open_paper)
        self._empty: dict[str, Label] = {}
        for tab, title, table in (
            ("attachment", "История прикреплений", self.attachments),
            ("papers", "Справки", self.papers),
        ):
            self._empty[tab], holder = titled_table(self.theme, title, table)
            self.body.addWidget(holder)
            self._views[tab] = [holder]

    def _build_files(self) -> None:
        """The tabs that take the whole height and scroll by themselves."""
        self.history = HistoryView(self.theme)
        for tab, view in (("files", self.files), ("history", self.history)):
            self.fill(view)
            self._views[tab] = [view]
        self.files.bar_changed.connect(self._on_files_bar)
        self.files.count_changed.connect(lambda count: self.head.tabs.set_count("files", count or None))
        self.files.failed.connect(self._say_error)
        self.files.wanted.connect(lambda: self._choose_tab("files"))
        self.files.closed.connect(self._close)
        self.setAcceptDrops(True)

    def _fill_bar(self) -> None:
        """Buttons of an opened record, or of one looked at in passing; the files have their own."""
        self.bar.clear()
        theme, go = self.theme, self._go
        if self.head.tabs.current == "files" and not self.is_preview:
            self.files.fill_bar(self.bar)
            return
        attach = Button(theme, "Прикрепить", icon="link", key="F8", handler=self._attach)
        paper = Button(theme, "Справка", icon="certificate", key="F9", handler=self.new_paper)
        if self.is_preview:
            first = Button(
                theme, "Открыть", kind=ButtonKind.PRIMARY, key="Enter",
                handler=lambda: go.person(self.person_id),
            )  # fmt: skip
            self.bar.add(first, attach, paper)
            way_out = Button(
                theme, "Очистить поиск", kind=ButtonKind.QUIET, key="Esc", handler=self.clear_wanted.emit
            )
        else:
            self.bar.add(
                Button(theme, "Изменить", icon="pencil", key="F4", handler=self._edit),
                attach,
                paper,
                Button(theme, "Этикетка", icon="tag", key="Ctrl+P", handler=self._want_label),
            )
            self.bar.add_right(
                Button(theme, "Ещё", kind=ButtonKind.QUIET, key="F2", handler=self.more_wanted.emit)
            )
            way_out = Button(theme, "Закрыть", kind=ButtonKind.QUIET, key="Esc", handler=self._close)
        self.bar.add_right(way_out)

    # -- loading --------------------------------------------------------------------------------

    def show_person(self, person_id: UUID, *, tab: str = "data", preview: bool = False) -> None:
        """Show a person here; what is on the page stays until his data have come."""
        is_other = person_id != self.person_id
        self.person_id, self.is_preview = person_id, preview
        if is_other:
            self.banner.clear()
            self.head.photo.show_picture(None)
            self.history.forget()
        self.files.show_person(person_id, read_only=preview)
        self.head.set_word("Просмотр" if preview else "")
        self.head.tabs.set_current(tab)
        self._show_tab(tab)
        self._read(note=not preview)

    def refresh(self) -> None:
        """Data changed: read the same person anew, without noting it."""
        self._read(note=False)

    def _read(self, *, note: bool) -> None:
        self._request += 1
        self._is_reading = True
        request, person_id, whole = self._request, self.person_id, not self.is_preview
        self._tasks.run_query(
            lambda: read_record(self._desk, person_id, note=note, whole=whole),
            lambda view: self._on_read(request, view),
            lambda error: self._on_failed(request, error),
            parent=self,
        )

    def _on_failed(self, request: int, error: RegistrarError) -> None:
        if request == self._request:
            self._is_reading = False
            self._say_error(error)

    def _say_error(self, error: RegistrarError) -> None:
        one = error.problem
        self.banner.show_message(ROLES[one.level], one.text, one.way_out, code=one.code)

    def _on_read(self, request: int, view: RecordView) -> None:
        if request != self._request:
            return
        self.view, self._is_reading = view, False
        record, now = view.record, self._clock()
        self.person_id = record.id
        today = now.date()
        self.set_title(record_title(record, today), record_rows.head_line(record, today))
        self.head.set_badges([make_badge(self.theme, one) for one in view.badges])
        self._personal.set_rows(record_rows.personal_rows(record, today, now))
        self._policy.set_rows(record_rows.policy_rows(record, now))
        self._contact.set_rows(record_rows.contact_rows(record, now))
        people = record_rows.representative_rows(record, today)
        self._people.set_rows(people)
        for widget in (self._people_title, self._people):
            widget.setVisible(bool(people))
        self._attached.set_rows(
            record_rows.attachment_rows(record.attachment, view.organization, record.data.sex)
        )
        self._fill_tables(view)
        self._fill_side(view)
        self.set_width_class(self.width_class)
        self.loaded.emit(record)
        self.photo.show_for(record.id)

    def _fill_tables(self, view: RecordView) -> None:
        record, now = view.record, self._clock()
        self.attachments.set_rows(
            record_tables.attachment_table(record.attachments, view.organization, record.data.sex)
        )
        self.papers.set_rows(record_tables.paper_table(view.papers.rows))
        self.history.set_lines(view.history, now)
        self.head.tabs.set_count("files", view.files or None)
        self.head.tabs.set_count("papers", view.papers.total or None)
        words = {
            "attachment": ("Прикреплений ещё не было. F8 — прикрепить.", self.attachments),
            "papers": ("Справок ещё не выдавали. F9 — новая справка.", self.papers),
        }
        for tab, (text, table) in words.items():
            self._empty[tab].setText(text)
            self._empty[tab].setVisible(not table.rows)
            table.setVisible(bool(table.rows))

    def _fill_side(self, view: RecordView) -> None:
        if self.side is None:
            return
        self.side.clear()
        self.side.add_advice([self._advice_item(one) for one in view.advice])
        if view.papers.rows:
            self.side.add_title("Последние бумаги", hairline=True)
            for row in view.papers.rows[:_LAST_PAPERS]:
                self.side.add(PaperLine(self.theme, row))
        merges = [one for one in view.merges if one.undone_at is None]
        if merges:
            self.side.add_title("Объединённые записи", hairline=True)
            for line in merges:
                self.side.add(merge_item(self.theme, line, self.part_wanted.emit))
        self.number_answers()

    def _advice_item(self, advice: Advice) -> AdviceItem:
        action = None
        if advice.action and not self.is_preview:
            follow = partial(self.follow, advice.action)
            action = Action(advice.action_label or "Показать", follow, numbered=True)
        role = role_for_advice(advice)
        text = advice.text.removeprefix(f"{advice.title}.").strip()
        return AdviceItem(self.theme, role, advice.title, text, action=action)

    # -- what the keys do -----------------------------------------------------------------------

    def activate(self) -> None:
        """The tab that is open gets the focus: arrows move between tabs, Tab goes into the page.

        What another window saved meanwhile is read.
        """
        if not self._is_reading:
            self.refresh()
        for button in self.head.tabs.findChildren(QAbstractButton):
            if button.isChecked():
                button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.activated.emit(self.person_id)

    def _show_tab(self, tab: str) -> None:
        for name, widgets in self._views.items():
            for widget in widgets:
                widget.setVisible(name == tab)
        if self.side is not None:
            self.side.setVisible(tab == "data")
        self._fill_bar()
        if tab == "files":
            self.files.refresh()
        self.number_answers()

    def _choose_tab(self, tab: str) -> None:
        if self.head.tabs.current != tab:
            self.head.tabs.set_current(tab)
            self._show_tab(tab)

    def _on_files_bar(self) -> None:
        if self.head.tabs.current == "files":
            self._fill_bar()
            self.number_answers()

    def primary(self) -> bool:
        """Ctrl+Enter: what the tab in view is busy with, else the filled button."""
        return (self.head.tabs.current == "files" and self.files.primary()) or super().primary()

    def press_key(self, key: str) -> bool:
        """F11: the focus goes along into the list of files."""
        if key == "F11":
            self.files.take_focus()
        return super().press_key(key)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and pictures may be dropped anywhere on the record."""
        if not self.is_preview and self.files.takes(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """They are asked about in the tab «Файлы»."""
        self.files.intake.take(event.mimeData())
        event.acceptProposedAction()

    def follow(self, action: str) -> None:
        """Do what an advice offers: ``attach``, ``edit:<field>``, ``open:<id>``, ``compare:<id>``,
        ``paper:<form>``, ``unarchive``.
        """  # noqa: D205
        name, _, what = action.partition(":")
        if name == "attach":
            self._attach()
        elif name == "edit":
            self._go.edit(self.person_id, what)
        elif name == "open":
            self._go.person(UUID(what))
        elif name == "compare":
            self._go.compare(self.person_id, UUID(what))
        elif name == "paper":
            self._go.paper(what, self.person_id)
        elif name == "unarchive":
            self.back_wanted.emit()

    def _attach(self) -> None:
        self._go.attachment(self.person_id)

    def _edit(self) -> None:
        self._go.edit(self.person_id)

    def new_paper(self) -> None:
        """F9: the form if there is but one, else the choice of forms."""
        forms = self.view.forms if self.view is not None else ()
        if len(forms) == 1:
            self._go.paper(forms[0].key, self.person_id)
        elif forms:
            self.choice_wanted.emit(forms)

    def _open_paper(self, certificate_id: object) -> None:
        if isinstance(certificate_id, UUID):
            self._go.issued(certificate_id)

    def _want_label(self) -> None:
        self.label_wanted.emit(self.person_id)

    def _close(self) -> None:
        self.closed.emit()
        self._go.home()

    @property
    def record(self) -> PersonRecord | None:
        """The record shown, None until it is read."""
        return self.view.record if self.view is not None else None
