"""The photo of a card: behind the text, at the head of every page about its person, nowhere else."""

import threading
from dataclasses import replace

from registrar_app.cards.card_builder import build_card
from registrar_app.cards.card_model import SimulatedCard
from registrar_app.cards.owner import decode_insurer, decode_owner
from registrar_app.cards.record import Photo
from registrar_app.services.training import card_image
from registrar_app.services.training_portrait import drawn_portrait
from registrar_app.ui.pages.differences import DifferencesPage
from registrar_app.ui.pages.edit import EditPage
from registrar_app.ui.pages.record import RecordPage
from registrar_app.ui.widgets.page import Page
from tests.ui.helpers import walk
from tests.ui.play import KNOWN, Play

PORTRAIT = drawn_portrait()


def with_photo(key: str, data: bytes = PORTRAIT) -> SimulatedCard:
    """A training card with a photo in it."""
    card = card_image(key)
    owner, insurer = (card.applications[name] for name in (b"FOMS_ID", b"FOMS_INS"))
    decoded = replace(decode_owner(owner[0x0201]).data, photo=Photo(1, data))
    return build_card(decoded, decode_insurer(insurer[0x0202]).data)


def seen(page: Page) -> bool:
    return page.head.photo.has_picture and page.head.photo.isVisible()


def test_photo_when_the_surname_differs_stands_beside_the_choice_then_in_the_record(play: Play) -> None:
    play.insert("renamed")
    page = play.page(DifferencesPage)
    play.wait("photo", lambda: seen(page))
    assert page.identity.photo == PORTRAIT, "saving can keep it"
    assert page.head.photo.accessibleName() == "Снимок с карты"
    walk(play.window, sizes=((1366, 768), (1280, 720)), percents=(100, 130))
    play.press("Ctrl+Enter")
    record = play.page(RecordPage)
    play.wait("photo", lambda: seen(record))
    play.find("Мамедов")
    play.wait("none", lambda: not seen(play.page(RecordPage)))


def test_photo_of_a_stranger_stands_on_the_new_record_and_stays_when_it_is_saved(play: Play) -> None:
    play.insert(with_photo("unknown"))
    page = play.page(EditPage)
    play.wait("photo", lambda: seen(page))
    assert page.draft.identity is not None
    assert page.draft.identity.photo == PORTRAIT
    play.press("Ctrl+Enter")
    record = play.page(RecordPage)
    play.wait("photo", lambda: seen(record))


def test_text_when_the_photo_is_slow_is_there_first_and_the_window_goes_on(play: Play) -> None:
    card, go_on = with_photo("known"), threading.Event()
    respond = card.respond

    def halting(command: bytes) -> bytes:
        if len(card.log) == 20:
            go_on.wait()
        return respond(command)

    card.respond = halting  # type: ignore[method-assign]
    try:
        play.insert(card)
        page = play.page(RecordPage)
        play.wait("text", lambda: page.record is not None)
        play.wait("words", lambda: play.reader_words().startswith("Карта прочитана · снимок"))
        assert not seen(page)
        play.find("Мамедов")
        assert play.reader_words().startswith("Карта прочитана · снимок"), (
            "the photo is under way all the while"
        )
    finally:
        go_on.set()
    play.wait("words", lambda: play.reader_words() == "Карта прочитана · можно вынуть")
    play.idle()
    assert not seen(play.page(RecordPage)), "somebody else is in view"


def test_photo_when_nobody_can_show_it_leaves_the_text_alone(play: Play) -> None:
    for data, words in (
        (PORTRAIT[:900], "Снимок на карте не открылся"),
        (b"\x00" * 400, "Вид снимка на карте"),
    ):
        play.insert(with_photo("known", data))
        page = play.page(RecordPage)
        told = play.program.messages.history
        play.wait("words", lambda told=told, words=words: any(one.title.startswith(words) for one in told))
        assert page.record is not None
        assert not seen(page)
        assert play.program.reader is not None
        play.program.reader.remove()
        play.rest(0.2)


def test_photo_when_the_card_waited_for_somebody_to_sign_in_is_shown_then(play: Play) -> None:
    play.press("Ctrl+L")
    play.wait("cover", lambda: play.window.is_covered)
    play.insert(with_photo("known"))
    assert not play.window.findChildren(RecordPage)
    play.press("Enter")
    page = play.page(RecordPage)
    play.wait("photo", lambda: seen(page))


def test_photo_when_somebody_else_works_here_is_forgotten(play: Play) -> None:
    play.insert(with_photo("known"))
    page = play.page(RecordPage)
    play.wait("photo", lambda: seen(page))
    play.press("Ctrl+L")
    assert play.program.navigator is not None
    assert play.program.navigator.devices.flow.latest is None
    play.press("Enter")
    play.rest(0.2)
    play.find("Мамедов")
    play.find(KNOWN)
    assert not seen(play.page(RecordPage))
