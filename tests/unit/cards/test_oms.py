"""The command sequence against a model of the card in all the ways cards differ."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registrar_app.cards import tlv
from registrar_app.cards.card_builder import (
    ATR_FOMS1,
    bank_card,
    build_card,
    card_from_files,
    encode_insurer,
    encode_owner,
    token,
)
from registrar_app.cards.card_model import CardBehaviour, EndOfFile
from registrar_app.cards.connection import CardGoneError, ServiceDownError
from registrar_app.cards.oms import read_policy
from registrar_app.cards.owner import Tag, decode_insurer, decode_owner
from registrar_app.cards.record import Outcome, Photo
from registrar_app.cards.simulator import SimulatedReader

PHOTO = Photo(1, b"\xff\xd8\xff" + bytes(range(256)) * 47)
"""12 035 octets."""


def codes(reading):
    return [one.code for one in reading.problems]


def owner_with_photo(vector):
    return replace(decode_owner(vector.owner).data, photo=PHOTO)


def test_read_of_vector_a_sends_the_transcript_of_the_notes(vector_a, transcript_a, read):
    card = vector_a.card()
    reading = read(card)
    assert card.log == transcript_a
    assert reading.outcome is Outcome.OK
    assert reading.commands == 8
    assert reading.owner == decode_owner(vector_a.owner).data
    assert reading.insurer == decode_insurer(vector_a.insurer).data


def test_as_json_has_the_shape_of_the_contract(vector_a, read):
    answer = read(vector_a.card(), reader="Reader 1").as_json()
    assert list(answer) == [
        "outcome", "reader", "atr", "commands", "ms", "owner", "insurer", "insurer_signature_present",
        "problems",
    ]  # fmt: skip
    assert answer["owner"] == {
        "policy_number": "7757910820000016", "last_name": "ТЕСТОВ", "first_name": "ИВАН",
        "patronymic": "ПЕТРОВИЧ",
        "sex": "male", "birth_date": "1980-02-29", "citizenship": {"code": "RUS", "name": "РОССИЯ"},
        "snils": "11223344595", "expire_date": None, "birth_place": "Г. МОСКВА", "issue_date": "2014-05-06",
        "photo": None,
    }  # fmt: skip
    assert answer["insurer"] == {
        "ogrn": "1027739008440", "okato": "45000", "start_date": "2014-05-06", "end_date": None,
    }  # fmt: skip
    assert (answer["outcome"], answer["reader"], answer["problems"]) == ("ok", "Reader 1", [])
    assert answer["atr"] == "3BF71300008131FE45464F4D534F4D53A9"


@pytest.mark.parametrize("end", list(EndOfFile), ids=str)
@pytest.mark.parametrize("chained", [False, True], ids=["plain", "61xx"])
@pytest.mark.parametrize("largest", [256, 100, 16], ids=lambda le: f"le{le}")
@pytest.mark.parametrize(
    "select",
    [{}, {"has_root": False}, {"needs_root": True}, {"refusal": 0x6A86}],
    ids=["usual", "no root", "from root only", "other refusal"],
)
def test_read_whatever_the_card_is_like_gives_the_same_data(vector_a, read, end, chained, largest, select):
    card = vector_a.card(end_of_file=end, chained=chained, largest_le=largest, **select)
    reading = read(card)
    assert reading.outcome is Outcome.OK
    assert reading.owner == decode_owner(vector_a.owner).data
    assert reading.insurer == decode_insurer(vector_a.insurer).data


@pytest.mark.parametrize(
    ("behaviour", "commands"), [({"chained": True}, 11), ({"end_of_file": EndOfFile.WRONG_LE}, 10)]
)
def test_read_counts_fetching_and_repeated_commands(vector_a, read, behaviour, commands):
    assert read(vector_a.card(**behaviour)).commands == commands


@pytest.mark.parametrize("atr", [ATR_FOMS1, b"\x3b\x00"], ids=["slow card", "unknown ATR"])
def test_read_decides_by_content_and_not_by_atr(vector_a, read, atr):
    assert read(card_from_files(vector_a.owner, vector_a.insurer, atr=atr)).outcome is Outcome.OK


@pytest.mark.parametrize("filling", [b"\x00", b"\xff"], ids=["zeros", "FF"])
def test_read_when_the_file_is_longer_than_the_object_ignores_the_rest(vector_a, read, filling):
    card = card_from_files(vector_a.owner + filling * 600, vector_a.insurer + filling * 600)
    reading = read(card)
    assert reading.outcome is Outcome.OK
    assert reading.commands == 8


def test_read_when_the_text_is_long_takes_one_command_more_per_block(vector_a, read):
    owner = replace(decode_owner(vector_a.owner).data, birth_place="Я" * 120)
    reading = read(build_card(owner, decode_insurer(vector_a.insurer).data))
    assert reading.owner == owner
    assert reading.commands == 9


def test_read_without_photo_stops_at_it(vector_a, read):
    reading = read(build_card(owner_with_photo(vector_a), decode_insurer(vector_a.insurer).data))
    assert reading.outcome is Outcome.OK
    assert reading.owner.photo is None
    assert reading.commands == 8


def test_read_with_photo_takes_every_octet_of_it(vector_a, read):
    reading = read(
        build_card(owner_with_photo(vector_a), decode_insurer(vector_a.insurer).data), with_photo=True
    )
    assert reading.owner.photo == PHOTO
    assert reading.insurer is not None
    assert reading.commands == 7 + -(-12_200 // 220)


@pytest.mark.parametrize("with_photo", [False, True])
def test_read_when_text_stands_behind_the_photo_finds_it(vector_a, read, with_photo):
    owner = owner_with_photo(vector_a)
    moved = replace(owner, birth_place=None)
    encoded = encode_owner(moved, extra=tlv.write(Tag.BIRTH_PLACE, "Г. МОСКВА".encode()))
    reading = read(card_from_files(encoded, vector_a.insurer), with_photo=with_photo)
    assert reading.owner == replace(owner, photo=PHOTO if with_photo else None)


def test_read_when_the_photo_lies_beyond_7fff_keeps_the_text(vector_a, read):
    huge = replace(owner_with_photo(vector_a), photo=Photo(1, b"\xff\xd8\xff" + bytes(40_000)))
    card = build_card(huge, decode_insurer(vector_a.insurer).data)
    assert read(card).outcome is Outcome.OK
    reading = read(card, with_photo=True)
    assert (reading.outcome, codes(reading)) == (Outcome.PARTIAL, ["CARD-038"])
    assert reading.owner.last_name == "ТЕСТОВ"
    assert reading.insurer is not None
    assert all(command[2] < 0x80 for command in card.log if command[1] == 0xB0)


def test_read_when_the_photo_is_cut_off_keeps_the_text(vector_a, read):
    encoded = encode_owner(owner_with_photo(vector_a))
    reading = read(card_from_files(encoded[:5000], vector_a.insurer), with_photo=True)
    assert (reading.outcome, codes(reading)) == (Outcome.PARTIAL, ["CARD-038"])
    assert reading.owner.photo is None


@pytest.mark.parametrize("card", [bank_card, token], ids=["bank card", "token"])
def test_read_of_a_foreign_card_says_so_and_gives_nothing(read, card):
    reading = read(card())
    assert (reading.outcome, codes(reading)) == (Outcome.NOT_OMS, ["CARD-014"])
    assert reading.owner is reading.insurer is None
    assert reading.commands <= 4


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda data: data[:60], id="cut off"),
        pytest.param(lambda data: b"\x64" + data[1:], id="wrong root"),
        pytest.param(lambda data: data[:5] + b"\x7f" + data[6:], id="child overruns"),
        pytest.param(lambda _: b"", id="empty file"),
        pytest.param(lambda _: bytes(300), id="blank file"),
        pytest.param(lambda _: b"\xff" * 300, id="FF file"),
        pytest.param(lambda _: b"\x62\x00", id="empty object"),
    ],
)
def test_read_when_the_owner_is_broken_gives_nothing_of_it(vector_a, read, damage):
    reading = read(card_from_files(damage(vector_a.owner), vector_a.insurer))
    assert (reading.outcome, codes(reading)) == (Outcome.CORRUPT, ["CARD-013"])
    assert reading.owner is reading.insurer is None


@pytest.mark.parametrize(
    ("insurer", "behaviour"),
    [
        pytest.param(None, {}, id="no record"),
        pytest.param("A", {"dangling_insurer": 0x0909}, id="dangling"),
        pytest.param("A", {"dangling_insurer": 0xFFFF}, id="no id"),
        pytest.param(bytes(40), {}, id="blank file"),
        pytest.param(b"", {}, id="empty file"),
    ],
)
def test_read_when_the_insurer_is_missing_is_ok_with_a_remark(vector_a, read, insurer, behaviour):
    octets = vector_a.insurer if insurer == "A" else insurer
    reading = read(card_from_files(vector_a.owner, octets, behaviour=CardBehaviour(**behaviour)))
    assert (reading.outcome, codes(reading)) == (Outcome.OK, ["CARD-031"])
    assert reading.owner == decode_owner(vector_a.owner).data
    assert reading.insurer is None


@pytest.mark.parametrize(
    "damage", [lambda data: data[:20], lambda data: b"\x62" + data[1:]], ids=["cut", "root"]
)
def test_read_when_the_insurer_is_broken_is_partial_and_names_it(vector_a, read, damage):
    reading = read(card_from_files(vector_a.owner, damage(vector_a.insurer)))
    assert (reading.outcome, codes(reading)) == (Outcome.PARTIAL, ["CARD-039"])
    assert reading.problems[0].field == "insurer"
    assert reading.owner is not None
    assert reading.insurer is None


def test_read_when_the_insurer_is_signed_says_that_a_signature_is_there(vector_a, read):
    signed = replace(decode_insurer(vector_a.insurer).data, signature=b"S" * 64, certificate=b"C" * 700)
    reading = read(build_card(decode_owner(vector_a.owner).data, signed))
    assert reading.insurer_signature_present
    assert reading.insurer == signed
    assert encode_insurer(signed).hex() not in "".join(reading.trace).lower()


class FailingLine:
    """A line that breaks at the given command."""

    def __init__(self, card, at, error):
        self.card, self.at, self.error, self.count = card, at, error, 0

    def transmit(self, command):
        self.count += 1
        if self.count == self.at:
            raise self.error
        return self.card.respond(command)


@pytest.mark.parametrize("at", range(1, 9))
def test_read_when_the_card_goes_at_any_command_gives_nothing(vector_a, at):
    reading = read_policy(FailingLine(vector_a.card(), at, CardGoneError()))
    assert (reading.outcome, codes(reading)) == (Outcome.REMOVED, ["CARD-022"])
    assert reading.owner is reading.insurer is None
    assert reading.commands == at


def test_read_when_the_service_stops_says_so(vector_a):
    with pytest.raises(ServiceDownError):
        read_policy(FailingLine(vector_a.card(), 4, ServiceDownError()))


class ResettingLine:
    """Another program resets the card once, before the given command."""

    def __init__(self, card, at):
        self.card, self.at, self.count = card, at, 0

    def transmit(self, command):
        self.count += 1
        if self.count == self.at:
            self.card.reset()
        return self.card.respond(command)


def test_read_when_the_selection_is_lost_begins_again_once(vector_a):
    reading = read_policy(ResettingLine(vector_a.card(), 4))
    assert reading.outcome is Outcome.OK
    assert reading.commands == 12


class Clock:
    """Seconds that pass with each command."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


