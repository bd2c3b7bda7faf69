"""What one barcode holds, and where in its 130 bytes.

Source: project's domain notes on the policy barcode, sections 2.1 and 2.2.
"""

import dataclasses
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from registrar_app.cards.barcode.alphabet import BitOrder
from registrar_app.domain.values import Sex

SIZE = 130
"""Bytes of a code of either type."""
FIRST_DAY = date(1900, 1, 1)
"""Day 0 of birth dates; as an expiry date 0 means none."""
SEX_CODES = MappingProxyType({1: Sex.MALE, 2: Sex.FEMALE})
NUMBER = slice(1, 9)
SIGNATURE = slice(65, SIZE)
OGRN = slice(56, 62)
"""Type 1 only."""
OKATO = slice(62, 65)
"""Type 1 only."""
OGRN_DIGITS, OKATO_DIGITS, ENP_DIGITS = 13, 5, 16


@dataclass(frozen=True, slots=True)
class Layout:
    """Places of the fields that differ between the types; numbers are offsets in bytes."""

    names: slice
    order: BitOrder
    name_fields: tuple[str, str, str]
    """Parts of the name in the order they are written."""
    sex: int
    birth_date: slice
    expires: slice
    has_insurer: bool


LAYOUTS = MappingProxyType(
    {
        1: Layout(
            slice(9, 51), "little", ("first_name", "last_name", "patronymic"),
            51, slice(52, 54), slice(54, 56), has_insurer=True,
        ),
        2: Layout(
            slice(9, 60), "big", ("last_name", "first_name", "patronymic"),
            60, slice(61, 63), slice(63, 65), has_insurer=False,
        ),
    }
)  # fmt: skip
"""Layout by type, the first byte of a code."""


@dataclass(frozen=True, slots=True, repr=False)
class PolicyContent:
    """The fields of one barcode; names in capitals, as in the code."""

    kind: int
    """Type of the code, 1 or 2."""
    policy_number: str
    """ЕНП, sixteen digits."""
    last_name: str | None
    """None: blank in the code, as every name part may be."""
    first_name: str | None
    patronymic: str | None
    sex: Sex
    birth_date: date
    expires: date | None = None
    """None: without limit."""
    smo_ogrn: str | None = None
    """ОГРН of the insurer, thirteen digits; type 1 only."""
    smo_okato: str | None = None
    """ОКАТО of the territory of insurance, five digits; type 1 only."""
    signature: bytes = dataclasses.field(default=b"", compare=False)
    """The last 65 bytes, kept as read; its validity is not checked by this program."""
