"""Two SoftHSM2 tokens in one folder: a doctor's with RSA and P-256 keys, the clinic's with P-256."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
from needs import SOFTHSM, missing, require_programs, run
from signing_samples import CLINIC, DOCTOR, PASSWORD

from registrar_app.signing.authority import Authority, Usage

PIN, CLINIC_PIN, SO_PIN = "19283746", "55667788", "00000000"
DOCTOR_TOKEN, CLINIC_TOKEN = "Врач Соколова", "Поликлиника"
RSA_ID, EC_ID, ENCRYPT_ID = "0101", "0202", "0303"


def make_tokens(folder: Path, authority: Authority) -> dict[str, str]:
    """Make both tokens.

    Returns:
        The environment that names them.
    """
    require_programs("softhsm2-util", "pkcs11-tool")
    if SOFTHSM is None:
        missing("libsofthsm2.so")
    (folder / "tokens").mkdir(parents=True)
    config = folder / "softhsm2.conf"
    config.write_text(
        f"directories.tokendir = {folder}/tokens\nobjectstore.backend = file\nslots.removable = true\n"
        "log.level = ERROR\n"
    )
    env = {"SOFTHSM2_CONF": str(config)}
    _init(DOCTOR_TOKEN, PIN, env)
    _init(CLINIC_TOKEN, CLINIC_PIN, env)
    long_key = rsa.generate_private_key(65537, 2048)
    given = (
        (DOCTOR_TOKEN, PIN, RSA_ID, authority.issue(DOCTOR, PASSWORD, private_key=long_key)),
        (DOCTOR_TOKEN, PIN, EC_ID, authority.issue(DOCTOR, PASSWORD)),
        (DOCTOR_TOKEN, PIN, ENCRYPT_ID, authority.issue(DOCTOR, PASSWORD, usage=Usage.ENCRYPT)),
        (CLINIC_TOKEN, CLINIC_PIN, EC_ID, authority.issue(CLINIC, PASSWORD)),
    )
    for label, pin, key_id, container in given:
        _put(folder, label, pin, key_id, container, env)
    issuing = authority.issuing.public_bytes(Encoding.DER)
    _write_certificate(folder, DOCTOR_TOKEN, PIN, "0909", issuing, env)
    return env


def take_out(folder: Path) -> None:
    """Pull every token out: their folder vanishes."""
    shutil.move(folder / "tokens", folder / "pulled")
    (folder / "tokens").mkdir()


def _init(label: str, pin: str, env: Mapping[str, str]) -> None:
    run("softhsm2-util", "--init-token", "--free", "--label", label, "--so-pin", SO_PIN, "--pin", pin, **env)


def _put(folder: Path, label: str, pin: str, key_id: str, container: bytes, env: Mapping[str, str]) -> None:
    bundle = pkcs12.load_pkcs12(container, PASSWORD.encode())
    assert bundle.key is not None
    assert bundle.cert is not None
    bare = folder / "bare.p8"
    bare.write_bytes(bundle.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    run(
        "softhsm2-util",
        "--import",
        bare,
        "--token",
        label,
        "--label",
        "k",
        "--id",
        key_id,
        "--pin",
        pin,
        **env,
    )
    bare.unlink()
    der = bundle.cert.certificate.public_bytes(Encoding.DER)
    _write_certificate(folder, label, pin, key_id, der, env)


def _write_certificate(
    folder: Path, label: str, pin: str, key_id: str, der: bytes, env: Mapping[str, str]
) -> None:
    path = folder / "c.der"
    path.write_bytes(der)
    run("pkcs11-tool", "--module", str(SOFTHSM), "--token-label", label, "--login", "--pin", pin,
        "--write-object", path, "--type", "cert", "--id", key_id, **env)  # fmt: skip
