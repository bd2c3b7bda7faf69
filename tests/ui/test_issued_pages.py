"""Issued papers: look, verify, spoil, save; the journal; the reader page."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from registrar_app.cards.states import ReaderInfo, ReaderState, ReaderStatus, status_problem
from registrar_app.domain.records import CertificateState
from registrar_app.services.paper_shapes import JournalFilter
from registrar_app.services.training import TRAINING_CARDS
from registrar_app.ui.pages.issued import IssuedPage
from registrar_app.ui.pages.journal import JournalPage
from registrar_app.ui.pages.readers import ReadersPage
from registrar_app.ui.pages.verify import VerifyPage
from registrar_app.ui.theme import Role
from registrar_app.ui.widgets.state_tile import StateTile
from tests.ui.paper_stage import ALT, CTRL, press, type_text
from tests.ui.stage import Stage


@pytest.fixture
def stage(stage: Stage) -> Stage:
    """The doctor's key is in the profile."""
    stage.clinic.add_key()
    return stage


def issued_page(stage: Stage) -> IssuedPage:
    found = stage.clinic.issue(stage.clinic.sokolova)
    page = IssuedPage(stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock, found)
    stage.show(page, "papers")
    stage.wait(0.2)
    return page


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Opens at the end whatever happened: no thread is left waiting."""
    made = threading.Event()
    yield made
    made.set()


def until(done: Callable[[], bool], seconds: float = 40) -> None:
    """Let events run; ``settle`` would wait for the pool too."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end
        QApplication.processEvents()
        time.sleep(0.01)


def words(page: VerifyPage | IssuedPage) -> str:
    layout = page.signatures._items if isinstance(page, IssuedPage) else page._verdicts
    items = (layout.itemAt(number) for number in range(layout.count()))
    return " ".join(item.widget().accessibleName() for item in items if item is not None and item.widget())


def test_issued_when_shown_then_signature_is_told_in_words(stage: Stage) -> None:
    page = issued_page(stage)
    assert "Кузнецова И.\u00a0П.: подпись верна" in words(page)
    assert "файл не изменён" in words(page)
    assert page.paper.view.rendered is not None
    assert [one.cells[1] for one in page.events.rows] == ["выдана"]


def test_issued_when_signatures_take_long_then_the_database_is_free(
    stage: Stage, gate: threading.Event
) -> None:
    """The pool is held up; what the page reads and what others ask goes on meanwhile."""
    found = stage.clinic.issue(stage.clinic.sokolova)
    for _ in range(2):
        stage.tasks.run_job(lambda: gate.wait(20))
    page = IssuedPage(stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock, found)
    stage.window.push_page(page, "papers")
    until(lambda: bool(page.events.rows))
    answers: list[int] = []
    stage.tasks.run_query(lambda: stage.desk.papers.journal(JournalFilter()).total, answers.append)
    until(lambda: bool(answers))
    assert page.signatures.report is None
    assert "Подпись проверяется" in words(page)
    gate.set()
    stage.settle()
    assert page.signatures.report is not None
    assert "Кузнецова И.\u00a0П.: подпись верна" in words(page)


def test_spoil_when_reason_is_typed_and_confirmed_then_written_off(stage: Stage) -> None:
    page = issued_page(stage)
    press(stage, Qt.Key.Key_Delete, CTRL)
    press(stage, Qt.Key.Key_Return, CTRL)
    press(stage, Qt.Key.Key_Return, CTRL)
    assert [one.code for one in page.ending.form.field("reason").problems] == ["CERT-058"]

    type_text(stage, "не та дата")
    press(stage, Qt.Key.Key_Return, CTRL)
    assert stage.desk.papers.record(page.certificate_id).state is CertificateState.VALID
    press(stage, Qt.Key.Key_Return, CTRL)

    assert stage.desk.papers.record(page.certificate_id).state is CertificateState.SPOILED
    assert not page._print.isVisible()


def test_save_when_asked_then_file_is_the_signed_one(stage: Stage, tmp_path: Path) -> None:
    page = issued_page(stage)
    page.save_to(tmp_path / "copy.pdf")
    stage.settle()
    assert (tmp_path / "copy.pdf").read_bytes() == stage.desk.papers.pdf_of(page.certificate_id)

    page.save_to(tmp_path / "no folder" / "copy.pdf")
    stage.settle()
    assert page.banner.code == "CERT-033"


