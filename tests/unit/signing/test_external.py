"""Another program signs: a stand-in with CryptoPro's words, files and numbers."""

import dataclasses
import hashlib
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from gost_bench import GostBench
from signing_samples import FIELD, page
from test_pades import signed_parts

from registrar_app.domain.errors import RegistrarError, SurroundingsError
from registrar_app.paths import resource
from registrar_app.signing.external import ExternalSigner
from registrar_app.signing.external_command import CRYPTCP, CSPTEST, ExternalCommand, parse_command
from registrar_app.signing.gost_math import PureMath
from registrar_app.signing.pades import sign
from registrar_app.signing.ports import CmsSigner, SigningCertificate
from registrar_app.signing.x509_reader import read_signing_certificate, split_certificates

FAKE = Path(__file__).with_name("fake_cryptcp.py")


def _thumbprint(der: bytes) -> str:
    return hashlib.sha1(der, usedforsecurity=False).hexdigest().upper()


def _owner(bench: GostBench, name: str) -> SigningCertificate:
    (der,), _ = split_certificates([bench.path(f"{name}.crt").read_bytes()])
    return read_signing_certificate(der)


@pytest.fixture
def owner(gost: GostBench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SigningCertificate:
    """The doctor, whose key is in the program's own store beside the clinic's."""
    store = tmp_path / "store"
    store.mkdir()
    for name in ("doctor", "clinic"):
        thumbprint = _thumbprint(_owner(gost, name).der)
        for ending in ("crt", "pem"):
            (store / f"{thumbprint}.{ending}").write_bytes(gost.path(f"{name}.{ending}").read_bytes())
    monkeypatch.setenv("FAKE_STORE", str(store))
    monkeypatch.setenv("OPENSSL_CONF", str(resource("signing", "openssl-gost.cnf")))
    return _owner(gost, "doctor")


@pytest.fixture
def command() -> ExternalCommand:
    """The real words with the stand-in in place of the program."""
    words = (sys.executable, str(FAKE), *CRYPTCP.words[1:])
    return dataclasses.replace(CRYPTCP, words=words, timeout_s=20)


def test_program_signs_a_file(
    owner: SigningCertificate, command: ExternalCommand, gost: GostBench, tmp_path: Path
) -> None:
    signer = ExternalSigner(command, owner, gost.engine)
    assert isinstance(signer, CmsSigner)
    pdf = sign(page(), signer, field=FIELD, stamp_lines=("x",), signing_time=datetime.now(UTC))
    content, der = signed_parts(pdf)
    (tmp_path / "m").write_bytes(der)
    (tmp_path / "d").write_bytes(content)
    gost.openssl("cms", "-verify", "-binary", "-cades", "-inform", "DER", "-in", tmp_path / "m",
                 "-content", tmp_path / "d", "-CAfile", "root.crt", "-purpose", "any",
                 "-out", tmp_path / "o")  # fmt: skip


def test_answer_in_base64_is_read(
    owner: SigningCertificate, command: ExternalCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_MODE", "base64")
    assert ExternalSigner(command, owner, PureMath()).sign_cms(b"data")[0] == 0x30


@pytest.mark.parametrize(
    ("mode", "code", "kind"),
    [
        ("cancel", "SIGN-084", RegistrarError),
        ("wrong-pin", "SIGN-072", RegistrarError),
        ("locked", "SIGN-074", RegistrarError),
        ("gone", "SIGN-073", SurroundingsError),
        ("licence", "SIGN-088", RegistrarError),
        ("silent", "SIGN-088", RegistrarError),
        ("spoil", "SIGN-083", RegistrarError),
    ],
)
def test_refusals_have_their_codes_and_leave_nothing_behind(
    owner: SigningCertificate, command: ExternalCommand, gost: GostBench, monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path, caplog: pytest.LogCaptureFixture, mode: str, code: str, kind: type[Exception],
) -> None:  # fmt: skip
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    monkeypatch.setenv("FAKE_MODE", mode)
    with caplog.at_level("DEBUG"), pytest.raises(kind, match=code) as refusal:
        ExternalSigner(command, owner, gost.engine).sign_cms(b"data")
    assert "Иванов" not in caplog.text + str(refusal.value.problem.full_text)  # type: ignore[attr-defined]
    assert list(scratch.iterdir()) == []


def test_unknown_number_is_shown(
    owner: SigningCertificate, command: ExternalCommand, gost: GostBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_MODE", "licence")
    with pytest.raises(RegistrarError) as refusal:
        ExternalSigner(command, owner, gost.engine).sign_cms(b"data")
    assert "0x20000065" in refusal.value.problem.text


def test_answer_without_cades_is_refused_where_the_file_is_made(
    owner: SigningCertificate, command: ExternalCommand, gost: GostBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_MODE", "no-cades")
    signer = ExternalSigner(command, owner, gost.engine)
    with pytest.raises(RegistrarError, match="SIGN-024"):
        sign(page(), signer, field=FIELD, stamp_lines=(), signing_time=datetime.now(UTC))


def test_answer_by_another_key_is_refused(
    owner: SigningCertificate, command: ExternalCommand, gost: GostBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_OTHER", _thumbprint(_owner(gost, "clinic").der))
    monkeypatch.setenv("FAKE_DIGEST", "md_gost12_512")
    with pytest.raises(RegistrarError, match="SIGN-089"):
        ExternalSigner(command, owner, gost.engine).sign_cms(b"data")


def test_certificate_the_program_does_not_know_is_said(
    command: ExternalCommand, gost: GostBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = _owner(gost, "tsa")
    monkeypatch.setenv("FAKE_STORE", "/nowhere")
    with pytest.raises(RegistrarError, match="SIGN-086"):
        ExternalSigner(command, stranger, gost.engine).sign_cms(b"data")


def test_program_that_waits_too_long_is_ended(
    owner: SigningCertificate, command: ExternalCommand, gost: GostBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_MODE", "hang")
    brief = dataclasses.replace(command, timeout_s=0.5)
    with pytest.raises(SurroundingsError, match="SIGN-081"):
        ExternalSigner(brief, owner, gost.engine).sign_cms(b"data")


def test_program_that_is_not_there_is_said(owner: SigningCertificate, gost: GostBench) -> None:
    absent = ExternalCommand(("/opt/nowhere/cryptcp", "{in}"), "{out}")
    with pytest.raises(SurroundingsError, match="SIGN-082") as refusal:
        ExternalSigner(absent, owner, gost.engine).sign_cms(b"data")
    assert "cryptcp" in refusal.value.problem.text


def test_command_is_read_as_typed() -> None:
    text = r'"C:\Program Files\Crypto Pro\CSP\csptest.exe" -sfsign -in {in} -out {out} -my {thumbprint}'
    command = parse_command(text)
    assert command.words[0] == r"C:\Program Files\Crypto Pro\CSP\csptest.exe"
    assert command.words[1:] == ("-sfsign", "-in", "{in}", "-out", "{out}", "-my", "{thumbprint}")


@pytest.mark.parametrize("known", [CRYPTCP, CSPTEST])
def test_known_commands_pass_their_own_reading(known: ExternalCommand) -> None:
    assert parse_command(" ".join(known.words), known.result) == known


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("", "{out}"),
        ("sign -in {in} -pin 1234", "{out}"),
        ("sign -in {in} /PIN:1234", "{out}"),
        ("sign -in {in} --password=1234", "{out}"),
        ("openssl cms -sign -in {in} -passin pass:1234", "{out}"),
        ("sign {document}", "{out}"),
        ("sign -out {out}", "{out}"),
        ("sign {in}", "result.sig"),
    ],
)
def test_command_that_cannot_work_is_refused(text: str, result: str) -> None:
    with pytest.raises(RegistrarError, match="SIGN-087"):
        parse_command(text, result)
