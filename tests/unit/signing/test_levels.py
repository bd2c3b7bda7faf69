"""Levels over real services: added later, what they prove, what goes wrong. The matrix: test_level_matrix."""

import dataclasses
import io
import re
import urllib.request
from datetime import timedelta

import pytest
from asn1crypto import cms, crl
from authority_bench import Authorities
from gost_bench import PASSWORD as GOST_PASSWORD
from gost_bench import GostBench
from level_samples import B_B, B_LT, B_LTA, B_T, HIGHER, ROW
from level_samples import now as _now
from level_samples import signed as _signed
from pyhanko.sign.validation.dss import DocumentSecurityStore
from signing_samples import FIELD, SECOND, page
from test_pades import signed_parts

from registrar_app.domain.errors import RegistrarError, SurroundingsError
from registrar_app.signing.gost_openssl import open_gost_key
from registrar_app.signing.levels import TrustServices, require_not_revoked, sign_at_level, upgrade
from registrar_app.signing.pades import sign
from registrar_app.signing.pin import Pin
from registrar_app.signing.ports import SignatureLevel, Signer
from registrar_app.signing.verify import Changes, VerificationReport, verify


@pytest.fixture
def keys(level_keys: dict[str, Signer]) -> dict[str, Signer]:
    return level_keys


def _codes(report: VerificationReport) -> list[str]:
    every = [*report.problems, *(one for each in report.signatures for one in each.problems)]
    return [one.code for one in every if one.level != "info"]


@pytest.mark.parametrize("kind", ["p256", "gost256"])
@pytest.mark.parametrize("level", HIGHER)
def test_paper_signed_off_line_is_brought_up_later(
    authorities: Authorities, keys: dict[str, Signer], kind: str, level: SignatureLevel
) -> None:
    services = authorities.services(ROW[kind])
    offline = _signed(keys[kind], B_B, TrustServices())
    assert [one.level for one in verify(offline, services.roots).signatures] == [B_B]
    lifted = upgrade(offline, level, services, now=_now())
    assert lifted.startswith(offline), "what was signed stays byte for byte"
    report = verify(lifted, services.roots)
    assert report.is_valid, report.as_json()
    (one,) = report.signatures
    assert (one.level, one.time_source, one.changes) == (level, "document", Changes.PROOFS)
    assert "SIGN-066" in [remark.code for remark in one.problems]


def test_second_signature_after_a_higher_level_keeps_both_valid(
    authorities: Authorities, keys: dict[str, Signer]
) -> None:
    services = authorities.services("p256")
    pdf = _signed(keys["p256"], B_LT, services)
    pdf = sign_at_level(
        pdf, keys["rsa/2"], B_LTA, services, field=SECOND, stamp_lines=(), signing_time=_now(), certify=False
    )
    report = verify(pdf, services.roots)
    assert _codes(report) == []
    assert [(one.is_trusted, one.is_intact) for one in report.signatures] == [(True, True)] * 2
    assert report.is_valid, report.as_json()
    assert [one.level for one in report.signatures] == [B_LTA, B_LTA]


def test_file_that_has_its_time_is_left_as_it_is(authorities: Authorities, keys: dict[str, Signer]) -> None:
    services = authorities.services("p256")
    pdf = _signed(keys["p256"], B_T, services)
    assert upgrade(pdf, B_T, services, now=_now()) == pdf


def test_signature_with_time_stays_trusted_after_its_key_ran_out(
    authorities: Authorities, keys: dict[str, Signer]
) -> None:
    services = authorities.services("p256")
    pdf = _signed(keys["p256"], B_LTA, services)
    report = verify(pdf, services.roots, now=_now() + timedelta(days=700))
    assert report.is_valid
    assert _codes(report) == [], "with a timestamp nobody asks for trust in the signer's clock"


# What goes wrong with services.


@pytest.mark.parametrize(
    ("fault", "code", "kind"),
    [
        ("dead", "SIGN-090", SurroundingsError),
        ("500", "SIGN-090", SurroundingsError),
        ("slow", "SIGN-090", SurroundingsError),
        ("junk", "SIGN-091", RegistrarError),
    ],
)
@pytest.mark.parametrize("key", ["p256", "gost256"])
def test_timestamp_service_that_fails_has_its_code(
    authorities: Authorities, keys: dict[str, Signer], key: str, fault: str, code: str, kind: type[Exception]
) -> None:
    services = authorities.services(ROW[key], timeout_s=0.4)
    with authorities.board.failing(tsa=fault), pytest.raises(kind, match=code):
        _signed(keys[key], B_T, services)


