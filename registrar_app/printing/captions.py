"""Captions and patterns of the tables: the places of values in them, words without those places."""

import re
from collections.abc import Mapping

DATE_BLANK = re.compile(r"«_+»\s*_+\s*(?:20_+|_+)?\s*(?:года|г\.)")
"""Where a caption leaves room for a date to be written: «__» ____________ 20__ г."""
_GAP_SIGNS = re.compile(r"_{2,}|…")


def split_caption(caption: str, *, with_dates: bool = False) -> list[str]:
    """A caption cut at the places of its values: at ``…`` and ``__``, for dates at «__» ____ 20__ г."""
    if with_dates and DATE_BLANK.search(caption):
        return [piece.strip() for piece in DATE_BLANK.split(caption)]
    return [piece.strip() for piece in _GAP_SIGNS.split(caption)]


def caption_words(caption: str) -> str:
    """A caption without the places of its values, for messages."""
    pieces = [part for piece in DATE_BLANK.split(caption) for part in _GAP_SIGNS.split(piece)]
    return " ".join(part.strip() for part in pieces if part.strip()).rstrip(":,")


def join_parts(pattern: str, parts: Mapping[str, str]) -> str:
    """Join parts by a pattern such as ``{house}, корп. {korpus}, стр. {building}``.

    An empty part drops out together with the words before it and their comma.
    """
    out = ""
    pieces = re.split(r"\{([a-z_0-9]+)\}", pattern)
    for words, name in zip(pieces[::2], pieces[1::2], strict=False):
        value = parts.get(name, "")
        if value:
            out += (words if out else words.lstrip(" ,")) + value
    return out + (pieces[-1] if out else "")


def name_of_path(path: str) -> str:
    """The last word of a path: ``house`` of ``fields.registration.house``."""
    return path.rsplit(".", 1)[-1]
