"""A batch by keyboard: file, columns, common, trial, issuing, mending, pause, keys; work goes on."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from registrar_app.domain.errors import SurroundingsError
from registrar_app.printing.spool import PrintJob, PrintOptions
from registrar_app.services.batch_shapes import BatchOutcome
from registrar_app.ui.batch_ways import CELL
from registrar_app.ui.pages.batch_common import BatchCommonPage
from registrar_app.ui.pages.batch_list import BatchListPage
from registrar_app.ui.pages.batch_row import BatchRowPage
from registrar_app.ui.pages.batch_run import BatchRunPage
from registrar_app.ui.pages.batch_trial import BatchTrialPage
from tests.ui.batch_stage import COMMON, BatchDesk, add_children, row_of, write_list
from tests.ui.clinic import PASSWORD
from tests.ui.helpers import walk
from tests.ui.paper_stage import ALT, CTRL, press
from tests.ui.stage import Stage
from tests.ui.test_paper_printing import PaperTray, use


@pytest.fixture
def batch(stage: Stage) -> BatchDesk:
    return BatchDesk(stage)


def children(stage: Stage, tmp_path: Path, count: int = 3) -> Path:
    """A list whose last row lacks what the paper must have."""
    rows = [row_of(n + 1, one) for n, one in enumerate(add_children(stage, count))]
    rows[-1] = (*rows[-1][:5], "", rows[-1][6])
    return write_list(tmp_path / "лагерь.csv", rows)


def until(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    """Events run until a condition holds, also while the batch goes on."""
    end = time.monotonic() + seconds
    while not condition():
        QApplication.processEvents()
        assert time.monotonic() < end


def begun(batch: BatchDesk, path: Path) -> BatchRunPage:
    """A batch whose first papers are issued while it goes on."""
    batch.trial(path).issue()
    page = batch.page(BatchRunPage)
    until(lambda: page.run_id is not None)
    return page


def test_batch_is_issued_and_its_failed_row_mended_by_keyboard_alone(
    batch: BatchDesk, stage: Stage, tmp_path: Path
) -> None:
    page = batch.columns(children(stage, tmp_path))
    assert QApplication.focusWidget() is page.table
    assert page.columns[0].field == "", "the column that counts the rows is taken for nothing"
    press(stage, Qt.Key.Key_Return, CTRL)
    stage.settle(lambda: isinstance(stage.window.page(), BatchCommonPage))
    common = batch.page(BatchCommonPage)
    common.form.set_values(COMMON)
    press(stage, Qt.Key.Key_Return, CTRL)
    stage.settle(lambda: isinstance(stage.window.page(), BatchTrialPage))
    trial = batch.page(BatchTrialPage)
    stage.settle(lambda: not trial.runner.is_running, 60)
    assert [(row.cells[1], row.cells[-1]) for row in trial.lines.table.rows] == [
        ("Ли Софья Яновна", "CERT-008")
    ]
    press(stage, Qt.Key.Key_2, ALT)
    assert len(trial.lines.table.rows) == 3

    press(stage, Qt.Key.Key_Return, CTRL)
    stage.settle(lambda: isinstance(stage.window.page(), BatchRunPage))
    batch.done()
    stage.settle()
    run = batch.page(BatchRunPage)
    assert run.run_id is not None
    totals = stage.desk.batches.run(run.run_id).totals
    assert (totals.of(BatchOutcome.DONE), totals.of(BatchOutcome.FAILED)) == (2, 1)

    assert QApplication.focusWidget() is run.lines.table
    press(stage, Qt.Key.Key_Return)
    stage.settle(lambda: isinstance(stage.window.page(), BatchRowPage))
    row = batch.page(BatchRowPage)
    assert row.form.field("vaccinations").editor.hasFocus()
    row.form.set_values({**row.form.typed(), "vaccinations": "по возрасту"})
    press(stage, Qt.Key.Key_Return, CTRL)
    stage.settle(lambda: isinstance(stage.window.page(), BatchRunPage))
    press(stage, Qt.Key.Key_Return, CTRL)
    batch.done()
    stage.settle()
    assert stage.desk.batches.run(run.run_id).totals.of(BatchOutcome.DONE) == 3

    press(stage, Qt.Key.Key_Escape)
    found = batch.page(BatchListPage)
    stage.settle(lambda: bool(found.table.rows))
    assert found.table.rows[0].cells[5] == "3 из 3"


def test_escape_only_minimises_and_the_batch_goes_on(batch: BatchDesk, stage: Stage, tmp_path: Path) -> None:
    page = begun(batch, children(stage, tmp_path, 8))
    page.close_requested.emit()
    assert not isinstance(stage.window.page(), BatchRunPage)
    assert batch.ways.controller.is_running
    stage.window.status.cell_clicked.emit(CELL)
    assert isinstance(stage.window.page(), BatchRunPage)
    batch.done()
    stage.settle()
    again = batch.page(BatchRunPage)
    assert again.run_id is not None
    assert stage.desk.batches.run(again.run_id).totals.of(BatchOutcome.DONE) == 7


def test_pause_and_go_on(batch: BatchDesk, stage: Stage, tmp_path: Path) -> None:
    page = begun(batch, children(stage, tmp_path, 8))
    page.pause()
    batch.done()
    stage.settle()
    assert page.run_id is not None
    run = stage.desk.batches.run(page.run_id)
    assert run.state == "paused"
    assert run.totals.of(BatchOutcome.WAITING) > 0
    page.resume()
    batch.done()
    assert stage.desk.batches.run(page.run_id).totals.of(BatchOutcome.DONE) == 7


def test_locked_key_is_asked_for_once_and_the_batch_goes_on(
    batch: BatchDesk, stage: Stage, tmp_path: Path
) -> None:
    stage.desk.keys.lock()
    page = batch.run(children(stage, tmp_path))
    stage.settle(lambda: page.password.isVisible(), 30)
    page.password.entered.emit(PASSWORD)
    stage.settle()
    batch.done()
    assert page.run_id is not None
    assert stage.desk.batches.run(page.run_id).totals.of(BatchOutcome.DONE) == 2
    assert not page.password.isVisible()


@dataclass
class JammingTray(PaperTray):
    """A printer that jams at one of its sheets."""

    jams_at: int = 0

    def print_pdf(self, pdf: bytes, printer: str, options: PrintOptions) -> PrintJob:
        if len(self.sent) + 1 == self.jams_at:
            self.jams_at = 0
            raise SurroundingsError("PRN-002")
        return super().print_pdf(pdf, printer, options)


def test_jam_when_batch_is_printed_then_the_rest_is_offered_and_nothing_goes_twice(
    batch: BatchDesk, stage: Stage, tmp_path: Path
) -> None:
    tray = JammingTray(jams_at=3)
    use(stage, tray)
    page = batch.run(children(stage, tmp_path, 5))
    batch.done()
    stage.settle()
    assert page.run_id is not None
    kept = [
        stage.desk.papers.pdf_of(one.paper_id)
        for one in stage.desk.batches.lines(page.run_id, (BatchOutcome.DONE,))
        if one.paper_id
    ]

    def choose(words: str) -> None:
        press(stage, Qt.Key.Key_P, CTRL)
        stage.settle(stage.window.palette_sheet.isVisible)
        titles = [one.title for one in stage.window.palette_sheet.lines]
        assert titles[0] == words
        press(stage, Qt.Key.Key_Return)
        stage.settle(lambda: not batch.ways.controller.is_printing)

    choose("Все: 4\u00a0справки")
    assert [pdf for pdf, _printer, _options in tray.sent] == kept[:2]
    assert "PRN-002" in page.banner.code
    choose("Ещё не напечатанные: 2\u00a0справки")
    assert [pdf for pdf, _printer, _options in tray.sent] == kept
    assert stage.desk.batches.run(page.run_id).printed == 4
    assert stage.desk.batches.unprinted(page.run_id) == ()


def test_pages_are_whole_in_a_narrow_window(batch: BatchDesk, stage: Stage, tmp_path: Path) -> None:
    batch.run(children(stage, tmp_path), size=(1280, 720))
    batch.done()
    stage.settle()
    walk(stage.window)
