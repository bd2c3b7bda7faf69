"""Registers: on paper, in a table, their totals, their files."""

import io
import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from desk_samples import issue
from openpyxl import load_workbook

from registrar_app.domain.errors import RegistrarError, SurroundingsError
from registrar_app.printing.table_report import ReportColumn, TableReport, table_report
from registrar_app.services import registers
from registrar_app.services.desk import Desk
from registrar_app.services.paper_shapes import JournalFilter
from registrar_app.services.register_table import TableHead, TableWriter, Tally
from registrar_app.services.registers import filter_words, read_register
from registrar_app.services.settings import RANGE_SIZE
from registrar_app.services.whole_file import write_whole


def text_of(pdf: bytes) -> list[str]:
    """Words of each sheet; skips without poppler, fails in continuous integration."""
    if not shutil.which("pdftotext"):
        if os.environ.get("CI"):
            pytest.fail("pdftotext (poppler-utils) is missing")
        pytest.skip("pdftotext (poppler-utils) is missing")
    found = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return found.stdout.decode("utf-8").rstrip("\f").split("\f")


def test_every_register_shipped_is_read_and_says_what_its_columns_are(desk: Desk) -> None:
    found = {one.key: one for one in desk.registers.all()}
    assert set(found) == {"all", "086-journal", "003-register", "blanks"}
    assert found["all"].note == ""
    assert "не найдены" in found["086-journal"].note
    assert "приказ" in found["blanks"].note


def test_register_on_paper_has_its_rows_totals_and_pages(desk: Desk) -> None:
    number = issue(desk).number
    pages = text_of(desk.registers.report("086-journal", JournalFilter()))
    words = " ".join(pages)
    assert number in words
    assert "стр. 1 из" in words
    assert "Всего записей:" in words
    assert "086/у, выдана:" in words


def test_register_in_a_table_has_a_row_a_paper_in_the_order_of_the_journal(
    desk: Desk, tmp_path: Path
) -> None:
    issue(desk)
    path = tmp_path / "journal.xlsx"
    count = desk.registers.export("all", JournalFilter(), path)
    rows = list(load_workbook(path).active.iter_rows(values_only=True))
    journal = desk.papers.journal(JournalFilter(limit=500)).rows
    assert count == len(journal) == len(rows) - 1
    assert [one[1] for one in rows[1:]] == [one.number for one in journal]
    assert rows[0][:2] == ("№ п/п", "Номер")
    with pytest.raises(SurroundingsError) as caught:
        desk.registers.export("all", JournalFilter(), tmp_path / "no folder" / "journal.xlsx")
    assert caught.value.code == "CERT-033"


def test_table_has_days_numbers_words_and_its_totals(desk: Desk, tmp_path: Path) -> None:
    made = issue(desk)
    desk.papers.spoil(made.certificate_id, "=СУММ(A1)\x07")
    path = tmp_path / "journal.xlsx"
    desk.registers.export("all", JournalFilter(), path)
    book = load_workbook(path)
    journal, sums = book["Журнал"], book["Итоги"]
    titles = [one.value for one in journal[1]]
    paper = dict(zip(titles, journal[2], strict=True))
    assert paper["Дата"].value.date() == date(2026, 11, 21)
    assert paper["Дата"].number_format == "DD.MM.YYYY"
    assert paper["№ п/п"].value == 1
    assert (paper["Номер"].value, paper["Номер"].data_type) == (made.number, "s")
    assert paper["Примечание"].data_type == "s"
    assert journal.auto_filter.ref == f"A1:I{journal.max_row}"
    counted = {row[:2]: row[2] for row in sums.iter_rows(values_only=True) if isinstance(row[2], int)}
    told = {one[:2]: one[2] for one in desk.registers.totals(JournalFilter())}
    assert counted.pop(("Всего", None)) == journal.max_row - 1
    assert counted == told


