"""Check what somebody brings: signed files, a picture or the text of a code; the verdict in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from registrar_app.domain.errors import RegistrarError, SurroundingsError
from registrar_app.domain.problems import Problem, problem
from registrar_app.services.desk import Desk
from registrar_app.services.qr_codes import CheckedCode, OwnPaper
from registrar_app.services.shapes import Clock
from registrar_app.services.verifying import MAX_BYTES, CheckedFile
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.pages.signature_words import (
    Verdict,
    checked_code_verdict,
    code_verdict,
    problem_verdict,
    signature_verdicts,
    whole_verdict,
)
from registrar_app.ui.pages.split_page import SplitPage
from registrar_app.ui.pages.verify_reading import code_in_picture, dropped_files, is_picture
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.banner import Action, AdviceItem
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.data_table import DataTable
from registrar_app.ui.widgets.form_grid import FormGrid
from registrar_app.ui.widgets.form_spec import FieldSpec
from registrar_app.ui.widgets.label import Label
from registrar_app.ui.widgets.section import SectionTitle
from registrar_app.ui.widgets.tables import BadgeCell, Column, TableRow

_HINT = "Откройте файлы или перетащите их сюда, можно несколько. Они никуда не отправляются."
_COLUMNS = (Column("name", "Файл"), Column("verdict", "Итог", 190))
_SHORT = {Role.OK: "верно", Role.WARN: "посмотрите сами", Role.ERROR: "не принимать", Role.INFO: "к сведению"}


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """One thing that is checked; nothing but its name while it waits."""

    path: Path
    file: CheckedFile | None = None
    code: CheckedCode | None = None
    failure: Problem | None = None

    @property
    def verdict(self) -> Verdict | None:
        """The whole in one sentence; None while it is checked."""
        if self.file is not None:
            return whole_verdict(self.file)
        if self.code is not None:
            return checked_code_verdict(self.code)
        return problem_verdict(self.failure) if self.failure else None

    @property
    def paper(self) -> OwnPaper | None:
        """The paper of the journal it is about."""
        return self.file.paper if self.file else self.code.paper if self.code else None


class VerifyPage(SplitPage):
    """The verdict over files and codes from anywhere."""

    def __init__(
        self, theme: Theme, desk: Desk, tasks: Tasks, clock: Clock, go: Navigation | None = None
    ) -> None:
        super().__init__(theme, tasks)
        self._desk, self._tasks, self._clock, self._go = desk, tasks, clock, go
        self._request = 0
        self._shown = Entry(Path())
        self.entries: list[Entry] = []
        """What was brought last, in the order it was given."""
        self.setAcceptDrops(True)
        self.set_title("Проверка справки", "файл PDF с электронной подписью или код с бумаги")
        self._build()
        self._build_bar()

    def _build(self) -> None:
        theme = self.theme
        self._hint = Label(theme, _HINT, role=Role.TEXT2, wrap=True)
        self.body.addWidget(self._hint)
        self.table = DataTable(theme, _COLUMNS, "Файлы", fit_height=True)
        self.table.row_selected.connect(self._on_current)
        self.table.hide()
        self.body.addWidget(self.table)
        self._found = SectionTitle(theme, "Подписи в файле", hairline=False)
        self._found.hide()
        self.body.addWidget(self._found)
        self._verdicts = QVBoxLayout()
        self._verdicts.setSpacing(theme.px(8))
        self.body.addLayout(self._verdicts)
        self._code_title = SectionTitle(theme, "Код на справке", hairline=False)
        self._code_title.hide()
        self.body.addWidget(self._code_title)
        self._codes = QVBoxLayout()
        self._codes.setSpacing(theme.px(8))
        self.body.addLayout(self._codes)
        self.form = FormGrid(
            theme,
            (
                FieldSpec(
                    "code", "Код со справки", 12, hint="считайте сканером или вставьте текст, затем Enter"
                ),
            ),
        )
        self.form.field("code").editor.setAcceptDrops(False)  # a file dropped here is a file, not its name
        self.form.last_passed.connect(self.check_typed)
        self.add_form(self.form)

    def _build_bar(self) -> None:
        self._open = Button(
            self.theme, "Открыть файлы…", kind=ButtonKind.PRIMARY, icon="file-text", key="Ctrl+O",
            handler=self.choose_file,
        )  # fmt: skip
        self._to_paper = Button(
            self.theme, "Открыть в журнале", icon="certificate", key="F4", handler=self.open_paper
        )
        self._to_paper.hide()
        self.bar.add(self._open, self._to_paper)
        self.bar.add_right(
            Button(self.theme, "Закрыть", kind=ButtonKind.QUIET, key="Esc", handler=self.close_requested.emit)
        )

    def activate(self) -> None:
        """Enter opens files."""
        self._open.setFocus()

    # -- ways in --------------------------------------------------------------------------------

    def choose_file(self) -> None:
        """Ctrl+O: the system's dialogue."""
        wanted = "Справки (*.pdf *.png *.jpg *.jpeg *.tif *.tiff);;Все файлы (*)"
        dialog = QFileDialog(self, "Открыть подписанные файлы или снимки кода", "", wanted)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._on_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_chosen(self, paths: Sequence[str]) -> None:
        self.check_files([Path(one) for one in paths])

    def check_file(self, path: Path) -> None:
        """Check one file."""
        self.check_files([path])

    def check_files(self, paths: Sequence[Path]) -> None:
        """Check files one after another; what was brought before makes room."""
        if not paths:
            return
        self._request += 1
        self.entries = [Entry(one) for one in paths]
        self._show_rows()
        self._next(self._request, 0)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped."""
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Check the dropped files."""
        if paths := dropped_files(event.mimeData()):
            event.acceptProposedAction()
            self.check_files(paths)

    def primary(self) -> bool:
        """Ctrl+Enter: the code that stands in the field, else files."""
        if self.form.values()["code"].strip():
            self.check_typed()
        else:
            self._open.click()
        return True

    def check_typed(self) -> None:
        """Enter in the field: check the code in it."""
        self.check_code(self.form.values()["code"])

    def check_code(self, text: str) -> None:
        """Check the text of a code: typed, pasted or scanned."""
        if not text.strip():
            self._show(Entry(Path(), failure=problem("SIGN-149")))
            return
        self._request += 1
        request = self._request
        self.entries = []
        self._show_rows()
        self._tasks.run_query(
            lambda: self._desk.verifying.check_code(text),
            lambda code: self._on_code(request, code),
            self._on_code_failed,
            parent=self,
        )

    def _on_code(self, request: int, code: CheckedCode) -> None:
        if request == self._request:
            self.form.set_values({"code": ""})
            self._show(Entry(Path(), code=code))

    def _on_code_failed(self, error: RegistrarError) -> None:
        self._show(Entry(Path(), failure=error.problem))

    # -- checking -------------------------------------------------------------------------------

    def _next(self, request: int, place: int) -> None:
        """Check the file at a place: off the database, then ask the journal; the next one follows."""
        if request != self._request or place >= len(self.entries):
            return
        entry = self.entries[place]
        self._tasks.run_job(
            partial(self._work, entry),
            lambda found: self._ask_journal(request, place, found),
            lambda error: self._on_done(request, place, replace(entry, failure=error.problem)),
            parent=self,
        )

    def _work(self, entry: Entry) -> Entry | str:
        """In the pool: the verdict over a file, or the text of the code in a picture."""
        try:
            with entry.path.open("rb") as file:
                content = file.read(MAX_BYTES + 1)
        except OSError:
            raise SurroundingsError("SIGN-064") from None
        if len(content) > MAX_BYTES:
            raise RegistrarError("SIGN-148")
        if is_picture(entry.path):
            return code_in_picture(content, self._clock().date())
        return replace(entry, file=self._desk.verifying.check_file(content))

    def _ask_journal(self, request: int, place: int, found: Entry | str) -> None:
        if request != self._request:
            return
        entry = self.entries[place]

        def ask() -> Entry:
            if isinstance(found, str):
                return replace(entry, code=self._desk.verifying.check_code(found))
            file = self._desk.verifying.known_here(found.file) if found.file else None
            return replace(found, file=file)

        self._tasks.run_query(
            ask,
            lambda known: self._on_done(request, place, known),
            lambda error: self._on_done(request, place, replace(entry, failure=error.problem)),
            parent=self,
        )

    def _on_done(self, request: int, place: int, entry: Entry) -> None:
        if request != self._request:
            return
        self.entries[place] = entry
        self._show_rows()
        if place == self._chosen():
            self._show(entry)
        self._next(request, place + 1)

    # -- showing --------------------------------------------------------------------------------

    def _chosen(self) -> int:
        current = self.table.current()
        return current if isinstance(current, int) else 0

    def _show_rows(self) -> None:
        """The list, from two files on."""
        is_list = len(self.entries) > 1
        self.table.setVisible(is_list)
        self._hint.setText(_HINT if not self.entries else self.entries[0].path.name)
        self._hint.setVisible(not is_list)
        if not is_list:
            self.table.set_rows([])
            return
        current = self._chosen()
        self.table.set_rows(
            [TableRow(place, (one.path.name, _cell(one.verdict))) for place, one in enumerate(self.entries)]
        )
        self.table.select(current)

    def _on_current(self, row_id: object) -> None:
        if isinstance(row_id, int) and row_id < len(self.entries) and self.entries[row_id].verdict:
            self._show(self.entries[row_id])

    def _show(self, entry: Entry) -> None:
        whole = entry.verdict
        if whole is not None:
            self.banner.show_message(whole.role, whole.title, whole.text, code=whole.code)
        signatures = signature_verdicts(entry.file.report, self._clock().tzinfo) if entry.file else ()
        self._fill(self._verdicts, self._found, signatures)
        code = entry.file.code if entry.file else None
        self._fill(self._codes, self._code_title, (code_verdict(code, entry.paper),) if code else ())
        self._to_paper.setVisible(entry.paper is not None and self._go is not None)
        self._shown = entry
        if entry.file is not None:
            self.paper.view.set_pdf(entry.file.pdf)
        else:
            self.paper.view.clear()
            self._show_kept(entry.paper)

    def _show_kept(self, paper: OwnPaper | None) -> None:
        """Beside a code: the paper of the journal, to be compared with the one at hand."""
        if paper is None:
            return
        request = self._request
        self._tasks.run_query(
            lambda: self._desk.papers.pdf_of(paper.certificate_id),
            lambda pdf: self.paper.view.set_pdf(pdf) if request == self._request else None,
            lambda _error: None,
            parent=self,
        )

    def _fill(self, layout: QVBoxLayout, title: SectionTitle, verdicts: Sequence[Verdict]) -> None:
        while layout.count():
            widget = layout.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for one in verdicts:
            layout.addWidget(AdviceItem(self.theme, one.role, one.title, one.text, action=self._action(one)))
        title.setVisible(bool(verdicts))

    def _action(self, one: Verdict) -> Action | None:
        """The way to what would cure it."""
        go = self._go
        if go is None:
            return None
        if "Доверенные центры" in one.text:
            return Action("Доверенные центры", partial(go.settings, "trust"), numbered=True)
        return (
            Action("Ключи кодов", partial(go.settings, "codes"), numbered=True)
            if one.code == "SIGN-111"
            else None
        )

    def open_paper(self) -> None:
        """F4: the paper in the journal."""
        if self._go is not None and self._shown.paper is not None:
            self._go.issued(self._shown.paper.certificate_id)


def _cell(verdict: Verdict | None) -> BadgeCell | str:
    return "проверяется…" if verdict is None else BadgeCell(_SHORT.get(verdict.role, ""), verdict.role)
