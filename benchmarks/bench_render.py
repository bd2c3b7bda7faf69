"""Papers rendered beside bare ReportLab drawing the same text at the same places; memory over many.

Time is that of the processor, not of the clock: both sides are plain computing, and the machine is shared.
"""

import gc
import io
import itertools
import json
import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import psutil
from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from benchmarks.row import Row
from registrar_app.domain.errors import RefusedError
from registrar_app.paths import resource
from registrar_app.printing.board import Board, Stroke, Words
from registrar_app.printing.case import case_issue_date, read_case
from registrar_app.printing.checks import shown_values
from registrar_app.printing.fonts import MM_PER_PT
from registrar_app.printing.form import Edition, Form, Mode
from registrar_app.printing.layout import lay_out
from registrar_app.printing.loader import FormLibrary
from registrar_app.printing.pdfa import finish
from registrar_app.printing.render import render
from registrar_app.printing.specimen import specimen_values

SAMPLE = Path(__file__).parent.parent / "tests" / "data" / "samples" / "086u-a1.json"
RUNS, FORM_RUNS, PAPERS, WARM = 60, 15, 2000, 200


def bare_file(form: Form, board: Board) -> bytes:
    """The same words and lines with ReportLab as it comes out of the box: no layout, no checks."""
    before = rl_config.useA85
    rl_config.useA85 = 1
    try:
        return _drawn(form, board)
    finally:
        rl_config.useA85 = before


def _drawn(form: Form, board: Board) -> bytes:
    buffer = io.BytesIO()
    sheet = form.sheet
    size = (sheet.width_mm / MM_PER_PT, sheet.height_mm / MM_PER_PT)
    canvas = Canvas(
        buffer,
        pagesize=size,
        initialFontName="LiberationSerif",
        lang="ru-RU",
        pdfVersion=(1, 7),
        pageCompression=1,
    )
    for page in range(board.pages):
        for item in board.items:
            if isinstance(item, Words) and item.area.page == page:
                canvas.setFont(item.face, item.pt)
                canvas.drawString(item.area.x / MM_PER_PT, size[1] - item.base / MM_PER_PT, item.text)
            elif isinstance(item, Stroke) and item.page == page:
                y1, y2 = size[1] - item.y1 / MM_PER_PT, size[1] - item.y2 / MM_PER_PT
                canvas.line(item.x1 / MM_PER_PT, y1, item.x2 / MM_PER_PT, y2)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def medians(
    *jobs: Callable[[], object], runs: int = RUNS, clock: Callable[[], float] = time.perf_counter
) -> list[float]:
    """Median of each job in ms, the jobs taking turns so that a busy machine slows all alike."""
    times: list[list[float]] = [[] for _ in jobs]
    for job in jobs:
        job()
    for _ in range(runs):
        for index, job in enumerate(jobs):
            begun = clock()
            job()
            times[index].append((clock() - begun) * 1000)
    return [statistics.median(one) for one in times]


def run() -> list[Row]:
    """Measure; needs no display and no network."""
    library = FormLibrary([resource("forms")])
    case = json.loads(SAMPLE.read_text(encoding="utf-8"))
    form = library.get(case["form"])
    edition = library.edition(form.key, case_issue_date(case))
    values = read_case(edition, case).values
    board = lay_out(form, edition, shown_values(form, edition, values, Mode.FINAL)[0])
    pdf = render(form, edition, values).pdf
    ours, floor, archive = medians(
        lambda: render(form, edition, read_case(edition, case).values),
        lambda: bare_file(form, board),
        lambda: finish(pdf, form.title),
        clock=time.process_time,
    )
    return [
        Row("086/у rendered, beside bare ReportLab with the same text", ours, floor, "≤ 1.5×"),
        Row("render and PDF/A-2u, beside bare ReportLab", ours + archive, floor),
        *every_form(library),
        memory(library),
    ]


def every_form(library: FormLibrary) -> list[Row]:
    """Each form with a value in every field, in its newest layout; last the middle one of them all."""
    rows = []
    for form, edition, mode, values in filled(library):
        shown = shown_values(form, edition, values, mode)[0]
        board = lay_out(form, edition, shown, is_fixed=Mode.FINAL not in form.modes)
        ours, floor = medians(
            partial(render, form, edition, values, mode=mode, agree=False),
            partial(bare_file, form, board),
            runs=FORM_RUNS,
            clock=time.process_time,
        )
        rows.append(Row(f"{form.key} rendered, beside bare ReportLab", ours, floor, "≤ 1.5×"))
    middle = statistics.median_low([one.ratio for one in rows])
    chosen = next(one for one in rows if one.ratio == middle)
    name = f"the middle one of {len(rows)} forms, beside bare ReportLab"
    return [*rows, Row(name, chosen.ours_ms, chosen.floor_ms, "≤ 1.5×")]


def filled(library: FormLibrary) -> Iterator[tuple[Form, Edition, Mode, dict[str, Any]]]:
    """Every form with its newest layout, the mode of its clean sheet and invented values."""
    for form in library.forms():
        edition = [one for one in form.editions if one.has_layout][-1]
        mode = Mode.DRAFT if Mode.DRAFT in form.modes else form.default_mode
        yield form, edition, mode, fitting(form, edition, mode)


def fitting(form: Form, edition: Edition, mode: Mode) -> dict[str, Any]:
    """Invented values without those that the form refuses."""
    values = specimen_values(edition)
    try:
        render(form, edition, values, mode=mode, agree=False)
    except RefusedError as error:
        wrong = {one.field for one in error.problems}
        values = {key: value for key, value in values.items() if key not in wrong}
    return values


def memory(library: FormLibrary) -> Row:
    """Memory of the process after many papers of all forms, beside that after some; both in MB, not ms."""
    process, papers = psutil.Process(), itertools.cycle(list(filled(library)))

    def make(count: int) -> float:
        for form, edition, mode, values in itertools.islice(papers, count):
            finish(render(form, edition, values, mode=mode, agree=False).pdf, form.title)
        gc.collect()
        return float(process.memory_info().rss) / 1e6

    before = make(WARM)
    name = f"memory in MB after {PAPERS} papers of all forms, beside that after {WARM}"
    return Row(name, make(PAPERS - WARM), before, "≤ 1.05×")


if __name__ == "__main__":
    for row in run():
        print(f"{row.name}: {row.ours_ms:.1f} ms, floor {row.floor_ms:.1f} ms, x{row.ratio:.2f}")
