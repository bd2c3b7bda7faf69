"""The search box: covering ranges over the search keys, sorted by name.

Every part of a name stands first in a key once, with the other parts behind it, so one range of one index
answers parts in any order without touching the persons; nothing here looks inside a text without a range.
"""

import dataclasses
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

from sqlalchemy.orm import Session

from registrar_app.domain.records import SearchResult, SearchRow
from registrar_app.domain.records.search import COUNTED
from registrar_app.domain.search_keys import DigitGuess, DigitTerm, NameTerm, SearchQuery, fold
from registrar_app.domain.values import PersonName
from registrar_app.models.fetching import Reader, reader_of
from registrar_app.models.key_rows import Kind, compact, name_key, opened
from registrar_app.models.name_walks import LAST, Walk, walks
from registrar_app.models.person_rows import search_rows

TOTAL_CAP = COUNTED
"""Matches counted at most; the screen says «более 200»."""
_NUMBER_CAP = 2000
"""People looked at who share the end of a number, when a name must agree too."""
_NAMESAKES = 5000
"""People of a name that are compared with those of a number."""
_SORTED = 20
"""So many people of a number are sorted by name."""
EXACT = "\1"
"""At the end of a token: nothing may follow."""
_OWNER = "person_id FROM search_key WHERE kind = ? AND token >= ? AND token < ?"
_RANGE = f"SELECT {_OWNER}"


def search(source: Session | Reader, query: SearchQuery, limit: int = 50) -> SearchResult:
    """People that match, exact before prefix, by name.

    Args:
        source: A reading session, or a reader.
        query: The parsed text of the search box.
        limit: Rows at most; ``total`` counts on up to 200.
    """
    read = reader_of(source)
    if query.digits:
        ranks = ids_with_numbers(read, query)
        rows = search_rows(read, list(ranks)[:limit])
        if 1 < len(ranks) <= _SORTED:
            rows = tuple(sorted(rows, key=lambda row: (ranks[row.id.bytes], _folded(row.name))))
        return SearchResult(query.shown, rows, len(ranks), query.turned, count_people(read))
    found, is_sorted = ids_of(read, query)
    rows = search_rows(read, found[:limit])
    if 1 < len(found) <= limit and not is_sorted:
        rows = tuple(sorted(rows, key=lambda row: _rank(row, query.names)))
    if any(row.is_archived for row in rows):
        rows = tuple(sorted(rows, key=lambda row: row.is_archived))
    return SearchResult(query.shown, rows, len(found), query.turned, count_people(read))


def ids_of(
    read: Reader, query: SearchQuery, limit: int = TOTAL_CAP + 1, *, any_part: bool = False
) -> tuple[list[bytes], bool]:
    """Ids of the people that agree with names and birth of a query; whether they stand by last name.

    Args:
        read: A reader.
        query: Its numbers are left out.
        limit: Ids at most.
        any_part: One word alone is also a first name or patronymic where it is a last name.
    """
    if query.birth_date is not None:
        way: tuple[Walk, ...] = (Walk(Kind.BIRTH, f"{query.birth_date} ", query.names),)
    elif query.names:
        way = walks(read, query)
    elif query.birth_year:
        way = (Walk(Kind.BIRTH, f"{query.birth_year:04}-"),)
    else:
        return [], True
    found: dict[bytes, None] = {}
    used: list[Walk] = []
    for walk in way:
        # One word alone is a last name; only when there is none so, the other parts are asked
        # («Иванов» is not to bring all the Ивановичи).
        is_noise = walk.kind is Kind.PART and not walk.others and found and not any_part
        if len(found) < limit and not is_noise:
            condition, values = walk.condition()
            if query.birth_year and walk.kind is not Kind.BIRTH:
                condition += " AND instr(token, ?) > 0"
                values.append(f"|{query.birth_year:04}-")
            bounds = (str(walk.kind), walk.start, walk.start + LAST)
            sql = f"{_RANGE}{condition} LIMIT ?"
            came = dict.fromkeys(row[0] for row in read.fetch(sql, (*bounds, *values, limit)))
            used += [walk] if came else []
            found |= came
    # The keys of one walk stand by last name, the exact one first; without a walk there is nobody.
    is_sorted = len(used) <= 1 and all(walk.kind in (Kind.NAME, Kind.NAME_CELL) for walk in used)
    return list(found)[:limit], is_sorted


def count_people(source: Session | Reader) -> int:
    """How many records there are; nothing is ever deleted, so the last row number says it at once."""
    return int(reader_of(source).fetch("SELECT coalesce(max(rowid), 0) FROM person")[0][0])


