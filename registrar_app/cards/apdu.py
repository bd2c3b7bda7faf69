"""Command framing over a card line: status words, 61xx and 6Cxx, a counter, a deadline and a masked trace.

Source: ISO/IEC 7816-4, 5.1; project's domain notes on the card, section 4.
"""

import time
from collections.abc import Callable
from enum import IntEnum
from typing import NamedTuple

from registrar_app.cards.connection import CardConnection, CardGoneError, CardLineError, DeadlineError
from registrar_app.cards.trace import Trace


class Ins(IntEnum):
    """The only instructions this program ever sends: all of them read."""

    SELECT = 0xA4
    READ_BINARY = 0xB0
    GET_RESPONSE = 0xC0
    GET_DATA = 0xCA


class SW(IntEnum):
    """Status words the reading reacts to."""

    OK = 0x9000
    END_OF_FILE = 0x6282
    WRONG_LENGTH = 0x6700
    COMMAND_INCOMPATIBLE = 0x6981
    SECURITY_NOT_SATISFIED = 0x6982
    NO_CURRENT_FILE = 0x6986
    FILE_NOT_FOUND = 0x6A82
    RECORD_NOT_FOUND = 0x6A83
    WRONG_P1_P2 = 0x6A86
    DATA_NOT_FOUND = 0x6A88
    OFFSET_BEYOND_END = 0x6B00
    INS_UNKNOWN = 0x6D00
    CLASS_UNKNOWN = 0x6E00


class Command(NamedTuple):
    """A short command APDU of class 00. ``le`` None sends none; 256 is sent as 00."""

    ins: Ins
    p1: int
    p2: int
    data: bytes = b""
    le: int | None = None

    def __repr__(self) -> str:
        """Without the data."""
        return f"Command({self.ins:02X} {self.p1:02X} {self.p2:02X}, {len(self.data)} B, le={self.le})"

    def encode(self) -> bytes:
        """The octets as they go to the card."""
        out = bytes([0x00, self.ins, self.p1, self.p2])
        if self.data:
            out += bytes([len(self.data)]) + self.data
        if self.le is not None:
            out += bytes([self.le & 0xFF])
        return out


class Response(NamedTuple):
    """Data and status word of one finished command."""

    data: bytes
    sw: int

    def __repr__(self) -> str:
        """Without the data."""
        return f"Response({len(self.data)} B, {self.sw:04X})"

    @property
    def is_ok(self) -> bool:
        """True for 9000."""
        return self.sw == SW.OK


_MAX_CHAIN = 32
"""GET RESPONSE in a row; a card that says 61xx for ever is broken."""


class Channel:
    """Sends commands one by one and finishes each: 61xx is fetched, 6Cxx is asked again.

    T=0 leaves both to the program, and neither pcsc-lite nor the drivers do it for ordinary commands.
    """

    def __init__(
        self,
        connection: CardConnection,
        *,
        deadline: float,
        clock: Callable[[], float] = time.monotonic,
        trace: Trace | None = None,
    ) -> None:
        """Args: deadline: reading of ``clock`` after which nothing more is sent."""
        self._connection = connection
        self._clock = clock
        self._trace = trace or Trace(clock)
        self.deadline = deadline
        self.commands = 0
        """Commands that went over the line, repeated and fetching ones included."""

    def send(self, command: Command) -> Response:
        """Send a command and give its final answer.

        Raises:
            CardGoneError: the card gave no valid answer.
            DeadlineError: the time of the reading is over.
            CardLineError: the line failed in another way.
        """
        response = self._exchange(command)
        if response.sw >> 8 == 0x6C and command.le is not None:
            response = self._exchange(command._replace(le=response.sw & 0xFF or 256))
        if response.sw >> 8 != 0x61:
            return response
        data = response.data
        for _ in range(_MAX_CHAIN):
            fetch = Command(Ins.GET_RESPONSE, 0, 0, le=response.sw & 0xFF or 256)
            response = self._exchange(fetch)
            if response.sw >> 8 == 0x6C:
                response = self._exchange(fetch._replace(le=response.sw & 0xFF or 256))
            data += response.data
            if response.sw >> 8 != 0x61:
                return Response(data, response.sw)
        raise CardGoneError("endless 61xx")

    def _exchange(self, command: Command) -> Response:
        """One command over the line, one answer back."""
        began = self._clock()
        if began > self.deadline:
            raise DeadlineError
        octets = command.encode()
        self.commands += 1
        try:
            answer = self._connection.transmit(octets)
        except CardLineError as error:
            self._trace.add(began, octets, type(error).__name__)
            raise
        self._trace.add(began, octets, answer)
        if len(answer) < 2:
            raise CardGoneError("no status word")
        return Response(answer[:-2], answer[-2] << 8 | answer[-1])
