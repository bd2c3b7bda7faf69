"""Which ranges of the search keys answer the words of a name, and in which order they are read.

Every way to an answer is whole by itself; the ways differ in how many keys are read that do not fit. Words
are beginnings of different parts of the name, initials go with a word, a year of birth goes with all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

from registrar_app.domain.search_keys import NameTerm, SearchQuery
from registrar_app.models.fetching import Reader
from registrar_app.models.key_rows import Kind, opened

LAST = "\U0010ffff"
"""Behind every text."""
_FEW = 300
"""A way with fewer keys than this is taken without looking at the others."""
_MANY = 2000
"""No more is counted; among ways with so many the cells of two words come to their end soonest."""
_MANY_OF_MORE = 3000
"""With a year or a third word hits are too seldom for a walk to end soon: more is counted then."""
_RANGE = "SELECT 1 FROM search_key WHERE kind = ? AND token >= ? AND token < ?"


@dataclass(frozen=True, slots=True, repr=False)
class Walk:
    """One range of keys and what else its keys must have."""

    kind: Kind
    start: str
    """The tokens begin so."""
    others: tuple[NameTerm, ...] = ()
    """What must stand behind."""

    def condition(self) -> tuple[str, list[str]]:
        """The further words as SQL over the token, and its values."""
        parts: list[str] = []
        values: list[str] = []
        for term in self.others:
            either: list[str] = []
            if term.prefix:
                # A plain look costs half of the walk itself, a pattern three times as much.
                either.append("instr(token, ?) > 0")
                values.append(" " + opened(term.prefix))
            if term.initials:
                either.append("(instr(token, ?) > 0 AND token GLOB ?)")
                letters = "".join(f" {letter}*" for letter in term.initials)
                lead = "" if self.kind is Kind.BIRTH else self.start
                values += [
                    f" {term.initials[0]}",
                    f"{lead}*{letters}{'' if self.kind is Kind.BIRTH else '|*'}",
                ]
            parts.append(f"({' OR '.join(either)})")
        return "".join(f" AND {part}" for part in parts), values


Way = tuple[Walk, ...]


def walks(read: Reader, query: SearchQuery) -> Way:
    """The ranges to read one after the other for the names (and the year) of a query."""
    if len(query.names) == 1 and not query.birth_year:
        return next(_ways(query))
    few, many = _FEW, _MANY
    if query.birth_year:
        few = many = _MANY_OF_MORE
    elif len(query.names) > 2:
        few, many = 4 * _FEW, _MANY_OF_MORE
    best: Way | None = None
    way: Way = ()
    least = many
    for way in _ways(query):
        size = _size(read, way, many)
        if size < least:
            best, least = way, size
        if least < few:
            break
    return best or way


def _ways(query: SearchQuery) -> Iterator[Way]:
    """All ways, the likely short ones first, at the end the one for when nothing is rare."""
    if query.birth_year:
        # The cells are the smallest then, the year the last resort.
        yield from reversed([*_ways_of_names(query.names)])
        yield (Walk(Kind.BIRTH, f"{query.birth_year:04}-", query.names),)
    else:
        yield from _ways_of_names(query.names)


def _ways_of_names(names: Sequence[NameTerm]) -> Iterator[Way]:
    words = [term for term in names if term.prefix and not term.initials]
    words = sorted(words, key=lambda term: -len(term.prefix)) or [term for term in names if term.prefix]
    letters = [term for term in names if term.initials and term not in words]
    for term in words:
        yield _lead(term, names)
    for one, other in permutations(words, 2):
        yield _cell(one, other.prefix[0], names)
    if words and letters:
        yield _cell(words[0], letters[0].initials[0], names)
    for one, other in reversed([*combinations(words, 2)]):
        yield _cells(one, other, names)
    if not words:
        yield _letters_alone(names)


def _others(names: Sequence[NameTerm], *without: NameTerm) -> tuple[NameTerm, ...]:
    return tuple(term for term in names if not any(term is one for one in without))


def _lead(term: NameTerm, names: Sequence[NameTerm]) -> Way:
    """One word leads: as last name, as a half of one, as another part."""
    others = _others(names, term)
    return tuple(Walk(kind, term.prefix, others) for kind in (Kind.NAME, Kind.HALF, Kind.PART))


def _cells(one: NameTerm, other: NameTerm, names: Sequence[NameTerm]) -> Way:
    """Two words: the initial of either with the other, the last names first."""
    return tuple(
        Walk(kind, initial.prefix[0] + lead.prefix, _others(names, lead))
        for kind in (Kind.NAME_CELL, Kind.PART_CELL)
        for lead, initial in ((one, other), (other, one))
    )


def _cell(word: NameTerm, initial: str, names: Sequence[NameTerm]) -> Way:
    """A word and the initial of what else is typed: a last name with it, or another part of the name."""
    others = _others(names, word)
    return Walk(Kind.NAME_CELL, initial + word.prefix, others), Walk(Kind.PART, word.prefix, others)


def _letters_alone(names: Sequence[NameTerm]) -> Way:
    """Initials alone: last and first name or first name and patronymic; three are all of them."""
    first, *others = names
    lead, second, *third = list(first.initials)
    behind = (NameTerm("", second + "".join(third)), *others) if third else tuple(others)
    kinds = (Kind.NAME_CELL,) if third else (Kind.NAME_CELL, Kind.PART_CELL)
    return tuple(Walk(kind, second + lead, behind) for kind in kinds)


def _size(read: Reader, way: Way, many: int) -> int:
    """How many keys a way reads, counted no further than it takes to choose."""
    ranges = " UNION ALL ".join(_RANGE for _ in way)
    values: list[str | int] = []
    for walk in way:
        values += [str(walk.kind), walk.start, walk.start + LAST]
    sql = f"SELECT count(*) FROM ({ranges} LIMIT ?)"  # noqa: S608 - marks only
    return int(read.fetch(sql, (*values, many))[0][0])
