"""Opening key files: every fault its own code, no secret anywhere."""

import logging
import pickle
import traceback
from datetime import timedelta
from pathlib import Path

import pytest
from asn1crypto import core
from asn1crypto import pkcs12 as frame
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from signing_samples import DOCTOR, NOW, PASSWORD

from registrar_app.domain.errors import RegistrarError
from registrar_app.signing.authority import Authority, Usage, write_private
from registrar_app.signing.pkcs12 import Pkcs12Key, open_key
from registrar_app.signing.ports import CmsSigner, RawSigner


def test_key_opened_signs_what_its_public_half_verifies(either_key: Pkcs12Key) -> None:
    raw = either_key.sign_raw(b"bytes", "sha256")
    public = x509.load_der_x509_certificate(either_key.signing_certificate.der).public_key()
    if isinstance(public, rsa.RSAPublicKey):
        public.verify(raw, b"bytes", padding.PKCS1v15(), hashes.SHA256())
    else:
        assert isinstance(public, ec.EllipticCurvePublicKey)
        public.verify(raw, b"bytes", ec.ECDSA(hashes.SHA256()))


def test_key_opened_is_a_raw_signer_only(doctor: Pkcs12Key) -> None:
    assert isinstance(doctor, RawSigner)
    assert not isinstance(doctor, CmsSigner)


def test_owner_read_from_key_with_a_name_longer_than_64_bytes(doctor: Pkcs12Key) -> None:
    owner = doctor.signing_certificate
    assert owner.owner == "Константинопольская Александра-Мария Константиновна"
    assert (owner.snils, owner.ogrn, owner.algorithm) == ("11223344595", "", "ECDSA P-256")
    assert owner.key_usage == {"digital_signature", "content_commitment"}
    assert owner.issuer == "Учебный центр, выдающий"
    assert not owner.is_authority


def test_open_when_owner_only_may_read_says_nothing_of_permissions(key_folder: Path) -> None:
    codes = [one.code for one in open_key(key_folder / "p256.p12", PASSWORD, now=NOW).problems]
    assert codes == ["SIGN-016"]


def test_open_when_others_may_read_warns(key_folder: Path, tmp_path: Path) -> None:
    loose = tmp_path / "loose.p12"
    loose.write_bytes((key_folder / "p256.p12").read_bytes())
    loose.chmod(0o640)
    assert "SIGN-010" in [one.code for one in open_key(loose, PASSWORD, now=NOW).problems]


def test_open_when_six_weeks_are_left_announces_the_end(authority: Authority, tmp_path: Path) -> None:
    path = tmp_path / "ending.p12"
    write_private(path, authority.issue(DOCTOR, PASSWORD, valid_to=NOW + timedelta(weeks=6)))
    remarks = open_key(path, PASSWORD, now=NOW).problems
    assert remarks[0].code == "SIGN-011"
    assert "осталось 42 дня" in remarks[0].text


FAULTS = {
    "wrong password": ("SIGN-002", {}, "другой-2"),
    "expired": (
        "SIGN-005",
        {"valid_from": NOW - timedelta(days=9), "valid_to": NOW - timedelta(days=1)},
        PASSWORD,
    ),
    "not yet": ("SIGN-006", {"valid_from": NOW + timedelta(days=1)}, PASSWORD),
    "usage": ("SIGN-007", {"usage": Usage.ENCRYPT}, PASSWORD),
    "short rsa": ("SIGN-008", {"private_key": rsa.generate_private_key(65537, 1024)}, PASSWORD),
    "kind": ("SIGN-008", {"private_key": ed25519.Ed25519PrivateKey.generate()}, PASSWORD),
}


@pytest.mark.parametrize(("code", "how", "password"), FAULTS.values(), ids=FAULTS.keys())
def test_open_when_key_must_not_sign_refuses(
    code: str, how: dict, password: str, authority: Authority, tmp_path: Path
) -> None:
    path = tmp_path / "key.p12"
    write_private(path, authority.issue(DOCTOR, PASSWORD, **how))
    with pytest.raises(RegistrarError) as refused:
        open_key(path, password, now=NOW)
    assert refused.value.code == code


def test_open_without_private_key_refuses(authority: Authority, tmp_path: Path) -> None:
    whole = pkcs12.load_pkcs12(authority.issue(DOCTOR, PASSWORD), PASSWORD.encode())
    assert whole.cert is not None
    lock = BestAvailableEncryption(PASSWORD.encode())
    path = tmp_path / "public.p12"
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"x", None, whole.cert.certificate, None, lock))
    with pytest.raises(RegistrarError, match="SIGN-003"):
        open_key(path, PASSWORD, now=NOW)


def test_open_when_key_belongs_to_another_owner_refuses(authority: Authority, tmp_path: Path) -> None:
    one, other = (frame.Pfx.load(authority.issue(DOCTOR, PASSWORD)) for _ in range(2))
    owner, key = (
        frame.AuthenticatedSafe.load(each["auth_safe"]["content"].native)[place]
        for place, each in enumerate((one, other))
    )
    content = core.OctetString(frame.AuthenticatedSafe([owner, key]).dump())
    mixed = frame.Pfx({"version": "v3", "auth_safe": {"content_type": "data", "content": content}})
    path = tmp_path / "mixed.p12"
    path.write_bytes(mixed.dump())
    with pytest.raises(RegistrarError, match="SIGN-009"):
        open_key(path, PASSWORD, now=NOW)


@pytest.mark.parametrize(
    "content", [b"", b"not a key", b"\x30\x03\x02\x01\x03", b"-----BEGIN CERTIFICATE-----"]
)
def test_open_when_not_pkcs12_says_so_and_not_wrong_password(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "junk.p12"
    path.write_bytes(content)
    with pytest.raises(RegistrarError, match="SIGN-004"):
        open_key(path, PASSWORD, now=NOW)


def test_open_when_file_is_gone_says_so(tmp_path: Path) -> None:
    with pytest.raises(RegistrarError, match="SIGN-001"):
        open_key(tmp_path / "gone.p12", PASSWORD, now=NOW)


def test_wrong_password_stands_in_no_text_trace_or_log(
    key_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "тайный-пароль-77"
    with caplog.at_level(logging.DEBUG), pytest.raises(RegistrarError) as refused:
        open_key(key_folder / "p256.p12", secret, now=NOW)
    # Locals are left out on purpose: crash reports of ours carry places only.
    told = "".join(traceback.format_exception(refused.value)) + refused.value.problem.full_text + caplog.text
    assert secret not in told
    assert str(key_folder) not in refused.value.problem.full_text


def test_key_shows_and_gives_away_nothing(doctor: Pkcs12Key) -> None:
    assert "Константинопольская" not in repr(doctor) + repr(doctor.signing_certificate)
    assert PASSWORD not in repr(vars(doctor))
    with pytest.raises(TypeError):
        pickle.dumps(doctor)
