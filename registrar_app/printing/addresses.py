"""Addresses of a case: one line of words, or eight captioned blanks."""

from collections.abc import Mapping

from registrar_app.domain.phones import format_phone
from registrar_app.printing.form import Field
from registrar_app.printing.shown import EMPTY, Raw, Shown, WrongValueError, plain

ADDRESS8_PARTS = (
    "subject", "district", "settlement", "street", "house", "building", "apartment", "phone",
)  # fmt: skip
"""Parts of an address on eight captioned blanks."""
ADDRESS8_LINES = (
    ("subject", "district"),
    ("settlement", "street"),
    ("house", "building", "apartment", "phone"),
)
ADDRESS_WORDS = (
    ("subject", ""),
    ("district", ""),
    ("city", "г. "),
    ("settlement", ""),
    ("street", ""),
    ("house", "д. "),
    ("korpus", "корп. "),
    ("building", "стр. "),
    ("apartment", "кв. "),
    ("room", "комн. "),
)
"""Parts of an address in their order and the word before each."""


def address(_field: Field, raw: Raw) -> Shown:
    """An address in one line: words as they are, or parts with the word before each."""
    if not isinstance(raw, Mapping):
        return Shown(plain(raw))
    words = []
    for key, before in ADDRESS_WORDS:
        part = plain(raw.get(key) or "")
        if part:
            words.append(part if part.startswith(before.strip() or "\0") else before + part)
    return Shown(", ".join(words))


def address8(_field: Field, raw: Raw) -> Shown:
    """An address on eight blanks; a town or a corpus joins the part that has a blank."""
    if not isinstance(raw, Mapping):
        raise WrongValueError("части адреса")
    parts = {key: plain(raw.get(key) or "") for key in ADDRESS8_PARTS}
    parts["phone"] = format_phone(parts["phone"])
    town = plain(raw.get("city") or "")
    town = f"г. {town}" if town and not town.startswith("г.") else town
    parts["settlement"] = ", ".join(one for one in (town, parts["settlement"]) if one)
    for key, name, before in (("korpus", "building", "корп. "), ("room", "apartment", "комн. ")):
        more = plain(raw.get(key) or "")
        if more:
            parts[name] = ", ".join(one for one in (parts[name], before + more) if one)
    return Shown(parts=tuple(parts.values())) if any(parts.values()) else EMPTY