def test_export_when_done_in_steps_then_other_work_has_its_turn_and_nothing_is_left_out(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registers, "PAGE", 2)
    journal = desk.papers.journal(JournalFilter(limit=500)).rows
    path = tmp_path / "journal.xlsx"
    work = desk.registers.begin_export("all", JournalFilter(), path)
    done = [work.step().done]
    desk.settings.set(RANGE_SIZE, 50)  # between two steps others may write
    while not (last := work.step()).finished:
        done.append(last.done)
    assert done[0] == 2
    assert done[-1] == len(journal) > 2
    assert not path.exists()
    work.write()
    numbers = [one[1] for one in load_workbook(path)["Журнал"].iter_rows(min_row=2, values_only=True)]
    assert numbers == [one.number for one in journal]


@pytest.mark.parametrize("word", ["=1+1", '=HYPERLINK("x")', "-5", "@x", "+7 999", "а\x0bб", "000017"])
def test_word_when_it_looks_like_a_formula_then_it_stays_a_word(word: str) -> None:
    head = TableHead("Журнал", (("Кто", 30),), ())
    table = TableWriter(head)
    table.add([word])
    book = load_workbook(io.BytesIO(table.finish(Tally({("086/у", word): 1}))))
    shown = "".join(one if one.isprintable() else " " for one in word)
    assert table.count == 1
    assert (book["Журнал"]["A2"].value, book["Журнал"]["A2"].data_type) == (shown, "s")


def test_file_when_the_disk_is_full_then_the_old_one_stays(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="no limits of files on this system")
    path = tmp_path / "journal.xlsx"
    path.write_bytes(b"as it was")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(SurroundingsError) as caught:
            write_whole(path, b"x" * 2000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert caught.value.code == "CERT-033"
    assert path.read_bytes() == b"as it was"
    assert list(tmp_path.iterdir()) == [path]
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"


def test_totals_count_each_paper_once_by_its_state(desk: Desk) -> None:
    spoiled = issue(desk).certificate_id
    before = {one[:2]: one[2] for one in desk.registers.totals(JournalFilter())}
    desk.papers.spoil(spoiled, "замят")
    after = {one[:2]: one[2] for one in desk.registers.totals(JournalFilter())}
    valid, bad = ("086/у", "выдана"), ("086/у", "испорчена")
    assert after[valid] == before[valid] - 1
    assert after[bad] == before.get(bad, 0) + 1
    assert sum(after.values()) == desk.papers.journal(JournalFilter()).total
    only = desk.registers.totals(JournalFilter(state="spoiled"))
    assert [one[:2] for one in only] == [bad]


def test_headings_stand_on_each_sheet_and_long_words_are_broken() -> None:
    columns = (ReportColumn("Номер", 20, right=True), ReportColumn("Кто", 60))
    rows = tuple((str(place), f"Константинопольская-Забайкальская {'х' * 90}") for place in range(60))
    pdf = table_report(TableReport("Книга", ("Поликлиника",), columns, rows, ("Всего: 60",), "Напечатано"))
    pages = text_of(pdf)
    assert len(pages) > 2
    assert all(
        "Номер" in page and f"стр. {place} из {len(pages)}" in page for place, page in enumerate(pages, 1)
    )
    assert sum(page.count("Константинопольская") for page in pages) == 60
    assert "Всего: 60" in pages[-1]
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert [float(one) for one in document.pages[0].mediabox][2:] == pytest.approx(
            [595.28, 841.89], abs=0.1
        )


@pytest.mark.parametrize(
    "text",
    [
        "key: x",
        "[]",
        "key: x\ntitle: t\nof: cats\nforms: []\ncolumns: [{id: line, title: t, width_mm: 1}]",
        "key: x\ntitle: t\nof: papers\nforms: []\ncolumns: [{id: colour, title: t, width_mm: 1}]",
    ],
)
def test_wrong_file_of_a_register_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RegistrarError) as caught:
        read_register(path)
    assert caught.value.code == "CERT-114"


def test_filter_is_told_in_words() -> None:
    assert filter_words(JournalFilter()) == "за всё время"
    assert filter_words(JournalFilter(state="ending", doctor="Кузнецова И. П.")) == (
        "состояние: срок на исходе; врач Кузнецова И. П."
    )
