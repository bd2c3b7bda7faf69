"""Signing files: fields, locks, both ports, second opinions of poppler and openssl."""

import dataclasses
import io
import re
import subprocess
from datetime import UTC, timedelta, timezone
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import cms, parser
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
from signing_samples import FIELD, NOW, PASSWORD, SECOND, page

from registrar_app.domain.errors import RegistrarError
from registrar_app.signing.hanko_sign import room_for
from registrar_app.signing.pades import SignatureField, sign, warm_up
from registrar_app.signing.pkcs12 import Pkcs12Key
from registrar_app.signing.ports import CmsSigner, SigningCertificate
from registrar_app.signing.stamp import stamp_lines
from registrar_app.signing.verify import verify


def _sign(key: Pkcs12Key, pdf: bytes | None = None, **more: object) -> bytes:
    lines = stamp_lines(key.signing_certificate, UTC)
    given = {"field": FIELD, "stamp_lines": lines, "signing_time": NOW, **more}
    return sign(pdf or page(), key, **given)  # type: ignore[arg-type]


def signed_parts(pdf: bytes) -> tuple[bytes, bytes]:
    """The signed bytes of the last signature and its DER."""
    *_, match = re.finditer(rb"/ByteRange ?\[ ?(\d+) +(\d+) +(\d+) +(\d+) *\]", pdf)
    start, length, rest, tail = (int(number) for number in match.groups())
    filled = bytes.fromhex(pdf[start + length + 1 : rest - 1].decode())
    _, _, _, header, body, end = parser.parse(filled)
    return pdf[start : start + length] + pdf[rest : rest + tail], header + body + end


def test_file_signed_begins_with_the_file_given(either_key: Pkcs12Key) -> None:
    assert _sign(either_key).startswith(page())


def test_file_signed_is_valid_by_our_own_verification(either_key: Pkcs12Key, roots: list[bytes]) -> None:
    report = verify(_sign(either_key), roots, now=NOW)
    assert report.is_valid
    assert report.signatures[0].level == "B-B"
    assert report.signatures[0].algorithm in ("RSA-2048, SHA-256", "ECDSA P-256, SHA-256")


def test_file_signed_is_valid_by_poppler(either_key: Pkcs12Key, tmp_path: Path) -> None:
    (tmp_path / "signed.pdf").write_bytes(_sign(either_key))
    said = subprocess.run(
        ["pdfsig", "-nocert", tmp_path / "signed.pdf"], capture_output=True, text=True, check=False
    ).stdout
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said


