"""The same code however it came: prefixes, spellings, spoiled text, other codes, noise."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from registrar_app.cards.barcode import PolicyScan, ScanError, ScanStatus, decode_policy, decode_policy_text
from registrar_app.cards.barcode.text import LIMIT
from registrar_app.cards.barcode.writer import write_policy
from tests.policy_codes import TODAY, VECTORS, contents, ivanov

CODES = [bytes.fromhex(one["hex"]) for one in VECTORS]
CODE, OTHER, OLD = CODES
ENP = "7856510844330801"


def seen(data: bytes | str) -> tuple[str | None, str]:
    """The contract's error and our code."""
    scan = decode_policy(data if isinstance(data, bytes) else data.encode(), TODAY)
    return (str(scan.error) if scan.error else None), scan.problems[0].code if scan.problems else ""


def cp1251(code: bytes) -> str:
    return "".join("\x98" if one == 0x98 else bytes([one]).decode("cp1251") for one in code)


SPELLINGS = {
    "as it is": lambda code: code,
    "]L2": lambda code: b"]L2" + code,
    "]L0": lambda code: b"]L0" + code,
    "]L1, backslashes doubled": lambda code: b"]L1" + code.replace(b"\\", b"\\\\"),
    "]L1, an ECI before it": lambda code: b"]L1\\000899" + code.replace(b"\\", b"\\\\"),
    "doubled without saying so": lambda code: code.replace(b"\\", b"\\\\"),
    "STX": lambda code: b"\x02" + code,
    "STX and ]L2": lambda code: b"\x02]L2" + code,
    "CR LF": lambda code: code + b"\r\n",
    "CR": lambda code: code + b"\r",
    "TAB": lambda code: code + b"\t",
    "rest of an attempt before": lambda code: code[70:] + code,
    "beginning of an attempt before": lambda code: code[:40] + code,
    "fields of an attempt before": lambda code: code[:70] + code,
    "twice": lambda code: code + code,
    "hexadecimal": lambda code: code.hex().encode(),
    "HEXADECIMAL": lambda code: code.hex().upper().encode() + b"\r\n",
    "hexadecimal in lines": lambda code: code.hex(" ", 16).replace(" ", "\n").encode(),
    "hexadecimal by bytes": lambda code: code.hex(" ").encode(),
    "hexadecimal with prefix": lambda code: b"]L2" + code.hex().encode(),
    "hexadecimal, prefix inside": lambda code: (b"]L2" + code).hex().encode(),
    "hexadecimal, STX around": lambda code: b"\x02" + code.hex().encode() + b"\x03",
    "hexadecimal, file with BOM": lambda code: b"\xef\xbb\xbf" + code.hex().encode(),
    "hexadecimal, Russian keys": lambda code: (
        code.hex().translate(str.maketrans("abcdef", "фисвуа")).encode()
    ),
    "base64": base64.b64encode,
    "base64 for addresses": base64.urlsafe_b64encode,
    "base64 without padding": lambda code: base64.b64encode(code).rstrip(b"="),
    "base64 in lines": base64.encodebytes,
    "base64, prefix inside": lambda code: base64.b64encode(b"]L2" + code),
    "latin-1 text": lambda code: code.decode("latin-1").encode(),
    "latin-1 text, file with BOM": lambda code: b"\xef\xbb\xbf" + code.decode("latin-1").encode(),
    "latin-1 text with prefix": lambda code: ("]L2" + code.decode("latin-1") + "\r\n").encode(),
    "cp1251 text": lambda code: cp1251(code).encode(),
    "cp1252 text": lambda code: "".join(
        bytes([one]).decode("cp1252") if one not in b"\x81\x8d\x8f\x90\x9d" else chr(one) for one in code
    ).encode(),
}


@pytest.mark.parametrize("spell", SPELLINGS.values(), ids=SPELLINGS)
@pytest.mark.parametrize("vector", VECTORS, ids=["type 2", "no patronymic", "type 1"])
def test_code_when_spelled_otherwise_is_the_same(vector, spell):
    code = bytes.fromhex(vector["hex"])
    scan = decode_policy(spell(code), TODAY)
    assert scan.content == decode_policy(code, TODAY).content
    assert scan.content.signature == code[65:]


@given(contents(), st.binary(min_size=65, max_size=65), st.sampled_from(list(SPELLINGS)))
def test_code_when_any_person_and_signature_is_the_same_in_every_spelling(content, signature, spelling):
    code = bytearray(write_policy(content))
    code[65:] = signature
    code[-1] |= 0x80  # a code without a high byte is one from a line of seven bits
    scan = decode_policy(SPELLINGS[spelling](bytes(code)), TODAY)
    assert scan.content == content


