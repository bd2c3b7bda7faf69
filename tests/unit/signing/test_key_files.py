"""One door for key files of every kind."""

from pathlib import Path

import pytest
from gost_bench import PASSWORD as GOST_PASSWORD
from gost_bench import GostBench
from signing_samples import NOW, PASSWORD

from registrar_app.domain.errors import RegistrarError
from registrar_app.signing.gost_openssl import GostFileKey
from registrar_app.signing.key_files import open_key_file
from registrar_app.signing.pin import Pin
from registrar_app.signing.pkcs12 import Pkcs12Key


@pytest.mark.parametrize("name", ["p256.p12", "rsa.p12"])
def test_usual_key_is_opened_and_its_password_wiped(key_folder: Path, gost: GostBench, name: str) -> None:
    pin = Pin(PASSWORD)
    assert isinstance(open_key_file(key_folder / name, pin, gost.engine, now=NOW), Pkcs12Key)
    assert pin.is_wiped


def test_gost_key_is_opened_and_keeps_its_password_until_closed(gost: GostBench, tmp_path: Path) -> None:
    both = tmp_path / "both.pem"
    both.write_bytes(gost.path("clinic.enc.pem").read_bytes() + gost.path("clinic.crt").read_bytes())
    for path in (gost.path("doctor.p12"), both):
        pin = Pin(GOST_PASSWORD)
        key = open_key_file(path, pin, gost.engine)
        assert isinstance(key, GostFileKey)
        assert not pin.is_wiped
        key.close()
        assert pin.is_wiped


@pytest.mark.parametrize("with_engine", [True, False])
def test_wrong_password_is_refused_and_wiped(key_folder: Path, gost: GostBench, with_engine: bool) -> None:
    for path in (key_folder / "p256.p12", gost.path("doctor.p12")):
        pin = Pin("не тот")
        with pytest.raises(RegistrarError, match="SIGN-002"):
            open_key_file(path, pin, gost.engine if with_engine else None)
        assert pin.is_wiped


def test_what_is_no_key_is_said(gost: GostBench, tmp_path: Path) -> None:
    (tmp_path / "junk").write_bytes(b"junk")
    for path, code in ((tmp_path / "junk", "SIGN-004"), (tmp_path / "absent", "SIGN-001")):
        with pytest.raises(RegistrarError, match=code):
            open_key_file(path, Pin("x"), gost.engine)
