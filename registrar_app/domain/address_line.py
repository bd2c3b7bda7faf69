"""An address written in one line: into its parts where that is plain, else left whole."""

import dataclasses
import re

from registrar_app.domain.cleaning import clean_text
from registrar_app.domain.records import Address

_INDEX = re.compile(r"^\d{6}(?=[,\s]|$)[,\s]*")
_COUNTRY = re.compile(r"^(?:рф|россия|российская федерация)\.?$", re.IGNORECASE)
_SUBJECT = re.compile(
    r"^(?:(?:респ|республика|край|область|обл|ао|автономный округ)\b\.?\s+.+"
    r"|.+\s(?:респ|республика|край|область|обл|ао|автономный округ)\b\.?)$",
    re.IGNORECASE,
)
_DISTRICT = re.compile(r"^(?:(?:р-н|район)\b\.?\s+.+|.+\s(?:р-н|район)\b\.?)$", re.IGNORECASE)
_CITY = re.compile(r"^(?:г|гор|город)\b\.?\s*(.+)$|^(.+)\s(?:г|город)\.?$", re.IGNORECASE)
_SETTLEMENT_WORDS = "пгт|рп|пос|поселок|посёлок|п|с|село|д|дер|деревня|ст-ца|станица|х|хутор|аул|снт"
_SETTLEMENT = re.compile(rf"^(?:{_SETTLEMENT_WORDS})\b\.?\s*[^\d\s.].*$", re.IGNORECASE)
_STREET_WORDS = (
    "ул|улица|пер|переулок|пр-т|пр-кт|просп|проспект|пр-д|проезд|пр|б-р|бульвар|бул|ш|шоссе|наб|набережная"
    "|пл|площадь|туп|тупик|мкр|микрорайон|мкрн|линия|аллея|тракт|кв-л|квартал"
)
_STREET = re.compile(rf"^(?:(?:{_STREET_WORDS})\b\.?\s*.+|.+\s(?:{_STREET_WORDS})\b\.?)$", re.IGNORECASE)
_NUMBERED = (
    ("house", re.compile(r"^(?:д|дом)\b\.?\s*№?\s*(\d[\w/-]*)$", re.IGNORECASE)),
    ("korpus", re.compile(r"^(?:к|корп|корпус)\b\.?\s*№?\s*([\w/-]+)$", re.IGNORECASE)),
    ("building", re.compile(r"^(?:стр|строение)\b\.?\s*№?\s*([\w/-]+)$", re.IGNORECASE)),
    ("apartment", re.compile(r"^(?:кв|квартира)\b\.?\s*№?\s*(\d[\w/-]*)$", re.IGNORECASE)),
    ("room", re.compile(r"^(?:комн|ком|комната)\b\.?\s*№?\s*([\w/-]+)$", re.IGNORECASE)),
)
_BARE = re.compile(r"^\d+[А-Яа-я]?(?:/\d+)?$")
_BREAK = re.compile(
    r"\s+(?=(?:(?i:гор|город|пгт|рп|пос|поселок|посёлок|село|дер|деревня|ул|улица|пер|пр-т|пр-кт|просп|б-р|бул"
    r"|наб|мкр)|г|с|п|х)\b\.?\s*[А-ЯЁ\d]|(?i:д|дом|к|корп|корпус|стр|кв|комн)\b\.?\s*№?\d)"
)
"""Before the words of the next part; single letters in small type only, so that «ул. С. Разина» stays."""


def split_address(text: str) -> Address | None:
    """The parts of an address, or None where they are not plain.

    Taken are comma-separated or blank-separated parts with their words («г. Северореченск, ул. Садовая,
    д. 14, кв. 37», «Северореченск г, Садовая ул, 14, 37»); bare numbers behind a street are house and flat.
    The postal index and the country are left out: no field holds them.
    """
    line = _INDEX.sub("", clean_text(text))
    found: dict[str, str] = {}
    for piece in line.split(","):
        for part in _pieces(piece.strip(" .")):
            if not part or _COUNTRY.match(part):
                continue
            place = _place(part, found)
            if place is None or place[0] in found:
                return None
            found[place[0]] = place[1]
    return Address(**found) if found.keys() - {"subject"} else None


def whole_address(text: str) -> Address:
    """An address that is not split: the whole line stands where the street does."""
    return dataclasses.replace(Address(), street=clean_text(text))


def _pieces(piece: str) -> list[str]:
    """A piece between commas, cut before the words of the next part."""
    return [part.strip(" .,") for part in _BREAK.split(piece)] if piece else []


def _place(part: str, found: dict[str, str]) -> tuple[str, str] | None:
    """Field and value of a part."""
    for field, pattern in _NUMBERED:
        if match := pattern.match(part):
            return field, match[1]
    if _BARE.match(part) and "street" in found:
        return ("house", part) if "house" not in found else ("apartment", part)
    if _SUBJECT.match(part):
        return "subject", part
    if _DISTRICT.match(part):
        return "district", part
    if _STREET.match(part):
        return "street", part
    if match := _CITY.match(part):
        return "city", (match[1] or match[2]).strip()
    return ("settlement", part) if _SETTLEMENT.match(part) else None