@pytest.mark.parametrize("key", ["p256", "gost256"])
def test_clock_that_is_wrong_is_found_out_before_anything_is_written(
    authorities: Authorities, keys: dict[str, Signer], key: str
) -> None:
    services = authorities.services(ROW[key])
    with pytest.raises(RegistrarError, match="SIGN-092"):
        sign(
            page(), keys[key], field=FIELD, stamp_lines=(), signing_time=_now() + timedelta(hours=3),
            timestamps=services.timestamps(),
        )  # fmt: skip


@pytest.mark.parametrize("url", ["", "ftp://a", "file:///etc/passwd", "tsa.example.org"])
def test_address_that_is_none_is_refused(keys: dict[str, Signer], url: str) -> None:
    with pytest.raises(RegistrarError, match="SIGN-093"):
        _signed(keys["p256"], B_T, TrustServices(url))


def test_only_a_digest_leaves_the_computer(authorities: Authorities, keys: dict[str, Signer]) -> None:
    board = authorities.board
    board.asked.clear()
    _signed(keys["p256"], B_T, authorities.services("p256"))
    assert board.asked == ["/p256/tsa/tsa"]


def test_one_way_to_revocation_is_enough_none_is_not(
    authorities: Authorities, keys: dict[str, Signer]
) -> None:
    services = authorities.services("p256")
    pdf = _signed(keys["p256"], B_T, services)
    with authorities.board.failing(ocsp="dead"):
        lifted = upgrade(pdf, B_LT, services, now=_now())
    assert verify(lifted, services.roots).signatures[0].level == B_LT
    with (
        authorities.board.failing(ocsp="dead", crls="dead"),
        pytest.raises(SurroundingsError, match="SIGN-095"),
    ):
        upgrade(pdf, B_LT, services, now=_now())


