"""The card thread on the simulated service: nine states, two readers, tokens, tearing out, healing."""

import threading
import time
from dataclasses import replace

import pytest

from registrar_app.cards.card_builder import bank_card, build_card, mute_card, token
from registrar_app.cards.card_model import CardBehaviour, LineModel
from registrar_app.cards.monitor import CardMonitor
from registrar_app.cards.owner import decode_insurer, decode_owner
from registrar_app.cards.record import Photo
from registrar_app.cards.simulator import SimulatedReader
from registrar_app.cards.states import ReaderState

PATIENCE_S = 10.0


class Desk:
    """A monitor with what it told."""

    def __init__(self, service, **options):
        self.service = service
        self.statuses, self.readings, self.photos = [], [], []
        self.told = threading.Condition()
        self.monitor = CardMonitor(
            service,
            self._on_status,
            self._on_reading,
            on_photo=self._on_photo,
            back_off_s=(0.02, 0.05),
            **options,
        )

    def _on_status(self, status):
        with self.told:
            self.statuses.append(status)
            self.told.notify_all()

    def _on_reading(self, reading):
        with self.told:
            self.readings.append(reading)
            self.told.notify_all()

    def _on_photo(self, reading):
        with self.told:
            self.photos.append(reading)
            self.told.notify_all()

    def until_photo(self):
        """Wait for a photo."""
        with self.told:
            assert self.told.wait_for(lambda: self.photos, PATIENCE_S), self.states
            return self.photos[-1]

    def until(self, state, reader=None):
        """Wait until a state is told."""

        def is_told():
            return (
                bool(self.statuses)
                and self.statuses[-1].state is state
                and reader in (None, self.statuses[-1].reader)
            )

        with self.told:
            assert self.told.wait_for(is_told, PATIENCE_S), f"{state} not told: {self.states}"
            return self.statuses[-1]

    def until_read(self, count):
        """Wait for so many readings."""
        with self.told:
            assert self.told.wait_for(lambda: len(self.readings) >= count, PATIENCE_S), self.states
            return self.readings[-1]

    @property
    def states(self):
        return [one.state for one in self.statuses]


@pytest.fixture
def desk():
    desks = []

    def make(service=None, **options):
        made = Desk(service or SimulatedReader(), **options)
        desks.append(made)
        made.monitor.start()
        return made

    yield make
    for one in desks:
        assert one.monitor.stop(), "the card thread did not end"


def test_card_that_is_put_in_goes_through_reading_to_read(desk, vector_a):
    at = desk()
    at.until(ReaderState.READY)
    at.service.insert(vector_a.card())
    at.until(ReaderState.READ)
    assert at.until_read(1).owner == decode_owner(vector_a.owner).data
    at.service.remove()
    at.until(ReaderState.READY)
    assert at.states == [ReaderState.READY, ReaderState.READING, ReaderState.READ, ReaderState.READY]


def test_card_that_is_in_at_the_start_is_read(desk, vector_a):
    service = SimulatedReader()
    service.insert(vector_a.card())
    at = desk(service)
    at.until_read(1)


def test_remark_on_a_card_is_shown_beside_read(desk, vector_a):
    at = desk()
    at.service.insert(build_card(decode_owner(vector_a.owner).data))
    assert [one.code for one in at.until(ReaderState.READ).remarks] == ["CARD-031"]


def test_mute_card_is_told_and_the_next_one_read(desk, vector_a):
    at = desk()
    at.service.insert(mute_card())
    assert at.until(ReaderState.NOT_READ).problem.code == "CARD-011"
    at.service.remove()
    at.until(ReaderState.READY)
    at.service.insert(vector_a.card())
    at.until_read(1)


def test_bank_card_is_told_and_gives_no_reading(desk):
    at = desk()
    at.until(ReaderState.READY)
    at.service.insert(bank_card())
    assert at.until(ReaderState.NOT_OMS).problem.code == "CARD-014"
    assert at.readings == []
    assert at.monitor.latest.trace


def test_token_is_asked_once_and_does_not_hide_the_reader(desk, vector_a):
    service = SimulatedReader("Token", "Reader")
    stick = token()
    service.insert(stick, "Token")
    at = desk(service)
    at.until(ReaderState.READY, "Reader")
    asked = len(stick.log)
    assert asked
    for _ in range(3):
        service.remove("Token")
        service.insert(stick, "Token")
        service.insert(vector_a.card(), "Reader")
        at.until(ReaderState.READ, "Reader")
        service.remove("Reader")
        at.until(ReaderState.READY, "Reader")
    assert len(stick.log) == asked
    assert len(at.readings) == 3


