"""Bookkeeping of readers and cards, without threads."""

from dataclasses import replace

import pytest

from registrar_app.cards.backend import Slot, SlotState
from registrar_app.cards.board import CHECK_S, SLOW_CHECK_S, Delivery, ReaderBoard
from registrar_app.cards.card_builder import ATR_FOMSOMS
from registrar_app.cards.reading import Purpose
from registrar_app.cards.record import CardReading, InsurerData, Outcome, OwnerData, Photo
from registrar_app.cards.states import ReaderState
from registrar_app.domain.problems import problem

A, B = "Reader A", "Reader B"
OK = CardReading(Outcome.OK, OwnerData(last_name="ТЕСТОВ"), problems=(problem("CARD-031", "insurer"),))
NOT_OMS = CardReading(Outcome.NOT_OMS, problems=(problem("CARD-014"),))
BUSY = CardReading(Outcome.BUSY, problems=(problem("CARD-021"),))
REMOVED = CardReading(Outcome.REMOVED, problems=(problem("CARD-022"),))
CORRUPT = CardReading(Outcome.CORRUPT, problems=(problem("CARD-013"),))


def empty(name=A, counter=0):
    return Slot(name, SlotState.EMPTY, b"", counter)


def card(name=A, counter=1, atr=b"\x3b\x01"):
    return Slot(name, SlotState.CARD, atr, counter)


def names(due):
    return [name for name, _ in due]


@pytest.fixture
def board():
    return ReaderBoard()


def read(board, slot, reading, now=0.0):
    """Let a board see a card and finish reading it."""
    board.absorb((slot,), now)
    serial = board.began(slot.name)
    return board.finished(slot.name, serial, reading, now)


def test_status_without_readers_says_so(board):
    board.absorb((), 0.0)
    assert board.status().state is ReaderState.NO_READER


def test_status_when_a_reader_is_empty_is_ready(board):
    board.absorb((empty(),), 0.0)
    assert (board.status().state, board.status().reader) == (ReaderState.READY, A)


def test_card_that_is_in_at_the_start_is_due_at_once(board):
    board.absorb((card(),), 7.0)
    assert names(board.due(7.0)) == [A]


def test_card_that_was_read_shows_its_remarks_and_is_not_due_again(board):
    assert read(board, card(), OK)
    assert board.status().state is ReaderState.READ
    assert board.status().remarks == OK.problems
    board.absorb((card(),), 1.0)
    assert board.due(1e9) == ()


@pytest.mark.parametrize("other", [card(counter=3), card(atr=b"\x3b\x02")], ids=["event counter", "ATR"])
def test_swap_without_an_event_is_seen(board, other):
    read(board, card(), OK)
    board.absorb((other,), 1.0)
    assert names(board.due(1.0)) == [A]


def test_result_for_a_card_that_was_swapped_meanwhile_is_dropped(board):
    board.absorb((card(),), 0.0)
    serial = board.began(A)
    board.absorb((card(counter=3),), 0.1)
    assert not board.finished(A, serial, OK, 0.2)
    assert board.status().state is not ReaderState.READ


def test_result_that_was_complete_before_the_card_left_is_delivered(board):
    board.absorb((card(),), 0.0)
    serial = board.began(A)
    board.absorb((empty(counter=2),), 0.1)
    assert board.status().state is ReaderState.TAKEN_EARLY
    assert board.finished(A, serial, OK, 0.2)
    assert board.status().state is ReaderState.READY


def test_card_taken_out_early_stays_on_view_until_the_next(board):
    board.absorb((card(),), 0.0)
    serial = board.began(A)
    board.finished(A, serial, REMOVED, 0.1)
    assert board.status().state is ReaderState.TAKEN_EARLY
    board.absorb((empty(counter=2),), 0.3)
    assert board.status().state is ReaderState.TAKEN_EARLY
    assert board.due(1e9) == ()
    board.absorb((card(counter=3),), 5.0)
    assert names(board.due(5.0)) == [A]


def test_card_lost_but_still_in_is_tried_once_more_and_no_more(board):
    read(board, card(), REMOVED)
    assert board.due(0.5) == ()
    assert names(board.due(1.0)) == [A]
    board.finished(A, board.began(A), REMOVED, 1.0)
    assert board.status().state is ReaderState.NOT_READ
    assert board.due(1e9) == ()


def test_card_held_by_another_program_is_tried_every_two_seconds_without_flicker(board):
    read(board, card(), BUSY)
    assert board.due(1.9) == ()
    assert names(board.due(2.0)) == [A]
    serial = board.began(A)
    assert board.status().state is ReaderState.BUSY
    board.finished(A, serial, BUSY, 2.0)
    assert names(board.due(4.0)) == [A]


def test_foreign_card_is_asked_once_whatever_the_events(board):
    read(board, card(), NOT_OMS)
    for counter in (3, 5, 7):
        board.absorb((card(counter=counter),), counter)
    board.absorb((empty(counter=8),), 8.0)
    board.absorb((card(counter=9),), 9.0)
    assert board.due(1e9) == ()
    assert board.status().state is ReaderState.NOT_OMS
    board.forget_readers()
    board.absorb((card(),), 20.0)
    assert board.due(1e9) == ()


def test_policy_card_that_was_refused_once_does_not_shut_out_others_of_its_kind(board):
    read(board, card(atr=ATR_FOMSOMS), NOT_OMS)
    board.absorb((card(atr=ATR_FOMSOMS, counter=3),), 1.0)
    assert names(board.due(1.0)) == [A]


def test_foreign_card_swapped_in_unseen_is_remembered_by_its_own_atr(board):
    read(board, card(), replace(NOT_OMS, atr=b"\x3b\x99"))
    board.absorb((card(counter=3),), 1.0)
    assert names(board.due(1.0)) == [A]


