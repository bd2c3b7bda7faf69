"""The search box: covering ranges over the search keys, sorted by name.

Every part of a name stands first in a key once, with the other parts behind it, so one range of one index
answers parts in any order without touching the persons; nothing here looks inside a text without a range.
"""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from registrar_app.domain.records import SearchResult, SearchRow
from registrar_app.domain.search_keys import DigitGuess, DigitTerm, NameTerm, SearchQuery, fold
from registrar_app.models.key_rows import Kind, compact, opened
from registrar_app.models.person_rows import search_rows
from registrar_app.models.unit_of_work import link_of

TOTAL_CAP = 200
"""Matches counted at most; the screen says «более 200»."""
_ESTIMATE_CAP = 3000
_LAST = "\U0010ffff"
EXACT = "\1"
"""At the end of a token: nothing may follow."""
_RANGE = "SELECT person_id FROM search_key WHERE kind = ? AND token >= ? AND token < ?"
_COUNT = (
    "SELECT count(*) FROM (SELECT 1 FROM search_key"
    " WHERE kind IN ('f', 'g', 'h') AND token >= ? AND token < ? LIMIT ?)"
)


def search(session: Session, query: SearchQuery, limit: int = 50) -> SearchResult:
    """People that match, exact before prefix, by name.

    Args:
        session: A reading session.
        query: The parsed text of the search box.
        limit: Rows at most; ``total`` counts on up to 200.
    """
    if query.digits:
        rows = _by_digits(session, query)
        return SearchResult(query.shown, rows[:limit], len(rows), query.turned, count_people(session))
    if query.birth_date is not None:
        found = _filtered(session, query, _range(session, Kind.BIRTH, f"{query.birth_date} "))
    elif query.names:
        found = _by_names(session, query)
    elif query.birth_year:
        found = _range(session, Kind.BIRTH, f"{query.birth_year:04}-")
    else:
        found = []
    rows = search_rows(session, found[:limit])
    if len(found) <= limit:
        rows = tuple(sorted(rows, key=lambda row: _rank(row, query.names)))
    return SearchResult(query.shown, rows, len(found), query.turned, count_people(session))


def count_people(session: Session) -> int:
    """How many records there are; nothing is ever deleted, so the last row number says it at once."""
    sql = "SELECT coalesce(max(rowid), 0) FROM person"
    return int(link_of(session).exec_driver_sql(sql).scalar_one())


def _rank(row: SearchRow, names: Sequence[NameTerm]) -> tuple[bool, bool, str, str]:
    """Order of a whole result: last name exact, last name begun, the others; then by name."""
    last = fold(row.name.last)
    exact = any(last == term.prefix for term in names)
    begun = any(term.prefix and last.startswith(term.prefix) for term in names)
    return not exact, not begun, fold(row.name.full), str(row.birth_date)


def _range(session: Session, kind: str, prefix: str, limit: int = TOTAL_CAP + 1) -> list[bytes]:
    """Ids of the keys that begin so, in order, each once; with ``EXACT`` at the end, that are so."""
    is_whole = prefix.endswith(EXACT)
    prefix = prefix.removesuffix(EXACT)
    bounds = (str(kind), prefix, prefix + (EXACT if is_whole else _LAST), limit)
    rows = link_of(session).exec_driver_sql(f"{_RANGE} LIMIT ?", bounds)
    return list(dict.fromkeys(row[0] for row in rows))


def _by_names(session: Session, query: SearchQuery) -> list[bytes]:
    lead, others = _lead(session, query.names)
    conditions: list[str] = []
    values: list[str | int] = []
    for term in others:
        condition, wanted = _condition(term, lead)
        conditions.append(condition)
        values += wanted
    if query.birth_year:
        conditions.append("instr(token, ?) > 0")
        values.append(f"|{query.birth_year:04}-")
    sql = " AND ".join([_RANGE, *conditions]) + " LIMIT ?"
    link = link_of(session)
    found: dict[bytes, None] = {}
    for kind in (Kind.NAME, Kind.HALF, Kind.PART):
        room = TOTAL_CAP + 1 - len(found)
        # One word alone is a last name; only when there is none so, the other parts are asked
        # («Иванов» is not to bring all the Ивановичи).
        is_noise = kind is Kind.PART and found and not others
        if room > 0 and not is_noise:
            params = (kind.value, lead, lead + _LAST, *values, room)
            found |= dict.fromkeys(row[0] for row in link.exec_driver_sql(sql, params))
    return list(found)


