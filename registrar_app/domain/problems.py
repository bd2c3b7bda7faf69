"""Problems: what the program tells a person, each with a stable code, a level and a way out.

The texts stand once, in ``registrar_app.domain.codes``; every layer and the command line use them from there.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any


class Level(StrEnum):
    """How much a problem weighs. The order is OK < INFO < WARN < ERROR."""

    OK = "ok"
    INFO = "info"
    """Worth showing, asks nothing."""
    WARN = "warn"
    """The registrar confirms once; who and when is kept with the record."""
    ERROR = "error"
    """Cannot be saved or done like this."""

    @property
    def weight(self) -> int:
        """Place in the order of levels, 0 is the lightest."""
        return list(Level).index(self)


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """One line of the catalogue of problems."""

    code: str
    """Stable code, prefix and three digits: ``ID-021``."""
    level: Level
    text: str
    """Russian sentence in ``str.format`` form: what happened, what it means."""
    way_out: str = ""
    """Russian sentence in ``str.format`` form: what to do now."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem at hand, with its words filled in."""

    code: str
    level: Level
    text: str = dataclasses.field(repr=False)
    """For the screen; it may quote what was typed, so ``repr`` leaves it out."""
    way_out: str = dataclasses.field(default="", repr=False)
    field: str | None = None
    """Id of the field it belongs to, or None for the whole."""
    params: Mapping[str, Any] = dataclasses.field(
        default_factory=lambda: MappingProxyType({}), compare=False, repr=False
    )

    @property
    def full_text(self) -> str:
        """Sentence and way out in one line."""
        return f"{self.text} {self.way_out}".strip()

    def at(self, field_id: str) -> "Problem":
        """The same problem, placed at a field."""
        return dataclasses.replace(self, field=field_id)

    def as_json(self) -> dict[str, str]:
        """The shape of the command line contract: code, text, level and, where known, field."""
        out = {"code": self.code, "text": self.full_text, "level": str(self.level)}
        if self.field:
            out["field"] = self.field
        return out


@dataclass(frozen=True, slots=True)
class Check:
    """Answer of a rule about one value."""

    level: Level
    normal: str | None = dataclasses.field(default=None, repr=False)
    """The normalised value, or None when there is none."""
    problems: tuple[Problem, ...] = ()

    @staticmethod
    def of(normal: str | None, *problems: Problem) -> "Check":
        """A check whose level is that of its heaviest problem; an error has no normal value."""
        level = worst(problems)
        return Check(level, None if level is Level.ERROR else normal, tuple(problems))


def worst(problems: "tuple[Problem, ...] | list[Problem]") -> Level:
    """The heaviest level among problems, at least OK (INFO counts as OK for a value)."""
    level = max((p.level for p in problems), key=lambda one: one.weight, default=Level.OK)
    return Level.OK if level is Level.INFO else level


def problem(code: str, field_id: str | None = None, **params: Any) -> Problem:  # noqa: ANN401 - words of any kind
    """Make a problem from its catalogue line.

    Args:
        code: A code of the catalogue.
        field_id: The field it belongs to.
        params: Words for the placeholders of text and way out. Never personal data when
            the problem may end in a log; for the screen they are allowed.

    Raises:
        KeyError: the code is not in the catalogue (a bug of ours).
    """
    from registrar_app.domain.codes import CATALOGUE

    entry = CATALOGUE[code]
    return Problem(
        code,
        entry.level,
        entry.text.format(**params),
        entry.way_out.format(**params),
        field_id,
        MappingProxyType(params),
    )
