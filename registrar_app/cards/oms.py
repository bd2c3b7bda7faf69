"""Reading an OMS policy card: the command sequence and what each refusal means.

Source: project's domain notes on the card, sections 3 and 4. Nothing here writes, verifies a PIN or
authenticates; ``apdu.Ins`` names every instruction that can be sent at all.
"""

import dataclasses
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from registrar_app.cards import tlv
from registrar_app.cards.apdu import SW, Channel, Command, Ins
from registrar_app.cards.connection import CardConnection, CardLineError, DeadlineError, ServiceDownError
from registrar_app.cards.files import CardFileReader, FileProtectedError, FileReadError, FileSequenceError
from registrar_app.cards.owner import (
    Decoded,
    RecordError,
    Tag,
    decode_insurer,
    decode_owner,
    holds_photo,
)
from registrar_app.cards.record import CardReading, InsurerData, Outcome, OwnerData
from registrar_app.cards.trace import Trace
from registrar_app.domain.problems import Problem, problem

ROOT_NAME = b"foms_root"
OWNER_APPLICATION = b"FOMS_ID"
INSURER_APPLICATION = b"FOMS_INS"
OWNER_FILE = b"\x02\x01"
TEXT_DEADLINE_S = 5.0
PHOTO_DEADLINE_S = 30.0
_PHOTO_RESERVE_S = 1.0
"""Kept back from the photo's time so that the insurer can still be read after it."""
_TEXT_ONLY = frozenset({int(Tag.PHOTO)})
_UEC_ATR = bytes.fromhex("3B6C0000806411650190730000008107")
"""Universal electronic card. Source: OpenSC/OpenSC, issue 212."""

_Progress = Callable[[int, int], None]


class _NotOmsError(Exception):
    """The card has no policy application."""


class _CorruptError(Exception):
    """A policy card of which no owner can be read."""


@dataclass(frozen=True, slots=True, repr=False)
class _Insurer:
    """What came of the insurer: data, or the reason why there are none."""

    decoded: Decoded[InsurerData] | None = None
    damaged: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()


def read_policy(
    connection: CardConnection,
    *,
    with_photo: bool = False,
    deadline_s: float | None = None,
    clock: Callable[[], float] = time.monotonic,
    reader: str | None = None,
    atr: bytes = b"",
    on_progress: _Progress | None = None,
) -> CardReading:
    """Read owner and current insurer of a policy card; every failure becomes an outcome.

    Args:
        connection: Open line to the card.
        with_photo: Fetch the photo too; it takes seconds on a real card.
        deadline_s: Seconds for the whole reading, by default 5, with photo 30.
        clock: Seconds that only grow.
        reader: Name of the reader, for the result.
        atr: Answer to reset, for the result and a better word on foreign cards.
        on_progress: Told octets read and octets wanted of the file being read.

    Returns:
        The reading; with ``ok`` and ``partial`` the owner is there, otherwise no data at all.

    Raises:
        ServiceDownError: the service stopped while the card was being read.
    """
    start = clock()
    limit = deadline_s if deadline_s is not None else PHOTO_DEADLINE_S if with_photo else TEXT_DEADLINE_S
    trace = Trace(clock)
    channel = Channel(connection, deadline=start + limit, clock=clock, trace=trace)
    try:
        reading = _read(channel, with_photo, on_progress)
    except _NotOmsError:
        code = "CARD-015" if atr == _UEC_ATR else "CARD-014"
        reading = CardReading(Outcome.NOT_OMS, problems=(problem(code),))
    except _CorruptError:
        reading = CardReading(Outcome.CORRUPT, problems=(problem("CARD-013"),))
    except DeadlineError:
        reading = CardReading(Outcome.CORRUPT, problems=(problem("CARD-012"),))
    except ServiceDownError:
        raise
    except CardLineError:
        reading = CardReading(Outcome.REMOVED, problems=(problem("CARD-022"),))
    return dataclasses.replace(
        reading,
        commands=channel.commands,
        ms=(clock() - start) * 1000,
        reader=reader,
        atr=atr,
        exchange=trace,
    )


def is_untouched(connection: CardConnection, *, clock: Callable[[], float] = time.monotonic) -> bool:
    """Whether a card is as ``read_policy`` left it: the last file selected, beginning as it does.

    One command. The last file is the insurer's, on a card without one the owner's. A card that lost power
    since, and so every other card put in its place, has nothing selected.
    False says only that it is worth reading again.

    Raises:
        CardLineError: the line failed.
    """
    channel = Channel(connection, deadline=clock() + TEXT_DEADLINE_S, clock=clock)
    answer = channel.send(Command(Ins.READ_BINARY, 0, 0, le=1))
    first_octets = (bytes([Tag.INSURER]), bytes([Tag.OWNER]))
    return answer.sw in (SW.OK, SW.END_OF_FILE) and answer.data in first_octets


