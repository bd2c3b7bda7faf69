"""What a reading of a policy card gives: frozen shapes that cross threads and reach the record."""

import dataclasses
import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from registrar_app.cards.countries import oksm_of
from registrar_app.cards.trace import Trace
from registrar_app.domain.context import Context
from registrar_app.domain.names import check_first_name, check_last_name, check_patronymic
from registrar_app.domain.problems import Problem, problem
from registrar_app.domain.records import Identity, PersonData, PolicyData
from registrar_app.domain.values import PolicyKind, Sex, Source


class Outcome(StrEnum):
    """How a reading ended; the words of the command line contract."""

    OK = "ok"
    PARTIAL = "partial"
    """Some fields of the card are damaged; they are None and named in the problems, the others are right."""
    CORRUPT = "corrupt"
    """An OMS card, or a mute one, of which nothing can be taken."""
    NOT_OMS = "not_oms"
    REMOVED = "removed"
    NO_CARD = "no_card"
    BUSY = "busy"


@dataclass(frozen=True, slots=True, repr=False)
class Citizenship:
    """Citizenship as written on the card."""

    code: str | None = None
    """Letters by ГОСТ 7.67: ``RUS``."""
    name: str | None = None
    """Name of the country in Cyrillic."""


_PICTURE_STARTS = (b"\xff\xd8\xff", b"\x00\x00\x00\x0cjP", b"\xff\x4f\xff\x51")


@dataclass(frozen=True, slots=True, repr=False)
class Photo:
    """Photo of the owner as the card holds it."""

    kind: int | None
    """Number in tag 5F41; what the numbers mean is not published."""
    data: bytes

    @property
    def is_picture(self) -> bool:
        """True if the bytes begin like JPEG or JPEG 2000; only then they may be shown."""
        return self.data.startswith(_PICTURE_STARTS)


@dataclass(frozen=True, slots=True, repr=False)
class OwnerData:
    """The insured person as on the card; text keeps the card's own case. None: absent or damaged."""

    policy_number: str | None = None
    """ENP; shown even when its check digit does not agree."""
    last_name: str | None = None
    first_name: str | None = None
    patronymic: str | None = None
    sex: Sex | None = None
    birth_date: date | None = None
    citizenship: Citizenship | None = None
    snils: str | None = None
    """Eleven digits without separators."""
    expire_date: date | None = None
    birth_place: str | None = None
    issue_date: date | None = None
    photo: Photo | None = None


@dataclass(frozen=True, slots=True, repr=False)
class InsurerData:
    """The insurer written on the card last; a later change of insurer need not have reached the card."""

    ogrn: str | None = None
    okato: str | None = None
    start_date: date | None = None
    end_date: date | None = None
    signature: bytes | None = None
    """Kept as read; its validity is not checked by this program."""
    certificate: bytes | None = None
    """X.509 of the signer, kept as read."""


