"""Simulated cards built from data: policies, a bank card, a token. The writing side of the decoder."""

from collections.abc import Mapping
from datetime import date

from registrar_app.cards import tlv
from registrar_app.cards.card_model import CardBehaviour, SimulatedCard
from registrar_app.cards.oms import INSURER_APPLICATION, OWNER_APPLICATION
from registrar_app.cards.owner import Tag
from registrar_app.cards.record import Citizenship, InsurerData, OwnerData, Photo
from registrar_app.domain.values import Sex

ATR_FOMSOMS = bytes.fromhex("3BF713000081 31FE45464F4D534F4D53A9")
"""Commonest policy card. Source: pcsc-tools, smartcard_list.txt."""
ATR_FOMS1 = bytes.fromhex("3BD911008131FE8D0000464F4D53312E3132")
"""Slower policy card. Source: pcsc-tools, smartcard_list.txt."""
ATR_RUTOKEN = bytes.fromhex("3B8B015275746F6B656E20445320C1")
ATR_BANK = bytes.fromhex("3B6500002063CB6800")
"""An invented bank card."""
OWNER_FILE_ID = 0x0201
INSURER_FILE_ID = 0x0202


def encode_date(day: date) -> bytes:
    """Four octets of BCD, DDMMYYYY."""
    return bytes.fromhex(f"{day.day:02}{day.month:02}{day.year:04}")


def encode_owner(owner: OwnerData, extra: bytes = b"") -> bytes:
    """The owner's file, in the order of the cards; None leaves a field out.

    Args:
        owner: What to write.
        extra: Encoded objects to put at the end of the root, for tests.
    """
    sex = {Sex.MALE: b"\x01", Sex.FEMALE: b"\x02"}
    parts = [
        _text(Tag.POLICY_NUMBER, owner.policy_number),
        _text(Tag.LAST_NAME, owner.last_name),
        _text(Tag.FIRST_NAME, owner.first_name),
        _text(Tag.PATRONYMIC, owner.patronymic),
        tlv.write(Tag.SEX, sex[owner.sex]) if owner.sex else b"",
        _date(Tag.BIRTH_DATE, owner.birth_date),
        _citizenship(owner.citizenship),
        _text(Tag.SNILS, owner.snils),
        _date(Tag.EXPIRE_DATE, owner.expire_date),
        _text(Tag.BIRTH_PLACE, owner.birth_place),
        _date(Tag.ISSUE_DATE, owner.issue_date),
        _photo(owner.photo),
    ]
    return tlv.write(Tag.OWNER, b"".join(parts) + extra)


def encode_insurer(insurer: InsurerData) -> bytes:
    """The insurer's file; None leaves a field out."""
    signature = b""
    if insurer.signature:
        inside = tlv.write(Tag.SIGNATURE_BYTES, insurer.signature)
        if insurer.certificate:
            inside += tlv.write(Tag.CERTIFICATE, insurer.certificate)
        signature = tlv.write(Tag.SIGNATURE, inside)
    parts = [
        _text(Tag.OGRN, insurer.ogrn),
        _text(Tag.OKATO, insurer.okato),
        _date(Tag.START_DATE, insurer.start_date),
        _date(Tag.END_DATE, insurer.end_date),
        signature,
    ]
    return tlv.write(Tag.INSURER, b"".join(parts))


def build_card(
    owner: OwnerData,
    insurer: InsurerData | None = None,
    *,
    atr: bytes = ATR_FOMSOMS,
    behaviour: CardBehaviour | None = None,
) -> SimulatedCard:
    """A policy card that holds the given data.

    Args:
        owner: The insured person.
        insurer: The current insurer, None for a card without one.
        atr: Answer to reset.
        behaviour: How the card answers; by default like the commonest card.
    """
    return card_from_files(
        encode_owner(owner), encode_insurer(insurer) if insurer else None, atr=atr, behaviour=behaviour
    )


def card_from_files(
    owner: bytes,
    insurer: bytes | None = None,
    *,
    atr: bytes = ATR_FOMSOMS,
    behaviour: CardBehaviour | None = None,
) -> SimulatedCard:
    """A policy card from the bytes of its files, well formed or not."""
    applications: dict[bytes, Mapping[int, bytes]] = {OWNER_APPLICATION: {OWNER_FILE_ID: owner}}
    applications[INSURER_APPLICATION] = {INSURER_FILE_ID: insurer} if insurer is not None else {}
    current = INSURER_FILE_ID if insurer is not None else None
    return SimulatedCard(atr, applications, current, behaviour or CardBehaviour())


def bank_card() -> SimulatedCard:
    """A card that knows none of our names."""
    return SimulatedCard(ATR_BANK, {b"1PAY.SYS.DDF01": {}}, None, CardBehaviour(has_root=False))


def token() -> SimulatedCard:
    """A signature token: permanently present, refuses the whole instruction."""
    return SimulatedCard(ATR_RUTOKEN, {}, None, CardBehaviour(has_root=False, refusal=0x6D00))


def mute_card() -> SimulatedCard:
    """A card put in upside down: no answer to reset."""
    return SimulatedCard(b"", {}, None, CardBehaviour())


def _text(tag: Tag, text: str | None) -> bytes:
    """A text object, nothing for None."""
    return b"" if text is None else tlv.write(tag, text.encode())


def _date(tag: Tag, day: date | None) -> bytes:
    """A date object, nothing for None."""
    return b"" if day is None else tlv.write(tag, encode_date(day))


def _citizenship(country: Citizenship | None) -> bytes:
    """The constructed citizenship."""
    if country is None:
        return b""
    inside = _text(Tag.COUNTRY_CODE, country.code) + _text(Tag.COUNTRY_NAME, country.name)
    return tlv.write(Tag.CITIZENSHIP, inside)


def _photo(photo: Photo | None) -> bytes:
    """The constructed photo."""
    if photo is None:
        return b""
    kind = tlv.write(Tag.PHOTO_KIND, bytes([photo.kind])) if photo.kind is not None else b""
    return tlv.write(Tag.PHOTO, kind + tlv.write(Tag.PHOTO_BYTES, photo.data))
