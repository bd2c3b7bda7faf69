"""Decoding of the owner's and the insurer's record, and what becomes of them in the program."""

import contextlib
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registrar_app.cards import tlv
from registrar_app.cards.card_builder import encode_insurer, encode_owner
from registrar_app.cards.owner import RecordError, Tag, decode_insurer, decode_owner
from registrar_app.cards.record import CardReading, Citizenship, InsurerData, Outcome, OwnerData, Photo
from registrar_app.domain.values import PolicyKind, Sex, Source

OWNER = OwnerData(
    policy_number="7757910820000016",
    last_name="ТЕСТОВ",
    first_name="ИВАН",
    patronymic="ПЕТРОВИЧ",
    sex=Sex.MALE,
    birth_date=date(1980, 2, 29),
    citizenship=Citizenship("RUS", "РОССИЯ"),
    snils="11223344595",
    birth_place="Г. МОСКВА",
    issue_date=date(2014, 5, 6),
)
INSURER = InsurerData("1027739008440", "45000", date(2014, 5, 6))
TEXT = st.text(st.characters(categories=["Lu", "Ll", "Nd", "Pd"]), min_size=1, max_size=40)
DAY = st.dates(min_value=date(1900, 1, 2))
PHOTO = st.builds(Photo, st.none() | st.integers(0, 255), st.binary(min_size=1, max_size=400))
OWNERS = st.builds(
    OwnerData,
    policy_number=st.text("0123456789", min_size=1, max_size=20),
    last_name=TEXT,
    first_name=TEXT,
    patronymic=st.none() | TEXT,
    sex=st.sampled_from(Sex),
    birth_date=DAY,
    citizenship=st.none() | st.builds(Citizenship, st.just("KAZ"), st.none() | TEXT),
    snils=st.none() | st.text("0123456789", min_size=11, max_size=11),
    expire_date=st.none() | DAY,
    birth_place=st.none() | TEXT,
    issue_date=st.none() | DAY,
    photo=st.none() | PHOTO,
)


def fields_of(problems):
    return [one.field for one in problems]


def replaced(encoded: bytes, tag: Tag, value: bytes) -> bytes:
    """The record with one field's value replaced."""
    items = tlv.read_children(tlv.read_root(encoded, encoded[0]))
    return tlv.write(
        encoded[0], b"".join(tlv.write(one.tag, value if one.tag == tag else one.value) for one in items)
    )


def without(encoded: bytes, *tags: Tag) -> bytes:
    """The record without some fields."""
    items = tlv.read_children(tlv.read_root(encoded, encoded[0]))
    return tlv.write(
        encoded[0], b"".join(tlv.write(one.tag, one.value) for one in items if one.tag not in tags)
    )


def test_owner_of_vector_a_is_read_whole(vector_a):
    decoded = decode_owner(vector_a.owner)
    assert decoded.data == OWNER
    assert decoded.damaged == decoded.remarks == ()


def test_owner_of_vector_a_is_written_byte_for_byte(vector_a):
    assert encode_owner(OWNER) == vector_a.owner
    assert encode_insurer(INSURER) == vector_a.insurer


def test_owner_of_vector_b_is_read_whole(vector_b):
    assert decode_owner(vector_b.owner).data == OwnerData(
        policy_number="6392499784000025",
        last_name="ПРИМЕРОВА",
        first_name="ОЛЬГА",
        sex=Sex.FEMALE,
        birth_date=date(2005, 7, 15),
        expire_date=date(2030, 12, 31),
        issue_date=date(2019, 3, 1),
    )


def test_insurers_of_the_vectors_are_read_whole(vector_a, vector_b):
    assert decode_insurer(vector_a.insurer).data == INSURER
    assert decode_insurer(vector_b.insurer).data == InsurerData(
        "1026300000011", "36000", date(2019, 3, 1), date(2020, 12, 31)
    )


@given(OWNERS)
def test_owner_when_written_is_read_back(owner):
    decoded = decode_owner(encode_owner(owner))
    assert decoded.data == owner
    assert decoded.damaged == ()


@given(st.binary(max_size=200))
def test_owner_when_random_bytes_raises_nothing_but_its_own_errors(data):
    for octets in (data, tlv.write(Tag.OWNER, data), tlv.write(Tag.INSURER, data)):
        with contextlib.suppress(tlv.TlvError, RecordError):
            decode_owner(octets)
        with contextlib.suppress(tlv.TlvError, RecordError):
            decode_insurer(octets)