def _lead(session: Session, names: Sequence[NameTerm]) -> tuple[str, list[NameTerm]]:
    """The beginning that the range runs over, and what else must hold: the rarest word leads."""
    words = [term for term in names if term.prefix and not term.initials] or [
        term for term in names if term.prefix
    ]
    if not words:
        first, *others = names
        letters = first.initials
        return letters[0], [NameTerm("", letters[1:]), *others]
    best = words[0]
    if len(words) > 1:
        # Counting ends early; among the frequent ones the longest word is likely to be the rarest.
        best = min(words, key=lambda term: (_estimate(session, term.prefix), -len(term.prefix)))
    return best.prefix, [term for term in names if term is not best]


def _estimate(session: Session, prefix: str) -> int:
    """How many keys begin so, counted no further than it takes to choose."""
    bounds = (prefix, prefix + _LAST, _ESTIMATE_CAP)
    return int(link_of(session).exec_driver_sql(_COUNT, bounds).scalar_one())


def _condition(term: NameTerm, lead: str) -> tuple[str, list[str | int]]:
    """What a further word asks of the parts behind the leading one.

    A plain look for « ВТО» costs half of the walk itself; the pattern costs three times as much, so it is
    asked only where the first initial is there.
    """
    either: list[str] = []
    values: list[str | int] = []
    if term.prefix:
        either.append("instr(token, ?) > 0")
        values.append(" " + opened(term.prefix))
    if term.initials:
        either.append("(instr(token, ?) > 0 AND token GLOB ?)")
        letters = "".join(f" {letter}*" for letter in term.initials)
        values += [f" {term.initials[0]}", f"{lead}*{letters}|*"]
    return f"({' OR '.join(either)})", values


def _filtered(session: Session, query: SearchQuery, ids: list[bytes]) -> list[bytes]:
    """Those of a short list that agree with the words and the birth of the query."""
    if not query.names:
        return ids
    return [row.id.bytes for row in search_rows(session, ids) if _agrees(row, query)]


def _agrees(row: SearchRow, query: SearchQuery) -> bool:
    if query.birth_date is not None and row.birth_date != query.birth_date:
        return False
    if query.birth_year and row.birth_date.year != query.birth_year:
        return False
    parts = [fold(part) for part in (row.name.last, row.name.first, row.name.patronymic or "") if part]
    return all(_holds(term, parts) for term in query.names)


def _holds(term: NameTerm, parts: Sequence[str]) -> bool:
    if term.prefix and " " + opened(term.prefix) in " " + opened(" ".join(parts)):
        return True
    letters = "".join(part[0] for part in parts)
    return bool(term.initials) and term.initials in letters


def _by_digits(session: Session, query: SearchQuery) -> tuple[SearchRow, ...]:
    """People that have all the numbers, the likeliest meaning of the first number first, then by name."""
    first, *others = [_of_term(session, term) for term in query.digits]
    ids = [one for one in first if all(one in other for other in others)]
    rows = [row for row in search_rows(session, ids) if _agrees(row, query)]
    return tuple(sorted(rows, key=lambda row: (first[row.id.bytes], fold(row.name.full))))


def _of_term(session: Session, term: DigitTerm) -> dict[bytes, int]:
    """Ids of people a number leads to, each with the rank of the key that led there."""
    found: dict[bytes, int] = {}
    keys = [key for guess in term.guesses for key in _keys(term, guess)]
    keys.append((Kind.PAPER, compact(term.series + term.digits) + EXACT))
    for rank, (kind, prefix) in enumerate(keys):
        room = TOTAL_CAP + 1 - len(found)
        if room > 0:
            for one in _range(session, kind, prefix, room):
                found.setdefault(one, rank)
    return found


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
            return ((Kind.PHONE, turned),)
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
