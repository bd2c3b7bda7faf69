"""Registers: on paper, in a table, their totals, their files."""

import io
import os
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest
from desk_samples import issue
from openpyxl import load_workbook

from registrar_app.domain.errors import RegistrarError, SurroundingsError
from registrar_app.printing.table_report import ReportColumn, TableReport, table_report
from registrar_app.services.desk import Desk
from registrar_app.services.paper_shapes import JournalFilter
from registrar_app.services.registers import filter_words, read_register


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
