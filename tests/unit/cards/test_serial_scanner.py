"""A scanner played through a pseudo-terminal: whole codes, drips, two in a row, unplugged and back."""

import os
import queue
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import serial

from registrar_app.cards.barcode import PolicyScan
from registrar_app.cards.serial_scanner import (
    FoundPort,
    PortChoice,
    ScannerState,
    ScannerStatus,
    SerialScanner,
    found_ports,
    open_port,
)

pty = pytest.importorskip("pty", reason="needs pseudo-terminals")
tty = pytest.importorskip("tty")
TODAY = date(2026, 11, 20)
LIMIT_S = 10.0
CODE = bytes.fromhex(
    "02001be9747a0ce3315d039c750fde5217ff8137d14d34179800000000000000000000000000000000000000000000000000000000"
    "000000000000000178180000026629f769b9c65b1054e9749a151e5af1ed86cedba444a169ab673cf6258ee83b2e0f021978ac6dbf"
    "53343fa9159f0717c5ea62db0048c3d2657dcc95f427c25b"
)
"""Type 2, Иванов Пётр Сергеевич. Source: project's domain notes on the policy barcode, section 5."""


class Plug:
    """A scanner on a cable: its end of a pseudo-terminal, and a name that stays when it is plugged anew."""

    def __init__(self, folder: Path) -> None:
        self.name = folder / "scanner"
        self._ends: tuple[int, int] | None = None

    def plug_in(self) -> None:
        here, there = pty.openpty()
        tty.setraw(there)
        self._ends = (here, there)
        self.name.unlink(missing_ok=True)
        self.name.symlink_to(os.ttyname(there))

    def send(self, data: bytes) -> None:
        assert self._ends is not None
        os.write(self._ends[0], data)

    def pull_out(self) -> None:
        if self._ends is not None:
            for end in self._ends:
                os.close(end)
            self._ends = None
            self.name.unlink()


class Heard:
    """What the scanner's thread told."""

    def __init__(self) -> None:
        self.states: queue.Queue[ScannerStatus] = queue.Queue()
        self.scans: queue.Queue[tuple[PolicyScan, bytes]] = queue.Queue()

    def wait_for(self, state: ScannerState) -> ScannerStatus:
        while True:
            told = self.states.get(timeout=LIMIT_S)
            if told.state is state:
                return told

    def scan(self) -> PolicyScan:
        return self.scans.get(timeout=LIMIT_S)[0]


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def plug(tmp_path: Path) -> Iterator[Plug]:
    made = Plug(tmp_path)
    yield made
    made.pull_out()


@pytest.fixture
def scanner(heard: Heard) -> Iterator[SerialScanner]:
    made = SerialScanner(
        heard.states.put, lambda scan, data: heard.scans.put((scan, data)), lambda: TODAY, back_off_s=(0.02,)
    )
    made.start()
    yield made
    assert made.stop(LIMIT_S)


@pytest.fixture
def ready(scanner: SerialScanner, plug: Plug, heard: Heard) -> Plug:
    plug.plug_in()
    scanner.choose(PortChoice(str(plug.name)))
    heard.wait_for(ScannerState.READY)
    return plug


def test_code_when_sent_whole_is_read(ready: Plug, heard: Heard) -> None:
    ready.send(CODE)
    scan, data = heard.scans.get(timeout=LIMIT_S)
    assert scan.policy_number == "7856510844330801"
    assert data == CODE


def test_code_when_dripping_is_one_code(ready: Plug, heard: Heard) -> None:
    for start in range(0, len(CODE), 16):
        ready.send(CODE[start : start + 16])
    assert heard.scan().is_read
    assert heard.scans.empty()


def test_two_codes_when_a_silence_is_between_are_two_scans(ready: Plug, heard: Heard) -> None:
    ready.send(b"]L2" + CODE + b"\r\n")
    first = heard.scan()
    ready.send(b"7856510844330801\r")
    assert first.symbology == "]L2"
    assert heard.scan().policy_number == "7856510844330801"


def test_every_byte_when_sent_arrives(ready: Plug, heard: Heard) -> None:
    everything = bytes(range(256))
    ready.send(everything)
    assert heard.scans.get(timeout=LIMIT_S)[1] == everything


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (bytes(byte & 0x7F for byte in CODE), "SCAN-021"),
        (CODE[:90], "SCAN-011"),
        (CODE[:60] + b"\x03" + CODE[61:], "SCAN-026"),
        (CODE[:7] + b"\x00" + CODE[8:], "SCAN-027"),
        (b"\x03" + CODE[1:], "SCAN-012"),
        (CODE.hex()[1:].encode(), "SCAN-022"),
        (b"4606453849072\r\n", "SCAN-002"),
    ],
    ids=["7 bits", "cut", "wrong sex", "wrong check digit", "unknown type", "lost digit", "another code"],
)
def test_damage_when_sent_has_a_message_of_its_own(ready: Plug, heard: Heard, sent: bytes, code: str) -> None:
    ready.send(sent)
    scan = heard.scan()
    assert not scan.is_read
    assert [one.code for one in scan.problems] == [code]


def test_port_when_missing_is_said_and_found_when_it_comes(
    scanner: SerialScanner, plug: Plug, heard: Heard
) -> None:
    scanner.choose(PortChoice(str(plug.name)))
    missing = heard.wait_for(ScannerState.NOT_FOUND)
    assert missing.problem is not None
    assert missing.problem.code == "SCAN-052"
    plug.plug_in()
    heard.wait_for(ScannerState.READY)
    plug.send(CODE)
    assert heard.scan().is_read


def test_scanner_when_pulled_out_and_plugged_in_again_reads_on(ready: Plug, heard: Heard) -> None:
    ready.send(CODE)
    assert heard.scan().is_read
    ready.pull_out()
    heard.wait_for(ScannerState.NOT_FOUND)
    ready.plug_in()
    heard.wait_for(ScannerState.READY)
    ready.send(CODE)
    assert heard.scan().is_read


def test_port_when_another_program_holds_it_is_said_so(
    scanner: SerialScanner, plug: Plug, heard: Heard
) -> None:
    plug.plug_in()
    with serial.Serial(str(plug.name), exclusive=True):
        scanner.choose(PortChoice(str(plug.name)))
        taken = heard.wait_for(ScannerState.NOT_FOUND)
    assert taken.problem is not None
    assert taken.problem.code == "SCAN-053"
    heard.wait_for(ScannerState.READY)


def test_port_when_none_is_chosen_any_more_is_given_back(
    ready: Plug, scanner: SerialScanner, heard: Heard
) -> None:
    scanner.choose(None)
    heard.wait_for(ScannerState.OFF)
    port = open_port(PortChoice(str(ready.name)))
    port.close()


def test_speed_when_the_driver_knows_none_such_is_no_fault_of_the_program(
    scanner: SerialScanner, plug: Plug, heard: Heard
) -> None:
    plug.plug_in()
    scanner.choose(PortChoice(str(plug.name), -5))
    assert heard.wait_for(ScannerState.NOT_FOUND).problem is not None


def test_scanner_when_never_started_stops() -> None:
    assert SerialScanner(lambda _: None, lambda *_: None, lambda: TODAY).stop()


def test_ports_when_listed_have_names() -> None:
    assert all(isinstance(one, FoundPort) and one.name for one in found_ports())
