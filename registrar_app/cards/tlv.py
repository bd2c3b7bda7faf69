"""Strict BER-TLV as far as the policy card uses it: pure functions over bytes.

Source: project's domain notes on the card, section 5 (objects, limits, rules); ISO/IEC 7816-4, 5.2.2.
"""

from typing import NamedTuple

MAX_LENGTH_OCTETS = 3
"""A length field is at most ``82 LL LL``."""
MAX_OBJECTS = 64
"""Objects on one level; more is not a card of ours."""
MAX_TAG_OCTETS = 3
_LONG_TAG = 0x1F


class TlvError(Exception):
    """The bytes are not well formed; the text names the rule that is broken and no contents."""


class TlvTruncatedError(TlvError):
    """The bytes end inside an object."""


class Header(NamedTuple):
    """Tag and length of one object."""

    tag: int
    """Tag octets as one number: 0x62, 0x5F26."""
    start: int
    """Offset of the tag's first octet."""
    body: int
    """Offset of the first octet of the value."""
    length: int
    """Octets of the value."""

    @property
    def end(self) -> int:
        """Offset behind the value."""
        return self.body + self.length


class Item(NamedTuple):
    """One object: its tag and the octets of its value."""

    tag: int
    value: bytes

    def __repr__(self) -> str:
        """Without the value."""
        return f"Item({self.tag:02X}, {len(self.value)} B)"


def read_header(data: bytes, offset: int = 0) -> Header:
    """Read tag and length at an offset.

    Non-minimal lengths (``81 05``, ``82 00 05``) are allowed: BER allows them and cards may use them.

    Raises:
        TlvTruncatedError: the data end inside the header.
        TlvError: a tag of more than three octets, an indefinite length or one of more than three octets.
    """
    tag, at = _read_tag(data, offset)
    if at >= len(data):
        raise TlvTruncatedError("length is cut off")
    first = data[at]
    at += 1
    if first < 0x80:
        return Header(tag, offset, at, first)
    count = first & 0x7F
    if count == 0:
        raise TlvError("indefinite length")
    if count + 1 > MAX_LENGTH_OCTETS:
        raise TlvError("length field too long")
    if at + count > len(data):
        raise TlvTruncatedError("length is cut off")
    return Header(tag, offset, at + count, int.from_bytes(data[at : at + count], "big"))


def _read_tag(data: bytes, offset: int) -> tuple[int, int]:
    """Tag as a number, and the offset behind it."""
    if offset >= len(data):
        raise TlvTruncatedError("tag is cut off")
    tag, at = data[offset], offset + 1
    if tag & _LONG_TAG != _LONG_TAG:
        return tag, at
    while True:
        if at >= len(data):
            raise TlvTruncatedError("tag is cut off")
        if at - offset >= MAX_TAG_OCTETS:
            raise TlvError("tag too long")
        octet = data[at]
        tag, at = tag << 8 | octet, at + 1
        if octet < 0x80:
            return tag, at


def read_root(data: bytes, tag: int) -> bytes:
    """The value of the object that starts the data; whatever follows it is padding of the file.

    Args:
        data: Contents of an elementary file.
        tag: The tag it must have.

    Raises:
        TlvTruncatedError: the object runs past the data.
        TlvError: another tag, or a broken header.
    """
    header = read_header(data)
    if header.tag != tag:
        raise TlvError("wrong root tag")
    if header.end > len(data):
        raise TlvTruncatedError("root runs past the file")
    return data[header.body : header.end]


def read_children(value: bytes) -> tuple[Item, ...]:
    """All objects of a constructed value, in their order, unknown ones too.

    ``00`` octets between objects mean nothing (ISO/IEC 7816-4, 5.2.2) and are passed over.

    Raises:
        TlvTruncatedError: a child runs past its parent.
        TlvError: a broken header, or more than 64 objects.
    """
    items: list[Item] = []
    at, size = 0, len(value)
    while at < size:
        if value[at] == 0:
            at += 1
            continue
        tag, _start, body, length = read_header(value, at)
        at = body + length
        if at > size:
            raise TlvTruncatedError("child runs past its parent")
        if len(items) == MAX_OBJECTS:
            raise TlvError("too many objects")
        items.append(Item(tag, value[body:at]))
    return tuple(items)


def write(tag: int, value: bytes) -> bytes:
    """Encode one object with the shortest length.

    Raises:
        TlvError: the value is longer than 65 535 octets.
    """
    tag_octets = tag.to_bytes((tag.bit_length() + 7) // 8 or 1, "big")
    size = len(value)
    if size < 0x80:
        length = bytes([size])
    elif size <= 0xFF:
        length = bytes([0x81, size])
    elif size <= 0xFFFF:
        length = b"\x82" + size.to_bytes(2, "big")
    else:
        raise TlvError("value too long")
    return tag_octets + length + value


def outline(data: bytes) -> str:
    """Tags and lengths of a record without any value, as far as the data go; never raises.

    In a damaged record contents may stand where a tag or a length should. So only what has the form of this
    card's tags is written out, and lengths only if the record makes sense as far as it is there.

    Returns:
        For example ``62:139 5F26:16 5F21:12``; «62 5F26 …» where the bytes stop making sense.
    """
    found: list[Header] = []
    is_whole = _walk(data, found)
    if is_whole:
        return " ".join(f"{one.tag:02X}:{one.length}" for one in found)
    return " ".join([*(f"{one.tag:02X}" for one in found), "…"])


def _walk(data: bytes, found: list[Header]) -> bool:
    """Collect the root and its children; False if they make no sense."""
    at, end = 0, len(data)
    while at < min(end, len(data)) and len(found) <= MAX_OBJECTS:
        if found and data[at] == 0:
            at += 1
            continue
        try:
            header = read_header(data, at)
        except TlvTruncatedError:
            # The rest comes with the next block, unless this should have been all of it.
            return end > len(data)
        except TlvError:
            return False
        is_root = not found
        if not _has_our_form(header.tag, is_root=is_root) or (not is_root and header.end > end):
            return False
        found.append(header)
        at, end = (header.body, header.end) if is_root else (header.end, end)
    return bool(found) and at <= end


def _has_our_form(tag: int, *, is_root: bool) -> bool:
    """True for a root of the card (60 to 6F) and for the two-octet tags under it (``5F nn``, ``7F nn``)."""
    if is_root:
        return tag >> 4 == 0x6
    return tag >> 8 in (0x5F, 0x7F)
