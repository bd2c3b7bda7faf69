"""Screen, file and paper are one: what a real print server hands to the printer, dot by dot at 300 dpi."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cups_bench import CupsBench, cups_bench
from PIL import Image, ImageChops, ImageFilter
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication

from registrar_app.paths import resource
from registrar_app.printing.case import read_case
from registrar_app.printing.cups import CupsSpool
from registrar_app.printing.flat import flat
from registrar_app.printing.form import Mode
from registrar_app.printing.loader import FormLibrary
from registrar_app.printing.render import render
from registrar_app.printing.shift import Shift, SideShifts
from registrar_app.printing.specimen import specimen
from registrar_app.printing.spool import JobId, JobState
from registrar_app.services.paper_shapes import PrintChoice
from registrar_app.services.print_queue import PrintTask
from registrar_app.services.prints import Prints
from tests.ui.clinic import Clinic, make_clinic

pytestmark = pytest.mark.cups
DPI = 300
MOST_APART = 0.015
"""One dot of displacement gives some thousandths (edges of letters), two dots give a multiple."""
SAMPLES = Path(__file__).parents[1] / "data" / "samples"
LIBRARY = FormLibrary([resource("forms")])
MOVED = SideShifts(Shift(2.0, -1.5), Shift(-1.0, 0.5))


@pytest.fixture(scope="module")
def bench() -> Iterator[CupsBench]:
    with cups_bench() as made:
        made.add("TEST")
        made.add("RAW", driver=("-m", "raw"))
        made.add("ROUGH")
        made.admin("lpadmin", "-p", "ROUGH", "-o", "printer-error-policy=abort-job")
        yield made


@pytest.fixture
def clinic(bench: CupsBench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Clinic]:
    monkeypatch.setenv("CUPS_SERVER", str(bench.socket))
    monkeypatch.setenv("HOME", str(tmp_path))  # no personal lpoptions
    made = make_clinic(tmp_path)
    made.add_key()
    yield made
    made.desk.close()


@pytest.fixture
def prints(clinic: Clinic) -> Prints:
    desk = clinic.desk
    return Prints(desk._bench, desk.settings, desk.papers, CupsSpool())


def pages(pdf: bytes) -> list[Image.Image]:
    """The pages as the preview draws them, dark dots white on black."""
    assert QApplication.instance() or QApplication([])
    buffer = QBuffer()
    buffer.setData(QByteArray(flat(pdf)))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    out = []
    for page in range(document.pageCount()):
        size = document.pagePointSize(page)
        drawn = document.render(page, QSize(round(size.width() / 72 * DPI), round(size.height() / 72 * DPI)))
        raw = drawn.convertToFormat(QImage.Format.Format_RGBA8888)
        picture = Image.frombytes("RGBA", (raw.width(), raw.height()), bytes(raw.constBits()))
        white = Image.new("RGBA", picture.size, "white")
        white.alpha_composite(picture)
        out.append(white.convert("L").point(lambda value: 255 if value < 200 else 0))
    document.close()
    return out


def share_apart(one: Image.Image, other: Image.Image) -> float:
    """Share of the dark dots that have no dark dot within one dot of them in the other picture."""
    size = (min(one.width, other.width), min(one.height, other.height))
    here = one.crop((0, 0, *size))
    near = other.crop((0, 0, *size)).filter(ImageFilter.MaxFilter(3))
    return sum(ImageChops.subtract(here, near).histogram()[1:]) / sum(here.histogram()[1:])


def assert_same(preview: bytes, printed: bytes) -> None:
    given, got = pages(preview), pages(printed)
    assert len(given) == len(got)
    for one, sheet in zip(given, got, strict=True):
        # A lying page leaves the server on an upright sheet.
        is_turned = (one.width > one.height) != (sheet.width > sheet.height)
        turns = (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270)
        others = [sheet.transpose(turn) for turn in turns] if is_turned else [sheet]
        assert all(abs(one.width - other.width) <= 2 for other in others)
        assert all(abs(one.height - other.height) <= 2 for other in others)
        assert min(max(share_apart(one, other), share_apart(other, one)) for other in others) < MOST_APART


def test_measure_when_moved_by_two_dots_then_it_is_seen() -> None:
    page = pages(_sheet())[0]
    assert share_apart(page, ImageChops.offset(page, 1, 0)) < MOST_APART
    assert share_apart(page, ImageChops.offset(page, 2, 0)) > 3 * MOST_APART
    assert share_apart(page, ImageChops.offset(page, 0, 2)) > 3 * MOST_APART


def options_of(told: str) -> set[str]:
    return set(told.partition("options=")[2].split())


def test_two_sided_a5_when_printed_then_dot_by_dot_with_tray_and_sides(
    bench: CupsBench, clinic: Clinic, prints: Prints
) -> None:
    prints.remember("086u", PrintChoice("TEST", "Tray2", "long"))
    paper = clinic.issue(clinic.sokolova)
    told, got = bench.captured(prints.print_pdf(paper, "086u").job)
    assert len(pages(got)) == 2
    assert_same(clinic.desk.papers.pdf_of(paper), got)
    assert options_of(told) >= {
        "print-scaling=none", "media=A5", "sides=two-sided-long-edge", "InputSlot=Tray2",
    }  # fmt: skip


def test_overprint_when_the_printer_misses_then_moved_by_so_many_dots(
    bench: CupsBench, prints: Prints
) -> None:
    case = json.loads((SAMPLES / "003-vu-b1.json").read_text(encoding="utf-8"))
    form = LIBRARY.get(case["form"])
    edition = form.edition(case["form_edition"]) or form.editions[0]
    values = read_case(edition, case).values
    prints.remember(form.key, PrintChoice("TEST"))

    def printed(shifts: SideShifts) -> tuple[bytes, bytes]:
        offsets = shifts.as_offsets(form.sheet.sides)
        pdf = render(form, edition, values, mode=Mode.OVERPRINT, offsets_mm=offsets).pdf
        return pdf, bench.captured(prints.print_pdf(pdf, form.key).job)[1]

    plain, moved = printed(SideShifts()), printed(MOVED)
    assert_same(*plain)
    assert_same(*moved)
    before, after = pages(plain[1])[0].getbbox(), pages(moved[1])[0].getbbox()
    assert before
    assert after
    wanted = [2.0 / 25.4 * DPI, -1.5 / 25.4 * DPI] * 2
    for old, new, shift in zip(before, after, wanted, strict=True):
        assert abs(new - old - shift) <= 1


def test_application_on_a4_when_printed_then_dot_by_dot(bench: CupsBench, prints: Prints) -> None:
    form = LIBRARY.get("attachment-application")
    prints.remember(form.key, PrintChoice("TEST"))
    pdf = specimen(form, form.editions[-1], is_filled=True)
    told, got = bench.captured(prints.print_pdf(pdf, form.key).job)
    assert "media=A4" in options_of(told)
    assert_same(pdf, got)


def test_trial_sheet_when_printed_then_it_is_the_sheet_with_its_shift(
    bench: CupsBench, prints: Prints
) -> None:
    prints.remember("086u", PrintChoice("TEST"))
    prints.set_shifts("086u", MOVED)
    told, got = bench.captured(prints.print_ruler("086u", "086/у").job)
    assert told.startswith("title=Лист с линейкой")
    assert_same(prints.ruler_sheet("086u", "086/у"), got)


def test_label_of_dots_when_printed_then_the_same_dots(
    bench: CupsBench, clinic: Clinic, prints: Prints
) -> None:
    prints.remember("record-label", PrintChoice("RAW", dpi=300))
    pdf = clinic.desk.labels.make(clinic.sokolova)
    told, got = bench.captured(prints.print_pdf(pdf, "record-label").job)
    assert options_of(told) >= {"media=Custom.58x40mm", "print-scaling=none"}
    assert b"CCITTFaxDecode" in got
    assert got == pdf


def followed(prints: Prints, until: JobState, code: str | None = None) -> PrintTask:
    end = time.monotonic() + 20
    while True:
        task = prints.queue.refresh()[0]
        if task.state is until and (code is None or (task.problem and task.problem.code == code)):
            return task
        assert time.monotonic() < end, task
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("reason", "code"),
    [("media-empty-error", "PRN-023"), ("cover-open", "PRN-024"), ("media-jam-error", "PRN-025")],
)
def test_fault_of_the_printer_when_it_lasts_then_told_and_printed_when_it_is_over(
    bench: CupsBench, prints: Prints, reason: str, code: str
) -> None:
    with bench.fault(reason):
        prints.print_pdf(_sheet(), "086u", "TEST")
        assert followed(prints, JobState.PRINTING, code).is_in_trouble
    assert followed(prints, JobState.DONE).problem is None


def test_job_when_the_printer_gives_it_up_then_failed_in_its_words(bench: CupsBench, prints: Prints) -> None:
    with bench.fault("broken"):
        prints.print_pdf(_sheet(), "086u", "ROUGH")
        task = followed(prints, JobState.FAILED, "PRN-032")
    assert task.problem is not None
    assert "the printer is broken" in task.problem.text


def test_job_when_cancelled_then_told_so(bench: CupsBench, prints: Prints) -> None:
    with bench.fault("media-empty-error"):
        prints.print_pdf(_sheet(), "086u", "TEST")
        followed(prints, JobState.PRINTING, "PRN-023")
        prints.queue.cancel(prints.queue.last().id)
        job = JobId(prints.queue.last().job)
        # While the server stops the job it says no more of it than of one that is done.
        end = time.monotonic() + 20
        while CupsSpool().job_status(job).state is not JobState.CANCELLED:
            assert time.monotonic() < end
            time.sleep(0.05)
    assert prints.queue.last().state is JobState.CANCELLED


def _sheet() -> bytes:
    form = LIBRARY.get("086u")
    return specimen(form, form.editions[-1], is_filled=False)