def test_cards_in_two_readers_are_both_read(desk, vector_a, vector_b):
    service = SimulatedReader("One", "Two")
    at = desk(service)
    service.insert(vector_a.card(), "One")
    service.insert(vector_b.card(), "Two")
    at.until_read(2)
    assert {(one.reader, one.owner.last_name) for one in at.readings} == {
        ("One", "ТЕСТОВ"),
        ("Two", "ПРИМЕРОВА"),
    }


def test_chosen_reader_is_the_only_one_that_is_read(desk, vector_a, vector_b):
    service = SimulatedReader("One", "Two")
    service.insert(vector_a.card(), "One")
    at = desk(service, chosen="Two")
    at.until(ReaderState.READY, "Two")
    service.insert(vector_b.card(), "Two")
    assert at.until_read(1).reader == "Two"
    assert [one.reader for one in at.readings] == ["Two"]


def test_swap_without_a_pause_reads_the_new_card(desk, vector_a, vector_b):
    at = desk()
    at.service.insert(vector_a.card())
    at.until_read(1)
    at.service.insert(vector_b.card())
    assert at.until_read(2).owner.last_name == "ПРИМЕРОВА"


def tearing(card, service, at):
    """Take the card out inside its n-th command."""
    respond = card.respond

    def torn(command):
        answer = respond(command)
        if len(card.log) == at:
            service.remove()
        return answer

    card.respond = torn
    return card


@pytest.mark.parametrize("at_command", range(1, 9))
def test_card_torn_out_inside_a_command_gives_nothing_and_the_next_is_read(
    desk, vector_a, vector_b, at_command
):
    at = desk()
    at.until(ReaderState.READY)
    at.service.insert(tearing(vector_a.card(), at.service, at_command))
    assert at.until(ReaderState.TAKEN_EARLY).problem.code == "CARD-022"
    assert at.readings == []
    at.service.insert(vector_b.card())
    assert at.until_read(1).owner.last_name == "ПРИМЕРОВА"


def test_swap_inside_the_reading_never_mixes_two_people(desk, vector_a, vector_b):
    at = desk()
    first = vector_a.card()
    respond = first.respond

    def swapped(command):
        if len(first.log) == 4:
            at.service.insert(vector_b.card())
        return respond(command)

    first.respond = swapped
    at.service.insert(first)
    reading = at.until_read(1)
    assert (reading.owner.last_name, reading.insurer.okato) == ("ПРИМЕРОВА", "36000")
    assert len(at.readings) == 1


def test_card_held_by_another_program_is_told_and_read_when_it_is_free(desk, vector_a):
    service = SimulatedReader()
    service.insert(vector_a.card())
    service.hold(True)
    at = desk(service)
    assert at.until(ReaderState.BUSY).problem.code == "CARD-021"
    service.hold(False)
    at.until_read(1)


def test_card_that_falls_silent_is_given_up_and_the_next_is_read(desk, vector_a, vector_b):
    at = desk(deadline_s=0.3)
    silent = vector_a.card(silent_from=4)
    released = threading.Event()
    silent.sleep = released.wait
    at.service.insert(silent)
    try:
        assert at.until(ReaderState.NOT_READ).problem.code == "CARD-012"
        at.service.remove()
        at.service.insert(vector_b.card())
        assert at.until_read(1).owner.last_name == "ПРИМЕРОВА"
    finally:
        released.set()
    assert [one.owner.last_name for one in at.readings] == ["ПРИМЕРОВА"]


def test_slow_card_shows_its_progress(desk, vector_a):
    at = desk()
    owner = replace(decode_owner(vector_a.owner).data, birth_place="Я" * 120)
    behaviour = CardBehaviour(largest_le=32, line=LineModel(0.06, 0.0))
    at.service.insert(build_card(owner, behaviour=behaviour))
    at.until_read(1)
    assert [one.progress for one in at.statuses if one.progress]


