"""Files and codes that somebody brings: forged, copied, outdated, withdrawn; and our own ones."""

import dataclasses
import io
import json
from datetime import date, timedelta
from pathlib import Path

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from desk_samples import NOW, issue
from PIL import Image

from registrar_app.domain.errors import RegistrarError, SurroundingsError
from registrar_app.domain.records import CertificateState
from registrar_app.paths import resource
from registrar_app.printing.loader import FormLibrary
from registrar_app.printing.matrix import qr_modules
from registrar_app.printing.paper_reader import read_paper
from registrar_app.services.desk import Desk
from registrar_app.services.paper_shapes import Issued
from registrar_app.services.qr_key_book import QrKeyBook, known_keys
from registrar_app.services.verifying import CheckedFile, verify_file
from registrar_app.signing.pades import SignatureField, sign
from registrar_app.signing.qr import QrClaims, make_qr
from registrar_app.signing.qr_keys import QrKey, format_key_list

TODAY = NOW.date()
STRANGER = Ed25519PrivateKey.from_private_bytes(b"s" * 32)
LIBRARY = FormLibrary([resource("forms")])


@pytest.fixture
def issued(desk: Desk) -> Issued:
    return issue(desk)


def _code(pdf: bytes) -> str:
    (code,) = read_paper(pdf).codes
    return code


def _codes(checked: CheckedFile) -> list[str]:
    return [one.code for one in checked.problems if one.level != "info"]


def _drop(node: pikepdf.Object, key: str) -> None:
    if key in node:
        del node[key]


def _with_code(pdf: bytes, text: str) -> bytes:
    """The paper with another code in the place of its own, not signed any more."""
    modules = qr_modules(text)
    picture = Image.frombytes(
        "L", (len(modules),) * 2, bytes(255 * (one == "0") for row in modules for one in row)
    )
    picture = picture.resize((len(modules) * 6,) * 2, Image.Resampling.NEAREST)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            _drop(page.obj, "/Annots")
            for stream in page.get_images().values():
                if int(stream.Width) > 200:
                    stream.write(picture.tobytes())
                    stream.Width = stream.Height = picture.width
        _drop(document.Root, "/AcroForm")
        _drop(document.Root, "/Perms")
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def _signed_again(desk: Desk, pdf: bytes) -> bytes:
    """Signed by the clinic's own doctor: everything holds but what stands on the sheet."""
    from registrar_app.signing.authority import TRAINING_PASSWORD
    from registrar_app.signing.pkcs12 import open_key

    key = open_key(desk.keys.folder / "doctor-1.p12", TRAINING_PASSWORD, now=NOW)
    field = SignatureField("doctor", 0, 20, 200, 60, 22)
    return sign(pdf, key, field=field, stamp_lines=(), signing_time=NOW)


def test_issued_paper_bears_a_code_that_says_what_stands_on_it(desk: Desk, issued: Issued) -> None:
    checked = desk.verifying.known_here(desk.verifying.check_file(issued.pdf))
    assert checked.is_valid
    assert checked.code is not None
    claims = checked.code.claims
    assert claims is not None
    assert (claims.number, claims.form, claims.owner.split()[0]) == ("000005", issued.form, "Соколова")
    assert (claims.issued, claims.expires) == (TODAY, date(2027, 5, 21))
    assert checked.paper is not None
    assert checked.paper.certificate_id == issued.certificate_id
    answer = checked.as_json()
    assert (answer["valid"], answer["qr"]["valid"], answer["qr"]["number"]) == (True, True, "000005")
    json.dumps(answer)


def test_address_of_the_check_page_goes_into_the_code(desk: Desk) -> None:
    assert not _code(issue(desk).pdf).startswith("HTTP")
    desk.codes.set_address(" https://Spravki.example.ru/ ")
    pdf = issue(desk).pdf
    assert _code(pdf).startswith("HTTPS://SPRAVKI.EXAMPLE.RU/V/")
    assert desk.verifying.check_file(pdf).is_valid
    for wrong in ("spravki.example.ru", "ftp://a.ru", "https://a.ru/path", "https://а.рф", "https://"):
        with pytest.raises(RegistrarError, match="SIGN-144"):
            desk.codes.set_address(wrong)
    desk.codes.set_address("")


