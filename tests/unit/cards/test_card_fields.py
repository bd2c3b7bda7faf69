"""Single fields of the chip."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registrar_app.cards import fields
from registrar_app.cards.card_builder import encode_date
from registrar_app.cards.fields import FieldError
from registrar_app.domain.values import Sex


@pytest.mark.parametrize(
    ("octets", "day"),
    [
        ("29021980", date(1980, 2, 29)),
        ("31122030", date(2030, 12, 31)),
        ("00000000", None),
        ("01011900", None),
        ("", None),
    ],
)
def test_date_when_valid_or_marked_absent_is_read(octets, day):
    assert fields.decode_date(bytes.fromhex(octets)) == day


@pytest.mark.parametrize(
    "octets", ["29021981", "00011980", "32011980", "01131980", "0A021980", "290219", "2902198000", "01010001"]
)
def test_date_when_impossible_is_refused_and_never_guessed(octets):
    with pytest.raises(FieldError):
        fields.decode_date(bytes.fromhex(octets))


@given(st.dates(min_value=date(1900, 1, 2), max_value=date(9999, 12, 31)))
def test_date_when_written_is_read_back(day):
    assert fields.decode_date(encode_date(day)) == day


@pytest.mark.parametrize(("octets", "sex"), [("01", Sex.MALE), ("02", Sex.FEMALE), ("", None)])
def test_sex_when_known_is_read(octets, sex):
    assert fields.decode_sex(bytes.fromhex(octets)) is sex


@pytest.mark.parametrize("octets", ["00", "03", "31", "0001", "FF"])
def test_sex_when_anything_else_is_refused_and_not_taken_for_female(octets):
    with pytest.raises(FieldError):
        fields.decode_sex(bytes.fromhex(octets))


@pytest.mark.parametrize("text", ["Ли", "Ян", "О'КОННОР", "ЁЛКИНА-ПАЛКИНА", "NGUYEN"])
def test_text_when_as_long_as_a_date_or_foreign_is_still_text(text):
    assert fields.decode_text(text.encode()) == text


@pytest.mark.parametrize(
    "octets",
    [
        pytest.param("ИВАНОВ".encode("cp1251"), id="cp1251"),
        pytest.param(b"\xd0\x98\xd0", id="cut in a letter"),
        pytest.param(b"\xc0\x80", id="overlong"),
        pytest.param("А\x00Б".encode(), id="control character"),
        pytest.param(b"A" * 256, id="too long"),
    ],
)
def test_text_when_not_clean_utf8_is_refused(octets):
    with pytest.raises(FieldError):
        fields.decode_text(octets)


def test_text_error_does_not_carry_the_bytes():
    with pytest.raises(FieldError) as caught:
        fields.decode_text("ИВАНОВ".encode("cp1251"))
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("text", ["11223344595", "112-233-445 95", "112 233 445-95"])
def test_snils_when_with_separators_is_eleven_digits(text):
    assert fields.decode_snils(text.encode()) == "11223344595"


@pytest.mark.parametrize("text", ["1122334459", "112233445955", "1122334459O"])
def test_snils_when_not_eleven_digits_is_refused(text):
    with pytest.raises(FieldError):
        fields.decode_snils(text.encode())
