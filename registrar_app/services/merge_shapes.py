"""What the services answer about joining records, suspected pairs and taking back: frozen, for the screen."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from registrar_app.domain.problems import Problem
from registrar_app.domain.records import PersonRecord, SearchRow

Side = Literal["first", "second"]
Strength = Literal["strong", "weak", "similar"]
PairAnswer = Literal["different", "later", "senior"]


@dataclass(frozen=True, slots=True, repr=False)
class MergeRowView:
    """One field group in which the two records differ."""

    key: str
    """Key of ``choices``: fio, birth, snils, enp, policy, document, registration, residence, phone,
    birth_place, citizenship, record_place, died_on, attachment …"""
    caption: str
    first_value: str
    """Value for the screen; empty: not filled."""
    first_note: str
    """«по карте, 03.02.2025, Иванова А. А.»; may be empty."""
    second_value: str
    second_note: str
    preset: Side
    is_open: bool
    """True: both are filled and nothing decides; ``merge`` refuses until ``choices`` names the key."""


@dataclass(frozen=True, slots=True, repr=False)
class MergeCountView:
    """How many children of one kind each side brings; all of them stay with the surviving record."""

    key: str
    """documents, policies, addresses, contacts, attachments, papers, files, representatives, history."""
    caption: str
    first: str
    """«2 документа», «нет»."""
    second: str


@dataclass(frozen=True, slots=True)
class MergeView:
    """Two records side by side before they are joined; the first is the one that stays.

    ``merge(view.first.id, view.second.id, choices)`` keeps the first. To keep the second, ask ``compare``
    again with the sides swapped.
    """

    first: PersonRecord
    second: PersonRecord
    survivor: Side
    """Which one should stay."""
    why: str = dataclasses.field(repr=False)
    """Why, in words: «есть прикрепление и 3 справки»."""
    rows: tuple[MergeRowView, ...]
    same: tuple[str, ...]
    """Captions of the groups that agree."""
    counts: tuple[MergeCountView, ...]
    problems: tuple[Problem, ...] = ()
    """ERROR: cannot be joined; WARN: look twice; INFO: what will happen."""

    @property
    def can_merge(self) -> bool:
        """False while an error stands."""
        return not any(one.level == "error" for one in self.problems)


@dataclass(frozen=True, slots=True, repr=False)
class MergeLine:
    """One joining a record took part in."""

    merge_id: UUID
    into_id: UUID
    from_id: UUID
    at: datetime
    """In the clinic's zone."""
    staff: str
    other: str
    """The record that went in: «Гарипова Зульфия Ильдусовна, 16.04.1991, карта № 014287»."""
    reason: str
    undone_at: datetime | None
    can_undo: bool
    """False for others than a senior registrar or administrator, when undone, when a later one stands."""
    blocked: Problem | None
    """Why it cannot be undone now."""


@dataclass(frozen=True, slots=True)
class PairView:
    """Two records that may be one person, waiting for an answer."""

    first: SearchRow
    second: SearchRow
    strength: Strength
    matched: str = dataclasses.field(repr=False)
    """What agrees, in words: «СНИЛС; фамилия, имя, отчество, дата рождения»."""
    found_at: datetime
    """In the clinic's zone."""
    asked_by: str = dataclasses.field(default="", repr=False)
    """Who put it here for the senior registrar; empty: the program found it."""
    note: str = dataclasses.field(default="", repr=False)
    """His words, or the reason somebody gave for keeping both."""

    @property
    def key(self) -> tuple[UUID, UUID]:
        """The two ids, in the order in which ``answer`` takes them."""
        return self.first.id, self.second.id


@dataclass(frozen=True, slots=True)
class UndoOffer:
    """What can be taken back now."""

    group_id: UUID
    person_id: UUID
    words: str = dataclasses.field(repr=False)
    """«Иванов И. И.: сохранены 3 поля (телефон, адрес, полис)»."""
    at: datetime
    until: datetime
    """After this moment it is no longer offered."""


@dataclass(frozen=True, slots=True, repr=False)
class SaveConflict:
    """A field group that this form and another window have both changed."""

    key: str
    caption: str
    field: str
    """Field id of the form to show it at."""
    mine: str
    theirs: str
    """Value saved meanwhile, for the screen."""
    their_values: Mapping[str, str]
    """Texts by field id to put into the form when the saved value is taken."""
    staff: str
    at: datetime | None


@dataclass(frozen=True, slots=True, repr=False)
class Rebased:
    """A form put onto the record as it is saved now."""

    values: dict[str, str]
    """Texts by field id: what was typed stays, what was not touched has the saved value."""
    base: PersonRecord
    """Give it to ``save`` as ``base`` from now on; its id may be another after a merge."""
    conflicts: tuple[SaveConflict, ...]
    """Groups changed on both sides, the typed value standing in ``values``."""