@pytest.mark.parametrize("tail", [b"\r\n", b"\\\\", b"\\", b"  ", b"\x00\x00"])
def test_signature_when_it_ends_like_a_suffix_is_kept_whole(tail):
    code = CODE[: -len(tail)] + tail
    for suffix in (b"", b"\r\n"):
        assert decode_policy(code + suffix, TODAY).content.signature == code[65:]


def test_backslashes_when_one_of_the_code_is_doubled_are_halved_in_the_number_too():
    digits = "78565108441234"
    number = next(
        value
        for tail in range(10)
        if b"\\"
        in int(value := f"{digits}{tail}" + luhn.calc_check_digit(f"{digits}{tail}")).to_bytes(8, "big")
        or tail == 9
    )
    code = bytearray(write_policy(ivanov(policy_number=number)))
    code[70] = 0x5C
    doubled = bytes(code).replace(b"\\", b"\\\\")
    assert decode_policy(doubled, TODAY).content.signature == bytes(code[65:])


@pytest.mark.parametrize("prefix", [b"]L2", b"]L1", b"\x02]L0"])
def test_symbology_when_the_scanner_tells_it_is_kept_for_the_log(prefix):
    scan = decode_policy(prefix + CODE, TODAY)
    assert (scan.symbology, scan.length) == (prefix[-3:].decode(), 130 + len(prefix))


@pytest.mark.parametrize("size", [3, 4, 9, 40, 65, 100, 129])
@pytest.mark.parametrize(
    "spelling",
    ["as it is", "]L2", "STX", "hexadecimal", "base64 without padding", "latin-1 text", "cp1251 text"],
)
def test_code_when_cut_is_truncated(size, spelling):
    if spelling.startswith("base64") and (size < 12 or size % 3 == 1):
        size = 129
    if spelling == "hexadecimal" and size < 9:
        size = 9
    assert seen(SPELLINGS[spelling](CODE[:size])) == ("truncated", "SCAN-011")


@pytest.mark.parametrize(
    "spelling", ["as it is", "]L2", "STX", "CR LF", "hexadecimal", "base64", "latin-1 text"]
)
@pytest.mark.parametrize("kind", [0, 3, 9, 255])
def test_code_when_its_type_is_not_known_says_so(kind, spelling):
    if (kind, spelling) == (0, "STX"):
        kind = 4  # 02 00 00 is the header of type 2
    assert seen(SPELLINGS[spelling](bytes([kind]) + CODE[1:])) == ("unknown_type", "SCAN-012")


@pytest.mark.parametrize("spelling", ["]L2", "CR LF", "hexadecimal", "base64", "latin-1 text", "cp1251 text"])
def test_code_when_damaged_in_any_spelling_names_the_damage(spelling):
    assert seen(SPELLINGS[spelling](CODE[:60] + b"\x07" + CODE[61:])) == ("damaged", "SCAN-026")


@pytest.mark.parametrize(
    ("data", "error", "code"),
    [
        pytest.param(CODE.hex()[1:], "damaged", "SCAN-022", id="first digit lost"),
        pytest.param(CODE.hex()[:-1], "damaged", "SCAN-022", id="last digit lost"),
        pytest.param(CODE.hex()[:77] + CODE.hex()[78:], "damaged", "SCAN-022", id="digit lost inside"),
        pytest.param(
            CODE.hex()[1:30] + CODE.hex(), "damaged", "SCAN-022", id="first digit lost, start came twice"
        ),
        pytest.param(CODE.hex()[1:] + "0", "damaged", "SCAN-023", id="shifted by a digit"),
        pytest.param(CODE[1:], "damaged", "SCAN-023", id="first byte lost"),
        pytest.param(CODE[1:].hex(), "damaged", "SCAN-023", id="first byte of hexadecimal lost"),
        pytest.param(base64.b64encode(CODE)[1:], "damaged", "SCAN-022", id="first of base64 lost"),
        pytest.param(base64.b64encode(CODE)[:88] + base64.b64encode(CODE)[89:], "damaged", "SCAN-022",
                     id="one of base64 lost"),
        pytest.param(CODE[:70] + CODE[:90], "damaged", "SCAN-023", id="two broken attempts"),
        pytest.param(CODE + OTHER, "damaged", "SCAN-029", id="two policies"),
        pytest.param(b"\x02\xff" + CODE[2:], "damaged", "SCAN-023", id="number above 10^16"),
    ],
)  # fmt: skip
def test_code_when_spoiled_on_the_way_is_damaged(data, error, code):
    assert seen(data) == (error, code)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param("", "SCAN-006", id="nothing"),
        pytest.param("\r\n", "SCAN-006", id="Enter alone"),
        pytest.param("4601234567893", "SCAN-002", id="13 digits"),
        pytest.param("]E04601234567893", "SCAN-002", id="13 digits with identifier"),
        pytest.param("01000123456789", "SCAN-002", id="14 digits like a header"),
        pytest.param("0100012345678905211234", "SCAN-002", id="GS1 like a header"),
        pytest.param("7856510844330802", "SCAN-003", id="check digit"),
        pytest.param("0" * 16, "SCAN-003", id="zeros"),
        pytest.param(
            "780000000000000" + luhn.calc_check_digit("780000000000000"), "SCAN-004", id="city card"
        ),
        pytest.param("p" + base64.b64encode(bytes(range(100, 190))).decode(), "SCAN-005", id="prescription"),
        pytest.param("https://example.org/q?id=5", "SCAN-001", id="address"),
        pytest.param("Иванов Пётр Сергеевич", "SCAN-001", id="Russian text"),
        pytest.param("Иванов;Пётр".encode("cp1251"), "SCAN-001", id="text in cp1251"),
        pytest.param("日本語", "SCAN-001", id="text of no code page"),
        pytest.param("DEADBEEF", "SCAN-001", id="a few hexadecimal digits"),
        pytest.param("da39a3ee5e6b4b0d3255bfef95601890afd80709", "SCAN-001", id="digest"),
        pytest.param("ABC", "SCAN-001", id="odd hexadecimal digits"),
        pytest.param(b"\x01\x02\x03", "SCAN-006", id="control characters"),
        pytest.param(b"A\x1dB\x1dC", "SCAN-001", id="GS1 separators"),
        pytest.param(bytes(range(256)) * 4, "SCAN-001", id="long binary"),
        pytest.param(b"\x02\x00\x1b" * LIMIT, "SCAN-001", id="far too long"),
    ],
)
def test_code_when_it_is_another_one_is_not_policy(data, code):
    assert seen(data) == ("not_policy", code)