def verify(stage: Stage, path: Path) -> VerifyPage:
    page = VerifyPage(stage.theme, stage.desk, stage.tasks, stage.clock)
    stage.show(page, "papers")
    page.check_file(path)
    stage.settle()
    return page


def test_verify_when_file_is_ours_then_valid(stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "ours.pdf"
    path.write_bytes(stage.desk.papers.pdf_of(stage.clinic.issue(stage.clinic.sokolova)))
    page = verify(stage, path)
    assert page.banner.title == "Подпись верна, файл не изменён"
    assert "подпись верна" in words(page)


def test_verify_when_a_byte_was_changed_then_says_altered(stage: Stage, tmp_path: Path) -> None:
    pdf = bytearray(stage.desk.papers.pdf_of(stage.clinic.issue(stage.clinic.sokolova)))
    place = pdf.index(b"stream", 1000) + 60
    pdf[place] ^= 1
    path = tmp_path / "altered.pdf"
    path.write_bytes(pdf)
    page = verify(stage, path)
    assert page.banner.title == "Файл изменён после подписания"
    assert "подпись не принимается" in words(page)


@pytest.mark.parametrize(("content", "code"), [(b"hello", "SIGN-041"), (None, "SIGN-064")])
def test_verify_when_no_pdf_or_no_file_then_named(
    stage: Stage, tmp_path: Path, content: bytes | None, code: str
) -> None:
    path = tmp_path / "other.pdf"
    if content is not None:
        path.write_bytes(content)
    assert verify(stage, path).banner.code == code


def test_journal_when_filtered_then_only_these_and_enter_opens(stage: Stage) -> None:
    first = stage.clinic.issue(stage.clinic.sokolova)
    stage.clinic.issue(stage.clinic.mamedov)
    page = JournalPage(stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock)
    stage.show(page, "papers")
    assert [one.cells[0] for one in page.table.rows] == ["000002", "000001"]

    page.filter.focus_field("text")
    type_text(stage, "соко")
    stage.wait(0.3)
    assert [one.id for one in page.table.rows] == [first]
    assert page._found.text() == "Найдено: 1\u00a0справка"

    page.table.setFocus()
    press(stage, Qt.Key.Key_Return)
    assert stage.go.went[-1] == ("issued", (first,))

    press(stage, Qt.Key.Key_0, ALT)
    assert len(page.table.rows) == 2


def test_journal_when_paper_is_spoiled_then_not_printed(stage: Stage) -> None:
    found = stage.clinic.issue(stage.clinic.sokolova)
    stage.desk.papers.spoil(found, "не та дата")
    page = JournalPage(stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock)
    stage.show(page, "papers")
    page.print_current()
    assert stage.messages.history[-1].role is Role.WARN
    assert len(stage.desk.papers.record(found).events) == 2


def test_readers_when_shown_then_nine_states_and_the_present_first(stage: Stage) -> None:
    page = ReadersPage(stage.theme, stage.tasks, stage.go)
    info = (ReaderInfo("ACS 00", ReaderState.BUSY), ReaderInfo("Rutoken 01", ReaderState.NOT_OMS))
    page.show_status(ReaderStatus(ReaderState.BUSY, "ACS 00", info, status_problem(ReaderState.BUSY)))
    stage.show(page)
    tiles = page.findChildren(StateTile)
    assert len(tiles) == 10
    assert (
        "CARD-021" in min(tiles, key=lambda one: one.mapTo(page, one.rect().topLeft()).y()).accessibleName()
    )
    assert [one.id for one in page.table.rows] == ["ACS 00", "Rutoken 01"]


def test_readers_when_training_then_cards_go_in_and_out_by_alt_digit(stage: Stage, qtbot: QtBot) -> None:
    page = ReadersPage(stage.theme, stage.tasks, stage.go, training=True)
    stage.show(page)
    with qtbot.waitSignal(page.training_card) as put:
        press(stage, Qt.Key.Key_2, ALT)
    assert put.args == [TRAINING_CARDS[1].key]
    with qtbot.waitSignal(page.training_card) as taken:
        press(stage, Qt.Key.Key_6, ALT)
    assert taken.args == [""]
