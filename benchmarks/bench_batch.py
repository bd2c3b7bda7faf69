"""A batch of camp papers with B-B signatures beside the bare libraries doing the same, and its memory.

The floor draws the same sheet with ReportLab, makes it PDF/A and signs it with the same keys; the batch also
numbers, verifies and enters each paper into the journal.
"""

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime, timedelta, timezone
from pathlib import Path
from types import MappingProxyType

import psutil

from benchmarks.bench_issue import archive
from benchmarks.bench_render import bare_file
from benchmarks.bench_sign import bare_signature
from benchmarks.row import Row
from registrar_app.printing.checks import shown_values
from registrar_app.printing.form import Mode
from registrar_app.printing.layout import lay_out
from registrar_app.services.batch_jobs import BatchIssuing
from registrar_app.services.batch_shapes import BatchPlan
from registrar_app.services.desk import Desk
from registrar_app.services.import_reading import inspect
from registrar_app.services.training_folder import FOLDER
from registrar_app.signing.stamp import draw_stamp, stamp_lines

FORM, PAPERS = "079u", 200
_FLOOR_EACH = 5
NOW = datetime(2026, 11, 21, 10, 42, tzinfo=timezone(timedelta(hours=3)))
_COMMON = {
    "pe_group": "основная", "accessible": "нет", "no_contact": "контакта не было", "pediculosis": "чисто",
    "helminths": "не обнаружены", "no_contraindications": "противопоказаний нет",
    "vaccinations": "по возрасту", "health_group": "II",
}  # fmt: skip


def begun(desk: Desk, folder: Path, papers: int) -> BatchIssuing:
    """A batch of so many papers, tried and not yet issued; people may stand in it several times."""
    rows = []
    for letter in "абвгдежзиклмнопрстуфхцчшщэюя":
        rows += [one for one in desk.people.search(letter, 1000).rows if one.birth_date]
    people = list({one.id: one for one in rows}.values())
    lines = ["ФИО;Дата рождения;Группа здоровья"]
    lines += [f"{one.name.full};{one.birth_date:%d.%m.%Y};II" for one in people]
    path = folder / "list.csv"
    path.write_text("\n".join(lines[: papers + 1]), encoding="utf-8")
    view = desk.batches.open(inspect(path), FORM)
    fields = {one.place: one.field for one in view.list.columns if one.field}
    names = MappingProxyType({one.place: one.heading for one in view.list.columns})
    plan = BatchPlan(view.list.file, "", view.list.header_row, fields, names, FORM, _COMMON)
    trial = desk.batches.trial(plan, papers)
    while not trial.step().finished:
        pass
    return desk.batches.begin(trial)


def run(papers: int = PAPERS) -> list[Row]:
    """Measure in a thread of its own, as the program works; needs no display and no network."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(_run, papers).result()


def _run(papers: int) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        Desk.open(Path(folder), clock=lambda: NOW, training=True).close()
        with Desk.open(Path(folder) / FOLDER, clock=lambda: NOW) as desk:
            work = begun(desk, Path(folder), papers)
            return [_measured(desk, work, Path(folder))]


def _measured(desk: Desk, work: BatchIssuing, folder: Path) -> Row:
    """The batch, and after every fifth paper the floor once: a busy machine slows both."""
    ours, floor, rss = 0.0, [], []
    with ExitStack() as keys:
        bare = None
        while True:
            started = time.perf_counter()
            progress = work.step()
            ours += time.perf_counter() - started
            if progress.finished:
                break
            rss.append(psutil.Process().memory_info().rss)
            done = progress.totals.counts.get("done", 0)
            if done and bare is None:
                bare = _floor(desk, work, folder, keys)
                bare()
            if bare is not None and len(rss) % _FLOOR_EACH == 0:
                started = time.perf_counter()
                bare()
                floor.append(time.perf_counter() - started)
    half = len(rss) // 2
    slope = (rss[-1] - rss[half]) / max(len(rss) - half, 1) / 1024
    return Row(
        f"{done} papers 079/у: number, PDF/A, two B-B signatures, verified, journal; RSS {slope:+.1f} KiB"
        " a paper in the second half; beside bare ReportLab, pikepdf, pyHanko",
        ours * 1000, statistics.mean(floor) * done * 1000, "≤ 8 s for 200",
    )  # fmt: skip


def _floor(desk: Desk, work: BatchIssuing, folder: Path, stack: ExitStack) -> Callable[[], None]:
    """The bare libraries for one paper: drawn, PDF/A, signed by both keys."""
    line = next(one for one in desk.batches.lines(work.run_id) if one.paper)
    assert line.paper_id is not None
    kept = desk.papers.record(line.paper_id).data
    form = desk.papers.shelf.library.get(FORM)
    edition = desk.papers.shelf.library.edition(FORM, kept.issued_on)
    board = lay_out(form, edition, shown_values(form, edition, json.loads(kept.values), Mode.FINAL)[0])
    doctor = next(one for one in desk.clinic.physicians() if one.name.short == kept.physician)
    organization = desk.clinic.organization()
    keys = stack.enter_context(desk.keys.signers(doctor.snils, organization.ogrn if organization else ""))
    pictures = []
    for number, key in enumerate((keys.doctor, keys.organization)):
        if key is not None:
            path = folder / f"stamp-{number}.pdf"
            path.write_bytes(draw_stamp(stamp_lines(key.signing_certificate, NOW.tzinfo), 62, 15))
            pictures.append((key, path))

    def bare() -> None:
        pdf = archive(bare_file(form, board))
        for key, path in pictures:
            # The same field twice: the second signature is put on the unsigned file as well.
            bare_signature(pdf, key, path)

    return bare


if __name__ == "__main__":
    for row in run(int(sys.argv[1]) if len(sys.argv) > 1 else PAPERS):
        print(f"{row.name}: {row.ours_ms / 1000:.1f} s, floor {row.floor_ms / 1000:.1f} s, x{row.ratio:.2f}")
