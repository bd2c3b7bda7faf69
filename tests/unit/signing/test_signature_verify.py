"""Verification: what is whole, what is not, and the words for each."""

import io
import json
import re
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from signing_samples import CLINIC, DOCTOR, FIELD, NOW, PASSWORD, page

from registrar_app.signing.authority import Authority, write_private
from registrar_app.signing.pades import sign
from registrar_app.signing.pkcs12 import Pkcs12Key, open_key
from registrar_app.signing.verify import VerificationReport, verify


def _codes(report: VerificationReport) -> list[str]:
    """Codes that weigh: of the file, then of its signatures."""
    every = [*report.problems, *(one for each in report.signatures for one in each.problems)]
    return [one.code for one in every if one.level != "info"]


def _extended(pdf: bytes) -> bytes:
    """The file with one more revision that turns the page."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    sheet = writer.root["/Pages"]["/Kids"][0]
    sheet["/Rotate"] = generic.NumberObject(90)
    writer.update_container(sheet)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _with_blank_revision(pdf: bytes) -> bytes:
    out = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    writer.write(out)
    return out.getvalue()


def test_report_of_valid_file_has_the_shape_of_the_contract(signed: bytes, roots: list[bytes]) -> None:
    report = verify(signed, roots, now=NOW).as_json()
    signature = report["signatures"][0]
    assert list(report) == ["valid", "signatures", "qr", "problems"]
    assert list(signature) == ["field", "signer", "serial", "algorithm", "level", "signed_at", "timestamp",
                               "intact", "trusted", "covers", "problems", "time_source",
                               "changes"]  # fmt: skip
    assert report["valid"] is True
    assert report["qr"] is None
    assert (signature["field"], signature["level"], signature["covers"]) == ("doctor", "B-B", "whole")
    assert signature["signer"] == "Константинопольская Александра-Мария Константиновна"
    assert re.fullmatch("[0-9a-f]{30,40}", signature["serial"])
    assert signature["timestamp"] is None
    assert [one["code"] for one in signature["problems"]] == ["SIGN-052"]
    json.dumps(report)


def test_file_without_signature(roots: list[bytes]) -> None:
    assert _codes(verify(page(), roots)) == ["SIGN-040"]


@pytest.mark.parametrize("junk", [b"", b"hello", b"\x00" * 5000, b"PK\x03\x04"])
def test_file_that_is_no_pdf(junk: bytes, roots: list[bytes]) -> None:
    assert _codes(verify(junk, roots)) == ["SIGN-041"]


def test_file_cut_anywhere_is_never_valid_and_never_raises(signed: bytes, roots: list[bytes]) -> None:
    for length in (*range(0, len(signed) - 8, 997), len(signed) - 8):
        report = verify(signed[:length], roots, now=NOW)
        assert not report.is_valid
        assert _codes(report)[0] in ("SIGN-040", "SIGN-041", "SIGN-042", "SIGN-049", "SIGN-063"), length


def test_file_cut_in_its_middle_says_so(signed: bytes, roots: list[bytes]) -> None:
    assert _codes(verify(signed[: len(signed) // 2], roots)) == ["SIGN-042"]


def test_file_with_second_revision_cut_off_says_so(signed_twice: bytes, roots: list[bytes]) -> None:
    # What is left is the first revision with a torn second one behind it.
    assert _codes(verify(signed_twice[:-400], roots, now=NOW)) == ["SIGN-042"]


def test_file_altered_in_a_letter_is_caught(signed: bytes, roots: list[bytes]) -> None:
    report = verify(signed.replace(b"(Hello)", b"(Jello)"), roots, now=NOW)
    assert _codes(report) == ["SIGN-043"]
    assert not report.signatures[0].is_intact
    assert report.signatures[0].covers == "whole"


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_bit_turned_anywhere_makes_the_file_not_valid(
    data: st.DataObject, signed: bytes, roots: list[bytes]
) -> None:
    # The last line may end with any blank: nothing else in the file is free.
    place = data.draw(st.integers(0, len(signed.rstrip()) - 1))
    changed = bytearray(signed)
    changed[place] ^= 1 << data.draw(st.integers(0, 7))
    assert not verify(bytes(changed), roots, now=NOW).is_valid


def test_frame_of_the_cms_altered_in_any_digit_is_caught(signed: bytes, roots: list[bytes]) -> None:
    """Version, digests, lengths at its head: nothing there is signed, all of it is held to its rules."""
    place = re.search(rb"<([0-9A-F]{1000,})>", signed)
    assert place
    for at in range(place.start(1), place.start(1) + 100):
        other = b"%X" % (int(signed[at : at + 1], 16) ^ 4)
        assert not verify(signed[:at] + other + signed[at + 1 :], roots, now=NOW).is_valid, at - place.start(
            1
        )


def test_case_of_a_letter_in_the_issuer_altered_is_caught(signed: bytes, roots: list[bytes]) -> None:
    """«RU» made «rU» wherever the CMS names an authority; validators compare names without case."""
    country = b"5504061302" + b"5255"
    found = []
    for match in re.finditer(country, signed):
        changed = signed[: match.end() - 4] + b"72" + signed[match.end() - 2 :]
        report = verify(changed, roots, now=NOW)
        assert not report.is_valid
        found += _codes(report)
    assert "SIGN-062" in found


def test_revision_appended_after_signing_is_caught(signed: bytes, roots: list[bytes]) -> None:
    report = verify(_extended(signed), roots, now=NOW)
    assert _codes(report) == ["SIGN-044"]
    signature = report.signatures[0]
    assert (signature.is_intact, signature.is_trusted, signature.covers) == (True, True, "revision")
    assert not report.is_valid


def test_revision_appended_after_both_signatures_is_caught(signed_twice: bytes, roots: list[bytes]) -> None:
    assert _codes(verify(_extended(signed_twice), roots, now=NOW)) == ["SIGN-044", "SIGN-044"]


def test_bytes_appended_behind_the_end_are_caught(signed: bytes, roots: list[bytes]) -> None:
    assert _codes(verify(signed + b"\ngarbage", roots, now=NOW)) == ["SIGN-063"]


def test_blank_line_appended_by_a_mail_program_does_no_harm(signed: bytes, roots: list[bytes]) -> None:
    assert verify(signed + b"\r\n", roots, now=NOW).is_valid


@pytest.mark.parametrize("hidden", [b"BEEF", b"beef"])
def test_data_hidden_behind_the_signature_are_caught(
    signed: bytes, roots: list[bytes], hidden: bytes
) -> None:
    *_, last = re.finditer(rb"0{200}>", signed)
    place = last.end() - 100
    assert _codes(verify(signed[:place] + hidden + signed[place + 4 :], roots, now=NOW)) == ["SIGN-062"]


def test_file_saved_anew_by_another_program_is_caught(signed: bytes, roots: list[bytes]) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        pdf.save(out)
    report = verify(out.getvalue(), roots, now=NOW)
    assert not report.is_valid
    assert "SIGN-043" in _codes(report)


def test_signature_moved_under_another_document_is_caught(
    signed: bytes, doctor: Pkcs12Key, roots: list[bytes]
) -> None:
    """The place of one file's signature filled with that of another."""
    other = sign(page("Other"), doctor, field=FIELD, stamp_lines=(), signing_time=NOW)
    places = [re.search(rb"<([0-9A-F]{1000,})>", pdf) for pdf in (signed, other)]
    assert places[0]
    assert places[1]
    swapped = signed[: places[0].start(1)] + places[1][1] + signed[places[0].end(1) :]
    assert _codes(verify(swapped, roots, now=NOW)) == ["SIGN-043"]


