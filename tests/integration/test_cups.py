"""The spool against a real print server: a signed file on paper, and everything that may be wrong."""

import io
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cups_bench import CupsBench, cups_bench
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from registrar_app.domain.errors import SurroundingsError
from registrar_app.domain.values import PersonName
from registrar_app.printing.cups import CupsSpool
from registrar_app.printing.spool import Duplex, JobState, PrinterState, PrintOptions
from registrar_app.signing.authority import Authority, Holder, write_private
from registrar_app.signing.pades import SignatureField, sign
from registrar_app.signing.pkcs12 import open_key
from registrar_app.signing.stamp import stamp_lines

pytestmark = pytest.mark.cups
NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def bench() -> Iterator[CupsBench]:
    with cups_bench() as made:
        yield made


@pytest.fixture
def spool(bench: CupsBench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> CupsSpool:
    monkeypatch.setenv("CUPS_SERVER", str(bench.socket))
    monkeypatch.setenv("HOME", str(tmp_path))  # no personal lpoptions
    return CupsSpool()


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("keys") / "doctor.p12"
    doctor = Holder(PersonName("Соколова", "Мария", "Петровна"), snils="11223344595")
    write_private(path, Authority("Учебный центр", NOW).issue(doctor, "x"))
    key = open_key(path, "x", now=NOW)
    sheet = io.BytesIO()
    canvas = Canvas(sheet, pagesize=(420, 595))
    canvas.rect(60, 300, 300, 200)
    canvas.save()
    field = SignatureField("doctor", 0, 20, 170, 68, 16)
    lines = stamp_lines(key.signing_certificate, UTC)
    return sign(sheet.getvalue(), key, field=field, stamp_lines=lines, signing_time=NOW)


def _ended(spool: CupsSpool, job: str) -> JobState:
    end = time.monotonic() + 20
    while (state := spool.job_status(job).state) in (JobState.WAITING, JobState.PRINTING):  # type: ignore[arg-type]
        assert time.monotonic() < end
        time.sleep(0.05)
    return state


def _ink_box(pdf: bytes, folder: Path) -> tuple[int, int, int, int]:
    subprocess.run(["pdftoppm", "-r", "300", "-gray", "-png", "-", str(folder / "p")], input=pdf, check=True)
    with Image.open(next(folder.glob("p*.png"))) as picture:
        box = picture.point(lambda value: 255 if value < 128 else 0).getbbox()
    assert box
    return box


def test_signed_file_reaches_a_plain_queue_byte_for_byte(
    bench: CupsBench, spool: CupsSpool, signed: bytes
) -> None:
    bench.add("RAW", driver=("-m", "raw"))
    job = spool.print_pdf(signed, "RAW", PrintOptions())
    _, given = bench.captured(job.id)
    assert given == signed
    assert _ended(spool, job.id) is JobState.DONE


def test_every_choice_reaches_the_printer(bench: CupsBench, spool: CupsSpool, signed: bytes) -> None:
    bench.add("TEST")
    options = PrintOptions(2, Duplex.LONG_EDGE, "Tray2", "A5", "Справка № 5")
    told, _ = bench.captured(spool.print_pdf(signed, "TEST", options).id)
    words = told.split()
    assert told.startswith("title=Справка № 5 copies=2 ")
    for wanted in ("print-scaling=none", "media=A5", "sides=two-sided-long-edge", "InputSlot=Tray2"):
        assert wanted in words or f"options={wanted}" in words, told


def test_paper_from_a_queue_with_a_driver_is_neither_scaled_nor_moved(
    bench: CupsBench, spool: CupsSpool, signed: bytes, tmp_path: Path
) -> None:
    bench.add("TEST")
    _, given = bench.captured(spool.print_pdf(signed, "TEST", PrintOptions(paper="A5")).id)
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    before, after = _ink_box(signed, tmp_path / "a"), _ink_box(given, tmp_path / "b")
    assert all(abs(one - other) <= 2 for one, other in zip(before, after, strict=True)), (before, after)


def test_printers_are_listed_with_the_default_first(bench: CupsBench, spool: CupsSpool) -> None:
    bench.add("AAA")
    bench.add("ZZZ")
    bench.admin("lpadmin", "-d", "ZZZ")
    found = spool.printers()
    assert (found[0].name, found[0].is_default) == ("ZZZ", True)
    assert "AAA" in [one.name for one in found]


def test_printer_that_is_missing_is_named(bench: CupsBench, spool: CupsSpool, signed: bytes) -> None:
    bench.add("TEST")
    with pytest.raises(SurroundingsError, match="PRN-004"):
        spool.print_pdf(signed, "HP-LaserJet", PrintOptions())


def test_rejecting_and_stopped_queues_are_refused_with_their_reason(
    bench: CupsBench, spool: CupsSpool, signed: bytes
) -> None:
    bench.add("REJ")
    bench.admin("cupsreject", "-r", "Moved away", "REJ")
    bench.add("STOP")
    bench.admin("cupsdisable", "-r", "Out of toner", "STOP")
    states = {one.name: (one.state, one.reason) for one in spool.printers()}
    assert states["REJ"] == (PrinterState.REJECTING, "Moved away")
    assert states["STOP"] == (PrinterState.STOPPED, "Out of toner")
    for queue, code, reason in (("REJ", "PRN-006", "Moved away"), ("STOP", "PRN-005", "Out of toner")):
        with pytest.raises(SurroundingsError) as refused:
            spool.print_pdf(signed, queue, PrintOptions())
        assert refused.value.code == code
        assert reason in refused.value.problem.text


def test_printer_that_never_answers_keeps_the_job_until_it_is_cancelled(
    bench: CupsBench, spool: CupsSpool, signed: bytes
) -> None:
    bench.add("DEAD", device="socket://127.0.0.1:9")
    job = spool.print_pdf(signed, "DEAD", PrintOptions())
    assert spool.job_status(job.id).state in (JobState.WAITING, JobState.PRINTING)
    end = time.monotonic() + 20
    while next(one for one in spool.printers() if one.name == "DEAD").state is not PrinterState.OFFLINE:
        assert time.monotonic() < end
        time.sleep(0.1)
    second = spool.print_pdf(signed, "DEAD", PrintOptions())
    assert [one.code for one in second.problems] == ["PRN-007"]
    for one in (job, second):
        spool.cancel(one.id)
        assert _ended(spool, one.id) is JobState.CANCELLED


def test_server_without_printers_and_server_gone(monkeypatch: pytest.MonkeyPatch, signed: bytes) -> None:
    with cups_bench() as other:
        monkeypatch.setenv("CUPS_SERVER", str(other.socket))
        spool = CupsSpool()
        assert spool.printers() == ()
        with pytest.raises(SurroundingsError, match="PRN-003"):
            spool.print_pdf(signed, "TEST", PrintOptions())
        other.stop()
        with pytest.raises(SurroundingsError, match="PRN-002"):
            spool.printers()
        with pytest.raises(SurroundingsError, match="PRN-002"):
            spool.print_pdf(signed, "TEST", PrintOptions())
