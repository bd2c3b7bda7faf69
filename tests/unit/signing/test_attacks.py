"""What a forger does to a paper signed by two: one table, on a P-256 paper and on a GOST one.

Bytes turned, cut off and hidden are in ``test_signature_verify`` and ``test_gost_verify``; codes copied from
other papers in ``test_qr`` and in the tests of services. Here every file is well formed and the signed bytes
are whole: only the rules of what may be added after signing stand against it.
"""

import io
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from authority_bench import Authorities
from gost_bench import PASSWORD, GostBench
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from signing_samples import FIELD, SECOND, page

from registrar_app.signing.gost_openssl import open_gost_key
from registrar_app.signing.pades import sign
from registrar_app.signing.pin import Pin
from registrar_app.signing.pkcs12 import Pkcs12Key
from registrar_app.signing.ports import Signer
from registrar_app.signing.stamp import stamp_lines
from registrar_app.signing.verify import Changes, VerificationReport, verify

Writer = IncrementalPdfFileWriter
Change = Callable[[Writer], object]
_name, _number = generic.pdf_name, generic.NumberObject


def _signed(pdf: bytes, key: Signer, *, is_first: bool) -> bytes:
    return sign(
        pdf, key, field=FIELD if is_first else SECOND, more_fields=[SECOND] if is_first else [],
        stamp_lines=stamp_lines(key.signing_certificate, UTC), signing_time=datetime.now(UTC),
        certify=is_first,
    )  # fmt: skip


@pytest.fixture(scope="module", params=["p256", "gost256"])
def signers(
    request: pytest.FixtureRequest, gost: GostBench, level_keys: dict[str, Signer]
) -> tuple[Signer, Signer]:
    """The doctor's key and the clinic's."""
    if request.param == "p256":
        return level_keys["p256"], level_keys["p256/2"]
    doctor, clinic = (
        open_gost_key(gost.path(f"{name}.p12"), Pin(PASSWORD), gost.engine) for name in ("doctor", "clinic")
    )
    return doctor, clinic


@pytest.fixture(scope="module")
def trusted(authorities: Authorities) -> tuple[bytes, ...]:
    return authorities.roots()


@pytest.fixture(scope="module")
def paper(signers: tuple[Signer, Signer]) -> bytes:
    doctor, clinic = signers
    return _signed(_signed(page(), doctor, is_first=True), clinic, is_first=False)


def _updated(pdf: bytes, change: Change) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _page(writer: Writer) -> generic.DictionaryObject:
    found = writer.root["/Pages"]["/Kids"][0]
    assert isinstance(found, generic.DictionaryObject)
    writer.update_container(found)
    return found


def _fields(writer: Writer) -> tuple[generic.DictionaryObject, generic.DictionaryObject]:
    doctor, clinic = (one.get_object() for one in writer.root["/AcroForm"]["/Fields"])
    for one in (doctor, clinic):
        writer.update_container(one)
    return doctor, clinic


def _drawing(words: bytes) -> generic.StreamObject:
    return generic.StreamObject(stream_data=b"BT /F1 12 Tf 100 700 Td (" + words + b") Tj ET")


def _another_text(writer: Writer) -> None:
    _page(writer)["/Contents"] = writer.add_object(_drawing(b"Jello"))


def _text_over_it(writer: Writer) -> None:
    note = generic.DictionaryObject(
        {
            _name("/Type"): _name("/Annot"),
            _name("/Subtype"): _name("/FreeText"),
            _name("/Rect"): generic.ArrayObject(map(_number, (90, 690, 300, 720))),
            _name("/Contents"): generic.TextStringObject("Jello"),
            _name("/DA"): generic.TextStringObject("/Helv 12 Tf 0 g"),
        }
    )
    sheet = _page(writer)
    sheet["/Annots"] = generic.ArrayObject([*sheet["/Annots"], writer.add_object(note)])


def _another_page(writer: Writer) -> None:
    pages = writer.root["/Pages"]
    sheet = generic.DictionaryObject(
        {
            _name("/Type"): _name("/Page"),
            _name("/Parent"): writer.root.raw_get("/Pages"),
            _name("/MediaBox"): generic.ArrayObject(map(_number, (0, 0, 595, 842))),
            _name("/Contents"): writer.add_object(_drawing(b"Jello")),
        }
    )
    pages["/Kids"].append(writer.add_object(sheet))
    pages["/Count"] = _number(2)
    writer.update_container(pages)