def _rank(row: SearchRow, names: Sequence[NameTerm]) -> tuple[bool, bool, str, str]:
    """Order of a whole result: last name exact, last name begun, the others; then by name."""
    last = fold(row.name.last)
    exact = any(last == term.prefix for term in names)
    begun = any(term.prefix and last.startswith(term.prefix) for term in names)
    return not exact, not begun, _folded(row.name), str(row.birth_date or "")


def _folded(name: PersonName) -> str:
    """A name in the order of the keys."""
    return name_key(name.last, name.first, name.patronymic)


def _agrees(row: SearchRow, query: SearchQuery) -> bool:
    if query.birth_date is not None and row.birth_date != query.birth_date:
        return False
    if query.birth_year and (row.birth_date is None or row.birth_date.year != query.birth_year):
        return False
    parts = [fold(part) for part in (row.name.last, row.name.first, row.name.patronymic or "") if part]
    return all(_holds(term, parts) for term in query.names)


def _holds(term: NameTerm, parts: Sequence[str]) -> bool:
    if term.prefix and " " + opened(term.prefix) in " " + opened(" ".join(parts)):
        return True
    letters = "".join(part[0] for part in parts)
    return bool(term.initials) and term.initials in letters


def ids_with_numbers(read: Reader, query: SearchQuery) -> dict[bytes, int]:
    """Ids of the people that have all the numbers and agree with the rest of a query.

    Each with the rank of what the first number means then, the likeliest meaning first.
    """
    cap = _NUMBER_CAP if query.names else TOTAL_CAP + 1
    first, *others = [_of_term(read, term, cap) for term in query.digits]
    found = {one: rank for one, rank in first.items() if all(one in other for other in others)}
    if found and (query.names or query.birth_date or query.birth_year):
        rest = dataclasses.replace(query, digits=())
        # The keys of a name lie together, the people of a number do not: names are compared by their keys.
        agreeing, _sorted = ids_of(read, rest, _NAMESAKES, any_part=True)
        if len(agreeing) == _NAMESAKES:
            agreeing = [row.id.bytes for row in search_rows(read, list(found)) if _agrees(row, query)]
        known = set(agreeing)
        found = {one: rank for one, rank in found.items() if one in known}
    return found


def _of_term(read: Reader, term: DigitTerm, cap: int) -> dict[bytes, int]:
    """Ids of people a number leads to, each with the rank of the key that led there."""
    keys = [key for guess in term.guesses for key in _keys(term, guess)]
    keys.append((Kind.PAPER, compact(term.series + term.digits) + EXACT))
    values: list[str | int] = []
    for kind, prefix in keys:
        start = prefix.removesuffix(EXACT)
        values += (str(kind), start, start + (LAST if start == prefix else EXACT))
    # One statement for all the keys; who is found by two of them counts with the better one.
    values.append(cap * len(keys))
    rows = read.fetch(_ranked(len(keys)), values)
    found: dict[bytes, int] = {}
    for rank, one in rows:
        found.setdefault(one, rank)
    return dict(islice(found.items(), cap)) if len(found) > cap else found


@lru_cache
def _ranked(count: int) -> str:
    """So many ranges in one statement, each with its place."""
    return " UNION ALL ".join(f"SELECT {rank}, {_OWNER}" for rank in range(count)) + " LIMIT ?"


def _keys(term: DigitTerm, guess: DigitGuess) -> tuple[tuple[str, str], ...]:
    """Which keys a guess reads, exact ones before beginnings."""
    digits, turned = term.digits, term.digits[::-1]
    match guess:
        case DigitGuess.SNILS:
            return ((Kind.SNILS, digits),)
        case DigitGuess.ENP:
            return ((Kind.ENP, digits),)
        case DigitGuess.POLICY_TAIL:
            return ((Kind.ENP_TAIL, turned),)
        case DigitGuess.POLICY:
            return ((Kind.POLICY, digits),)
        case DigitGuess.PHONE | DigitGuess.PHONE_TAIL:
            # A home number with its 8 or 7 in front, which may be a SNILS as well, came whole.
            is_whole = len(digits) == 11 and digits[0] in "78"
            return ((Kind.PHONE, turned[:10] if is_whole else turned),)
        case DigitGuess.DOCUMENT:
            whole = compact(term.series) + digits
            return (
                (Kind.DOCUMENT, f"{whole}:"),
                (Kind.DOCUMENT_NUMBER, f"{whole}{EXACT}"),
                (Kind.DOCUMENT, whole),
            )
        case DigitGuess.RECORD:
            return ((Kind.RECORD, (digits.lstrip("0") or "0") + EXACT),)
        case DigitGuess.BIRTH_DATE:
            return ((Kind.BIRTH, f"{term.birth_date} "),) if term.birth_date else ()