@given(OWNERS, st.data())
def test_owner_when_an_octet_is_changed_gives_fields_or_its_own_error(owner, data):
    encoded = bytearray(encode_owner(owner))
    encoded[data.draw(st.integers(0, len(encoded) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(tlv.TlvError, RecordError):
        decode_owner(bytes(encoded))


@pytest.mark.parametrize(
    ("tag", "value", "field", "code"),
    [
        (Tag.LAST_NAME, "ТЕСТОВ".encode("cp1251"), "last_name", "CARD-042"),
        (Tag.FIRST_NAME, b"\xff", "first_name", "CARD-043"),
        (Tag.PATRONYMIC, b"\xd0", "patronymic", "CARD-044"),
        (Tag.SEX, b"\x03", "sex", "CARD-045"),
        (Tag.BIRTH_DATE, bytes.fromhex("30021980"), "birth_date", "CARD-046"),
        (Tag.POLICY_NUMBER, b"\xff" * 16, "policy_number", "CARD-041"),
        (Tag.SNILS, b"123", "snils", "CARD-048"),
        (Tag.ISSUE_DATE, b"\x01\x02", "issue_date", "CARD-051"),
        (Tag.BIRTH_PLACE, b"\x80", "birth_place", "CARD-050"),
        (Tag.CITIZENSHIP, tlv.write(Tag.COUNTRY_CODE, b"\xff"), "citizenship", "CARD-047"),
    ],
)
def test_owner_when_one_field_is_damaged_names_it_and_keeps_the_others(vector_a, tag, value, field, code):
    decoded = decode_owner(replaced(vector_a.owner, tag, value))
    assert [(one.field, one.code) for one in decoded.damaged] == [(field, code)]
    assert decoded.data == replace(OWNER, **{field: None})


@pytest.mark.parametrize(
    ("tag", "field"),
    [(Tag.POLICY_NUMBER, "policy_number"), (Tag.LAST_NAME, "last_name"), (Tag.SEX, "sex")],
)
def test_owner_when_a_required_field_is_empty_names_it(vector_a, tag, field):
    decoded = decode_owner(replaced(vector_a.owner, tag, b""))
    assert [(one.field, one.code) for one in decoded.damaged] == [(field, "CARD-040")]


@pytest.mark.parametrize("tag", [Tag.PATRONYMIC, Tag.SNILS, Tag.CITIZENSHIP, Tag.BIRTH_PLACE, Tag.ISSUE_DATE])
def test_owner_when_an_optional_field_is_empty_takes_it_for_absent(vector_a, tag):
    assert decode_owner(replaced(vector_a.owner, tag, b"")).damaged == ()


def test_owner_when_nothing_says_who_it_is_is_refused(vector_a):
    bare = without(vector_a.owner, Tag.POLICY_NUMBER, Tag.LAST_NAME, Tag.FIRST_NAME, Tag.BIRTH_DATE)
    with pytest.raises(RecordError):
        decode_owner(bare)


def test_owner_when_one_tag_has_two_values_takes_neither(vector_a):
    items = tlv.read_root(vector_a.owner, Tag.OWNER) + tlv.write(Tag.LAST_NAME, "ДРУГОВ".encode())
    decoded = decode_owner(tlv.write(Tag.OWNER, items))
    assert decoded.data.last_name is None
    assert fields_of(decoded.damaged) == ["last_name"]


def test_owner_when_fields_are_shuffled_and_unknown_tags_lie_between_is_read(vector_a):
    items = tlv.read_children(tlv.read_root(vector_a.owner, Tag.OWNER))
    mixed = b"".join(
        tlv.write(0x5F7A, b"?") + tlv.write(0x7F70, tlv.write(Tag.LAST_NAME, b"NOT THIS"))
        + tlv.write(one.tag, one.value)
        for one in reversed(items)
    )  # fmt: skip
    assert decode_owner(tlv.write(Tag.OWNER, mixed)).data == OWNER


def test_owner_when_a_photo_holds_look_alikes_is_not_misled():
    photo = Photo(1, b"\xff\xd8\xff" + tlv.write(Tag.LAST_NAME, b"WRONG"))
    assert decode_owner(encode_owner(replace(OWNER, photo=photo))).data == replace(OWNER, photo=photo)


def test_owner_when_the_citizenship_is_torn_inside_is_corrupt_as_a_whole(vector_a):
    with pytest.raises(tlv.TlvError):
        decode_owner(replaced(vector_a.owner, Tag.CITIZENSHIP, bytes.fromhex("5F310552")))


@pytest.mark.parametrize("number", ["7757910820000017", "775791082000001", "77579108200000AB"])
def test_owner_when_the_policy_number_is_wrong_shows_it_with_a_warning(vector_a, number):
    decoded = decode_owner(replaced(vector_a.owner, Tag.POLICY_NUMBER, number.encode()))
    assert decoded.data.policy_number == number
    assert decoded.damaged == ()
    assert [one.code for one in decoded.remarks] == ["CARD-033"]


def test_owner_when_the_snils_is_wrong_shows_it_with_a_warning(vector_a):
    decoded = decode_owner(replaced(vector_a.owner, Tag.SNILS, b"11223344596"))
    assert decoded.data.snils == "11223344596"
    assert [one.code for one in decoded.remarks] == ["CARD-034"]


def test_insurer_when_signed_keeps_the_signature_without_judging_it():
    signed = replace(INSURER, signature=b"\x5f\x51SIG", certificate=b"\x30\x82CERT")
    assert decode_insurer(encode_insurer(signed)).data == signed


@pytest.mark.parametrize(
    ("tag", "value", "field"),
    [
        (Tag.OGRN, b"12345", "ogrn"),
        (Tag.OKATO, b"45A00", "okato"),
        (Tag.START_DATE, bytes.fromhex("32052014"), "start_date"),
    ],
)
def test_insurer_when_one_field_is_damaged_names_it(vector_a, tag, value, field):
    decoded = decode_insurer(replaced(vector_a.insurer, tag, value))
    assert fields_of(decoded.damaged) == [field]
    assert decoded.data == replace(INSURER, **{field: None})


def test_identity_has_the_case_of_documents_and_the_chip_as_source():
    identity = CardReading(Outcome.OK, OWNER, INSURER).identity()
    assert identity.source is Source.CARD
    assert identity.person.name.full == "Тестов Иван Петрович"
    assert identity.person.citizenship == "643"
    assert identity.person.policy.kind is PolicyKind.CARD
    assert identity.person.policy.enp == "7757910820000016"
    assert identity.person.policy.insurer_ogrn == "1027739008440"
    assert identity.person.snils == "11223344595"
    assert not identity.person.has_no_patronymic
    assert identity.insurer_on_card


def test_identity_when_the_patronymic_is_absent_says_there_is_none():
    identity = CardReading(Outcome.OK, replace(OWNER, patronymic=None)).identity()
    assert identity.person.has_no_patronymic
    assert not identity.insurer_on_card


def test_identity_when_the_patronymic_is_damaged_does_not_say_there_is_none(vector_a):
    decoded = decode_owner(replaced(vector_a.owner, Tag.PATRONYMIC, b"\xd0"))
    reading = CardReading(Outcome.PARTIAL, decoded.data, problems=decoded.damaged)
    assert not reading.identity().person.has_no_patronymic


def test_identity_when_the_country_is_unknown_leaves_it_empty_with_a_remark():
    owner = replace(OWNER, citizenship=Citizenship("XXA", "БЕЗ ГРАЖДАНСТВА"))
    identity = CardReading(Outcome.OK, owner).identity()
    assert identity.person.citizenship == ""
    assert [(one.code, one.field) for one in identity.problems] == [("CARD-035", "citizenship")]


def test_identity_when_a_name_has_latin_look_alikes_repairs_them_aloud():
    identity = CardReading(Outcome.OK, replace(OWNER, last_name="TЕСТОВ")).identity()
    assert identity.person.last_name == "Тестов"
    assert fields_of(identity.problems) == ["last_name"]


def test_identity_when_nothing_was_read_is_none():
    assert CardReading(Outcome.REMOVED).identity() is None


@pytest.mark.parametrize(
    ("start", "is_picture"),
    [("FFD8FF", True), ("0000000C6A50", True), ("FF4FFF51", True), ("89504E47", False), ("0102", False)],
)
def test_photo_is_a_picture_only_if_it_begins_like_one(start, is_picture):
    photo = Photo(1, bytes.fromhex(start) + bytes(10))
    assert photo.is_picture is is_picture
    identity = CardReading(Outcome.OK, replace(OWNER, photo=photo)).identity()
    assert (identity.photo is not None) is is_picture


def test_repr_of_a_reading_shows_no_personal_data():
    text = repr(CardReading(Outcome.OK, OWNER, INSURER))
    assert "ТЕСТОВ" not in text
    assert "7757910820000016" not in text
