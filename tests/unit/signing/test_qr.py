"""QR codes: made, checked, forged, moved to another paper; keys with their days."""

import base64
import dataclasses
from datetime import UTC, date, datetime
from pathlib import Path

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from registrar_app.domain.errors import RegistrarError, SurroundingsError
from registrar_app.signing.qr import QrClaims, check_qr, make_qr, paper_hash
from registrar_app.signing.qr_keys import QrKey, format_key_list, open_or_make_key, parse_key_list

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))
VALUES = {"full_name": "Соколова Мария Андреевна", "conclusion": "годна", "number": "0000017"}
KNOWN = QrKey(KEY.public_key().public_bytes_raw(), "1.2.643.5.1.13.13.12.2.77.1", date(2026, 1, 1))
CLAIMS = QrClaims(
    issuer=KNOWN.issuer, issued=date(2026, 3, 10), expires=date(2026, 9, 10), number="0000017", form="086u",
    owner="Соколова Мария Андреевна", born=date(2008, 3, 9), fingerprint=paper_hash(VALUES)[:8],
)  # fmt: skip
ADDRESS = "https://check.example.org"
CODE = make_qr(CLAIMS, KEY, ADDRESS)


def _codes(text: str, keys: tuple[QrKey, ...] = (KNOWN,), **more: object) -> list[str]:
    report = check_qr(text, keys, now=NOW, **more)  # type: ignore[arg-type]
    return [one.code for one in report.problems]


def test_code_says_what_was_put_in() -> None:
    report = check_qr(CODE, (KNOWN,), now=NOW, expected=VALUES)
    assert report.is_valid
    assert report.claims == CLAIMS
    assert report.key == KNOWN
    assert report.as_json()["number"] == "0000017"
    assert "Соколова" not in repr(report)


def test_code_fits_its_short_mode_and_a_paper() -> None:
    assert set(CODE) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
    assert CODE.startswith("HTTPS://CHECK.EXAMPLE.ORG/V/")
    assert len(CODE) < 400


@pytest.mark.parametrize(
    "text",
    [CODE.lower(), f"  {CODE}\n", CODE[:40] + " " + CODE[40:], make_qr(CLAIMS, KEY), CODE + "==="],
    ids=["lower case", "blanks", "broken line", "no address", "padded"],
)
def test_code_is_read_as_it_comes(text: str) -> None:
    assert check_qr(text, (KNOWN,), now=NOW).is_valid


@pytest.mark.parametrize("text", ["", "https://example.org", "ABCDEFG2", "086/у № 17", "A" * 5000, CODE[:-9]])
def test_what_is_no_code_is_said_to_be(text: str) -> None:
    assert _codes(text) in (["SIGN-110"], ["SIGN-112"])
    assert not check_qr(text, (KNOWN,), now=NOW).is_valid


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_letter_changed_is_caught(data: st.DataObject) -> None:
    code = make_qr(CLAIMS, KEY)
    place = data.draw(st.integers(0, len(code) - 1))
    letter = data.draw(
        st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567").filter(lambda one: one != code[place])
    )
    report = check_qr(code[:place] + letter + code[place + 1 :], (KNOWN,), now=NOW)
    assert not report.is_valid
    assert report.claims is None


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_any_text_gets_an_answer(text: str) -> None:
    assert not check_qr(text, (KNOWN,), now=NOW).is_valid


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_message_gets_an_answer(raw: bytes) -> None:
    assert not check_qr(base64.b32encode(raw).decode(), (KNOWN,), now=NOW).is_valid


@settings(max_examples=60, deadline=None)
@given(
    number=st.text(max_size=20), owner=st.text(max_size=60), born=st.none() | st.dates(),
    expires=st.none() | st.dates(date(2026, 3, 10), date(2100, 1, 1)),
)  # fmt: skip
def test_what_is_packed_comes_out(number: str, owner: str, born: date | None, expires: date | None) -> None:
    claims = dataclasses.replace(CLAIMS, number=number, owner=owner, born=born, expires=expires)
    assert check_qr(make_qr(claims, KEY), (KNOWN,), now=NOW).claims == claims


