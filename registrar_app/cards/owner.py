"""Decoding of the two records of the card: owner (root 62) and insurer (root 64). Pure functions over bytes.

Source: project's domain notes on the card, section 5.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Generic, TypeVar

from stdnum import luhn
from stdnum.ru import ogrn as ogrn_rules

from registrar_app.cards import fields, tlv
from registrar_app.cards.fields import FieldError
from registrar_app.cards.record import Citizenship, InsurerData, OwnerData, Photo
from registrar_app.domain.codes.cards import DAMAGED_CODE
from registrar_app.domain.problems import Problem, problem
from registrar_app.domain.snils import LAST_UNCHECKED, snils_control

_T = TypeVar("_T")


class Tag(IntEnum):
    """Tags of the two records."""

    OWNER = 0x62
    INSURER = 0x64
    LAST_NAME = 0x5F21
    FIRST_NAME = 0x5F22
    PATRONYMIC = 0x5F23
    BIRTH_DATE = 0x5F24
    SEX = 0x5F25
    POLICY_NUMBER = 0x5F26
    SNILS = 0x5F27
    EXPIRE_DATE = 0x5F28
    BIRTH_PLACE = 0x5F29
    ISSUE_DATE = 0x5F2A
    CITIZENSHIP = 0x7F30
    COUNTRY_CODE = 0x5F31
    COUNTRY_NAME = 0x5F32
    PHOTO = 0x7F40
    PHOTO_KIND = 0x5F41
    PHOTO_BYTES = 0x5F42
    OGRN = 0x5F51
    OKATO = 0x5F52
    START_DATE = 0x5F53
    END_DATE = 0x5F54
    SIGNATURE = 0x7F60
    SIGNATURE_BYTES = 0x5F61
    CERTIFICATE = 0x5F62


class RecordError(Exception):
    """The record is well formed but holds nothing that says who it is about."""


@dataclass(frozen=True, slots=True, repr=False)
class Decoded(Generic[_T]):
    """A record with what there is to say of it."""

    data: _T
    damaged: tuple[Problem, ...] = ()
    """Fields that are None although the card holds something there, or must."""
    remarks: tuple[Problem, ...] = ()
    """What the registrar should know of fields that were read."""


class _Level:
    """Objects of one level by tag; damaged fields are collected while they are asked for."""

    def __init__(self, value: bytes) -> None:
        self._values: dict[int, list[bytes]] = {}
        for item in tlv.read_children(value):
            self._values.setdefault(item.tag, []).append(item.value)
        self.damaged: list[Problem] = []

    def raw(self, tag: Tag) -> bytes:
        """Octets of an object, empty if absent; of several the first."""
        return self._values.get(tag, [b""])[0]

    def take(
        self, tag: Tag, field_id: str, decode: Callable[[bytes], _T | None], *, required: bool = False
    ) -> _T | None:
        """Decode one field; None if it is absent or damaged."""
        values = self._values.get(tag, [b""])
        if len(values) > 1 and any(one != values[0] for one in values):
            # Two different values under one tag: taking either would be a guess.
            self.damaged.append(problem(DAMAGED_CODE[field_id], field_id))
            return None
        try:
            value = decode(values[0])
        except FieldError:
            self.damaged.append(problem(DAMAGED_CODE[field_id], field_id))
            return None
        if value is None and required:
            self.damaged.append(problem("CARD-040", field_id))
        return value


def decode_owner(data: bytes, *, with_photo: bool = True) -> Decoded[OwnerData]:
    """Decode the contents of file 0201.

    Args:
        data: BER-TLV, root 62; octets behind the root are ignored.
        with_photo: False if the octets of the photo were not read and must not be looked at.

    Raises:
        tlv.TlvError: the structure is broken; nothing may be used.
        RecordError: none of the fields that every card must have can be read.
    """
    level = _Level(tlv.read_root(data, Tag.OWNER))
    owner = OwnerData(
        policy_number=level.take(Tag.POLICY_NUMBER, "policy_number", fields.decode_ascii, required=True),
        last_name=level.take(Tag.LAST_NAME, "last_name", fields.decode_text, required=True),
        first_name=level.take(Tag.FIRST_NAME, "first_name", fields.decode_text, required=True),
        patronymic=level.take(Tag.PATRONYMIC, "patronymic", fields.decode_text),
        sex=level.take(Tag.SEX, "sex", fields.decode_sex, required=True),
        birth_date=level.take(Tag.BIRTH_DATE, "birth_date", fields.decode_date, required=True),
        citizenship=level.take(Tag.CITIZENSHIP, "citizenship", _citizenship),
        snils=level.take(Tag.SNILS, "snils", fields.decode_snils),
        expire_date=level.take(Tag.EXPIRE_DATE, "expire_date", fields.decode_date),
        birth_place=level.take(Tag.BIRTH_PLACE, "birth_place", fields.decode_text),
        issue_date=level.take(Tag.ISSUE_DATE, "issue_date", fields.decode_date),
        photo=level.take(Tag.PHOTO, "photo", _photo) if with_photo else None,
    )
    if not (owner.policy_number or owner.last_name or owner.first_name or owner.birth_date):
        raise RecordError("no field of the owner can be read")
    return Decoded(owner, tuple(level.damaged), _owner_remarks(owner))


def holds_photo(data: bytes) -> bool:
    """Whether the owner's record has a photo in it, fetched or not.

    Args:
        data: As for ``decode_owner``, which has read it without complaint.
    """
    return any(
        one.tag == Tag.PHOTO and one.value for one in tlv.read_children(tlv.read_root(data, Tag.OWNER))
    )


def decode_insurer(data: bytes) -> Decoded[InsurerData]:
    """Decode the contents of the file with the current insurer.

    Args:
        data: BER-TLV, root 64; octets behind the root are ignored.

    Raises:
        tlv.TlvError: the structure is broken; nothing may be used.
        RecordError: neither OGRN nor OKATO can be read.
    """
    level = _Level(tlv.read_root(data, Tag.INSURER))
    signature, certificate = _signature(level)
    insurer = InsurerData(
        ogrn=level.take(Tag.OGRN, "ogrn", lambda value: fields.decode_digits(value, 13, 13), required=True),
        okato=level.take(Tag.OKATO, "okato", lambda value: fields.decode_digits(value, 2, 11), required=True),
        start_date=level.take(Tag.START_DATE, "start_date", fields.decode_date, required=True),
        end_date=level.take(Tag.END_DATE, "end_date", fields.decode_date),
        signature=signature,
        certificate=certificate,
    )
    if not (insurer.ogrn or insurer.okato):
        raise RecordError("no field of the insurer can be read")
    wrong_ogrn = insurer.ogrn and not ogrn_rules.is_valid(insurer.ogrn)
    remarks = (problem("CARD-036", "ogrn"),) if wrong_ogrn else ()
    return Decoded(insurer, tuple(level.damaged), remarks)


def _citizenship(value: bytes) -> Citizenship | None:
    """Country letters and name; a broken structure inside makes the whole record corrupt (rule 5)."""
    if not value:
        return None
    level = _Level(value)
    code = level.take(Tag.COUNTRY_CODE, "citizenship", fields.decode_ascii)
    name = level.take(Tag.COUNTRY_NAME, "citizenship", fields.decode_text)
    if level.damaged:
        raise FieldError("citizenship")
    return Citizenship(code, name) if code or name else None


def _photo(value: bytes) -> Photo | None:
    """Photo with its kind. It stands alone at the end, so its damage stays its own."""
    if not value:
        return None
    try:
        level = _Level(value)
    except tlv.TlvError:
        raise FieldError("photo") from None
    kind = level.take(Tag.PHOTO_KIND, "photo", fields.decode_number)
    data = level.raw(Tag.PHOTO_BYTES)
    if level.damaged:
        raise FieldError("photo")
    return Photo(kind, data) if data else None


def _signature(level: _Level) -> tuple[bytes | None, bytes | None]:
    """Signature and certificate as they stand; an unreadable block is kept whole as the signature."""
    block = level.raw(Tag.SIGNATURE)
    if not block:
        return None, None
    try:
        inside = _Level(block)
    except tlv.TlvError:
        return block, None
    return inside.raw(Tag.SIGNATURE_BYTES) or block, inside.raw(Tag.CERTIFICATE) or None


def _owner_remarks(owner: OwnerData) -> tuple[Problem, ...]:
    """Warnings on values that are shown all the same."""
    remarks: list[Problem] = []
    enp = owner.policy_number
    if enp is not None and not (len(enp) == 16 and enp.isdigit() and luhn.is_valid(enp)):
        remarks.append(problem("CARD-033", "policy_number"))
    if owner.snils is not None and not _snils_agrees(owner.snils):
        remarks.append(problem("CARD-034", "snils"))
    if owner.photo and not owner.photo.is_picture:
        remarks.append(problem("CARD-037", "photo"))
    return tuple(remarks)


def _snils_agrees(digits: str) -> bool:
    """Check digits of a SNILS; low numbers have none."""
    if int(digits[:9]) <= LAST_UNCHECKED:
        return int(digits) != 0
    return snils_control(digits[:9]) == digits[9:]