def test_token_that_was_there_before_does_not_hide_the_free_reader(board):
    read(board, card(A), NOT_OMS)
    board.absorb((card(A), empty(B)), 1.0)
    assert (board.status().state, board.status().reader) == (ReaderState.READY, B)
    assert [one.state for one in board.status().readers] == [ReaderState.NOT_OMS, ReaderState.READY]


def test_foreign_card_that_was_just_put_in_is_told_although_another_reader_is_free(board):
    board.absorb((empty(A), empty(B)), 0.0)
    board.absorb((card(A), empty(B)), 1.0)
    board.finished(A, board.began(A), NOT_OMS, 1.0)
    assert (board.status().state, board.status().reader) == (ReaderState.NOT_OMS, A)


def test_again_reads_the_policy_and_leaves_the_token_alone(board):
    board.absorb((card(A), card(B, atr=b"\x3b\x09")), 0.0)
    board.finished(A, board.began(A), NOT_OMS, 0.0)
    board.finished(B, board.began(B), OK, 0.0)
    board.again(1.0, with_photo=True)
    assert board.due(1.0) == ((B, True),)


def test_again_when_there_is_only_a_foreign_card_asks_it(board):
    read(board, card(), NOT_OMS)
    board.again(1.0)
    assert board.due(1.0) == ((A, False),)


def test_status_tells_a_damaged_card_from_a_mute_one(board):
    read(board, card(), CORRUPT)
    assert board.status().problem.code == "CARD-013"
    read(board, replace(card(), counter=3), CardReading(Outcome.CORRUPT, problems=(problem("CARD-011"),)))
    assert board.status().problem.code == "CARD-011"


def test_reader_that_is_unplugged_is_forgotten(board):
    read(board, card(), OK)
    board.absorb((), 1.0)
    assert board.status().state is ReaderState.NO_READER
    assert not board.finished(A, 1, OK, 2.0)


# -- behind everybody's back --------------------------------------------------------------------

OTHER = CardReading(Outcome.OK, OwnerData(last_name="ПРИМЕРОВА"))
INSURED = replace(OK, insurer=InsurerData("1027739008440"))
PICTURE = replace(OK, owner=replace(OK.owner, photo=Photo(1, b"\xff\xd8\xff")))


def look(board, reading, now=CHECK_S):
    """Let the board look at its card behind everybody's back."""
    ((name, _),) = board.due_behind(now)
    return board.finished_behind(name, board.began_behind(name), reading, now)


def test_card_that_was_read_is_asked_now_and_then_whether_it_is_still_in(board):
    read(board, card(), OK)
    assert board.due_behind(CHECK_S / 2) == ()
    assert board.seconds_to_due(0.0) == CHECK_S
    for now in (CHECK_S, 2 * CHECK_S, 3 * CHECK_S):
        assert board.due_behind(now) == ((A, Purpose.CHECK),)
        assert look(board, None, now) is Delivery.NOTHING
    assert board.status().state is ReaderState.READ
    board.absorb((empty(counter=2),), 9.0)
    assert board.due_behind(1e9) == ()


def test_photo_when_the_card_has_one_is_fetched_behind_the_text(board):
    read(board, card(), replace(OK, photo_left=True))
    assert board.due_behind(0.0) == ((A, Purpose.PHOTO),)
    serial = board.began_behind(A)
    board.progressed(A, serial, 40)
    assert (board.status().state, board.status().progress) == (ReaderState.READ, 40)
    assert board.finished_behind(A, serial, PICTURE, 4.0) is Delivery.PHOTO
    assert board.status().progress is None
    assert board.due_behind(4.0 + SLOW_CHECK_S) == ((A, Purpose.CHECK),)


@pytest.mark.parametrize(
    ("came", "pause"),
    [(OK, SLOW_CHECK_S), (INSURED, CHECK_S), (REMOVED, CHECK_S), (BUSY, CHECK_S)],
    ids=["same without insurer", "same", "lost", "busy"],
)
def test_look_that_says_nothing_new_is_not_told(board, came, pause):
    read(board, card(), came if came.has_data else OK)
    before = board.status()
    assert look(board, came) is Delivery.NOTHING
    assert board.status() == before
    assert board.due_behind(CHECK_S + pause - 0.1) == ()
    assert board.due_behind(CHECK_S + pause) == ((A, Purpose.CHECK),)


def test_other_card_found_by_a_look_is_delivered_with_its_photo_to_come(board):
    read(board, card(), OK)
    assert look(board, replace(OTHER, photo_left=True)) is Delivery.CARD
    assert board.status().state is ReaderState.READ
    assert board.status().remarks == ()
    assert board.due(1e9) == ()
    assert board.due_behind(CHECK_S) == ((A, Purpose.PHOTO),)


def test_foreign_card_found_by_a_look_is_told(board):
    read(board, card(), OK)
    assert look(board, NOT_OMS) is Delivery.NOTHING
    assert board.status().state is ReaderState.NOT_OMS


def test_look_at_a_card_that_left_meanwhile_is_dropped(board):
    read(board, card(), OK)
    serial = board.began_behind(A)
    board.absorb((empty(counter=2),), 1.0)
    assert board.finished_behind(A, serial, OTHER, 1.1) is Delivery.NOTHING
    assert board.status().state is ReaderState.READY


def test_look_that_ends_when_somebody_wants_the_card_read_again_is_dropped(board):
    read(board, card(), OK)
    serial = board.began_behind(A)
    board.again(1.0)
    assert board.finished_behind(A, serial, OTHER, 1.1) is Delivery.NOTHING
    assert names(board.due(1.1)) == [A]
    assert board.due_behind(1e9) == ()