def test_owner_swapped_in_the_signature_is_caught(
    signed: bytes, clinic: Pkcs12Key, roots: list[bytes]
) -> None:
    """The doctor's X.509 inside the CMS replaced by the clinic's."""
    from asn1crypto import cms, x509

    place = re.search(rb"<([0-9A-F]{1000,})>", signed)
    assert place
    message = cms.ContentInfo.load(bytes.fromhex(place[1].decode()))
    content = message["content"]
    foreign = x509.Certificate.load(clinic.signing_certificate.der)
    signer = content["signer_infos"][0]
    signer["sid"] = cms.SignerIdentifier(
        "issuer_and_serial_number",
        cms.IssuerAndSerialNumber({"issuer": foreign.issuer, "serial_number": foreign.serial_number}),
    )
    content["certificates"].append(cms.CertificateChoices("certificate", foreign))
    forged = message.dump(force=True).hex().upper().encode().ljust(len(place[1]), b"0")
    report = verify(signed[: place.start(1)] + forged + signed[place.end(1) :], roots, now=NOW)
    assert _codes(report) == ["SIGN-059"]
    assert not report.signatures[0].is_intact


def test_value_of_signature_altered_is_caught(signed: bytes, roots: list[bytes]) -> None:
    """The last byte of the CMS is the last of the signature's value."""
    place = re.search(rb"<([0-9A-F]{1000,})>", signed)
    assert place
    end = place.start(1) + len(place[1].rstrip(b"0")) // 2 * 2
    last = b"%02X" % (int(signed[end - 2 : end], 16) ^ 1)
    assert _codes(verify(signed[: end - 2] + last + signed[end:], roots, now=NOW)) == ["SIGN-059"]


def test_root_of_a_stranger_is_not_trusted(signed: bytes) -> None:
    stranger = Authority("Учебный центр", NOW)
    report = verify(signed, [stranger.root_pem], now=NOW)
    assert _codes(report) == ["SIGN-045"]
    assert (report.signatures[0].is_intact, report.signatures[0].is_trusted) == (True, False)
    assert "Учебный центр, выдающий" in report.signatures[0].problems[0].text


def test_no_roots_at_all_is_said_once(signed_twice: bytes) -> None:
    assert _codes(verify(signed_twice, [], now=NOW)) == ["SIGN-056"]


def test_unreadable_root_is_remarked_and_the_others_count(signed: bytes, roots: list[bytes]) -> None:
    report = verify(signed, [b"junk", *roots], now=NOW)
    assert report.is_valid
    assert _codes(report) == ["SIGN-055"]


