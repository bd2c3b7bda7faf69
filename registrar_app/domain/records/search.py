"""What a search finds, doubles included."""

import dataclasses
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from registrar_app.domain.birth_date import birth_text
from registrar_app.domain.dates import born_words
from registrar_app.domain.records.attachments import DistrictKind
from registrar_app.domain.values import BirthPrecision, PersonName

COUNTED = 200
"""Matches are counted so far; ``SearchResult.total`` is one more when there are more."""


@dataclass(frozen=True, slots=True, repr=False)
class SearchRow:
    """One line of the search list."""

    id: UUID
    name: PersonName
    birth_date: date | None
    """None when it is not known."""
    policy_tail: str
    """Last four digits of the policy, empty if none."""
    district: str
    """Number of the district, empty if not attached."""
    district_kind: DistrictKind | None = None
    badge: str = ""
    """One word for the row: «не прикреплён»; empty for none."""
    badge_role: str = "neutral"
    """ok, info, warn, error or neutral."""
    died_on: date | None = None
    birth_precision: BirthPrecision = BirthPrecision.DAY
    """What of the birth date is known."""

    @property
    def birth_words(self) -> str:
        """«07.03.1968», «05.1988», «около 1976», or that it is not known."""
        born = self.birth_date
        return birth_text(born, self.birth_precision) if born else born_words(None)

    is_archived: bool = False
    """In the archive: listed last."""
    near: str = ""
    """What is only similar to what was searched: «похожая фамилия»; empty for an exact answer."""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search found."""

    query: str = dataclasses.field(repr=False)
    """What was searched, after the layout was turned."""
    rows: tuple[SearchRow, ...] = ()
    total: int = 0
    """All matches, at least ``len(rows)``."""
    turned_layout: bool = False
    searched: int = 0
    """How many records were looked through."""
    similar: int = 0
    """So many people are similar, not exact."""


class DoubleStrength(StrEnum):
    """How surely another record is the same person; the order of the members is the order of weight."""

    STRONG = "strong"
    """Equal ENP, SNILS or document: the other record is opened first."""
    WEAK = "weak"
    """Equal name and birth date: one confirmation with a reason."""
    SIMILAR = "similar"
    """Perhaps a typing error or another surname: shown, asks nothing."""


@dataclass(frozen=True, slots=True)
class Double:
    """Another record that may be the same person."""

    row: SearchRow
    strength: DoubleStrength
    matched: tuple[str, ...]
    """What agrees: enp, snils, document, fio_birth; for similar ones also enp_near, name_without_last,
    fio_year, birth_turned."""