def slow(vector, clock, seconds, **options):
    card = build_card(owner_with_photo(vector), decode_insurer(vector.insurer).data)
    line = FailingLine(card, 0, None)
    respond = line.card.respond

    def tick(command):
        clock.now += seconds
        return respond(command)

    line.card.respond = tick
    return read_policy(line, clock=clock, **options)


def test_read_when_the_card_is_too_slow_stops_and_gives_nothing(vector_a):
    reading = slow(vector_a, Clock(), 1.0)
    assert (reading.outcome, codes(reading)) == (Outcome.CORRUPT, ["CARD-012"])
    assert reading.owner is None
    assert reading.commands == 6


def test_read_when_only_the_photo_is_too_slow_keeps_the_rest(vector_a):
    reading = slow(vector_a, Clock(), 0.2, with_photo=True, deadline_s=6.0)
    assert (reading.outcome, codes(reading)) == (Outcome.PARTIAL, ["CARD-038"])
    assert reading.insurer is not None


def test_read_with_photo_reports_its_progress(vector_a, read):
    seen = []
    card = build_card(owner_with_photo(vector_a), decode_insurer(vector_a.insurer).data)
    read(card, with_photo=True, on_progress=lambda done, total: seen.append(done / total))
    assert seen[-1] == 1.0
    assert seen[1:] == sorted(seen[1:])


class RandomLine:
    """Answers anything."""

    def __init__(self, answers):
        self.answers = iter(answers)

    def transmit(self, command):
        del command
        return next(self.answers, b"\x6a\x82")


SHORT = st.binary(max_size=40).map(lambda data: data + b"\x90\x00")
ANSWER = st.one_of(st.just(b"\x90\x00"), SHORT, st.binary(max_size=12), st.just(bytes.fromhex("6C10")))


@settings(max_examples=300)
@given(st.lists(ANSWER, max_size=30), st.booleans())
def test_read_when_the_card_answers_anything_ends_with_an_outcome(answers, with_photo):
    reading = read_policy(RandomLine(answers), with_photo=with_photo)
    assert (reading.owner is not None) == (reading.outcome in (Outcome.OK, Outcome.PARTIAL))


def test_read_through_a_simulated_reader_ends_with_the_same_data(vector_a):
    service = SimulatedReader()
    service.insert(vector_a.card())
    link = service.open().connect(service.names[0])
    assert read_policy(link).owner == decode_owner(vector_a.owner).data
