"""A model of a card: applications, files, and the ways real cards answer READ and SELECT differently.

It answers bytes with bytes, so the same model serves the simulated reader, the unit tests and a virtual
reader behind the real PC/SC service.
Source: project's domain notes on the card, sections 3, 4 and 9.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from registrar_app.cards.apdu import SW, Ins
from registrar_app.cards.oms import ROOT_NAME


class EndOfFile(StrEnum):
    """What a card answers when a READ wants more than there is."""

    WARNING = "6282"
    """The rest and 6282."""
    SHORT = "9000"
    """The rest and 9000."""
    WRONG_LE = "6Cxx"
    """Nothing but the right length."""
    REFUSED = "6B00"
    """The rest and 9000; behind the end 6B00."""


@dataclass(frozen=True, slots=True)
class LineModel:
    """Time on the wire, to be slept: per command and per octet."""

    overhead_s: float = 0.008
    octet_s: float = 0.00028
    """0.28 ms for the commonest card, 1.12 ms for the slow one."""

    def seconds(self, command: bytes, answer: bytes) -> float:
        """Time of one exchange, block overhead included."""
        return self.overhead_s + (len(command) + len(answer) + 8) * self.octet_s


@dataclass(frozen=True, slots=True)
class CardBehaviour:
    """How a card answers."""

    end_of_file: EndOfFile = EndOfFile.WARNING
    has_root: bool = True
    """False: the name of the root is not known."""
    needs_root: bool = False
    """True: an application can be selected from the root only."""
    chained: bool = False
    """True: answers with data come as 61xx and GET RESPONSE (T=0)."""
    largest_le: int = 256
    """A READ that asks for more is refused with 6700."""
    refusal: int = SW.FILE_NOT_FOUND
    """Status word for an unknown name."""
    line: LineModel | None = None
    """None: no time passes."""
    silent_from: int | None = None
    """Number of the command from which on the card hangs, counted from 1."""
    silence_s: float = 60.0
    dangling_insurer: int | None = None
    """File id that GET DATA names although there is no such file."""


@dataclass
class SimulatedCard:
    """A card with its own memory of what is selected; ``respond`` is its only door."""

    atr: bytes
    """Answer to reset; empty for a mute card."""
    applications: Mapping[bytes, Mapping[int, bytes]] = field(repr=False)
    current_insurer: int | None
    behaviour: CardBehaviour = field(default_factory=CardBehaviour)
    sleep: Callable[[float], object] = time.sleep
    log: list[bytes] = field(default_factory=list, repr=False)
    """Every command since the card was made."""
    _application: bytes = field(default=b"", repr=False)
    _file: bytes | None = field(default=None, repr=False)
    _waiting: bytes = field(default=b"", repr=False)

    def reset(self) -> None:
        """Power on: nothing is selected."""
        self._application, self._file, self._waiting = b"", None, b""

    def respond(self, command: bytes) -> bytes:
        """Answer a command APDU with data and status word."""
        self.log.append(command)
        how = self.behaviour
        if how.silent_from is not None and len(self.log) >= how.silent_from:
            self.sleep(how.silence_s)
        answer = self._answer(command)
        if how.line:
            self.sleep(how.line.seconds(command, answer))
        return answer

    def _answer(self, command: bytes) -> bytes:
        """Sort a command by its instruction."""
        if len(command) < 4:
            return _word(SW.WRONG_LENGTH)
        if command[0] != 0:
            return _word(SW.CLASS_UNKNOWN)
        if not (self.applications or self.behaviour.has_root):
            return _word(self.behaviour.refusal)
        le = (command[4] if len(command) > 4 else 0) or 256
        match command[1]:
            case Ins.SELECT:
                return self._select(command)
            case Ins.READ_BINARY:
                return self._read(
                    command[2] << 8 | command[3], command[4] or 256 if len(command) > 4 else 256
                )
            case Ins.GET_DATA:
                return self._current_insurer(command)
            case Ins.GET_RESPONSE:
                return self._fetch(le)
        return _word(SW.INS_UNKNOWN)

    def _select(self, command: bytes) -> bytes:
        """By name (P1 04) or by file id under the application (P1 02)."""
        body = command[5 : 5 + command[4]] if len(command) > 4 else b""
        if command[2] == 0x04:
            return self._select_name(body)
        found = self.applications.get(self._application, {}).get(int.from_bytes(body, "big"))
        if command[2] != 0x02 or found is None:
            return _word(SW.FILE_NOT_FOUND)
        self._file = found
        return _word(SW.OK)

    def _select_name(self, name: bytes) -> bytes:
        """The root or an application; a failed SELECT leaves everything as it was."""
        how = self.behaviour
        if name == ROOT_NAME and how.has_root:
            self._application, self._file = ROOT_NAME, None
            return _word(SW.OK)
        at_root = not how.needs_root or self._application == ROOT_NAME
        if name not in self.applications or not at_root:
            return _word(how.refusal)
        self._application, self._file = name, None
        return _word(SW.OK)

    def _current_insurer(self, command: bytes) -> bytes:
        """GET DATA 01B0."""
        named = self.behaviour.dangling_insurer or self.current_insurer
        if command[2:4] != b"\x01\xb0" or self._application != b"FOMS_INS" or named is None:
            return _word(SW.DATA_NOT_FOUND)
        return self._give(named.to_bytes(2, "big"), SW.OK)

    def _read(self, offset: int, le: int) -> bytes:
        """READ BINARY from the selected file."""
        how = self.behaviour
        if self._file is None:
            return _word(SW.NO_CURRENT_FILE)
        if offset > 0x7FFF:
            return _word(SW.WRONG_P1_P2)
        if le > how.largest_le:
            return _word(SW.WRONG_LENGTH)
        if offset >= len(self._file):
            return _word(SW.OFFSET_BEYOND_END)
        data = self._file[offset : offset + le]
        if len(data) == le:
            return self._give(data, SW.OK)
        if how.end_of_file is EndOfFile.WRONG_LE:
            return _word(0x6C00 | len(data))
        return self._give(data, SW.END_OF_FILE if how.end_of_file is EndOfFile.WARNING else SW.OK)

    def _give(self, data: bytes, word: int) -> bytes:
        """Data at once, or kept for GET RESPONSE."""
        if not self.behaviour.chained:
            return data + _word(word)
        self._waiting = data
        return _word(0x6100 | len(data) & 0xFF)

    def _fetch(self, le: int) -> bytes:
        """GET RESPONSE."""
        data, self._waiting = self._waiting[:le], self._waiting[le:]
        return data + _word(0x6100 | len(self._waiting) & 0xFF if self._waiting else SW.OK)


def _word(word: int) -> bytes:
    """A status word as two octets."""
    return word.to_bytes(2, "big")
