"""A trace of commands that a clinic may send to support: no value of any field is in it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from registrar_app.cards import tlv

_READ_BINARY = 0xB0
_GET_RESPONSE = 0xC0


@dataclass
class Trace:
    """Lines of one reading. Tags, lengths, status words and times are kept; contents are not."""

    clock: Callable[[], float] = time.monotonic
    lines: list[str] = field(default_factory=list)
    _sent_at: float = 0.0

    def sent(self, command: bytes) -> None:
        """Note a command; commands hold names of applications and file ids, nothing of a person."""
        self._sent_at = self.clock()
        self.lines.append(f"→ {command.hex(' ').upper()}")

    def got(self, command: bytes, response: bytes) -> None:
        """Note an answer with its contents masked."""
        took_ms = (self.clock() - self._sent_at) * 1000
        self.lines.append(f"← {mask(command, response)} ({took_ms:.0f} ms)")

    def failed(self, error: Exception) -> None:
        """Note that no answer came; only the kind of failure is kept."""
        self.lines.append(f"← {type(error).__name__}")

    def text(self) -> str:
        """The whole trace, one exchange in two lines."""
        return "\n".join(self.lines)


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
