"""Field groups of a person's data that change, collide and merge as one value.

Source: the project's synchronisation design, section 6. A field of ``PersonData`` that stands in no group
here is a group of its own, so that a new field is never forgotten.
"""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from registrar_app.domain.records import PersonData, PolicyData
from registrar_app.domain.search_keys import fold

_TOGETHER: Mapping[str, tuple[str, ...]] = {
    "fio": ("last_name", "first_name", "patronymic", "has_no_patronymic", "newborn_order"),
    "birth": ("birth_date", "birth_precision", "sex"),
    "snils": ("snils",),
    "enp": ("policy.enp",),
    "policy": tuple(f"policy.{one.name}" for one in dataclasses.fields(PolicyData) if one.name != "enp"),
    "phone": ("phone", "phone_note"),
    "unidentified": ("is_unidentified", "found_place", "found_when"),
}
_NAMES = tuple(one.name for one in dataclasses.fields(PersonData))


def _groups() -> dict[str, tuple[str, ...]]:
    named = {path for paths in _TOGETHER.values() for path in paths}
    rest = (name for name in _NAMES if name not in named and name != "policy")
    return {**_TOGETHER, **{name: (name,) for name in rest}}


GROUPS: Mapping[str, tuple[str, ...]] = _groups()
"""Group -> its paths in ``PersonData``: ``birth_date``, ``policy.enp``."""


def value(data: PersonData, group: str) -> tuple[Any, ...]:
    """The comparable value of a group."""
    return tuple(_get(data, path) for path in GROUPS[group])


def is_empty(data: PersonData, group: str) -> bool:
    """Whether nothing is filled in a group; a kind, a precision or «has none» alone is nothing."""
    flags = (_get(data, path) is True for path in GROUPS[group] if path != "has_no_patronymic")
    return not any(_texts(data, group, whole=False)) and not any(flags)


def taken(onto: PersonData, other: PersonData, group: str) -> PersonData:
    """``onto`` with one group as ``other`` has it."""
    flat = {path: _get(other, path) for path in GROUPS[group]}
    policy = {path.partition(".")[2]: one for path, one in flat.items() if "." in path}
    plain = {path: one for path, one in flat.items() if "." not in path}
    if policy:
        plain["policy"] = dataclasses.replace(onto.policy, **policy)
    return dataclasses.replace(onto, **plain)


def is_same(one: PersonData, other: PersonData, group: str) -> bool:
    """Whether a group is equal but for case, blanks and Ё."""
    if value(one, group) == value(other, group):
        return True
    texts = _texts(one, group)
    return any(texts) and list(map(fold, texts)) == list(map(fold, _texts(other, group)))


@dataclass(frozen=True, slots=True, repr=False)
class Collision:
    """A group that the screen and somebody else have both changed."""

    group: str
    base: PersonData
    typed: PersonData
    now: PersonData


Wins = Callable[[Collision], bool]


class CollisionError(RuntimeError):
    """Groups changed by the screen and by somebody else; nothing was saved."""

    def __init__(self, person_id: UUID, collisions: Sequence[Collision]) -> None:
        super().__init__("changed on both sides")
        self.person_id = person_id
        """The record as it is now: the one that stayed, where it was joined with another."""
        self.collisions = tuple(collisions)


def rebased(base: PersonData, typed: PersonData, now: PersonData) -> tuple[PersonData, tuple[Collision, ...]]:
    """What was typed over ``base``, put onto what is saved now.

    Args:
        base: What the screen had loaded.
        typed: What the screen holds.
        now: What is saved.

    Returns:
        Untouched groups as they are saved now, touched ones as typed; and the groups that both sides have
        changed to different values.
    """
    out, collisions = typed, []
    for group in GROUPS:
        was, mine, theirs = value(base, group), value(typed, group), value(now, group)
        if mine == was:
            out = taken(out, now, group)
        elif theirs not in (was, mine):
            collisions.append(Collision(group, base, typed, now))
    return out, tuple(collisions)


def _get(data: PersonData, path: str) -> Any:  # noqa: ANN401 - any field
    first, _dot, second = path.partition(".")
    found = getattr(data, first)
    return getattr(found, second) if second else found


def _texts(data: PersonData, group: str, *, whole: bool = True) -> list[str]:
    """What a group holds as texts, flags left out; not ``whole``: without words that say nothing alone."""
    out: list[str] = []
    for path in GROUPS[group]:
        held = _get(data, path)
        if dataclasses.is_dataclass(held) and not isinstance(held, type):
            parts = {f"{path}.{field.name}": getattr(held, field.name) for field in dataclasses.fields(held)}
        else:
            parts = {path: held}
        out += [
            str(part) if part else ""
            for name, part in parts.items()
            if not isinstance(part, bool)
            and (whole or not name.endswith((".kind", "birth_precision", "newborn_order")))
        ]
    return out
