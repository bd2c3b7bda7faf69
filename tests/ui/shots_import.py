"""Pictures of the load of a list."""

from collections.abc import Callable

from registrar_app.services.import_shapes import Progress
from registrar_app.ui.pages.import_run import ImportRunPage
from tests.ui.import_stage import ROWS, Loads, many, write_list
from tests.ui.stage import Stage


def _list(stage: Stage, size: tuple[int, int]) -> None:
    loads = Loads(stage)
    loads.run(write_list(stage.clinic.folder / "список 2025.csv"), size=size)
    loads.done()
    stage.window.pop_page()
    stage.settle()


def _refused(stage: Stage, size: tuple[int, int]) -> None:
    Loads(stage, role="registrar").open(size)


def _columns(stage: Stage, size: tuple[int, int]) -> None:
    Loads(stage).columns(write_list(stage.clinic.folder / "список 2025.csv"), size=size)


def _trial(stage: Stage, size: tuple[int, int]) -> None:
    Loads(stage).trial(write_list(stage.clinic.folder / "список 2025.csv", [*ROWS, *many(40)]), size=size)


def _run(stage: Stage, size: tuple[int, int]) -> None:
    """A load in its middle: no further step is made, the page stays as it is."""
    loads = Loads(stage)
    path = write_list(stage.clinic.folder / "список 2025.csv", [*ROWS, *many(1500)])
    trial = loads.trial(path, size=size)
    controller = loads.flow.controller
    runner = controller._runner

    def halt(progress: Progress) -> None:
        if progress.done > 300:
            runner.stop()

    controller.progressed.connect(halt)
    trial.load()
    stage.settle(lambda: isinstance(stage.window.page(), ImportRunPage) and not runner.is_running, seconds=30)
    page = loads.page(ImportRunPage)
    runner.is_running = True
    page._lines_at = 0.0
    assert controller.progress is not None
    controller.progressed.emit(controller.progress)
    stage.settle()
    assert page.is_live


def _result(stage: Stage, size: tuple[int, int]) -> None:
    loads = Loads(stage)
    loads.run(write_list(stage.clinic.folder / "список 2025.csv", [*ROWS, *many(40)]), size=size)
    loads.done()
    assert isinstance(stage.window.page(), ImportRunPage)


SHOTS: dict[str, Callable[[Stage, tuple[int, int]], object]] = {
    "import-list": _list,
    "import-not-allowed": _refused,
    "import-columns": _columns,
    "import-trial": _trial,
    "import-run": _run,
    "import-result": _result,
}
