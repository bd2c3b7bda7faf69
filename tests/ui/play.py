"""The whole program under a tester's hands: real window, real wiring, a training clinic of its own."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from registrar_app.app import Program
from registrar_app.cards.card_model import SimulatedCard
from registrar_app.domain.records import SearchRow
from registrar_app.services.desk import Desk
from registrar_app.services.training import card_image
from registrar_app.tour.hands import Hands
from registrar_app.ui.pages.record import RecordPage
from registrar_app.ui.pages.sign_in import SignInPage
from registrar_app.ui.widgets.form_field import FormField
from registrar_app.ui.widgets.form_grid import FormGrid

KNOWN = "Гарифуллина-Воскобойникова"


class Play(Hands):
    """Hands with the short cuts of somebody who plays the window all day."""

    @property
    def desk(self) -> Desk:
        desk = self.program.desk
        assert desk is not None
        return desk

    def rest(self, seconds: float = 0.05) -> None:
        """Let timers run and work end."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            QApplication.processEvents()
            time.sleep(0.005)
        self.idle()

    def ask(self, question: Callable[[], Any]) -> Any:
        """Ask the data in the thread they live in."""
        answers: list[Any] = []
        self.program.tasks.run_query(question, answers.append)
        self.wait("answer", lambda: bool(answers))
        return answers[0]

    def sign_in(self) -> None:
        """Enter at «Кто за окном?»."""
        self.wait("sign-in", lambda: bool(self.window.findChildren(SignInPage)))
        self.idle()
        self.press("Enter")
        self.wait("desk", lambda: not self.window.findChildren(SignInPage))
        self.rest()

    def find(self, surname: str) -> SearchRow:
        """Type into the search and open the first one found."""
        self.press("F3")
        self.type(surname)
        self.idle()
        row: SearchRow = self.window.pane("patients").model.rows[0]
        self.press("Enter")
        page = self.page(RecordPage)
        self.wait("record", lambda: page.record is not None and page.record.id == row.id)
        return row

    def new(self) -> None:
        """An empty new record, as after a search that gave nothing to carry over."""
        self.press("F3")
        self.press("Ctrl+N")
        self.press("Ctrl+N")

    def put(self, form: FormGrid, field_id: str, text: str) -> FormField:
        """Type a value in place of the one in a field and leave it."""
        form.focus_field(field_id)
        field = form.field(field_id)
        if isinstance(field.editor, QLineEdit):
            field.editor.selectAll()
        self.type(text)
        self.press("Enter")
        return field

    def insert(self, card: SimulatedCard | str, reader: str | None = None) -> None:
        """Put a card in; the window has said what it thinks of it when this returns."""
        assert self.program.reader is not None
        self.program.reader.insert(card_image(card) if isinstance(card, str) else card, reader)
        self.rest(0.3)

    def reader_words(self) -> str:
        """The reader's cell of the status bar."""
        return self.window.status.cell("reader").text()


@contextmanager
def playing(app: QApplication, profile: Path, *, training: bool = True) -> Iterator[Play]:
    """The program on a profile, shown, nobody signed in yet; closed as a person closes it."""
    program = Program(app, profile, training=training)
    program.show()
    try:
        yield Play(program)
    finally:
        program.window.close()
        program.shutdown()
        program.window.deleteLater()
        program.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
