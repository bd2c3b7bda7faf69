"""Finding a code among the bytes of a scanner: prefixes, doubled backslashes, rests of an earlier attempt.

Source: project's domain notes on the policy barcode, sections 2.4, 3.1 and 3.2.
"""

import re
from dataclasses import dataclass
from datetime import date

from registrar_app.cards.barcode.block import BlockError, read_block
from registrar_app.cards.barcode.content import ENP_DIGITS, LAYOUTS, NUMBER, SIZE, PolicyContent
from registrar_app.cards.barcode.scan import PolicyScan, ScanError, ScanStatus
from registrar_app.domain.problems import Problem

_HEADER = re.compile(rb"[\x01\x02]\x00[\x00-\x23]")
"""Type, then the high bytes of a number below 10^16."""
_IDENTIFIER = re.compile(rb"[\x00-\x20]*(\][A-Za-z][0-9A-Za-z])")
"""Symbology identifier of ISO/IEC 15424, after STX and the like."""
_INNER_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_EDGES = bytes(range(0x21))
_DOUBLES_BACKSLASHES = "]L1"
_STX = b"\x02"
_LIKE_A_CODE = range(120, 2 * SIZE + 5)
"""Bytes that may be one code without its beginning, or two attempts."""


@dataclass(frozen=True, slots=True)
class _Search:
    """What was found in one reading of the bytes."""

    found: tuple[tuple[PolicyContent, tuple[Problem, ...]], ...]
    damage: Problem | None
    """Of the first whole block that could not be read."""
    cut: int | None
    """Bytes behind the first header when no whole block follows any."""


def symbology_of(stream: bytes) -> str | None:
    """Symbology identifier at the beginning of a scan, ``]L2``; None without one."""
    found = _IDENTIFIER.match(stream)
    return found[1].decode("ascii") if found else None


def is_binary(stream: bytes) -> bool:
    """True if this cannot be text: the header of a code, or control characters inside."""
    return bool(_HEADER.search(stream) or _INNER_CONTROLS.search(stream.strip(_EDGES)))


def decode_stream(stream: bytes, today: date, *, is_surely_a_code: bool = False) -> PolicyScan:
    """Find a code in bytes and decode it.

    Args:
        stream: What came: prefix, code, suffix, perhaps the rest of an attempt before it. A code ends after
            130 bytes; white space is never stripped from its end, a signature may end so.
        today: For the checks of dates.
        is_surely_a_code: The bytes came as hexadecimal digits, so even without a beginning they are no text.

    Returns:
        The scan; errors are answers, never exceptions.
    """
    symbology = symbology_of(stream)
    searches = [_search(one, today) for one in _spellings(stream, symbology)]
    scan = next((_read(one) for one in searches if one.found), None)
    if scan is None:
        scan = _failure(stream, searches[0], is_surely_a_code=is_surely_a_code)
    return scan.seen_as(symbology=symbology, length=len(stream))


def _spellings(stream: bytes, symbology: str | None) -> tuple[bytes, ...]:
    """The bytes as they are and with doubled backslashes halved, the likelier first."""
    halved = stream.replace(b"\\\\", b"\\")
    if halved == stream:
        return (stream,)
    if symbology == _DOUBLES_BACKSLASHES:
        return halved, stream
    if b"\\" in stream.replace(b"\\\\", b""):
        return (stream,)  # a single one proves that they are not doubled
    header = _HEADER.search(stream)
    behind = stream[header.start() + SIZE :] if header else b""
    return (halved, stream) if behind.strip(_EDGES) else (stream, halved)


def _search(stream: bytes, today: date) -> _Search:
    """Try every header that a whole block follows."""
    found: list[tuple[PolicyContent, tuple[Problem, ...]]] = []
    damage: Problem | None = None
    cut: int | None = None
    header = _HEADER.search(stream)
    while header:
        start = header.start()
        following = start + 1
        if len(stream) - start < SIZE:
            cut = len(stream) - start if cut is None else cut
            break  # later headers have still less behind them
        try:
            found.append(_read_whole(stream[start : start + SIZE], today))
            following = start + SIZE
        except BlockError as error:
            damage = damage or error.problem
        header = _HEADER.search(stream, following)
    return _Search(tuple(found), damage, cut)


def _read_whole(block: bytes, today: date) -> tuple[PolicyContent, tuple[Problem, ...]]:
    """Decode a block that is one code, not the beginning of an attempt and the next attempt behind it.

    Raises:
        BlockError: SCAN-023, or damage of the code.
    """
    beginning = block[: NUMBER.stop]
    if beginning in block[NUMBER.stop :]:
        raise BlockError("SCAN-023")
    return read_block(block, today)


def _read(search: _Search) -> PolicyScan:
    """The scan of what was found; the same code twice is one scan, two different ones none."""
    content, remarks = search.found[0]
    if any(other != content for other, _ in search.found):
        return PolicyScan.failed(ScanError.DAMAGED, "SCAN-029")
    return PolicyScan(ScanStatus.OK, content, content.policy_number, problems=remarks)


def _failure(stream: bytes, search: _Search, *, is_surely_a_code: bool) -> PolicyScan:
    """Why no code was read."""
    if search.damage:
        return PolicyScan(ScanStatus.ERROR, error=ScanError.DAMAGED, problems=(search.damage,))
    kind = _unknown_type(stream)
    if kind is not None:
        return PolicyScan.failed(ScanError.UNKNOWN_TYPE, "SCAN-012", kind=kind)
    if search.cut is not None:
        return PolicyScan.failed(ScanError.TRUNCATED, "SCAN-011", got=search.cut, need=SIZE)
    if len(stream) in _LIKE_A_CODE and (is_surely_a_code or is_binary(stream)):
        return PolicyScan.failed(ScanError.DAMAGED, "SCAN-023")
    return PolicyScan.failed(ScanError.NOT_POLICY, "SCAN-001")


def _unknown_type(stream: bytes) -> int | None:
    """The first byte if all but it looks like a policy: the length is right and a number follows."""
    found = _IDENTIFIER.match(stream)
    body = stream[found.end() :] if found else stream
    for code in (body, body.removeprefix(_STX)):
        if len(code) < SIZE or code[0] in LAYOUTS:
            continue
        if 0 < int.from_bytes(code[NUMBER], "big") < 10**ENP_DIGITS:
            return code[0]
    return None
