"""Bad input through the whole program: each has its own words, code and way out, and nothing typed is lost.

The fields are filled by keys; cards come from the simulated reader; the disk, the printer and the key fail at
the outermost edge.
"""

import stat
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from registrar_app.cards.card_builder import bank_card
from registrar_app.cards.card_model import CardBehaviour, SimulatedCard
from registrar_app.domain.codes import CATALOGUE
from registrar_app.domain.samples import make_enp, make_snils
from registrar_app.domain.values import Sex
from registrar_app.services.paper_shapes import JournalFilter
from registrar_app.services.training import card_image
from registrar_app.ui.pages.edit import EditPage
from registrar_app.ui.pages.issued import IssuedPage
from registrar_app.ui.pages.paper import PaperPage
from registrar_app.ui.pages.readers import ReadersPage
from registrar_app.ui.pages.record import RecordPage
from registrar_app.ui.widgets.form_field import FormField
from tests.ui.clinic import FINDINGS
from tests.ui.play import KNOWN, Play, playing

Make = Callable[[], SimulatedCard]
SECOND = "Второй считыватель"
GOOD = {
    "last_name": "Берендеева", "first_name": "Анна", "patronymic": "Игоревна", "birth_date": "05.06.1988",
    "snils": make_snils(123_456), "enp": make_enp("99", date(1988, 6, 5), Sex.FEMALE, 4321),
}  # fmt: skip


def words_at(widget: Any) -> str:
    """All that is written at a widget."""
    return " ".join(one.text() for one in widget.findChildren(QLabel) if one.isVisible())


def new_person(play: Play, **changes: str) -> EditPage:
    """A new record filled by keys, one value of it bad."""
    play.new()
    page = play.page(EditPage)
    for field_id, text in {**GOOD, **changes}.items():
        play.put(page.form, field_id, text)
    page.form.field("sex").set_value("female")
    return page


def assert_said_at(field: FormField, code: str) -> None:
    """The field says what is wrong and what to do, in the catalogue's words for exactly this code."""
    found = field.problems[0]
    entry = CATALOGUE[code]
    assert found.code == code
    assert found.way_out == entry.way_out or "{" in entry.way_out
    assert found.text.strip()
    said = words_at(field)
    assert found.full_text in said
    assert code in said
    assert field.editor.accessibleDescription() == found.full_text


def assert_not_saved(play: Play, page: EditPage, typed: dict[str, str]) -> None:
    """Ctrl+Enter leaves everything as it was typed and goes to the field."""
    play.press("Ctrl+Enter")
    assert play.window.page() is page
    assert page.banner.code == "REC-002"
    assert page.form.typed() == typed
    assert play.ask(lambda: play.desk.people.search("Берендеева").total) == 0


@pytest.mark.parametrize(
    ("field_id", "typed", "code"),
    [
        ("snils", "112-233-445 96", "ID-021"),
        ("enp", make_enp("99", date(1991, 4, 16), Sex.FEMALE, 4321), "ID-033"),
        ("first_name", "Anna", "ID-110"),
        ("birth_date", "05.06.2099", "ID-122"),
        ("patronymic", "", "ID-115"),
    ],
    ids=["snils", "enp-of-another-birth-date", "latin-name", "future-birth-date", "no-patronymic"],
)
def test_field_when_filled_badly_then_says_so_itself_and_keeps_all(
    play: Play, field_id: str, typed: str, code: str
) -> None:
    page = new_person(play, **{field_id: typed})
    assert_said_at(page.form.field(field_id), code)
    kept = page.form.typed()
    assert kept[field_id] == typed or field_id == "enp"
    assert_not_saved(play, page, kept)
    assert page.form.field(field_id).editor.hasFocus()


def test_latin_letters_among_cyrillic_ones_then_repaired_told_and_taken_back(play: Play) -> None:
    page = new_person(play, last_name="Бeрендеева")  # the second letter is Latin
    field = page.form.field("last_name")
    assert field.value() == "Берендеева"
    assert_said_at(field, "ID-109")
    page.form.focus_field("last_name")
    play.press("Ctrl+Z")
    assert field.value() == "Бeрендеева"


def test_no_patronymic_when_answered_then_the_record_is_saved_without_one(play: Play) -> None:
    page = new_person(play, patronymic="")
    page.form.focus_field("patronymic")
    play.press("Alt+1")
    play.press("Ctrl+Enter")
    record = play.page(RecordPage).record
    assert record is not None
    assert record.data.patronymic is None


NO_USE = pytest.mark.parametrize(
    ("make", "code"),
    [(bank_card, "CARD-014"), (lambda: pulled_out("known"), "CARD-022")],
    ids=["bank-card", "pulled-out"],
)


@NO_USE
def test_card_of_no_use_then_a_banner_says_what_to_do(play: Play, make: Make, code: str) -> None:
    put_once(play, make())
    banner = play.window.page().banner
    assert banner.code == code
    assert CATALOGUE[code].way_out in words_at(banner)
    assert_reader_says(play, code)


@NO_USE
def test_card_of_no_use_while_a_form_is_filled_then_only_the_status_bar_says_so(
    play: Play, make: Make, code: str
) -> None:
    page = new_person(play)
    page.form.focus_field("phone")
    typed, focused = page.form.typed(), QApplication.focusWidget()
    put_once(play, make())
    assert play.window.page() is page
    assert page.form.typed() == typed
    assert QApplication.focusWidget() is focused
    assert not page.banner.isVisible()
    assert_reader_says(play, code)