def test_key_that_does_not_open_stops_no_paper_and_is_told(desk: Desk) -> None:
    (desk.keys.folder / "qr.key").write_bytes(b"short")
    issued = issue(desk)
    assert "SIGN-142" in [one.code for one in issued.remarks]
    assert read_paper(issued.pdf).codes == ()
    assert desk.verifying.check_file(issued.pdf).is_valid


def test_own_key_readable_by_others_is_closed(desk: Desk) -> None:
    issue(desk)
    path = desk.keys.folder / "qr.key"
    path.chmod(0o644)
    issue(desk)
    assert path.stat().st_mode & 0o077 == 0


def test_code_of_another_paper_on_this_one_is_caught(desk: Desk, issued: Issued) -> None:
    other = issue(desk)
    mixed = _signed_again(desk, _with_code(issued.pdf, _code(other.pdf)))
    checked = desk.verifying.check_file(mixed)
    assert all(one.is_valid for one in checked.report.signatures), "the signature alone tells nothing"
    assert not checked.is_valid
    assert _codes(checked) == ["SIGN-115"]


def test_code_of_another_person_under_the_same_number_is_caught(desk: Desk, issued: Issued) -> None:
    key = desk.codes.keys.own(desk.codes.issuer(), TODAY)
    claims = QrClaims(
        desk.codes.issuer(), TODAY, None, "000005", issued.form, "Чужих И. И.", None, b"12345678"
    )
    mixed = _signed_again(desk, _with_code(issued.pdf, make_qr(claims, key)))
    assert _codes(desk.verifying.check_file(mixed)) == ["SIGN-115"]


def test_values_that_are_not_those_of_the_journal_are_caught(desk: Desk, issued: Issued) -> None:
    key = desk.codes.keys.own(desk.codes.issuer(), TODAY)
    claims = QrClaims(
        desk.codes.issuer(), TODAY, None, "000005", issued.form, "Соколова М. А.", None, b"12345678"
    )
    text = make_qr(claims, key)
    code = desk.codes.check(text)
    assert code.report.is_valid
    assert not code.is_valid
    assert [one.code for one in code.problems] == ["SIGN-115"]
    mixed = _signed_again(desk, _with_code(issued.pdf, text))
    checked = desk.verifying.known_here(desk.verifying.check_file(mixed))
    assert not checked.is_valid
    assert _codes(checked) == ["SIGN-115", "SIGN-146"]


def test_file_made_anew_round_a_true_code_is_told(desk: Desk, issued: Issued) -> None:
    again = _signed_again(desk, _with_code(issued.pdf, _code(issued.pdf)))
    checked = desk.verifying.known_here(desk.verifying.check_file(again))
    assert _codes(checked) == ["SIGN-146"]


def test_forged_code_makes_the_file_not_valid_and_a_strangers_says_nothing(
    desk: Desk, issued: Issued
) -> None:
    own = desk.codes.keys.known()[0].key
    claims = QrClaims("1.2.3", TODAY, None, "000005", issued.form, "Соколова М. А.", None, b"12345678")
    strange = _signed_again(desk, _with_code(issued.pdf, make_qr(claims, STRANGER)))
    checked = desk.verifying.check_file(strange)
    assert checked.is_valid
    assert checked.as_json()["qr"]["valid"] is False
    known = QrKey(STRANGER.public_key().public_bytes_raw(), "1.2.3", TODAY)
    forged = dataclasses.replace(known, public=own.public)
    assert forged.id == own.id
    text = make_qr(claims, STRANGER)
    import base64

    import cbor2

    raw = cbor2.loads(base64.b32decode(text + "=" * (-len(text) % 8)))
    message = cbor2.CBORTag(18, [cbor2.dumps({1: -8, 4: own.id}, canonical=True), {}, *raw.value[2:]])
    under_our_name = base64.b32encode(cbor2.dumps(message)).decode().rstrip("=")
    assert [one.code for one in desk.codes.check(under_our_name).problems] == ["SIGN-112"]
    checked = desk.verifying.check_file(_signed_again(desk, _with_code(issued.pdf, under_our_name)))
    assert not checked.is_valid
    assert _codes(checked) == ["SIGN-112"]


