"""People that somebody who mistyped may have meant: names a letter or two off, numbers a digit off.

The words of all names stand in the keys once, by length. Those near to a typed word replace it, and the
usual search answers the repaired text, so that initials, birth dates and the other words hold as always.
"""

import dataclasses
from collections.abc import Iterator
from itertools import combinations, product

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler
from sqlalchemy.orm import Session

from registrar_app.domain.near import near_numbers, typing_errors
from registrar_app.domain.records import SearchResult, SearchRow
from registrar_app.domain.search_keys import DigitGuess, NameTerm, SearchQuery, fold
from registrar_app.models.fetching import Reader, reader_of
from registrar_app.models.key_rows import Kind
from registrar_app.models.person_rows import search_rows
from registrar_app.models.search import count_people, ids_of, ids_with_numbers

_SHORTEST = 2
"""Letters of a word from which on it is worth repairing."""
_WORDS = 60
"""Words tried in the place of one."""
_WORDS_OF_TWO = 8
"""Words tried in the place of each of two."""
_LEAST_SHARE = 8
"""People shown of one repaired text at least, however many others there are."""
_WHOLE_NUMBERS = ((DigitGuess.SNILS, Kind.SNILS, 11), (DigitGuess.ENP, Kind.ENP, 16))
_PARTS = ("похожая фамилия", "похожее имя", "похожее отчество")
_NUMBERS = {Kind.SNILS: "похожий СНИЛС", Kind.ENP: "похожий полис"}

Repair = tuple[NameTerm, str]
"""A word as typed and the word perhaps meant."""


def similar(source: Session | Reader, query: SearchQuery, limit: int = 50) -> SearchResult:
    """People that fit a query but for typing errors, the nearest first; those that fit exactly are left out.

    Args:
        source: A reading session, or a reader.
        query: The parsed text of the search box.
        limit: Rows at most.

    Returns:
        Rows with ``near`` saying what is similar about each.
    """
    read = reader_of(source)
    exact = set(_exact(read, query)) if query.names else set()
    near: dict[bytes, tuple[int, str]] = {one: (1, word) for one, word in _by_numbers(read, query)}
    for errors in (1, 2):
        for off, words, ids in _by_names(read, query, errors, limit):
            for one in ids:
                if one not in exact:
                    near.setdefault(one, (off, words))
            if len(near) >= limit:
                break
        if near:
            break
    rows = [
        dataclasses.replace(row, near=_reason(row, near[row.id.bytes][1]))
        for row in search_rows(read, list(near)[:limit])
    ]
    rows.sort(key=lambda row: (near[row.id.bytes][0], row.near in _PARTS[1:]))
    searched = count_people(read)
    return SearchResult(query.shown, tuple(rows), len(rows), query.turned, searched, similar=len(rows))


def _exact(read: Reader, query: SearchQuery) -> list[bytes]:
    return list(ids_with_numbers(read, query)) if query.digits else ids_of(read, query)[0]


def _by_numbers(read: Reader, query: SearchQuery) -> Iterator[tuple[bytes, str]]:
    """Whose SNILS or ENP is one digit off, or has two neighbours swapped."""
    for term in query.digits:
        for guess, kind, length in _WHOLE_NUMBERS:
            if guess in term.guesses and len(term.digits) == length:
                for one in with_near_number(read, kind, term.digits):
                    yield one, _NUMBERS[kind]


def with_near_number(read: Reader, kind: Kind, digits: str) -> list[bytes]:
    """Ids of the people whose number of this kind is near to the digits."""
    near = sorted(near_numbers(digits))
    marks = ",".join("?" * len(near))
    sql = f"SELECT person_id FROM search_key WHERE kind = ? AND token IN ({marks})"  # noqa: S608 - marks only
    return [row[0] for row in read.fetch(sql, (str(kind), *near))]


def _by_names(
    read: Reader, query: SearchQuery, errors: int, limit: int
) -> Iterator[tuple[int, str, list[bytes]]]:
    """For each repaired text how many letters it is off, the words put in and the ids of those who fit.

    Two words are repaired only if one is not enough.
    """
    terms = [
        term
        for term in query.names
        if len(term.prefix) >= _SHORTEST and not term.initials and typing_errors(term.prefix) >= errors
    ]
    near = {term: _near_words(read, term.prefix, errors) for term in terms}
    singles = sorted(
        ((off, term, word) for term in terms for off, word in near[term]), key=lambda one: one[0]
    )
    share = max(_LEAST_SHARE, limit // max(len(singles), 1))
    found = False
    for off, term, word in singles:
        ids = _ids(read, query, [(term, word)], share)
        if ids:
            found = True
            yield off, word, ids
    if found:
        return
    for one, other in combinations(terms, 2):
        for (off, word), (more, second) in product(near[one][:_WORDS_OF_TWO], near[other][:_WORDS_OF_TWO]):
            ids = _ids(read, query, [(one, word), (other, second)], share)
            if ids:
                yield off + more, f"{word} {second}", ids


def _near_words(read: Reader, word: str, errors: int) -> list[tuple[int, str]]:
    """Words of names near to a typed one with how many letters they are off, the nearest first."""
    length = len(word)
    sql = "SELECT substr(token, 3) FROM search_key WHERE kind = ? AND token >= ? AND token < ?"
    bounds = (str(Kind.WORD), f"{max(length - errors, 0):02}", f"{length + errors + 1:02}")
    words = [row[0] for row in read.fetch(sql, bounds)]
    found = process.extract(word, words, scorer=OSA.distance, score_cutoff=errors, limit=_WORDS + 1)
    near = [(int(off), one) for one, off, _place in found if off]
    # Of words equally far off the one that begins alike is meant: people mistype ends.
    return sorted(near, key=lambda pair: (pair[0], -JaroWinkler.similarity(word, pair[1])))[:_WORDS]


def _ids(read: Reader, query: SearchQuery, repairs: list[Repair], limit: int) -> list[bytes]:
    """Ids for the query with words replaced."""
    meant = {id(term): word for term, word in repairs}
    names = tuple(NameTerm(meant[id(term)]) if id(term) in meant else term for term in query.names)
    repaired = dataclasses.replace(query, names=names)
    if query.digits:
        return list(ids_with_numbers(read, repaired))[:limit]
    return ids_of(read, repaired, limit)[0]


def _reason(row: SearchRow, words: str) -> str:
    """What about a row is similar: the part of the name that one of the words stands in, or the number."""
    if words in _NUMBERS.values():
        return words
    parts = (row.name.last, row.name.first, row.name.patronymic or "")
    return next(
        (
            reason
            for part, reason in zip(parts, _PARTS, strict=True)
            if any(word in fold(part).replace("'", "") or word in fold(part) for word in words.split())
        ),
        "",
    )
