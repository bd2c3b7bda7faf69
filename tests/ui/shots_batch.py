"""Pictures of a batch of papers."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from registrar_app.domain.errors import SurroundingsError
from registrar_app.services.batch_shapes import BatchOutcome
from registrar_app.ui.pages.batch_run import BatchRunPage
from tests.ui.batch_stage import BatchDesk, add_children, row_of, write_list
from tests.ui.stage import Stage


def _list_of(stage: Stage, count: int = 8) -> Path:
    children = add_children(stage, count, without_address=4)
    rows = [row_of(n + 1, one) for n, one in enumerate(children)]
    stranger = {**children[0], "last_name": "Неизвестнова", "snils": ""}
    rows[3] = row_of(4, children[3], Прививки="")
    rows += [row_of(len(rows) + 1, stranger), row_of(len(rows) + 2, children[1])]
    return write_list(stage.clinic.folder / "лагерь «Северный ветер».csv", rows)


def _first(stage: Stage, size: tuple[int, int]) -> None:
    BatchDesk(stage).list(size)


def _columns(stage: Stage, size: tuple[int, int]) -> None:
    BatchDesk(stage).columns(_list_of(stage), size=size)


def _common(stage: Stage, size: tuple[int, int]) -> None:
    BatchDesk(stage).common(_list_of(stage), size=size)


def _trial(stage: Stage, size: tuple[int, int]) -> None:
    BatchDesk(stage).trial(_list_of(stage), size=size)


def _half(stage: Stage, size: tuple[int, int]) -> tuple[BatchDesk, BatchRunPage]:
    batch = BatchDesk(stage)
    batch.trial(_list_of(stage, 24), size=size).issue()
    page, controller = stage.window.page(), batch.ways.controller
    assert isinstance(page, BatchRunPage)
    while controller.progress is None or controller.progress.totals.of(BatchOutcome.DONE) < 12:
        QApplication.processEvents()
    return batch, page


def _run(stage: Stage, size: tuple[int, int]) -> None:
    batch, page = _half(stage, size)
    # The picture shows a batch in its middle: the steps stop, the page stays as it is.
    batch.ways.controller._runner._work = None
    page.refresh()
    stage.settle()


def _paused(stage: Stage, size: tuple[int, int]) -> None:
    batch, page = _half(stage, size)
    page.pause()
    batch.done()
    stage.settle()


def _stopped(stage: Stage, size: tuple[int, int]) -> None:
    batch, _page = _half(stage, size)
    controller = batch.ways.controller
    controller._runner.stop()
    controller._on_failed(SurroundingsError("DB-010"))
    stage.settle()


def _locked(stage: Stage, size: tuple[int, int]) -> None:
    batch = BatchDesk(stage)
    stage.desk.keys.lock()
    page = batch.run(_list_of(stage), size=size)
    stage.settle(lambda: page.password.isVisible(), 30)


def _result(stage: Stage, size: tuple[int, int]) -> None:
    batch = BatchDesk(stage)
    batch.run(_list_of(stage), size=size)
    batch.done()
    assert isinstance(stage.window.page(), BatchRunPage)


def _row(stage: Stage, size: tuple[int, int]) -> None:
    _result(stage, size)
    page = stage.window.page()
    assert isinstance(page, BatchRunPage)
    page.mend()
    stage.settle()


def _list(stage: Stage, size: tuple[int, int]) -> None:
    _result(stage, size)
    stage.window.pop_page()
    stage.settle()


SHOTS: dict[str, Callable[[Stage, tuple[int, int]], object]] = {
    "batch-first": _first,
    "batch-columns": _columns,
    "batch-common": _common,
    "batch-trial": _trial,
    "batch-run": _run,
    "batch-paused": _paused,
    "batch-stopped": _stopped,
    "batch-locked": _locked,
    "batch-result": _result,
    "batch-row": _row,
    "batch-list": _list,
}
