"""Readers in the whole program: two at once, a card that hangs, the exchange kept in a file."""

import threading
from pathlib import Path

from registrar_app.cards.card_builder import bank_card
from registrar_app.services.training import card_image
from registrar_app.ui.pages.readers import ReadersPage
from registrar_app.ui.pages.record import RecordPage
from tests.ui.helpers import walk
from tests.ui.play import KNOWN, Play

SECOND = "Второй считыватель"


def banner(play: Play) -> str:
    page = play.window.page()
    assert page is not None
    return page.banner.title


def test_cards_in_two_readers_when_put_in_are_read_from_either_and_each_has_its_state(play: Play) -> None:
    reader = play.program.reader
    assert reader is not None
    first = reader.names[0]
    reader.plug(SECOND)
    play.press("F12")
    page = play.page(ReadersPage)
    play.wait("rows", lambda: len(page.table.rows) == 2)
    reader.insert(bank_card(), first)
    states = lambda: [row.cells[1].text for row in page.table.rows]  # noqa: E731
    play.wait("told", lambda: states() == ["Карта не опознана", "Считыватель готов, карты нет"])
    assert play.reader_words() == "Карта не опознана · F12"
    walk(play.window, sizes=((1366, 768), (1280, 720)), percents=(100, 130))

    reader.insert(card_image("known"), SECOND)
    record = play.page(RecordPage)
    play.wait("record", lambda: record.record is not None)
    assert record.record is not None
    assert record.record.data.last_name == KNOWN
    assert play.reader_words() == "Карта прочитана · можно вынуть"
    play.press("F12")
    page = play.page(ReadersPage)
    play.wait("both", lambda: states() == ["Карта не опознана", "Карта прочитана"])
    reader.remove(SECOND)
    play.wait("one", lambda: states()[1] == "Считыватель готов, карты нет")


def test_card_that_hangs_when_put_in_stops_neither_the_window_nor_the_next_card(play: Play) -> None:
    reader = play.program.reader
    assert reader is not None
    card, released = card_image("known"), threading.Event()
    respond = card.respond

    def hanging(command: bytes) -> bytes:
        if len(card.log) == 3:
            released.wait()
        return respond(command)

    card.respond = hanging  # type: ignore[method-assign]
    try:
        reader.insert(card)
        play.wait("reading", lambda: play.reader_words().startswith("Карта читается"))
        play.find("Мамедов")
        assert play.page(RecordPage).record is not None
        assert play.reader_words().startswith("Карта читается"), "the card hangs all the while"
        play.wait("given up", lambda: play.reader_words().startswith("Карта отвечает слишком долго"))
        play.wait("words", lambda: banner(play) == "Карта отвечает слишком долго")
        reader.remove()
        play.rest(0.1)
        reader.insert(card_image("child"))
        play.wait("next", lambda: play.reader_words() == "Карта прочитана · можно вынуть")
    finally:
        released.set()
    play.rest(0.3)
    record = play.page(RecordPage).record
    assert record is not None
    assert record.data.last_name == "Ёлкин"


def test_exchange_when_saved_is_a_text_without_the_person(play: Play, tmp_path: Path) -> None:
    assert play.program.navigator is not None
    saver = play.program.navigator.devices.exchange
    path = tmp_path / "exchange.txt"
    saver.save(path)
    play.idle()
    assert "не читали" in path.read_text(encoding="utf-8")
    play.insert("known")
    data = play.page(RecordPage).record
    assert data is not None
    saver.save(path)
    play.idle()
    text = path.read_text(encoding="utf-8")
    assert "00 A4 04 0C 07 46 4F 4D 53 5F 49 44" in text
    assert "5F26:16" in text
    person = data.data
    for word in (person.last_name, person.first_name, person.policy.enp, person.snils):
        assert word
        assert word.lower() not in text.lower()
        assert word.upper().encode().hex() not in text.replace(" ", "").lower()
    assert any("личных данных" in one.title for one in play.program.messages.history)


def test_exchange_when_it_cannot_be_written_says_so(play: Play, tmp_path: Path) -> None:
    assert play.program.navigator is not None
    play.program.navigator.devices.exchange.save(tmp_path / "nowhere" / "exchange.txt")
    play.wait("words", lambda: any(one.code == "CARD-061" for one in play.program.messages.history))


def test_exchange_when_asked_for_on_the_page_of_readers_opens_the_dialogue(play: Play) -> None:
    play.press("F12")
    page = play.page(ReadersPage)
    asked: list[bool] = []
    page.save_wanted.disconnect()
    page.save_wanted.connect(lambda: asked.append(True))
    play.press("Ctrl+S")
    assert asked == [True]
    assert play.window.commands.get("card.exchange").title.startswith("Сохранить протокол")
