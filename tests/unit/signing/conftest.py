"""A real throw-away authority, keys of both kinds and a page signed. Made once: keys take time."""

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest
import softhsm_bench
from authority_bench import Authorities, running
from cryptography.hazmat.primitives.asymmetric import rsa
from gost_bench import GostBench, make_gost_bench
from level_samples import open_keys
from needs import SOFTHSM
from signing_samples import CLINIC, DOCTOR, FIELD, NOW, PASSWORD, SECOND, page

from registrar_app.signing.authority import Authority, write_private
from registrar_app.signing.pades import sign
from registrar_app.signing.pkcs12 import Pkcs12Key, open_key
from registrar_app.signing.ports import Signer
from registrar_app.signing.stamp import stamp_lines
from registrar_app.signing.token import TokenLibrary, unload


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority("Учебный центр", NOW)


@pytest.fixture(scope="session")
def roots(authority: Authority) -> list[bytes]:
    return [authority.root_pem]


@pytest.fixture(scope="session")
def key_folder(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    long_key = rsa.generate_private_key(65537, 2048)
    write_private(folder / "p256.p12", authority.issue(DOCTOR, PASSWORD))
    write_private(folder / "rsa.p12", authority.issue(DOCTOR, PASSWORD, private_key=long_key))
    write_private(folder / "clinic.p12", authority.issue(CLINIC, PASSWORD))
    return folder


@pytest.fixture(scope="session")
def doctor(key_folder: Path) -> Pkcs12Key:
    return open_key(key_folder / "p256.p12", PASSWORD, now=NOW)


@pytest.fixture(scope="session")
def clinic(key_folder: Path) -> Pkcs12Key:
    return open_key(key_folder / "clinic.p12", PASSWORD, now=NOW)


@pytest.fixture(scope="session", params=["rsa", "p256"])
def either_key(request: pytest.FixtureRequest, key_folder: Path) -> Pkcs12Key:
    return open_key(key_folder / f"{request.param}.p12", PASSWORD, now=NOW)


@pytest.fixture(scope="session")
def signed(doctor: Pkcs12Key) -> bytes:
    """One page signed once, a second field waiting."""
    lines = stamp_lines(doctor.signing_certificate, UTC)
    return sign(page(), doctor, field=FIELD, more_fields=[SECOND], stamp_lines=lines, signing_time=NOW)


@pytest.fixture(scope="session")
def signed_twice(signed: bytes, clinic: Pkcs12Key) -> bytes:
    lines = stamp_lines(clinic.signing_certificate, UTC)
    return sign(signed, clinic, field=SECOND, stamp_lines=lines, signing_time=NOW, certify=False)


@pytest.fixture(scope="module")
def tokens(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> Iterator[TokenLibrary]:
    """Two real tokens of SoftHSM2.

    The library reads its environment once. It is loaded for one module and let go after it: tests of other
    folders in the same process load it for tokens of their own.
    """
    env = softhsm_bench.make_tokens(tmp_path_factory.mktemp("softhsm"), authority)
    assert SOFTHSM is not None
    with pytest.MonkeyPatch.context() as patch:
        for name, value in env.items():
            patch.setenv(name, value)
        unload(SOFTHSM)
        yield TokenLibrary(SOFTHSM)
        unload(SOFTHSM)


@pytest.fixture(scope="session")
def gost(tmp_path_factory: pytest.TempPathFactory) -> GostBench:
    """A GOST authority with its keys."""
    return make_gost_bench(tmp_path_factory.mktemp("gost"))


@pytest.fixture(scope="session")
def authorities(tmp_path_factory: pytest.TempPathFactory, gost: GostBench) -> Iterator[Authorities]:
    """Authorities that answer over HTTP."""
    with running(tmp_path_factory.mktemp("authorities"), gost) as found:
        yield found


@pytest.fixture(scope="session")
def level_keys(authorities: Authorities, gost: GostBench) -> dict[str, Signer]:
    """A key of each kind with services that answer for it."""
    return open_keys(authorities, gost)
