"""Framing of commands, 61xx, 6Cxx, counting, deadline, and the trace."""

import pytest

from registrar_app.cards.apdu import SW, Channel, Command, Ins
from registrar_app.cards.connection import CardGoneError, DeadlineError
from registrar_app.cards.trace import Trace


class ScriptedLine:
    """Answers in the order given; remembers what was sent."""

    def __init__(self, *answers: str) -> None:
        self.answers = [bytes.fromhex(one) for one in answers]
        self.sent: list[str] = []

    def transmit(self, command: bytes) -> bytes:
        self.sent.append(command.hex().upper())
        return self.answers.pop(0)


def channel_over(line, **options):
    return Channel(line, deadline=10.0, clock=lambda: 0.0, **options)


@pytest.mark.parametrize(
    ("command", "octets"),
    [
        (Command(Ins.SELECT, 4, 12, b"FOMS_ID"), "00A4040C07464F4D535F4944"),
        (Command(Ins.SELECT, 2, 12, b"\x02\x01"), "00A4020C020201"),
        (Command(Ins.READ_BINARY, 0, 0, le=220), "00B00000DC"),
        (Command(Ins.READ_BINARY, 0x7F, 0xFF, le=256), "00B07FFF00"),
        (Command(Ins.GET_DATA, 1, 0xB0, le=2), "00CA01B002"),
    ],
)
def test_command_encodes_as_in_the_transcript(command, octets):
    assert command.encode().hex().upper() == octets


def test_no_instruction_that_writes_or_authenticates_exists():
    assert {int(one) for one in Ins} == {0xA4, 0xB0, 0xC0, 0xCA}


def test_send_when_61xx_fetches_until_9000():
    line = ScriptedLine("6103", "0102036102", "04059000")
    channel = channel_over(line)
    response = channel.send(Command(Ins.READ_BINARY, 0, 0, le=220))
    assert (response.data.hex(), response.sw) == ("0102030405", SW.OK)
    assert line.sent == ["00B00000DC", "00C0000003", "00C0000002"]
    assert channel.commands == 3


def test_send_when_6100_asks_for_256():
    line = ScriptedLine("6100", "AA" * 256 + "9000")
    assert len(channel_over(line).send(Command(Ins.READ_BINARY, 0, 0, le=256)).data) == 256
    assert line.sent[1] == "00C0000000"


def test_send_when_6cxx_repeats_with_the_right_length():
    line = ScriptedLine("6C02", "AABB9000")
    assert channel_over(line).send(Command(Ins.READ_BINARY, 0, 0, le=220)).data.hex() == "aabb"
    assert line.sent[1] == "00B0000002"


def test_send_when_select_says_6cxx_adds_no_length():
    line = ScriptedLine("6C02")
    assert channel_over(line).send(Command(Ins.SELECT, 4, 12, b"X")).sw == 0x6C02
    assert len(line.sent) == 1


def test_send_when_61xx_never_ends_gives_up():
    with pytest.raises(CardGoneError):
        channel_over(ScriptedLine(*["AA6101"] * 100)).send(Command(Ins.READ_BINARY, 0, 0, le=1))


@pytest.mark.parametrize("answer", ["", "90"])
def test_send_when_answer_has_no_status_word_says_card_gone(answer):
    with pytest.raises(CardGoneError):
        channel_over(ScriptedLine(answer)).send(Command(Ins.READ_BINARY, 0, 0, le=1))


def test_send_when_the_time_is_over_sends_nothing():
    line = ScriptedLine("9000")
    channel = Channel(line, deadline=5.0, clock=lambda: 5.1)
    with pytest.raises(DeadlineError):
        channel.send(Command(Ins.READ_BINARY, 0, 0, le=1))
    assert line.sent == []


def test_trace_keeps_tags_and_lengths_and_no_contents():
    trace = Trace(lambda: 0.0)
    line = ScriptedLine("62075F2104D09BD0B89000", "02029000", "D09BD0B89000")
    channel = channel_over(line, trace=trace)
    channel.send(Command(Ins.READ_BINARY, 0, 0, le=220))
    channel.send(Command(Ins.GET_DATA, 1, 0xB0, le=2))
    channel.send(Command(Ins.READ_BINARY, 0, 220, le=220))
    lines = trace.lines()
    assert lines[1] == "← 9 B [62:7 5F21:4] 9000 (0 ms)"
    assert lines[3] == "← 0202 9000 (0 ms)"
    assert "D0 9B" not in "".join(lines).upper()
    assert "D09B" not in "".join(lines).upper()
