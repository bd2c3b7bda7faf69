"""Districts and who belongs to which."""

import dataclasses
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class AttachmentBasis(StrEnum):
    """Why a person is attached; exchange profiles map it."""

    TERRITORY = "territory"
    APPLICATION = "application"
    MOVED = "moved"

    @property
    def word(self) -> str:
        """Russian words of the basis."""
        return {
            "territory": "по территории",
            "application": "по заявлению",
            "moved": "по заявлению, переезд",
        }[self]


class DetachReason(StrEnum):
    """Why an attachment ended."""

    MOVED = "moved"
    DIED = "died"
    OTHER_MO = "other_mo"
    OTHER_DISTRICT = "other_district"
    AGE = "age"
    NOT_INSURED = "not_insured"
    WITHDRAWN = "withdrawn"
    MISTAKE = "mistake"

    @property
    def word(self) -> str:
        """Russian words of the reason."""
        return {
            "moved": "переезд", "died": "смерть", "other_mo": "другая МО", "other_district": "другой участок",
            "age": "по возрасту", "not_insured": "не застрахован", "withdrawn": "заявление отозвано",
            "mistake": "ошибка записи",
        }[self]  # fmt: skip


class DistrictKind(StrEnum):
    """Kind of district (участок) by who is treated there."""

    THERAPY = "therapy"
    PAEDIATRIC = "paediatric"
    FAMILY = "family"

    @property
    def word(self) -> str:
        """Russian adjective of the kind."""
        return {"therapy": "терапевтический", "paediatric": "педиатрический", "family": "семейного врача"}[
            self
        ]


@dataclass(frozen=True, slots=True)
class District:
    """A district (участок) with its physician."""

    id: UUID
    number: str
    kind: DistrictKind
    physician_id: UUID | None
    physician: str = dataclasses.field(repr=False)
    """Short name of the physician, empty if none."""

    @property
    def title(self) -> str:
        """«12, терапевтический»."""
        return f"{self.number}, {self.kind.word}"


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """One attachment of a person for the screen."""

    id: UUID
    district_id: UUID
    district_number: str
    district_kind: DistrictKind
    physician: str = dataclasses.field(repr=False)
    basis: AttachmentBasis
    begins: date
    ends: date | None = None
    end_reason: DetachReason | None = None
    organization: str = ""
    """Short name of the medical organisation."""
