"""What is known of every reader, and what follows from it: bookkeeping without threads or clock."""

from dataclasses import dataclass, replace
from enum import Enum, auto

from registrar_app.cards.backend import Slot
from registrar_app.cards.reading import Purpose
from registrar_app.cards.record import CardReading, Outcome
from registrar_app.cards.states import (
    STATE_OF_OUTCOME,
    ReaderInfo,
    ReaderState,
    ReaderStatus,
    status_problem,
)

BUSY_RETRY_S = 2.0
"""How often a card held by another program is tried."""
LOST_RETRY_S = 1.0
"""A card that was lost although it is still in is tried once more after this."""
CHECK_S = 1.0
"""How often a card that was read is asked whether it is still the same one."""
SLOW_CHECK_S = 5.0
"""The same for a card without an insurer, which can only be asked by reading all of it."""
_POLICY_WORD = b"FOMS"
"""Stands in the historical bytes of both known policy cards."""
_SAYS_NOTHING = frozenset((Outcome.REMOVED, Outcome.NO_CARD, Outcome.BUSY))
"""Outcomes after which the card may well be the one it was; the service will say if it is not."""


class Delivery(Enum):
    """What is to be told of a reading that nobody waited for."""

    NOTHING = auto()
    CARD = auto()
    """Another card is in."""
    PHOTO = auto()
    """The photo of the card that was read before."""


@dataclass(slots=True)
class _Track:
    """One reader."""

    slot: Slot
    state: ReaderState = ReaderState.READY
    reading: CardReading | None = None
    due_at: float | None = None
    """When its card is to be read; None: not at all."""
    serial: int = 0
    """Grows with each card; a result for an older card is dropped."""
    retried: bool = False
    is_first_sight: bool = True
    with_photo: bool = False
    progress: int | None = None
    behind: Purpose | None = None
    """What is done next with a card that was read, behind everybody's back."""
    behind_at: float = 0.0

    @property
    def key(self) -> tuple[str, bytes]:
        """What a refused card is remembered by."""
        return self.slot.name, self.slot.atr


