"""Two records beside each other as words and rows: pure functions and frozen data, no widgets.

The columns stay where they are when another record is to survive: only the mark in the first row moves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registrar_app.domain.dates import age_words, ru_date
from registrar_app.domain.records import PersonRecord
from registrar_app.services.desk import Desk
from registrar_app.services.merge_shapes import MergeRowView, MergeView
from registrar_app.services.merge_shapes import Side as ServiceSide
from registrar_app.services.person_words import by_sex
from registrar_app.ui.pages.record_rows import NBSP
from registrar_app.ui.widgets.difference_table import DifferenceRow, Side

SURVIVOR = "survivor"
"""Row in which the surviving record is chosen."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What the page shows: the service's view, and which record stands in which column."""

    view: MergeView
    left_id: UUID
    is_allowed: bool
    """Whether the present worker may join records."""

    @property
    def survivor_column(self) -> int:
        """0 left, 1 right."""
        return 0 if self.view.first.id == self.left_id else 1

    @property
    def columns(self) -> tuple[PersonRecord, PersonRecord]:
        """The records from left to right."""
        first, second = self.view.first, self.view.second
        return (first, second) if self.survivor_column == 0 else (second, first)

    def preset(self, row: MergeRowView) -> int | None:
        """Column a row is preset to; None when a person has to decide."""
        if row.is_open:
            return None
        side = 0 if row.preset == "first" else 1
        return side if self.survivor_column == 0 else 1 - side

    def choices(self, columns: Mapping[str, int | None]) -> dict[str, ServiceSide]:
        """Chosen columns as ``merge`` takes them."""
        keys = {row.key for row in self.view.rows}
        return {
            key: "first" if column == self.survivor_column else "second"
            for key, column in columns.items()
            if column is not None and key in keys
        }


def read_pair(desk: Desk, first: UUID, second: UUID) -> Pair:
    """Read two records, the one that should stay at the left; in the database thread.

    Raises:
        RegistrarError: one is not there, or both are one record.
    """
    view = desk.merging.compare(first, second)
    if view.survivor == "second":
        view = desk.merging.compare(second, first)
    return Pair(view, view.first.id, desk.merging.is_allowed)


def swap_pair(desk: Desk, pair: Pair) -> Pair:
    """The same two records in the same columns, the other one surviving; in the database thread.

    Raises:
        RegistrarError: one of them is not there any more.
    """
    view = desk.merging.compare(pair.view.second.id, pair.view.first.id)
    return Pair(view, pair.left_id, desk.merging.is_allowed)


def pair_rows(pair: Pair, chosen: Mapping[str, int | None], today: date) -> tuple[DifferenceRow, ...]:
    """Rows of the table, the first of them choosing who stays.

    Args:
        pair: The two records.
        chosen: What the person has chosen already, by key; it outweighs the presets.
        today: The day, for ages.
    """
    left, right = pair.columns
    who = DifferenceRow(
        SURVIVOR,
        "Останется",
        (person_side(left, today), person_side(right, today)),
        pair.survivor_column,
    )
    return (who, *(_row(pair, row, chosen) for row in pair.view.rows))


def _row(pair: Pair, row: MergeRowView, chosen: Mapping[str, int | None]) -> DifferenceRow:
    sides = (Side(row.first_value, row.first_note), Side(row.second_value, row.second_note))
    if pair.survivor_column == 1:
        sides = sides[::-1]
    return DifferenceRow(row.key, row.caption, sides, chosen.get(row.key, pair.preset(row)))


def person_side(record: PersonRecord, today: date) -> Side:
    """Who it is: name; birth date, number of the record, district."""
    data = record.data
    born = data.birth_date
    parts = [f"{ru_date(born)}, {age_words(born, today).replace(' ', NBSP)}"] if born else []
    parts.append(card_words(record))
    if record.attachment is not None:
        parts.append(f"участок{NBSP}{record.attachment.district_number}")
    if record.died_on:
        parts.append(f"{by_sex(data.sex, 'умер', 'умерла')}{NBSP}{ru_date(record.died_on)}")
    return Side(data.name.full, " · ".join(parts))


def card_words(record: PersonRecord) -> str:
    """«карта № 014287»."""
    return f"карта №{NBSP}{record.record_number}" if record.record_number else "карты нет"


def kept_words(view: MergeView) -> str:
    """What both sides bring, in words: «2 документа и 1 документ; 3 справки»."""
    counts = [one for one in view.counts if one.key != "history"]  # it goes without saying
    kinds = [[words for words in (one.first, one.second) if words and words != "нет"] for one in counts]
    return "; ".join(" и ".join(one) for one in kinds if one)


def promise_words(pair: Pair) -> str:
    """What the button will do, and why this record stays."""
    view = pair.view
    why = f" ({view.why})" if view.why and view.survivor == "first" else ""
    kept = kept_words(view)
    children = f"к ней перейдёт всё от обеих: {kept}" if kept else "от обеих ничего не пропадёт"
    return f"Останется {card_words(view.first)}{why}; {children}. Объединение можно отменить."
