"""Keys for finding people: matching keys, parts of double names, the other layout, the search box's text."""

import re

from registrar_app.domain.layout import looks_like_wrong_layout, turn_layout
from registrar_app.domain.names import fold
from registrar_app.domain.search_query import DigitGuess, DigitTerm, NameTerm, SearchQuery, parse_query

__all__ = [
    "DigitGuess",
    "DigitTerm",
    "NameTerm",
    "SearchQuery",
    "fold",
    "looks_like_wrong_layout",
    "name_tokens",
    "parse_query",
    "turn_layout",
]

_PART_BREAK = re.compile(r"[-' .]+")


def name_tokens(*names: str | None) -> tuple[str, ...]:
    """Folded tokens by which a person is found, each once.

    Args:
        names: Last name, first name, patronymic (or any of them); None and empty ones give nothing.

    Returns:
        Each name whole, then its parts (``САЛТЫКОВ-ЩЕДРИН``, ``САЛТЫКОВ``, ``ЩЕДРИН``), and a name with an
        apostrophe also without it (``О'КОННОР``, ``ОКОННОР``, ``КОННОР``). Parts of one letter give nothing.
    """
    tokens: dict[str, None] = {}
    for name in names:
        key = fold(name or "")
        if not key:
            continue
        tokens[key] = None
        if not key.isalpha():
            if "'" in key:
                tokens[key.replace("'", "")] = None
            tokens |= dict.fromkeys(part for part in _PART_BREAK.split(key) if len(part) > 1)
    return tuple(tokens)