@pytest.mark.parametrize("kind", ["rsa", "gost"])
def test_revoked_certificate_is_told_before_signing(
    authorities: Authorities, gost: GostBench, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    services = authorities.services(kind)
    key: Signer
    if kind == "gost":
        key = open_gost_key(gost.path("online-revoked.p12"), Pin(GOST_PASSWORD), gost.engine)
        good, chain = open_gost_key(gost.path("online-doctor.p12"), Pin(GOST_PASSWORD), gost.engine), ()
    else:
        key, good = authorities.key(kind, "revoked"), authorities.key(kind)  # type: ignore[assignment]
        chain = authorities.key(kind).chain  # type: ignore[assignment]
    with caplog.at_level("DEBUG"):
        require_not_revoked(good.signing_certificate, chain, services, _now())
        with pytest.raises(RegistrarError, match="SIGN-094"):
            require_not_revoked(key.signing_certificate, chain, services, _now())
        with pytest.raises(RegistrarError, match="SIGN-094"):
            _signed(key, B_LT, services)
    assert "Соколова" not in caplog.text
    assert "Константинопольская" not in caplog.text


def test_revocation_that_is_slow_to_be_told_keeps_nobody_waiting(authorities: Authorities) -> None:
    """Each address answers in time, all of them together do not: a second each, one after another."""
    services, key = authorities.services("p256", timeout_s=1.5), authorities.key("p256")
    with (
        authorities.board.failing(ocsp="slow", crls="slow"),
        pytest.raises(SurroundingsError, match="SIGN-095"),
    ):
        require_not_revoked(key.signing_certificate, key.chain, services, _now())


def test_revocation_cannot_be_asked_without_a_network(
    authorities: Authorities, keys: dict[str, Signer]
) -> None:
    services, key = authorities.services("p256"), authorities.key("p256")
    with (
        authorities.board.failing(ocsp="dead", crls="dead"),
        pytest.raises(SurroundingsError, match="SIGN-095"),
    ):
        require_not_revoked(key.signing_certificate, key.chain, services, _now())
    with pytest.raises(RegistrarError, match="SIGN-096"):
        require_not_revoked(
            key.signing_certificate,
            key.chain,
            dataclasses.replace(services, roots=services.roots[:1]),
            _now(),
        )
    assert keys


@pytest.mark.parametrize(
    ("name", "code"), [("expired", "SIGN-005"), ("future", "SIGN-006"), ("encrypt", "SIGN-007")]
)
def test_keys_that_must_not_sign_are_refused_when_opened(
    authorities: Authorities, name: str, code: str
) -> None:
    with pytest.raises(RegistrarError, match=code):
        authorities.key("p256", name)


def test_file_without_signatures_cannot_be_brought_up(authorities: Authorities) -> None:
    services = authorities.services("p256")
    with pytest.raises(RegistrarError, match="SIGN-098"):
        upgrade(page(), B_LTA, services, now=_now())
    with pytest.raises(RegistrarError, match="SIGN-098"):
        upgrade(page(), SignatureLevel.CMS, services, now=_now())
    with pytest.raises(RegistrarError, match="SIGN-020"):
        upgrade(b"no file", B_T, services, now=_now())


# What is found in files that were tampered with.


def _with_list(pdf: bytes, address: str) -> bytes:
    """The file with one revocation list among its validation data."""
    with urllib.request.urlopen(address) as answer:
        found = crl.CertificateList.load(answer.read())
    out = io.BytesIO(pdf)
    DocumentSecurityStore.add_dss(out, None, crls=[found])
    return out.getvalue()


def test_signature_by_a_revoked_key_is_not_accepted(authorities: Authorities) -> None:
    services = authorities.services("p256")
    pdf = _signed(authorities.key("p256", "revoked"), B_T, services)
    assert verify(pdf, services.roots).is_valid, "without data nobody knows"
    address = f"http://127.0.0.1:{authorities.board.port}/p256/crls/interm/latest.crl"
    report = verify(_with_list(pdf, address), services.roots)
    assert _codes(report) == ["SIGN-065"]
    assert not report.is_valid


def test_gost_signature_by_a_revoked_key_is_not_accepted(authorities: Authorities, gost: GostBench) -> None:
    services = authorities.services("gost")
    key = open_gost_key(gost.path("online-revoked.p12"), Pin(GOST_PASSWORD), gost.engine)
    pdf = _signed(key, B_T, services)
    address = f"http://127.0.0.1:{authorities.board.port}/gost/root.crl"
    assert _codes(verify(_with_list(pdf, address), services.roots)) == ["SIGN-065"]


@pytest.mark.parametrize("kind", ["p256", "gost256"])
def test_token_of_another_signature_proves_nothing(
    authorities: Authorities, keys: dict[str, Signer], kind: str
) -> None:
    services = authorities.services(ROW[kind])
    pdf, other = (_signed(keys[kind], B_T, services) for _ in range(2))
    place = re.search(rb"<([0-9A-Fa-f]{3000,})>", pdf)
    assert place
    whole, foreign = (cms.ContentInfo.load(signed_parts(one)[1]) for one in (pdf, other))
    whole["content"]["signer_infos"][0]["unsigned_attrs"] = foreign["content"]["signer_infos"][0][
        "unsigned_attrs"
    ]
    forged = whole.dump(force=True).hex().upper().encode().ljust(len(place[1]), b"0")
    report = verify(pdf[: place.start(1)] + forged + pdf[place.end(1) :], services.roots)
    assert "SIGN-058" in _codes(report)
    assert not report.is_valid
    assert report.signatures[0].level == B_B


@pytest.mark.parametrize("kind", ["p256", "gost256"])
def test_service_of_time_that_nobody_trusts_proves_nothing(
    authorities: Authorities, keys: dict[str, Signer], kind: str
) -> None:
    services = authorities.services(ROW[kind])
    stranger = authorities.services("rsa")
    pdf = _signed(keys[kind], B_T, stranger)
    own = services.roots[1:]
    report = verify(pdf, own)
    assert _codes(report) == ["SIGN-058"]
    lifted = upgrade(_signed(keys[kind], B_B, services), B_T, stranger, now=_now())
    report = verify(lifted, own)
    assert _codes(report) == ["SIGN-058"]
    assert report.signatures[0].level == B_B


@pytest.mark.parametrize("kind", ["p256", "gost256"])
def test_file_changed_after_the_archive_stamp_is_caught(
    authorities: Authorities, keys: dict[str, Signer], kind: str
) -> None:
    from test_signature_verify import _extended

    services = authorities.services(ROW[kind])
    pdf = _signed(keys[kind], B_LTA, services)
    report = verify(_extended(pdf), services.roots)
    assert "SIGN-044" in _codes(report)
    assert report.signatures[0].changes is Changes.OTHER
    damaged = pdf.replace(b"(Hello)", b"(Jello)")
    assert "SIGN-043" in _codes(verify(damaged, services.roots))
