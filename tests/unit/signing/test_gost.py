"""GOST: keys in files by OpenSSL, messages made by hand, two judges that must agree."""

import os
import traceback
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import cms
from gost_bench import PASSWORD, GostBench
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from signing_samples import FIELD, SECOND, page
from test_pades import signed_parts

from registrar_app.domain.errors import RegistrarError, SurroundingsError
from registrar_app.signing.gost_cms import check_gost_cms, make_gost_cms
from registrar_app.signing.gost_engine import EngineError, GostEngine, find_engine
from registrar_app.signing.gost_math import PureMath
from registrar_app.signing.gost_names import GOST_256, GOST_512, KINDS, gost_public_key
from registrar_app.signing.gost_openssl import GostFileKey, open_gost_key
from registrar_app.signing.pades import sign
from registrar_app.signing.pin import Pin
from registrar_app.signing.ports import CmsSigner
from registrar_app.signing.stamp import stamp_lines

PURE = PureMath()


def _open(bench: GostBench, name: str, **more: object) -> GostFileKey:
    return open_gost_key(bench.path(name), Pin(PASSWORD), bench.engine, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="session", params=[("doctor", 256), ("clinic", 512)], ids=["256", "512"])
def gost_key(request: pytest.FixtureRequest, gost: GostBench) -> GostFileKey:
    return _open(gost, f"{request.param[0]}.p12")


@pytest.mark.parametrize(
    ("data", "digest"),
    [
        # RFC 6986, 10.1.2 and 10.1.1: message M1.
        (GOST_256, "9d151eefd8590b89daa6ba6cb74af9275dd051026bb149a452fd84e5e57b5500"),
        (
            GOST_512,
            "1b54d01a4af5b9d5cc3d86d68d285462b19abc2475222f35c085122be4ba1ffa"
            "00ad30f8767b3a82384c6574f024c311e2a481332b08ef7f41797891c1646f48",
        ),
    ],
    ids=["256", "512"],
)
def test_digest_of_the_standard_s_own_example(gost: GostBench, data: object, digest: str) -> None:
    message = b"012345678901234567890123456789012345678901234567890123456789012"
    for math in (PURE, gost.engine):
        assert math.digest(data, message).hex() == digest  # type: ignore[arg-type]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300))
def test_both_judges_agree_on_any_bytes(gost: GostBench, data: bytes) -> None:
    for kind in KINDS:
        assert PURE.digest(kind, data) == gost.engine.digest(kind, data)


def test_message_of_a_key_file_holds_by_both_judges_and_by_openssl(
    gost: GostBench, gost_key: GostFileKey, tmp_path: Path
) -> None:
    assert isinstance(gost_key, CmsSigner)
    der = gost_key.sign_cms(b"data")
    signed = cms.ContentInfo.load(der)["content"]
    for math in (PURE, gost.engine):
        check = check_gost_cms(signed, b"data", math)
        assert check.is_intact
        assert check.is_by_owner
        assert not check_gost_cms(signed, b"datb", math).is_intact
    (tmp_path / "m").write_bytes(der)
    (tmp_path / "d").write_bytes(b"data")
    gost.openssl("cms", "-verify", "-binary", "-cades", "-inform", "DER", "-in", tmp_path / "m",
                 "-content", tmp_path / "d", "-CAfile", "root.crt", "-purpose", "any",
                 "-out", tmp_path / "o")  # fmt: skip


def test_message_has_the_attributes_of_pades_and_names_its_signer_by_serial(gost_key: GostFileKey) -> None:
    signed = cms.ContentInfo.load(gost_key.sign_cms(b"data"))["content"]
    (signer,) = signed["signer_infos"]
    assert [one["type"].native for one in signer["signed_attrs"]] == [
        "content_type", "message_digest", "signing_certificate_v2",
    ]  # fmt: skip
    assert signer["sid"].name == "issuer_and_serial_number"
    assert signed["encap_content_info"]["content"].native is None