def test_file_with_two_codes_is_not_accepted(desk: Desk, issued: Issued) -> None:
    other = issue(desk)
    with pikepdf.open(io.BytesIO(issued.pdf)) as document, pikepdf.open(io.BytesIO(other.pdf)) as second:
        for page in document.pages:
            _drop(page.obj, "/Annots")
        _drop(document.Root, "/AcroForm")
        _drop(document.Root, "/Perms")
        code = next(one for page in second.pages for one in page.get_images().values())
        document.pages[0].Resources.XObject["/Second"] = document.copy_foreign(code)
        out = io.BytesIO()
        document.save(out)
    checked = desk.verifying.check_file(_signed_again(desk, out.getvalue()))
    assert "SIGN-147" in _codes(checked)
    assert not checked.is_valid


@pytest.mark.parametrize(
    ("end", "code", "is_valid"),
    [("spoil", "SIGN-140", False), ("annul", "SIGN-140", False), ("lost", "SIGN-141", True)],
)
def test_withdrawn_paper_is_said_by_its_file_and_by_its_code(
    desk: Desk, issued: Issued, end: str, code: str, is_valid: bool
) -> None:
    getattr(desk.papers, end)(issued.certificate_id, "причина")
    checked = desk.verifying.known_here(desk.verifying.check_file(issued.pdf))
    assert (checked.is_valid, _codes(checked)) == (is_valid, [code])
    shown = desk.codes.check(_code(issued.pdf))
    assert (shown.is_valid, [one.code for one in shown.problems]) == (is_valid, [code])
    assert shown.paper is not None
    assert shown.paper.state is not CertificateState.VALID


def test_paper_without_a_code_is_found_by_its_file_and_after_a_later_revision(desk: Desk) -> None:
    (desk.keys.folder / "qr.key").write_bytes(b"short")
    issued = issue(desk)
    desk.papers.spoil(issued.certificate_id, "опечатка")
    for pdf in (issued.pdf, issued.pdf + b"%later\n%%EOF\n"):
        found = desk.verifying.known_here(desk.verifying.check_file(pdf)).paper
        assert found is not None
        assert found.certificate_id == issued.certificate_id


def test_code_of_another_desk_is_real_but_not_in_this_journal(desk: Desk, issued: Issued) -> None:
    key = desk.codes.keys.own(desk.codes.issuer(), TODAY)
    claims = QrClaims(
        desk.codes.issuer(), TODAY, None, "000999", issued.form, "Соколова М. А.", None, b"12345678"
    )
    code = desk.codes.check(make_qr(claims, key))
    assert code.is_valid
    assert [one.code for one in code.problems] == ["SIGN-143"]


def test_paper_of_another_clinic_under_a_number_of_ours_is_not_taken_for_ours(
    desk: Desk, issued: Issued, tmp_path: Path
) -> None:
    """Numbers repeat: 000001 is issued everywhere. That ours is withdrawn says nothing of theirs."""
    book, other = desk.codes.keys, QrKeyBook(tmp_path / "other")
    theirs = other.own("1.2.3", TODAY)
    book.accept(book.offer(other.export("1.2.3", TODAY)))
    desk.papers.spoil(issued.certificate_id, "опечатка")
    ours = desk.codes.check(_code(issued.pdf)).report.claims
    assert ours is not None
    claims = dataclasses.replace(ours, issuer="1.2.3", fingerprint=b"12345678")
    text = make_qr(claims, theirs)
    code = desk.codes.check(text)
    assert (code.is_valid, code.paper, code.problems) == (True, None, ())
    file = desk.verifying.check_file(_with_code(issued.pdf, text))
    assert file.code is not None
    assert desk.verifying.known_here(file).paper is None

    same = dataclasses.replace(claims, fingerprint=ours.fingerprint)
    known = desk.codes.check(make_qr(same, theirs)).paper
    assert known is not None, "the same data by a key of a second desk: it is this paper"
    assert [one.code for one in known.problems] == ["SIGN-140"]
    empty = dataclasses.replace(claims, fingerprint=b"")
    assert desk.codes.check(make_qr(empty, theirs)).paper is None