def test_no_service_at_the_start_is_told_once_and_heals(desk, vector_a):
    service = SimulatedReader()
    service.stop_service()
    at = desk(service)
    assert at.until(ReaderState.SERVICE_OFF).problem.code == "CARD-001"
    time.sleep(0.3)
    assert at.states == [ReaderState.SERVICE_OFF]
    service.start_service()
    at.until(ReaderState.READY)
    service.insert(vector_a.card())
    at.until_read(1)


def test_service_that_stops_while_waiting_is_told_and_heals(desk, vector_a):
    at = desk()
    at.until(ReaderState.READY)
    at.service.stop_service()
    at.until(ReaderState.SERVICE_OFF)
    at.service.start_service()
    at.until(ReaderState.READY)
    at.service.insert(vector_a.card())
    at.until_read(1)


def test_service_that_stops_inside_a_reading_gives_nothing(desk, vector_a):
    at = desk()
    at.until(ReaderState.READY)
    card = vector_a.card()
    respond = card.respond

    def stopping(command):
        if len(card.log) == 5:
            at.service.stop_service()
        return respond(command)

    card.respond = stopping
    at.service.insert(card)
    at.until(ReaderState.SERVICE_OFF)
    assert at.readings == []


def test_reader_that_is_unplugged_and_plugged_is_told(desk, vector_a):
    service = SimulatedReader("Reader")
    at = desk(service)
    at.until(ReaderState.READY)
    service.unplug("Reader")
    at.until(ReaderState.NO_READER)
    service.plug("Other")
    at.until(ReaderState.READY, "Other")
    service.insert(vector_a.card(), "Other")
    assert at.until_read(1).reader == "Other"


def test_read_again_reads_the_same_card_once_more_with_its_photo(desk, vector_a):
    at = desk()
    at.service.insert(vector_a.card())
    at.until_read(1)
    at.monitor.read_again(with_photo=True)
    at.until_read(2)


def test_stop_while_a_card_is_silent_ends_the_thread(vector_a):
    at = Desk(SimulatedReader())
    silent = vector_a.card(silent_from=1)
    released = threading.Event()
    silent.sleep = released.wait
    at.service.insert(silent)
    at.monitor.start()
    at.until(ReaderState.READING)
    try:
        assert at.monitor.stop()
    finally:
        released.set()


def test_nine_states_are_all_reached_and_each_has_words(desk, vector_a):
    service = SimulatedReader("Reader")
    at = desk(service, deadline_s=5.0)
    at.until(ReaderState.READY)
    service.insert(vector_a.card())
    at.until(ReaderState.READ)
    service.insert(mute_card())
    at.until(ReaderState.NOT_READ)
    service.insert(bank_card())
    at.until(ReaderState.NOT_OMS)
    service.insert(tearing(vector_a.card(), service, 3))
    at.until(ReaderState.TAKEN_EARLY)
    service.hold(True)
    service.insert(vector_a.card())
    at.until(ReaderState.BUSY)
    service.unplug("Reader")
    at.until(ReaderState.NO_READER)
    service.stop_service()
    at.until(ReaderState.SERVICE_OFF)
    assert set(at.states) == set(ReaderState)
    for status in at.statuses:
        assert status.problem.text.endswith(".")
        assert "!" not in status.problem.full_text


# -- behind the text ----------------------------------------------------------------------------

PHOTO = Photo(1, b"\xff\xd8\xff" + bytes(range(256)) * 20)


def with_photo(vector, **behaviour):
    owner = replace(decode_owner(vector.owner).data, photo=PHOTO)
    return build_card(owner, decode_insurer(vector.insurer).data, behaviour=CardBehaviour(**behaviour))


def test_photo_comes_behind_the_text_and_the_card_is_told_once(desk, vector_a):
    at = desk()
    at.service.insert(with_photo(vector_a))
    text = at.until_read(1)
    assert (text.owner.photo, text.photo_left, text.commands) == (None, True, 8)
    picture = at.until_photo()
    assert picture.owner.photo == PHOTO
    assert picture.is_same_card_as(text)
    assert picture.identity().photo == PHOTO.data
    assert len(at.readings) == 1
    assert at.monitor.latest is picture


def test_photo_that_takes_its_time_shows_how_far_it_is_and_the_card_counts_as_read(desk, vector_a):
    at = desk()
    at.service.insert(with_photo(vector_a, line=LineModel(0.012, 0.0)))
    at.until_photo()
    under_way = [one for one in at.statuses if one.progress and one.state is ReaderState.READ]
    assert under_way
    assert ReaderState.READING not in at.states[at.states.index(ReaderState.READ) :]