def test_changed_value_of_a_signature_fails_by_both_judges(gost: GostBench, gost_key: GostFileKey) -> None:
    signed = cms.ContentInfo.load(gost_key.sign_cms(b"data"))["content"]
    (signer,) = signed["signer_infos"]
    value = bytearray(signer["signature"].native)
    value[0] ^= 1
    signer["signature"] = bytes(value)
    for math in (PURE, gost.engine):
        assert not check_gost_cms(signed, b"data", math).is_by_owner


@pytest.mark.parametrize("value", [b"", b"\x00" * 64, b"\xff" * 64, b"\x01" * 128])
def test_value_of_no_signature_is_refused_by_both_judges(
    gost: GostBench, gost_key: GostFileKey, value: bytes
) -> None:
    key = gost_public_key(gost_key.signing_certificate.der)
    assert key
    for math in (PURE, gost.engine):
        assert not math.is_signed(key, b"data", value)


def test_halves_in_the_other_order_are_put_right_and_others_refused(
    gost: GostBench, gost_key: GostFileKey
) -> None:
    """What a token may do; the check after signing finds out."""
    owner = gost_key.signing_certificate

    def swapped(attributes: bytes) -> bytes:
        value = gost_key._sign(attributes)
        return value[len(value) // 2 :] + value[: len(value) // 2]

    der = make_gost_cms(b"data", owner, (), swapped, gost.engine)
    assert check_gost_cms(cms.ContentInfo.load(der)["content"], b"data", PURE).is_by_owner
    with pytest.raises(RegistrarError, match="SIGN-083"):
        make_gost_cms(b"data", owner, (), lambda _attributes: bytes(64), gost.engine)


def test_gost_key_signs_a_file_that_openssl_calls_cades(
    gost: GostBench, gost_key: GostFileKey, tmp_path: Path
) -> None:
    lines = stamp_lines(gost_key.signing_certificate, UTC)
    now = datetime.now(UTC)
    pdf = sign(page(), gost_key, field=FIELD, more_fields=[SECOND], stamp_lines=lines, signing_time=now)
    content, der = signed_parts(pdf)
    (tmp_path / "m").write_bytes(der)
    (tmp_path / "d").write_bytes(content)
    gost.openssl("cms", "-verify", "-binary", "-cades", "-inform", "DER", "-in", tmp_path / "m",
                 "-content", tmp_path / "d", "-CAfile", "root.crt", "-purpose", "any",
                 "-out", tmp_path / "o")  # fmt: skip


# Key files.


@pytest.mark.parametrize("name", ["doctor.p12", "doctor.enc.pem"])
def test_key_file_is_opened_and_remarked(gost: GostBench, name: str) -> None:
    key = _open(gost, name, certificates=[gost.path("doctor.crt").read_bytes()])
    assert key.signing_certificate.algorithm == "ГОСТ Р 34.10-2012, 256 бит"
    assert key.signing_certificate.snils == "11223344595"
    assert [one.code for one in key.problems] == ["SIGN-085", "SIGN-016"]
    assert PASSWORD not in f"{key!r} {list(key.problems)}"


def test_key_without_password_is_opened(gost: GostBench) -> None:
    key = open_gost_key(
        gost.path("clinic.pem"), None, gost.engine, certificates=[gost.path("clinic.crt").read_bytes()]
    )
    assert key.signing_certificate.ogrn == "1027700132195"


def test_loose_permissions_are_remarked(gost: GostBench, tmp_path: Path) -> None:
    copy = tmp_path / "k.p12"
    copy.write_bytes(gost.path("doctor.p12").read_bytes())
    copy.chmod(0o644)
    key = open_gost_key(copy, Pin(PASSWORD), gost.engine)
    assert key.problems[0].code == "SIGN-010"


@pytest.mark.parametrize("name", ["doctor.p12", "doctor.enc.pem"])
def test_wrong_password_is_refused_and_wiped(gost: GostBench, name: str) -> None:
    pin = Pin("неверный")
    with pytest.raises(RegistrarError, match="SIGN-002") as refusal:
        open_gost_key(gost.path(name), pin, gost.engine, certificates=[gost.path("doctor.crt").read_bytes()])
    assert pin.is_wiped
    assert "неверный" not in "".join(traceback.format_exception(refusal.value))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("absent.p12", "SIGN-001"),
        ("doctor.crt", "SIGN-003"),
        ("names.cnf", "SIGN-004"),
        ("doctor.pem", "SIGN-009"),
    ],
)
def test_files_that_are_no_keys_have_their_codes(gost: GostBench, name: str, code: str) -> None:
    with pytest.raises(RegistrarError, match=code):
        open_gost_key(gost.path(name), None, gost.engine)