def test_key_that_was_renewed_holds_for_older_papers_only(desk: Desk, issued: Issued) -> None:
    old = desk.codes.keys.own(desk.codes.issuer(), TODAY)
    desk.codes.keys.renew(desk.codes.issuer(), TODAY)
    assert desk.codes.check(_code(issued.pdf)).is_valid
    assert desk.codes.check(_code(issue(desk).pdf)).is_valid
    tomorrow = TODAY + timedelta(days=1)
    claims = QrClaims(
        desk.codes.issuer(), tomorrow, None, "1", issued.form, "Соколова М. А.", None, b"12345678"
    )
    keys = known_keys(desk.keys.folder)
    assert len(keys) == 2
    paper = _with_code(issued.pdf, make_qr(claims, old))
    report = verify_file(paper, (), keys, now=NOW + timedelta(days=1), form_of=lambda _key: None)
    assert "SIGN-113" in _codes(report)


def test_keys_go_from_clinic_to_clinic_by_a_signed_list(desk: Desk, issued: Issued, tmp_path: Path) -> None:
    book = QrKeyBook(tmp_path / "other")
    content = desk.codes.keys.export(desk.codes.issuer(), TODAY)
    offer = book.offer(content)
    assert (offer.is_signer_known, len(offer.keys)) == (False, 1)
    assert offer.signer.fingerprint == desk.codes.keys.known()[0].fingerprint
    assert book.known() == (), "nothing is trusted by looking"
    assert book.accept(offer) == 1
    checked = verify_file(issued.pdf, (), known_keys(tmp_path / "other"), now=NOW, form_of=lambda _key: None)
    assert checked.code is not None
    assert checked.code.is_valid
    assert book.accept(book.offer(content)) == 0
    assert book.offer(content).is_signer_known
    book.forget(offer.signer.key.public)
    assert book.known() == ()


def test_list_of_one_clinic_does_not_change_the_keys_of_another(desk: Desk, tmp_path: Path) -> None:
    issue(desk)
    ours = desk.codes.keys.known()[0].key
    ended = dataclasses.replace(ours, valid_to=date(2020, 1, 1))
    theirs = QrKey(STRANGER.public_key().public_bytes_raw(), ours.issuer, TODAY)
    assert desk.codes.keys.accept(desk.codes.keys.offer(format_key_list([ended, theirs], STRANGER))) == 1
    assert desk.codes.keys.known()[0].key == ours
    third = QrKeyBook(tmp_path / "third")
    third.accept(third.offer(desk.codes.keys.export(desk.codes.issuer(), TODAY)))
    alien = dataclasses.replace(theirs, issuer="9.9.9")
    third.accept(third.offer(format_key_list([dataclasses.replace(ended, issuer="9.9.9"), alien], STRANGER)))
    assert ours in [one.key for one in third.known()]


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"body": "{}", "signature": ""}', b"\xff"])
def test_what_is_no_list_of_keys_is_refused(desk: Desk, content: bytes) -> None:
    with pytest.raises(RegistrarError, match="SIGN-119"):
        desk.codes.keys.offer(content)


def test_list_that_cannot_be_read_is_said_and_verifying_goes_on(desk: Desk, issued: Issued) -> None:
    (desk.keys.folder / "qr-keys.json").write_text("{")
    with pytest.raises(SurroundingsError, match="SIGN-145"):
        desk.codes.keys.known()
    assert desk.verifying.check_file(issued.pdf).is_valid
    (desk.keys.folder / "qr-keys.json").unlink()
    assert desk.codes.check(_code(issue(desk).pdf)).is_valid, "the own key is entered anew"


def test_code_of_a_form_without_a_place_is_not_made(desk: Desk) -> None:
    organization = desk.clinic.organization()
    assert organization is not None
    stock = next(one for one in LIBRARY.forms() if one.key == "003-vu")
    assert desk.codes.maker(stock, organization) == (None, ())


def test_nothing_personal_stands_in_a_repr(desk: Desk, issued: Issued) -> None:
    checked = desk.verifying.known_here(desk.verifying.check_file(issued.pdf))
    code = desk.codes.check(_code(issued.pdf))
    assert "Соколова" not in repr(checked) + repr(code)
