"""What the page of an issued paper says of its signatures; verified off the database's thread."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from registrar_app.domain.errors import RegistrarError
from registrar_app.services.shapes import Clock
from registrar_app.signing.verify import VerificationReport, verify
from registrar_app.ui.pages.signature_words import Verdict, problem_verdict, signature_verdicts
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.banner import AdviceItem
from registrar_app.ui.widgets.section import SectionTitle

_Given = tuple[bytes, tuple[bytes, ...]]
_BY_HAND = Verdict(
    Role.INFO, "Подписывается от руки", "Электронной подписи в файле нет: нужны подпись врача и печать."
)
_BUSY = Verdict(Role.INFO, "Подпись проверяется", "Печатать и сохранять файл можно уже сейчас.")


class SignatureBlock(QWidget):
    """A title and one box for each signature of the file.

    Args:
        theme: Colours.
        tasks: Verifying two signatures takes its time (half a second for GOST without OpenSSL): it runs in
            the pool, the desk goes on reading and saving meanwhile.
        clock: Present moment.
    """

    def __init__(self, theme: Theme, tasks: Tasks, clock: Clock) -> None:
        super().__init__()
        self._theme, self._tasks, self._clock = theme, tasks, clock
        self._shown: _Given = (b"", ())
        self.report: VerificationReport | None = None
        """Of the file in view; None while it is verified, and for a paper signed by hand."""
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(SectionTitle(theme, "Электронная подпись", hairline=False))
        self._items = QVBoxLayout()
        self._items.setSpacing(theme.px(8))
        box.addLayout(self._items)

    def show_file(self, pdf: bytes, roots: tuple[bytes, ...], *, is_signed: bool) -> None:
        """Say what is known of a file; one already verified by these roots is left as it is.

        Args:
            pdf: The kept file.
            roots: Contents of the files with trusted roots.
            is_signed: It carries electronic signatures.
        """
        given = (pdf, roots)
        if given == self._shown:
            return
        self._shown, self.report = given, None
        self._say((_BUSY if is_signed else _BY_HAND,))
        if is_signed:
            now = self._clock()
            self._tasks.run_job(
                lambda: verify(pdf, roots, now=now), lambda report: self._on_verified(given, report),
                self._on_failed, parent=self,
            )  # fmt: skip

    def _on_verified(self, given: _Given, report: VerificationReport) -> None:
        if given == self._shown:
            self.report = report
            self._say(signature_verdicts(report, self._clock().tzinfo))

    def _on_failed(self, error: RegistrarError) -> None:
        self._shown = (b"", ())
        self._say((problem_verdict(error.problem),))

    def _say(self, verdicts: Sequence[Verdict]) -> None:
        while self._items.count():
            widget = self._items.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for one in verdicts:
            self._items.addWidget(AdviceItem(self._theme, one.role, one.title, one.text))
