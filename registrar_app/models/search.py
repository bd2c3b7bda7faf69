"""The search box: covering ranges over the search keys, sorted by name."""

from sqlalchemy.orm import Session

from registrar_app.domain.records import SearchResult
from registrar_app.domain.search_keys import SearchQuery


def search(session: Session, query: SearchQuery, limit: int = 50) -> SearchResult:
    """People that match, exact before prefix, by name.

    Args:
        session: A reading session.
        query: The parsed text of the search box.
        limit: Rows at most; ``total`` counts on up to 200.
    """
    raise NotImplementedError


def count_people(session: Session) -> int:
    """How many records there are."""
    raise NotImplementedError
