"""Check any signed PDF: open it or drop it here; the verdict in plain words beside the file itself."""

from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from registrar_app.domain.errors import RegistrarError, SurroundingsError
from registrar_app.services.desk import Desk
from registrar_app.services.shapes import Clock
from registrar_app.signing.verify import VerificationReport
from registrar_app.ui.messages import ROLES
from registrar_app.ui.pages.signature_words import file_verdict, signature_verdicts
from registrar_app.ui.pages.split_page import SplitPage
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.banner import AdviceItem
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.label import Label
from registrar_app.ui.widgets.section import SectionTitle

_MAX_BYTES = 50_000_000


class VerifyPage(SplitPage):
    """The verdict over a file from anywhere."""

    def __init__(self, theme: Theme, desk: Desk, tasks: Tasks, clock: Clock) -> None:
        super().__init__(theme, tasks)
        self._desk, self._tasks, self._clock = desk, tasks, clock
        self._request = 0
        self.setAcceptDrops(True)
        self.set_title("Проверка подписанного файла", "подходит любой файл PDF с электронной подписью")
        self._hint = Label(
            theme, "Откройте файл или перетащите его сюда. Файл никуда не отправляется.",
            role=Role.TEXT2, wrap=True,
        )  # fmt: skip
        self.body.addWidget(self._hint)
        self._found = SectionTitle(theme, "Подписи в файле", hairline=False)
        self._found.hide()
        self.body.addWidget(self._found)
        self._verdicts = QVBoxLayout()
        self._verdicts.setSpacing(theme.px(8))
        self.body.addLayout(self._verdicts)
        self._open = Button(
            theme, "Открыть файл…", kind=ButtonKind.PRIMARY, icon="file-text", key="Ctrl+O",
            handler=self.choose_file,
        )  # fmt: skip
        self.bar.add(self._open)
        self.bar.add_right(
            Button(theme, "Закрыть", kind=ButtonKind.QUIET, key="Esc", handler=self.close_requested.emit)
        )

    def activate(self) -> None:
        """Enter opens a file."""
        self._open.setFocus()

    def choose_file(self) -> None:
        """Ctrl+O: the system's dialogue."""
        dialog = QFileDialog(self, "Открыть подписанный файл", "", "Файлы PDF (*.pdf);;Все файлы (*)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_chosen(self, path: str) -> None:
        self.check_file(Path(path))

    def check_file(self, path: Path) -> None:
        """Read and verify a file; only the latest one counts."""
        self._request += 1
        request = self._request

        def work() -> tuple[bytes, VerificationReport]:
            try:
                with path.open("rb") as file:
                    pdf = file.read(_MAX_BYTES)
            except OSError:
                raise SurroundingsError("SIGN-064") from None
            return pdf, self._desk.papers.verify(pdf)

        self._tasks.run_query(
            work, lambda found: self._on_checked(request, path.name, *found), self._on_failed, parent=self
        )

    def _on_checked(self, request: int, name: str, pdf: bytes, report: VerificationReport) -> None:
        if request != self._request:
            return
        self._hint.setText(name)
        self.paper.view.set_pdf(pdf)
        whole = file_verdict(report)
        self.banner.show_message(whole.role, whole.title, whole.text, code=whole.code)
        while self._verdicts.count():
            widget = self._verdicts.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        found = signature_verdicts(report, self._clock().tzinfo)
        for one in found:
            self._verdicts.addWidget(AdviceItem(self.theme, one.role, one.title, one.text))
        self._found.setVisible(bool(found))

    def _on_failed(self, error: RegistrarError) -> None:
        one = error.problem
        self.banner.show_message(ROLES[one.level], one.text, one.way_out, code=one.code)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file may be dropped."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Check the dropped file."""
        for url in event.mimeData().urls():
            if url.isLocalFile():
                event.acceptProposedAction()
                self.check_file(Path(url.toLocalFile()))
                return
