"""One code: the vectors of the domain notes, what is written is read, every damage by its own code."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registrar_app.cards.barcode import ScanError, ScanStatus, decode_policy, write_policy
from registrar_app.cards.barcode.alphabet import LETTERS, SEPARATOR, ReservedCodeError, pack, unpack
from registrar_app.domain.values import PolicyKind, Sex, Source
from tests.policy_codes import TODAY, VECTORS, contents, ivanov

SEXES = {1: "male", 2: "female"}


def spoil(code: bytes, at: int, *values: int) -> bytes:
    return code[:at] + bytes(values) + code[at + len(values) :]


@pytest.mark.parametrize("vector", VECTORS, ids=["type 2", "type 2, no patronymic", "type 1"])
def test_vector_when_decoded_gives_what_the_notes_say(vector):
    expect = vector["expect"] | {"status": "ok", "warnings": []}
    expect |= {"sex": SEXES[expect["sex"]], "patronymic": expect["patronymic"] or None}
    assert decode_policy(bytes.fromhex(vector["hex"]), TODAY).as_json() == expect


@pytest.mark.parametrize("vector", VECTORS, ids=["type 2", "type 2, no patronymic", "type 1"])
def test_vector_when_written_again_has_the_same_bytes(vector):
    code = bytes.fromhex(vector["hex"])
    content = decode_policy(code, TODAY).content
    assert content is not None
    assert write_policy(content) == code


@given(contents())
def test_code_when_written_and_read_is_the_same(content):
    code = write_policy(content)
    scan = decode_policy(code, TODAY)
    assert len(code) == 130
    assert scan.content == content
    assert scan.content.signature == code[65:]
    assert not {"enp_person_mismatch", "name_cut"} & set(scan.warnings)


@given(st.text(LETTERS + SEPARATOR), st.sampled_from(["big", "little"]))
def test_alphabet_when_packed_and_unpacked_is_the_same(text, order):
    assert unpack(pack(text, 51, order), order) == text[:68].ljust(68)


def test_alphabet_when_bit_orders_are_compared_mirrors_the_bytes():
    # Another field program reverses the bytes, reads them as type 2 and reverses the text.
    data = pack("ПЁТР|ИВАНОВ|СЕРГЕЕВИЧ", 42, "little")
    assert unpack(data[::-1], "big")[::-1] == unpack(data, "little")


def test_alphabet_when_signs_are_packed_has_them_in_the_order_of_the_code():
    assert [unpack(bytes([n << 2, 0, 0]), "big")[0] for n in (41, 42, 43, 3, 20)] == list("ЬЪЫ‘Ё")


@pytest.mark.parametrize("number", [47, 55, 62])
def test_alphabet_when_a_code_is_reserved_refuses(number):
    with pytest.raises(ReservedCodeError):
        unpack(bytes([number << 2, 0, 0]), "big")


@pytest.mark.parametrize(
    ("at", "values", "wanted"),
    [
        pytest.param(9, [47 << 2], "SCAN-024", id="reserved code in the name"),
        pytest.param(9, [0] * 51, "SCAN-025", id="no name at all"),
        pytest.param(60, [0], "SCAN-026", id="sex 0"),
        pytest.param(60, [3], "SCAN-026", id="sex 3"),
        pytest.param(60, [0x31], "SCAN-026", id="sex as text"),
        pytest.param(8, [0x02], "SCAN-027", id="check digit"),
        pytest.param(1, [0] * 8, "SCAN-027", id="number of zeros"),
        pytest.param(1, [0, 0x23, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], "SCAN-027", id="seventeen digits"),
        pytest.param(61, [0xFF, 0xFF], "SCAN-028", id="born in 2079"),
    ],
)
def test_block_when_a_field_is_damaged_says_which(code, at, values, wanted, today):
    scan = decode_policy(spoil(code, at, *values), today)
    assert (scan.status, scan.error, [one.code for one in scan.problems]) == (
        ScanStatus.ERROR,
        ScanError.DAMAGED,
        [wanted],
    )
    assert scan.identity() is None


def test_block_when_names_have_a_fourth_part_is_damaged(code, today):
    names = pack("ИВАНОВ|ПЁТР|СЕРГЕЕВИЧ|Х", 51, "big")
    assert decode_policy(spoil(code, 9, *names), today).problems[0].code == "SCAN-024"


@pytest.mark.parametrize("sample", ["code", "old_code", "other_code"])
def test_block_when_the_line_had_seven_bits_says_so(sample, request, today):
    code = bytes(one & 0x7F for one in request.getfixturevalue(sample))
    scan = decode_policy(code, today)
    assert (scan.error, scan.problems[0].code) == (ScanError.DAMAGED, "SCAN-021")


def test_block_when_born_today_is_read_and_tomorrow_is_not():
    born = ivanov(birth_date=TODAY)
    assert decode_policy(write_policy(born), TODAY).is_read
    assert not decode_policy(write_policy(born), date(2026, 11, 19)).is_read


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        pytest.param("ИВАНОВ|ПЁТР", ("ИВАНОВ", "ПЁТР", None), id="no second separator"),
        pytest.param("ИВАНОВ|ПЁТР|", ("ИВАНОВ", "ПЁТР", None), id="blank patronymic"),
        pytest.param("ИВАНОВ", ("ИВАНОВ", None, None), id="no separator"),
        pytest.param("|ПЁТР|", (None, "ПЁТР", None), id="no last name"),
        pytest.param("О‘НИЛ|ПЁТР|", ("О'НИЛ", "ПЁТР", None), id="apostrophe"),
        pytest.param("ИВАНОВ|ПЁТР|СЕРГЕЕВИЧ|", ("ИВАНОВ", "ПЁТР", "СЕРГЕЕВИЧ"), id="separator at the end"),
    ],
)
def test_names_when_parts_are_missing_are_none(code, parts, found, today):
    content = decode_policy(spoil(code, 9, *pack(parts, 51, "big")), today).content
    assert content is not None
    assert (content.last_name, content.first_name, content.patronymic) == found


def test_names_when_they_fill_the_room_are_warned_of():
    scan = decode_policy(write_policy(ivanov(patronymic="СЕРГЕЕВИЧ" * 9)), TODAY)
    person = scan.identity().person
    assert scan.warnings == ("name_cut",)
    assert scan.content.patronymic == ("СЕРГЕЕВИЧ" * 9)[: 68 - len("ИВАНОВ|ПЁТР|")]
    assert not person.has_no_patronymic


def test_names_when_cut_before_the_patronymic_do_not_say_that_there_is_none():
    scan = decode_policy(write_policy(ivanov(last_name="И" * 70)), TODAY)
    assert scan.warnings == ("name_cut",)
    assert not scan.identity().person.has_no_patronymic


def test_names_when_latin_letters_came_out_as_blanks_are_remarked_at_the_field():
    scan = decode_policy(
        write_policy(ivanov(first_name="КАРЛ II", last_name="SMITH", patronymic=None)), TODAY
    )
    person = scan.identity().person
    assert {one.field for one in scan.problems if one.code == "SCAN-036"} == {"last_name", "first_name"}
    assert (person.last_name, person.first_name, person.has_no_patronymic) == ("", "Карл", False)


@pytest.mark.parametrize(
    "changes",
    [{"sex": Sex.FEMALE}, {"birth_date": date(1984, 3, 6)}],
    ids=["sex", "birth date"],
)
def test_number_when_it_says_another_person_is_warned_of_with_what_it_says(changes):
    scan = decode_policy(write_policy(ivanov(**changes)), TODAY)
    assert scan.warnings == ("enp_person_mismatch",)
    assert "мужчина, 05.03.1984" in scan.problems[0].text


def test_expiry_when_past_is_a_remark_and_no_word_of_the_contract():
    scan = decode_policy(write_policy(ivanov(expires=date(2026, 11, 19))), TODAY)
    assert [one.code for one in scan.problems] == ["SCAN-033"]
    assert scan.as_json()["warnings"] == []
    assert decode_policy(write_policy(ivanov(expires=TODAY)), TODAY).problems == ()


@pytest.mark.parametrize(
    ("at", "values", "found", "remark"),
    [
        pytest.param(56, [0] * 6, (None, "40000"), [], id="no ОГРН"),
        pytest.param(56, [0xFF] * 6, (None, "40000"), ["SCAN-037"], id="ОГРН too long"),
        pytest.param(61, [0x64], ("1027700132196", "40000"), ["SCAN-038"], id="ОГРН check digit"),
        pytest.param(62, [0xFF] * 3, ("1027700132195", None), ["SCAN-037"], id="ОКАТО too long"),
        pytest.param(62, [0, 4, 1], ("1027700132195", "01025"), [], id="ОКАТО with leading zero"),
    ],
)
def test_insurer_when_damaged_is_a_remark_and_the_person_is_read(old_code, at, values, found, remark, today):
    scan = decode_policy(spoil(old_code, at, *values), today)
    assert scan.content is not None
    assert (scan.content.smo_ogrn, scan.content.smo_okato) == found
    assert [one.code for one in scan.problems] == remark


def test_identity_when_type_1_has_the_insurer_and_names_in_the_case_of_documents(old_code, today):
    identity = decode_policy(old_code, today).identity()
    person, policy = identity.person, identity.person.policy
    assert (identity.source, identity.insurer_on_card) == (Source.BARCODE, True)
    assert person.name.full == "Иванов Пётр Сергеевич"
    assert (person.sex, person.birth_date) == (Sex.MALE, date(1984, 3, 5))
    assert (policy.kind, policy.enp) == (PolicyKind.PAPER, "7856510844855146")
    assert (policy.insurer_ogrn, policy.insurer_okato) == ("1027700132195", "40000")


def test_identity_when_type_2_has_no_patronymic_says_so(other_code, today):
    identity = decode_policy(other_code, today).identity()
    assert identity.person.first_name == "Анна-Мария"
    assert (identity.person.patronymic, identity.person.has_no_patronymic) == (None, True)
    assert identity.person.policy.valid_to == date(2026, 12, 31)
    assert not identity.insurer_on_card


def test_scan_when_shown_by_repr_has_no_personal_data(code, today):
    scan = decode_policy(code, today)
    shown = repr(scan) + repr(scan.content) + repr(scan.identity().person)
    assert not any(word in shown for word in ("ИВАНОВ", "Иванов", "7856510844330801", "1984"))