def test_certificate_of_another_key_is_refused(gost: GostBench) -> None:
    with pytest.raises(RegistrarError, match="SIGN-009"):
        open_gost_key(
            gost.path("doctor.pem"), None, gost.engine, certificates=[gost.path("tsa.crt").read_bytes()]
        )


def test_key_for_encryption_and_outside_its_term_is_refused(gost: GostBench) -> None:
    with pytest.raises(RegistrarError, match="SIGN-007"):
        _open(gost, "encrypt.p12")
    with pytest.raises(RegistrarError, match="SIGN-005"):
        _open(gost, "doctor.p12", now=datetime.now(UTC) + timedelta(days=500))
    with pytest.raises(RegistrarError, match="SIGN-006"):
        _open(gost, "doctor.p12", now=datetime.now(UTC) - timedelta(days=5))


def test_closed_key_signs_no_more(gost: GostBench) -> None:
    with _open(gost, "doctor.p12") as key:
        key.sign_cms(b"x")
    with pytest.raises(RegistrarError, match="CERT-052"):
        key.sign_cms(b"x")


# The child.


def test_engine_that_is_not_there_is_none(tmp_path: Path) -> None:
    assert find_engine(tmp_path / "openssl") is None
    with pytest.raises(SurroundingsError, match="SIGN-080"):
        GostEngine(tmp_path / "openssl").run("version")


def test_refusal_of_the_child_quotes_nothing(gost: GostBench) -> None:
    with pytest.raises(EngineError) as refusal:
        gost.engine.run("dgst", "-тайна")
    assert "тайна" not in str(refusal.value)


def test_users_own_configuration_of_openssl_is_set_aside(
    gost: GostBench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "broken.cnf").write_text("openssl_conf = nowhere\n")
    monkeypatch.setenv("OPENSSL_CONF", str(tmp_path / "broken.cnf"))
    assert find_engine() is not None
    assert os.environ["OPENSSL_CONF"] == str(tmp_path / "broken.cnf")
    assert gost.engine.digest(GOST_256, b"")


SPY = """#!/bin/sh
{ tr '\\0' ' ' < /proc/$$/cmdline; tr '\\0' '\\n' < /proc/$$/environ; ls -lR "$TMPDIR"; } >> SEEN
for one in "$@"; do case "$one" in "$TMPDIR"/*) cat "$one" >> SEEN ;; esac; done
exec openssl "$@"
"""


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="needs /proc")
def test_password_is_in_no_process_list_environment_or_temporary_file(
    gost: GostBench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A program in between writes down all that anybody could see of the child."""
    spy, seen, scratch = tmp_path / "spy", tmp_path / "seen", tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.setattr("tempfile.tempdir", None)
    spy.write_text(SPY.replace("SEEN", str(seen)))
    spy.chmod(0o700)
    with (
        caplog.at_level("DEBUG"),
        open_gost_key(gost.path("doctor.p12"), Pin(PASSWORD), GostEngine(spy)) as key,
    ):
        key.sign_cms(b"data")
    text = seen.read_bytes()
    assert b"-passin stdin" in text
    assert b"-rw-------" in text
    assert PASSWORD.encode() not in text
    assert PASSWORD not in caplog.text
    assert list(scratch.iterdir()) == [], "something was left behind"
