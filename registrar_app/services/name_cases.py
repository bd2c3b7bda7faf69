"""Full names in the genitive and the dative, for the lines of a paper that need them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from registrar_app.domain.names import LEADING_PARTICLES
from registrar_app.domain.values import PersonName, Sex

if TYPE_CHECKING:
    from pytrovich.enums import NamePart

GENITIVE, DATIVE = "genitive", "dative"
_EXCEPTIONS: Mapping[tuple[str, str], str] = {
    ("заяц", GENITIVE): "Зайца",
    ("заяц", DATIVE): "Зайцу",
}
"""Surnames of men that the library forms wrong.

Source: the project's domain notes on identifiers, section 10 (24 names with forms written by hand).
"""


def name_in_case(name: PersonName, sex: Sex | None, case: str) -> str:
    """A full name in a case: «Соколовой Марии Андреевне».

    Without a sex the name stays as it is: a guess would be wrong for every second indeclinable name. The
    registrar may always write the form himself.

    Args:
        name: The name in the nominative.
        sex: From the record.
        case: ``genitive`` or ``dative``.
    """
    if sex is None:
        return name.full
    from pytrovich.enums import NamePart

    parts = (
        (NamePart.LASTNAME, name.last),
        (NamePart.FIRSTNAME, name.first),
        (NamePart.MIDDLENAME, name.patronymic or ""),
    )
    return " ".join(_part(part, word, sex, case) for part, word in parts if word)


def _part(part: "NamePart", words: str, sex: Sex, case: str) -> str:
    """One part; small words before a surname («ван дер») and after a patronymic («оглы») stay."""
    from pytrovich.enums import Case, Gender
    from pytrovich.maker import PetrovichDeclinationMaker

    if sex is Sex.MALE and (words.casefold(), case) in _EXCEPTIONS:
        return _EXCEPTIONS[words.casefold(), case]
    *before, word = words.split(" ") if part.name == "LASTNAME" else [words]
    if any(one.casefold() not in LEADING_PARTICLES for one in before):
        *before, word = [words]
    gender = Gender.MALE if sex is Sex.MALE else Gender.FEMALE
    wanted = Case.GENITIVE if case == GENITIVE else Case.DATIVE
    is_shouted = word.isupper() and len(word) > 1
    formed = PetrovichDeclinationMaker().make(part, gender, wanted, word.title() if is_shouted else word)
    return " ".join((*before, formed.upper() if is_shouted else formed))
