"""A trace of commands that a clinic may send to support: no value of any field is in its text."""

import time
from collections.abc import Callable

from registrar_app.cards import tlv

_READ_BINARY = 0xB0
_GET_RESPONSE = 0xC0


class Trace:
    """What went over the line in one reading.

    The answers are kept as they came, beside the data read from them, and masked when the text is asked for:
    nearly nobody asks, and every card would pay for it.
    """

    __slots__ = ("_clock", "_steps")

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._steps: list[tuple[float, bytes, bytes | str]] = []

    def add(self, began: float, command: bytes, answer: bytes | str) -> None:
        """Note one exchange.

        Args:
            began: Reading of the clock when the command was sent.
            command: Command APDU; it holds names of applications and file ids, nothing of a person.
            answer: Response APDU, or the kind of failure.
        """
        self._steps.append((self._clock() - began, command, answer))

    def commands(self) -> tuple[bytes, ...]:
        """The commands as they went over the line."""
        return tuple(step[1] for step in self._steps)

    def lines(self) -> tuple[str, ...]:
        """The exchange in text, two lines for each command, contents masked."""
        out: list[str] = []
        for seconds, command, answer in self._steps:
            words = answer if isinstance(answer, str) else mask(command, answer)
            out += [f"→ {command.hex(' ').upper()}", f"← {words} ({seconds * 1000:.0f} ms)"]
        return tuple(out)


def mask(command: bytes, response: bytes) -> str:
    """An answer without its contents.

    Args:
        command: The command it answers.
        response: Data and status word.

    Returns:
        The status word in hexadecimal; before it the file id for GET DATA, the outline of tags and
        lengths for the first block of a file, else only the number of bytes.
    """
    if len(response) < 2:
        return f"{len(response)} B, no status word"
    data, word = response[:-2], response[-2:].hex().upper()
    if not data:
        return word
    ins = command[1] if len(command) > 1 else 0
    if ins == _READ_BINARY and command[2:4] == b"\x00\x00":
        return f"{len(data)} B [{tlv.outline(data)}] {word}"
    if ins in (_READ_BINARY, _GET_RESPONSE) or len(data) > 2:
        return f"{len(data)} B {word}"
    return f"{data.hex().upper()} {word}"