def test_root_as_der_and_in_a_bundle_is_read(signed: bytes, authority: Authority) -> None:
    from cryptography.hazmat.primitives.serialization import Encoding

    other = Authority("Другой", NOW).root_pem
    assert verify(signed, [other + authority.root_pem], now=NOW).is_valid
    assert verify(signed, [authority.root.public_bytes(Encoding.DER)], now=NOW).is_valid


def _signed_by_a_brief_key(authority: Authority, folder: Path) -> bytes:
    path = folder / "brief.p12"
    write_private(path, authority.issue(DOCTOR, PASSWORD, valid_to=NOW + timedelta(days=1)))
    key = open_key(path, PASSWORD, now=NOW)
    return sign(page(), key, field=FIELD, stamp_lines=(), signing_time=NOW)


def test_key_that_ran_out_after_signing_leaves_the_paper_valid_and_says_so(
    authority: Authority, roots: list[bytes], tmp_path: Path
) -> None:
    report = verify(_signed_by_a_brief_key(authority, tmp_path), roots, now=NOW + timedelta(days=30))
    assert report.is_valid
    assert _codes(report) == ["SIGN-053"]


class BackdatedKey:
    """A key whose owner tells nobody its real term: what another program might sign with."""

    def __init__(self, key: Pkcs12Key) -> None:
        import dataclasses

        self._key = key
        self.chain = key.chain
        self.signing_certificate = dataclasses.replace(
            key.signing_certificate, valid_from=NOW - timedelta(days=999), valid_to=NOW + timedelta(days=999)
        )

    def sign_raw(self, data: bytes, digest: str) -> bytes:
        return self._key.sign_raw(data, digest)


@pytest.mark.parametrize(("days", "code"), [(500, "SIGN-046"), (-500, "SIGN-047")])
def test_signature_made_outside_the_term_is_not_trusted(
    doctor: Pkcs12Key, roots: list[bytes], days: int, code: str
) -> None:
    at = NOW + timedelta(days=days)
    pdf = sign(page(), BackdatedKey(doctor), field=FIELD, stamp_lines=(), signing_time=at)
    report = verify(pdf, roots, now=NOW + timedelta(days=600))
    assert _codes(report) == [code]
    assert not report.signatures[0].is_trusted


def test_signature_from_the_future_is_remarked(doctor: Pkcs12Key, roots: list[bytes]) -> None:
    pdf = sign(page(), doctor, field=FIELD, stamp_lines=(), signing_time=NOW + timedelta(days=2))
    assert _codes(verify(pdf, roots, now=NOW)) == ["SIGN-054"]


def test_signature_by_a_key_of_another_usage_is_refused(authority: Authority, roots: list[bytes]) -> None:
    import dataclasses

    from cryptography.hazmat.primitives.serialization import pkcs12

    from registrar_app.signing.authority import Usage
    from registrar_app.signing.x509_reader import read_signing_certificate

    bundle = pkcs12.load_pkcs12(authority.issue(CLINIC, PASSWORD, usage=Usage.ENCRYPT), PASSWORD.encode())
    assert bundle.cert is not None
    from cryptography.hazmat.primitives.serialization import Encoding

    owner = read_signing_certificate(bundle.cert.certificate.public_bytes(Encoding.DER))
    chain = tuple(one.certificate.public_bytes(Encoding.DER) for one in bundle.additional_certs)
    key = Pkcs12Key(bundle.key, dataclasses.replace(owner, key_usage=frozenset()), chain)  # type: ignore[arg-type]
    pdf = sign(page(), key, field=FIELD, stamp_lines=(), signing_time=NOW)
    report = verify(pdf, roots, now=NOW)
    assert _codes(report) == ["SIGN-048"]
    assert not report.is_valid


def test_algorithm_we_do_not_know_is_named(signed: bytes, roots: list[bytes]) -> None:
    """The OID of SHA-256 turned into one that nobody has."""
    sha256, unknown = b"608648016503040201".upper(), b"608648016503040263"
    report = verify(signed.replace(sha256, unknown), roots, now=NOW)
    assert _codes(report) == ["SIGN-050"]
    assert "2.16.840.1.101.3.4.2.99" in report.signatures[0].problems[0].text


def test_broken_cms_is_told_as_damage(signed: bytes, roots: list[bytes]) -> None:
    place = re.search(rb"<([0-9A-F]{1000,})>", signed)
    assert place
    broken = signed[: place.start(1)] + b"00" * 40 + signed[place.start(1) + 80 :]
    assert _codes(verify(broken, roots, now=NOW)) == ["SIGN-049"]


def test_encrypted_file_is_said_to_be(roots: list[bytes]) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(page())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    assert _codes(verify(out.getvalue(), roots)) == ["SIGN-057"]


def test_verification_logs_no_personal_data(signed: bytes, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        verify(signed, [], now=NOW)
        verify(signed[:-900], [], now=NOW)
    assert "Константинопольская" not in caplog.text
    assert DOCTOR.snils not in caplog.text


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_verify_of_any_bytes_answers(junk: bytes) -> None:
    assert not verify(b"%PDF-1.7\n" + junk, []).is_valid
