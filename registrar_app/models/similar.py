"""People that somebody who mistyped may have meant: names a letter or two off, numbers a digit off.

The words of all names stand in the keys once, by length. Those near to a typed word replace it, and the
usual search answers the repaired text, so that initials, birth dates and the other words hold as always.
"""

import dataclasses
from bisect import bisect_left
from collections.abc import Iterator
from itertools import combinations, product
from math import isqrt

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
_SINGLES = 100
"""Texts tried with one word put in, of all words together."""
_PAIRS = 75
"""Texts tried with two words put in, of all words together."""
_LEAST_SHARE = 8
"""People shown of one repaired text at least, however many others there are."""
_WHOLE_NUMBERS = ((DigitGuess.SNILS, Kind.SNILS, 11), (DigitGuess.ENP, Kind.ENP, 16))
_PARTS = ("похожая фамилия", "похожее имя", "похожее отчество")
_NUMBERS = {Kind.SNILS: "похожий СНИЛС", Kind.ENP: "похожий полис"}

_VOCABULARY = """
SELECT group_concat(word, ' ') FROM (
  SELECT substr(token, 3) AS word FROM search_key WHERE kind = ? AND token >= ? AND token < ? ORDER BY token)
"""

Repair = tuple[NameTerm, str]
"""A word as typed and the word perhaps meant."""
Meant = dict[NameTerm, list[tuple[int, str]]]
"""Words perhaps meant with how many letters they are off, the nearest first, for each one as typed."""


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
    meant = _meant(read, query)
    for errors in (1, 2):
        for off, words, ids in _by_names(read, query, meant, errors, limit):
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
    read: Reader, query: SearchQuery, meant: Meant, errors: int, limit: int
) -> Iterator[tuple[int, str, list[bytes]]]:
    """For each text with so many errors at most: the letters it is off, the words put in, ids of who fits.

    Two words are repaired only if one is not enough. What was tried with fewer errors is not tried again.
    """
    near = {
        term: [one for one in words if one[0] <= errors]
        for term, words in meant.items()
        if typing_errors(term.prefix) >= errors
    }
    each = _SINGLES // max(len(near), 1)
    singles = [(term, word) for term, words in near.items() for off, word in words[:each] if off == errors]
    share = max(_LEAST_SHARE, limit // max(len(singles), 1))
    found = False
    for term, word in singles:
        ids = _ids(read, query, [(term, word)], share)
        if ids:
            found = True
            yield errors, word, ids
    if found:
        return
    pairs = [*combinations(near, 2)]
    each = isqrt(_PAIRS // max(len(pairs), 1))
    for one, other in pairs:
        for (off, word), (more, second) in product(near[one][:each], near[other][:each]):
            ids = _ids(read, query, [(one, word), (other, second)], share) if errors in (off, more) else []
            if ids:
                yield off + more, f"{word} {second}", ids


def _meant(read: Reader, query: SearchQuery) -> Meant:
    """The words near to each word of a query that is worth repairing."""
    terms = [term for term in query.names if len(term.prefix) >= _SHORTEST and not term.initials]
    if not terms:
        return {}
    lengths = sorted(len(term.prefix) for term in terms)
    # One long text instead of a hundred thousand rows: that takes a fifth of the time.
    bounds = str(Kind.WORD), f"{max(lengths[0] - 2, 0):02}", f"{lengths[-1] + 3:02}"
    words = (read.fetch(_VOCABULARY, bounds)[0][0] or "").split(" ")
    return {term: _near_words(words, term.prefix) for term in terms}


def _near_words(words: list[str], word: str) -> list[tuple[int, str]]:
    """Words near to a typed one with how many letters they are off, the nearest first.

    Args:
        words: What names consist of, short ones first.
        word: The typed one.
    """
    from rapidfuzz import process  # when it is needed first: no start waits for it
    from rapidfuzz.distance import OSA, JaroWinkler

    errors = typing_errors(word)
    shortest, longest = (bisect_left(words, len(word) + more, key=len) for more in (-errors, errors + 1))
    found = process.extract(
        word, words[shortest:longest], scorer=OSA.distance, score_cutoff=errors, limit=_WORDS + 1
    )
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