def _half_of_the_sheet(writer: Writer) -> None:
    _page(writer)["/CropBox"] = generic.ArrayObject(map(_number, (0, 0, 595, 400)))


def _another_font(writer: Writer) -> None:
    fonts = _page(writer)["/Resources"]["/Font"]
    for name in fonts:
        fonts[name] = writer.add_object(
            generic.DictionaryObject(
                {
                    _name("/Type"): _name("/Font"),
                    _name("/Subtype"): _name("/Type1"),
                    _name("/BaseFont"): _name("/Symbol"),
                }
            )
        )
    writer.update_container(fonts)


def _stamps_exchanged(writer: Writer) -> None:
    doctor, clinic = _fields(writer)
    doctor["/AP"], clinic["/AP"] = clinic["/AP"], doctor["/AP"]


def _stamp_moved(writer: Writer) -> None:
    doctor, _clinic = _fields(writer)
    doctor["/Rect"] = generic.ArrayObject(map(_number, (90, 690, 300, 760)))


def _stamp_hidden(writer: Writer) -> None:
    doctor, _clinic = _fields(writer)
    doctor["/F"] = _number(2)


def _signatures_exchanged(writer: Writer) -> None:
    doctor, clinic = _fields(writer)
    doctor["/V"], clinic["/V"] = clinic.raw_get("/V"), doctor.raw_get("/V")


def _signature_taken_away(writer: Writer) -> None:
    _doctor, clinic = _fields(writer)
    del clinic["/V"]


def _program_inside(writer: Writer) -> None:
    writer.root["/OpenAction"] = generic.DictionaryObject(
        {_name("/S"): _name("/JavaScript"), _name("/JS"): generic.TextStringObject("app.alert(1)")}
    )
    writer.update_root()


ATTACKS: dict[str, Change] = {
    one.__name__.strip("_").replace("_", " "): one
    for one in (
        _another_text, _text_over_it, _another_page, _half_of_the_sheet, _another_font, _stamps_exchanged,
        _stamp_moved, _stamp_hidden, _signatures_exchanged, _signature_taken_away, _program_inside,
    )
}  # fmt: skip


def _codes(report: VerificationReport) -> set[str]:
    return {one.code for each in report.signatures for one in each.problems if one.level != "info"}


def test_paper_when_nobody_touched_it_then_valid(paper: bytes, trusted: tuple[bytes, ...]) -> None:
    report = verify(paper, trusted)
    assert report.is_valid, report.as_json()
    assert len(report.signatures) == 2


@pytest.mark.parametrize("attack", ATTACKS)
def test_revision_when_added_by_a_forger_then_not_valid(
    paper: bytes, trusted: tuple[bytes, ...], attack: str
) -> None:
    report = verify(_updated(paper, ATTACKS[attack]), trusted)
    assert not report.is_valid
    assert Changes.OTHER in [one.changes for one in report.signatures], report.as_json()
    assert "SIGN-044" in _codes(report)


@pytest.mark.parametrize("attack", ["another text", "text over it", "another page", "stamp moved"])
def test_paper_when_changed_between_two_true_signatures_then_the_first_does_not_hold(
    signers: tuple[Signer, Signer], trusted: tuple[bytes, ...], attack: str
) -> None:
    """The clinic signs what somebody changed after the doctor: its signature covers all, his does not."""
    doctor, clinic = signers
    changed = _updated(_signed(page(), doctor, is_first=True), ATTACKS[attack])
    report = verify(_signed(changed, clinic, is_first=False), trusted)
    first, second = report.signatures
    assert (first.changes, first.is_valid) == (Changes.OTHER, False)
    assert second.is_intact
    assert not report.is_valid


def test_paper_when_signed_anew_by_a_stranger_of_the_same_name_then_not_trusted(
    signers: tuple[Signer, Signer], trusted: tuple[bytes, ...], doctor: Pkcs12Key
) -> None:
    """The same text and stamp, a key of another centre: the stamp says what it likes, the key does not."""
    lines = stamp_lines(signers[0].signing_certificate, UTC)
    forged = sign(page(), doctor, field=FIELD, stamp_lines=lines, signing_time=datetime.now(UTC))
    report = verify(forged, trusted)
    assert not report.is_valid
    assert [one.is_trusted for one in report.signatures] == [False]
