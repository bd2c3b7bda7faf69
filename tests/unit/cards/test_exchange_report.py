"""The report a clinic sends to support: all of the exchange, nothing of the person."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registrar_app.cards.backend import Slot, SlotState
from registrar_app.cards.board import ReaderBoard
from registrar_app.cards.card_builder import bank_card, card_from_files, encode_insurer, encode_owner
from registrar_app.cards.exchange_report import exchange_report
from registrar_app.cards.oms import read_policy
from registrar_app.cards.record import Citizenship, InsurerData, OwnerData, Photo
from registrar_app.domain.values import Sex
from tests.unit.cards.conftest import DirectLine

OWNER = OwnerData(
    policy_number="7757910820000016", last_name="ТЕСТОВ", first_name="ИВАН", patronymic="ПЕТРОВИЧ",
    sex=Sex.MALE, birth_date=date(1980, 2, 29), citizenship=Citizenship("RUS", "РОССИЯ"), snils="11223344595",
    birth_place="Г. МОСКВА", issue_date=date(2014, 5, 6), photo=Photo(1, b"\xff\xd8\xff" + bytes(range(200))),
)  # fmt: skip
OTHER = OwnerData(
    policy_number="6392499784000025", last_name="ПАВЛОВ", first_name="ПЁТР", patronymic="ИГОРЕВИЧ",
    sex=Sex.FEMALE, birth_date=date(1955, 11, 30), citizenship=Citizenship("UZB", "ТАДЖИК"),
    snils="08765430200", birth_place="С. ЗАРЯЩИ", issue_date=date(2019, 12, 31),
    photo=Photo(2, b"\xff\xd8\xff" + bytes(range(200, 0, -1))),
)  # fmt: skip
"""Fields as long as those of OWNER, all of them different."""
INSURER = InsurerData(
    "1027739008440", "45000", date(2014, 5, 6), signature=b"\x01" * 64, certificate=b"\x30" * 90
)
OTHER_INSURER = InsurerData(
    "1026300000011", "36000", date(2019, 3, 1), signature=b"\x77" * 64, certificate=b"\x31" * 90
)


def report(owner: bytes, insurer: bytes | None, *, with_photo: bool = False) -> str:
    card = card_from_files(owner, insurer)
    reading = read_policy(
        DirectLine(card), atr=card.atr, reader="Reader", with_photo=with_photo, clock=lambda: 0.0
    )
    return exchange_report("registrar-app 0", None, reading)


@pytest.mark.parametrize("with_photo", [False, True])
def test_report_when_another_person_has_fields_of_the_same_length_is_the_same(with_photo):
    one = report(encode_owner(OWNER), encode_insurer(INSURER), with_photo=with_photo)
    other = report(encode_owner(OTHER), encode_insurer(OTHER_INSURER), with_photo=with_photo)
    assert one == other
    assert "62:" in one
    assert "5F26:16 5F21:12 5F22:8 5F23:16 5F25:1 5F24:4 7F30:21" in one
    assert "00 A4 04 0C 07 46 4F 4D 53 5F 49 44" in one
    assert "есть" in one


def outline_of(data: bytes) -> list[str]:
    line = next(line for line in report(data, None).splitlines() if "[" in line)
    return line.partition("[")[2].partition("]")[0].split()


@settings(max_examples=600, deadline=None)
@given(at=st.integers(0, 250), put=st.binary(min_size=1, max_size=3), cut=st.integers(0, 40))
def test_report_when_the_card_is_damaged_tells_at_most_one_octet_read_out_of_place(at, put, cut):
    """After damage contents stand where tags and lengths should: the outline ends there."""
    data = encode_owner(replace(OWNER, photo=None))
    at %= len(data)
    intact = {*outline_of(data), "5F31:3", "5F32:12"}  # the children of the citizenship may surface
    tags = {word.partition(":")[0] for word in intact}
    words = outline_of(data[:at] + put + data[at + len(put) + cut :])
    strange = [word for word in words if ":" in word and word not in intact and not word.startswith("6")]
    assert len(strange) <= 1
    unknown = [word for word in words if word != "…" and word.partition(":")[0] not in tags]
    assert len(unknown) <= 2
    assert all(word[:2] in ("5F", "7F") or word[0] == "6" for word in words if word != "…")


@pytest.mark.parametrize("text", ["ТЕСТОВ", "7757910820000016", "1980", "45000", "МОСКВА", "29021980"])
def test_report_when_searched_for_a_value_has_none(text):
    words = report(encode_owner(OWNER), encode_insurer(INSURER), with_photo=True)
    assert text not in words
    solid = words.replace(" ", "").upper()
    assert text.encode().hex().upper() not in solid


def test_report_before_any_card_names_the_readers():
    board = ReaderBoard()
    board.absorb((Slot("Reader A", SlotState.EMPTY), Slot("Reader B", SlotState.EMPTY)), 0.0)
    words = exchange_report("registrar-app 0", board.status(), None)
    assert "«Reader A», ready" in words
    assert "CARD-005" in words
    assert "не читали" in words
    assert exchange_report("registrar-app 0", None, None)


def test_report_of_a_foreign_card_has_its_refusals():
    card = bank_card()
    words = exchange_report("x", None, read_policy(DirectLine(card), atr=card.atr))
    assert "not_oms" in words
    assert "← 6A82" in words
    assert "3B 65 00 00 20 63 CB 68 00" in words
