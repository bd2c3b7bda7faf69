"""Joining two records of one person, and taking it back."""

from collections.abc import Mapping
from uuid import UUID

from registrar_app.domain.records import PersonRecord
from registrar_app.services.bench import Bench
from registrar_app.services.merge_shapes import MergeLine, MergeView, Side


class Merging:
    """Use cases of a senior registrar: two records side by side, joined, parted again."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    @property
    def is_allowed(self) -> bool:
        """Whether the present worker may join records: a senior registrar or an administrator."""
        raise NotImplementedError

    def compare(self, first: UUID, second: UUID) -> MergeView:
        """Two records side by side; anybody may look.

        Raises:
            RegistrarError: one of them is not there, both are one (``REC-001``, ``REC-073``).
        """
        raise NotImplementedError

    def merge(
        self, into: UUID, from_: UUID, choices: Mapping[str, Side] | None = None, reason: str = ""
    ) -> PersonRecord:
        """Join: ``into`` stays and gets all children of ``from_``, whose id leads to it from now on.

        Args:
            into: The record that stays.
            from_: The record that goes into it.
            choices: Key of ``MergeRowView`` -> whose value stays: ``first`` is ``into``, ``second`` is
                ``from_``. A key that is missing has its preset.
            reason: Why, in words; kept with the history.

        Raises:
            RefusedError: ``REC-002`` with a problem ``REC-074`` at each open key without a choice.
            RegistrarError: not allowed (``REC-072``), not two living records (``REC-073``).
        """
        raise NotImplementedError

    def undo(self, merge_id: UUID) -> PersonRecord:
        """Part the records again; gives the one that had stayed. Its later changes stay with it.

        Raises:
            RegistrarError: not allowed (``REC-072``), undone already or a later merge stands
                (``REC-077``).
        """
        raise NotImplementedError

    def merges_of(self, person_id: UUID) -> tuple[MergeLine, ...]:
        """Every joining the record took part in, newest first."""
        raise NotImplementedError
