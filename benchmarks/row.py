"""One line of the table of measurements."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured and its floor."""

    name: str
    ours_ms: float
    """Median of our way, milliseconds."""
    floor_ms: float
    """Median of the bare engine doing the same, milliseconds."""
    goal: str = ""
    """The mark to hold, in words: «≤ 1.5×»."""

    @property
    def ratio(self) -> float:
        """Ours over the floor."""
        return self.ours_ms / self.floor_ms if self.floor_ms else float("inf")


def paired(ours: Callable[[], object], floor: Callable[[], object], runs: int = 30) -> tuple[float, float]:
    """Medians in milliseconds of two ways run in turn (so a change of the machine's speed hits both)."""
    times: tuple[list[float], list[float]] = ([], [])
    for way in (ours, floor):
        way()
    for _ in range(runs):
        for way, kept in zip((ours, floor), times, strict=True):
            start = time.perf_counter()
            way()
            kept.append((time.perf_counter() - start) * 1000)
    return statistics.median(times[0]), statistics.median(times[1])