class ReaderBoard:
    """Readers and cards as the monitor knows them."""

    def __init__(self) -> None:
        self._tracks: dict[str, _Track] = {}
        self._refused: dict[tuple[str, bytes], CardReading] = {}
        self._tokens: set[tuple[str, bytes]] = set()
        """Refused cards that were in before anybody did anything: not worth a word beside other readers."""
        self._focus: str | None = None

    def forget_readers(self) -> None:
        """Start again after the service was gone; refused cards stay known."""
        self._tracks.clear()
        self._focus = None

    def absorb(self, slots: tuple[Slot, ...], now: float) -> None:
        """Take in what the service says now."""
        names = {slot.name for slot in slots}
        for name in [name for name in self._tracks if name not in names]:
            del self._tracks[name]
        for slot in slots:
            track = self._tracks.get(slot.name)
            if track is None:
                track = self._tracks[slot.name] = _Track(slot)
                if slot.has_card:
                    self._card_in(track, now)
                continue
            before, track.slot = track.slot, slot
            if before.has_card and not slot.has_card:
                self._touch(track, (before.name, before.atr))
                self._card_out(track)
            elif slot.has_card and not _is_same_card(before, slot):
                self._touch(track, track.key)
                self._card_in(track, now)

    def _touch(self, track: _Track, key: tuple[str, bytes]) -> None:
        """Somebody moved a card: the reader is worth a word, unless it was a token that only woke up."""
        if key not in self._tokens:
            track.is_first_sight = False
            self._focus = track.slot.name

    def _card_in(self, track: _Track, now: float) -> None:
        """A card appeared, or another one in its place."""
        track.serial += 1
        track.behind = None
        track.retried = False
        track.with_photo = False
        known = self._refused.get(track.key)
        if known:
            # Tokens sit in their readers all day and say "inserted" at each wake-up: asked once is enough.
            track.state, track.reading, track.due_at = ReaderState.NOT_OMS, known, None
        else:
            track.reading, track.due_at = None, now

    def _card_out(self, track: _Track) -> None:
        """The card was taken out; whether too early stays on view until the next one."""
        track.due_at = track.behind = track.progress = None
        if track.state is ReaderState.READING:
            track.state = ReaderState.TAKEN_EARLY
        elif track.state is not ReaderState.TAKEN_EARLY:
            track.state, track.reading = ReaderState.READY, None

    def due(self, now: float) -> tuple[tuple[str, bool], ...]:
        """Readers whose card is to be read now, each with whether the photo is wanted."""
        return tuple(
            (name, track.with_photo)
            for name, track in self._tracks.items()
            if track.due_at is not None and track.due_at <= now
        )

    def seconds_to_due(self, now: float) -> float | None:
        """Seconds until the next reading is due, None if none is."""
        times = [track.due_at for track in self._tracks.values() if track.due_at is not None]
        times += [track.behind_at for track in self._tracks.values() if track.behind]
        return max(min(times) - now, 0.0) if times else None

    def began(self, name: str) -> int:
        """A reading begins; gives the number of the card it is for."""
        track = self._tracks[name]
        track.due_at = track.behind = track.progress = None
        # A retry against another program must not make the words on the screen flicker.
        if track.state is not ReaderState.BUSY:
            track.state = ReaderState.READING
        return track.serial

    def postpone(self, name: str, until: float) -> None:
        """A reading that is due cannot begin yet."""
        self._tracks[name].due_at = until

    def serial(self, name: str) -> int:
        """Number of the card in a reader."""
        return self._tracks[name].serial

    def progressed(self, name: str, serial: int, percent: int) -> None:
        """A reading is under way."""
        track = self._tracks.get(name)
        if track and track.serial == serial and track.state in (ReaderState.READING, ReaderState.READ):
            track.progress = percent

    def finished(self, name: str, serial: int, reading: CardReading, now: float) -> bool:
        """A reading ended.

        Returns:
            True if its data belong to the card that is (or was last) in the reader and may be delivered.
        """
        track = self._tracks.get(name)
        if track is None or track.serial != serial:
            return False
        track.progress = None
        if reading.has_data:
            track.reading = reading
            track.state = ReaderState.READ if track.slot.has_card else ReaderState.READY
            self._focus = name
            self._plan_behind(track, now)
            return True
        if track.slot.has_card:
            self._failed(track, reading, now)
        else:
            track.state, track.reading = ReaderState.TAKEN_EARLY, None
        return False

    # -- behind everybody's back ----------------------------------------------------------------

    @staticmethod
    def _plan_behind(track: _Track, now: float) -> None:
        """A card was read: its photo at once, where it has one, then now and then whether it is still in."""
        if track.state is ReaderState.READ and track.reading:
            has_photo = track.reading.photo_left
            track.behind = Purpose.PHOTO if has_photo else Purpose.CHECK
            track.behind_at = now if has_photo else now + CHECK_S

    def due_behind(self, now: float) -> tuple[tuple[str, Purpose], ...]:
        """Readers whose card, read before, is to be looked at now, and for what."""
        return tuple(
            (name, track.behind)
            for name, track in self._tracks.items()
            if track.behind and track.behind_at <= now and track.due_at is None
        )

    def began_behind(self, name: str) -> int:
        """Such a look begins; gives the number of the card it is for."""
        track = self._tracks[name]
        track.behind = None
        return track.serial

    def postpone_behind(self, name: str, purpose: Purpose, until: float) -> None:
        """Such a look cannot begin yet."""
        track = self._tracks[name]
        track.behind, track.behind_at = purpose, until

    def finished_behind(self, name: str, serial: int, reading: CardReading | None, now: float) -> Delivery:
        """Such a look ended.

        Args:
            name: The reader.
            serial: What ``began_behind`` gave.
            reading: What was read; None if the card is as it was, or nothing can be said of it.
            now: Reading of the clock.

        Returns:
            What of it is to be delivered. Another card than before takes its place on the board.
        """
        track = self._tracks.get(name)
        if track is None or track.serial != serial or track.due_at is not None:
            return Delivery.NOTHING
        if track.state is not ReaderState.READ:
            return Delivery.NOTHING
        track.progress = None
        is_costly = reading is not None and reading.has_data and reading.insurer is None
        track.behind, track.behind_at = Purpose.CHECK, now + (SLOW_CHECK_S if is_costly else CHECK_S)
        before = track.reading
        if reading is None or before is None or reading.outcome in _SAYS_NOTHING:
            return Delivery.NOTHING
        if reading.is_same_card_as(before):
            return Delivery.PHOTO if reading.owner and reading.owner.photo else Delivery.NOTHING
        self._card_in(track, now)
        track.due_at = None
        return Delivery.CARD if self.finished(name, track.serial, reading, now) else Delivery.NOTHING

    def _failed(self, track: _Track, reading: CardReading, now: float) -> None:
        """A reading of a card that is still in gave no data."""
        track.reading = reading
        track.state = STATE_OF_OUTCOME[reading.outcome]
        if reading.outcome is Outcome.NOT_OMS:
            self._remember_refused(track, reading)
        elif reading.outcome is Outcome.BUSY:
            track.due_at = now + BUSY_RETRY_S
        elif reading.outcome in (Outcome.REMOVED, Outcome.NO_CARD):
            # The service often learns of the removal later than the command that failed.
            track.state = ReaderState.NOT_READ if track.retried else ReaderState.TAKEN_EARLY
            track.due_at = None if track.retried else now + LOST_RETRY_S
            track.retried = True

    def _remember_refused(self, track: _Track, reading: CardReading) -> None:
        """A foreign card is not asked again; the ATR that counts is the one the reading saw."""
        key = (track.slot.name, reading.atr or track.slot.atr)
        # A policy card that answered wrongly through dirty contacts must not shut out all others of its kind.
        if key[1] and _POLICY_WORD not in key[1]:
            self._refused[key] = reading
            if track.is_first_sight:
                self._tokens.add(key)

    def again(self, now: float, *, with_photo: bool = False) -> None:
        """Read once more what is in; foreign cards only if there is nothing else."""
        inside = [track for track in self._tracks.values() if track.slot.has_card]
        chosen = [track for track in inside if track.state is not ReaderState.NOT_OMS] or inside
        for track in chosen:
            if track.state is not ReaderState.READING:
                self._refused.pop(track.key, None)
                track.retried = False
                track.with_photo = with_photo
                track.due_at = now

    def status(self) -> ReaderStatus:
        """What to show: what is going on, else what just happened, else a reader that is ready."""
        readers = tuple(ReaderInfo(name, track.state, track.slot.atr) for name, track in self._tracks.items())
        track = self._shown()
        if track is None:
            return ReaderStatus(ReaderState.NO_READER, None, readers, status_problem(ReaderState.NO_READER))
        reading = track.reading
        remarks = reading.problems if reading and track.state is ReaderState.READ else ()
        words = status_problem(track.state, reading)
        return ReaderStatus(track.state, track.slot.name, readers, words, remarks, track.progress)

    def _shown(self) -> _Track | None:
        """The reader that is worth a word."""
        tracks = list(self._tracks.values())
        focus = self._tracks.get(self._focus or "")
        if focus:
            tracks.insert(0, focus)

        def rank(track: _Track) -> int:
            if track.state is ReaderState.READING:
                return 0
            if track is focus and track.state is not ReaderState.READY:
                return 1
            if track.state is ReaderState.NOT_OMS and track.key in self._tokens:
                return 4
            return 3 if track.state is ReaderState.READY else 2

        return min(tracks, key=rank, default=None)


def _is_same_card(before: Slot, after: Slot) -> bool:
    """False for an insertion and for a swap that left no event but another ATR or a higher count."""
    if not before.has_card:
        return False
    return replace(before, raw=0, state=after.state) == replace(after, raw=0)
