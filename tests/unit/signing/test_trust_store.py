"""The folder of trusted roots."""

from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from gost_bench import GostBench
from signing_samples import DOCTOR, NOW, PASSWORD

from registrar_app.domain.errors import RegistrarError, SurroundingsError
from registrar_app.signing.authority import Authority
from registrar_app.signing.pkcs12 import Pkcs12Key
from registrar_app.signing.trust_store import TrustStore
from registrar_app.signing.verify import verify


@pytest.fixture
def store(tmp_path: Path) -> TrustStore:
    return TrustStore(tmp_path / "roots")


def test_folder_that_is_not_there_is_empty(store: TrustStore) -> None:
    assert store.roots() == ()
    assert store.contents() == ()
    assert [one.code for one in store.problems()] == ["SIGN-056"]


def test_root_is_told_with_owner_term_and_fingerprint(
    store: TrustStore, authority: Authority, gost: GostBench
) -> None:
    (added,) = store.add(authority.root_pem)
    store.add(gost.root)
    assert (added.certificate.owner, added.is_self_signed) == ("Учебный центр, корневой", True)
    assert added.is_current(NOW)
    assert not added.is_current(NOW + timedelta(days=5000))
    assert len(added.certificate.fingerprint) == 64
    assert {one.certificate.algorithm for one in store.roots()} == {
        "ECDSA P-256",
        "ГОСТ Р 34.10-2012, 256 бит",
    }
    assert store.problems() == ()


def test_roots_of_the_folder_verify_a_file(store: TrustStore, authority: Authority, signed: bytes) -> None:
    store.add(authority.root.public_bytes(Encoding.DER))
    assert verify(signed, store.contents(), now=NOW).is_valid
    store.remove(store.roots()[0].certificate.fingerprint)
    assert not verify(signed, store.contents(), now=NOW).is_valid


def test_root_added_twice_is_kept_once(store: TrustStore, authority: Authority) -> None:
    assert len(store.add(authority.root_pem)) == 1
    assert store.add(authority.root_pem) == ()
    assert len(list(store.folder.iterdir())) == 1


def test_one_of_a_bundle_is_taken_away_and_the_others_stay(store: TrustStore, authority: Authority) -> None:
    other = Authority("Другой", NOW)
    store.folder.mkdir()
    (store.folder / "bundle.PEM").write_bytes(authority.root_pem + other.root_pem)
    first, second = store.roots()
    store.remove(first.certificate.fingerprint)
    assert [one.certificate.fingerprint for one in store.roots()] == [second.certificate.fingerprint]
    store.remove(second.certificate.fingerprint)
    store.remove("0" * 64)
    assert list(store.folder.iterdir()) == []


def test_junk_in_the_folder_is_counted_and_the_rest_serves(store: TrustStore, authority: Authority) -> None:
    store.add(authority.root_pem)
    (store.folder / "junk.cer").write_bytes(b"junk")
    (store.folder / "notes.txt").write_bytes(b"not looked at")
    assert [one.code for one in store.problems()] == ["SIGN-055"]
    assert len(store.contents()) == len(store.roots()) == 1


def test_issuing_authority_is_told_from_a_root(store: TrustStore, authority: Authority) -> None:
    (added,) = store.add(authority.issuing.public_bytes(Encoding.PEM))
    assert not added.is_self_signed


def test_file_without_an_authority_is_refused(
    store: TrustStore, authority: Authority, doctor: Pkcs12Key
) -> None:
    with pytest.raises(RegistrarError, match="SIGN-067"):
        store.add(b"junk")
    with pytest.raises(RegistrarError, match="SIGN-067"):
        store.add(authority.issue(DOCTOR, PASSWORD))
    with pytest.raises(RegistrarError, match="SIGN-068"):
        store.add(doctor.signing_certificate.der)
    assert store.roots() == ()


def test_folder_that_cannot_be_written_is_said(tmp_path: Path, authority: Authority) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(SurroundingsError, match="SIGN-069"):
        TrustStore(tmp_path / "file" / "roots").add(authority.root_pem)
