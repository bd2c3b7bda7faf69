"""Reading transparent files of the card in blocks: offsets, ends of file, small cards, the photo left out.

Source: project's domain notes on the card, sections 4 and 9.
"""

from collections.abc import Callable

from registrar_app.cards import tlv
from registrar_app.cards.apdu import SW, Channel, Command, Ins

BLOCK = 220
"""Octets asked at once: fits one T=1 block (IFSC 254) and T=0; the constant of the vendor's library."""
MAX_OFFSET = 0x7FFF
"""With bit 8 of P1 set READ BINARY names a short file id: a higher offset would read another file."""
_LONGEST_HEADER = 6


class FileSequenceError(Exception):
    """No file is selected (6981, 6986): the card lost its place, for example after a reset."""


class FileProtectedError(Exception):
    """The file needs authentication that a registrar's program must not do."""


class FileReadError(Exception):
    """The card refused to read for another reason, or wants an offset that cannot be addressed."""


class CardFileReader:
    """The selected file, read as far as it is needed."""

    def __init__(self, channel: Channel, on_progress: Callable[[int, int], None] | None = None) -> None:
        """Args: on_progress: told octets read and octets wanted."""
        self._channel = channel
        self._on_progress = on_progress
        self._block = BLOCK
        self._ended = False
        self._data = bytearray()
        self._gap: tuple[int, int] | None = None

    def read_root(self, tag: int, skipped: frozenset[int] = frozenset()) -> bytes:
        """Read the object that starts the file.

        Args:
            tag: Its tag.
            skipped: Tags of children whose octets are not fetched; their places are filled with zeros.

        Returns:
            The encoded object, shorter than it says if the file ends early.

        Raises:
            tlv.TlvError: not a BER-TLV object, or another tag.
            FileSequenceError: no file is selected.
            FileProtectedError: reading needs authentication.
            FileReadError: any other refusal.
        """
        self._fill(_LONGEST_HEADER, BLOCK)
        root = tlv.read_header(bytes(self._data))
        if root.tag != tag:
            raise tlv.TlvError("wrong root tag")
        # All there already: its inside is the decoder's business.
        at = root.end if root.end <= len(self._data) else root.body
        while at < root.end and not (self._ended and at >= len(self._data)):
            self._fill(min(at + _LONGEST_HEADER, root.end), root.end)
            if at < len(self._data) and self._data[at] == 0:
                at += 1
                continue
            child = tlv.read_header(bytes(self._data[at : at + _LONGEST_HEADER]))
            at += child.end
            if at > root.end:
                raise tlv.TlvTruncatedError("child runs past its parent")
            if child.tag in skipped:
                self._skip(at)
            else:
                self._fill(at, root.end)
        return bytes(self._data[: root.end])

    @property
    def is_blank(self) -> bool:
        """True if what was read is nothing but the filling of an unwritten file."""
        return not bytes(self._data).strip(b"\x00") or not bytes(self._data).strip(b"\xff")

    def read_gap(self) -> bytes:
        """Fetch what ``read_root`` left out, in place.

        Returns:
            The encoded object, whole.

        Raises:
            FileReadError: the file ends inside the gap, or an offset cannot be addressed.
            DeadlineError: no time left; what was read before stays valid.
        """
        if self._gap:
            at, end = self._gap
            start = at
            while at < end:
                block = self._read_block(at, min(self._block, end - at))
                if block is None:
                    continue
                if not block:
                    raise FileReadError("file ends too early")
                self._data[at : at + len(block)] = block
                at += len(block)
                self._report(at - start, end - start)
            self._gap = None
        return bytes(self._data[: tlv.read_header(bytes(self._data[:_LONGEST_HEADER])).end])

    def _skip(self, end: int) -> None:
        """Leave a hole up to an offset; a second hole stays for good."""
        have = len(self._data)
        if end > have:
            self._gap = self._gap or (have, end)
            self._data.extend(bytes(end - have))

    def _fill(self, wanted: int, limit: int) -> None:
        """Fetch blocks until ``wanted`` octets are there or the file ends; ask for none behind ``limit``."""
        while len(self._data) < wanted and not self._ended:
            have = len(self._data)
            block = self._read_block(have, min(self._block, limit - have))
            if block is not None:
                self._data.extend(block)
                if not block:
                    self._ended = True
                self._report(min(have + len(block), limit), limit)

    def _report(self, done: int, total: int) -> None:
        """Tell how far the reading is."""
        if self._on_progress:
            self._on_progress(done, total)

    def _read_block(self, offset: int, size: int) -> bytes | None:
        """One READ BINARY: the octets, none at the end of the file, None to ask again with less."""
        if offset > MAX_OFFSET:
            raise FileReadError("offset above 7FFF")
        response = self._channel.send(Command(Ins.READ_BINARY, offset >> 8, offset & 0xFF, le=size))
        word = response.sw
        if word in (SW.OK, SW.END_OF_FILE):
            self._ended = word == SW.END_OF_FILE
            # More than was asked for cannot be placed safely behind a gap.
            return response.data[:size]
        if word == SW.WRONG_LENGTH and size > 1:
            self._block = size // 2
            return None
        if word == SW.OFFSET_BEYOND_END:
            self._ended = True
            return b""
        if word in (SW.COMMAND_INCOMPATIBLE, SW.NO_CURRENT_FILE):
            raise FileSequenceError
        if word == SW.SECURITY_NOT_SATISFIED:
            raise FileProtectedError
        raise FileReadError(f"{word:04X}")
