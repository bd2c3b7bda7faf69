"""Functions that eat any bytes: what they let out is a defect of the program.

Each calls one decoder, lets pass only the exceptions that its docstring names, and checks what must hold of
every answer. Nothing here needs atheris.
"""

# ruff: noqa: S101 - what must hold is what fuzzing is for

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from types import MappingProxyType

from registrar_app.cards import tlv
from registrar_app.cards.apdu import Ins
from registrar_app.cards.barcode import (
    PolicyScan,
    ScanError,
    ScanStatus,
    decode_policy,
    decode_policy_text,
    decode_typed,
    write_policy,
)
from registrar_app.cards.barcode.block import BlockError, read_block
from registrar_app.cards.barcode.content import LAYOUTS, SIZE
from registrar_app.cards.card_builder import INSURER_FILE_ID, card_from_files
from registrar_app.cards.card_model import CardBehaviour, EndOfFile
from registrar_app.cards.connection import CardConnection, CardGoneError
from registrar_app.cards.exchange_report import exchange_report
from registrar_app.cards.oms import read_policy
from registrar_app.cards.owner import RecordError, decode_insurer, decode_owner
from registrar_app.cards.record import CardReading, Outcome

TODAY = date(2026, 11, 20)
_ENDS = tuple(EndOfFile)


def eat_tlv(data: bytes) -> None:
    """The two records of a card and their objects; ``TlvError`` and ``RecordError`` are answers."""
    assert "\n" not in tlv.outline(data)
    with suppress(tlv.TlvError):
        items = tlv.read_children(data)
        again = tlv.read_children(b"".join(tlv.write(one.tag, one.value) for one in items))
        assert again == items
    for decode in (decode_owner, decode_insurer):
        with suppress(tlv.TlvError, RecordError):
            decode(data)


class _Answers:
    """A card whose answers are the fuzzer's bytes: a length, then so many bytes, until there are no more."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def transmit(self, command: bytes) -> bytes:
        check_command(command)
        if self._at >= len(self._data):
            raise CardGoneError
        size = self._data[self._at]
        answer = self._data[self._at + 1 : self._at + 1 + size]
        self._at += 1 + size
        return answer


class _Model:
    """A card of ours with the fuzzer's files, behaving as its first byte says."""

    def __init__(self, how: int, data: bytes) -> None:
        cut = len(data) * 2 // 3
        self._card = card_from_files(
            data[:cut],
            data[cut:],
            behaviour=CardBehaviour(
                end_of_file=_ENDS[how & 3],
                has_root=not how & 4,
                chained=bool(how & 8),
                largest_le=64 if how & 16 else 256,
                dangling_insurer=INSURER_FILE_ID + 1 if how & 32 else None,
            ),
        )

    def transmit(self, command: bytes) -> bytes:
        check_command(command)
        return self._card.respond(command)


def check_command(command: bytes) -> None:
    """Only reading commands of class 00, never a short file id in place of an offset."""
    assert len(command) >= 4
    assert command[0] == 0
    ins = Ins(command[1])
    assert ins is not Ins.READ_BINARY or command[2] < 0x80


def eat_answers(data: bytes) -> None:
    """A whole reading of a card that answers anything; no exception is an answer."""
    if not data:
        return
    how, rest = data[0], data[1:]
    line: CardConnection = _Model(how, rest) if how & 0x80 else _Answers(rest)
    check_reading(read_policy(line, with_photo=bool(how & 0x40), clock=lambda: 0.0))


def check_reading(reading: CardReading) -> None:
    """What holds of every reading."""
    assert reading.has_data == (reading.outcome in (Outcome.OK, Outcome.PARTIAL))
    assert reading.has_data or reading.insurer is None
    assert reading.has_data or reading.problems
    assert (reading.identity() is not None) == reading.has_data
    reading.as_json()
    assert reading.has_data or not reading.photo_left
    assert all("\n" not in line for line in reading.trace)
    assert exchange_report("fuzz", None, reading)


def eat_code(data: bytes) -> None:
    """Bytes of a scanner, and a block of the right size; ``BlockError`` is an answer."""
    check_scan(decode_policy(data, TODAY))
    block = data[:SIZE].ljust(SIZE, b"\xff")
    if block[0] not in LAYOUTS:
        return
    with suppress(BlockError):
        content, _ = read_block(block, TODAY)
        assert read_block(write_policy(content), TODAY)[0] == content
        assert content.signature == block[-65:]


def eat_text(data: bytes) -> None:
    """Text of a scanner that types, of the clipboard or a file; no exception is an answer."""
    text = data.decode("utf-8", errors="replace")
    check_scan(decode_policy_text(text, TODAY))
    check_scan(decode_typed(text, TODAY))


def check_scan(scan: PolicyScan) -> None:
    """What holds of every scan."""
    is_error = scan.status is ScanStatus.ERROR
    assert is_error == (scan.error is not None)
    assert is_error == (scan.policy_number is None)
    assert (scan.content is not None) == (scan.status is ScanStatus.OK)
    assert not is_error or scan.problems
    assert not scan.text or scan.error is ScanError.NOT_POLICY
    assert (scan.identity() is None) == is_error
    assert scan.as_json()["status"] == scan.status
    assert scan.policy_number is None or scan.policy_number not in repr(scan)


TARGETS: MappingProxyType[str, Callable[[bytes], None]] = MappingProxyType(
    {"tlv": eat_tlv, "apdu": eat_answers, "code": eat_code, "text": eat_text}
)
"""What can be fuzzed, by name."""