@dataclass(frozen=True, slots=True)
class CardReading:
    """One finished reading. Data are there only if the outcome is ok or partial."""

    outcome: Outcome
    owner: OwnerData | None = None
    insurer: InsurerData | None = None
    insurer_signature_present: bool = False
    problems: tuple[Problem, ...] = ()
    commands: int = 0
    """Commands that went over the line."""
    ms: float = 0.0
    """Milliseconds from the connection to the last byte."""
    reader: str | None = None
    atr: bytes = b""
    photo_left: bool = False
    """The card holds a photo that was not fetched; it takes seconds, the text does not wait for it."""
    exchange: Trace | None = dataclasses.field(default=None, repr=False, compare=False)

    @property
    def trace(self) -> tuple[str, ...]:
        """Commands and answers without the contents of any field, for support."""
        return self.exchange.lines() if self.exchange else ()

    @property
    def has_data(self) -> bool:
        """True if an owner was read."""
        return self.owner is not None

    def is_same_card_as(self, other: "CardReading") -> bool:
        """True if both say the same of person and insurer; a photo that one of them lacks does not count."""
        if self.owner is None or other.owner is None:
            return False
        mine, theirs = (dataclasses.replace(one, photo=None) for one in (self.owner, other.owner))
        return mine == theirs and self.insurer == other.insurer

    def identity(self) -> Identity | None:
        """The person as a record, or None if no owner was read.

        Names come in the case of documents; the citizenship letters become ОКСМ digits, unknown letters
        an empty value with a remark.
        """
        owner = self.owner
        if owner is None:
            return None
        problems = list(self.problems)
        letters = (owner.citizenship and owner.citizenship.code) or ""
        citizenship = oksm_of(letters)
        if letters and not citizenship:
            problems.append(problem("CARD-035", "citizenship", letters=letters))
        names, remarks = _names(owner)
        problems += remarks
        damaged = {one.field for one in self.problems}
        person = PersonData(
            last_name=names["last_name"],
            first_name=names["first_name"],
            patronymic=names["patronymic"] or None,
            has_no_patronymic=not names["patronymic"] and "patronymic" not in damaged,
            birth_date=owner.birth_date,
            sex=owner.sex,
            snils=owner.snils or "",
            policy=self._policy(owner),
            birth_place=owner.birth_place or "",
            citizenship=citizenship,
        )
        photo = owner.photo.data if owner.photo and owner.photo.is_picture else None
        return Identity(Source.CARD, person, tuple(problems), self.insurer is not None, photo)

    def _policy(self, owner: OwnerData) -> PolicyData:
        """Policy of the chip kind with the insurer found on the card."""
        insurer = self.insurer or InsurerData()
        return PolicyData(
            kind=PolicyKind.CARD,
            enp=owner.policy_number or "",
            insurer_ogrn=insurer.ogrn or "",
            insurer_okato=insurer.okato or "",
            valid_from=insurer.start_date,
            valid_to=insurer.end_date or owner.expire_date,
        )

    def as_json(self) -> dict[str, Any]:
        """The shape of the command line contract for ``card read``."""
        return {
            "outcome": str(self.outcome),
            "reader": self.reader,
            "atr": self.atr.hex().upper() or None,
            "commands": self.commands,
            "ms": round(self.ms, 1),
            "owner": _owner_json(self.owner) if self.owner else None,
            "insurer": _insurer_json(self.insurer) if self.insurer else None,
            "insurer_signature_present": self.insurer_signature_present,
            "problems": [one.as_json() for one in self.problems],
        }


_NAME_RULES = (
    ("last_name", check_last_name),
    ("first_name", check_first_name),
    ("patronymic", check_patronymic),
)
_NO_CONTEXT = Context(today=date.max)
"""Rules of single name parts look at nothing else."""


def _names(owner: OwnerData) -> tuple[dict[str, str], list[Problem]]:
    """Name parts in the case of documents, and remarks on letters that were repaired.

    Cards carry capitals. A part that the rules refuse comes as it is: the record shows what is wrong with it.
    """
    names: dict[str, str] = {}
    remarks: list[Problem] = []
    for field_id, rule in _NAME_RULES:
        text: str = getattr(owner, field_id) or ""
        check = rule(text, _NO_CONTEXT)
        names[field_id] = text if check.normal is None else check.normal
        if check.normal and check.normal.upper() != text.upper():
            remarks += [one.at(field_id) for one in check.problems]
    return names, remarks


def _iso(day: date | None) -> str | None:
    """ISO text of a date."""
    return day.isoformat() if day else None


def _owner_json(owner: OwnerData) -> dict[str, Any]:
    """Owner in the contract's shape; of a photo only kind, size and SHA-256."""
    country, photo = owner.citizenship, owner.photo
    return {
        "policy_number": owner.policy_number,
        "last_name": owner.last_name,
        "first_name": owner.first_name,
        "patronymic": owner.patronymic,
        "sex": str(owner.sex) if owner.sex else None,
        "birth_date": _iso(owner.birth_date),
        "citizenship": {"code": country.code, "name": country.name} if country else None,
        "snils": owner.snils,
        "expire_date": _iso(owner.expire_date),
        "birth_place": owner.birth_place,
        "issue_date": _iso(owner.issue_date),
        "photo": photo
        and {
            "type": photo.kind,
            "bytes": len(photo.data),
            "sha256": hashlib.sha256(photo.data).hexdigest(),
        },
    }


def _insurer_json(insurer: InsurerData) -> dict[str, str | None]:
    """Insurer in the contract's shape."""
    return {
        "ogrn": insurer.ogrn,
        "okato": insurer.okato,
        "start_date": _iso(insurer.start_date),
        "end_date": _iso(insurer.end_date),
    }