def test_card_pulled_out_during_its_photo_is_no_complaint_and_the_text_stays(desk, vector_a):
    at = desk()
    card = with_photo(vector_a)
    respond = card.respond

    def pulled(command):
        if len(card.log) == 20:
            at.service.remove()
        return respond(command)

    card.respond = pulled
    at.service.insert(card)
    at.until_read(1)
    at.until(ReaderState.READY)
    assert len(at.readings) == 1
    assert at.photos == []
    assert ReaderState.TAKEN_EARLY not in at.states


def test_photo_that_never_comes_is_given_up_quietly_and_the_next_card_is_read(desk, vector_a, vector_b):
    at = desk(deadline_s=0.3)
    card = with_photo(vector_a, silent_from=20)
    released = threading.Event()
    card.sleep = released.wait
    at.service.insert(card)
    try:
        at.until_read(1)
        at.service.remove()
        at.service.insert(vector_b.card())
        assert at.until_read(2).owner.last_name == "ПРИМЕРОВА"
    finally:
        released.set()
    assert at.photos == []
    assert not {ReaderState.NOT_READ, ReaderState.TAKEN_EARLY} & set(at.states)


def test_read_again_does_not_wait_for_the_photo(desk, vector_a):
    at = desk()
    card = with_photo(vector_a)
    respond, inside, go_on = card.respond, threading.Event(), threading.Event()

    def halting(command):
        if len(card.log) == 20:
            inside.set()
            assert go_on.wait(PATIENCE_S)
        return respond(command)

    card.respond = halting
    at.service.insert(card)
    assert inside.wait(PATIENCE_S)
    at.monitor.read_again()
    time.sleep(0.3)
    go_on.set()
    at.until_read(2)
    # The photo of the first reading was given up at its next command, that of the second comes.
    assert at.until_photo().owner.photo == PHOTO
    assert len(card.log) < 8 + 25 + 8 + 40


def test_swap_that_the_service_did_not_see_is_found_and_the_new_card_read(desk, vector_a, vector_b):
    at = desk()
    first = vector_a.card()
    at.service.insert(first)
    at.until_read(1)
    at.service.swap_unseen(vector_b.card())
    assert at.until_read(2).owner.last_name == "ПРИМЕРОВА"
    assert (at.readings[-1].insurer.okato, at.statuses[-1].state) == ("36000", ReaderState.READ)


def test_card_that_stays_in_is_asked_by_one_command_and_told_once(desk, vector_a):
    at = desk()
    card = vector_a.card()
    at.service.insert(card)
    at.until_read(1)
    until = time.monotonic() + PATIENCE_S
    while len(card.log) < 10 and time.monotonic() < until:
        time.sleep(0.05)
    assert {one.hex() for one in card.log[8:]} == {"00b0000001"}
    assert len(at.readings) == 1


def test_card_that_lost_its_selection_to_another_program_is_read_again_and_not_told(desk, vector_a):
    at = desk()
    card = vector_a.card()
    at.service.insert(card)
    at.until_read(1)
    card.reset()
    until = time.monotonic() + PATIENCE_S
    while len(card.log) < 17 and time.monotonic() < until:
        time.sleep(0.05)
    assert len(card.log) >= 17
    assert len(at.readings) == 1
    assert at.states[-1] is ReaderState.READ


def test_card_without_an_insurer_that_stays_in_is_asked_by_one_command_too(desk, vector_a):
    at = desk()
    card = build_card(decode_owner(vector_a.owner).data)
    at.service.insert(card)
    at.until_read(1)
    whole = at.readings[0].commands
    until = time.monotonic() + PATIENCE_S
    while len(card.log) < whole + 2 and time.monotonic() < until:
        time.sleep(0.05)
    assert {one.hex() for one in card.log[whole:]} == {"00b0000001"}
    assert len(at.readings) == 1


def test_swap_of_cards_without_an_insurer_that_the_service_did_not_see_is_found(desk, vector_a, vector_b):
    at = desk()
    at.service.insert(build_card(decode_owner(vector_a.owner).data))
    at.until_read(1)
    at.service.swap_unseen(build_card(decode_owner(vector_b.owner).data))
    assert at.until_read(2).owner.last_name == "ПРИМЕРОВА"
