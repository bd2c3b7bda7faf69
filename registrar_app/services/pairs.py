"""The work list of suspected pairs: two records that may be one person."""

from collections.abc import Callable
from uuid import UUID

from registrar_app.services.bench import Bench
from registrar_app.services.merge_shapes import PairAnswer, PairView


class Pairs:
    """Use cases of the work list. Every save keeps the list true by itself."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def count(self) -> int:
        """How many pairs wait for an answer; cheap."""
        raise NotImplementedError

    def list(self, limit: int = 200) -> tuple[PairView, ...]:
        """Pairs that wait: those for the senior first, then strong, weak, similar; the oldest first."""
        raise NotImplementedError

    def answer(self, first: UUID, second: UUID, answer: PairAnswer, reason: str = "") -> None:
        """Answer a pair, by anybody signed in.

        Args:
            first: One record.
            second: The other, in any order.
            answer: ``different``: two people, remembered until an identifier of either changes;
                ``later``: not shown until tomorrow morning; ``senior``: put into the list for the senior
                registrar, wherever it was seen.
            reason: Why, in words.

        Raises:
            RegistrarError: nobody signed in (``REC-003``), no such record (``REC-001``), both are one
                record (``REC-073``).
        """
        raise NotImplementedError

    @property
    def needs_rebuild(self) -> bool:
        """True until the whole list was made once (an older database): run ``rebuild`` in the background."""
        raise NotImplementedError

    def rebuild(
        self,
        progress: Callable[[int, int], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> int | None:
        """Make the whole list anew; gives the number of pairs, None when stopped (nothing changes then).

        Args:
            progress: Called with (steps done, steps in all).
            should_stop: Asked between the steps.
        """
        raise NotImplementedError
