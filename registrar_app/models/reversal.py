"""Taking back recorded operations: undo of a save, of a merge, of an import - one way for all of them.

An insert is voided, a patch gets its base back, each only where the present value is still the one that was
written; what was changed since is reported and stays. Groups of fields go back as one value.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from registrar_app.models.patches import Patch, Plain
from registrar_app.models.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Recorded:
    """One operation as the outbox or a journal keeps it."""

    tbl: str
    row_id: UUID
    kind: str
    """insert, merge, patch or void."""
    patch: Patch = field(repr=False)


@dataclass(frozen=True, slots=True)
class Blocked:
    """Something that was changed since and therefore stays as it is."""

    tbl: str
    row_id: UUID
    fields: tuple[str, ...]
    """Fields of the group; empty: the whole row (other rows hang on it, or it is never taken back)."""
    was: tuple[Plain, ...] = field(repr=False)
    """What had been written."""
    now: tuple[Plain, ...] = field(repr=False)
    staff_id: UUID | None = None
    """Who changed it, if known."""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reversal:
    """What taking back did."""

    done: int
    """Rows taken back."""
    blocked: tuple[Blocked, ...] = ()
    roots: frozenset[UUID] = frozenset()
    """Aggregates (person ids) the operations belong to."""


def reverse(work: UnitOfWork, recorded: Iterable[Recorded], reason: str, *, partly: bool = False) -> Reversal:
    """Take back operations, the last one first.

    Args:
        work: The change.
        recorded: In the order in which they were made.
        reason: One word for ``void_reason``: undone, unmerged, import_undone.
        partly: True: what was changed since stays and the rest goes back; False: then nothing is written.
    """
    raise NotImplementedError


def reverse_groups(
    work: UnitOfWork, group_ids: Iterable[UUID], reason: str = "undone", *, partly: bool = False
) -> Reversal:
    """Take back whole saves by their group ids (``OutboxRow.group_id``), the last one first."""
    raise NotImplementedError
