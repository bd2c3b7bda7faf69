"""An issued paper: the signed file itself, its signatures, what happened to it, print and reprint."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from PySide6.QtWidgets import QFileDialog

from registrar_app.domain.dates import ru_date
from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.records import CertificateRecord, CertificateState, PersonRecord
from registrar_app.services.desk import Desk
from registrar_app.services.paper_shapes import PaperForm, PaperOrigin, Printed
from registrar_app.services.shapes import Clock
from registrar_app.services.whole_file import write_whole
from registrar_app.ui.messages import ROLES, Messages
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.pages.issued_signatures import SignatureBlock
from registrar_app.ui.pages.issued_words import (
    COPYING,
    DUPLICATED,
    ENDING,
    ends_of,
    event_row,
    facts,
    state_badge,
)
from registrar_app.ui.pages.record_rows import head_line
from registrar_app.ui.pages.signature_words import moment
from registrar_app.ui.pages.split_page import SplitPage
from registrar_app.ui.paper_printing import PaperPrinter, PrintWish, printed_words
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.ask_once import AskOnceButton
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.data_table import DataTable
from registrar_app.ui.widgets.reason_part import ReasonPart
from registrar_app.ui.widgets.section import DefinitionList, SectionTitle
from registrar_app.ui.widgets.tables import Column

_EVENTS = (Column("at", "Когда", 150), Column("what", "Что", 130), Column("staff", "Кто и почему"))


@dataclass(frozen=True, slots=True, repr=False)
class _Loaded:
    """What the page shows."""

    paper: CertificateRecord
    person: PersonRecord
    form: PaperForm | None
    pdf: bytes
    roots: tuple[bytes, ...]
    """What its signatures are verified against."""


def read_issued(desk: Desk, certificate_id: UUID) -> _Loaded:
    """Read a kept paper; in the database thread. Its signatures are verified elsewhere.

    Raises:
        RegistrarError: no such paper (``CERT-056``).
        SurroundingsError: the kept file is not there or not the one that was signed.
    """
    paper = desk.papers.record(certificate_id)
    pdf = desk.papers.pdf_of(certificate_id)
    form = next((one for one in desk.papers.forms() if one.key == paper.data.form), None)
    return _Loaded(paper, desk.people.peek(paper.data.person_id), form, pdf, desk.keys.trust_roots())


class IssuedPage(SplitPage):
    """Look at a paper that was issued; print it again as a copy."""

    def __init__(
        self, theme: Theme, desk: Desk, tasks: Tasks, messages: Messages, go: Navigation, clock: Clock,
        certificate_id: UUID, *, printer: PaperPrinter | None = None,
    ) -> None:  # fmt: skip
        """Make the page and begin to read.

        Args:
            theme: Colours.
            desk: Use cases.
            tasks: Threads.
            messages: Words in the status bar.
            go: Ways to other pages.
            clock: Present moment.
            certificate_id: Which paper.
            printer: Prints; its own when None.
        """
        super().__init__(theme, tasks)
        self._desk, self._tasks, self._messages, self._go, self._clock = desk, tasks, messages, go, clock
        self.certificate_id = certificate_id
        self._printer = printer or PaperPrinter(desk, tasks)
        self._loaded: _Loaded | None = None
        self._build()
        self._build_bar()
        tasks.data_changed.connect(self._on_changed)
        self.refresh()

    def _build(self) -> None:
        theme = self.theme
        self._facts = DefinitionList(theme)
        self.body.addWidget(self._facts)
        self._end_now = AskOnceButton(
            theme, "Списать справку", "Точно списать", icon="circle-x", key="Ctrl+Enter", handler=self.spoil
        )
        self.ending = ReasonPart(theme, ENDING, self._end_now)
        self.body.addWidget(self.ending)
        self._copy_now = AskOnceButton(
            theme, "Сделать дубликат", "Точно сделать дубликат", icon="copy", key="Ctrl+Enter",
            handler=self.duplicate,
        )  # fmt: skip
        self.copying = ReasonPart(theme, COPYING, self._copy_now)
        self.body.addWidget(self.copying)
        self.signatures = SignatureBlock(theme, self._tasks, self._clock)
        self.body.addWidget(self.signatures)
        self.body.addWidget(SectionTitle(theme, "Что было со справкой", hairline=False))
        self.events = DataTable(theme, _EVENTS, "Что было со справкой", fit_height=True)
        self.body.addWidget(self.events)

    def _build_bar(self) -> None:
        theme = self.theme
        self._print = Button(
            theme, "Напечатать", kind=ButtonKind.PRIMARY, icon="printer", key="Ctrl+Shift+P",
            handler=self.print_now,
        )  # fmt: skip
        self._dialog = Button(theme, "Печать…", key="Ctrl+P", handler=self.print_by_dialog)
        self._save = Button(theme, "Сохранить…", key="Ctrl+S", handler=self.save_file)
        self._spoil = Button(theme, "Списать…", key="Ctrl+Del", handler=self.begin_spoiling)
        self._copy = Button(theme, "Дубликат…", key="Ctrl+D", handler=self.begin_copying)
        self.bar.add(
            self._print, self._dialog, self._save, self._spoil, self._copy, self._end_now, self._copy_now
        )
        person = Button(theme, "К пациенту", kind=ButtonKind.QUIET, key="F2", handler=self._to_person)
        self._way_out = Button(theme, "Назад", kind=ButtonKind.QUIET, key="Esc", handler=self.leave)
        self.bar.add_right(person, self._way_out)

    # -- loading --------------------------------------------------------------------------------

    def _on_changed(self) -> None:
        """A print that was asked for before this page was there, a higher level: what was noted is shown."""
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Read the paper and its events."""
        self._tasks.run_query(
            lambda: read_issued(self._desk, self.certificate_id),
            self._on_loaded,
            self._on_failed,
            parent=self,
        )

    def _on_loaded(self, loaded: _Loaded) -> None:
        is_first, has_new_file = self._loaded is None, self._has_new_file(loaded)
        self._loaded = loaded
        paper, data = loaded.paper, loaded.paper.data
        self.set_title(loaded.person.data.name.full, head_line(loaded.person, self._clock().date()))
        title = loaded.form.short if loaded.form else ""
        number = f"{data.series} {data.number}".strip()
        words = f"Справка {title} №\u00a0{number}".replace("  ", " ")
        self.head.set_word(words if number else f"{title}, {ru_date(data.issued_on)}", Role.ACCENT)
        self.head.set_badges([state_badge(self.theme, paper)])
        self._facts.set_rows(facts(paper, loaded.form))
        if has_new_file:
            self.signatures.show_file(loaded.pdf, loaded.roots, is_signed=bool(data.level))
        zone = self._clock().tzinfo
        self.events.set_rows([event_row(one, moment(one.at, zone)) for one in reversed(paper.events)])
        self._show_buttons()
        was_printed = any(one.kind.value == "printed" for one in paper.events)
        words = "Напечатать копию" if was_printed else "Напечатать"
        if loaded.form is not None and loaded.form.is_on_stock:
            words = "На бланк ещё раз" if was_printed else "Напечатать на бланке"
        self._print.set_text(words)
        if has_new_file:
            self.paper.view.set_pdf(loaded.pdf)
        if is_first:
            self.paper.set_foot("На экране, в журнале и на бумаге один и тот же файл")
            self.activate()

    def _has_new_file(self, loaded: _Loaded) -> bool:
        """Another file than the one in view: the first one, or a timestamp was added."""
        return self._loaded is None or self._loaded.pdf != loaded.pdf

    def activate(self) -> None:
        """Enter on the first button prints."""
        (self._print if self._print.isVisibleTo(self) else self._way_out).setFocus()

    # -- printing, saving -----------------------------------------------------------------------

    def _wish(self) -> PrintWish:
        key = self._loaded.paper.data.form if self._loaded else ""
        return PrintWish(self.certificate_id, key, self._on_printed, self._on_failed)

    def print_now(self) -> None:
        """Ctrl+Shift+P: on the remembered printer; a second time the service notes a copy."""
        if self._loaded is not None:
            self._printer.print_now(self._wish())

    def print_by_dialog(self) -> None:
        """Ctrl+P: choose the printer first."""
        if self._loaded is not None:
            self._printer.print_by_dialog(self._wish(), self)

    def _on_printed(self, printed: Printed) -> None:
        self._messages.status(printed_words(printed))
        for one in printed.problems:
            self.banner.show_message(ROLES[one.level], one.text, one.way_out, code=one.code)
        self._go.refresh()
        self.refresh()

    def save_file(self) -> None:
        """Ctrl+S: a copy of the signed file."""
        if self._loaded is None:
            return
        dialog = QFileDialog(self, "Сохранить файл справки", self._file_name(), "Файлы PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(self._on_place_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _file_name(self) -> str:
        """No name of a person in it: files end up in mails."""
        data = self._loaded.paper.data if self._loaded else None
        return f"spravka-{data.series}{data.number}.pdf".replace("/", "-") if data else "spravka.pdf"

    def _on_place_chosen(self, path: str) -> None:
        self.save_to(Path(path))

    def save_to(self, path: Path) -> None:
        """Write the signed file somewhere."""
        if self._loaded is None:
            return
        pdf = self._loaded.pdf
        self._tasks.run_job(lambda: write_whole(path, pdf), self._on_saved, self._on_failed, parent=self)

    def _on_saved(self, nothing: object) -> None:
        del nothing
        self._messages.status("Файл сохранён: это подписанный файл целиком")

    # -- spoiled, lost, annulled, a duplicate ---------------------------------------------------

    def _show_buttons(self) -> None:
        """What can be done with the paper as it stands, unless a reason is being asked for."""
        if self._loaded is None:
            return
        state = self._loaded.paper.state
        idle = not self.ending.is_open and not self.copying.is_open
        for button in (self._print, self._dialog):
            button.setVisible(idle and state is CertificateState.VALID)
        self._save.setVisible(idle)
        self._spoil.setVisible(idle and bool(ends_of(state)))
        self._copy.setVisible(idle and state in DUPLICATED)
        self._way_out.set_text("Назад" if idle else "Не списывать" if self.ending.is_open else "Не делать")

    def primary(self) -> bool:
        """Ctrl+Enter: print, or do what the reason is asked for."""
        if self.ending.is_open or self.copying.is_open:
            (self._end_now if self.ending.is_open else self._copy_now).click()
        else:
            self._print.click()
        return True

    def begin_spoiling(self) -> None:
        """Ctrl+Del: spoiled, lost or annulled, and why."""
        if self._loaded is not None:
            ends = ends_of(self._loaded.paper.state)
            self.ending.form.field("kind").set_choices(ends)
            self.ending.begin("Что случилось со справкой", {"kind": ends[0][0]})
            self._show_buttons()

    def spoil(self) -> None:
        """Write the paper off; its number is used for ever."""
        kind, reason = self.ending.value("kind"), self.ending.value("reason")
        work = {"lost": self._desk.papers.lost, "annulled": self._desk.papers.annul}.get(
            kind, self._desk.papers.spoil
        )
        self._tasks.run_change(
            lambda: work(self.certificate_id, reason), self._on_ended, self._on_failed, parent=self
        )

    def _on_ended(self, nothing: object) -> None:
        del nothing
        self.ending.end()
        self._messages.status("Записано, номер больше не используется")
        self._go.refresh()
        self.refresh()

    def begin_copying(self) -> None:
        """Ctrl+D: why a duplicate is made."""
        self.copying.begin("Почему нужен дубликат")
        self._show_buttons()

    def duplicate(self) -> None:
        """The page of a new paper with the old values; its issue marks this one replaced."""
        why = self.copying.value("reason")
        self._tasks.run_query(
            lambda: self._desk.papers.duplicate(self.certificate_id, why),
            self._on_duplicate,
            self._on_failed,
            parent=self,
        )

    def _on_duplicate(self, origin: PaperOrigin) -> None:
        if self._loaded is not None:
            self.copying.end()
            data = self._loaded.paper.data
            self._go.paper(data.form, data.person_id, origin)

    def next_question(self, step: int = 1) -> bool:
        """F6: the reason, where it is asked for."""
        part = self.ending if self.ending.is_open else self.copying
        return part.is_open and part.form.next_question(step)

    def _on_failed(self, error: RegistrarError) -> None:
        one = error.problem
        for part in (self.ending, self.copying):
            if part.is_open and part.take_problem(one):
                return
        self.banner.show_message(ROLES[one.level], one.text, one.way_out, code=one.code)

    # -- ways -----------------------------------------------------------------------------------

    def _to_person(self) -> None:
        if self._loaded is not None:
            self._go.person(self._loaded.paper.data.person_id)

    def leave(self) -> None:
        """Esc: out of the reason, else back."""
        if not self.ending.is_open and not self.copying.is_open:
            self.close_requested.emit()
            return
        self.ending.end()
        self.copying.end()
        self._show_buttons()
        self.activate()