def assert_reader_says(play: Play, code: str) -> None:
    """The status bar names the state and the key of the advice."""
    assert play.reader_words() == f"{CATALOGUE[code].text.partition('. ')[0]} · F12"


def pulled_out(key: str) -> SimulatedCard:
    """A card that is pulled out at its fourth command; ``put_once`` tells it from where."""
    return replace(card_image(key), behaviour=CardBehaviour(silent_from=4))


def put_once(play: Play, card: SimulatedCard) -> None:
    """Put a card in; where it falls silent somebody has pulled it out."""
    assert play.program.reader is not None
    reader = play.program.reader
    card.sleep = lambda _seconds: reader.remove()
    play.insert(card)
    play.rest(0.2)


def test_two_readers_then_the_one_with_the_card_is_read_and_both_are_shown(play: Play) -> None:
    assert play.program.reader is not None
    play.program.reader.plug(SECOND)
    play.insert("known", SECOND)
    page = play.page(RecordPage)
    play.rest()
    assert page.title.startswith(KNOWN)
    play.press("F12")
    readers = play.page(ReadersPage)
    assert readers.table.isVisible()
    assert [row.id for row in readers.table.rows] == list(play.program.reader.names)
    assert words_at(readers).count(SECOND) >= 1


def test_no_card_service_then_said_once_in_the_status_bar_and_typing_goes_on(play: Play) -> None:
    assert play.program.reader is not None
    play.program.reader.stop_service()
    play.wait("service off", lambda: "не запущена" in play.reader_words())
    assert not play.window.page().banner.isVisible()
    play.press("F5")
    banner = play.window.page().banner
    assert banner.code == "CARD-001"
    assert CATALOGUE["CARD-001"].way_out in words_at(banner)
    page = new_person(play)
    play.press("Ctrl+Enter")
    play.page(RecordPage)
    assert page is not play.window.page()


def fill_the_disk(play: Play) -> None:
    """The database may not grow any more: what a full disk answers."""

    def limit() -> None:
        with play.desk._bench.store._writer.connect() as link:
            pages = link.exec_driver_sql("PRAGMA page_count").scalar()
            link.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    play.ask(limit)


def test_disk_full_at_save_then_said_and_the_form_keeps_all(play: Play) -> None:
    row = play.find(KNOWN)
    play.press("F4")
    page = play.page(EditPage)
    fill_the_disk(play)
    play.put(page.form, "birth_place", "г. " + "Долгий " * 600)
    typed = page.form.typed()
    play.press("Ctrl+Enter")
    play.rest()
    assert play.window.page() is page
    assert page.banner.code == "DB-010"
    assert CATALOGUE["DB-010"].way_out in words_at(page.banner)
    assert page.form.typed() == typed
    record = play.ask(lambda: play.desk.people.peek(row.id))
    assert "Долгий" not in record.data.birth_place


def paper_of(play: Play, **changes: str) -> PaperPage:
    """A 086/у of the known woman, filled."""
    play.find(KNOWN)
    page = play.new_paper()
    play.wait("fields", lambda: page.form is not None)
    assert page.form is not None
    play.rest()
    page.form.set_values({**FINDINGS, **changes})
    page.preview()
    play.rest(0.1)
    return page


def papers(play: Play) -> int:
    """How many stand in the journal."""
    total: int = play.ask(lambda: play.desk.papers.journal(JournalFilter()).total)
    return total


def test_form_text_too_long_then_said_at_the_field_with_the_excess_and_refused(play: Play) -> None:
    long_text = "Ветряная оспа, ангина, бронхит, пневмония, " * 20
    page = paper_of(play, past_diseases=long_text)
    assert page.form is not None
    before = papers(play)
    field = page.form.field("past_diseases")
    assert_said_at(field, "CERT-002")
    assert "не поместится" in words_at(field)
    play.press("Ctrl+Enter")
    assert play.window.page() is page
    assert page.banner.code == "CERT-001"
    assert field.editor.hasFocus()
    assert field.value().strip() == long_text.strip()
    assert papers(play) == before


def test_expired_key_then_said_nothing_is_issued_and_ink_is_offered(play: Play) -> None:
    bench = play.desk._bench
    now = bench.clock
    bench.clock = lambda: now() + timedelta(days=800)
    page = paper_of(play)
    before = papers(play)
    play.press("Ctrl+Enter")
    play.rest(0.2)
    assert play.window.page() is page
    assert page.banner.code == "SIGN-005"
    assert words_at(page.banner).strip()
    assert page.form is not None
    assert page.form.values()["conclusion"] == FINDINGS["conclusion"]
    assert papers(play) == before


@pytest.fixture
def no_printer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """CUPS answers, but nobody ever added a printer."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, answer in (("lpstat", 'case "$*" in -e) ;; *) echo "scheduler is running";; esac'), ("lp", "")):
        program = folder / name
        program.write_text(f"#!/bin/sh\n{answer}\n", encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(folder), prepend=":")


@pytest.mark.skipif(sys.platform == "win32", reason="plays the programs of CUPS")
@pytest.mark.usefixtures("no_printer", "own_look")
def test_no_printer_then_the_paper_is_signed_kept_and_the_way_out_told(
    qapp: QApplication, profile: Path
) -> None:
    with playing(qapp, profile) as play:
        play.sign_in()
        paper_of(play)
        before = papers(play)
        play.press("Ctrl+Enter")
        page = play.page(IssuedPage)
        play.wait("told", lambda: page.banner.isVisible())
        assert page.banner.code == "PRN-003"
        assert CATALOGUE["PRN-003"].way_out in words_at(page.banner)
        assert papers(play) == before + 1