def test_file_signed_is_valid_by_openssl_as_cades(
    either_key: Pkcs12Key, roots: list[bytes], tmp_path: Path
) -> None:
    content, der = signed_parts(_sign(either_key))
    for name, what in (("content", content), ("cms", der), ("roots", roots[0])):
        (tmp_path / name).write_bytes(what)
    done = subprocess.run(
        ["openssl", "cms", "-verify", "-binary", "-cades", "-inform", "DER", "-in", "cms",
         "-content", "content", "-CAfile", "roots", "-purpose", "any",
         "-attime", str(int(NOW.timestamp())), "-out", "out"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "CAdES Verification successful" in done.stderr


def test_attributes_of_signature_are_those_of_pades(signed: bytes) -> None:
    content = cms.ContentInfo.load(signed_parts(signed)[1])["content"]
    names = {one["type"].native for one in content["signer_infos"][0]["signed_attrs"]}
    assert {"content_type", "message_digest", "signing_certificate_v2"} <= names
    assert "signing_time" not in names, "PAdES leaves the time to the file"
    subjects = [one.chosen.subject.native["common_name"] for one in content["certificates"]]
    assert "Учебный центр, выдающий" in subjects
    assert "Учебный центр, корневой" not in subjects


def test_first_signature_certifies_for_signing_only(signed: bytes) -> None:
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        certifying = pdf.Root.Perms.DocMDP
        assert certifying.Reference[0].TransformParams.P == 2
        assert certifying.M == "D:20260310093000Z" or str(certifying.M).startswith("D:20260310093000")


def test_uncertified_signature_leaves_no_permissions(doctor: Pkcs12Key) -> None:
    with pikepdf.open(io.BytesIO(_sign(doctor, certify=False))) as pdf:
        assert "/Perms" not in pdf.Root


def test_time_of_signature_is_the_one_given_with_its_zone(doctor: Pkcs12Key, roots: list[bytes]) -> None:
    moscow = NOW.astimezone(timezone(timedelta(hours=3)))
    report = verify(_sign(doctor, signing_time=moscow), roots, now=NOW)
    assert report.as_json()["signatures"][0]["signed_at"] == "2026-03-10T12:30:00+03:00"


def test_both_fields_exist_before_the_first_signature_and_the_second_locks(signed: bytes) -> None:
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        fields = {str(field.T): field for field in pdf.Root.AcroForm.Fields}
        assert "/V" in fields["doctor"]
        assert "/V" not in fields["organization"]
        assert (fields["organization"].Lock.Action, fields["organization"].Lock.P) == ("/All", 1)


def test_second_signature_keeps_the_first_valid(
    signed_twice: bytes, roots: list[bytes], caplog: pytest.LogCaptureFixture
) -> None:
    report = verify(signed_twice, roots, now=NOW)
    assert report.is_valid
    assert [(one.field, one.covers) for one in report.signatures] == [
        ("doctor", "revision"),
        ("organization", "whole"),
    ]
    assert not caplog.records


def test_stamp_stands_where_the_field_says(doctor: Pkcs12Key, tmp_path: Path) -> None:
    from PIL import Image

    field = dataclasses.replace(FIELD, x_mm=30, y_mm=40, width_mm=70, height_mm=25)
    blank = page("")
    (tmp_path / "signed.pdf").write_bytes(_sign(doctor, blank, field=field))
    subprocess.run(["pdftoppm", "-r", "254", "-gray", "-png", "signed.pdf", "p"], cwd=tmp_path, check=True)
    with Image.open(next(tmp_path.glob("p*.png"))) as picture:
        ink = picture.point(lambda value: 255 if value < 200 else 0).getbbox()
    assert ink is not None
    assert all(abs(found - wanted) <= 3 for found, wanted in zip(ink, (300, 400, 1000, 650), strict=True)), (
        ink
    )


@pytest.mark.parametrize(("width", "height"), [(68, 16), (70, 25), (60, 22), (55.3, 18.7)])
@pytest.mark.parametrize("x", [15, 20.123, 83.33])
def test_frame_of_a_stamp_is_as_thick_on_every_side(
    doctor: Pkcs12Key, tmp_path: Path, width: float, height: float, x: float
) -> None:
    """The library cuts the box of a picture to whole points: the frame's edge must not fall outside."""
    from PIL import Image

    field = dataclasses.replace(FIELD, x_mm=x, y_mm=40, width_mm=width, height_mm=height)
    (tmp_path / "signed.pdf").write_bytes(_sign(doctor, page(""), field=field))
    subprocess.run(["pdftoppm", "-r", "300", "-gray", "-png", "signed.pdf", "p"], cwd=tmp_path, check=True)
    with Image.open(next(tmp_path.glob("p*.png"))) as picture:
        dark = picture.point(lambda value: 255 if value < 160 else 0)
        left, upper, right, lower = dark.getbbox() or (0, 0, 0, 0)

        def ink(box: tuple[int, int, int, int]) -> int:
            return dark.crop(box).histogram()[255]

        # A strip of ten dots at each side, in the quarter before its corner: rows of text stay out of it.
        sides = [
            ink((left, lower - 30, left + 10, lower - 20)), ink((right - 10, lower - 30, right, lower - 20)),
            ink((right - 60, upper, right - 50, upper + 10)),
            ink((right - 60, lower - 10, right - 50, lower)),
        ]  # fmt: skip
    assert min(sides) >= 20, sides
    assert max(sides) - min(sides) <= 10, sides


def test_signature_without_stamp_draws_nothing(doctor: Pkcs12Key) -> None:
    assert len(_sign(doctor, stamp_lines=())) < len(_sign(doctor)) - 10_000


def test_inherited_media_box_with_its_own_origin_places_the_field(doctor: Pkcs12Key) -> None:
    with pikepdf.open(io.BytesIO(page())) as pdf:
        del pdf.pages[0].obj["/MediaBox"]
        pdf.Root.Pages.MediaBox = pikepdf.Array([100, 50, 500, 650])
        moved = io.BytesIO()
        pdf.save(moved)
    with pikepdf.open(io.BytesIO(_sign(doctor, moved.getvalue()))) as pdf:
        left, _, _, upper = (float(edge) for edge in pdf.Root.AcroForm.Fields[0].Rect)
    mm = 72 / 25.4
    assert (round(left, 1), round(upper, 1)) == (round(100 + 20 * mm, 1), round(650 - 200 * mm, 1))


@pytest.mark.parametrize(
    "pdf", [b"", b"hello", b"%PDF-1.7\n%%EOF", page()[:-300]], ids=["empty", "text", "bare", "cut"]
)
def test_sign_when_file_is_no_pdf_refuses(doctor: Pkcs12Key, pdf: bytes) -> None:
    with pytest.raises(RegistrarError, match="SIGN-020"):
        sign(pdf, doctor, field=FIELD, stamp_lines=(), signing_time=NOW)


def test_sign_when_place_is_taken_refuses(doctor: Pkcs12Key, signed: bytes) -> None:
    with pytest.raises(RegistrarError, match="SIGN-022"):
        _sign(doctor, signed)


def test_sign_when_field_was_not_made_in_time_refuses(doctor: Pkcs12Key, signed: bytes) -> None:
    with pytest.raises(RegistrarError, match="SIGN-025"):
        _sign(doctor, signed, field=dataclasses.replace(FIELD, name="third"))


@pytest.mark.parametrize("index", [-1, 1, 99])
def test_sign_when_page_is_missing_refuses(doctor: Pkcs12Key, index: int) -> None:
    with pytest.raises(RegistrarError, match="SIGN-026"):
        _sign(doctor, field=SignatureField("x", index, 0, 0, 70, 25))


def test_sign_with_key_that_expired_since_it_was_opened_refuses(doctor: Pkcs12Key) -> None:
    with pytest.raises(RegistrarError, match="SIGN-005"):
        _sign(doctor, signing_time=NOW + timedelta(days=500))


class OpensslCms:
    """A faithful external program: ``openssl cms`` with the doctor's key."""

    def __init__(self, folder: Path, key: Pkcs12Key, source: Path, *words: str) -> None:
        self.signing_certificate: SigningCertificate = key.signing_certificate
        self._folder, self._words = folder, words
        bundle = pkcs12.load_pkcs12(source.read_bytes(), PASSWORD.encode())
        assert bundle.key is not None
        assert bundle.cert is not None
        bare = bundle.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / "k.pem").write_bytes(bare)
        (folder / "c.pem").write_bytes(bundle.cert.certificate.public_bytes(Encoding.PEM))
        others = [one.certificate.public_bytes(Encoding.PEM) for one in bundle.additional_certs]
        (folder / "chain.pem").write_bytes(b"".join(others))

    def sign_cms(self, data: bytes) -> bytes:
        return subprocess.run(
            ["openssl", "cms", "-sign", "-binary", "-nosmimecap", "-md", "sha256", "-signer", "c.pem",
             "-inkey", "k.pem", "-certfile", "chain.pem", "-outform", "DER", *self._words],
            cwd=self._folder, input=data, capture_output=True, check=True,
        ).stdout  # fmt: skip


def test_external_program_signs_through_the_second_port(
    tmp_path: Path, doctor: Pkcs12Key, key_folder: Path, roots: list[bytes]
) -> None:
    program = OpensslCms(tmp_path, doctor, key_folder / "p256.p12", "-cades")
    assert isinstance(program, CmsSigner)
    lines = stamp_lines(program.signing_certificate, UTC)
    pdf = sign(page(), program, field=FIELD, more_fields=[SECOND], stamp_lines=lines, signing_time=NOW)
    report = verify(pdf, roots, now=NOW)
    assert report.is_valid, report.as_json()
    assert report.signatures[0].level == "B-B"


@pytest.mark.parametrize("words", [(), ("-cades", "-nodetach")], ids=["not cades", "content inside"])
def test_external_program_without_what_pades_asks_is_refused(
    tmp_path: Path, doctor: Pkcs12Key, key_folder: Path, words: tuple[str, ...]
) -> None:
    program = OpensslCms(tmp_path, doctor, key_folder / "p256.p12", *words)
    with pytest.raises(RegistrarError, match="SIGN-024"):
        sign(page(), program, field=FIELD, stamp_lines=(), signing_time=NOW)


def test_warm_up_imports_the_library() -> None:
    import sys

    warm_up()
    assert "pyhanko.sign" in sys.modules


def test_light_modules_leave_the_library_alone() -> None:
    """A second of import must not stand before the window."""
    import sys

    names = ["ports", "x509_reader", "key_checks", "pkcs12", "stamp", "pades", "verify", "authority",
             "levels", "timestamps", "trust_store", "qr", "external", "gost_openssl", "gost_token",
             "token_watch"]  # fmt: skip
    code = f"import {', '.join('registrar_app.signing.' + name for name in names)}, sys; " \
           "sys.exit('pyhanko' in sys.modules)"  # fmt: skip
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_room_for_signature_holds_longest_one_and_little_more(either_key: Pkcs12Key) -> None:
    der = signed_parts(_sign(either_key))[1]
    value = cms.ContentInfo.load(der)["content"]["signer_infos"][0]["signature"].native
    room = room_for(either_key) // 2
    longest_raw = 512
    assert len(der) + longest_raw - len(value) <= room <= len(der) + 1100
