"""Small values that must not be mixed up."""

from dataclasses import dataclass
from enum import StrEnum


class Sex(StrEnum):
    """Sex as in the documents."""

    MALE = "male"
    FEMALE = "female"

    @property
    def word(self) -> str:
        """«мужской» or «женский»."""
        return "мужской" if self is Sex.MALE else "женский"

    @property
    def noun(self) -> str:
        """«мужчина» or «женщина»."""
        return "мужчина" if self is Sex.MALE else "женщина"


class Source(StrEnum):
    """How a value came into the record, the mark of how far it is verified."""

    CARD = "card"
    BARCODE = "barcode"
    REGISTER = "register"
    TYPED = "typed"
    IMPORT = "import"

    @property
    def word(self) -> str:
        """How the record says it: «по карте»."""
        return {
            "card": "по карте",
            "barcode": "по штрихкоду",
            "register": "по регистру",
            "typed": "введено вручную",
            "import": "из загруженного списка",
        }[self]


class BirthPrecision(StrEnum):
    """How much of a birth date is known; what is not known stands as the first in the stored date."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    ABOUT = "about"
    """The year is a guess by the looks of an unidentified person."""


class Relation(StrEnum):
    """Who a representative is to the person; the words of the papers' choices."""

    MOTHER = "mother"
    FATHER = "father"
    GUARDIAN = "guardian"
    TRUSTEE = "trustee"
    PROXY = "proxy"
    OTHER = "other"

    @property
    def word(self) -> str:
        """«мать», «опекун»."""
        return {
            "mother": "мать",
            "father": "отец",
            "guardian": "опекун",
            "trustee": "попечитель",
            "proxy": "представитель по доверенности",
            "other": "другой представитель",
        }[self]

    @property
    def is_parent(self) -> bool:
        """A parent needs no document of authority: the birth certificate says it."""
        return self in (Relation.MOTHER, Relation.FATHER)


class PolicyKind(StrEnum):
    """Kind of policy, the Cyrillic letter of the federal exchange (OID 1.2.643.2.40.5.100.86)."""

    OLD = "С"
    TEMPORARY = "В"
    PAPER = "П"
    CARD = "Э"
    UEC = "К"
    DIGITAL = "Ц"

    @property
    def word(self) -> str:
        """Russian name of the kind."""
        return {
            "С": "старого образца",
            "В": "временное свидетельство",
            "П": "единого образца, бумажный",
            "Э": "единого образца, с чипом",
            "К": "в составе УЭК",
            "Ц": "цифровой",
        }[self]


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name as in the identity document."""

    last: str
    first: str
    patronymic: str | None = None
    """None: the person has no patronymic."""

    @property
    def full(self) -> str:
        """«Иванов Иван Иванович»."""
        return " ".join(part for part in (self.last, self.first, self.patronymic) if part)

    @property
    def short(self) -> str:
        """«Иванов И. И.» with non-breaking blanks inside the initials."""
        initials = "\u00a0".join(f"{part[0]}." for part in (self.first, self.patronymic) if part)
        return f"{self.last} {initials}".strip()

    def __repr__(self) -> str:
        return "PersonName(…)"
