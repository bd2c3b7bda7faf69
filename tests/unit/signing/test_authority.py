"""The training authority: files, rights, chain."""

import os
import stat
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from signing_samples import CLINIC, DOCTOR, NOW, page

from registrar_app.domain.errors import RegistrarError
from registrar_app.signing.authority import TRAINING_PASSWORD, make_training_authority
from registrar_app.signing.pades import sign
from registrar_app.signing.pkcs12 import open_key
from registrar_app.signing.verify import verify


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_training_keys_are_readable_by_their_owner_only(tmp_path: Path) -> None:
    keys = make_training_authority(tmp_path / "keys", CLINIC, [DOCTOR, DOCTOR], NOW)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (*keys.people, keys.organization)}
    assert (modes, stat.S_IMODE((tmp_path / "keys").stat().st_mode)) == ({0o600}, 0o700)


def test_training_keys_sign_what_their_roots_verify(tmp_path: Path) -> None:
    from signing_samples import FIELD

    keys = make_training_authority(tmp_path, CLINIC, [DOCTOR], NOW)
    for path in (keys.people[0], keys.organization):
        key = open_key(path, TRAINING_PASSWORD, now=NOW)
        signed = sign(page(), key, field=FIELD, stamp_lines=(), signing_time=NOW)
        assert verify(signed, [keys.roots.read_bytes()], now=NOW).is_valid


def test_training_keys_begin_now_and_last_fifteen_months(tmp_path: Path) -> None:
    key = make_training_authority(tmp_path, CLINIC, [], NOW).organization
    open_key(key, TRAINING_PASSWORD, now=NOW)
    with pytest.raises(RegistrarError, match="SIGN-005"):
        open_key(key, TRAINING_PASSWORD, now=NOW + timedelta(days=456))


def test_chain_of_a_training_key_satisfies_openssl(tmp_path: Path) -> None:
    keys = make_training_authority(tmp_path, CLINIC, [DOCTOR], NOW)
    bundle = pkcs12.load_pkcs12(keys.people[0].read_bytes(), TRAINING_PASSWORD.encode())
    assert bundle.cert is not None
    (tmp_path / "leaf.pem").write_bytes(bundle.cert.certificate.public_bytes(Encoding.PEM))
    (tmp_path / "mid.pem").write_bytes(bundle.additional_certs[0].certificate.public_bytes(Encoding.PEM))
    done = subprocess.run(
        ["openssl", "verify", "-attime", str(int(NOW.timestamp())), "-x509_strict", "-CAfile", keys.roots,
         "-untrusted", tmp_path / "mid.pem", tmp_path / "leaf.pem"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout.strip()[-2:]) == (0, "OK"), done.stderr


def test_training_password_is_not_in_the_files(tmp_path: Path) -> None:
    keys = make_training_authority(tmp_path, CLINIC, [DOCTOR], NOW)
    assert all(TRAINING_PASSWORD.encode() not in path.read_bytes() for path in keys.people)