@pytest.mark.parametrize("empty", [[], b"", "", 0, False, None])
def test_message_with_another_spelling_of_nothing_is_refused(empty: object) -> None:
    code = make_qr(CLAIMS, KEY)
    raw = cbor2.loads(base64.b32decode(code + "=" * (-len(code) % 8)))
    message = cbor2.CBORTag(18, [raw.value[0], empty, *raw.value[2:]])
    assert _codes(base64.b32encode(cbor2.dumps(message)).decode().rstrip("=")) == ["SIGN-110"]


def test_code_typed_by_a_scanner_on_a_russian_keyboard_is_read() -> None:
    latin, russian = "QWERTYUIOPASDFGHJKLZXCVBNM/:", "ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ.Ж"
    for text in (CODE, make_qr(CLAIMS, KEY)):
        assert check_qr(text.translate(str.maketrans(latin, russian)), (KNOWN,), now=NOW).is_valid


def test_code_by_a_stranger_or_under_a_known_name_is_caught() -> None:
    forged = make_qr(CLAIMS, OTHER)
    assert _codes(forged) == ["SIGN-111"]
    raw = cbor2.loads(base64.b32decode(forged + "=" * (-len(forged) % 8)))
    protected = cbor2.dumps({1: -8, 4: KNOWN.id}, canonical=True)
    message = cbor2.dumps(cbor2.CBORTag(18, [protected, {}, *raw.value[2:]]))
    assert _codes(base64.b32encode(message).decode().rstrip("=")) == ["SIGN-112"]


def test_code_replayed_on_another_paper_is_caught() -> None:
    assert _codes(CODE, expected={**VALUES, "conclusion": "не годна"}) == ["SIGN-115"]
    assert _codes(CODE, expected={**VALUES, "full_name": "Иванова Анна"}) == ["SIGN-115"]


def test_withdrawn_and_outdated_papers_are_said() -> None:
    assert _codes(CODE, withdrawn=("0000017",)) == ["SIGN-114"]
    report = check_qr(CODE, (KNOWN,), now=datetime(2027, 1, 1, tzinfo=UTC))
    assert [one.code for one in report.problems] == ["SIGN-116"]
    assert report.is_valid, "it was issued; that it ran out is told"


def test_key_must_hold_on_the_day_of_issue() -> None:
    early = dataclasses.replace(KNOWN, valid_from=date(2026, 3, 11))
    late = dataclasses.replace(KNOWN, valid_to=date(2026, 3, 9))
    assert _codes(CODE, (early,)) == _codes(CODE, (late,)) == ["SIGN-113"]
    assert _codes(CODE, (dataclasses.replace(KNOWN, valid_to=date(2026, 3, 10)),)) == []


def test_code_of_tomorrow_is_not_accepted() -> None:
    assert _codes(make_qr(dataclasses.replace(CLAIMS, issued=date(2026, 3, 11)), KEY)) == ["SIGN-117"]


def test_hash_is_of_the_data_not_of_their_order() -> None:
    assert paper_hash({"a": 1, "b": "я"}) == paper_hash({"b": "я", "a": 1})
    assert paper_hash({"a": 1}) != paper_hash({"a": 2})


def test_own_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "qr.key"
    first, second = open_or_make_key(path), open_or_make_key(path)
    assert first.private_bytes_raw() == second.private_bytes_raw()
    assert path.stat().st_mode & 0o077 == 0
    path.write_bytes(b"short")
    with pytest.raises(SurroundingsError, match="SIGN-118"):
        open_or_make_key(path)


def test_list_of_keys_comes_back_and_only_from_its_signer() -> None:
    keys = (KNOWN, dataclasses.replace(KNOWN, valid_to=date(2026, 12, 31)))
    made = format_key_list(keys, KEY)
    assert parse_key_list(made, KNOWN.public) == keys
    for content, trusted in (
        (made, OTHER.public_key().public_bytes_raw()),
        (made.replace(b"2026-01-01", b"2020-01-01"), KNOWN.public),
        (b"{}", KNOWN.public),
        (b"no list", KNOWN.public),
    ):
        with pytest.raises(RegistrarError, match="SIGN-119"):
            parse_key_list(content, trusted)