def _read(channel: Channel, with_photo: bool, on_progress: _Progress | None) -> CardReading:
    """Both applications, begun again once if the card lost its place."""
    try:
        return _read_once(channel, with_photo, on_progress)
    except FileSequenceError:
        pass
    try:
        return _read_once(channel, with_photo, on_progress)
    except FileSequenceError:
        raise _CorruptError from None


def _read_once(channel: Channel, with_photo: bool, on_progress: _Progress | None) -> CardReading:
    """Owner, then insurer."""
    owner, photo_left = _read_owner(channel, with_photo, on_progress)
    insurer = _read_insurer(channel)
    damaged = owner.damaged + insurer.damaged
    remarks = owner.remarks + insurer.remarks
    data = None
    if insurer.decoded:
        data = insurer.decoded.data
        damaged += insurer.decoded.damaged
        remarks += insurer.decoded.remarks
    else:
        _return_to_owner(channel)
    return CardReading(
        Outcome.PARTIAL if damaged else Outcome.OK,
        owner.data,
        data,
        insurer_signature_present=bool(data and data.signature),
        problems=damaged + remarks,
        photo_left=photo_left,
    )


def _return_to_owner(channel: Channel) -> None:
    """Leave the owner's file selected, for ``is_untouched``; all that was wanted of the card is read."""
    with suppress(DeadlineError):
        if _enter(channel, OWNER_APPLICATION):
            _select_file(channel, OWNER_FILE)


def _select_name(channel: Channel, name: bytes) -> bool:
    """SELECT a directory by its full name."""
    return channel.send(Command(Ins.SELECT, 0x04, 0x0C, name)).is_ok


def _select_file(channel: Channel, file_id: bytes) -> bool:
    """SELECT an elementary file of the current directory."""
    return channel.send(Command(Ins.SELECT, 0x02, 0x0C, file_id)).is_ok


def _enter(channel: Channel, application: bytes) -> bool:
    """Select an application; if refused, once more from the root.

    Cards are known that need the root before each application and others that have no such name, so the
    root's own answer is not looked at.
    """
    if _select_name(channel, application):
        return True
    _select_name(channel, ROOT_NAME)
    return _select_name(channel, application)


def _read_owner(
    channel: Channel, with_photo: bool, on_progress: _Progress | None
) -> tuple[Decoded[OwnerData], bool]:
    """The insured person, text first and the photo, if asked for, after it; and whether a photo was left."""
    _select_name(channel, ROOT_NAME)
    if not _enter(channel, OWNER_APPLICATION):
        raise _NotOmsError
    if not _select_file(channel, OWNER_FILE):
        raise _CorruptError
    file = CardFileReader(channel, on_progress)
    try:
        data = file.read_root(Tag.OWNER, _TEXT_ONLY)
        decoded = decode_owner(data, with_photo=False)
    except (tlv.TlvError, RecordError, FileReadError, FileProtectedError):
        raise _CorruptError from None
    if with_photo:
        return _with_photo(channel, file, decoded), False
    return decoded, holds_photo(data)


def _with_photo(channel: Channel, file: CardFileReader, text: Decoded[OwnerData]) -> Decoded[OwnerData]:
    """Add the photo; if it cannot be had in time or at all, the text stays and the photo is named."""
    whole, channel.deadline = channel.deadline, channel.deadline - _PHOTO_RESERVE_S
    try:
        return decode_owner(file.read_gap())
    except (tlv.TlvError, FileReadError, FileProtectedError, DeadlineError):
        unread = problem("CARD-038", "photo")
        return Decoded(text.data, (*text.damaged, unread), text.remarks)
    finally:
        channel.deadline = whole


def _read_insurer(channel: Channel) -> _Insurer:
    """The current insurer; a card without one is a good card with a remark."""
    if not _enter(channel, INSURER_APPLICATION):
        return _no_insurer()
    answer = channel.send(Command(Ins.GET_DATA, 0x01, 0xB0, le=2))
    if not answer.is_ok or len(answer.data) != 2 or answer.data in (b"\x00\x00", b"\xff\xff"):
        return _no_insurer()
    if not _select_file(channel, answer.data):
        return _no_insurer()
    file = CardFileReader(channel)
    try:
        data = file.read_root(Tag.INSURER)
        return _Insurer(decode_insurer(data))
    except FileProtectedError:
        return _Insurer(remarks=(problem("CARD-032", "insurer"),))
    except tlv.TlvError:
        return _no_insurer() if file.is_blank else _Insurer(damaged=(problem("CARD-039", "insurer"),))
    except (RecordError, FileReadError):
        return _Insurer(damaged=(problem("CARD-039", "insurer"),))


def _no_insurer() -> _Insurer:
    """A card that names no insurer."""
    return _Insurer(remarks=(problem("CARD-031", "insurer"),))
