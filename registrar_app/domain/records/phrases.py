"""Sentences that are used again and again in a field of a paper."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, repr=False)
class Phrase:
    """One sentence."""

    id: UUID
    text: str
    used: int = 0
    """How often it was chosen."""
    is_common: bool = False
    """For every doctor."""
