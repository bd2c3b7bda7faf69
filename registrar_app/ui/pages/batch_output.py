"""The finished papers of a batch: which of them to print, and where the files go."""

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from registrar_app.services.batch_shapes import BatchLine, BatchOutcome, RunOfBatch
from registrar_app.services.desk import Desk
from registrar_app.ui.batch_controller import BatchController
from registrar_app.ui.pages.batch_words import papers_words
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.widgets.command_palette import PaletteLine

Choose = Callable[[str, str, list[PaletteLine]], object]
"""Opens a list to pick from: title, what may be typed, lines."""


class BatchOutput(QObject):
    """Asks what is printed and where it is saved; the controller does it."""

    changed = Signal()
    """Printing has begun."""
    failed = Signal(object)
    """A ``RegistrarError``."""

    def __init__(
        self, desk: Desk, tasks: Tasks, batches: BatchController, choose: Choose, page: QWidget
    ) -> None:
        """Make it for a page.

        Args:
            desk: Use cases.
            tasks: Threads.
            batches: What prints and saves.
            choose: Opens a list to pick from.
            page: Owner of the dialog.
        """
        super().__init__(page)
        self._desk, self._tasks, self._batches = desk, tasks, batches
        self._choose, self._page = choose, page

    def choose_print(self, run: RunOfBatch, number: int) -> None:
        """What to print: those never printed, all, one line, from a line on.

        Args:
            run: The batch.
            number: The chosen line; 0: none.
        """
        self._tasks.run_query(
            lambda: (
                self._desk.batches.lines(run.id, (BatchOutcome.DONE,)),
                self._desk.batches.unprinted(run.id),
            ),
            lambda found: self._ask(found[0], found[1], run.form_key, number),
            self.failed.emit,
            parent=self,
        )

    def _ask(self, lines: Sequence[BatchLine], rest: Sequence[BatchLine], form_key: str, number: int) -> None:
        def line(words: str, some: Sequence[BatchLine]) -> PaletteLine:
            return PaletteLine(words, "", "", partial(self._send, some, form_key))

        behind = [one for one in lines if one.number >= number]
        only = [one for one in lines if one.number == number]
        choices = [line(f"Все: {papers_words(len(lines))}", lines)]
        if 0 < len(rest) < len(lines):
            # After a jam or a mended line these are wanted: the first in the list.
            choices.insert(0, line(f"Ещё не напечатанные: {papers_words(len(rest))}", rest))
        if only:
            choices.append(line(f"Только строку {number}", only))
        if number and 0 < len(behind) < len(lines):
            choices.append(line(f"Со строки {number} до конца: {papers_words(len(behind))}", behind))
        self._choose("Что напечатать?", "все, остальные, строку, до конца", choices)

    def _send(self, lines: Sequence[BatchLine], form_key: str) -> None:
        self._batches.print_lines(list(lines), form_key)
        self.changed.emit()

    def choose_folder(self, run_id: UUID) -> None:
        """Where the files go."""
        dialog = QFileDialog(self._page, "Папка для справок")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda folder: self._batches.save(run_id, folder))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