@pytest.mark.parametrize(
    "text", [ENP, f"{ENP}\r\n", "7856 5108 4433 0801", f"\x02{ENP}\x03", f"]C0{ENP}", f"\ufeff{ENP}"]
)
def test_number_when_alone_is_a_policy_number(text):
    scan = decode_policy(text.encode(), TODAY)
    assert scan.as_json() == {"status": "number_only", "policy_number": ENP}
    assert [one.code for one in scan.problems] == ["SCAN-034"]
    identity = scan.identity()
    assert (identity.person.policy.enp, identity.person.last_name) == (ENP, "")


@pytest.mark.parametrize("text", [f"https://example.org/p/{ENP}?v=1", f"ЕНП: {ENP}; 20 знаков"])
def test_number_when_inside_an_unknown_code_is_to_be_confirmed(text):
    scan = decode_policy(text.encode(), TODAY)
    assert (scan.status, scan.policy_number) == (ScanStatus.NUMBER_ONLY, ENP)
    assert [one.code for one in scan.problems] == ["SCAN-035"]


@pytest.mark.parametrize("text", [f"a{ENP}b{ENP}", f"x 1{ENP}", "n=7856510844330802"])
def test_number_when_doubtful_inside_an_unknown_code_is_not_taken(text):
    assert seen(text) == ("not_policy", "SCAN-001")


def test_text_when_it_is_no_policy_is_kept_for_the_search():
    scan = decode_policy(b"]C0014287\r", TODAY)
    assert (scan.text, scan.symbology, scan.length) == ("014287", "]C0", 10)
    assert "014287" not in repr(scan)


def test_keyboard_text_when_typed_by_a_scanner_is_decoded_too():
    assert decode_policy_text(CODE.hex() + "\n", TODAY).content == decode_policy(CODE, TODAY).content


def check_is_an_answer(scan: PolicyScan) -> None:
    assert scan.as_json()["status"] == scan.status
    assert (scan.identity() is None) == (scan.error is not None)
    if scan.error:
        assert len(scan.problems) == 1
    if scan.policy_number is not None:
        assert luhn.is_valid(scan.policy_number)


@given(st.binary(max_size=400) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace")))
def test_decoder_when_fed_noise_always_answers(data):
    check_is_an_answer(decode_policy(data, TODAY))


@given(st.text(st.characters(codec=None), max_size=300))
def test_decoder_when_fed_any_characters_always_answers(text):
    check_is_an_answer(decode_policy_text(text, TODAY))


@given(
    st.sampled_from(CODES),
    st.sampled_from(list(SPELLINGS)),
    st.lists(
        st.tuples(st.integers(0, 400), st.sampled_from(["change", "drop", "insert"]), st.integers(0, 255))
    ),
)
def test_decoder_when_fed_mutated_codes_always_answers(code, spelling, changes):
    data = bytearray(SPELLINGS[spelling](code))
    for at, how, value in changes:
        place = at % (len(data) or 1)
        if how == "insert":
            data.insert(place, value)
        elif data and how == "change":
            data[place] = value
        elif data:
            del data[place]
    check_is_an_answer(decode_policy(bytes(data), TODAY))


def test_errors_when_listed_are_those_of_the_contract():
    assert {str(one) for one in ScanError} == {"damaged", "truncated", "unknown_type", "not_policy"}
